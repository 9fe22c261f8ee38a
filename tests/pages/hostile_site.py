"""The shipped graph with every text in it replaced, once by harmless words and once by hostile ones.

Both sites have the same pages; where a page of the one has an element or an attribute more than that of the
other, a text came through as something else.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.examples import example_triples
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.build.store import read_published
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.namespaces import DATA, GRAPH, ONTOLOGY
from gbaip_graph.pages.site import Site
from gbaip_graph.pages.skin import load_skin
from gbaip_graph.turtle.terms import IRI_TYPE
from tests.repository.released_iris import CHECKOUT

#: Stands in every replaced text, so that tests see that they look at one.
MARK = "zqx"
PAYLOAD = (
    "\"'><script>zqx()</script><img src=zqx onerror=zqx()><svg onload=zqx()><a href='javascript:zqx()'>"
    "</title></text></svg><!--]]>-->\r\nX-ZQX:1\u202e\u2028{{7*7}}{%zqx%}&lt;b&gt;\\"
)
_PAYLOAD_ON_ONE_LINE = re.sub(r"[\r\n\u2028]", " ", PAYLOAD)
#: Documents that together have every property with text that any document has, and the seminar of 2024.
_DOCUMENTS = (
    "doc-015", "doc-017", "doc-020", "doc-042", "doc-051", "doc-075", "doc-080", "doc-119", "doc-129",
    "pr-2022-08-12", "pr-2023-09-06", "pr-2024-09-05", "pr-2024-12-30",
)  # fmt: skip
_LITERAL = re.compile(r'(<[^>]*>) (<[^>]*>) "((?:[^"\\]|\\.)*)"((?:@[A-Za-z-]+)?) (<[^>]*> \.)\Z')
_ADDRESS = re.compile(r"(<[^>]*>) (<[^>]*>) <(https?:(?!//w3id\.org/gbaip/)[^>]*)> (<[^>]*> \.)\Z")
_GRAPH_OF = re.compile(rf"<{GRAPH}([^>]*)> \.\Z")
_DATED = re.compile(rf"<{DATA}(?:event|op|exchange|plan)/[^>]*> <{ONTOLOGY}takesPlaceDuring> (<[^>]*>)")
_TYPE = f"<{IRI_TYPE.value}>"
_EDTF, _CURRENCY = f"<{ONTOLOGY}edtf>", f"<{ONTOLOGY}currency>"
_ESCAPES = str.maketrans({'"': r"\"", "\\": r"\\", "\n": r"\n", "\r": r"\r"})
#: Vocabularies that the graph names as such; addresses of pages, people and things elsewhere are no names.
_VOCABULARIES = ("http://www.w3.org/", "https://schema.org/", "http://xmlns.com/", "http://purl.org/")


def sites() -> tuple[Site, Site]:
    """Return the harmless and the hostile site."""
    lines = _kept(read_published(CHECKOUT, examples=example_triples).nquads.decode())
    questions = load_catalogue(CHECKOUT)
    skin = load_skin()
    harmless, hostile = (
        Site(skin, _graph(lines, payload, scheme), CHECKOUT, _questions(questions, payload_on_one_line))
        for payload, payload_on_one_line, scheme in (
            ("", "", "ftp://zqx.example/"),
            (PAYLOAD, _PAYLOAD_ON_ONE_LINE, "javascript:zqx()//"),
        )
    )
    return harmless, hostile


def _kept(nquads: str) -> list[str]:
    """Keep the registers, the concepts, the ontology and some documents, and what is inferred of those."""
    by_graph: dict[str, list[str]] = {}
    for line in nquads.splitlines():
        if found := _GRAPH_OF.search(line):
            by_graph.setdefault(found[1], []).append(line)
    inferred = by_graph.pop("inferred")
    written = [
        line
        for graph, lines in by_graph.items()
        if not graph.startswith("sources/") or graph.removeprefix("sources/") in _DOCUMENTS
        for line in lines
    ]
    things = {line.partition(" ")[0] for line in written}
    return written + [line for line in inferred if line.partition(" ")[0] in things]


def _graph(lines: list[str], payload: str, scheme: str) -> QueryableGraph:
    """Replace each text, the same by the same, and each address elsewhere.

    The dates of activities and plans and the codes of currencies stay, since pictures are drawn by them.
    """
    numbers: dict[str, int] = {}
    written = payload.translate(_ESCAPES)
    dates = {found[1] for line in lines if (found := _DATED.match(line))}

    def replaced(line: str) -> str:
        if found := _LITERAL.match(line):
            subject, predicate, text, language, rest = found.groups()
            if predicate == _CURRENCY or (predicate == _EDTF and subject in dates):
                return line
            number = numbers.setdefault(text, len(numbers))
            return f'{subject} {predicate} "{number:06}{MARK}{written}"{language} {rest}'
        found = _ADDRESS.match(line)
        if found and found[2] != _TYPE and not found[3].startswith(_VOCABULARIES):
            number = numbers.setdefault(found[3], len(numbers))
            return f"{found[1]} {found[2]} <{scheme}{number}> {found[4]}"
        return line

    graph = QueryableGraph.from_nquads("\n".join(map(replaced, lines)).encode())
    graph.keep_union_apart()
    return graph


def _questions(questions: tuple[SavedQuery, ...], payload: str) -> Mapping[str, SavedQuery]:
    counter = itertools.count()

    def text() -> str:
        return f"{next(counter):06}{MARK}{payload}"

    return {question.name: _question(question, text) for question in questions}


def _question(question: SavedQuery, text: Callable[[], str]) -> SavedQuery:
    return replace(
        question,
        text=f"# {text()}\n{question.text}",
        title={language: text() for language in question.title},
        description=text(),
        facts=tuple(text() for _ in question.facts),
        why_no_citation=text() if question.why_no_citation else "",
        parameters=tuple(replace(one, description=text()) for one in question.parameters),
        columns=tuple(replace(one, description=text()) for one in question.columns),
    )
