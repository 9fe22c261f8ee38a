"""Measurements of the project, each a ratio within one run, so that machines can be compared."""
