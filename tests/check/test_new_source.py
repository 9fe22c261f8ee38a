"""The skeleton of a new document: what is worked out, what is asked for, and that the check stays green."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gbaip_graph.check.cite import cite_all
from gbaip_graph.check.new_source import NewSource, Skeleton, create_source, render_skeleton
from gbaip_graph.check.run import check_root
from gbaip_graph.cli import main
from gbaip_graph.errors import InvalidData, InvalidValue, UnknownName, UsageError
from gbaip_graph.layout import Root

TODAY = date(2002, 3, 4)
LETTER = "Letter on the lamps\n\nof the harbour\n\nNine lamps burnt.\n\nOne went out.\n"
ADDRESS = "https://letters.example/lamps"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "letter-3.txt"
    file.write_text(LETTER, encoding="utf-8")
    return file


def create(root: Root, source_id: str = "letter-3", **said: object) -> Skeleton:
    told = {"publisher": "agency:mill-office", **said}
    return create_source(root, NewSource(source_id, **told), today=TODAY)  # type: ignore[arg-type]


def lines(root: Root, source_id: str = "letter-3") -> list[str]:
    text = (root.data_dir / "sources" / f"{source_id}.ttl").read_text(encoding="utf-8")
    return [line.strip(" ;.") for line in text.splitlines()]


def contents(root: Root) -> dict[str, bytes]:
    return {root.relative(file): file.read_bytes() for file in root.data_files()}


def run(root: Root, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root.path), "new", "source", *arguments])


# ------------------------------------------------------------------------------------- what is written


def test_a_document_with_its_text_leaves_the_check_without_findings(small_root, letter):
    create(small_root, text=letter, issued="2002-01-31", address=ADDRESS)
    assert check_root(small_root) == ()


def test_a_document_without_its_text_leaves_the_check_without_findings(small_root):
    create(small_root, title="Letter on the lamps", address=ADDRESS)
    assert check_root(small_root) == ()


def test_the_passages_are_those_of_the_text(small_root, letter, tmp_path):
    made = create(small_root, text=letter)
    verified = [c.key for c in cite_all(small_root, tmp_path).citations if c.source_id == "letter-3"]
    assert (made.passages, verified) == (3, ["p0", "p1", "p2"])


def test_a_document_with_its_text_was_read_in_full(small_root, letter):
    create(small_root, text=letter)
    assert {
        "gbaip:hasReading reading:full-text",
        'gbaip:normalisationMethod "gbaip-paragraph-1"',
    } <= set(lines(small_root))


def test_a_document_without_its_text_has_one_passage_for_what_is_listed(small_root):
    made = create(small_root, title="Letter on the lamps", address=ADDRESS)
    written = lines(small_root)
    assert "gbaip:hasReading reading:reference" in written
    assert (made.passages, [line for line in written if line.endswith("a gbaip:Passage")]) == (
        1,
        ["passage:letter-3.listed a gbaip:Passage"],
    )


def test_the_catalogue_describes_the_new_graph_from_today_on(small_root, letter):
    create(small_root, text=letter)
    catalogue = (small_root.data_dir / "catalogue.ttl").read_text(encoding="utf-8")
    (entry,) = [block for block in catalogue.split("\n\n") if "source:letter-3" in block]
    assert entry.splitlines() == [
        "<https://w3id.org/gbaip/graph/sources/letter-3> a void:Dataset ;",
        '    dcterms:created "2002-03-04"^^xsd:date ;',
        "    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;",
        '    dcterms:title "Facts of the document letter-3"@en ;',
        "    prov:wasDerivedFrom source:letter-3 .",
    ]


def test_what_the_catalogue_held_is_kept(small_root, letter):
    before = blocks_of(small_root)
    create(small_root, text=letter)
    assert before < blocks_of(small_root)


def blocks_of(root: Root) -> set[str]:
    catalogue = (root.data_dir / "catalogue.ttl").read_text(encoding="utf-8")
    return {block.strip() for block in catalogue.split("\n\n")}


# ------------------------------------------------------------------------------------- what is worked out


def test_the_title_is_the_first_line_of_the_text(small_root, letter):
    made = create(small_root, text=letter)
    assert 'dcterms:title "Letter on the lamps"@en' in lines(small_root)
    assert any(note.startswith("title 'Letter on the lamps'") for note in made.assumed)


def test_a_title_that_is_given_goes_before_the_text(small_root, letter):
    create(small_root, text=letter, title="關於燈的信", language="zh-Hant")
    assert 'dcterms:title "關於燈的信"@zh-Hant' in lines(small_root)


def test_the_number_of_a_listed_document_is_its_identifier(small_root):
    create(small_root, "doc-070", title="Letter", address=ADDRESS)
    assert 'dcterms:identifier "070"' in lines(small_root, "doc-070")


@pytest.mark.parametrize("title", ["關於燈的信", "ランプについての手紙"])
def test_english_is_not_assumed_of_a_document_in_characters(small_root, title):
    with pytest.raises(UsageError) as refusal:
        create(small_root, title=title, address=ADDRESS)
    assert refusal.value.mend == "Give --language zh-Hant, zh-Hans or ja."


def test_a_chinese_name_makes_no_english_text_chinese(small_root, letter):
    letter.write_text(LETTER + "\n關於燈的信 is its Chinese title.\n", encoding="utf-8")
    assert "language en; else --language" in create(small_root, text=letter).assumed


def test_the_language_is_english_with_a_note_where_none_is_given(small_root, letter):
    assert "language en; else --language" in create(small_root, text=letter).assumed


def test_nothing_is_assumed_of_what_is_said(small_root, letter):
    made = create(small_root, text=letter, title="Letter", language="en", issued="2002-01-31")
    assert made.assumed == ()


def test_the_publisher_is_that_of_the_other_documents_of_the_host(small_root):
    create(small_root, title="Letter", address=ADDRESS)
    made = create(small_root, "letter-4", title="Letter", address="https://letters.example/x", publisher="")
    assert "dcterms:publisher agency:mill-office" in lines(small_root, "letter-4")
    assert (
        "publisher agency:mill-office, as of all documents at letters.example; else --publisher"
        in made.assumed
    )


def test_the_publisher_is_asked_for_where_the_documents_of_the_host_differ(small_root):
    create(small_root, title="Letter", address=ADDRESS)
    create(small_root, "letter-4", title="Letter", address=ADDRESS, publisher="agency:harbour-office")
    with pytest.raises(UsageError, match="who published it"):
        create(small_root, "letter-5", title="Letter", address=ADDRESS, publisher="")


def test_the_site_of_an_agency_is_official_where_nothing_else_tells(small_root):
    create(small_root, title="Letter", address=ADDRESS)
    assert "gbaip:hasHostKind host-kind:official" in lines(small_root)


def test_a_document_of_a_copying_site_is_a_mirror(small_root):
    create(small_root, title="Letter", address=ADDRESS, hosted_by="agency:harbour-office")
    assert {"gbaip:hasHostKind host-kind:mirror", "gbaip:hostedBy agency:harbour-office"} <= set(
        lines(small_root)
    )


def test_a_copy_tells_nothing_of_who_publishes_at_its_host(small_root):
    create(small_root, title="Letter", address=ADDRESS, hosted_by="agency:harbour-office")
    with pytest.raises(UsageError, match="who published it"):
        create(small_root, "letter-4", title="Letter", address=ADDRESS, publisher="")


def test_an_address_is_percent_encoded_where_no_iri_may_hold_it(small_root):
    create(small_root, title="Letter", address="https://letters.example/a|b c")
    assert "dcterms:source <https://letters.example/a%7Cb%20c>" in lines(small_root)


# ------------------------------------------------------------------------------------- what is refused

REFUSED: dict[str, tuple[dict[str, object], type[UsageError], str]] = {
    "a document that is there": ({"source_id": "letter-1", "address": ADDRESS}, UsageError, "there already"),
    "an id in capitals": ({"source_id": "Letter-3", "address": ADDRESS}, InvalidValue, "no id"),
    "an id that leads elsewhere": ({"source_id": "../letter", "address": ADDRESS}, InvalidValue, "no id"),
    "neither text nor address": ({}, UsageError, "neither a text nor an address"),
    "no title": ({"address": ADDRESS}, UsageError, "no title line"),
    "a day of no calendar": ({"address": ADDRESS, "title": "x", "issued": "2002-02-30"}, InvalidValue, "day"),
    "an unknown language": ({"address": ADDRESS, "title": "x", "language": "zh"}, InvalidValue, "language"),
    "no address of the web": ({"address": "letters.example", "title": "x"}, InvalidValue, "no address"),
    "an unknown publisher": (
        {"address": ADDRESS, "title": "x", "publisher": "agency:mil-office"}, UnknownName, "mil-office",
    ),
    "an unknown copying site": (
        {"address": ADDRESS, "title": "x", "hosted_by": "body:nobody"}, UnknownName, "body:nobody",
    ),
    "no publisher": ({"address": ADDRESS, "title": "x", "publisher": ""}, UsageError, "who published it"),
    "a copy that is not there": ({"text": Path("none.txt")}, UsageError, "cannot read none.txt"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_wrong_is_refused_and_nothing_is_written(small_root, what):
    said, error, says = REFUSED[what]
    before = contents(small_root)
    with pytest.raises(error, match=says):
        create(small_root, **said)
    assert contents(small_root) == before


@pytest.mark.parametrize("text", ["", "\n \n---\n"])
def test_a_text_without_a_paragraph_is_refused(small_root, letter, text):
    letter.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="holds no paragraph"):
        create(small_root, text=letter, title="Letter")


def test_a_text_that_begins_with_a_sentence_has_no_title(small_root, letter):
    letter.write_text("Nine lamps burnt.\n\nOne went out.\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no title line"):
        create(small_root, text=letter)


def test_a_text_that_is_not_utf_8_is_refused_at_its_place(small_root, letter):
    letter.write_bytes("Letter\n\nCafé.".encode("latin-1"))
    with pytest.raises(InvalidData) as refusal:
        create(small_root, text=letter)
    assert [(f.line, f.column, f.rule) for f in refusal.value.findings] == [(3, 4, "encoding")]


def test_a_graph_that_the_catalogue_describes_already_is_refused(small_root, letter):
    create(small_root, text=letter)
    (small_root.data_dir / "sources" / "letter-3.ttl").unlink()
    with pytest.raises(UsageError, match="describes sources/letter-3 already"):
        create(small_root, text=letter)


def test_an_unknown_publisher_is_refused_with_the_nearest_ones(small_root):
    with pytest.raises(UnknownName) as refusal:
        create(small_root, title="Letter", address=ADDRESS, publisher="agency:mil-office")
    assert "agency:mill-office" in refusal.value.mend


# ------------------------------------------------------------------------------------- what is printed


def test_the_command_prints_what_it_wrote_and_assumed_and_what_comes_next(small_root, letter):
    shown = run(small_root, "letter-3", "--text", str(letter), "--publisher", "agency:mill-office")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout.splitlines() == [
        "wrote data/sources/letter-3.ttl (3 passages)",
        "wrote data/catalogue.ttl",
        "assumed: language en; else --language",
        "assumed: title 'Letter on the lamps', the first line of the text; else --title",
        "assumed: no known day of publication; else --issued, or gbaip:takesPlaceDuring in the file",
        "Next:",
        "  1. Enter each fact with gbaip:statedIn the passage that states it, as data/README.md says.",
        "  2. gbaip check --fix writes the canonical form and the spans in use; gbaip check judges the rest.",
        "  3. gbaip cite --all --source-dir FOLDER verifies the text, as letter-3.txt.",
    ]


def test_without_a_text_the_next_steps_name_the_passage_to_cite(small_root):
    shown = render_skeleton(small_root, create(small_root, title="Letter", address=ADDRESS))
    assert "gbaip:statedIn passage:letter-3.listed" in shown
    assert "facts-to-verify --document source:letter-3" in shown


def test_the_command_refuses_to_write_over_a_document(small_root, letter):
    run(small_root, "letter-3", "--text", str(letter), "--publisher", "agency:mill-office")
    refused = run(small_root, "letter-3", "--text", str(letter), "--publisher", "agency:mill-office")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("Error: data/sources/letter-3.ttl is there already\n")


# ------------------------------------------------------------------------------------- the curator's guide

GUIDE = (Path(__file__).resolve().parents[2] / "data" / "README.md").read_text(encoding="utf-8")
LAMPS = """
event:lamp-day a gbaip:Event ; skos:prefLabel "Lamp day"@en ; gbaip:hasEventKind event-kind:forum ;
    gbaip:takesPlaceDuring span:2001-11-03 ; gbaip:statedIn passage:letter-3.p1 .
