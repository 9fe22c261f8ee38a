"""An answer to an own query as people see it: a table with labels and links, its first rows only.

For the SPARQL page, which shows it as HTML or sends it as JSON; the whole answer is what ``/sparql`` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from gbaip_graph.ask.cells import NUMERIC_TYPES
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.sparql_text import guard
from gbaip_graph.pages.page import LANGUAGES, PageRequest
from gbaip_graph.pages.views import Viewer, viewer_of
from gbaip_graph.turtle.terms import BlankNode, Iri, Term, Triple

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

# A table that a browser lays out at once and that is still read by scrolling; downloads have every row.
SHOWN_ROWS = 500
# One literal can be as long as the whole graph; nobody reads more of it in a cell of a table.
SHOWN_CHARACTERS = 2000
#: Formats of ``/sparql`` and what they are called; names of formats are the same in every language.
ROW_DOWNLOADS = (
    ("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("xml", "XML"), ("html", "HTML"), ("md", "Markdown"),
)  # fmt: skip
GRAPH_DOWNLOADS = (
    ("turtle", "Turtle"), ("nt", "N-Triples"), ("nq", "N-Quads"), ("trig", "TriG"), ("rdf", "RDF/XML"),
    ("jsonld", "JSON-LD"),
)  # fmt: skip
_GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"


@dataclass(frozen=True)
class AnswerCell:
    """A cell: its text and language, the address it leads to, ``title``, the IRI that the text stands for.

    ``rel`` is what a link outside says to browsers; ``note`` names the language where the page has another.
    """

    text: str
    language: str = ""
    href: str = ""
    title: str = ""
    rel: str = ""
    note: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Download:
    """A link to the whole answer in one format."""

    label: str
    href: str


@dataclass(frozen=True)
class ShownAnswer:
    """The first rows of an answer; an unbound cell is None. ``summary`` says how many rows there are."""

    form: str
    summary: str
    columns: tuple[str, ...]
    rows: tuple[tuple[AnswerCell | None, ...], ...]
    downloads_title: str
    downloads: tuple[Download, ...]


def answer_of(site: Site, request: PageRequest, text: str) -> ShownAnswer:
    """Run a query and return what is shown of its answer.

    Raises ``QueryRefused`` with the line and column where the guard or the engine finds a fault.
    """
    guard(
        text,
        limit_chars=request.limit_chars,
        limit_depth=request.limit_depth,
        allowed_graphs=_graphs(site, text),
    )
    answered = site.graph.query(text)
    say = partial(site.text, language=request.language)
    if isinstance(answered, bool):
        table = _Table("boolean", say("editor.yes" if answered else "editor.no"))
    elif isinstance(answered, Solutions):
        counted = _counted(say, "row", len(answered.rows))
        table = _Table("rows", counted, answered.variables, answered.rows[:SHOWN_ROWS])
    else:
        columns = tuple(say(f"editor.{part}") for part in ("subject", "predicate", "object"))
        rows = tuple(map(_parts, answered[:SHOWN_ROWS]))
        table = _Table("graph", _counted(say, "triple", len(answered)), columns, rows)
    return _shown(site, request, text, table)


@dataclass(frozen=True)
class _Table:
    form: str
    summary: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()


def _graphs(site: Site, text: str) -> tuple[str, ...]:
    """Return the graphs that FROM may name: those of the store, of one elsewhere none."""
    if site.graph.is_remote or "FROM" not in text.upper():
        return ()
    return tuple(graph.value for (graph,) in site.graph.select(_GRAPHS).rows if isinstance(graph, Iri))


def _parts(triple: Triple) -> tuple[Term, ...]:
    return triple.subject, triple.predicate, triple.object


def _counted(say: Callable[..., str], what: str, count: int) -> str:
    number = "one" if count == 1 else "some" if count <= SHOWN_ROWS else "many"
    return say(f"editor.{what}.{number}", count=f"{count:,}", shown=SHOWN_ROWS)


def _shown(site: Site, request: PageRequest, text: str, table: _Table) -> ShownAnswer:
    addresses = site.skin.addresses(request)
    viewer = viewer_of(site, addresses, request.language, _iris(table.rows))
    formats = GRAPH_DOWNLOADS if table.form == "graph" else ROW_DOWNLOADS
    downloads = tuple(
        Download(label, f"{addresses.file('sparql')}?{urlencode({'query': text, 'format': name})}")
        for name, label in formats
    )
    cells = tuple(tuple(_cell(site, viewer, term) for term in row) for row in table.rows)
    title = site.text("editor.downloads", request.language)
    return ShownAnswer(table.form, table.summary, table.columns, cells, title, downloads)


def _iris(rows: Iterable[tuple[Term | None, ...]]) -> set[str]:
    return {term.value for row in rows for term in row if isinstance(term, Iri)}


def _cell(site: Site, viewer: Viewer, term: Term | None) -> AnswerCell | None:
    if term is None:
        return None
    if isinstance(term, BlankNode):
        return AnswerCell(f"_:{term.label}")
    if isinstance(term, Iri):
        thing = viewer.named(term.value)
        # Nothing is told to other sites of who follows a link there.
        rel = "external noopener noreferrer" if thing.is_outside and thing.href else ""
        note = _note(site, viewer, thing.language)
        return AnswerCell(_short(thing.text), thing.language, thing.href, term.value, rel, note)
    is_number = term.datatype in NUMERIC_TYPES
    note = _note(site, viewer, term.language)
    return AnswerCell(_short(term.lexical), term.language, note=note, is_number=is_number)


def _note(site: Site, viewer: Viewer, language: str) -> str:
    """Return the name of a language that is not that of the page, in the page's own."""
    if language in ("", viewer.language):
        return ""
    return site.text(f"language.{language}", viewer.language) if language in LANGUAGES else language


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]} …"
