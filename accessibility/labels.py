"""Labels: boxes for names chosen so that none covers another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Cartographers' order of preference: right, right above and below, left, then above and below.
DIRECTIONS = (
    (1.0, 0.0), (0.8, 0.6), (0.8, -0.6), (-1.0, 0.0),
    (-0.8, 0.6), (-0.8, -0.6), (0.0, 1.0), (0.0, -1.0),
)  # fmt: skip
# The same, finer, for names that have to appear.
AROUND = (
    (1.0, 0.0), (0.92, 0.38), (0.92, -0.38), (0.66, 0.66), (0.66, -0.66),
    (-1.0, 0.0), (-0.92, 0.38), (-0.92, -0.38), (-0.66, 0.66), (-0.66, -0.66),
    (0.0, 1.0), (0.0, -1.0), (0.38, 0.92), (0.38, -0.92), (-0.38, 0.92), (-0.38, -0.92),
)  # fmt: skip
PREFERENCE = 0.02  # a later place must cover that much less to be chosen


@dataclass(frozen=True, eq=False)
class Label:
    """Where a name could go: ``boxes [candidate, 4]`` (left, bottom, right, top), best first.

    ``tolerance`` is the share of its box that may lie on soft things (circles): 0 for a label that
    is rather left out, 1 for one that has to appear. Of the places within it the one is chosen that
    hides the fewest things, with ``penalty [candidate]`` counted like things hidden.
    """

    boxes: Floats
    tolerance: float = 0.0
    penalty: Floats | None = None


@dataclass(frozen=True)
class Box:
    """A rectangle, lower left corner first."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """The box as a row of ``boxes``."""
        return self.left, self.bottom, self.right, self.top


def around(
    point: Floats,
    clear: float,
    size: tuple[float, float],
    directions: Sequence[tuple[float, float]] = DIRECTIONS,
) -> Floats:
    """Return the boxes of a size beside a point ``[x, y]``, ``clear`` away from it."""
    towards = np.array(directions)
    width, height = size
    left = point[0] + clear * towards[:, 0] - width * (1 - np.sign(towards[:, 0])) / 2
    bottom = point[1] + clear * towards[:, 1] - height * (1 - towards[:, 1]) / 2
    return np.column_stack([left, bottom, left + width, bottom + height])


def away(boxes: Floats, points: Floats) -> Floats:
    """Return ``[box, point]`` how far a box lies from a point, 0 where it covers it."""
    x, y = points[:, 0], points[:, 1]
    wide = np.maximum(boxes[:, 0, None] - x, x - boxes[:, 2, None])
    high = np.maximum(boxes[:, 1, None] - y, y - boxes[:, 3, None])
    distance: Floats = np.hypot(np.maximum(wide, 0), np.maximum(high, 0))
    return distance


def centred(xy: Floats, size: tuple[float, float] | Floats) -> Floats:
    """Return a box around each point; sizes ``[2]`` for all or ``[point, 2]``."""
    half = np.asarray(size, np.float64) / 2
    return np.column_stack([xy - half, xy + half])


def place_labels(
    labels: Sequence[Label], *, frame: Box, hard: Floats, soft: Floats
) -> list[Box | None]:
    """Return a box for each label, None where there is no room; earlier labels win.

    ``hard [box, 4]`` is never covered, neither are labels placed before; ``soft [box, 4]`` is
    avoided as far as the label's tolerance asks.
    """
    taken = np.empty((len(hard) + len(labels), 4))
    taken[: len(hard)] = hard
    count = len(hard)
    placed: list[Box | None] = []
    for label in labels:
        box = _best(label, frame, taken[:count], soft)
        placed.append(box)
        if box is not None:
            taken[count] = box.sides
            count += 1
    return placed


def _best(label: Label, frame: Box, hard: Floats, soft: Floats) -> Box | None:
    boxes = label.boxes
    inside = (
        (boxes[:, 0] >= frame.left)
        & (boxes[:, 1] >= frame.bottom)
        & (boxes[:, 2] <= frame.right)
        & (boxes[:, 3] <= frame.top)
    )
    free = inside & (_overlaps(boxes, hard).sum(axis=1) == 0)
    overlaps = _overlaps(boxes, soft)
    covered = overlaps.sum(axis=1) / _area(boxes)
    hidden = (overlaps / np.minimum(_area(boxes)[:, None], _area(soft))).sum(axis=1)
    cost = np.where(free & (covered <= label.tolerance), hidden, np.inf)
    cost += PREFERENCE * np.arange(len(boxes)) if label.penalty is None else label.penalty
    if not len(boxes) or np.isinf(cost.min()):
        return None
    return Box(*map(float, boxes[np.argmin(cost)]))


def _area(boxes: Floats) -> Floats:
    area: Floats = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return area


def _overlaps(boxes: Floats, others: Floats) -> Floats:
    """Return ``[box, other]`` the area both cover."""
    a, b = boxes[:, None, :], others[None, :, :]
    wide = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0])
    high = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
    overlap: Floats = np.clip(wide, 0, None) * np.clip(high, 0, None)
    return overlap
