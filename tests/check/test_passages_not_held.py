"""Where to confirm what rests on a passage without a digest. All documents are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbaip_graph.check.passages_not_held import describe_passage, has_no_digest, render_description
from gbaip_graph.errors import UnknownName
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import PREFIXES

FILES = {
    "register/agency.ttl": """
agency:mill-office a gbaip:Agency ;
    skos:prefLabel "磨坊處"@zh-Hant ;
    skos:prefLabel "Mill Office"@en .
""",
    "register/body.ttl": 'body:copy-site a org:Organization ;\n    skos:prefLabel "Copy Site"@en .\n',
    "concepts/host-kind.ttl": 'host-kind:mirror a skos:Concept ;\n    skos:prefLabel "copy"@en .\n',
    "sources/doc-7.ttl": """
event:fair a gbaip:Event ;
    gbaip:statedIn passage:doc-7.beginning, passage:doc-7.listed .

event:race a gbaip:Event ;
    gbaip:statedIn passage:doc-7.beginning .

passage:doc-7.beginning a gbaip:Passage ;
    gbaip:partOfSource source:doc-7 .

passage:doc-7.listed a gbaip:Passage ;
    gbaip:partOfSource source:doc-7 .

source:doc-7 a gbaip:SourceDocument ;
    dcterms:issued "2001-05-03"^^xsd:date ;
    dcterms:language "en" ;
    dcterms:publisher agency:mill-office ;
    dcterms:source <http://example.org/fair> ;
    dcterms:title "Letter on the fair"@en ;
    gbaip:hasHostKind host-kind:mirror ;
    gbaip:hostedBy body:copy-site .
""",
}
SOURCE = "sources/doc-7.ttl"


@pytest.fixture
def root(tmp_path: Path) -> Root:
    head = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in PREFIXES.items())
    for name, body in FILES.items():
        file = tmp_path / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{head}\n{body}", encoding="utf-8")
    return Root(tmp_path)


def change(root: Root, old: str, new: str) -> None:
    file = root.data_dir / SOURCE
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["passage:doc-7.beginning", "doc-7.beginning", PREFIXES["passage"] + "doc-7.beginning"]
)
def test_a_passage_without_a_digest_is_told_with_its_document(root: Root, name: str) -> None:
    assert render_description(describe_passage(root, name)).splitlines() == [
        "passage:doc-7.beginning",
        "",
        "  Letter on the fair",
        "  Mill Office, 2001-05-03, en",
        "  http://example.org/fair (copy, Copy Site)",
        "  Passage: what was seen in the beginning of the text.",
        "",
        "No digest was recorded, as the full text was not held: no copy can be verified by it.",
        "2 records rest on this passage. With the page open, confirm what is listed by",
        "  gbaip ask facts-to-verify --document source:doc-7",
    ]


def test_the_records_of_each_passage_are_told_apart(root: Root) -> None:
    found = describe_passage(root, "passage:doc-7.listed")
    assert [(fact.record, fact.file) for fact in found.facts] == [("event:fair", "data/sources/doc-7.ttl")]
    assert "1 record rests on this passage." in render_description(found)


def test_a_passage_that_is_only_listed_says_that_the_text_was_not_seen(root: Root) -> None:
    shown = render_description(describe_passage(root, "passage:doc-7.listed"))
    assert "the text was not seen" in shown


def test_a_passage_on_which_nothing_rests_says_so(root: Root) -> None:
    change(root, "statedIn passage:doc-7.beginning, passage:doc-7.listed", "statedIn passage:doc-7.beginning")
    shown = render_description(describe_passage(root, "passage:doc-7.listed"))
    assert shown.endswith("No record rests on this passage.")


def test_a_document_without_a_known_day_is_told_with_its_time(root: Root) -> None:
    change(
        root,
        'dcterms:issued "2001-05-03"^^xsd:date',
        "gbaip:takesPlaceDuring span:2001-05.from-context",
    )
    assert describe_passage(root, "passage:doc-7.listed").published == "2001-05"


def test_a_publisher_of_no_register_is_told_by_its_name(root: Root) -> None:
    change(root, "publisher agency:mill-office", "publisher agency:tide-office")
    assert describe_passage(root, "passage:doc-7.listed").publisher == "agency:tide-office"


def test_a_passage_that_is_not_there_is_refused_with_those_of_its_document(root: Root) -> None:
    change(root, "passage:doc-7.listed a gbaip:Passage ;\n    gbaip:partOfSource source:doc-7 .", "")
    with pytest.raises(UnknownName) as refusal:
        describe_passage(root, "passage:doc-7.listed")
    assert refusal.value.mend == "This document has passage:doc-7.beginning."


def test_a_passage_of_no_document_is_refused_with_the_nearest_ones(root: Root) -> None:
    with pytest.raises(UnknownName) as refusal:
        describe_passage(root, "passage:doc-8.listed")
    assert refusal.value.mend == "Nearest documents: doc-7."


@pytest.mark.parametrize("name", ["passage:club.i01.p1", "passage:pool.p2", "event:fair", "beginning"])
def test_other_names_are_those_of_no_such_passage(name: str) -> None:
    assert not has_no_digest(name)
