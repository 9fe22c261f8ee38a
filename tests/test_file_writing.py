"""Files written in one step: modes and links stay, and what cannot be written changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbaip_graph.errors import InvalidValue
from gbaip_graph.file_writing import replace_file


def test_a_new_file_is_written_with_the_folders_above_it(tmp_path):
    replace_file(tmp_path / "a" / "b" / "new.txt", "知識\n")
    assert (tmp_path / "a" / "b" / "new.txt").read_bytes() == "知識\n".encode()


def test_a_file_keeps_its_mode(tmp_path):
    file = tmp_path / "old.txt"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    replace_file(file, "new")
    assert (file.read_text(encoding="utf-8"), file.stat().st_mode & 0o777) == ("new", 0o640)


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "old.txt").write_text("old", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("old.txt")
    replace_file(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").readlink() == Path("old.txt")
    assert (tmp_path / "old.txt").read_text(encoding="utf-8") == "new"


def test_nothing_is_left_beside_the_file(tmp_path):
    replace_file(tmp_path / "one.txt", "1")
    assert [file.name for file in tmp_path.iterdir()] == ["one.txt"]


def test_what_cannot_be_replaced_is_told_by_name_and_leaves_nothing(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(InvalidValue) as refused:
        replace_file(tmp_path / "taken", "text", name="data/taken")
    assert str(refused.value).startswith("data/taken: cannot be written: Is a directory")
    assert [file.name for file in tmp_path.iterdir()] == ["taken"]


def test_a_file_below_a_file_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InvalidValue, match="cannot be written"):
        replace_file(tmp_path / "file" / "below.txt", "text")
