"""The comparison that stands between a formatted text and the file: every kind of difference is seen."""

from __future__ import annotations

import pytest

from gbaip_graph.errors import InvalidData
from gbaip_graph.turtle.formatting import formatter
from gbaip_graph.turtle.formatting.same_graph import content_of

SAME = "<urn:s> <urn:p> 1 , [ <urn:q> ( 1 2 ) ; <urn:r> [] ] , _:b . [] <urn:p> 2 . # one"


@pytest.mark.parametrize(
    "other",
    [
        "# one\n[ <urn:p> 2 ] . <urn:s> <urn:p> _:b , [ <urn:r> [] ; <urn:q> ( 1 2 ) ] ; <urn:p> 1 .",
        SAME.replace("# one", "# one  \n\n"),
        SAME.replace("<urn:s> <urn:p> 1", "<urn:s> <urn:p> 1, 1"),
    ],
)
def test_another_way_of_writing_is_the_same(other: str) -> None:
    assert content_of(other) == content_of(SAME)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("( 1 2 )", "( 2 1 )"),
        ("( 1 2 )", "( 1 2 2 )"),
        ("( 1 2 )", "( 01 2 )"),
        ("<urn:r> []", "<urn:r> [] , []"),
        ("<urn:r> []", "<urn:r> [ <urn:p> 1 ]"),
        ("_:b", "_:c"),
        ("_:b", "[]"),
        ("[] <urn:p> 2 .", "[] <urn:p> 2 . [] <urn:p> 2 ."),
        ("[] <urn:p> 2", "[] <urn:p> 3"),
        ("<urn:p> 1", "<urn:p> '1'"),
        ("<urn:p> 1", "<urn:p> <urn:o>"),
        ("# one", ""),
        ("# one", "# one\n# one"),
        ("# one", "# One"),
        ("<urn:q>", "<q>"),
    ],
)
def test_another_content_is_not_the_same(old: str, new: str) -> None:
    assert old in SAME
    assert content_of(SAME.replace(old, new, 1)) != content_of(SAME)


@pytest.mark.parametrize(
    ("laid_out", "what"),
    [
        ("<urn:s> <urn:p> 2 .\n", "would not say the same"),
        ("<urn:s> <urn:p> 1   .\n", "would change it again"),
    ],
)
def test_an_outcome_that_is_not_right_is_refused(
    laid_out: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = iter([laid_out, "<urn:s> <urn:p> 1 .\n"])
    monkeypatch.setattr(formatter, "lay_out", lambda _: next(outcomes))
    with pytest.raises(InvalidData, match=what) as refused:
        formatter.format_turtle("<urn:s> <urn:p> 1 .", file="x.ttl")
    assert [finding.rule for finding in refused.value.findings] == ["format-unsafe"]
