"""Candidates for bodies and places: homonyms, other names, labels alone, and what was decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gbaip_graph.link.candidates import Candidate, find_candidates
from gbaip_graph.link.entities import Entity, Name
from gbaip_graph.link.inputs import decisions
from gbaip_graph.link.read_table import parse_table
from gbaip_graph.link.sides import Sides
from gbaip_graph.sssom.reader import parse_mapping_set
from tests.link.body_rows import BODIES, RIGHT, ROR, clear_pairs
from tests.link.mapping_text import mapping_text


@pytest.fixture(scope="module")
def bodies(own: tuple[Entity, ...]) -> tuple[Candidate, ...]:
    return find_candidates(own, parse_table(BODIES).entities).candidates


def test_bodies_are_matched_and_their_homonyms_are_not(bodies):
    assert clear_pairs(bodies) == RIGHT
    assert {one.relation for one in bodies if one.verdict == "clear"} == {"skos:exactMatch"}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("body:cityu", ROR + "04gpd4q15"),
        ("body:cityu", "https://example.org/dongguan"),
        ("body:polyu", ROR + "02sf5td35"),
        ("body:polyu", ROR + "00d2w9g53"),
        ("agency:ipd", "https://example.org/ipd-mo"),
        ("agency:gd-commerce", ROR + "00tjzgn92"),
        ("body:hku", ROR + "00t33hh48"),
    ],
)
def test_a_body_is_never_proposed_for_its_homonym(ours, theirs, bodies):
    assert (ours, theirs) not in {(one.ours.id, one.theirs.id) for one in bodies}


@pytest.mark.parametrize(
    "name", ["City University", "Polytechnic University", "Intellectual Property Department"]
)
def test_a_body_of_a_bare_name_is_not_accepted(name, own):
    theirs = Entity("https://example.org/1", (Name(name, kind="main"),), "university")
    assert clear_pairs(find_candidates(own, [theirs]).candidates) == {}


def test_a_body_in_two_universities_of_a_city_is_told_apart_by_what_the_name_speaks_of(own):
    macau = Entity("https://example.org/1", (Name("City University of Macau", kind="main"),))
    hong_kong = replace(macau, id="https://example.org/2", names=(Name("City University of Hong Kong"),))
    found = find_candidates(own, [macau, hong_kong]).candidates
    assert {(one.ours.id, one.theirs.id) for one in found} == {("body:cityu", hong_kong.id)}


def test_a_former_body_is_not_matched_to_one_founded_after_its_end(own):
    gdaic = next(one for one in own if one.id == "agency:gdaic")
    theirs = Entity(
        "https://example.org/1", gdaic.names[:2], "agency", ("CN",), ("Guangdong",), begins="2019"
    )
    before = replace(theirs, begins="1990", ends="2018")
    assert clear_pairs(find_candidates([gdaic], [before]).candidates) == {"agency:gdaic": theirs.id}
    assert find_candidates([gdaic], [theirs]).candidates == ()


def test_a_name_that_two_of_ours_bear_is_ambiguous(own):
    theirs = Entity(
        "https://example.org/1", (Name("广东省知识产权局"),), "agency", ("CN",), ("Guangdong Province",)
    )
    found = find_candidates(own, [theirs]).candidates
    assert {one.ours.id for one in found} == {"agency:gdamr", "agency:gdipo"}
    assert {one.verdict for one in found} == {"ambiguous"}
    assert found[0].rivals == ("agency:gdipo",)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Cantão", "place:guangzhou"),
        ("Macau", "place:macao"),
        ("Hongkong", "place:hong-kong"),
        ("澳門特別行政區", "place:macao"),
        ("廣州市", "place:guangzhou"),
        ("Swatow", "place:shantou"),
    ],
)
def test_places_are_found_by_portuguese_romanised_and_chinese_names(name, place, own):
    found = find_candidates(
        own, [Entity("https://example.org/1", (Name(name, kind="main"),), "place")]
    ).candidates
    assert place in {one.ours.id for one in found}


def test_a_near_spelling_is_shown_and_never_accepted(own):
    theirs = Entity(
        "https://example.org/1", (Name("Hong Kong Productivty Council", kind="main"),), "body", ("HK",)
    )
    (one,) = find_candidates(own, [theirs]).candidates
    assert (one.ours.id, one.verdict, one.matched.how) == ("body:hkpc", "weak", "near")


def test_a_topic_is_at_most_close_to_a_concept_of_the_same_word(own):
    theirs = Entity("https://example.org/1", (Name("arbitration", "en", "main"),), "concept")
    (one,) = find_candidates(own, [theirs]).candidates
    assert (one.ours.id, one.relation) == ("topic:arbitration", "skos:closeMatch")


def test_a_government_is_not_matched_to_the_place_it_governs(own):
    theirs = Entity("https://example.org/1", (Name("Hong Kong", kind="main"),), "agency", ("HK",))
    assert [one.ours.id for one in find_candidates(own, [theirs]).candidates] == []


def test_the_records_of_the_shipped_links_are_found_by_their_labels_alone(own, shipped):
    """Take each linked or denied record with its label and nothing else; the links say what is right."""
    sides, ids = Sides((), ()), {one.id for one in own}
    rows = [
        row
        for mapping_set in shipped
        for row in mapping_set
        if row.subject_id in ids and row.object_label and row.predicate_id == "skos:exactMatch"
    ]
    records = {row.object_iri: sides.object(row).entity for row in rows}
    right = {row.object_iri: row.subject_id for row in rows if not row.is_negative}
    found = find_candidates(own, records.values()).candidates
    best = {one.theirs.id: one for one in sorted(found, key=lambda one: one.score)}
    good = [iri for iri, one in best.items() if right.get(iri) == one.ours.id]
    precision, recall = len(good) / len(best), len(good) / len(right)
    print(f"\nlabels alone: {len(records)} records, {len(records) - len(right)} of them homonyms;")
    print(f"  {len(best)} proposed, {len(good)} right (precision {precision:.3f}, recall {recall:.3f})")
    assert precision >= 0.90
    assert recall >= 0.88
    assert [one for one in found if one.verdict == "clear" and right.get(one.theirs.id) != one.ours.id] == []


# What was decided


def test_decided_pairs_are_left_out_and_stay_rivals(own):
    rows = parse_table(BODIES).entities
    decided = {("body:cityu", ROR + "03q8dnn23"): "rejected", ("body:hku", ROR + "02zhqgq86"): "accepted"}
    report = find_candidates(own, rows, decided=decided)
    assert report.left_out == {"rejected": 1, "accepted": 1}
    assert not set(decided) & {(one.ours.id, one.theirs.id) for one in report.candidates}


def test_a_rejected_pair_is_known_by_another_spelling_of_its_address(own):
    rows = parse_table(BODIES).entities
    report = find_candidates(own, rows, decided={("body:cityu", "http://ror.org/03q8dnn23/"): "rejected"})
    assert report.left_out == {"rejected": 1}


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"review_state": "rejected"}, "rejected"),
        ({"predicate_modifier": "Not"}, "rejected"),
        ({"review_state": "accepted"}, "accepted"),
        ({}, "accepted"),
        ({"review_state": "predicted"}, "predicted"),
    ],
)
def test_the_state_of_a_pair_is_read_from_a_mapping_set(row, state):
    columns = (*mapping_text().splitlines()[5].split("\t"), "review_state")
    mapping_set = parse_mapping_set(mapping_text(row, columns=columns))
    assert decisions([mapping_set]) == {("place:hong-kong", "https://sws.geonames.org/1819730/"): state}


def test_a_rejection_outweighs_an_acceptance_elsewhere():
    accepted = parse_mapping_set(mapping_text())
    refused = parse_mapping_set(mapping_text({"predicate_modifier": "Not"}))
    assert set(decisions([refused, accepted]).values()) == {"rejected"}
