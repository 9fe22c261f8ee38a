"""Hostile files as files: encodings, sizes, kinds, links, other syntaxes."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from pathlib import Path

from tests.check.hostile.case import (
    CANARY_FILE,
    FIRST,
    GOOD_DATA,
    GOOD_SHAPES,
    PREFIXES,
    SERVER,
    TWO_NAMES,
    Case,
    of_data,
)

_FOLDER = {"shapes.ttl": GOOD_SHAPES, "data/good.ttl": GOOD_DATA}
_WHOLE = PREFIXES + "".join(f'e:p{n} a e:Person ; e:name "{n}" .\n' for n in range(50))
_EXTERNAL = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{CANARY_FILE}"><!ENTITY y SYSTEM "{SERVER}">]>'
_RDF_XML = (
    f'<?xml version="1.0"?>{_EXTERNAL}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:e="http://example.org/"><e:Person rdf:about="http://example.org/x"><e:name>&x;&y;</e:name>'
    "</e:Person></rdf:RDF>"
)
_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(20))
    + "]><r>&a20;</r>"
)
_JSON_LD = json.dumps({"@context": SERVER, "@id": "http://example.org/x", "name": {"@import": CANARY_FILE}})


def _manifest_of_whole() -> str:
    digest = hashlib.sha256(_WHOLE.encode()).hexdigest()
    shapes = hashlib.sha256(GOOD_SHAPES.encode()).hexdigest()
    files = {"data.ttl": {"sha256": digest, "triples": 100}, "shapes.ttl": {"sha256": shapes, "triples": 7}}
    return json.dumps({"format": 1, "files": files})


def _link(name: str, target: str) -> object:
    def make(folder: Path) -> None:
        os.symlink(target.format(folder=folder, canary=folder.parent / "canary.ttl"), folder / name)

    return make


def _sparse(folder: Path) -> None:
    with (folder / "data.ttl").open("wb") as file:
        file.truncate(65 * 1024**2)


CASES = (
    Case("too-large", "data.ttl:", "too-large", {"shapes.ttl": GOOD_SHAPES}, _sparse),
    Case(
        "larger-than-asked-for",
        "data.ttl:",
        "too-large",
        {"shapes.ttl": GOOD_SHAPES, "data.ttl": GOOD_DATA + "# \n" * 40_000},
        options=("--max-file-mb", "0.1"),
    ),
    of_data("cut-in-a-string", _WHOLE[:-6], at=FIRST + 49, rule="syntax"),
    of_data("cut-in-a-name", _WHOLE[: _WHOLE.index("e:p20") + 4], at=FIRST + 20, rule="syntax"),
    Case(
        "cut-behind-a-statement",
        f"data.ttl:{FIRST + 29}:",
        "not-as-recorded",
        {
            "data.ttl": _WHOLE[: _WHOLE.index("e:p30")],
            "shapes.ttl": GOOD_SHAPES,
            "manifest.json": _manifest_of_whole(),
        },
        options=("--manifest", "manifest.json"),
    ),
    Case(
        "lost-but-recorded",
        "data.ttl:",
        "missing-file",
        {"other.ttl": GOOD_DATA, "shapes.ttl": GOOD_SHAPES, "manifest.json": _manifest_of_whole()},
        data=("other.ttl",),
        options=("--manifest", "manifest.json"),
    ),
    of_data("latin-1", (GOOD_DATA + 'e:x e:name "Café" .\n').encode("latin-1"), at=FIRST + 1, rule="syntax"),
    of_data("nul", GOOD_DATA + 'e:x e:name "a\0b" .\n', at=FIRST + 1, rule="syntax"),
    of_data("nul-escaped", GOOD_DATA + 'e:x e:name "a\\u0000b" .\n', at=FIRST + 1, rule="ill-typed-literal"),
    of_data("byte-order-mark", b"\xef\xbb\xbf" + GOOD_DATA.encode(), at=1, rule="syntax"),
    of_data("utf-16", GOOD_DATA.encode("utf-16"), at=1, rule="syntax"),
    of_data(
        "utf-8-surrogate", GOOD_DATA.encode() + b'e:x e:name "\xed\xa0\x80" .\n', at=FIRST + 1, rule="syntax"
    ),
    of_data("utf-8-overlong", GOOD_DATA.encode() + b'e:x e:name "\xc0\xaf" .\n', at=FIRST + 1, rule="syntax"),
    of_data("surrogate-escaped", GOOD_DATA + 'e:x e:name "\\uD800" .\n', at=FIRST + 1, rule="syntax"),
    of_data("cr-line-ends", (GOOD_DATA + TWO_NAMES).replace("\n", "\r"), at=FIRST + 1, rule=""),
    of_data("mixed-line-ends", GOOD_DATA.replace("\n", "\r\n") + "\r" + TWO_NAMES, at=FIRST + 2, rule=""),
    of_data("gzip", gzip.compress(b"0" * 10**7), at=1, rule="syntax"),
    of_data(
        "one-line-of-a-megabyte",
        PREFIXES + "e:x e:name " + ", ".join(['"x"'] * 200_000) + " ,, .\n",
        at=FIRST,
        rule="syntax",
    ),
    of_data("rdf-xml-called-turtle", _RDF_XML, at=1, rule="syntax"),
    of_data("laughs-called-turtle", _LAUGHS, at=1, rule="syntax"),
    of_data("json-ld-called-turtle", _JSON_LD, at=1, rule="syntax"),
    Case(
        "rdf-xml",
        "data.rdf:",
        "unknown-syntax",
        {"data.rdf": _RDF_XML, "shapes.ttl": GOOD_SHAPES},
        data=("data.rdf",),
    ),
    Case(
        "rdf-xml-among-turtle",
        "data/more.rdf:",
        "unknown-syntax",
        {**_FOLDER, "data/more.rdf": _RDF_XML},
        data=("data",),
    ),
    Case(
        "json-ld",
        "data.jsonld:",
        "unknown-syntax",
        {"data.jsonld": _JSON_LD, "shapes.ttl": GOOD_SHAPES},
        data=("data.jsonld",),
    ),
    Case(
        "json-ld-among-turtle",
        "data/more.jsonld:",
        "unknown-syntax",
        {**_FOLDER, "data/more.jsonld": _JSON_LD},
        data=("data",),
    ),
    Case(
        "rdf-xml-as-ontology",
        "onto.owl:",
        "unknown-syntax",
        {"data.ttl": GOOD_DATA, "shapes.ttl": GOOD_SHAPES, "onto.owl": _RDF_XML},
        ontology=("onto.owl",),
    ),
    Case("nothing-there", "data.ttl:", "unreadable", {"shapes.ttl": GOOD_SHAPES}),
    Case(
        "empty-folder",
        "data:",
        "no-files",
        {"shapes.ttl": GOOD_SHAPES, "data/notes.txt": "none"},
        data=("data",),
    ),
    Case(
        "folder-named-as-a-file",
        "data/x.ttl",
        "",
        {"shapes.ttl": GOOD_SHAPES, "data/x.ttl/deep.ttl": "e:a"},
        data=("data",),
    ),
    Case("empty-shapes", "shapes.ttl", "", {"data.ttl": GOOD_DATA, "shapes.ttl": ""}),
    Case(
        "pipe",
        "data.ttl:",
        "unreadable",
        {"shapes.ttl": GOOD_SHAPES},
        lambda folder: os.mkfifo(folder / "data.ttl"),
    ),
    Case(
        "pipe-in-a-folder",
        "data/pipe.ttl:",
        "unreadable",
        _FOLDER,
        lambda folder: os.mkfifo(folder / "data/pipe.ttl"),
        data=("data",),
    ),
    Case("device", "data.ttl:", "unreadable", {"shapes.ttl": GOOD_SHAPES}, _link("data.ttl", "/dev/zero")),
    Case(
        "link-out-of-the-folder",
        "data/out.ttl:",
        "link-out",
        _FOLDER,
        _link("data/out.ttl", "{canary}"),
        data=("data",),
    ),
    Case(
        "folder-link-out-of-the-folder",
        "data/out:",
        "link-out",
        _FOLDER,
        _link("data/out", "/etc"),
        data=("data",),
    ),
    Case(
        "link-to-itself",
        "data/loop.ttl:",
        "link-out",
        _FOLDER,
        _link("data/loop.ttl", "loop.ttl"),
        data=("data",),
    ),
    Case(
        "link-to-nowhere",
        "data/gone.ttl:",
        "unreadable",
        _FOLDER,
        _link("data/gone.ttl", "gone"),
        data=("data",),
    ),
    Case(
        "name-with-a-line-end",
        "data/x",
        "syntax",
        {**_FOLDER, "data/x\n::error::y.ttl": "a a a"},
        data=("data",),
    ),
    Case(
        "n-triples-that-is-turtle",
        "data.nt:1:",
        "syntax",
        {"data.nt": GOOD_DATA, "shapes.ttl": GOOD_SHAPES},
        data=("data.nt",),
    ),
)
