"""A second SHACL engine for comparison, written in Rust: the only module that imports pyshacl_turbo.

For ``gbaip check --cross-check``. It is an optional extra and never the judge.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib.namespace import SH

from gbaip_graph.engines.shacl import ValidationResult, Validator, validate
from gbaip_graph.errors import UsageError
from gbaip_graph.turtle.terms import IRI_NIL, IRI_TYPE, Iri, Triple


def validate_again(data: Iterable[Triple], *, shapes: Iterable[Triple]) -> tuple[ValidationResult, ...]:
    """Judge data by shapes as ``engines.shacl.validate`` does, by pyshacl-turbo.

    Raises ``UsageError`` where the extra is not installed.
    """
    return validate(data, shapes=shapes, validator=second_validator())


def second_validator() -> Validator:
    """Return what validates; raise ``UsageError`` where the extra is not installed."""
    try:
        import pyshacl_turbo  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise UsageError(
            "the second engine is not installed", mend="Run `pip install 'gbaip-graph[cross-check]'`."
        ) from error
    validator: Validator = pyshacl_turbo.validate
    return validator


def import_second_engine() -> None:
    """Let the engine import what it else imports at its first result.

    For those who then forbid the process to open files. Raises ``UsageError`` where it is not installed.
    """
    node, shape = Iri("https://example.org/node"), Iri("https://example.org/shape")
    shapes = (
        Triple(shape, IRI_TYPE, Iri(str(SH.NodeShape))),
        Triple(shape, Iri(str(SH.targetNode)), node),
        Triple(shape, Iri(str(SH["in"])), IRI_NIL),
    )
    validate_again((), shapes=shapes)
