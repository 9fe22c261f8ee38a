"""One fault at a time in a conforming root: one finding, with its place, what is wrong and how to mend it."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gbaip_graph.check.hygiene import read_hygiene_queries
from gbaip_graph.check.run import check_root
from gbaip_graph.check.spans import SPAN_REGISTER, span_register
from gbaip_graph.cli import main
from gbaip_graph.layout import Root, find_root
from gbaip_graph.turtle.canonical import write_canonical
from gbaip_graph.turtle.parser import read_turtle

AddTriples = Callable[[Root, str, str], None]

LETTER_1 = "data/sources/letter-1.ttl"
LETTER_2 = "data/sources/letter-2.ttl"
AGENCY = "data/register/agency.ttl"
PLACE = "data/register/place.ttl"
SPAN = "data/register/span.ttl"
CATALOGUE = "data/catalogue.ttl"
ROLE = "data/concepts/role.ttl"

CATALOGUE_ENTRY = """ a void:Dataset ; dcterms:title "Posts"@en ; dcterms:created "2002-02-02"^^xsd:date ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ."""


@dataclass(frozen=True)
class Fault:
    """One fault in ``file`` and the one finding it must give.

    ``edits`` replace text and ``added`` is Turtle to add; the files stay canonical. The address is where the
    text ``at`` stands, at its ``|``; ``says`` and ``mend`` are parts of the message and of the mend.
    """

    rule: str
    file: str
    at: str
    says: str
    mend: str
    edits: tuple[tuple[str, str], ...] = ()
    added: str = ""
    elsewhere: tuple[tuple[str, str], ...] = ()


FAULTS = {
    "an unknown class": Fault(
        "unknown-term", LETTER_1, "event:fair a |gbaip:Evnt", "nothing declares gbaip:Evnt", "gbaip:Event?",
        edits=(("event:fair a gbaip:Event", "event:fair a gbaip:Evnt"),),
    ),
    "a misspelt property": Fault(
        "unknown-term", LETTER_1, "|gbaip:hasRol role:", "nothing declares gbaip:hasRol", "gbaip:hasRole?",
        edits=(("gbaip:hasRole", "gbaip:hasRol"),),
    ),
    "a misspelt citation": Fault(
        "unknown-term", LETTER_2, "|gbaip:statedInn", "nothing declares gbaip:statedInn", "gbaip:statedIn?",
        edits=(("span:2002 ;\n    gbaip:statedIn ", "span:2002 ;\n    gbaip:statedInn "),),
    ),
    "a term that the ontology does not take over": Fault(
        "unknown-term", LETTER_1, '|foaf:nick "F', "nothing declares foaf:nick", "declare it there",
        added='event:fair foaf:nick "F" .',
    ),
    "a person without a post": Fault(
        "person-without-post", PLACE, "|person:ann a", "person:ann", "gbaip:Tenure",
        added='person:ann a foaf:Person ; skos:prefLabel "Ann"@en .',
    ),
    "a body of no kind": Fault(
        "unclassified-body", PLACE, "|body:choir a", "body:choir", "org:classification",
        added='body:choir a org:Organization ; skos:prefLabel "Choir"@en .',
    ),
    "a digest of a document that was not held": Fault(
        "shape:passage.digest-where-held", LETTER_2, "|passage:letter-2.p1 a",
        "passage:letter-2.p1", "hasReading",
        edits=(("gbaip:hasReading reading:full-text ;\n    gbaip:normalisationMethod \"gbaip-paragraph-1\" .",
                "dcterms:source <https://mill.example/2> ;\n    gbaip:hasHostKind host-kind:official ;\n"
                "    gbaip:hasReading reading:beginning ."),),
    ),
    "a copying site as publisher": Fault(
        "shape:source.mirror-is-no-publisher", LETTER_2, "publisher |body:copier", "body:copier", "hostedBy",
        edits=(("dcterms:publisher agency:mill-office", "dcterms:publisher body:copier"),),
        elsewhere=((PLACE, """body:copier a org:Organization ; skos:prefLabel "Copier"@en ;
            org:classification classification:mirror-site ."""),),
    ),
    "a figure of one side counted by the other": Fault(
        "shape:figure.counted-by-its-side", LETTER_2, "countedBy |agency:harbour-office",
        "agency:harbour-office", "other",
        added="figure:patrols.goods-value gbaip:hasJurisdiction place:south .",
    ),
    "a total that is computed": Fault(
        "shape:figure.no-computed-total", LETTER_2, "|figure:patrols.goods-value a",
        "figure:patrols.goods-value", "total",
        added="figure:patrols.goods-value gbaip:hasBasis basis:from-members .",
    ),
    "a dangling party": Fault(
        "dangling-reference", LETTER_1, "hasParty |agency:mil-office", "agency:mil-office", "its slug",
        edits=(("hasParty agency:mill-office", "hasParty agency:mil-office"),),
    ),
    "a dangling role": Fault(
        "dangling-reference", LETTER_1, "hasRole |role:organizer", "role:organizer", "correct its slug",
        edits=(("hasRole role:organiser", "hasRole role:organizer"),),
    ),
    "a dangling passage": Fault(
        "dangling-reference", LETTER_1, "statedIn |passage:letter-1.p2", "passage:letter-1.p2", "Create",
        edits=(("place:south ;\n    gbaip:statedIn passage:letter-1.p1",
                "place:south ;\n    gbaip:statedIn passage:letter-1.p2"),),
    ),
    "a span without a record": Fault(
        "span-without-record", LETTER_1, "takesPlaceDuring |span:2001-05-04", "span:2001-05-04", "--fix",
        edits=(("span:2001-05-03", "span:2001-05-04"),),
    ),
    "two English names": Fault(
        "shape:record.prefLabel", AGENCY,
        'agency:mill-office a gbaip:Agency ;\n    |skos:prefLabel "Mill Office"',
        "agency:mill-office skos:prefLabel is given twice", "exactly one skos:prefLabel @en",
        added='agency:mill-office skos:prefLabel "Mills Office"@en .',
    ),
    "a name in no language of the register": Fault(
        "shape:record.prefLabel", AGENCY, '|"Mill Office"@pt', "agency:mill-office", "exactly one",
        edits=(('"Mill Office"@en', '"Mill Office"@pt'),),
    ),
    "reversed dates": Fault(
        "shape:span.notBefore", SPAN, 'notBefore |"2001-12-31"', "span:2001", "exchange the two",
        edits=(('notAfter "2001-12-31"^^xsd:date ;\n    gbaip:notBefore "2001-01-01"',
                'notAfter "2001-01-01"^^xsd:date ;\n    gbaip:notBefore "2001-12-31"'),),
    ),
    "money without currency": Fault(
        "shape:figure.money-has-currency", LETTER_2, "|figure:patrols.goods-value a",
        "figure:patrols.goods-value", "ISO 4217",
        edits=(('gbaip:currency "HKD" ;\n    ', ""),),
    ),
    "a currency of what is no money": Fault(
        "shape:figure.money-has-currency", LETTER_1, "|figure:fair.visitors a",
        "figure:fair.visitors", "ISO 4217",
        added='figure:fair.visitors gbaip:currency "HKD" .',
    ),
    "a role outside the scheme": Fault(
        "shape:involvement.hasRole", LETTER_1, "hasRole |measure:participants", "measure:part", "role.ttl",
        edits=(("hasRole role:organiser", "hasRole measure:participants"),),
    ),
    "a role as text": Fault(
        "shape:involvement.hasRole", LETTER_1, 'hasRole |"organiser"', '"organiser"', "role.ttl",
        edits=(("hasRole role:organiser", 'hasRole "organiser"'),),
    ),
    "two roles": Fault(
        "shape:involvement.hasRole", LETTER_1, "|gbaip:hasRole role:host", "given too often", "the one role",
        added="inv:fair.mill-office.organiser gbaip:hasRole role:host .",
    ),
    "a record without a passage": Fault(
        "record-without-citation", LETTER_1, "|event:fair a", "event:fair", "Add gbaip:statedIn",
        edits=(("place:south ;\n    gbaip:statedIn passage:letter-1.p1 .", "place:south ."),),
    ),
    "a fact in a register": Fault(
        "shape:record.statedIn", PLACE, "|event:tide a", "event:tide gbaip:statedIn is missing", "No passage",
        added='event:tide a gbaip:Event ; skos:prefLabel "Tide"@en ; gbaip:hasEventKind event-kind:forum .',
    ),
    "a citation of another document": Fault(
        "citation-of-own-source", LETTER_1, "statedIn |passage:letter-2.p1", "passage:letter-2.p1", "own",
        edits=(("place:south ;\n    gbaip:statedIn passage:letter-1.p1",
                "place:south ;\n    gbaip:statedIn passage:letter-2.p1"),),
    ),
    "a passage in the file of another document": Fault(
        "passage-of-own-source", LETTER_1, "partOfSource |source:letter-2", "passage:letter-2.p2", "Move",
        added="""passage:letter-2.p2 a gbaip:Passage ; gbaip:partOfSource source:letter-2 ;
            gbaip:paragraphNumber 2 ; gbaip:textDigest
            "1f4e9c7a1d2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5" .""",
    ),
    "a citation in a register": Fault(
        "citation-in-a-register", "data/register/group.ttl", "statedIn |passage:letter-1.p1",
        "group:river-council", "own file under data/sources/",
        added="group:river-council gbaip:statedIn passage:letter-1.p1 .",
    ),
    "an involvement given twice": Fault(
        "duplicate-involvement", LETTER_1,
        "inv:fair.mill-office.again a gbaip:Involvement ;\n    gbaip:hasParty agency:mill-office ;\n"
        "    gbaip:hasRole role:organiser ;\n    gbaip:inActivity |event:fair",
        "inv:fair.mill-office.again", "Keep one of the two",
        added="""inv:fair.mill-office.again a gbaip:Involvement ; gbaip:inActivity event:fair ;
            gbaip:hasParty agency:mill-office ; gbaip:hasRole role:organiser ;
            gbaip:statedIn passage:letter-1.p1 .""",
    ),
    "a slug that two activities share": Fault(
        "shared-slug", LETTER_2, "|op:fair a", "op:fair", "Choose a slug",
        added='op:fair a gbaip:Operation ; skos:prefLabel "Fair"@en ; gbaip:statedIn passage:letter-2.p1 .',
    ),
    "places in a cycle": Fault(
        "containment-cycle", PLACE, "containedIn |place:north",
        "place:coast gbaip:containedIn place:north", "Break the cycle",
        added="place:coast gbaip:containedIn place:north .",
    ),
    "an event within itself": Fault(
        "containment-cycle", LETTER_1, "heldWithin |event:fair-talk", "event:fair-talk", "Break the cycle",
        edits=(("heldWithin event:fair ", "heldWithin event:fair-talk "),),
    ),
    "an involvement that does not name its parts": Fault(
        "slug", LETTER_1, "|inv:fair.mill-office.host a", "inv:fair.mill-office.host",
        "Call it inv:fair.mill-office.organiser.",
        edits=(("inv:fair.mill-office.organiser", "inv:fair.mill-office.host"),),
    ),
    "a figure that does not name what it measures": Fault(
        "slug", LETTER_2, "|figure:review.goods-value a", "figure:review.goods-value",
        "Call it figure:patrols.goods-value.",
        edits=(("figure:patrols.goods-value", "figure:review.goods-value"),),
    ),
    "a passage that does not name its place": Fault(
        "slug", LETTER_1, "|passage:letter-1.p3 a", "passage:letter-1.p3", "Call it passage:letter-1.i04.p2.",
        added="""passage:letter-1.p3 a gbaip:Passage ; gbaip:partOfSource source:letter-1 ;
            gbaip:itemNumber 4 ; gbaip:paragraphNumber 2 ; gbaip:textDigest
            "1f4e9c7a1d2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5" .""",
    ),
    "a slug in capitals": Fault(
        "slug", LETTER_1, "|figure:fair.Visitors-North a", "figure:fair.Visitors-North", "small ASCII",
        edits=(("figure:fair.visitors-north", "figure:fair.Visitors-North"),),
    ),
    "a date that does not follow from the slug": Fault(
        "span", SPAN, 'notAfter |"2001-02-27"', "span:2001-02: gbaip:notAfter does not follow", "check --fix",
        edits=(('notAfter "2001-02-28"', 'notAfter "2001-02-27"'),),
    ),
    "a date that is left out": Fault(
        "span", SPAN, "|span:2001-02 a", "span:2001-02: gbaip:notAfter is missing", "check --fix",
        edits=(('    gbaip:notAfter "2001-02-28"^^xsd:date ;\n', ""),),
    ),
    "a span of no calendar": Fault(
        "span", SPAN, "|span:2001-13 a", "'2001-13' names no day of the calendar", "Write 2018",
        added="""span:2001-13 a gbaip:TimeSpan ; gbaip:edtf "2001-13" ;
            gbaip:hasPrecision precision:month ; gbaip:hasBasis basis:stated .""",
        elsewhere=((LETTER_2, "op:patrols gbaip:takesPlaceDuring span:2001-13 ."),),
    ),
    "a stated date of no calendar": Fault(
        "span", SPAN, 'statedEdtf |"XXXX-02-30"', "names no day of the calendar", "Write 2018",
        added='span:2002 gbaip:statedEdtf "XXXX-02-30" .',
    ),
    "a span that nothing uses": Fault(
        "span-without-use", SPAN, "|span:1999 a", "span:1999", "check --fix",
        added="""span:1999 a gbaip:TimeSpan ; gbaip:edtf "1999" ; gbaip:hasPrecision precision:year ;
            gbaip:hasBasis basis:stated ; gbaip:notBefore "1999-01-01"^^xsd:date ;
            gbaip:notAfter "1999-12-31"^^xsd:date .""",
    ),
    "a graph without description": Fault(
        "graph-without-description", "data/register/post.ttl", "|@prefix agency:",
        "https://w3id.org/gbaip/graph/register/post", "Add it to data/catalogue.ttl",
        added='post:miller a org:Post ; skos:prefLabel "Miller"@en ; org:postIn agency:mill-office .',
    ),
    "a description without graph": Fault(
        "described-graph-missing", CATALOGUE, "|<https://w3id.org/gbaip/graph/register/post> a",
        "https://w3id.org/gbaip/graph/register/post", "Remove the description",
        added=f"<https://w3id.org/gbaip/graph/register/post>{CATALOGUE_ENTRY}",
    ),
    "a record without a type": Fault(
        "untyped-record", LETTER_1, "|group:river-council gbaip:take", "group:river-council", "its type",
        added="group:river-council gbaip:takesPlaceDuring span:2001 .",
    ),
    "a record of another kind than its class": Fault(
        "record-kind", LETTER_1, "event:fair a |gbaip:Operation", "event:fair is a gbaip:Operation",
        "A record of this kind is a gbaip:Event.",
        edits=(("event:fair a gbaip:Event", "event:fair a gbaip:Operation"),),
    ),
    "a place that is an agency": Fault(
        "record-kind", PLACE, "place:south a |gbaip:Agency", "place:south is a gbaip:Agency", "gbaip:Place",
        edits=(("place:south a gbaip:Place", "place:south a gbaip:Agency"),),
    ),
    "a record of two disjoint classes": Fault(
        "record-kind", LETTER_1, ";\n    a |gbaip:Operation", "is a gbaip:Operation", "gbaip:Event",
        added="event:fair a gbaip:Operation .",
    ),
    "an event outside the period of its plan": Fault(
        "activity-outside-its-plan", LETTER_2, "fallsUnder |item:first-01", "event:review", "Check the dates",
        added="event:review gbaip:fallsUnder item:first-01 .",
    ),
    "a set of more operations than it counts": Fault(
        "shape:operation.members-in-set", LETTER_2, "|op:patrols a", "op:patrols", "correct the count",
        edits=(("gbaip:actionCount 2", "gbaip:actionCount 1"),),
    ),
    "a set of other dates than its members": Fault(
        "set-dates", LETTER_2, "takesPlaceDuring |span:2001-02_2001-03.from-members", "op:patrols", "Take",
        added="op:patrol-march gbaip:takesPlaceDuring span:2001-05-03 .",
    ),
    "a concept of another scheme": Fault(
        "concept-of-its-scheme", ROLE, "inScheme |scheme:measure", "role:host", "the scheme of its own file",
        edits=(('its own place."@en ;\n    skos:inScheme scheme:role',
                'its own place."@en ;\n    skos:inScheme scheme:measure'),),
    ),
    "a part that is larger than the whole": Fault(
        "shape:figure.subset-not-larger", LETTER_1, "value |400", "figure:fair.visitors-north", "not larger",
        edits=(("gbaip:value 40 ", "gbaip:value 400 "),),
    ),
    "a number below zero": Fault(
        "shape:figure.value", LETTER_2, "value |-900", "figure:patrols.goods-value", "not negative",
        edits=(("gbaip:value 900", "gbaip:value -900"),),
    ),
    "two numbers": Fault(
        "shape:figure.value", LETTER_1, "|gbaip:value 300", "figure:fair.visitors", "one whole or decimal",
        added="figure:fair.visitors gbaip:value 301 .",
    ),
    "a property of another class": Fault(
        "shape:event", LETTER_1, '|gbaip:currency "HKD"', "event:fair gbaip:currency", "data/README.md",
        added='event:fair gbaip:currency "HKD" .',
    ),
    "a number as text": Fault(
        "shape:item.itemNumber", LETTER_1, 'itemNumber |"one"', "item:first-01", "one whole number",
        edits=(("gbaip:itemNumber 1", 'gbaip:itemNumber "one"'),),
    ),
    "a digest in capitals": Fault(
        "shape:passage.textDigest", LETTER_1, 'textDigest |"0F', "passage:letter-1.p1", "64 small",
        edits=(('"0f', '"0F'),),
    ),
    "a place that is a time": Fault(
        "shape:event.takesPlaceIn", LETTER_1, "takesPlaceIn |span:2001", "event:fair", "gbaip:Place",
        edits=(("takesPlaceIn place:south", "takesPlaceIn span:2001"),),
    ),
}  # fmt: skip


def plant(root: Root, fault: Fault, add_triples: AddTriples) -> None:
    file = root.path / fault.file
    for old, new in fault.edits:
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        file.write_text(text.replace(old, new), encoding="utf-8")
    for name, body in ((fault.file, fault.added), *fault.elsewhere):
        add_triples(root, name, body)


def address(root: Root, file: str, at: str) -> tuple[int, int]:
    """Return line and column of the ``|`` in a text that stands once in a file."""
    text = (root.path / file).read_text(encoding="utf-8")
    assert text.count(at.replace("|", "")) == 1, at
    before = text[: text.index(at.replace("|", "")) + at.index("|")]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


HEAD = """\
@prefix gbaip: <https://w3id.org/gbaip/ns#> .
@prefix place: <https://w3id.org/gbaip/id/place/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
YARD = "data/register/yard.ttl"
DECOMPOSED = unicodedata.normalize("NFD", "Café")
OWN_PREFIX = "@prefix own: <http://example.org/> .\n"

