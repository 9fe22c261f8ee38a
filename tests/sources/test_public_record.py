"""Nothing of the public record is lost: what is listed is in the graph, or left out with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest

from gbaip_graph.namespaces import expand
from tests.sources.entered_records import Records
from tests.sources.public_record import (
    Entry,
    LeftOutRecord,
    ListedDocument,
    numbers_carried,
    numbers_of,
    read_entries,
    read_left_out_record,
    read_list,
)

#: Sites that the list counts among the press but that copied the text of an agency or a newspaper.
COPIES = frozenset({"037", "038"})


@pytest.fixture(scope="module")
def listed(shared: Path) -> Mapping[str, ListedDocument]:
    file = shared / "documents.jsonl"
    if not file.is_file():
        pytest.skip(f"{file} is no list of the public record")
    return {document.number: document for document in read_list(file)}


@pytest.fixture(scope="module")
def entries(repository: Path) -> tuple[Entry, ...]:
    return read_entries(repository / "tests" / "sources" / "wider-entered.toml")


@pytest.fixture(scope="module")
def not_entered(repository: Path) -> LeftOutRecord:
    return read_left_out_record(repository / "tests" / "sources" / "wider-left-out.toml")


@pytest.fixture(scope="module")
def sources(records: Records) -> Mapping[str, str]:
    """Return the ids of the source documents by their numbers in the list."""
    found = {}
    for source_id in records.by_source:
        for number in records.texts(source_id, expand(f"source:{source_id}"), "dcterms:identifier"):
            found[number] = source_id
    return found


def test_every_listed_document_is_a_source_or_left_out(
    listed: Mapping[str, ListedDocument], sources: Mapping[str, str], not_entered: LeftOutRecord
) -> None:
    assert listed.keys() - sources.keys() - not_entered.documents.keys() == set()


def test_no_document_is_both_a_source_and_left_out(
    sources: Mapping[str, str], not_entered: LeftOutRecord
) -> None:
    assert not_entered.documents.keys() & sources.keys() == set()


def test_only_listed_documents_are_left_out(
    listed: Mapping[str, ListedDocument], not_entered: LeftOutRecord
) -> None:
    assert not_entered.documents.keys() - listed.keys() == set()


def test_a_source_has_the_address_and_the_kind_of_host_of_the_list(
    listed: Mapping[str, ListedDocument], sources: Mapping[str, str], records: Records
) -> None:
    wrong = []
    for number in listed.keys() & sources.keys():
        source_id = sources[number]
        source = expand(f"source:{source_id}")
        told = (
            [unquote(address) for address in records.links(source_id, source, "dcterms:source")],
            records.links(source_id, source, "gbaip:hasHostKind"),
        )
        host_kind = "mirror" if number in COPIES else listed[number].host_kind
        right = ([unquote(listed[number].address)], (expand(f"host-kind:{host_kind}"),))
        if told != right:
            wrong.append((source_id, told))
    assert wrong == []


def test_every_listed_fact_of_an_entered_document_is_entered_or_left_out(
    listed: Mapping[str, ListedDocument],
    entries: tuple[Entry, ...],
    not_entered: LeftOutRecord,
) -> None:
    accounted = {entry.key for entry in entries} | not_entered.facts.keys()
    wanted = {
        (document.number, fact)
        for document in listed.values()
        if document.number not in not_entered.documents
        for fact in range(1, len(document.facts) + 1)
    }
    assert (wanted - accounted, accounted - wanted) == (set(), set())


def test_a_fact_is_entered_or_left_out_but_not_both_and_told_once(
    entries: tuple[Entry, ...], not_entered: LeftOutRecord
) -> None:
    times = Counter([*(entry.key for entry in entries), *not_entered.facts])
    assert [key for key, count in times.items() if count > 1] == []


def test_a_fact_that_is_entered_names_a_record(entries: tuple[Entry, ...]) -> None:
    assert [str(entry) for entry in entries if not entry.records] == []


def test_the_records_of_a_fact_exist_and_cite_its_document(
    entries: tuple[Entry, ...], records: Records
) -> None:
    """The record of the document itself cites nothing: it stands for facts such as "a copy of another"."""
    wrong = [
        f"{entry}: {name}"
        for entry in entries
        for name in entry.records
        if name != f"source:{entry.source_id}" and not cites(records, entry.source_id, name)
    ]
    assert wrong == []


def cites(records: Records, source_id: str, name: str) -> bool:
    """Tell whether the file of a document has a record that cites a passage of that very document."""
    if expand(name) not in records.by_source[source_id]:
        return False
    cited = records.passages_of(source_id, expand(name))
    return any(passage.startswith(f"{source_id}.") for passage in cited)


def test_no_number_of_an_entered_fact_is_lost(
    listed: Mapping[str, ListedDocument],
    entries: tuple[Entry, ...],
    not_entered: LeftOutRecord,
    records: Records,
) -> None:
    excused = {number.key for number in not_entered.numbers}
    lost = [(*entry.key, text) for entry in entries for text in uncarried(entry, listed, records)]
    assert [key for key in lost if key not in excused] == []


def test_no_excuse_of_a_number_is_stale(
    listed: Mapping[str, ListedDocument],
    entries: tuple[Entry, ...],
    not_entered: LeftOutRecord,
    records: Records,
) -> None:
    needed = {(*entry.key, text) for entry in entries for text in uncarried(entry, listed, records)}
    assert [number.key for number in not_entered.numbers if number.key not in needed] == []


def uncarried(entry: Entry, listed: Mapping[str, ListedDocument], records: Records) -> list[str]:
    """Return the numbers of a fact that none of its records carries."""
    carried = numbers_carried(records, entry.source_id, entry.records)
    fact = listed[entry.document].facts[entry.fact - 1]
    return [text for text, value in numbers_of(fact) if value not in carried]


def test_a_fact_without_one_of_its_figures_loses_a_number(
    listed: Mapping[str, ListedDocument], entries: tuple[Entry, ...], records: Records
) -> None:
    entry = next(entry for entry in entries if entry.key == ("056", 1))
    poorer = Entry(entry.document, entry.fact, tuple(name for name in entry.records if ".goods-" not in name))
    assert uncarried(entry, listed, records) == []
    assert uncarried(poorer, listed, records) == ["56 000"]


def test_every_reason_is_given(not_entered: LeftOutRecord) -> None:
    assert [reason for reason in not_entered.reasons if not reason.endswith(".")] == []


def test_what_is_left_out_of_a_document_concerns_a_source(
    not_entered: LeftOutRecord, sources: Mapping[str, str]
) -> None:
    named = {document for document, _ in (*not_entered.facts, *not_entered.clauses)}
    assert named - sources.keys() == set()
