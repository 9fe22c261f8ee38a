"""Pictures of the graph, drawn as SVG with a table of the same facts beside each.

For the pages, for notebooks and as files. Their own files are read when they are imported, so that ``draw``
can run where no file may be opened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.languages import check_language
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.ask.suggestions import import_early
from gbaip_graph.errors import InvalidValue, UnknownName
from gbaip_graph.layout import find_root
from gbaip_graph.pictures.attendance import draw_attendance
from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.map import draw_map
from gbaip_graph.pictures.map_land import read_coastline
from gbaip_graph.pictures.map_places import read_points
from gbaip_graph.pictures.matrix import draw_partners
from gbaip_graph.pictures.neighbourhood import draw_neighbourhood
from gbaip_graph.pictures.picture import NoPicture, Picture, TableCell, Variant, css
from gbaip_graph.pictures.seizures import draw_seizures
from gbaip_graph.pictures.timeline import draw_timeline
from gbaip_graph.pictures.words import listed, say, texts

__all__ = ["NAMES", "NoPicture", "Picture", "TableCell", "Variant", "css", "draw", "load"]

_PICTURES: Mapping[str, tuple[Callable[..., Picture], tuple[str, ...]]] = MappingProxyType(
    {
        "timeline": (draw_timeline, ("from", "to")),
        "sme-seminar-attendance": (draw_attendance, ()),
        "seizures-by-operation": (draw_seizures, ("measure", "side", "currency", "of")),
        "who-works-with-whom": (draw_partners, ()),
        "neighbourhood": (draw_neighbourhood, ("thing",)),
        "greater-bay-area": (draw_map, ()),
    }
)
#: The pictures there are.
NAMES: tuple[str, ...] = tuple(_PICTURES)


def draw(
    name: str,
    graph: AskedGraph,
    *,
    language: str = "en",
    link: Callable[[str], str] = str,
    question_link: Callable[[str, Mapping[str, str]], str] | None = None,
    questions: Mapping[str, SavedQuery] | None = None,
    **parameters: str,
) -> Picture:
    """Draw a picture of a graph.

    ``link`` gives the address of a thing by its IRI, ``question_link`` that of a saved question with
    parameters; ``questions`` are the saved questions, by default those of the root that is found. A parameter
    that is a keyword of Python may have a ``_`` behind it. Raises ``UnknownName`` and ``InvalidValue`` for
    what there is not, ``NoPicture`` where a picture would mislead.
    """
    check_language(language)
    found = _PICTURES.get(name.replace("_", "-"))
    if found is None:
        mend = say("refusal.there-are", language, names=listed(NAMES, language))
        raise UnknownName(say("refusal.unknown-picture", language, name=name), mend=mend)
    drawn, known = found
    given = {key.removesuffix("_"): value for key, value in parameters.items() if value not in (None, "")}
    for parameter in given.keys() - set(known):
        what = say("refusal.unknown-parameter", language, name=name, parameter=parameter)
        raise InvalidValue(what, mend=say("refusal.there-are", language, names=listed(known, language)))
    desk = Desk(
        graph,
        questions if questions is not None else load(),
        language,
        link,
        question_link or (lambda _, given: link(next(iter(given.values()), ""))),
    )
    return drawn(desk, **given)


@cache
def load() -> Mapping[str, SavedQuery]:
    """Read the saved questions of the root that is found, once; a site has them already."""
    return MappingProxyType({question.name: question for question in load_catalogue(find_root(None))})


def _read_files() -> None:
    """Read the files of this package while files may be opened: a worker that draws may open none."""
    import_early()
    texts()
    css()
    read_coastline()
    read_points()


_read_files()
