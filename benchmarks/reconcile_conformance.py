"""Judge two published reconciliation services by ``gbaip link conformance``, each in its own environment.

Run as ``python -m benchmarks.reconcile_conformance --schemas DIR``. It installs both from PyPI, starts each
on the loopback address with a small table, prints what is bad, and ends with exit code 1 where a known fault
is not found.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
START_LIMIT_S = 60.0
#: Number, name and a remark, which some do not have; numbers are what tables usually have for keys.
ROWS = (
    (1, "Hong Kong", "a territory"), (2, "Hong Kong Island", None), (3, "Hong Kong Harbour", None),
    (4, "Macao", "a territory"), (5, "Shenzhen", None),
)  # fmt: skip
PROBE = "Hong Kong"
_BROKEN = (
    "queries that are no JSON",
    "a batch that is no object of queries",
    "a query without a name or a condition",
    "a limit that is no number",
)
#: Of both: what is malformed ends in an error of the server, which no page of another site may read.
MALFORMED = (
    *(f"{what} is refused with 4xx: status 500" for what in _BROKEN),
    *(f"the refusal of {what} may be read by a page of any site" for what in _BROKEN),
    "an extension that is no JSON is refused with 4xx: status 500",
)


@dataclass(frozen=True)
class Judged:
    """The report of the command on one service."""

    report: str
    exit_code: int

    @property
    def bad(self) -> tuple[str, ...]:
        """The lines of what is bad."""
        return tuple(line for line in self.report.splitlines() if line.startswith("BAD"))


@dataclass(frozen=True)
class Peer:
    """A published service: what is installed, how it is started, and faults that it is known to have.

    ``prepare`` gets the folder of the programs, a folder of its own and a port; it returns the command and
    the path of the service.
    """

    requirement: str
    prepare: Callable[[Path, Path, int], tuple[list[str], str]]
    known_faults: tuple[str, ...] = ()


def csv_reconcile(programs: Path, folder: Path, port: int) -> tuple[list[str], str]:
    """Make its database; the manifest is told the port, which it takes for 5000."""
    table = folder / "places.tsv"
    lines = ("id\tname\tremark", *(f"{id_}\t{name}\t{remark or ''}" for id_, name, remark in ROWS))
    table.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    config = folder / "reconcile.cfg"
    config.write_text(
        'MANIFEST = {"extend": {"propose_properties": {'
        f'"service_url": "http://127.0.0.1:{port}", "service_path": "/properties"}}}}}}\n',
        encoding="utf-8",
    )
    made = [str(programs / "csv-reconcile"), "init", "--config", str(config), str(table), "id", "name"]
    subprocess.run(made, check=True, capture_output=True, cwd=folder)
    flask = [str(programs / "flask"), "--app", "csv_reconcile:create_app"]
    return [*flask, "run", "--port", str(port)], "/reconcile"


def datasette_reconcile(programs: Path, folder: Path, port: int) -> tuple[list[str], str]:
    """Make a database with an index of its names, which the plugin searches."""
    with sqlite3.connect(folder / "places.db") as database:
        database.execute("CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT, remark TEXT)")
        database.executemany("INSERT INTO places VALUES (?, ?, ?)", ROWS)
        database.execute("CREATE VIRTUAL TABLE places_fts USING FTS5 (name, content=places)")
        database.execute("INSERT INTO places_fts (rowid, name) SELECT rowid, name FROM places")
    database.close()
    fields = {"id_field": "id", "name_field": "name", "type_default": [{"id": "Place", "name": "Place"}]}
    plugin = {"plugins": {"datasette-reconcile": fields}}
    metadata = {"databases": {"places": {"tables": {"places": plugin}}}}
    (folder / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    files = ["places.db", "--metadata", "metadata.json"]
    return [str(programs / "datasette"), "serve", *files, "--port", str(port)], "/places/places/-/reconcile"


PEERS = (
    Peer("csv-reconcile==0.3.2", csv_reconcile, MALFORMED),
    Peer(
        "datasette-reconcile==0.6.3",
        datasette_reconcile,
        (
            *MALFORMED,
            "suggestions of kind entity are as their schema says: result/0/id: 1 is not of type 'string'",
            "the id of an entity as prefix suggests it: 1 is not among []",
            "suggestions of kind property without a prefix do not break the service: status 500",
            "suggestions of kind type without a prefix do not break the service: status 500",
        ),
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge every service and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reconcile_conformance", description=__doc__)
    parser.add_argument("--schemas", type=Path, required=True, help="folder with 0.1, 0.2 and 1.0-draft")
    schemas = parser.parse_args(arguments).schemas.resolve()
    missed: list[str] = []
    for peer in PEERS:
        with (
            tempfile.TemporaryDirectory(prefix="gbaip-reconcile-") as folder,
            running(peer, Path(folder)) as address,
        ):
            judged = judge(address, schemas)
        print(f"## {peer.requirement}: {len(judged.bad)} bad\n\n{judged.report}\n", flush=True)
        missed += [
            f"{peer.requirement}: not found: {fault}"
            for fault in peer.known_faults
            if not any(fault in line for line in judged.bad)
        ]
    print("\n".join(missed) or "every known fault was found")
    return 1 if missed else 0


@contextmanager
def running(peer: Peer, folder: Path) -> Iterator[str]:
    """Install a service, start it, and yield its address."""
    venv.create(folder / "environment", with_pip=True)
    programs = folder / "environment" / ("Scripts" if os.name == "nt" else "bin")
    install = [str(programs / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*install, peer.requirement], check=True, stderr=subprocess.DEVNULL)
    port = _free_port()
    command, path = peer.prepare(programs, folder, port)
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}{path}"
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def judge(address: str, schemas: Path) -> Judged:
    """Run ``gbaip link conformance`` on a service."""
    command = [sys.executable, "-m", "gbaip_graph.cli", "link", "conformance", address]
    ran = subprocess.run(
        [*command, "--schemas", str(schemas), "--probe", PROBE],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ran.returncode not in (0, 1):
        raise SystemExit(ran.stderr)
    return Judged((ran.stdout or ran.stderr).strip(), ran.returncode)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"the service at {address} has ended with exit code {process.returncode}")
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - of the loopback address
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"the service at {address} did not come up")


if __name__ == "__main__":
    sys.exit(main())
