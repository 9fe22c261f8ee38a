"""The files at the root that machines read: the map of the site, and feed and calendar in each language.

For the server, which makes them when they are asked for; a static copy has its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gbaip_graph.pages import event_calendar, feed, sitemap
from gbaip_graph.pages.page import LANGUAGES, Page, Parameters

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

SITEMAP = "sitemap.xml"
#: ``sitemap.xml``, ``feed.<language>.atom``, ``events.<language>.ics``.
FILE = re.compile(
    rf"{re.escape(SITEMAP)}|(?:(?P<feed>feed)|events)"
    rf"\.(?P<language>{'|'.join(LANGUAGES)})(?(feed)\.atom|\.ics)"
)


def file_names(_: Site) -> Iterator[str]:
    """Return the name of every file."""
    yield SITEMAP
    for language in LANGUAGES:
        yield from (f"feed.{language}.atom", f"events.{language}.ics")


def render_file(site: Site, found: re.Match[str], base: str, parameters: Parameters) -> Page:
    """Make a file whose name ``FILE`` matches; its addresses begin with ``base``; no parameters count."""
    language = found["language"]
    if language is None:
        return Page(sitemap.write(site, base, site.paths()), content_type=sitemap.CONTENT_TYPE)
    if found["feed"]:
        return Page(feed.write(site, base, language), content_type=feed.CONTENT_TYPE)
    return Page(event_calendar.write(site, base, language), content_type=event_calendar.CONTENT_TYPE)
