"""Bytes of a Turtle file to text: strict UTF-8 without byte order mark and without NUL.

For the parser and for others that read text files of the project; each refusal names the line and column.
"""

from __future__ import annotations

import codecs

from gbaip_graph.turtle.faults import Fault, invalid

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_turtle(content: bytes, *, file: str = "") -> str:
    """Decode a file's bytes; raise ``InvalidData`` at the first that does not belong in a Turtle file."""
    if content.startswith(codecs.BOM_UTF8):
        raise invalid(
            "", Fault(0, "the file begins with a byte order mark", "Save it as UTF-8 without one."), file=file
        )
    if content.startswith(_UTF_16_MARKS):
        raise invalid("", Fault(0, "the file is in UTF-16", "Save it as UTF-8."), file=file)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        raise invalid(before, _wrong_byte(content[error.start], len(before)), file=file) from None
    nul = text.find("\0")
    if nul >= 0:
        raise invalid(text, Fault(nul, "a NUL character", "Delete it; the file may be damaged."), file=file)
    return text


def _wrong_byte(byte: int, offset: int) -> Fault:
    guess = bytes([byte]).decode("latin-1")
    reading = f", `{guess}` in Latin-1" if guess.isprintable() else ""
    what = f"the byte 0x{byte:02X} is not UTF-8{reading}"
    return Fault(offset, what, "Save the file as UTF-8 and check the characters of this line.")
