"""Pens: what pictures are drawn with; matplotlib is loaded when the first is drawn.

It takes a third of a second, and neither most commands nor a start of the service draw anything.
Who draws names its types in annotations, which are evaluated nowhere.
"""

from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib import rcParams
    from matplotlib.axes import Axes
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.collections import LineCollection, PathCollection
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.lines import Line2D
    from matplotlib.markers import MarkerStyle
    from matplotlib.patches import BoxStyle, Circle, FancyBboxPatch, Rectangle
    from matplotlib.path import Path as Outline
    from matplotlib.patheffects import withStroke
    from matplotlib.textpath import text_to_path
    from matplotlib.ticker import FuncFormatter, MultipleLocator
    from matplotlib.transforms import Affine2D
    from scipy.optimize import linear_sum_assignment

HOMES = {
    "Affine2D": "matplotlib.transforms:Affine2D",
    "Axes": "matplotlib.axes:Axes",
    "BoxStyle": "matplotlib.patches:BoxStyle",
    "Circle": "matplotlib.patches:Circle",
    "FancyBboxPatch": "matplotlib.patches:FancyBboxPatch",
    "Figure": "matplotlib.figure:Figure",
    "FigureCanvasAgg": "matplotlib.backends.backend_agg:FigureCanvasAgg",
    "FontProperties": "matplotlib.font_manager:FontProperties",
    "FuncFormatter": "matplotlib.ticker:FuncFormatter",
    "Line2D": "matplotlib.lines:Line2D",
    "LineCollection": "matplotlib.collections:LineCollection",
    "MarkerStyle": "matplotlib.markers:MarkerStyle",
    "MultipleLocator": "matplotlib.ticker:MultipleLocator",
    "Outline": "matplotlib.path:Path",
    "PathCollection": "matplotlib.collections:PathCollection",
    "Rectangle": "matplotlib.patches:Rectangle",
    "linear_sum_assignment": "scipy.optimize:linear_sum_assignment",
    "rcParams": "matplotlib:rcParams",
    "text_to_path": "matplotlib.textpath:text_to_path",
    "withStroke": "matplotlib.patheffects:withStroke",
}

__all__ = (
    "Affine2D", "Axes", "BoxStyle", "Circle", "FancyBboxPatch", "Figure", "FigureCanvasAgg",
    "FontProperties", "FuncFormatter", "Line2D", "LineCollection", "MarkerStyle",
    "MultipleLocator", "Outline", "PathCollection", "Rectangle", "linear_sum_assignment",
    "rcParams", "text_to_path", "withStroke",
)  # fmt: skip


def __getattr__(name: str) -> object:
    """Return a pen, loaded when it is first asked for."""
    if name not in HOMES:
        raise AttributeError(name)
    pen = resolve_name(HOMES[name])
    globals()[name] = pen
    return pen
