"""Read the tokens of a Turtle text into blocks with their comments.

For the formatter. It expects a text that the parser has accepted, and refuses one that is nested too deep to
be laid out in indented lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.formatting.names import Names
from gbaip_graph.turtle.formatting.reading_order import in_reading_order, predicate_rank
from gbaip_graph.turtle.formatting.scan import Token
from gbaip_graph.turtle.formatting.tree import Bracket, Collection, Item, Leaf, Pair, Value
from gbaip_graph.turtle.terms import IRI_TYPE

# Deeper text would be indented by more than 250 columns; nobody writes that by hand. Each level takes four
# calls, so this also stays far from Python's own limit.
DEEPEST_NESTING_LEVELS = 64


@dataclass(slots=True)
class Draft:
    """A pair that may still get comments from the marks that follow it."""

    rank: int
    predicate: str
    value: Value
    above: list[str]
    after: list[str]

    def pair(self) -> Pair:
        """Return the pair, with one comment at most at the end of its line."""
        above, beside = settled(self.above, self.after)
        return Pair(self.rank, self.predicate, self.value, above, beside)


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A value, the comments in lines of their own before it, and those after its tokens."""

    value: Value
    above: list[str]
    after: list[str]


@dataclass
class TermReader:
    """Reads values and their pairs from tokens, one after the other."""

    tokens: list[Token]
    file: str = ""
    names: Names = field(default_factory=Names)
    _next: int = 0
    _open_brackets: int = 0

    @property
    def next(self) -> Token:
        """The token that is read next."""
        return self.tokens[self._next]

    @property
    def previous(self) -> Token:
        """The token that was read last."""
        return self.tokens[self._next - 1]

    def take(self) -> Token:
        """Return the next token and go on."""
        self._next += 1
        return self.tokens[self._next - 1]

    def pairs(self, waiting: list[str]) -> tuple[list[Draft], list[str]]:
        """Read pairs up to a full stop or a closing bracket, which stays.

        ``waiting`` comments stand above the first. Returns the pairs, and the comments in lines of their own
        after the last one.
        """
        drafts: list[Draft] = []
        while self.next.text not in (".", "]"):
            token = self.take()
            waiting += token.comments_before
            if token.text == ";":
                drafts[-1].after.append(token.after)
                continue
            waiting.append(token.after)
            waiting = self._objects(token, waiting, drafts)
        return drafts, waiting

    def _objects(self, verb: Token, waiting: list[str], drafts: list[Draft]) -> list[str]:
        iri = IRI_TYPE.value if verb.text == "a" else self.names.iri_of(verb)
        predicate = "a" if iri == IRI_TYPE.value else self.names.spelled(verb)
        while True:
            read = self.value()
            draft = Draft(predicate_rank(iri), predicate, read.value, waiting + read.above, read.after)
            drafts.append(draft)
            if self.next.text not in (",", ";"):
                return []
            mark = self.take()
            draft.after.append(mark.after)
            waiting = mark.comments_before
            if mark.text == ";":
                return waiting

    def value(self) -> ReadValue:
        """Read an object, an item or a subject."""
        token = self.take()
        if token.text in ("[", "("):
            return self._nested(token)
        if token.kind == "string":
            return self._literal(token)
        is_shorthand = token.kind in ("number", "word")
        content = token.text if is_shorthand else self.names.spelled(token)
        return ReadValue(Leaf(content), token.comments_before, [token.after])

    def _literal(self, string: Token) -> ReadValue:
        parts = [string]
        if self.next.kind == "language":
            parts.append(self.take())
            value = Leaf(self.names.literal(string, parts[-1].text[1:], None), parts[-1].text[1:])
        elif self.next.text == "^^":
            parts += [self.take(), self.take()]
            value = Leaf(self.names.literal(string, "", parts[-1]))
        else:
            value = Leaf(self.names.literal(string, "", None))
        after = [string.after]
        for part in parts[1:]:
            after += [*part.comments_before, part.after]
        return ReadValue(value, string.comments_before, after)

    def _nested(self, opening: Token) -> ReadValue:
        self._open_brackets += 1
        if self._open_brackets > DEEPEST_NESTING_LEVELS:
            raise InvalidData([_too_deep(opening, self.file)])
        read = self._bracket if opening.text == "[" else self._collection
        value, closing = read(opening.after)
        self._open_brackets -= 1
        return ReadValue(value, opening.comments_before, [closing.after])

    def _bracket(self, beside_opening: str) -> tuple[Bracket, Token]:
        drafts, waiting = self.pairs([])
        closing = self.take()
        tail = tuple(filter(None, waiting + closing.comments_before))
        return Bracket(in_reading_order([one.pair() for one in drafts]), beside_opening, tail), closing

    def _collection(self, beside_opening: str) -> tuple[Collection, Token]:
        items = []
        while self.next.text != ")":
            read = self.value()
            items.append(Item(read.value, *settled(read.above, read.after)))
        closing = self.take()
        return Collection(tuple(items), beside_opening, tuple(closing.comments_before)), closing


def settled(above: list[str], after: list[str]) -> tuple[tuple[str, ...], str]:
    """Leave one comment at most at the end of the line; the others take lines of their own above it."""
    kept = [comment for comment in after if comment]
    return (*filter(None, above), *kept[:-1]), kept[-1] if kept else ""


def _too_deep(token: Token, file: str) -> Finding:
    what = f"brackets in more than {DEEPEST_NESTING_LEVELS} levels, which no indented text can show"
    mend = "Name some of the inner nodes and describe them in statements of their own."
    return Finding(file, token.line, token.column, "nesting", what, mend)
