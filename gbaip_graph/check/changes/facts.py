"""Judge the facts on both sides of a change: shapes, vocabulary, slugs, spans and hygiene queries.

For ``checking``, which has found out what changed. Only what the change can affect is judged; the engines run
in a child without files and network, as in a full check.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from gbaip_graph.build.input_files import BYTES_PER_MB
from gbaip_graph.build.load import LoadedData, LoadedFile, read_link_files
from gbaip_graph.check.addresses import Addresses, merged_triples
from gbaip_graph.check.changes.files import blank_prefix, parsed
from gbaip_graph.check.changes.hygiene import Row, hygiene_rows, known_queries
from gbaip_graph.check.changes.judging import ChangeJudge, FullRun, JudgedChange, Scope
from gbaip_graph.check.changes.overlay import FiledGraph
from gbaip_graph.check.hygiene import finding_of_row
from gbaip_graph.check.limits import CHECK_MEMORY_LIMIT_BYTES, CHECK_MEMORY_LIMIT_BYTES_PER_MB, time_limit_s
from gbaip_graph.check.links import findings_by_names
from gbaip_graph.check.record_slugs import slug_findings
from gbaip_graph.check.run import without_consequences
from gbaip_graph.check.shacl.index import MemoryIndex
from gbaip_graph.check.shacl.model import ShapesGraph, read_shapes
from gbaip_graph.check.shapes import findings_of_results, refused_queries
from gbaip_graph.check.spans import span_findings
from gbaip_graph.check.vocabulary import vocabulary_findings
from gbaip_graph.engines.shacl import ValidationResult, import_everything
from gbaip_graph.engines.worker import Task, run_limited
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, Term, Triple

_TRIPLE_LENGTH_BYTES = 200  # about what a triple takes in a file; limits of time and memory go by size
_TASK = Task("the check of the change", "Check the whole root without --base, or make a smaller change")
_OF_FILES = (vocabulary_findings, slug_findings, span_findings)


@dataclass(frozen=True)
class Side:
    """One side of a change: the graph, and the files that are different there, as they are there."""

    graph: FiledGraph
    files: Mapping[str, LoadedFile]


@dataclass(frozen=True)
class Facts:
    """A change of facts: which triples came or went, each with its file, and both sides."""

    root: Root
    before: Side
    after: Side
    changed: frozenset[tuple[Triple, str]]
    added: frozenset[Triple]
    removed: frozenset[Triple]


@dataclass(frozen=True)
class JudgedFacts:
    """The findings on both sides, how many focus nodes were judged, and what is to be said about it."""

    before: tuple[Finding, ...]
    after: tuple[Finding, ...]
    focus_nodes: int
    notes: tuple[str, ...]


class Rules:
    """The shapes and the ontology of a root, read once, and the engines that judge by them."""

    def __init__(self, root: Root) -> None:
        import_everything()  # a child can open no file, so what it may import is imported before
        self.root = root
        self.ontology = parsed(root, root.relative(root.ontology_file))
        self.shape_files = tuple(parsed(root, root.relative(file)) for file in root.shape_files())
        self.shapes: ShapesGraph = read_shapes(merged_triples("s", self.shape_files))
        self.judge = ChangeJudge(self.shapes)
        self.judge.prepare()
        self.queries = known_queries(root)

    def loaded(self, data: Iterable[LoadedFile]) -> LoadedData:
        """Return some data files with the shapes and the ontology."""
        return LoadedData(self.root, self.ontology, self.shape_files, tuple(data))


def judge_facts(facts: Facts, rules: Rules, *, with_hygiene: bool) -> JudgedFacts:
    """Return what is wrong with the facts that the change can affect, before and after it."""
    changed_files = [rules.loaded(side.files.values()) for side in (facts.before, facts.after)]
    before, after = ({f for check in _OF_FILES for f in check(loaded)} for loaded in changed_files)
    if links := read_link_files(facts.root):
        for side, found in ((facts.before, before), (facts.after, after)):
            ontology = MemoryIndex(rules.ontology.triples())
            found.update(findings_by_names(links, (side.graph, ontology)))
    notes: list[str] = []
    focus_nodes: frozenset[Term] = frozenset()
    if refused := tuple(refused_queries(rules.shapes, Addresses(rules.loaded(())))):
        before.update(refused)
        after.update(refused)
        notes.append("the shapes hold a query that may not be run, so nothing was judged by shapes")
    else:
        changed = facts.added | facts.removed
        scope = rules.judge.scope(before=facts.before.graph, after=facts.after.graph, changed=changed)
        focus_nodes = scope.focus_nodes
        judged = _in_child(rules.judge, scope)
        before.update(_findings(judged.before, facts.before, rules))
        after.update(_findings(judged.after, facts.after, rules))
        notes.extend(map(_told, judged.full))
    if with_hygiene:
        rows = hygiene_rows(
            facts.root,
            changed=facts.changed,
            before=facts.before.graph,
            after=facts.after.graph,
            queries=rules.queries,
            also=focus_nodes,
        )
        before.update(_findings_of_rows(rows.before, facts.before, rules))
        after.update(_findings_of_rows(rows.after, facts.after, rules))
        notes.extend(rows.notes)
    return JudgedFacts(
        without_consequences(before), without_consequences(after), len(focus_nodes), tuple(notes)
    )


def _in_child(judge: ChangeJudge, scope: Scope) -> JudgedChange:
    """Judge in a child without files and network; raises ``QueryStopped`` at its limits."""
    if not scope.focus_nodes:
        return JudgedChange((), (), 0, scope.full)
    size_bytes = scope.triples * _TRIPLE_LENGTH_BYTES
    memory_bytes = CHECK_MEMORY_LIMIT_BYTES + CHECK_MEMORY_LIMIT_BYTES_PER_MB * size_bytes // BYTES_PER_MB
    return run_limited(
        lambda: judge.results(scope),
        time_limit_s=time_limit_s(size_bytes),
        memory_limit_bytes=memory_bytes,
        task=_TASK,
    )


def _told(run: FullRun) -> str:
    what = f"all focus nodes of {run.shape} were judged" if run.shape else "all focus nodes were judged"
    return f"{what}: {run.because}"


def _findings(results: Collection[ValidationResult], side: Side, rules: Rules) -> tuple[Finding, ...]:
    """Return the findings that results are, at their places in the files that speak of their focus nodes."""
    loaded = rules.loaded(_files_about({result.focus_node for result in results}, side, rules.root))
    numbers = {blank_prefix(file): number for number, file in enumerate(loaded.data)}
    own = [
        replace(
            result,
            focus_node=_as_loaded(result.focus_node, numbers),
            value=None if result.value is None else _as_loaded(result.value, numbers),
        )
        for result in results
    ]
    return findings_of_results(own, loaded, shapes=rules.shapes)


def _findings_of_rows(rows: Collection[Row], side: Side, rules: Rules) -> Iterator[Finding]:
    nodes = {cell for row in rows if (cell := row.cells.get("focus")) is not None}
    graphs = {cell.value for row in rows if isinstance(cell := row.cells.get("graph"), Iri)}
    of_graphs = {rules.root.relative(rules.root.file_of_graph(graph)) for graph in graphs}
    addresses = Addresses(rules.loaded(_files_about(nodes, side, rules.root, and_files=of_graphs)))
    return (finding_of_row(row.query, row.cells, addresses) for row in rows)


def _files_about(
    nodes: Iterable[Term], side: Side, root: Root, *, and_files: Collection[str] = ()
) -> tuple[LoadedFile, ...]:
    """Return the files with triples of these nodes, or triples that lead to them, parsed."""
    paths = {path for node in nodes for path in _paths_about(node, side.graph)} | set(and_files)
    known = {path: side.files[path] for path in paths if path in side.files}
    others = {path: parsed(root, path) for path in paths - known.keys() if (root.path / path).is_file()}
    return tuple(file for _, file in sorted({**known, **others}.items()))


def _paths_about(node: Term, graph: FiledGraph) -> Collection[str]:
    paths = () if isinstance(node, Literal) else graph.files_about(node)
    if paths:
        return paths
    leading = (Triple(subject, predicate, node) for subject, predicate in graph.incoming(node))
    return sorted({path for triple in leading for path in graph.files_of(triple)})[:1]


def _as_loaded(term: Term, numbers: Mapping[str, int]) -> Term:
    """Return a blank node under the label that ``merged_triples`` would give it."""
    if not isinstance(term, BlankNode):
        return term
    prefix, _, label = term.label.partition(".")
    number = numbers.get(f"{prefix}.")
    return term if number is None else BlankNode(f"d{number}.{label}")
