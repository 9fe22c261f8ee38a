"""The IRIs that readers may rely on: every record, concept, scheme, ontology term and graph of the checkout.

``python -m tests.repository.released_iris`` writes them to ``released-iris.txt`` beside this file, which is
done for a release. It keeps what the list holds already, so that a name once released is never forgotten.
"""

from __future__ import annotations

from pathlib import Path

from gbaip_graph.layout import Root
from gbaip_graph.namespaces import CONCEPT, DATA, ONTOLOGY
from gbaip_graph.turtle.parser import read_turtle
from gbaip_graph.turtle.terms import Iri

CHECKOUT = Root(Path(__file__).resolve().parents[2])
LIST = Path(__file__).with_name("released-iris.txt")


def iris(root: Root) -> set[str]:
    """Return the IRIs that the files of a root describe, and the names of their graphs."""
    files = [root.ontology_file, *root.data_files()]
    described = {
        triple.subject.value
        for file in files
        for triple in read_turtle(file, file=root.relative(file)).triples
        if isinstance(triple.subject, Iri)
    }
    own = {iri for iri in described if iri.startswith((DATA, CONCEPT, ONTOLOGY, ONTOLOGY.removesuffix("#")))}
    return own | {root.graph_iri(file) for file in root.data_files()}


def released() -> set[str]:
    """Return the IRIs of the list."""
    return set(LIST.read_text(encoding="utf-8").split()) if LIST.is_file() else set()


if __name__ == "__main__":
    LIST.write_text("\n".join(sorted(released() | iris(CHECKOUT))) + "\n", encoding="utf-8")
