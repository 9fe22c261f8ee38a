"""What the test of completeness looks for, shown on invented sentences and records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.sources.dates_in_text import Point, dates_in
from tests.sources.names_in_text import name_words, occurrences, parts_of, runs_of, tokens_of
from tests.sources.numbers_in_text import numbers_in


def numbers(text: str, *, is_heading: bool = False) -> list[tuple[str, str, str]]:
    taken = [(mention.at, mention.until) for mention in dates_in(text)]
    found = numbers_in(text, is_heading=is_heading, taken=taken)
    return [(m.text, m.kind, m.word or str(int(m.value))) for m in found]


def names(text: str, plain: frozenset[str] = frozenset()) -> tuple[str, ...]:
    return runs_of(text, name_words(text, plain=plain))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("About 112 000 eggs were laid.", [("112 000", "amount", "112000")]),
        ("About 1,250 eggs.", [("1,250", "amount", "1250")]),
        ("It cost HK$8.3 million.", [("HK$8.3 million", "amount", "8300000")]),
        ("It cost $16 million.", [("$16 million", "amount", "16000000")]),
        ("Over 260 ducks and 27 geese.", [("260", "amount", "260"), ("27", "amount", "27")]),
        ("Of three million eggs.", [("three million", "amount", "3000000")]),
        ("A 12-day race.", [("12", "amount", "12")]),
        ("The two ponds and nine ducks.", [("two", "amount", "2"), ("nine", "amount", "9")]),
        ("One of the ducks, and no one else.", []),
        ("One duck came.", [("One", "amount", "1")]),
        ("The 22nd and the Sixth race.", [("22nd", "ordinal", "22"), ("Sixth", "ordinal", "6")]),
        ("A first-class pond.", [("first", "ordinal", "1")]),
        ("A biennial race.", [("biennial", "frequency", "biennial")]),
        ("On a monthly basis.", [("monthly", "frequency", "monthly")]),
        ("Items (1), (2), and (13).", [("(1)", "item", "1"), ("(2)", "item", "2"), ("(13)", "item", "13")]),
        ("They mean to (1) swim; and (2) fly.", [("(1)", "entry", "1"), ("(2)", "entry", "2")]),
        ("In June 2019, 15 ducks won 15 prizes.", [("15", "amount", "15"), ("15", "amount", "15")]),
        ("In 2018-19 and on May 5 nothing was counted.", []),
    ],
)  # fmt: skip
def test_numbers_are_found_in_a_sentence(text: str, found: list[tuple[str, str, str]]) -> None:
    assert numbers(text) == found


def test_the_number_of_a_heading_is_told_apart_from_an_amount() -> None:
    assert numbers("16. Racing 3 ducks", is_heading=True) == [("16", "heading", "16"), ("3", "amount", "3")]


def test_what_an_amount_counts_is_the_next_plain_word() -> None:
    found = numbers_in("18 Hong Kong ducks swam, and 6 of them won.")
    assert [(mention.value, mention.counted) for mention in found] == [
        (Decimal(18), "ducks"),
        (Decimal(6), "of"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In November 2018 it froze.", [("November 2018", Point(2018, 11))]),
        ("In June it froze.", [("June", Point(None, 6))]),
        ("On August 12 it froze.", [("August 12", Point(None, 8, 12))]),
        ("On September 5 and 6 it froze.", [("September 5", Point(None, 9, 5)), ("6", Point(None, 9, 6))]),
        ("In December 2018 and 2019.", [("December 2018", Point(2018, 12)), ("2019", Point(2019, 12))]),
        ("In March and August 2019.", [("March", Point(2019, 3)), ("August 2019", Point(2019, 8))]),
        (
            "In May and June 2018 and July 2019.",
            [("May", Point(2018, 5)), ("June 2018", Point(2018, 6)), ("July 2019", Point(2019, 7))],
        ),
        ("At the end of 2023.", [("the end of 2023", Point(2023, months=(12,)))]),
        ("In mid-2022.", [("mid-2022", Point(2022, months=(6, 7)))]),
        ("The 2024 race.", [("2024", Point(2024))]),
    ],
)
def test_dates_are_found_in_a_sentence(text: str, found: list[tuple[str, Point]]) -> None:
    assert [(mention.text, mention.start) for mention in dates_in(text)] == found


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("From July 2018 to end-2019 it froze.", Point(2018, 7), Point(2019, months=(12,))),
        ("It froze between May 2018 and June 2019.", Point(2018, 5), Point(2019, 6)),
        ("From August 21 to September 1 it froze.", Point(None, 8, 21), Point(None, 9, 1)),
        ("The plan for 2018-19.", Point(2018), Point(2019)),
        ("The plan (2018-2019).", Point(2018), Point(2019)),
    ],
)
def test_a_range_of_dates_is_one_mention(text: str, start: Point, end: Point) -> None:
    assert [(mention.start, mention.end) for mention in dates_in(text)] == [(start, end)]


def test_since_a_year_is_an_open_range() -> None:
    assert [(mention.start, mention.since) for mention in dates_in("Since 2004 it froze.")] == [
        (Point(2004), True)
    ]


def test_words_for_days_and_years_are_reckoned_from_the_day_of_issue() -> None:
    found = dates_in("It froze yesterday, last year and next year.", issued=date(2023, 9, 1))
    assert [mention.start for mention in found] == [Point(2023, 8, 31), Point(2022), Point(2024)]


def test_names_are_runs_of_capitalised_words_with_their_connectors() -> None:
    text = "On Monday a few of the Board of Ducks of the Northern Pond met the GDAX(GDIX) near Lake Erie."
    assert names(text) == ("Monday", "Board of Ducks of the Northern Pond", "GDAX(GDIX", "Lake Erie")


def test_a_plain_word_that_opens_a_sentence_is_no_name() -> None:
    plain = frozenset({"ducks", "feed"})
    assert names("Ducks swam. Feeding is dear. The rest flew.", plain) == ()


def test_a_name_that_opens_a_sentence_is_found() -> None:
    plain = frozenset({"pond"})
    assert names("Moorhen swam. Pond Authority staff came. The Heron Society flew.", plain) == (
        "Moorhen",
        "Pond Authority",
        "Heron Society",
    )


def test_abbreviations_of_common_nouns_and_forms_of_address_are_no_names() -> None:
    assert names("For SMEs it means IP and R&D, said Mr Drake.") == ("Drake",)


def test_a_name_occurs_only_in_full_and_in_its_own_case() -> None:
    tokens = tokens_of("The Board of Ducks met a board of ducks at the Board.")
    assert occurrences("the Board of Ducks", tokens) == (range(1, 4),)
    assert occurrences("Board of Geese", tokens) == ()


def test_a_run_is_parted_at_connectors_and_marks() -> None:
    assert parts_of("Lake Erie/Lake Huron and the Bay (Ponds)") == ("Lake Erie", "Lake Huron", "Bay", "Ponds")
