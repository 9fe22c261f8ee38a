"""Make the files of a build in memory: load, reason, describe, and the manifest that vouches for them.

For the store, which imports this only when something must be built; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
)
from gbaip_graph.build.nquads import Quad, write_nquads
from gbaip_graph.build.reason import infer
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import INFERRED_GRAPH

_ENGINES = ("owlrl", "pyoxigraph", "rdflib")


def assemble(root: Root) -> dict[str, bytes]:
    """Return the content of every file of a build, by its name; the same input gives the same bytes.

    Raises ``InvalidData`` and ``ReasoningClash``.
    """
    loaded = load_root(root)
    quads = tuple(all_quads(loaded))
    files = {
        GRAPH_FILE: write_nquads(quads),
        STATISTICS_FILE: statistics(quads).encode(),
        VOID_FILE: with_linksets(void_description(quads), loaded.links).encode(),
    }
    manifest = Manifest(
        builder=builder_digest(),
        inputs={file.path: file.sha256 for file in (loaded.ontology, *loaded.data, *loaded.links)},
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
