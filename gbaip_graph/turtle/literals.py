"""Judge the characters of a literal against its datatype, as XSD 1.1 and RDF 1.1 define them.

For the loader and the checks. It judges what the file holds, not the value an engine makes of it, and it says
nothing about datatypes it does not know outside the XSD namespace.

https://www.w3.org/TR/xmlschema11-2/ and https://www.w3.org/TR/rdf11-concepts/#xsd-datatypes
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from gbaip_graph.turtle.calendar_literals import CALENDAR_JUDGES
from gbaip_graph.turtle.language_tags import is_well_formed
from gbaip_graph.turtle.terms import RDF_LANG_STRING, XSD, Literal

#: Says what is wrong with a lexical form, or ``None``.
_Judge: TypeAlias = Callable[[str], str | None]

# Longer numbers hang or stop some of the engines that read the data after us.
NUMBER_LIMIT_CHARACTERS = 64
# Longer lexical forms are cut in messages.
_SHOWN_CHARACTERS = 40

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_IN_URI = re.compile(r'[\x00-\x20<>"{}|\\^`]|%(?![0-9A-Fa-f]{2})')
_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME_INNER = _NAME_START + "\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"
_BASE64 = "[A-Za-z0-9+/]"

#: datatype -> (pattern of the whole lexical form, what it is, example)
_FORMS: Mapping[str, tuple[str, str, str]] = {
    "boolean": ("true|false|1|0", "a boolean", "true"),
    "decimal": (r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", "a decimal number", "12.50"),
    "double": (
        r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN",
        "a floating-point number",
        "1.5E3",
    ),
    "hexBinary": ("(?:[0-9A-Fa-f]{2})*", "hexadecimal digits in pairs", "0FB7"),
    "base64Binary": (
        rf"(?:(?:(?:{_BASE64} ?){{4}})*(?:(?:{_BASE64} ?){{3}}{_BASE64}"
        rf"|(?:{_BASE64} ?){{2}}[AEIMQUYcgkosw048] ?=|{_BASE64} ?[AQgw] ?= ?=))?",
        "Base64",
        "aGVsbG8=",
    ),
    "language": ("[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*", "a language tag", "zh-Hant"),
    "normalizedString": (r"[^\t\n\r]*", "a string without tabs and line breaks", "one line"),
    "token": (
        r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
        "a string with single spaces between its words and none around them",
        "two words",
    ),
    "NMTOKEN": (f"[{_NAME_INNER}:]+", "a name token", "item-8"),
    "Name": (f"[{_NAME_START}:][{_NAME_INNER}:]*", "an XML name", "item"),
    "NCName": (f"[{_NAME_START}][{_NAME_INNER}]*", "an XML name without colon", "item"),
}
_NUMBERS = frozenset({"decimal", "double", "float"})

_SIGNED_BITS = {"byte": 8, "short": 16, "int": 32, "long": 64}
#: datatype -> smallest and largest value; ``None`` is no bound.
_INTEGER_RANGES: Mapping[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    **{name: (-(1 << bits - 1), (1 << bits - 1) - 1) for name, bits in _SIGNED_BITS.items()},
    **{f"unsigned{name.capitalize()}": (0, (1 << bits) - 1) for name, bits in _SIGNED_BITS.items()},
}
_INTEGER = re.compile("[+-]?[0-9]+")
#: Types of XSD that RDF 1.1 leaves out, because they are abstract or need a document around them.
_NOT_FOR_RDF = frozenset(
    {"QName", "NOTATION", "ENTITY", "ENTITIES", "ID", "IDREF", "IDREFS", "NMTOKENS"}
    | {"anyType", "anySimpleType", "anyAtomicType"}
)


def lexical_fault(literal: Literal) -> str | None:
    """Say what is wrong with a literal's lexical form or language tag, with an example, or return ``None``.

    Numbers of more than 64 characters are a fault too, and so are spaces and other characters that no IRI
    may hold in an ``xsd:anyURI``, which XSD 1.1 would admit. Unknown datatypes outside XSD are not judged.

    >>> lexical_fault(Literal("2023-02-29", XSD + "date"))
    '`2023-02-29` is no xsd:date: February 2023 has 28 days; a right form is `2018-12-31`'
    >>> lexical_fault(Literal("2024-02-29", XSD + "date"))
    """
    if literal.datatype == RDF_LANG_STRING:
        return _language_fault(literal.language)
    if not literal.datatype.startswith(XSD):
        return None
    name = literal.datatype[len(XSD) :]
    judge = _JUDGES.get(name)
    if judge is None:
        return _no_datatype(name)
    fault = judge(literal.lexical)
    if fault is None:
        return None
    return f"`{_shown(literal.lexical)}` is no xsd:{name}: {fault}"


def _shown(lexical: str) -> str:
    visible = "".join(
        one if one.isprintable() else f"\\u{ord(one):04X}" for one in lexical[:_SHOWN_CHARACTERS]
    )
    return visible + "…" if len(lexical) > _SHOWN_CHARACTERS else visible


def _language_fault(language: str) -> str | None:
    if not language:
        return 'an rdf:langString has no language tag; a right form is `"text"@en`'
    if is_well_formed(language):
        return None
    return f"the language tag `{_shown(language)}` is not well-formed (BCP 47); a right form is `zh-Hant`"


def _no_datatype(name: str) -> str:
    if name in _NOT_FOR_RDF:
        return f"xsd:{name} is not for use in RDF; a right datatype is xsd:token"
    near = difflib.get_close_matches(name, sorted(_JUDGES), n=1, cutoff=0.5)
    return f"xsd:{_shown(name)} is no datatype of XSD; a right one is xsd:{near[0] if near else 'string'}"


def _string_fault(lexical: str) -> str | None:
    wrong = _NOT_XML.search(lexical)
    if wrong is None:
        return None
    return (
        f"it holds U+{ord(wrong.group()):04X}, a character that no XML text may hold; a right form is `text`"
    )


def _uri_fault(lexical: str) -> str | None:
    wrong = _NOT_IN_URI.search(lexical)
    if wrong is None:
        return _string_fault(lexical)
    shown = {" ": "a space", "%": "`%` without two hexadecimal digits"}.get(wrong.group())
    shown = shown or f"`{_shown(wrong.group())}`"
    return f"it holds {shown}; a right form is `https://example.org/a%20b`"


def _integer_judge(smallest: int | None, largest: int | None) -> _Judge:
    example = next(str(bound) for bound in (112000, smallest, largest) if _within(bound, smallest, largest))

    def judge(lexical: str) -> str | None:
        if fault := _too_long(lexical):
            return fault
        if not _INTEGER.fullmatch(lexical):
            return f"it is not a whole number in the digits 0 to 9; a right form is `{example}`"
        if smallest is not None and int(lexical) < smallest:
            return f"it is less than {smallest}; a right form is `{example}`"
        if largest is not None and int(lexical) > largest:
            return f"it is more than {largest}; a right form is `{example}`"
        return None

    return judge


def _within(value: int | None, smallest: int | None, largest: int | None) -> bool:
    if value is None:
        return False
    return (smallest is None or smallest <= value) and (largest is None or value <= largest)


def _too_long(lexical: str) -> str | None:
    if len(lexical) <= NUMBER_LIMIT_CHARACTERS:
        return None
    return f"it has {len(lexical)} characters, more than {NUMBER_LIMIT_CHARACTERS}; a right form is `112000`"


def _pattern_judge(name: str, pattern: str, noun: str, example: str) -> _Judge:
    whole = re.compile(pattern)

    def judge(lexical: str) -> str | None:
        if name in _NUMBERS and (fault := _too_long(lexical)):
            return fault
        if whole.fullmatch(lexical):
            return _string_fault(lexical)
        return f"it is not {noun}; a right form is `{example}`"

    return judge


_JUDGES: Mapping[str, _Judge] = {
    "string": _string_fault,
    "anyURI": _uri_fault,
    **{name: _integer_judge(*bounds) for name, bounds in _INTEGER_RANGES.items()},
    **{name: _pattern_judge(name, *form) for name, form in _FORMS.items()},
    "float": _pattern_judge("float", *_FORMS["double"]),
    **CALENDAR_JUDGES,
}
