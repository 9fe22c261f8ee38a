"""The folder of a copy: only an earlier copy is replaced, and nothing is written outside of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gbaip_graph.errors import InvalidValue
from gbaip_graph.pages.static_folder import MARKER, replaced, write_file, write_marker


def write_copy(folder: Path, text: str = "new") -> None:
    with replaced(folder) as new:
        write_file(new, "en/index.html", text.encode())
        write_marker(new, {"graph": "0"})


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_new_folder_is_written(tmp_path):
    write_copy(tmp_path / "a" / "site")
    assert names_in(tmp_path / "a" / "site") == ["en", MARKER]


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "site").mkdir()
    write_copy(tmp_path / "site")
    assert names_in(tmp_path) == ["site"]


def test_an_earlier_copy_is_replaced(tmp_path):
    write_copy(tmp_path / "site", "old")
    write_copy(tmp_path / "site")
    assert (tmp_path / "site/en/index.html").read_text(encoding="utf-8") == "new"


def test_a_folder_that_is_no_copy_is_refused_and_stays(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidValue, match="no earlier copy"):
        write_copy(tmp_path)
    assert names_in(tmp_path) == ["thesis.txt"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"entries": 1}', "\ufffd"])
def test_a_marker_that_tells_nothing_marks_no_copy(tmp_path, text):
    (tmp_path / MARKER).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidValue, match="no earlier copy"):
        write_copy(tmp_path)


def test_a_copy_with_more_in_it_is_refused_and_names_what(tmp_path):
    write_copy(tmp_path / "site", "old")
    (tmp_path / "site" / ".git").mkdir()
    with pytest.raises(InvalidValue, match=r"more in it: \.git"):
        write_copy(tmp_path / "site")
    assert (tmp_path / "site/en/index.html").read_text(encoding="utf-8") == "old"


def test_a_file_is_refused(tmp_path):
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidValue, match="no folder"):
        write_copy(tmp_path / "site")


def test_a_link_to_a_folder_is_refused(tmp_path):
    write_copy(tmp_path / "real")
    (tmp_path / "site").symlink_to(tmp_path / "real")
    with pytest.raises(InvalidValue, match="no folder"):
        write_copy(tmp_path / "site")


def test_a_place_where_nothing_can_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InvalidValue, match="cannot be written"):
        write_copy(tmp_path / "file" / "site")


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/x", "a//b", "", "a/./b"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path, name):
    with pytest.raises(InvalidValue, match="no name of a file"):
        write_file(tmp_path, name, b"")
    assert names_in(tmp_path) == []


def test_the_marker_tells_what_the_copy_is_of_and_what_is_in_it(tmp_path):
    write_copy(tmp_path / "site")
    told = json.loads((tmp_path / "site" / MARKER).read_text(encoding="utf-8"))
    assert told == {"graph": "0", "entries": ["en"]}


def stop_in_the_middle(folder: Path) -> None:
    with replaced(folder) as new:
        write_file(new, "index.html", b"half")
        raise KeyboardInterrupt


def test_ctrl_c_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        stop_in_the_middle(tmp_path / "site")
    assert names_in(tmp_path) == []
