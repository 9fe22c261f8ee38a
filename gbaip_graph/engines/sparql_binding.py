"""Values into queries: terms written so that no engine reads anything else, put in place of ``$name`` tokens.

For saved queries and batch queries; no value, however hostile, changes the structure of the query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gbaip_graph.engines.sparql_text import Token, place, significant, tokenize
from gbaip_graph.errors import InvalidValue, QueryRefused
from gbaip_graph.turtle.terms import RDF_LANG_STRING, XSD_STRING, BlankNode, Iri, Term

#: What a parameter is bound to: one term, or for a list several, which stand inside ``IN (...)``.
Bound = Term | tuple[Term, ...]

# Every character outside these is escaped, so the written text is plain ASCII on one line.
_UNSAFE = re.compile(r"[^ !#$%&()*+,\-./0-9:;<=>?@A-Z\[\]^_`a-z{|}~]|(?<=\\)[uU]")
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Absolute, ASCII, with the characters of RFC 3986 but no brackets; one ``#`` at most; percent only
# before two digits.
_IRI_CHARACTER = r"(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})"
_SAFE_IRI = re.compile(rf"[A-Za-z][A-Za-z0-9+.\-]*:{_IRI_CHARACTER}*+(?:#{_IRI_CHARACTER}*+)?\Z")
_SAFE_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z", re.ASCII)


def encode(term: Term) -> str:
    """Write a term as SPARQL text that every engine reads back as the same term.

    Escapes have eight digits (``\\U0000003B``): four would merge with hexadecimal digits behind them in
    engines that expand escapes before they read tokens; a ``u`` behind a backslash is escaped for that too.
    Raises ``InvalidValue`` for blank nodes, lone surrogates, and IRIs or tags outside the safe characters.

    >>> from gbaip_graph.turtle.terms import Literal
    >>> encode(Literal('say "hi"'))
    '"say \\\\"hi\\\\""'
    """
    if isinstance(term, Iri):
        return _iri(term.value)
    if isinstance(term, BlankNode):
        raise InvalidValue("a blank node cannot be bound", mend="Name a thing by its IRI.")
    quoted = f'"{_escape(term.lexical)}"'
    if term.language:
        return f"{quoted}@{_tag(term.language)}"
    if term.datatype in (XSD_STRING, RDF_LANG_STRING):
        return quoted
    return f"{quoted}^^{_iri(term.datatype)}"


def bind(text: str, bindings: Mapping[str, Bound]) -> str:
    """Put terms in place of the ``$name`` tokens of a query; names without ``$``.

    A name that is not in ``bindings`` stays a variable; a list is written with commas, and
    ``BOUND($name)`` as true. Raises ``QueryRefused`` where a bound parameter does not occur, is also written
    ``?name``, or stands where SPARQL takes only a variable, and where a list is not all that stands in
    ``IN (...)``; ``InvalidValue`` for an empty list and as ``encode`` does.

    >>> from gbaip_graph.turtle.terms import Literal
    >>> bind("ASK { ?s ?p $o }", {"o": Literal("x")})
    'ASK { ?s ?p  "x"  }'
    >>> bind("ASK { ?s ?p ?o FILTER (?o IN ($l)) }", {"l": (Literal("x"), Literal("y"))})
    'ASK { ?s ?p ?o FILTER (?o IN ( "x", "y" )) }'
    """
    if not bindings:
        return text
    tokens = tokenize(text)
    marks = significant(tokens)
    for token, what, mend in _misplaced(marks, bindings):
        raise QueryRefused(what, where=place(text, token.start), mend=mend)
    for name in sorted(bindings.keys() - {token.text[1:] for token in tokens if token.kind == "parameter"}):
        raise QueryRefused(f"the parameter ${name} does not occur in the query", mend=f"Write ${name} in it.")
    written = {f"${name}": f" {_written(bound)} " for name, bound in bindings.items()}
    replaced = {
        token.start: written.get(token.text, token.text) for token in tokens if token.kind == "parameter"
    }
    for index, token in enumerate(marks):
        if _is_asked_for(marks, index, bindings):
            replaced |= dict.fromkeys((mark.start for mark in marks[index : index + 4]), "")
            replaced[token.start] = " true "
    return "".join(replaced.get(token.start, token.text) for token in tokens)


def _is_asked_for(marks: tuple[Token, ...], index: int, bindings: Mapping[str, Bound]) -> bool:
    """Tell whether ``BOUND($name)``, of a name with a value, begins here."""
    if marks[index].upper != "BOUND" or len(marks) < index + 4:
        return False
    opening, name, closing = marks[index + 1 : index + 4]
    is_parameter = name.kind == "parameter" and name.text[1:] in bindings
    return is_parameter and (opening.text, closing.text) == ("(", ")")


def _written(bound: Bound) -> str:
    if not isinstance(bound, tuple):
        return encode(bound)
    if not bound:
        raise InvalidValue("the list is empty", mend="Give one value at least.")
    return ", ".join(map(encode, bound))


def _misplaced(marks: tuple[Token, ...], bindings: Mapping[str, Bound]) -> Iterator[tuple[Token, str, str]]:
    for index, (token, clause) in enumerate(zip(marks, clauses(marks), strict=True)):
        if token.kind not in ("parameter", "variable") or token.text[1:] not in bindings:
            continue
        name = token.text[1:]
        if token.kind == "variable":
            yield token, f"the parameter ${name} is written ?{name} here", f"Write ${name} everywhere."
        elif clause:
            yield token, f"the parameter ${name} stands in {clause}, where only variables may", _MENDS[clause]
        elif _is_asked_for(marks, max(index - 2, 0), bindings):
            continue
        elif isinstance(bindings[name], tuple) and not _is_all_of_in(marks, index):
            what = f"the list ${name} stands outside of IN (...), or with something else in it"
            yield token, what, f"Write FILTER (?x IN (${name})) with a variable for each of its values."


def _is_all_of_in(marks: tuple[Token, ...], index: int) -> bool:
    around = [mark.upper or mark.text for mark in marks[max(index - 2, 0) : index + 2]]
    return len(around) == 4 and [*around[:2], around[3]] == ["IN", "(", ")"]


_MENDS = {
    "SELECT": "Select a variable, and compare it with the parameter in WHERE.",
    "AS": "Give the target of AS another name.",
    "VALUES": "Name another variable in VALUES, and compare it with the parameter.",
    "GROUP BY": "Group by a variable.",
    "LIMIT": "Write the number itself.",
}
_CLAUSE_ENDS = {
    "SELECT": frozenset(["WHERE", "{", "FROM"]),
    "GROUP BY": frozenset(["HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "}"]),
    "VALUES": frozenset(["{"]),
}


def clauses(marks: tuple[Token, ...]) -> Iterator[str]:
    """Tell for each significant token in which variables-only place it stands, or ``""``."""
    clause = ""
    for index, token in enumerate(marks):
        word = token.upper or token.text
        if word in _CLAUSE_ENDS.get(clause, ()):
            clause = ""
        yield _single_place(marks, index) or clause
        if word in ("SELECT", "VALUES"):
            clause = word
        elif word == "BY" and index and marks[index - 1].upper == "GROUP":
            clause = "GROUP BY"


def _single_place(marks: tuple[Token, ...], index: int) -> str:
    before = marks[index - 1].upper if index else ""
    if before == "AS":
        return "AS"
    return "LIMIT" if before in ("LIMIT", "OFFSET") else ""


def _escape(text: str) -> str:
    return _UNSAFE.sub(_escaped_character, text)


def _escaped_character(match: re.Match[str]) -> str:
    return _SHORT_ESCAPES.get(match[0]) or _long_escape(match[0])


def _long_escape(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        raise InvalidValue(
            f"the value holds half a character (U+{ord(character):04X})",
            mend="Give whole characters, as UTF-8.",
        )
    return f"\\U{ord(character):08X}"


def _iri(iri: str) -> str:
    if not _SAFE_IRI.match(iri):
        raise InvalidValue(
            f"{iri!r} is no absolute IRI of safe characters",
            mend="Give a full IRI with its scheme, and write other characters as %XX.",
        )
    return f"<{iri}>"


def _tag(tag: str) -> str:
    if not _SAFE_TAG.match(tag):
        raise InvalidValue(f"{tag!r} is no language tag", mend="Give a tag such as en, zh-Hant or zh-Hans.")
    return tag
