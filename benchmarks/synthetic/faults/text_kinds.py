"""Faults that a file cannot be read with, one a file: broken syntax, and what the rules for files forbid.

For ``benchmarks.generate``. Where one file is broken like this, no record of any is judged, so these faults
and those of ``kinds`` do not go together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import MappingProxyType

from benchmarks.synthetic.faults.breakage import Expected, InjectedFault
from benchmarks.synthetic.faults.stock import NoVictim

#: Changes a line; the finding must be on it.
Break = Callable[[re.Match[str]], str]


@dataclass(frozen=True)
class TextKind:
    """A kind of fault: in a line that matches, something else is put in place of the match.

    ``rule`` is that of the finding, which stands on the line unless ``on_next_line``.
    """

    rule: str
    line: str
    broken: str | Break
    on_next_line: bool = False


_LABEL = r'(?<=^    skos:prefLabel ")([^"]+)"@en'
_CONCEPT = r"(?<=^    gbaip:hasExactness )exactness:"
_DAY = r'(?<=^    dcterms:issued )"[^"]+"\^\^xsd:date'
_NUMBER = r"(?<=^    gbaip:itemNumber )[0-9]+"

TEXT_KINDS: Mapping[str, TextKind] = MappingProxyType(
    {
        "a string without its end": TextKind("syntax", _LABEL, r"\1@en"),
        "a string of two lines": TextKind("syntax", _LABEL, r'\1\n"@en'),
        "an escape of no character": TextKind("syntax", _LABEL, r'\1\\q"@en'),
        "half a character": TextKind("syntax", _LABEL, r'\1\\ud800"@en'),
        "a language tag of no letters": TextKind("syntax", _LABEL, r'\1"@1'),
        "a NUL": TextKind("syntax", _LABEL, '\\1\x00"@en'),
        "a byte of Latin-1": TextKind("syntax", _LABEL, '\\1\udce9"@en'),
        "a prefix that is not declared": TextKind("syntax", _CONCEPT, "exactnes:"),
        "a name without its colon": TextKind("syntax", _CONCEPT, "exactness"),
        "an IRI with a space": TextKind("syntax", _CONCEPT, "<https://documents.example/a b> , exactness:"),
        "a datatype left out": TextKind("syntax", _DAY, '"2001-01-01"^^'),
        "a bracket that is not closed": TextKind("syntax", _NUMBER, "["),
        "a full stop too early": TextKind(
            "syntax", r"(?<=^    gbaip:hasParty )(\S+) ;", r"\1 .", on_next_line=True
        ),
        "a semicolon left out": TextKind("syntax", r"(?<=^    gbaip:hasParty )(\S+) ;", r"\1"),
        "a predicate left out": TextKind("syntax", r"(?<=^    )gbaip:hasRole ", ""),
        "a declaration without its full stop": TextKind("syntax", r"(?<=^@prefix gbaip: )(\S+) \.", r"\1"),
        "a day of no calendar": TextKind("ill-typed-literal", _DAY, '"2001-02-30"^^xsd:date'),
        "a day with a time": TextKind("ill-typed-literal", _DAY, '"2001-02-03T04:05:06"^^xsd:date'),
        "a number in letters": TextKind("ill-typed-literal", _NUMBER, '"three"^^xsd:integer'),
        "a number with a space": TextKind("ill-typed-literal", _NUMBER, '"1 000"^^xsd:integer'),
        "a truth in letters": TextKind("ill-typed-literal", _NUMBER, '"yes"^^xsd:boolean'),
        "a language without its script": TextKind("language-tag", _LABEL, r'\1"@zh'),
        "a language in capitals": TextKind("language-tag", _LABEL, r'\1"@EN'),
        "a blank node": TextKind("blank-node", _CONCEPT + r"\S+", "[]"),
        "a prefix of another namespace": TextKind(
            "rebound-prefix", r"(?<=^@prefix exactness: <https://w3id\.org/gbaip/concept/)exactness", "exact"
        ),
        "a prefix of one's own": TextKind(
            "unknown-prefix", r"^@prefix gbaip:", "@prefix own: <https://own.example/> .\n@prefix gbaip:"
        ),
        "characters that are not composed": TextKind(
            "not-nfc", _LABEL, lambda match: unicodedata.normalize("NFD", f'Café {match[1]}"@en')
        ),
        "a character of no width": TextKind("hidden-character", _LABEL, '\\1\u200b"@en'),
        "a character that turns the text": TextKind("hidden-character", _LABEL, '\\1\u202e"@en'),
        "two spaces": TextKind("not-canonical", r"(?<=^    )gbaip:hasRole ", "gbaip:hasRole  "),
        "a number with a sign": TextKind(
            "not-canonical", _NUMBER, lambda match: f'"{match[0]}"^^xsd:integer'
        ),
        "a derived property": TextKind("derived-property", r"(?<=^    )gbaip:hasParty", "gbaip:takesPartIn"),
    }
)


def break_files(root: Path, *, count: int, seed: int) -> list[InjectedFault]:
    """Break that many files of sources, each in one place, each kind in its turn.

    Raises ``NoVictim`` where there are fewer files.
    """
    rng = Random(f"text {seed}")  # noqa: S311 - the same faults every time are wanted
    faults: list[InjectedFault] = []
    files = sorted((root / "data" / "sources").glob("*.ttl"))
    names = list(TEXT_KINDS)
    for number in range(count):
        name = names[number % len(names)]
        for file in files:
            fault = _break(file, root, name, rng)
            if fault:
                files.remove(file)
                faults.append(fault)
                break
        else:
            raise NoVictim(f"{len(faults)} files can be broken, not {count}")
    return faults


def _break(file: Path, root: Path, name: str, rng: Random) -> InjectedFault | None:
    kind = TEXT_KINDS[name]
    lines = file.read_text(encoding="utf-8").split("\n")
    places = [place for place, line in enumerate(lines) if re.search(kind.line, line)]
    if not places:
        return None
    place = rng.choice(places)
    broken = lines[place]
    lines[place] = re.sub(kind.line, kind.broken, broken, count=1)
    file.write_bytes("\n".join(lines).encode("utf-8", errors="surrogateescape"))
    return InjectedFault(
        kind=name,
        file=file.relative_to(root).as_posix(),
        lines=(place + 2 if kind.on_next_line else place + 1,),
        is_missing=False,
        triple=broken.strip(),
        expected=Expected(kind.rule, ""),
    )