#: What -> the file, its content, and the rule, line, column, part of the message and part of the mend.
UNREADABLE = {
    "broken Turtle": (
        YARD, HEAD + "\nplace:yard a gbaip:Place\nplace:mill a gbaip:Place .\n",
        "syntax", 5, 25, "found the name `place:mill` in line 6", "End the statement",
    ),
    "text in Latin-1": (
        YARD, (HEAD + '\nplace:yard a gbaip:Place ;\n    skos:prefLabel "Caf\xe9"@en .\n').encode("latin-1"),
        "syntax", 6, 24, "0xE9", "UTF-8",
    ),
    "a file in the wrong place": (
        "data/yards/yard.ttl", HEAD[: HEAD.index("@prefix skos")] + "\nplace:yard a gbaip:Place .\n",
        "misplaced-file", 0, 0, "no data file belongs here", "data/register/",
    ),
    "a source file that describes another source": (
        "data/sources/letter-9.ttl", HEAD.replace("place", "plan") + "\nplan:x a gbaip:CooperationPlan .\n",
        "wrong-source", 0, 0, "source:letter-9", "name the file after",
    ),
    "a blank node": (
        YARD, HEAD + "\nplace:yard a gbaip:Place ;\n    gbaip:containedIn [] .\n",
        "blank-node", 6, 23, "a blank node", "Give the record an IRI",
    ),
    "a literal of no day": (
        YARD, HEAD + '\nplace:yard skos:note "2001-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .\n',
        "ill-typed-literal", 5, 22, "2001-02-30", "a value of that datatype",
    ),
    "an unknown prefix": (
        YARD, OWN_PREFIX + HEAD + "\nplace:yard a own:Place .\n",
        "unknown-prefix", 1, 1, "own:", "namespaces.py",
    ),
    "a prefix for another namespace": (
        YARD, HEAD.replace("2004/02/skos", "2008/05/skos-xl") + "\nplace:yard a gbaip:Place .\n",
        "rebound-prefix", 3, 1, "skos:", "Write @prefix skos:",
    ),
    "characters that are not composed": (
        YARD, HEAD + f'\nplace:yard a gbaip:Place ;\n    skos:prefLabel "{DECOMPOSED}"@en .\n',
        "not-nfc", 6, 24, "normalisation form C", "check --fix",
    ),
    "a language tag without script": (
        YARD, HEAD + '\nplace:yard a gbaip:Place ;\n    skos:prefLabel "院"@zh .\n',
        "language-tag", 6, 20, "'zh'", "zh-Hant",
    ),
    "a derived property": (
        YARD, HEAD + "\nplace:yard a gbaip:Place ;\n    gbaip:organises place:mill .\n",
        "derived-property", 6, 5, "gbaip:organises", "leave this out",
    ),
    "another form than the canonical one": (
        YARD, HEAD + '\nplace:yard a gbaip:Place ;\n    skos:prefLabel  "Yard"@en .\n',
        "not-canonical", 6, 20, "from here on", "check --fix",
    ),
    "Windows line ends": (
        YARD, (HEAD + '\nplace:yard a gbaip:Place ;\n    skos:prefLabel "Yard"@en .\n').replace("\n", "\r\n"),
        "not-canonical", 1, 46, "from here on", "check --fix",
    ),
}  # fmt: skip

