"""Values that MCP tools take: of every kind, wrong and hostile, answered or refused with what would do."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from mcp import MCPError

from tests.ask.mcp_root import KINDS, write_root
from tests.ask.mcp_session import Session, judge_schemas, session

RIGHT = {name: value for name, (_, value) in KINDS.items()}
TIME_LIMIT_S = 2.0


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Return a session with the tools of a root whose questions take every kind of value."""
    root = write_root(tmp_path_factory.mktemp("root"))
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache"))}
    with session(root, "--time-limit", str(TIME_LIMIT_S), environment=environment) as opened:
        yield opened


def test_every_schema_is_a_schema_that_its_own_examples_and_defaults_fit(own: Session) -> None:
    for tool in own.tools().values():
        judge_schemas(tool)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_label_in_another_language_says_so(own: Session, language: str) -> None:
    (echo, *_) = own.rows("echo", {**RIGHT, "lang": language})
    fair = {"iri": "https://w3id.org/gbaip/id/event/fair", "label": "春天市集", "language": "zh-Hant"}
    assert echo["eventGiven"] == fair


def test_a_value_of_each_kind_comes_back_as_it_was_given(own: Session) -> None:
    rows = own.rows("echo", RIGHT)
    single = {f"{name}Given": value for name, value in RIGHT.items() if name not in ("event", "several")}
    assert [row.pop("severalGiven") for row in rows] == RIGHT["several"]
    for row in rows:
        assert row.pop("eventGiven")["label"] == "春天市集"
        assert row.pop("citation") == {
            "source": "https://w3id.org/gbaip/id/source/letter", "title": "A letter", "paragraph": 1,
        }  # fmt: skip
        assert row == single


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"event": "event:fare"}, "event:fair"),
        ({"event": "source:letter"}, "is no gbaip:Event"),
        ({"evnt": "event:fair"}, "Did you mean event?"),
        ({"event": None}, "it is missing"),
        ({"event": {"iri": "event:fair"}}, "is no value"),
        ({"event": True}, "true is no value"),
        ({"event": ["event:fair", "event:fair"]}, "one value"),
        ({"tongue": "fr"}, "There are: en, zh-Hant, zh-Hans."),
        ({"size": "medium"}, "There are: small, large."),
        ({"whole": 1.5}, "no whole number"),
        ({"whole": "many"}, "no whole number"),
        ({"whole": 10**30}, "no whole number"),
        ({"part": "1e3"}, "no decimal number"),
        ({"day": "2023-02-29"}, "no day of the calendar"),
        ({"year": 24}, "no year"),
        ({"several": [1, 2, 3, 4]}, "it has 4 values"),
        ({"several": [[1]]}, "several"),
        ({"several": []}, "several"),
        ({"words": " "}, "no text"),
        ({"lang": "fr"}, "There are: en, zh-Hant, zh-Hans."),
        ({"lang": 5}, "5 is no text"),
        ({"limit": 0}, "from 1 to 1000"),
        ({"limit": 1001}, "from 1 to 1000"),
        ({"limit": "ten"}, "from 1 to 1000"),
        ({"limit": True}, "from 1 to 1000"),
        ({"after": "nothing"}, "key"),
        ({"words": "x" * 40_000}, "longer than 32768 characters"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_what_would_be_right(
    own: Session, wrong: dict[str, Any], told: str
) -> None:
    assert told in own.refusal("echo", {**RIGHT, **wrong})


def test_a_tool_that_is_not_there_is_an_error_of_the_protocol(own: Session) -> None:
    with pytest.raises(
        MCPError, match=r'there is no tool "ecko"\n  Did you mean echo\? There are: echo, runaway\.'
    ):
        own.call("ecko", RIGHT)


HOSTILE = (
    '" } UNION { ?s ?p ?o } #', "' OR 1=1 --", "event:fair> } DROP ALL #", "<file:///etc/passwd>", "\\",
    '\\"', '"""', "\0", "\u2028\u202e", "a\r\nb", "$event", "?event", "{{7*7}}", "%s%n{0}",
    "../../etc/passwd", "\U0001f600" * 500, "SERVICE <http://localhost/> { ?s ?p ?o }", "1e309", "NaN", "٣",
    "x" * 30_000,
)  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_a_hostile_value_is_a_value_or_refused_and_changes_no_question(own: Session, name: str) -> None:
    for value in HOSTILE:
        answer = own.call("echo", {**RIGHT, name: value})
        if answer.is_error:
            assert f"parameter {name} of echo" in answer.content[0].text  # type: ignore[union-attr]
        else:
            assert [row[f"{name}Given"] for row in answer.structured_content["rows"]] == [value] * 2
    assert len(own.rows("echo", RIGHT)) == 2


STRANGE = ({"a": {}}, [[[[]]]], [None], [{"a": 1}], False)


@pytest.mark.parametrize("name", [*RIGHT, "lang", "limit", "after", "toString", "__class__", ""])
def test_a_value_of_a_strange_type_is_refused(own: Session, name: str) -> None:
    for value in STRANGE:
        assert name in own.refusal("echo", {**RIGHT, name: value})


@pytest.mark.parametrize("value", [1e308, -(2**70), 0.1 + 0.2])
@pytest.mark.parametrize("name", [name for name in RIGHT if name not in ("words", "part")])
def test_a_strange_number_is_refused(own: Session, name: str, value: float) -> None:
    assert f"parameter {name} of echo" in own.refusal("echo", {**RIGHT, name: value})


def test_a_number_is_a_decimal_with_all_its_digits_and_a_text_as_json_writes_it(own: Session) -> None:
    number = 0.1 + 0.2
    (row, *_) = own.rows("echo", {**RIGHT, "part": number, "words": number})
    assert (row["partGiven"], row["wordsGiven"]) == (number, json.dumps(number))


def test_a_question_that_runs_on_is_stopped_and_the_others_go_on(own: Session) -> None:
    assert f"stopped after {TIME_LIMIT_S:g} s" in own.refusal("runaway", {})
    assert len(own.rows("echo", RIGHT)) == 2
