"""What `gbaip check` says of links: rules of the house, shapes, and things that the graph does not hold."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from gbaip_graph.build.link_files import link_document
from gbaip_graph.build.load import LoadedData, LoadedFile, load_root
from gbaip_graph.check.links import ill_formed_link_shapes, link_shape_findings, link_subject_findings
from gbaip_graph.check.profile import OWN
from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.turtle.terms import Iri, Triple

GRAPH = "https://w3id.org/gbaip/graph/links/geonames"
FILE = "data/links/geonames.sssom.tsv"


@pytest.fixture(scope="module")
def text(project: Root) -> str:
    return (project.path / FILE).read_text(encoding="utf-8")


def line_of(text: str, record: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), start=1) if line.startswith(f"link:{record}\t"))


def changed(text: str, record: str, old: str, new: str) -> str:
    """Return the file with one row changed."""
    lines = text.split("\n")
    at = line_of(text, record) - 1
    assert old in lines[at]
    lines[at] = lines[at].replace(old, new, 1)
    return "\n".join(lines)


def of_house(text: str) -> list[tuple[str, int]]:
    try:
        link_document(text.encode(), name=FILE, graph=GRAPH)
    except InvalidData as error:
        return [(finding.rule, finding.line) for finding in error.findings]
    return []


HONG_KONG = "place.hong-kong.1819730"
HOUSE = {
    "same as": ("skos:exactMatch", "owl:sameAs", "relation"),
    "a relation of another vocabulary": ("skos:exactMatch", "rdfs:seeAlso", "relation"),
    "no label of ours": ("\tHong Kong\tskos", "\t\tskos", "missing-value"),
    "no evidence": ("countries.json HK", "", "missing-value"),
    "another kind of evidence": ("\tpackage\t", "\thearsay\t", "evidence"),
    "shared alike": ("CC-BY-4.0", "ODbL-1.0", "evidence"),
    "words under a copyleft licence": ("CC-BY-4.0", "GPL-3.0-only", "evidence"),
    "another's record_id": ("link:place", "project:place", "record-id"),
    "record_id of another row": (HONG_KONG, "place.macao.1821275", "repeated-record-id"),
    "theirs on the left": ("\tplace:hong-kong", "\tgeonames:1/", "sides-of-a-link"),
    "ours on the right": ("geonames:1819730/", "place:macao", "sides-of-a-link"),
    "decomposed letters": ("Hong Kong\tskos", "Hong Ko\u0301ng\tskos", "not-nfc"),
}


@pytest.mark.parametrize("name", HOUSE)
def test_a_row_that_breaks_a_rule_of_the_house_is_found(name: str, text: str) -> None:
    old, new, rule = HOUSE[name]
    lines = [line_of(text, HONG_KONG)]
    if rule == "repeated-record-id":
        lines = [max(*lines, line_of(text, "place.macao.1821275"))]
    assert of_house(changed(text, HONG_KONG, old, new)) == [(rule, line) for line in lines]


def test_a_file_under_another_name_than_its_set_is_found(text: str) -> None:
    assert of_house(text.replace("graph/links/geonames\n", "graph/links/other\n"))[0] == ("mapping-header", 1)


def test_a_file_without_a_licence_is_found(text: str) -> None:
    lines = [line for line in text.split("\n") if not line.startswith("#license")]
    assert of_house("\n".join(lines)) == [("mapping-header", 1)]


# ------------------------------------------------------------------------------------------- shapes


def with_links(loaded: LoadedData, text: str) -> LoadedData:
    document = link_document(text.encode(), name=FILE, graph=GRAPH)
    return replace(loaded, links=(LoadedFile(FILE, GRAPH, document, ""),))


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str, int, str]]:
    return [(one.rule, one.focus_node, one.line, one.value) for one in findings]


def test_the_shipped_links_keep_to_their_shapes(loaded: LoadedData) -> None:
    assert link_shape_findings(loaded) == link_subject_findings(loaded) == ()


@pytest.mark.parametrize(
    ("record", "other"),
    [("place.hong-kong.1819729", "1819729/"), ("place.zhongshan.6986104", "6986104/")],
    ids=["city of a territory", "seat of a municipality"],
)
def test_a_second_exact_match_in_one_scheme_is_found(
    loaded: LoadedData, text: str, record: str, other: str
) -> None:
    old = "skos:narrowMatch" if "hong-kong" in record else "skos:closeMatch"
    wrong = changed(text, record, old, "skos:exactMatch")
    found = link_shape_findings(with_links(loaded, wrong))
    place = "place:" + record.split(".")[1]
    assert [(rule, focus, value) for rule, focus, _, value in told(found)] == [
        ("shape:link.oneExactMatch", place, "https://sws.geonames.org/" + max(other, EXACT_OF[place]))
    ]


EXACT_OF = {"place:hong-kong": "1819730/", "place:zhongshan": "1784313/"}


@pytest.mark.parametrize("state", ["predicted", "rejected"])
def test_a_second_exact_match_that_does_not_hold_is_good(loaded: LoadedData, text: str, state: str) -> None:
    row = changed(text, "place.hong-kong.1819729", "skos:narrowMatch", "skos:exactMatch")
    candidate = changed(row, "place.hong-kong.1819729", "accepted", state)
    assert link_shape_findings(with_links(loaded, candidate)) == ()


def test_a_second_exact_match_in_another_scheme_is_good(loaded: LoadedData) -> None:
    # Hong Kong has one in GeoNames, Wikidata, ISO 3166 and more.
    schemes = [
        triple
        for file in loaded.links
        for triple in file.triples()
        if triple.subject == Iri("https://w3id.org/gbaip/id/place/hong-kong")
    ]
    assert len(schemes) > 3
    assert link_shape_findings(loaded) == ()


#: Triples that the rules of the house keep out already; the shapes judge links from elsewhere too.
AXIOM = Iri(f"{GRAPH}#{HONG_KONG}")
SHAPES = {
    "link.noSameAs": (
        Iri("https://w3id.org/gbaip/id/place/hong-kong"),
        "http://www.w3.org/2002/07/owl#sameAs",
    ),
    "link.predicate": (AXIOM, "http://www.w3.org/2002/07/owl#annotatedProperty"),
    "link.subject": (AXIOM, "http://www.w3.org/2002/07/owl#annotatedSource"),
    "link.object": (AXIOM, "http://www.w3.org/2002/07/owl#annotatedTarget"),
    "link.subjectLabel": (AXIOM, "https://w3id.org/sssom/subject_label"),
    "link.confidence": (AXIOM, "https://w3id.org/sssom/confidence"),
    "link.reviewState": (AXIOM, "https://w3id.org/gbaip/ns#reviewState"),
    "link.evidenceRecord": (AXIOM, "https://w3id.org/gbaip/ns#evidenceRecord"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_link_that_says_a_thing_twice_or_wrongly_breaks_its_shape(
    loaded: LoadedData, text: str, shape: str
) -> None:
    linked = with_links(loaded, text)
    document = linked.links[0].document
    subject, predicate = SHAPES[shape]
    old = document.triples[0]
    wrong = replace(old, subject=subject, predicate=Iri(predicate), object=Iri("https://example.org/x"))
    file = replace(linked.links[0], document=replace(document, triples=(*document.triples, wrong)))
    found = link_shape_findings(replace(linked, links=(file,)))
    assert {one.rule for one in found} == {f"shape:{shape}"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sh:minCount 1", "sh:minCout 1"),
        ("sh:targetClass", "sh:targetKlass"),
        ("SELECT $this", "SELECT this"),
    ],
)
def test_a_shape_of_links_that_would_judge_nothing_is_found(root: Root, old: str, new: str) -> None:
    file = root.path / "shapes/links/link.ttl"
    text = file.read_text(encoding="utf-8")
    assert ill_formed_link_shapes(load_root(root)) == ()
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = ill_formed_link_shapes(load_root(root))
    assert {one.file for one in found} == {"shapes/links/link.ttl"}


def test_every_shape_of_links_has_a_failing_link(loaded: LoadedData) -> None:
    shapes = {
        triple.subject.value.rsplit("/", 1)[1]
        for file in loaded.link_shapes
        for triple in file.triples()
        if triple.predicate.value.endswith("#path")
    }
    assert shapes == set(SHAPES)


# ------------------------------------------------------------------------------------------- what we hold


def test_a_link_of_a_thing_that_the_graph_does_not_hold_is_found(loaded: LoadedData, text: str) -> None:
    wrong = changed(text, HONG_KONG, "\tplace:hong-kong", "\tplace:hongkong")
    (found,) = link_subject_findings(with_links(loaded, wrong))
    at = line_of(text, HONG_KONG), len(f"link:{HONG_KONG}\t") + 1
    assert (found.rule, found.focus_node, (found.line, found.column)) == (
        "unknown-subject",
        "place:hongkong",
        at,
    )


def test_a_name_that_the_graph_does_not_use_is_found(loaded: LoadedData, text: str) -> None:
    wrong = changed(text, "place.zhongshan.1784313", "Zhongshan", "Zhuhai")
    (found,) = link_subject_findings(with_links(loaded, wrong))
    assert (found.rule, found.focus_node, found.mend) == (
        "subject-label",
        "place:zhongshan",
        "Write one of its names: Zhongshan, 中山.",
    )


def test_a_name_usage_is_a_name_too(loaded: LoadedData) -> None:
    name = next(t for file in loaded.data for t in file.triples() if t.predicate.value.endswith("#nameText"))
    named = next(
        t.object
        for file in loaded.data
        for t in file.triples()
        if t.subject == name.subject and t.predicate.value.endswith("#nameOf")
    )
    row = Iri("https://example.org/row")
    said = [
        Triple(row, Iri("http://www.w3.org/2002/07/owl#annotatedSource"), named),
        Triple(row, Iri("https://w3id.org/sssom/subject_label"), name.object),
    ]
    document = loaded.links[0].document
    old = document.triples[0]
    triples = tuple(replace(old, subject=s, predicate=p, object=o) for s, p, o in said)
    file = replace(loaded.links[0], document=replace(document, triples=triples))
    assert link_subject_findings(replace(loaded, links=(file,))) == ()


# ------------------------------------------------------------------------------------------- the whole root


def test_the_own_profile_judges_links() -> None:
    assert ill_formed_link_shapes in OWN.on_shapes
    assert link_shape_findings in OWN.on_everything
    assert link_subject_findings in OWN.trusted


@pytest.fixture
def root(project: Root, tmp_path: Path) -> Root:
    """Return a root with the ontology, the shapes, the concepts and the mapping files of the project."""
    for name in ("ontology", "shapes", "data/links", "data/concepts"):
        shutil.copytree(project.path / name, tmp_path / name)
    return Root(tmp_path)


def test_all_faults_of_all_mapping_files_are_told_by_the_loader(root: Root) -> None:
    for target, old, new in (("ror", "ror:", "rors:"), ("org", "0.95", "95")):
        file = root.data_dir / "links" / f"{target}.sssom.tsv"
        head, row = file.read_text(encoding="utf-8").split("subject_id", 1)
        file.write_text(f"{head}subject_id{row.replace(old, new)}", encoding="utf-8")
    with pytest.raises(InvalidData) as refused:
        load_root(root)
    assert {(one.file, one.rule) for one in refused.value.findings} == {
        ("data/links/ror.sssom.tsv", "unknown-prefix"),
        ("data/links/org.sssom.tsv", "bad-number"),
    }


def test_a_file_beside_the_mapping_files_is_misplaced(root: Root) -> None:
    (root.data_dir / "links" / "geonames.csv").write_text("", encoding="utf-8")
    with pytest.raises(InvalidData) as refused:
        load_root(root)
    assert [(one.file, one.rule) for one in refused.value.findings] == [
        ("data/links/geonames.csv", "misplaced-file")
    ]
