"""Turtle as text: a parser that keeps places and lexical forms, a judge of literals, the canonical form.

For the loader, the checks and the formatter. It holds no graph and answers no query.
"""
