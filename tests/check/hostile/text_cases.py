"""Hostile text in good encoding: depth, length, ill-formed literals, characters that deceive the eye."""

from __future__ import annotations

from tests.check.hostile.case import (
    FIRST,
    GOOD_DATA,
    GOOD_SHAPES,
    PREFIXES,
    TWO_NAMES,
    Case,
    of_data,
    of_each,
    of_shapes,
)

DEPTH = 10_000

#: For each datatype of XSD that RDF knows, something that it is not.
ILL_FORMED = {
    "string": "a\\u0001b",
    "boolean": "TRUE",
    "decimal": "1e3",
    "integer": "1_000",
    "double": "1,5",
    "float": "inf",
    "date": "2023-02-29",
    "time": "25:00:00",
    "dateTime": "2024-01-01",
    "dateTimeStamp": "2024-01-01T00:00:00",
    "gYear": "20",
    "gMonth": "--13",
    "gDay": "---32",
    "gYearMonth": "2024-13",
    "gMonthDay": "--02-30",
    "duration": "P",
    "yearMonthDuration": "P1D",
    "dayTimeDuration": "P1Y",
    "byte": "128",
    "short": "32768",
    "int": "2147483648",
    "long": "9223372036854775808",
    "unsignedByte": "-1",
    "unsignedShort": "65536",
    "unsignedInt": "4294967296",
    "unsignedLong": "18446744073709551616",
    "positiveInteger": "0",
    "nonNegativeInteger": "-1",
    "negativeInteger": "0",
    "nonPositiveInteger": "1",
    "hexBinary": "abc",
    "base64Binary": "abc",
    "anyURI": "http://a b",
    "language": "e n",
    "normalizedString": "a\\tb",
    "token": " a",
    "NMTOKEN": "a b",
    "Name": "1a",
    "NCName": "a:b",
}
#: Literals that one engine or another takes, or that make one slow.
SLY = {
    "arabic-digits": '"\u0665"^^xsd:integer',
    "fullwidth-digits": '"\uff11\uff12"^^xsd:integer',
    "white-space": '" 1"^^xsd:integer',
    "ten-thousand-digits": f'"{"7" * 10_000}"^^xsd:integer',
    "ten-thousand-decimals": f'"0.{"3" * 10_000}"^^xsd:decimal',
    "huge-exponent": '"1e99999x"^^xsd:double',
    "no-such-datatype": '"1"^^xsd:integr',
    "no-language": '"x"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>',
    "endless-language": f'"x"@{"-".join(["en"] + ["abcdefghi"] * 1000)}',
    "leap-second": '"2016-12-31T23:59:61Z"^^xsd:dateTime',
    "time-zone": '"2016-12-31T23:59:00+15:00"^^xsd:dateTime',
}
DECEIVING = {
    "right-to-left-override": "Ha\u202erbour",
    "right-to-left-isolate": "Ha\u2067rbour",
    "right-to-left-mark": "Harbour\u200f",
    "zero-width-space": "Ha\u200brbour",
    "zero-width-joiner": "Ha\u200drbour",
    "zero-width-joiner-in-chinese": "深\u200d圳",
    "word-joiner": "Ha\u2060rbour",
    "soft-hyphen": "Ha\u00adrbour",
    "byte-order-mark-inside": "Ha\ufeffrbour",
    "tag-characters": "Harbour\U000e0041\U000e0042",
    "line-separator": "Ha\u2028rbour",
    "escaped-override": "Ha\\u202Erbour",
    "long-escaped-tag": "Ha\\U000E0041rbour",
}


def _nested(opening: str, inside: str, closing: str) -> str:
    return PREFIXES + "e:x e:name " + opening * DEPTH + inside + closing * DEPTH + " .\n"


def _clique(size: int) -> str:
    """Everybody knows everybody, and the first, who has no name of their own, is where the shape fails."""
    nodes = [f"_:n{n}" for n in range(size)]
    links = "".join(
        f"{one} e:knows {', '.join(other for other in nodes if other != one)} .\n" for one in nodes
    )
    return PREFIXES + "_:n0 a e:Person .\n" + links


