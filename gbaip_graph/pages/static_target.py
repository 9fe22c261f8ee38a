"""Which word after ``gbaip export`` is a folder to copy the site to.

Imports nothing that costs time.
"""

from __future__ import annotations

import os
from pathlib import Path

_SEPARATORS = frozenset(sign for sign in ("/", os.sep, os.altsep) if sign)


def is_folder(name: str) -> bool:
    """Say whether a word is a folder rather than the name of an export: it has a slash, or is one already.

    >>> is_folder("site/"), is_folder("public/site"), is_folder("schema-org")
    (True, True, False)
    """
    return bool(_SEPARATORS & set(name)) or Path(name).is_dir()