MENDED_BY_WRITING = (
    "characters that are not composed",
    "another form than the canonical one",
    "Windows line ends",
)


def test_a_conforming_root_has_no_findings(small_root):
    assert check_root(small_root) == ()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_gives_one_finding_at_its_place(small_root, add_triples, fault):
    plant(small_root, fault, add_triples)
    findings = check_root(small_root)
    assert [(f.rule, f.file, f.line, f.column) for f in findings] == [
        (fault.rule, fault.file, *address(small_root, fault.file, fault.at))
    ]
    assert fault.says in findings[0].message
    assert fault.mend in findings[0].mend


def test_every_hygiene_query_has_a_fault_here():
    rules = {query.rule for query in read_hygiene_queries(find_root())}
    assert rules - {fault.rule for fault in FAULTS.values()} == set()


def test_the_findings_of_two_faults_are_both_reported(small_root, add_triples):
    for name in ("two English names", "money without currency"):
        plant(small_root, FAULTS[name], add_triples)
    assert [finding.rule for finding in check_root(small_root)] == [
        "shape:record.prefLabel",
        "shape:figure.money-has-currency",
    ]


def write(root: Root, name: str, content: str | bytes) -> None:
    (root.path / name).parent.mkdir(parents=True, exist_ok=True)
    (root.path / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def run(root: Root, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root.path), *arguments])


