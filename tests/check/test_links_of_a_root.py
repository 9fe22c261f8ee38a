"""Links in a full check and in the check of a change, on a small root with one mapping file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gbaip_graph.build.store import build_root
from gbaip_graph.check.canonical_form import fix_root
from gbaip_graph.check.changes.checking import check_change
from gbaip_graph.check.run import check_root
from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.sssom.mapping import Mapping, MappingSet
from gbaip_graph.sssom.writer import write_mapping_set
from tests.check.changes.repositories import commit, git

FILE = "data/links/atlas.sssom.tsv"
GRAPH = "https://w3id.org/gbaip/graph/links/atlas"
SLOTS = ("review_state", "evidence_kind", "evidence_package", "evidence_version", "evidence_record",
         "evidence_licence")  # fmt: skip
PROPERTIES = ("reviewState", "evidenceKind", "evidencePackage", "evidenceVersion", "evidenceRecord",
              "evidenceLicence")  # fmt: skip
HEADER = {
    "curie_map": {
        "atlas": "https://atlas.example.org/",
        "gbaip": "https://w3id.org/gbaip/ns#",
        "link": f"{GRAPH}#",
        "place": "https://w3id.org/gbaip/id/place/",
    },
    "mapping_set_id": GRAPH,
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "subject_source": "gbaip:",
    "object_source": "atlas:all",
    "extension_definitions": [
        {"slot_name": slot, "property": f"gbaip:{name}"} for slot, name in zip(SLOTS, PROPERTIES, strict=True)
    ],
}


def row(number: int, subject: str, label: str, relation: str) -> Mapping:
    return Mapping(
        f"place:{subject}", f"skos:{relation}", f"atlas:{number}", "semapv:ManualMappingCuration",
        record_id=f"link:{number}", subject_label=label, object_label="A", author_id="gbaip:me",
        mapping_date="2002-02-02", confidence=0.9, review_state="accepted", evidence_kind="package",
        evidence_package="atlas", evidence_version="1", evidence_record=str(number),
        evidence_licence="CC0-1.0", subject_source="gbaip:", object_source="atlas:all",
    )  # fmt: skip


def write(root: Root, *rows: Mapping) -> None:
    file = root.path / FILE
    file.parent.mkdir(exist_ok=True)
    write_mapping_set(MappingSet(HEADER, rows), file)


GOOD = (row(1, "south", "South", "exactMatch"), row(2, "south", "South", "closeMatch"))
#: The first row stands behind the header and the line of the columns.
FIRST_LINE = 24


def told(findings: tuple[Finding, ...]) -> list[tuple[str, int, str, str]]:
    return [(one.file, one.line, one.rule, one.focus_node) for one in findings]


WRONG = {
    "two exact matches": (row(2, "south", "South", "exactMatch"), "shape:link.oneExactMatch", "place:south"),
    "a thing that is not there": (row(2, "east", "East", "closeMatch"), "unknown-subject", "place:east"),
    "a name that is not used": (row(2, "south", "Souths", "closeMatch"), "subject-label", "place:south"),
}


def test_links_that_are_good_are_not_reported(small_root: Root) -> None:
    write(small_root, *GOOD)
    assert check_root(small_root) == ()


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_link_is_reported_where_it_stands(small_root: Root, name: str) -> None:
    wrong, rule, focus = WRONG[name]
    write(small_root, GOOD[0], wrong)
    assert told(check_root(small_root)) == [(FILE, FIRST_LINE + 1, rule, focus)]


def test_a_file_in_another_form_is_reported_and_mended(small_root: Root) -> None:
    write(small_root, *GOOD)
    file = small_root.path / FILE
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("\t0.9\t", "\t0.90\t", 1), encoding="utf-8")
    assert told(check_root(small_root)) == [(FILE, FIRST_LINE, "not-canonical", "")]
    assert fix_root(small_root) == (file,)
    assert file.read_text(encoding="utf-8") == good


def test_a_mapping_file_that_a_person_has_to_mend_is_not_rewritten(small_root: Root) -> None:
    write(small_root, replace(GOOD[0], subject_label=""), GOOD[1])
    before = (small_root.path / FILE).read_bytes()
    with pytest.raises(InvalidData):
        fix_root(small_root)
    assert (small_root.path / FILE).read_bytes() == before


def test_links_are_built_with_linksets_and_a_bad_file_changes_nothing(small_root: Root) -> None:
    write(small_root, *GOOD)
    report = build_root(small_root)
    before = {file: file.read_bytes() for file in report.directory.iterdir()}
    link = b"<https://w3id.org/gbaip/id/place/south> <http://www.w3.org/2004/02/skos/core#exactMatch> "
    assert (
        link + b"<https://atlas.example.org/1> <" + GRAPH.encode() + b"> .\n"
        in before[report.directory / "gbaip.nq"]
    )
    assert b"/dataset/linkset/atlas.exactMatch> a void:Linkset" in before[report.directory / "void.ttl"]
    write(small_root, GOOD[0], replace(GOOD[1], object_id="nowhere:2"))
    with pytest.raises(InvalidData):
        build_root(small_root)
    assert {file: file.read_bytes() for file in report.directory.iterdir()} == before


@pytest.fixture
def committed(small_root: Root, monkeypatch: pytest.MonkeyPatch) -> Root:
    monkeypatch.setenv("XDG_CACHE_HOME", str(small_root.path.parent / "cache"))
    write(small_root, *GOOD)
    git(small_root.path, "init", "--quiet")
    commit(small_root.path, "first")
    return small_root


def test_a_change_of_a_mapping_file_judges_all_links(committed: Root) -> None:
    write(committed, GOOD[0], WRONG["a thing that is not there"][0])
    report = check_change(committed, base="HEAD")
    assert told(report.new) == [(FILE, FIRST_LINE + 1, "unknown-subject", "place:east")]
    assert report.is_full


def test_a_change_of_a_name_is_a_fault_of_the_links_that_use_it(committed: Root) -> None:
    file = committed.path / "data/register/place.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace('"South"', '"Southern"'), encoding="utf-8")
    report = check_change(committed, base="HEAD")
    assert told(report.new) == [(FILE, FIRST_LINE + n, "subject-label", "place:south") for n in (0, 1)]
    assert not report.is_full
