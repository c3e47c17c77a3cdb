"""Signs: where on their way the numbers of the lines may stand, best places first."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from accessibility.frame import Frame, inside_region, projected
from accessibility.picture import MapPicture
from accessibility.style import PRODUCTS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# On maps of figures the numbers of all lines would be too many.
FEW_PRODUCTS = ("S-Bahn", "Bahn", "Straßenbahn", "PlusBus", "TaktBus")
STEP = 0.012  # of the frame's width, from spot to spot along a line
BESIDE = 0.01  # of the frame's width: lines so near are meant by the sign as well
AGAIN = 0.22  # of the frame's width: on a map of lines a long line has a sign every so far
MOST_SPOTS = 64
OUTSIDE, BESIDE_ANOTHER, OFF_MIDDLE = 4.0, 0.5, 1.0  # what makes a spot worse


class Sign(NamedTuple):
    """The number of a line, with ``spots [spot, 2]`` along its course in metres, best first."""

    name: str
    product: str
    spots: Floats
    ours: bool  # whether its best spot lies in the region
    again: bool  # whether the line has a better one already


def line_signs(picture: MapPicture, frame: Frame) -> list[Sign]:
    """Return the signs of the lines seen in the frame: those of the region, best products first.

    On a map of lines every line has one, long lines several.
    """
    lines = picture.layers.lines
    if lines is None or lines.empty:
        return []
    wanted = list(PRODUCTS)[::-1] if picture.offer is not None else list(FEW_PRODUCTS)
    spots = _spots(picture, frame)
    spots = spots[spots["product"].isin(wanted) & (spots["name"] != "")]
    found = []
    for (name, product), of_line in spots.groupby(["name", "product"], sort=False):
        best = of_line.sort_values("worse", kind="stable")
        xy, worse = best[["x", "y"]].to_numpy(), best["worse"].to_numpy()
        apart = AGAIN * frame.width if picture.offer is not None else np.inf
        for number, spot in enumerate(_by_anchor(xy, apart)):
            ours = bool(worse[spot[0]] < OUTSIDE)
            found.append(Sign(str(name), str(product), xy[spot[:MOST_SPOTS]], ours, number > 0))
    return sorted(found, key=lambda one: (not one.ours, one.again, wanted.index(one.product)))


def _spots(picture: MapPicture, frame: Frame) -> pd.DataFrame:
    """Return points along all lines in the frame, with how bad each is for a sign."""
    layer = projected(picture.layers.lines, picture.imprint.crs)
    seen = shapely.clip_by_rect(
        layer.geometry.to_numpy(), frame.left, frame.bottom, frame.right, frame.top
    )
    pieces, of_piece = shapely.get_parts(seen, return_index=True)
    length = shapely.length(pieces)
    count = np.ceil(length / (STEP * frame.width)).astype(np.int64)
    piece = np.repeat(np.arange(len(pieces)), count)
    number = np.arange(len(piece)) - np.repeat(np.cumsum(count) - count, count)
    share = (number + 0.5) / count[piece]
    xy = shapely.get_coordinates(
        shapely.line_interpolate_point(pieces[piece], share, normalized=True)
    )
    spots: pd.DataFrame = layer[["name", "product"]].iloc[of_piece[piece]].reset_index(drop=True)
    line: Ints = spots.groupby(["name", "product"]).ngroup().to_numpy().astype(np.int64)
    worse = OUTSIDE * ~inside_region(picture, xy)
    worse += BESIDE_ANOTHER * np.minimum(_others_near(xy, line, BESIDE * frame.width), 6)
    worse += OFF_MIDDLE * _off_middle(xy, line)
    spots["x"], spots["y"], spots["worse"] = xy[:, 0], xy[:, 1], worse
    return spots


def _others_near(xy: Floats, line: Ints, reach_m: float) -> Ints:
    """Return ``[spot]`` how many other lines pass near it."""
    pairs = cKDTree(xy).query_pairs(reach_m, output_type="ndarray")
    pairs = pairs[line[pairs[:, 0]] != line[pairs[:, 1]]]
    meets = np.concatenate([pairs, pairs[:, ::-1]])
    each = np.unique(np.column_stack([meets[:, 0], line[meets[:, 1]]]), axis=0)
    return np.bincount(each[:, 0], minlength=len(xy))


def _off_middle(xy: Floats, line: Ints) -> Floats:
    """Return ``[spot]`` how far it lies from the middle of its line, 0 to 1."""
    number = np.bincount(line)
    middle = np.column_stack([np.bincount(line, xy[:, axis]) / number for axis in (0, 1)])
    away = np.hypot(*(xy - middle[line]).T)
    most = np.zeros(len(number))
    np.maximum.at(most, line, away)
    off: Floats = away / np.maximum(most[line], 1.0)
    return off


def _by_anchor(xy: Floats, apart_m: float) -> list[Ints]:
    """Return the spots ``[spot, 2]``, best first, near the best ones that lie so far apart."""
    anchors: list[int] = []
    for spot in range(len(xy)):
        if all(np.hypot(*(xy[spot] - xy[anchor])) > apart_m for anchor in anchors):
            anchors.append(spot)
    away = np.hypot(*(xy[:, None, :] - xy[anchors]).transpose(2, 0, 1))
    return [np.flatnonzero(near) for near in (away <= 0.42 * apart_m).T]
