"""Which classes lie below a class, and which nodes a shape is applied to.

For the SHACL path. The hierarchy is that of the judged graph itself, as SHACL asks: nothing is inferred.
https://www.w3.org/TR/shacl/#targets
"""

from __future__ import annotations

from gbaip_graph.check.shacl.index import TripleIndex
from gbaip_graph.check.shacl.model import SUB_CLASS_OF, Targets
from gbaip_graph.turtle.terms import IRI_TYPE, Term


def classes_below(top: Term, index: TripleIndex) -> frozenset[Term]:
    """Return a class and everything that is a subclass of it over any number of steps."""
    found, waiting = {top}, [top]
    while waiting:
        for subclass in index.subjects(SUB_CLASS_OF, waiting.pop()):
            if subclass not in found:
                found.add(subclass)
                waiting.append(subclass)
    return frozenset(found)


def focus_nodes(targets: Targets, index: TripleIndex) -> set[Term]:
    """Return the focus nodes of these targets; ``sh:targetNode`` need not stand in the graph."""
    found: set[Term] = set(targets.nodes)
    for top in targets.classes:
        for one in classes_below(top, index):
            found.update(index.subjects(IRI_TYPE, one))
    for predicate in targets.subjects_of:
        found.update(subject for subject, _ in index.with_predicate(predicate))
    for predicate in targets.objects_of:
        found.update(object for _, object in index.with_predicate(predicate))
    return found
