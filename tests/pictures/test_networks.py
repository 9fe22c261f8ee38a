"""Who works with whom, and what is one step from a thing, are what the saved questions answer."""

from __future__ import annotations

import re

import pytest

from gbaip_graph.ask.bound_query import bound_query
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import InvalidValue
from gbaip_graph.namespaces import DATA, expand
from gbaip_graph.pictures import NoPicture, draw, load
from gbaip_graph.pictures.neighbourhood_parts import LISTED
from gbaip_graph.turtle.terms import Iri
from tests.pictures.conftest import SVG, links, named, texts

PARTNERS, NEIGHBOURHOOD = "who-works-with-whom", "neighbourhood"


def answer(graph, question, **terms):
    """Return the rows of a saved question, each cell as text."""
    bound = {name: Iri(expand(value)) for name, value in terms.items()}
    solutions = graph.select(bound_query(load()[question], bound))
    return [
        {name: getattr(cell, "value", "") for name, cell in zip(solutions.variables, row, strict=True)}
        for row in solutions.rows
    ]


def pairs(svg):
    """Return how much each pair has in common, by the names of both."""
    found = (re.match(r"(.+) and (.+): (\d+) in common", named(link)) for link in links(svg))
    return {frozenset(match.groups()[:2]): int(match[3]) for match in found if match}


# --------------------------------------------------------------------------------------- who with whom


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        ("agency:ced", "agency:macao-customs", {"Customs and Excise Department", "Macao Customs Service"}),
        (
            "agency:ipd",
            "body:hktdc",
            {"Intellectual Property Department", "Hong Kong Trade Development Council"},
        ),
    ],
)
def test_two_bodies_have_in_common_what_the_saved_question_tells(one, other, names, drawn, shipped):
    rows = answer(shipped, PARTNERS, agency=one)
    common = {row["activity"] for row in rows if row["partner"] == expand(other)}
    assert pairs(drawn(PARTNERS).wide)[frozenset(names)] == len(common) > 1
    told = {
        row[2].iri for row in drawn(PARTNERS).rows if {row[0].iri, row[1].iri} == {expand(one), expand(other)}
    }
    assert told == common


def test_a_pair_is_the_same_from_either_body(drawn, shipped):
    for row in drawn(PARTNERS).rows[::40]:
        back = answer(shipped, PARTNERS, agency=row[1].iri)
        assert (row[0].iri, row[2].iri) in {(told["partner"], told["activity"]) for told in back}


def test_a_number_stands_in_the_largest_circles(drawn):
    counts = pairs(drawn(PARTNERS).wide).values()
    written = {int(text) for text in texts(drawn(PARTNERS).wide) if text.isdigit()}
    assert written == set(sorted(counts)[-len(written) :])


def test_bodies_of_a_side_stand_together(drawn):
    sides = ["Hong Kong", "Guangdong", "Macao", "nationwide", "elsewhere"]
    assert [text for text in texts(drawn(PARTNERS).wide) if text in sides] == sides


def test_phones_are_told_how_many_pairs_are_left_out(drawn):
    svg = drawn(PARTNERS).narrow
    left = sum(int(text.split()[1]) for text in texts(svg) if text.startswith("and "))
    assert len(pairs(svg)) + left == len(pairs(drawn(PARTNERS).wide))


def test_a_circle_leads_to_the_only_thing_in_common_or_to_the_question(shipped):
    asked = []
    picture = draw(PARTNERS, shipped, question_link=lambda name, given: asked.append((name, given)) or "/q")
    hrefs = {link.get("href") for link in links(picture.wide) if "in common" in named(link)}
    singles = {link.get("href") for link in links(picture.wide) if named(link).endswith(": 1 in common")}
    assert "/q" in hrefs - singles
    assert singles <= {row[2].iri for row in picture.rows}
    assert {name for name, _ in asked} == {PARTNERS}


def test_a_graph_without_pairs_has_no_picture():
    with pytest.raises(NoPicture, match="no document tells of two bodies"):
        draw(PARTNERS, QueryableGraph.from_nquads(b""))


# -------------------------------------------------------------------------------------- neighbourhood


