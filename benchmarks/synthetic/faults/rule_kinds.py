"""Faults that the checks beside the shapes find: references, slugs, citations, terms, plans and sets.

One function for each kind.
"""

from __future__ import annotations

from benchmarks.synthetic.faults.breakage import Breakage, Expected
from benchmarks.synthetic.faults.shape_kinds import instead, without
from benchmarks.synthetic.faults.stock import NoVictim, Record, Stock, type_of
from benchmarks.synthetic.sheet import Sheet, iri, text
from gbaip_graph.turtle.terms import Literal, Triple

_NOBODY = "agency:office-nobody"
_NEVER = "span:1901-01-01"
_DURING = "gbaip:takesPlaceDuring"


def dangling_reference(stock: Stock) -> Breakage:
    """Let somebody take part whom nothing describes."""
    record = stock.pick("gbaip:Involvement", "gbaip:hasParty", where=_is_no_tenure)
    return instead(record, "gbaip:hasParty", _NOBODY, rule="dangling-reference", component="Or")


def span_without_record(stock: Stock) -> Breakage:
    """Date a figure by a span that no register has."""
    record = stock.pick("gbaip:Figure", _DURING, where=lambda found: stock.is_shared(found.the(_DURING)))
    return instead(record, _DURING, _NEVER, rule="span-without-record", component="Class")


def misspelt_property(stock: Stock) -> Breakage:
    """Leave a letter out of a property."""
    record = stock.pick("gbaip:Figure", "gbaip:hasMeasure", unused=True, lacking=("gbaip:currency",))
    right = record.the("gbaip:hasMeasure")
    wrong = right._replace(predicate=iri("gbaip:hasMesure"))
    expected = Expected("unknown-term", record.name)
    return Breakage(record.sheet, expected, remove=(right,), add=(wrong,), broken=(wrong,))


def misspelt_class(stock: Stock) -> Breakage:
    """Leave a letter out of a class."""
    record = stock.pick("gbaip:Figure", unused=True)
    wrong = record.with_value("rdf:type", "gbaip:Figur")
    expected = Expected("unknown-term", record.name)
    return Breakage(record.sheet, expected, remove=(record.the("rdf:type"),), add=(wrong,), broken=(wrong,))


def body_of_another_class(stock: Stock) -> Breakage:
    """Make a body an organisation of a narrower class."""
    record = stock.pick("org:Organization", "org:classification")
    wrong = record.with_value("rdf:type", "org:FormalOrganization")
    expected = Expected("record-kind", record.name, component="HasValue")
    return Breakage(record.sheet, expected, remove=(record.the("rdf:type"),), add=(wrong,), broken=(wrong,))


def uncited_record(stock: Stock) -> Breakage:
    """Take away the citation of a name."""
    record = stock.pick("gbaip:NameUsage", "gbaip:statedIn")
    rule = "record-without-citation"
    return without(record, "gbaip:statedIn", rule=rule, component="MinCount", shacl_path=False)


def citation_of_another_document(stock: Stock) -> Breakage:
    """Cite a passage of another document."""
    record = stock.pick("gbaip:NameUsage", "gbaip:statedIn")
    foreign = stock.other("gbaip:Passage", lambda found: found.sheet is not record.sheet)
    return instead(record, "gbaip:statedIn", foreign.name, rule="citation-of-own-source")


def citation_in_a_register(stock: Stock) -> Breakage:
    """Cite a passage in a register."""
    record = stock.pick("gbaip:EventSeries")
    wrong = record.with_value("gbaip:statedIn", stock.other("gbaip:Passage").name)
    expected = Expected("citation-in-a-register", record.name, "gbaip:statedIn")
    return Breakage(record.sheet, expected, add=(wrong,), broken=(wrong,))


def slug_of_another_role(stock: Stock) -> Breakage:
    """Name an involvement by another role than it has."""
    record = stock.pick("gbaip:Involvement")
    return _renamed(record, f"{record.name}-too")


def slug_of_another_record(stock: Stock) -> Breakage:
    """Name a figure by another record than it measures."""
    record = stock.pick("gbaip:Figure", unused=True)
    return _renamed(record, f"figure:another-{record.name.partition(':')[2]}")


def involvement_given_twice(stock: Stock) -> Breakage:
    """Record an involvement a second time under a name of its own."""
    record = stock.pick("gbaip:Involvement")
    again = record.renamed(f"{record.name}-again")
    broken = tuple(triple for triple in again if triple.predicate == iri("gbaip:inActivity"))
    expected = Expected("duplicate-involvement", f"{record.name}-again", "gbaip:inActivity")
    return Breakage(record.sheet, expected, add=again, broken=broken)


def slug_given_twice(stock: Stock) -> Breakage:
    """Give an operation the slug of an event."""
    event = stock.pick("gbaip:Event", "gbaip:statedIn")
    name = f"op:{event.name.partition(':')[2]}"
    added = _record(
        name,
        "gbaip:Operation",
        {"skos:prefLabel": text("Patrol"), "gbaip:statedIn": event.reference("gbaip:statedIn")},
    )
    return Breakage(event.sheet, Expected("shared-slug", name), add=added, broken=(type_of(added),))


