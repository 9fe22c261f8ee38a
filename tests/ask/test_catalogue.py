"""The headers of saved queries: what is read of them, and every fault with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbaip_graph.ask.catalogue import find_query, load_catalogue, query_names
from gbaip_graph.ask.header import read_saved_query
from gbaip_graph.ask.saved_query import Column, Parameter
from gbaip_graph.errors import InvalidData, UnknownName
from gbaip_graph.layout import Root

HEADER = """\
#+ title.en = "Which fairs were there?"
#+ title.zh-Hant = "有哪些市集？"
#+ description = "One row for each fair."
#+ facts = ["letter p1: the fairs"]
#+ cites = false
#+ why-no-citation = "These are names of ours."
#+
#+ [[parameter]]
#+ name = "fair_name"
#+ kind = "iri"
#+ class = "gbaip:Event"
#+ required = true
#+ description = "The fair."
#+ example = "event:fair-1"
#+
#+ [[parameter]]
#+ name = "size"
#+ kind = "choice"
#+ values = ["small", "large"]
#+ default = "small"
#+
#+ [columns]
#+ fair = { kind = "iri", description = "The fair." }
"""
QUERY = "SELECT ?fair WHERE { ?fair ?p $fair_name, $size } ORDER BY ?fair\n"


def write(root: Root, text: str, name: str = "fairs.rq") -> Path:
    path = root.queries_dir / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(root: Root, text: str) -> list[str]:
    _, findings = read_saved_query(write(root, text), file="queries/fairs.rq")
    assert all(finding.rule == "header" for finding in findings)
    return [f"{finding.address}: {finding.message} | {finding.mend}" for finding in findings]


def test_a_header_is_read_into_records(root: Root) -> None:
    write(root, HEADER + QUERY)
    (query,) = load_catalogue(root)
    assert (query.name, query.file, query.text) == ("fairs", "queries/fairs.rq", HEADER + QUERY)
    assert dict(query.title) == {"en": "Which fairs were there?", "zh-Hant": "有哪些市集？"}
    assert (query.description, query.facts) == ("One row for each fair.", ("letter p1: the fairs",))
    assert (query.cites, query.why_no_citation) == (False, "These are names of ours.")
    assert query.parameters == (
        Parameter("fair_name", "iri", True, "The fair.", ("event:fair-1",), classes=("gbaip:Event",)),
        Parameter("size", "choice", defaults=("small",), values=("small", "large")),
    )
    assert query.columns == (Column("fair", "iri", "The fair."),)


def test_lists_bounds_and_choices_of_a_query_are_read_into_records(root: Root) -> None:
    tables = (
        '#+ kind = "choice"\n#+ values-query = """\n#+ SELECT ?x\n#+ {} ORDER BY ?x"""\n#+ list = true\n'
        '#+ min-length = 2\n#+ max-length = 4\n#+ example = ["a", "b"]\n#+ default = "c"\n'
        '#+ [[parameter]]\n#+ name = "y"\n#+ kind = "year"\n#+ minimum = "2002"\n#+ maximum = "2026"\n'
        '#+ [[parameter]]\n#+ name = "z"\n#+ kind = "text"\n#+ list = true\n'
    )
    query, findings = read_saved_query(write(root, PARAMETER + tables), file="x")
    assert findings == ()
    assert query.parameters == (
        Parameter(
            "x", "choice", examples=("a", "b"), defaults=("c",), values_query="SELECT ?x\n{} ORDER BY ?x",
            is_list=True, min_length=2, max_length=4,
        ),
        Parameter("y", "year", minimum="2002", maximum="2026"),
        Parameter("z", "text", is_list=True, min_length=1, max_length=20),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["fair_name", "fair-name", "fair_name_"])
def test_a_parameter_is_found_by_its_name_in_python_and_in_the_shell(root: Root, name: str) -> None:
    write(root, HEADER + QUERY)
    found = find_query(root, "fairs").parameter(name)
    assert found is not None
    assert found.name == "fair_name"


def test_a_title_falls_back_to_english_and_to_the_name(root: Root) -> None:
    write(root, HEADER + QUERY)
    write(root, "ASK {}", "bare.rq")
    bare, query = load_catalogue(root)
    titles = [query.title_in("zh-Hant"), query.title_in("zh-Hans"), bare.title_in("en")]
    assert titles == ["有哪些市集？", "Which fairs were there?", "bare"]


def test_questions_are_listed_without_exports_and_checks(root: Root) -> None:
    for name in ("b.rq", "a.rq", "exports/c.rq"):
        write(root, "ASK {}", name)
    assert (query_names(root), query_names(root, shelf="exports")) == (("a", "b"), ("c",))


