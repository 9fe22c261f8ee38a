"""No text of the project shares more than eight words in a row with a source, but for titles and names."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sources.shared_runs import Sources, Word, shared_runs, words_of, words_of_csv

INVENTED = {
    "duck-2001": """\
Annual report of the ducks of the northern ponds and the southern ponds in spring

The Northern Pond Authority fed nine ducks on a cold morning in March and was thanked by all of them.

It named the race "Swimming Across All of the Northern and Southern Ponds in One Day". The "ducks swam and
swam until the sun had gone down over the hill." The Board of the Northern Pond Authority of the Republic of
Water and the Council of Ducks met.
"""
}
SENTENCE = "fed nine ducks on a cold morning in March"


def shared(text: str) -> list[tuple[int, int]]:
    return [(run.line, run.length) for run in shared_runs(words_of(text), Sources.of(INVENTED))]


def test_nine_words_of_a_sentence_are_found_with_their_line() -> None:
    assert shared(f"It was told that they\n{SENTENCE} though not where.") == [(2, 9)]


def test_eight_words_of_a_sentence_pass() -> None:
    assert shared(SENTENCE.removeprefix("fed ")) == []


def test_case_punctuation_and_comment_signs_hide_nothing() -> None:
    assert shared("# FED nine-ducks,\n# on a cold\n#\n# morning; in March") == [(1, 9)]


def test_a_long_run_is_told_once_with_all_its_words() -> None:
    assert shared(f"{SENTENCE} and was thanked by all of them") == [(1, 16)]


def test_a_title_passes_but_not_where_the_text_goes_on() -> None:
    title = "Annual report of the ducks of the northern ponds and the southern ponds in spring"
    assert shared(title) == []
    assert shared(f"{title}. The Northern Pond Authority fed nine ducks") != []


def test_a_quoted_title_passes() -> None:
    assert shared("Swimming Across All of the Northern and Southern Ponds in One Day") == []


def test_a_quoted_sentence_does_not_pass_as_a_title() -> None:
    assert shared("ducks swam and swam until the sun had gone down over") == [(1, 11)]


def test_a_name_passes_but_not_with_its_verb() -> None:
    name = "Board of the Northern Pond Authority of the Republic of Water and the Council of Ducks"
    assert shared(f"the {name}") == []
    assert shared(f"the {name} met") == [(1, 18)]


def test_a_name_passes_where_the_source_also_has_it_without_capitals() -> None:
    name = "Board of Ducks of the Great Northern Pond and Lake"
    twice = {"a": f"The {name} met.\n\nA {name.lower()} is rare."}
    assert shared_runs(words_of(name), Sources.of(twice)) == ()


def test_an_edition_of_a_named_event_passes() -> None:
    once = {"a": "They held the third Race of Ducks of the Great Northern Pond and Lake."}
    assert (
        shared_runs(words_of("third Race of Ducks of the Great Northern Pond and Lake"), Sources.of(once))
        == ()
    )


def test_cells_of_a_table_are_read_apart() -> None:
    sources = Sources.of(INVENTED)
    apart = words_of_csv("duck\nfed nine ducks on a,cold morning in March and was\n")
    together = words_of_csv(f'duck\n"{SENTENCE}"\n')
    assert shared_runs(apart, sources) == ()
    assert [(run.line, run.length) for run in shared_runs(together, sources)] == [(2, 9)]


def test_no_text_of_the_project_copies_a_sentence_of_a_source(
    repository: Path, documents: Mapping[str, str]
) -> None:
    sources = Sources.of(documents)
    files = project_files(repository)
    found = [
        f"{file.relative_to(repository).as_posix()}:{run.line}: {run.length} words of {run.source_id}"
        for file in files
        for run in shared_runs(read_words(file), sources)
    ]
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.mark.parametrize("folder", ["data", "queries", "gbaip_graph", "tests", "ontology", "shapes"])
def test_the_files_of_every_folder_are_compared(folder: str, repository: Path) -> None:
    assert any(file.is_relative_to(repository / folder) for file in project_files(repository))


def project_files(repository: Path) -> list[Path]:
    """Return the text files of the checkout that are tracked, or new and not ignored; not those of others."""
    git = shutil.which("git")
    if git is None or not (repository / ".git").exists():
        pytest.skip("the files of the project are listed by git, which needs a checkout")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ":!vendor"]
    listed = subprocess.run(command, cwd=repository, capture_output=True, check=True).stdout.decode()
    files = (repository / name for name in listed.split("\0") if name)
    return [file for file in files if file.is_file() and b"\0" not in file.read_bytes()]


def read_words(file: Path) -> list[Word]:
    text = file.read_text(encoding="utf-8", errors="replace")
    return words_of_csv(text) if file.suffix == ".csv" else words_of(text)
