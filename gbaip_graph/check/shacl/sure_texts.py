"""Tests on the text of values that are only passed by what surely conforms: length, pattern, language.

https://www.w3.org/TR/shacl/#core-components-string
"""

from __future__ import annotations

import re
from collections.abc import Collection

from gbaip_graph.check.shacl.constraint_reading import (
    Conforms,
    NotRead,
    Reader,
    always_conforms,
    is_yes,
    one_value,
    plain_number,
)
from gbaip_graph.check.shacl.model import Shape
from gbaip_graph.turtle.terms import RDF_LANG_STRING, XSD_STRING, Iri, Literal, Term

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}


def read_min_length(shape: Shape, _: Reader) -> Conforms:
    """Read ``sh:minLength``."""
    least = plain_number(shape, "minLength")
    return lambda _, values: all(
        (text := _text(value)) is not None and len(text) >= least for value in values
    )


def read_max_length(shape: Shape, _: Reader) -> Conforms:
    """Read ``sh:maxLength``."""
    most = plain_number(shape, "maxLength")
    return lambda _, values: all((text := _text(value)) is not None and len(text) <= most for value in values)


def _text(term: Term) -> str | None:
    """Return what ``STR`` gives where engines agree on it."""
    if isinstance(term, Iri):
        return term.value
    if isinstance(term, Literal) and term.datatype in (XSD_STRING, RDF_LANG_STRING):
        return term.lexical
    return None


def read_pattern(shape: Shape, _: Reader) -> Conforms:
    """Read ``sh:pattern`` with its flags."""
    flags = _flags(shape)
    patterns = []
    for pattern in shape.of("pattern"):
        if not isinstance(pattern, Literal):
            raise NotRead("sh:pattern is no text")
        try:
            patterns.append(re.compile(pattern.lexical, flags))
        except re.error as error:
            raise NotRead("sh:pattern is no regular expression") from error

    def matches(value: Term) -> bool:
        text = _text(value)
        return text is not None and all(pattern.search(text) for pattern in patterns)

    return lambda _, values: all(map(matches, values))


def _flags(shape: Shape) -> int:
    """Return the flags of https://www.w3.org/TR/xpath-functions/#flags that Python has too."""
    flags = 0
    for value in shape.of("flags"):
        if not isinstance(value, Literal) or not _FLAGS.keys() >= set(value.lexical):
            raise NotRead("sh:flags with another letter than i, m and s")
        for letter in value.lexical:
            flags |= _FLAGS[letter]
    return flags


def read_language_in(shape: Shape, reader: Reader) -> Conforms:
    """Read ``sh:languageIn``; only whole tags are compared, ranges are left to the judge."""
    allowed = {
        tag.lexical.lower()
        for tag in reader.members(one_value(shape, "languageIn"))
        if isinstance(tag, Literal)
    }
    return lambda _, values: all(
        isinstance(value, Literal) and value.language.lower() in allowed for value in values
    )


def read_unique_lang(shape: Shape, _: Reader) -> Conforms:
    """Read ``sh:uniqueLang``."""
    if not is_yes(shape, "uniqueLang"):
        return always_conforms

    def conforms(_: Term, values: Collection[Term]) -> bool:
        tags = [value.language.lower() for value in values if isinstance(value, Literal) and value.language]
        return len(tags) == len(set(tags))

    return conforms
