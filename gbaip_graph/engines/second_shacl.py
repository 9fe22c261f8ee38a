"""A second SHACL engine for comparison, written in Rust: the only module that imports pyshacl_turbo.

For ``gbaip check --cross-check``. It is an optional extra and never the judge.
"""

from __future__ import annotations

from collections.abc import Iterable

from gbaip_graph.engines.shacl import ValidationResult, validate
from gbaip_graph.errors import UsageError
from gbaip_graph.turtle.terms import Triple


def validate_again(data: Iterable[Triple], *, shapes: Iterable[Triple]) -> tuple[ValidationResult, ...]:
    """Judge data by shapes as ``engines.shacl.validate`` does, by pyshacl-turbo.

    Raises ``UsageError`` where the extra is not installed.
    """
    try:
        import pyshacl_turbo  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise UsageError(
            "the second engine is not installed", mend="Run `pip install 'gbaip-graph[cross-check]'`."
        ) from error
    return validate(data, shapes=shapes, validator=pyshacl_turbo.validate)
