"""Pens: what pictures are drawn with; matplotlib is loaded when the first is drawn.

It takes a third of a second, and neither most commands nor a start of the service draw anything.
Who draws names its types in annotations, which are evaluated nowhere.
"""

from typing import TYPE_CHECKING

from gtfs.late import Late

if TYPE_CHECKING:
    from accessibility.pen_case import *  # noqa: F403 - whatever is in it
else:
    __getattr__ = Late("accessibility.pen_case").__getattr__
