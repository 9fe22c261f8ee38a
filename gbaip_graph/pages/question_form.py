"""The form of a saved question: its fields, what was given in them, and what is wrong beside the field.

For the pages of questions. Values are judged as every other way of asking judges them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gbaip_graph.ask.parameters import resolve_parameters
from gbaip_graph.ask.saved_query import Parameter
from gbaip_graph.engines.sparql_binding import Bound
from gbaip_graph.errors import InvalidValue
from gbaip_graph.pages.page import Parameters
from gbaip_graph.pages.question_desk import Desk, Option, parameter_label, shown_value
from gbaip_graph.pages.question_words import field_description
from gbaip_graph.turtle.terms import Term

#: Said of the page of an answer, not of the question.
CONTROLS = ("after", "limit")
# More than people look through in a list that opens; past it they write, and the browser proposes.
_MOST_SELECTED = 300
# Fields of a list whose values are written: two more than are filled in.
_SPARE_FIELDS = 2
_MOST_MEANT = 5
_LIKENESS = 0.5
#: Kind of parameter -> type of the field, its step. https://html.spec.whatwg.org/multipage/input.html
_INPUTS = {
    "integer": ("number", "1"),
    "decimal": ("number", "any"),
    "year": ("number", "1"),
    "date": ("date", ""),
}
_YEARS = ("1000", "9999")


@dataclass(frozen=True)
class Suggestion:
    """A value that may have been meant, or an example, with the address of the page that has it."""

    text: str
    href: str
    language: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with the values of a field: in the language of the page, and in detail in English.

    ``meant`` are values that are written alike, ``search`` is where to look for others.
    """

    text: str
    detail: str = ""
    meant: tuple[Suggestion, ...] = ()
    search: str = ""


@dataclass(frozen=True)
class Field:
    """A field of the form. With ``is_select`` one of the options is chosen, else they are proposed."""

    parameter: Parameter
    label: str
    description: str
    description_language: str
    values: tuple[str, ...]
    options: tuple[Option, ...]
    is_select: bool
    input_type: str
    step: str
    minimum: str
    maximum: str
    fault: Fault | None
    example: Suggestion | None


