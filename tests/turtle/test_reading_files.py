"""Files in other encodings than UTF-8 without byte order mark are refused where they go wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.parser import read_turtle
from gbaip_graph.turtle.terms import Literal

TEXT = '<urn:s> <urn:p> "研討會" ;\r\n    <urn:q> "café" .\r\n'


def refusal(tmp_path: Path, content: bytes) -> Finding:
    path = tmp_path / "x.ttl"
    path.write_bytes(content)
    with pytest.raises(InvalidData) as refused:
        read_turtle(path, file="data/x.ttl")
    (finding,) = refused.value.findings
    return finding


def test_a_file_in_utf_8_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes(TEXT.encode())
    assert [triple.object for triple in read_turtle(path).triples] == [Literal("研討會"), Literal("café")]


def test_a_line_break_in_a_string_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes(b'<urn:s> <urn:p> """a\r\nb""" .')
    assert read_turtle(path).triples[0].object == Literal("a\r\nb")


def test_a_file_without_a_name_of_its_own_is_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes(b"")
    assert read_turtle(path).file == path.as_posix()


def test_a_latin_1_byte_is_named_with_its_place(tmp_path: Path) -> None:
    content = TEXT.encode().replace("é".encode(), "é".encode("latin-1"))
    assert refusal(tmp_path, content) == Finding(
        "data/x.ttl", 2, 17, "syntax",
        "the byte 0xE9 is not UTF-8, `é` in Latin-1",
        "Save the file as UTF-8 and check the characters of this line.",
    )  # fmt: skip


def test_a_character_cut_in_half_is_named_with_its_place(tmp_path: Path) -> None:
    finding = refusal(tmp_path, "<urn:s>\n研".encode()[:-1])
    assert (finding.line, finding.column) == (2, 1)


def test_an_encoded_surrogate_is_refused(tmp_path: Path) -> None:
    assert (refusal(tmp_path, b'<urn:s> "\xed\xa0\x80"').line) == 1


def test_a_byte_order_mark_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, TEXT.encode("utf-8-sig")) == Finding(
        "data/x.ttl",
        1,
        1,
        "syntax",
        "the file begins with a byte order mark",
        "Save it as UTF-8 without one.",
    )


@pytest.mark.parametrize("mark_and_order", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_is_refused_by_its_name(tmp_path: Path, mark_and_order: bytes) -> None:
    assert refusal(tmp_path, mark_and_order + b"\0a").message == "the file is in UTF-16"


def test_a_nul_is_refused_where_it_stands(tmp_path: Path) -> None:
    assert refusal(tmp_path, b'<urn:s> <urn:p>\n  "a\0" .') == Finding(
        "data/x.ttl", 2, 5, "syntax", "a NUL character", "Delete it; the file may be damaged."
    )
