"""The saved questions: the list of them, and the page of each with its form and its answer.

Made from the headers of the questions, so that a new question has a page without further work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from gbaip_graph import __version__
from gbaip_graph.ask.bound_query import bound_query
from gbaip_graph.ask.header_lines import HEADER_MARK
from gbaip_graph.ask.saved_query import Parameter, SavedQuery
from gbaip_graph.errors import InvalidValue
from gbaip_graph.namespaces import GRAPH, expand
from gbaip_graph.pages.facts import grouped
from gbaip_graph.pages.page import Page, PageMissing, PageRequest, Parameters
from gbaip_graph.pages.question_answer import ShownAnswer, ask, column_title
from gbaip_graph.pages.question_desk import Desk, Option, parameter_label, shown_value
from gbaip_graph.pages.question_form import CONTROLS, Given, fields_of, read_given
from gbaip_graph.pages.question_list import list_questions, listed
from gbaip_graph.pages.question_words import column_description, description_of, field_description, title_of
from gbaip_graph.pictures import NAMES as PICTURES
from gbaip_graph.turtle.terms import Literal

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

# A table that is read by scrolling; the next page is one link away, the whole answer one download.
ROWS_A_PAGE = 200
# A copy without a server has no next page, so as many rows stand on one as 60 kB hold.
STATIC_ROWS = 500
# Of a question's one required parameter; with more, a static copy has the answer of the example alone.
STATIC_CHOICES = 60
# Longer addresses than this some servers and proxies refuse; the editor then begins with the example.
_LONGEST_QUERY = 6000
#: Formats of the download, in the order of their use, and what they are called in every language.
DOWNLOADS = (
    ("csv-bom", "CSV (Excel)"), ("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("html", "HTML"),
    ("md", "Markdown"),
)  # fmt: skip
_PICTURES_OF = MappingProxyType(
    {
        "timeline": "timeline", "events-in-period": "timeline",
        "sme-seminar-attendance": "sme-seminar-attendance", "seminars-over-time": "sme-seminar-attendance",
        "operations-and-seizures": "seizures-by-operation", "seizures-by-year": "seizures-by-operation",
        "operations-by-side": "seizures-by-operation", "who-works-with-whom": "who-works-with-whom",
        "events-at-place": "greater-bay-area",
    }
)  # fmt: skip
_DAY_OF_GRAPH = f"""
SELECT ?day WHERE {{
  VALUES ?property {{ <{expand("dcterms:created")}> <{expand("dcterms:modified")}> }}
  GRAPH <{GRAPH}catalogue> {{ ?file ?property ?day FILTER(STRSTARTS(STR(?file), "{GRAPH}")) }}
}} ORDER BY DESC(?day) LIMIT 1"""


@dataclass(frozen=True)
class Download:
    """The whole answer in one format."""

    label: str
    href: str


def paths(site: Site) -> Iterable[str]:
    """Return the paths of the list and of every question, without parameters."""
    yield "queries"
    yield from (f"queries/{name}" for name in sorted(site.questions))


def static_choices(site: Site) -> Iterable[tuple[str, Parameters]]:
    """Return the paths and parameters that a copy without a server holds beside ``paths``.

    Those of the example of each question with required parameters, and of a single one that has few values.
    """
    for name, query in sorted(site.questions.items()):
        desk = Desk(site, PageRequest(f"queries/{name}", "en", is_static=True), query)
        yield from ((f"queries/{name}", parameters) for parameters in _choices(desk))


def _choices(desk: Desk) -> tuple[Parameters, ...]:
    required = [parameter for parameter in desk.query.parameters if parameter.required]
    if desk.query.endpoints or not required:
        return ()
    example = _example_parameters(desk)
    return tuple(dict.fromkeys((*_values_of(desk, required), *((example,) if example else ()))))


def _values_of(desk: Desk, required: Sequence[Parameter]) -> tuple[Parameters, ...]:
    """Return the values of the one required parameter, none where there are many or several are needed."""
    if len(required) != 1 or required[0].min_length > 1:
        return ()
    name = required[0].name
    values = sorted(map(shown_value, desk.choices[name]))
    return tuple(((name, value),) for value in values) if len(values) <= STATIC_CHOICES else ()


def _example_parameters(desk: Desk) -> Parameters:
    """Return the required parameters with their examples, none where one of them has no example."""
    required = [parameter for parameter in desk.query.parameters if parameter.required]
    if not all(parameter.examples for parameter in required):
        return ()
    return tuple((one.name, value) for one in required for value in one.examples)


def render(site: Site, request: PageRequest, rest: str) -> Page:
    """Make the list, or the page of a question; raises ``PageMissing`` for one that there is not."""
    if not rest:
        return list_questions(site, request)
    query = site.questions.get(rest)
    if query is None:
        raise PageMissing(request.path)
    if query.endpoints:
        told = listed(site, query, request.language)
        return site.page(
            request,
            "question.html",
            query=query,
            listed=told,
            is_asked_here=False,
            description=told.description,
            description_language=told.description_language,
            options=[
                (one.option, *field_description(site, query, one, request.language))
                for one in query.parameters
            ],
        )
    return _question(Desk(site, request, query))


def _question(desk: Desk) -> Page:
    """Make the page of a question; wrong parameters are told beside their fields."""
    request, query = desk.request, desk.query
    given = read_given(desk)
    is_asked = any(name not in CONTROLS for name, _ in request.parameters)
    are_faults_shown = is_asked or bool(given.values)
    control_fault, answer, bound = "", None, ""
    if given.is_right:
        bound = bound_query(query, given.terms)
        try:
            answer = ask(desk.site, request, query, given.terms, bound, limit=_limit(request))
        except InvalidValue as error:  # a wrong limit, or the key of a page of another graph
            control_fault = error.what
    is_wrong = bool(control_fault) or bool(given.unknown) or (are_faults_shown and bool(given.faults))
    title, tag = title_of(desk.site, query, request.language)
    description, description_tag = description_of(desk.site, query, request.language)
    return desk.site.page(
        request, "question.html", status=422 if is_wrong else 200,
        query=query, is_asked_here=True, title=title, title_language=tag,
        description=description, description_language=description_tag, what=_what(desk, given),
        fields=fields_of(desk, given, are_faults_shown=are_faults_shown), is_wrong=is_wrong,
        unknown=given.unknown, control_fault=control_fault, answer=answer,
        example=_example(desk), choices=_links(desk) if request.is_static else (),
        picture=_picture(query), **_about_answer(desk, given, answer, bound),
    )  # fmt: skip


def _limit(request: PageRequest) -> int:
    if request.is_static:
        return STATIC_ROWS
    text = request.value("limit")
    if not text:
        return ROWS_A_PAGE
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= ROWS_A_PAGE):
        raise InvalidValue(f"limit is a number of rows from 1 to {ROWS_A_PAGE}")
    return int(text)


def _what(desk: Desk, given: Given) -> tuple[tuple[str, str], ...]:
    """Return the values that the question was asked with, as people read them, each with its language."""
    texts = {(name, one.value): one for name, options in desk.options.items() for one in options}
    shown = []
    for name, value in given.canonical:
        option = texts.get((name, value))
        told = f"{parameter_label(desk.site, name, desk.request.language)} {value}"
        shown.append((option.text, option.language) if option else (told, desk.request.language))
    return tuple(shown)


def _example(desk: Desk) -> str:
    """Return the address of the question with its examples, ``""`` where it needs no parameter."""
    if not any(parameter.required for parameter in desk.query.parameters):
        return ""
    return desk.address(_example_parameters(desk))


def _links(desk: Desk) -> tuple[tuple[str, str, str], ...]:
    """Return text, language and address of the answers that the static copy holds."""
    options = {(name, one.value): one for name, found in desk.options.items() for one in found}
    links = []
    for parameters in _choices(desk):
        shown = [options.get(pair, Option(pair[1], pair[1])) for pair in parameters]
        text = desk.text("list.comma").join(option.text for option in shown)
        links.append((text, shown[0].language, desk.address(parameters)))
    return tuple(sorted(links))


def _picture(query: SavedQuery) -> str:
    name = _PICTURES_OF.get(query.name, "")
    return name if name in PICTURES else ""


def _about_answer(desk: Desk, given: Given, answer: ShownAnswer | None, bound: str) -> Mapping[str, object]:
    """Return what stands below an answer: links to it, how it is cited, the query behind it."""
    if answer is None:
        return {}
    addresses, request = desk.site.skin.addresses(desk.request), desk.request
    text = "".join(
        line for line in bound.splitlines(keepends=True) if not line.startswith(HEADER_MARK)
    ).strip()
    fits = len(urlencode({"query": text})) <= _LONGEST_QUERY
    return {
        "canonical": addresses.to(request.path, parameters=given.canonical),
        "permalink": _permalink(desk, given),
        "downloads": _downloads(desk, given),
        "first_page": desk.address(_paged(desk, given, "")),
        "next_page": desk.address(_paged(desk, given, answer.following)),
        "sparql": text + "\n",
        "editor": addresses.to(
            "sparql", parameters=(("query", text) if fits else ("saved", desk.query.name),)
        ),
        "released": __version__,
        "grouped": lambda number: grouped(str(number)),
        "day": _day(desk.site),
        "state": "" if desk.site.graph.is_remote else desk.site.version[:8],
        "explained": _explained(desk, answer),
    }


def _permalink(desk: Desk, given: Given) -> str:
    """Return the whole address of the answer, ``""`` in a copy that does not know where it will lie."""
    addresses, request = desk.site.skin.addresses(desk.request), desk.request
    if request.is_static:
        return addresses.canonical() if request.base else ""
    query = urlencode(given.canonical)
    return addresses.absolute(request.path, request.language) + (f"?{query}" if query else "")


def _paged(desk: Desk, given: Given, after: str) -> Parameters:
    controls = (("limit", desk.request.value("limit")), ("after", after))
    return (*given.canonical, *(pair for pair in controls if pair[1]))


def _downloads(desk: Desk, given: Given) -> tuple[Download, ...]:
    addresses = desk.site.skin.addresses(desk.request)
    links = []
    for name, label in DOWNLOADS:
        is_extension = name.isalpha()
        path = f"queries/{desk.query.name}" + (f".{name}" if is_extension else "")
        controls = (*(() if is_extension else (("format", name),)), ("lang", desk.request.language))
        links.append(Download(label, f"{addresses.file(path)}?{urlencode((*given.canonical, *controls))}"))
    return tuple(links)


def _day(site: Site) -> str:
    """Return the day of the newest file of the graph, ``""`` where no file has one."""
    rows: Sequence[Sequence[object]] = site.graph.select(_DAY_OF_GRAPH).rows
    return next((day.lexical for (day,) in rows if isinstance(day, Literal)), "")


def _explained(desk: Desk, answer: ShownAnswer) -> tuple[tuple[str, str, str], ...]:
    """Return what the columns are called and what they hold, with its language; dates stand in words."""
    language = desk.request.language
    shown = [one.column for one in answer.columns if one.column.description and not one.is_date]
    return tuple(
        (column_title(desk.site, column.name, language), *column_description(desk.site, column, language))
        for column in shown
    )
