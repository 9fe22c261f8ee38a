"""Lexical forms against their datatypes, as XSD 1.1 defines them."""

from __future__ import annotations

import pytest

from gbaip_graph.turtle.literals import lexical_fault
from gbaip_graph.turtle.terms import RDF, RDF_LANG_STRING, XSD, Literal

RIGHT: dict[str, list[str]] = {
    "string": ["", " a\n", "研討會"],
    "boolean": ["true", "false", "1", "0"],
    "integer": ["0", "-0", "+007", "9" * 64],
    "byte": ["-128", "127"],
    "short": ["-32768", "32767"],
    "int": ["-2147483648", "2147483647"],
    "long": ["-9223372036854775808", "9223372036854775807"],
    "unsignedByte": ["0", "255"],
    "unsignedShort": ["65535"],
    "unsignedInt": ["4294967295"],
    "unsignedLong": ["18446744073709551615"],
    "positiveInteger": ["1"],
    "nonNegativeInteger": ["0", "-0"],
    "nonPositiveInteger": ["0", "-5"],
    "negativeInteger": ["-1"],
    "decimal": ["1", "1.", ".5", "-1.50", "+0.0"],
    "double": ["1", "1.5E3", ".5e-3", "INF", "+INF", "-INF", "NaN"],
    "float": ["1e0"],
    "date": ["2018-12-31", "2024-02-29", "2000-02-29", "0000-02-29", "-0044-03-15", "12018-01-01",
             "2018-12-31+08:00"],
    "dateTime": ["2018-12-31T23:59:59", "2018-12-31T24:00:00.0", "2018-12-31T09:30:00.125Z",
                 "2018-12-31T00:00:00-14:00"],
    "dateTimeStamp": ["2018-12-31T09:30:00+08:00"],
    "time": ["09:30:00", "24:00:00", "09:30:00+13:59"],
    "gYear": ["2018", "-0001", "12018", "2018Z"],
    "gYearMonth": ["2018-12", "2018-12+14:00"],
    "gMonth": ["--12", "--12Z"],
    "gMonthDay": ["--02-29", "--12-31"],
    "gDay": ["---31", "---01Z"],
    "duration": ["P1Y", "-P1Y2M3DT4H5M6.7S", "PT0S", "P0D"],
    "yearMonthDuration": ["P1Y6M", "-P18M"],
    "dayTimeDuration": ["P3DT12H", "PT1.5S"],
    "hexBinary": ["", "0fB7"],
    "base64Binary": ["", "aGVsbG8=", "aGVs bG8=", "YQ==", "Y Q = ="],
    "anyURI": ["", "https://example.org/a%20b?c#d", "https://例子.example/é", "../x"],
    "language": ["en", "zh-Hant", "x-private"],
    "normalizedString": ["", " two  spaces "],
    "token": ["", "two words"],
    "NMTOKEN": ["-a:1"],
    "Name": [":a", "項目-1"],
    "NCName": ["_a.1"],
}  # fmt: skip

WRONG: dict[str, list[str]] = {
    "string": ["a\0", "\x0b", "\uffff"],
    "boolean": ["True", "yes", " true", "maybe", "", "01"],
    "integer": ["", "1.0", "1e3", "1 000", "１２", "+-1", " 1", "1\n", "9" * 65],
    "byte": ["-129", "128"],
    "short": ["32768"],
    "int": ["2147483648"],
    "long": ["9223372036854775808"],
    "unsignedByte": ["-1", "256"],
    "unsignedLong": ["18446744073709551616"],
    "positiveInteger": ["0"],
    "nonNegativeInteger": ["-1"],
    "nonPositiveInteger": ["1"],
    "negativeInteger": ["0"],
    "decimal": ["", ".", "1e3", "INF", "1,5", "1" + "0" * 64],
    "double": ["inf", "nan", "1e", "1E5.0", "++1"],
    "float": ["-NaN"],
    "date": ["2023-02-29", "1900-02-29", "2018-13-01", "2018-00-01", "2018-04-31", "2018-01-00",
             "2018-1-1", "18-01-01", "02018-01-01", "+2018-01-01", "2018-12-31 ", "2018-12-31+14:01",
             "2018-12-31+08", "2018-12-31T00:00:00"],
    "dateTime": ["2018-12-31", "2018-12-31T24:00:01", "2018-12-31T25:00:00", "2018-12-31T00:60:00",
                 "2018-12-31T23:59:60", "2018-12-31T9:30:00", "2018-12-31T09:30", "2018-02-30T00:00:00"],
    "dateTimeStamp": ["2018-12-31T09:30:00"],
    "time": ["24:00:00.1", "9:30", "09:30:00.", "09:30:00+15:00"],
    "gYear": ["18", "foo", "02018", "2018-"],
    "gYearMonth": ["foo", "2018-13", "2018-00", "2018"],
    "gMonth": ["--13", "12", "--12--"],
    "gMonthDay": ["--02-30", "--04-31"],
    "gDay": ["---32", "---00", "---1"],
    "duration": ["P", "PT", "P1YT", "1Y", "P1S", "P-1Y", "P1.5Y", "PT1.S"],
    "yearMonthDuration": ["P1D", "P"],
    "dayTimeDuration": ["P1Y", "PT", "P"],
    "hexBinary": ["0", "0g", " 0f"],
    "base64Binary": ["a", "ab", "abc", "YR==", "aGVsbG9=", "abcd ", "ab-_"],
    "anyURI": ["a b", "https://example.org/%zz", "<x>", "a\\b", "a\n"],
    "language": ["", "en_GB", "toolonglang", "12"],
    "normalizedString": ["a\tb", "a\nb", "a\rb"],
    "token": [" a", "a ", "a  b", "a\nb"],
    "NMTOKEN": ["", "a b"],
    "Name": ["1a", ""],
    "NCName": ["a:b", "-a"],
}  # fmt: skip


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(datatype, lexical) for datatype, lexicals in table.items() for lexical in lexicals]


