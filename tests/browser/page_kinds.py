"""Every kind of page, with a sample of it: for records a rich one that is not of the few giants.

The samples are chosen by one query of the running server, so that the tests outlive changes of the data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx

from gbaip_graph.namespaces import BASE, RECORD_KINDS
from gbaip_graph.pictures import NAMES

_STATEMENTS = f"""
SELECT ?thing (COUNT(*) AS ?statements) WHERE {{
  {{ ?thing ?p ?o }} UNION {{ ?s ?p ?thing }}
  FILTER(ISIRI(?thing) && STRSTARTS(STR(?thing), "{BASE}"))
}} GROUP BY ?thing
"""
_ROWS = "SELECT ?agency ?name WHERE { ?agency a gbaip:Agency ; skos:prefLabel ?name } ORDER BY ?name LIMIT 5"


#: A page of a record with so many statements has every part that pages of its kind have. The giants, with
#: thousands of links of the same make, are looked at once, as the busiest of all.
_RICH_STATEMENTS = 120


@dataclass(frozen=True)
class PageKind:
    """A kind of page. ``path`` is its sample, or, ending in a slash, what its records' paths begin with."""

    name: str
    path: str
    status: int = 200
    has_editor: bool = False

    @property
    def file_name(self) -> str:
        """The name as it stands in names of files."""
        return self.name.replace(" ", "-")

    @property
    def is_sampled(self) -> bool:
        """Whether the graph has to be asked for the sample."""
        return self.path.endswith("/")


def _query(**parameters: str) -> str:
    return "?" + urlencode(parameters)


PAGE_KINDS = (
    PageKind("home", ""),
    *(PageKind(f"record {kind}", f"id/{kind}/") for kind in RECORD_KINDS),
    *(PageKind(f"list {kind}", f"list/{kind}") for kind in ("event", "source")),
    PageKind("busiest record", "id/"),
    PageKind("lists", "list"),
    PageKind("schemes", "concept"),
    PageKind("scheme", "concept/topic"),
    PageKind("concept", "concept/topic/"),
    PageKind("ontology", "ns"),
    PageKind("class", "ns/Event"),
    PageKind("property", "ns/hasParty"),
    PageKind("search", "search"),
    PageKind("search with hits", "search" + _query(q="customs")),
    PageKind("search in Chinese", "search" + _query(q="海關")),
    PageKind("search without hits", "search" + _query(q="qwzx")),
    PageKind("questions", "queries"),
    PageKind("question", "queries/sme-seminar-attendance"),
    PageKind("question to be filled", "queries/roles-in-event"),
    PageKind("answer", "queries/roles-in-event" + _query(event="event:sme-seminar-2024")),
    PageKind("long answer", "queries/facts-to-verify"),
    PageKind("editor", "sparql", has_editor=True),
    PageKind("editor with answer", "sparql" + _query(query=_ROWS), has_editor=True),
    PageKind("pictures", "pictures"),
    *(PageKind(f"picture {name}", f"pictures/{name}") for name in NAMES),
    PageKind("changes", "changes"),
    PageKind("about", "about"),
    PageKind("api", "api"),
    PageKind("unknown record", "id/event/there-is-no-such-event", status=404),
    PageKind("wrong value", "queries/roles-in-event" + _query(event="no name"), status=422),
)
BY_NAME = {kind.name: kind for kind in PAGE_KINDS}
Sample = Callable[[str], str]


def sampled(address: str) -> dict[str, str]:
    """Return the paths of the samples that are records or terms, by the names of their kinds."""
    answer = httpx.post(
        f"{address}/sparql",
        data={"query": _STATEMENTS},
        headers={"Accept": "application/sparql-results+json"},
    ).raise_for_status()
    statements = Counter[str]()
    for row in answer.json()["results"]["bindings"]:
        statements[row["thing"]["value"].removeprefix(BASE)] = int(row["statements"]["value"])
    ranked = sorted(statements, key=lambda path: (-statements[path], path))
    found = {}
    for kind in PAGE_KINDS:
        if kind.is_sampled:
            of_kind = [path for path in ranked if path.startswith(kind.path)]
            rich = [path for path in of_kind if statements[path] <= _RICH_STATEMENTS]
            found[kind.name] = of_kind[0] if kind.name == "busiest record" else (rich or of_kind)[0]
    return found


def kind_of(path: str) -> str:
    """Return what a path of the sitemap is a page of: its beginning as it stands in ``PAGE_KINDS``."""
    first, _, rest = path.partition("/")
    if first == "id":
        return f"id/{rest.partition('/')[0]}/"
    if first == "concept" and "/" in rest:
        return "concept/topic/"
    if first in ("concept", "ns", "list", "queries") and rest:
        return f"{first}/..."
    return path
