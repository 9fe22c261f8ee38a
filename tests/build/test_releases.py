"""Records of releases: what a release had is noted once, read strictly, and compared by what is written."""

from __future__ import annotations

import hashlib
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from gbaip_graph.build.input_files import read_inputs
from gbaip_graph.build.manifest import input_digests
from gbaip_graph.build.note_release import Noted, note_release
from gbaip_graph.build.record_digests import digests_of, iri_of, path_of, paths_in
from gbaip_graph.build.releases import (
    Difference,
    ReleaseRecord,
    compare,
    folder_of,
    parse_release,
    precedence,
    read_releases,
    write_release,
)
from gbaip_graph.build.store import open_graph, read_nquads
from gbaip_graph.cli import main
from gbaip_graph.errors import InvalidData, InvalidValue
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import EXAMPLES_GRAPH, INFERRED_GRAPH
from tests.build.conftest import FILES, ONTOLOGY, SOURCE
from tests.repository.released_iris import CHECKOUT

CHANGES = "# Changes\n\n## 0.2.0 - 2027-01-31\n\n- More.\n\n## 0.1.0 - 2026-11-21\n\n- First.\n"
OTHER_SOURCE = SOURCE.replace("gbaip:value 40", "gbaip:value 41")


@pytest.fixture
def root(make_root) -> Root:
    return make_root(raw={"CHANGELOG.md": CHANGES})


def note(root: Root, version: str = "0.1.0") -> Noted:
    return note_release(root, version, examples=lambda root, graph: ())


def digests(make_root, source: str = SOURCE, *, ontology: str = ONTOLOGY, more: str = "") -> dict[str, str]:
    files = {**FILES, "data/sources/letter-1.ttl": source}
    if more:
        files["data/register/more.ttl"] = more
    return digests_of(open_graph(make_root(files, ontology=ontology)))


# ------------------------------------------------------------------------------------------ what is noted


def test_a_release_is_noted_with_its_day_its_graph_and_its_records(root):
    noted = note(root)
    nquads = hashlib.sha256(read_nquads(root)).hexdigest()
    assert noted.file.relative_to(root.path).as_posix() == "data/releases/0.1.0.tsv"
    assert (noted.record.version, noted.record.day, noted.record.graph) == ("0.1.0", "2026-11-21", nquads)
    assert {"agency/mill", "event/fair", "figure/fair.guests", "ns/Event"} <= noted.record.digests.keys()


def test_what_is_read_is_what_was_noted(root):
    noted = note(root)
    assert read_releases(root) == (noted.record,)


def test_a_release_is_noted_in_order_and_a_line_for_each_record(root):
    rows = note(root).file.read_text(encoding="utf-8").split("\n")[5:-1]
    assert rows == sorted(rows)
    assert len(rows) == len(set(rows)) > 20


def test_nothing_else_is_left_beside_the_file(root):
    note(root)
    assert [file.name for file in folder_of(root).iterdir()] == ["0.1.0.tsv"]


def test_the_same_graph_is_noted_once_more_without_a_change(root):
    first = note(root)
    before = first.file.stat()
    again = note(root)
    assert (first.was_there, again.was_there, again.record) == (False, True, first.record)
    assert (again.file.stat().st_mtime_ns, again.file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_record_of_a_release_is_no_input_of_the_graph(root):
    before = input_digests(root)
    note(root)
    assert input_digests(root) == before
    assert read_inputs([root.data_dir]).findings == ()


# ----------------------------------------------------------------------------------------- what is refused


def test_another_graph_under_the_same_version_is_refused(root, make_root):
    file = note(root).file
    content = file.read_bytes()
    make_root({**FILES, "data/sources/letter-1.ttl": OTHER_SOURCE})
    with pytest.raises(InvalidValue, match="was another one then") as refused:
        note(root)
    assert refused.value.where == "data/releases/0.1.0.tsv"
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    "version",
    ["", "0.2", "v0.1.0", "0.01.0", "1.0.0-01", "1.0.0-", "1.0.0+b", "../0.1.0", "0.1.0\n"],
)
def test_what_is_no_semantic_version_is_refused(root, version):
    with pytest.raises(InvalidValue, match="no semantic version"):
        note(root, version)
    assert not folder_of(root).exists()


@pytest.mark.parametrize(
    "changes",
    ["# Changes\n", "## 0.1.0\n", "## 0.1.0 - soon\n", "## 0.1.0 - 2026-02-30\n", "### 0.1.0 - 2026-11-21\n"],
)
def test_a_version_without_a_heading_and_its_day_is_refused(make_root, changes):
    root = make_root(raw={"CHANGELOG.md": changes})
    with pytest.raises(InvalidValue, match=r"no heading of 0\.1\.0 with its day"):
        note(root)
    assert not folder_of(root).exists()


def test_a_root_without_a_list_of_changes_has_no_release(make_root):
    with pytest.raises(InvalidValue, match="cannot be read"):
        note(make_root())


