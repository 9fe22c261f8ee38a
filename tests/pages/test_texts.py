"""The words of the pages: every one is used, in three languages, and every one that is used is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gbaip_graph.namespaces import RECORD_KINDS
from gbaip_graph.pages.page import LANGUAGES
from gbaip_graph.pages.texts import load_texts

PAGES = Path(__file__).resolve().parents[2] / "gbaip_graph" / "pages"
CODE = "\n".join(
    file.read_text(encoding="utf-8")
    for file in (*PAGES.rglob("*.py"), *PAGES.rglob("*.html"), *PAGES.parent.joinpath("serve").glob("*.py"))
)
TEXTS = load_texts()
#: What the code makes keys of: the beginning stands in it, the rest comes from the graph or a number.
MADE = (
    "type.",
    "kind.",
    "kinds.",
    "group.",
    "column.",
    "property.",
    "value.",
    "language.",
    "error.title.",
    "error.mend.",
)


def test_every_text_is_used():
    def is_used(key: str) -> bool:
        beginnings = {key[: place + 1] for place, sign in enumerate(key) if sign == "."}
        made = any(f'"{beginning}{{' in CODE or f'"{beginning}" ~' in CODE for beginning in beginnings)
        return made or f'"{key}"' in CODE

    assert [key for key in TEXTS if not key.startswith(MADE) and not is_used(key)] == []


def test_every_text_that_a_template_uses_is_there():
    assert set(re.findall(r"""\bt\(\s*"([^"]+)"\s*[,)]""", CODE)) - TEXTS.keys() == set()


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_a_kind_of_record_has_its_names(kind):
    assert {f"kind.{kind}", f"kinds.{kind}"} <= TEXTS.keys()


def test_the_languages_of_each_text_take_the_same_values():
    def values(text: str) -> list[str]:
        return sorted(re.findall(r"\{(\w*)[^}]*\}", text))

    unequal = [
        key for key, versions in TEXTS.items() if len({tuple(values(text)) for text in versions.values()}) > 1
    ]
    assert unequal == []


def test_no_text_is_empty():
    assert [
        key for key, versions in TEXTS.items() for language in LANGUAGES if not versions[language].strip()
    ] == []
