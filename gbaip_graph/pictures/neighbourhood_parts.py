"""What both forms of a neighbourhood share: groups cut to a length, colours by kind, the key of these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from gbaip_graph.namespaces import DATA
from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.labels import foreign_tag
from gbaip_graph.pictures.lettering import break_lines, width
from gbaip_graph.pictures.neighbours import Group, Neighbour
from gbaip_graph.pictures.svg import Markup, element, join, link

#: As many of one group as can be read at a glance, and as many on one side as a screen holds.
LISTED, LISTED_ON_SIDE = 6, 20
_LEAST_LISTED = 2
HEAD, AFTER, LINE = 24.0, 12.0, 16.0
_ABOVE = 5.0
_COLOURS: Mapping[str, str] = MappingProxyType(
    {"plan": "picture-a", "event": "picture-c", "op": "picture-b", "exchange": "picture-d"}
)
_OTHER = "picture-e"
_SIZE, _DOT, _YEAR, _KEY_LINE = 13, 11.0, 42.0, 20.0


@dataclass(frozen=True)
class Item:
    """A neighbour with its name in as many lines as it has room for."""

    neighbour: Neighbour
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """How high it is."""
        return LINE * len(self.lines) + _ABOVE


@dataclass(frozen=True)
class Shown:
    """A group as it is shown: its head, as much of it as there is room for, and how many more there are."""

    words: str
    is_from: bool
    items: tuple[Item, ...]
    more: int

    @property
    def height(self) -> float:
        """How high it is, with its head."""
        return HEAD + sum(item.height for item in self.items) + (LINE + _ABOVE if self.more else 0)


def shown(desk: Desk, groups: Sequence[Group], room: float) -> tuple[tuple[Shown, ...], int]:
    """Cut groups to what a picture holds; returns them, and how many neighbours other groups have."""
    kept: list[Shown] = []
    for group, listed in zip(groups, _shares([len(group.neighbours) for group in groups]), strict=True):
        if listed:
            items = tuple(_item(desk, neighbour, room) for neighbour in group.neighbours[:listed])
            kept.append(Shown(group.words(desk), group.is_from, items, len(group.neighbours) - listed))
    return tuple(kept), sum(len(group.neighbours) for group in groups[len(kept) :])


def _shares(lengths: Sequence[int]) -> list[int]:
    """Return how many of each group are shown: two of each as long as there is room, the first more.

    >>> _shares([9, 1, 3])
    [6, 1, 3]
    """
    shares, free = [], LISTED_ON_SIDE
    for length in lengths:
        shares.append(min(length, _LEAST_LISTED, free))
        free -= shares[-1]
    for index, length in enumerate(lengths):
        further = min(length, LISTED) - shares[index]
        if shares[index] and free > 0:
            shares[index] += min(further, free)
            free -= min(further, free)
        # A line that says "1 more" takes the room of the one.
        shares[index] += shares[index] > 0 and shares[index] == length - 1
    return shares


def _item(desk: Desk, neighbour: Neighbour, room: float) -> Item:
    for_year = _YEAR if neighbour.year else 0.0
    label = desk.label(neighbour.iri)
    tag = width(foreign_tag(label, desk.language), 10)
    return Item(neighbour, break_lines(label.text, room - _DOT - for_year - tag, _SIZE, lines=2))


def group_items(desk: Desk, group: Shown, x: float, top: float, room: float) -> Markup:
    """Draw the neighbours of a group one below the other, and how many more there are."""
    parts = []
    for item in group.items:
        parts.append(_drawn(desk, item, x, top + _ABOVE, room))
        top += item.height
    if group.more:
        parts.append(more(desk, group.more, x, top + _ABOVE))
    return join(parts)


def _drawn(desk: Desk, item: Item, x: float, top: float, room: float) -> Markup:
    """Draw a neighbour: a dot in the colour of its kind, its name, its year."""
    neighbour, label = item.neighbour, desk.label(item.neighbour.iri)
    y = top + LINE / 2
    parts = [element("circle", class_=f"picture-mark {_colour(neighbour.iri)}", cx=x, cy=y, r=4.2)]
    for index, line in enumerate(item.lines):
        is_last = index == len(item.lines) - 1
        tag = foreign_tag(label, desk.language) if is_last else ""
        mark = element("tspan", tag, class_="picture-tag", lang="en") if tag else Markup("")
        parts.append(element("text", line, mark, lang=label.language, x=x + _DOT, y=y + 4.5 + LINE * index))
    if neighbour.year:
        name = "picture-soft picture-end picture-number"
        parts.append(element("text", neighbour.year, class_=name, x=x + room, y=y + 4.5))
    return link(desk.link(neighbour.iri), *parts, title=desk.name(neighbour.iri), language=desk.language)


def more(desk: Desk, count: int, x: float, top: float) -> Markup:
    """Say how many are left out."""
    words = desk.say("picture.more", count=count)
    return element("text", words, class_="picture-note", x=x + _DOT, y=top + LINE / 2 + 4.5)


def _kind(iri: str) -> str:
    return iri.removeprefix(DATA).partition("/")[0] if iri.startswith(DATA) else ""


def _colour(iri: str) -> str:
    return _COLOURS.get(_kind(iri), _OTHER)


def key(desk: Desk, groups: Iterable[Shown], x: float, y: float, room: float) -> tuple[Markup, float]:
    """Draw the kinds that are shown with their colours; returns the height too."""
    kinds = {_kind(item.neighbour.iri) for group in groups for item in group.items}
    present = [kind for kind in _COLOURS if kind in kinds]
    entries = [(_COLOURS[kind], f"neighbourhood.kind-{kind}") for kind in present]
    if kinds - set(_COLOURS):
        entries.append((_OTHER, "neighbourhood.kind-other"))
    parts, left, top = [], x, y
    for colour, words in entries:
        text = desk.say(words)
        across = 16 + width(text, 12) + 18
        if left > x and left + across > x + room:
            left, top = x, top + _KEY_LINE
        parts.append(element("circle", class_=colour, cx=left + 5, cy=top, r=4.2))
        parts.append(element("text", text, class_="picture-note", x=left + 16, y=top + 4))
        left += across
    return join(parts), top - y + _KEY_LINE
