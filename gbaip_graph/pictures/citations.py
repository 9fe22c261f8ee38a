"""Citations of the rows of a picture's table: the document, and the paragraph in it with its passage.

Saved questions tell the document, the item and the paragraph; the passage is looked up here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from gbaip_graph.engines.sparql_binding import encode
from gbaip_graph.namespaces import ONTOLOGY
from gbaip_graph.pictures.desk import Desk, Told
from gbaip_graph.pictures.picture import TableCell
from gbaip_graph.turtle.terms import Iri

_PASSAGES = f"""PREFIX gbaip: <{ONTOLOGY}>
SELECT ?passage ?source ?item ?paragraph WHERE {{
  ?passage gbaip:partOfSource ?source .
  OPTIONAL {{ ?passage gbaip:itemNumber ?item }}
  OPTIONAL {{ ?passage gbaip:paragraphNumber ?paragraph }}
}}
ORDER BY ?passage"""
# A document of which no full text was held has a passage for its beginning and one for how it was listed:
# these have no numbers, and only the record itself tells on which of them it rests.
_TOLD_IN = f"""PREFIX gbaip: <{ONTOLOGY}>
SELECT DISTINCT ?thing ?isFigure ?passage WHERE {{
  {{ VALUES ?thing {{ %s }} ?thing gbaip:statedIn ?passage BIND (false AS ?isFigure) }}
  UNION
  {{
    VALUES ?thing {{ %s }} ?figure gbaip:measures ?thing ; gbaip:statedIn ?passage
    BIND (true AS ?isFigure)
  }}
}}
ORDER BY ?thing ?isFigure ?passage"""
Cited = Callable[[str, Told], tuple[TableCell, TableCell]]


def columns(desk: Desk) -> tuple[str, str]:
    """Return the heads of the two columns of a citation."""
    return desk.say("column.source"), desk.say("column.passage")


def find_citations(desk: Desk, rows: Sequence[Told], *, thing: str, figure: str = "") -> Cited:
    """Look up the passages of rows, and return what gives the cells of a row: the document, the paragraph.

    ``thing`` is the column with what a row is about, ``figure`` that of a number told of it. Where several
    passages of a document tell it, the first is cited; where none is found, the document.
    """
    passages: dict[tuple[str, str, str], list[str]] = {}
    for row in desk.select(_PASSAGES):
        passages.setdefault((row["source"], row["item"], row["paragraph"]), []).append(row["passage"])
    doubtful = {row[thing] for row in rows if len(passages.get(_place(row), ())) > 1}
    told = _told_in(desk, doubtful)

    def cited(about: str, row: Told) -> tuple[TableCell, TableCell]:
        found = passages.get(_place(row), [])
        if len(found) > 1:
            is_figure = "true" if figure and row[figure] else "false"
            found = [passage for passage in found if (about, is_figure, passage) in told]
        return desk.cell(row["source"]), desk.own(_words(desk, row), found[0] if found else row["source"])

    return cited


def _told_in(desk: Desk, things: Iterable[str]) -> set[tuple[str, str, str]]:
    if not (values := " ".join(encode(Iri(thing)) for thing in sorted(things))):
        return set()
    rows = desk.select(_TOLD_IN % (values, values))
    return {(row["thing"], row["isFigure"], row["passage"]) for row in rows}


def _place(row: Told) -> tuple[str, str, str]:
    return row["source"], row["item"], row["paragraph"]


def _words(desk: Desk, row: Told) -> str:
    """Write where in its document a passage stands, as ``item 8, paragraph 1``."""
    item, paragraph = row["item"], row["paragraph"]
    if not paragraph:
        return desk.say("citation.document")
    where = (
        desk.say("citation.heading") if paragraph == "0" else desk.say("citation.paragraph", number=paragraph)
    )
    return desk.say("citation.item", number=item, where=where) if item not in ("", "0") else where


def of_passages(desk: Desk) -> Callable[[str], tuple[TableCell, TableCell]]:
    """Return what gives the two cells of a passage; of ``""`` they are empty."""
    places = {row["passage"]: row for row in desk.select(_PASSAGES)}
    desk.learn(row["source"] for row in places.values())

    def cited(passage: str) -> tuple[TableCell, TableCell]:
        row = places.get(passage)
        if row is None:
            return desk.own(""), desk.own("")
        return desk.cell(row["source"]), desk.own(_words(desk, row), passage)

    return cited
