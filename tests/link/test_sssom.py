"""Mapping files: what is read, what is refused and where, and that what is written is read again."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaip_graph.errors import InvalidData
from gbaip_graph.sssom.mapping import Mapping, MappingSet
from gbaip_graph.sssom.reader import parse_mapping_set, read_mapping_set
from gbaip_graph.sssom.triples import mapping_triples
from gbaip_graph.sssom.writer import mapping_set_text
from gbaip_graph.turtle.terms import Iri, Literal, Position
from tests.link.mapping_text import COLUMNS, FIRST_ROW, HEADER, ROW, found, mapping_text

OWL, SSSOM = "http://www.w3.org/2002/07/owl#", "https://w3id.org/sssom/"
EXACT = Iri("http://www.w3.org/2004/02/skos/core#exactMatch")
HONG_KONG, FEATURE = "https://w3id.org/gbaip/id/place/hong-kong", "https://sws.geonames.org/1819730/"


def test_a_row_is_read_with_its_identifiers_in_full() -> None:
    (one,) = parse_mapping_set(mapping_text())
    assert (one.subject_iri, one.predicate_iri, one.object_iri) == (HONG_KONG, EXACT.value, FEATURE)
    assert (one.confidence, one.line, one.columns["subject_label"]) == (0.99, FIRST_ROW, 17)


def test_the_header_is_read_as_yaml_reads_it() -> None:
    header = (
        "# mapping_set_id: 'https://example.org/a''b'\n# license: https://example.org/l # a remark\n"
        "# see_also:\n# - https://example.org/1\n# - https://example.org/2\n# extension_definitions:\n"
        '#   - slot_name: seen_by\n#     property: "place:by"\n'
        "# curie_map:\n#    place: https://example.org/p/\n#    geonames: https://example.org/g/\n"
    )
    assert parse_mapping_set(mapping_text(header=header)).header == {
        "mapping_set_id": "https://example.org/a'b",
        "license": "https://example.org/l",
        "see_also": ["https://example.org/1", "https://example.org/2"],
        "extension_definitions": [{"slot_name": "seen_by", "property": "place:by"}],
        "curie_map": {"place": "https://example.org/p/", "geonames": "https://example.org/g/"},
    }


def test_a_slot_of_the_whole_set_holds_for_rows_without_one() -> None:
    text = mapping_text(header=HEADER + "#object_source: geonames:all\n")
    assert parse_mapping_set(text).mappings[0].object_source == "geonames:all"


def test_a_column_that_the_standard_does_not_know_is_kept() -> None:
    text = mapping_text({"seen_by": "me"}, columns=(*COLUMNS, "seen_by"))
    assert parse_mapping_set(text).mappings[0].other == {"seen_by": "me"}


def test_a_quoted_cell_may_hold_tabs_quotes_and_line_ends() -> None:
    text = mapping_text({"object_label": '"a\t""b""\nc"'}, {"object_id": "geonames:2/"})
    first, second = parse_mapping_set(text)
    assert (first.object_label, second.line) == ('a\t"b"\nc', FIRST_ROW + 2)


SPOILT_CELLS = {
    "unknown prefix": ({"object_id": "gn:1"}, "unknown-prefix", "object_id"),
    "whole IRI": ({"object_id": "https://sws.geonames.org/1/"}, "unknown-prefix", "object_id"),
    "space in a name": ({"object_id": "geonames:1 2"}, "bad-name", "object_id"),
    "confidence over one": ({"confidence": "1.01"}, "bad-number", "confidence"),
    "confidence below zero": ({"confidence": "-0.1"}, "bad-number", "confidence"),
    "confidence not a number": ({"confidence": "NaN"}, "bad-number", "confidence"),
    "confidence in words": ({"confidence": "high"}, "bad-number", "confidence"),
    "no such day": ({"mapping_date": "2026-02-30"}, "bad-date", "mapping_date"),
    "day with a time": ({"mapping_date": "2026-02-03T00:00:00"}, "bad-date", "mapping_date"),
    "day in other digits": ({"mapping_date": "٢٠٢٦-02-03"}, "bad-date", "mapping_date"),
    "another modifier": ({"predicate_modifier": "not"}, "bad-modifier", "predicate_modifier"),
    "no subject": ({"subject_id": ""}, "missing-value", "subject_id"),
    "no such justification": ({"mapping_justification": "semapv:Guess"}, "unknown-justification",
                              "mapping_justification"),
    "right-to-left mark": ({"object_label": "Hong\u202eKong"}, "hidden-character", "object_label"),
    "ten thousand characters": ({"object_label": "x" * 10_000}, "cell-too-long", "object_label"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT_CELLS)
def test_a_wrong_cell_is_found_at_its_place(name: str) -> None:
    row, rule, slot = SPOILT_CELLS[name]
    before = [{**ROW, **row}.get(column, "") for column in COLUMNS[: COLUMNS.index(slot)]]
    assert found(mapping_text({}, row)) == [(rule, FIRST_ROW + 1, len("\t".join([*before, ""])) + 1)] or (
        slot == "subject_id" and found(mapping_text({}, row)) == [(rule, FIRST_ROW + 1, 1)]
    )


SPOILT_TEXTS = {
    "missing column": (mapping_text(columns=COLUMNS[:4]), ("missing-column", 6, 1)),
    "column twice": (mapping_text(columns=(*COLUMNS, "confidence")), ("repeated-column", 6, 127)),
    "short row": (mapping_text() + "place:x\n", ("row-length", FIRST_ROW + 1, 1)),
    "row twice": (mapping_text({}, {}), ("repeated-row", FIRST_ROW + 1, 1)),
    "stated and denied": (mapping_text({}, {"predicate_modifier": "Not"}),
                          ("contradiction", FIRST_ROW + 1, 1)),
    "no set id": (mapping_text(header=HEADER.replace("mapping_set_id", "other")), ("mapping-header", 1, 1)),
    "set id no IRI": (mapping_text(header=HEADER.replace("https://example.org/m", "m m")),
                      ("mapping-header", 4, 2)),
    "key twice": (mapping_text(header=HEADER + "#license: x:y\n"), ("mapping-header", 6, 2)),
    "anchor": (mapping_text(header=HEADER + "#comment: &a b\n"), ("mapping-header", 6, 2)),
    "prefix of the standard": (mapping_text(header=HEADER.replace("#  place", "#  skos: x:\n#  place")),
                               ("mapping-header", 1, 2)),
    "open quote": (mapping_text({"object_label": '"Hong'}), ("table-syntax", FIRST_ROW, 62)),
    "empty": ("", ("mapping-header", 1, 1)),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT_TEXTS)
def test_a_wrong_file_is_refused_at_the_place(name: str) -> None:
    text, finding = SPOILT_TEXTS[name]
    assert finding in found(text)


def test_all_faults_are_told_at_once() -> None:
    rows = ({"confidence": "2"}, {"object_id": "gn:1"}, {"mapping_date": "today"})
    assert [rule for rule, *_ in found(mapping_text(*rows))] == ["bad-number", "unknown-prefix", "bad-date"]


BYTES = {
    "byte order mark": b"\xef\xbb\xbf" + mapping_text().encode(),
    "Latin-1": mapping_text({"object_label": "Macau é"}).encode("latin-1"),
    "UTF-16": mapping_text().encode("utf-16"),
    "NUL": mapping_text({"object_label": "a\0b"}).encode(),
}


@pytest.mark.parametrize("name", BYTES)
def test_what_is_not_utf_8_is_refused(tmp_path, name: str) -> None:
    file = tmp_path / "x.sssom.tsv"
    file.write_bytes(BYTES[name])
    with pytest.raises(InvalidData) as refused:
        read_mapping_set(file, file="x.sssom.tsv")
    assert [finding.rule for finding in refused.value.findings] == ["syntax"]


def test_a_file_that_is_not_there_is_a_finding(tmp_path) -> None:
    with pytest.raises(InvalidData) as refused:
        read_mapping_set(tmp_path / "none.sssom.tsv", file="none.sssom.tsv")
    assert [finding.rule for finding in refused.value.findings] == ["unreadable"]


def chain(*ends: str) -> str:
    rows = [{"subject_id": f"place:{a}", "object_id": f"place:{b}"} for a, b in pairwise(ends)]
    return mapping_text(*rows)


@pytest.mark.parametrize(("ends", "line"), [("aba", 8), ("abca", 9), ("aa", 7)])
def test_a_circle_of_exact_matches_is_found_where_it_closes(ends: str, line: int) -> None:
    assert [(rule, at) for rule, at, _ in found(chain(*ends))] == [("exact-circle", line)]


def test_a_chain_of_exact_matches_is_no_circle() -> None:
    assert found(chain("a", "b", "c", "d")) == []


def test_a_chain_as_long_as_a_large_file_is_followed() -> None:
    names = [f"n{number}" for number in range(3000)]
    assert [rule for rule, *_ in found(chain(*names, "n0"))] == ["exact-circle"]


def test_a_denied_match_closes_no_circle() -> None:
    rows = ({"subject_id": "place:a", "object_id": "place:b"},
            {"subject_id": "place:b", "object_id": "place:a", "predicate_modifier": "Not"})  # fmt: skip
    assert found(mapping_text(*rows)) == []


TEXTS = st.text(st.characters(blacklist_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=30).map(
    str.strip
)


@given(labels=st.lists(TEXTS, min_size=1, max_size=4), title=TEXTS)
def test_what_is_written_is_read_again(labels: list[str], title: str) -> None:
    rows = tuple(
        Mapping(
            "place:a", "skos:closeMatch", f"geonames:{number}/", "semapv:LexicalMatching", object_label=label
        )
        for number, label in enumerate(labels)
    )
    header = {**parse_mapping_set(mapping_text()).header, "mapping_set_title": title}
    again = parse_mapping_set(mapping_set_text(MappingSet(header, rows)))
    assert (again.mappings, again.header["mapping_set_title"]) == (rows, title)


# ------------------------------------------------------------------------------------------- RDF


def triples(*rows: dict[str, str]) -> dict[tuple[str, str], list[object]]:
    columns = (*COLUMNS, "record_id", "review_state")
    said: dict[tuple[str, str], list[object]] = {}
    rows = tuple({"record_id": f"place:row{number}", **row} for number, row in enumerate(rows))
    for one in mapping_triples(parse_mapping_set(mapping_text(*rows, columns=columns))):
        assert isinstance(one.subject, Iri)
        said.setdefault((one.subject.value, one.predicate.value), []).append(one.object)
    return said


def test_a_row_is_an_axiom_with_the_properties_of_the_standard() -> None:
    said, node = triples({}), "https://w3id.org/gbaip/id/place/row0"
    assert said[node, OWL + "annotatedSource"] == [Iri(HONG_KONG)]
    assert said[node, OWL + "annotatedTarget"] == [Iri(FEATURE)]
    assert said[node, SSSOM + "confidence"] == [Literal("0.99", "http://www.w3.org/2001/XMLSchema#double")]
    assert said["https://example.org/mappings", SSSOM + "mappings"] == [Iri(node)]


@pytest.mark.parametrize("state", ["", "accepted"])
def test_a_row_that_holds_is_also_the_plain_triple(state: str) -> None:
    assert triples({"review_state": state})[HONG_KONG, EXACT.value] == [Iri(FEATURE)]


@pytest.mark.parametrize(
    "row",
    [{"review_state": "predicted"}, {"review_state": "rejected"}, {"predicate_modifier": "Not"}],
    ids=str,
)
def test_a_row_that_does_not_hold_is_no_plain_triple(row: dict[str, str]) -> None:
    assert (HONG_KONG, EXACT.value) not in triples(row)


def test_a_denied_row_says_so() -> None:
    said = triples({"predicate_modifier": "Not"})
    assert said["https://w3id.org/gbaip/id/place/row0", SSSOM + "predicate_modifier"] == [
        Iri(SSSOM + "NegatedPredicate")
    ]


def test_a_triple_stands_where_its_cell_stands() -> None:
    label = next(
        one
        for one in mapping_triples(parse_mapping_set(mapping_text()))
        if one.predicate.value == SSSOM + "subject_label"
    )
    assert label.object_at == Position(FIRST_ROW, 17)


@pytest.mark.slow
def test_the_package_of_the_standard_finds_nothing_wrong_in_the_shipped_files(project) -> None:
    # In a process of its own: the package takes seconds to load and warns of what is not ours.
    code = (
        "import sys, warnings; warnings.simplefilter('ignore')\n"
        "from sssom.parsers import parse_sssom_table\n"
        "from sssom.validators import validate\n"
        "for file in sys.argv[1:]:\n"
        "    table = parse_sssom_table(file)\n"
        "    validate(table, fail_on_error=True)\n"
        "    print(len(table.df))\n"
    )
    files = [str(file) for file in project.link_files()]
    told = subprocess.run(
        [sys.executable, "-c", code, *files], capture_output=True, text=True, check=True, timeout=120
    )
    rows = [sum(1 for _ in read_mapping_set(file)) for file in project.link_files()]
    assert [int(line) for line in told.stdout.split()] == rows
