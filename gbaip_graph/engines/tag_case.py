"""Language tags in written answers, in the letter case that the files have.

The engine makes tags small (``zh-hant``) and writes them so. The patterns match only where a format has a
tag: inside a string the quotes or the angle bracket before it would be escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

_TAG = rb"([a-z]{1,8}(?:-[a-z0-9]{1,8})+)"
_JSON = re.compile(rb'("(?:xml:lang|@language)": ?")' + _TAG + rb'(?=")')
_XML = re.compile(rb'(<[A-Za-z][^<>]* xml:lang=")' + _TAG + rb'(?=")')
# A quotation mark behind an even number of backslashes ends a string.
_TURTLE = re.compile(rb'((?<!\\)(?:\\\\)*"@)' + _TAG)
_PATTERNS: Mapping[str, re.Pattern[bytes]] = MappingProxyType(
    {
        "json": _JSON,
        "jsonld": _JSON,
        "xml": _XML,
        "rdf": _XML,
        "tsv": _TURTLE,
        "turtle": _TURTLE,
        "nt": _TURTLE,
        "nq": _TURTLE,
        "trig": _TURTLE,
    }
)


def recase(body: bytes, format_name: str, cased: Callable[[str], str]) -> bytes:
    """Return the answer with every tag of several parts as ``cased`` writes it.

    >>> recase(b'<a> <b> "x"@zh-hant .', "nt", lambda tag: "zh-Hant")
    b'<a> <b> "x"@zh-Hant .'
    """
    pattern = _PATTERNS.get(format_name)
    if pattern is None:
        return body
    return pattern.sub(lambda match: match[1] + cased(match[2].decode()).encode(), body)
