"""Why the data contradict the ontology: the fewest written triples and axioms that cannot stand together.

For the reasoner, once a contradiction is known. It narrows the causes down by asking the engine again with
fewer triples (QuickXplain, Junker 2004), which takes seconds and is done only for an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gbaip_graph.build.load import LoadedData, LoadedFile
from gbaip_graph.build.nquads import write_term
from gbaip_graph.build.premises import axioms, premises
from gbaip_graph.engines.owl_rl import close
from gbaip_graph.errors import ReasoningClash
from gbaip_graph.namespaces import PREFIXES, compact
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, Term, Triple

_IRI = re.compile(r"https?://[^\s,()']+")
_SAME_AS = Iri(PREFIXES["owl"] + "sameAs")
# One example is mended at a time; a wrong type often brings dozens of contradictions with one cause.
_SHOWN_CONTRADICTIONS = 5
# A cause further away than this from the clashing record is shown among all triples near it instead.
_MOST_STEPS_AWAY = 3


@dataclass(frozen=True)
class _Statement:
    """What is kept or left out as one: a triple with the blank nodes that belong to it, and its address."""

    triples: tuple[Triple, ...]
    address: str

    def __str__(self) -> str:
        first = self.triples[0]
        return f"{self.address}: {' '.join(map(_shown, (first.subject, first.predicate, first.object)))}"


def explain_clash(loaded: LoadedData, *, contradictions: Sequence[str]) -> ReasoningClash:
    """Make the error that names the contradictions and the causes of the first of them."""
    ontology = [statement for statement in _statements(loaded.ontology) if axioms(statement.triples)]
    near = _near(loaded, contradictions[0])
    facts = _fewest(near, lambda kept: _clashes([*ontology, *kept]))
    rules = _fewest(ontology, lambda kept: _clashes([*kept, *facts]))
    more = len(contradictions) - _SHOWN_CONTRADICTIONS
    what = "; ".join(
        _IRI.sub(lambda match: compact(match.group()), text)
        for text in contradictions[:_SHOWN_CONTRADICTIONS]
    )
    return ReasoningClash(
        f"the data contradict the ontology: {what}" + (f"; and {more} more" if more > 0 else ""),
        where=(facts or rules)[0].address,
        mend="\n  ".join(["Correct one of these, which cannot stand together:", *map(str, (*facts, *rules))]),
    )


def _near(loaded: LoadedData, contradiction: str) -> list[_Statement]:
    """Return the written statements around the clashing record that clash by themselves."""
    ontology = tuple(loaded.ontology.triples())
    usable = frozenset(
        premises(ontology=ontology, written=[t for file in loaded.data for t in file.triples()])
    )
    statements = [s for file in loaded.data for s in _statements(file) if usable.issuperset(s.triples)]
    axiomatic = [statement for statement in _statements(loaded.ontology) if axioms(statement.triples)]
    records = {Iri(iri) for iri in _IRI.findall(contradiction)}
    near: list[_Statement] = []
    for _ in range(_MOST_STEPS_AWAY):
        near = [s for s in statements if any(t.subject in records or t.object in records for t in s.triples)]
        if _clashes([*axiomatic, *near]):
            return near
        records |= {
            term for s in near for t in s.triples for term in (t.subject, t.object) if isinstance(term, Iri)
        }
    return near


def _clashes(statements: Sequence[_Statement]) -> bool:
    closure = close(triple for statement in statements for triple in statement.triples)
    return bool(closure.contradictions) or any(_identifies(triple) for triple in closure.triples)


def _identifies(triple: Triple) -> bool:
    return (
        triple.predicate == _SAME_AS
        and triple.subject != triple.object
        and isinstance(triple.subject, Iri)
        and isinstance(triple.object, Iri)
    )


def _fewest(
    candidates: Sequence[_Statement], fails: Callable[[Sequence[_Statement]], bool]
) -> list[_Statement]:
    """Return a smallest part that still fails (no statement of it can be left out); all where none fails."""
    if fails([]):
        return []
    return _quick_explain([], False, list(candidates), fails) if fails(candidates) else list(candidates)


def _quick_explain(
    background: list[_Statement],
    grew: bool,
    candidates: list[_Statement],
    fails: Callable[[Sequence[_Statement]], bool],
) -> list[_Statement]:
    if grew and fails(background):
        return []
    if len(candidates) == 1:
        return candidates
    half = len(candidates) // 2
    first, second = candidates[:half], candidates[half:]
    of_second = _quick_explain([*background, *first], bool(first), second, fails)
    of_first = _quick_explain([*background, *of_second], bool(of_second), first, fails)
    return [*of_first, *of_second]


def _statements(file: LoadedFile) -> Iterator[_Statement]:
    of_blank_node: dict[BlankNode, list[Triple]] = {}
    for triple in file.triples():
        if isinstance(triple.subject, BlankNode):
            of_blank_node.setdefault(triple.subject, []).append(triple)
    inner = {triple.object for triple in file.triples()}
    for located in file.document.triples:
        triple = Triple(located.subject, located.predicate, located.object)
        start, at = [triple], located.object_at
        if isinstance(triple.subject, BlankNode):
            start, at = of_blank_node[triple.subject], located.subject_at
            if triple.subject in inner or start[0] != triple:
                continue
        whole = tuple(_with_blank_nodes(start, of_blank_node))
        yield _Statement(whole, f"{file.path}:{at.line}:{at.column}")


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
