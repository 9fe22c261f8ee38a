"""Check anyone's files as a process of its own, which says so when something in it asks for the network.

For the tests on hostile input: ``python -m tests.check.hostile.as_process --data ... --shapes ...``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

REACHED_OUT = "asked for the network"
_NETWORK_EVENTS = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "subprocess.", "os.system")


def _watch(event: str, _: tuple[object, ...]) -> None:
    if event.startswith(_NETWORK_EVENTS):
        sys.stderr.write(f"{REACHED_OUT}: {event}\n")
        sys.stderr.flush()


def _check(arguments: list[str]) -> int:
    from gbaip_graph.build.input_files import BYTES_PER_MB
    from gbaip_graph.check.file_manifest import read_file_manifest
    from gbaip_graph.check.reports.report import Report
    from gbaip_graph.check.reports.text import write_text
    from gbaip_graph.check.strangers import check_files

    parser = argparse.ArgumentParser()
    for name in ("--data", "--shapes", "--ontology"):
        parser.add_argument(name, action="append", default=[], type=Path)
    parser.add_argument("--max-file-mb", default=64.0, type=float)
    parser.add_argument("--time-limit", default=None, type=float)
    parser.add_argument("--manifest", default=None, type=Path)
    said = parser.parse_args(arguments)
    findings = check_files(
        shapes=said.shapes,
        data=said.data,
        ontology=said.ontology,
        max_file_bytes=int(said.max_file_mb * BYTES_PER_MB),
        limit_s=said.time_limit,
        manifest=read_file_manifest(said.manifest) if said.manifest else None,
    )
    sys.stdout.write(write_text(Report.of(findings, Path())))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.addaudithook(_watch)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(_check(sys.argv[1:]))