def contents(root: Root) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in sorted(root.path.rglob("*")) if file.is_file()}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_file_that_cannot_be_loaded_gives_one_finding_at_its_place(small_root, what):
    file, content, rule, line, column, says, mend = UNREADABLE[what]
    write(small_root, file, content)
    (finding,) = check_root(small_root)
    assert (finding.file, finding.rule, finding.line, finding.column) == (file, rule, line, column)
    assert says in finding.message
    assert mend in finding.mend


@pytest.mark.parametrize("what", UNREADABLE)
def test_nothing_is_built_from_a_file_that_cannot_be_loaded(small_root, what):
    write(small_root, *UNREADABLE[what][:2])
    before = contents(small_root)
    refused = run(small_root, "build")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert UNREADABLE[what][0] in refused.stderr
    assert contents(small_root) == before


@pytest.mark.parametrize("what", [what for what in UNREADABLE if what not in MENDED_BY_WRITING])
def test_fix_writes_nothing_where_a_file_is_bad(small_root, what):
    write(small_root, *UNREADABLE[what][:2])
    write(small_root, PLACE, (small_root.path / PLACE).read_text(encoding="utf-8") + "\n")
    before = contents(small_root)
    refused = run(small_root, "check", "--fix")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert f"[{UNREADABLE[what][2]}]" in refused.stderr
    assert contents(small_root) == before


