"""The questions of the comparison, on invented graphs of ``benchmarks.generate``; fair to all, made for none.

Each has a comment with a place for a number, so that no server has answered it before.
"""

from __future__ import annotations

from benchmarks.serving.client import NUMBER

_PREFIXES = """PREFIX gbaip: <https://w3id.org/gbaip/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX org: <http://www.w3.org/ns/org#>
"""

#: Who took part in what, with whatever else is known of it: most of the work is in what may be missing.
OPTIONAL_HEAVY = (
    _PREFIXES
    + """SELECT ?event ?title ?first ?last ?place ?placeName ?series ?item ?mode ?topic WHERE {
  ?event a gbaip:Event ; skos:prefLabel ?title .
  FILTER(LANGMATCHES(LANG(?title), "en"))
  OPTIONAL {
    ?event gbaip:takesPlaceDuring ?span .
    OPTIONAL { ?span gbaip:notBefore ?first }
    OPTIONAL { ?span gbaip:notAfter ?last }
  }
  OPTIONAL {
    ?event gbaip:takesPlaceIn ?place .
    OPTIONAL { ?place skos:prefLabel ?placeName FILTER(LANGMATCHES(LANG(?placeName), "zh-Hant")) }
  }
  OPTIONAL { ?event gbaip:editionOf ?series }
  OPTIONAL { ?event gbaip:fallsUnder ?item }
  OPTIONAL { ?event gbaip:hasMode ?mode }
  OPTIONAL { ?event gbaip:hasTopic ?topic }
} # NUMBER"""
)

#: How many took part in events of each year, in which role, and how many bodies that were.
BY_YEAR = (
    _PREFIXES
    + """SELECT ?year ?role (COUNT(?involvement) AS ?involvements) (COUNT(DISTINCT ?party) AS ?parties)
WHERE {
  ?involvement gbaip:inActivity ?activity ; gbaip:hasRole ?role ; gbaip:hasParty ?party .
  ?activity gbaip:takesPlaceDuring ?span .
  ?span gbaip:notBefore ?first .
  BIND(YEAR(?first) AS ?year)
} GROUP BY ?year ?role ORDER BY ?year ?role # NUMBER"""
)

#: A long table of short work: its writing and its way to the client are what takes time.
LARGE = (
    _PREFIXES
    + """SELECT ?subject ?predicate ?object WHERE { ?subject ?predicate ?object } LIMIT 7350 # NUMBER"""
)

#: One label; what most requests to a graph are.
LOOK_UP = (
    _PREFIXES
    + "SELECT ?name WHERE { <https://w3id.org/gbaip/id/area/gen-00000-1> skos:prefLabel ?name } # NUMBER"
)

#: The same one again, word for word.
REPEATED = LOOK_UP.replace(f" # {NUMBER}", "")
