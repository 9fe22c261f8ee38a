"""Write a mapping set as SSSOM/TSV, so that the same set always gives the same bytes; it reads none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gbaip_graph.sssom.mapping import NUMBER_SLOTS, SLOTS, Mapping, MappingSet

_HEADER_FIRST = ("curie_map", "sssom_version", "mapping_set_id", "mapping_set_title", "license")
_ALWAYS = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_TO_QUOTE = ('"', "\t", "\n", "\r")


def write_mapping_set(mapping_set: MappingSet, path: Path) -> None:
    """Write a mapping file in UTF-8."""
    path.write_text(mapping_set_text(mapping_set), encoding="utf-8", newline="\n")


def mapping_set_text(mapping_set: MappingSet) -> str:
    """Return the text of a mapping file; columns that no row fills are left out, rows keep their order."""
    header = mapping_set.header
    keys = [
        *(key for key in _HEADER_FIRST if key in header),
        *(key for key in header if key not in _HEADER_FIRST),
    ]
    lines = [line for key in keys for line in _header_lines(key, header[key])]
    others = sorted({name for one in mapping_set for name in one.other})
    propagated = {slot for slot in SLOTS if isinstance(header.get(slot), str)}
    slots = [slot for slot in SLOTS if slot in _ALWAYS or _is_column(slot, mapping_set, propagated)]
    lines.append("\t".join([*slots, *others]))
    for one in mapping_set:
        cells = [*(_slot_text(one, slot) for slot in slots), *(one.other.get(name, "") for name in others)]
        lines.append("\t".join(map(_cell, cells)))
    return "\n".join(lines) + "\n"


def _is_column(slot: str, mapping_set: MappingSet, propagated: set[str]) -> bool:
    texts = {_slot_text(one, slot) for one in mapping_set}
    return texts != {mapping_set.header[slot]} if slot in propagated else texts not in ({""}, set())


def _slot_text(mapping: Mapping, slot: str) -> str:
    value: Any = getattr(mapping, slot)
    if slot in NUMBER_SLOTS:
        return "" if value is None else f"{value:.6g}"
    return str(value)


def _cell(text: str) -> str:
    if any(character in text for character in _TO_QUOTE):
        return '"' + text.replace('"', '""') + '"'
    return text


def _header_lines(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield f"#{key}: {_scalar(value)}"
        return
    yield f"#{key}:"
    if isinstance(value, dict):
        yield from (f"#  {name}: {_scalar(text)}" for name, text in value.items())
        return
    for entry in value:
        if isinstance(entry, dict):
            pairs = [f"{name}: {_scalar(text)}" for name, text in entry.items()]
            yield from (f"#  {'- ' if first == 0 else '  '}{pair}" for first, pair in enumerate(pairs))
        else:
            yield f"#  - {_scalar(entry)}"


def _scalar(text: str) -> str:
    """Quote what YAML would read as something else than the text itself."""
    plain = text and text[0] not in "&*!|>{[%@`'\"#-?:," and ": " not in text and " #" not in text
    number = text.replace(".", "", 1).isdigit()
    if plain and not number and text[-1] != ":" and text.strip() == text:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
