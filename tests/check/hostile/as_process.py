"""Run ``gbaip`` as a process of its own, which says so when something in it asks for the network.

For the tests on hostile input: ``python -m tests.check.hostile.as_process check --data ... --shapes ...``.
"""

from __future__ import annotations

import sys

from gbaip_graph.cli import main

REACHED_OUT = "asked for the network"
_NETWORK_EVENTS = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "subprocess.", "os.system")


def _watch(event: str, _: tuple[object, ...]) -> None:
    if event.startswith(_NETWORK_EVENTS):
        sys.stderr.write(f"{REACHED_OUT}: {event}\n")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.addaudithook(_watch)
    main()
