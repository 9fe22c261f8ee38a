"""Faults that a core constraint of SHACL finds, one function for each kind.

Each chooses a record of the stock and says how it is broken and what must be found.
"""

from __future__ import annotations

from benchmarks.synthetic.faults.breakage import Breakage, Expected, shown
from benchmarks.synthetic.faults.stock import Record, Stock
from benchmarks.synthetic.sheet import Value, decimal, text
from gbaip_graph.turtle.terms import XSD_DOUBLE, Literal, Term, Triple


def missing_value(stock: Stock) -> Breakage:
    """Take away a property that every record of the class has."""
    kind, path, rule = stock.rng.choice(
        (
            ("gbaip:Figure", "gbaip:value", "shape:figure.value"),
            ("gbaip:Figure", "gbaip:hasExactness", "shape:figure.hasExactness"),
            ("gbaip:NameUsage", "gbaip:hasNameKind", "shape:name.hasNameKind"),
        )
    )
    record = stock.pick(kind, path, unused=True, lacking=("gbaip:subsetOf",))
    return without(record, path, rule=rule, component="MinCount")


def one_of_two_missing(stock: Stock) -> Breakage:
    """Leave a disagreement with one record only."""
    record = stock.pick("gbaip:Disagreement", where=lambda found: len(found.all("gbaip:compares")) == 2)
    expected = _expected(record, "shape:disagreement.compares", "MinCount", "gbaip:compares")
    return Breakage(record.sheet, expected, remove=record.all("gbaip:compares")[:1])


def too_many_values(stock: Stock) -> Breakage:
    """Give a second exactness."""
    record = stock.pick("gbaip:Figure", "gbaip:hasExactness", unused=True)
    first = record.the("gbaip:hasExactness")
    is_over = record.reference("gbaip:hasExactness") == "exactness:over"
    other = "exactness:about" if is_over else "exactness:over"
    second = record.with_value("gbaip:hasExactness", other)
    expected = _expected(record, "shape:figure.hasExactness", "MaxCount", "gbaip:hasExactness")
    return Breakage(record.sheet, expected, add=(second,), broken=(first, second))


def text_for_a_number(stock: Stock) -> Breakage:
    """Write the number of an edition as a text."""
    record = stock.pick("gbaip:Event", "gbaip:ordinal")
    return instead(record, "gbaip:ordinal", Literal("3"), rule="shape:event.ordinal", component="Datatype")


def number_for_a_truth(stock: Stock) -> Breakage:
    """Write yes as a number."""
    record = stock.pick("gbaip:CooperationItem", lacking=("gbaip:isNewItem",))
    return more(record, "gbaip:isNewItem", 1, rule="shape:item.isNewItem", component="Datatype")


def number_of_another_kind(stock: Stock) -> Breakage:
    """Write a figure as a floating-point number."""
    record = stock.pick("gbaip:Figure", "gbaip:value", unused=True, lacking=("gbaip:subsetOf",))
    value = Literal("1500.0", XSD_DOUBLE)  # as rdflib writes it too
    return instead(record, "gbaip:value", value, rule="shape:figure.value", component="Or")


def place_that_is_an_office(stock: Stock) -> Breakage:
    """Hold an event in an agency."""
    record = stock.pick("gbaip:Event", "gbaip:takesPlaceIn")
    office = stock.other("gbaip:Agency").name
    return instead(record, "gbaip:takesPlaceIn", office, rule="shape:event.takesPlaceIn", component="Class")


def concept_of_another_scheme(stock: Stock) -> Breakage:
    """Give a role where an exactness belongs."""
    record = stock.pick("gbaip:Figure", "gbaip:hasExactness", unused=True)
    rule = "shape:figure.hasExactness"
    return instead(record, "gbaip:hasExactness", "role:host", rule=rule, component="Pattern")


def currency_in_small_letters(stock: Stock) -> Breakage:
    """Write a currency in small letters."""
    record = stock.pick("gbaip:Figure", "gbaip:currency")
    wrong = Literal("hkd")
    return instead(record, "gbaip:currency", wrong, rule="shape:figure.currency", component="Pattern")


def digest_too_short(stock: Stock) -> Breakage:
    """Write half of a digest."""
    record = stock.pick("gbaip:Passage", "gbaip:textDigest")
    half = Literal(record.lexical("gbaip:textDigest")[:32])
    return instead(record, "gbaip:textDigest", half, rule="shape:passage.textDigest", component="Pattern")


def property_of_another_kind(stock: Stock) -> Breakage:
    """Give an event a property of operations."""
    record = stock.pick("gbaip:Event")
    return more(record, "gbaip:actionCount", 3, rule="shape:event", component="Closed")


