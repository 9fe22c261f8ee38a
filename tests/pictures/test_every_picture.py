"""What holds for every picture: its form, its languages, its colours, and that labels stay text."""

from __future__ import annotations

import re

import pytest

import gbaip_graph
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.worker import run_limited
from gbaip_graph.errors import InvalidValue, UnknownName
from gbaip_graph.pictures import NAMES, css, draw, load
from gbaip_graph.pictures.lettering import width
from gbaip_graph.pictures.words import texts as own_texts
from gbaip_graph.turtle.terms import Literal
from tests.pictures.conftest import DRAWN, LANGUAGES, SVG, links, named, parsed

SIZES = ("wide", "narrow")
EVERY = pytest.mark.parametrize("name", DRAWN)
IN_EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
ELEMENTS = {"svg", "title", "desc", "g", "a", "rect", "circle", "line", "polygon", "path", "text", "tspan"}
HOSTILE = (
    '"/><script>alert(1)</script><a href="javascript:alert(2)" onclick="x">\x00\x1b]]>&amp;\ud7ff\uffff{x}'
)


def test_the_tests_draw_every_picture_but_the_map():
    assert set(DRAWN) | {"greater-bay-area"} == set(NAMES)


# ------------------------------------------------------------------------------------------------ form


@EVERY
@pytest.mark.parametrize("size", SIZES)
def test_a_picture_is_a_named_and_described_group_of_its_own_ids(name, size, drawn):
    picture = drawn(name)
    svg = parsed(getattr(picture, size))
    ids = {element.get("id"): element.text for element in svg.iter() if element.get("id")}
    assert svg.get("role") == "group"
    assert ids[svg.get("aria-labelledby")] == picture.title
    assert ids[svg.get("aria-describedby")] == picture.description
    assert all(size in identifier and name in identifier for identifier in ids)


@EVERY
def test_the_form_for_phones_is_narrow_and_drawn_for_itself(name, drawn):
    picture = drawn(name)
    across = [float(parsed(form).get("viewBox").split()[2]) for form in (picture.wide, picture.narrow)]
    assert across[0] >= 640
    assert across[1] <= 340


@EVERY
@IN_EVERY_LANGUAGE
@pytest.mark.parametrize("size", SIZES)
def test_no_word_runs_out_of_its_frame(name, language, size, drawn):
    svg = parsed(getattr(drawn(name, language), size))
    across = float(svg.get("viewBox").split()[2])
    out = []
    for text in svg.iter(f"{SVG}text"):
        if text.get("transform"):
            continue
        words, classes, x = "".join(text.itertext()), text.get("class", ""), float(text.get("x"))
        sizes = {"fine": 11, "soft": 12, "note": 12, "small": 12}
        wide = width(words, next((size for name, size in sizes.items() if name in classes), 13))
        before = {"end": wide, "middle": wide / 2}
        start = x - next((part for key, part in before.items() if f"picture-{key}" in classes), 0)
        if start < -1 or start + wide > across + 1:
            out.append((words, start, start + wide))
    assert out == []


@EVERY
def test_marks_are_links_with_a_title(name, drawn):
    picture = drawn(name)
    for form in (picture.wide, picture.narrow):
        marked = [link for link in links(form) if any("mark" in (part.get("class") or "") for part in link)]
        assert marked
        assert [link.get("href") for link in marked if not named(link)] == []


@EVERY
def test_the_same_graph_gives_the_same_characters(name, drawn, shipped):
    again = draw(name, shipped, **DRAWN[name])
    assert again == drawn(name)


@EVERY
def test_a_picture_is_drawn_where_no_file_can_be_opened(name, shipped):
    questions = load()  # what a site holds before it forks
    picture = run_limited(lambda: draw(name, shipped, questions=questions, **DRAWN[name]))
    assert picture.name == name


@EVERY
def test_a_file_has_its_own_style_and_title(name, drawn):
    picture = drawn(name)
    file = parsed(picture.to_svg().partition("\n")[2])
    assert css().strip() in "".join(file.find(f"{SVG}style").itertext())
    shown = [text.text for text in file.findall(f"{SVG}text")]
    assert " ".join(shown).startswith(picture.title.split(" [")[0][:20])
    assert picture._repr_svg_() == picture.to_svg().partition("\n")[2]


@EVERY
def test_a_file_has_nothing_that_a_page_hides(name, drawn):
    assert "picture-wide" not in re.sub(r"<style>.*</style>", "", drawn(name).to_svg(), flags=re.DOTALL)


@EVERY
def test_a_page_needs_no_style_of_a_picture_but_classes(name, drawn):
    for form in (drawn(name).wide, drawn(name).narrow):
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=|#[0-9a-f]{6}", form)


# --------------------------------------------------------------------------------------------- languages


@EVERY
@IN_EVERY_LANGUAGE
def test_titles_and_heads_are_in_the_wanted_language(name, language, drawn):
    picture = drawn(name, language)
    words = (picture.title, picture.description, *picture.columns)
    is_chinese = [bool(re.search("[\u4e00-\u9fff]", text)) for text in words]
    assert all(is_chinese) if language != "en" else not any(is_chinese)


