"""Pen case: what pictures are drawn with, by the names they use; it takes long to load (pens)."""

# ruff: noqa: PLC0414 - "as" says that a name is meant for others

from matplotlib import rcParams as rcParams
from matplotlib.axes import Axes as Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg as FigureCanvasAgg
from matplotlib.collections import LineCollection as LineCollection
from matplotlib.collections import PathCollection as PathCollection
from matplotlib.figure import Figure as Figure
from matplotlib.font_manager import FontProperties as FontProperties
from matplotlib.lines import Line2D as Line2D
from matplotlib.markers import MarkerStyle as MarkerStyle
from matplotlib.patches import BoxStyle as BoxStyle
from matplotlib.patches import Circle as Circle
from matplotlib.patches import FancyBboxPatch as FancyBboxPatch
from matplotlib.patches import Rectangle as Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke as withStroke
from matplotlib.textpath import text_to_path as text_to_path
from matplotlib.ticker import FuncFormatter as FuncFormatter
from matplotlib.ticker import MultipleLocator as MultipleLocator
from matplotlib.transforms import Affine2D as Affine2D
from scipy.optimize import linear_sum_assignment as linear_sum_assignment

Outline = Path  # a Path of ours is that of a file
