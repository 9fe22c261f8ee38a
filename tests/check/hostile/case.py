"""A hostile input: the files made for it, what is given to the check, and the finding it must end in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PREFIXES = """@prefix e: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
#: The line on which what follows ``PREFIXES`` begins.
FIRST = PREFIXES.count("\n") + 1
#: Stands in a file beside the input; it must never be seen in what the check prints.
CANARY = "canary-5f0c6e"
#: Put in place of the address of a server that counts who asks it, and of the canary's own.
SERVER, CANARY_FILE = "{server}", "{canary}"

GOOD_DATA = PREFIXES + 'e:ann a e:Person ; e:name "Ann" .\n'
GOOD_SHAPES = (
    PREFIXES
    + "e:PersonShape a sh:NodeShape ; sh:targetClass e:Person ;\n"
    + "    sh:property [ sh:path e:name ; sh:minCount 1 ; sh:maxCount 1 ] .\n"
)
#: A person with a name too many on the line where it is put; whatever surrounds it, it must be found.
TWO_NAMES = 'e:bob a e:Person ; e:name "Bob", "Rob" .\n'

Content = str | bytes
#: Puts what is no plain file into the folder.
Special = Callable[[Path], None]


@dataclass(frozen=True)
class Case:
    """Files by their names and the finding that is expected: its rule, and where it stands.

    ``data``, ``shapes`` and ``ontology`` name what is given to the check; ``options`` follow. ``at`` is the
    file and perhaps the line, ``rule`` is empty where another may be said first. ``also`` are further places
    where the same must be found.
    """

    name: str
    at: str
    rule: str = ""
    files: Mapping[str, Content | Callable[[], Content]] = field(default_factory=dict)
    special: Special | None = None
    data: tuple[str, ...] = ("data.ttl",)
    shapes: tuple[str, ...] = ("shapes.ttl",)
    ontology: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def of_each(name: str, texts: Mapping[str, str], *, rule: str) -> Case:
    """Return a case of a folder with one hostile file for each text; each is found on its first line."""
    files = {f"data/{key}.ttl": PREFIXES + text for key, text in texts.items()}
    first, *also = (f"{file}:{FIRST}:" for file in files)
    return Case(name, first, rule, {**files, "shapes.ttl": GOOD_SHAPES}, data=("data",), also=tuple(also))


def of_data(name: str, text: Content | Callable[[], Content], *, at: int | str, rule: str = "") -> Case:
    """Return a case of a hostile data file under good shapes; ``at`` is a line, or an address."""
    place = f"data.ttl:{at}:" if isinstance(at, int) else at
    return Case(name, place, rule, {"data.ttl": text, "shapes.ttl": GOOD_SHAPES})


def of_shapes(
    name: str,
    text: Content | Callable[[], Content],
    *,
    at: int | str = "shapes.ttl",
    rule: str = "",
    data: Content = GOOD_DATA,
) -> Case:
    """Return a case of a hostile shapes file over good data."""
    place = f"shapes.ttl:{at}:" if isinstance(at, int) else at
    return Case(name, place, rule, {"data.ttl": data, "shapes.ttl": text})
