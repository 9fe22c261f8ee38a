"""What a reader sees of a page: its text, its links, the languages that its text is in."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "br", "hr", "img", "col", "source"}
_UNSEEN = {"head", "script", "style", "svg"}


@dataclass
class ReadPage(HTMLParser):
    """A page that has been read: its text, its links as pairs of address and text, its elements.

    ``spoken`` pairs each part of the text with the language that it is said to be in.
    """

    spoken: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    _open: list[tuple[str, str]] = field(default_factory=list)
    _href: str | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append((tag, given))
        language = given.get("lang") or (self._open[-1][1] if self._open else "")
        if tag not in _VOID:
            self._open.append((tag, language))
        if tag == "a":
            self._href = given.get("href") or ""
            self.links.append((self._href, ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "a":
            self._href = None

    def handle_data(self, data: str) -> None:
        if not data.strip() or any(tag in _UNSEEN for tag, _ in self._open):
            return
        self.spoken.append((" ".join(data.split()), self._open[-1][1] if self._open else ""))
        if self._href is not None:
            href, text = self.links[-1]
            self.links[-1] = (href, f"{text} {' '.join(data.split())}".strip())

    @property
    def text(self) -> str:
        """All text, its parts with blanks between them."""
        return " ".join(part for part, _ in self.spoken)


def read_page(content: bytes) -> ReadPage:
    """Read a page."""
    page = ReadPage()
    page.feed(content.decode())
    page.close()
    return page
