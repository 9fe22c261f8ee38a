"""Which records carry what a passage states, shown on an invented document and its data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gbaip_graph.layout import Root
from gbaip_graph.namespaces import PREFIXES
from tests.sources.coverage import MOST_WORDS_SHOWN, Gap, Passage, gaps
from tests.sources.entered_records import read_records
from tests.sources.left_out import LeftOut, faults

Judge = Callable[..., list[str]]
REGISTER = """
agency:pond a gbaip:Agency ; skos:prefLabel "Northern Pond Authority"@en ; gbaip:hasJurisdiction place:lake .
place:lake a gbaip:Place ; skos:prefLabel "Lake Erie"@en .
"""


def write(folder: Path, name: str, turtle: str) -> None:
    file = folder / "data" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    file.write_text(prefixes + turtle, encoding="utf-8")


@pytest.fixture
def missing(tmp_path: Path) -> Judge:
    """Return what a passage of a document lacks, given its text and the statements that cite ``duck.p1``."""

    def judge(text: str, turtle: str = "", *, key: str = "p1", excused: tuple[str, ...] = ()) -> list[str]:
        write(tmp_path, "register/all.ttl", REGISTER)
        write(tmp_path, "sources/duck.ttl", turtle.replace("CITED", f"gbaip:statedIn passage:duck.{key}"))
        passage = Passage(f"duck.{key}", text, date(2001, 3, 2), frozenset({"ducks"}))
        return [gap.text for gap in gaps(passage, read_records(Root(tmp_path)), excused=excused)]

    return judge


def test_a_number_without_a_record_is_missing(missing: Judge) -> None:
    assert missing("It had 42 ducks.") == ["42"]


def test_a_figure_carries_its_number(missing: Judge) -> None:
    assert missing("It had 42 ducks.", "figure:a a gbaip:Figure ; gbaip:value 42 ; CITED .") == []


def test_a_figure_that_cites_another_passage_carries_nothing(missing: Judge) -> None:
    figure = "figure:a a gbaip:Figure ; gbaip:value 42 ; gbaip:statedIn passage:duck.p2 ."
    assert missing("It had 42 ducks.", figure) == ["42"]


def test_two_statements_of_one_value_need_two_figures(missing: Judge) -> None:
    text = "It had 15 ducks and 15 geese."
    one = "figure:a a gbaip:Figure ; gbaip:value 15 ; CITED ."
    assert missing(text, one) == ["15", "15"]
    assert missing(text, one + "\nfigure:b a gbaip:Figure ; gbaip:value 15 ; CITED .") == []


def test_a_statement_made_twice_needs_one_record(missing: Judge) -> None:
    operation = "op:a a gbaip:Operation ; gbaip:actionCount 5 ; CITED ."
    assert missing("It ran five races. The five races were long.", operation) == []


def test_the_number_of_an_item_carries_no_amount(missing: Judge) -> None:
    assert missing("It had 8 ducks.", "item:a a gbaip:CooperationItem ; gbaip:itemNumber 8 ; CITED .") == [
        "8"
    ]


def test_a_listed_item_must_be_said_to_be_new(missing: Judge) -> None:
    item = "item:a a gbaip:CooperationItem ; gbaip:itemNumber 8 ; gbaip:isNewItem {} ; CITED ."
    assert missing("It is Item (8).", item.format("false")) == ["(8)"]
    assert missing("It is Item (8).", item.format("true")) == []


def test_an_ordinal_is_carried_by_an_ordinal_alone(missing: Judge) -> None:
    assert missing("The third race.", "figure:a a gbaip:Figure ; gbaip:value 3 ; CITED .") == ["third"]
    assert missing("The third race.", "event:a a gbaip:Event ; gbaip:ordinal 3 ; CITED .") == []


def test_a_frequency_is_carried_by_its_concept(missing: Judge) -> None:
    series = "series:a a gbaip:EventSeries ; gbaip:hasFrequency frequency:{} ; CITED ."
    assert missing("A biennial race.", series.format("annual")) == ["biennial"]
    assert missing("A biennial race.", series.format("biennial")) == []


def test_a_label_carries_no_amount(missing: Judge) -> None:
    assert missing(
        "It had nine ducks.", 'event:a a gbaip:Event ; skos:prefLabel "nine ducks"@en ; CITED .'
    ) == ["nine"]


@pytest.mark.parametrize(
    ("text", "span", "lacking"),
    [
        ("In May 2000 it froze.", "2000-05", []),
        ("In May 2000 it froze.", "2000-06", ["May 2000"]),
        ("In May 2000 it froze.", "2000-05-03", ["May 2000"]),
        ("In 2000 it froze.", "2000-05", []),
        ("From May 2000 to end-2001 it froze.", "2000-05_2001-12-about", []),
        ("From May 2000 to end-2001 it froze.", "2000-05", ["May 2000 to end-2001"]),
        ("Since 2000 it froze.", "2000_open", []),
        ("Since 2000 it froze.", "2000", ["Since 2000"]),
        ("In May 2000 it froze.", "2000-05_2000-06.from-members", ["May 2000"]),
        ("It froze last year.", "2000.from-publication", []),
        ("It froze today (March 2).", "2001-03-02.from-publication", []),
        ("It froze today (March 2).", "2001-03-03.from-publication", ["today", "March 2"]),
    ],
)
def test_a_date_is_carried_by_a_span_that_has_it_as_an_end(
    text: str, span: str, lacking: list[str], missing: Judge
) -> None:
    event = f"event:a a gbaip:Event ; gbaip:takesPlaceDuring <{PREFIXES['span']}{span}> ; CITED ."
    assert missing(text, event) == lacking


def test_the_day_on_which_a_name_is_attested_carries_no_date(missing: Judge) -> None:
    usage = "name:a a gbaip:NameUsage ; gbaip:takesPlaceDuring span:2000-05 ; CITED ."
    assert missing("In May 2000 it froze.", usage) == ["May 2000"]


def test_a_name_is_carried_by_what_a_record_points_to(missing: Judge) -> None:
    involvement = "inv:a a gbaip:Involvement ; gbaip:hasParty agency:pond ; CITED ."
    assert missing("It met the Northern Pond Authority of Lake Erie.", involvement) == []


def test_a_name_is_not_carried_by_part_of_a_label(missing: Judge) -> None:
    event = 'event:a a gbaip:Event ; skos:prefLabel "Visit to the Southern Pond"@en ; CITED .'
    assert missing("It met at the Southern Pond.", event) == ["Southern Pond"]


def test_part_of_the_label_of_a_record_carries_a_name_in_a_heading(missing: Judge) -> None:
    event = 'event:a a gbaip:Event ; skos:prefLabel "Visit to the Southern Pond"@en ; CITED .'
    assert missing("Race at the Southern Pond", event, key="p0") == ["Race"]


def test_the_forms_that_the_document_uses_carry_a_name(missing: Judge) -> None:
    turtle = (
        "name:a a gbaip:NameUsage ; gbaip:nameOf agency:pond ; gbaip:statedIn passage:duck.p7 ;\n"
        '    gbaip:nameText "NPA"@en .\n'
        "inv:a a gbaip:Involvement ; gbaip:hasParty agency:pond ; CITED ."
    )
    assert missing("The race was held by the NPA.", turtle) == []


def test_a_role_or_a_kind_of_event_carries_no_name(missing: Judge) -> None:
    turtle = (
        'role:host a skos:Concept ; skos:prefLabel "Board"@en .\n'
        "inv:a a gbaip:Involvement ; gbaip:hasRole role:host ; CITED ."
    )
    assert missing("It met the Board.", turtle) == ["Board"]


def test_a_number_within_a_name_is_carried_by_the_name(missing: Judge) -> None:
    event = 'event:a a gbaip:Event ; skos:prefLabel "2000 Race of Ducks"@en ; CITED .'
    assert missing("The 2000 Race of Ducks was long.", event) == []


def test_an_excused_text_is_not_missing(missing: Judge) -> None:
    assert missing("The two ponds and the Heron.", excused=("two ponds", "Heron")) == []


def test_a_gap_shows_eight_words_at_most() -> None:
    text = " ".join(f"Word{number}" for number in range(12))
    shown = str(Gap("duck.p1", text, "wanted", 0, 0))
    assert sum(f"Word{number}" in shown for number in range(12)) == MOST_WORDS_SHOWN


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("two ponds", None),
        ("six ponds", "does not stand in the passage"),
        ("nine ducks", "is carried by a record, or is nothing that is looked for"),
        ("swam", "is carried by a record, or is nothing that is looked for"),
        ("On the two ponds nine ducks swam and swam", "more than eight words"),
    ],
)
def test_an_excuse_that_is_not_needed_is_a_fault(text: str, fault: str | None, tmp_path: Path) -> None:
    figure = "figure:a a gbaip:Figure ; gbaip:value 9 ; gbaip:statedIn passage:duck.p1 ."
    write(tmp_path, "sources/duck.ttl", figure)
    passage = Passage("duck.p1", "On the two ponds nine ducks swam and swam.")
    found = faults(passage, read_records(Root(tmp_path)), [LeftOut("duck.p1", text, "Because.")])
    assert found == ((f"duck.p1: {text!r}: {fault}",) if fault else ())
