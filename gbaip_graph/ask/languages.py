"""Labels in the wanted language, or in the next best one, which is never hidden.

For answers and error messages; it fetches all labels of an answer in one query.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.suggestions import did_you_mean
from gbaip_graph.engines.sparql_binding import encode
from gbaip_graph.errors import InvalidValue
from gbaip_graph.namespaces import expand
from gbaip_graph.turtle.terms import Iri, Literal

#: The languages of the project, each with those that stand in for it, the nearest first.
FALLBACKS: Mapping[str, tuple[str, ...]] = {
    "en": ("en", "zh-Hant", "zh-Hans"),
    "zh-Hant": ("zh-Hant", "zh-Hans", "en"),
    "zh-Hans": ("zh-Hans", "zh-Hant", "en"),
}
#: Where a label is looked for; the first that is there in a language counts.
LABEL_PROPERTIES = ("skos:prefLabel", "rdfs:label", "dcterms:title")

# A remote store may take no longer query than some 10,000 characters.
_IRIS_A_QUERY = 100
#: A tenure has no label of its own: it is called after its person and its post.
_TENURE = (
    f"?thing <{expand('gbaip:ofPerson')}>/<{expand('skos:prefLabel')}> ?label ;"
    f" <{expand('gbaip:ofPost')}>/<{expand('skos:prefLabel')}> ?post ."
    " FILTER(LANG(?label) = LANG(?post))"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label and the language that it is in; ``""`` where it has no language."""

    text: str
    language: str = ""


Labels = Mapping[str, tuple[Label, ...]]


def check_language(language: str) -> str:
    """Return the language, or raise ``InvalidValue`` where it is none of the project's."""
    if language in FALLBACKS:
        return language
    mend = f"{did_you_mean(language, FALLBACKS)}There are: {', '.join(FALLBACKS)}."
    raise InvalidValue(f'the language "{language}" is unknown', mend=mend)


def fetch_labels(graph: AskedGraph, iris: Iterable[str]) -> dict[str, tuple[Label, ...]]:
    """Fetch every label of some IRIs: ``{iri: labels, the preferred property first}``."""
    wanted = sorted(filter(None, map(_encoded, set(iris))))
    labels: dict[str, list[Label]] = {}
    for start in range(0, len(wanted), _IRIS_A_QUERY):
        rows = graph.select(_labels_query(wanted[start : start + _IRIS_A_QUERY])).rows
        for thing, _, label, post in rows:
            if isinstance(thing, Iri) and isinstance(label, Literal):
                text = f"{label.lexical}, {post.lexical}" if isinstance(post, Literal) else label.lexical
                labels.setdefault(thing.value, []).append(Label(text, label.language))
    return {iri: tuple(found) for iri, found in labels.items()}


def _labels_query(wanted: list[str]) -> str:
    """Write one branch for each property: the engine takes seconds for a join of two VALUES blocks."""
    values = " ".join(wanted)
    branches = " UNION ".join(
        f"{{ VALUES ?thing {{ {values} }} ?thing <{expand(name)}> ?label BIND({rank} AS ?rank) }}"
        for rank, name in enumerate(LABEL_PROPERTIES)
    )
    branches += f" UNION {{ VALUES ?thing {{ {values} }} {_TENURE} BIND({len(LABEL_PROPERTIES)} AS ?rank) }}"
    return (
        f"SELECT DISTINCT ?thing ?rank ?label ?post WHERE {{ {branches} }} ORDER BY ?thing ?rank ?label ?post"
    )


def choose_label(labels: tuple[Label, ...], language: str) -> Label | None:
    """Choose the label in the wanted language, a language near to it, none, or any other, in this order."""
    order = (*FALLBACKS[language], "")
    by_language: dict[str, Label] = {}
    for label in labels:
        by_language.setdefault(label.language, label)
    known = next((by_language[tag] for tag in order if tag in by_language), None)
    return known or next(iter(labels), None)


def _encoded(iri: str) -> str:
    try:
        return encode(Iri(iri))
    except InvalidValue:
        return ""  # an IRI of unusual characters is in no data of the project, so it has no label
