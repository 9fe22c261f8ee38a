"""Hostile input ends soon, small and alone, in a clear finding: no traceback, no hang, no "no findings"."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.check.hostile import file_cases, shapes_cases, text_cases
from tests.check.hostile.as_process import REACHED_OUT
from tests.check.hostile.case import CANARY, CANARY_FILE, GOOD_DATA, GOOD_SHAPES, SERVER, Case, Content

CHECKOUT = Path(__file__).resolve().parents[3]
CASES = (*file_cases.CASES, *text_cases.CASES, *shapes_cases.CASES)
LEAST_NUMBER_OF_CASES = 60
#: Of CPU, as the tests share the machine; nothing here waits for anything.
TIME_LIMIT_S = 30.0
HANG_LIMIT_S = 240.0
MEMORY_LIMIT_KB = 1024 * 1024
_FINDING = re.compile(r"^\S.*: (?:violation|warning): .+ \[[^\]]+\]$", re.MULTILINE)


@pytest.fixture(scope="module")
def server() -> Iterator[socket.socket]:
    """Return a server that answers nobody; a connection to it would wait to be accepted."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


def has_visitors(server: socket.socket) -> bool:
    try:
        connection, _ = server.accept()
    except BlockingIOError:
        return False
    connection.close()
    return True


def write_case(case: Case, folder: Path, server: socket.socket) -> None:
    canary = folder.parent / "canary.ttl"
    canary.write_text(f'<urn:{CANARY}> <urn:{CANARY}> "{CANARY}" .\n', encoding="utf-8")
    places = {SERVER: f"http://127.0.0.1:{server.getsockname()[1]}/x", CANARY_FILE: canary.as_uri()}
    for name, content in case.files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(filled(content() if callable(content) else content, places))
    if case.special is not None:
        case.special(folder)


def filled(content: Content, places: dict[str, str]) -> bytes:
    if isinstance(content, bytes):
        return content
    for mark, value in places.items():
        content = content.replace(mark, value)
    return content.encode("utf-8")


def arguments(case: Case) -> list[str]:
    given = (("--data", case.data), ("--shapes", case.shapes), ("--ontology", case.ontology))
    return [word for option, paths in given for path in paths for word in (option, path)] + list(case.options)


def run(words: list[str], folder: Path) -> tuple[int, str, str, float, int]:
    """Return exit code, both outputs, the seconds of CPU and the largest number of KB that a process held.

    What hangs is ended, which gives it a negative exit code.
    """
    output, errors = folder.parent / "output", folder.parent / "errors"
    command = [sys.executable, "-m", "tests.check.hostile.as_process", "check", *words]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    with output.open("wb") as out, errors.open("wb") as err:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=err, env=environment)
        watch = threading.Timer(HANG_LIMIT_S, process.kill)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        watch.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    took_s = usage.ru_utime + usage.ru_stime
    texts = (file.read_text(encoding="utf-8", errors="replace") for file in (output, errors))
    return (process.returncode, *texts, took_s, usage.ru_maxrss)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hostile_input_ends_in_a_clear_finding(case: Case, tmp_path: Path, server: socket.socket):
    folder = tmp_path / "case"
    folder.mkdir()
    write_case(case, folder, server)
    exit_code, output, errors, took_s, largest_kb = run(arguments(case), folder)
    assert exit_code in (1, 2), output + errors
    assert "Traceback" not in output + errors
    assert REACHED_OUT not in errors
    assert CANARY not in output + errors
    assert "no findings" not in output
    found = [line for line in output.splitlines() if _FINDING.match(line) and line.endswith(f"{case.rule}]")]
    for place in (case.at, *case.also):
        assert any(line.startswith(place) for line in found), place + "\n" + output[:3000] + errors[:2000]
    assert took_s < TIME_LIMIT_S
    assert largest_kb < MEMORY_LIMIT_KB
    assert not has_visitors(server)


def test_good_files_pass_in_the_same_process(tmp_path: Path):
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "data.ttl").write_text(GOOD_DATA, encoding="utf-8")
    (folder / "shapes.ttl").write_text(GOOD_SHAPES, encoding="utf-8")
    exit_code, output, errors, _, _ = run(["--data", "data.ttl", "--shapes", "shapes.ttl"], folder)
    assert (exit_code, output, errors) == (0, "no findings\n", "")


def test_there_are_enough_cases():
    files = sum(1 + len(case.also) for case in CASES)
    assert len({case.name for case in CASES}) == len(CASES)
    assert len(CASES) >= LEAST_NUMBER_OF_CASES < files
