"""Values of parameters: each kind, and every refusal with what would be right."""

from __future__ import annotations

import datetime

import pytest

from gbaip_graph.ask.parameters import resolve_parameters
from gbaip_graph.ask.saved_query import Parameter, SavedQuery
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import GbaipError, InvalidValue, UnknownName
from gbaip_graph.turtle.terms import XSD, Iri, Literal, Term

ID = "https://w3id.org/gbaip/id/"
FAIR = Parameter("fair", "iri", classes=("gbaip:Event",))
ACTIVITY = Parameter("activity", "iri", classes=("gbaip:Agency", "gbaip:Activity"))
ROLE = Parameter("role", "concept", scheme="role")


def question(*parameters: Parameter) -> SavedQuery:
    return SavedQuery("fairs", "queries/fairs.rq", "", parameters=parameters)


def value_of(graph: QueryableGraph, parameter: Parameter, value: object) -> Term:
    return resolve_parameters(question(parameter), [(parameter.name, value)], graph)[parameter.name]


def refusal(graph: QueryableGraph, parameter: Parameter, value: object, *, language: str = "en") -> str:
    with pytest.raises(InvalidValue) as caught:
        resolve_parameters(question(parameter), [(parameter.name, value)], graph, language=language)
    return str(caught.value)


@pytest.mark.parametrize("value", ["event:fair-1", f"{ID}event/fair-1", "fair-1", Iri(f"{ID}event/fair-1")])
def test_a_thing_is_named_by_compact_name_full_iri_or_slug(graph: QueryableGraph, value: object) -> None:
    assert value_of(graph, FAIR, value) == Iri(f"{ID}event/fair-1")


@pytest.mark.parametrize("value", ["op:raid", "agency:mill", "event:fair-2"])
def test_a_thing_may_be_of_one_of_several_classes_also_by_inference(
    graph: QueryableGraph, value: str
) -> None:
    prefix, slug = value.split(":")
    assert value_of(graph, ACTIVITY, value) == Iri(f"{ID}{prefix}/{slug}")


def test_a_thing_that_does_not_exist_is_answered_with_the_closest_first(graph: QueryableGraph) -> None:
    assert refusal(graph, FAIR, "event:fair-22") == (
        'parameter fair of fairs: "event:fair-22" is not in the graph\n'
        "  Right are, the closest first:\n"
        "    event:fair-2  Autumn Fair\n"
        "    event:fair-1  Spring Fair"
    )


def test_the_right_things_are_listed_with_labels_in_the_wanted_language(graph: QueryableGraph) -> None:
    assert refusal(graph, FAIR, "fair-0", language="zh-Hant").splitlines() == [
        'parameter fair of fairs: no gbaip:Event is called "fair-0"',
        "  Right are, the closest first:",
        "    event:fair-1  春天市集",
        "    event:fair-2  Autumn Fair",
    ]


def test_a_thing_is_found_near_its_label(graph: QueryableGraph) -> None:
    assert refusal(graph, FAIR, "spring fair").splitlines()[2] == "    event:fair-1  Spring Fair"


def test_a_thing_of_another_class_is_said_to_be_so(graph: QueryableGraph) -> None:
    what = refusal(graph, FAIR, "agency:mill").splitlines()[0]
    assert what == "parameter fair of fairs: agency:mill is no gbaip:Event; it is a gbaip:Agency"


def test_a_slug_of_several_things_is_refused_with_their_names(graph: QueryableGraph) -> None:
    assert refusal(graph, ACTIVITY, "fair-2") == (
        'parameter activity of fairs: "fair-2" names 2 things\n  Write one of event:fair-2, op:fair-2.'
    )


def test_an_unknown_prefix_is_refused(graph: QueryableGraph) -> None:
    what = refusal(graph, FAIR, "evnt:fair-1").splitlines()[0]
    assert what == 'parameter fair of fairs: the prefix "evnt:" is unknown'


def test_an_iri_that_would_leave_its_brackets_is_just_not_in_the_graph(graph: QueryableGraph) -> None:
    value = "http://example.org/> ?p ?o . <http://example.org/"
    assert (
        refusal(graph, FAIR, value).splitlines()[0]
        == f'parameter fair of fairs: "{value}" is not in the graph'
    )


def test_a_class_without_things_is_said_to_be_empty(graph: QueryableGraph) -> None:
    parameter = Parameter("place", "iri", classes=("gbaip:Place",))
    assert refusal(graph, parameter, "place:yard") == (
        'parameter place of fairs: "place:yard" is not in the graph\n  The graph holds no gbaip:Place.'
    )


