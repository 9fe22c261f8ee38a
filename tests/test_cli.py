"""The command line: what each verb prints and with which exit code it ends, right and wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gbaip_graph import __version__
from gbaip_graph.ask.catalogue import query_names
from gbaip_graph.cli import main
from gbaip_graph.layout import Root
from gbaip_graph.passages import passage_records

CHECKOUT = Path(__file__).resolve().parent.parent
COSTLY = ("rdflib", "pyshacl", "owlrl", "pyoxigraph", "edtf", "rich", "pandas", "fastapi")
ORGANISERS = ("ask", "roles-in-event", "--event", "event:sme-seminar-2024")
# Four patterns without a common variable: more solutions than any machine counts in the life of a test.
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def own_environment(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the user's cache and from another root."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.delenv("GBAIP_ROOT", raising=False)


def gbaip(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


def process(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gbaip_graph.cli", *arguments]
    kept = {"capture_output": True, "text": True, "encoding": "utf-8", "timeout": 60, **options}
    return subprocess.run(command, cwd=CHECKOUT, check=False, **kept)


@pytest.fixture(scope="module")
def copied_root(tmp_path_factory: pytest.TempPathFactory) -> Root:
    """Return a copy of the shipped root that nothing has been built in."""
    root = tmp_path_factory.mktemp("copied")
    for folder in ("ontology", "shapes", "data", "queries"):
        shutil.copytree(CHECKOUT / folder, root / folder)
    return Root(root)


# ------------------------------------------------------------------------------------------- the program


def test_without_a_command_the_commands_are_shown_and_the_exit_code_is_2():
    shown = gbaip()
    assert shown.exit_code == 2
    assert "Commands:" in shown.stderr


def test_help_names_every_command():
    shown = gbaip("--help")
    assert shown.exit_code == 0
    assert {line.split()[0] for line in shown.stdout.partition("Commands:\n")[2].splitlines()} >= set(
        main.commands
    )


def test_the_version_is_that_of_the_package():
    assert gbaip("--version").stdout == f"gbaip, version {__version__}\n"


def test_an_unknown_command_is_used_wrongly():
    refused = gbaip("cook")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "No such command 'cook'" in refused.stderr


def test_a_root_that_is_none_is_used_wrongly(tmp_path):
    refused = gbaip("--root", str(tmp_path), "ask")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        f"Error: no graph in {tmp_path}: it has no ontology/gbaip.ttl\n"
        "  Name a folder with ontology/, shapes/, data/ and queries/ by --root or GBAIP_ROOT.\n"
    )


def test_the_variable_names_a_root_too(tmp_path, monkeypatch):
    monkeypatch.setenv("GBAIP_ROOT", str(tmp_path))
    assert gbaip("ask").stderr.startswith(f"Error: no graph in {tmp_path}: ")


def test_the_option_goes_before_the_variable(tmp_path, monkeypatch):
    monkeypatch.setenv("GBAIP_ROOT", str(tmp_path))
    assert gbaip("--root", str(CHECKOUT), "ask").exit_code == 0


@pytest.mark.parametrize("module", ["gbaip_graph", "gbaip_graph.cli"])
def test_an_import_brings_in_no_engine(module):
    code = f"import sys, {module}; print(*(set({COSTLY}) & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True, cwd=CHECKOUT) == "\n"


def test_an_answer_in_csv_needs_neither_rdflib_nor_rich():
    question = ["ask", "sme-seminar-attendance", "--format", "csv"]
    assert process(*question).returncode == 0  # builds the graph, if need be, which does need rdflib
    code = (
        "import sys; from gbaip_graph.cli import main\n"
        f"main({question}, standalone_mode=False)\n"
        f"print('costly:', *sorted(set({COSTLY}) & set(sys.modules)))"
    )
    printed = subprocess.check_output([sys.executable, "-c", code], text=True, cwd=CHECKOUT)
    assert printed.splitlines()[-1] == "costly: pyoxigraph"


def test_a_reader_that_ends_early_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = process("ask", stdout=writing, stderr=subprocess.PIPE, capture_output=False)
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, "")


def test_labels_are_written_as_utf_8_where_the_terminal_says_ascii():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    shown = process("ask", "--lang", "zh-Hant", env=environment)
    assert shown.returncode == 0
    assert any("\u4e00" <= character <= "\u9fff" for character in shown.stdout)


@pytest.mark.slow
def test_a_warning_is_one_line_of_text_beside_the_answer(copied_root, tmp_path):
    (tmp_path / "no-folder").write_text("")
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "no-folder")}
    answered = process("--root", str(copied_root.path), *ORGANISERS, env=environment)
    assert answered.returncode == 0
    assert "Zhongshan" in answered.stdout
    (warning,) = answered.stderr.splitlines()
    assert warning.startswith("Warning: the graph was built in memory and not kept: ")


# ------------------------------------------------------------------------------------------- ask


def test_ask_alone_lists_every_question_with_its_title():
    listed = gbaip("ask")
    assert (listed.exit_code, listed.stderr) == (0, "")
    names = [line.split()[0] for line in listed.stdout.partition("\n\n")[0].splitlines()]
    assert tuple(names) == query_names(Root(CHECKOUT))


def test_the_list_of_questions_is_translated():
    assert "誰" in gbaip("ask", "--lang", "zh-Hant").stdout


def test_ask_help_shows_its_options():
    assert "--sparql FILE|-" in gbaip("ask", "--help").stdout


def test_the_help_of_a_question_shows_parameters_and_columns():
    shown = gbaip("ask", "roles-in-event", "--help")
    assert shown.exit_code == 0
    assert "  --event: " in shown.stdout
    assert "such as event:sme-seminar-2024" in shown.stdout
    assert "  party: " in shown.stdout


def test_an_answer_goes_to_standard_output_alone():
    answered = gbaip(*ORGANISERS, "--format", "csv")
    assert (answered.exit_code, answered.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(answered.stdout)))
    zhongshan = [row["roleLabel"] for row in rows if row["party"].endswith("/zhongshan-amr")]
    assert zhongshan == ["undertaker"]


@pytest.mark.parametrize("given", [["--event=event:sme-seminar-2024"], ["--event", "event:sme-seminar-2024"]])
def test_a_parameter_is_written_with_or_without_an_equals_sign(given):
    assert gbaip("ask", "roles-in-event", *given).stdout == gbaip(*ORGANISERS).stdout


def test_options_may_stand_before_the_question():
    before = gbaip("ask", "--format", "json", *ORGANISERS[1:])
    assert before.stdout == gbaip(*ORGANISERS, "--format", "json").stdout


FORMATS = {
    "table": "role", "csv": "role,roleLabel,", "csv-bom": "\ufeffrole,", "tsv": "?role\t", "json": "{",
    "md": "| role", "html": "<",
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_written(name):
    answered = gbaip(*ORGANISERS, "--format", name)
    assert answered.exit_code == 0
    assert FORMATS[name] in answered.stdout.partition("\n\n")[0] + answered.stdout[:200]


WRONG_QUESTIONS = {
    "an unknown question": (["ask", "who-cooks"], 'no question "who-cooks"', "roles-in-event"),
    "a near question": (["ask", "roles-in-evnt"], 'question "roles-in-evnt"', "Did you mean roles-in-event?"),
    "a missing parameter": (["ask", "roles-in-event"], "it is missing", "--event event:sme-seminar-2024"),
    "an unknown parameter": ([*ORGANISERS, "--evnt", "x"], 'no parameter "evnt"', "Did you mean event?"),
    "a repeated parameter": ([*ORGANISERS, *ORGANISERS[2:]], "it is given twice", "Give it once."),
    "an ill-typed parameter": (
        ["ask", "events-in-period", "--from", "2024-02-30", "--to", "2024-12-31"],
        '"2024-02-30" is no day of the calendar', "year-month-day",
    ),
    "a thing of another class": (
        ["ask", "roles-in-event", "--event", "agency:ipd"], "agency:ipd", "the closest first",
    ),
    "a value without a name": (["ask", "roles-in-event", "fair"], "'fair' is no parameter", "--name VALUE"),
    "a name without a value": (["ask", "roles-in-event", "--event"], "--event has no value", "--event VALUE"),
    "a name before a name": (
        ["ask", "roles-in-event", "--event", "--lang", "en"], "--event has no value", "--event VALUE",
    ),
    "a parameter without a question": (
        ["ask", "--event", "event:sme-seminar-2024"], "--event is no option", "Name the question first",
    ),
    "an unknown format": ([*ORGANISERS, "--format", "jsn"], 'no format of rows "jsn"', "Did you mean json?"),
    "a format of triples": ([*ORGANISERS, "--format", "turtle"], 'rows "turtle"', "csv"),
    "a question and a query": ([*ORGANISERS, "--sparql", "-"], "a question and --sparql", "one of them"),
    "a query and a lint": (
        ["ask", "--sparql", "-", "--lint", str(CHECKOUT / "README.md")], "--sparql and --lint", "one of them",
    ),
    "a query file that is not there": (["ask", "--sparql", "none.rq"], "none.rq: cannot read", "its path"),
    "an unknown export": (["export", "cookery"], 'no export "cookery"', "schema-org"),
    "no passage and no copy": (["cite"], "one passage with one copy", "gbaip cite PASSAGE --source FILE"),
    "a passage without a copy": (["cite", "passage:x.p1"], "one passage", "--source FILE"),
    "a copy without a passage": (["cite", "--source", "x.txt"], "one passage", "--source FILE"),
    "all passages without a folder": (["cite", "--all"], "all with a folder", "--source-dir FOLDER"),
    "a folder without all": (["cite", "--source-dir", "."], "all with a folder", "--all"),
    "one passage and all": (
        ["cite", "passage:x.p1", "--all", "--source-dir", "."], "one passage with one copy", "--all",
    ),
    "a folder that is not there": (["cite", "--all", "--source-dir", "none"], "no folder none", "a folder"),
    "a passage of an unknown source": (
        ["cite", "passage:cookery.p1", "--source", "x.txt"], "no passages of cookery", "pr-2024-09-05",
    ),
    "a passage that is none": (["cite", "agency:ipd", "--source", "x.txt"], "no such passage", "passage:"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG_QUESTIONS)
def test_what_is_used_wrongly_is_one_error_with_a_mend_and_exit_code_2(what):
    arguments, says, mend = WRONG_QUESTIONS[what]
    refused = gbaip(*arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    first, *rest = refused.stderr.splitlines()
    assert first.startswith("Error: ")
    assert says in first
    assert mend in "\n".join(rest)


CLICK_REFUSES = (
    ["ask", "--lang", "fr"],
    ["ask", "--time-limit", "0"],
    ["ask", "--lint", "none.rq"],
    ["export", "schema-org", "--format", "csv"],
    ["check", "data"],
    ["build", "--output", "x"],
)


@pytest.mark.parametrize("arguments", CLICK_REFUSES, ids=" ".join)
def test_a_wrong_option_is_an_error_with_exit_code_2(arguments):
    refused = gbaip(*arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Error: " in refused.stderr


# ------------------------------------------------------------------------------------------- own queries


def test_an_own_query_is_read_from_a_file(tmp_path):
    (tmp_path / "own.rq").write_text("SELECT (1 AS ?one) {}", encoding="utf-8")
    assert gbaip("ask", "--sparql", str(tmp_path / "own.rq"), "--format", "csv").stdout == "one\n1\n"


def test_an_own_query_is_read_from_standard_input():
    answered = gbaip("ask", "--sparql", "-", "--format", "json", stdin="ASK { ?s ?p ?o }")
    assert json.loads(answered.stdout)["boolean"] is True


def test_an_own_query_that_makes_triples_is_written_as_turtle():
    made = gbaip("ask", "--sparql", "-", stdin="CONSTRUCT { <http://e.org/a> a <http://e.org/B> } {}")
    assert made.stdout == "<http://e.org/a> a <http://e.org/B> .\n"


REFUSED = {
    "an update": ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT is refused", "SELECT"),
    "a query that reaches out": ("SELECT * { SERVICE <http://e.org/> { ?s ?p ?o } }", "SERVICE", ""),
    "a query that reads files": ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM", ""),
    "a query that breaks off": ("SELECT * {", "", "--lint"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_query_that_is_not_allowed_is_refused_with_its_place(what):
    text, says, mend = REFUSED[what]
    refused = gbaip("ask", "--sparql", "-", stdin=text)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("Error: line 1, column ")
    assert says in refused.stderr
    assert mend in refused.stderr


def test_a_query_that_is_not_utf_8_is_refused():
    refused = gbaip("ask", "--sparql", "-", stdin=b"SELECT \xe9")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "Error: -: byte 7 is not UTF-8\n  Save it as UTF-8.\n"


def test_a_runaway_query_is_stopped_at_its_limit_with_exit_code_1():
    stopped = process("ask", "--sparql", "-", "--time-limit", "0.5", input=RUNAWAY, timeout=30)
    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert stopped.stderr.startswith("Error: the query was stopped after 0.5 s\n")


def test_lint_of_a_good_query_exits_0():
    file = CHECKOUT / "queries" / "roles-in-event.rq"
    linted = gbaip("ask", "--lint", str(file))
    assert (linted.exit_code, linted.stdout) == (0, f"{file}: no findings\n")


def test_lint_of_a_bad_query_prints_its_findings_and_exits_1(tmp_path):
    text = (CHECKOUT / "queries" / "roles-in-event.rq").read_text(encoding="utf-8")
    file = tmp_path / "roles.rq"
    file.write_text(text.replace("gbaip:hasRole", "gbaip:hasRol"), encoding="utf-8")
    linted = gbaip("ask", "--lint", str(file))
    assert linted.exit_code == 1
    assert f"{file}:" in linted.stdout
    assert "gbaip:hasRol" in linted.stdout


# ------------------------------------------------------------------------------------------- export, build


def test_export_alone_lists_the_exports():
    listed = gbaip("export")
    assert listed.exit_code == 0
    assert [line.split()[0] for line in listed.stdout.splitlines()] == ["examples", "schema-org", "w3c-org"]


@pytest.mark.parametrize("name", ["examples", "schema-org", "w3c-org"])
def test_an_export_is_written_as_turtle_and_as_n_triples(name):
    turtle, lines = (gbaip("export", name, *more) for more in ([], ["--format", "nt"]))
    assert (turtle.exit_code, lines.exit_code) == (0, 0)
    assert turtle.stdout.startswith("@prefix ")
    assert all(line.endswith(" .") for line in lines.stdout.splitlines())


@pytest.mark.slow
def test_build_writes_into_the_folder_that_is_named(copied_root, tmp_path):
    built = gbaip("--root", str(copied_root.path), "build", "--out", str(tmp_path / "out"))
    assert (built.exit_code, built.stderr) == (0, "")
    assert built.stdout.startswith(f"built {tmp_path / 'out'}: ")
    written = {file.name for file in (tmp_path / "out").iterdir()}
    assert written == {"gbaip.nq", "manifest.json", "statistics.json", "void.ttl"}


@pytest.mark.slow
def test_build_into_a_folder_that_cannot_be_written_is_used_wrongly(copied_root, tmp_path):
    (tmp_path / "file").write_text("")
    refused = gbaip("--root", str(copied_root.path), "build", "--out", str(tmp_path / "file" / "out"))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "the build cannot be written" in refused.stderr


# ------------------------------------------------------------------------------------------- cite

LETTER = "Letter on the fair\n\nThree guests came.\n\nThe mill was closed.\n"


@pytest.fixture
def cited(copied_root: Root, tmp_path: Path) -> Root:
    """Return a root whose only source is an invented letter, beside a copy of it in ``letter.txt``."""
    root = Root(tmp_path / "root")
    shutil.copytree(copied_root.path / "ontology", root.path / "ontology")
    head = "".join(
        f"@prefix {name}: <https://w3id.org/gbaip/{path}> .\n"
        for name, path in (("gbaip", "ns#"), ("passage", "id/passage/"), ("source", "id/source/"),
                           ("figure", "id/figure/"))
    )  # fmt: skip
    fact = "\nfigure:guests a gbaip:Figure ;\n    gbaip:statedIn passage:letter.p1 .\n"
    (root.data_dir / "sources").mkdir(parents=True)
    file = root.data_dir / "sources" / "letter.ttl"
    file.write_text(head + fact + "\n" + passage_records("letter", LETTER), encoding="utf-8")
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    return root


def cite(root: Root, *arguments: str) -> Result:
    return gbaip("--root", str(root.path), "cite", *arguments)


def test_cite_prints_the_paragraph_of_a_copy_that_matches(cited, tmp_path):
    shown = cite(cited, "passage:letter.p1", "--source", str(tmp_path / "letter.txt"))
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "Three guests came." in shown.stdout
    assert "Verified" in shown.stdout


def test_cite_of_a_changed_copy_names_the_facts_at_risk_and_exits_1(cited, tmp_path):
    (tmp_path / "letter.txt").write_text(LETTER.replace("Three", "Four"), encoding="utf-8")
    shown = cite(cited, "passage:letter.p1", "--source", str(tmp_path / "letter.txt"))
    assert shown.exit_code == 1
    assert "figure:guests (data/sources/letter.ttl:6)" in shown.stdout


def test_cite_all_of_a_folder_exits_0_where_every_passage_matches(cited, tmp_path):
    shown = cite(cited, "--all", "--source-dir", str(tmp_path))
    assert shown.exit_code == 0
    assert "3 of 3 passages verified" in shown.stdout


def test_cite_all_exits_1_where_one_word_is_changed(cited, tmp_path):
    (tmp_path / "letter.txt").write_text(LETTER.replace("closed", "open"), encoding="utf-8")
    shown = cite(cited, "--all", "--source-dir", str(tmp_path))
    assert shown.exit_code == 1
    assert "2 of 3 passages verified" in shown.stdout


def test_cite_of_a_copy_that_is_not_there_is_used_wrongly(cited):
    refused = cite(cited, "passage:letter.p1", "--source", "none.txt")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "cannot read none.txt" in refused.stderr


NOT_HELD = """\
@prefix gbaip: <https://w3id.org/gbaip/ns#> .
@prefix passage: <https://w3id.org/gbaip/id/passage/> .
@prefix source: <https://w3id.org/gbaip/id/source/> .

passage:note.beginning gbaip:partOfSource source:note .
"""


def test_cite_says_where_to_read_what_was_not_held(cited):
    (cited.data_dir / "sources" / "note.ttl").write_text(NOT_HELD, encoding="utf-8")
    shown = cite(cited, "passage:note.beginning")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "No digest was recorded" in shown.stdout


def test_cite_compares_no_copy_with_what_was_not_held(cited, tmp_path):
    (cited.data_dir / "sources" / "note.ttl").write_text(NOT_HELD, encoding="utf-8")
    refused = cite(cited, "passage:note.beginning", "--source", str(tmp_path / "letter.txt"))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "no digest was recorded of passage:note.beginning" in refused.stderr


def test_cite_all_counts_what_was_not_held_and_stays_verified(cited, tmp_path):
    (cited.data_dir / "sources" / "note.ttl").write_text(NOT_HELD, encoding="utf-8")
    shown = cite(cited, "--all", "--source-dir", str(tmp_path))
    assert shown.exit_code == 0
    assert "1 document not held in full: nothing to verify\n3 of 3 passages verified" in shown.stdout