"""


def test_the_guide_has_ten_steps():
    steps = GUIDE.partition("in ten steps\n")[2].partition("\n## ")[0]
    assert re.findall(r"^([0-9]+)\. \*\*", steps, flags=re.MULTILINE) == [str(n) for n in range(1, 11)]


def test_the_commands_of_the_guide_run_one_after_the_other(small_root, tmp_path, monkeypatch):
    copies = tmp_path / "my-copies"
    copies.mkdir()
    for folder in (tmp_path, copies):
        (folder / "pr-2026-09-05.txt").write_text(LETTER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for line in re.findall(r"^ +gbaip (.*)$", GUIDE, flags=re.MULTILINE):
        # In the small root no other document tells who publishes at that host.
        publisher = ["--publisher", "agency:mill-office"] if line.startswith("new") else []
        arguments = ["--root", str(small_root.path), *shlex.split(line), *publisher]
        ran = CliRunner().invoke(main, arguments)
        assert (line, ran.exit_code, ran.stderr) == (line, 0, "")


def test_the_steps_of_the_guide_lead_to_a_green_check(small_root, letter, tmp_path, add_triples):
    begun = run(small_root, "letter-3", "--text", str(letter), "--publisher", "agency:mill-office")
    assert begun.exit_code == 0
    add_triples(small_root, "data/sources/letter-3.ttl", LAMPS)
    fixed = CliRunner().invoke(main, ["--root", str(small_root.path), "check", "--fix"])
    assert (fixed.exit_code, fixed.stdout) == (0, "wrote data/register/span.ttl\nno findings\n")
