"""Invented graphs that conform to the project's ontology, shapes and checks, of any size, and faults in them.

For the benchmarks and the tests. Nothing in them is about the world.
"""
