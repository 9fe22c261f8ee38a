"""Files of a static copy that are no pages: data of things, the whole graph, feeds, pictures, assets.

Each is made by its name, which is what pages lead to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.build.load import ONTOLOGY_GRAPH
from gbaip_graph.engines.oxigraph import QueryableGraph, write_triples
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.pages import event_calendar, feed, machine_files, robots, sitemap
from gbaip_graph.pages.addresses import thing_of
from gbaip_graph.pages.page import Choice, PageMissing, Parameters
from gbaip_graph.pages.site import Site
from gbaip_graph.pages.static_links import INDEX
from gbaip_graph.pages.static_pages import front_page
from gbaip_graph.turtle.terms import Iri, Triple

#: What is said of a thing, as the data at its address tell it.
Describe = Callable[[AskedGraph, Iri], tuple[Triple, ...]]
MISSING = "404.html"
#: Extensions of data and their formats.
_FORMATS = {"ttl": "turtle", "jsonld": "jsonld", "nt": "nt", "rdf": "rdf", "nq": "nq", "trig": "trig"}
_WHOLE = "gbaip"
_DATA = re.compile(rf"data/(?P<path>.+)\.(?P<extension>{'|'.join(_FORMATS)})")
#: What no page has to lead to.
ALWAYS = (INDEX, MISSING, f"data/{_WHOLE}.nq", f"data/{_WHOLE}.ttl")
# Search engines read whole addresses only; these stand for those of a place that is not known.
_NOWHERE = "https://site.invalid"
# No two hyphens may stand in a comment, so the option is told by its name alone.
_NOT_WHOLE = (
    "<!-- These addresses are relative, which search engines do not read: the copy was written without the"
    " address where it lies. gbaip export writes whole ones when it is given that as its base. -->\n"
)
# The size of an answer is bounded for a server alone.
_NO_LIMIT_BYTES = 1 << 62


@dataclass(frozen=True)
class FileMaker:
    """What files are made of: ``paths`` are those of the pages, ``nquads`` is the graph as it was built."""

    site: Site
    graph: QueryableGraph
    nquads: bytes
    base: str
    choices: Mapping[Choice, str]
    paths: tuple[str, ...]
    describe: Describe

    def make(self, name: str) -> bytes | None:
        """Return the content of a file, None where there can be none of that name."""
        if found := _DATA.fullmatch(name):
            return self._data(found["path"], found["extension"])
        if found := machine_files.FILE.fullmatch(name):
            return self._for_machines(found)
        if name.startswith("static/"):
            assets = self.site.skin.assets.values()
            return next((one.content for one in assets if f"static/{one.name}" == name), None)
        if name in (INDEX, MISSING):
            return front_page(self.site.skin, self.base, is_missing=name == MISSING)
        plain, parameters = self._of_choice(name)
        try:
            # Without the address of the site, pictures name things by their IRIs, which hold anywhere.
            return self.site.file(plain, "", parameters).content
        except PageMissing:
            return None

    def _of_choice(self, name: str) -> tuple[str, Parameters]:
        """Return the name of a file as a server has it, and the parameters that it has there."""
        begun = [
            (folder, path, parameters)
            for (path, parameters), folder in self.choices.items()
            if name.startswith(f"{path}/{folder}.")
        ]
        if not begun:
            return name, ()
        folder, path, parameters = max(begun, key=lambda choice: len(choice[0]))
        return path + name.removeprefix(f"{path}/{folder}"), parameters

    def _data(self, path: str, extension: str) -> bytes | None:
        graph_format = _FORMATS[extension]
        if path == _WHOLE:
            return self.nquads if extension == "nq" else self._dataset(graph_format)
        if path == "ns":
            return self.graph.write_graph(
                ONTOLOGY_GRAPH, graph_format=graph_format, prefixes=PREFIXES, limit_bytes=_NO_LIMIT_BYTES
            )
        triples = self._described(path)
        return write_triples(triples, graph_format=graph_format, prefixes=PREFIXES) if triples else None

    @cached_property
    def _described(self) -> Callable[[str], tuple[Triple, ...]]:
        """What is said of the thing of a path; the last answer is kept for the next format."""

        @lru_cache(maxsize=1)
        def described(path: str) -> tuple[Triple, ...]:
            thing = thing_of(path)
            return self.describe(self.graph, Iri(thing)) if thing else ()

        return described

    def _dataset(self, graph_format: str) -> bytes:
        return self.graph.write_dataset(
            graph_format=graph_format, prefixes=PREFIXES, limit_bytes=_NO_LIMIT_BYTES
        )

    def _for_machines(self, found: re.Match[str]) -> bytes:
        if found[0] == machine_files.ROBOTS:
            return robots.write(self.base, sitemap=machine_files.SITEMAP, is_static=True)
        if found["language"]:
            writer = feed.write if found["feed"] else event_calendar.write
            return writer(self.site, self.base, found["language"], is_static=True)
        content = sitemap.write(self.site, self.base or _NOWHERE, self.paths, is_static=True)
        if self.base:
            return content
        head, _, rest = content.partition(b"\n")
        return head + b"\n" + _NOT_WHOLE.encode() + rest.replace(f"{_NOWHERE}/".encode(), b"")
