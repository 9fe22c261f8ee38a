"""The search page: things by any name that they have or had, in any language, with their kinds as facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gbaip_graph.pages.addresses import page_path
from gbaip_graph.pages.lists import Link, kinds_listed
from gbaip_graph.pages.page import Page, PageMissing, PageRequest
from gbaip_graph.pages.search_index import Found, Hit, ask_names, find, load_names
from gbaip_graph.pages.tables import kind_of
from gbaip_graph.pages.views import Named, viewer_of

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

# The longest name of the graph has fewer, and each word costs a pass over all names.
MOST_CHARACTERS = 200
RESULTS_A_PAGE = 50
#: Where somebody begins who has nothing to search for.
_LISTS = ("agency", "body", "person", "place", "event", "op", "plan", "source")


@dataclass(frozen=True)
class Result:
    """A thing that was found: its label, its kind, and the name that was found where it is another one."""

    thing: Named
    kind: str
    matched: str = ""
    language: str = ""


def paths(_: Site) -> Iterable[str]:
    """Return the path of the one page."""
    yield "search"


def render(site: Site, request: PageRequest, rest: str) -> Page:
    """Make the page: an explanation, or what was found; 422 for what cannot be searched for."""
    if rest:
        raise PageMissing(request.path)
    text = request.value("q").strip()
    faults: list[str] = []
    if len(text) > MOST_CHARACTERS:
        faults.append(_say(site, request, "search.too_long", most=MOST_CHARACTERS, given=len(text)))
        text, found = text[:MOST_CHARACTERS], Found(())
    else:
        found = _found(site, request, text)
    kinds = Counter(_kind(hit.name.thing) for hit in found.hits)
    kind = request.value("kind")
    if kind and kind not in (*kinds_listed(), "concept", "ns"):
        faults.append(_say(site, request, "search.no_kind", kind=kind[:MOST_CHARACTERS]))
        kind = ""
    hits = tuple(hit for hit in found.hits if not kind or _kind(hit.name.thing) == kind)
    page, pages = _page_number(request, len(hits)), -(-len(hits) // RESULTS_A_PAGE)
    if page is None:
        wrong = request.value("page")[:MOST_CHARACTERS]
        faults.append(_say(site, request, "search.no_page", page=wrong))
        page = 1
    first = (page - 1) * RESULTS_A_PAGE
    shown = hits[first : first + RESULTS_A_PAGE]
    return site.page(
        request, "search.html", status=422 if faults else 200, text=text, faults=faults, kind=kind,
        is_cut=found.is_cut, count=len(hits), first=first + 1, last=first + len(shown),
        results=_results(site, request, shown), facets=_facets(site, request, kinds, text, kind),
        previous=_address(site, request, text, kind, page - 1) if page > 1 else "",
        following=_address(site, request, text, kind, page + 1) if page < pages else "",
        lists=() if text else _lists(site, request),
    )  # fmt: skip


def _found(site: Site, request: PageRequest, text: str) -> Found:
    """Return what a text finds; the index of a graph in this process is there before any search."""
    if site.graph.is_remote:
        return ask_names(site.graph, text, language=request.language)
    names = site.kept("search.names", lambda: load_names(site.graph))
    return Found(find(names, text, language=request.language))


def _page_number(request: PageRequest, count: int) -> int | None:
    """Return which page is wanted, None for one that there is not."""
    text = request.value("page") or "1"
    most = max(1, -(-count // RESULTS_A_PAGE))
    is_number = text.isascii() and text.isdigit()
    return int(text[:6]) if is_number and 1 <= int(text[:6]) <= most else None


def _kind(iri: str) -> str:
    return kind_of(iri) or (page_path(iri) or "").partition("/")[0]


def _kind_text(site: Site, request: PageRequest, kind: str) -> str:
    key = f"kind.{kind}" if kind in kinds_listed() else f"search.kind.{kind}"
    return _say(site, request, key)


def _results(site: Site, request: PageRequest, hits: tuple[Hit, ...]) -> tuple[Result, ...]:
    things = [hit.name.thing for hit in hits]
    viewer = viewer_of(site, site.skin.addresses(request), request.language, things)
    return tuple(_result(viewer.named(hit.name.thing), hit, site, request) for hit in hits)


def _result(thing: Named, hit: Hit, site: Site, request: PageRequest) -> Result:
    kind = _kind_text(site, request, _kind(thing.iri))
    is_label = hit.name.text == thing.text
    return Result(thing, kind, "" if is_label else hit.name.text, hit.name.language)


def _facets(
    site: Site, request: PageRequest, kinds: Counter[str], text: str, chosen: str
) -> tuple[Link, ...]:
    """Return the kinds of what was found, the most frequent first, and all of them before these."""
    if not kinds:
        return ()
    everything = Link(
        _say(site, request, "search.all"), _address(site, request, text), kinds.total(), not chosen
    )
    order = sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    return (
        everything,
        *(
            Link(_kind_text(site, request, kind), _address(site, request, text, kind), count, kind == chosen)
            for kind, count in order
        ),
    )


def _address(site: Site, request: PageRequest, text: str, kind: str = "", page: int = 1) -> str:
    given = (("q", text), ("kind", kind), ("page", str(page) if page > 1 else ""))
    parameters = tuple(pair for pair in given if pair[1])
    return site.skin.addresses(request).to(request.path, parameters=parameters)


def _lists(site: Site, request: PageRequest) -> tuple[Link, ...]:
    addresses = site.skin.addresses(request)
    return tuple(Link(_say(site, request, f"kinds.{kind}"), addresses.to(f"list/{kind}")) for kind in _LISTS)


def _say(site: Site, request: PageRequest, key: str, **values: object) -> str:
    return site.text(key, request.language, **values)
