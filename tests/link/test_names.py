"""Names made comparable, kinds, positions, and what the matcher knows of our places beside the graph."""

from __future__ import annotations

import doctest
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaip_graph.errors import InvalidData
from gbaip_graph.link import codes, han, kinds, names, read_table, sides, surroundings
from gbaip_graph.link.blocking import NameIndex, named
from gbaip_graph.link.entities import Entity, Name
from gbaip_graph.link.kinds import FAMILIES, compare_kinds, kind_of
from gbaip_graph.link.names import hidden_characters, key, place_core, plain, visible
from gbaip_graph.link.own_entities import read_place_hints
from gbaip_graph.namespaces import expand

#: Labels whose Chinese words differ, not only their characters.
OTHER_WORDS = {
    ("資訊發布", "信息发布"),
    ("資訊交流", "信息交流"),
}


@pytest.mark.parametrize("module", [codes, han, kinds, names, read_table, sides, surroundings], ids=str)
def test_the_examples_in_the_docstrings_are_true(module):
    assert doctest.testmod(module).failed == 0


def main_labels(entity: Entity, language: str) -> list[str]:
    return [name.text for name in entity.names if name.language == language and name.kind == "main"]


def test_the_two_chinese_labels_of_everything_fold_to_one(own):
    pairs = {
        pair for one in own for pair in product(main_labels(one, "zh-Hant"), main_labels(one, "zh-Hans"))
    }
    assert len(pairs) > 150
    differ = {pair for pair in pairs if plain(pair[0]) != plain(pair[1])}
    unlike_in_length = {pair for pair in differ if len(pair[0]) != len(pair[1])}
    assert differ - unlike_in_length == OTHER_WORDS & pairs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Macau", "MACAU"),
        ("Cantão", "Cantao"),
        ("Guǎngzhōu", "Guangzhou"),
        ("Guang Dong", "Guangdong"),
        ("Xi’an", "Xi'an"),
        ("Ｚｈｕｈａｉ", "Zhuhai"),
        ("東莞", "东莞"),
        ("広州", "广州"),
        ("Re\u200fvi\u200bew", "Review"),
        ("Hong Kong & Kowloon", "Hong Kong and Kowloon"),
        ("Hong-Kong", "Hong Kong"),
    ],
)
def test_spellings_of_one_name_are_one(one, other):
    assert key(plain(one)) == key(plain(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Huizhou", "Suizhou"), ("東莞", "东馆"), ("深圳", "深镇"), ("गंगा", "गगा"), ("Macau", "Makao")],
)
def test_other_names_stay_apart(one, other):
    assert key(plain(one)) != key(plain(other))


@pytest.mark.parametrize(
    ("name", "core", "kind"),
    [
        ("Hong Kong SAR", "hong kong", "territory"),
        ("Macao Special Administrative Region of China", "macao", "territory"),
        ("Cidade de Macau", "macau", ""),
        ("深圳市", "深圳", ""),
        ("广东省", "广东", "province"),
        ("南沙街道", "南沙", "subdistrict"),
        ("Nansha Jiedao", "nansha", "subdistrict"),
        ("Shi", "shi", ""),
        ("沙市", "沙市", ""),
    ],
)
def test_what_a_place_is_stands_apart_from_its_name(name, core, kind):
    assert place_core(plain(name)) == (core, kind)


def test_a_name_is_shown_without_what_cannot_be_seen():
    assert visible("Ma\u202ecau\x00") == "Macau"
    assert hidden_characters("Ma\u202ecau") == ("U+202E RIGHT-TO-LEFT OVERRIDE",)
    assert visible("x" * 10_000, limit=5) == "xxxxx ... (10000 characters)"


@pytest.mark.parametrize(
    ("ours", "theirs", "agreement"),
    [
        ("municipality", "town", "granularity"),
        ("territory", "town", "granularity"),
        ("district", "town", "level"),
        ("province", "municipality", "granularity"),
        ("place", "town", "unknown"),
        ("division", "town", "granularity"),
        ("division", "municipality", "unknown"),
        ("town", "town", "same"),
        ("territory", "government", "clash"),
        ("university", "school", "clash"),
        ("university", "body", "same"),
        ("agency", "university", "unknown"),
        ("series", "event", "clash"),
        ("municipality", "", "unknown"),
    ],
)
def test_kinds_agree_or_clash(ours, theirs, agreement):
    assert compare_kinds(ours, theirs) == agreement
    assert compare_kinds(theirs, ours) == agreement


def test_every_word_for_a_kind_means_one_of_the_kinds():
    assert {kind_of(word) for word in kinds._WORDS} <= {*FAMILIES, ""}


def test_the_matcher_knows_the_kind_of_every_place_of_the_register(own):
    places = {expand(one.id) for one in own if one.id.startswith("place:")}
    hints = read_place_hints()
    assert set(hints) == places
    assert {hint.kind for hint in hints.values()} <= set(FAMILIES)


def index(*spelt: str) -> NameIndex:
    return NameIndex.of(
        Entity(f"x:{number}", (Name(text, kind="main"),)) for number, text in enumerate(spelt)
    )


def found(names_index: NameIndex, text: str) -> dict[int, str]:
    asked = named(Entity("y", (Name(text, kind="main"),)))
    return {position: matches[0].how for position, matches in names_index.find(asked).items()}


def test_the_index_finds_the_same_name_the_same_core_and_near_spellings():
    names_index = index("Zhongshan", "Zhongshan Shi", "Hong Kong Design Centre")
    assert found(names_index, "zhong shan") == {0: "same", 1: "core"}
    assert found(names_index, "Hong Kong Design Center") == {2: "near"}
    assert found(names_index, "Design Centre") == {}


def test_short_names_are_not_compared_by_their_spelling():
    assert found(index("Huizhou", "Fuzhou"), "Suizhou") == {}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_folds_to_what_folds_to_itself(text):
    folded = plain(text)
    assert plain(folded) == folded
    assert folded == " ".join(folded.split())
    assert hidden_characters(visible(text)) == ()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_is_a_table_or_one_clear_error(text):
    table, rules = read("id,name\n" + text)
    assert rules <= {"candidate/table"}
    assert {finding.severity for finding in table.findings} <= {"warning"}
    assert all(one.id and one.names for one in table.entities)


def read(text: str) -> tuple[read_table.EntityTable, set[str]]:
    try:
        return read_table.parse_table(text, file="x.csv"), set()
    except InvalidData as error:
        return read_table.EntityTable(()), {finding.rule for finding in error.findings}