@dataclass(frozen=True)
class Given:
    """What a request gives: values by parameter, what they are bound to, what is wrong or unknown."""

    values: Mapping[str, tuple[str, ...]]
    terms: Mapping[str, Bound]
    faults: Mapping[str, InvalidValue]
    unknown: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether the question can be answered."""
        return not self.faults and not self.unknown

    @property
    def canonical(self) -> Parameters:
        """What was given, each value in the one way to write it, in the order of the question."""
        return tuple(
            (name, shown_value(term))
            for name, bound in self.terms.items()
            if name in self.values
            for term in (bound if isinstance(bound, tuple) else (bound,))
        )


def read_given(desk: Desk) -> Given:
    """Read what a request gives, each parameter by itself, so that every fault is found; no blanks."""
    values: dict[str, list[str]] = {}
    unknown = []
    for name, value in desk.request.parameters:
        parameter = desk.query.parameter(name)
        if name in CONTROLS:
            continue
        if parameter is None:
            unknown.append(name)
        elif value.strip():
            values.setdefault(parameter.name, []).append(_by_label(desk, parameter, value))
    terms: dict[str, Bound] = {}
    faults: dict[str, InvalidValue] = {}
    for parameter in desk.query.parameters:
        alone = replace(desk.query, parameters=(parameter,))
        given = [(parameter.name, value) for value in values.get(parameter.name, ())]
        try:
            terms |= resolve_parameters(alone, given, desk.site.graph, language=desk.request.language)
        except InvalidValue as error:
            faults[parameter.name] = error
    kept = {name: tuple(texts) for name, texts in values.items()}
    return Given(kept, terms, faults, tuple(dict.fromkeys(unknown)))


def _by_label(desk: Desk, parameter: Parameter, value: str) -> str:
    """Return the value whose label was written, where it is the label of one."""
    options = desk.options[parameter.name]
    if any(value == option.value for option in options):
        return value
    wanted = value.strip().casefold()
    meant = [option.value for option in options if option.text.casefold() == wanted]
    return meant[0] if len(meant) == 1 else value


def fields_of(desk: Desk, given: Given, *, are_faults_shown: bool) -> tuple[Field, ...]:
    """Return the fields of the form, filled in with what was given."""
    return tuple(
        _field(desk, given, parameter, given.faults.get(parameter.name) if are_faults_shown else None)
        for parameter in desk.query.parameters
    )


def _field(desk: Desk, given: Given, parameter: Parameter, error: InvalidValue | None) -> Field:
    options, language = desk.options[parameter.name], desk.request.language
    is_select = 0 < len(desk.choices[parameter.name]) <= _MOST_SELECTED
    values = _filled_in(given, parameter)
    if parameter.is_list and not is_select:
        values += ("",) * min(_SPARE_FIELDS, parameter.max_length - len(values))
    input_type, step = _INPUTS.get(parameter.kind, ("text", ""))
    least, most = _YEARS if parameter.kind == "year" else ("", "")
    return Field(
        parameter, parameter_label(desk.site, parameter.name, language),
        *field_description(desk.site, desk.query, parameter, language), values or ("",),
        options, is_select, input_type, step, parameter.minimum or least, parameter.maximum or most,
        _fault(desk, given, parameter, error) if error else None,
        _example(desk, given, parameter),
    )  # fmt: skip


def _filled_in(given: Given, parameter: Parameter) -> tuple[str, ...]:
    """Return the values of a field: as they are bound, as they were given, or the default."""
    bound = given.terms.get(parameter.name)
    if bound is None:
        return given.values.get(parameter.name, ())
    return tuple(map(shown_value, bound if isinstance(bound, tuple) else (bound,)))


def _example(desk: Desk, given: Given, parameter: Parameter) -> Suggestion | None:
    if not parameter.examples:
        return None
    href = desk.address(_with(desk, given, parameter, parameter.examples))
    texts = {option.value: option for option in desk.options[parameter.name]}
    shown = [texts.get(value, Option(value, value)) for value in parameter.examples]
    text = desk.text("list.comma").join(option.text for option in shown)
    return Suggestion(text, href, shown[0].language)


def _with(desk: Desk, given: Given, changed: Parameter, values: Iterable[str]) -> Parameters:
    """Return the parameters with other values of one, and examples where required ones are wrong."""
    wanted: list[tuple[str, str]] = []
    right = dict.fromkeys(name for name, _ in given.canonical)
    for parameter in desk.query.parameters:
        if parameter is changed:
            wanted += [(parameter.name, value) for value in values]
        elif parameter.name in right:
            wanted += [pair for pair in given.canonical if pair[0] == parameter.name]
        elif parameter.required:
            wanted += [(parameter.name, value) for value in parameter.examples]
    return tuple(wanted)


def _fault(desk: Desk, given: Given, parameter: Parameter, error: InvalidValue) -> Fault:
    values = given.values.get(parameter.name, ())
    if not values:
        return Fault(desk.text("question.fault.missing"))
    count = len(set(values))
    if not parameter.is_list and count > 1:
        return Fault(desk.text("question.fault.one"))
    if parameter.is_list and not parameter.min_length <= count <= parameter.max_length:
        least, most = parameter.min_length, parameter.max_length
        return Fault(desk.text("question.fault.number", least=least, most=most, given=count))
    if desk.choices[parameter.name]:
        wrong = next(
            (value for value in values if f'"{value}"' in error.what or value in error.what), values[0]
        )
        text = desk.text("question.fault.unknown", value=wrong)
        search = desk.site.skin.addresses(desk.request).to("search", parameters=(("q", wrong),))
        return Fault(text, meant=_meant(desk, given, parameter, wrong), search=search)
    return Fault(desk.text("question.fault.value"), f"{error.what}. {error.mend}")


def _meant(desk: Desk, given: Given, parameter: Parameter, value: str) -> tuple[Suggestion, ...]:
    wanted = value.rpartition(":")[2].casefold()
    options: dict[str, list[Option]] = {}
    for option in desk.options[parameter.name]:
        for key in {option.value.rpartition(":")[2].casefold(), option.text.casefold()}:
            options.setdefault(key, []).append(option)
    near = difflib.get_close_matches(wanted, options, n=_MOST_MEANT, cutoff=_LIKENESS)
    right = tuple(shown_value(term) for term in _right_terms(given, parameter))
    return tuple(
        Suggestion(
            option.text, desk.address(_with(desk, given, parameter, (*right, option.value))), option.language
        )
        for option in dict.fromkeys(option for key in near for option in options[key])
    )


def _right_terms(given: Given, parameter: Parameter) -> tuple[Term, ...]:
    bound = given.terms.get(parameter.name, ())
    return bound if isinstance(bound, tuple) else (bound,)
