"""Servers that answer SPARQL, questions to them, and a client that costs the same for each of them."""
