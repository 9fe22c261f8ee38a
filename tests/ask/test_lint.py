"""The lint: a good file has no finding, and each bad one exactly its own."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from gbaip_graph.ask.lint import lint_file
from gbaip_graph.layout import Root, find_root

HEADER = """\
#+ title.en = "Which fairs were there?"
#+ title.zh-Hant = "有哪些市集？"
#+ description = "One row for each fair."
#+ facts = ["letter p1: the fairs"]
#+
#+ [[parameter]]
#+ name = "fair"
#+ kind = "iri"
#+ class = "gbaip:Event"
#+ description = "The fair."
#+ example = "event:fair-1"
#+
#+ [columns]
#+ kind = { kind = "iri", description = "Its kind." }
#+ source = { kind = "iri", description = "Document." }
#+ item = { kind = "integer", description = "Item." }
#+ paragraph = { kind = "integer", description = "Paragraph." }
"""
BODY = """\
PREFIX gbaip: <https://w3id.org/gbaip/ns#>
SELECT ?kind ?source ?item ?paragraph WHERE {
  $fair a ?kind ; gbaip:statedIn ?source .
  OPTIONAL { ?source ?item ?paragraph }
}
ORDER BY ?kind ?source ?item ?paragraph
"""
CONSTRUCT = (
    "PREFIX gbaip: <https://w3id.org/gbaip/ns#>\nCONSTRUCT { $fair a ?kind } WHERE { $fair a ?kind }\n"
)
WITHOUT_COLUMNS = HEADER[: HEADER.index("#+ [columns]")]


def lint(root: Root, text: str, name: str = "fairs.rq") -> list[str]:
    path = root.queries_dir / name
    path.write_text(text, encoding="utf-8")
    findings = lint_file(path, root)
    return [f"{found.line}:{found.column} {found.rule}: {found.message} | {found.mend}" for found in findings]


def changed(old: str, new: str) -> str:
    text = HEADER + BODY
    assert text.count(old) == 1
    return text.replace(old, new)


def test_a_good_question_has_no_finding(root: Root) -> None:
    assert lint(root, HEADER + BODY) == []


def test_a_good_export_has_no_finding(root: Root) -> None:
    assert lint(root, WITHOUT_COLUMNS + CONSTRUCT, "exports/fairs.rq") == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            '#+ title.en = "Which fairs were there?"\n', "#+\n",
            '2:1 header: the header has no title.en | Write title.en = "..." as a question.',
        ),
        (
            '#+ title.zh-Hant = "有哪些市集？"\n', "#+\n",
            '1:1 header: the header has no title.zh-Hant | Write title.zh-Hant = "..." as a question.',
        ),
        (
            '#+ description = "One row for each fair."\n', "",
            '1:1 header: the header has no description | Write description = "...".',
        ),
        (
            '#+ facts = ["letter p1: the fairs"]\n', "",
            '1:1 header: the header names no facts | Write facts = ["<source> <passage>: ..."].',
        ),
        (
            '#+ description = "The fair."\n', "",
            '7:1 header: the parameter fair has no description | Write description = "...".',
        ),
        (
            '#+ example = "event:fair-1"\n', "",
            '7:1 header: the parameter fair has no example | Write example = "...".',
        ),
        (
            'kind = { kind = "iri", description = "Its kind." }', 'kind = { kind = "iri" }',
            '14:1 header: the column kind has no description | Write description = "..." in it.',
        ),
        (
            '#+ description = "One row for each fair."\n', '#+ description = "x"\n#+ cites = false\n',
            '4:1 header: the header does not say why nothing is cited | Write why-no-citation = "...".',
        ),
        (
            '#+ description = "One row for each fair."\n', '#+ description = "x"\n#+ why-no-citation = "x"\n',
            "4:1 header: the header says why nothing is cited, but the query cites"
            " | Remove it, or write cites = false.",
        ),
        (
            '#+ kind = { kind = "iri", description = "Its kind." }\n', "",
            "13:1 columns: the header describes the columns source, item, paragraph;"
            " the query selects kind, source, item, paragraph"
            " | Describe exactly the selected ones, in their order.",
        ),
        (
            "ORDER BY ?kind ?source ?item ?paragraph\n", "",
            "19:1 order: the query has no ORDER BY, so its rows have no order"
            " | End it with ORDER BY and the columns that fix a total order.",
        ),
        (
            "gbaip:statedIn", "gbaip:statedin",
            "20:19 unknown-term: the ontology does not declare gbaip:statedin"
            " | Did you mean gbaip:statedIn? Declare it in the ontology, or use a term that is.",
        ),
        (
            "gbaip:statedIn", "<https://w3id.org/gbaip/ns#said>",
            "20:19 unknown-term: the ontology does not declare gbaip:said"
            " | Declare it in the ontology, or use a term that is.",
        ),
        (
            "gbaip:statedIn", "gbaip:value",
            "19:1 citation: the query tells figures without their exactness | Select ?exactness.",
        ),
        (
            "SELECT ?kind", "PREFIX ex: <http://example.org/>\nSELECT ?kind",
            "19:8 prefix: the prefix ex: is not one of the project | Use a prefix of the project.",
        ),
        (
            "SELECT ?kind", "PREFIX org: <http://example.org/>\nSELECT ?kind",
            "19:8 prefix: the prefix org: stands for another IRI | Write <http://www.w3.org/ns/org#>.",
        ),
        (
            "SELECT ?kind", "BASE <http://example.org/>\nSELECT ?kind",
            "19:1 prefix: BASE hides what an IRI is | Write prefixed names.",
        ),
        (
            "  OPTIONAL", '  FILTER (LANG(?kind) = "en")\n  OPTIONAL',
            "21:11 lang-equality: LANG() is compared, and the case of tags differs"
            ' | Write LANGMATCHES(LANG(?x), "en").',
        ),
        (
            "  OPTIONAL", '  FILTER ("en" != lang(STR(?kind)))\n  OPTIONAL',
            "21:19 lang-equality: LANG() is compared, and the case of tags differs"
            ' | Write LANGMATCHES(LANG(?x), "en").',
        ),
        (
            "  OPTIONAL", "  FILTER (?kind != $fare)\n  OPTIONAL",
            "21:20 parameter: the header does not describe the parameter $fare"
            " | Did you mean fair? Describe it in a [[parameter]], or write ?fare.",
        ),
        (
            "$fair a", "?thing a",
            "11:1 parameter: the parameter fair is described, but $fair does not occur"
            " | Write $fair in the query.",
        ),
        (
            "OPTIONAL { ?source", "OPTIONAL { ?fair ?source ?kind . ?source",
            "21:14 parameter: the parameter $fair is written ?fair here | Write $fair everywhere.",
        ),
        (
            "  OPTIONAL", "  SERVICE <urn:s> {}\n  OPTIONAL",
            "21:3 read-only: SERVICE is refused: a query asks this graph only | Remove the SERVICE clause.",
        ),
        (
            "?paragraph WHERE", "?paragraph FROM <urn:g> WHERE",
            "19:39 read-only: FROM is refused: a query reads this graph only"
            " | Remove it and use GRAPH <...> { ... } for the graph of one file.",
        ),
        (
            "#+ facts", "#+ fact",
            "4:1 header: the header key fact is unknown | Did you mean facts? "
            "There are: title, description, facts, parameter, endpoint, columns, cites, why-no-citation.",
        ),
    ],
)  # fmt: skip
def test_a_bad_question_has_exactly_its_finding(root: Root, old: str, new: str, finding: str) -> None:
    assert lint(root, changed(old, new)) == [finding]


def test_a_query_without_citation_is_found(root: Root) -> None:
    header = HEADER.replace('#+ item = { kind = "integer", description = "Item." }\n', "")
    body = BODY.replace("SELECT ?kind ?source ?item", "SELECT ?kind ?source")
    assert lint(root, header + body) == [
        "18:1 citation: the query does not select ?item"
        " | Select the citation of each row, or say cites = false and why-no-citation."
    ]


def test_a_query_that_says_why_it_cites_nothing_is_good(root: Root) -> None:
    header = HEADER.replace('#+ item = { kind = "integer", description = "Item." }\n', "")
    header = header.replace("#+ facts", '#+ cites = false\n#+ why-no-citation = "Own knowledge."\n#+ facts')
    assert lint(root, header + BODY.replace("SELECT ?kind ?source ?item", "SELECT ?kind ?source")) == []


@pytest.mark.parametrize("name", ["lang", "format", "root", "limit", "after", "store"])
def test_a_parameter_with_the_name_of_an_option_is_found(root: Root, name: str) -> None:
    text = (HEADER + BODY).replace('name = "fair"', f'name = "{name}"').replace("$fair", f"${name}")
    assert lint(root, text) == [
        f"7:1 header: the parameter {name} has the name of an option of the command | Give it another name."
    ]


def test_a_column_with_the_name_of_a_label_column_is_found(root: Root) -> None:
    text = (HEADER + BODY).replace("item", "sourceLabel")
    assert (
        "16:1 header: the column sourceLabel has the name of a label column | Give it another name."
        in lint(root, text)
    )


def test_an_example_of_the_wrong_kind_is_found(root: Root) -> None:
    header = HEADER.replace('kind = "iri"\n#+ class = "gbaip:Event"', 'kind = "date"')
    assert lint(root, header + BODY.replace("$fair a ?kind", "?x a ?kind, $fair"))[0] == (
        '10:1 parameter: the example of fair is wrong: "event:fair-1" is no day of the calendar'
        " | Write year-month-day."
    )


KIND = '#+ kind = "iri"\n#+ class = "gbaip:Event"\n'
EXAMPLE = '#+ example = "event:fair-1"\n'
OFFER = "PREFIX gbaip: <https://w3id.org/gbaip/ns#> SELECT ?x { ?x a gbaip:Event } ORDER BY ?x"


def with_parameter(kind: str, example: str, *, triple: str = "$fair a ?kind") -> str:
    """Return a good question with another parameter, whose kind is at line 8."""
    header = HEADER.replace(KIND, kind)
    return header.replace(EXAMPLE, example) + BODY.replace("$fair a ?kind", triple)


LISTED = "?x a ?kind FILTER (?x IN ($fair)) ?kind a ?kind"
OBJECT = "?x a ?kind, $fair"
TEXTS = '#+ kind = "text"\n#+ list = true\n'
BOUNDED = '#+ kind = "year"\n#+ minimum = "2002"\n#+ maximum = "2026"\n'


@pytest.mark.parametrize(
    "text",
    [
        with_parameter(TEXTS, '#+ example = ["a", "b"]\n', triple=LISTED),
        with_parameter(KIND + "#+ list = true\n", EXAMPLE, triple=LISTED),
        with_parameter(BOUNDED, '#+ example = "2018"\n', triple=OBJECT),
        with_parameter(f'#+ kind = "choice"\n#+ values-query = "{OFFER}"\n', EXAMPLE),
        with_parameter(
            f'#+ kind = "choice"\n#+ values-query = "{OFFER}"\n',
            '#+ example = "a"\n',
            triple="?x a $fair, ?kind",
        ),
    ],
)
def test_lists_bounds_and_choices_of_a_query_are_good(root: Root, text: str) -> None:
    assert lint(root, text) == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            with_parameter(TEXTS, '#+ example = ["a"]\n', triple=OBJECT),
            "20:15 parameter: the list $fair stands outside of IN (...), or with something else in it"
            " | Write FILTER (?x IN ($fair)) with a variable for each of its values.",
        ),
        (
            with_parameter(
                '#+ kind = "text"\n#+ list = true\n#+ min-length = 2\n', '#+ example = "a"\n', triple=LISTED
            ),
            "12:1 parameter: the example of fair is wrong: it has 1 values | Give 2 to 20.",
        ),
        (
            with_parameter(BOUNDED, '#+ example = "1999"\n', triple=OBJECT),
            '12:1 parameter: the example of fair is wrong: "1999" is below the minimum 2002'
            " | Write four digits from 2002 to 2026.",
        ),
        (
            with_parameter(BOUNDED, '#+ example = "2018"\n#+ default = "x"\n', triple=OBJECT),
            '13:1 parameter: the default of fair is wrong: "x" is no year'
            " | Write four digits from 2002 to 2026.",
        ),
        (
            with_parameter(BOUNDED.replace("2002", "02"), '#+ example = "2018"\n', triple=OBJECT),
            '9:1 parameter: the minimum of fair is wrong: "02" is no year | Write four digits.',
        ),
        (
            with_parameter(BOUNDED.replace("2002", "2030"), '#+ example = "2018"\n', triple=OBJECT),
            "9:1 parameter: the minimum of fair is above its maximum | Exchange the two.",
        ),
    ],
)  # fmt: skip
def test_a_value_that_the_parameter_would_refuse_is_found(root: Root, text: str, finding: str) -> None:
    assert lint(root, text) == [finding]


@pytest.mark.parametrize(
    ("offer", "finding"),
    [
        (
            OFFER.replace(" ORDER BY ?x", ""),
            "order: in the values-query of fair, the query has no ORDER BY, so its rows have no order"
            " | End it with ORDER BY and the columns that fix a total order.",
        ),
        (
            OFFER.replace("gbaip:Event", "gbaip:Evnt"),
            "unknown-term: in the values-query of fair, the ontology does not declare gbaip:Evnt"
            " | Did you mean gbaip:Event? Declare it in the ontology, or use a term that is.",
        ),
        (
            OFFER.replace("?x a", "SERVICE <urn:s> {} ?x a"),
            "read-only: in the values-query of fair, SERVICE is refused: a query asks this graph only"
            " | Remove the SERVICE clause.",
        ),
        (
            OFFER.replace("gbaip:Event", "$fair"),
            "parameter: in the values-query of fair, the header does not describe the parameter $fair"
            " | Describe it in a [[parameter]], or write ?fair.",
        ),
        (
            "ASK {}",
            "form: in the values-query of fair, the query is no SELECT"
            " | Select the values in the first column.",
        ),
    ],
)
def test_a_bad_query_for_values_is_found_at_its_key(root: Root, offer: str, finding: str) -> None:
    text = with_parameter(f'#+ kind = "choice"\n#+ values-query = "{offer}"\n', EXAMPLE)
    assert lint(root, text) == [f"9:1 {finding}"]


def test_a_parameter_where_its_kind_cannot_stand_is_found(root: Root) -> None:
    header = HEADER.replace('kind = "iri"\n#+ class = "gbaip:Event"', 'kind = "text"')
    (finding,) = lint(root, header + BODY.replace("$fair a ?kind", "?x $fair ?kind"))
    assert finding.startswith("19:1 parameter: with its parameters bound, the query cannot be parsed: ")


def test_a_query_that_the_engine_cannot_parse_is_found(root: Root) -> None:
    (finding,) = lint(root, changed("ORDER BY ?kind", "ORDER BY BY ?kind"))
    assert finding.startswith("23:24 syntax: the query cannot be parsed: ")


def test_a_query_that_only_one_engine_can_parse_is_found(root: Root) -> None:
    (finding,) = lint(root, changed("SELECT ?kind", "SELECTDISTINCT ?kind"))
    assert finding == (
        "19:7 syntax: rdflib cannot read the query from here"
        " | Write it so that every SPARQL 1.1 engine can read it."
    )


def test_a_question_that_makes_triples_is_found(root: Root) -> None:
    assert lint(root, WITHOUT_COLUMNS + CONSTRUCT) == [
        "0:0 form: a question makes triples | Write a SELECT or ASK, or move it to queries/exports/."
    ]


def test_an_export_that_makes_no_triples_is_found(root: Root) -> None:
    assert lint(root, HEADER + BODY, "exports/fairs.rq") == [
        "0:0 form: an export makes no triples | Write a CONSTRUCT."
    ]


def test_an_order_inside_a_subquery_is_not_the_order_of_the_answer(root: Root) -> None:
    text = changed("ORDER BY ?kind ?source ?item ?paragraph\n", "")
    text = text.replace("OPTIONAL {", "OPTIONAL { SELECT * { ?source ?item ?paragraph } ORDER BY ?source } {")
    assert [finding.split(":")[1].split()[1] for finding in lint(root, text)] == ["order"]


def test_files_are_linted_in_several_threads(root: Root) -> None:
    path = root.queries_dir / "fairs.rq"
    path.write_text(HEADER + BODY, encoding="utf-8")
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(lint_file(path, root))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [()] * 4


def test_every_shipped_question_and_export_is_good() -> None:
    root = find_root(Path(__file__).parent.parent.parent)
    files = [*root.queries_dir.glob("*.rq"), *(root.queries_dir / "exports").glob("*.rq")]
    assert {file.name: lint_file(file, root) for file in files} == {file.name: () for file in files}
