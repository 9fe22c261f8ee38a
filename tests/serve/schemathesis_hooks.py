"""What Schemathesis has to know of us: how the body of a SPARQL query is written."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.serializer("application/sparql-query")
def query_body(_: Any, value: Any) -> bytes:
    """Write a text as it is, also one that is no query, or no text."""
    return str(value).encode("utf-8", "surrogatepass")
