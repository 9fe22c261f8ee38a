"""gbaip-graph: ask a cited knowledge graph of the co-operation on intellectual property.

The public names of the Python API are imported lazily, so ``import gbaip_graph`` loads no engine.
"""

from __future__ import annotations

__version__ = "0.1.0"
