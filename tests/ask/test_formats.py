"""Every format of an answer: labels with a visible fallback, escaping, and nothing cut off."""

from __future__ import annotations

import json
import sys
from io import BytesIO

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from gbaip_graph.ask.answer import Answer, Row
from gbaip_graph.ask.formats import FORMATS
from gbaip_graph.ask.languages import Label
from gbaip_graph.ask.saved_query import Column, SavedQuery
from gbaip_graph.errors import InvalidValue, UnknownName, UsageError
from gbaip_graph.turtle.terms import RDF_LANG_STRING, XSD, BlankNode, Iri, Literal, Term, Triple

ID = "https://w3id.org/gbaip/id/"
MILL, FAIR, PASSAGE = Iri(f"{ID}agency/mill"), Iri(f"{ID}event/fair"), Iri(f"{ID}passage/letter.p1")
LABELS = {
    MILL.value: (Label("Mill Office", "en"), Label("磨坊处", "zh-Hans")),
    FAIR.value: (Label("Fair | <b>", "en"), Label("市集", "zh-Hant")),
}
TITLE = {"en": "Who & where?", "zh-Hant": "誰？"}
QUERY = SavedQuery("who", "queries/who.rq", "", title=TITLE)
COLUMNS = (Column("party", "iri", "Who."), Column("note", "text"), Column("count", "integer"))


def answer(
    *rows: tuple[Term | None, ...], columns: tuple[Column, ...] = COLUMNS, language: str = "en"
) -> Answer:
    names = tuple(column.name for column in columns)
    return Answer(
        QUERY, columns=columns, rows=tuple(Row(names, row) for row in rows), labels=LABELS, language=language
    )


NOTE = Literal('a "b", \t\\ <c>\nd', RDF_LANG_STRING, "en")
TWO_ROWS = answer((MILL, NOTE, Literal("12", XSD + "integer")), (FAIR, None, None))
YES = Answer(QUERY, boolean=True)
EDGE = Triple(FAIR, Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), Iri("https://schema.org/Event"))
GRAPH = Answer(QUERY, triples=(EDGE,))


def test_csv_follows_the_standard_with_label_columns() -> None:
    assert TWO_ROWS.to_format("csv") == (
        "party,partyLabel,note,count\r\n"
        f'{MILL.value},Mill Office,"a ""b"", \t\\ <c>\nd",12\r\n'
        f"{FAIR.value},Fair | <b>,,\r\n"
    )


def test_csv_for_spreadsheets_begins_with_a_mark_and_holds_no_formula() -> None:
    cells = [Literal("=1+1"), Literal("@x"), Literal("-1", XSD + "integer"), Literal("a-b"), None]
    found = answer(*((cell,) for cell in cells), columns=(Column("x"),)).to_format("csv-bom")
    assert found == "\ufeffx\r\n'=1+1\r\n'@x\r\n-1\r\na-b\r\n\"\"\r\n"


def test_tsv_writes_terms_as_turtle() -> None:
    assert TWO_ROWS.to_format("tsv") == (
        "?party\t?partyLabel\t?note\t?count\n"
        f'<{MILL.value}>\t"Mill Office"@en\t"a \\"b\\", \\t\\\\ <c>\\nd"@en\t12\n'
        f'<{FAIR.value}>\t"Fair | <b>"@en\t\t\n'
    )


@pytest.mark.parametrize(
    ("term", "written"),
    [
        (Literal("-1.50", XSD + "decimal"), "-1.50"),
        (Literal("12", XSD + "decimal"), f'"12"^^<{XSD}decimal>'),
        (Literal("1.5e3", XSD + "double"), "1.5e3"),
        (Literal("INF", XSD + "double"), f'"INF"^^<{XSD}double>'),
        (Literal("true", XSD + "boolean"), f'"true"^^<{XSD}boolean>'),
        (BlankNode("b1"), "_:b1"),
    ],
)
def test_tsv_writes_numbers_short_where_turtle_may(term: Term, written: str) -> None:
    assert answer((term,), columns=(Column("x"),)).to_format("tsv") == f"?x\n{written}\n"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a"])
def test_csv_keeps_values_that_a_spreadsheet_could_take_for_formulas(text: str) -> None:
    assert answer((Literal(text),), columns=(Column("x"),)).to_format("csv") == f"x\r\n{text}\r\n"


