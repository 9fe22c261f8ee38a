"""Tables of records: which columns a kind of record has on the page of a thing that it points to.

The one place that says how an involvement, a figure or a name is laid out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gbaip_graph.namespaces import DATA, RECORD_KINDS, expand

#: Columns that are no property: the label with its link, the date in words, the figure with its exactness,
#: how many facts a passage states.
LABEL, WHEN, FIGURE, NAME, FACTS = "label", "when", "figure", "name", "facts"
_ACTIVITY = (WHEN, LABEL)
#: Kind of record -> its columns, a property by its compact name; the one that leads to the page is left out.
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "inv": (WHEN, "gbaip:inActivity", "gbaip:hasRole", "gbaip:hasParty"),
        "figure": ("gbaip:measures", "gbaip:hasMeasure", FIGURE, "gbaip:countedBy", WHEN),
        "name": (NAME, "gbaip:nameOf", "gbaip:hasNameKind", WHEN),
        "tenure": (WHEN, "gbaip:ofPerson", "gbaip:ofPost"),
        "membership": ("org:member", "org:role", "org:organization", "gbaip:heldExOfficioBy"),
        "commitment": (LABEL, "gbaip:hasCommitmentKind", "gbaip:madeBy"),
        "event": (*_ACTIVITY, "gbaip:hasEventKind", "gbaip:takesPlaceIn"),
        "op": (*_ACTIVITY, "gbaip:takesPlaceIn"),
        "exchange": _ACTIVITY,
        "plan": _ACTIVITY,
        "change": _ACTIVITY,
        "output": (LABEL, "gbaip:hasOutputKind", WHEN),
        "item": ("gbaip:itemNumber", LABEL, "gbaip:hasStatus"),
        "series": (LABEL, "gbaip:hasFrequency"),
        "disagreement": (LABEL, "gbaip:hasDisagreementKind"),
        "source": ("dcterms:issued", LABEL, "dcterms:publisher"),
        "passage": (LABEL, "gbaip:partOfSource", FACTS),
    }
)
#: Kinds in the order in which they are of interest; others follow.
ORDER = (
    "inv", "figure", "event", "op", "exchange", "item", "commitment", "output", "plan", "area", "series",
    "membership", "tenure", "agency", "body", "group", "post", "person", "party", "place", "change",
    "disagreement", "name", "source", "passage",
)  # fmt: skip
#: Kinds whose records have no label, but are called after what they connect.
UNLABELLED = frozenset({"inv", "figure", "name", "membership"})
#: What a figure is composed of, shown in one column.
FIGURE_PARTS = tuple(
    map(expand, ("gbaip:hasExactness", "gbaip:value", "gbaip:currency", "gbaip:isEstimate", "gbaip:hasBasis"))
)


#: Roles in the order in which a reader looks for them; others follow.
_ROLES = (
    "organiser", "conductor", "leader", "undertaker", "co-organiser", "host", "funder", "steering-authority",
    "framework-body", "supporter", "coordinator", "collaborator", "delegation-leader", "speaker",
)  # fmt: skip


def rank_of(role: str) -> int:
    """Return the place of a role among the others, by its IRI."""
    term = role.rpartition("/")[2]
    return _ROLES.index(term) if term in _ROLES else len(_ROLES)


def columns_of(kind: str, *, without: str) -> tuple[str, ...]:
    """Return the columns of a kind of record, without the property that leads to the page itself."""
    return tuple(
        column for column in COLUMNS.get(kind, (LABEL,)) if ":" not in column or expand(column) != without
    )


def kind_of(iri: str) -> str:
    """Return the kind of a record by its IRI, ``""`` for what is none.

    >>> kind_of("https://w3id.org/gbaip/id/agency/ipd")
    'agency'
    """
    kind = iri.removeprefix(DATA).partition("/")[0] if iri.startswith(DATA) else ""
    return kind if kind in RECORD_KINDS else ""
