"""Turtle files to a graph that answers queries: load, reason, describe, store."""