def test_check_prints_each_finding_with_its_mend_and_exits_1(small_root, add_triples):
    plant(small_root, FAULTS["two numbers"], add_triples)
    line, _ = address(small_root, LETTER_1, "|gbaip:value 300")
    checked = run(small_root, "check")
    assert checked.exit_code == 1
    assert checked.stdout == (
        f"{LETTER_1}:{line}:5: violation: figure:fair.visitors gbaip:value is given too often"
        " [shape:figure.value]\n"
        f"{line:>5} |     gbaip:value 300 ;\n"
        "      |     ^\n"
        "  Give the number in full: gbaip:value, one whole or decimal number that is not negative.\n"
        "\n1 violation\n"
    )
    assert checked.stderr == ""


def test_check_of_a_conforming_root_exits_0(small_root):
    checked = run(small_root, "check")
    assert (checked.exit_code, checked.stdout, checked.stderr) == (0, "no findings\n", "")


def test_a_root_without_shapes_is_not_judged_good(small_root):
    shutil.rmtree(small_root.path / "shapes")
    assert [(finding.file, finding.rule) for finding in check_root(small_root)] == [("shapes", "no-shapes")]


TINY_ONTOLOGY = """\
@prefix gbaip: <https://w3id.org/gbaip/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<https://w3id.org/gbaip/ns> a owl:Ontology .
gbaip:Activity a owl:Class .
gbaip:Event a owl:Class ; rdfs:subClassOf gbaip:Activity .
gbaip:Place a owl:Class ; owl:disjointWith gbaip:Activity .
gbaip:heldWithin a owl:ObjectProperty ; rdfs:range gbaip:Place .
"""
TINY_SHAPE = """\
@prefix gbaip: <https://w3id.org/gbaip/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/gbaip/shape/> .

shape:event a sh:NodeShape ; sh:targetClass gbaip:Event ; sh:nodeKind sh:IRI .
"""


