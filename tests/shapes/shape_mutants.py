"""Every way to take one constraint out of the shapes, or to weaken it by one step.

For the mutation test and the list of what needs a fixture. What is left alone: the caret of patterns that
name a concept scheme (only an IRI with that scheme in its middle would tell), and the text of queries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from gbaip_graph.namespaces import PREFIXES, compact
from gbaip_graph.turtle.terms import IRI_FIRST, IRI_REST, IRI_TYPE, BlankNode, Iri, Literal, Term, Triple

SH = PREFIXES["sh"]
_WEAKER_BY = {"minCount": -1, "maxCount": 1, "minInclusive": -1}
#: What leaves together with a term, as it may not stand without it.
_ILL_FORMED_ALONE = {
    "closed": frozenset({"ignoredProperties"}),
    "qualifiedMinCount": frozenset({"qualifiedValueShape"}),
    "qualifiedValueShape": frozenset({"qualifiedMinCount"}),
}
_LISTS = ("in", "languageIn", "or")


@dataclass(frozen=True)
class Mutant:
    """Shapes with one change; ``change`` says which."""

    change: str
    shapes: frozenset[Triple]


def term(name: str) -> Iri:
    """Return a SHACL term."""
    return Iri(SH + name)


def local(predicate: Iri) -> str:
    """Return the name of a SHACL term, or an empty text for terms of other vocabularies."""
    return predicate.value.removeprefix(SH) if predicate.value.startswith(SH) else ""


def shapes_of_kind(shapes: Collection[Triple], kind: str) -> list[Iri]:
    """Return all ``NodeShape`` or ``PropertyShape`` that have an IRI, in the order of their names."""
    typed = {
        triple.subject for triple in shapes if (triple.predicate, triple.object) == (IRI_TYPE, term(kind))
    }
    return sorted((shape for shape in typed if isinstance(shape, Iri)), key=lambda shape: shape.value)


def values(shapes: Collection[Triple], subject: Term, name: str) -> list[Term]:
    """Return the values of a SHACL term at a subject."""
    return [t.object for t in shapes if t.subject == subject and t.predicate == term(name)]


def list_cells(shapes: Collection[Triple], head: Term) -> list[tuple[Term, Term]]:
    """Return the cells of an RDF list, each with its member."""
    links = {t.subject: t.object for t in shapes if t.predicate == IRI_REST}
    members = {t.subject: t.object for t in shapes if t.predicate == IRI_FIRST}
    cells: list[tuple[Term, Term]] = []
    while isinstance(head, BlankNode):
        cells.append((head, members[head]))
        head = links[head]
    return cells


def part(shapes: Collection[Triple], node_shapes: Collection[Term]) -> frozenset[Triple]:
    """Return some node shapes with all that they refer to."""
    by_subject: dict[Term, list[Triple]] = {}
    for triple in shapes:
        by_subject.setdefault(triple.subject, []).append(triple)
    reached: set[Term] = set()
    waiting = list(node_shapes)
    while waiting:
        node = waiting.pop()
        if node not in reached and node in by_subject:
            reached.add(node)
            waiting.extend(triple.object for triple in by_subject[node])
    return frozenset(triple for node in reached for triple in by_subject[node])


def mutants(shapes: frozenset[Triple], *, of: Term) -> Iterator[Mutant]:
    """Change each constraint of one shape in turn."""
    for triple in sorted((t for t in shapes if t.subject == of), key=str):
        name = local(triple.predicate)
        if name and name not in {"path", "message"}:
            yield _removed(shapes, triple)
            yield from _weakened(shapes, triple)
            yield from _with_shorter_list(shapes, triple)
            yield from _without_inner_constraint(shapes, triple)


def without_queries(shapes: frozenset[Triple]) -> frozenset[Triple]:
    """Return shapes without their SPARQL constraints."""
    return frozenset(triple for triple in shapes if triple.predicate != term("sparql"))


def query_mutants(shapes: frozenset[Triple]) -> Iterator[Mutant]:
    """Remove each SPARQL constraint in turn."""
    yield from (_removed(shapes, t) for t in sorted(shapes - without_queries(shapes), key=str))


def _removed(shapes: frozenset[Triple], triple: Triple) -> Mutant:
    together = _ILL_FORMED_ALONE.get(local(triple.predicate), frozenset())
    gone = {t for t in shapes if t.subject == triple.subject and local(t.predicate) in together}
    return Mutant(f"without {_say(triple)}", shapes - {triple} - gone)


def _weakened(shapes: frozenset[Triple], triple: Triple) -> Iterator[Mutant]:
    for weaker in _weaker(triple):
        yield Mutant(f"{_say(weaker)} for {_say(triple)}", shapes - {triple} | {weaker})


def _weaker(triple: Triple) -> Iterator[Triple]:
    name, value = local(triple.predicate), triple.object
    if name == "lessThanOrEquals":
        # Stronger, not weaker: the day that is first and last must stay allowed.
        yield triple._replace(predicate=term("lessThan"))
    if not isinstance(value, Literal):
        return
    if name in _WEAKER_BY:
        yield triple._replace(object=Literal(str(int(value.lexical) + _WEAKER_BY[name]), value.datatype))
    if name == "pattern" and value.lexical.endswith("$"):
        yield triple._replace(object=Literal(value.lexical.removesuffix("$")))
        yield triple._replace(object=Literal(value.lexical.removeprefix("^")))


def _with_shorter_list(shapes: frozenset[Triple], triple: Triple) -> Iterator[Mutant]:
    cells = list_cells(shapes, triple.object) if local(triple.predicate) in _LISTS else []
    for cell, member in cells if len(cells) > 1 else []:
        rest = next(t.object for t in shapes if t.subject == cell and t.predicate == IRI_REST)
        into = next(t for t in shapes if t.object == cell)
        alternative = next((t for t in shapes if t.subject == member), None)
        told = _say(alternative or triple._replace(object=member))
        yield Mutant(f"{_say(triple)} without {told}", shapes - {into} | {into._replace(object=rest)})


def _without_inner_constraint(shapes: frozenset[Triple], triple: Triple) -> Iterator[Mutant]:
    if local(triple.predicate) == "qualifiedValueShape":
        for inner in sorted((t for t in shapes if t.subject == triple.object), key=str):
            yield Mutant(f"{_say(triple)} without {_say(inner)}", shapes - {inner})


def _say(triple: Triple) -> str:
    at = f"{_show(triple.subject)} " if isinstance(triple.subject, Iri) else ""
    return f"{at}{_show(triple.predicate)} {_show(triple.object)}"


def _show(term: Term) -> str:
    if isinstance(term, Literal):
        return term.lexical
    return compact(term.value) if isinstance(term, Iri) else "..."
