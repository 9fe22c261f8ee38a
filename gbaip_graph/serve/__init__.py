"""The graph over HTTP: SPARQL protocol, saved queries, linked data, all answered by limited workers."""
