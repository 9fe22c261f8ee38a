"""Serve one file of N-Triples with rdflib-endpoint; run by the Python that has it, which lacks this project.

``python rdflib_endpoint_server.py FILE PORT``. A plain graph in memory is the fastest that it offers: its own
command line serves a dataset, in which rdflib looks up each triple's graphs too.
"""

from __future__ import annotations

import sys

import uvicorn
from rdflib import Graph
from rdflib_endpoint import SparqlEndpoint

if __name__ == "__main__":
    file, port = sys.argv[1:]
    graph = Graph().parse(file, format="nt")
    uvicorn.run(SparqlEndpoint(graph=graph), host="127.0.0.1", port=int(port), log_level="warning")
