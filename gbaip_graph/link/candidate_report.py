"""Candidates as they are handed on: SSSOM for machines and reviewers, JSON, and sentences for people.

For ``gbaip link candidates``. Every state it writes is "predicted": accepting is for people.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from gbaip_graph import __version__
from gbaip_graph.errors import UsageError
from gbaip_graph.link.candidates import Candidate, CandidateReport
from gbaip_graph.link.features import shown
from gbaip_graph.link.names import visible
from gbaip_graph.namespaces import PREFIXES, compact, expand
from gbaip_graph.sssom.mapping import Mapping, MappingSet

#: The relation seen from the other side.
INVERSE = {"skos:narrowMatch": "skos:broadMatch", "skos:broadMatch": "skos:narrowMatch"}
#: Namespaces whose usual prefix is known; any other gets a prefix of its own.
KNOWN_PREFIXES = {
    "geonames": "https://sws.geonames.org/",
    "wikidata": "http://www.wikidata.org/entity/",
    "ror": "https://ror.org/",
    "dbpedia": "http://dbpedia.org/resource/",
    "loc-gac": "http://id.loc.gov/vocabulary/geographicAreas/",
}
_SET_ID = PREFIXES["graph"] + "links/candidates"
_LABEL_LIMIT_CHARACTERS = 300
_LOCAL_NAME = re.compile(r"[A-Za-z0-9._~/()'%\-]+\Z")
_HEADER: dict[str, Any] = {
    "sssom_version": "1.1",
    "mapping_set_id": _SET_ID,
    "mapping_set_title": "Candidates for links, to be looked at",
    "mapping_tool": "gbaip link candidates",
    "mapping_tool_version": __version__,
    "extension_definitions": [
        {"slot_name": "review_state", "property": "gbaip:reviewState", "type_hint": "xsd:string"},
        {"slot_name": "candidate_verdict", "property": "gbaip:candidateVerdict", "type_hint": "xsd:string"},
    ],
}


def explain(report: CandidateReport) -> str:
    """Tell the candidates to a person: each with its score, its verdict and every reason."""
    blocks = ["\n".join(_explained(one)) for one in report.candidates]
    return "\n\n".join([*blocks, _summary(report)]) + "\n"


def _explained(one: Candidate) -> Iterator[str]:
    ours, theirs = (
        f"{side.id} “{visible(side.label, limit=_LABEL_LIMIT_CHARACTERS)}”" for side in (one.ours, one.theirs)
    )
    yield f"{ours} -> {theirs}"
    yield f"  {one.verdict} {one.score:.2f} {one.relation}: {one.reason}"
    if one.rivals:
        yield f"  fits as well: {', '.join(one.rivals)}"
    for feature in one.features:
        yield f"    {feature.points:+.2f} {feature.name}: {feature.told}"


def _summary(report: CandidateReport) -> str:
    counts = dict.fromkeys(("clear", "ambiguous", "weak"), 0)
    for one in report.candidates:
        counts[one.verdict] += 1
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    left_out = [f"{count} {state} before" for state, count in sorted(report.left_out.items())]
    return f"{len(report.candidates)} candidates: {'; '.join([told, *left_out])}"


def as_json(report: CandidateReport) -> str:
    """Return the candidates as JSON, with all features."""
    document = {
        "candidates": [_object(one) for one in report.candidates],
        "left_out": dict(sorted(report.left_out.items())),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _object(one: Candidate) -> dict[str, Any]:
    return {
        "subject": {"id": one.ours.id, "label": one.ours.label, "matched": one.matched.ours.name.text},
        "object": {
            "id": one.theirs.id,
            "label": one.theirs.label,
            "matched": one.matched.theirs.name.text,
            "origin": one.theirs.origin,
        },
        "relation": one.relation,
        "score": one.score,
        "verdict": one.verdict,
        "reason": one.reason,
        "rivals": list(one.rivals),
        "features": [
            {"name": feature.name, "points": feature.points, "told": feature.told} for feature in one.features
        ],
    }


def as_mapping_set(report: CandidateReport, *, date: str, reverse: bool = False) -> MappingSet:
    """Return the candidates as a mapping set in the state "predicted"; ``reverse`` has theirs as subjects.

    Raises ``UsageError`` where identifiers of theirs are no IRIs.
    """
    prefixes = _prefixes(report.candidates)
    rows = tuple(_row(one, prefixes, date, reverse=reverse) for one in report.candidates)
    used = {name.partition(":")[0] for row in rows for name in (row.subject_id, row.object_id)}
    curie_map = {
        **{prefix: PREFIXES[prefix] for prefix in sorted({"gbaip", *used}) if prefix in PREFIXES},
        **{prefix: space for space, prefix in prefixes.items()},
    }
    return MappingSet({"curie_map": curie_map, **_HEADER}, rows)


def _prefixes(candidates: Iterable[Candidate]) -> dict[str, str]:
    """Give each namespace of their identifiers a prefix."""
    spaces = sorted({_namespace(one.theirs.id) for one in candidates})
    known = {space: prefix for prefix, space in KNOWN_PREFIXES.items()}
    return {space: known.get(space, f"n{number}") for number, space in enumerate(spaces, start=1)}


def _namespace(iri: str) -> str:
    for space in KNOWN_PREFIXES.values():
        if iri.startswith(space):
            return space
    if "://" not in iri and not iri.startswith("urn:"):
        mend = "Say what stands before them: --prefix https://sws.geonames.org/"
        raise UsageError(f"{visible(iri)} is no IRI, and mappings name things by IRIs", mend=mend)
    cut = max(iri.rstrip("/").rfind(mark) for mark in "/#:") + 1
    return iri[:cut]


def _row(one: Candidate, prefixes: dict[str, str], date: str, *, reverse: bool) -> Mapping:
    space = _namespace(one.theirs.id)
    local = one.theirs.id[len(space) :]
    if not _LOCAL_NAME.match(local):
        mend = "Write it with the characters of an IRI, percent-encoded where needed."
        raise UsageError(f"{visible(one.theirs.id)} cannot be written as prefix:name", mend=mend)
    ours = (one.ours.id, one.ours.label, one.matched.ours, expand(one.ours.id))
    theirs = (f"{prefixes[space]}:{local}", one.theirs.label, one.matched.theirs, one.theirs.id)
    subject, target = (theirs, ours) if reverse else (ours, theirs)
    relation = INVERSE.get(one.relation, one.relation) if reverse else one.relation
    return Mapping(
        subject[0],
        relation,
        target[0],
        "semapv:CompositeMatching",
        subject_label=visible(subject[1], limit=_LABEL_LIMIT_CHARACTERS),
        object_label=visible(target[1], limit=_LABEL_LIMIT_CHARACTERS),
        mapping_date=date,
        confidence=one.score,
        review_state="predicted",
        match_string=visible(one.matched.theirs.folded, limit=_LABEL_LIMIT_CHARACTERS),
        mapping_tool=_HEADER["mapping_tool"],
        mapping_tool_version=__version__,
        comment=_comment(one, (shown(subject[2]), shown(target[2]))),
        subject_iri=subject[3],
        predicate_iri=PREFIXES["skos"] + relation.partition(":")[2],
        object_iri=target[3],
        other={"candidate_verdict": one.verdict},
    )


def _comment(one: Candidate, matched: Sequence[str]) -> str:
    points = ", ".join(f"{feature.name} {feature.points:+.2f}" for feature in one.features)
    return f"{one.verdict}: {one.reason}. Matched {matched[0]} with {matched[1]}. Points: {points}."


def our_name(identifier: str) -> str:
    """Return an identifier as our entities have it: a compact name for ours, any other unchanged."""
    return compact(identifier)