def test_a_question_is_found_by_its_name_with_underscores(root: Root) -> None:
    write(root, HEADER + QUERY, "fairs-of-year.rq")
    assert find_query(root, "fairs_of_year").name == "fairs-of-year"


def test_an_unknown_question_is_answered_with_those_there_are(root: Root) -> None:
    write(root, "ASK {}", "fairs.rq")
    write(root, "ASK {}", "guests.rq")
    with pytest.raises(UnknownName) as caught:
        find_query(root, "fiars")
    assert (
        str(caught.value) == 'there is no question "fiars"\n  Did you mean fairs? There are: fairs, guests.'
    )


def test_an_unknown_export_in_an_empty_folder_says_that_it_is_empty(root: Root) -> None:
    with pytest.raises(UnknownName) as caught:
        find_query(root, "x", shelf="exports")
    assert str(caught.value) == 'there is no export "x"\n  The folder queries/exports/ holds no .rq file.'


@pytest.mark.parametrize("name", ["../secret", "exports/c", ""])
def test_a_name_is_no_path(root: Root, name: str) -> None:
    write(root, "ASK {}", "exports/c.rq")
    with pytest.raises(UnknownName):
        find_query(root, name)


def test_the_faults_of_all_files_are_told_at_once(root: Root) -> None:
    write(root, "#+ a = 1\n", "a.rq")
    write(root, "#+ b = 1\n", "b.rq")
    with pytest.raises(InvalidData) as caught:
        load_catalogue(root)
    assert [finding.address for finding in caught.value.findings] == ["queries/a.rq:1:1", "queries/b.rq:1:1"]


def test_a_fault_of_another_file_does_not_keep_a_question_from_being_found(root: Root) -> None:
    write(root, "#+ a = 1\n", "a.rq")
    write(root, "ASK {}", "b.rq")
    assert find_query(root, "b").name == "b"


