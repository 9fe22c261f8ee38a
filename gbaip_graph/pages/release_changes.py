"""Which records are new, changed or gone from release to release and since the newest one, as it is shown.

For the page of changes. What a release said comes from its record in ``data/releases/``; what the graph says
now, from the graph. Of a store elsewhere only the names of records are asked, not all that it says of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from gbaip_graph.build.record_digests import CONCEPTS, TERMS, digests_of, iri_of, kind_of_path, paths_in
from gbaip_graph.build.releases import Difference, ReleaseRecord, compare, read_releases
from gbaip_graph.errors import InvalidData
from gbaip_graph.namespaces import compact
from gbaip_graph.pages.facts import Facts, grouped
from gbaip_graph.pages.gathering import gather_about
from gbaip_graph.pages.page import PageRequest
from gbaip_graph.pages.record import is_retired, statements_about, successor_of
from gbaip_graph.pages.tables import ORDER
from gbaip_graph.pages.views import Named
from gbaip_graph.pictures.periods import in_words

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

#: Of one kind as many as are read through; the counts are of all.
_MOST_SHOWN = 20
#: What happened comes before who was involved in it; others follow.
_HAPPENED = ("event", "op", "exchange", "item", "commitment", "figure")
_KINDS = tuple(dict.fromkeys((*_HAPPENED, *ORDER, "span", CONCEPTS, TERMS)))
_NATURES = ("added", "changed", "removed")


@dataclass(frozen=True)
class Compared:
    """A difference; ``after`` is None for the graph that is shown, of which ``digest`` may be unknown.

    ``count`` is how many records there are after it; ``is_of_names`` says that names alone were compared.
    """

    before: ReleaseRecord
    after: ReleaseRecord | None
    difference: Difference
    count: int
    digest: str
    is_of_names: bool = False


@dataclass(frozen=True)
class History:
    """The first release and the differences since, the newest first; ``fault`` is where a file is wrong."""

    first: ReleaseRecord | None = None
    compared: tuple[Compared, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class Change:
    """A record that is new, changed or gone, and of a retired one what stands in its place."""

    thing: Named
    successor: Named | None = None


@dataclass(frozen=True)
class ChangesOfKind:
    """Records of a kind; ``more`` is how many are not shown."""

    title: str
    changes: tuple[Change, ...]
    more: int


@dataclass(frozen=True)
class Counted:
    """A kind of record with how many are new, changed and gone, or with how many there are."""

    title: str
    counts: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A difference as it is shown: its heading, what it says in words, counts, and lists by their titles."""

    anchor: str
    title: str
    words: tuple[str, ...]
    columns: tuple[str, ...] = ()
    counts: tuple[Counted, ...] = ()
    lists: tuple[tuple[str, tuple[ChangesOfKind, ...]], ...] = ()


@dataclass(frozen=True)
class RecordChanges:
    """All that the page shows of records; ``first`` has the counts of the first release."""

    sections: tuple[Section, ...]
    first: Section | None
    fault: str


def record_changes(site: Site, request: PageRequest) -> RecordChanges:
    """Return what changed in the records, in the language of the request."""
    history = site.kept("changes of records", lambda: read_history(site))
    shown = [iri_of(path) for one in history.compared for path in _shown(one.difference)]
    facts = gather_about(site, request, statements_about(site.graph, shown))
    sections = tuple(_section(one, facts) for one in history.compared)
    first = _first(history.first, facts) if history.first else None
    return RecordChanges(sections, first, history.fault)


def read_history(site: Site) -> History:
    """Read the records of releases and compare each with the next, the last with the graph of the site."""
    try:
        records = read_releases(site.root)
    except InvalidData as error:
        return History(fault=error.where)
    if not records:
        return History()
    compared = [
        Compared(one, other, compare(one.digests, other.digests), len(other.digests), other.graph)
        for one, other in pairwise(records)
    ]
    return History(records[0], (_until_now(site, records[-1]), *reversed(compared)))


def _until_now(site: Site, newest: ReleaseRecord) -> Compared:
    if site.graph.is_remote:
        names = paths_in(site.graph)
        same = {path: newest.digests.get(path, "") for path in names}
        return Compared(newest, None, compare(newest.digests, same), len(names), "", is_of_names=True)
    now = digests_of(site.graph)
    return Compared(newest, None, compare(newest.digests, now), len(now), site.version)


