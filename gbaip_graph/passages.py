"""Split a document into numbered paragraphs with digests, for whoever writes, checks or cites passages.

Pure text work by the numbered steps below; it reads no file and knows no RDF library. The same steps, with
test vectors, stand in ``data/PASSAGES.md``.

The method ``gbaip-paragraph-1``:

1. Decode the bytes as UTF-8 and bring the text to Unicode normalisation form NFC.
2. Drop invisible characters: U+200B to U+200D, U+2060, U+FEFF and the soft hyphen U+00AD, and the mojibake
   of each (its UTF-8 bytes read as windows-1252 or latin-1, such as the three that stand for U+200B).
3. Cut the text into blocks. Blank lines separate them; a line of nothing but three or more ``-``, ``*`` or
   ``_`` counts as blank; a line that opens with a list marker (``-`` and white space, ``*``, ``\\*`` or a
   bullet sign) starts a block of its own, a *bullet*.
4. Drop Markdown from each block: links and images become their text, pairs of emphasis marks go, leading
   ``#`` signs and list markers go, a backslash before ASCII punctuation goes. Quotes and dashes stay.
5. Collapse each run of white space (also no-break and ideographic spaces) to one space and trim the block.
   Repeat steps 1, 2, 4 and 5 until nothing changes; an empty block does not count.
6. Find the items. An item heading is a block, not a bullet, that opens with the next number of the run
   1, 2, 3 ..., a full stop and white space. A document with fewer than two has no items.
7. Join the title: the leading blocks of the document up to the first that is complete, a bullet or an item
   heading are together paragraph 0. A block is complete when it ends in ``.``, ``:`` or ``;`` (or the
   full-width form of one), or in ``; and`` or ``; or``, as the last entry but one of a list does.
8. Join the halves: a block of the body that is not complete continues in the next block. Bullets neither
   continue nor are continued, and an item heading is never a continuation.
9. Count. An item's heading, with its number, is paragraph 0 of that item; what stands before the first item
   is item 0. Paragraphs of the body count from 1 within their item, or, where there are no items, within
   the document.
10. The key is ``i08.p1`` in a document with items and ``p3`` in one without. The digest is the SHA-256 of
    the paragraph's UTF-8 bytes in lower-case hexadecimal digits.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

NORMALISATION = "gbaip-paragraph-1"

_INVISIBLE_CHARACTERS = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
#: Two, since a lone number at the start of a paragraph is no list of items.
_FEWEST_ITEMS = 2


def _read_as_windows_1252(data: bytes) -> str:
    """Decode as browsers do; the five bytes that windows-1252 leaves undefined become control characters."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


_MOJIBAKE = {
    misread
    for character in _INVISIBLE_CHARACTERS
    for misread in (_read_as_windows_1252(character.encode()), character.encode().decode("latin-1"))
}
_INVISIBLE = re.compile("|".join([*map(re.escape, sorted(_MOJIBAKE)), f"[{_INVISIBLE_CHARACTERS}]"]))
_RULE_LINE = re.compile(r"\s*([-*_])(?:\s*\1){2,}\s*\Z")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_EMPHASIS = re.compile(
    r"(?<![\w\\*])(\*{1,3})(?=[^\s*])([^*]*)(?<=[^\s\\*])\1(?![\w*])"
    r"|(?<![\w\\_])(_{1,3})(?=[^\s_])([^_]*)(?<=[^\s\\_])\3(?![\w_])"
)
_BULLET_MARKER = r"(?:\\?-(?:\s+|\Z)|\\?\*\s*|•\s*)"
_BULLET_LINE = re.compile(rf"\s*{_BULLET_MARKER}")
_LEADING_MARKS = re.compile(rf"\A\s*(?:#{{1,6}}(?:\s+|\Z)|{_BULLET_MARKER})+")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_COMPLETE = re.compile(r"(?:[.:;。：；]|; (?:and|or))\Z")
_ITEM_HEADING = re.compile(r"([0-9]+)\.\s")
#: Keys of the passages of a document that was not held: what was seen of it, and what a list tells of it.
KEYS_WITHOUT_DIGEST = ("beginning", "listed")
_PASSAGE_SLUG = re.compile(r"(?P<source>.+?)\.(?P<key>(?:i[0-9]{2,}\.)?p[0-9]+)\Z")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's position and normalised text; ``item`` is None in a document without numbered items."""

    item: int | None
    number: int
    text: str

    @property
    def key(self) -> str:
        """The position as passages name it: ``i08.p1``, or ``p3`` in a document without items."""
        return f"p{self.number}" if self.item is None else f"i{self.item:02d}.p{self.number}"

    @property
    def digest(self) -> str:
        """The SHA-256 of the text, see ``digest``."""
        return digest(self.text)


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    bulleted: bool

    @property
    def is_complete(self) -> bool:
        return _COMPLETE.search(self.text) is not None


