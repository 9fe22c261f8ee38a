"""Compare what a paragraph states with the records that cite it: which numbers, dates and names none carries.

For the test of completeness. What counts as carried is said at each function; a left-out entry excuses a
mention that lies within its text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gbaip_graph.namespaces import expand
from gbaip_graph.passages import split_passage_slug
from tests.sources.dates_in_text import DateMention, Point, dates_in
from tests.sources.entered_records import Endpoint, Records, Span
from tests.sources.names_in_text import Token, name_words, occurrences, parts_of, runs_of, tokens_of
from tests.sources.numbers_in_text import NumberMention, numbers_in

#: Of a source no more may be shown, not even where a test fails.
MOST_WORDS_SHOWN = 8


@dataclass(frozen=True)
class Gap:
    """Something that a passage states and no record citing it carries; ``at`` and ``until`` are its place."""

    passage: str
    text: str
    wanted: str
    at: int
    until: int

    def __str__(self) -> str:
        words = self.text.split()
        shown = " ".join(words[:MOST_WORDS_SHOWN]) + (" ..." if len(words) > MOST_WORDS_SHOWN else "")
        return f"{self.passage}: {shown!r}: {self.wanted}"


@dataclass(frozen=True)
class Passage:
    """A paragraph of a source under the slug of its passage, with what is needed to read it."""

    slug: str
    text: str
    issued: date | None = None
    plain: frozenset[str] = frozenset()

    @property
    def source_id(self) -> str:
        """The id of the document."""
        return split_passage_slug(self.slug)[0]

    @property
    def is_heading(self) -> bool:
        """Whether it is a title or the heading of an item."""
        return split_passage_slug(self.slug)[1].endswith("p0")


def gaps(passage: Passage, records: Records, *, excused: Collection[str] = ()) -> tuple[Gap, ...]:
    """Return what a passage states and neither a record nor an ``excused`` text accounts for."""
    spared = [stretch for text in excused for stretch in places_of(text, passage.text)]
    found = [
        *date_gaps(passage, records),
        *number_gaps(passage, records, spared),
        *name_gaps(passage, records, spared),
    ]
    left = [gap for gap in found if not any(start <= gap.at and gap.until <= end for start, end in spared)]
    return tuple(sorted(left, key=lambda gap: (gap.at, gap.until)))


def places_of(text: str, within: str) -> tuple[tuple[int, int], ...]:
    """Return where a text stands in another as whole words, as offsets of its start and end."""
    found, at = [], within.find(text)
    while at >= 0:
        until = at + len(text)
        before, after = within[at - 1 : at], within[until : until + 1]
        if not (before.isalnum() and text[0].isalnum()) and not (after.isalnum() and text[-1].isalnum()):
            found.append((at, until))
        at = within.find(text, at + 1)
    return tuple(found)


# -- dates ------------------------------------------------------------------------------------------------


def date_gaps(passage: Passage, records: Records) -> Iterator[Gap]:
    """Yield the dates that are no end of a citing record's span and stand in no name that is carried.

    A range needs a span with both its ends, "since" one with an open end; a period label carries its years.
    """
    cited = records.citing(passage.slug)
    spans = [span for record in cited for span in records.spans(passage.source_id, record)]
    labels = {
        text for record in cited for text in records.texts(passage.source_id, record, "gbaip:periodLabel")
    }
    named = _named_stretches(passage, records)
    for mention in dates_in(passage.text, issued=passage.issued):
        in_name = any(start <= mention.at and mention.until <= end for start, end in named)
        if not (in_name or mention.text in labels or any(_carries(span, mention) for span in spans)):
            yield _gap(passage, mention, "no citing record has a time span with this date")


def _carries(span: Span, mention: DateMention) -> bool:
    if mention.since:
        return span.end is None and _is(span.start, mention.start)
    if mention.end:
        return _is(span.start, mention.start) and _is(span.end, mention.end)
    return _is(span.start, mention.start) or _is(span.end, mention.start)


def _is(end: Endpoint | None, point: Point) -> bool:
    """Tell whether the end of a span is a stated date: as exact, but where the text has only a year."""
    if end is None or (point.year is not None and end[0] != point.year):
        return False
    if point.months:
        return end[1] in point.months
    bare_year = point.month is None
    return bare_year or (end[1] == point.month and end[2] == point.day)


# -- numbers ----------------------------------------------------------------------------------------------


def number_gaps(passage: Passage, records: Records, spared: Sequence[tuple[int, int]] = ()) -> Iterator[Gap]:
    """Yield the numbers that no citing record carries.

    An amount needs a figure or a count of actions of its own: two statements of one value need two of them.
    An ordinal needs ``gbaip:ordinal``, an item of a list of new items ``gbaip:isNewItem``, a heading's number
    ``gbaip:itemNumber``, a word such as "biennial" its frequency. Digits and capitalised words inside a name
    that a record bears are carried by the name.
    """
    named = _named_stretches(passage, records)
    carried = _Carried.of(passage, records)
    amounts: defaultdict[Decimal, list[NumberMention]] = defaultdict(list)
    dates = [(mention.at, mention.until) for mention in dates_in(passage.text, issued=passage.issued)]
    for mention in numbers_in(passage.text, is_heading=passage.is_heading, taken=dates):
        in_name = any(start <= mention.at and mention.until <= end for start, end in named)
        if in_name and not mention.text[0].islower():
            continue
        if mention.kind == "amount":
            amounts[mention.value].append(mention)
        elif not carried.has(mention):
            yield _gap(passage, mention, f"no citing record has this {_WANTED[mention.kind]}")
    for value, mentions in amounts.items():
        yield from _amount_gaps(passage, value, mentions, carried.amounts[value], spared)


_WANTED = {
    "ordinal": "gbaip:ordinal",
    "item": "gbaip:itemNumber with gbaip:isNewItem true",
    "entry": "gbaip:ordinal",
    "heading": "gbaip:itemNumber",
    "frequency": "gbaip:hasFrequency",
}


def _amount_gaps(
    passage: Passage,
    value: Decimal,
    mentions: list[NumberMention],
    carriers: int,
    spared: Sequence[tuple[int, int]],
) -> Iterator[Gap]:
    left = [m for m in mentions if not any(start <= m.at and m.until <= end for start, end in spared)]
    needed = len({mention.counted for mention in left})
    if carriers < needed:
        wanted = (
            f"{needed} statement(s) of {value}, {carriers} figure(s) or action count(s) of citing records"
        )
        yield from (_gap(passage, mention, wanted) for mention in left)


@dataclass(frozen=True)
class _Carried:
    amounts: Counter[Decimal]
    ordinals: frozenset[Decimal]
    items: frozenset[Decimal]
    new_items: frozenset[Decimal]
    frequencies: frozenset[str]

    @classmethod
    def of(cls, passage: Passage, records: Records) -> _Carried:
        source_id, cited = passage.source_id, records.citing(passage.slug)

        def numbers(name: str, among: Iterable[str] = cited) -> list[Decimal]:
            return [number for record in among for number in records.numbers(source_id, record, name)]

        new = [record for record in cited if "true" in records.texts(source_id, record, "gbaip:isNewItem")]
        frequencies = [
            iri for record in cited for iri in records.links(source_id, record, "gbaip:hasFrequency")
        ]
        return cls(
            amounts=Counter([*numbers("gbaip:value"), *numbers("gbaip:actionCount")]),
            ordinals=frozenset(numbers("gbaip:ordinal")),
            items=frozenset(numbers("gbaip:itemNumber")),
            new_items=frozenset(numbers("gbaip:itemNumber", new)),
            frequencies=frozenset(frequencies),
        )

    def has(self, mention: NumberMention) -> bool:
        if mention.kind == "frequency":
            return expand(f"frequency:{mention.word}") in self.frequencies
        numbers = {"item": self.new_items, "heading": self.items}.get(mention.kind, self.ordinals)
        return mention.value in numbers


# -- names ------------------------------------------------------------------------------------------------


def name_gaps(passage: Passage, records: Records, spared: Sequence[tuple[int, int]] = ()) -> Iterator[Gap]:
    """Yield the runs of capitalised words of which some belong to no name that a citing record leads to.

    A record leads to itself, to what it points to, and from there to jurisdictions, posts, persons and
    series. A name must stand in the passage in full, by its label or a form that the document uses. A part
    will do of the labels of records that cite a title or a heading, and of unnamed parties.
    """
    tokens = tokens_of(passage.text)
    dates = [(mention.at, mention.until) for mention in dates_in(passage.text, issued=passage.issued)]
    numbers = [(n.at, n.until) for n in numbers_in(passage.text, is_heading=passage.is_heading, taken=dates)]
    covered = [*_named_stretches(passage, records), *dates, *numbers, *spared]
    words = name_words(passage.text, plain=passage.plain)
    left = [index for index in words if not _lies_within(tokens[index], covered)]
    at = 0
    for run in runs_of(passage.text, left):
        at = passage.text.index(run, at)
        if not _is_part_of_labels(run, passage, records):
            wanted = "no citing record is or leads to something of this name"
            yield Gap(passage.slug, run, wanted, at, at + len(run))
        at += len(run)


def _lies_within(token: Token, stretches: Iterable[tuple[int, int]]) -> bool:
    return any(start <= token.at and token.until <= end for start, end in stretches)


def _is_part_of_labels(run: str, passage: Passage, records: Records) -> bool:
    source_id = passage.source_id
    labels = [
        tokens_of(label)
        for record in records.citing(passage.slug)
        if passage.is_heading or records.is_a(source_id, record, "gbaip:UnnamedParty")
        for label in records.own_names(source_id, record)
    ]
    return all(any(occurrences(part, label) for label in labels) for part in parts_of(run))


def _named_stretches(passage: Passage, records: Records) -> list[tuple[int, int]]:
    """Return where names that the citing records lead to stand in the passage."""
    tokens = tokens_of(passage.text)
    names = {
        name for record in records.citing(passage.slug) for name in records.names(passage.source_id, record)
    }
    return [
        (tokens[found.start].at, tokens[found.stop - 1].until)
        for name in names
        for found in occurrences(name, tokens)
    ]


def _gap(passage: Passage, mention: DateMention | NumberMention, wanted: str) -> Gap:
    return Gap(passage.slug, mention.text, wanted, mention.at, mention.until)
