"""Build the graph into the wheel, so that an installed package answers its first question at once.

Run by hatchling. An editable install needs nothing built: it reads the checkout and the user's cache.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PLACE_IN_WHEEL = "gbaip_graph/_root/build"


class GraphBuildHook(BuildHookInterface[Any]):
    """Run ``gbaip build`` on the checkout, into a temporary directory that goes into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before the wheel is packed; data that is wrong stops the packing with its findings."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)  # the builder is the package itself, which is not installed yet
        try:
            from gbaip_graph.ask.examples import example_triples  # noqa: PLC0415
            from gbaip_graph.build.store import build_root  # noqa: PLC0415
            from gbaip_graph.layout import Root  # noqa: PLC0415
        finally:
            sys.path.remove(self.root)
        self._directory = Path(tempfile.mkdtemp(prefix="gbaip-build-"))
        out = self._directory / "build"
        report = build_root(Root(Path(self.root)), out=out, examples=example_triples)
        build_data["force_include"][str(report.directory)] = _PLACE_IN_WHEEL

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary directory once the wheel is packed."""
        directory = getattr(self, "_directory", None)
        if directory is not None:
            shutil.rmtree(directory, ignore_errors=True)
