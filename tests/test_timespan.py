"""Bounds, precision and slugs of EDTF texts; the package edtf is the judge of the bounds."""

from __future__ import annotations

import calendar
import time

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaip_graph.errors import InvalidValue
from gbaip_graph.timespan import bounds, check_stated, edtf_of_slug, precision, slug


@st.composite
def dates(draw: st.DrawFn) -> tuple[int, str]:
    """Return a year and a date in it, by day, month or year, perhaps with a qualifier."""
    year, month = draw(st.integers(1000, 2999)), draw(st.integers(1, 12))
    day = draw(st.integers(1, calendar.monthrange(year, month)[1]))
    text = draw(st.sampled_from([f"{year}", f"{year}-{month:02d}", f"{year}-{month:02d}-{day:02d}"]))
    return year, text + draw(st.sampled_from(["", "~", "?", "%"]))


@st.composite
def edtf_texts(draw: st.DrawFn) -> str:
    """Return a date, an interval whose years do not fall, or an interval that is open at one end."""
    (year, start), (other_year, end) = draw(dates()), draw(dates())
    if year == other_year:
        return draw(st.sampled_from([start, f"{start}/..", f"../{end}"]))
    earlier, later = (start, end) if year < other_year else (end, start)
    return draw(st.sampled_from([start, f"{earlier}/{later}", f"{start}/..", f"../{end}"]))


def day_of_package(value: time.struct_time | float) -> str | None:
    return None if isinstance(value, float) else time.strftime("%Y-%m-%d", value)


@settings(max_examples=400, deadline=None)
@given(edtf_texts())
def test_the_bounds_are_those_of_the_package_edtf(text: str) -> None:
    parsed = parse_edtf(text)
    assert bounds(text) == (day_of_package(parsed.lower_strict()), day_of_package(parsed.upper_strict()))


@given(edtf_texts(), st.sampled_from(["stated", "from-members", "from-publication"]))
def test_a_slug_gives_back_its_text_and_basis(text: str, basis: str) -> None:
    assert edtf_of_slug(slug(text, basis)) == (text, basis)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018", ("2018-01-01", "2018-12-31")),
        ("2018-11", ("2018-11-01", "2018-11-30")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2018-11-05", ("2018-11-05", "2018-11-05")),
        ("2018-07/2019-12~", ("2018-07-01", "2019-12-31")),
        ("2004/..", ("2004-01-01", None)),
        ("../2019-12", (None, "2019-12-31")),
        ("0976?", ("0976-01-01", "0976-12-31")),
        ("2018-11/2018-11-05", ("2018-11-01", "2018-11-05")),
    ],
)
def test_bounds_are_the_first_and_last_possible_day(
    text: str, expected: tuple[str | None, str | None]
) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize("qualifier", ["~", "?", "%"])
def test_a_qualifier_never_widens_the_bounds(qualifier: str) -> None:
    assert bounds(f"2018-07{qualifier}/2019-12{qualifier}") == bounds("2018-07/2019-12")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-11-05", "day"),
        ("2018-11~", "month"),
        ("2018?", "year"),
        ("2018/2019", "interval"),
        ("2004/..", "interval"),
    ],
)
def test_precision_is_that_of_the_text(text: str, expected: str) -> None:
    assert precision(text) == expected


@pytest.mark.parametrize(
    ("text", "basis", "expected"),
    [
        ("2018-07/2019-12~", "stated", "2018-07_2019-12-about"),
        ("2004/..", "stated", "2004_open"),
        ("../2004", "stated", "open_2004"),
        ("2018-08/2019-10", "from-members", "2018-08_2019-10.from-members"),
        ("2018?", "stated", "2018-uncertain"),
        ("2018%", "from-label", "2018-uncertain-about.from-label"),
    ],
)
def test_a_slug_writes_the_text_in_characters_for_an_iri(text: str, basis: str, expected: str) -> None:
    assert slug(text, basis) == expected


@pytest.mark.parametrize("text", ["2004/", "/2004"])
def test_an_unknown_end_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="has an unknown end"):
        bounds(text)


def test_the_refusal_of_an_unknown_end_says_what_to_write() -> None:
    with pytest.raises(InvalidValue) as refusal:
        bounds("2004/")
    assert refusal.value.mend.startswith("Write .. for an end that is open")


@pytest.mark.parametrize(
    "text",
    ["", "2018-1", "18-11", "2018-11-5", "201X", "2018-XX", "2018-21x", "2018~-07", "2018-11-05T10:00:00",
     "-0044", "Y12018", "2018 ", "2018\n", "２０１８", "2018-07/2019/2020", "2018-07--2019", "[2018,2019]"],
)  # fmt: skip
def test_a_form_that_the_data_do_not_use_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="is not a date or an interval"):
        bounds(text)


@pytest.mark.parametrize("text", ["2018-13", "2018-21", "2019-02-29", "2018-04-31", "0000", "2018-00"])
def test_a_day_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="names no day of the calendar"):
        bounds(text)


def test_reversed_ends_are_refused() -> None:
    with pytest.raises(InvalidValue, match="ends before it begins"):
        bounds("2019-12/2018-07")


def test_an_interval_open_at_both_ends_is_refused() -> None:
    with pytest.raises(InvalidValue, match="is open at both ends"):
        bounds("../..")


def test_a_date_without_a_year_has_no_bounds() -> None:
    with pytest.raises(InvalidValue, match="has no year, so it has no bounds"):
        bounds("XXXX-09-05")


@pytest.mark.parametrize(
    "text",
    ["XXXX-09-05", "XXXX-09", "XXXX-02-29", "XXXX-08-21/XXXX-09-01", "XXXX-08-21~/..", "2018-11", "2004/.."],
)
def test_a_stated_date_may_lack_its_year(text: str) -> None:
    check_stated(text)


@pytest.mark.parametrize(
    "text",
    [
        "XXXX",
        "XXXX-13",
        "XXXX-02-30",
        "20XX-09-05",
        "XXXX-09-05/",
        "XXXX-09-05/XXXX",
        "2018-13",
        "XXXX-09/../..",
    ],
)
def test_a_stated_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        check_stated(text)


@pytest.mark.parametrize("basis", ["", "From-Members", "from members", "from--members", "stated."])
def test_a_basis_that_is_no_word_is_refused(basis: str) -> None:
    with pytest.raises(InvalidValue, match="is no basis"):
        slug("2018", basis)


@pytest.mark.parametrize("text", ["2018.stated", "2018~", "2018/2019", "2018_open.", "2018..x"])
def test_a_slug_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        edtf_of_slug(text)
