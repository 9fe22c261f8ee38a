"""A root with two things and two questions: one that gives back values of every kind, one that runs on."""

from __future__ import annotations

from pathlib import Path

_ONTOLOGY = """\
@prefix gbaip: <https://w3id.org/gbaip/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .

<https://w3id.org/gbaip/ns> a owl:Ontology .
gbaip:Event a owl:Class .
gbaip:SourceDocument a owl:Class .
"""
_LETTER = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix event: <https://w3id.org/gbaip/id/event/> .
@prefix gbaip: <https://w3id.org/gbaip/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/gbaip/id/source/> .

event:fair a gbaip:Event ;
    skos:prefLabel "春天市集"@zh-Hant .

source:letter a gbaip:SourceDocument ;
    dcterms:title "A letter"@en .
"""
#: Kind of each parameter of ``echo``, what its header says of it, and a right value.
KINDS = {
    "event": ('kind = "iri"\n#+ class = "gbaip:Event"', "event:fair"),
    "words": ('kind = "text"', "Hello, 世界"),
    "tongue": ('kind = "language"', "zh-Hant"),
    "whole": ('kind = "integer"', 7),
    "part": ('kind = "decimal"', 0.25),
    "day": ('kind = "date"', "2024-02-29"),
    "year": ('kind = "year"', 2024),
    "size": ('kind = "choice"\n#+ values = ["small", "large"]', "small"),
    "several": ('kind = "integer"\n#+ list = true\n#+ max-length = 3', [1, 2]),
}
_RUNAWAY = """\
#+ title.en = "Does this end?"
#+ description = "It does not."
#+ cites = false
#+ why-no-citation = "Nothing is told of the world."
#+
#+ [columns]
#+ n = { kind = "integer", description = "How many." }
SELECT (COUNT(*) AS ?n) WHERE {
  VALUES ?a { VALUES_LIST } VALUES ?b { VALUES_LIST } VALUES ?c { VALUES_LIST } VALUES ?d { VALUES_LIST }
}
ORDER BY ?n
""".replace("VALUES_LIST", " ".join(map(str, range(2000))))


def _echo() -> str:
    lines = [
        'title.en = "What was given?"', 'description = "A row for each of several values."', "",
    ]  # fmt: skip
    for name, (said, right) in KINDS.items():
        first = right[0] if isinstance(right, list) else right
        lines += ["[[parameter]]", f'name = "{name}"', *said.split("\n#+ ")]
        lines += ["required = true", f'description = "A value: {name}."', f'example = "{first}"', ""]
    cells = {"event": "iri", "whole": "integer", "part": "decimal", "year": "integer", "several": "integer"}
    lines += ["[columns]"]
    lines += [
        f'{name}Given = {{ kind = "{cells.get(name, "text")}", description = "{name}." }}' for name in KINDS
    ]
    for name, kind in (("source", "iri"), ("item", "integer"), ("paragraph", "integer")):
        lines.append(f'{name} = {{ kind = "{kind}", description = "Where." }}')
    single = [name for name in KINDS if name != "several"]
    binds = " ".join(f"BIND(${name} AS ?{name}Given)" for name in single)
    columns = " ".join(f"?{name}Given" for name in KINDS)
    body = (
        f"SELECT {columns} ?source ?item ?paragraph WHERE {{\n"
        "  ?source a <https://w3id.org/gbaip/ns#SourceDocument> .\n"
        "  VALUES ?severalGiven { 1 2 3 4 } FILTER(?severalGiven IN ($several))\n"
        f"  {binds} BIND(1 AS ?paragraph)\n"
        "}\nORDER BY ?severalGiven\n"
    )
    return "".join(f"#+ {line}".rstrip() + "\n" for line in lines) + body


def write_root(folder: Path) -> Path:
    """Write the root below a folder and return it."""
    texts = {
        "ontology/gbaip.ttl": _ONTOLOGY,
        "data/sources/letter.ttl": _LETTER,
        "queries/echo.rq": _echo(),
        "queries/runaway.rq": _RUNAWAY,
    }
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder
