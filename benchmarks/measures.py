"""What is measured of a graph, one measure a process: seconds of CPU, and what was found.

For ``benchmarks.check_speed``, which starts it as ``python -m benchmarks.measures NAME ROOT`` and reads one
line of JSON. Each process does one thing, so that its peak memory is that of the thing.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from gbaip_graph.layout import Root

if TYPE_CHECKING:
    from gbaip_graph.check.changes.stored_index import StoredIndex
    from gbaip_graph.turtle.terms import Triple

WHOLE_CHECK_TIME_LIMIT_S = 3600.0  # a busy machine is no reason to stop a measure


@dataclass
class Clock:
    """Seconds of CPU by phase, those of worker processes included."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Measure what is done within."""
        started = _cpu_s()
        yield
        self.seconds[name] = _cpu_s() - started


def _cpu_s() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


#: A measure returns what was found as sorted lines; equal findings have equal digests.
Measure = Callable[[Root, Clock], Iterable[str]]


def position_scan(root: Root, clock: Clock) -> Iterable[str]:
    """Parse all data files, every triple with its places."""
    from gbaip_graph.turtle.parser import parse_turtle  # noqa: PLC0415 - each process imports what it measures

    texts = _texts(root)
    with clock.phase("judging"):
        triples = sum(len(parse_turtle(text).triples) for text in texts)
    return [str(triples)]


def rdflib_parse(root: Root, clock: Clock) -> Iterable[str]:
    """Parse all data files with rdflib, as a check by pySHACL would."""
    from rdflib import Graph  # noqa: PLC0415

    texts = _texts(root)
    with clock.phase("judging"):
        triples = sum(len(Graph().parse(data=text, format="turtle")) for text in texts)
    return [str(triples)]


def pyshacl_alone(root: Root, clock: Clock) -> Iterable[str]:
    """Parse with rdflib and judge with pySHACL, as anybody would without this project's code."""
    import pyshacl  # noqa: PLC0415
    from rdflib import Graph  # noqa: PLC0415
    from rdflib.namespace import SH  # noqa: PLC0415

    with clock.phase("loading"):
        data, shapes = Graph(), Graph()
        for file in root.data_files():
            data.parse(file, format="turtle")
        for file in root.shape_files():
            shapes.parse(file, format="turtle")
        ontology = Graph().parse(root.ontology_file, format="turtle")
    with clock.phase("judging"):
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=ontology, inference="none")
    assert isinstance(report, Graph)
    told = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultSeverity)

    def shown(term: object) -> str:
        return "" if term is None else str(term)

    return sorted(
        "\t".join(shown(report.value(result, name)) for name in told)
        for result in report.objects(None, SH.result)
    )


def by_shapes(root: Root, clock: Clock) -> Iterable[str]:
    """Load with places and rules for files, and judge by the shapes, as ``gbaip check`` does."""
    from gbaip_graph.build.load import load_root  # noqa: PLC0415
    from gbaip_graph.check.addresses import merged_triples  # noqa: PLC0415
    from gbaip_graph.check.shacl.model import read_shapes  # noqa: PLC0415
    from gbaip_graph.check.shapes import validation_results  # noqa: PLC0415
    from gbaip_graph.turtle.terms import BlankNode, Iri, Literal  # noqa: PLC0415

    with clock.phase("loading"):
        loaded = load_root(root)
    with clock.phase("judging"):
        shapes = read_shapes(merged_triples("s", loaded.shapes))
        results = validation_results(loaded, shapes=shapes)

    def shown(term: object) -> str:
        if isinstance(term, Literal):
            return term.lexical
        if isinstance(term, BlankNode):
            return term.label
        return term.value if isinstance(term, Iri) else ""

    return sorted(
        "\t".join((shown(r.focus_node), shown(r.path), shown(r.value), r.component, r.severity))
        for r in results
    )


def index_on_disk(root: Root, clock: Clock) -> Iterable[str]:
    """Read a graph and keep it on disk, as the first change set of a root does."""
    from gbaip_graph.check.changes.stored_index import forget  # noqa: PLC0415

    forget(_stored(root))
    with clock.phase("judging"):
        index = _opened(root)
    return [str(len(index))]


def change(root: Root, clock: Clock, *, is_faulty: bool = False) -> Iterable[str]:
    """Open a graph that is kept on disk and judge a change of twenty triples to it."""
    from benchmarks.small_change import small_change  # noqa: PLC0415
    from gbaip_graph.check.changes.judging import ChangeJudge  # noqa: PLC0415
    from gbaip_graph.check.changes.overlay import OverlayGraph  # noqa: PLC0415
    from gbaip_graph.check.shacl.model import read_shapes  # noqa: PLC0415

    with clock.phase("loading"):
        before = _opened(root)
        judge = ChangeJudge(read_shapes(t for file in root.shape_files() for t in _triples(file)))
        judge.prepare()
        source = root.relative(next(file for file in root.data_files() if file.parent.name == "sources"))
        made = small_change(before.in_file(source), is_faulty=is_faulty)
        added, removed = {source: frozenset(made.added)}, {source: frozenset(made.removed)}
    with clock.phase("judging"):
        after = OverlayGraph(before, added=added, removed=removed)
        judged = judge.judge(before=before, after=after, added=after.added, removed=after.removed)
    return sorted(f"{result.focus_node} {result.component}" for result in judged.new)


def _opened(root: Root) -> StoredIndex:
    from gbaip_graph.check.changes.stored_index import open_index  # noqa: PLC0415

    files = [root.ontology_file, *root.data_files()]
    digests = {root.relative(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    return open_index(_stored(root), digests, lambda path: _triples(root.path / path))


def _stored(root: Root) -> Path:
    return root.build_dir / "changes.sqlite"


def _triples(file: Path) -> Iterator[Triple]:
    """Read a file; blank nodes of different files stay apart."""
    from gbaip_graph.turtle.parser import read_turtle  # noqa: PLC0415
    from gbaip_graph.turtle.terms import BlankNode, Triple  # noqa: PLC0415

    def apart(term: Any) -> Any:
        return BlankNode(f"{file.stem}.{term.label}") if isinstance(term, BlankNode) else term

    return (Triple(apart(t.subject), t.predicate, apart(t.object)) for t in read_turtle(file).triples)


def faulty_change(root: Root, clock: Clock) -> Iterable[str]:
    """Judge a change with a fault in it."""
    return change(root, clock, is_faulty=True)


def whole_check(root: Root, clock: Clock) -> Iterable[str]:
    """Do all that ``gbaip check`` does."""
    from gbaip_graph.check.run import check_root  # noqa: PLC0415

    with clock.phase("judging"):
        findings = check_root(root, limit_s=WHOLE_CHECK_TIME_LIMIT_S)
    return sorted(f"{finding.address} {finding.rule}" for finding in findings)


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "position-scan": position_scan,
        "rdflib-parse": rdflib_parse,
        "pyshacl": pyshacl_alone,
        "shapes": by_shapes,
        "check": whole_check,
        "index": index_on_disk,
        "change": change,
        "faulty-change": faulty_change,
    }
)


def _texts(root: Root) -> list[str]:
    return [file.read_text(encoding="utf-8") for file in root.data_files()]


def main(name: str, folder: str) -> int:
    """Take one measure and print it as JSON."""
    clock = Clock()
    found = list(MEASURES[name](Root(Path(folder)), clock))
    digest = hashlib.sha256("\n".join(found).encode()).hexdigest()
    print(json.dumps({"seconds": clock.seconds, "found": len(found), "digest": digest}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
