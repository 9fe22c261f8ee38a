"""The formatter of hand-written Turtle: one layout, every comment kept, the same graph.

For ``gbaip format``. Data files, which have no comments, have the canonical form instead.
"""