def event_within_itself(stock: Stock) -> Breakage:
    """Hold an event within itself."""
    record = stock.pick("gbaip:Event")
    wrong = record.with_value("gbaip:heldWithin", record.name)
    expected = Expected("containment-cycle", record.name, "gbaip:heldWithin")
    return Breakage(record.sheet, expected, add=(wrong,), broken=(wrong,))


def set_of_other_dates(stock: Stock) -> Breakage:
    """Move a member of a set to the month of another, so that the set's dates are no longer theirs."""
    for whole in stock.others("gbaip:Operation"):
        members = [found for found in stock.others("gbaip:Operation") if _is_within(found, whole)]
        members.sort(key=lambda member: member.name)
        if len(members) > 1 and stock.is_shared(members[0].the(_DURING)):
            stock.pick("gbaip:Operation", where=lambda found, name=whole.name: found.name == name)  # type: ignore[misc]
            right, last = members[0].the(_DURING), members[-1].the(_DURING)
            expected = Expected("set-dates", whole.name, _DURING)
            moved = right._replace(object=last.object)
            return Breakage(
                whole.sheet, expected, remove=(right,), add=(moved,), broken=(whole.the(_DURING),)
            )
    raise NoVictim("gbaip:Operation")


def event_outside_its_plan(stock: Stock) -> Breakage:
    """Hold an event in another year than that of its plan."""
    record = stock.pick(
        "gbaip:Event", _DURING, "gbaip:fallsUnder", where=lambda found: stock.is_shared(found.the(_DURING))
    )
    year = record.reference(_DURING)[5:9]
    far = stock.other("gbaip:Event", lambda found: found.reference(_DURING)[5:9] != year).the(_DURING)
    right = record.the(_DURING)
    expected = Expected("activity-outside-its-plan", record.name, "gbaip:fallsUnder")
    broken = (record.the("gbaip:fallsUnder"),)
    return Breakage(
        record.sheet, expected, remove=(right,), add=(right._replace(object=far.object),), broken=broken
    )


def passage_of_another_document(stock: Stock) -> Breakage:
    """Describe a passage of another document."""
    here = stock.pick("gbaip:Event")
    there = stock.other(
        "gbaip:SourceDocument",
        lambda found: found.sheet is not here.sheet and bool(found.all("gbaip:normalisationMethod")),
    )
    slug = there.name.partition(":")[2]
    name = f"passage:{slug}.p999"
    added = _record(
        name,
        "gbaip:Passage",
        {
            "gbaip:partOfSource": there.name,
            "gbaip:paragraphNumber": 999,
            "gbaip:textDigest": Literal("0123456789abcdef" * 4),
        },
    )
    broken = (Triple(iri(name), iri("gbaip:partOfSource"), iri(there.name)),)
    expected = Expected("passage-of-own-source", name, "gbaip:partOfSource")
    return Breakage(here.sheet, expected, add=added, broken=broken)


def person_without_post(stock: Stock) -> Breakage:
    """Name a person without an office."""
    record = stock.pick("foaf:Person")
    name = f"{record.name}-unknown"
    added = _record(name, "foaf:Person", {"skos:prefLabel": text("Nobody in office")})
    return Breakage(record.sheet, Expected("person-without-post", name), add=added, broken=(type_of(added),))


def body_without_classification(stock: Stock) -> Breakage:
    """Describe a body without saying of what kind it is."""
    record = stock.pick("org:Organization")
    name = f"{record.name}-unknown"
    added = _record(name, "org:Organization", {"skos:prefLabel": text("Some body")})
    return Breakage(record.sheet, Expected("unclassified-body", name), add=added, broken=(type_of(added),))


def record_without_type(stock: Stock) -> Breakage:
    """Say something of a series in a file that does not repeat what it is."""
    series, record = stock.pick("gbaip:EventSeries"), stock.pick("gbaip:Event", _DURING)
    added = series.with_value(_DURING, record.reference(_DURING))
    expected = Expected("untyped-record", series.name)
    return Breakage(record.sheet, expected, add=(added,), broken=(added,))


def _is_no_tenure(record: Record) -> bool:
    return not record.reference("gbaip:hasParty").startswith("tenure:")


def _is_within(record: Record, whole: Record) -> bool:
    within = record.all("gbaip:heldWithin")
    return bool(within) and within[0].object == iri(whole.name)


def _renamed(record: Record, name: str) -> Breakage:
    renamed = record.renamed(name)
    expected = Expected("slug", name)
    return Breakage(record.sheet, expected, record.triples, renamed, (type_of(renamed),))


def _record(name: str, kind: str, values: dict[str, Literal | str | int]) -> tuple[Triple, ...]:
    sheet = Sheet("")
    sheet.record(name, kind, values)
    return tuple(sheet.triples)
