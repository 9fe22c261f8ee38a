"""Kinds of things in one short list, and the words of other vocabularies that mean them.

For the matcher and the conflict check: whether two things can be the same, or are the same place at another
granularity, such as a municipality and the city in it.
"""

from __future__ import annotations

from typing import Literal

Agreement = Literal["same", "unknown", "granularity", "level", "clash"]

#: The family of each kind. Kinds of one family may stand for one thing at two granularities.
FAMILIES = {
    "continent": "place",
    "region": "place",
    "country": "place",
    "territory": "place",
    "province": "place",
    "municipality": "place",
    "district": "place",
    "subdistrict": "place",
    "zone": "place",
    "area": "place",
    "island": "place",
    "town": "place",
    "site": "place",
    "division": "place",
    "place": "place",
    "agency": "body",
    "government": "body",
    "university": "body",
    "school": "body",
    "firm": "body",
    "body": "body",
    "group": "body",
    "series": "series",
    "event": "event",
    "concept": "concept",
    "class": "concept",
    "person": "person",
}
#: Kinds that tell no more than their family does.
_GENERAL = frozenset({"place", "body", "area"})
# One name commonly stands for both of these; elsewhere another level is another place of that name: the town
# of Huangpu is not the district, nor is Guangdong the city of Canton.
_ONE_NAME = frozenset(
    frozenset(pair)
    for pair in (
        ("municipality", "town"),
        ("territory", "town"),
        ("territory", "country"),
        ("territory", "province"),
        ("territory", "municipality"),
        ("municipality", "province"),
        ("island", "town"),
        ("zone", "district"),
    )
)
# Bodies of these kinds are never one another, however alike their names are.
_STRICT = frozenset({"university", "school", "firm", "government"})

_WORDS = {
    # GeoNames feature codes, https://www.geonames.org/export/codes.html
    "CONT": "continent", "RGN": "region", "PCLI": "country", "PCLS": "territory", "PCLD": "territory",
    "PCL": "country", "ADM1": "province", "ADM2": "municipality", "ADM3": "district", "ADM4": "subdistrict",
    "ISL": "island", "ZN": "zone", "ADMD": "place", "P": "town", "A": "division", "L": "place", "S": "site",
    "T": "place",
    # Wikidata classes
    "Q779415": "territory", "Q1615742": "province", "Q748149": "municipality", "Q6256": "country",
    "Q515": "town", "Q3918": "university", "Q327333": "agency", "Q732717": "agency", "Q182290": "agency",
    "Q699386": "body", "Q43229": "body", "Q5": "person", "Q1656682": "event",
    # schema.org
    "Country": "country", "City": "town", "AdministrativeArea": "division", "Place": "place",
    "Organization": "body", "GovernmentOrganization": "agency", "CollegeOrUniversity": "university",
    "School": "school", "Corporation": "firm", "Event": "event", "EventSeries": "series", "Person": "person",
    "Continent": "continent", "CivicStructure": "site", "DefinedTerm": "concept",
    # ROR types, https://ror.readme.io/docs/all-ror-fields-and-data
    "education": "university", "company": "firm", "funder": "", "other": "", "nonprofit": "body",
    "facility": "body", "healthcare": "body", "archive": "body",
    # SKOS, OWL, ORG and FOAF
    "Concept": "concept", "Class": "class", "FormalOrganization": "body",
    "OrganizationalCollaboration": "group",
    # words that tables use
    "city": "town", "settlement": "town", "populated place": "town", "admin1": "province",
    "admin2": "municipality", "sar": "territory", "special administrative region": "territory",
    "prefecture-level city": "municipality",
    "autonomous region": "province", "organisation": "body", "organization": "body",
    "government agency": "agency", "company or firm": "firm", "venue": "site", "port": "site",
    "institute": "body", "association": "body", "customs": "agency", "topic": "concept",
    "subdivision": "division",
    # classifications of our bodies
    "committee": "body", "industry-federation": "body", "trade-promotion-body": "body",
}  # fmt: skip
_WORDS_FOLDED = {word.casefold(): kind for word, kind in _WORDS.items()} | {kind: kind for kind in FAMILIES}


def kind_of(word: str) -> str:
    """Return the kind that a type, class or feature code means, or "" for one that is not known.

    >>> kind_of("http://www.wikidata.org/entity/Q748149"), kind_of("PPLA2"), kind_of("https://schema.org/City")
    ('municipality', 'town', 'town')
    >>> kind_of("P.PPLC"), kind_of("A.ADM1H"), kind_of("something else")
    ('town', 'province', '')
    """
    last = word.strip().replace("#", "/").rstrip("/").rsplit("/", 1)[-1]
    for name in (last, last.rpartition(".")[2], last.rpartition(":")[2]):
        folded = name.casefold()
        if folded in _WORDS_FOLDED:
            return _WORDS_FOLDED[folded]
        if folded.startswith("ppl"):
            return "town"
        if folded.startswith("adm") and folded.endswith("h"):  # GeoNames: a former division
            return _WORDS_FOLDED.get(folded[:-1], "")
    return ""


def family(kind: str) -> str:
    """Return place, body, series, event, concept or person; "" for an unknown kind."""
    return FAMILIES.get(kind, "")


def compare_kinds(ours: str, theirs: str) -> Agreement:
    """Say whether two kinds agree: the same, unknown, one place at two granularities, or a clash.

    ``level`` are two places of which one has its name from the other.

    >>> compare_kinds("municipality", "town"), compare_kinds("territory", "government")
    ('granularity', 'clash')
    >>> compare_kinds("district", "town"), compare_kinds("place", "town")
    ('level', 'unknown')
    >>> compare_kinds("university", "body"), compare_kinds("agency", "")
    ('same', 'unknown')
    """
    if not family(ours) or not family(theirs):
        return "unknown"
    if family(ours) != family(theirs):
        return "clash"
    if ours == theirs:
        return "same"
    if family(ours) == "place":
        return _compare_places(ours, theirs)
    if ours in _STRICT and theirs in _STRICT:
        return "clash"
    return "same" if {ours, theirs} & _GENERAL else "unknown"


def _compare_places(ours: str, theirs: str) -> Agreement:
    if "place" in (ours, theirs):
        return "unknown"
    if "division" in (ours, theirs):  # an administrative one, of a level that is not told
        return "granularity" if {"town", "island", "area"} & {ours, theirs} else "unknown"
    general = "area" in (ours, theirs)
    return "granularity" if general or frozenset((ours, theirs)) in _ONE_NAME else "level"
