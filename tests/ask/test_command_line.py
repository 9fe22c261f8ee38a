"""Lists, bounds and choices of a query on the command line, from Python, and in the help of a question."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gbaip_graph.ask.catalogue_text import describe_question
from gbaip_graph.ask.command_line import question_and_parameters
from gbaip_graph.ask.saved import answer_query
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import InvalidValue, QueryStopped
from gbaip_graph.layout import Root
from gbaip_graph.turtle.terms import Iri

SaveQuery = Callable[..., SavedQuery]

ID = "https://w3id.org/gbaip/id/"
FAIR_1, FAIR_2 = Iri(f"{ID}event/fair-1"), Iri(f"{ID}event/fair-2")
PREFIX = "PREFIX gbaip: <https://w3id.org/gbaip/ns#>"
FAIRS = f'''\
#+ title.en = "Which fairs?"
#+ description = "One row for each."
#+
#+ [[parameter]]
#+ name = "fair_name"
#+ kind = "choice"
#+ values-query = "{PREFIX} SELECT ?x WHERE {{ ?x a gbaip:Event }} ORDER BY ?x"
#+ list = true
#+ min-length = 1
#+ max-length = 2
#+ description = "The fair."
#+ example = ["fair-1", "fair-2"]
#+
#+ [[parameter]]
#+ name = "year"
#+ kind = "year"
#+ minimum = "2002"
#+ default = "2018"
#+ description = "The year."
#+ example = "2019"
#+
#+ [[parameter]]
#+ name = "size"
#+ kind = "choice"
#+ values = ["small", "large"]
#+ required = true
#+ description = "The size."
#+ example = "small"
#+
#+ [columns]
#+ event = {{ kind = "iri", description = "The fair." }}
{PREFIX}
SELECT ?event WHERE {{
  ?event a gbaip:Event FILTER (!BOUND($fair_name) || ?event IN ($fair_name)) FILTER ($year > 0 && $size != "")
}} ORDER BY ?event
'''


def events(graph: QueryableGraph, query: SavedQuery, *given: tuple[str, object]) -> list[object]:
    return [row["event"] for row in answer_query(graph, query, [("size", "small"), *given]).rows]


def test_an_option_of_a_list_is_given_again_for_each_value(graph: QueryableGraph, save: SaveQuery) -> None:
    line = ["fairs", "--fair-name", "fair-1", "--fair-name=event:fair-2"]
    _, given = question_and_parameters(line)
    assert events(graph, save(FAIRS), *given) == [FAIR_1, FAIR_2]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([], [FAIR_1, FAIR_2]),
        ([("fair_name", "fair-2")], [FAIR_2]),
        ([("fair_name", ["fair-2", FAIR_2])], [FAIR_2]),
        ([("fair_name", {"fair-2", "fair-1"})], [FAIR_1, FAIR_2]),
    ],
)
def test_a_list_lets_through_what_it_names_and_all_where_it_is_not_given(
    graph: QueryableGraph, save: SaveQuery, given: list[tuple[str, object]], found: list[Iri]
) -> None:
    assert events(graph, save(FAIRS), *given) == found


def test_a_value_that_the_query_for_values_does_not_find_is_refused_with_its_answer(
    graph: QueryableGraph, save: SaveQuery
) -> None:
    with pytest.raises(InvalidValue) as caught:
        events(graph, save(FAIRS), ("fair_name", "agency:mill"))
    assert caught.value.where == "parameter fair_name of fairs"
    assert "event:fair-1  Spring Fair" in caught.value.mend


def test_a_query_for_values_has_the_deadline_of_the_question(graph: QueryableGraph, save: SaveQuery) -> None:
    endless = " ".join(f"?a{number} ?b{number} ?c{number} ." for number in range(9))
    query = save(FAIRS.replace("?x a gbaip:Event }", f"?x a gbaip:Event . {endless} }}"))
    with pytest.raises(QueryStopped):
        answer_query(graph, query, [("size", "small"), ("fair_name", "fair-1")], time_limit_s=0.2)


def test_the_help_tells_how_often_within_which_bounds_and_of_what(root: Root, save: SaveQuery) -> None:
    save(FAIRS)
    shown = describe_question(root, "fairs", "en").splitlines()
    assert [line for line in shown if line.startswith("  --")] == [
        "  --fair-name: The fair."
        " (up to 2 times choice, optional; such as --fair-name fair-1 --fair-name fair-2)",
        "  --year: The year. (year from 2002 on, default 2018; such as 2019)",
        "  --size: The size. (one of small, large, required; such as small)",
    ]


def test_a_list_is_one_of_the_parameters_of_the_answer(graph: QueryableGraph, save: SaveQuery) -> None:
    answer = answer_query(graph, save(FAIRS), [("size", "small"), ("fair_name", ["fair-1"])])
    assert answer.parameters["fair_name"] == (FAIR_1,)
