"""Names of things within a picture: fitted to their room, with the language of one that is not the wanted.

The graph holds some names in one language only; that one is shown, and says so.
"""

from __future__ import annotations

from gbaip_graph.ask.languages import Label
from gbaip_graph.pictures.lettering import shorten, width
from gbaip_graph.pictures.svg import Markup, element

_TAG_SIZE = 10


def foreign_tag(label: Label, language: str) -> str:
    """Return the language of a name in brackets, or nothing where it is the wanted one."""
    return f" [{label.language}]" if label.language not in ("", language) else ""


def written(
    label: Label,
    language: str,
    *,
    room: float,
    size: float,
    class_: str,
    is_tagged: bool = True,
    **attributes: str | float | None,
) -> Markup:
    """Write a name into its room, with its language unless not ``is_tagged``, as all lines but the last are.

    Further attributes are those of the text element.
    """
    tag = foreign_tag(label, language) if is_tagged else ""
    text = shorten(label.text, room - width(tag, _TAG_SIZE), size)
    mark = element("tspan", tag, class_="picture-tag", lang="en") if tag else Markup("")
    return element("text", text, mark, class_=class_, lang=label.language, **attributes)


def written_width(label: Label, language: str, *, room: float, size: float) -> float:
    """Return how much of its room a name takes."""
    tag = width(foreign_tag(label, language), _TAG_SIZE)
    return min(width(label.text, size) + tag, room)
