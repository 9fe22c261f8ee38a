"""Write an invented graph that conforms to the project's own ontology, shapes and checks, or has faults.

Run as ``python -m benchmarks.generate --triples 100000 --faults 50 --out DIR``. The same numbers give the
same bytes. It needs the memory of about 50,000 triples, however many are asked for.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.synthetic.faults.kinds import Injector
from benchmarks.synthetic.faults.text_kinds import break_files
from benchmarks.synthetic.graph import neighbourhoods, write_graph
from gbaip_graph.layout import Root

CHECKOUT = Root(Path(__file__).resolve().parent.parent)
COPIED = ("ontology", "shapes", "queries", "data/concepts")


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, write the graph, say what was written; return the exit code."""
    asked = _parser().parse_args(arguments)
    if asked.out.exists() and any(asked.out.iterdir()):
        print(f"{asked.out} is not empty: name a new folder", file=sys.stderr)
        return 2
    if asked.faults and asked.unreadable:
        print("a graph with a file that cannot be read is not judged: make two graphs", file=sys.stderr)
        return 2
    counts = {"triples": asked.triples, "faults": asked.faults, "unreadable": asked.unreadable}
    written = generate(asked.out, seed=asked.seed, **counts)
    print(f"{asked.out}: {written} triples beside the concepts, {asked.faults + asked.unreadable} faults")
    return 0


def generate(out: Path, *, triples: int, faults: int = 0, unreadable: int = 0, seed: int = 1) -> int:
    """Write a complete root of about that many triples, beside its concepts; return how many there are.

    ``faults`` are records that break a rule, ``unreadable`` files that cannot be read, one fault in each.
    Faults are told in ``faults.json``, each with its kind, its lines and the finding that it must give.
    Raises ``NoVictim`` where the graph is too small for so many.
    """
    for name in COPIED:
        shutil.copytree(CHECKOUT.path / name, out / name)
    injector = Injector(faults, neighbourhoods=neighbourhoods(triples), seed=seed)
    written = write_graph(CHECKOUT, triples=triples, seed=seed, out=out, meddle=injector)
    told = [*injector.faults, *break_files(out, count=unreadable, seed=seed)]
    if told:
        (out / "faults.json").write_text(
            json.dumps([asdict(fault) for fault in told], indent=1, ensure_ascii=False) + "\n",
            encoding="utf-8",
        )
    return written


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__)
    parser.add_argument("--triples", type=int, required=True, help="about how many, beside the concepts")
    parser.add_argument("--faults", type=int, default=0, help="how many records to break (default: 0)")
    parser.add_argument("--unreadable", type=int, default=0, help="how many files to break (default: 0)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another graph (default: 1)")
    parser.add_argument("--out", type=Path, required=True, help="a new or empty folder")
    return parser


if __name__ == "__main__":
    sys.exit(main())
