"""References against the base of RFC 3986, section 5.4, and bases without a path."""

from __future__ import annotations

import pytest

from gbaip_graph.turtle.iri_resolution import resolve


@pytest.mark.parametrize(
    ("reference", "resolved"),
    [
        ("g:h", "g:h"),
        ("g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g"),
        ("?y", "http://a/b/c/d;p?y"),
        ("#s", "http://a/b/c/d;p?q#s"),
        ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("g.", "http://a/b/c/g."),
        ("..g", "http://a/b/c/..g"),
        ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("http:g", "http:g"),
    ],
)
def test_a_reference_is_resolved_as_rfc_3986_shows(reference: str, resolved: str) -> None:
    assert resolve(reference, "http://a/b/c/d;p?q") == resolved


def test_a_base_without_a_path_gets_one() -> None:
    assert resolve("g", "http://a") == "http://a/g"


def test_an_absolute_iri_stays_as_it_is_written() -> None:
    assert resolve("http://a/b/../c", "http://a/") == "http://a/b/../c"
