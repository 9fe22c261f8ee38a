"""What the documents of one neighbourhood have in common: places, bodies, posts, people, series, a group.

For the generator. Documents of different neighbourhoods share nothing but concepts, spans and one coast, so
that a graph of any size is made with the memory of one neighbourhood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from benchmarks.synthetic.concepts import Concepts
from benchmarks.synthetic.sheet import Sheet, Values, text
from benchmarks.synthetic.words import labels, note, other_label

COAST = "place:coast"
_REGIONS = 3
_CITIES_OF_A_REGION = 3
_AGENCIES_OF_A_REGION = 4
_BODIES = 8
_PEOPLE = 30
_SERIES = 5


@dataclass(frozen=True)
class Agency:
    """An agency, the region whose side it is on, and its post."""

    name: str
    region: str
    post: str


@dataclass(frozen=True)
class ToldEvent:
    """An event that a document told, with all that another one repeats of it, and a figure about it."""

    name: str
    values: Values
    figure: str
    measure: str


@dataclass
class Neighbourhood:
    """The records that documents refer to, as compact names, and what documents have told so far."""

    number: str
    regions: list[str] = field(default_factory=list)
    cities: list[str] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    copying_site: str = ""
    group: str = ""
    series: list[str] = field(default_factory=list)
    told: list[ToldEvent] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    registers: dict[str, Sheet] = field(default_factory=dict)

    def register(self, kind: str) -> Sheet:
        """Return the register of a kind, which is written where it holds something."""
        return self.registers.setdefault(kind, Sheet(f"data/register/{kind}-{self.number}.ttl"))

    def person(self, rng: Random) -> str:
        """Return one of the people, who is described from now on: nobody is recorded without an office."""
        number = rng.randint(1, _PEOPLE)
        name = f"person:official-{self.number}-{number}"
        if name not in self.people:
            self.people.add(name)
            named = labels(rng, "Official", f"{self.number}-{number}")
            self.register("person").record(name, "foaf:Person", {"skos:prefLabel": named})
        return name

    def party(self, rng: Random) -> str:
        """Return an agency or a body."""
        return rng.choice([*(agency.name for agency in self.agencies), *self.bodies])

    def sheets(self) -> Iterator[Sheet]:
        """Return the registers in the order of their paths."""
        return iter(sorted(self.registers.values(), key=lambda sheet: sheet.path))


def coast() -> Sheet:
    """Return the register of the one place that all regions lie in."""
    sheet = Sheet("data/register/place.ttl")
    sheet.record(COAST, "gbaip:Place", {"skos:prefLabel": text("Coast")})
    return sheet


def settle(number: str, rng: Random, concepts: Concepts) -> Neighbourhood:
    """Make the places, agencies, bodies, series and the group of a neighbourhood."""
    made = Neighbourhood(number)
    for region in range(1, _REGIONS + 1):
        _settle_region(made, rng, f"{number}-{region}")
    for body in range(1, _BODIES + 1):
        _settle_body(made, rng, concepts, f"{number}-{body}")
    made.copying_site = made.register("body").record(
        f"body:copier-{number}",
        "org:Organization",
        {"skos:prefLabel": labels(rng, "Copier", number), "org:classification": "classification:mirror-site"},
    )
    for series in range(1, _SERIES + 1):
        name = f"series:forum-{number}-{series}"
        values: Values = {
            "skos:prefLabel": labels(rng, "Forum", f"{number}-{series}"),
            "gbaip:hasFrequency": concepts.pick(rng, "frequency"),
            "gbaip:hasTopic": concepts.some(rng, "topic", 3),
        }
        made.series.append(made.register("series").record(name, "gbaip:EventSeries", values))
    made.group = made.register("group").record(
        f"group:council-{number}", "gbaip:ExpertGroup", {"skos:prefLabel": labels(rng, "Council", number)}
    )
    return made


def _settle_region(made: Neighbourhood, rng: Random, number: str) -> None:
    places = made.register("place")
    region = places.record(
        f"place:region-{number}",
        "gbaip:Place",
        {"skos:prefLabel": labels(rng, "Region", number), "gbaip:containedIn": COAST},
    )
    made.regions.append(region)
    for city in range(1, _CITIES_OF_A_REGION + 1):
        values: Values = {
            "skos:prefLabel": labels(rng, "City", f"{number}-{city}"),
            "gbaip:containedIn": region,
        }
        made.cities.append(places.record(f"place:city-{number}-{city}", "gbaip:Place", values))
    for agency in range(1, _AGENCIES_OF_A_REGION + 1):
        _settle_agency(made, rng, region, f"{number}-{agency}", is_parent=agency == 1)


def _settle_agency(made: Neighbourhood, rng: Random, region: str, number: str, *, is_parent: bool) -> None:
    parent = None if is_parent else f"agency:office-{number.rpartition('-')[0]}-1"
    name = f"agency:office-{number}"
    values: Values = {
        "skos:prefLabel": labels(rng, "Office", number),
        "skos:altLabel": other_label(rng, number),
        "gbaip:hasJurisdiction": region if is_parent else rng.choice([region, *made.cities[-3:]]),
        "org:subOrganizationOf": parent,
        "skos:editorialNote": note(rng) if rng.random() < 0.1 else None,
    }
    made.register("agency").record(name, "gbaip:Agency", values)
    post = f"post:head-of-office-{number}"
    in_it: Values = {"skos:prefLabel": labels(rng, "Head of office", number), "org:postIn": name}
    made.register("post").record(post, "org:Post", in_it)
    made.agencies.append(Agency(name, region, post))


def _settle_body(made: Neighbourhood, rng: Random, concepts: Concepts, number: str) -> None:
    kind = concepts.pick(rng, "classification")
    while kind == "classification:mirror-site":  # such a site copies documents and does nothing else
        kind = concepts.pick(rng, "classification")
    values: Values = {
        "skos:prefLabel": labels(rng, "Institute", number),
        "org:classification": kind,
        "gbaip:hasJurisdiction": rng.choice(made.cities) if rng.random() < 0.3 else None,
    }
    made.bodies.append(made.register("body").record(f"body:institute-{number}", "org:Organization", values))
