"""Which language of the pages a browser wants most.

https://www.rfc-editor.org/rfc/rfc9110#name-accept-language
"""

from __future__ import annotations

from starlette.requests import Request

# More wishes than any browser sends; the rest of a longer header is not read.
_MOST_WISHES = 20


def wanted_language(request: Request) -> str:
    """Return the language of the pages that a browser wants most.

    Chinese of Hong Kong, Macao and Taiwan is written in traditional characters, other Chinese in simplified
    ones.
    """
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")[:_MOST_WISHES]):
        tag, _, quality = part.strip().lower().partition(";q=")
        if (language := _language_of(tag.strip())) and (weight := _weight(quality)):
            wishes.append((-weight, place, language))
    return min(wishes)[2] if wishes else "en"


def _language_of(tag: str) -> str:
    if tag.startswith("zh"):
        is_traditional = any(part in tag.split("-") for part in ("hant", "hk", "mo", "tw"))
        return "zh-Hant" if is_traditional else "zh-Hans"
    return "en" if tag.partition("-")[0] == "en" else ""


def _weight(quality: str) -> float:
    try:
        return min(max(float(quality), 0.0), 1.0) if quality else 1.0
    except ValueError:
        return 0.0
