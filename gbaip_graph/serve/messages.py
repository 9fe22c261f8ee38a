"""What the server and its workers say to each other: tasks, and what became of them.

Values only, which are sent as they are; the work is done in ``tasks``.
"""

from __future__ import annotations

from dataclasses import dataclass

from gbaip_graph.engines.answers import OWN_DATASET, Dataset
from gbaip_graph.link.reconciliation.service import Request
from gbaip_graph.pages.page import HTML, PageRequest


@dataclass(frozen=True)
class SparqlTask:
    """A query by the protocol; formats are short names of ``media``.

    A graph of the dataset that the store does not have is an empty one; nothing is ever fetched.
    """

    text: str
    row_format: str
    graph_format: str
    limit_bytes: int
    limit_chars: int
    limit_depth: int
    dataset: Dataset = OWN_DATASET
    language: str = "en"


@dataclass(frozen=True)
class QuestionTask:
    """A saved question with its parameters as they were given; ``after`` is the cursor of the page before."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    format_name: str
    language: str
    limit_bytes: int
    limit_rows: int | None = None
    after: str = ""


@dataclass(frozen=True)
class GraphTask:
    """One whole graph: a named one, or the default graph for None."""

    name: str | None
    graph_format: str
    limit_bytes: int


@dataclass(frozen=True)
class DescribeTask:
    """What the graph says of one thing."""

    iri: str
    graph_format: str
    limit_bytes: int


@dataclass(frozen=True)
class DatasetTask:
    """All named graphs with their names, or their union in a format that has no names."""

    graph_format: str
    limit_bytes: int


@dataclass(frozen=True)
class SelfDescriptionTask:
    """The description of the graph in VoID and DCAT; with the service, that of the endpoint too.

    ``base`` is the address of the server with a ``/`` at its end.
    """

    base: str
    graph_format: str
    limit_bytes: int
    of_service: bool


@dataclass(frozen=True)
class ReconcileTask:
    """A request to the reconciliation service."""

    request: Request
    language: str


@dataclass(frozen=True)
class PageTask:
    """A page for people."""

    request: PageRequest
    limit_bytes: int


@dataclass(frozen=True)
class PageFileTask:
    """A file at the root that is made of the graph: the sitemap, a feed, a calendar, a picture."""

    name: str
    base: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Rendered:
    """The body is a page, or a file for machines that read pages."""

    status: int = 200
    content_type: str = HTML


@dataclass(frozen=True)
class Done:
    """The answer is the body; ``form`` is rows, boolean or graph, of a description nothing or deprecated too.

    ``cursor`` leads on: to the page behind this one, or from a deprecated thing to its successor.
    """

    form: str
    cursor: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why there is no answer: the name of the error, what, where and how to mend it."""

    kind: str
    what: str
    where: str = ""
    mend: str = ""