def test_a_version_before_a_noted_one_is_refused(root):
    note(root, "0.2.0")
    with pytest.raises(InvalidValue, match=r"0\.1\.0 is older than 0\.2\.0"):
        note(root)
    assert [record.version for record in read_releases(root)] == ["0.2.0"]


def test_wrong_data_is_not_noted(make_root):
    root = make_root(raw={"CHANGELOG.md": CHANGES, "data/sources/letter-3.ttl": "no Turtle"})
    with pytest.raises(InvalidData):
        note(root)
    assert not folder_of(root).exists()


def test_a_folder_that_cannot_be_written_is_told(root):
    folder_of(root).write_text("")
    with pytest.raises(InvalidValue, match="cannot be written"):
        note(root)


# ------------------------------------------------------------------------------------------- the command


def test_the_command_says_what_it_wrote_and_that_it_was_there(root):
    said = [CliRunner().invoke(main, ["--root", str(root.path), "release", "0.1.0"]) for _ in range(2)]
    count = len(read_releases(root)[0].digests)
    assert [(one.exit_code, one.stdout) for one in said] == [
        (0, f"data/releases/0.1.0.tsv: {count} records\n"),
        (0, "data/releases/0.1.0.tsv: says the same already\n"),
    ]


def test_the_command_refuses_a_version_without_a_heading(root):
    said = CliRunner().invoke(main, ["--root", str(root.path), "release", "0.3.0"])
    assert (said.exit_code, said.stdout) == (2, "")
    assert "CHANGELOG.md: there is no heading of 0.3.0" in said.stderr


# --------------------------------------------------------------------------------------- what is compared


def test_records_that_are_new_changed_and_gone_are_found(make_root):
    before = digests(make_root)
    other = OTHER_SOURCE.replace("event:question-time a gbaip:Event", "event:answer-time a gbaip:Event")
    difference = compare(before, digests(make_root, other))
    assert difference == Difference(("event/answer-time",), ("figure/fair.guests",), ("event/question-time",))


def test_the_same_records_do_not_differ(make_root):
    assert not compare(digests(make_root), digests(make_root))


def test_a_statement_in_two_graphs_counts_once(make_root):
    repeated = "event:fair a gbaip:Event .\npassage:letter-1.p1 a gbaip:Passage .\n"
    assert not compare(digests(make_root), digests(make_root, more=repeated))


def test_a_statement_of_another_graph_counts(make_root):
    more = 'event:fair skos:prefLabel "Fair"@en .\n'
    assert compare(digests(make_root), digests(make_root, more=more)).changed == ("event/fair",)


def test_a_change_of_a_language_tag_counts(make_root):
    labelled = [
        digests(make_root, more=f'event:fair skos:prefLabel "市"@{tag} .') for tag in ("zh-Hant", "en")
    ]
    assert compare(*labelled).changed == ("event/fair",)


def test_what_is_inferred_does_not_count(make_root):
    # Every event is then something more, which nobody wrote of any of them.
    ontology = f"{ONTOLOGY}gbaip:Activity rdfs:subClassOf gbaip:Thing . gbaip:Thing a owl:Class .\n"
    difference = compare(digests(make_root), digests(make_root, ontology=ontology))
    assert difference == Difference(("ns/Thing",), ("ns/Activity",), ())


def test_a_retired_record_is_gone(make_root):
    retired = SOURCE + "event:talk owl:deprecated true ; dcterms:isReplacedBy event:fair .\n"
    assert compare(digests(make_root), digests(make_root, retired)) == Difference((), (), ("event/talk",))


def test_a_change_within_a_blank_node_counts(make_root):
    other = ONTOLOGY.replace("[ owl:inverseOf gbaip:hasParty ]", "[ owl:inverseOf gbaip:hasRole ]")
    assert compare(digests(make_root), digests(make_root, ontology=other)).changed == ("ns/takesPartIn",)


def test_the_names_of_records_are_those_that_have_digests(make_root):
    more = "event:talk owl:deprecated true .\nevent:nothing gbaip:heldWithin event:fair .\n"
    graph = open_graph(make_root({**FILES, "data/register/more.ttl": more}))
    assert paths_in(graph) == digests_of(graph).keys()
    assert not {"event/talk", "event/nothing"} & paths_in(graph)


def test_a_digest_is_that_of_the_sorted_triples_of_a_record(make_root):
    root = make_root()
    lines = set()
    for line in read_nquads(root).decode().splitlines():
        triple, _, graph = line.removesuffix("> .").rpartition(" <")
        if triple.startswith(f"<{iri_of('agency/mill')}> ") and graph not in (INFERRED_GRAPH, EXAMPLES_GRAPH):
            lines.add(f"{triple} .\n")
    assert len(lines) == 3
    expected = hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()[:16]
    assert digests_of(open_graph(root))["agency/mill"] == expected


@pytest.mark.parametrize("path", ["event/sme-seminar-2024", "concept/role", "concept/role/host", "ns/Event"])
def test_a_path_stands_for_one_name(path):
    assert path_of(iri_of(path)) == path


