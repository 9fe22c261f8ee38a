"""The whole graph as files over real HTTP: whole, in parts, and taken up again where they are the same."""

from __future__ import annotations

import hashlib

import httpx
import pytest

PLAIN = {"Accept-Encoding": "identity"}
NOT_GRAPH = "application/problem+json"


@pytest.fixture(scope="module")
def whole(small: httpx.Client) -> httpx.Response:
    return small.get("/data/gbaip.nq", headers=PLAIN)


def part(client: httpx.Client, wanted: str, **more: str) -> httpx.Response:
    return client.get("/data/gbaip.nq", headers={**PLAIN, "Range": wanted, **more})


@pytest.mark.parametrize(
    ("extension", "content_type"),
    [("nq", "application/n-quads"), ("trig", "application/trig"), ("ttl", "text/turtle; charset=utf-8")],
)
def test_each_file_has_its_media_type_and_takes_ranges(
    small: httpx.Client, extension: str, content_type: str
) -> None:
    answer = small.get(f"/data/gbaip.{extension}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    assert answer.headers["accept-ranges"] == "bytes"


def test_the_n_quads_are_those_of_the_build_to_the_byte(small: httpx.Client, whole: httpx.Response) -> None:
    assert hashlib.sha256(whole.content).hexdigest() == small.get("/ready").json()["graph"]


@pytest.mark.parametrize("extension", ["nq", "trig", "ttl"])
def test_the_compressed_file_is_the_same(small: httpx.Client, extension: str) -> None:
    plain = small.get(f"/data/gbaip.{extension}", headers=PLAIN)
    zipped = small.get(f"/data/gbaip.{extension}", headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content
    assert zipped.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=5-5", 5, 5),
        ("bytes=100-", 100, None),
        ("bytes=-7", -7, None),
        ("bytes=10-999999999", 10, None),
        ("bytes=-999999999", 0, None),
        ("Bytes = 3-4", 3, 4),
    ],
)
def test_a_part_is_sent_with_its_place(
    small: httpx.Client, whole: httpx.Response, wanted: str, first: int, last: int | None
) -> None:
    answer, total = part(small, wanted), len(whole.content)
    content = whole.content[first : None if last is None else last + 1]
    start = first if first >= 0 else total + first
    assert (answer.status_code, answer.content) == (206, content)
    assert answer.headers["content-range"] == f"bytes {start}-{start + len(content) - 1}/{total}"
    assert answer.headers["content-length"] == str(len(content))
    assert answer.headers["etag"] == whole.headers["etag"]


def test_parts_together_are_the_whole(small: httpx.Client, whole: httpx.Response) -> None:
    size = 1000
    parts = [part(small, f"bytes={at}-{at + size - 1}").content for at in range(0, len(whole.content), size)]
    assert b"".join(parts) == whole.content
    assert len(parts) > 2


@pytest.mark.parametrize("wanted", ["bytes=999999999-", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused_with_the_size(
    small: httpx.Client, whole: httpx.Response, wanted: str
) -> None:
    answer = part(small, wanted)
    assert (answer.status_code, answer.headers["content-type"]) == (416, NOT_GRAPH)
    assert answer.headers["content-range"] == f"bytes */{len(whole.content)}"


@pytest.mark.parametrize(
    "wanted",
    [
        "bytes=9-5",
        "bytes=0-1,4-5",
        "bytes=a-b",
        "bytes=-",
        "lines=0-9",
        "bytes",
        "bytes=0-99999999999999999",
    ],
)
def test_a_range_that_cannot_be_read_is_passed_over(
    small: httpx.Client, whole: httpx.Response, wanted: str
) -> None:
    answer = part(small, wanted)
    assert (answer.status_code, answer.content) == (200, whole.content)


def test_a_part_of_the_same_file_is_sent(small: httpx.Client, whole: httpx.Response) -> None:
    assert part(small, "bytes=0-9", **{"If-Range": whole.headers["etag"]}).status_code == 206


@pytest.mark.parametrize("known", ['"other"', "W/{tag}", "Sat, 21 Nov 2026 10:00:00 GMT"])
def test_a_part_of_another_file_is_answered_with_the_whole(
    small: httpx.Client, whole: httpx.Response, known: str
) -> None:
    answer = part(small, "bytes=0-9", **{"If-Range": known.format(tag=whole.headers["etag"])})
    assert (answer.status_code, answer.content) == (200, whole.content)


def test_head_tells_the_whole_size_whatever_part_is_wanted(
    small: httpx.Client, whole: httpx.Response
) -> None:
    answer = small.head("/data/gbaip.nq", headers={**PLAIN, "Range": "bytes=0-9"})
    assert (answer.status_code, answer.headers["content-length"]) == (200, str(len(whole.content)))


def test_who_has_the_file_is_told_so(small: httpx.Client, whole: httpx.Response) -> None:
    answer = small.get("/data/gbaip.nq", headers={**PLAIN, "If-None-Match": whole.headers["etag"]})
    assert (answer.status_code, answer.content) == (304, b"")
