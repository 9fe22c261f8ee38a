"""The options of ``gbaip check``: which go together, where the report goes, and which exit code follows."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gbaip_graph.check.delivery import deliver, report_of
from gbaip_graph.check.reports.report import Report
from gbaip_graph.cli import main
from gbaip_graph.findings import Finding

HEAD = "@prefix e: <https://example.org/> .\n"
SHAPES = (
    HEAD + "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property e:S-p .\n"
    'e:S-p sh:path e:p ; sh:maxCount 1 ; sh:message "At most one." .\n'
)
ONTOLOGY = HEAD + (
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\ne:C a owl:Class . e:p a owl:DatatypeProperty .\n"
)
GOOD = HEAD + 'e:a a e:C ; e:p "x" .\n'
WRONG = HEAD + 'e:a a e:C ; e:p "x" , "y" .\n'
WARNED = Finding("a.ttl", 1, 1, "r", "m", severity="warning")
VIOLATED = Finding("a.ttl", 2, 1, "r", "m")
FILES = ("--shapes=s.ttl", "--data=d.ttl", "--ontology=o.ttl")


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def git(*arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with anyone's graph, which is the working directory."""
    for name, text in {"s.ttl": SHAPES, "o.ttl": ONTOLOGY, "d.ttl": WRONG}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for variable in ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "GBAIP_ROOT"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ("--shapes=s.ttl",),
        ("--data=d.ttl",),
        ("--ontology=o.ttl",),
        ("--write-manifest=m.toml",),
        (*FILES, "--fix"),
        (*FILES, "--added=d.ttl"),
        (*FILES, "--manifest=m", "--write-manifest=m"),
        ("--base=HEAD", "--added=d.ttl"),
        ("--base=HEAD", "--reference"),
        ("--base=HEAD", "--cross-check"),
        ("--removed=d.ttl", "--time-limit=3"),
        ("--format=xml",),
        ("--max-file-mb=0",),
    ],
)
def test_what_does_not_go_together_is_refused_with_exit_code_2(here: Path, arguments: tuple[str, ...]):
    refused = check(*arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_a_root_and_files_are_refused_together(here: Path):
    refused = CliRunner().invoke(main, ["--root=.", "check", *FILES])
    assert refused.exit_code == 2
    assert "--root were given together" in refused.stderr


def test_anyones_files_are_judged(here: Path):
    judged = check(*FILES)
    assert judged.exit_code == 1
    assert judged.stdout.startswith("d.ttl:2:13: violation: e:a e:p is given too often [e:S-p]")


def test_both_opinions_are_told_where_two_engines_are_asked(here: Path):
    (here / "d.ttl").write_text(GOOD, encoding="utf-8")
    agreed = check(*FILES, "--cross-check")
    assert (agreed.exit_code, agreed.stdout) == (0, "no findings\n")


def test_the_judge_alone_finds_the_same(here: Path):
    assert check(*FILES, "--reference").stdout == check(*FILES).stdout


def test_a_file_over_the_limit_is_refused_unread(here: Path):
    refused = check(*FILES, "--max-file-mb=0.00001")
    assert refused.exit_code == 1
    assert "[too-large]" in refused.stdout


def test_the_report_is_written_to_a_file_and_what_it_says_is_counted(here: Path):
    written = check(*FILES, "--format=json", "--output=report.json")
    assert (written.exit_code, written.stdout) == (1, "1 violation; the report is in report.json\n")
    assert json.loads((here / "report.json").read_text(encoding="utf-8"))["violations"] == 1


def test_a_report_that_cannot_be_written_is_used_wrongly(here: Path):
    assert check(*FILES, "--output=missing/report.json").exit_code == 2


def test_the_summary_of_a_step_is_written_where_github_names_it(here: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))
    check(*FILES, "--format=github")
    assert (here / "summary.md").read_text(encoding="utf-8").startswith("### gbaip check: 1 violation\n")


def test_paths_lead_from_the_top_of_the_repository_where_github_shows_them(
    here: Path, monkeypatch: pytest.MonkeyPatch
):
    git("init", "--quiet")
    below = here / "graph"
    below.mkdir()
    for name in ("s.ttl", "o.ttl", "d.ttl"):
        (here / name).rename(below / name)
    monkeypatch.chdir(below)
    assert check(*FILES, "--format=github").stdout.startswith("::error file=graph/d.ttl,")
    assert check(*FILES).stdout.startswith("d.ttl:")


def test_without_a_repository_paths_lead_from_the_workspace_of_github(tmp_path: Path):
    environment = {"GITHUB_WORKSPACE": str(tmp_path)}
    found = report_of([VIOLATED], tmp_path / "graph", format_name="sarif", environment=environment)
    assert found.path_of(VIOLATED) == "graph/a.ttl"


@pytest.mark.parametrize(
    ("findings", "allow_warnings", "exit_code"),
    [
        ((), False, 0),
        ((WARNED,), False, 1),
        ((WARNED,), True, 0),
        ((WARNED, VIOLATED), True, 1),
    ],
)
def test_the_exit_code_follows_the_findings(
    findings: tuple[Finding, ...], allow_warnings: bool, exit_code: int, tmp_path: Path
):
    found = Report.of(findings, tmp_path)
    assert deliver(found, "text", output=None, allow_warnings=allow_warnings, echo=str) == exit_code


def test_of_a_change_of_anyones_files_only_what_is_new_counts(here: Path):
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message=wrong")
    (here / "d.ttl").write_text(WRONG.replace("e:a", "\ne:a"), encoding="utf-8")
    moved = check(*FILES, "--base=HEAD")
    assert moved.exit_code == 0
    assert moved.stdout.endswith("new: no findings; fixed: no findings; already there: 1 violation\n")


def test_a_change_of_anyones_files_is_told_in_words_and_split(here: Path):
    (here / "d.ttl").write_text(GOOD, encoding="utf-8")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message=good")
    (here / "d.ttl").write_text(WRONG, encoding="utf-8")
    judged = check(*FILES, "--base=HEAD", "--format=json")
    change = json.loads(judged.stdout)["change"]
    assert judged.exit_code == 1
    assert [(record["name"], record["facts"]) for record in change["records"]] == [
        ("https://example.org/a", [{"path": "https://example.org/p", "before": [], "after": ['"y"']}])
    ]
    assert [finding["isNew"] for finding in json.loads(judged.stdout)["findings"]] == [True]


def test_a_file_that_could_not_be_parsed_before_either_is_no_excuse(here: Path):
    (here / "d.ttl").write_text("no turtle", encoding="utf-8")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message=broken")
    assert check(*FILES, "--base=HEAD").exit_code == 1


def test_a_base_that_is_no_revision_is_used_wrongly(here: Path):
    git("init", "--quiet")
    assert check(*FILES, "--base=nothing").exit_code == 2
