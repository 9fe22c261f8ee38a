"""The table of all kinds of faults that leave files readable, and how some of them are put into a graph.

For ``benchmarks.generate`` and the tests. A new kind is a function, and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from math import ceil
from random import Random
from types import MappingProxyType

from benchmarks.synthetic.faults import register_kinds, rule_kinds, shape_kinds, sparql_kinds
from benchmarks.synthetic.faults.breakage import Breakage, InjectedFault, as_injected
from benchmarks.synthetic.faults.stock import NoVictim, Stock
from benchmarks.synthetic.sheet import Sheet

Kind = Callable[[Stock], Breakage]

#: Kinds of fault in what documents and their neighbourhood tell.
IN_DOCUMENTS: Mapping[str, Kind] = MappingProxyType(
    {
        "a property is missing": shape_kinds.missing_value,
        "one of two values is missing": shape_kinds.one_of_two_missing,
        "too many values": shape_kinds.too_many_values,
        "a text for a number": shape_kinds.text_for_a_number,
        "a number for true": shape_kinds.number_for_a_truth,
        "a floating-point number": shape_kinds.number_of_another_kind,
        "a value of another class": shape_kinds.place_that_is_an_office,
        "a concept of another scheme": shape_kinds.concept_of_another_scheme,
        "a currency in small letters": shape_kinds.currency_in_small_letters,
        "half a digest": shape_kinds.digest_too_short,
        "a property of another kind": shape_kinds.property_of_another_kind,
        "a language that names do not have": shape_kinds.other_language,
        "a note in another language": shape_kinds.note_in_chinese,
        "two names in one language": shape_kinds.two_names_in_one_language,
        "no English name": shape_kinds.no_english_name,
        "a value outside a list": shape_kinds.value_outside_a_list,
        "a seat of another role": shape_kinds.seat_of_another_role,
        "a name without a letter": shape_kinds.empty_name,
        "a number that is too small": shape_kinds.number_too_small,
        "a negative number": shape_kinds.negative_number,
        "a text for a record": shape_kinds.text_for_a_record,
        "money without currency": sparql_kinds.money_without_currency,
        "currency without money": sparql_kinds.currency_without_money,
        "a part larger than the whole": sparql_kinds.part_larger_than_the_whole,
        "counted by the other side": sparql_kinds.counted_by_the_other_side,
        "a computed total": sparql_kinds.computed_total,
        "a seat held by a foreign post": sparql_kinds.seat_held_by_a_foreign_post,
        "more members than counted": sparql_kinds.more_members_than_counted,
        "a digest is missing": sparql_kinds.digest_missing,
        "the method of digests is missing": sparql_kinds.method_missing,
        "the address of a document is missing": sparql_kinds.address_missing,
        "a host of no copy": sparql_kinds.host_of_no_copy,
        "a copying site as publisher": sparql_kinds.copier_as_publisher,
        "a dangling reference": rule_kinds.dangling_reference,
        "a span without a record": rule_kinds.span_without_record,
        "a misspelt property": rule_kinds.misspelt_property,
        "a misspelt class": rule_kinds.misspelt_class,
        "a body of another class": rule_kinds.body_of_another_class,
        "a record without a citation": rule_kinds.uncited_record,
        "a citation of another document": rule_kinds.citation_of_another_document,
        "a citation in a register": rule_kinds.citation_in_a_register,
        "a slug of another role": rule_kinds.slug_of_another_role,
        "a slug of another record": rule_kinds.slug_of_another_record,
        "an involvement given twice": rule_kinds.involvement_given_twice,
        "a slug given twice": rule_kinds.slug_given_twice,
        "an event within itself": rule_kinds.event_within_itself,
        "a set of other dates": rule_kinds.set_of_other_dates,
        "an event outside its plan": rule_kinds.event_outside_its_plan,
        "a passage of another document": rule_kinds.passage_of_another_document,
        "a person without a post": rule_kinds.person_without_post,
        "a body without a classification": rule_kinds.body_without_classification,
        "a record without a type": rule_kinds.record_without_type,
    }
)

#: Kinds of fault in the registers of spans and in the catalogue.
IN_REGISTERS: Mapping[str, Kind] = MappingProxyType(
    {
        "dates exchanged": register_kinds.dates_exchanged,
        "a date that does not follow": register_kinds.date_that_does_not_follow,
        "a day as a text": register_kinds.day_as_text,
        "a licence as a text": register_kinds.licence_as_text,
        "a graph without description": register_kinds.graph_without_description,
        "a description without graph": register_kinds.description_without_graph,
    }
)


REGISTERS_SHARE = 0.1  # about that of the triples of spans and catalogue


class Injector:
    """Puts faults into a graph while it is made: some into each neighbourhood, the rest into what comes last.

    Called with the sheets that belong together, before they are written. ``faults`` are those so far.
    """

    def __init__(self, count: int, *, neighbourhoods: int, seed: int) -> None:
        self.faults: list[InjectedFault] = []
        self._in_registers = int(count * REGISTERS_SHARE)
        self._left = count - self._in_registers
        self._neighbourhoods = neighbourhoods
        self._rng = Random(f"faults {seed}")  # noqa: S311 - the same faults every time are wanted
        self._in_turn = {id(kinds): cycle(kinds) for kinds in (IN_DOCUMENTS, IN_REGISTERS)}

    def __call__(self, sheets: Sequence[Sheet]) -> None:
        """Break some of these sheets."""
        if any(sheet.path == "data/catalogue.ttl" for sheet in sheets):
            self._inject(sheets, IN_REGISTERS, self._in_registers)
        elif any(sheet.path.startswith("data/sources/") for sheet in sheets):
            share = ceil(self._left / max(self._neighbourhoods, 1))
            self._inject(sheets, IN_DOCUMENTS, share)
            self._left -= share
            self._neighbourhoods -= 1

    def _inject(self, sheets: Sequence[Sheet], kinds: Mapping[str, Kind], count: int) -> None:
        """Take each kind in its turn; one that finds no victim is passed over.

        Raises ``NoVictim`` where none of all kinds finds one.
        """
        stock = Stock(sheets, self._rng)
        broken: list[tuple[str, Breakage]] = []
        passed_over = 0
        while len(broken) < count:
            name = next(self._in_turn[id(kinds)])
            try:
                breakage = kinds[name](stock)
            except NoVictim:
                passed_over += 1
                if passed_over > len(kinds):
                    raise
                continue
            passed_over = 0
            stock.apply(breakage)
            broken.append((name, breakage))
        # Only now do all lines stand where they will be.
        self.faults += [as_injected(name, breakage) for name, breakage in broken]