def split_paragraphs(text: str) -> tuple[Paragraph, ...]:
    r"""Return the paragraphs of a document in their order, by the ten steps of the module's docstring.

    >>> [paragraph.key for paragraph in split_paragraphs("Boat race\n\nIt rained.\n\n- Oars;\n- Sails.")]
    ['p0', 'p1', 'p2', 'p3']
    """
    blocks = _blocks(text)
    headings = _item_headings(blocks)
    return tuple(
        Paragraph(item if headings else None, number, normalise(joined))
        for item, number, joined in _positions(blocks, headings)
    )


def normalise(text: str) -> str:
    r"""Return one paragraph's normalised text (steps 1, 2, 4 and 5); doing so twice changes nothing more.

    >>> normalise("- \\*Fees  of **about** HK\\$5;")
    'Fees of about HK$5;'
    """
    while (shorter := _normalise_once(text)) != text:
        text = shorter
    return text


def digest(text: str) -> str:
    """Return the SHA-256 of the normalised paragraph's UTF-8 bytes, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()


def split_passage_slug(slug: str) -> tuple[str, str]:
    """Return source id and paragraph key of a passage's slug; raises ``ValueError`` where it is none.

    >>> split_passage_slug("ipd-2018-19.i08.p1")
    ('ipd-2018-19', 'i08.p1')
    """
    match = _PASSAGE_SLUG.match(slug)
    if match is None:
        raise ValueError(f"{slug!r} is not a source id followed by .i08.p1 or .p3")
    return match["source"], match["key"]


def passage_records(source_id: str, text: str) -> str:
    """Return Turtle, without prefixes, with one ``gbaip:Passage`` for each paragraph of a document."""
    return "\n".join(_passage_record(source_id, paragraph) for paragraph in split_paragraphs(text))


def _passage_record(source_id: str, paragraph: Paragraph) -> str:
    item = "" if paragraph.item is None else f"    gbaip:itemNumber {paragraph.item} ;\n"
    return (
        f"passage:{source_id}.{paragraph.key} a gbaip:Passage ;\n"
        f"    gbaip:partOfSource source:{source_id} ;\n"
        f"{item}"
        f"    gbaip:paragraphNumber {paragraph.number} ;\n"
        f'    gbaip:textDigest "{paragraph.digest}" .\n'
    )


def _normalise_once(text: str) -> str:
    text = _drop_emphasis(_LINK.sub(r"\1", _drop_invisible(text)))
    text = _ESCAPE.sub(r"\1", _LEADING_MARKS.sub("", text))
    return " ".join(text.split())


def _drop_emphasis(text: str) -> str:
    """Drop pairs from the inside out, before an asterisk of an outer pair can be taken for a list marker."""
    while (plainer := _EMPHASIS.sub(r"\2\4", text)) != text:
        text = plainer
    return text


def _drop_invisible(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def _blocks(text: str) -> list[_Block]:
    """Cut a document into normalised blocks that are not empty (steps 1 to 5)."""
    cut: list[tuple[bool, list[str]]] = [(False, [])]
    for line in _drop_invisible(text).splitlines():
        if not line.strip() or _RULE_LINE.match(line):
            cut.append((False, []))
        elif _BULLET_LINE.match(_drop_emphasis(line)):
            cut.append((True, [line]))
        else:
            cut[-1][1].append(line)
    blocks = (_Block(normalise("\n".join(lines)), bulleted) for bulleted, lines in cut)
    return [block for block in blocks if block.text]


def _item_headings(blocks: list[_Block]) -> dict[int, int]:
    """Map the index of each item heading to its number; empty where the document has no items (step 6)."""
    headings: dict[int, int] = {}
    for index, block in enumerate(blocks):
        match = None if block.bulleted else _ITEM_HEADING.match(block.text)
        if match and match[1] == str(len(headings) + 1):
            headings[index] = len(headings) + 1
    return headings if len(headings) >= _FEWEST_ITEMS else {}


def _title_length(blocks: list[_Block], headings: dict[int, int]) -> int:
    """Return how many leading blocks make up the title (step 7)."""
    for index, block in enumerate(blocks):
        if index in headings or block.bulleted or block.is_complete:
            return index
    return len(blocks)


def _positions(blocks: list[_Block], headings: dict[int, int]) -> list[tuple[int, int, str]]:
    """Return item, number and joined text of each paragraph (steps 7 to 9)."""
    title = _title_length(blocks, headings)
    positions = [(0, 0, " ".join(block.text for block in blocks[:title]))] if title else []
    item, number, continues = 0, 0, False
    for index, block in enumerate(blocks[title:], start=title):
        if index in headings:
            item, number, continues = headings[index], 0, False
            positions.append((item, number, block.text))
        elif continues and not block.bulleted:
            positions[-1] = (item, number, f"{positions[-1][2]} {block.text}")
            continues = not block.is_complete
        else:
            number += 1
            positions.append((item, number, block.text))
            continues = not (block.bulleted or block.is_complete)
    return positions
