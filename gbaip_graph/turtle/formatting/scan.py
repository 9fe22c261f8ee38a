"""The tokens of a Turtle text, each with the comments that stand around it.

For the reader of the formatter. It expects a text that the parser has accepted.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from gbaip_graph.turtle.tokens import LEADING_SPACE, LINE_END, TOKEN

END = "end"


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A comment that has its line for itself."""

    line: int
    text: str


@dataclass(slots=True)
class Token:
    """A token from ``line`` to ``last_line``, with the comments before it and the one at the end of its line.

    ``column`` counts from 1. The last token of a text is of kind ``end`` and has no text.
    """

    kind: str
    text: str
    line: int
    column: int
    last_line: int
    before: tuple[OwnLine, ...]
    after: str = ""

    @property
    def comments_before(self) -> list[str]:
        """The texts of the comments before it."""
        return [comment.text for comment in self.before]


def scan(text: str) -> list[Token]:
    """Return the tokens of a text; comments lose the blanks at their end."""
    starts = [0, *(match.end() for match in LINE_END.finditer(text))]
    tokens: list[Token] = []
    waiting: list[OwnLine] = []
    leading = LEADING_SPACE.match(text)
    for match in TOKEN.finditer(text, leading.end() if leading else 0):
        kind = match.lastgroup or ""
        line = bisect_right(starts, match.start())
        if kind != "comment":
            last_line = bisect_right(starts, match.end(kind) - 1)
            column = match.start() - starts[line - 1] + 1
            tokens.append(Token(kind, match[kind], line, column, last_line, tuple(waiting)))
            waiting = []
        elif tokens and not waiting and tokens[-1].last_line == line:
            tokens[-1].after = match[kind].rstrip()
        else:
            waiting.append(OwnLine(line, match[kind].rstrip()))
    tokens.append(Token(END, "", len(starts) + 1, 1, len(starts) + 1, tuple(waiting)))
    return tokens