def test_at_most_twenty_things_are_listed_and_the_rest_counted() -> None:
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/gbaip/ns#Event>"
    lines = "".join(f"<{ID}event/fair-{number}> {kind} <urn:g> .\n" for number in range(23))
    lines = refusal(QueryableGraph.from_nquads(lines.encode()), FAIR, "fair-99").splitlines()
    assert (len(lines), lines[-1]) == (23, "    and 3 more")


@pytest.mark.parametrize("value", ["host", "role:host", "https://w3id.org/gbaip/concept/role/host"])
def test_a_concept_is_named_by_slug_or_iri(graph: QueryableGraph, value: str) -> None:
    assert value_of(graph, ROLE, value) == Iri("https://w3id.org/gbaip/concept/role/host")


def test_a_concept_of_another_scheme_is_refused(graph: QueryableGraph) -> None:
    assert refusal(graph, ROLE, "mode:online") == (
        "parameter role of fairs: mode:online is no concept of the scheme role; it is a skos:Concept\n"
        "  Right are, the closest first:\n"
        "    role:host  host\n"
        "    role:guest"
    )


@pytest.mark.parametrize(
    ("parameter", "value", "term"),
    [
        (Parameter("x", "language"), "zh-Hans", Literal("zh-Hans")),
        (Parameter("x", "date"), "2024-02-29", Literal("2024-02-29", XSD + "date")),
        (Parameter("x", "date"), datetime.date(2024, 9, 5), Literal("2024-09-05", XSD + "date")),
        (Parameter("x", "year"), "2024", Literal("2024", XSD + "integer")),
        (Parameter("x", "integer"), "-7", Literal("-7", XSD + "integer")),
        (Parameter("x", "integer"), 7, Literal("7", XSD + "integer")),
        (Parameter("x", "integer"), "+007", Literal("7", XSD + "integer")),
        (Parameter("x", "integer"), Literal("7", XSD + "integer"), Literal("7", XSD + "integer")),
        (Parameter("x", "integer", minimum="4", maximum="7"), "7", Literal("7", XSD + "integer")),
        (Parameter("x", "date", minimum="2024-02-29"), "2024-02-29", Literal("2024-02-29", XSD + "date")),
        (Parameter("x", "decimal"), "+.50", Literal("0.5", XSD + "decimal")),
        (Parameter("x", "decimal"), "-0.0", Literal("0", XSD + "decimal")),
        (Parameter("x", "decimal"), "100", Literal("100", XSD + "decimal")),
        (Parameter("x", "decimal"), "1.50", Literal("1.5", XSD + "decimal")),
        (Parameter("x", "text"), '"} DROP', Literal('"} DROP')),
        (Parameter("x", "choice", values=("small", "large")), "large", Literal("large")),
    ],
)
def test_a_value_becomes_a_term_of_its_kind(
    graph: QueryableGraph, parameter: Parameter, value: object, term: Term
) -> None:
    assert value_of(graph, parameter, value) == term


