"""The table of report formats.

For ``gbaip check --format``. A new format is a function from a ``Report`` to text and one line in the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gbaip_graph.check.reports.github import write_github
from gbaip_graph.check.reports.json_document import write_json
from gbaip_graph.check.reports.junit import write_junit
from gbaip_graph.check.reports.report import Report
from gbaip_graph.check.reports.sarif import write_sarif
from gbaip_graph.check.reports.text import write_text
from gbaip_graph.check.reports.validation_report import write_turtle

FORMATS: Mapping[str, Callable[[Report], str]] = MappingProxyType(
    {
        "text": write_text,
        "github": write_github,
        "sarif": write_sarif,
        "junit": write_junit,
        "json": write_json,
        "turtle": write_turtle,
    }
)


def write_report(report: Report, format_name: str) -> str:
    """Write a report in one of ``FORMATS``; the same findings give the same bytes."""
    return FORMATS[format_name](report)
