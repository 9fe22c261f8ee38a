"""Broken Turtle: one finding, at the exact place, with a way to mend it."""

from __future__ import annotations

import pytest

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.parser import parse_turtle

PREFIX = "@prefix ex: <http://example.org/> .\n"

AFTER_OBJECT = "expected `,`, `;` or `.` after the object, found"
END_STATEMENT = "End the statement with ` .`, or go on with ` ;`."
OBJECT_MEND = "Write a name, an IRI, a literal in quotation marks, a number, `true` or `false` here."

#: name of the case -> text from line 2 on, line, column, message, mend
CASES: dict[str, tuple[str, int, int, str, str]] = {
    "known-prefix-not-declared": (
        "ex:s ex:p event:x .",
        2, 11,
        "the prefix `event:` of `event:x` is not declared",
        "Add `@prefix event: <https://w3id.org/gbaip/id/event/> .` at the top of the file.",
    ),
    "misspelt-prefix": (
        "evnt:x ex:p 1 .",
        2, 1,
        "the prefix `evnt:` of `evnt:x` is not declared",
        "Write `event:`, or declare the prefix.",
    ),
    "unheard-of-prefix": (
        "zzz:x ex:p 1 .",
        2, 1,
        "the prefix `zzz:` of `zzz:x` is not declared",
        "Declare it with `@prefix zzz: <namespace> .`, or write the IRI in full in `<` and `>`.",
    ),
    "missing-full-stop": (
        "ex:s ex:p ex:o\n\nex:t ex:p ex:o .",
        2, 15, f"{AFTER_OBJECT} the name `ex:t` in line 4", END_STATEMENT,
    ),
    "missing-full-stop-before-a-comment": (
        "ex:s ex:p ex:o # here .\nex:t ex:p ex:o .",
        2, 15, f"{AFTER_OBJECT} the name `ex:t` in line 3", END_STATEMENT,
    ),
    "missing-full-stop-at-the-end": (
        "ex:s ex:p ex:o\n\n", 2, 15, f"{AFTER_OBJECT} the end of the file", END_STATEMENT,
    ),
    "missing-semicolon-in-one-line": (
        "ex:s ex:p ex:o ex:q ex:o .", 2, 16, f"{AFTER_OBJECT} the name `ex:q`", END_STATEMENT,
    ),
    "semicolon-at-the-end": (
        "ex:s ex:p ex:o ;\n",
        2, 17, "expected a predicate or `.`, found the end of the file", "End the statement with ` .`.",
    ),
    "semicolon-before-the-next-statement": (
        "ex:s ex:p ex:o ;\n\nex:t a ex:o .",
        4, 6,
        "expected an object, found the word `a`",
        "`a` stands before a class; end the statement before it with ` .` if it ends with ` ;`.",
    ),
    "no-object": (
        "ex:s ex:p .", 2, 11, "expected an object, found `.`", OBJECT_MEND,
    ),
    "cut-before-the-object": (
        "ex:s ex:p", 2, 10, "expected an object, found the end of the file", OBJECT_MEND,
    ),
    "open-bracket": (
        "ex:s ex:p [ ex:q [ ex:q 1 ]\n",
        2, 28,
        "expected `,`, `;` or `]` after the object, found the end of the file",
        "Close the `[` of line 2.",
    ),
    "full-stop-in-a-bracket": (
        "ex:s ex:p [ ex:q 1 . ] .",
        2, 20,
        "expected `,`, `;` or `]` after the object, found `.`",
        "Close the bracket with `]`, or go on with ` ;`.",
    ),
    "open-collection": (
        "ex:s ex:p ( 1 .", 2, 15, "expected an item or `)`, found `.`", "Close the collection with `)`.",
    ),
    "string-not-closed": (
        'ex:s ex:p "abc .\nex:s ex:q "d" .',
        2, 11,
        "the string that begins here is not closed in its line",
        'Close it with `"`; a line break inside is written `\\n`.',
    ),
    "long-string-not-closed": (
        'ex:s ex:p """abc .\n\n',
        2, 11, "the long string that begins here is never closed", 'Close it with `"""`.',
    ),
    "quotation-mark-in-a-string": (
        'ex:s ex:p "a"b" .',
        2, 14, f"{AFTER_OBJECT} the word `b`", 'Write a quotation mark inside a string as `\\"`.',
    ),
    "fourth-quotation-mark": (
        'ex:s ex:p """a"""" .',
        2, 18, "one quotation mark too many", 'Delete it, or write it as `\\"` in the string.',
    ),
    "curly-quotation-marks": (
        "ex:s ex:p “x” .",
        2, 11,
        "`“` (U+201C LEFT DOUBLE QUOTATION MARK) does not begin a string",
        'Write straight quotation marks: `"`.',
    ),
    "unknown-escape": (
        'ex:s ex:p "研討\\q" .', 2, 14, "`\\q` is no escape in a string", "Write a backslash as `\\\\`.",
    ),
    "short-numeric-escape": (
        'ex:s ex:p "a\\u12" .',
        2, 13, "`\\u` needs four hexadecimal digits", "For example `\\u00E9` for `é`.",
    ),
    "half-a-character": (
        'ex:s ex:p """a\n\\uD800""" .',
        3, 1,
        "`\\uD800` is the number of no character",
        "Write the character itself, or its code point as `\\uXXXX` or `\\UXXXXXXXX`.",
    ),
    "beyond-unicode": (
        'ex:s ex:p "\\U00110000" .',
        2, 12,
        "`\\U00110000` is the number of no character",
        "Write the character itself, or its code point as `\\uXXXX` or `\\UXXXXXXXX`.",
    ),
    "bare-word": (
        "ex:s ex:p word .",
        2, 11,
        "expected an object, found the word `word`",
        "Write `word` with a prefix, in `<` and `>`, or in quotation marks.",
    ),
    "capital-boolean": (
        "ex:s ex:p True .",
        2, 11, "expected an object, found the word `True`", "Write `true` in small letters.",
    ),
    "date-without-quotation-marks": (
        "ex:s ex:p 2018-12-31 .",
        2, 15, f"{AFTER_OBJECT} the number `-12`", 'Write a date as `"2018-12-31"^^xsd:date`.',
    ),
    "slash-in-a-name": (
        "ex:s ex:p ex:a/b .",
        2, 15, "`/` in a name is not escaped", "Write `\\/`, or the IRI in `<` and `>`.",
    ),
    "half-a-percent-escape": (
        "ex:s ex:p ex:a%2 .",
        2, 15,
        "`%` is not followed by two hexadecimal digits",
        "Write `%25` or `\\%` for a percent sign.",
    ),
    "space-in-an-iri": (
        "ex:s ex:p <http://a b> .",
        2, 20, "an IRI must not contain a space", "Percent-encode the character, or close the IRI with `>`.",
    ),
    "escaped-space-in-an-iri": (
        "ex:s ex:p <http://a/\\u0020> .",
        2, 11,
        "an IRI must not contain the character U+0020, not even escaped",
        "Percent-encode the character, or correct the IRI.",
    ),
    "iri-not-closed": (
        "ex:s ex:p <http://a\n .", 2, 11, "the IRI that begins here is not closed", "Close it with `>`.",
    ),
    "relative-iri-without-base": (
        "ex:s ex:p <o> .",
        2, 11,
        "the IRI `<o>` is relative and the file has no base",
        "Write the IRI in full, from its scheme on, or use a prefix.",
    ),
    "literal-subject": (
        '"s" ex:p 1 .',
        2, 1,
        'expected a subject or a declaration, found the string `"s"`',
        "Begin the statement with a name, an IRI in `<` and `>`, or `@prefix`.",
    ),
    "blank-predicate": (
        "ex:s _:p 1 .",
        2, 6,
        "expected a predicate, found the blank node `_:p`",
        "Write a property here: a name, an IRI in `<` and `>`, or `a` for a class.",
    ),
    "datatype-in-quotation-marks": (
        'ex:s ex:p "1"^^"xsd:int" .',
        2, 16,
        'expected a datatype after `^^`, found the string `"xsd:int"`',
        "Name the datatype, for example `^^xsd:date`.",
    ),
    "empty-language-tag": (
        'ex:s ex:p "x"@ .',
        2, 14, "`@` without a language tag", 'Write the tag after the string, for example `"text"@en`.',
    ),
    "declaration-without-full-stop": (
        "@prefix q: <urn:q:>\nex:s ex:p 1 .",
        2, 20,
        "expected `.` after the declaration, found the name `ex:s` in line 3",
        "End a declaration that begins with `@` with ` .`.",
    ),
    "prefix-without-colon": (
        "@prefix q <urn:q:> .",
        2, 9,
        "expected a prefix that ends in a colon, found the word `q`",
        "Write `@prefix name: <namespace> .`, with a colon after the name.",
    ),
    "declaration-of-another-language": (
        "@keywords a .",
        2, 1,
        "expected a subject or a declaration, found the language tag `@keywords`",
        "Turtle has only the declarations `@prefix` and `@base`, in small letters.",
    ),
    "graph-of-trig": (
        "{ ex:s ex:p 1 }", 2, 1, "`{` is not Turtle", "Braces belong to TriG and N3; take them out.",
    ),
    "no-break-space": (
        "ex:s ex:p\u00a01 .",
        2, 10, "the character U+00A0 NO-BREAK SPACE does not belong here", "Write a plain space.",
    ),
    "byte-order-mark-inside": (
        "ex:s ex:p 1 .\n\ufeffex:s ex:p 2 .",
        3, 1,
        "the prefix `\\uFEFFex:` of `\\uFEFFex:s` is not declared",
        "Write `ex:`, or declare the prefix.",
    ),
}  # fmt: skip


