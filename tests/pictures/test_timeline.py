"""The timeline: every thing with a date once, where it belongs, in both forms."""

from __future__ import annotations

from datetime import date

import pytest

from gbaip_graph.ask.bound_query import bound_query
from gbaip_graph.errors import InvalidValue
from gbaip_graph.namespaces import DATA, expand
from gbaip_graph.pictures import NoPicture, draw, load
from gbaip_graph.pictures.periods import read_period
from gbaip_graph.pictures.timeline_marks import EVENT, marks_of
from gbaip_graph.pictures.timeline_parts import years_label
from gbaip_graph.turtle.terms import XSD, Literal
from tests.pictures.conftest import SVG, links, named, texts

STATED, INFERRED = expand("basis:stated"), expand("basis:from-publication")


def told(*periods, basis=STATED, kind=EVENT):
    return [{"what": "x", "kind": kind, "period": period, "basis": basis} for period in periods]


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_every_thing_of_the_saved_question_is_drawn_and_in_the_table(size, drawn, shipped):
    bound = {"from": Literal("2003-01-01", XSD + "date")}
    answer = shipped.select(bound_query(load()["timeline"], bound))
    things = {row[answer.variables.index("what")].value for row in answer.rows}
    picture = drawn("timeline")
    hrefs = {link.get("href") for link in links(getattr(picture, size))}
    assert {href for href in hrefs if "/series/" not in href} == things
    assert len(picture.rows) == len(answer.rows)


def test_a_series_has_a_lane_with_a_link(drawn):
    lanes = {link.get("href") for link in links(drawn("timeline").wide) if "/series/" in link.get("href")}
    assert {f"{DATA}series/sme-seminar", f"{DATA}series/customs-ip-meeting"} <= lanes


def test_a_mark_says_what_when_and_on_what_its_date_rests(drawn):
    titles = {link.get("href"): named(link) for link in links(drawn("timeline").wide)}
    assert titles[f"{DATA}event/sme-seminar-2022"].endswith(": 12 August 2022 (from the title)")


def test_an_inferred_date_is_an_open_mark(drawn):
    for link in links(drawn("timeline").wide):
        marks = [part for part in link if "picture-mark" in part.get("class", "")]
        for mark in marks:
            assert ("hollow" in mark.get("class")) == ("(stated)" not in named(link))


def test_time_runs_to_the_right_and_on_phones_down(drawn):
    for size, place in (("wide", "cx"), ("narrow", "cy")):
        where = {
            link.get("href"): float(link.find(f"{SVG}circle").get(place))
            for link in links(getattr(drawn("timeline"), size))
            if link.find(f"{SVG}circle") is not None
        }
        seminars = [where[f"{DATA}event/sme-seminar-{year}"] for year in (2019, 2022, 2024)]
        assert seminars == sorted(seminars)


def test_a_day_and_its_month_are_one_date_told_more_or_less_exactly():
    (mark,) = marks_of(told("2019-09", "2019-09-25"))
    assert mark.period.edtf == "2019-09-25"


def test_dates_that_exclude_each_other_are_two_marks():
    assert [mark.period.edtf for mark in marks_of(told("2020-05", "2019-05"))] == ["2019-05", "2020-05"]


def test_a_date_that_is_told_goes_before_one_that_was_inferred():
    (mark,) = marks_of([*told("2019-09", basis=INFERRED), *told("2019-09")])
    assert mark.period.is_stated


@pytest.mark.parametrize(
    ("period", "is_dot"), [("2019-05-01/2019-06-14", True), ("2019-05-01/2019-06-15", False)]
)
def test_up_to_45_days_are_a_dot(period, is_dot):
    (mark,) = marks_of(told(period))
    assert mark.is_dot == is_dot


def test_no_two_marks_of_a_lane_lie_upon_one_another(drawn):
    for size in ("wide", "narrow"):
        dots = [
            (float(dot.get("cx")), float(dot.get("cy")))
            for link in links(getattr(drawn("timeline"), size))
            for dot in link.iter(f"{SVG}circle")
        ]
        near = [
            (one, other)
            for place, one in enumerate(dots)
            for other in dots[place + 1 :]
            if abs(one[0] - other[0]) < 5 and abs(one[1] - other[1]) < 5
        ]
        assert near == []


def test_a_period_may_be_chosen(shipped):
    picture = draw("timeline", shipped, **{"from": "2019-01-01", "to": "2019-12-31"})
    assert picture.title == "Plans, events and operations, 2019"
    assert "2019" in texts(picture.wide)
    assert draw("timeline", shipped, from_="2019-01-01", to="2019-12-31") == picture


def test_days_within_a_year_are_told_in_words(shipped):
    picture = draw("timeline", shipped, from_="2019-05-02", to="2019-05-31")
    for form in (picture.wide, picture.narrow):
        assert texts(form)[0] == "2–31 May 2019"


def test_days_that_run_backwards_are_refused(shipped):
    with pytest.raises(InvalidValue, match="to: 2019-01-01 is before 2020-01-01"):
        draw("timeline", shipped, from_="2020-01-01", to="2019-01-01")


@pytest.mark.parametrize(
    ("period", "years"),
    [("2018-07/2019-12", "2018–19"), ("2020", "2020"), ("2024/..", "2024–"), ("../2006", "–2006")],
)
def test_a_plan_is_called_after_its_years(period, years):
    (mark,) = marks_of(told(period))
    assert years_label(mark) == years


def test_a_period_without_anything_has_no_picture(shipped):
    with pytest.raises(NoPicture, match="nothing has a date"):
        draw("timeline", shipped, from_="1901-01-01", to="1901-12-31")


def test_what_is_no_day_is_refused(shipped):
    with pytest.raises(InvalidValue, match='from: "yesterday" is no day'):
        draw("timeline", shipped, from_="yesterday")


def test_an_open_period_has_no_last_day():
    period = read_period("2019/..")
    assert period is not None
    assert (period.first, period.last) == (date(2019, 1, 1), None)