def test_json_follows_the_standard_with_label_variables() -> None:
    assert json.loads(TWO_ROWS.to_format("json")) == {
        "head": {"vars": ["party", "partyLabel", "note", "count"]},
        "results": {
            "bindings": [
                {
                    "party": {"type": "uri", "value": MILL.value},
                    "partyLabel": {"type": "literal", "value": "Mill Office", "xml:lang": "en"},
                    "note": {"type": "literal", "value": NOTE.lexical, "xml:lang": "en"},
                    "count": {"type": "literal", "value": "12", "datatype": XSD + "integer"},
                },
                {
                    "party": {"type": "uri", "value": FAIR.value},
                    "partyLabel": {"type": "literal", "value": "Fair | <b>", "xml:lang": "en"},
                },
            ]
        },
    }


def test_json_is_read_by_another_implementation() -> None:
    result = rdflib.query.Result.parse(BytesIO(TWO_ROWS.to_format("json").encode()), format="json")
    assert [str(row[1]) for row in result] == ["Mill Office", "Fair | <b>"]


def test_markdown_escapes_marks_and_links_things() -> None:
    assert TWO_ROWS.to_format("md") == (
        "**Who \\& where?**\n\n"
        "| party | note | count |\n"
        "| --- | --- | --- |\n"
        f'| [Mill Office](<{MILL.value}>) | a "b", \t\\\\ \\<c\\><br>d | 12 |\n'
        f"| [Fair \\| \\<b\\>](<{FAIR.value}>) |  |  |\n"
    )


def test_html_is_a_table_with_caption_headers_and_languages() -> None:
    assert TWO_ROWS.to_format("html") == (
        "<table>\n"
        '<caption lang="en">Who &amp; where?</caption>\n'
        '<thead lang="en">\n'
        '<tr><th scope="col" title="Who.">party</th>'
        '<th scope="col">note</th><th scope="col">count</th></tr>\n'
        "</thead>\n"
        "<tbody>\n"
        f'<tr><td lang="en"><a href="{MILL.value}">Mill Office</a></td>'
        '<td lang="en">a &quot;b&quot;, \t\\ &lt;c&gt;<br>d</td><td>12</td></tr>\n'
        f'<tr><td lang="en"><a href="{FAIR.value}">Fair | &lt;b&gt;</a></td><td></td><td></td></tr>\n'
        "</tbody>\n"
        "</table>\n"
    )


def test_html_links_no_iri_that_could_run_or_leave_its_quotes() -> None:
    cells = answer(
        (Iri("javascript:alert(1)"),), (Iri('http://x/"><script>'),), columns=(Column("x"),)
    ).to_format("html")
    assert "href" not in cells
    assert "<script>" not in cells


def test_a_plain_table_aligns_words_and_numbers_and_says_how_many_rows() -> None:
    assert TWO_ROWS.to_format("table") == (
        "Who & where?\n"
        "\n"
        "party        note                count\n"
        "-----------  ------------------  -----\n"
        'Mill Office  a "b", \\u0009\\ <c>     12\n'
        "             d\n"
        "Fair | <b>\n"
        "\n"
        "2 rows\n"
    )


def test_a_table_names_documents_by_id_and_gives_their_titles_below() -> None:
    source = Iri(f"{ID}source/letter")
    labels = {source.value: (Label("A letter & more", "en"),)}
    names = (Column("source", "iri"),)
    table = Answer(QUERY, columns=names, rows=(Row(("source",), (source,)),) * 2, labels=labels).to_format(
        "table"
    )
    assert table.splitlines()[2:] == [
        "source", "------", "letter", "letter", "", "2 rows", "", "letter  A letter & more"
    ]  # fmt: skip


def test_a_plain_table_gives_wide_characters_two_columns() -> None:
    table = answer((FAIR, Literal("x"), Literal("1", XSD + "integer")), language="zh-Hant").to_format("table")
    assert table.splitlines()[2:5] == ["party  note  count", "-----  ----  -----", "市集   x         1"]


def test_a_table_says_in_which_language_a_text_is_that_is_not_in_the_wanted_one() -> None:
    table = answer((MILL, NOTE, None), (FAIR, None, None)).to_format("table", "zh-Hant").splitlines()
    assert table[4:7] == ['磨坊处 [zh-Hans]  a "b", \\u0009\\ <c>', "                  d [en]", "市集"]


