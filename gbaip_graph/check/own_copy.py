"""Read a person's own copy of a document as text, or say at which line and column it cannot be read.

For citing from a copy and for entering a new document. It knows nothing of paragraphs.
"""

from __future__ import annotations

from pathlib import Path

from gbaip_graph.errors import InvalidData, UsageError
from gbaip_graph.findings import Finding

PLAIN_TEXT = "Save the document as plain text in UTF-8, with a blank line between paragraphs."


def read_copy(source_file: Path) -> str:
    """Return the text of a copy.

    Raises ``UsageError`` for a copy that cannot be opened and ``InvalidData`` for one that is not UTF-8.
    """
    try:
        data = source_file.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {source_file}: {error.strerror}", mend=PLAIN_TEXT) from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line_start = before.rfind(b"\n") + 1
        line, column = before.count(b"\n") + 1, len(before[line_start:].decode("utf-8")) + 1
        message = f"the copy is not UTF-8 (byte 0x{data[error.start]:02X})"
        raise InvalidData(
            [Finding(str(source_file), line, column, "encoding", message, PLAIN_TEXT)]
        ) from error
