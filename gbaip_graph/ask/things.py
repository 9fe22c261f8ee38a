"""Things and values of the graph by what a person writes: compact name, full IRI, bare slug or text.

For parameters whose values are in the graph; a wrong one is answered with the right ones, the closest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.languages import Label, choose_label, fetch_labels
from gbaip_graph.engines.sparql_binding import encode
from gbaip_graph.errors import InvalidValue
from gbaip_graph.namespaces import CONCEPT, compact, expand
from gbaip_graph.turtle.terms import Iri, Literal

_RIGHT = "Right are, the closest first:"
_OFFERED = 20  # more names than a screen holds help nobody


@dataclass(frozen=True)
class Choice:
    """The things that a value may name, and what they are called together: ``gbaip:Event`` or ``role``."""

    graph: AskedGraph
    things: tuple[str, ...]
    kind: str
    language: str = "en"


def instances(graph: AskedGraph, classes: Sequence[str], *, language: str = "en") -> Choice:
    """Return everything that is said or inferred to be of one of the classes, given by compact names."""
    values = " ".join(f"<{expand(name)}>" for name in classes)
    rows = graph.select(
        f"SELECT DISTINCT ?thing WHERE {{ VALUES ?class {{ {values} }} ?thing a ?class }}"
    ).rows
    return Choice(graph, _iris(rows), " or ".join(classes), language)


def concepts(graph: AskedGraph, scheme: str, *, language: str = "en") -> Choice:
    """Return the concepts of a scheme, known by their IRIs: ``concept/<scheme>/<term>``."""
    space = f"{CONCEPT}{scheme}/"
    rows = graph.select(
        f"SELECT DISTINCT ?thing WHERE {{ ?thing a <{expand('skos:Concept')}> "
        f'FILTER(STRSTARTS(STR(?thing), "{space}")) }}'
    ).rows
    return Choice(graph, _iris(rows), f"concept of the scheme {scheme}", language)


@dataclass(frozen=True)
class Offer:
    """What a query offers to choose from: things, and texts or other literals."""

    things: Choice
    literals: tuple[Literal, ...]


def offered_values(graph: AskedGraph, query: str, *, kind: str, language: str = "en") -> Offer:
    """Return what stands in the first column of a SELECT; ``kind`` is what these things are called."""
    cells = tuple(dict.fromkeys(row[0] for row in graph.select(query).rows))
    literals = tuple(cell for cell in cells if isinstance(cell, Literal))
    return Offer(Choice(graph, _iris((cell,) for cell in cells), kind, language), literals)


def find_value(value: str, offer: Offer, *, where: str) -> Iri | Literal:
    """Return the value that is meant: a literal by its characters, a thing as ``find_thing`` does.

    Raises ``InvalidValue`` where nothing, or more than one value, is written so.
    """
    found = [literal for literal in offer.literals if literal.lexical == value]
    if len(found) == 1:
        return found[0]
    if found:
        mend = "Its texts have to differ: let the query select them by STR(...)."
        raise InvalidValue(f'"{value}" stands for {len(found)} values', where=where, mend=mend)
    if offer.things.things or not offer.literals:
        return find_thing(value, offer.things, where=where)
    names = {literal.lexical: "" for literal in offer.literals}
    lines = _offered(value, names, lambda name: name)
    raise InvalidValue(f'"{value}" is none of the values', where=where, mend=f"{_RIGHT}{lines}")


def find_thing(value: str, choice: Choice, *, where: str) -> Iri:
    """Return the thing that a value names.

    Raises ``InvalidValue`` where there is no such thing, it is of another class, or a slug names several.
    """
    if _is_slug(value):
        return _by_slug(value, choice, where)
    try:
        iri = expand(value) if "://" not in value else value
    except ValueError:
        prefix = value.partition(":")[0]
        raise _refusal(f'the prefix "{prefix}:" is unknown', value, choice, where) from None
    if iri in choice.things:
        return Iri(iri)
    raise _refusal(_fault(iri, value, choice), value, choice, where)


def _is_slug(value: str) -> bool:
    return ":" not in value


def slug_of(iri: str) -> str:
    """Return the last segment of an IRI.

    >>> slug_of("https://w3id.org/gbaip/id/event/sme-seminar-2024")
    'sme-seminar-2024'
    """
    return iri.replace("#", "/").rsplit("/", 1)[-1]


def _by_slug(value: str, choice: Choice, where: str) -> Iri:
    found = [iri for iri in choice.things if slug_of(iri) == value]
    if len(found) == 1:
        return Iri(found[0])
    if not found:
        raise _refusal(f'no {choice.kind} is called "{value}"', value, choice, where)
    names = ", ".join(map(compact, found))
    raise InvalidValue(f'"{value}" names {len(found)} things', where=where, mend=f"Write one of {names}.")


def _fault(iri: str, value: str, choice: Choice) -> str:
    classes_of = _classes(iri, choice.graph)
    if not classes_of:
        return f'"{value}" is not in the graph'
    classes = [compact(name) for name in classes_of]
    own = [name for name in classes if name.startswith("gbaip:")] or classes
    return f"{value} is no {choice.kind}; it is a {', '.join(own)}"


def _classes(iri: str, graph: AskedGraph) -> tuple[str, ...]:
    try:
        written = encode(Iri(iri))
    except InvalidValue:
        return ()  # an IRI that cannot be written safely is in no graph of the project
    return _iris(graph.select(f"SELECT ?class WHERE {{ {written} a ?class }}").rows)


def _refusal(what: str, value: str, choice: Choice, where: str) -> InvalidValue:
    if not choice.things:
        return InvalidValue(what, where=where, mend=f"The graph holds no {choice.kind}.")
    labels = fetch_labels(choice.graph, choice.things)
    names = {iri: _label(labels.get(iri, ()), choice.language) for iri in choice.things}
    lines = _offered(value, names, compact)
    return InvalidValue(what, where=where, mend=f"{_RIGHT}{lines}")


def _offered(value: str, labels: dict[str, str], shown: Callable[[str], str]) -> str:
    """Return a line for each name with its label, as many as a screen holds."""
    names = _closest_first(value, labels)
    lines = [
        f"\n    {shown(name)}" + (f"  {labels[name]}" if labels[name] else "") for name in names[:_OFFERED]
    ]
    rest = len(names) - _OFFERED
    return "".join(lines) + (f"\n    and {rest} more" if rest > 0 else "")


def _label(labels: tuple[Label, ...], language: str) -> str:
    chosen = choose_label(labels, language)
    return chosen.text if chosen else ""


def _closest_first(value: str, names: dict[str, str]) -> list[str]:
    import difflib  # noqa: PLC0415 - only errors need it

    matcher = difflib.SequenceMatcher(b=slug_of(value.removesuffix("/")).rpartition(":")[2].lower())

    def distance(iri: str) -> tuple[float, str]:
        likeness = 0.0
        for text in (slug_of(iri), names[iri]):
            matcher.set_seq1(text.lower())
            likeness = max(likeness, matcher.ratio())
        return -likeness, compact(iri)

    return sorted(names, key=distance)


def _iris(rows: Iterable[tuple[object, ...]]) -> tuple[str, ...]:
    return tuple(sorted(cell.value for (cell,) in rows if isinstance(cell, Iri)))
