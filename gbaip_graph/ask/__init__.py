"""Asking: saved questions with typed parameters, own queries, exports, and the formats of their answers."""
