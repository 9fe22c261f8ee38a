"""Official names that bodies had for a time: an event of 2019 is shown with the names of 2019.

Only names whose time has an open end count, as those of a change of bodies have: a name attested in one
document of one day tells nothing of the days around it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.languages import Label
from gbaip_graph.namespaces import expand
from gbaip_graph.turtle.terms import Iri, Literal, Term

_QUERY = f"""
SELECT DISTINCT ?thing ?text ?first ?last WHERE {{
  ?usage <{expand("gbaip:hasNameKind")}> <{expand("name-kind:official")}> ;
    <{expand("gbaip:nameOf")}> ?thing ; <{expand("gbaip:nameText")}> ?text ;
    <{expand("gbaip:takesPlaceDuring")}> ?span .
  ?span <{expand("gbaip:edtf")}> ?edtf FILTER(CONTAINS(?edtf, ".."))
  OPTIONAL {{ ?span <{expand("gbaip:notBefore")}> ?first }}
  OPTIONAL {{ ?span <{expand("gbaip:notAfter")}> ?last }}
}} ORDER BY ?thing ?text ?first ?last"""


@dataclass(frozen=True)
class NameThen:
    """A name with its language and its first and last day, ``""`` where that end is open."""

    text: str
    language: str
    first: str
    last: str

    def holds_on(self, day: str) -> bool:
        """Say whether the name was in use on a day, as ISO 8601 text."""
        return (not self.first or self.first <= day) and (not self.last or day <= self.last)


def fetch_names_then(graph: AskedGraph) -> Mapping[str, tuple[NameThen, ...]]:
    """Return the names that things had for a time; they are few."""
    found: dict[str, list[NameThen]] = {}
    for thing, text, first, last in graph.select(_QUERY).rows:
        if isinstance(thing, Iri) and isinstance(text, Literal):
            name = NameThen(text.lexical, text.language, _day(first), _day(last))
            found.setdefault(thing.value, []).append(name)
    return {thing: tuple(names) for thing, names in found.items()}


def name_on(names: tuple[NameThen, ...], day: str, *, label: Label) -> NameThen | None:
    """Return the name of a day in the language of the label; None where the label says as much.

    >>> then = NameThen("Economic Services Bureau", "en", "", "2021-01-31")
    >>> name_on((then,), "2019-11-21", label=Label("Economic Bureau", "en")) == then
    True
    """
    found = [name for name in names if name.holds_on(day) and name.language == label.language]
    is_said = any(_plain(name.text) == _plain(label.text) for name in found)
    return None if is_said else next(iter(found), None)


def _plain(text: str) -> str:
    """Fold the width of brackets, which is no difference of names."""
    return unicodedata.normalize("NFKC", text).casefold()


def _day(term: Term | None) -> str:
    return term.lexical if isinstance(term, Literal) else ""
