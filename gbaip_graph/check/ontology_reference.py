"""Writes the term reference of the ontology into ``ontology/README.md``, as tables between two marks.

For readers of the documentation; run ``python -m gbaip_graph.check.ontology_reference`` after a change of the
ontology or the shapes. The text around the tables is by hand and left as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from gbaip_graph.check import owl_vocabulary as owl
from gbaip_graph.check.owl_graph import OwlGraph
from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root, find_root
from gbaip_graph.namespaces import ONTOLOGY, PREFIXES, compact
from gbaip_graph.turtle.parser import read_turtle
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, Term

README = "ontology/README.md"
BEGIN = "<!-- reference: begin -->"
END = "<!-- reference: end -->"
LANGUAGES = ("en", "zh-Hant", "zh-Hans")

_SKOS = PREFIXES["skos"]
_SH = PREFIXES["sh"]
_MAPPINGS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_NOTES = ("scopeNote", "editorialNote")
_SECTIONS = (
    ("Classes", owl.CLASS),
    ("Object properties", owl.OBJECT_PROPERTY),
    ("Data properties", owl.DATA_PROPERTY),
)
_FOREIGN_KINDS = (
    (owl.CLASS, "class"),
    (owl.OBJECT_PROPERTY, "object property"),
    (owl.DATA_PROPERTY, "data property"),
    (owl.ANNOTATION_PROPERTY, "annotation property"),
)


def render_reference(root: Root) -> str:
    """Render the tables: own classes and properties, then the terms of other vocabularies that are declared.

    Raises ``InvalidData`` where the ontology or a shape file is no Turtle, ``MalformedList`` for a chain that
    is no list.
    """
    ontology = OwlGraph(read_turtle(root.ontology_file, file=root.relative(root.ontology_file)).triples)
    shapes = [OwlGraph(read_turtle(file, file=root.relative(file)).triples) for file in root.shape_files()]
    blocks = [_own_terms(heading, kind, ontology, shapes) for heading, kind in _SECTIONS]
    return "\n\n".join([*blocks, _foreign_terms(ontology)]) + "\n"


def write_reference(root: Root) -> Path:
    """Write the tables between the marks of ``ontology/README.md``; return that file.

    Raises ``InvalidData`` where the file does not have both marks, in order.
    """
    readme = root.path / README
    text = with_reference(readme.read_text(encoding="utf-8"), render_reference(root))
    readme.write_text(text, encoding="utf-8")
    return readme


def with_reference(text: str, reference: str) -> str:
    """Return a README's text with the reference between its marks. Raises ``InvalidData`` without them."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        message = "the marks of the term reference are missing"
        mend = f"Write the lines {BEGIN} and {END}, in this order, where the tables shall stand."
        raise InvalidData([Finding(README, 0, 0, "ontology-reference", message, mend)])
    return f"{before}{BEGIN}\n\n{reference}\n{END}{after}"


def _own_terms(heading: str, kind: str, ontology: OwlGraph, shapes: Sequence[OwlGraph]) -> str:
    columns = ("Term", "Labels", "Definition", "In OWL", "Mappings", "Shapes")
    own = sorted(iri for iri in ontology.declared[kind] if iri.startswith(ONTOLOGY))
    rows = [_own_row(Iri(iri), ontology, shapes) for iri in own]
    return f"### {heading}\n\n{_table(columns, rows)}"


def _own_row(term: Iri, ontology: OwlGraph, shapes: Sequence[OwlGraph]) -> tuple[str, ...]:
    notes = [text for note in _NOTES for text in _texts(ontology, term, _SKOS + note, "en")]
    labels = [text for language in LANGUAGES for text in _texts(ontology, term, owl.RDFS + "label", language)]
    return (
        _code(term),
        "<br>".join(labels),
        " ".join([*_texts(ontology, term, _SKOS + "definition", "en"), *(f"*{note}*" for note in notes)]),
        "<br>".join(_axioms(ontology, term)),
        "<br>".join(_mappings(ontology, term)),
        "<br>".join(_code(shape) for shape in _using_shapes(shapes, term)),
    )


def _texts(graph: OwlGraph, term: Term, predicate: str, language: str) -> list[str]:
    values = (placed.term for placed in graph.values(term, predicate))
    return [value.lexical for value in values if isinstance(value, Literal) and value.language == language]


def _axioms(ontology: OwlGraph, term: Iri) -> Iterator[str]:
    for predicate in ("subClassOf", "subPropertyOf"):
        for parent in ontology.values(term, owl.RDFS + predicate):
            yield f"below {_code(parent.term)}"
    types = {placed.term for placed in ontology.values(term, owl.RDF_TYPE)}
    if Iri(owl.OWL + "TransitiveProperty") in types:
        yield "transitive"
    for chain in ontology.values(term, owl.OWL + "propertyChainAxiom"):
        links = [_link(ontology, member.term) for member in ontology.members(chain.term)]
        yield "from " + ", then ".join(links)


def _link(ontology: OwlGraph, link: Term) -> str:
    inverted = ontology.values(link, owl.OWL + "inverseOf") if isinstance(link, BlankNode) else []
    return f"inverse of {_code(inverted[0].term)}" if inverted else _code(link)


def _mappings(ontology: OwlGraph, term: Iri) -> Iterator[str]:
    for predicate in _MAPPINGS:
        for match in ontology.values(term, _SKOS + predicate):
            yield f"{predicate.removesuffix('Match')}: {_code(match.term)}"


def _using_shapes(shapes: Sequence[OwlGraph], term: Iri) -> list[Iri]:
    """Return the named shapes that target a class, or whose path is or goes through a property."""
    found = {
        t.subject
        for file in shapes
        for predicate in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "path")
        for t in file.with_predicate(_SH + predicate)
        if isinstance(t.subject, Iri) and term in _mentioned(file, t.object)
    }
    return sorted(found, key=lambda shape: shape.value)


def _mentioned(shapes: OwlGraph, path: Term) -> set[Term]:
    inside = [path] if isinstance(path, Iri) else [t.object for t in shapes.about(path)]
    nested = (_mentioned(shapes, node) for node in inside if isinstance(node, BlankNode))
    return set(inside).union(*nested)


def _foreign_terms(ontology: OwlGraph) -> str:
    rows = [
        (_code(Iri(iri)), name, "<br>".join(_axioms(ontology, Iri(iri))))
        for kind, name in _FOREIGN_KINDS
        for iri in ontology.declared[kind]
        if not iri.startswith(ONTOLOGY)
    ]
    return "### Terms of other vocabularies\n\n" + _table(("Term", "Declared as", "In OWL"), sorted(rows))


def _code(term: Term) -> str:
    return f"`{compact(term.value)}`" if isinstance(term, Iri) else "an expression"


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [columns, tuple("---" for _ in columns), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    print(write_reference(find_root(sys.argv[1] if len(sys.argv) > 1 else None)))
