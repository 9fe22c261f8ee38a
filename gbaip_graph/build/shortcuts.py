"""Shortcuts for people who write SPARQL, each with its definition over the written triples.

The reasoner derives the property chains from the ontology and ``organises`` from the query below, because a
chain cannot test a role; the tests hold every shortcut to its definition here. Nothing in ``data/`` may state
a shortcut.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gbaip_graph.namespaces import ONTOLOGY, PREFIXES

ORGANISES = ONTOLOGY + "organises"

_HEAD = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("gbaip", "org", "role"))

#: Property -> CONSTRUCT query that gives exactly its triples from what is written.
DEFINITIONS: Mapping[str, str] = MappingProxyType(
    {
        ORGANISES: _HEAD
        + """CONSTRUCT { ?party gbaip:organises ?activity }
WHERE { ?involvement gbaip:hasParty ?party ; gbaip:hasRole role:organiser ; gbaip:inActivity ?activity }""",
        ONTOLOGY + "takesPartIn": _HEAD
        + """CONSTRUCT { ?agent gbaip:takesPartIn ?activity }
WHERE {
  ?involvement gbaip:inActivity ?activity .
  { ?involvement gbaip:hasParty ?agent }
  UNION
  { ?involvement gbaip:hasParty ?tenure . ?tenure gbaip:ofPost ?post . ?post org:postIn ?agent }
}""",
        ONTOLOGY + "underPlan": _HEAD
        + """CONSTRUCT { ?activity gbaip:underPlan ?plan }
WHERE { ?set gbaip:fallsUnder ?item . ?item gbaip:listedIn ?plan . ?activity gbaip:heldWithin* ?set }""",
        PREFIXES["org"] + "memberOf": _HEAD
        + """CONSTRUCT { ?member org:memberOf ?group }
WHERE { ?membership org:member ?member ; org:organization ?group }""",
    }
)
