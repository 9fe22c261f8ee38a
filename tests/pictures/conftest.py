"""What the tests of pictures share: the shipped graph, its pictures in every language, SVG read back."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from gbaip_graph.build.store import open_graph
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.layout import find_root
from gbaip_graph.pictures import Picture, draw

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = ("en", "zh-Hant", "zh-Hans")
#: Every picture with what it is drawn of.
DRAWN = {
    "timeline": {},
    "sme-seminar-attendance": {},
    "seizures-by-operation": {},
    "who-works-with-whom": {},
    "neighbourhood": {"thing": "agency:ced"},
}
#: What names a picture to be drawn: its name and a language.
Drawer = Callable[[str, str], Picture]


class Remembering:
    """A graph that answers each query once: every test asks for the same, and drawing is what they test."""

    is_remote, endpoints = False, frozenset()

    def __init__(self, graph: QueryableGraph) -> None:
        self.graph = graph
        self.answers: dict[str, Solutions] = {}

    def select(self, text: str) -> Solutions:
        if text not in self.answers:
            self.answers[text] = self.graph.select(text)
        return self.answers[text]


@pytest.fixture(scope="session")
def shipped() -> Remembering:
    """Return the shipped graph."""
    return Remembering(open_graph(find_root()))


@pytest.fixture(scope="session")
def drawn(shipped: Remembering) -> Drawer:
    """Return what draws a picture of the shipped graph; each is drawn once."""
    kept: dict[tuple[str, str], Picture] = {}

    def picture(name: str, language: str = "en") -> Picture:
        if (name, language) not in kept:
            kept[name, language] = draw(name, shipped, language=language, **DRAWN[name])
        return kept[name, language]

    return picture


def parsed(svg: str) -> ET.Element:
    """Read SVG back."""
    return ET.fromstring(svg)  # noqa: S314 - it is written by what is being tested


def named(element: ET.Element) -> str:
    """Return the title of a link or a group."""
    title = element.find(f"{SVG}title")
    return (title.text or "") if title is not None else ""


def links(svg: str) -> list[ET.Element]:
    """Return the links of a picture in the order of the file."""
    return list(parsed(svg).iter(f"{SVG}a"))


def texts(svg: str) -> list[str]:
    """Return what is written in a picture, a text element each."""
    return ["".join(element.itertext()) for element in parsed(svg).iter(f"{SVG}text")]
