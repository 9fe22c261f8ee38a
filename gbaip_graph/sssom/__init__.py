"""Mapping sets in SSSOM/TSV: read with the place of every cell, written again, and told as RDF.

For the build, the checks and the link commands; pure text work on https://mapping-commons.github.io/sssom/.
"""