COLUMN_KINDS = "iri, concept, text, language, integer, decimal, date, year, boolean, any"
PARAMETER_KINDS = "iri, concept, text, language, integer, decimal, date, year, choice"
PARAMETER = '#+ [[parameter]]\n#+ name = "x"\n'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            '#+ title.en = "A"\n#+ cites = flase\n',
            "2:12: the header is no TOML: Invalid value | Correct it: https://toml.io/en/v1.0.0",
        ),
        (
            '#+ titel.en = "A"\n',
            "1:1: the header key titel is unknown | Did you mean title? "
            "There are: title, description, facts, parameter, endpoint, columns, cites, why-no-citation.",
        ),
        (
            '#+ title.de = "A"\n',
            "1:1: the header key title.de is unknown | There are: title.en, title.zh-Hant, title.zh-Hans.",
        ),
        ('#+ cites = "no"\n', "1:1: cites is no true or false | Write true or false."),
        (
            '#+ description = "A"\n#+ facts = "B"\n',
            "2:1: facts is no list of texts | Write a list of texts.",
        ),
        (
            '#+ [columns]\n#+ a = "iri"\n',
            '2:1: the column a is no table | Write { kind = "text", description = "..." }.',
        ),
        (
            '#+ [columns]\n#+ a = { description = "A" }\n',
            f"2:1: the column a has no kind | There are: {COLUMN_KINDS}.",
        ),
        (
            '#+ [columns]\n#+ a = { kind = "txt" }\n',
            f'2:1: the column a has the unknown kind "txt" | Did you mean text? There are: {COLUMN_KINDS}.',
        ),
        (
            '#+ [columns]\n#+ a = { kind = "text", sort = "up" }\n',
            "2:1: the header key a.sort is unknown | There are: a.kind, a.description.",
        ),
        (PARAMETER, f"1:1: the parameter x has no kind | There are: {PARAMETER_KINDS}."),
        (
            PARAMETER + '#+ kind = "day"\n',
            f'3:1: the parameter x has the unknown kind "day" | There are: {PARAMETER_KINDS}.',
        ),
        (PARAMETER + '#+ kind = "iri"\n', '3:1: the parameter x has no class | Write class = "gbaip:Event".'),
        (
            PARAMETER + '#+ kind = "iri"\n#+ class = ["gbaip:Event", "Fair"]\n',
            "4:1: the parameter x has the class 'Fair', which is no compact name"
            ' | Write class = "gbaip:Event".',
        ),
        (
            PARAMETER + '#+ kind = "choice"\n',
            "3:1: the parameter x has no values to choose from"
            ' | Write values = ["one", "other"], or values-query = "SELECT ...".',
        ),
        (
            PARAMETER + '#+ kind = "text"\n#+ required = true\n#+ default = "y"\n',
            "5:1: the parameter x is required and has a default | Remove one of the two.",
        ),
        (
            f'{PARAMETER}#+ kind = "text"\n{PARAMETER}#+ kind = "text"\n',
            "5:1: the parameter x is described twice | Remove one of them.",
        ),
        (
            '#+ [[parameter]]\n#+ name = "a-b"\n#+ kind = "text"\n',
            '2:1: the parameter has no name that a variable can have | Write name = "event".',
        ),
        (
            PARAMETER + '#+ kind = "iri"\n#+ class = 3\n',
            [
                '3:1: the parameter x has no class | Write class = "gbaip:Event".',
                "4:1: class is no text in quotes | Write text in quotes.",
            ],
        ),
        (
            PARAMETER + '#+ kind = "choice"\n#+ values = ["a"]\n#+ values-query = "SELECT ?x {}"\n',
            "5:1: the parameter x has values and a query for them | Remove one of the two.",
        ),
        (
            PARAMETER + '#+ kind = "choice"\n#+ values = ["a", 1]\n',
            "4:1: the parameter x has something in its values that is no text"
            " | Write each of them in quotes.",
        ),
        (
            PARAMETER + '#+ kind = "text"\n#+ minimum = "a"\n',
            "4:1: the parameter x has a minimum, but its values have no order | Remove minimum.",
        ),
        (
            PARAMETER + '#+ kind = "integer"\n#+ maximum = 3\n',
            "4:1: maximum is no text in quotes | Write text in quotes.",
        ),
        (
            PARAMETER + '#+ kind = "text"\n#+ example = ["a", "b"]\n',
            "4:1: the parameter x is no list and has a list as its example"
            ' | Write example = "...", or list = true.',
        ),
        (
            PARAMETER + '#+ kind = "text"\n#+ max-length = 3\n',
            "4:1: the parameter x is no list and has a max-length | Write list = true, or remove it.",
        ),
        (
            PARAMETER + '#+ kind = "text"\n#+ list = true\n#+ max-length = true\n',
            "5:1: max-length is no whole number | Write a whole number.",
        ),
        (
            PARAMETER + '#+ kind = "text"\n#+ list = true\n#+ min-length = 4\n#+ max-length = 3\n',
            "5:1: the parameter x is a list of 4 to 3 values"
            " | Write lengths from 1 to 50, the lesser as min-length.",
        ),
        (
            PARAMETER + '#+ kind = "text"\n#+ list = true\n#+ max-length = 51\n',
            "5:1: the parameter x is a list of 1 to 51 values"
            " | Write lengths from 1 to 50, the lesser as min-length.",
        ),
        (
            PARAMETER + '#+ kind = "decimal"\n#+ list = true\n',
            "4:1: the parameter x is a list of decimals, which engines compare differently in IN"
            " | Take one value, or minimum and maximum as two parameters.",
        ),
        ("#+ parameter = [1]\n", "1:1: parameter is no list of tables | Write [[parameter]]."),
    ],
)
def test_a_fault_of_the_header_has_its_line_and_a_way_to_mend_it(
    root: Root, text: str, fault: str | list[str]
) -> None:
    told = [fault] if isinstance(fault, str) else fault
    assert faults(root, text) == [f"queries/fairs.rq:{one}" for one in told]


def test_an_unknown_scheme_is_answered_with_the_schemes(root: Root) -> None:
    (fault,) = faults(root, PARAMETER + '#+ kind = "concept"\n#+ scheme = "rolle"\n')
    what = 'the parameter x has the unknown scheme "rolle"'
    assert fault.startswith(f"queries/fairs.rq:4:1: {what} | There are: basis, change-kind, classification, ")


def test_a_file_that_is_no_utf_8_is_a_fault(root: Root) -> None:
    path = root.queries_dir / "fairs.rq"
    path.write_bytes(b'#+ title.en = "\xff"\n')
    _, (finding,) = read_saved_query(path, file="queries/fairs.rq")
    assert finding.message == "the file is no UTF-8: byte 16 cannot be read"


def test_the_header_ends_at_the_first_other_line(root: Root) -> None:
    query, findings = read_saved_query(write(root, '#+ description = "A"\nASK {}\n#+ nonsense\n'), file="x")
    assert (query.description, findings) == ("A", ())


def test_a_file_with_carriage_returns_is_read(root: Root) -> None:
    query, findings = read_saved_query(write(root, (HEADER + QUERY).replace("\n", "\r\n")), file="x")
    assert (query.description, findings) == ("One row for each fair.", ())