def other_language(stock: Stock) -> Breakage:
    """Give a name in a language that names do not have."""
    record = stock.pick("gbaip:Agency")
    name = text("Kaiwan-cho", "ja")
    return more(record, "skos:altLabel", name, rule="shape:record.altLabel", component="LanguageIn")


def note_in_chinese(stock: Stock) -> Breakage:
    """Write a note in another language than English."""
    record = stock.pick("gbaip:Involvement", "skos:editorialNote")
    note = text("未注明日期", "zh-Hant")
    rule = "shape:record.editorialNote"
    return instead(record, "skos:editorialNote", note, rule=rule, component="LanguageIn")


def two_names_in_one_language(stock: Stock) -> Breakage:
    """Give a second English name."""
    record = stock.pick("gbaip:CooperationItem")
    (first,) = (label for label in record.all("skos:prefLabel") if shown(label.object).endswith("@en"))
    second = record.with_value("skos:prefLabel", text("Another name"))
    expected = _expected(record, "shape:record.prefLabel", "UniqueLang", "skos:prefLabel")
    return Breakage(record.sheet, expected, add=(second,), broken=(first, second))


def no_english_name(stock: Stock) -> Breakage:
    """Leave only a Chinese name."""
    record = stock.pick("gbaip:CooperationArea", "skos:prefLabel")
    name = record.with_value("skos:prefLabel", text("範疇", "zh-Hant"))
    expected = _expected(record, "shape:record.prefLabel", "QualifiedMinCount", "skos:prefLabel")
    return Breakage(record.sheet, expected, remove=record.all("skos:prefLabel"), add=(name,), broken=(name,))


def value_outside_a_list(stock: Stock) -> Breakage:
    """Give a document a language that none has."""
    record = stock.pick("gbaip:SourceDocument", "gbaip:normalisationMethod")
    return instead(record, "dcterms:language", Literal("fr"), rule="shape:source.language", component="In")


def seat_of_another_role(stock: Stock) -> Breakage:
    """Give a seat a role that seats do not have."""
    record = stock.pick("org:Membership", where=lambda found: found.reference("org:role") == "role:member")
    return instead(record, "org:role", "role:host", rule="shape:membership.role", component="In")


def empty_name(stock: Stock) -> Breakage:
    """Write a name without a letter."""
    record = stock.pick("gbaip:NameUsage")
    return instead(record, "gbaip:nameText", text(""), rule="shape:name.nameText", component="MinLength")


def number_too_small(stock: Stock) -> Breakage:
    """Count an edition from nought."""
    record = stock.pick("gbaip:Event", "gbaip:ordinal")
    return instead(record, "gbaip:ordinal", 0, rule="shape:event.ordinal", component="MinInclusive")


def negative_number(stock: Stock) -> Breakage:
    """Count less than nothing."""
    record = stock.pick("gbaip:Figure", "gbaip:value", unused=True)
    return instead(
        record, "gbaip:value", decimal("-0.5"), rule="shape:figure.value", component="MinInclusive"
    )


def text_for_a_record(stock: Stock) -> Breakage:
    """Name the record that took another's place as a text."""
    record = stock.pick("gbaip:CooperationItem")
    rule = "shape:record.isReplacedBy"
    return more(record, "dcterms:isReplacedBy", Literal("none"), rule=rule, component="NodeKind")


def without(
    record: Record, path: str, *, rule: str, component: str = "", shacl_path: bool = True
) -> Breakage:
    """Take away the one value of a property; ``shacl_path`` says whether the finding names it."""
    expected = _expected(record, rule, component, path if shacl_path else "")
    return Breakage(record.sheet, expected, remove=(record.the(path),))


def instead(record: Record, path: str, value: Value, *, rule: str, component: str = "") -> Breakage:
    """Put another value in place of the one value of a property."""
    wrong = record.with_value(path, value)
    expected = _expected(record, rule, component, path, wrong.object)
    return Breakage(record.sheet, expected, remove=(record.the(path),), add=(wrong,), broken=(wrong,))


def more(record: Record, path: str, value: Value, *, rule: str, component: str = "") -> Breakage:
    """Add a value."""
    wrong: Triple = record.with_value(path, value)
    expected = _expected(record, rule, component, path, wrong.object)
    return Breakage(record.sheet, expected, add=(wrong,), broken=(wrong,))


def _expected(record: Record, rule: str, component: str, path: str, value: Term | None = None) -> Expected:
    return Expected(rule, record.name, path, component, shown(value))
