"""What one triple pattern of a query reads, given the ways to its ends.

For ``query_dependencies``, which knows how the patterns of a query hang together.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TypeAlias

from gbaip_graph.check.shacl.paths import Inverse, Predicate, inverted
from gbaip_graph.check.shacl.query_algebra import may_stay
from gbaip_graph.check.shacl.reach import (
    AnyStep,
    Anywhere,
    Dependency,
    Prefix,
    Reading,
    Step,
    Unbounded,
    steps,
)
from gbaip_graph.turtle.terms import Literal, Term

#: How a variable is reached: by a walk from the focus node, or as one of the terms that the query names.
Way: TypeAlias = Prefix | Term
Ways: TypeAlias = frozenset[Way]
#: What is read without bounds, but for those of the graph that it is asked of.
ANY_PROPERTY = Unbounded("a query has a pattern with any property that is not reached from the focus node")
ANY_NODE = Unbounded("a query has a path that may stay at nodes not reached from the focus node")
#: A pattern of more named terms is read as one of any terms.
_MOST_TERMS = 40


def back(step: Step) -> Step:
    """Return the step from its end to its start."""
    return AnyStep(not step.is_inverse) if isinstance(step, AnyStep) else inverted(step)


def walked(prefix: Prefix, step: Step, others: frozenset[Term] | None) -> Iterator[Dependency]:
    """Return what one step reads; ``others`` are the terms that the query names for its end."""
    match step:
        case AnyStep(is_inverse=is_inverse):
            yield Dependency(prefix, None, is_inverse, others)
        case Predicate(iri=iri):
            yield Dependency(prefix, iri, others=others)
        case Inverse(path=Predicate(iri=iri)):
            yield Dependency(prefix, iri, is_inverse=True, others=others)
        case _:
            yield from steps(prefix, step)


def anywhere(subjects: Ways, step: Step, objects: Ways) -> Iterator[Reading]:
    """Read a pattern that no walk reaches: by its terms, where it names them and has a single property."""
    if isinstance(step, AnyStep):
        yield ANY_PROPERTY
        return
    if not isinstance(step, Predicate):
        if may_stay(step):
            yield ANY_NODE
        for found in steps((), step):
            if found.predicate is not None:
                yield Anywhere(None, found.predicate, None)
        return
    for subject, object in product(named_terms(subjects) or [None], named_terms(objects) or [None]):
        if not isinstance(subject, Literal):
            yield Anywhere(subject, step.iri, object)


def named_terms(ways: Ways) -> frozenset[Term] | None:
    """Return the terms that the query names, where these are all that a pattern can have at one end."""
    terms = frozenset(way for way in ways if not isinstance(way, tuple))
    return terms if terms and len(terms) == len(ways) <= _MOST_TERMS else None