@pytest.mark.parametrize(
    ("language", "labels", "chosen"),
    [
        ("zh-Hant", (Label("e", "en"), Label("s", "zh-Hans")), Label("s", "zh-Hans")),
        ("zh-Hans", (Label("e", "en"), Label("t", "zh-Hant")), Label("t", "zh-Hant")),
        ("zh-Hans", (Label("e", "en"), Label("n")), Label("e", "en")),
        ("en", (Label("s", "zh-Hans"), Label("t", "zh-Hant")), Label("t", "zh-Hant")),
        ("en", (Label("f", "fr"), Label("n")), Label("n")),
        ("en", (Label("f", "fr"),), Label("f", "fr")),
        ("en", (Label("preferred", "en"), Label("other", "en")), Label("preferred", "en")),
        ("en", (), Label("event:fair")),
    ],
)
def test_a_label_is_chosen_in_the_wanted_language_or_the_nearest(
    language: str, labels: tuple[Label, ...], chosen: Label
) -> None:
    assert Answer(None, labels={FAIR.value: labels}).label(FAIR.value, language) == chosen


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("table", "磨坊处 [zh-Hans]"),
        ("md", "磨坊处 \\[zh-Hans\\]"),
        (
            "html",
            f'<td lang="zh-Hans"><a href="{MILL.value}">磨坊处</a> <small>[zh-Hans]</small>',
        ),
        ("json", '"xml:lang": "zh-Hans"'),
        ("tsv", '"磨坊处"@zh-Hans'),
    ],
)
def test_a_fallback_is_visible_in_every_format_that_can_show_it(name: str, marked: str) -> None:
    assert marked in answer((MILL, None, None)).to_format(name, "zh-Hant")


def test_a_thing_without_label_is_shown_by_its_compact_name() -> None:
    assert "passage:letter.p1" in answer((PASSAGE, None, None)).to_format("csv")


def test_an_undeclared_column_gets_labels_where_it_holds_things() -> None:
    columns = (Column("a"), Column("b"))
    head = answer((MILL, Literal("x")), columns=columns).to_format("csv").splitlines()[0]
    assert head == "a,aLabel,b"


def test_a_declared_column_gets_labels_also_without_rows() -> None:
    assert answer().to_format("csv") == "party,partyLabel,note,count\r\n"


def test_a_column_whose_label_column_is_selected_gets_no_second_one() -> None:
    columns = (Column("a", "iri"), Column("aLabel"))
    assert answer((MILL, Literal("x")), columns=columns).to_format("csv").splitlines()[0] == "a,aLabel"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("table", "Who & where?\n\ntrue\n"),
        ("csv", "boolean\r\ntrue\r\n"),
        ("tsv", "?boolean\ntrue\n"),
        ("json", '{\n  "head": {},\n  "boolean": true\n}\n'),
        ("md", "**Who \\& where?**\n\ntrue\n"),
        (
            "html",
            '<table>\n<caption lang="en">Who &amp; where?</caption>\n'
            '<tbody>\n<tr><th scope="row" lang="en">answer</th><td>true</td></tr>\n</tbody>\n</table>\n',
        ),
    ],
)
def test_a_truth_value_is_written_in_every_format(name: str, written: str) -> None:
    assert YES.to_format(name) == written


@pytest.mark.parametrize(
    ("name", "written"), [("table", "Who & where?\n\nNo rows.\n"), ("md", "**Who \\& where?**\n\nNo rows.\n")]
)
def test_an_answer_without_rows_says_so(name: str, written: str) -> None:
    assert answer().to_format(name) == written


def test_html_without_rows_says_so_in_the_table() -> None:
    assert '<tbody>\n<tr><td colspan="3" lang="en">No rows.</td></tr>\n</tbody>' in answer().to_format("html")


def test_a_graph_is_written_as_turtle_with_the_prefixes_it_uses() -> None:
    assert GRAPH.to_format() == (
        "@prefix event: <https://w3id.org/gbaip/id/event/> .\n@prefix schema: <https://schema.org/> .\n"
        "\nevent:fair a schema:Event .\n"
    )


def test_a_graph_is_written_as_sorted_n_triples() -> None:
    other = Triple(FAIR, EDGE.predicate, MILL)
    lines = Answer(QUERY, triples=(other, EDGE, other)).to_format("nt").splitlines()
    start = f"<{FAIR.value}> <{EDGE.predicate.value}>"
    assert lines == [f"{start} <https://schema.org/Event> .", f"{start} <{MILL.value}> ."]


