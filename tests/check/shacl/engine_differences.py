"""Cases on which engines differ: what the recommendation says, what we say, and why.

For the table in ``engine-differences.md`` (``python -m tests.check.shacl.engine_differences`` writes it) and
for the test that holds our column. Answers are numbers of results; ``REFUSED`` is a finding on the shapes.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyshacl
import pyshacl_turbo
from rdflib import Graph
from rdflib.namespace import SH

REFUSED = "refused"
OPEN = "open"
Answer = int | str

PREFIXES = """@prefix e: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TABLE = Path(__file__).with_name("engine-differences.md")


@dataclass(frozen=True)
class Case:
    """Data and shapes, both in Turtle behind ``PREFIXES``, and the two answers that matter."""

    name: str
    data: str
    shapes: str
    specified: Answer
    ours: Answer
    why: str


def _of_property(constraint: str) -> str:
    return f"e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path e:p ; {constraint} ] ."


def _of_query(select: str) -> str:
    names = "PREFIX e: <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    return f'e:S a sh:NodeShape ; sh:targetNode e:a ; sh:sparql [ sh:select """{names}{select}""" ] .'


CASES = (
    Case(
        "plain-in-typed-list",
        'e:a e:p "x" .',
        _of_property('sh:in ( "x"^^xsd:string )'),
        specified=0,
        ours=0,
        why="RDF 1.1 knows one kind of string: a plain literal is an xsd:string",
    ),
    Case(
        "typed-in-plain-list",
        'e:a e:p "x"^^xsd:string .',
        _of_property('sh:in ( "x" )'),
        specified=0,
        ours=0,
        why="RDF 1.1 knows one kind of string: a plain literal is an xsd:string",
    ),
    Case(
        "typed-has-value",
        'e:a e:p "x"^^xsd:string .',
        _of_property('sh:hasValue "x"'),
        specified=0,
        ours=0,
        why="RDF 1.1 knows one kind of string: a plain literal is an xsd:string",
    ),
    Case(
        "typed-and-plain-are-one",
        'e:a e:p "x", "x"^^xsd:string .',
        _of_property("sh:maxCount 1"),
        specified=0,
        ours=0,
        why="both spellings are one literal, so there is one value",
    ),
    Case(
        "plain-string-in-sparql",
        'e:a e:p "x"^^xsd:string .',
        _of_query('SELECT $this WHERE { $this e:p "x" }'),
        specified=1,
        ours=1,
        why="the query names the same literal as the data",
    ),
    Case(
        "tag-in-sparql",
        'e:a e:p "x"@EN .',
        _of_query('SELECT $this WHERE { $this e:p ?v FILTER (LANG(?v) = "en") }'),
        specified=1,
        ours=0,
        why="RDF 1.1 lets a graph hold tags in small letters, so both answers are allowed",
    ),
    Case(
        "ill-typed-boolean",
        'e:a e:p "maybe"^^xsd:boolean .',
        _of_property("sh:datatype xsd:boolean"),
        specified=1,
        ours=1,
        why="the characters are no boolean",
    ),
    Case(
        "ill-typed-year-month",
        'e:a e:p "2024-13"^^xsd:gYearMonth .',
        _of_property("sh:datatype xsd:gYearMonth"),
        specified=1,
        ours=1,
        why="month 13 is outside the lexical space; found on the raw token",
    ),
    Case(
        "ill-typed-year",
        'e:a e:p "20"^^xsd:gYear .',
        _of_property("sh:datatype xsd:gYear"),
        specified=1,
        ours=1,
        why="a year has four digits; found on the raw token",
    ),
    Case(
        "decimal-exponent",
        'e:a e:p "1e3"^^xsd:decimal .',
        _of_property("sh:datatype xsd:decimal"),
        specified=1,
        ours=1,
        why="a decimal has no exponent; found on the raw token",
    ),
    Case(
        "leading-zeros-pattern",
        'e:a e:p "007"^^xsd:integer .',
        _of_property('sh:pattern "^007$"'),
        specified=0,
        ours=0,
        why="STR gives the characters of the file",
    ),
    Case(
        "leading-zeros-length",
        'e:a e:p "007"^^xsd:integer .',
        _of_property("sh:minLength 3"),
        specified=0,
        ours=0,
        why="STR gives the characters of the file",
    ),
    Case(
        "boolean-one-pattern",
        'e:a e:p "1"^^xsd:boolean .',
        _of_property('sh:pattern "true"'),
        specified=1,
        ours=1,
        why="STR gives the characters of the file",
    ),
    Case(
        "numeric-has-value-other-form",
        'e:a e:p "01"^^xsd:integer .',
        _of_property("sh:hasValue 1"),
        specified=1,
        ours=1,
        why="terms are compared here, and these are two",
    ),
    Case(
        "numeric-in-other-form",
        "e:a e:p 1.0 .",
        _of_property("sh:in ( 1 )"),
        specified=1,
        ours=1,
        why="terms are compared here, and these are two",
    ),
    Case(
        "year-month-bound",
        'e:a e:p "2024-05"^^xsd:gYearMonth .',
        _of_property('sh:minInclusive "2024-01"^^xsd:gYearMonth'),
        specified=1,
        ours=1,
        why="SPARQL 1.1 defines no order of months, so the comparison does not hold",
    ),
    Case(
        "year-zero",
        'e:a e:p "0000-01-01"^^xsd:date .',
        _of_property("sh:datatype xsd:date"),
        specified=0,
        ours=0,
        why="XSD 1.1 has a year 0000",
    ),
    Case(
        "negative-year",
        'e:a e:p "-0044-03-15"^^xsd:date .',
        _of_property("sh:datatype xsd:date"),
        specified=0,
        ours=0,
        why="XSD has years before 1",
    ),
    Case(
        "equals-other-form",
        'e:a e:p 1 ; e:q "01"^^xsd:integer .',
        _of_property("sh:equals e:q"),
        specified=2,
        ours=2,
        why="terms are compared here, and these are two: each is missing on the other side",
    ),
    Case(
        "disjoint-other-form",
        'e:a e:p 1 ; e:q "01"^^xsd:integer .',
        _of_property("sh:disjoint e:q"),
        specified=0,
        ours=0,
        why="terms are compared here, and these are two",
    ),
    Case(
        "unique-lang-one",
        'e:a e:p "x"@en, "y"@en .',
        _of_property('sh:uniqueLang "1"^^xsd:boolean'),
        specified=0,
        ours=0,
        why="only the literal true turns sh:uniqueLang on",
    ),
    Case(
        "minimum-length-of-blank",
        "e:a e:p [] .",
        _of_property("sh:minLength 0"),
        specified=1,
        ours=0,
        why="a blank node has no length; the judge lets it pass for 0",
    ),
    Case(
        "pattern-x-flag",
        'e:a e:p "ab" .',
        _of_property('sh:pattern "a b" ; sh:flags "x"'),
        specified=0,
        ours=1,
        why="with x, white space in a pattern means nothing; the judge does not know the flag",
    ),
    Case(
        "pattern-dot-all",
        'e:a e:p "a\\nb" .',
        _of_property('sh:pattern "^a.b$" ; sh:flags "s"'),
        specified=0,
        ours=0,
        why="with s, a dot matches the end of a line too",
    ),
    Case(
        "prebound-in-union",
        "e:a e:p 1 .",
        _of_query("SELECT $this WHERE { { $this e:p ?v } UNION { FILTER ($this = e:a) } }"),
        specified=2,
        ours=1,
        why="each solution is a result, an equal one too; the judge drops the second",
    ),
    Case(
        "sparql-compare-year-month",
        'e:a e:p "2024-05"^^xsd:gYearMonth .',
        _of_query('SELECT $this WHERE { $this e:p ?v FILTER (?v < "2024-06"^^xsd:gYearMonth) }'),
        specified=0,
        ours=0,
        why="SPARQL 1.1 defines no order of months: an error, no row",
    ),
    Case(
        "recursion",
        "e:a e:p e:a .",
        _of_property("sh:node e:S"),
        specified=OPEN,
        ours=REFUSED,
        why="the recommendation leaves it open; a shape that contains itself is reported and not run",
    ),
    Case(
        "str-of-leading-zeros",
        'e:a e:p "007"^^xsd:integer .',
        _of_query('SELECT $this WHERE { $this e:p ?v FILTER (STR(?v) = "007") }'),
        specified=1,
        ours=1,
        why="STR gives the characters of the file",
    ),
    Case(
        "str-of-trailing-zeros",
        "e:a e:p 1.50 .",
        _of_query('SELECT $this WHERE { $this e:p ?v FILTER (STR(?v) = "1.50") }'),
        specified=1,
        ours=1,
        why="STR gives the characters of the file",
    ),
    Case(
        "datatype-of-int",
        'e:a e:p "7"^^xsd:int .',
        _of_query("SELECT $this WHERE { $this e:p ?v FILTER (DATATYPE(?v) = xsd:int) }"),
        specified=1,
        ours=1,
        why="DATATYPE gives the datatype of the file",
    ),
    Case(
        "not-exists-other-form",
        'e:a e:p "01"^^xsd:integer .',
        _of_query("SELECT $this WHERE { $this e:p ?v FILTER NOT EXISTS { $this e:p 1 } }"),
        specified=1,
        ours=1,
        why="terms are compared here, and these are two",
    ),
    Case(
        "lang-with-script",
        'e:a e:p "x"@zh-Hant .',
        _of_query('SELECT $this WHERE { $this e:p ?v FILTER (LANG(?v) = "zh-Hant") }'),
        specified=1,
        ours=1,
        why="LANG gives the tag as it is written",
    ),
    Case(
        "regex-look-ahead",
        'e:a e:p "xy" .',
        _of_query('SELECT $this WHERE { $this e:p ?v FILTER (REGEX(?v, "x(?=y)")) }'),
        specified=1,
        ours=1,
        why="XPath has no look-ahead, so an engine may refuse it",
    ),
    Case(
        "in-list-numbers",
        "e:a e:p 1.0 .",
        _of_query("SELECT $this WHERE { $this e:p ?v FILTER (?v IN (1)) }"),
        specified=1,
        ours=0,
        why="IN compares by value; the judge compares terms",
    ),
    Case(
        "compare-date-datetime",
        'e:a e:p "2024-01-01"^^xsd:date .',
        _of_query('SELECT $this WHERE { $this e:p ?v FILTER (?v < "2024-01-02T00:00:00"^^xsd:dateTime) }'),
        specified=0,
        ours=0,
        why="no operator compares a date with a date and time: an error, no row",
    ),
    Case(
        "zero-length-path",
        "e:b e:p 1 .",
        _of_query("SELECT $this WHERE { $this e:q* ?v }"),
        specified=1,
        ours=1,
        why="a path without a step holds for the term itself, in the graph or not",
    ),
    Case(
        "minus-refused",
        "e:a e:p 1 .",
        _of_query("SELECT $this WHERE { $this e:p ?v MINUS { ?x e:q ?v } }"),
        specified=REFUSED,
        ours=REFUSED,
        why="SHACL forbids MINUS; it is refused before anything runs",
    ),
    Case(
        "values-refused",
        "e:a e:p 1 .",
        _of_query("SELECT $this WHERE { $this e:p ?v VALUES ?v { 1 } }"),
        specified=REFUSED,
        ours=REFUSED,
        why="SHACL forbids VALUES; it is refused before anything runs",
    ),
    Case(
        "integer-overflow",
        "e:a e:p 9223372036854775807 .",
        _of_query("SELECT $this WHERE { $this e:p ?v FILTER (?v + 1 > ?v) }"),
        specified=1,
        ours=1,
        why="xsd:integer has no largest number",
    ),
    Case(
        "big-integer",
        "e:a e:p 99999999999999999999 .",
        _of_query("SELECT $this WHERE { $this e:p ?v FILTER (?v > 1) }"),
        specified=1,
        ours=1,
        why="xsd:integer has no largest number",
    ),
    Case(
        "big-integer-range",
        "e:a e:p 99999999999999999999 .",
        _of_property("sh:minInclusive 1"),
        specified=0,
        ours=0,
        why="xsd:integer has no largest number",
    ),
    Case(
        "time-24",
        'e:a e:p "24:00:00"^^xsd:time .',
        _of_property("sh:datatype xsd:time"),
        specified=0,
        ours=0,
        why="XSD has 24:00:00",
    ),
    Case(
        "date-time-24",
        'e:a e:p "2024-01-01T24:00:00"^^xsd:dateTime .',
        _of_property("sh:datatype xsd:dateTime"),
        specified=0,
        ours=0,
        why="XSD has 24:00:00",
    ),
    Case(
        "boolean-capital",
        'e:a e:p "TRUE"^^xsd:boolean .',
        _of_property("sh:datatype xsd:boolean"),
        specified=1,
        ours=1,
        why="the characters are no boolean",
    ),
    Case(
        "underscore-integer",
        'e:a e:p "1_000"^^xsd:integer .',
        _of_property("sh:datatype xsd:integer"),
        specified=1,
        ours=1,
        why="the characters are no integer; found on the raw token",
    ),
    Case(
        "arabic-digits",
        'e:a e:p "\u0665"^^xsd:integer .',
        _of_property("sh:datatype xsd:integer"),
        specified=1,
        ours=1,
        why="the characters are no integer; found on the raw token",
    ),
    Case(
        "inverse-of-a-sequence",
        "e:x e:p e:y . e:y e:q e:a .",
        "e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property"
        " [ sh:path [ sh:inversePath ( e:p e:q ) ] ; sh:hasValue e:x ] .",
        specified=0,
        ours=0,
        why="the inverse of a sequence walks its steps from the last to the first",
    ),
    Case(
        "empty-string-on-a-path",
        'e:a e:p "" . e:b a e:C .',
        _of_query("SELECT $this WHERE { $this e:p/e:q* ?v . ?v a e:C }"),
        specified=0,
        ours=0,
        why="an empty string is a value, not a variable that is still free",
    ),
)


def peers() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Return the engines to compare with, by name and version, as people call them."""
    yield f"pySHACL {version('pyshacl')}", pyshacl.validate
    yield f"pyshacl-turbo {version('pyshacl-turbo')}", pyshacl_turbo.validate


