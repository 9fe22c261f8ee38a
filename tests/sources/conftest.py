"""What the tests of the sources share: the paragraphs, the records, the list of what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from gbaip_graph.layout import Root, find_root
from gbaip_graph.namespaces import expand
from gbaip_graph.passages import split_paragraphs
from tests.sources.coverage import Passage
from tests.sources.entered_records import Records, read_records, recorded_passages
from tests.sources.left_out import LeftOut, read_left_out
from tests.sources.names_in_text import plain_words_of


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test of each passage that the data record, also where the documents are not at hand."""
    if "slug" in metafunc.fixturenames:
        metafunc.parametrize("slug", recorded_passages(find_root()))


@pytest.fixture(scope="session")
def root() -> Root:
    """Return the root that is judged: the checkout, or the one that GBAIP_ROOT names."""
    return find_root()


@pytest.fixture(scope="session")
def source_dir(shared: Path) -> Path:
    """Return the folder with the source documents."""
    folder = shared / "sources"
    if not folder.is_dir():
        pytest.skip(f"{folder} is no folder with the source documents")
    return folder


@pytest.fixture(scope="session")
def documents(source_dir: Path) -> Mapping[str, str]:
    """Return the text of each source document by its id."""
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(source_dir.glob("*.txt"))}


@pytest.fixture(scope="session")
def records(root: Root) -> Records:
    """Return all records of the root."""
    return read_records(root)


@pytest.fixture(scope="session")
def passages(documents: Mapping[str, str], records: Records) -> Mapping[str, Passage]:
    """Return the paragraphs of the documents by the slugs of their passages."""
    split = {source_id: split_paragraphs(text) for source_id, text in documents.items()}
    plain = plain_words_of(paragraph.text for paragraphs in split.values() for paragraph in paragraphs)
    found = (
        Passage(f"{source_id}.{paragraph.key}", paragraph.text, _issued(records, source_id), plain)
        for source_id, paragraphs in split.items()
        for paragraph in paragraphs
    )
    return {passage.slug: passage for passage in found}


@pytest.fixture(scope="session")
def left_out(repository: Path) -> tuple[LeftOut, ...]:
    """Return the list of what was left out on purpose."""
    return read_left_out(repository / "tests" / "sources" / "left-out.toml")


def _issued(records: Records, source_id: str) -> date | None:
    if source_id not in records.by_source:
        return None
    found = records.texts(source_id, expand(f"source:{source_id}"), "dcterms:issued")
    return date.fromisoformat(found[0]) if found else None
