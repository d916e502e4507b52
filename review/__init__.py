"""What analysts see: a web desk, rendered on the server, one small file a page.

This desk reads: it changes nothing, knows no accounts, and answers to loopback names alone.
"""

from review.app import create_desk
from review.desk import DeskOptions

__all__ = ["DeskOptions", "create_desk"]
