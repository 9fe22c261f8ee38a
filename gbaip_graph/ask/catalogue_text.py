"""The catalogue for people: the list of questions, and what one question needs and gives.

For ``gbaip ask`` without a question and ``gbaip ask QUESTION --help``.
"""

from __future__ import annotations

from collections.abc import Iterator

from gbaip_graph.ask.catalogue import find_query, load_catalogue
from gbaip_graph.ask.plain_values import bounds_text
from gbaip_graph.ask.saved_query import Parameter, SavedQuery
from gbaip_graph.layout import Root


def list_questions(root: Root, language: str) -> str:
    """Return one line for each question: its name and its title. Raises ``InvalidData`` for bad headers."""
    questions = load_catalogue(root)
    width = max((len(query.name) for query in questions), default=0)
    lines = [
        f"{query.name:<{width}}  {query.title_in(language)}{_in_brackets(_endpoints(query))}"
        for query in questions
    ]
    return "\n".join([*lines, "", "gbaip ask QUESTION --help shows the parameters of a question."])


def _endpoints(query: SavedQuery) -> str:
    """Return the options that a question cannot do without: ``--with geonames=URL``."""
    return " ".join(f"--with {endpoint.name}=URL" for endpoint in query.endpoints)


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


def describe_question(root: Root, name: str, language: str) -> str:
    """Return how to ask a question: its parameters with examples, and its columns.

    Raises ``UnknownName`` with the questions there are.
    """
    query = find_query(root, name)
    lines = [
        f"Usage: gbaip ask {query.name} [PARAMETERS] [OPTIONS] {_endpoints(query)}".rstrip(),
        "",
        f"  {query.title_in(language)}",
        "",
    ]
    lines += [f"  {query.description}", ""]
    lines += ["Parameters:", *_parameter_lines(query), ""] if query.parameters else []
    lines += ["Endpoints of others:", *_endpoint_lines(query), ""] if query.endpoints else []
    lines += ["Columns:", *(f"  {column.name}: {column.description}" for column in query.columns)]
    return "\n".join(lines)


def _parameter_lines(query: SavedQuery) -> Iterator[str]:
    for parameter in query.parameters:
        given = " ".join(parameter.defaults)
        state = "required" if parameter.required else f"default {given}" if given else "optional"
        told = f"{_kind(parameter)}, {state}; such as {_example(parameter)}"
        yield f"  --{parameter.option}: {parameter.description} ({told})"


def _endpoint_lines(query: SavedQuery) -> Iterator[str]:
    for endpoint in query.endpoints:
        yield f"  --with {endpoint.name}=URL: {endpoint.description} In the query: <{endpoint.iri}>."


def _kind(parameter: Parameter) -> str:
    """Return what a parameter takes: ``up to 5 times year from 2002 to 2026``."""
    kind = f"one of {', '.join(parameter.values)}" if parameter.values else parameter.kind
    return f"{_times(parameter)}{kind}{bounds_text(parameter)}"


def _times(parameter: Parameter) -> str:
    if not parameter.is_list:
        return ""
    least, most = parameter.min_length, parameter.max_length
    return f"up to {most} times " if least == 1 else f"{least} to {most} times "


def _example(parameter: Parameter) -> str:
    if len(parameter.examples) < 2:
        return parameter.example
    return " ".join(f"--{parameter.option} {value}" for value in parameter.examples)
