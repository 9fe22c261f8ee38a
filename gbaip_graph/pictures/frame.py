"""The ``<svg>`` element around what is drawn: its size, its title and description for those who hear it.

Every picture has two frames, for wide screens and for phones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gbaip_graph.pictures.svg import NAMESPACE, Markup, element, number


@dataclass(frozen=True)
class Frame:
    """What is drawn, and how large that is."""

    width: float
    height: float
    content: Markup


def svg(frame: Frame, *, name: str, size: str, title: str, description: str, language: str) -> Markup:
    """Put a frame around a drawing; ``size`` is wide or narrow.

    Its role is that of a group: what is within an image would be hidden from screen readers, links too.
    https://www.w3.org/TR/svg-aam-1.0/
    """
    first, second = f"{name}-{size}-title", f"{name}-{size}-description"
    return element(
        "svg",
        element("title", title, id=first),
        element("desc", description, id=second),
        element("rect", class_="picture-ground", width=frame.width, height=frame.height),
        Markup("\n"),
        frame.content,
        xmlns=NAMESPACE,
        viewBox=f"0 0 {number(frame.width)} {number(frame.height)}",
        class_=f"picture picture-{size}",
        role="group",
        aria_labelledby=first,
        aria_describedby=second,
        lang=language,
    )


def both_sizes(
    draw: Callable[[bool], Frame], *, name: str, title: str, description: str, language: str
) -> tuple[Markup, Markup]:
    """Draw a picture for wide screens and for phones; ``draw`` is told whether it is wide."""
    wide, narrow = (
        svg(
            draw(size == "wide"),
            name=name,
            size=size,
            title=title,
            description=description,
            language=language,
        )
        for size in ("wide", "narrow")
    )
    return wide, narrow
