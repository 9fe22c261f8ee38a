"""The settings of the server as options of a command.

For ``cli.py``. It imports nothing that costs time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from gbaip_graph.serve.settings import SETTINGS


def with_setting_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command one option for each setting, in the order of the table."""
    for setting in reversed(SETTINGS):
        told = f"{setting.help} Default: {setting.shown_default}, or {setting.variable}."
        command = click.option(setting.flag, setting.name, metavar="VALUE", help=told)(command)
    return command
