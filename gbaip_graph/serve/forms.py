"""Parameters of an address or a form, read strictly: UTF-8, and no more than any client sends."""

from __future__ import annotations

from urllib.parse import parse_qsl

from gbaip_graph.serve.problems import Problem

# More parameters than any client sends; each costs memory before it is looked at.
MOST_PARAMETERS = 1000


def read_form(encoded: bytes) -> list[tuple[str, str]]:
    """Return the parameters in their order; raises the problem of a request that cannot be read (400)."""
    try:
        return parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS
        )
    except ValueError:
        detail = "the parameters cannot be read: percent-encoded UTF-8 is expected"
        raise Problem("bad-request", 400, "The request cannot be read", detail).raised() from None
