"""gbaip-graph: ask a cited knowledge graph of the co-operation on intellectual property.

The Python API is ``load``, ``ask`` and ``picture``. Engines are imported when they are first needed, so that
``import gbaip_graph`` is quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rdflib import Dataset

    from gbaip_graph.ask.answer import Answer
    from gbaip_graph.pictures.picture import Picture

__version__ = "0.1.0"
__all__ = ["__version__", "ask", "load", "picture"]


def load(root: str | Path | None = None) -> Dataset:
    """Return the graph as an ``rdflib.Dataset`` whose default graph is the union of all named graphs.

    ``root`` names another set of data; without it ``GBAIP_ROOT``, the installed graph or the checkout is
    meant.
    Raises ``InvalidData`` where the files of the root are wrong.
    """
    from gbaip_graph.build.dataset import load as load_dataset

    return load_dataset(root)


def ask(
    name: str,
    *,
    root: str | Path | None = None,
    language: str = "en",
    endpoints: Mapping[str, str] | None = None,
    **parameters: object,
) -> Answer:
    """Answer a saved question; ``name`` is its file name, with ``-`` or ``_``.

    ``endpoints`` has the addresses of the SPARQL endpoints of others that a question asks, by name or IRI.
    Raises ``UnknownName`` for a question or parameter that does not exist and ``InvalidValue`` for a value
    of the wrong kind; both list what would be right.
    """
    from gbaip_graph.ask.saved import ask as ask_saved

    return ask_saved(name, root=root, language=language, endpoints=endpoints, **parameters)


def picture(name: str, root: str | Path | None = None, language: str = "en", **parameters: str) -> Picture:
    """Draw a picture of the graph, which a notebook shows; ``picture("timeline").to_svg()`` is a file.

    Raises ``UnknownName`` for a picture that does not exist, ``InvalidValue`` for a parameter or value of the
    wrong kind, and ``NoPicture`` where a picture would mislead; each says what would be right.
    """
    from gbaip_graph.pictures.of_root import picture as picture_of_root

    return picture_of_root(name, root=root, language=language, **parameters)
