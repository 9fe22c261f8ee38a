"""What formatted Turtle looks like: where lines break, what is sorted, where comments go."""

from __future__ import annotations

import time

import pytest

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.formatting.formatter import format_turtle
from gbaip_graph.turtle.formatting.reader import DEEPEST_NESTING_LEVELS

PREFIX = "@prefix ex: <http://example.org/> .\n"


def formatted(text: str) -> str:
    """Format statements under one prefix; return what stands below it."""
    whole = format_turtle(PREFIX + text)
    assert whole.startswith(PREFIX)
    return whole.removeprefix(PREFIX).removeprefix("\n")


HAND_WRITTEN = """\
# A vocabulary.
# Licence: CC0.

PREFIX sh: <http://www.w3.org/ns/shacl#>
@prefix ex: <http://example.org/> . # ours
@prefix owl:   <http://www.w3.org/2002/07/owl#>.
# ------------------------------- classes

# Things of any kind.
ex:Thing a owl:Class; # the top
   ex:label "thing"@en , "\\u7269"@zh-Hant;
   # Kept for readers of the first version.
   ex:label 'old thing' ;
.
ex:ThingShape sh:property [ sh:message "One name." ; # say it
      sh:minCount 01 ; sh:path ex:name
   ] ; sh:or ([sh:class ex:A] [sh:class ex:B] ex:C) ;
   sh:in ( 3 1 # not sorted
      2 ) ; sh:select '''
SELECT $this WHERE { $this ?p "x\\\\y" }
''' ; a sh:NodeShape .
# the end
"""
LAID_OUT = """\
# A vocabulary.
# Licence: CC0.

@prefix ex: <http://example.org/> . # ours
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
# ------------------------------- classes

# Things of any kind.
ex:Thing a owl:Class ; # the top
    # Kept for readers of the first version.
    ex:label "old thing" ;
    ex:label "thing"@en ;
    ex:label "物"@zh-Hant ;
.

ex:ThingShape a sh:NodeShape ;
    sh:in (
        3
        1 # not sorted
        2
    ) ;
    sh:or ( [ sh:class ex:A ] [ sh:class ex:B ] ex:C ) ;
    sh:property [
        sh:path ex:name ;
        sh:minCount 01 ;
        sh:message "One name." ; # say it
    ] ;
    sh:select \"\"\"
SELECT $this WHERE { $this ?p "x\\\\y" }
\"\"\" ;
.
# the end
"""


def test_a_hand_written_file_is_laid_out() -> None:
    assert format_turtle(HAND_WRITTEN) == LAID_OUT


def test_a_laid_out_file_stays() -> None:
    assert format_turtle(LAID_OUT) == LAID_OUT


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# only this\n", "@prefix ex: <urn:x> .\n", "@base <urn:x> .\n"]
)
def test_a_text_without_statements_stays(text: str) -> None:
    assert format_turtle(text) == text.strip("\n") + ("\n" if text.strip() else "")


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("ex:s <http://example.org/p> ex:o .", "ex:s ex:p ex:o ."),
        ("ex:s ex:p ex:o . # beside", "ex:s ex:p ex:o . # beside"),
        ("ex:s ex:p # inside\n ex:o .", "ex:s\n    # inside\n    ex:p ex:o ;\n."),
        ("[ ex:p ex:o ] .", "[] ex:p ex:o ."),
        ("( ex:a ) ex:p () .", "( ex:a ) ex:p () ."),
        ("ex:s ex:p [ ] .", "ex:s ex:p [] ."),
        ("ex:s ex:p _:b .", "ex:s ex:p _:b ."),
        ("ex:s ex:p 1, 1 , 01 .", "ex:s\n    ex:p 01 ;\n    ex:p 1 ;\n."),
        ("ex:s ex:p 10 , 9 .", "ex:s\n    ex:p 9 ;\n    ex:p 10 ;\n."),
        ("ex:s ex:p 1 . ex:s ex:p 2 .", "ex:s\n    ex:p 1 ;\n    ex:p 2 ;\n."),
        ("ex:s ex:p 1 .\n# more\nex:s ex:p 2 .", "ex:s ex:p 1 .\n\n# more\nex:s ex:p 2 ."),
        ("ex:s ex:p 1 .\nex:t ex:p 2 .", "ex:s ex:p 1 .\nex:t ex:p 2 ."),
        ("ex:s ex:p 1 .\n\n\nex:t ex:p 2 .", "ex:s ex:p 1 .\n\nex:t ex:p 2 ."),
        ("ex:s a ex:B, ex:A .", "ex:s\n    a ex:A ;\n    a ex:B ;\n."),
        ("ex:s ex:p 1 ; ex:q 2\n . # of the whole", "ex:s\n    ex:p 1 ;\n    ex:q 2 ;\n. # of the whole"),
        ("ex:s ex:p 1 ;\n # ex:q 2 ;\n .", "ex:s\n    ex:p 1 ;\n    # ex:q 2 ;\n."),
        ("ex:s # one\n ex:p 1 .", "ex:s # one\n    ex:p 1 ;\n."),
        ("ex:s ex:p ( # one\n 1 ) .", "ex:s\n    ex:p ( # one\n        1\n    ) ;\n."),
        ("ex:s ex:p [ # one\n ] .", "ex:s\n    ex:p [ # one\n    ] ;\n."),
    ],
)  # fmt: skip
def test_statements_are_laid_out(written: str, line: str) -> None:
    assert formatted(written) == line + "\n"


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("'it\\'s'", '"it\'s"'),
        ("'a \"b\"'", r'"a \"b\""'),
        ('"""one line"""', '"one line"'),
        (r'"two\nlines"', '"""two\nlines"""'),
        (r'"two\nlines\"\"\" and a quote\""', '"""two\nlines\\""" and a quote\\""""'),
        (r'"a\r\nb"', '"""a\\r\nb"""'),
        (r'"a\tb"', r'"a\tb"'),
        (r'"\u200b\u202e"', r'"\u200B\u202E"'),
        ('"1"^^<http://www.w3.org/2001/XMLSchema#integer>', "1"),
        ('"1.0"^^<http://www.w3.org/2001/XMLSchema#integer>', None),
        ('"1."^^<http://www.w3.org/2001/XMLSchema#decimal>', None),
        ('"1e0"^^<http://www.w3.org/2001/XMLSchema#double>', "1e0"),
        ('"1"^^<http://www.w3.org/2001/XMLSchema#boolean>', None),
        ('"x"^^<http://www.w3.org/2001/XMLSchema#string>', '"x"'),
        ('"x"@zh-hant-HK', '"x"@zh-hant-HK'),
        ("007", "007"),
        ("<http://example.org/>", "<http://example.org/>"),
        ("<http://example.org/a/b>", "<http://example.org/a/b>"),
        (r"ex:a\/b", "<http://example.org/a/b>"),
        ("ex:a%20b", "ex:a%20b"),
        ("ex:研討會", "ex:研討會"),
        ("<http://example.org/研討會>", "ex:研討會"),
        (r"<http://example.org/\u200d>", r"<http://example.org/\u200D>"),
    ],
)
def test_a_term_has_one_spelling(written: str, term: str | None) -> None:
    assert formatted(f"ex:s ex:p {written} .") == f"ex:s ex:p {term or written} .\n"


