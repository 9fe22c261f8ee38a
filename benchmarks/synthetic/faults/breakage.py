"""What a fault does to a file, and the one finding that it must give.

For the kinds of faults, and for whoever compares findings with what was broken.
"""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.synthetic.sheet import Sheet
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.terms import Iri, Literal, Term, Triple


@dataclass(frozen=True)
class Expected:
    """The finding of a fault in compact names.

    ``component`` and ``value`` are those of the SHACL result, empty where no shape is broken; ``rule``,
    ``focus`` and ``path`` are those of the finding.
    """

    rule: str
    focus: str
    path: str = ""
    component: str = ""
    value: str = ""


@dataclass(frozen=True)
class Breakage:
    """A change of one sheet. ``broken`` are the triples at fault; none where one is missing.

    ``found_in`` names the file of the finding where it is about another file than the one that was changed.
    """

    sheet: Sheet
    expected: Expected
    remove: tuple[Triple, ...] = ()
    add: tuple[Triple, ...] = ()
    broken: tuple[Triple, ...] = ()
    found_in: str = ""


@dataclass(frozen=True)
class InjectedFault:
    """A fault as ``faults.json`` tells it.

    ``lines`` are those of the triples at fault; where one is missing (``is_missing``) those of the property,
    or else that of the record. ``triple`` is the first triple at fault as it is written.
    """

    kind: str
    file: str
    lines: tuple[int, ...]
    is_missing: bool
    triple: str
    expected: Expected


def written(triple: Triple) -> str:
    """Return a triple as the canonical form writes it, on one line without its full stop.

    >>> from benchmarks.synthetic.sheet import iri, term
    >>> written(Triple(iri("figure:x"), iri("gbaip:value"), term(3)))
    'figure:x gbaip:value 3'
    """
    return write_canonical((triple,)).splitlines()[-1].removesuffix(" .")


def shown(term: Term | None) -> str:
    """Return a value as results are compared by: a compact name, or the lexical form with its language."""
    if isinstance(term, Iri):
        return compact(term.value)
    if isinstance(term, Literal):
        return f"{term.lexical}@{term.language}" if term.language else term.lexical
    return ""


def as_injected(kind: str, breakage: Breakage) -> InjectedFault:
    """Look up on which lines a fault stands, once its sheet has been changed."""
    triples = tuple(written(triple) for triple in breakage.broken)
    places = _places(breakage.sheet.turtle())
    lines = [places[triple] for triple in triples] or _lines_of_missing(breakage.expected, places)
    return InjectedFault(
        kind=kind,
        file=breakage.found_in or breakage.sheet.path,
        lines=tuple(sorted(lines)),
        is_missing=not triples,
        triple=triples[0] if triples else "",
        expected=breakage.expected,
    )


def _lines_of_missing(expected: Expected, places: dict[str, int]) -> list[int]:
    of_property = [
        line for text, line in places.items() if text.startswith(f"{expected.focus} {expected.path} ")
    ]
    of_record = (line for text, line in places.items() if text.startswith(f"{expected.focus} "))
    # Where the record itself is what is missing, the finding is about the file.
    return of_property or [min(of_record, default=1)]


def _places(turtle: str) -> dict[str, int]:
    """Return the line of each triple of a canonical text: one a line, the first beside its subject."""
    places: dict[str, int] = {}
    subject = ""
    for number, line in enumerate(turtle.split("\n"), start=1):
        if not line or line.startswith("@prefix"):
            continue
        if not line.startswith(" "):
            subject = line.partition(" ")[0]
        rest = line.removeprefix(subject).strip()
        places[f"{subject} {rest[:-2]}"] = number
    return places