def _shown(difference: Difference) -> Iterable[str]:
    for nature in _NATURES:
        for paths in _by_kind(getattr(difference, nature)).values():
            yield from paths[:_MOST_SHOWN]


def _by_kind(paths: Iterable[str]) -> Mapping[str, list[str]]:
    """Return paths by their kinds, those of interest first."""
    found: dict[str, list[str]] = {}
    for path in paths:
        found.setdefault(kind_of_path(path), []).append(path)
    return {kind: found[kind] for kind in sorted(found, key=_rank)}


def _rank(kind: str) -> tuple[int, str]:
    return (_KINDS.index(kind) if kind in _KINDS else len(_KINDS), kind)


def _section(one: Compared, facts: Facts) -> Section:
    day = _day(one.after or one.before, facts)
    if one.after is None:
        anchor = f"records-since-{one.before.version}"
        title = facts.text("changes.since", version=one.before.version, day=day)
    else:
        anchor = f"records-{one.before.version}-to-{one.after.version}"
        versions = {"before": one.before.version, "version": one.after.version}
        title = facts.text("changes.between", day=day, **versions)
    natures = [nature for nature in _NATURES if nature != "changed" or not one.is_of_names]
    titles = [facts.text(f"changes.nature.{nature}") for nature in natures]
    paths = [getattr(one.difference, nature) for nature in natures]
    lists = ((title, _lists(found, facts)) for title, found in zip(titles, paths, strict=True) if found)
    columns = (facts.text("changes.kind"), *titles)
    return Section(anchor, title, tuple(_words(one, facts)), columns, _counts(paths, facts), tuple(lists))


def _words(one: Compared, facts: Facts) -> Iterable[str]:
    if one.is_of_names:
        yield facts.text("changes.names_only")
    if one.difference:
        key = "changes.totals_of_names" if one.is_of_names else "changes.totals"
        totals = {nature: grouped(str(len(getattr(one.difference, nature)))) for nature in _NATURES}
        yield facts.text(key, **totals)
        return
    count = grouped(str(one.count))
    if one.digest:
        yield facts.text("changes.same", count=count, digest=one.digest)
    else:
        yield facts.text("changes.same_names", count=count)


def _counts(natures: Sequence[Sequence[str]], facts: Facts) -> tuple[Counted, ...]:
    counters = [Counter(map(kind_of_path, paths)) for paths in natures]
    return tuple(
        Counted(_kind_title(kind, facts), tuple(grouped(str(counter[kind])) for counter in counters))
        for kind in sorted({kind for counter in counters for kind in counter}, key=_rank)
    )


def _lists(paths: Sequence[str], facts: Facts) -> tuple[ChangesOfKind, ...]:
    return tuple(
        ChangesOfKind(
            _kind_title(kind, facts),
            tuple(_change(iri_of(path), facts) for path in found[:_MOST_SHOWN]),
            max(0, len(found) - _MOST_SHOWN),
        )
        for kind, found in _by_kind(paths).items()
    )


def _change(thing: str, facts: Facts) -> Change:
    """Show a record by its heading; one that is no longer there leads nowhere, unless another replaces it."""
    own = facts.about.get(thing, ())
    if not own:
        return Change(Named(thing, compact(thing), ""))
    heading = facts.heading(thing, own)
    if not is_retired(own):
        return Change(heading)
    successor = successor_of(own)
    if not successor:
        return Change(replace(heading, href=""))
    return Change(heading, facts.viewer.named(successor))


def _first(record: ReleaseRecord, facts: Facts) -> Section:
    title = facts.text("changes.first", version=record.version, day=_day(record, facts))
    words = facts.text("changes.by_kind", count=grouped(str(len(record.digests))))
    columns = facts.text("changes.kind"), facts.text("changes.number")
    return Section(
        f"records-{record.version}", title, (words,), columns, _counts([tuple(record.digests)], facts)
    )


def _day(record: ReleaseRecord, facts: Facts) -> str:
    return in_words(record.day, facts.language)


def _kind_title(kind: str, facts: Facts) -> str:
    key = {CONCEPTS: "nav.concepts", TERMS: "changes.terms"}.get(kind, f"kinds.{kind}")
    return facts.text(key) if key in facts.site.skin.texts else kind
