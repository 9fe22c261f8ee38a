"""What each SHACL parameter may hold, as data: the form of its values, how many, on which shapes.

For ``shape_syntax``; a new parameter is a new line of the table. The rules are those of
https://www.w3.org/TR/shacl/#syntax-rules; where the judge reads less than they allow, that is said.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from gbaip_graph.check.shacl.model import SH
from gbaip_graph.turtle.faults import shown
from gbaip_graph.turtle.language_tags import is_well_formed
from gbaip_graph.turtle.terms import (
    RDF_LANG_STRING,
    XSD_BOOLEAN,
    XSD_INTEGER,
    XSD_STRING,
    Iri,
    Literal,
    Term,
)

#: Says why a value does not have the form, or None where it has.
Judge: TypeAlias = Callable[[Term], str | None]

NODE_KINDS = frozenset(
    SH + name
    for name in ("BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
)
#: What pySHACL does with a pattern; it passes over the other flags of XPath (s, x, q) without a word.
_FLAGS_OF_THE_JUDGE = frozenset("im")
_FLAGS_OF_XPATH = frozenset("imsxq")
# A pattern is compiled to see whether it is one, which takes time and memory that grow with its length.
PATTERN_LIMIT_CHARACTERS = 64 * 1024


def _no_doubt(_: Term) -> str | None:
    return None


@dataclass(frozen=True)
class Form:
    """The form of a value in the words of a finding, how it is judged, and how it is written rightly.

    ``doubt`` says what the judge makes otherwise of a value that has the form.
    """

    noun: str
    fault: Judge
    mend: str
    doubt: Judge = _no_doubt


@dataclass(frozen=True)
class Parameter:
    """A parameter: the form of its values, or of the members of the lists that they are, and its limits.

    ``most`` is how many values a shape may give it (None: any number); ``needs_path`` that only property
    shapes have it.
    """

    form: Form
    is_list: bool = False
    most: int | None = None
    needs_path: bool = False


def _of_datatype(datatype: str) -> Judge:
    def fault(term: Term) -> str | None:
        return None if isinstance(term, Literal) and term.datatype == datatype else ""

    return fault


def _is_digit(term: Term) -> str | None:
    is_digit = isinstance(term, Literal) and term.lexical in ("0", "1")
    return "engines differ on it, where the word would be the same to all" if is_digit else None


def _is_text(term: Term) -> str | None:
    fits = isinstance(term, Literal) and term.datatype in (XSD_STRING, RDF_LANG_STRING)
    return None if fits else ""


def _is_literal(term: Term) -> str | None:
    return None if isinstance(term, Literal) else ""


def _is_iri(term: Term) -> str | None:
    return None if isinstance(term, Iri) else ""


def _is_iri_or_literal(term: Term) -> str | None:
    return None if isinstance(term, Iri | Literal) else ""


def _is_node(term: Term) -> str | None:
    return "" if isinstance(term, Literal) else None


def _is_anything(_: Term) -> str | None:
    return None


def _is_node_kind(term: Term) -> str | None:
    return None if isinstance(term, Iri) and term.value in NODE_KINDS else ""


def _is_language_range(term: Term) -> str | None:
    if not isinstance(term, Literal) or term.datatype != XSD_STRING:
        return ""
    return None if is_well_formed(term.lexical) else "it is no language tag"


def _is_pattern(term: Term) -> str | None:
    if not isinstance(term, Literal) or term.datatype != XSD_STRING:
        return ""
    if len(term.lexical) > PATTERN_LIMIT_CHARACTERS:
        return f"it has {len(term.lexical)} characters, more than {PATTERN_LIMIT_CHARACTERS}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # doubts about patterns that are read all the same
            re.compile(term.lexical)
    except (re.error, OverflowError) as error:
        return f"{error}"
    except RecursionError:
        return "it is nested too deeply"
    return None


def _are_flags(term: Term) -> str | None:
    if not isinstance(term, Literal) or term.datatype != XSD_STRING:
        return ""
    wrong = next((one for one in term.lexical if one not in _FLAGS_OF_XPATH), None)
    return f"`{shown(wrong)}` is no flag" if wrong else None


def _are_passed_over(term: Term) -> str | None:
    flags = term.lexical if isinstance(term, Literal) else ""
    passed = next((one for one in flags if one in _FLAGS_OF_XPATH - _FLAGS_OF_THE_JUDGE), None)
    return f"pySHACL, the judge, passes over the flag `{passed}`" if passed else None


_WHOLE_NUMBER = Form(
    "a whole number", _of_datatype(XSD_INTEGER), "Write it in digits, without quotation marks: `1`."
)
_BOOLEAN = Form(
    "true or false",
    _of_datatype(XSD_BOOLEAN),
    "Write `true` or `false`, without quotation marks.",
    _is_digit,
)
_TEXT = Form("a string", _is_text, 'Write `"..."` or `"..."@en`.')
_LITERAL = Form("a literal", _is_literal, "Write a literal.")
_IRI = Form("an IRI", _is_iri, "Write a name with a prefix, or an IRI in `<` and `>`.")
_DATATYPE = Form("the IRI of a datatype", _is_iri, "Write the IRI, for example `xsd:date`.")
_CLASS = Form(
    "the IRI of a class", _is_iri, "Write the class as a name with a prefix, or an IRI in `<` and `>`."
)
_PROPERTY = Form(
    "the IRI of a property", _is_iri, "Write the property as a name with a prefix, or an IRI in `<` and `>`."
)
_NODE_KIND = Form(
    "one of the six node kinds", _is_node_kind,
    "Write sh:IRI, sh:BlankNode, sh:Literal, sh:BlankNodeOrIRI, sh:BlankNodeOrLiteral or sh:IRIOrLiteral.",
)  # fmt: skip
_LANGUAGE_RANGE = Form(
    "a language tag in quotation marks", _is_language_range, 'Write a list such as `( "en" "zh-Hant" )`.'
)
_PATTERN = Form(
    "a regular expression that the judge can read", _is_pattern,
    "Write a regular expression of Python without Unicode classes such as `\\p{L}`; keep it short.",
)  # fmt: skip
_FLAGS = Form("a set of flags", _are_flags, 'Write `"i"`, `"m"` or both.', _are_passed_over)
_SHAPE = Form("a shape", _is_node, "Write the IRI of a shape, or a shape in `[` and `]`.")
_NODE = Form("a node", _is_node, "Write an IRI, or a node in `[` and `]`.")
_TARGET_NODE = Form(
    "an IRI or a literal",
    _is_iri_or_literal,
    "Give the node an IRI; a blank node has no name in another file.",
)
_ANYTHING = Form("a term", _is_anything, "")

_BOUND = Parameter(_LITERAL, most=1)
_PAIR = Parameter(_PROPERTY)

#: Local name in the SHACL namespace -> what it may hold on a shape.
PARAMETERS: Mapping[str, Parameter] = MappingProxyType({
    "targetNode": Parameter(_TARGET_NODE),
    "targetClass": Parameter(_CLASS),
    "targetSubjectsOf": Parameter(_PROPERTY),
    "targetObjectsOf": Parameter(_PROPERTY),
    "severity": Parameter(_IRI, most=1),
    "message": Parameter(_TEXT),
    "deactivated": Parameter(_BOOLEAN, most=1),
    "name": Parameter(_TEXT),
    "description": Parameter(_TEXT),
    "order": Parameter(_LITERAL, most=1),
    "group": Parameter(_NODE),
    "class": Parameter(_CLASS),
    "datatype": Parameter(_DATATYPE, most=1),
    "nodeKind": Parameter(_NODE_KIND, most=1),
    "minCount": Parameter(_WHOLE_NUMBER, most=1, needs_path=True),
    "maxCount": Parameter(_WHOLE_NUMBER, most=1, needs_path=True),
    "minExclusive": _BOUND,
    "minInclusive": _BOUND,
    "maxExclusive": _BOUND,
    "maxInclusive": _BOUND,
    "minLength": Parameter(_WHOLE_NUMBER, most=1),
    "maxLength": Parameter(_WHOLE_NUMBER, most=1),
    "pattern": Parameter(_PATTERN, most=1),
    "flags": Parameter(_FLAGS, most=1),
    "languageIn": Parameter(_LANGUAGE_RANGE, is_list=True, most=1),
    "uniqueLang": Parameter(_BOOLEAN, most=1, needs_path=True),
    "equals": _PAIR,
    "disjoint": _PAIR,
    "lessThan": Parameter(_PROPERTY, needs_path=True),
    "lessThanOrEquals": Parameter(_PROPERTY, needs_path=True),
    "not": Parameter(_SHAPE),
    "and": Parameter(_SHAPE, is_list=True),
    "or": Parameter(_SHAPE, is_list=True),
    "xone": Parameter(_SHAPE, is_list=True),
    "node": Parameter(_SHAPE),
    "property": Parameter(_SHAPE),
    "qualifiedValueShape": Parameter(_SHAPE, most=1, needs_path=True),
    "qualifiedMinCount": Parameter(_WHOLE_NUMBER, most=1, needs_path=True),
    "qualifiedMaxCount": Parameter(_WHOLE_NUMBER, most=1, needs_path=True),
    "qualifiedValueShapesDisjoint": Parameter(_BOOLEAN, most=1, needs_path=True),
    "closed": Parameter(_BOOLEAN, most=1),
    "ignoredProperties": Parameter(_PROPERTY, is_list=True, most=1),
    "hasValue": Parameter(_ANYTHING),
    "in": Parameter(_ANYTHING, is_list=True, most=1),
    "sparql": Parameter(_NODE),
})  # fmt: skip

#: Parameters that do nothing alone -> those of which one must stand beside them.
NEEDED_BESIDE: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "flags": ("pattern",),
    "ignoredProperties": ("closed",),
    "qualifiedMinCount": ("qualifiedValueShape",),
    "qualifiedMaxCount": ("qualifiedValueShape",),
    "qualifiedValueShapesDisjoint": ("qualifiedValueShape",),
    "qualifiedValueShape": ("qualifiedMinCount", "qualifiedMaxCount"),
})  # fmt: skip
