"""Every setting of the server in one table: flags and ``GBAIP_*`` variables both come from it.

For ``gbaip serve``; a test compares it with the README.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from gbaip_graph.errors import InvalidValue


@dataclass(frozen=True)
class Setting:
    """One setting: its name in code, its default, the least and the greatest value, and what it is for."""

    name: str
    default: int | float | str
    help: str
    least: float | None = None
    most: float = math.inf

    @property
    def shown_default(self) -> str:
        """The default as it is told."""
        return str(self.default) or "none"

    @property
    def flag(self) -> str:
        """The option of ``gbaip serve``."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """The environment variable, which a flag overrides."""
        return "GBAIP_" + self.name.upper()


#: Numbers with their unit in the name; the reasons stand in THREAT_MODEL.md.
SETTINGS = (
    Setting("host", "127.0.0.1", "Address to listen on."),
    Setting("port", 8000, "Port to listen on; 0 takes a free one.", 0, 65535),
    Setting("store", "", "SPARQL 1.1 endpoint that holds the graph, to be asked instead of the built one."),
    Setting("workers", 4, "Worker processes that answer queries.", 2),
    Setting("client_tasks", 2, "Tasks that one client may have at work or waiting.", 1),
    Setting("client_connections", 64, "Connections that one client may have open.", 1),
    Setting("query_time_limit_s", 10.0, "Seconds that a query may run.", 0.1),
    Setting("query_memory_limit_mb", 1024, "Memory of a worker beyond the loaded graph, in MiB.", 64),
    Setting("query_length_limit_chars", 65536, "Characters of a query.", 1),
    Setting("query_depth_limit", 100, "Nested brackets of a query.", 1),
    Setting("answer_limit_mb", 32, "Size of an answer, in MiB.", 1),
    Setting("kept_answers_mb", 16, "Answers kept for requests that come again, in MiB; 0 keeps none.", 0),
    Setting("body_limit_kb", 512, "Size of a request body, in KiB.", 1),
    Setting("read_limit_s", 10.0, "Seconds in which a request must have arrived.", 0.1),
    Setting(
        "slow_query_s", 1.0, "Seconds from which a query is written to the log, without its values.", 0.0
    ),
)


@dataclass(frozen=True)
class Settings:
    """The settings as the server uses them; see ``SETTINGS``."""

    host: str = "127.0.0.1"
    port: int = 8000
    store: str = ""
    workers: int = 4
    client_tasks: int = 2
    client_connections: int = 64
    query_time_limit_s: float = 10.0
    query_memory_limit_mb: int = 1024
    query_length_limit_chars: int = 65536
    query_depth_limit: int = 100
    answer_limit_mb: int = 32
    kept_answers_mb: int = 16
    body_limit_kb: int = 512
    read_limit_s: float = 10.0
    slow_query_s: float = 1.0


def read_settings(given: Mapping[str, object], environment: Mapping[str, str]) -> Settings:
    """Return the settings: flags that were given, else variables, else defaults.

    Raises ``InvalidValue`` that names the flag or variable and what would be right.
    """
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        flag = given.get(setting.name)
        if flag is not None:
            values[setting.name] = _value(setting, str(flag), setting.flag)
        elif setting.variable in environment:
            values[setting.name] = _value(setting, environment[setting.variable], setting.variable)
    return Settings(**values)


def _value(setting: Setting, text: str, said_by: str) -> int | float | str:
    if isinstance(setting.default, str):
        return text
    kind = type(setting.default)
    try:
        value = kind(text)
    except ValueError:
        raise InvalidValue(
            f"{said_by} is {text!r}, which is no number", mend=f"Write one such as {setting.default}."
        ) from None
    if math.isnan(value) or (setting.least is not None and value < setting.least):
        raise InvalidValue(
            f"{said_by} is {text}, which is too small", mend=f"The least is {setting.least:g}."
        )
    if value > setting.most or value == math.inf:
        most = f"The most is {setting.most:g}."
        raise InvalidValue(f"{said_by} is {text}, which is too much", mend=most)
    return value


def settings_table() -> str:
    """Return the table of the README in Markdown."""
    rows = [f"| `{s.flag}` | `{s.variable}` | {s.default or 'none'} | {s.help} |" for s in SETTINGS]
    return "\n".join(["| flag | variable | default | what for |", "| --- | --- | --- | --- |", *rows]) + "\n"


if {setting.name for setting in SETTINGS} != {field.name for field in fields(Settings)}:
    raise AssertionError("SETTINGS and Settings have different names")
