"""Format hand-written Turtle, and prove of each text that it still says the same.

For ``gbaip format``.
"""

from __future__ import annotations

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.formatting.blocks import read_elements
from gbaip_graph.turtle.formatting.layout import lay_out
from gbaip_graph.turtle.formatting.same_graph import content_of

FORMAT_UNSAFE = "format-unsafe"


def format_turtle(text: str, *, file: str = "") -> str:
    """Return the one layout of a text: same graph, same lists, every comment.

    The order of the statements inside a block does not matter for the outcome; formatting it again changes
    nothing. Raises ``InvalidData`` with the place of a syntax fault or of too deep nesting, and where the
    outcome would not say the same, which is a fault of this formatter.

    >>> print(format_turtle("@prefix ex: <urn:x:> . ex:s ex:p 2, 1 ; a ex:C . # one"), end="")
    @prefix ex: <urn:x:> .
    <BLANKLINE>
    ex:s a ex:C ; # one
        ex:p 1 ;
        ex:p 2 ;
    .
    """
    content = content_of(text, file=file)
    formatted = lay_out(read_elements(text, file=file))
    if content_of(formatted, file=file) != content:
        raise _unsafe(file, "the formatted text would not say the same as the file")
    if lay_out(read_elements(formatted, file=file)) != formatted:
        raise _unsafe(file, "formatting the formatted text would change it again")
    return formatted


def _unsafe(file: str, what: str) -> InvalidData:
    mend = "The file is left as it is. Please report the fault, with the file if you can."
    return InvalidData([Finding(file, 0, 0, FORMAT_UNSAFE, what, mend)])
