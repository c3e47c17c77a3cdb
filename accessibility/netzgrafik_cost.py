"""Netzgrafik cost: how badly a drawing of Knoten and bundles reads; less is better.

Criteria after Stott, Rodgers, Martínez-Ovando and Walker, *Automatic Metro Map Layout Using
Multicriteria Optimization* (2011). Many places of one Knoten are judged at once: ``c`` below.
"""

from typing import NamedTuple

import numpy as np

from gtfs.timetable import Floats, Ints

BEARING, OCTILINEAR, SHORT, LONG = 5.0, 0.8, 0.2, 0.0012  # per square radian, or square mm
CROSSING, TOUCHED, COVERED, NARROW, MOVED = 4.0, 25.0, 60.0, 6.0, 0.0006
CLEAR_MM, ROOM_MM, REACH_MM = 1.6, 18.5, 32.0  # between box and stroke; of a stroke, least and most
OVERLAP = 200.0  # worse than anything else
NARROW_RAD = np.pi / 6  # strokes at a Knoten closer than that run into each other


class Drawing(NamedTuple):
    """What is drawn, wherever it stands."""

    ends: Ints  # [bundle, 2] Knoten
    wide: Floats  # [bundle] mm across
    half: Floats  # [knoten, 2] half of its box, mm
    weight: Floats  # [bundle] how much its direction tells: the more lines, the more
    bearing: Floats  # [bundle] of the real places, radians
    wanted: Floats  # [knoten, 2] mm, where it would rather stand
    strict: float = 1.0  # how much a stroke through the box of another Knoten counts


def cost(drawing: Drawing, at: Floats, moved: Ints) -> Floats:
    """Return ``[c]`` the cost of all that moving the Knoten changes; ``at [c, knoten, 2]``."""
    touched = np.flatnonzero(np.isin(drawing.ends, moved).any(axis=1))
    away = ((at[:, moved] - drawing.wanted[moved]) ** 2).sum(axis=(1, 2))
    total: Floats = (
        MOVED * away
        + _strokes(drawing, at, touched)
        + _pairs(drawing, at, touched)
        + _covered(drawing, at, touched, np.arange(len(drawing.half)))
        + _covered(drawing, at, np.arange(len(drawing.ends)), moved)
        + _crowded(drawing, at, moved)
    )
    return total


def _strokes(drawing: Drawing, at: Floats, touched: Ints) -> Floats:
    """Judge direction and length of strokes, the part between the boxes."""
    ends = drawing.ends[touched]
    way = at[:, ends[:, 1]] - at[:, ends[:, 0]]
    angle = np.arctan2(way[..., 1], way[..., 0])
    turned = np.abs(np.angle(np.exp(1j * (angle - drawing.bearing[touched]))))
    length = np.maximum(np.linalg.norm(way, axis=2), 0.1)
    along = np.abs(way) / length[..., None]
    inside = sum(
        (drawing.half[ends[:, side]] / np.maximum(along, 1e-3)).min(axis=2) for side in (0, 1)
    )
    free = length - inside
    judged: Floats = (
        BEARING * drawing.weight[touched] * turned**2
        + OCTILINEAR * np.sin(2 * angle) ** 2 * np.cos(2 * angle) ** 2 * 4
        + SHORT * np.maximum(ROOM_MM - free, 0) ** 2
        + LONG * np.maximum(free - REACH_MM, 0) ** 2
    ).sum(axis=1)
    return judged


def _pairs(drawing: Drawing, at: Floats, touched: Ints) -> Floats:
    """Judge strokes that cross, and those that leave a Knoten side by side."""
    one, other = drawing.ends[touched], drawing.ends
    a, b = at[:, one[:, 0], None], at[:, one[:, 1], None]
    c, d = at[:, None, other[:, 0]], at[:, None, other[:, 1]]
    shared = (one[:, None, :, None] == other[None, :, None, :]).any(axis=(2, 3))
    crossing = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
    judged: Floats = CROSSING * (crossing & ~shared).sum(axis=(1, 2)).astype(np.float64)
    same = (one[:, None, :] == other[None, :, :]).all(axis=2)
    for mine in (0, 1):
        for its in (0, 1):
            meet = (one[:, None, mine] == other[None, :, its]) & ~same
            row, column = np.nonzero(meet)
            here = at[:, one[row, mine]]
            towards = at[:, one[row, 1 - mine]] - here, at[:, other[column, 1 - its]] - here
            narrow = NARROW_RAD - _angle(*towards)
            judged += NARROW * (np.maximum(narrow, 0) / NARROW_RAD).sum(axis=1)
    return judged


def _covered(drawing: Drawing, at: Floats, bundles: Ints, knoten: Ints) -> Floats:
    """Judge strokes that run through the box of a Knoten they do not call at."""
    ends = drawing.ends[bundles]
    a, b = at[:, ends[:, 0], None], at[:, ends[:, 1], None]
    p = at[:, None, knoten]
    way = b - a
    share = ((p - a) * way).sum(axis=3) / np.maximum((way**2).sum(axis=3), 1e-6)
    nearest = a + np.clip(share, 0, 1)[..., None] * way
    room = drawing.half[knoten] + CLEAR_MM + drawing.wide[bundles, None, None] / 2
    inside = 1 - (np.abs(p - nearest) / room).max(axis=3)
    own = (ends[:, None, :] == knoten[None, :, None]).any(axis=2)
    hit = (inside > 0) & ~own
    covered = np.where(hit, TOUCHED + COVERED * inside, 0.0).sum(axis=(1, 2))
    judged: Floats = drawing.strict * covered
    return judged


def _crowded(drawing: Drawing, at: Floats, moved: Ints) -> Floats:
    """Judge boxes that cover or touch each other."""
    apart = np.abs(at[:, moved, None] - at[:, None])
    room = drawing.half[moved, None] + drawing.half[None] + CLEAR_MM
    near = (apart < room).all(axis=3).sum(axis=(1, 2)) - len(moved)  # each is near itself
    judged: Floats = OVERLAP * near.astype(np.float64)
    return judged


def _side(a: Floats, b: Floats, p: Floats) -> Floats:
    """Return the sign of p left or right of a → b."""
    way, to = b - a, p - a
    side: Floats = way[..., 0] * to[..., 1] - way[..., 1] * to[..., 0]
    return side


def _angle(one: Floats, other: Floats) -> Floats:
    cross = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    angle: Floats = np.abs(np.arctan2(cross, (one * other).sum(axis=-1)))
    return angle
