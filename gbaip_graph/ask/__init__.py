"""Asking: saved questions with typed parameters, own queries, exports, and the formats of their answers.

The package can be called: once it is imported it stands in the place of the function ``gbaip_graph.ask``, and
does the same.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gbaip_graph.ask.answer import Answer


class _CallablePackage(ModuleType):
    def __call__(
        self,
        name: str,
        *,
        root: str | Path | None = None,
        language: str = "en",
        endpoints: Mapping[str, str] | None = None,
        **parameters: object,
    ) -> Answer:
        """Answer a saved question, as ``gbaip_graph.ask`` does."""
        from gbaip_graph.ask.saved import ask as ask_saved  # noqa: PLC0415

        return ask_saved(name, root=root, language=language, endpoints=endpoints, **parameters)


sys.modules[__name__].__class__ = _CallablePackage