def test_the_parties_of_an_event_are_its_neighbours(shipped):
    told = answer(shipped, "roles-in-event", event="event:sme-seminar-2024")
    picture = draw(NEIGHBOURHOOD, shipped, thing="event:sme-seminar-2024")
    neighbours = {(row[0].iri, row[2].iri) for row in picture.rows}
    assert {(row["role"], row["party"]) for row in told} <= neighbours
    assert (expand("gbaip:editionOf"), f"{DATA}series/sme-seminar") in neighbours


def test_what_a_body_took_part_in_is_its_neighbour(shipped):
    told = {row["activity"] for row in answer(shipped, "involvements-of-agency", agency="body:hktdc")}
    picture = draw(NEIGHBOURHOOD, shipped, thing="body:hktdc")
    assert told
    assert told <= {row[2].iri for row in picture.rows}


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_what_is_cut_short_is_counted_and_stands_in_the_table(size, drawn):
    form = getattr(drawn(NEIGHBOURHOOD), size)
    told = {(row[0].iri, row[1].text, row[2].iri) for row in drawn(NEIGHBOURHOOD).rows}
    left = [int(text.split()[1]) for text in texts(form) if text.startswith("and ")]
    shown = [link.get("href") for link in links(form) if named(link) != "Customs and Excise Department"]
    assert left
    assert sum(left) + len(shown) == len(told)
    assert set(shown) <= {row[2].iri for row in drawn(NEIGHBOURHOOD).rows}


def test_no_group_is_longer_than_can_be_read_at_a_glance(drawn):
    group, longest = 0, 0
    for text in texts(drawn(NEIGHBOURHOOD).narrow):
        group = 0 if text[0] in "→←" else group + 1
        longest = max(longest, group)
    assert longest <= 3 * (LISTED + 2)  # a name has two lines and a year


@pytest.mark.parametrize(
    "thing",
    ["source:ipd-2018-19", "passage:ipd-2018-19.i08.p1", "place:zhongshan", "plan:2018-19", "role:organiser",
     "topic:patents", "post:director-of-ip", "group:expert-group", "item:2018-19-08"],
)  # fmt: skip
def test_every_kind_of_thing_has_a_neighbourhood(thing, shipped):
    picture = draw(NEIGHBOURHOOD, shipped, thing=thing)
    assert dict(picture.parameters)["thing"] == expand(thing)
    assert picture.rows


def test_a_thing_that_nothing_is_linked_with_has_no_picture():
    lonely = f'<{DATA}event/x> <{expand("skos:prefLabel")}> "Lonely talk"@en <urn:g> .'
    with pytest.raises(NoPicture, match="nothing that could be drawn is linked with Lonely talk"):
        draw(NEIGHBOURHOOD, QueryableGraph.from_nquads(lonely.encode()), thing="event:x")


def test_a_relation_of_another_vocabulary_has_a_name(shipped):
    picture = draw(NEIGHBOURHOOD, shipped, thing="agency:ipd", language="zh-Hant")
    assert "發布者 →" in texts(picture.wide)


def test_one_sided_neighbourhoods_have_the_room_of_both_sides(shipped):
    picture = draw(NEIGHBOURHOOD, shipped, thing="place:southeast-asia")
    (box,) = [
        mark
        for link in links(picture.wide)
        for mark in link.iter(f"{SVG}rect")
        if "picture-mark" in mark.get("class")
    ]
    assert float(box.get("x")) > 500


@pytest.mark.parametrize(
    ("thing", "why"),
    [
        ("agency:nobody", "is not in the graph"),
        ("nothing", "is no IRI"),
        ("https://w3id.org/gbaip/id/agency/ipd> ?p ?o } #", "no absolute IRI"),
    ],
)
def test_what_is_not_in_the_graph_is_refused(thing, why, shipped):
    with pytest.raises(InvalidValue, match=why):
        draw(NEIGHBOURHOOD, shipped, thing=thing)


def test_without_a_thing_there_is_no_neighbourhood(shipped):
    with pytest.raises(NoPicture, match="no thing was named"):
        draw(NEIGHBOURHOOD, shipped)
