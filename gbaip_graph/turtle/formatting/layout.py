"""Lay out elements as text: one triple a line, brackets indented, comments where they belong.

For the formatter. What stands in one line depends on how many terms there are and never on how long they are,
so that a changed value changes its own line only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from gbaip_graph.turtle.formatting.tree import (
    Block,
    Bracket,
    Collection,
    Comments,
    Declarations,
    Element,
    Leaf,
    Pair,
    Remark,
    Value,
)

_INDENT = "    "
# Five terms of the usual length fill a line: three languages, two classes, a property chain with an inverse.
_MOST_TERMS_IN_A_LINE = 5


def lay_out(elements: Iterable[Element]) -> str:
    """Return the text of elements; it ends with one line end, or is empty where there is nothing."""
    listed = list(elements)
    if not listed:
        return ""
    parts = ["\n".join(_lines(listed[0]))]
    for before, element in pairwise(listed):
        parts += ["\n" * (1 + _empty_lines(before, element)), "\n".join(_lines(element))]
    return "".join(parts) + "\n"


def _empty_lines(before: Element, element: Element) -> int:
    if isinstance(element, Remark):
        if element.is_close:
            return 0
        return 2 if isinstance(before, Block) or (isinstance(before, Remark) and before.is_close) else 1
    if isinstance(element, Block) and element.is_close and _is_line(element) and _is_line(before):
        return 0
    return 1


def _lines(element: Element) -> Iterator[str]:
    if isinstance(element, Remark):
        yield from element.lines
    elif isinstance(element, Declarations):
        yield from element.above
        for one in element.declarations:
            keyword = "@base" if one.prefix is None else f"@prefix {one.prefix}:"
            yield f"{keyword} {one.iri} .{_beside(one.beside)}"
    elif _is_one_line(element):
        (pair,) = element.pairs
        yield from element.above
        yield f"{element.subject.content} {pair.predicate} {pair.value.content} .{_beside(pair.beside)}"
    else:
        yield from _block(element)


def _is_line(element: Element) -> bool:
    return isinstance(element, Block) and not element.above and _is_one_line(element)


def _is_one_line(block: Block) -> bool:
    """Tell whether a block is one triple with one comment beside it at most."""
    if len(block.pairs) != 1 or block.beside_subject or block.tail or block.below:
        return False
    (pair,) = block.pairs
    return not pair.above and _fits_in_line(block.subject) and _fits_in_line(pair.value)


def _block(block: Block) -> Iterator[str]:
    yield from block.above
    pairs = block.pairs
    if _begins_with_its_class(block):
        yield f"{block.subject.content} a {pairs[0].value.content} ;{_beside(pairs[0].beside)}"
        pairs = pairs[1:]
    else:
        yield from _value("", block.subject, _beside(block.beside_subject), "")
    for pair in pairs:
        yield from _pair(pair, _INDENT)
    yield from _comments(block.tail, _INDENT)
    yield f".{_beside(block.below)}"


def _begins_with_its_class(block: Block) -> bool:
    """Tell whether the subject has one class, which then stands in its line."""
    if block.beside_subject or not _fits_in_line(block.subject):
        return False
    first, *others = block.pairs
    is_only_class = first.predicate == "a" and all(pair.predicate != "a" for pair in others)
    return is_only_class and not first.above and _fits_in_line(first.value)


def _pair(pair: Pair, margin: str) -> Iterator[str]:
    yield from _comments(pair.above, margin)
    yield from _value(f"{margin}{pair.predicate} ", pair.value, f" ;{_beside(pair.beside)}", margin)


def _value(before: str, value: Value, behind: str, margin: str) -> Iterator[str]:
    """Lay out a value between what stands before it and behind it in its lines."""
    if isinstance(value, Leaf) or _fits_in_line(value):
        yield f"{before}{value.content}{behind}"
        return
    opening, closing = ("[", "]") if isinstance(value, Bracket) else ("(", ")")
    inside = margin + _INDENT
    yield f"{before}{opening}{_beside(value.opening)}"
    if isinstance(value, Bracket):
        for pair in value.pairs:
            yield from _pair(pair, inside)
    else:
        for item in value.items:
            yield from _comments(item.above, inside)
            yield from _value(inside, item.value, _beside(item.beside), inside)
    yield from _comments(value.tail, inside)
    yield f"{margin}{closing}{behind}"


def _comments(comments: Comments, margin: str) -> Iterator[str]:
    for comment in comments:
        yield f"{margin}{comment}"


def _beside(comment: str) -> str:
    return f" {comment}" if comment else ""


def _fits_in_line(value: Value) -> bool:
    if isinstance(value, Leaf):
        return True
    return "\n" not in value.content and not _has_comments(value) and _terms(value) <= _MOST_TERMS_IN_A_LINE


def _terms(value: Value) -> int:
    if isinstance(value, Bracket):
        return sum(1 + _terms(pair.value) for pair in value.pairs)
    if isinstance(value, Collection):
        return sum(_terms(item.value) for item in value.items)
    return 1


def _has_comments(value: Value) -> bool:
    if isinstance(value, Leaf):
        return False
    parts = value.pairs if isinstance(value, Bracket) else value.items
    return bool(value.opening or value.tail) or any(
        part.above or part.beside or _has_comments(part.value) for part in parts
    )
