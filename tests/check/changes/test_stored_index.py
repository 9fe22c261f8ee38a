"""The stored graph answers as one in memory, and survives what happens to caches."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from gbaip_graph.check.changes.stored_index import StoredIndex, open_index
from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.terms import XSD, BlankNode, Iri, Literal, Term, Triple
from tests.check.changes.filed import FiledMemory
from tests.check.shacl.random_graphs import random_graph, triples_of

SEED = int(os.environ.get("GBAIP_SEED", "20261121"))
ODD_TERMS: tuple[Term, ...] = (
    Literal(""),
    Literal('say "no"\\'),
    Literal("two\nlines\tand \x00 \x7f \\u0041"),
    Literal("香港", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "zh-Hant"),
    Literal("007", XSD + "integer"),
    Literal("1.50", XSD + "decimal"),
    BlankNode("f00.b1"),
    Iri("http://example.org/ü#x"),
)


def odd_triples() -> set[Triple]:
    subjects = [term for term in ODD_TERMS if not isinstance(term, Literal)]
    return {Triple(subject, Iri("urn:p"), term) for subject in subjects for term in ODD_TERMS}


def some_files() -> dict[str, set[Triple]]:
    random = Random(SEED)  # noqa: S311 - chance, not secrecy
    files = {f"data/{number}.ttl": random_graph(random, size=40) for number in range(4)}
    return {**files, "data/odd.ttl": odd_triples()}


class Readers:
    """Reads files that are only in memory, and remembers which were asked for."""

    def __init__(self, files: Mapping[str, Iterable[Triple]]) -> None:
        self.files = dict(files)
        self.asked: list[str] = []

    def __call__(self, path: str) -> Iterable[Triple]:
        self.asked.append(path)
        return self.files[path]


def digests(files: Iterable[str], version: str = "1") -> dict[str, str]:
    return dict.fromkeys(files, version)


def answers(graph: StoredIndex | FiledMemory, like: FiledMemory) -> list[object]:
    triples = sorted(like, key=str)
    return [
        sorted(map(str, graph)),
        [sorted(map(str, graph.objects(t.subject, t.predicate))) for t in triples],
        [sorted(map(str, graph.subjects(t.predicate, t.object))) for t in triples],
        [sorted(map(str, graph.outgoing(t.subject))) for t in triples],
        [sorted(map(str, graph.incoming(t.object))) for t in triples],
        [sorted(map(str, graph.with_predicate(t.predicate))) for t in triples],
        [graph.has(*t) for t in triples],
        [graph.files_of(t) for t in triples],
        [graph.files_about(t.subject) for t in triples],
        [sorted(map(str, graph.in_file(path))) for path in sorted(some_files())],
    ]


@pytest.mark.parametrize("is_stored", [True, False])
def test_it_answers_as_a_graph_in_memory(tmp_path: Path, *, is_stored: bool) -> None:
    files = some_files()
    expected = FiledMemory(files)
    file = tmp_path / "graph.sqlite3" if is_stored else None
    with closing(open_index(file, digests(files), Readers(files))) as index:
        assert answers(index, expected) == answers(expected, expected)
        assert len(index) == len(set(expected))


def test_terms_it_has_never_seen_have_no_triples(tmp_path: Path) -> None:
    files = some_files()
    with closing(open_index(tmp_path / "graph.sqlite3", digests(files), Readers(files))) as index:
        assert list(index.objects(Iri("urn:none"), Iri("urn:p"))) == []
        assert list(index.incoming(Literal("none"))) == []
        assert not index.has(Iri("urn:none"), Iri("urn:p"), Literal("none"))


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    files = some_files()
    file = tmp_path / "graph.sqlite3"
    open_index(file, digests(files), Readers(files)).close()
    files["data/1.ttl"] = set(triples_of("e:n1 e:p e:n2 ."))
    del files["data/2.ttl"]
    reader = Readers(files)
    with closing(open_index(file, {**digests(files), "data/1.ttl": "2"}, reader)) as index:
        assert answers(index, FiledMemory(files)) == answers(FiledMemory(files), FiledMemory(files))
    assert reader.asked == ["data/1.ttl"]


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + bytes(4096)])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    files = some_files()
    file = tmp_path / "graph.sqlite3"
    file.write_bytes(content)
    for expected in (sorted(files), []):
        reader = Readers(files)
        with closing(open_index(file, digests(files), reader)) as index:
            assert len(index) == len(set(FiledMemory(files)))
        assert reader.asked == expected


def test_tables_of_another_format_are_replaced(tmp_path: Path) -> None:
    files = some_files()
    file = tmp_path / "graph.sqlite3"
    with closing(sqlite3.connect(file)) as other:
        other.executescript("CREATE TABLE files (x); CREATE TABLE more (y); PRAGMA user_version = 99;")
    with closing(open_index(file, digests(files), Readers(files))) as index:
        assert len(index) == len(set(FiledMemory(files)))


def test_a_place_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    files = some_files()
    (tmp_path / "a file").write_text("")
    with closing(open_index(tmp_path / "a file" / "graph.sqlite3", digests(files), Readers(files))) as index:
        assert len(index) == len(set(FiledMemory(files)))


def test_a_file_that_cannot_be_read_leaves_what_was_stored(tmp_path: Path) -> None:
    files = some_files()
    file = tmp_path / "graph.sqlite3"
    open_index(file, digests(files), Readers(files)).close()

    def refuse(path: str) -> Iterable[Triple]:
        raise InvalidData([Finding(path, 1, 1, "syntax", "no Turtle")])

    with pytest.raises(InvalidData):
        open_index(file, {**digests(files), "data/1.ttl": "2"}, refuse)
    reader = Readers(files)
    open_index(file, digests(files), reader).close()
    assert reader.asked == []


def test_an_open_graph_does_not_change_while_another_run_stores_other_files(tmp_path: Path) -> None:
    files = some_files()
    file = tmp_path / "graph.sqlite3"
    expected = FiledMemory(files)
    with closing(open_index(file, digests(files), Readers(files))) as index:
        others = {"data/1.ttl": set(triples_of("e:n1 e:p e:n2 ."))}
        with closing(open_index(file, digests(others, "2"), Readers(others))) as other:
            assert len(other) == 1
            assert answers(index, expected) == answers(expected, expected)