@pytest.mark.parametrize("iri", ["id/event/", "id/other/x", "id/", "concept/", "ns#", "graph/x", "queries/x"])
def test_other_things_have_no_path(iri):
    assert path_of(f"https://w3id.org/gbaip/{iri}") == ""


def test_versions_are_in_the_order_of_the_specification():
    ordered = ["0.9.0", "0.10.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2",
               "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.1.0", "2.0.0"]  # fmt: skip
    assert all(precedence(one) < precedence(other) for one, other in pairwise(ordered))


# -------------------------------------------------------------------------------------- files that are wrong

RECORD = ReleaseRecord("0.1.0", "2026-11-21", "ab" * 32, {"event/a": "0" * 16, "event/b": "1" * 16})
GOOD = write_release(RECORD)


def test_a_record_is_written_as_it_is_read():
    assert parse_release(GOOD, file="x.tsv", version="0.1.0") == RECORD


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (GOOD, "", 1, "should be `# version: ...`"),
        ("# version: 0.1.0", "# version: 0.2.0", 1, "named after 0.1.0"),
        ("# version: 0.1.0", "# version: 0.1", 1, "should be `# version: ...`"),
        ("# version", "version", 1, "should be `# version: ...`"),
        ("2026-11-21", "2026-11-31", 2, "should be `# day: ...`"),
        ("2026-11-21", "20261121", 2, "should be `# day: ...`"),
        ("abab", "ABAB", 3, "should be `# graph: ...`"),
        ("# graph", "# Graph", 3, "should be `# graph: ...`"),
        ("records: 2", "records: 3", 4, "there are 2 records; the head says 3"),
        ("records: 2", "records: -2", 4, "should be `# records: ...`"),
        ("record\tdigest", "record digest", 5, "should name the columns"),
        ("event/a\t", "event/a ", 6, "no record, a tab and a digest"),
        ("event/a\t", "event/<a>\t", 6, "no record, a tab and a digest"),
        ("event/a\t", "event/\t", 6, "no record, a tab and a digest"),
        ("event/a\t0", "event/a\tx", 6, "no record, a tab and a digest"),
        ("event/a", "event/c", 7, "event/b stands twice or not in order"),
        ("event/a", "event/b", 7, "event/b stands twice or not in order"),
        ("1111\n", "1111", 7, "the last line has no end"),
        ("1111\n", "1111\n\n", 8, "no record"),
        ("1111\n", "1111\nevent/c", 8, "the last line has no end"),
        ("\n", "\r\n", 1, "should be `# version: ...`"),
    ],
)
def test_a_wrong_file_is_refused_at_the_line(old, new, line, words):
    text = GOOD.replace(old, new)
    assert text != GOOD
    with pytest.raises(InvalidData) as refused:
        parse_release(text, file="data/releases/0.1.0.tsv", version="0.1.0")
    (finding,) = refused.value.findings
    assert (finding.file, finding.line, finding.rule) == ("data/releases/0.1.0.tsv", line, "release-record")
    assert words in finding.message


def test_each_wrong_file_is_told(tmp_path):
    folder = folder_of(Root(tmp_path))
    folder.mkdir(parents=True)
    (folder / "0.1.0.tsv").write_bytes(GOOD.encode().replace(b"event/a", b"event/\xff"))
    (folder / "0.2.tsv").write_text(GOOD, encoding="utf-8")
    (folder / "0.3.0.tsv").mkdir()
    with pytest.raises(InvalidData) as refused:
        read_releases(Root(tmp_path))
    assert [(finding.address, finding.rule) for finding in refused.value.findings] == [
        ("data/releases/0.1.0.tsv:6:7", "syntax"),
        ("data/releases/0.2.tsv:1:1", "release-record"),
        ("data/releases/0.3.0.tsv", "unreadable"),
    ]


def test_releases_are_read_in_the_order_of_their_versions(tmp_path):
    folder = folder_of(Root(tmp_path))
    folder.mkdir(parents=True)
    for version in ("0.10.0", "0.9.0"):
        (folder / f"{version}.tsv").write_text(GOOD.replace("0.1.0", version), encoding="utf-8")
    assert [record.version for record in read_releases(Root(tmp_path))] == ["0.9.0", "0.10.0"]


# ----------------------------------------------------------------------------------------- what is shipped


def test_the_shipped_records_are_as_they_are_written():
    for record in read_releases(CHECKOUT):
        file = folder_of(CHECKOUT) / f"{record.version}.tsv"
        assert file.read_text(encoding="utf-8") == write_release(record)


def test_each_shipped_release_has_its_heading_in_the_list_of_changes():
    changes = (CHECKOUT.path / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    headings = [f"## {record.version} - {record.day}" for record in read_releases(CHECKOUT)]
    assert headings
    assert [heading for heading in headings if heading not in changes] == []


def test_the_wheel_has_the_records_where_the_root_looks_for_them():
    project = tomllib.loads((CHECKOUT.path / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"]["data"] == "gbaip_graph/_root/data"
    assert folder_of(CHECKOUT).parent == Path(CHECKOUT.path / "data")
