"""One invented source document: its description, its plan, and chapters of facts that each cite a passage.

For the generator. What a chapter tells is in ``chapters``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from random import Random

from benchmarks.synthetic.concepts import Concepts
from benchmarks.synthetic.neighbourhood import Neighbourhood
from benchmarks.synthetic.sheet import Sheet, Values, day, text
from benchmarks.synthetic.spans import Spans
from benchmarks.synthetic.words import labels
from gbaip_graph.passages import KEYS_WITHOUT_DIGEST, NORMALISATION
from gbaip_graph.turtle.terms import Literal

_FIRST_YEAR = 2000
_YEARS = 25
_NOT_HELD = (6, 2)  # the third of every six documents was not held
_COPIED = (18, 8)  # and of these every third was read on a copying site
_SHARE_WITH_PLAN = 0.6


@dataclass
class Document:
    """A document that is being told; ``passage`` is the one that is being read."""

    number: int
    rng: Random
    concepts: Concepts
    spans: Spans
    around: Neighbourhood
    sheet: Sheet = field(init=False)
    year: int = field(init=False)
    is_held: bool = field(init=False)
    passage: str = ""
    plan: str = ""
    item: str = ""
    chapter: int = 0
    areas: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sheet = Sheet(f"data/sources/{self.id}.ttl")
        self.year = _FIRST_YEAR + self.number % _YEARS
        self.is_held = self.number % _NOT_HELD[0] != _NOT_HELD[1]

    @property
    def id(self) -> str:
        """The id of the source."""
        return f"gen-{self.number:05}"

    @property
    def source(self) -> str:
        """The compact name of the source."""
        return f"source:{self.id}"

    def fact(self, name: str, kind: str, values: Values) -> str:
        """Add a record that cites the passage being read, and return its name."""
        return self.sheet.record(name, kind, values, cites=self.passage)

    def slug(self, word: str) -> str:
        """Return a slug that no other chapter of any document has."""
        return f"{self.id}-{self.chapter:03}-{word}"

    @property
    def numbered(self) -> str:
        """The number of the chapter, for labels."""
        return f"{self.number}-{self.chapter}"

    def chance(self, share: float) -> bool:
        """Say yes in a share of all cases."""
        return self.rng.random() < share

    def begin(self) -> None:
        """Describe the document, and the plan where it has one."""
        self._describe()
        has_plan = self.is_held and self.chance(_SHARE_WITH_PLAN)
        self.read_on(item_number=0 if has_plan else None)
        if has_plan:
            self._tell_plan()

    def next_chapter(self) -> None:
        """Read the next paragraph; in a document with a plan, that of its next item."""
        self.chapter += 1
        if not self.plan:
            self.read_on(item_number=None)
            return
        self.read_on(item_number=self.chapter)
        values: Values = {
            "skos:prefLabel": labels(self.rng, "Item", self.numbered),
            "gbaip:listedIn": self.plan,
            "gbaip:itemNumber": self.chapter,
            "gbaip:inArea": self.rng.choice(self.areas),
            "gbaip:isNewItem": self.chance(0.5) if self.chance(0.3) else None,
            "gbaip:hasTopic": self.concepts.some(self.rng, "topic", 3),
        }
        self.item = self.fact(f"item:{self.id}-{self.chapter:02}", "gbaip:CooperationItem", values)

    def read_on(self, *, item_number: int | None) -> None:
        """Go to the next passage: a paragraph with its digest where the document was held."""
        key = f"p{self.chapter + 1}" if item_number is None else f"i{item_number:02}.p1"
        if not self.is_held:
            self.passage = self.sheet.record(
                f"passage:{self.id}.{KEYS_WITHOUT_DIGEST[0]}",
                "gbaip:Passage",
                {"gbaip:partOfSource": self.source},
            )
            return
        name = f"passage:{self.id}.{key}"
        values: Values = {
            "gbaip:partOfSource": self.source,
            "gbaip:itemNumber": item_number,
            "gbaip:paragraphNumber": self.chapter + 1 if item_number is None else 1,
            "gbaip:textDigest": Literal(hashlib.sha256(name.encode()).hexdigest()),
        }
        self.passage = self.sheet.record(name, "gbaip:Passage", values)

    def _describe(self) -> None:
        is_copied = self.number % _COPIED[0] == _COPIED[1]
        reading: Values = (
            {"gbaip:hasReading": "reading:full-text", "gbaip:normalisationMethod": Literal(NORMALISATION)}
            if self.is_held
            else {
                "gbaip:hasReading": "reading:beginning",
                "dcterms:source": f"https://documents.example/{self.id}.html",
                "gbaip:hasHostKind": "host-kind:mirror" if is_copied else "host-kind:official",
                "gbaip:hostedBy": self.around.copying_site if is_copied else None,
            }
        )
        month, date = self.rng.randint(1, 12), self.rng.randint(1, 28)
        values: Values = {
            "dcterms:title": text(f"Report {self.number} on the work of the offices"),
            "dcterms:publisher": self.around.party(self.rng),
            "dcterms:issued": day(f"{self.year + 1}-{month:02}-{date:02}"),
            "dcterms:language": Literal(self.rng.choice(("en", "zh-Hant", "zh-Hans", "pt"))),
            **reading,
        }
        self.sheet.record(self.source, "gbaip:SourceDocument", values)

    def _tell_plan(self) -> None:
        year = self.year
        period = self.spans.use(f"{year}-01/{year}-12") if self.chance(0.3) else self.spans.use(str(year))
        values: Values = {
            "skos:prefLabel": labels(self.rng, "Plan", str(self.number)),
            "gbaip:periodLabel": Literal(str(year)),
            "gbaip:takesPlaceDuring": period,
        }
        self.plan = self.fact(f"plan:{self.id}", "gbaip:CooperationPlan", values)
        for ordinal in range(1, self.rng.randint(3, 6)):
            area: Values = {
                "skos:prefLabel": labels(self.rng, "Area", f"{self.number}-{ordinal}"),
                "gbaip:listedIn": self.plan,
                "gbaip:ordinal": ordinal,
                "gbaip:hasTopic": self.concepts.some(self.rng, "topic", 2),
            }
            name = f"area:{self.id}-{ordinal}"
            self.areas.append(self.fact(name, "gbaip:CooperationArea", area))
