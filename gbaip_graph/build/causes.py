"""The fewest statements that bring something about: what a contradiction is explained with.

For the reasoner and the check of ontologies. It asks again and again with fewer statements (QuickXplain,
Junker 2004) and knows neither engine nor contradiction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from gbaip_graph.build.nquads import write_term
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, LocatedTriple, Term, Triple


@dataclass(frozen=True)
class Statement:
    """What is kept or left out as one: a triple with the blank nodes that belong to it, and its address."""

    triples: tuple[Triple, ...]
    address: str

    def __str__(self) -> str:
        first = self.triples[0]
        return f"{self.address}: {' '.join(map(_shown, (first.subject, first.predicate, first.object)))}"


def fewest(candidates: Sequence[Statement], fails: Callable[[Sequence[Statement]], bool]) -> list[Statement]:
    """Return a smallest part that still fails (no statement of it can be left out); all where none fails."""
    if fails([]):
        return []
    return _quick_explain([], False, list(candidates), fails) if fails(candidates) else list(candidates)


def _quick_explain(
    background: list[Statement],
    grew: bool,
    candidates: list[Statement],
    fails: Callable[[Sequence[Statement]], bool],
) -> list[Statement]:
    if grew and fails(background):
        return []
    if len(candidates) == 1:
        return candidates
    half = len(candidates) // 2
    first, second = candidates[:half], candidates[half:]
    of_second = _quick_explain([*background, *first], bool(first), second, fails)
    of_first = _quick_explain([*background, *of_second], bool(of_second), first, fails)
    return [*of_first, *of_second]


def statements(located: Iterable[LocatedTriple], *, file: str) -> Iterator[Statement]:
    """Return what a file states, each triple with the blank nodes that hang on it."""
    triples = tuple(located)
    of_blank_node: dict[BlankNode, list[Triple]] = {}
    for one in triples:
        if isinstance(one.subject, BlankNode):
            of_blank_node.setdefault(one.subject, []).append(_plain(one))
    inner = {one.object for one in triples}
    for one in triples:
        triple = _plain(one)
        start, at = [triple], one.object_at
        if isinstance(triple.subject, BlankNode):
            start, at = of_blank_node[triple.subject], one.subject_at
            if triple.subject in inner or start[0] != triple:
                continue
        whole = tuple(_with_blank_nodes(start, of_blank_node))
        yield Statement(whole, f"{file}:{at.line}:{at.column}")


def _plain(located: LocatedTriple) -> Triple:
    return Triple(located.subject, located.predicate, located.object)


def _with_blank_nodes(start: list[Triple], of_blank_node: dict[BlankNode, list[Triple]]) -> Iterator[Triple]:
    waiting = list(start)
    seen: set[Triple] = set()
    while waiting:
        triple = waiting.pop(0)
        if triple not in seen:
            seen.add(triple)
            yield triple
            waiting.extend(
                of_blank_node.get(triple.object, ()) if isinstance(triple.object, BlankNode) else ()
            )


def _shown(term: Term) -> str:
    if isinstance(term, Iri):
        return compact(term.value)
    return write_term(term) if isinstance(term, Literal) else "[...]"
