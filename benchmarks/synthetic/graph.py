"""A whole invented graph: neighbourhood after neighbourhood, each forgotten as soon as it is written.

For ``benchmarks.generate`` and the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil
from pathlib import Path
from random import Random

from benchmarks.synthetic.chapters import tell_chapter
from benchmarks.synthetic.concepts import Concepts, read_concepts
from benchmarks.synthetic.document import Document
from benchmarks.synthetic.neighbourhood import Neighbourhood, coast, settle
from benchmarks.synthetic.sheet import Sheet, Values, day, text
from benchmarks.synthetic.spans import Spans
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import GRAPH

SMALLEST_DOCUMENT = 500  # triples; the shipped documents with full text have 200 to 3,500
LARGEST_DOCUMENT = 2000
DOCUMENTS_OF_A_NEIGHBOURHOOD = 40  # some 50,000 triples, which is what has to be in memory at once
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_ENTERED_ON = "2001-01-01"
_TRIPLES_OF_A_SPAN = 6
_TRIPLES_OF_A_DESCRIPTION = 5

#: Given the sheets of one neighbourhood, or last of all those of the spans and the catalogue, before they are
#: written.
Meddle = Callable[[Sequence[Sheet]], None]


def sheets_of_graph(checkout: Root, *, triples: int, seed: int) -> Iterator[list[Sheet]]:
    """Make the files of a graph of about that many triples beside its concepts.

    They come in lists that belong together and refer to nothing else but the spans and the catalogue, which
    come last.
    """
    concepts = read_concepts(checkout.data_dir / "concepts")
    spans, first, paths = Spans(), coast(), ["data/register/place.ttl"]
    written, documents, number = len(first), 0, 0
    yield [first]
    while (left := triples - written - _overhead(spans, paths)) > 0:
        rng = Random(f"{seed}/{number}")  # noqa: S311 - the same graph every time is wanted
        around = settle(f"{number:03}", rng, concepts)
        left -= sum(map(len, around.sheets()))
        told = list(_documents(around, left=left, first=documents, rng=rng, concepts=concepts, spans=spans))
        made = [*around.sheets(), *(document.sheet for document in told)]
        written += sum(map(len, made))
        paths += [sheet.path for sheet in made]
        documents, number = documents + len(told), number + 1
        yield made
    of_spans = list(spans.sheets())
    of_concepts = [f"data/concepts/{scheme}.ttl" for scheme in concepts.schemes]
    described = [*paths, *(sheet.path for sheet in of_spans), *of_concepts, "data/catalogue.ttl"]
    yield [*of_spans, catalogue(described)]


def neighbourhoods(triples: int) -> int:
    """Return about how many neighbourhoods a graph of that many triples has."""
    return ceil(triples / (DOCUMENTS_OF_A_NEIGHBOURHOOD * (SMALLEST_DOCUMENT + LARGEST_DOCUMENT) / 2))


def catalogue(paths: Sequence[str]) -> Sheet:
    """Return the description of each file's graph."""
    sheet = Sheet("data/catalogue.ttl")
    for path in paths:
        name = path.removeprefix("data/").removesuffix(".ttl")
        of_source = name.startswith("sources/")
        values: Values = {
            "dcterms:title": text(f"Invented: {name.replace('/', ' ')}"),
            "dcterms:created": day(_ENTERED_ON),
            "dcterms:license": _LICENCE,
            "prov:wasDerivedFrom": f"source:{name.removeprefix('sources/')}" if of_source else None,
        }
        sheet.record(GRAPH + name, "void:Dataset", values)
    return sheet


def _overhead(spans: Spans, paths: Sequence[str]) -> int:
    return len(spans.used) * _TRIPLES_OF_A_SPAN + len(paths) * _TRIPLES_OF_A_DESCRIPTION


def _documents(
    around: Neighbourhood, *, left: int, first: int, rng: Random, concepts: Concepts, spans: Spans
) -> Iterator[Document]:
    before = len(spans.used)
    for number in range(first, first + DOCUMENTS_OF_A_NEIGHBOURHOOD):
        left_now = left - (len(spans.used) - before) * _TRIPLES_OF_A_SPAN
        if left_now <= 0:
            return
        told = Document(number, rng, concepts, spans, around)
        target = min(rng.randint(SMALLEST_DOCUMENT, LARGEST_DOCUMENT), left_now)
        told.begin()
        while len(told.sheet) < target:
            tell_chapter(told)
        left -= len(told.sheet) + _TRIPLES_OF_A_DESCRIPTION
        yield told


def write_graph(checkout: Root, *, triples: int, seed: int, out: Path, meddle: Meddle | None = None) -> int:
    """Write the data files of a graph, and return how many triples they have."""
    written = 0
    for sheets in sheets_of_graph(checkout, triples=triples, seed=seed):
        if meddle:
            meddle(sheets)
        for sheet in sheets:
            sheet.write(out)
            written += len(sheet)
    return written
