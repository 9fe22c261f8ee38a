"""The pictures of figures show what the saved questions answer, and what would mislead is refused."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from gbaip_graph.ask.bound_query import bound_query
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import InvalidValue
from gbaip_graph.namespaces import DATA, PREFIXES, expand
from gbaip_graph.pictures import NoPicture, draw, load
from tests.pictures.conftest import SVG, links, named, parsed, texts

SEMINARS, SEIZURES = "sme-seminar-attendance", "seizures-by-operation"
HONG_KONG_GOODS = {"measure": "infringing-items", "side": "hong-kong", "of": "operation"}


def answer(graph, question):
    """Return the rows of a saved question, each cell as text."""
    solutions = graph.select(bound_query(load()[question], {}))
    return [
        {
            name: getattr(cell, "lexical", None) or getattr(cell, "value", "")
            for name, cell in zip(solutions.variables, row, strict=True)
        }
        for row in solutions.rows
    ]


def bars(svg):
    """Return the lengths of the bars in the order of the file."""
    marks = (rect for rect in parsed(svg).iter(f"{SVG}rect") if "mark" in rect.get("class"))
    return [float(rect.get("width")) for rect in marks]


def ends(svg):
    """Return the forms of the ends of bars: how many of each."""
    found = Counter()
    for mark in parsed(svg).iter():
        if mark.tag in (f"{SVG}circle", f"{SVG}polygon") and "mark" in mark.get("class", ""):
            is_open = "hollow" in mark.get("class")
            points = [float(pair.split(",")[0]) for pair in mark.get("points", "").split()]
            way = "" if not points else ("right" if points[1] > points[0] else "left")
            found[mark.tag.removeprefix(SVG), way, is_open] += 1
    return found


# ------------------------------------------------------------------------------------------- attendance


def test_attendance_is_that_of_the_saved_question(drawn, shipped):
    told = {(row["event"], row["participants"]) for row in answer(shipped, SEMINARS)}
    rows = {(row[0].iri, row[4].text) for row in drawn(SEMINARS).rows}
    assert {row for row in rows if row[1] != "not told"} == told


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_bar_of_attendance_is_as_long_as_its_number(size, drawn, shipped):
    numbers = {row["event"]: float(row["participants"]) for row in answer(shipped, SEMINARS)}
    svg = getattr(drawn(SEMINARS), size)
    lengths = {
        link.get("href"): float(bar.get("width"))
        for link in links(svg)
        for bar in link.iter(f"{SVG}rect")
        # The triangle of nearly stands within the length of its bar.
        if "nearly" not in named(link)
    }
    assert lengths
    assert len({round(lengths[event] / numbers[event], 2) for event in lengths}) == 1


def test_each_exactness_has_a_word_and_a_form_of_its_own(drawn):
    picture = drawn(SEMINARS)
    assert Counter(text.split()[0] for text in texts(picture.wide) if re.search(r"\w+ \d{3}$", text)) == {
        "over": 3,
        "about": 1,
        "nearly": 1,
    }
    # One mark of each stands in the key too.
    assert ends(picture.wide) == {
        ("polygon", "right", False): 4,
        ("circle", "", True): 2,
        ("polygon", "left", False): 2,
    }


def test_an_edition_without_a_figure_keeps_its_place(drawn, shipped):
    told = {row["event"] for row in answer(shipped, SEMINARS)}
    held = {row["event"] for row in answer(shipped, "seminars-over-time")}
    svg = drawn(SEMINARS).wide
    empty = {link.get("href") for link in links(svg) if "no document tells how many" in named(link)}
    assert empty == held - told
    assert texts(svg).count("no figure told") == len(empty)


def test_every_row_of_attendance_leads_to_a_passage(drawn):
    cited = [row[-1].iri for row in drawn(SEMINARS).rows]
    assert f"{DATA}passage/pr-2024-09-05.p1" in cited
    assert f"{DATA}passage/doc-027.beginning" in cited
    assert [iri for iri in cited if not iri.startswith(f"{DATA}passage/")] == []


# --------------------------------------------------------------------------------------------- seizures


def test_seizures_are_those_of_the_saved_question(shipped):
    picture = draw(SEIZURES, shipped, **HONG_KONG_GOODS)
    sets = {"customs-2016", "customs-2018-19", "tri-customs-2020", "tri-customs-2021", "tri-customs-2023"}
    told = {
        (row["operation"], f"{int(row['value']):,}", row["exactness"])
        for row in answer(shipped, "operations-and-seizures")
        if row["measure"] == expand("measure:infringing-items")
        and row["countedBy"] == expand("agency:ced")
        and not row["subsetOfValue"]
        and row["operation"].rpartition("/")[2] not in sets
    }
    assert {(row[0].iri, row[3].text, row[4].iri) for row in picture.rows} == told
    assert len(bars(picture.wide)) == len(bars(picture.narrow)) == len(told)


def test_without_a_choice_seizures_are_those_of_the_most_operations(drawn, shipped):
    assert drawn(SEIZURES) == draw(SEIZURES, shipped, **HONG_KONG_GOODS)
    assert dict(drawn(SEIZURES).parameters)["of"] == "operation"


def test_documents_that_differ_have_a_bar_each(drawn):
    (july,) = [link for link in links(drawn(SEIZURES).wide) if "2025-07" in link.get("href")]
    assert named(july).endswith("60,000, about 67,000, counted by Customs and Excise Department")
    assert len(list(july.iter(f"{SVG}rect"))) == 2


def test_an_estimate_says_so(shipped):
    picture = draw(SEIZURES, shipped, measure="goods-value", side="hong-kong", of="operation")
    assert "about 16 million (estimate)" in texts(picture.wide)
    assert {row[3].text.split()[0] for row in picture.rows} == {"HKD"}


REFUSED = {
    "measures": ({"measure": "cases,infringing-items"}, "one scale cannot hold different measures"),
    "all measures": ({"measure": "all"}, "one scale cannot hold different measures"),
    "sides": ({"measure": "infringing-items"}, "the sides count each for itself"),
    "a side and a currency": ({"measure": "goods-value"}, "the sides count each for itself"),
    "a set and its members": ({"measure": "infringing-items", "side": "hong-kong"}, "would be shown twice"),
    "periods": ({"measure": "goods-value", "side": "guangdong"}, "periods that cannot be compared"),
}


@pytest.mark.parametrize(("given", "why"), REFUSED.values(), ids=REFUSED)
def test_what_would_mix_is_refused_with_the_choices_that_do_not(given, why, shipped):
    with pytest.raises(NoPicture, match=why) as error:
        draw(SEIZURES, shipped, **given)
    assert error.value.choices
    assert error.value.choices[0].label in str(error.value)
    for choice in error.value.choices:
        assert draw(SEIZURES, shipped, **dict(choice.parameters)).rows


@pytest.mark.parametrize(("language", "why"), [("zh-Hant", "各自統計"), ("zh-Hans", "各自统计")])
def test_a_refusal_is_in_the_language_of_the_picture(language, why, shipped):
    with pytest.raises(NoPicture, match=why):
        draw(SEIZURES, shipped, language=language, measure="infringing-items")


def test_a_measure_that_there_is_not_is_answered_with_those_that_there_are(shipped):
    with pytest.raises(InvalidValue, match='no measure is called "pairs-of-shoes"') as error:
        draw(SEIZURES, shipped, measure="pairs-of-shoes")
    assert "measure:pairs" in error.value.mend


# --------------------------------------------------------------------------------------- invented figures


def invented(*figures, within=()):
    """Return a graph of operations with figures: ``(slug, period, measure, value, currency, body)``."""
    gbaip, place = PREFIXES["gbaip"], PREFIXES["place"]
    lines = [
        f"<{DATA}passage/d.p1> <{gbaip}partOfSource> <{DATA}source/d>",
        f"<{DATA}agency/ced> <{gbaip}hasJurisdiction> <{place}hong-kong>",
        f"<{DATA}agency/macao-customs> <{gbaip}hasJurisdiction> <{place}macao>",
    ]
    for number, (slug, period, measure, value, currency, body) in enumerate(figures):
        operation, figure = f"<{DATA}op/{slug}>", f"<{DATA}figure/{number}>"
        span = f"<{DATA}span/{slug}>"
        lines += [
            f"{operation} <{PREFIXES['rdf']}type> <{gbaip}Operation>",
            f"{operation} <{gbaip}statedIn> <{DATA}passage/d.p1>",
            f"{operation} <{gbaip}takesPlaceDuring> {span}",
            f'{span} <{gbaip}edtf> "{period}"',
            f"{span} <{gbaip}hasBasis> <{PREFIXES['basis']}stated>",
            f"{figure} <{gbaip}measures> {operation}",
            f"{figure} <{gbaip}hasMeasure> <{PREFIXES['measure']}{measure}>",
            f'{figure} <{gbaip}value> "{value}"^^<{PREFIXES["xsd"]}integer>',
            f"{figure} <{gbaip}hasExactness> <{PREFIXES['exactness']}exact>",
            f"{figure} <{gbaip}countedBy> <{DATA}agency/{body}>",
            f"{figure} <{gbaip}statedIn> <{DATA}passage/d.p1>",
        ]
        lines += [f'{figure} <{gbaip}currency> "{currency}"'] if currency else []
    lines += [f"<{DATA}op/{part}> <{gbaip}heldWithin> <{DATA}op/{whole}>" for part, whole in within]
    return QueryableGraph.from_nquads("".join(f"{line} <urn:g:d> .\n" for line in lines).encode())


def test_two_currencies_of_one_side_are_refused():
    graph = invented(
        ("one", "2020-01", "goods-value", 5, "HKD", "ced"), ("two", "2020-03", "goods-value", 7, "CNY", "ced")
    )
    with pytest.raises(NoPicture, match=r"different currencies cannot share a scale.*CNY, HKD"):
        draw(SEIZURES, graph, measure="goods-value")


def test_a_part_of_an_operation_is_never_drawn_beside_it():
    graph = invented(
        ("whole", "2020-01", "cases", 9, "", "ced"), ("part", "2020-01-05", "cases", 2, "", "ced"),
        within=[("part", "whole")],
    )  # fmt: skip
    assert [row[0].iri for row in draw(SEIZURES, graph).rows] == [f"{DATA}op/whole"]
    with pytest.raises(NoPicture, match="would be shown twice"):
        draw(SEIZURES, graph, measure="cases")


def test_a_count_of_many_months_is_not_that_of_an_operation():
    graph = invented(
        ("long", "2020-01/2020-11", "cases", 90, "", "ced"), ("short", "2021-01", "cases", 9, "", "ced")
    )
    assert [row[0].iri for row in draw(SEIZURES, graph).rows] == [f"{DATA}op/short"]
    with pytest.raises(NoPicture, match="periods that cannot be compared"):
        draw(SEIZURES, graph, measure="cases")


def test_one_side_with_one_measure_needs_no_further_choice():
    graph = invented(("one", "2020-01", "cases", 9, "", "macao-customs"))
    assert (
        draw(SEIZURES, graph, measure="cases").title
        == "Measure:cases: each joint operation, as counted by the place:macao side"
    )


def test_a_graph_without_seizures_has_no_picture_of_them():
    with pytest.raises(NoPicture, match="no document tells such a figure"):
        draw(SEIZURES, QueryableGraph.from_nquads(b""))
