"""The manifest of a built graph: which files and which code made it, and the digests of its own files.

For the store, which trusts a built graph only when the manifest fits. Reading it costs a few milliseconds and
loads no engine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gbaip_graph.build.input_files import read_regular_file
from gbaip_graph.errors import InvalidData
from gbaip_graph.layout import Root

GRAPH_FILE = "gbaip.nq"
STATISTICS_FILE = "statistics.json"
VOID_FILE = "void.ttl"
MANIFEST_FILE = "manifest.json"
#: Raised when the manifest changes its keys; an older one is then rebuilt.
MANIFEST_FORMAT = 2
_PACKAGE = Path(__file__).resolve().parent.parent
# The code that decides what the graph holds: a changed reasoner must not be answered by an older one's graph.
_BUILDER = (
    "namespaces.py",
    "layout.py",
    "turtle/*.py",
    "sssom/*.py",
    "build/*.py",
    "engines/owl_rl.py",
    "engines/rdf_terms.py",
    "engines/sparql_binding.py",
    "ask/bound_query.py",
    "ask/examples.py",
)


@dataclass(frozen=True)
class Manifest:
    """What ``manifest.json`` holds; digests are SHA-256 in hexadecimal, paths are below the root.

    ``inputs`` are the files whose triples are in the graph; the ``shapes`` were read too, but do not change
    it. ``questions`` are the saved questions that stand in it as examples, none where it has no examples.
    """

    builder: str
    inputs: Mapping[str, str]
    questions: Mapping[str, str]
    shapes: Mapping[str, str]
    outputs: Mapping[str, str]
    triples: Mapping[str, int]
    versions: Mapping[str, str]

    def write(self) -> bytes:
        """Write the manifest as JSON with sorted keys."""
        content = {"format": MANIFEST_FORMAT, **{name: _plain(value) for name, value in vars(self).items()}}
        return (json.dumps(content, indent=2, sort_keys=True) + "\n").encode()

    def fits(self, inputs: Mapping[str, str], questions: Mapping[str, str] | None = None) -> bool:
        """Tell whether today's inputs and today's code are those the graph was built from.

        Where questions are given, the examples in the graph must be those questions too.
        """
        is_current = questions is None or self.questions == questions
        return is_current and self.inputs == inputs and self.builder == builder_digest()


def read_manifest(directory: Path) -> Manifest | None:
    """Return a directory's manifest, or None where none can be read or it has another format."""
    try:
        content = json.loads((directory / MANIFEST_FILE).read_bytes())
        if content.pop("format") != MANIFEST_FORMAT:
            return None
        return Manifest(**content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def input_digests(root: Root) -> dict[str, str]:
    """Digest the files whose triples make the graph: the ontology, the data and the links."""
    return digest_files((root.ontology_file, *root.data_files(), *root.link_files()), root=root)


def question_digests(root: Root) -> dict[str, str]:
    """Digest the saved questions, which are examples in the graph."""
    return digest_files(sorted(root.queries_dir.glob("*.rq")), root=root)


def digest_files(files: Iterable[Path], *, root: Root) -> dict[str, str]:
    """Digest files, by their paths below the root; a file that cannot be read fits no digest."""
    return {root.relative(file): _digest_or_nothing(file) for file in files}


def _digest_or_nothing(file: Path) -> str:
    try:
        return digest(read_regular_file(file))
    except InvalidData:  # the loader says what is wrong with it
        return ""


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@cache
def builder_digest() -> str:
    """Return one digest over the code that decides what the graph holds."""
    files = sorted(file for pattern in _BUILDER for file in _PACKAGE.glob(pattern))
    return digest("".join(f"{file.name} {digest(file.read_bytes())}\n" for file in files).encode())


def key_of(inputs: Mapping[str, str]) -> str:
    """Return one digest for a set of inputs and today's code: the name of a cached build."""
    return digest(
        "".join(f"{path} {found}\n" for path, found in sorted(inputs.items())).encode()
        + builder_digest().encode()
    )


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value
