"""Faults for invented graphs, each with the one finding that it must give."""
