"""Messages between the server and its engine host: a header and a body, by length, over one socket.

Both ends are our own processes, so headers are pickled. It opens no socket itself.
"""

from __future__ import annotations

import pickle
import struct
from typing import Any

#: Lengths of header and body in bytes, in network order.
LENGTHS = struct.Struct("!IQ")


def pack(header: object, body: bytes = b"") -> bytes:
    """Return a whole message."""
    packed = pickle.dumps(header, pickle.HIGHEST_PROTOCOL)
    return b"".join((LENGTHS.pack(len(packed), len(body)), packed, body))


def unpack_header(packed: bytes) -> Any:
    """Return the header of a message that one of our own processes sent."""
    return pickle.loads(packed)  # noqa: S301 - both ends are ours