def refusal(text: str) -> tuple[Finding, ...]:
    with pytest.raises(InvalidData) as refused:
        parse_turtle(text, file="data/x.ttl")
    return refused.value.findings


@pytest.mark.parametrize(("text", "line", "column", "message", "mend"), CASES.values(), ids=CASES)
def test_broken_turtle_is_one_finding_at_the_exact_place(
    text: str, line: int, column: int, message: str, mend: str
) -> None:
    assert refusal(PREFIX + text) == (Finding("data/x.ttl", line, column, "syntax", message, mend),)


def test_a_byte_order_mark_at_the_start_of_a_text_is_named() -> None:
    (finding,) = refusal("\ufeff" + PREFIX)
    assert (finding.line, finding.column, finding.message) == (1, 1, "a byte order mark stands here")


def test_a_long_token_is_cut_in_the_message() -> None:
    (finding,) = refusal("<urn:s> <urn:p> " + "w" * 5000 + " .")
    assert finding.message == "expected an object, found the word `" + "w" * 39 + "…`"


@pytest.mark.parametrize("opening", ["[ <urn:p> ", "( "])
def test_ten_thousand_brackets_that_stay_open_are_one_finding(opening: str) -> None:
    (finding,) = refusal("<urn:s> <urn:p> " + opening * 10_000)
    assert finding.mend == f"Close the `{opening[0]}` of line 1."


@pytest.mark.parametrize(
    "unit", ["a.", "\\", '"', "'''", "<", "@a-", "[", "1.", "_:a.", ":a%20.", "#", '"""""']
)
def test_a_long_run_of_marks_is_refused_or_read_in_linear_time(unit: str) -> None:
    # A quadratic scan of 400 000 characters would take minutes.
    text = "<urn:s> <urn:p> " + unit * (400_000 // len(unit)) + "\n!"
    assert len(refusal(text)) == 1
