"""Faults of the registers of spans and of the catalogue, which are written last.

One function for each kind.
"""

from __future__ import annotations

from benchmarks.synthetic.faults.breakage import Breakage, Expected
from benchmarks.synthetic.faults.shape_kinds import instead
from benchmarks.synthetic.faults.stock import Record, Stock, type_of
from benchmarks.synthetic.sheet import Sheet, Values, day, text
from benchmarks.synthetic.spans import SPAN_OF_EXCHANGE
from gbaip_graph.namespaces import GRAPH
from gbaip_graph.turtle.terms import Literal


def dates_exchanged(stock: Stock) -> Breakage:
    """Exchange the first and the last day of a span."""
    record = _undisturbed_span(stock)
    first, last = record.the("gbaip:notBefore"), record.the("gbaip:notAfter")
    wrong = (first._replace(object=last.object), last._replace(object=first.object))
    value = record.lexical("gbaip:notAfter")
    expected = Expected("shape:span.notBefore", record.name, "gbaip:notBefore", "LessThanOrEquals", value)
    return Breakage(record.sheet, expected, remove=(first, last), add=wrong, broken=wrong)


def date_that_does_not_follow(stock: Stock) -> Breakage:
    """End a span one day too early."""
    record = _undisturbed_span(stock)
    wrong = record.with_value("gbaip:notAfter", day(f"{record.name[5:9]}-11-29"))
    expected = Expected("span", record.name)
    return Breakage(
        record.sheet, expected, remove=record.all("gbaip:notAfter"), add=(wrong,), broken=(wrong,)
    )


def day_as_text(stock: Stock) -> Breakage:
    """Write the day of entry of a graph as a text."""
    record = stock.pick("void:Dataset")
    value = Literal("2001-01-01")
    return instead(record, "dcterms:created", value, rule="shape:graph.created", component="Datatype")


def licence_as_text(stock: Stock) -> Breakage:
    """Write a licence as a text."""
    record = stock.pick("void:Dataset")
    value = Literal("as you like")
    return instead(record, "dcterms:license", value, rule="shape:graph.license", component="NodeKind")


def graph_without_description(stock: Stock) -> Breakage:
    """Leave a graph out of the catalogue."""
    record = stock.pick("void:Dataset", "prov:wasDerivedFrom")
    expected = Expected("graph-without-description", record.name)
    file = f"data/{record.name.removeprefix(GRAPH)}.ttl"
    return Breakage(record.sheet, expected, remove=record.triples, found_in=file)


def description_without_graph(stock: Stock) -> Breakage:
    """Describe a graph that no file holds."""
    record = stock.pick("void:Dataset")
    name = f"{GRAPH}register/nothing-{stock.rng.randrange(10**6)}"
    sheet = Sheet("")
    values: Values = {
        "dcterms:title": text("Nothing"),
        "dcterms:created": day("2001-01-01"),
        "dcterms:license": "https://creativecommons.org/licenses/by/4.0/",
    }
    sheet.record(name, "void:Dataset", values)
    added = tuple(sheet.triples)
    expected = Expected("described-graph-missing", name)
    return Breakage(record.sheet, expected, add=added, broken=(type_of(added),))


def _undisturbed_span(stock: Stock) -> Record:
    # The dates of other spans matter to plans and to sets of operations, which would then be wrong as well.
    return stock.pick("gbaip:TimeSpan", where=lambda found: bool(SPAN_OF_EXCHANGE.fullmatch(found.name)))
