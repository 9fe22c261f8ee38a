"""Names of folders of a static copy, for pages that a server would give by parameters.

Names are what any file system and any host takes: letters, digits, ``.``, ``-``, ``_``, ``~``.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from gbaip_graph.namespaces import compact
from gbaip_graph.pages.page import Choice, Parameters

_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?<!\.)\Z")
_OTHER = re.compile(r"[^A-Za-z0-9._-]+")
# A name in a file system has at most 255 bytes; an address with several should still be read by people.
_LENGTH_LIMIT = 80
# As much of the digest as no two choices of one page share by chance.
_DIGEST_CHARACTERS = 8


def choice_of(path: str, parameters: Parameters) -> Choice:
    """Return a page with its parameters, however these were put in order and their IRIs were written.

    >>> choice_of("queries/q", (("event", "https://w3id.org/gbaip/id/event/x"),))
    ('queries/q', (('event', 'event:x'),))
    """
    return path, tuple(sorted((name, compact(value)) for name, value in parameters))


def choice_folders(choices: Iterable[Choice]) -> Mapping[Choice, str]:
    """Return the folder of each choice, below that of its page; no two of a page differ in case alone."""
    wanted = sorted({choice_of(*choice) for choice in choices})
    readable = {choice: _readable(choice[1]) for choice in wanted}
    alike = Counter((path, readable[path, given].lower()) for path, given in wanted)
    return MappingProxyType(
        {
            choice: name if _is_plain(choice[1]) and alike[choice[0], name.lower()] == 1 else _told(choice)
            for choice, name in readable.items()
        }
    )


def _readable(parameters: Parameters) -> str:
    """Write parameters: ``event.sme-seminar-2024~from.2019``; what cannot stand in a name becomes ``-``."""
    return "~".join(_OTHER.sub("-", _part(name, value)) for name, value in parameters)[:_LENGTH_LIMIT]


def _part(name: str, value: str) -> str:
    kind, colon, slug = value.partition(":")
    words = (slug if kind == name else f"{kind}.{slug}") if colon else value
    return f"{name}.{words}"


def _is_plain(parameters: Parameters) -> bool:
    parts = [_part(name, value) for name, value in parameters]
    return all(map(_PLAIN.match, parts)) and 0 < len("~".join(parts)) <= _LENGTH_LIMIT


def _told(choice: Choice) -> str:
    digest = hashlib.sha256(repr(choice[1]).encode()).hexdigest()[:_DIGEST_CHARACTERS]
    return f"{_readable(choice[1]).strip('.~-')}~{digest}"