CASES: tuple[Case, ...] = (
    of_data(
        "deep-blank-nodes", lambda: _nested("[ e:name ", '"x"', " ]"), at=FIRST, rule="nested-too-deeply"
    ),
    of_data("deep-collections", lambda: _nested("( ", '"x"', " )"), at=FIRST, rule="nested-too-deeply"),
    of_data(
        "deep-and-unclosed", PREFIXES + "e:x e:name " + "[ e:name " * DEPTH, at="data.ttl:", rule="syntax"
    ),
    of_shapes(
        "deep-path",
        lambda: PREFIXES + "e:S sh:path " + "[ sh:inversePath " * DEPTH + "e:name" + " ]" * DEPTH + " .\n",
        at=FIRST,
        rule="nested-too-deeply",
    ),
    of_data("deep-in-one-string", PREFIXES + f'e:x e:name "{"[(" * DEPTH}" .\n' + TWO_NAMES, at=FIRST + 1),
    of_data(
        "a-hundred-thousand-prefixes",
        lambda: (
            PREFIXES
            + "".join(f"@prefix p{n}: <http://example.org/{n}/> .\n" for n in range(100_000))
            + TWO_NAMES
        ),
        at=FIRST + 100_000,
    ),
    of_data(
        "very-long-iri",
        PREFIXES + f"e:x e:knows <http://example.org/{'x' * 10**6}> .\n" + TWO_NAMES,
        at=FIRST + 1,
    ),
    of_data("very-long-focus", PREFIXES + f"<http://example.org/{'x' * 10**6}> a e:Person .\n", at=FIRST),
    of_data("very-long-label", PREFIXES + f"_:{'x' * 10**6} e:knows e:x .\n" + TWO_NAMES, at=FIRST + 1),
    of_data(
        "iri-with-space", GOOD_DATA + "<http://example.org/a b> a e:Person .\n", at=FIRST + 1, rule="syntax"
    ),
    of_data(
        "iri-with-escaped-space",
        GOOD_DATA + "<http://example.org/a\\u0020b> a e:Person .\n",
        at=FIRST + 1,
        rule="syntax",
    ),
    of_data("iri-with-script", GOOD_DATA + 'e:x e:name "\\u001b[31m<script>\\u0007" .\n', at=FIRST + 1),
    of_data(
        "very-long-literal",
        lambda: PREFIXES + f'e:x a e:Person ; e:name "{"y" * 5_000_000}", "z" .\n',
        at=FIRST,
    ),
    of_data(
        "very-long-unclosed-literal",
        lambda: PREFIXES + f'e:x e:name "{"y" * 5_000_000}\n',
        at=FIRST,
        rule="syntax",
    ),
    of_data(
        "many-quotes", lambda: PREFIXES + 'e:x e:name """' + '\\"' * 10**6 + "\n", at=FIRST, rule="syntax"
    ),
    of_data("clique-of-ten-blank-nodes", _clique(10), at=FIRST),
    of_data("clique-of-a-hundred-blank-nodes", _clique(100), at=FIRST),
    of_data(
        "many-objects",
        lambda: PREFIXES + "e:x a e:Person ; e:name " + ", ".join(f'"{n}"' for n in range(10_000)) + " .\n",
        at=FIRST,
    ),
    of_data("decomposed", PREFIXES + 'e:x a e:Person ; e:name "Cafe\u0301" .\n', at=FIRST, rule="not-nfc"),
    of_data(
        "hidden-in-an-iri",
        PREFIXES + "e:x a <http://example.org/Per\\u200Bson> .\n",
        at=FIRST,
        rule="hidden-character",
    ),
    of_data(
        "hidden-in-a-comment",
        GOOD_DATA + "# e:y \u202e a e:Person .\n",
        at=FIRST + 1,
        rule="hidden-character",
    ),
    of_shapes("hidden-in-shapes", GOOD_SHAPES + "e:S\u200b a sh:NodeShape .\n", at="shapes.ttl:"),
    of_shapes(
        "ill-formed-in-shapes",
        GOOD_SHAPES + 'e:S e:p "1.0"^^xsd:integer .\n',
        at="shapes.ttl:",
        rule="ill-typed-literal",
    ),
    of_each(
        "ill-formed-literals",
        {name: f'e:x e:p "{lexical}"^^xsd:{name} .\n' for name, lexical in ILL_FORMED.items()},
        rule="ill-typed-literal",
    ),
    of_each(
        "sly-literals", {name: f"e:x e:p {text} .\n" for name, text in SLY.items()}, rule="ill-typed-literal"
    ),
    of_each(
        "deceiving-characters",
        {name: f'e:x e:name "{text}"@en .\n' for name, text in DECEIVING.items()},
        rule="hidden-character",
    ),
)