@EVERY
@IN_EVERY_LANGUAGE
def test_a_row_has_a_cell_for_each_column_and_a_language_for_each_text(name, language, drawn):
    picture = drawn(name, language)
    assert {len(row) for row in picture.rows} == {len(picture.columns)}
    # A name without a language is a compact name, of which the graph tells no label.
    assert {cell.text for row in picture.rows for cell in row if cell.text and not cell.language} == set()


def test_a_name_in_another_language_says_so(drawn):
    svg = parsed(drawn("timeline", "zh-Hant").wide)
    foreign = [text for text in svg.iter(f"{SVG}text") if text.get("lang") not in ("zh-Hant", None)]
    assert foreign
    assert [
        text.text for text in foreign if not "".join(text.itertext()).endswith(f"[{text.get('lang')}]")
    ] == []


def test_chinese_of_one_script_is_never_written_in_the_other():
    traditional = {text for key in own_texts().values() for text in key["zh-Hant"]}
    simplified = {text for key in own_texts().values() for text in key["zh-Hans"]}
    assert not traditional & set("个数动计划图与参讨说确约据资来为机构")
    assert not simplified & set("個數動計劃圖與參討說確約據資來為機構")


def test_every_text_has_the_same_values_in_every_language():
    def values(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", text))

    assert {
        key for key, text in own_texts().items() if len({frozenset(values(one)) for one in text.values()}) > 1
    } == set()


# ------------------------------------------------------------------------------------------------ labels


class Hostile:
    """The shipped graph, whose every text in a language is an attack."""

    def __init__(self, graph):
        self.graph, self.is_remote, self.endpoints = graph, False, frozenset()

    def select(self, text):
        answer = self.graph.select(text)
        rows = tuple(tuple(self._turned(cell) for cell in row) for row in answer.rows)
        return Solutions(answer.variables, rows)

    def _turned(self, cell):
        if isinstance(cell, Literal) and cell.language:
            return Literal(HOSTILE, cell.datatype, cell.language)
        return cell


@EVERY
def test_whatever_stands_in_labels_stays_text(name, shipped):
    picture = draw(name, Hostile(shipped), **DRAWN[name])
    for form in (picture.wide, picture.narrow):
        elements = list(parsed(form).iter())
        assert {element.tag.removeprefix(SVG) for element in elements} <= ELEMENTS
        assert [key for element in elements for key in element.attrib if key.startswith("on")] == []
        assert {link.get("href").partition(":")[0] for link in links(form)} <= {"https"}
    parsed(picture.to_svg().partition("\n")[2])


def test_an_address_that_runs_a_script_is_no_link(shipped):
    picture = draw("timeline", shipped, link=lambda _: "javascript:alert(1)")
    assert links(picture.wide) == []
    assert "javascript" not in picture.wide


@EVERY
def test_links_lead_where_the_page_says(name, shipped):
    picture = draw(name, shipped, link=lambda iri: f"/en/{iri[8:]}?a=1&b=2", **DRAWN[name])
    assert all(link.get("href").startswith("/en/") for link in links(picture.narrow))


# ----------------------------------------------------------------------------------------------- colours


def themes() -> dict[str, dict[str, str]]:
    """Return the colours of both themes by their names in the style sheet."""
    dark = "".join(re.findall(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", css(), flags=re.DOTALL))
    found = {
        theme: dict(re.findall(r"--picture-([\w-]+): (#[0-9a-f]{6});", text))
        for theme, text in (("light", re.split("@media", css())[0]), ("dark", dark))
    }
    assert found["light"].keys() <= found["dark"].keys()
    return found


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    brighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["ground", "band"])
@pytest.mark.parametrize("colour", ["a", "b", "c", "d", "e"])
def test_marks_stand_out_from_their_ground(theme, ground, colour):
    colours = themes()[theme]
    assert contrast(colours[colour], colours[ground]) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["ink", "soft", "link"])
def test_words_can_be_read_on_their_ground(theme, colour):
    colours = themes()[theme]
    assert contrast(colours[colour], colours["ground"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("mark", ["a", "b", "c", "d", "e"])
def test_words_can_be_read_on_marks(theme, mark):
    colours = themes()[theme]
    assert contrast(colours["on-mark"], colours[mark]) >= 4.5


# ------------------------------------------------------------------------------------------------- calls


def test_a_picture_that_there_is_not_is_answered_with_those_that_there_are(shipped):
    with pytest.raises(UnknownName, match="there is no picture") as error:
        draw("pie", shipped)
    assert "timeline" in error.value.mend


def test_a_parameter_that_there_is_not_is_answered_with_those_that_there_are(shipped):
    with pytest.raises(InvalidValue, match='has no parameter "colour"') as error:
        draw("timeline", shipped, colour="red")
    assert error.value.mend == "There are: from, to."


def test_a_language_that_there_is_not_is_refused(shipped):
    with pytest.raises(InvalidValue, match="language"):
        draw("timeline", shipped, language="fr")


def test_a_notebook_draws_by_name_alone(drawn):
    assert gbaip_graph.picture("sme-seminar-attendance") == drawn("sme-seminar-attendance")