@pytest.mark.parametrize(
    ("parameter", "value", "message"),
    [
        (
            Parameter("x", "language"),
            "zh-hant",
            '"zh-hant" is none of the values\n  Did you mean zh-Hant? There are: en, zh-Hant, zh-Hans.',
        ),
        (
            Parameter("x", "date"),
            "2023-02-29",
            '"2023-02-29" is no day of the calendar\n  Write year-month-day.',
        ),
        (
            Parameter("x", "date", examples=("2024-09-05",)),
            "20240905",
            '"20240905" is no day of the calendar\n  Write year-month-day, such as 2024-09-05.',
        ),
        (
            Parameter("x", "date"),
            "２０２４-09-05",
            '"２０２４-09-05" is no day of the calendar\n  Write year-month-day.',
        ),
        (Parameter("x", "year"), "24", '"24" is no year\n  Write four digits.'),
        (Parameter("x", "integer"), "1.0", '"1.0" is no whole number\n  Write digits.'),
        (Parameter("x", "integer"), "1" * 19, f'"{"1" * 19}" is no whole number\n  Write digits.'),
        (
            Parameter("x", "decimal"),
            "1e3",
            '"1e3" is no decimal number\n  Write digits, with a point where one is needed.',
        ),
        (
            Parameter("x", "integer", minimum="4", maximum="7"),
            "3",
            '"3" is below the minimum 4\n  Write digits from 4 to 7.',
        ),
        (
            Parameter("x", "decimal", maximum="9.5"),
            "10",
            '"10" is above the maximum 9.5\n  Write digits, with a point where one is needed up to 9.5.',
        ),
        (
            Parameter("x", "date", examples=("2024-09-05",), minimum="2024-01-01"),
            "2023-12-31",
            '"2023-12-31" is below the minimum 2024-01-01\n'
            "  Write year-month-day from 2024-01-01 on, such as 2024-09-05.",
        ),
        (
            Parameter("x", "year", minimum="2002", maximum="2026"),
            "0999",
            '"0999" is below the minimum 2002\n  Write four digits from 2002 to 2026.',
        ),
        (Parameter("x", "text"), "\ud800", '"\ud800" is no text\n  Write some characters, none of them NUL.'),
        (Parameter("x", "text"), " ", '" " is no text\n  Write some characters, none of them NUL.'),
        (Parameter("x", "text"), "a\0", '"a\0" is no text\n  Write some characters, none of them NUL.'),
        (
            Parameter("x", "choice", values=("small", "large")),
            "larg",
            '"larg" is none of the values\n  Did you mean large? There are: small, large.',
        ),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(
    graph: QueryableGraph, parameter: Parameter, value: str, message: str
) -> None:
    assert refusal(graph, parameter, value) == f"parameter x of fairs: {message}"


def error(graph: QueryableGraph, query: SavedQuery, *given: tuple[str, object]) -> GbaipError:
    with pytest.raises(GbaipError) as caught:
        resolve_parameters(query, given, graph)
    return caught.value


def test_an_unknown_parameter_is_answered_with_those_of_the_question(graph: QueryableGraph) -> None:
    caught = error(graph, question(FAIR, ROLE), ("fare", "x"))
    assert isinstance(caught, UnknownName)
    assert str(caught) == 'fairs: there is no parameter "fare"\n  Did you mean fair? There are: fair, role.'


def test_a_parameter_of_a_question_without_any_is_refused(graph: QueryableGraph) -> None:
    caught = error(graph, question(), ("fair", "x"))
    assert str(caught) == 'fairs: there is no parameter "fair"\n  The question fairs has no parameters.'


def test_a_missing_parameter_is_named_with_an_example(graph: QueryableGraph) -> None:
    parameter = Parameter("first_day", "date", True, "The day.", ("2024-09-05",))
    assert str(error(graph, question(parameter))) == (
        "parameter first_day of fairs: it is missing: The day\n  Give it, for example --first-day 2024-09-05."
    )


def test_a_parameter_given_twice_is_refused(graph: QueryableGraph) -> None:
    parameter = Parameter("first_day", "text")
    caught = error(graph, question(parameter), ("first-day", "x"), ("first_day", "x"))
    assert str(caught) == "parameter first_day of fairs: it is given twice\n  Give it once."


def test_an_optional_parameter_that_is_not_given_is_left_out(graph: QueryableGraph) -> None:
    assert resolve_parameters(question(FAIR), [], graph) == {}


def test_a_default_stands_in_for_a_value(graph: QueryableGraph) -> None:
    parameter = Parameter("x", "integer", defaults=("3",))
    terms = [resolve_parameters(question(parameter), given, graph)["x"] for given in ([], [("x", "4")])]
    assert terms == [Literal("3", XSD + "integer"), Literal("4", XSD + "integer")]


# ---------------------------------------------------------------------------- choices that a query finds


PREFIX = "PREFIX gbaip: <https://w3id.org/gbaip/ns#> "
THINGS = Parameter(
    "thing", "choice", values_query=PREFIX + "SELECT ?x ?y { ?x a gbaip:Event ; a ?y } ORDER BY ?x"
)
TEXTS = Parameter("text", "choice", values_query='SELECT ?x { VALUES ?x { "small" "large" 3 } } ORDER BY ?x')


@pytest.mark.parametrize("value", ["event:fair-1", f"{ID}event/fair-1", "fair-1"])
def test_a_thing_that_the_query_finds_is_named_as_any_thing(graph: QueryableGraph, value: str) -> None:
    assert value_of(graph, THINGS, value) == Iri(f"{ID}event/fair-1")


@pytest.mark.parametrize(
    ("value", "term"), [("large", Literal("large")), ("3", Literal("3", XSD + "integer"))]
)
def test_a_literal_that_the_query_finds_keeps_its_type(
    graph: QueryableGraph, value: str, term: Literal
) -> None:
    assert value_of(graph, TEXTS, value) == term


def test_a_thing_that_the_query_does_not_find_is_answered_with_those_that_it_finds(
    graph: QueryableGraph,
) -> None:
    assert refusal(graph, THINGS, "agency:mill") == (
        "parameter thing of fairs: agency:mill is no value of thing; it is a gbaip:Agency\n"
        "  Right are, the closest first:\n"
        "    event:fair-2  Autumn Fair\n"
        "    event:fair-1  Spring Fair"
    )


def test_a_text_that_the_query_does_not_find_is_answered_with_the_closest_first(
    graph: QueryableGraph,
) -> None:
    assert refusal(graph, TEXTS, "larg") == (
        'parameter text of fairs: "larg" is none of the values\n'
        "  Right are, the closest first:\n    large\n    small\n    3"
    )


def test_texts_that_differ_only_in_their_type_are_refused(graph: QueryableGraph) -> None:
    twice = Parameter("text", "choice", values_query='SELECT ?x { VALUES ?x { "3" 3 } } ORDER BY ?x')
    assert refusal(graph, twice, "3") == (
        'parameter text of fairs: "3" stands for 2 values\n'
        "  Its texts have to differ: let the query select them by STR(...)."
    )


def test_a_query_that_finds_nothing_says_so(graph: QueryableGraph) -> None:
    nothing = Parameter("text", "choice", values_query="SELECT ?x { ?x a <urn:none> } ORDER BY ?x")
    assert refusal(graph, nothing, "small") == (
        'parameter text of fairs: no value of text is called "small"\n  The graph holds no value of text.'
    )


# --------------------------------------------------------------------------------------------------- lists


FAIRS = Parameter("fair", "iri", classes=("gbaip:Event",), is_list=True, min_length=2, max_length=3)
SIZES = Parameter("size", "integer", examples=("4",), is_list=True, max_length=3)


@pytest.mark.parametrize(
    "given",
    [
        [("fair", "fair-1"), ("fair", "event:fair-2")],
        [("fair", ["fair-1", "event:fair-2"])],
        [("fair", ("fair-1",)), ("fair", Iri(f"{ID}event/fair-2"))],
        [("fair", "fair-1"), ("fair", "event:fair-2"), ("fair", f"{ID}event/fair-1")],
    ],
)
def test_a_list_takes_values_one_by_one_or_at_once_and_each_of_them_once(
    graph: QueryableGraph, given: list[tuple[str, object]]
) -> None:
    terms = resolve_parameters(question(FAIRS), given, graph)
    assert terms == {"fair": (Iri(f"{ID}event/fair-1"), Iri(f"{ID}event/fair-2"))}


def test_numbers_that_are_written_differently_are_one_value_of_a_list(graph: QueryableGraph) -> None:
    terms = resolve_parameters(question(SIZES), [("size", {"7", "+7", "007"})], graph)
    assert terms == {"size": (Literal("7", XSD + "integer"),)}


@pytest.mark.parametrize(
    ("parameter", "given", "message"),
    [
        (
            FAIRS,
            ["fair-1"],
            "it has 1 different values\n  Give it 2 to 3 times, each time with another value.",
        ),
        (FAIRS, ["fair-1"] * 2, "it has 1 different values\n  Give it 2 to 3 times, each time with another"),
        (
            SIZES,
            [],
            "it has 0 different values\n  Give it 1 to 3 times, each time with another value, such as",
        ),
        (
            SIZES,
            ["1"] * 4,
            "it has 4 values\n  Give it 1 to 3 times, each time with another value, such as --size",
        ),
        (SIZES, ["1", "x"], '"x" is no whole number\n  Write digits, such as 4.'),
    ],
)
def test_a_list_that_is_too_short_too_long_or_holds_a_wrong_value_is_refused(
    graph: QueryableGraph, parameter: Parameter, given: list[str], message: str
) -> None:
    caught = error(graph, question(parameter), (parameter.name, given))
    assert str(caught).startswith(f"parameter {parameter.name} of fairs: {message}")


def test_several_values_of_what_is_no_list_are_refused(graph: QueryableGraph) -> None:
    caught = error(graph, question(FAIR), ("fair", ["fair-1"]))
    assert str(caught) == "parameter fair of fairs: it takes one value, not several\n  Give one."


def test_the_defaults_of_a_list_stand_in_for_values(graph: QueryableGraph) -> None:
    parameter = Parameter("x", "integer", defaults=("1", "2"), is_list=True, max_length=3)
    terms = [resolve_parameters(question(parameter), given, graph)["x"] for given in ([], [("x", "4")])]
    assert [[one.lexical for one in found] for found in terms] == [["1", "2"], ["4"]]  # type: ignore[union-attr]


def test_what_there_is_to_choose_from_is_asked_once_for_a_list(graph: QueryableGraph) -> None:
    asked: list[str] = []

    class Counting:
        is_remote = False

        def select(self, text: str) -> object:
            asked.append(text)
            return graph.select(text)

    given = [("fair", ["fair-1", "fair-2"])]
    resolve_parameters(question(FAIRS), given, Counting())  # type: ignore[arg-type]
    assert len(asked) == 1
