"""What is one step away from any thing of the graph, by relation, with the thing in the middle.

A long group is cut short in the picture, never in its table.
"""

from __future__ import annotations

from gbaip_graph.pictures import citations
from gbaip_graph.pictures.desk import Desk
from gbaip_graph.pictures.frame import both_sizes
from gbaip_graph.pictures.neighbourhood_narrow import draw_tree
from gbaip_graph.pictures.neighbourhood_wide import draw_sides
from gbaip_graph.pictures.neighbours import find_thing, groups_of
from gbaip_graph.pictures.picture import NoPicture, Picture, TableCell

NAME = "neighbourhood"
_COLUMNS = ("relation", "direction", "neighbour", "since")


def draw_neighbourhood(desk: Desk, *, thing: str = "") -> Picture:
    """Draw the picture of a thing, given by its IRI or compact name.

    Raises ``NoPicture`` without one, and for a thing that nothing is linked to; ``InvalidValue`` for what is
    not in the graph.
    """
    if not thing:
        raise NoPicture(desk.say("neighbourhood.which"), mend=desk.say("neighbourhood.mend"))
    centre = find_thing(desk, thing)
    groups = groups_of(desk, centre)
    name = desk.name(centre)
    if not groups:
        raise NoPicture(desk.say("neighbourhood.none", thing=name))
    title = desk.say("neighbourhood.title", thing=name)
    description = desk.say("neighbourhood.description", count=sum(len(group.neighbours) for group in groups))
    wide, narrow = both_sizes(
        lambda is_wide: (draw_sides if is_wide else draw_tree)(desk, centre, groups),
        name=NAME, title=title, description=description, language=desk.language,
    )  # fmt: skip
    cited = citations.of_passages(desk)
    table: list[tuple[TableCell, ...]] = []
    for group in groups:
        direction = desk.say("neighbourhood.from" if group.is_from else "neighbourhood.to")
        for neighbour in group.neighbours:
            for passage in neighbour.passages:
                relation = TableCell(group.words(desk), desk.language, group.relation)
                head = (relation, desk.own(direction), desk.cell(neighbour.iri), desk.own(neighbour.year))
                table.append((*head, *cited(passage)))
    columns = (*(desk.say(f"column.{name}") for name in _COLUMNS), *citations.columns(desk))
    return Picture(
        NAME, title, description, desk.language, columns, tuple(table), wide, narrow, (("thing", centre),)
    )
