"""The manifests of the W3C's test suites, read by rdflib: which tests there are, of which kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")


def read_manifest(file: Path) -> Graph:
    """Read a manifest whose relative names are files beside it."""
    return Graph().parse(file, publicID=file.as_uri())


def entries(manifest: Graph) -> Iterator[Node]:
    """Return the tests in the order of the manifest."""
    (listed,) = manifest.objects(None, MF.entries)
    yield from Collection(manifest, listed)


def included(file: Path) -> list[Path]:
    """Return the manifests that a manifest includes, in its order."""
    manifest = read_manifest(file)
    (listed,) = manifest.objects(None, MF.include)
    return [Path(str(one).removeprefix("file://")) for one in Collection(manifest, listed)]


def kind_of(manifest: Graph, test: Node) -> str:
    """Return the last word of the type of a test, such as ``QueryEvaluationTest``."""
    return str(manifest.value(test, RDF.type)).rpartition("#")[2]


def name_of(test: Node) -> str:
    """Return what a test is called behind the last mark of its address."""
    return str(test).rpartition("#")[2].rpartition("/")[2]
