"""The page on which people write SPARQL: a plain form, which a script makes an editor of.

The answer stands below the form, worked out by the server; with the script it comes as JSON instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from gbaip_graph.ask.examples import QUESTION
from gbaip_graph.ask.header_lines import HEADER_MARK
from gbaip_graph.engines.sparql_binding import bind
from gbaip_graph.engines.sparql_text import declared_prefixes, significant, tokenize
from gbaip_graph.errors import QueryRefused
from gbaip_graph.namespaces import EXAMPLES_GRAPH, PREFIXES
from gbaip_graph.pages.editor_answer import ShownAnswer, answer_of
from gbaip_graph.pages.editor_terms import vocabulary
from gbaip_graph.pages.page import Page, PageMissing, PageRequest
from gbaip_graph.pages.question_words import title_of
from gbaip_graph.turtle.terms import Iri, Literal

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

PATH = "sparql"
_JSON = "application/json"
_PLACE = re.compile(r"line (\d+), column (\d+)")
_SH = PREFIXES["sh"]
_TEXT_OF = f"""
SELECT ?text WHERE {{
  GRAPH <{EXAMPLES_GRAPH}> {{ $question <{_SH}select>|<{_SH}ask>|<{_SH}construct> ?text }}
}}"""
#: What the editor begins with: short, with an answer, and with the two things that beginners need.
_FIRST = f"""\
PREFIX gbaip: <{PREFIXES["gbaip"]}>
PREFIX skos: <{PREFIXES["skos"]}>

SELECT ?event ?label WHERE {{
  ?event a gbaip:Event ;
    skos:prefLabel ?label .
  FILTER(LANGMATCHES(LANG(?label), "en"))
}}
ORDER BY ?event
LIMIT 20
"""
#: What the script says, in the language of the page.
_WORDS = (
    "editor.refused", "editor.js.label", "editor.js.hint", "editor.js.completions", "editor.js.running",
    "editor.js.stopped", "editor.js.elapsed", "editor.js.failed", "editor.js.place", "editor.js.added",
    "editor.js.complete", "editor.js.copied", "editor.js.uncopied", "editor.js.replaced",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """Why a query was not run; ``line`` and ``column`` are 0 where no place is known."""

    what: str
    mend: str = ""
    line: int = 0
    column: int = 0


def paths(site: Site) -> Iterable[str]:
    """Return the one page; what stands below it is for the script."""
    return (PATH,)


def render(site: Site, request: PageRequest, rest: str) -> Page:
    """Return the page, or for the script an answer, the words to complete, or a saved question.

    ``answer.json`` raises ``QueryRefused``; the page shows what it says.
    """
    if not rest:
        return _page(site, request)
    if rest == "answer.json":
        return _json(asdict(answer_of(site, request, request.value("query"))))
    if rest == "terms.json":
        return Page(vocabulary(site, request.language), content_type=_JSON)
    if rest == "saved.json" and (text := _saved(site, request.value("saved"))):
        return _json({"query": text})
    raise PageMissing(request.path)


def _json(document: object) -> Page:
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Page(content, content_type=_JSON)


def _page(site: Site, request: PageRequest) -> Page:
    asked = with_known_prefixes(request.value("query"))
    answer: ShownAnswer | None = None
    fault: Fault | None = None
    if asked.strip():
        try:
            answer = answer_of(site, request, asked)
        except QueryRefused as error:
            fault = fault_of(error)
    # As they are written, with their places for values, which the script fills.
    words = {key.rpartition(".")[2]: site.skin.texts[key][request.language] for key in _WORDS}
    text = asked or _saved(site, request.value("saved")) or _FIRST
    return site.skin.page(
        request,
        "editor.html",
        status=400 if fault else 200,
        text=text,
        lines=_lines(text),
        answer=answer,
        fault=fault,
        saved=_titles(site, request.language),
        chosen=request.value("saved"),
        words=json.dumps(words, ensure_ascii=False),
    )


def with_known_prefixes(text: str) -> str:
    """Declare the prefixes of the project that a query uses and does not declare, as the script does.

    >>> with_known_prefixes("ASK { ?s a gbaip:Event }")
    'PREFIX gbaip: <https://w3id.org/gbaip/ns#>\\nASK { ?s a gbaip:Event }'
    """
    marks = significant(tokenize(text))
    used = {token.text.partition(":")[0] for token in marks if token.kind == "name"}
    missing = sorted((used & PREFIXES.keys()) - declared_prefixes(marks).keys())
    begin = marks[0].start if marks else 0  # behind the comments that a query begins with
    return text[:begin] + "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in missing) + text[begin:]


def _lines(text: str) -> int:
    """Return how many lines the text area shows: all, but no fewer and no more than a screen has."""
    return min(max(text.count("\n") + 1, 12), 30)


def fault_of(error: QueryRefused) -> Fault:
    """Return what an error says, with its place as numbers."""
    place = _PLACE.search(error.where)
    line, column = (int(place[1]), int(place[2])) if place else (0, 0)
    return Fault(error.what, error.mend, line, column)


def _titles(site: Site, language: str) -> Sequence[tuple[str, str]]:
    """Return names and titles of the questions that this graph alone answers, by their titles."""
    known = (query for query in site.questions.values() if not query.endpoints)
    return sorted(
        ((query.name, title_of(site, query, language)[0]) for query in known), key=lambda pair: pair[1]
    )


def _saved(site: Site, name: str) -> str:
    """Return a saved question with the examples of its parameters, or as it is written; ``""`` for none."""
    query = site.questions.get(name)
    if query is None or query.endpoints:
        return ""
    rows = site.graph.select(bind(_TEXT_OF, {"question": Iri(QUESTION + name)})).rows
    bound = next((text.lexical for (text,) in rows if isinstance(text, Literal)), "")
    lines = query.text.splitlines(keepends=True)
    return bound or "".join(line for line in lines if not line.startswith(HEADER_MARK)).lstrip()
