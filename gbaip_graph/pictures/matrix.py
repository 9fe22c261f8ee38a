"""Who works with whom: a matrix of the most active bodies, ordered by their sides.

On phones, where no matrix can be read, the pairs are listed under the sides that they join.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gbaip_graph.pictures import citations
from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.frame import both_sizes
from gbaip_graph.pictures.matrix_narrow import draw_list
from gbaip_graph.pictures.matrix_wide import draw_matrix
from gbaip_graph.pictures.partners import Pair, most_active, pairs_of
from gbaip_graph.pictures.picture import NoPicture, Picture, TableCell

NAME = "who-works-with-whom"
_COLUMNS = ("body", "partner", "activity")


def draw_partners(desk: Desk) -> Picture:
    """Draw the picture; it has no parameters."""
    bodies = most_active(desk)
    pairs = pairs_of(desk, bodies)
    if not pairs:
        raise NoPicture(desk.say("matrix.none"))
    desk.learn(iri for body in bodies for iri in (body.iri, body.side))
    desk.learn(row[name] for pair in pairs.values() for row in pair.told for name in ("activity", "source"))
    links = _links(desk, pairs)
    title = desk.say("matrix.title")
    description = desk.say("matrix.description", bodies=len(bodies))
    wide, narrow = both_sizes(
        lambda is_wide: draw_matrix(desk, bodies, pairs, links) if is_wide else draw_list(desk, pairs, links),
        name=NAME, title=title, description=description, language=desk.language,
    )  # fmt: skip
    head = (*(desk.say(f"column.{name}") for name in _COLUMNS), *citations.columns(desk))
    return Picture(NAME, title, description, desk.language, head, _table(desk, pairs), wide, narrow)


def _links(desk: Desk, pairs: Mapping[tuple[str, str], Pair]) -> Mapping[tuple[str, str], str]:
    """Let the only thing that two bodies have in common be linked, or else what a body did with all."""
    links = {}
    for key, pair in pairs.items():
        activities = sorted({row["activity"] for row in pair.told})
        question = {"agency": pair.first.iri}
        only = len(activities) == 1
        links[key] = desk.link(activities[0]) if only else desk.question_link(NAME, question)
    return links


def _table(desk: Desk, pairs: Mapping[tuple[str, str], Pair]) -> tuple[tuple[TableCell, ...], ...]:
    told: Sequence[tuple[Pair, int]] = [
        (pair, index) for pair in pairs.values() for index in range(len(pair.told))
    ]
    cited = citations.find_citations(desk, [pair.told[index] for pair, index in told], thing="activity")
    return tuple(
        (
            desk.cell(pair.first.iri),
            desk.cell(pair.second.iri),
            desk.cell(pair.told[index]["activity"]),
            *cited(pair.told[index]["activity"], pair.told[index]),
        )
        for pair, index in told
    )
