"""Which rules a graph is judged by, as data: those of the project's own root, and those of anyone's files.

For ``gbaip check``. A new check is one more line in a profile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from gbaip_graph.build.file_rules import COMMON_RULES, RULES, FileRule
from gbaip_graph.build.load import LoadedData
from gbaip_graph.build.releases import read_releases
from gbaip_graph.check.hygiene import hygiene_findings
from gbaip_graph.check.links import ill_formed_link_shapes, link_shape_findings, link_subject_findings
from gbaip_graph.check.record_slugs import slug_findings
from gbaip_graph.check.rl_profile import profile_findings
from gbaip_graph.check.shapes import shape_findings
from gbaip_graph.check.silent_pass.all_rules import (
    ill_formed_shapes,
    silences_between_shapes_and_data,
    silences_of_ontology,
    silences_of_shapes,
    undeclared_terms,
)
from gbaip_graph.check.spans import span_findings
from gbaip_graph.check.vocabulary import vocabulary_findings
from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding

Check = Callable[[LoadedData], tuple[Finding, ...]]


@dataclass(frozen=True)
class Profile:
    """The rules of one kind of graph, in the order in which they are asked.

    ``file_rules`` are for each file; ``on_shapes`` ask whether the shapes can be judged by: a violation there
    keeps the engines from being asked. ``on_everything`` judges the data, in a child without files like
    ``on_shapes``; ``trusted`` runs outside, for what keeps its own limits.
    """

    file_rules: tuple[FileRule, ...]
    on_shapes: tuple[Check, ...]
    on_everything: tuple[Check, ...]
    trusted: tuple[Check, ...] = ()

    def by_reference(self) -> Profile:
        """Return the same rules with pySHACL alone as the judge of everything."""
        by_reference = partial(shape_findings, reference=True)
        checks = tuple(by_reference if one is shape_findings else one for one in self.on_everything)
        return replace(self, on_everything=checks)


def has_shapes(loaded: LoadedData) -> tuple[Finding, ...]:
    """Refuse to judge by nothing at all: everything would be found good."""
    if any(file.document.triples for file in loaded.shapes):
        return ()
    place = loaded.shapes[0].path if loaded.shapes else "shapes"
    return (Finding(place, 0, 0, "no-shapes", "there is no shape to judge by", "Add the shapes."),)


def _rl_profile_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Report what leaves the OWL 2 RL profile; the one allowed departure, xsd:date, is not repeated."""
    found = profile_findings(loaded.ontology.document.triples, file=loaded.ontology.path)
    return tuple(finding for finding in found if finding.severity == "violation")


def _release_findings(loaded: LoadedData) -> tuple[Finding, ...]:
    """Report the records of releases that cannot be read, which nothing could be compared with."""
    try:
        read_releases(loaded.root)
    except InvalidData as error:
        return error.findings
    return ()


OWN = Profile(
    file_rules=RULES,
    on_shapes=(has_shapes, ill_formed_shapes, ill_formed_link_shapes),
    # Each class of the project has a shape and each shape a test, so data without records of one are good.
    on_everything=(silences_of_shapes, silences_of_ontology, shape_findings, link_shape_findings),
    trusted=(
        vocabulary_findings,
        slug_findings,
        span_findings,
        hygiene_findings,
        link_subject_findings,
        _rl_profile_findings,
        _release_findings,
    ),
)
ANYONES = Profile(
    file_rules=COMMON_RULES,
    on_shapes=(has_shapes, ill_formed_shapes),
    on_everything=(
        silences_of_shapes,
        undeclared_terms,
        silences_between_shapes_and_data,
        silences_of_ontology,
        shape_findings,
    ),
)
