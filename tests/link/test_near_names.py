"""Near spellings: all names are compared where they are few, and of many the misspelt one is still found."""

from __future__ import annotations

import itertools
import random

import pytest

from gbaip_graph.link.reconciliation.near_names import ALL_UP_TO_NAMES, NearNames, pieces

fuzz = pytest.importorskip("rapidfuzz").fuzz
_SYLLABLES = ("bei", "chang", "dong", "fu", "guang", "hai", "jin", "lin", "nan", "ping", "shan", "xi", "zhou")
#: 15,379 names of three and four syllables, more alike than those of any country.
NAMES = ["".join(parts) for parts in itertools.product(_SYLLABLES, repeat=3)]
NAMES += [" ".join(parts) for parts in itertools.islice(itertools.product(_SYLLABLES, repeat=4), 13_182)]
FROM_RATIO = 65.0


@pytest.fixture(scope="module")
def many() -> NearNames:
    return NearNames(NAMES)


def test_of_few_names_the_near_ones_are_those_of_the_ratio() -> None:
    names = NAMES[:300]
    found = dict(NearNames(names).near("dongfuxi", from_ratio=FROM_RATIO, limit=300))
    ratios = {position: fuzz.ratio("dongfuxi", name) for position, name in enumerate(names)}
    assert found == {position: ratio for position, ratio in ratios.items() if ratio >= FROM_RATIO}


def test_a_misspelt_name_is_found_among_many(many: NearNames) -> None:
    draw = random.Random(7)  # noqa: S311 - for cases, not for keys
    lost = []
    for name in draw.sample(NAMES, 100):
        at = draw.randrange(len(name) - 1)
        misspelt = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        best = next(iter(many.near(misspelt, from_ratio=FROM_RATIO, limit=1)), None)
        if best is None or best[1] < fuzz.ratio(misspelt, name):
            lost.append(misspelt)
    assert len(lost) <= 5, lost


def test_what_is_found_among_many_is_near(many: NearNames) -> None:
    for position, ratio in many.near("guanzhoushan", from_ratio=FROM_RATIO, limit=60):
        assert ratio == fuzz.ratio("guanzhoushan", NAMES[position]) >= FROM_RATIO


@pytest.mark.parametrize("text", ["", "x", "\U0001f600\U0001f600\U0001f600", "q" * 500])
def test_what_is_like_nothing_finds_nothing(many: NearNames, text: str) -> None:
    assert list(many.near(text, from_ratio=FROM_RATIO, limit=5)) == []


def test_names_are_many_here() -> None:
    assert len(NAMES) > ALL_UP_TO_NAMES
    assert pieces("x") == {" x "}