def test_relative_iris_stay_relative() -> None:
    text = "@base <http://example.org/x/> .\n@prefix : <#> .\n\n<> :p <../y> .\n:z :p <#z> .\n"
    assert format_turtle(text) == text


def test_a_prefix_without_use_stays() -> None:
    assert format_turtle("@prefix b: <urn:b> . @prefix a: <urn:a> .") == (
        "@prefix a: <urn:a> .\n@prefix b: <urn:b> .\n"
    )


def test_a_prefix_declared_again_counts_from_there_on() -> None:
    text = "@prefix p: <urn:a:> .\n\np:s p:p 1 .\n\n@prefix p: <urn:b:> .\n\np:s p:p 1 .\n"
    assert format_turtle(text) == text


def test_a_section_keeps_its_distance() -> None:
    text = "ex:s ex:p 1 .\n# ---- two\n\nex:t ex:p 1 .\n\n# ---- three\n\nex:u ex:p 1 .\n"
    assert (
        formatted(text) == "ex:s ex:p 1 .\n# ---- two\n\nex:t ex:p 1 .\n\n\n# ---- three\n\nex:u ex:p 1 .\n"
    )


def test_windows_line_ends_become_plain_ones() -> None:
    assert format_turtle("# one\r\n<urn:s> <urn:p> 1 .\r\n") == "# one\n<urn:s> <urn:p> 1 .\n"


def test_the_order_of_a_list_stays() -> None:
    items = " ".join(str(number) for number in (5, 3, 9, 1, 2, 2, 8))
    assert formatted(f"ex:s ex:p ( {items} ) .").split() == f"ex:s ex:p ( {items} ) ; .".split()


def test_a_syntax_fault_is_found_with_its_place() -> None:
    with pytest.raises(InvalidData) as refused:
        format_turtle("<urn:s> <urn:p> 1\n<urn:t> <urn:p> 1 .", file="x.ttl")
    (finding,) = refused.value.findings
    assert (finding.address, finding.rule) == ("x.ttl:1:18", "syntax")


@pytest.mark.parametrize(("opening", "closing"), [("[ <urn:p> ", " ]"), ("( ", " )")])
def test_what_is_nested_too_deep_is_refused_with_its_place(opening: str, closing: str) -> None:
    depth = 10_000
    with pytest.raises(InvalidData) as refused:
        format_turtle(f"<urn:s> <urn:p> {opening * depth}1{closing * depth} .", file="x.ttl")
    column = len("<urn:s> <urn:p> ") + DEEPEST_NESTING_LEVELS * len(opening) + 1
    what = f"brackets in more than {DEEPEST_NESTING_LEVELS} levels, which no indented text can show"
    mend = "Name some of the inner nodes and describe them in statements of their own."
    assert refused.value.findings == (Finding("x.ttl", 1, column, "nesting", what, mend),)


@pytest.mark.parametrize(("opening", "closing"), [("[ <urn:p> ", " ]"), ("( ", " )")])
def test_what_is_nested_as_deep_as_can_be_is_formatted(opening: str, closing: str) -> None:
    depth = DEEPEST_NESTING_LEVELS
    text = format_turtle(f"<urn:s> <urn:p> {opening * depth}1{closing * depth} .")
    assert text.count(opening.strip()[0]) == depth


def test_a_list_of_ten_thousand_members_is_formatted() -> None:
    members = "\n".join(f"        {number}" for number in range(10_000))
    assert formatted(f"ex:s ex:p ( {members} ) .") == f"ex:s\n    ex:p (\n{members}\n    ) ;\n.\n"


# A text of this size is formatted in a second or two; an algorithm of another order would take minutes.
MANY = 20_000


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"<urn:s> <urn:p{number % 7}> {number} . # c\n" for number in range(MANY)),
        "".join(f"@prefix p{number}: <urn:{number}:> .\n" for number in range(MANY)),
        f"<urn:{'a' * 10 * MANY}> <urn:p> '''{'a' * 10 * MANY}''' .\n",
    ],
    ids=["statements", "prefixes", "characters"],
)
def test_a_long_text_is_formatted_in_time(text: str) -> None:
    begun = time.process_time()
    format_turtle(text)
    assert time.process_time() - begun < 30