def test_a_contradiction_with_the_ontology_is_a_finding_at_its_cause(tmp_path, add_triples):
    # The causes are searched for by asking the reasoner again and again, so the ontology is a tiny one.
    root = Root(tmp_path)
    write(root, "ontology/gbaip.ttl", TINY_ONTOLOGY)
    write(root, "shapes/event.ttl", TINY_SHAPE)
    add_triples(root, "data/register/event.ttl", "event:fair a gbaip:Event ; gbaip:heldWithin event:fair .")
    (finding,) = check_root(root)
    assert (finding.rule, finding.file, finding.line, finding.column) == (
        "contradiction",
        "data/register/event.ttl",
        *address(root, "data/register/event.ttl", "event:fair a |gbaip:Event"),
    )
    assert "gbaip:Place and gbaip:Activity" in finding.message
    assert "ontology/gbaip.ttl:8:" in finding.mend


def test_an_axiom_outside_the_profile_is_a_finding(small_root):
    axiom = "\ngbaip:Event rdfs:subClassOf [ a owl:Restriction ; owl:onProperty gbaip:statedIn ;"
    with small_root.ontology_file.open("a", encoding="utf-8") as ontology:
        ontology.write(f"{axiom} owl:someValuesFrom gbaip:Passage ] .\n")
    (finding,) = check_root(small_root)
    assert finding.file == "ontology/gbaip.ttl"
    assert finding.line == small_root.ontology_file.read_text(encoding="utf-8").count("\n")


