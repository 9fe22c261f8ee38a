"""The saved questions as examples in RDF, in the form that SPARQL editors ask an endpoint for.

For the builder, which puts them into a graph of their own. The form is that of
https://github.com/sib-swiss/sparql-examples
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.bound_query import bound_query
from gbaip_graph.ask.header import read_saved_query
from gbaip_graph.ask.header_lines import HEADER_MARK
from gbaip_graph.ask.parameters import resolve_parameters
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.engines.sparql_text import significant, tokenize
from gbaip_graph.errors import InvalidValue, QueryRefused, UnknownName
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import BASE, EXAMPLES_GRAPH, PREFIXES
from gbaip_graph.turtle.terms import IRI_TYPE, RDF_LANG_STRING, XSD, Iri, Literal, Term, Triple

#: What an example is called: the address of its question below the permanent base.
QUESTION = BASE + "queries/"
_ENDPOINT = Iri(BASE + "sparql")
_SH, _RDFS, _SCHEMA, _DCTERMS = (PREFIXES[name] for name in ("sh", "rdfs", "schema", "dcterms"))
_FORMS = {"SELECT": "Select", "ASK": "Ask", "CONSTRUCT": "Construct"}
_OWN_CLASS = re.compile(r"gbaip:([A-Z]\w*)\Z")
_WORD = re.compile(r"[A-Z][a-z]*")


def example_triples(root: Root, graph: AskedGraph) -> Iterator[Triple]:
    """Say every question of a root whose header is right and whose examples the graph knows.

    The others are left out: they are faults that the lint tells, and no reason to be without a graph. So are
    those that ask endpoints of others, which nobody's endpoint answers alone.
    """
    yield from _declarations()
    for path in sorted(root.queries_dir.glob("*.rq")):
        query, faults = read_saved_query(path, file=root.relative(path))
        if not faults and not query.endpoints:
            yield from _example(query, graph)


def example_values(query: SavedQuery) -> list[tuple[str, str]]:
    """Return the parameters of a question with the examples of its header, each value by itself."""
    return [(parameter.name, value) for parameter in query.parameters for value in parameter.examples]


def _example(query: SavedQuery, graph: AskedGraph) -> Iterator[Triple]:
    try:
        text = bound_query(query, resolve_parameters(query, example_values(query), graph))
    except (InvalidValue, QueryRefused, UnknownName):
        return
    form = next((token.upper for token in significant(tokenize(text)) if token.upper in _FORMS), "")
    if not form:
        return
    node = QUESTION + query.name
    yield _say(node, IRI_TYPE.value, Iri(_SH + "SPARQLExecutable"))
    yield _say(node, IRI_TYPE.value, Iri(f"{_SH}SPARQL{_FORMS[form]}Executable"))
    # One comment only: editors show one entry for each.
    yield _say(node, _RDFS + "comment", Literal(query.title_in("en"), RDF_LANG_STRING, "en"))
    for language, title in query.title.items():
        yield _say(node, _DCTERMS + "title", Literal(title, RDF_LANG_STRING, language))
    if query.description:
        yield _say(node, _DCTERMS + "description", Literal(query.description, RDF_LANG_STRING, "en"))
    yield _say(node, _SH + "prefixes", Iri(EXAMPLES_GRAPH))
    yield _say(node, _SH + form.lower(), Literal(_without_header(text)))
    yield _say(node, _SCHEMA + "target", _ENDPOINT)
    for keyword in sorted(_keywords(text)):
        yield _say(node, _SCHEMA + "keywords", Literal(keyword))


def _without_header(text: str) -> str:
    """Leave out the lines of the header, which say what the triples around the text say."""
    lines = text.splitlines()
    first = next((n for n, line in enumerate(lines) if not line.startswith(HEADER_MARK)), len(lines))
    return "\n".join(lines[first:]).strip() + "\n"


def _keywords(text: str) -> Iterable[str]:
    """Return the classes of the ontology that a query speaks of, in words: ``source document``."""
    names = {found[1] for token in tokenize(text) if (found := _OWN_CLASS.match(token.text))}
    return {" ".join(_WORD.findall(name)).lower() for name in names}


def _declarations() -> Iterator[Triple]:
    """Declare every prefix of the project, as https://www.w3.org/TR/shacl/#sparql-prefixes tells."""
    title = "The saved questions as examples, and the prefixes of the project"
    yield _say(EXAMPLES_GRAPH, _DCTERMS + "title", Literal(title, RDF_LANG_STRING, "en"))
    for prefix, namespace in PREFIXES.items():
        node = f"{EXAMPLES_GRAPH}#{prefix}"
        yield _say(EXAMPLES_GRAPH, _SH + "declare", Iri(node))
        yield _say(node, _SH + "prefix", Literal(prefix))
        yield _say(node, _SH + "namespace", Literal(namespace, XSD + "anyURI"))


def _say(subject: str, predicate: str, object_: Term) -> Triple:
    return Triple(Iri(subject), Iri(predicate), object_)
