"""The files at the root that machines read: the map of the site, what crawlers may read, feeds and calendars.

For the server, which makes them when they are asked for; a static copy has its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gbaip_graph.pages import event_calendar, feed, robots, sitemap
from gbaip_graph.pages.page import LANGUAGES, Page, Parameters

if TYPE_CHECKING:
    from gbaip_graph.pages.site import Site

SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"
#: ``sitemap.xml``, ``robots.txt``, ``feed.<language>.atom``, ``events.<language>.ics``.
FILE = re.compile(
    rf"{re.escape(SITEMAP)}|{re.escape(ROBOTS)}|(?:(?P<feed>feed)|events)"
    rf"\.(?P<language>{'|'.join(LANGUAGES)})(?(feed)\.atom|\.ics)"
)


def file_names(_: Site) -> Iterator[str]:
    """Return the name of every file."""
    yield from (SITEMAP, ROBOTS)
    for language in LANGUAGES:
        yield from (f"feed.{language}.atom", f"events.{language}.ics")


def render_file(site: Site, found: re.Match[str], base: str, parameters: Parameters) -> Page:
    """Make a file whose name ``FILE`` matches; its addresses begin with ``base``; no parameters count."""
    if found[0] == ROBOTS:
        return Page(robots.write(base, sitemap=SITEMAP), content_type=robots.CONTENT_TYPE)
    language = found["language"]
    if language is None:
        return Page(sitemap.write(site, base, site.paths()), content_type=sitemap.CONTENT_TYPE)
    if found["feed"]:
        return Page(feed.write(site, base, language), content_type=feed.CONTENT_TYPE)
    return Page(event_calendar.write(site, base, language), content_type=event_calendar.CONTENT_TYPE)
