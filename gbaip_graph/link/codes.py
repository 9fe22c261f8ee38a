"""Countries by the codes in identifiers: ISO 3166, WIPO ST.3, and lists that follow them."""

from __future__ import annotations

import re

# Identifiers that are codes of countries and their parts tell where a thing is, without any record.
_CODE = re.compile(
    r"(?:iso:code:3166:|/st3/|dpv/loc#|3166-[12][:/]|authority/country/)([A-Z]{2,3})(?:-([A-Z0-9]{2,3}))?\Z"
)
_TWO_LETTERS = {"HKG": "HK", "MAC": "MO", "CHN": "CN", "JPN": "JP", "KOR": "KR", "USA": "US"}
_OFFICES = frozenset({"WO", "IB", "EP", "EM", "XN", "XV", "AP", "OA", "EA", "GC"})
_TERRITORIES = {"CN-HK": "HK", "CN-MO": "MO"}


def countries_of_code(iri: str) -> tuple[str, ...]:
    """Return the country that a code in an identifier stands for, where it is of a list of such codes.

    >>> countries_of_code("http://data.epo.org/linked-data/id/st3/MO"), countries_of_code("urn:x:MO")
    (('MO',), ())
    """
    found = _CODE.search(iri)
    if found is None:
        return ()
    country, part = found.groups()
    code = _TERRITORIES.get(f"{country}-{part}", _TWO_LETTERS.get(country, country))
    return (code,) if len(code) == 2 and code not in _OFFICES else ()
