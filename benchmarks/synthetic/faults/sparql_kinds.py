"""Faults that a SPARQL constraint of the shapes finds, one function for each constraint.

Such a constraint names the record, and the value only where it selects ``?value``.
"""

from __future__ import annotations

from benchmarks.synthetic.faults.breakage import Breakage, Expected, shown
from benchmarks.synthetic.faults.stock import Record, Stock
from benchmarks.synthetic.sheet import Value
from gbaip_graph.turtle.terms import Literal, Triple

_LARGER_THAN_ALL = 10_000_000


def money_without_currency(stock: Stock) -> Breakage:
    """Take away the currency of a sum."""
    record = stock.pick("gbaip:Figure", "gbaip:currency")
    return _broken(record, "figure.money-has-currency", remove=record.all("gbaip:currency"))


def currency_without_money(stock: Stock) -> Breakage:
    """Give a currency to what is no sum."""
    record = stock.pick("gbaip:Figure", lacking=("gbaip:currency",))
    return _more(record, "figure.money-has-currency", "gbaip:currency", Literal("HKD"))


def part_larger_than_the_whole(stock: Stock) -> Breakage:
    """Count more in a part than in all."""
    record = stock.pick("gbaip:Figure", "gbaip:subsetOf")
    return _instead(record, "figure.subset-not-larger", "gbaip:value", _LARGER_THAN_ALL, selects_value=True)


def counted_by_the_other_side(stock: Stock) -> Breakage:
    """Let an office of another region count."""
    record = stock.pick("gbaip:Figure", "gbaip:countedBy")
    region = record.reference("gbaip:hasJurisdiction").rpartition("-")[2]
    other = stock.other("gbaip:Agency", lambda found: found.name.split("-")[2] != region)
    rule, path = "figure.counted-by-its-side", "gbaip:countedBy"
    return _instead(record, rule, path, other.name, selects_value=True)


def computed_total(stock: Stock) -> Breakage:
    """Mark a figure as added up from others."""
    record = stock.pick("gbaip:Figure")
    return _more(record, "figure.no-computed-total", "gbaip:hasBasis", "basis:from-members")


def seat_held_by_a_foreign_post(stock: Stock) -> Breakage:
    """Let a post of another office hold the seat of a leader."""
    record = stock.pick("org:Membership", "gbaip:heldExOfficioBy")
    member = record.reference("org:member").partition("office-")[2]
    other = stock.other("org:Post", lambda found: not found.name.endswith(member))
    return _instead(record, "membership.leader-post", "gbaip:heldExOfficioBy", other.name)


def more_members_than_counted(stock: Stock) -> Breakage:
    """Count one operation in a set that has several members."""
    record = stock.pick("gbaip:Operation", "gbaip:actionCount")
    members = stock.uses[record.triples[0].subject] - _uses_beside_members(stock, record)
    wrong = _instead(record, "operation.members-in-set", "gbaip:actionCount", 1)
    expected = Expected(wrong.expected.rule, record.name, "", "SPARQL", str(members))
    return Breakage(record.sheet, expected, wrong.remove, wrong.add, wrong.broken)


def digest_missing(stock: Stock) -> Breakage:
    """Take away the digest of a paragraph that was held."""
    record = stock.pick("gbaip:Passage", "gbaip:textDigest")
    return _broken(record, "passage.digest-where-held", remove=record.all("gbaip:textDigest"))


def method_missing(stock: Stock) -> Breakage:
    """Take away the method of the digests."""
    record = stock.pick("gbaip:SourceDocument", "gbaip:normalisationMethod")
    return _broken(record, "source.full-text-has-method", remove=record.all("gbaip:normalisationMethod"))


def address_missing(stock: Stock) -> Breakage:
    """Take away the address of a document that was not held."""
    record = stock.pick("gbaip:SourceDocument", "dcterms:source")
    return _broken(record, "source.unread-has-address", remove=record.all("dcterms:source"))


def host_of_no_copy(stock: Stock) -> Breakage:
    """Name a copying site for a document that is no copy."""
    record = stock.pick("gbaip:SourceDocument", "gbaip:normalisationMethod")
    copier = _copier(stock)
    return _more(record, "source.copy-names-its-host", "gbaip:hostedBy", copier)


def copier_as_publisher(stock: Stock) -> Breakage:
    """Name a copying site as the publisher."""
    record = stock.pick("gbaip:SourceDocument", "gbaip:normalisationMethod")
    rule, path = "source.mirror-is-no-publisher", "dcterms:publisher"
    return _instead(record, rule, path, _copier(stock), selects_value=True)


def _copier(stock: Stock) -> str:
    return stock.other("org:Organization", lambda body: body.name.startswith("body:copier-")).name


def _uses_beside_members(stock: Stock, record: Record) -> int:
    whole = record.triples[0].subject
    return sum(
        triple.object == whole and triple.predicate.value.rpartition("#")[2] != "heldWithin"
        for sheet in stock.sheets
        for triple in sheet.triples
    )


def _more(record: Record, constraint: str, path: str, value: Value) -> Breakage:
    wrong = record.with_value(path, value)
    return _broken(record, constraint, add=(wrong,), broken=(wrong,))


def _instead(
    record: Record, constraint: str, path: str, value: Value, *, selects_value: bool = False
) -> Breakage:
    wrong = record.with_value(path, value)
    told = shown(wrong.object) if selects_value else ""
    return _broken(record, constraint, remove=record.all(path), add=(wrong,), broken=(wrong,), value=told)


def _broken(
    record: Record,
    constraint: str,
    *,
    remove: tuple[Triple, ...] = (),
    add: tuple[Triple, ...] = (),
    broken: tuple[Triple, ...] = (),
    value: str = "",
) -> Breakage:
    # Where a constraint of a node shape selects no value, the value is the record.
    expected = Expected(f"shape:{constraint}", record.name, "", "SPARQL", value or record.name)
    return Breakage(record.sheet, expected, remove, add, broken)
