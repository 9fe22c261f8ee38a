"""Names made comparable: one spelling for case, accents, width, punctuation and Chinese script.

For the matcher and the conflict check. What it makes is compared and never shown; a person is always shown
the name as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from gbaip_graph.link.han import fold_han, has_han

#: Longer texts are descriptions, not names; the longest name of the graph has 129 characters.
NAME_LIMIT_CHARACTERS = 500
# A table of all Chinese places has about 100,000 different names.
_REMEMBERED = 1 << 18

Script = Literal["han", "latin", "other"]

_SPACE = re.compile(r"[\W_]+")
_APOSTROPHES = {ord(mark): None for mark in "'’‘ʼʻ`´"}
_HIDDEN = frozenset({"Cf", "Cc"})
_ACCENT_CLASS = 200
#: What follows the name of a place and tells its kind, longest first; "" where it tells none.
_LATIN_ENDINGS = {
    "special administrative region of the people s republic of china": "territory",
    "special administrative region of china": "territory",
    "special administrative region": "territory",
    "sar china": "territory",
    "s a r": "territory",
    "sar": "territory",
    "municipality": "municipality",
    "autonomous prefecture": "municipality",
    "prefecture": "municipality",
    "zizhizhou": "municipality",
    "diqu": "municipality",
    "autonomous county": "district",
    "province": "province",
    "sheng": "province",
    "district": "district",
    "jiedao": "subdistrict",
    "subdistrict": "subdistrict",
    "county": "district",
    "xiang": "subdistrict",
    "zhen": "subdistrict",
    "town": "",
    "city": "",
    "shi": "",
    "qu": "district",
}
_LATIN_BEGINNINGS = ("municipality of ", "prefecture of ", "cidade de ", "city of ", "the ")
_HAN_ENDINGS = {
    "特别行政区": "territory",
    "自治区": "province",
    "自治州": "municipality",
    "自治县": "district",
    "地区": "municipality",
    "街道": "subdistrict",
    "省": "province",
    "市": "",
    "区": "district",
    "县": "district",
    "镇": "subdistrict",
    "乡": "subdistrict",
}
# "Kyushu" does not end in "shu", nor is 区 a name: what is left must still be one.
_SHORTEST_CORE = {"han": 2, "latin": 3}


@lru_cache(maxsize=_REMEMBERED)
def plain(text: str) -> str:
    """Fold a name for comparing: width, case, accents, hidden characters, punctuation, Chinese script.

    >>> plain("Ｍacau – Região Administrativa\\u200f"), plain("東莞"), plain("Xi’an")
    ('macau regiao administrativa', '东莞', 'xian')
    """
    spelt = text.translate(_APOSTROPHES).replace("&", " and ")
    if text.isascii():
        return _SPACE.sub(" ", spelt.casefold()).strip()
    told = "".join(filter(_is_told, unicodedata.normalize("NFKD", spelt)))
    folded = fold_han(unicodedata.normalize("NFC", told)).casefold()
    return " ".join("".join(one if _is_letter(one) else " " for one in folded).split())


def _is_told(character: str) -> bool:
    # Accents stand above or below (class 200 and more); the vowel signs of Indic scripts are letters.
    if unicodedata.combining(character) >= _ACCENT_CLASS:
        return False
    return character in "\t\n" or unicodedata.category(character) not in _HIDDEN


def _is_letter(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def key(folded: str) -> str:
    """Write a folded name without spaces, so that "Guang Dong" and "Guangdong" are one.

    >>> key("guang dong")
    'guangdong'
    """
    return folded.replace(" ", "")


@lru_cache(maxsize=_REMEMBERED)
def place_core(folded: str) -> tuple[str, str]:
    """Split the folded name of a place into its core and the kind that its ending or beginning tells.

    >>> place_core("dongguan shi"), place_core("广东省"), place_core("luohu district")
    (('dongguan', ''), ('广东', 'province'), ('luohu', 'district'))
    """
    if has_han(folded):
        return _without_ending(folded, _HAN_ENDINGS, "", _SHORTEST_CORE["han"])
    for beginning in _LATIN_BEGINNINGS:
        if folded.startswith(beginning):
            folded = folded[len(beginning) :]
            break
    return _without_ending(folded, _LATIN_ENDINGS, " ", _SHORTEST_CORE["latin"])


def _without_ending(folded: str, endings: dict[str, str], space: str, shortest: int) -> tuple[str, str]:
    for ending, kind in endings.items():
        if folded.endswith(space + ending) and len(folded) - len(space + ending) >= shortest:
            return folded[: -len(space + ending)], kind
    return folded, ""


def script_of(folded: str) -> Script:
    """Say in which script a name is written.

    >>> script_of("中山"), script_of("zhongshan"), script_of("чжуншань")
    ('han', 'latin', 'other')
    """
    if has_han(folded):
        return "han"
    return "latin" if folded.isascii() or "LATIN" in _first_letter(folded) else "other"


def _first_letter(folded: str) -> str:
    return next((unicodedata.name(character, "") for character in folded if character.isalpha()), "")


def hidden_characters(text: str) -> tuple[str, ...]:
    """Name the control and direction characters in a text, such as a right-to-left mark, each once.

    >>> hidden_characters("Macau\\u200f")
    ('U+200F RIGHT-TO-LEFT MARK',)
    """
    if text.isascii() and text.isprintable():
        return ()
    hidden = {one for one in text if unicodedata.category(one) in ("Cf", "Cc") and one not in "\u200c\u200d"}
    return tuple(f"U+{ord(one):04X} {unicodedata.name(one, 'CONTROL')}" for one in sorted(hidden))


def visible(text: str, *, limit: int = 80) -> str:
    """Return a text as it can be shown on one line: hidden characters left out, long ones cut.

    >>> visible("Ma\\u202ecau\\n")
    'Macau'
    """
    shown = "".join(one for one in text if unicodedata.category(one) not in ("Cf", "Cc"))
    return shown if len(shown) <= limit else f"{shown[:limit]} ... ({len(text)} characters)"
