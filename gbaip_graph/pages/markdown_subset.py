"""The Markdown that our own texts use, as HTML: headings, lists, paragraphs, code and links with https.

For the page of changes; everything else, HTML too, is shown as the characters that it is.
https://spec.commonmark.org/0.31.2/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\Z")
_BULLET = re.compile(r"\s{0,3}[-*]\s+(.*)\Z")
_FENCE = "```"
_NO_ANCHOR = re.compile(r"[^a-z0-9.]+")
# Code comes first, since nothing within it has a meaning of its own.
_INLINE = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\[(?P<text>[^\[\]]+)\]\((?P<href>https://[^\s()<>\"'`]+)\)"
    r"|\*\*(?P<strong>[^*]+)\*\*"
)


@dataclass(frozen=True)
class Heading:
    """A heading; ``anchor`` is unique in its text, that of a section begins with that of what it is in."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Block:
    """A heading, or a paragraph, a list or code with its lines or points."""

    kind: str
    parts: tuple[str, ...] = ()
    heading: Heading | None = None


def read_blocks(text: str) -> tuple[Block, ...]:
    """Cut a text into blocks, headings with their anchors.

    >>> [block.kind for block in read_blocks("# A\\n\\n- one\\n  more\\n- two\\n\\nwords")]
    ['heading', 'list', 'paragraph']
    """
    return tuple(_with_anchors(_blocks(text.splitlines())))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    block: list[str] = []
    kind = ""
    for line in lines:
        if kind == "code":
            if line.strip() == _FENCE:
                yield Block(kind, tuple(block))
                block, kind = [], ""
            else:
                block.append(line)
            continue
        found, bullet = _HEADING.match(line), _BULLET.match(line)
        is_new = found or not line.strip() or line.startswith(_FENCE) or (bullet and kind != "list")
        if is_new and block:
            yield Block(kind, tuple(block))
            block, kind = [], ""
        if found:
            yield Block("heading", heading=Heading(len(found[1]), found[2], ""))
        elif line.startswith(_FENCE):
            kind = "code"
        elif bullet:
            block, kind = [*block, bullet[1].strip()], "list"
        elif line.strip():
            kind = kind or "paragraph"
            block = [*block[:-1], f"{block[-1]} {line.strip()}"] if block else [line.strip()]
    if block:
        yield Block(kind, tuple(block))


def _with_anchors(blocks: Iterable[Block]) -> Iterator[Block]:
    above: dict[int, str] = {}
    used: set[str] = set()
    for block in blocks:
        if block.heading is None:
            yield block
            continue
        level, text = block.heading.level, block.heading.text
        above = {number: anchor for number, anchor in above.items() if number < level}
        # The title of the whole text is no part of the anchors within it.
        parents = [anchor for number, anchor in sorted(above.items()) if number > 1]
        anchor = _unused("-".join([*parents[-1:], _plain(text)]), used)
        above[level] = anchor
        used.add(anchor)
        yield Block("heading", heading=Heading(level, text, anchor))


def _plain(text: str) -> str:
    """Return what a heading is found by: of a release its number, without the day behind it."""
    return _NO_ANCHOR.sub("-", text.partition(" - ")[0].lower()).strip("-") or "section"


def _unused(anchor: str, used: set[str]) -> str:
    number = 2
    wanted = anchor
    while anchor in used:
        anchor, number = f"{wanted}-{number}", number + 1
    return anchor


def to_html(blocks: Iterable[Block]) -> str:
    """Write blocks as HTML; all of their text is escaped.

    >>> to_html(read_blocks("<b> and `<i>`"))
    '<p>&lt;b&gt; and <code>&lt;i&gt;</code></p>'
    """
    return "\n".join(map(_block, blocks))


def _block(block: Block) -> str:
    if block.heading:
        level, anchor = block.heading.level, block.heading.anchor
        return f'<h{level} id="{escape(anchor)}">{_inline(block.heading.text)}</h{level}>'
    if block.kind == "list":
        points = "\n".join(f"<li>{_inline(part)}</li>" for part in block.parts)
        return f"<ul>\n{points}\n</ul>"
    if block.kind == "code":
        lines = escape("\n".join(block.parts))
        return f'<pre tabindex="0"><code>{lines}</code></pre>'
    return f"<p>{_inline(' '.join(block.parts))}</p>"


def _inline(text: str) -> str:
    written, last = "", 0
    for found in _INLINE.finditer(text):
        written += escape(text[last : found.start()]) + _span(found)
        last = found.end()
    return written + escape(text[last:])


def _span(found: re.Match[str]) -> str:
    if found["code"]:
        return f"<code>{escape(found['code'])}</code>"
    if found["strong"]:
        return f"<strong>{escape(found['strong'])}</strong>"
    return f'<a href="{escape(found["href"])}" rel="external">{escape(found["text"])}</a>'
