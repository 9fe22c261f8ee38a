"""What the link commands are given: records of others by file or address, and decisions of mapping sets.

For the commands. Which reader a source needs is told by its name; nothing is guessed from its content.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gbaip_graph.ask.command_line import read_text
from gbaip_graph.errors import InvalidValue
from gbaip_graph.layout import Root
from gbaip_graph.link.entities import Entity
from gbaip_graph.link.kinds import FAMILIES, kind_of
from gbaip_graph.link.names import visible
from gbaip_graph.link.read_graph import read_endpoint, read_rdf
from gbaip_graph.link.read_table import EntityTable, read_table
from gbaip_graph.namespaces import BASE, compact
from gbaip_graph.sssom.mapping import MappingSet
from gbaip_graph.sssom.reader import read_mapping_set

TABLE_ENDINGS = (".csv", ".tsv", ".txt")
RDF_ENDINGS = (".ttl", ".nt")


@dataclass(frozen=True)
class SourceOptions:
    """How records are read: an endpoint's query file, an identifier's template, a kind, a deadline."""

    select_file: Path | None = None
    template: str = ""
    kind: str = ""
    time_limit_s: float = 30.0


def read_source(source: str, options: SourceOptions) -> EntityTable:
    """Read the records of a table, an RDF file or an endpoint (an address of http or https).

    Raises ``InvalidData`` for a broken file, ``StoreFailed`` for an endpoint that fails, ``InvalidValue`` for
    a file of another format or an unknown kind.
    """
    if options.kind and not kind_of(options.kind):
        mend = f"Write one of {', '.join(FAMILIES)}."
        raise InvalidValue(f"{visible(options.kind)} is no kind of thing", mend=mend)
    options = replace(options, kind=kind_of(options.kind))
    if source.startswith(("http://", "https://")):
        query = read_text(str(options.select_file)) if options.select_file else ""
        read = read_endpoint(source, query=query, time_limit_s=options.time_limit_s, kind=options.kind)
    elif Path(source).suffix.lower() in TABLE_ENDINGS:
        read = read_table(Path(source), kind=options.kind)
    elif Path(source).suffix.lower() in RDF_ENDINGS:
        read = read_rdf(Path(source), kind=options.kind)
    else:
        endings = ", ".join((*TABLE_ENDINGS, *RDF_ENDINGS))
        raise InvalidValue(
            f"{source} is no table, RDF file or endpoint that can be read",
            mend=f"Name a file that ends in one of {endings}, or an address that begins with http.",
        )
    return replace(read, entities=tuple(_named(one, options.template) for one in read.entities))


def _named(entity: Entity, template: str) -> Entity:
    """Make an IRI of an identifier that is none, as the template says."""
    if not template or "://" in entity.id or entity.id.startswith("urn:"):
        return entity
    if "{}" not in template:
        raise InvalidValue(
            f"the template {template!r} has no place for the identifier",
            mend="Write {} where it stands, such as https://sws.geonames.org/{}/",
        )
    return replace(entity, id=template.replace("{}", entity.id))


def read_mapping_sets(files: Iterable[Path], *, root: Root) -> tuple[MappingSet, ...]:
    """Read mapping files, those of the root under their paths in it.

    Raises ``InvalidData`` for the first that is broken.
    """
    return tuple(read_mapping_set(file, file=root.relative(file)) for file in files)


def decisions(mapping_sets: Sequence[MappingSet]) -> dict[tuple[str, str], str]:
    """Return the state of each pair (ours, theirs) that somebody decided; a rejection outweighs the rest.

    A row that denies a link is a rejection; whichever side is ours counts.
    """
    states: dict[tuple[str, str], str] = {}
    for mapping_set in mapping_sets:
        for one in mapping_set:
            sides = (one.subject_iri, one.object_iri)
            ours, theirs = sides if sides[0].startswith(BASE) else sides[::-1]
            state = "rejected" if one.is_negative else one.review_state or "accepted"
            pair = (compact(ours), theirs)
            if states.get(pair) != "rejected":
                states[pair] = state
    return states
