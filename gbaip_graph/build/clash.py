"""Why the data contradict the ontology: the fewest written triples and axioms that cannot stand together.

For the reasoner, once a contradiction is known. Narrowing the causes down takes seconds and is done only for
an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gbaip_graph.build.causes import Statement, fewest, statements
from gbaip_graph.build.load import LoadedData, LoadedFile
from gbaip_graph.build.premises import axioms, premises
from gbaip_graph.engines.owl_rl import close
from gbaip_graph.errors import ReasoningClash
from gbaip_graph.namespaces import PREFIXES, compact
from gbaip_graph.turtle.terms import Iri, Triple

_IRI = re.compile(r"https?://[^\s,()']+")
_SAME_AS = Iri(PREFIXES["owl"] + "sameAs")
# One example is mended at a time; a wrong type often brings dozens of contradictions with one cause.
_SHOWN_CONTRADICTIONS = 5
# A cause further away than this from the clashing record is shown among all triples near it instead.
_MOST_STEPS_AWAY = 3


def explain_clash(loaded: LoadedData, *, contradictions: Sequence[str]) -> ReasoningClash:
    """Make the error that names the contradictions and the causes of the first of them."""
    ontology = [statement for statement in _of_file(loaded.ontology) if axioms(statement.triples)]
    near = _near(loaded, contradictions[0])
    facts = fewest(near, lambda kept: _clashes([*ontology, *kept]))
    rules = fewest(ontology, lambda kept: _clashes([*kept, *facts]))
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


def _near(loaded: LoadedData, contradiction: str) -> list[Statement]:
    """Return the written statements around the clashing record that clash by themselves."""
    ontology = tuple(loaded.ontology.triples())
    usable = frozenset(
        premises(ontology=ontology, written=[t for file in loaded.data for t in file.triples()])
    )
    statements = [s for file in loaded.data for s in _of_file(file) if usable.issuperset(s.triples)]
    axiomatic = [statement for statement in _of_file(loaded.ontology) if axioms(statement.triples)]
    records = {Iri(iri) for iri in _IRI.findall(contradiction)}
    near: list[Statement] = []
    for _ in range(_MOST_STEPS_AWAY):
        near = [s for s in statements if any(t.subject in records or t.object in records for t in s.triples)]
        if _clashes([*axiomatic, *near]):
            return near
        records |= {
            term for s in near for t in s.triples for term in (t.subject, t.object) if isinstance(term, Iri)
        }
    return near


def _clashes(statements: Sequence[Statement]) -> bool:
    closure = close(triple for statement in statements for triple in statement.triples)
    return bool(closure.contradictions) or any(_identifies(triple) for triple in closure.triples)


def _identifies(triple: Triple) -> bool:
    return (
        triple.predicate == _SAME_AS
        and triple.subject != triple.object
        and isinstance(triple.subject, Iri)
        and isinstance(triple.object, Iri)
    )


def _of_file(file: LoadedFile) -> Iterator[Statement]:
    return statements(file.document.triples, file=file.path)
