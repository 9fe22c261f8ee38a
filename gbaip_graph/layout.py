"""Where things lie: a root folder with ontology, shapes, data and queries, and the name of each file's graph.

Finds the root that a command means; reads no content.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gbaip_graph.errors import UnknownName
from gbaip_graph.namespaces import GRAPH

ROOT_VARIABLE = "GBAIP_ROOT"
#: Ending of a mapping file; what stands before it names the target and the graph.
MAPPING_SUFFIX = ".sssom.tsv"
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Root:
    """A folder that holds one graph: ``ontology/ shapes/ data/ queries/`` and, once built, ``build/``."""

    path: Path

    @property
    def ontology_file(self) -> Path:
        """The ontology's Turtle file."""
        return self.path / "ontology" / "gbaip.ttl"

    @property
    def build_dir(self) -> Path:
        """Where ``gbaip build`` writes."""
        return self.path / "build"

    @property
    def queries_dir(self) -> Path:
        """The saved queries; ``checks/`` and ``exports/`` lie below it."""
        return self.path / "queries"

    @property
    def data_dir(self) -> Path:
        """The data files: catalogue, concepts, registers and sources."""
        return self.path / "data"

    def shape_files(self) -> list[Path]:
        """Shapes, in the order of their names."""
        return sorted((self.path / "shapes").glob("*.ttl"))

    def data_files(self) -> list[Path]:
        """Turtle files below ``data/``, in the order of their relative paths."""
        return sorted(self.data_dir.rglob("*.ttl"), key=lambda file: file.as_posix())

    def link_files(self) -> list[Path]:
        """Mapping files, in the order of their names."""
        return sorted((self.data_dir / "links").glob(f"*{MAPPING_SUFFIX}"))

    def link_shape_files(self) -> list[Path]:
        """Shapes for the links alone, which are judged apart from the records."""
        return sorted((self.path / "shapes" / "links").glob("*.ttl"))

    def relative(self, file: Path) -> str:
        """Return a file's path below the root with forward slashes, as findings and manifests name it."""
        try:
            return file.resolve().relative_to(self.path.resolve()).as_posix()
        except ValueError:
            return file.as_posix()

    def graph_iri(self, file: Path) -> str:
        """Return the named graph of a data or link file: ``data/sources/x.ttl`` is ``<graph/sources/x>``."""
        below = file.resolve().relative_to(self.data_dir.resolve())
        return GRAPH + below.as_posix().removesuffix(MAPPING_SUFFIX).removesuffix(".ttl")

    def file_of_graph(self, graph_iri: str) -> Path:
        """Return the data file whose named graph this is (the inverse of ``graph_iri``)."""
        return self.data_dir / (graph_iri.removeprefix(GRAPH) + ".ttl")


def find_root(root: str | Path | None = None, environment: Mapping[str, str] = os.environ) -> Root:
    """Return the root that is meant: the argument, ``GBAIP_ROOT``, the one in the wheel, or the checkout.

    Raises ``UnknownName`` where that folder has no ``ontology/gbaip.ttl``.
    """
    named = root or environment.get(ROOT_VARIABLE)
    candidates = [Path(named)] if named else [_PACKAGE / "_root", _PACKAGE.parent]
    for candidate in candidates:
        found = Root(candidate.resolve())
        if found.ontology_file.is_file():
            return found
    raise UnknownName(
        f"no graph in {candidates[0]}: it has no ontology/gbaip.ttl",
        mend=f"Name a folder with ontology/, shapes/, data/ and queries/ by --root or {ROOT_VARIABLE}.",
    )