SHAPES_WITH_UNKNOWN_TERMS = {
    "sh:minCount 1": "sh:minCout 1",
    "sh:path gbaip:containedIn": "sh:path gbaip:containdIn",
    "sh:targetClass gbaip:Place": "sh:targetClass gbaip:Plaice",
}


@pytest.mark.parametrize("right", SHAPES_WITH_UNKNOWN_TERMS)
def test_a_shape_that_names_an_unknown_term_is_a_finding(small_root, right):
    wrong = SHAPES_WITH_UNKNOWN_TERMS[right]
    file = small_root.path / ("shapes/area.ttl" if "Count" in right else "shapes/place.ttl")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    term = wrong.split()[0] if "Count" in right else wrong.split()[1]
    (finding,) = [f for f in check_root(small_root) if f.file == small_root.relative(file)]
    assert (finding.rule, finding.message) == ("unknown-term", f"nothing declares {term}")
    assert finding.line == text[: text.index(right)].count("\n") + 1


QUERY_HEADER = '#+ message = "x"\n#+ mend = "y"\n'
BROKEN_QUERIES = {
    "no header": ("SELECT ?focus WHERE { ?focus a ?class }\n", "query-header", 1, 1),
    "another encoding": (b"# caf\xe9\n", "query-header", 0, 0),
    "bad SPARQL": (QUERY_HEADER + "SELECT ?focus WHERE { ?focus a }\n", "query", 3, 32),
    "another service": (QUERY_HEADER + "SELECT * { SERVICE <http://e.org/> { ?s ?p ?o } }\n", "query", 3, 12),
    "no SELECT": (QUERY_HEADER + "ASK { ?s ?p ?o }\n", "query", 0, 0),
}


@pytest.mark.parametrize("what", BROKEN_QUERIES)
def test_a_hygiene_query_that_cannot_be_run_is_a_finding(small_root, what):
    content, rule, line, column = BROKEN_QUERIES[what]
    write(small_root, "queries/checks/broken.rq", content)
    assert [(f.rule, f.file, f.line, f.column) for f in check_root(small_root)] == [
        (rule, "queries/checks/broken.rq", line, column)
    ]


def test_a_shape_that_asks_another_service_is_refused_before_it_runs(small_root):
    file = small_root.path / "shapes" / "figure.ttl"
    text = file.read_text(encoding="utf-8")
    wrong = text.replace(
        "?whole gbaip:value ?wholeValue .", "SERVICE <http://e.org/> { ?whole ?p ?wholeValue }"
    )
    file.write_text(wrong, encoding="utf-8")
    (finding,) = check_root(small_root)
    assert (finding.rule, finding.file) == ("query", "shapes/figure.ttl")
    assert (
        finding.message == "shape:figure.subset-not-larger: SERVICE is refused: a query asks this graph only"
    )