@pytest.mark.parametrize(("datatype", "lexical"), pairs(RIGHT))
def test_a_right_form_has_no_fault(datatype: str, lexical: str) -> None:
    assert lexical_fault(Literal(lexical, XSD + datatype)) is None


@pytest.mark.parametrize(("datatype", "lexical"), pairs(WRONG))
def test_a_wrong_form_is_told_with_its_datatype_and_an_example(datatype: str, lexical: str) -> None:
    fault = lexical_fault(Literal(lexical, XSD + datatype))
    assert fault is not None
    assert f" is no xsd:{datatype}: " in fault
    assert "; a right form is `" in fault


@pytest.mark.parametrize("datatype", [name for name in RIGHT if name in WRONG])
def test_the_example_in_a_message_is_itself_right(datatype: str) -> None:
    fault = lexical_fault(Literal(WRONG[datatype][0], XSD + datatype)) or ""
    example = fault.rpartition("a right form is `")[2].removesuffix("`")
    assert lexical_fault(Literal(example, XSD + datatype)) is None


@pytest.mark.parametrize(
    ("datatype", "lexical", "fault"),
    [
        ("date", "2023-02-29", "February 2023 has 28 days; a right form is `2018-12-31`"),
        ("date", "2018-13-01", "there is no month 13; a right form is `2018-12-31`"),
        ("date", "2018-12-31+15:00",
         "the time zone +15:00 is not between -14:00 and +14:00; a right form is `2018-12-31`"),
        ("gYearMonth", "foo", "it is not written YYYY-MM; a right form is `2018-12`"),
        ("dateTimeStamp", "2018-12-31T24:30:00Z",
         "a day ends at 24:00:00; a right form is `2018-12-31T09:30:00+08:00`"),
        ("byte", "128", "it is more than 127; a right form is `-128`"),
        ("positiveInteger", "0", "it is less than 1; a right form is `112000`"),
        ("anyURI", "a b", "it holds a space; a right form is `https://example.org/a%20b`"),
    ],
)  # fmt: skip
def test_a_fault_says_what_is_wrong(datatype: str, lexical: str, fault: str) -> None:
    assert lexical_fault(Literal(lexical, XSD + datatype)) == f"`{lexical}` is no xsd:{datatype}: {fault}"


def test_an_overlong_number_is_cut_in_the_message() -> None:
    assert lexical_fault(Literal("9" * 1_000_000, XSD + "integer")) == (
        f"`{'9' * 40}…` is no xsd:integer: it has 1000000 characters, more than 64; a right form is `112000`"
    )


@pytest.mark.parametrize(
    "tag", ["en", "zh-Hant", "zh-Hans-CN", "sl-rozaj-biske", "de-CH-1901", "x-a", "i-klingon"]
)
def test_a_well_formed_language_tag_has_no_fault(tag: str) -> None:
    assert lexical_fault(Literal("text", RDF_LANG_STRING, tag)) is None


@pytest.mark.parametrize(
    "tag", ["e", "zh-Hant-", "a-DE", "en-x", "abcdefghi", "zh-hanttt-cnn-xxxxxxxxx", "en-a-b"]
)
def test_an_ill_formed_language_tag_is_told(tag: str) -> None:
    assert lexical_fault(Literal("text", RDF_LANG_STRING, tag)) == (
        f"the language tag `{tag}` is not well-formed (BCP 47); a right form is `zh-Hant`"
    )


def test_a_language_string_needs_a_tag() -> None:
    assert lexical_fault(Literal("text", RDF_LANG_STRING)) == (
        'an rdf:langString has no language tag; a right form is `"text"@en`'
    )


def test_a_misspelt_datatype_is_told_with_the_nearest_one() -> None:
    assert (
        lexical_fault(Literal("2018", XSD + "gyear"))
        == "xsd:gyear is no datatype of XSD; a right one is xsd:gYear"
    )


def test_a_datatype_that_rdf_leaves_out_is_told() -> None:
    assert (
        lexical_fault(Literal("a", XSD + "ID"))
        == "xsd:ID is not for use in RDF; a right datatype is xsd:token"
    )


@pytest.mark.parametrize("datatype", [RDF + "HTML", "https://example.org/own"])
def test_a_datatype_outside_xsd_is_not_judged(datatype: str) -> None:
    assert lexical_fault(Literal("<p", datatype)) is None
