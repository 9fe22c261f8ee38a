"""Saved questions and own queries, their parameters, answers and formats."""