def test_fix_writes_the_canonical_form_of_a_file_in_another_order(small_root):
    right = (small_root.path / PLACE).read_bytes()
    head, first, *others = right.decode().split("\n\n")
    write(small_root, PLACE, "\n\n".join([head, *(other.strip() for other in others), first]) + "\n")
    fixed = run(small_root, "check", "--fix")
    assert (fixed.exit_code, fixed.stdout) == (0, f"wrote {PLACE}\nno findings\n")
    assert (small_root.path / PLACE).read_bytes() == right


@pytest.mark.parametrize("what", ["characters that are not composed", "Windows line ends"])
def test_fix_mends_the_characters_of_a_file(small_root, what):
    write(small_root, *UNREADABLE[what][:2])
    run(small_root, "check", "--fix")
    assert "not-" not in "".join(finding.rule for finding in check_root(small_root))


def test_fix_writes_the_records_of_the_spans_in_use_and_no_other(small_root, add_triples):
    plant(small_root, FAULTS["a span without a record"], add_triples)
    fixed = run(small_root, "check", "--fix")
    assert (fixed.exit_code, fixed.stdout) == (0, f"wrote {SPAN}\nno findings\n")
    register = (small_root.path / SPAN).read_text(encoding="utf-8")
    assert 'span:2001-05-04 a gbaip:TimeSpan ;\n    gbaip:edtf "2001-05-04" ;' in register
    assert "span:2001-05-03" not in register


def test_fix_states_what_a_source_says_of_a_date_without_its_year(small_root, add_triples):
    add_triples(small_root, LETTER_2, "op:patrol-march gbaip:takesPlaceDuring span:2001-03-09.from-title .")
    run(small_root, "check", "--fix")
    assert 'gbaip:statedEdtf "XXXX-03-09" .' in (small_root.path / SPAN).read_text(encoding="utf-8")


def test_fix_keeps_notes_stated_dates_and_deprecated_spans(small_root, add_triples):
    kept = """span:2002 skos:editorialNote "The letter has no date."@en ; gbaip:statedEdtf "XXXX-01-09" .
        span:1999 a gbaip:TimeSpan ; gbaip:edtf "1999" ; gbaip:hasPrecision precision:year ;
            gbaip:hasBasis basis:stated ; owl:deprecated true ; gbaip:notBefore "1999-01-01"^^xsd:date ;
            gbaip:notAfter "1999-12-31"^^xsd:date ."""
    add_triples(small_root, SPAN, kept)
    before = contents(small_root)
    fixed = run(small_root, "check", "--fix")
    assert (fixed.exit_code, fixed.stdout) == (0, "no findings\n")
    assert contents(small_root) == before


def test_fix_refuses_a_span_in_use_whose_slug_is_none(small_root, add_triples):
    add_triples(small_root, LETTER_1, "event:fair-talk gbaip:takesPlaceDuring span:in-may .")
    before = contents(small_root)
    refused = run(small_root, "check", "--fix")
    line, column = address(small_root, LETTER_1, "|span:in-may")
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"Error: {LETTER_1}:{line}:{column}: violation: span:in-may: ")
    assert contents(small_root) == before


def test_fix_refuses_a_comment_which_it_could_not_keep(small_root):
    write(small_root, YARD, HEAD + "\n# a yard\nplace:yard a gbaip:Place .\n")
    before = contents(small_root)
    refused = run(small_root, "check", "--fix")
    assert refused.exit_code == 1
    assert f"{YARD}:5:1: violation: a data file has no comments [comment]" in refused.stderr
    assert contents(small_root) == before


def test_fix_changes_nothing_the_second_time(small_root):
    write(small_root, YARD, UNREADABLE["another form than the canonical one"][1])
    run(small_root, "check", "--fix")
    before = contents(small_root)
    assert "wrote" not in run(small_root, "check", "--fix").stdout
    assert contents(small_root) == before


def test_the_shipped_data_has_no_findings_and_needs_no_fix():
    root = find_root()
    assert check_root(root) == ()
    documents = {
        root.relative(file): read_turtle(file, file=root.relative(file)) for file in root.data_files()
    }
    spans = (root.path / SPAN_REGISTER).read_text(encoding="utf-8")
    assert write_canonical(span_register(documents)) == spans
