"""What pictures are made of: markup, widths of texts, scales, periods in words."""

from __future__ import annotations

import doctest
from datetime import date
from itertools import pairwise

import pytest

from gbaip_graph.pictures import neighbourhood_parts, packing, periods, scales, svg, words
from gbaip_graph.pictures.lettering import break_lines, shorten, width
from gbaip_graph.pictures.periods import best, in_words, read_period
from gbaip_graph.pictures.scales import DayScale, LinearScale, ticks
from gbaip_graph.pictures.svg import element, link
from gbaip_graph.pictures.words import tick_number


@pytest.mark.parametrize(
    "module", [neighbourhood_parts, packing, periods, scales, svg, words], ids=lambda module: module.__name__
)
def test_examples_in_docstrings_are_true(module):
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", " javascript:x", "vbscript:x", ""]
)
def test_only_addresses_that_may_be_followed_become_links(href):
    assert link(href, element("circle", r=1), title="x").startswith("<g>")


@pytest.mark.parametrize(
    "href", ["https://w3id.org/gbaip/id/x", "/en/id/x", "../../id/x/", "?a=b", "#x", "id/x"]
)
def test_addresses_of_pages_become_links(href):
    assert link(href, element("circle", r=1), title="x").startswith("<a href=")


def test_a_character_that_no_xml_admits_is_shown_as_a_sign():
    assert element("text", "a\x00b\ud800") == "<text>a\ufffdb\ufffd</text>"


def test_a_coordinate_has_a_tenth_at_most_and_no_negative_nothing():
    assert element("rect", x=1.26, y=-0.04, width=100) == '<rect x="1.3" y="0" width="100"/>'


def test_a_chinese_character_is_as_wide_as_it_is_high():
    assert width("粵港澳", 10) == pytest.approx(3 * width("粵", 10))
    assert width("粵", 10) >= 10


def test_a_shortened_text_fits_and_says_that_it_is_shortened():
    text = shorten("Guangdong Administration for Market Regulation", 100, 12)
    assert text.endswith("…")
    assert width(text, 12) <= 100


def test_english_breaks_between_words_and_chinese_between_characters():
    assert break_lines("one two three", width("one two", 12), 12, lines=3) == ("one two", "three")
    assert break_lines("知識產權署", width("知識產", 12), 12, lines=2) == ("知識產", "權署")


def test_no_chinese_line_begins_with_a_full_stop_and_none_loses_a_character():
    assert break_lines("知識產。權署", width("知識產", 12), 12, lines=2) == ("知識產。", "權署")


def test_what_does_not_fit_the_last_line_is_cut():
    (first, last) = break_lines("one two three four five", width("one two", 12), 12, lines=2)
    assert first == "one two"
    assert last.endswith("…")


@pytest.mark.parametrize("top", [350, 1, 44_000_000, 3, 0.4])
def test_ticks_begin_at_nothing_and_reach_the_top(top):
    marks = ticks(top)
    assert marks[0] == 0
    assert marks[-1] >= top > marks[-2]
    assert len({round(after - before, 6) for before, after in pairwise(marks)}) == 1


def test_small_counts_have_whole_ticks():
    assert ticks(9) == (0, 5, 10)


def test_a_bar_begins_at_nothing():
    assert LinearScale(400, 50, 450)(0) == 50
    assert LinearScale(400, 50, 450)(100) == 150


def test_a_day_outside_of_the_scale_stands_at_its_edge():
    scale = DayScale(date(2003, 1, 1), date(2003, 1, 11), 0, 100)
    assert [scale(day) for day in (date(1999, 1, 1), date(2003, 1, 6), date(2010, 1, 1))] == [0, 50, 100]


@pytest.mark.parametrize(
    ("edtf", "english", "traditional"),
    [
        ("2019-09-25", "25 September 2019", "2019年9月25日"),
        ("2019-09", "September 2019", "2019年9月"),
        ("2019", "2019", "2019年"),
        ("2023-08-21/2023-09-01", "21 August – 1 September 2023", "2023年8月21日–9月1日"),
        ("2025-12-31/2026-01-12", "31 December 2025 – 12 January 2026", "2025年12月31日–2026年1月12日"),
        ("2020-04/2020-05", "April–May 2020", "2020年4月–5月"),
        ("2003/2012", "2003–2012", "2003年–2012年"),
        ("2004/..", "since 2004", "2004年起"),
        ("../2021", "until 2021", "至2021年"),
        ("2019-12~", "about December 2019", "2019年12月左右"),
    ],
)
def test_a_period_is_written_as_people_read_it(edtf, english, traditional):
    assert (in_words(edtf, "en"), in_words(edtf, "zh-Hant")) == (english, traditional)


def test_labels_have_months_of_three_letters():
    assert in_words("2023-08-21/2023-09-01", "en", is_short=True) == "21 Aug – 1 Sep 2023"


def test_the_best_of_several_periods_is_the_shortest():
    told = [period for text in ("2019", "2019-09", "2018/2019") if (period := read_period(text))]
    chosen = best(told)
    assert chosen is not None
    assert chosen.edtf == "2019-09"


def test_what_is_no_date_has_no_period():
    assert read_period("sometime") is None
    assert read_period("") is None


def test_chinese_numbers_are_counted_in_ten_thousands():
    assert [tick_number(20_000_000, language) for language in ("en", "zh-Hant", "zh-Hans")] == [
        "20 million",
        "2,000萬",
        "2,000万",
    ]
