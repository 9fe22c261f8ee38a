"""The map of the Greater Bay Area: what a point counts, where its label stands, and what is in the table."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from gbaip_graph.build.store import open_graph
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.layout import find_root
from gbaip_graph.namespaces import DATA, ONTOLOGY
from gbaip_graph.pictures import NoPicture, Picture, css, draw
from gbaip_graph.pictures.map_labels import Box, Circle, place_labels
from gbaip_graph.pictures.map_places import read_points

LANGUAGES = ("en", "zh-Hant", "zh-Hans")
SIZES = ("wide", "narrow")
SVG = "{http://www.w3.org/2000/svg}"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
WHERE = f"{ONTOLOGY}takesPlaceIn"


@pytest.fixture(scope="module")
def graph() -> QueryableGraph:
    """Return the shipped graph."""
    return open_graph(find_root())


@pytest.fixture(scope="module")
def pictures(graph: QueryableGraph) -> dict[str, Picture]:
    """Return the map of the shipped graph in each language."""
    return {language: draw("greater-bay-area", graph, language=language) for language in LANGUAGES}


def invented(*placed: tuple[str, str], label: str = "Kwai Chung") -> QueryableGraph:
    """Return a graph with some places, and activities that take place in them: ``(activity, place)``."""
    around = [("hong-kong", "greater-bay-area"), ("kwai-chung", "hong-kong"), ("hkcec", "hong-kong")]
    around += [("shenzhen", "greater-bay-area"), ("luohu", "shenzhen"), ("shantou", "guangdong")]
    around += [(inner, "greater-bay-area") for inner in ("kwai-chung", "hkcec", "luohu", "science-cluster")]
    lines = []
    for inner, outer in around:
        lines.append(f"<{DATA}place/{inner}> <{ONTOLOGY}containedIn> <{DATA}place/{outer}> <urn:g:places> .")
        lines.append(f"<{DATA}place/{inner}> {TYPE} <{ONTOLOGY}Place> <urn:g:places> .")
    lines.append(f'<{DATA}place/kwai-chung> <{SKOS}prefLabel> "{label}"@en <urn:g:places> .')
    lines.append(f"<{DATA}passage/letter.p1> <{ONTOLOGY}partOfSource> <{DATA}source/letter> <urn:g:letter> .")
    lines.append(f'<{DATA}passage/letter.p1> <{ONTOLOGY}paragraphNumber> "1" <urn:g:letter> .')
    for activity, place in placed:
        lines.append(f"<{DATA}event/{activity}> <{WHERE}> <{DATA}place/{place}> <urn:g:letter> .")
        lines.append(
            f"<{DATA}event/{activity}> <{ONTOLOGY}statedIn> <{DATA}passage/letter.p1> <urn:g:letter> ."
        )
    return QueryableGraph.from_nquads("\n".join(lines).encode())


def parsed(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314 - it is written by what is being tested


def titles(picture: Picture) -> set[str]:
    """Return what the links of the wide picture are called."""
    found = (link.find(f"{SVG}title") for link in parsed(picture.wide).iter(f"{SVG}a"))
    return {title.text or "" for title in found if title is not None}


def heads(picture: Picture) -> dict[str, tuple[str, str]]:
    """Return the number and the sentence in the row of each place."""
    rows = [row for row in picture.rows if row[1].text]
    return {row[0].iri.rsplit("/", 1)[-1]: (row[1].text, row[2].text) for row in rows}


# --------------------------------------------------------------------------------------- what is counted


def test_a_place_without_coordinates_is_counted_at_the_place_around_it():
    picture = draw("greater-bay-area", invented(("fair", "hkcec"), ("talk", "hong-kong")))
    assert "place:hong-kong: 2 activities, 1 of them only at places within it" in titles(picture)
    assert heads(picture)["hkcec"][1].endswith("counted at the point of place:hong-kong.")


def test_an_activity_told_of_a_place_and_of_one_within_it_counts_once():
    picture = draw("greater-bay-area", invented(("fair", "hkcec"), ("fair", "hong-kong")))
    assert "place:hong-kong: 1 activity" in titles(picture)


def test_a_place_with_a_point_is_not_counted_at_the_place_around_it():
    picture = draw("greater-bay-area", invented(("check", "luohu"), ("talk", "shenzhen")))
    assert {"place:luohu: 1 activity", "place:shenzhen: 1 activity"} <= titles(picture)


def test_an_activity_at_several_places_counts_at_each():
    picture = draw("greater-bay-area", invented(("check", "luohu"), ("check", "kwai-chung")))
    assert {"place:luohu: 1 activity", "Kwai Chung: 1 activity"} <= titles(picture)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("greater-bay-area", "No point, as it is an area around several points."),
        ("shantou", "No point, as it lies outside the map."),
        ("science-cluster", "No point, as the open source used has no coordinates of it."),
    ],
)
def test_a_place_that_is_not_drawn_says_why(place, sentence):
    picture = draw("greater-bay-area", invented(("talk", place)))
    assert heads(picture)[place] == ("1", sentence)
    assert f"place/{place}" not in picture.wide


def test_a_place_of_the_area_without_activities_is_an_empty_point():
    picture = draw("greater-bay-area", invented())
    assert "place:shenzhen: 0 activities" in titles(picture)
    empty = [one for one in parsed(picture.wide).iter(f"{SVG}circle") if "empty" in one.get("class", "")]
    assert len(empty) == 4


def test_a_graph_without_places_has_no_map():
    with pytest.raises(NoPicture, match="no place that the map shows"):
        draw("greater-bay-area", QueryableGraph.from_nquads(b""))


def test_a_name_in_another_language_says_so():
    picture = draw("greater-bay-area", invented(), language="zh-Hant")
    for drawn in (picture.wide, picture.narrow):
        assert (
            '<tspan lang="en">Kwai Chung</tspan><tspan class="picture-tag" lang="en"> [en]</tspan>' in drawn
        )


def test_a_label_of_the_graph_stays_text():
    picture = draw("greater-bay-area", invented(label="<script>alert(1)</script> & more"))
    for drawn in (picture.wide, picture.narrow, picture.to_svg()):
        assert "<script" not in drawn
        parsed(drawn)


# ------------------------------------------------------------------------------------------- the table


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_number_of_a_place_is_that_of_its_activities_in_the_table(pictures, language):
    activities: dict[str, set[str]] = {}
    for place, _, activity, *_ in (row for row in pictures[language].rows if not row[1].text):
        activities.setdefault(place.iri, set()).add(activity.iri)
    told = {row[0].iri: int(row[1].text) for row in pictures[language].rows if row[1].text}
    assert told == {place: len(activities.get(place, ())) for place in told}
    assert activities.keys() <= told.keys()


def test_every_activity_in_the_table_is_cited(pictures):
    rows = [row for row in pictures["en"].rows if not row[1].text]
    assert len(rows) > 150
    for row in rows:
        assert row[3].iri.startswith(f"{DATA}source/")
        assert row[4].iri.startswith((f"{DATA}passage/", f"{DATA}source/"))


def test_every_point_in_the_table_is_cited_by_its_record(pictures):
    cited = {row[0].iri: row[3].iri for row in pictures["en"].rows if row[3].text.startswith("GeoNames ")}
    assert cited == {point.place: f"https://sws.geonames.org/{point.geonames}/" for point in read_points()}


def test_the_numbers_in_the_picture_are_those_that_the_graph_gives(pictures, graph):
    text = " ".join("".join(one.itertext()) for one in parsed(pictures["en"].wide).iter(f"{SVG}text"))
    query = f"""SELECT (COUNT(DISTINCT ?activity) AS ?number) WHERE {{
        ?activity <{WHERE}> ?place . ?place <{ONTOLOGY}containedIn>* <{DATA}place/guangzhou> }}"""
    ((number,),) = graph.select(query).rows
    assert f"Guangzhou {number.lexical}" in text


# ----------------------------------------------------------------------------------------- the drawing


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_point_has_one_link_to_its_place(pictures, language, size):
    links = [link.get("href") for link in parsed(getattr(pictures[language], size)).iter(f"{SVG}a")]
    assert Counter(links) == Counter(point.place for point in read_points())


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Schematic: points and coastline, no boundaries."),
        ("zh-Hant", "示意圖：只標示地點及海岸線，不繪畫任何界線。"),
        ("zh-Hans", "示意图：仅标示地点和海岸线，不绘制任何界线。"),
    ],
)
@pytest.mark.parametrize("size", SIZES)
def test_the_map_says_what_it_is_and_whose_data_it_shows(pictures, language, sentence, size):
    svg = parsed(getattr(pictures[language], size))
    notes = "".join(one.text or "" for one in svg.iter(f"{SVG}text") if one.get("class") == "picture-note")
    assert notes.startswith(sentence)
    assert "Natural Earth" in notes
    assert "GeoNames" in notes
    assert "CC BY 4.0" in notes


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_of_the_wide_map_lies_on_another_or_on_a_point(pictures, language):
    svg = parsed(pictures[language].wide)
    boxes = [box(one) for one in svg.iter(f"{SVG}rect") if one.get("class") == "map-target"]
    circles = [one for one in svg.iter(f"{SVG}circle") if "map-point" in one.get("class", "")]
    assert len(boxes) == len(circles) == len(read_points())
    assert not any(lie_on_one_another(one, other) for one, other in combinations(boxes, 2))
    assert not any(lies_on(rectangle, circle) for rectangle in boxes for circle in circles)


@pytest.mark.parametrize("size", SIZES)
def test_everything_lies_within_the_picture(pictures, size):
    svg = parsed(getattr(pictures["en"], size))
    _, _, width, height = map(float, svg.get("viewBox", "").split())
    for one in svg.iter(f"{SVG}rect"):
        x, y, across, down = box(one)
        assert x >= 0
        assert y >= 0
        assert x + across <= width + 0.1
        assert y + down <= height + 0.1


def test_links_are_large_enough_for_fingers(pictures):
    targets = [
        box(one)
        for one in parsed(pictures["en"].narrow).iter(f"{SVG}rect")
        if one.get("class") == "map-target"
    ]
    assert min(min(across, down) for _, _, across, down in targets) >= 24


def test_the_area_of_a_point_stands_for_its_number():
    placed = [(f"talk-{number}", "hong-kong") for number in range(40)]
    picture = draw("greater-bay-area", invented(*placed, *((name, "shenzhen") for name, _ in placed[:10])))
    points = [one for one in parsed(picture.wide).iter(f"{SVG}circle") if "map-point" in one.get("class", "")]
    largest, second = sorted((float(one.get("r", 0)) for one in points), reverse=True)[:2]
    assert math.isclose(largest / second, 2, rel_tol=0.02)


def test_a_crowded_label_stands_off_with_a_line_to_its_point():
    circles = [Circle(50 + 4 * number, 50, 2) for number in range(4)]
    places = place_labels(circles, [(40, 20)] * 4, frame=Box(0, 0, 200, 120))
    assert any(place.leader for place in places)
    boxes = [(place.box.x, place.box.y, place.box.width, place.box.height) for place in places]
    assert not any(lie_on_one_another(one, other) for one, other in combinations(boxes, 2))


def test_the_same_graph_gives_the_same_map(pictures, graph):
    assert draw("greater-bay-area", graph) == pictures["en"]


def test_the_map_is_drawn_without_opening_a_file(pictures, graph, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file is opened")

    monkeypatch.setattr("io.open", refuse)
    monkeypatch.setattr("builtins.open", refuse)
    assert draw("greater-bay-area", graph) == pictures["en"]


def box(one: ET.Element) -> tuple[float, float, float, float]:
    x, y, across, down = (float(one.get(name, 0)) for name in ("x", "y", "width", "height"))
    return x, y, across, down


def lie_on_one_another(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    across = one[0] < other[0] + other[2] and other[0] < one[0] + one[2]
    return across and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]


def lies_on(rectangle: tuple[float, ...], circle: ET.Element) -> bool:
    x, y, radius = (float(circle.get(name, 0)) for name in ("cx", "cy", "r"))
    near_x = min(max(x, rectangle[0]), rectangle[0] + rectangle[2])
    near_y = min(max(y, rectangle[1]), rectangle[1] + rectangle[3])
    return math.hypot(x - near_x, y - near_y) < radius - 0.1  # coordinates are written with one decimal


# ------------------------------------------------------------------------------------------- colours


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("mark", "ground", "least"),
    [
        ("picture-link", "map-land", 4.5),
        ("picture-link", "map-sea", 4.5),
        ("picture-ink", "map-sea", 4.5),
        ("picture-b", "map-land", 3),
        ("picture-b", "map-sea", 3),
        ("map-coast", "map-sea", 2),
        ("map-leader", "map-land", 3),
        ("map-leader", "map-sea", 3),
    ],
)
def test_marks_can_be_told_from_their_ground(theme, mark, ground, least):
    assert contrast(colour(mark, theme), colour(ground, theme)) >= least


def colour(name: str, theme: int) -> tuple[int, ...]:
    """Return a colour of the style: the first of its name is for light, the second for dark."""
    written = re.findall(rf"--{name}: #([0-9a-f]{{6}});", css())[theme]
    return tuple(bytes.fromhex(written))


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the ratio of https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(parts: tuple[int, ...]) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
