"""The first rows of a table are those that stand first among all of them, whatever the number shown."""

from __future__ import annotations

import pytest

from gbaip_graph.namespaces import DATA, expand
from gbaip_graph.pages.facts import Facts
from gbaip_graph.pages.first_rows import first_rows
from gbaip_graph.pages.gathering import gather
from gbaip_graph.pages.page import PageRequest
from gbaip_graph.pages.record import statements_of, statements_to
from gbaip_graph.pages.tables import columns_of, kind_of
from gbaip_graph.pages.views import Cell

TYPE = expand("rdf:type")


def gathered(site, name: str) -> tuple[Facts, dict[str, list[str]]]:
    """Return the facts of a class and its instances by their kinds."""
    thing = expand(name)
    to = statements_to(site.graph, thing)
    kinds: dict[str, dict[str, None]] = {}
    for one in to:
        if (kind := kind_of(one.subject)) and one.predicate == TYPE:
            kinds.setdefault(kind, {})[one.subject] = None  # two graphs may say it of one
    request = PageRequest(f"ns/{name.partition(':')[2]}", "zh-Hant")
    return gather(site, request, thing, statements_of(site.graph, thing), to), {
        kind: list(things) for kind, things in kinds.items()
    }


@pytest.mark.parametrize("most", [1, 40, 400])
@pytest.mark.parametrize("name", ["gbaip:Figure", "gbaip:Involvement", "gbaip:Event", "gbaip:NameUsage"])
def test_the_first_rows_are_those_of_the_whole_table(shipped_site, name, most):
    facts, kinds = gathered(shipped_site, name)
    for kind, things in kinds.items():
        columns = columns_of(kind, without=TYPE)
        rows = sorted((facts.row(thing, columns) for thing in things), key=lambda row: row.order)
        found = first_rows(things, columns, facts, most=most)
        assert found.rows == tuple(rows[:most])
        assert sorted(row.order for row in found.others) == [row.order for row in rows[most:]]


def test_a_column_that_only_rows_behind_the_first_ones_tell_of_stays(shipped_site):
    facts, kinds = gathered(shipped_site, "gbaip:Figure")
    columns = columns_of("figure", without=TYPE)
    rows = sorted((facts.row(thing, columns) for thing in kinds["figure"]), key=lambda row: row.order)
    place = columns.index("gbaip:countedBy")
    telling = next(number for number, row in enumerate(rows) if row.cells[place] != Cell())
    assert telling > 0
    found = first_rows(kinds["figure"], columns, facts, most=telling)
    assert all(row.cells[place] == Cell() for row in found.rows)
    assert place in found.telling()


def test_a_thing_that_is_given_twice_is_one_row(shipped_site):
    facts, _ = gathered(shipped_site, "gbaip:CooperationPlan")
    thing = f"{DATA}plan/2024-25"
    found = first_rows([thing, thing], columns_of("plan", without=TYPE), facts, most=1)
    assert (len(found.rows), found.things_left) == (1, ())
