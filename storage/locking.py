"""The word by which a transaction says that it will write."""

from __future__ import annotations

WRITES = "soie_writes"
"""Execution option of a connection: its transaction writes, and no other one does meanwhile."""
