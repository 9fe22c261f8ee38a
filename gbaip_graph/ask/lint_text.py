"""Rules for the SPARQL of a saved query that its tokens show.

For the lint; the text has passed the guard and both engines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from gbaip_graph.ask.suggestions import closest, did_you_mean
from gbaip_graph.engines.sparql_text import Token, declared_prefixes, position, significant, tokenize
from gbaip_graph.findings import Finding
from gbaip_graph.namespaces import ONTOLOGY, PREFIXES, compact

_COMPARISONS = frozenset(["=", "!="])
_BRACKETS = {"{": 1, "(": 1, "}": -1, ")": -1}


@dataclass(frozen=True)
class QueryText:
    """A query text and the name of its file in findings."""

    text: str
    file: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The significant tokens."""
        return significant(tokenize(self.text))

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The declared prefixes."""
        return declared_prefixes(self.tokens)

    def iri_of(self, token: Token) -> str:
        """Return the IRI that a token stands for, or ``""``."""
        if token.kind == "iri":
            return token.text[1:-1]
        prefix, _, local = token.text.partition(":")
        return self.prefixes.get(prefix, "") + local.replace("\\", "") if token.kind == "name" else ""

    def finding(self, token: Token, rule: str, what: str, mend: str) -> Finding:
        """Make a finding at a token."""
        line, column = position(self.text, token.start)
        return Finding(self.file, line, column, rule, what, mend)


def prefix_findings(text: QueryText) -> Iterator[Finding]:
    """Find prefixes that are not the project's, or stand for another IRI than there, and BASE."""
    for word, name in zip(text.tokens, text.tokens[1:], strict=False):
        if word.upper == "BASE":
            yield text.finding(word, "prefix", "BASE hides what an IRI is", "Write prefixed names.")
        if word.upper != "PREFIX" or name.kind != "name":
            continue
        prefix = name.text[:-1]
        known = PREFIXES.get(prefix)
        if known is None:
            mend = f"{did_you_mean(prefix, PREFIXES)}Use a prefix of the project."
            yield text.finding(name, "prefix", f"the prefix {prefix}: is not one of the project", mend)
        elif text.prefixes.get(prefix) != known:
            yield text.finding(
                name, "prefix", f"the prefix {prefix}: stands for another IRI", f"Write <{known}>."
            )


def term_findings(text: QueryText, declared: Collection[str]) -> Iterator[Finding]:
    """Find terms of the project's namespace that the ontology does not declare; takes their IRIs."""
    known = [iri.removeprefix(ONTOLOGY) for iri in declared]
    for before, token in zip(text.tokens, text.tokens[1:], strict=False):
        iri = text.iri_of(token)
        if not iri.startswith(ONTOLOGY) or iri == ONTOLOGY or iri in declared or before.text.endswith(":"):
            continue
        meant = closest(iri.removeprefix(ONTOLOGY), known)
        mend = f"Did you mean gbaip:{meant}? " if meant else ""
        mend += "Declare it in the ontology, or use a term that is."
        what = f"the ontology does not declare {compact(iri)}"
        yield text.finding(token, "unknown-term", what, mend)


def language_findings(text: QueryText) -> Iterator[Finding]:
    """Find comparisons of LANG() by ``=``, which the case of a tag decides."""
    tokens = text.tokens
    for index, token in enumerate(tokens):
        if token.upper != "LANG":
            continue
        behind = _behind_call(tokens, index)
        before = tokens[index - 1].text
        if before in _COMPARISONS or (
            behind is not None and (behind.text in _COMPARISONS or behind.upper in ("IN", "NOT"))
        ):
            mend = 'Write LANGMATCHES(LANG(?x), "en").'
            yield text.finding(
                token, "lang-equality", "LANG() is compared, and the case of tags differs", mend
            )


def order_findings(text: QueryText) -> Iterator[Finding]:
    """Find a SELECT without ORDER BY of its own."""
    depth = 0
    for token in text.tokens:
        depth += _BRACKETS.get(token.text, 0) if token.kind == "mark" else 0
        if depth == 0 and token.upper == "ORDER":
            return
    select = next((token for token in text.tokens if token.upper == "SELECT"), None)
    if select is not None:
        mend = "End it with ORDER BY and the columns that fix a total order."
        yield text.finding(select, "order", "the query has no ORDER BY, so its rows have no order", mend)


def parameter_findings(text: QueryText, described: Collection[str]) -> Iterator[Finding]:
    """Find ``$name`` tokens that the header does not describe, each name once."""
    seen = set(described)
    for token in text.tokens:
        name = token.text[1:]
        if token.kind == "parameter" and name not in seen:
            seen.add(name)
            mend = f"{did_you_mean(name, described)}Describe it in a [[parameter]], or write ?{name}."
            yield text.finding(
                token, "parameter", f"the header does not describe the parameter ${name}", mend
            )


def uses(text: QueryText, iri: str) -> bool:
    """Tell whether an IRI stands in the query."""
    return any(text.iri_of(token) == iri for token in text.tokens)


def _behind_call(tokens: tuple[Token, ...], index: int) -> Token | None:
    depth = 0
    for place, token in enumerate(tokens[index + 1 :], start=index + 1):
        depth += _BRACKETS.get(token.text, 0) if token.kind == "mark" else 0
        if depth == 0:
            return tokens[place + 1] if place + 1 < len(tokens) else None
    return None
