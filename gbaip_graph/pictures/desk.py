"""What every picture is drawn from: a graph, saved questions, a language, and where things link to.

For the modules of single pictures; it draws nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.bound_query import bound_query
from gbaip_graph.ask.languages import Label, choose_label, fetch_labels
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.engines.sparql_binding import Bound, bind
from gbaip_graph.errors import UnknownName
from gbaip_graph.namespaces import compact
from gbaip_graph.pictures.picture import TableCell
from gbaip_graph.pictures.words import say
from gbaip_graph.turtle.terms import Iri, Literal, Term

#: A row of an answer: the text of each cell, ``""`` for an empty one.
Told = Mapping[str, str]


@dataclass(frozen=True)
class Desk:
    """Where one picture is drawn; it keeps the labels that it fetched."""

    graph: AskedGraph
    questions: Mapping[str, SavedQuery]
    language: str
    link: Callable[[str], str]
    question_link: Callable[[str, Mapping[str, str]], str]
    _labels: dict[str, tuple[Label, ...]] = field(default_factory=dict)

    def ask(self, question: str, **terms: Bound) -> tuple[Told, ...]:
        """Answer a saved question in this process; raises ``UnknownName`` where the root has none of it."""
        query = self.questions.get(question)
        if query is None:
            raise UnknownName(
                f'the picture needs the saved question "{question}"', mend="Add it to queries/."
            )
        return self._rows(bound_query(query, terms))

    def select(self, text: str, **terms: Bound) -> tuple[Told, ...]:
        """Answer a query of the picture's own."""
        return self._rows(bind(text, terms))

    def _rows(self, text: str) -> tuple[Told, ...]:
        answer = self.graph.select(text)
        return tuple(dict(zip(answer.variables, map(_characters, row), strict=True)) for row in answer.rows)

    def say(self, key: str, **values: object) -> str:
        """Return a text of the pictures in the language of this one."""
        return say(key, self.language, **values)

    def learn(self, iris: Iterable[str]) -> None:
        """Fetch the labels of things together, which takes less time than one by one."""
        if unknown := {iri for iri in iris if iri} - self._labels.keys():
            found = fetch_labels(self.graph, unknown)
            self._labels.update({iri: found.get(iri, ()) for iri in unknown})

    def label(self, iri: str) -> Label:
        """Return the best label of a thing; its compact name where it has none."""
        self.learn([iri])
        return choose_label(self._labels[iri], self.language) or Label(compact(iri))

    def name(self, iri: str) -> str:
        """Return the label of a thing for a sentence of ours, with its language where that is another."""
        label = self.label(iri)
        return label.text + (f" [{label.language}]" if label.language not in ("", self.language) else "")

    def cell(self, iri: str) -> TableCell:
        """Return a thing as a cell of the table."""
        label = self.label(iri) if iri else Label("")
        return TableCell(label.text, label.language, iri)

    def own(self, text: str, iri: str = "") -> TableCell:
        """Return words of ours as a cell of the table."""
        return TableCell(text, self.language if text else "", iri)


def _characters(term: Term | None) -> str:
    if isinstance(term, Iri):
        return term.value
    return term.lexical if isinstance(term, Literal) else ""
