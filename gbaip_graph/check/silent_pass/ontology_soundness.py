"""An ontology that contradicts itself, and classes that can have no member, with the axioms that cause it.

Asked of owlrl, which knows the rules of OWL 2 RL: what it finds is so, but a contradiction that only a full
reasoner sees stays unfound. A class is given an invented member; where that one clashes, it can have none.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gbaip_graph.build.causes import Statement, fewest, statements
from gbaip_graph.build.load import LoadedData
from gbaip_graph.build.premises import premises
from gbaip_graph.check.addresses import Addresses
from gbaip_graph.check.silent_pass.ontology_reach import OntologyReach
from gbaip_graph.engines.owl_rl import close
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import PREFIXES, compact
from gbaip_graph.turtle.terms import IRI_TYPE, BlankNode, Iri, LocatedTriple, Triple

_OWL, _RDFS = PREFIXES["owl"], PREFIXES["rdfs"]
_CLASSES = frozenset({Iri(_OWL + "Class"), Iri(_RDFS + "Class")})
_SUB_CLASS_OF = Iri(_RDFS + "subClassOf")
_IRI = re.compile(r"https?://[^\s,()']+")
_MEMBER = Iri("urn:gbaip:member")
#: What a curator waits for; it is enough to explain some dozens of classes.
SOUNDNESS_LIMIT_S = 8.0
#: owlrl takes some seconds for as many axioms that hang together; ontologies with more need a reasoner.
LARGEST_PART_STATEMENTS = 1000


@dataclass(frozen=True)
class Ontology:
    """What an ontology says in logic, and the classes it declares."""

    reach: OntologyReach
    classes: tuple[Iri, ...]


def soundness_findings(loaded: LoadedData) -> Iterator[Finding]:
    """Find contradictions in the ontology by itself, and classes that no record can belong to."""
    ontology = read_ontology(loaded)
    until = time.monotonic() + SOUNDNESS_LIMIT_S
    if found := _inconsistent(ontology):
        yield found
        return  # everything follows from a contradiction
    yield from _unsatisfiable_classes(ontology, Addresses(loaded), until)


def read_ontology(loaded: LoadedData) -> Ontology:
    """Read what a rule can use, without labels, definitions and the like."""
    located = [
        (file.path, [_apart(triple, number) for triple in file.document.triples])
        for number, file in enumerate(loaded.ontologies)
    ]
    triples = [Triple(one.subject, one.predicate, one.object) for _, ones in located for one in ones]
    usable = frozenset(premises(ontology=triples, written=triples))
    kept = [
        one
        for path, ones in located
        for one in statements(ones, file=path)
        if not usable.isdisjoint(one.triples)
    ]
    classes = {
        triple.subject: None
        for triple in triples
        if triple.predicate == IRI_TYPE and triple.object in _CLASSES and isinstance(triple.subject, Iri)
    }
    return Ontology(OntologyReach(tuple(kept)), tuple(classes))


def _apart(located: LocatedTriple, number: int) -> LocatedTriple:
    """Return a triple with the blank nodes of its file apart from those of others."""
    subject, object = located.subject, located.object
    if isinstance(subject, BlankNode):
        subject = BlankNode(f"o{number}.{subject.label}")
    if isinstance(object, BlankNode):
        object = BlankNode(f"o{number}.{object.label}")
    return replace(located, subject=subject, object=object)


def _inconsistent(ontology: Ontology) -> Finding | None:
    """Ask about the individuals of the ontology itself."""
    reached = ontology.reach.of(ontology.reach.individuals)
    if not reached or not ontology.reach.may_clash(reached):
        return None
    part = ontology.reach.part(reached)
    if len(part) > LARGEST_PART_STATEMENTS:
        return _too_large(part)
    found = contradictions(part)
    if not found:
        return None
    causes = fewest(part, lambda kept: bool(contradictions(kept)))
    told = _IRI.sub(lambda match: compact(match.group()), found[0])
    file, line, column = causes[0].address.rsplit(":", 2)
    what = f"the ontology contradicts itself: {told}"
    return Finding(file, int(line), int(column), "inconsistent-ontology", what, _mend(causes))


def contradictions(kept: Sequence[Statement], member: Iri | None = None) -> tuple[str, ...]:
    """Return what owlrl finds contradictory, with a member invented for a class."""
    invented = () if member is None else (Triple(_MEMBER, IRI_TYPE, member),)
    return close((*(triple for one in kept for triple in one.triples), *invented)).contradictions


def _unsatisfiable_classes(ontology: Ontology, addresses: Addresses, until: float) -> Iterator[Finding]:
    """Find classes without possible members; those below one of them are told of with it."""
    below = _below(ontology.reach.statements)
    reached = {one: ontology.reach.of([one]) for one in ontology.classes}
    suspects = [one for one in ontology.classes if ontology.reach.may_clash(reached[one])]
    explained: set[Iri] = set()
    for class_ in sorted(suspects, key=lambda one: len(reached[one])):
        if class_ in explained:
            continue
        if time.monotonic() > until:
            yield _not_tested(class_, addresses)
            return
        part = ontology.reach.part(reached[class_])
        if len(part) > LARGEST_PART_STATEMENTS:
            yield _too_large(part)
        elif contradictions(part, class_):
            others = _all_below(class_, below) - {class_}
            explained |= others
            yield _unsatisfiable(class_, part, others, addresses)


def _below(kept: Iterable[Statement]) -> dict[Iri, set[Iri]]:
    found: defaultdict[Iri, set[Iri]] = defaultdict(set)
    for triple in (triple for one in kept for triple in one.triples):
        if (
            triple.predicate == _SUB_CLASS_OF
            and isinstance(triple.subject, Iri)
            and isinstance(triple.object, Iri)
        ):
            found[triple.object].add(triple.subject)
    return found


def _all_below(top: Iri, below: dict[Iri, set[Iri]]) -> set[Iri]:
    found, waiting = {top}, [top]
    while waiting:
        fresh = below.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


def _unsatisfiable(class_: Iri, part: Sequence[Statement], others: set[Iri], addresses: Addresses) -> Finding:
    causes = fewest(part, lambda kept: bool(contradictions(kept, class_)))
    address, name = addresses.find(class_), compact(class_.value)
    what = f"{name} can have no member: its axioms contradict each other"
    if others:
        what += f"; nor can the {len(others)} below it" if len(others) > 1 else "; nor can the one below it"
    return Finding(
        address.file, address.at.line, address.at.column, "unsatisfiable-class", what, _mend(causes),
        focus_node=name,
    )  # fmt: skip


def _mend(causes: Sequence[Statement]) -> str:
    return "\n  ".join(["Correct one of these, which cannot stand together:", *map(str, causes)])


def _too_large(part: Sequence[Statement]) -> Finding:
    file = part[0].address.rsplit(":", 2)[0]
    what = f"{len(part)} axioms that hang together are not tested for contradictions"
    mend = f"Ask an OWL reasoner; the limit here is {LARGEST_PART_STATEMENTS}."
    return Finding(file, 0, 0, "ontology-not-tested", what, mend, "warning")


def _not_tested(class_: Iri, addresses: Addresses) -> Finding:
    address = addresses.find(class_)
    what = f"{compact(class_.value)} and others were not tested within {SOUNDNESS_LIMIT_S:g} s"
    mend = "Ask an OWL reasoner, or mend what was found first."
    return Finding(
        address.file, address.at.line, address.at.column, "ontology-not-tested", what, mend, "warning"
    )
