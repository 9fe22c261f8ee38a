"""What is written and not evaluated: rules, JavaScript, targets by query, imports, shapes among the data.

Nothing here runs or fetches them, so a check that said nothing of them would promise too much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gbaip_graph.build.load import LoadedData, LoadedFile
from gbaip_graph.check.shacl.model import SH, TARGET_PROPERTIES
from gbaip_graph.check.silent_pass.shapes_in_place import told
from gbaip_graph.findings import Finding, Severity
from gbaip_graph.namespaces import PREFIXES, compact
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, LocatedTriple, Position, Term

_OWL = PREFIXES["owl"]
_IMPORTS, _HAS_KEY, _ONTOLOGY = Iri(_OWL + "imports"), Iri(_OWL + "hasKey"), Iri(_OWL + "Ontology")
_SHAPES_GRAPH = Iri(SH + "shapesGraph")
_SHAPE_TYPES = frozenset({Iri(SH + "NodeShape"), Iri(SH + "PropertyShape")})

_AF = "https://www.w3.org/TR/shacl-af/"
_JS = "https://www.w3.org/TR/shacl-js/"


@dataclass(frozen=True)
class Unevaluated:
    """A SHACL feature that no engine here runs: what it would have done, and where it is defined."""

    effect: str
    defined_in: str
    severity: Severity = "violation"


#: Local name of a property in the SHACL namespace -> what is missing where it is not run. Those that would
#: have refused data are violations; those that would only have added to them are warnings.
FEATURES: Mapping[str, Unevaluated] = MappingProxyType({
    "target": Unevaluated("these targets are not looked for", _AF + "#targets"),
    "expression": Unevaluated("this constraint is not asked", _AF + "#ExpressionConstraintComponent"),
    "js": Unevaluated("this constraint is not asked", _JS + "#js-constraints"),
    "entailment": Unevaluated("nothing is inferred before judging", "https://www.w3.org/TR/shacl/#entailment"),
    "rule": Unevaluated("what this rule would infer is not judged", _AF + "#rules", "warning"),
    "condition": Unevaluated("what this rule would infer is not judged", _AF + "#rules", "warning"),
    "values": Unevaluated("these values are not computed", _AF + "#PropertyValueRules", "warning"),
    "returnType": Unevaluated("this function cannot be called", _AF + "#functions", "warning"),
    "jsLibrary": Unevaluated("this library is not loaded", _JS + "#js-api", "warning"),
    "jsFunctionName": Unevaluated("this function is not called", _JS + "#js-api", "warning"),
    "jsLibraryURL": Unevaluated("nothing is fetched from there", _JS + "#js-api", "warning"),
})  # fmt: skip


def unevaluated_findings(loaded: LoadedData) -> Iterator[Finding]:
    """Find what the shapes say and no engine here runs."""
    for file in loaded.shapes:
        for triple in file.document.triples:
            feature = FEATURES.get(triple.predicate.value.removeprefix(SH))
            if feature is not None and triple.predicate.value.startswith(SH):
                what = f"{compact(triple.predicate.value)} is not evaluated: {feature.effect}"
                mend = f"Say it with SHACL Core or SHACL-SPARQL, or take it out; see {feature.defined_in}"
                yield _at(
                    file,
                    triple.predicate_at,
                    "not-evaluated",
                    triple,
                    message=what,
                    mend=mend,
                    severity=feature.severity,
                )


def import_findings(loaded: LoadedData) -> Iterator[Finding]:
    """Find imports, which are never fetched, of what was not given as a file either."""
    files = (*loaded.ontologies, *loaded.shapes, *loaded.data)
    given = {
        triple.subject
        for file in files
        for triple in file.document.triples
        if triple.predicate == IRI_TYPE and triple.object == _ONTOLOGY
    }
    for file in files:
        for triple in file.document.triples:
            if triple.predicate in (_IMPORTS, _SHAPES_GRAPH) and triple.object not in given:
                what = (
                    f"{told(triple.object)} is not fetched: {compact(triple.predicate.value)} is not followed"
                )
                mend = "Give a copy of it as a file with --ontology or --shapes."
                yield _at(file, triple.object_at, "import-not-fetched", triple, message=what, mend=mend)


def key_findings(loaded: LoadedData) -> Iterator[Finding]:
    """Find ``owl:hasKey``, which owlrl 7.6.2 tests with one property of the key too few."""
    for file in loaded.ontologies:
        for triple in file.document.triples:
            if triple.predicate == _HAS_KEY:
                what = (
                    f"owl:hasKey of {told(triple.subject)} is not tested rightly: owlrl leaves out a property"
                )
                mend = "Say it in a shape: a SPARQL constraint that finds two records with the same key."
                yield _at(file, triple.predicate_at, "has-key", triple, message=what, mend=mend)


def shapes_in_data_findings(loaded: LoadedData) -> Iterator[Finding]:
    """Find shapes in data files that are not given as shapes too: one warning a file, at the first."""
    given = {file.path for file in loaded.shapes}
    for file in loaded.data:
        if file.path not in given and (triple := _first_of_shapes(file.document.triples)):
            what = f"{told(triple.subject)} is a shape among the data, so nothing is judged by it"
            mend = "Move the shapes to a file of their own and give it with --shapes."
            yield _at(file, triple.subject_at, "shapes-in-data", triple, message=what, mend=mend)


def _first_of_shapes(triples: Iterable[LocatedTriple]) -> LocatedTriple | None:
    return next((one for one in triples if _is_of_shape(one.predicate, one.object)), None)


def _is_of_shape(predicate: Iri, object: Term) -> bool:
    return predicate in TARGET_PROPERTIES or (predicate == IRI_TYPE and object in _SHAPE_TYPES)


def _at(
    file: LoadedFile, at: Position, rule: str, triple: LocatedTriple, *,
    message: str, mend: str, severity: Severity = "warning",
) -> Finding:  # fmt: skip
    focus = compact(triple.subject.value) if isinstance(triple.subject, Iri) else ""
    return Finding(
        file.path, at.line, at.column, rule, message, mend, severity, focus_node=focus,
        path=compact(triple.predicate.value), is_triple=True,
    )  # fmt: skip
