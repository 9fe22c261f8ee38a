"""The fixtures of the shapes: what each file holds and expects, and what the judge finds in them.

For the tests of this folder. All fixtures of one folder are judged in one run together with ``context.ttl``;
a test sees to it that they share no record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from gbaip_graph.check.shacl.model import read_shapes
from gbaip_graph.check.shacl.validate import validate_shapes
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import PREFIXES, compact
from gbaip_graph.turtle.parser import read_turtle
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, Subject, Term, Triple

FOLDER = Path(__file__).resolve().parent
ROOT = Root(FOLDER.parent.parent)
AnyTerm = TypeVar("AnyTerm", Subject, Term)
SUBCLASS_OF = Iri(PREFIXES["rdfs"] + "subClassOf")
_HEADER_LINE = re.compile(r"# (shape|component|focus|path): (\S+)\Z")


class Outcome(NamedTuple):
    """What a result says, in compact names; ``path`` is empty where the result has none."""

    shape: str
    component: str
    focus: str
    path: str


@dataclass(frozen=True)
class Fixture:
    """One fixture file, named like ``figure/bad-value-missing``; a good one expects nothing."""

    name: str
    triples: tuple[Triple, ...]
    expected: tuple[Outcome, ...]

    @property
    def records(self) -> frozenset[str]:
        """The subjects of the file."""
        return frozenset(show(triple.subject) for triple in self.triples)


def show(term: Term) -> str:
    """Return a term as headers name it: a compact name, ``_:label`` or the lexical form."""
    if isinstance(term, Literal):
        return term.lexical
    return compact(term.value) if isinstance(term, Iri) else f"_:{term.label}"


def triples_of(path: Path) -> tuple[Triple, ...]:
    """Read a Turtle file."""
    return tuple(Triple(t.subject, t.predicate, t.object) for t in read_turtle(path, file=path.name).triples)


@cache
def fixtures(folder: str) -> tuple[Fixture, ...]:
    """Read the fixtures of one folder."""
    return tuple(_read(path) for path in sorted((FOLDER / folder).glob("*.ttl")))


@cache
def folders() -> tuple[str, ...]:
    """Return the folders of fixtures: one for each node shape, ``record`` for the shared property shapes."""
    return tuple(sorted({path.parent.name for path in FOLDER.glob("*/*.ttl")}))


@cache
def names(kind: str) -> tuple[str, ...]:
    """Return the names of all fixtures of a kind, ``bad`` or ``good``."""
    return tuple(sorted(f"{path.parent.name}/{path.stem}" for path in FOLDER.glob(f"*/{kind}-*.ttl")))


@cache
def context() -> tuple[Triple, ...]:
    """Read the conforming neighbours."""
    return triples_of(FOLDER / "context.ttl")


@cache
def shipped_shapes() -> tuple[Triple, ...]:
    """Read all shapes; blank nodes of different files get different labels."""
    return tuple(
        Triple(_relabel(triple.subject, path.stem), triple.predicate, _relabel(triple.object, path.stem))
        for path in ROOT.shape_files()
        for triple in triples_of(path)
    )


@cache
def subclass_triples() -> tuple[Triple, ...]:
    """Return what the judge needs of the ontology."""
    return tuple(triple for triple in triples_of(ROOT.ontology_file) if triple.predicate == SUBCLASS_OF)


@cache
def with_subclasses(name: str) -> frozenset[Term]:
    """Return a class with all classes below it."""
    below: set[Term] = {Iri(name)}
    while more := {triple.subject for triple in subclass_triples() if triple.object in below} - below:
        below |= more
    return frozenset(below)


def judge(found: Iterable[Fixture], *, shapes: Iterable[Triple]) -> tuple[Outcome, ...]:
    """Judge fixtures together with the context."""
    data = {*context(), *(triple for fixture in found for triple in fixture.triples)}
    results = validate_shapes(data, shapes=read_shapes(shapes), ontology=subclass_triples())
    return tuple(
        Outcome(
            compact(result.shape),
            compact(result.component),
            show(result.focus_node),
            show(result.path) if result.path else "",
        )
        for result in results
    )


@cache
def outcomes(folder: str) -> tuple[Outcome, ...]:
    """Judge the fixtures of one folder by all shapes."""
    return judge(fixtures(folder), shapes=shipped_shapes())


def named(name: str) -> Fixture:
    """Return the fixture of a name."""
    return next(fixture for fixture in fixtures(name.partition("/")[0]) if fixture.name == name)


def _read(path: Path) -> Fixture:
    name = f"{path.parent.name}/{path.stem}"
    lines = [_HEADER_LINE.match(line) for line in path.read_text(encoding="utf-8").splitlines()]
    header = {line[1]: line[2] for line in lines if line}
    if not header:
        return Fixture(name, triples_of(path), ())
    expected = Outcome(header["shape"], header["component"], header["focus"], header.get("path", ""))
    return Fixture(name, triples_of(path), (expected,))


def _relabel(term: AnyTerm, file: str) -> AnyTerm | BlankNode:
    return BlankNode(f"{file}.{term.label}") if isinstance(term, BlankNode) else term