def test_turtle_refuses_blank_nodes_and_names_the_other_format() -> None:
    with pytest.raises(InvalidValue) as caught:
        Answer(QUERY, triples=(Triple(BlankNode("b"), EDGE.predicate, MILL),)).to_format("turtle")
    assert str(caught.value) == (
        "the answer holds blank nodes, which the canonical Turtle does not have\n"
        "  Construct IRIs, or ask for the format nt."
    )


@pytest.mark.parametrize(
    ("given", "name", "message"),
    [
        (TWO_ROWS, "jsn", f'rows "jsn"\n  Did you mean json? There are: {", ".join(sorted(FORMATS[:7]))}.'),
        (GRAPH, "csv", 'triples "csv"\n  There are: nt, turtle.'),
    ],
)  # fmt: skip
def test_an_unknown_format_is_answered_with_those_there_are(given: Answer, name: str, message: str) -> None:
    with pytest.raises(UnknownName) as caught:
        given.to_format(name)
    assert str(caught.value) == f"there is no format of {message}"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(InvalidValue) as caught:
        TWO_ROWS.to_format("csv", "zh")
    assert str(caught.value) == 'the language "zh" is unknown\n  There are: en, zh-Hant, zh-Hans.'


def test_the_formats_are_named_in_one_place() -> None:
    assert FORMATS == ("table", "csv", "csv-bom", "tsv", "json", "md", "html", "turtle", "nt")


def test_a_row_is_a_mapping_of_columns_to_terms() -> None:
    row = TWO_ROWS.rows[1]
    assert dict(row) == {"party": FAIR, "note": None, "count": None}
    with pytest.raises(KeyError):
        row["parties"]


def test_a_notebook_shows_html_or_turtle() -> None:
    assert (TWO_ROWS._repr_html_(), GRAPH._repr_html_()) == (
        TWO_ROWS.to_format("html"),
        "<pre>@prefix event: &lt;https://w3id.org/gbaip/id/event/&gt; .\n"
        "@prefix schema: &lt;https://schema.org/&gt; .\n\nevent:fair a schema:Event .\n</pre>",
    )


def test_pandas_gets_python_values_and_label_columns() -> None:
    cells = (MILL, Literal("true", XSD + "boolean"), Literal("1.5", XSD + "decimal"))
    frame = answer(cells, (None, None, None)).to_pandas("zh-Hans")
    assert list(frame.columns) == ["party", "partyLabel", "note", "count"]
    assert frame.iloc[0].tolist() == [MILL.value, "磨坊处", True, 1.5]


def test_pandas_that_is_not_installed_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError) as caught:
        TWO_ROWS.to_pandas()
    assert str(caught.value) == 'pandas is not installed\n  Install it: pip install "gbaip-graph[pandas]".'


def test_a_table_shows_control_characters_instead_of_sending_them_to_the_terminal() -> None:
    table = answer((None, Literal("a\x1b[2Jb\u202ec"), None)).to_format("table")
    assert "a\\u001b[2Jb\\u202ec" in table


words = st.text("xyz中 ", min_size=1, max_size=30).map(str.strip)


@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=4), st.integers(10, 120))
def test_a_table_in_a_terminal_loses_no_character(rows: list[tuple[str, str, str]], width: int) -> None:
    columns = (Column("a", "text"), Column("b", "text"), Column("c", "text"))
    table = answer(*(tuple(map(Literal, row)) for row in rows), columns=columns).to_format(
        "table", width=width
    )
    body = table.partition("?")[2].rpartition("\n\n")[0]
    told = "".join(text for row in rows for text in row)
    assert {one: body.count(one) for one in "xyz中"} == {one: told.count(one) for one in "xyz中"}


def test_a_table_stays_within_the_terminal() -> None:
    rows = [(MILL, Literal("word " * 30), Literal("1", XSD + "integer"))]
    lines = answer(*rows).to_format("table", width=60).splitlines()
    assert max(map(len, lines)) <= 60


def test_a_terminal_too_narrow_for_a_table_gets_a_list() -> None:
    table = answer((MILL, None, Literal("12", XSD + "integer"))).to_format("table", width=15)
    assert table == "Who & where?\n\nparty  Mill Office\ncount  12\n\n1 row\n"
