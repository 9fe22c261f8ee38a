"""Language tags as BCP 47 forms them; whether a subtag is registered is not asked.

https://www.rfc-editor.org/rfc/rfc5646#section-2.1
"""

from __future__ import annotations

import re

_ALNUM = "[a-z0-9]"
_TAG = re.compile(
    rf"""(?:
        (?:[a-z]{{2,3}}(?:-[a-z]{{3}}){{0,3}}|[a-z]{{4,8}})   # language, with extended language subtags
        (?:-[a-z]{{4}})?                                      # script
        (?:-(?:[a-z]{{2}}|[0-9]{{3}}))?                       # region
        (?:-(?:{_ALNUM}{{5,8}}|[0-9]{_ALNUM}{{3}}))*          # variants
        (?:-[0-9a-wyz](?:-{_ALNUM}{{2,8}})+)*                 # extensions
        (?:-x(?:-{_ALNUM}{{1,8}})+)?                          # private use
        | x(?:-{_ALNUM}{{1,8}})+
    )""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
#: Registered before the present syntax and not formed by it.
_IRREGULAR = frozenset(
    {
        "en-gb-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux", "i-mingo",
        "i-navajo", "i-pwn", "i-tao", "i-tay", "i-tsu", "sgn-be-fr", "sgn-be-nl", "sgn-ch-de",
    }
)  # fmt: skip


def is_well_formed(tag: str) -> bool:
    """Tell whether a language tag is well-formed by RFC 5646.

    >>> is_well_formed("zh-Hant-HK"), is_well_formed("zh_Hant"), is_well_formed("english-language")
    (True, False, True)
    """
    return _TAG.fullmatch(tag) is not None or tag.lower() in _IRREGULAR
