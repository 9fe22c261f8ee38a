"""The hygiene queries of a change have the rows in which two full runs differ; what had no bounds is told."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random

import pytest

from gbaip_graph.build.nquads import Quad, write_nquads
from gbaip_graph.check.changes.hygiene import (
    Change,
    HygieneChange,
    KnownQuery,
    Row,
    hygiene_rows,
    known_queries,
)
from gbaip_graph.check.changes.overlay import OverlayGraph
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import PREFIXES, expand
from gbaip_graph.turtle.parser import read_turtle
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Term, Triple
from tests.check.changes.filed import FiledMemory

SEED = int(os.environ.get("GBAIP_SEED", "20261121"))
CHANGES = 40
MOST_CHANGED = 4
FULL_RUN = "queries/checks/shared-slug.rq is run in full"

Files = dict[str, set[Triple]]
CATALOGUE, LETTER = "data/catalogue.ttl", "data/sources/letter-1.ttl"


@pytest.fixture(scope="session")
def queries(repository: Path) -> tuple[KnownQuery, ...]:
    return known_queries(Root(repository))


@pytest.fixture
def files(small_root: Root) -> Files:
    return {small_root.relative(path): _triples(path) for path in small_root.data_files()}


def _triples(path: Path) -> set[Triple]:
    return {Triple(one.subject, one.predicate, one.object) for one in read_turtle(path).triples}


def change_of(
    root: Root,
    files: Mapping[str, Iterable[Triple]],
    queries: tuple[KnownQuery, ...],
    *,
    added: Iterable[Change] = (),
    removed: Iterable[Change] = (),
) -> HygieneChange:
    before = FiledMemory(files)
    after = OverlayGraph(before, added=_by_file(added), removed=_by_file(removed))
    changed = {*added, *removed}
    return hygiene_rows(root, changed=changed, before=before, after=after, queries=queries)


def _by_file(changes: Iterable[Change]) -> dict[str, frozenset[Triple]]:
    found: Files = {}
    for triple, path in changes:
        found.setdefault(path, set()).add(triple)
    return {path: frozenset(triples) for path, triples in found.items()}


def fact(subject: str, predicate: str, object: str) -> Triple:
    return Triple(*(Iri(expand(name)) for name in (subject, predicate, object)))


def told(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """Return rule and record of each row."""
    return sorted((row.query.rule, str(getattr(row.cells["focus"], "value", ""))) for row in rows)


def full_run(root: Root, files: Files, queries: Iterable[KnownQuery]) -> Counter[str]:
    graph = QueryableGraph.from_nquads(
        write_nquads(
            Quad(*triple, root.graph_iri(root.path / path))
            for path, triples in files.items()
            for triple in triples
        )
    )
    rows: Counter[str] = Counter()
    for known in queries:
        solutions = graph.select(known.query.text)
        for row in solutions.rows:
            cells = dict(zip(solutions.variables, row, strict=True))
            rows[_key(Row(known.query, cells))] += 1
    return rows


def _key(row: Row) -> str:
    return f"{row.query.rule} {sorted((name, str(term)) for name, term in row.cells.items())}"


def test_a_reference_to_nothing_is_a_row_after_the_change(small_root, files, queries):
    link = fact("event:fair", "gbaip:takesPlaceIn", "place:nowhere")
    change = change_of(small_root, files, queries, added=[(link, LETTER)])
    assert told(change.after) == [("dangling-reference", expand("event:fair"))]
    assert change.before == ()


def test_a_record_that_goes_leaves_rows_about_those_that_refer_to_it(small_root, files, queries):
    record = {triple for triple in files[LETTER] if triple.subject == Iri(expand("plan:first"))}
    change = change_of(small_root, files, queries, removed=[(triple, LETTER) for triple in record])
    rows = told(change.after)
    assert ("dangling-reference", expand("item:first-01")) in rows
    assert change.before == ()


def test_what_is_mended_is_a_row_before_the_change_alone(small_root, files, queries):
    link = fact("event:fair", "gbaip:takesPlaceIn", "place:nowhere")
    files[LETTER].add(link)
    change = change_of(small_root, files, queries, removed=[(link, LETTER)])
    assert told(change.before) == [("dangling-reference", expand("event:fair"))]
    assert change.after == ()


def test_a_record_that_moves_to_another_file_is_a_change_though_the_graph_is_the_same(
    small_root, files, queries
):
    cited = fact("event:fair", "gbaip:statedIn", "passage:letter-1.p1")
    change = change_of(
        small_root,
        files,
        queries,
        added=[(cited, "data/sources/letter-2.ttl")],
        removed=[(cited, LETTER)],
    )
    rules = {rule for rule, _ in told(change.after)}
    assert rules == {"citation-of-own-source", "record-without-citation", "untyped-record"}


def test_a_file_without_description_is_found_by_its_graph(small_root, files, queries):
    described = PREFIXES["graph"] + "sources/letter-1"
    gone = [(triple, CATALOGUE) for triple in files[CATALOGUE] if triple.subject == Iri(described)]
    change = change_of(small_root, files, queries, removed=gone)
    assert told(change.after) == [("graph-without-description", described)]


def test_an_emptied_file_leaves_its_description_alone(small_root, files, queries):
    name = "data/register/group.ttl"
    gone = [(triple, name) for triple in files[name]]
    change = change_of(small_root, files, queries, removed=gone)
    assert told(change.after) == [("described-graph-missing", PREFIXES["graph"] + "register/group")]


def test_a_query_that_compares_everything_is_run_in_full_and_says_so(small_root, files, queries):
    event = fact("event:patrols", "rdf:type", "gbaip:Event")
    change = change_of(small_root, files, queries, added=[(event, LETTER)])
    assert [note.partition(":")[0] for note in change.notes] == [FULL_RUN]
    assert ("shared-slug", expand("op:patrols")) in told(change.after)


def test_types_that_no_query_compares_ask_for_no_full_run(small_root, files, queries):
    figure = fact("figure:fair.guests", "rdf:type", "gbaip:Figure")
    assert change_of(small_root, files, queries, added=[(figure, LETTER)]).notes == ()


def test_no_change_asks_no_query(small_root, files, queries):
    assert change_of(small_root, files, queries) == HygieneChange()


def test_rows_are_those_in_which_full_runs_differ_on_random_changes(small_root, files, queries):
    random = Random(SEED)  # noqa: S311 - chance, not secrecy
    new = fixed = in_full = 0
    rows = full_run(small_root, files, queries)
    added, removed = set[Change](), set[Change]()
    for number in range(CHANGES):
        # Every other change takes back the one before, so that rows come and go.
        added, removed = (removed, added) if number % 2 else _random_change(random, files)
        change = change_of(small_root, files, queries, added=added, removed=removed)
        for path, triples in _by_file(added).items():
            files[path] |= triples
        for path, triples in _by_file(removed).items():
            files[path] -= triples
        rows_before, rows = rows, full_run(small_root, files, queries)
        before, after = (Counter(map(_key, side)) for side in (change.before, change.after))
        where = f"change {number} of seed {SEED}"
        assert after - before == rows - rows_before, where
        assert before - after == rows_before - rows, where
        assert after <= rows, where
        new, fixed = new + (after - before).total(), fixed + (before - after).total()
        in_full += bool(change.notes)
    print(f"seed {SEED}: {CHANGES} changes, {new} new rows, {fixed} fixed, {in_full} with a query in full")
    assert min(new, fixed) > CHANGES // 4
    assert 0 < in_full < CHANGES


def _random_change(random: Random, files: Files) -> tuple[set[Change], set[Change]]:
    """Take triples out, and put others in whose parts stand somewhere already."""
    removed = {_random_triple(random, files) for _ in range(random.randint(0, MOST_CHANGED))}
    added = {_random_addition(random, files) for _ in range(random.randint(0, MOST_CHANGED))}
    added = {(triple, path) for triple, path in added if triple not in files[path]}
    return added, removed - added


def _random_addition(random: Random, files: Files) -> Change:
    (one, path), (other, other_path) = (_random_triple(random, files) for _ in range(2))
    typed = (Triple(one.subject, IRI_TYPE, _random_class(random, files)), path)
    mixed = (Triple(one.subject, other.predicate, other.object), path)
    return random.choice((typed, mixed, (one, other_path)))


def _random_class(random: Random, files: Files) -> Term:
    return random.choice(sorted({t.object for t in files[LETTER] if t.predicate == IRI_TYPE}, key=str))


def _random_triple(random: Random, files: Files) -> Change:
    path = random.choice(sorted(path for path, triples in files.items() if triples))
    return random.choice(sorted(files[path], key=str)), path
