"""The rules against silent passes, in the groups in which a check asks them."""

from __future__ import annotations

from collections.abc import Iterable

from gbaip_graph.build.load import LoadedData
from gbaip_graph.check.addresses import merged_triples
from gbaip_graph.check.shacl.index import MemoryIndex
from gbaip_graph.check.shacl.validate import hierarchy
from gbaip_graph.check.silent_pass.declared_terms import declared_terms
from gbaip_graph.check.silent_pass.not_evaluated import (
    import_findings,
    key_findings,
    shapes_in_data_findings,
    unevaluated_findings,
)
from gbaip_graph.check.silent_pass.ontology_soundness import soundness_findings
from gbaip_graph.check.silent_pass.query_syntax import query_syntax_findings
from gbaip_graph.check.silent_pass.recursion import recursion_findings
from gbaip_graph.check.silent_pass.shape_syntax import shape_syntax_findings
from gbaip_graph.check.silent_pass.shape_targets import (
    idle_target_findings,
    nothing_applied,
    shape_target_findings,
    untargeted_record_findings,
)
from gbaip_graph.check.silent_pass.shapes_in_place import shapes_in_place
from gbaip_graph.check.silent_pass.undeclared_terms import (
    misspelt_vocabulary_findings,
    undeclared_in_data,
    undeclared_in_queries,
    undeclared_in_shapes,
)
from gbaip_graph.findings import Finding


def ill_formed_shapes(loaded: LoadedData) -> tuple[Finding, ...]:
    """Find shapes and queries by which nothing can be judged."""
    shapes = shapes_in_place(loaded)
    return _ordered(
        nothing_applied(shapes),
        shape_syntax_findings(shapes),
        query_syntax_findings(shapes),
        recursion_findings(shapes),
    )


def silences_of_shapes(loaded: LoadedData) -> tuple[Finding, ...]:
    """Find what makes shapes say less than they seem to, whatever the data are."""
    shapes = shapes_in_place(loaded)
    return _ordered(
        shape_target_findings(shapes), unevaluated_findings(loaded), undeclared_in_queries(loaded, shapes)
    )


def undeclared_terms(loaded: LoadedData) -> tuple[Finding, ...]:
    """Find names that nothing declares, in files whose ontology need not declare all that is used."""
    return _ordered(
        misspelt_vocabulary_findings(loaded), undeclared_in_shapes(loaded), undeclared_in_data(loaded)
    )


def silences_between_shapes_and_data(loaded: LoadedData) -> tuple[Finding, ...]:
    """Find shapes that meet no data, and data that meet no shape; nothing where only one of them is given."""
    data = tuple(merged_triples("d", loaded.data))
    if not data or not loaded.shapes:
        return tuple(Finding(file.path, 0, 0, "no-data", _NO_DATA, _GIVE_DATA) for file in loaded.data[:1])
    shapes = shapes_in_place(loaded)
    index = MemoryIndex((*data, *hierarchy(merged_triples("o", loaded.ontologies))))
    said = declared_terms(loaded).is_misspelt  # which is one finding already
    return _ordered(
        idle_target_findings(shapes, index, said=said),
        untargeted_record_findings(shapes, index, said=said),
        shapes_in_data_findings(loaded),
    )


def silences_of_ontology(loaded: LoadedData) -> tuple[Finding, ...]:
    """Find imports that are not fetched, keys that are not tested, and axioms that contradict each other."""
    return _ordered(import_findings(loaded), key_findings(loaded), soundness_findings(loaded))


def _ordered(*groups: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted({finding for group in groups for finding in group}))


_NO_DATA = "the data hold no triple, so nothing was judged"
_GIVE_DATA = "Give the files that hold the data."
