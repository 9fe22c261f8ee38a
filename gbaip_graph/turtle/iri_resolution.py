"""Relative IRIs against a base, by the basic algorithm of RFC 3986 section 5.2.

For the parser. An absolute IRI stays as it is written; nothing is normalised.

https://www.rfc-editor.org/rfc/rfc3986#section-5.2
"""

from __future__ import annotations

import re

# The expression of RFC 3986 appendix B; it matches any text.
_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


def is_absolute(iri: str) -> bool:
    """Tell whether an IRI begins with a scheme."""
    return _SCHEME.match(iri) is not None


def resolve(reference: str, base: str) -> str:
    """Resolve a reference against an absolute base IRI.

    >>> resolve("../g?y", "http://a/b/c/d;p?q")
    'http://a/b/g?y'
    """
    if is_absolute(reference):
        return reference
    _, authority, path, query, fragment = _split(reference)
    scheme, base_authority, base_path, base_query, _ = _split(base)
    if authority is not None:
        path = _without_dot_segments(path)
    else:
        authority = base_authority
        if not path:
            path = base_path
            query = base_query if query is None else query
        else:
            path = _without_dot_segments(_merged(path, base_path, has_authority=base_authority is not None))
    return _joined(scheme or "", authority, path, query, fragment)


def _split(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = _PARTS.fullmatch(iri)
    assert match is not None  # noqa: S101 - the expression matches any text
    return match[1], match[2], match[3], match[4], match[5]


def _merged(path: str, base_path: str, *, has_authority: bool) -> str:
    if path.startswith("/"):
        return path
    if has_authority and not base_path:
        return "/" + path
    return base_path[: base_path.rfind("/") + 1] + path


def _without_dot_segments(path: str) -> str:
    segments = path.split("/")
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            if len(kept) > 1 or (kept and kept[0]):
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def _joined(scheme: str, authority: str | None, path: str, query: str | None, fragment: str | None) -> str:
    return "".join(
        (
            f"{scheme}:",
            "" if authority is None else f"//{authority}",
            path,
            "" if query is None else f"?{query}",
            "" if fragment is None else f"#{fragment}",
        )
    )
