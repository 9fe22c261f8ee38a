"""Mapping sets as the link commands use them: the names of the package that reads and writes them."""

from gbaip_graph.sssom.mapping import Mapping, MappingSet
from gbaip_graph.sssom.reader import parse_mapping_set, read_mapping_set
from gbaip_graph.sssom.writer import mapping_set_text, write_mapping_set

__all__ = [
    "Mapping",
    "MappingSet",
    "mapping_set_text",
    "parse_mapping_set",
    "read_mapping_set",
    "write_mapping_set",
]
