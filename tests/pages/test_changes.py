"""Changes: the list of the root with an anchor for each release and part; the Markdown of our own texts."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from gbaip_graph.build.releases import read_releases as read_records
from gbaip_graph.layout import Root
from gbaip_graph.pages.changes import read_releases
from gbaip_graph.pages.markdown_subset import read_blocks, to_html
from gbaip_graph.pages.page import PageRequest
from gbaip_graph.pages.site import Site
from tests.pages.page_text import read_page
from tests.repository.released_iris import CHECKOUT

LIST = """\
# Changes

Words before any release.

## 0.2.0 - 2027-01-01

In short.

### Data
- One point
  on two lines.
- Another.

## 0.1.0 - 2026-11-21

### Data
- The first.
"""


def written(text: str) -> str:
    return to_html(read_blocks(text))


@pytest.fixture
def releases(tmp_path: Path) -> Root:
    (tmp_path / "CHANGELOG.md").write_text(LIST, encoding="utf-8")
    return Root(tmp_path)


def test_releases_have_anchors_and_so_have_their_parts(releases):
    found = [
        (release.heading.anchor, [part.heading and part.heading.anchor for part in release.sections])
        for release in read_releases(releases)
    ]
    assert found == [("0.2.0", [None, "0.2.0-data"]), ("0.1.0", ["0.1.0-data"])]


def test_what_stands_before_the_first_release_is_left_out(releases):
    assert "before" not in repr(read_releases(releases))


def test_a_root_without_a_list_has_no_releases(tmp_path):
    assert read_releases(Root(tmp_path)) == ()


def test_the_page_of_a_root_without_a_list_says_so(shipped_site, tmp_path):
    site = Site(shipped_site.skin, shipped_site.graph, Root(tmp_path), {})
    assert "without a list of changes" in read_page(site.render(PageRequest("changes", "en")).content).text


def test_the_page_leads_to_each_part_of_a_release(shipped_site, releases):
    site = Site(shipped_site.skin, shipped_site.graph, releases, {})
    read = read_page(site.render(PageRequest("changes", "zh-Hant")).content)
    anchors = {given.get("id") for _, given in read.elements}
    hrefs = {href for href, _ in read.links if href.startswith("#") and href != "#main"}
    assert hrefs == {"#0.2.0", "#0.2.0-data", "#0.1.0", "#0.1.0-data"}
    assert hrefs <= {f"#{anchor}" for anchor in anchors}


def test_the_list_is_said_to_be_english_on_a_chinese_page(shipped_site, releases):
    site = Site(shipped_site.skin, shipped_site.graph, releases, {})
    read = read_page(site.render(PageRequest("changes", "zh-Hans")).content)
    assert ("One point on two lines.", "en") in read.spoken


def test_the_days_on_which_data_were_entered_are_those_of_the_catalogue(shipped_site):
    text = read_page(shipped_site.render(PageRequest("changes", "en")).content).text
    assert "When the data were entered Day What happened" in text


def test_the_page_tells_of_the_first_release_by_its_records(shipped_site):
    first = read_records(CHECKOUT)[0]
    text = read_page(shipped_site.render(PageRequest("changes", "en")).content).text
    assert f"Since release {first.version} (" in text
    assert f"The first release, {first.version} (" in text


def test_the_wheel_has_the_list_where_the_root_looks_for_it():
    project = tomllib.loads((CHECKOUT.path / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"]["CHANGELOG.md"] == "gbaip_graph/_root/CHANGELOG.md"
    assert read_releases(CHECKOUT)


# -------------------------------------------------------------------------------------------------- Markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("two\nlines", "<p>two lines</p>"),
        ("- a\n- b\n  c", "<ul>\n<li>a</li>\n<li>b c</li>\n</ul>"),
        ("# A\nwords", '<h1 id="a">A</h1>\n<p>words</p>'),
        ("words\n- a", "<p>words</p>\n<ul>\n<li>a</li>\n</ul>"),
        (
            "```sh\na < b\n\n# no heading\n```",
            '<pre tabindex="0"><code>a &lt; b\n\n# no heading</code></pre>',
        ),
        ("**b** and `**c**`", "<p><strong>b</strong> and <code>**c**</code></p>"),
        (
            "[t](https://x.example/a?b=c&d)",
            '<p><a href="https://x.example/a?b=c&amp;d" rel="external">t</a></p>',
        ),
    ],
)
def test_markdown_becomes_html(text, html):
    assert written(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>",
        "`<script>`",
        "**<img src=x onerror=y>**",
        "# <b>",
        "- <b>",
        "```\n</code></pre><script>\n```",
        '[t](https://x.example/"><script>)',
        "[<b>](https://x.example/)",
    ],
)
def test_html_stays_characters(text):
    tags = {tag for tag, _ in read_page(written(text).encode()).elements}
    assert tags <= {"p", "code", "strong", "h1", "ul", "li", "pre", "a"}


@pytest.mark.parametrize("href", ["javascript:x()", "http://x.example/", "data:text/html,x", "//x.example"])
def test_only_links_with_https_are_links(href):
    assert written(f"[t]({href})") == f"<p>[t]({href})</p>"


def test_headings_of_the_same_text_have_anchors_of_their_own():
    anchors = [block.heading.anchor for block in read_blocks("## A\n## A\n## A") if block.heading]
    assert anchors == ["a", "a-2", "a-3"]
