"""Language tags in written answers, in the letter case that the files have.

The engine makes tags small (``zh-hant``) and writes them so. The patterns match only where a format has a
tag: inside a string the quotes or the angle bracket before it would be escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

_TAG = rb"([a-z]{1,8}(?:-[a-z0-9]{1,8})+)"
# A pattern that begins with plain text is searched for four times as fast.
_JSON = re.compile(rb'("xml:lang":")' + _TAG + rb'(?=")')
_JSON_LD = re.compile(rb'("@language":")' + _TAG + rb'(?=")')
_XML = re.compile(rb'(<[A-Za-z][^<>]* xml:lang=")' + _TAG + rb'(?=")')
# A quotation mark behind an even number of backslashes ends a string.
_TURTLE = re.compile(rb'((?<!\\)(?:\\\\)*"@)' + _TAG)
_PATTERNS: Mapping[str, re.Pattern[bytes]] = MappingProxyType(
    {
        "json": _JSON,
        "jsonld": _JSON_LD,
        "xml": _XML,
        "rdf": _XML,
        "tsv": _TURTLE,
        "turtle": _TURTLE,
        "nt": _TURTLE,
        "nq": _TURTLE,
        "trig": _TURTLE,
    }
)


_SCRIPT_LENGTH = 4
_REGION_LENGTH = 2


def cased_tag(tag: str) -> str:
    """Return a language tag in the letter case that BCP 47 recommends (RFC 5646, section 2.1.1).

    >>> cased_tag("zh-hant")
    'zh-Hant'
    """
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *map(_cased_subtag, rest)])


def _cased_subtag(subtag: str) -> str:
    if len(subtag) == _SCRIPT_LENGTH and subtag.isalpha():
        return subtag.title()
    return subtag.upper() if len(subtag) == _REGION_LENGTH else subtag.lower()


def recase(body: bytes, format_name: str) -> bytes:
    """Return the answer with every tag of several parts in the letter case of ``cased_tag``.

    >>> recase(b'<a> <b> "x"@zh-hant .', "nt")
    b'<a> <b> "x"@zh-Hant .'
    """
    pattern = _PATTERNS.get(format_name)
    if pattern is None:
        return body
    return pattern.sub(lambda match: match[1] + _cased(match[2]), body)


@lru_cache(maxsize=256)
def _cased(tag: bytes) -> bytes:
    return cased_tag(tag.decode()).encode()
