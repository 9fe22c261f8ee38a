"""Make the files of a build in memory: load, reason, describe, and the manifest that vouches for them.

For the store, which imports this only when something must be built; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version

from gbaip_graph import __version__
from gbaip_graph.build.describe import count_triples, statistics, void_description
from gbaip_graph.build.linksets import with_linksets
from gbaip_graph.build.load import LoadedData, load_root
from gbaip_graph.build.manifest import (
    GRAPH_FILE,
    MANIFEST_FILE,
    STATISTICS_FILE,
    VOID_FILE,
    Manifest,
    builder_digest,
    digest,
    question_digests,
)
from gbaip_graph.build.nquads import Quad, write_nquads
from gbaip_graph.build.reason import infer
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import EXAMPLES_GRAPH, INFERRED_GRAPH
from gbaip_graph.turtle.terms import Triple

#: What says the saved questions of a root as examples, with values that its graph knows. It is handed in,
#: because questions are read by a higher floor.
Examples = Callable[[Root, QueryableGraph], Iterable[Triple]]

_ENGINES = ("owlrl", "pyoxigraph", "rdflib")


def assemble(root: Root, *, examples: Examples | None = None) -> dict[str, bytes]:
    """Return the content of every file of a build, by its name; the same input gives the same bytes.

    Raises ``InvalidData`` and ``ReasoningClash``.
    """
    loaded = load_root(root)
    questions = question_digests(root) if examples else {}
    quads = tuple(all_quads(loaded))
    if examples and questions:
        graph = QueryableGraph.from_nquads(write_nquads(quads))
        quads += tuple(Quad(*triple, EXAMPLES_GRAPH) for triple in examples(root, graph))
    nquads = write_nquads(quads)
    files = {
        GRAPH_FILE: nquads,
        STATISTICS_FILE: statistics(quads).encode(),
        VOID_FILE: with_linksets(void_description(quads, nquads=nquads), loaded.links).encode(),
    }
    manifest = Manifest(
        builder=builder_digest(),
        inputs={file.path: file.sha256 for file in (loaded.ontology, *loaded.data, *loaded.links)},
        questions=questions,
        shapes={file.path: file.sha256 for file in loaded.shapes},
        outputs={name: digest(content) for name, content in files.items()},
        triples=count_triples(quads),
        versions=_versions(),
    )
    return {**files, MANIFEST_FILE: manifest.write()}


def all_quads(loaded: LoadedData) -> Iterator[Quad]:
    """Return all that is written, each file in its named graph, and in ``graph/inferred`` what follows."""
    for file in (loaded.ontology, *loaded.data, *loaded.links):
        for triple in file.triples():
            yield Quad(*triple, file.graph)
    for triple in infer(loaded):
        yield Quad(*triple, INFERRED_GRAPH)


def _versions() -> Mapping[str, str]:
    found = {"gbaip-graph": __version__}
    for engine in _ENGINES:
        try:
            found[engine] = version(engine)
        except PackageNotFoundError:  # a vendored engine has no metadata
            found[engine] = "unknown"
    return found
