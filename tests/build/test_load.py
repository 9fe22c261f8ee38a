from __future__ import annotations

import hashlib
import unicodedata

import pytest

from gbaip_graph.build.file_rules import RULES, SourceKind
from gbaip_graph.build.load import load_root
from gbaip_graph.build.places import RULES as PLACE_RULES
from gbaip_graph.errors import InvalidData
from gbaip_graph.layout import Root

GBAIP = "@prefix gbaip: <https://w3id.org/gbaip/ns#> .\n"
PLACE = "@prefix place: <https://w3id.org/gbaip/id/place/> .\n"
SKOS = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
XSD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
HEAD = GBAIP + PLACE + SKOS  # three lines, so the first triple stands in line 5 after an empty one
CAFE_DECOMPOSED = unicodedata.normalize("NFD", "Café")
BAD = "data/register/bad.ttl"


def found(root: Root) -> list[tuple[str, int, int, str]]:
    with pytest.raises(InvalidData) as refused:
        load_root(root)
    return [(f.file, f.line, f.column, f.rule) for f in refused.value.findings]


def test_a_good_root_is_loaded_with_one_graph_for_each_file(make_root):
    loaded = load_root(make_root())
    assert [(file.path, file.graph) for file in loaded.data] == [
        ("data/register/all.ttl", "https://w3id.org/gbaip/graph/register/all"),
        ("data/sources/letter-1.ttl", "https://w3id.org/gbaip/graph/sources/letter-1"),
    ]
    assert loaded.ontology.graph == "https://w3id.org/gbaip/graph/ontology"


def test_the_digest_of_a_loaded_file_is_that_of_its_bytes(make_root):
    root = make_root()
    wanted = hashlib.sha256((root.data_dir / "register/all.ttl").read_bytes()).hexdigest()
    assert load_root(root).data[0].sha256 == wanted


BAD_FILES = {
    "syntax": (HEAD + "\nplace:yard a gbaip:Place ,, gbaip:Event .\n", 5, 27),
    "nested-too-deeply": (
        HEAD + "\nplace:yard gbaip:containedIn " + "[ gbaip:containedIn\n" * 201 + "[]" + "]" * 201 + " .\n",
        205, 1,
    ),
    "hidden-character": (HEAD + '\nplace:yard skos:note "Har\u202ebour"@en .\n', 5, 26),
    "ill-typed-literal": (XSD + PLACE + SKOS + '\nplace:yard skos:note "soon"^^xsd:date .\n', 5, 22),
    "blank-node": (HEAD + "\nplace:yard gbaip:containedIn [] .\n", 5, 30),
    "unknown-prefix": (HEAD + "@prefix vis: <http://example.org/> .\n\nplace:yard a gbaip:Place .\n", 4, 1),
    "rebound-prefix": (
        "@prefix org: <http://example.org/> .\n" + HEAD + "\nplace:yard a gbaip:Place .\n", 1, 1,
    ),
    "language-tag": (HEAD + '\nplace:yard a gbaip:Place ;\n    skos:prefLabel "院子"@zh .\n', 6, 20),
    "derived-property": (HEAD + "\nplace:yard a gbaip:Place ;\n    gbaip:organises place:well .\n", 6, 5),
    "not-nfc": (
        HEAD + f'\nplace:yard a gbaip:Place ;\n    skos:prefLabel "{CAFE_DECOMPOSED}"@en .\n',
        6, 24,
    ),
    "not-canonical": (GBAIP + PLACE + "\nplace:yard  a gbaip:Place .\n", 4, 12),
}  # fmt: skip


@pytest.mark.parametrize("rule", BAD_FILES)
def test_a_file_that_breaks_a_rule_is_refused_at_its_place(make_root, rule):
    text, line, column = BAD_FILES[rule]
    assert found(make_root(raw={BAD: text})) == [(BAD, line, column, rule)]


BAD_PLACES = {
    "misplaced-file": "data/notes/yard.ttl",
    "file-name": "data/register/My Yard.ttl",
    "other-syntax": "data/register/yard.rdf",
}


@pytest.mark.parametrize("rule", BAD_PLACES)
def test_a_file_in_a_wrong_place_or_under_a_wrong_name_is_refused(make_root, rule):
    good = GBAIP + PLACE + "\nplace:yard a gbaip:Place .\n"
    assert found(make_root(raw={BAD_PLACES[rule]: good})) == [(BAD_PLACES[rule], 0, 0, rule)]


def test_a_file_given_twice_in_other_letters_is_refused(make_root):
    good = GBAIP + PLACE + "\nplace:yard a gbaip:Place .\n"
    root = make_root(raw={"data/register/yard.ttl": good, "data/register/YARD.ttl": good})
    assert ("data/register/yard.ttl", 0, 0, "same-by-case") in found(root)


def test_a_link_to_another_file_is_refused(make_root):
    root = make_root()
    (root.data_dir / "register/again.ttl").symlink_to(root.data_dir / "register/all.ttl")
    assert found(root) == [("data/register/again.ttl", 0, 0, "linked-file")]


def test_a_file_that_cannot_be_read_is_a_finding(make_root):
    root = make_root()
    (root.data_dir / "register/folder.ttl").mkdir()
    assert found(root) == [("data/register/folder.ttl", 0, 0, "unreadable")]


def test_the_lock_file_of_an_editor_is_a_finding(make_root):
    root = make_root()
    (root.data_dir / "register/.#all.ttl").symlink_to("nobody@nowhere")
    assert {rule for _, _, _, rule in found(root)} == {"file-name", "linked-file", "unreadable"}


def test_a_source_file_without_its_source_is_refused(make_root):
    name = "data/sources/letter-2.ttl"
    assert found(make_root(files={name: "place:yard a gbaip:Place ."})) == [(name, 0, 0, "wrong-source")]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf# x\n", b"# caf\xe9\n", b"# a\x00b\n"])
def test_a_mis_encoded_file_is_refused(make_root, content):
    findings = found(make_root(raw={BAD: content}))
    assert [(file, line) for file, line, _, _ in findings] == [(BAD, 1)]


def test_the_findings_of_all_files_come_together(make_root):
    root = make_root(raw={f"data/register/{rule}.ttl": text for rule, (text, _, _) in BAD_FILES.items()})
    assert {rule for _, _, _, rule in found(root)} == set(BAD_FILES)


def test_a_broken_shape_is_refused(make_root):
    root = make_root(raw={"shapes/place.ttl": GBAIP + "gbaip:x a .\n"})
    assert found(root) == [("shapes/place.ttl", 2, 11, "syntax")]


def test_a_broken_ontology_is_refused(make_root):
    assert found(make_root(ontology="gbaip:Event a owl:Class .\n"))[0][:2] == ("ontology/gbaip.ttl", 1)


def test_every_finding_says_how_to_mend_it(make_root):
    root = make_root(raw={f"data/register/{rule}.ttl": text for rule, (text, _, _) in BAD_FILES.items()})
    with pytest.raises(InvalidData) as refused:
        load_root(root)
    assert all(finding.mend for finding in refused.value.findings)


def test_every_rule_has_a_bad_file_here():
    file_rules = {name for name, kinds, _ in RULES if SourceKind.DATA in kinds} - {"wrong-source"}
    place_rules = {name for name, _ in PLACE_RULES} - {"same-by-case"}
    assert (file_rules | {"syntax"}, place_rules) == (set(BAD_FILES), set(BAD_PLACES))
