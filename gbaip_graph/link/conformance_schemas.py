"""The schemas of one version of the reconciliation protocol, read from a folder, as judges of answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from gbaip_graph.errors import UsageError

_TOLD_CHARACTERS = 200


@dataclass(frozen=True)
class Schemas:
    """Schemas by the names of their files."""

    documents: dict[str, Any]

    def has(self, name: str) -> bool:
        """Say whether there is a schema of that name; not every version has every one."""
        return name in self.documents

    def judge(self, name: str, answer: httpx.Response) -> str:
        """Return what is wrong with an answer, ``""`` where it is as the schema says."""
        if answer.status_code != httpx.codes.OK:
            return f"status {answer.status_code}"
        try:
            document = answer.json()
        except ValueError:
            return "it is no JSON"
        return self.faults(name, document)

    def faults(self, name: str, document: object) -> str:
        """Return where a document breaks the schema, ``""`` where it does not."""
        from jsonschema import Draft7Validator  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, and only this command needs it
        from referencing import Registry, Resource  # noqa: PLC0415 - comes along with it
        from referencing.jsonschema import DRAFT7  # noqa: PLC0415

        known = [(one["$id"].rstrip("#"), one) for one in self.documents.values() if "$id" in one]
        resources = [(iri, Resource.from_contents(one, default_specification=DRAFT7)) for iri, one in known]
        validator = Draft7Validator(self.documents[name], registry=Registry().with_resources(resources))
        error = next(iter(validator.iter_errors(document)), None)
        if error is None:
            return ""
        path = "/".join(map(str, error.absolute_path)) or "the whole"
        return f"{path}: {error.message[:_TOLD_CHARACTERS]}"


def read_schemas(folder: Path, version: str) -> Schemas:
    """Read ``FOLDER/VERSION/schemas/*.json``; raises ``UsageError`` where there are none."""
    try:
        import jsonschema  # noqa: F401, PLC0415
    except ImportError as error:
        mend = "Install it: pip install 'gbaip-graph[link]'."
        raise UsageError("judging by schemas needs jsonschema, which is not installed", mend=mend) from error
    files = sorted((folder / version / "schemas").glob("*.json"))
    if not files:
        mend = (
            "Name a folder with 0.1, 0.2 and 1.0-draft, as https://github.com/reconciliation-api/specs has."
        )
        raise UsageError(f"there are no schemas of version {version}", where=str(folder), mend=mend)
    return Schemas({file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files})
