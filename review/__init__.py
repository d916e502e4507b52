"""What analysts see and judge: a web desk, rendered on the server, one small file a page.

`create_desk()` makes it; with an `Access` it knows accounts, else it is for one machine alone.
"""

from review.access import Access
from review.app import create_desk
from review.desk import DeskOptions
from review.drawing import draw_sample, open_weeks
from review.teaching import Lectern

__all__ = ["Access", "DeskOptions", "Lectern", "create_desk", "draw_sample", "open_weeks"]