def answer_of(validate: Callable[..., Any], case: Case) -> Answer:
    """Let an engine answer on what rdflib reads from both files, as it does by default."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            data, shapes = (
                Graph().parse(data=PREFIXES + case.data),
                Graph().parse(data=PREFIXES + case.shapes),
            )
            _, report, _ = validate(data, shacl_graph=shapes)
            return len(set(report.objects(None, SH.result)))
        except Exception as error:  # noqa: BLE001 - whatever an engine raises is its answer
            return type(error).__name__


def write_table() -> str:
    """Return the table in Markdown."""
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    names, engines = zip(*peers(), strict=True)
    head = ["case", "specified", "gbaip check", *names, "why"]
    rows = [
        [case.name, case.specified, case.ours, *(answer_of(engine, case) for engine in engines), case.why]
        for case in CASES
    ]
    lines = [head, ["---"] * len(head), *rows]
    return _INTRODUCTION + "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"


_INTRODUCTION = """# Where SHACL engines differ

Numbers of results that the recommendations ask for, that `gbaip check` gives, and that two engines give on
the same files, read with rdflib. "refused" is a finding on the shapes, with its line; a name is an exception.
The data and shapes of each case stand in `engine_differences.py`; written by
`python -m tests.check.shacl.engine_differences`.

"""

if __name__ == "__main__":
    TABLE.write_text(write_table(), encoding="utf-8")
