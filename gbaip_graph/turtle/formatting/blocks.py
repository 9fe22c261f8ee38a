"""Read a whole Turtle text into its declarations, blocks and remarks, in the author's order.

For the formatter. Blocks of one subject that follow one another become one; nothing else moves.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby

from gbaip_graph.turtle.formatting.reader import ReadValue, TermReader, settled
from gbaip_graph.turtle.formatting.reading_order import in_reading_order
from gbaip_graph.turtle.formatting.scan import END, OwnLine, Token, scan
from gbaip_graph.turtle.formatting.tree import (
    Block,
    Bracket,
    Comments,
    Declaration,
    Declarations,
    Element,
    Leaf,
    Pair,
    Remark,
    Value,
)

_DECLARING = ("@prefix", "@base")


def read_elements(text: str, *, file: str = "") -> list[Element]:
    """Return the elements of a text that the parser has accepted.

    Raises ``InvalidData`` for brackets in too many levels.
    """
    reader = _ElementReader(TermReader(scan(text), file))
    reader.read()
    return reader.elements


@dataclass
class _ElementReader:
    terms: TermReader
    elements: list[Element] = field(default_factory=list)
    # What the last element still grows by; sorted only when it is whole.
    _pairs: list[Pair] = field(default_factory=list)
    _declared: list[Declaration] = field(default_factory=list)
    _last_line: int = 0  # of what has been read; 0 at the beginning

    def read(self) -> None:
        while True:
            token = self.terms.next
            above = self._remarks(token)
            if token.kind == END:
                self._finish()
                return
            if token.text in _DECLARING or (
                token.kind == "word" and token.text.lower() in ("prefix", "base")
            ):
                self._declaration(above)
            else:
                self._block(above, is_close=token.line - self._last_line <= 1)
            self._last_line = self.terms.previous.last_line

    def _remarks(self, token: Token) -> Comments:
        """Take the remarks before a token; return the comments that stand right above it."""
        groups = _in_groups(token.before)
        above: Comments = ()
        if groups and token.kind != END and token.line - groups[-1][-1].line <= 1:
            above = tuple(comment.text for comment in groups.pop())
        for index, group in enumerate(groups):
            is_close = index == 0 and bool(self.elements) and group[0].line - self._last_line <= 1
            self._begin(Remark(tuple(comment.text for comment in group), is_close))
        return above

    def _begin(self, element: Element) -> None:
        self._finish()
        self.elements.append(element)

    def _finish(self) -> None:
        """Put the last element in order, which nothing follows that belongs to it."""
        last = self.elements[-1] if self.elements else None
        if isinstance(last, Block):
            self.elements[-1] = replace(last, pairs=in_reading_order([*last.pairs, *self._pairs]))
        elif isinstance(last, Declarations):
            self.elements[-1] = _sorted(last, self._declared)
        self._pairs, self._declared = [], []

    # Declarations

    def _declaration(self, above: Comments) -> None:
        read, comments = self._one_declaration()
        more_above, beside = settled(list(above), comments)
        declaration = replace(read, beside=beside)
        last = self.elements[-1] if self.elements else None
        # A comment above a declaration heads the ones below it; they stay together under it.
        if isinstance(last, Declarations) and not above:
            self.elements[-1] = replace(last, above=last.above + more_above)
            self._declared.append(declaration)
        else:
            self._begin(Declarations((declaration,), more_above))

    def _one_declaration(self) -> tuple[Declaration, list[str]]:
        """Read one declaration; return it with the comments inside and behind it."""
        keyword = self.terms.take()
        parts = [keyword]
        prefix = None
        if keyword.text.lower().endswith("prefix"):
            parts.append(self.terms.take())
            prefix = parts[-1].text[:-1]
        parts.append(self.terms.take())
        if prefix is None:
            iri = self.terms.names.spelled(parts[-1])
        else:
            iri = self.terms.names.declare(prefix, parts[-1])
        if keyword.text in _DECLARING:
            parts.append(self.terms.take())
        inside = [text for part in parts[1:] for text in (*part.comments_before, part.after)]
        return Declaration(prefix, iri), [keyword.after, *inside]

    # Blocks

    def _block(self, above: Comments, *, is_close: bool) -> None:
        block = self._read_block(above, is_close=is_close)
        last = self.elements[-1] if self.elements else None
        if isinstance(last, Block) and _continues(last, block):
            self._pairs += block.pairs
            self.elements[-1] = replace(last, tail=block.tail, below=block.below)
        else:
            self._begin(block)

    def _read_block(self, above: Comments, *, is_close: bool) -> Block:
        read = self.terms.value()
        subject, own_pairs, beside, waiting = _subject(read)
        drafts, waiting = self.terms.pairs(waiting)
        stop = self.terms.next
        stands_alone = not drafts or stop.line > self.terms.previous.last_line
        self.terms.take()
        if not stands_alone:
            drafts[-1].after.append(stop.after)
        below = stop.after if stands_alone else ""
        pairs = in_reading_order([*own_pairs, *(draft.pair() for draft in drafts)])
        if len(pairs) == 1 and not pairs[0].beside:
            pairs, below = (replace(pairs[0], beside=below),), ""
        tail = tuple(filter(None, waiting + stop.comments_before))
        return Block(subject, pairs, *settled(list(above), beside), tail, below, is_close)


def _in_groups(comments: tuple[OwnLine, ...]) -> list[list[OwnLine]]:
    """Part comments where lines are left empty."""
    groups: list[list[OwnLine]] = []
    for comment in comments:
        if groups and comment.line - groups[-1][-1].line <= 1:
            groups[-1].append(comment)
        else:
            groups.append([comment])
    return groups


def _sorted(block: Declarations, more: list[Declaration]) -> Declarations:
    """Sort prefixes by name; a base stays where it is, because relative IRIs below it depend on it."""
    declarations = [*block.declarations, *more]
    ordered: list[Declaration] = []
    above = block.above
    for is_base, group in groupby(declarations, key=lambda one: one.prefix is None):
        if is_base:
            ordered += group
            continue
        by_name: dict[str, Declaration] = {}
        for declaration in group:
            replaced = by_name.get(declaration.prefix or "")
            above += (replaced.beside,) if replaced and replaced.beside else ()
            by_name[declaration.prefix or ""] = declaration
        ordered += [by_name[name] for name in sorted(by_name)]
    return Declarations(tuple(ordered), above)


def _subject(read: ReadValue) -> tuple[Value, tuple[Pair, ...], list[str], list[str]]:
    """Return a subject, the pairs it brings along, the comments beside it and those waiting for a pair.

    What is said inside ``[`` and ``]`` and what is said behind them is said of one node.
    """
    value = read.value
    if isinstance(value, Bracket):
        return Bracket(()), value.pairs, [value.opening, *read.after], list(value.tail)
    return value, (), read.after, []


def _continues(last: Block, block: Block) -> bool:
    """Tell whether a block goes on where the one before it ended, with no comment between them."""
    return (
        isinstance(block.subject, Leaf)
        and block.subject == last.subject
        and not (block.above or block.beside_subject or last.tail or last.below)
    )
