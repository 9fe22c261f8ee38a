"""What a chapter of an invented document tells: an event, a set of operations, an exchange, who leads ...

For the generator. A new kind of chapter is a function, and one line in ``CHAPTERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchmarks.synthetic.document import Document
from benchmarks.synthetic.neighbourhood import ToldEvent
from benchmarks.synthetic.sheet import Values, decimal, text
from benchmarks.synthetic.words import labels, note, other_label
from gbaip_graph.turtle.terms import Literal

_HIGHEST_COUNT = 90_000
_HIGHEST_PARTIES = 5


def tell_event(told: Document) -> None:
    """Tell an event, who took part, how many came, what it brought forth and how it was called."""
    rng, slug = told.rng, told.slug("forum")
    span = told.spans.day(rng, told.year) if told.chance(0.6) else told.spans.month(rng, told.year)
    values: Values = {
        "skos:prefLabel": labels(rng, "Meeting", told.numbered),
        "gbaip:hasEventKind": told.concepts.pick(rng, "event-kind"),
        "gbaip:takesPlaceDuring": span,
    }
    more: Values = {
        "gbaip:takesPlaceIn": rng.choice(told.around.cities),
        "gbaip:hasTopic": told.concepts.some(rng, "topic", 3),
        "gbaip:hasMode": told.concepts.pick(rng, "mode") if told.chance(0.2) else None,
        "gbaip:themeTitle": text(f"Theme {told.numbered}") if told.chance(0.3) else None,
        "gbaip:fallsUnder": told.item or None,
        "skos:editorialNote": note(rng) if told.chance(0.2) else None,
    }
    edition: Values = (
        {"gbaip:editionOf": rng.choice(told.around.series), "gbaip:ordinal": rng.randint(1, 30)}
        if told.chance(0.4)
        else {}
    )
    event = told.fact(f"event:{slug}", "gbaip:Event", {**values, **more, **edition})
    _involve(told, event)
    figure, measure = _count(told, event, "first")
    told.around.told.append(ToldEvent(event, values, figure, measure))
    _name(told, event)
    if told.chance(0.25):
        _bring_forth(told, event)


def tell_operations(told: Document) -> None:
    """Tell a set of operations with its members, goods and their value, counted by one side."""
    rng, slug = told.rng, told.slug("patrols")
    months = sorted(rng.sample(range(1, 13), rng.randint(2, 4)))
    hull = told.spans.use(f"{told.year}-{months[0]:02}/{told.year}-{months[-1]:02}", "from-members")
    values: Values = {
        "skos:prefLabel": labels(rng, "Patrols", told.numbered),
        "gbaip:actionCount": len(months) + rng.randint(0, 2),
        "gbaip:takesPlaceDuring": hull,
        "gbaip:hasTopic": told.concepts.some(rng, "topic", 2),
        "gbaip:fallsUnder": told.item or None,
    }
    whole = told.fact(f"op:{slug}", "gbaip:Operation", values)
    for month in months:
        member: Values = {
            "skos:prefLabel": labels(rng, "Patrol", f"{told.numbered}-{month}"),
            "gbaip:heldWithin": whole,
            "gbaip:takesPlaceDuring": told.spans.use(f"{told.year}-{month:02}"),
            "gbaip:hasDestination": rng.choice(told.around.cities) if told.chance(0.2) else None,
        }
        told.fact(f"op:{slug}-{month:02}", "gbaip:Operation", member)
    _involve(told, whole)
    goods, _ = _count(told, whole, "goods")
    _count_part(told, whole, goods)
    _value(told, whole)


def tell_exchange(told: Document) -> None:
    """Tell an exchange of information, its two ends and how much went each way."""
    rng, slug = told.rng, told.slug("letters")
    values: Values = {
        "skos:prefLabel": labels(rng, "Letters", told.numbered),
        "gbaip:hasFrequency": told.concepts.pick(rng, "frequency") if told.chance(0.5) else None,
        "gbaip:takesPlaceDuring": told.spans.most_of(told.year),
        "gbaip:hasTopic": told.concepts.some(rng, "topic", 2),
        "gbaip:fallsUnder": told.item or None,
    }
    exchange = told.fact(f"exchange:{slug}", "gbaip:Exchange", values)
    giver, taker = rng.sample(told.around.agencies, 2)
    _take_part(told, exchange, giver.name, "role:provider")
    _take_part(told, exchange, taker.name, "role:recipient")
    _count(told, exchange, "sent")


def tell_commitments(told: Document) -> None:
    """Tell what the two sides mean to do, and who joined."""
    rng = told.rng
    for ordinal in range(1, rng.randint(3, 5)):
        values: Values = {
            "skos:prefLabel": labels(rng, "Aim", f"{told.numbered}-{ordinal}"),
            "gbaip:hasCommitmentKind": told.concepts.pick(rng, "commitment-kind"),
            "gbaip:madeBy": [_side(told), rng.choice(told.around.agencies).name],
            "gbaip:agreedBy": told.around.party(rng) if told.chance(0.4) else None,
            "gbaip:ordinal": ordinal,
            "gbaip:hasTopic": told.concepts.some(rng, "topic", 3),
            "gbaip:fallsUnder": told.item or None,
        }
        told.fact(f"commitment:{told.slug('aim')}-{ordinal}", "gbaip:Commitment", values)


def tell_offices(told: Document) -> None:
    """Tell who sits in the group, who held which post on a day, and what became of an office."""
    rng = told.rng
    for number, agency in enumerate(rng.sample(told.around.agencies, 3)):
        leads = number == 0
        values: Values = {
            "org:organization": told.around.group,
            "org:member": agency.name,
            "org:role": "role:leader" if leads else "role:member",
            "gbaip:heldExOfficioBy": agency.post if leads else None,
        }
        name = f"membership:{_slug_of(told.around.group)}.{told.slug('seat')}-{number}"
        told.fact(name, "org:Membership", values)
    if told.chance(0.2):
        before, after = rng.sample(told.around.agencies, 2)
        became: Values = {
            "skos:prefLabel": labels(rng, "Change", told.numbered),
            "gbaip:hasChangeKind": told.concepts.pick(rng, "change-kind"),
            "org:originalOrganization": before.name,
            "org:resultingOrganization": after.name,
            "gbaip:takesPlaceDuring": told.spans.month(rng, told.year),
        }
        told.fact(f"change:{told.slug('change')}", "gbaip:Restructuring", became)


def tell_again(told: Document) -> None:
    """Tell an event that another document told, with another number, and record that the two disagree."""
    if not told.around.told:
        tell_event(told)
        return
    event = told.rng.choice(told.around.told)
    told.fact(event.name, "gbaip:Event", {**event.values})
    figure = f"figure:{_slug_of(event.name)}.{told.slug('again')}"
    values: Values = {
        "gbaip:measures": event.name,
        "gbaip:hasMeasure": event.measure,
        "gbaip:value": told.rng.randint(1, _HIGHEST_COUNT),
        "gbaip:hasExactness": told.concepts.pick(told.rng, "exactness"),
    }
    told.fact(figure, "gbaip:Figure", values)
    differ: Values = {
        "skos:prefLabel": text(f"How many, as report {told.number} has it"),
        "gbaip:compares": [event.figure, figure],
        "gbaip:hasDisagreementKind": told.concepts.pick(told.rng, "disagreement-kind"),
        "skos:editorialNote": note(told.rng),
    }
    told.around.register("disagreement").record(
        f"disagreement:{told.slug('again')}", "gbaip:Disagreement", differ
    )


#: What a chapter tells, and how often, by about the shares of the shipped record.
CHAPTERS: tuple[tuple[Callable[[Document], None], int], ...] = (
    (tell_event, 45),
    (tell_operations, 20),
    (tell_exchange, 8),
    (tell_commitments, 12),
    (tell_offices, 5),
    (tell_again, 10),
)
_TELL: Sequence[Callable[[Document], None]] = tuple(tell for tell, _ in CHAPTERS)
_WEIGHTS = tuple(weight for _, weight in CHAPTERS)


def tell_chapter(told: Document) -> None:
    """Read the next passage and tell one or two things that stand in it."""
    told.next_chapter()
    (tell,) = told.rng.choices(_TELL, _WEIGHTS)
    tell(told)


def _involve(told: Document, activity: str) -> None:
    for party in dict.fromkeys(told.around.party(told.rng) for _ in range(_HIGHEST_PARTIES)):
        if told.chance(0.6):
            _take_part(told, activity, party, told.concepts.pick(told.rng, "role"))
    if told.chance(0.3):
        _take_part(told, activity, _side(told), "role:participant")
    if told.chance(0.3):
        _speak(told, activity)


def _take_part(told: Document, activity: str, party: str, role: str) -> None:
    named = _slug_of(party).partition(".")[0] if party.startswith("tenure:") else _slug_of(party)
    name = f"inv:{_slug_of(activity)}.{named}.{_slug_of(role)}"
    values: Values = {
        "gbaip:inActivity": activity,
        "gbaip:hasParty": party,
        "gbaip:hasRole": role,
        "skos:editorialNote": note(told.rng) if told.chance(0.05) else None,
    }
    told.fact(name, "gbaip:Involvement", values)


def _speak(told: Document, activity: str) -> None:
    person, post = told.around.person(told.rng), told.rng.choice(told.around.agencies).post
    span = told.spans.day(told.rng, told.year)
    name = f"tenure:{_slug_of(person)}.{_slug_of(post)}.{_slug_of(span)}"
    values: Values = {
        "gbaip:ofPerson": person,
        "gbaip:ofPost": post,
        "gbaip:takesPlaceDuring": span,
        "gbaip:isActing": True if told.chance(0.05) else None,
    }
    _take_part(told, activity, told.fact(name, "gbaip:Tenure", values), "role:speaker")


def _count(told: Document, measured: str, word: str) -> tuple[str, str]:
    """Count something on one side, and return the figure and its measure."""
    rng = told.rng
    counter = rng.choice(told.around.agencies)
    measure = told.concepts.pick(rng, "measure")
    is_share = measure in ("measure:share-percent", "measure:growth-percent")
    by_whom: Values = (
        {"gbaip:countedBy": counter.name, "gbaip:hasJurisdiction": counter.region} if told.chance(0.4) else {}
    )
    values: Values = {
        "gbaip:measures": measured,
        "gbaip:hasMeasure": measure,
        "gbaip:value": decimal(f"{rng.randint(1, 99)}.{rng.randint(1, 9)}")
        if is_share
        else rng.randint(9, _HIGHEST_COUNT),
        "gbaip:hasExactness": told.concepts.pick(rng, "exactness"),
        "gbaip:isEstimate": True if told.chance(0.1) else None,
        "gbaip:takesPlaceDuring": told.spans.use(str(told.year)) if told.chance(0.3) else None,
        **by_whom,
    }
    return told.fact(f"figure:{_slug_of(measured)}.{word}", "gbaip:Figure", values), measure


def _count_part(told: Document, measured: str, whole: str) -> None:
    values: Values = {
        "gbaip:measures": measured,
        "gbaip:hasMeasure": told.concepts.pick(told.rng, "measure"),
        "gbaip:value": told.rng.randint(0, 1),  # no whole is smaller
        "gbaip:hasExactness": "exactness:exact",
        "gbaip:subsetOf": whole,
    }
    told.fact(f"figure:{_slug_of(measured)}.part", "gbaip:Figure", values)


def _value(told: Document, measured: str) -> None:
    values: Values = {
        "gbaip:measures": measured,
        "gbaip:hasMeasure": "measure:goods-value",
        "gbaip:value": told.rng.randint(1, _HIGHEST_COUNT) * 100,
        "gbaip:currency": Literal(told.rng.choice(("HKD", "MOP", "CNY"))),
        "gbaip:hasExactness": "exactness:about",
    }
    told.fact(f"figure:{_slug_of(measured)}.worth", "gbaip:Figure", values)


def _side(told: Document) -> str:
    region = told.rng.choice(told.around.regions)
    values: Values = {
        "skos:prefLabel": text(f"Side of {_slug_of(region)}"),
        "gbaip:hasJurisdiction": region,
    }
    return told.fact(f"party:side-of-{_slug_of(region)}", "gbaip:UnnamedParty", values)


def _name(told: Document, named: str) -> None:
    if not told.chance(0.8):
        return
    form = other_label(told.rng, told.numbered)
    values: Values = {
        "gbaip:nameOf": named,
        "gbaip:nameText": form,
        "gbaip:hasNameKind": told.concepts.pick(told.rng, "name-kind"),
        "gbaip:takesPlaceDuring": told.spans.use(str(told.year)) if told.chance(0.5) else None,
    }
    told.fact(f"name:{_slug_of(named)}.{form.language.lower()}.{told.id}", "gbaip:NameUsage", values)


def _bring_forth(told: Document, event: str) -> None:
    values: Values = {
        "skos:prefLabel": labels(told.rng, "Leaflet", told.numbered),
        "gbaip:hasOutputKind": told.concepts.pick(told.rng, "output-kind"),
        "gbaip:producedIn": event,
        "gbaip:hasTopic": told.concepts.some(told.rng, "topic", 2),
    }
    output = told.fact(f"output:{told.slug('leaflet')}", "gbaip:Output", values)
    _count(told, output, "copies")


def _slug_of(name: str) -> str:
    return name.partition(":")[2]
