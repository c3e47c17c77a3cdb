"""Classes: which class a value falls into, and how the class looks and reads everywhere."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mark = Literal["", "dot", "cross"]

# Good is light, bad is dark: lightness falls evenly, so the order survives red-green blindness and
# a grey copier, and the small places that matter stand out against the large ones that are fine.
RAMP = ("#ffe9a8", "#fdb35a", "#ec6b4a", "#b02a5b", "#4a1150")
WALK_COLOR = "#a9d3ef"
MISSING_COLOR = "#ffffff"
MISSING_EDGE = "#8f0d20"

MAJORITY = 0.5  # of the people of a place: what they do names its class


@dataclass(frozen=True)
class Band:
    """One class as people see it; ``mark`` tells it apart where colour is lost."""

    label: str
    color: str
    mark: Mark = ""


WALK = Band("zu Fuß erreichbar", WALK_COLOR, "dot")


@dataclass(frozen=True)
class Scale:
    """The classes of a measure: on foot, then ``bands`` from good to bad, then the missing.

    ``limits [band - 1 or band]`` belong to the better class; a limit after the last band turns what
    lies beyond it into the missing class (no journey at all is no low count, it is none).
    """

    limits: tuple[float, ...]
    bands: tuple[Band, ...]
    missing: Band
    more_is_better: bool = False

    @property
    def classes(self) -> tuple[Band, ...]:
        """All classes in the order of legends and tables; indices of ``class_of`` point here."""
        return (WALK, *self.bands, self.missing)


def class_of(scale: Scale, value: Floats, walk_share: Floats) -> Ints:
    """Return ``[place]`` the index into ``scale.classes``; nan is the missing class.

    Where most people walk there the place is "zu Fuß erreichbar", whatever the value.
    """
    sign = -1.0 if scale.more_is_better else 1.0
    band = 1 + np.searchsorted(sign * np.array(scale.limits), sign * value, side="left")
    missing = len(scale.classes) - 1
    index = np.where(np.isnan(value), missing, np.minimum(band, missing))
    return np.where(walk_share >= MAJORITY, 0, index)


def values_of(column: "pd.Series[Any]") -> Floats:
    """Return a column as floats, nan for null, whatever kind of null it has."""
    return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan), np.float64)


def _bands(*labels: str) -> tuple[Band, ...]:
    """Return the bands in the colours of the ramp, spread over it if they are fewer."""
    steps = np.linspace(0, len(RAMP) - 1, len(labels)).round().astype(int)
    return tuple(Band(label, RAMP[step]) for label, step in zip(labels, steps, strict=True))


def _missing(label: str) -> Band:
    return Band(label, MISSING_COLOR, "cross")


TIME_LIMITS_S = (1800, 2700, 3600, 5400)  # 30, 45, 60, 90 min
MINUTES = Scale(
    TIME_LIMITS_S,
    _bands("bis 30 min", "31–45 min", "46–60 min", "61–90 min", "über 90 min"),
    _missing("nicht erreichbar"),
)
CAR_MINUTES = Scale(
    (600, 1200, 1800, 3600),  # 20, 30, 60 are the car's target values of RIN 2008
    _bands("bis 10 min", "11–20 min", "21–30 min", "31–60 min", "über 60 min"),
    _missing("unbekannt"),
)
JOURNEYS = Scale(
    (30, 15, 7, 4, 1),  # about half-hourly, hourly (PlusBus: 15 pairs), two-hourly
    _bands("ab 30", "15–29", "7–14", "4–6", "1–3"),
    _missing("keine Verbindung"),
    more_is_better=True,
)
SERVED_HOURS = Scale(
    (15, 12, 8, 4, 1),
    _bands("15–17 h", "12–14 h", "8–11 h", "4–7 h", "1–3 h"),
    _missing("keine Stunde"),
    more_is_better=True,
)
GAP = Scale(
    (3600, 7200, 10800, 14400, 50399),  # 14 h is the whole window: no departure in it
    _bands("bis 1 h", "bis 2 h", "bis 3 h", "bis 4 h", "über 4 h"),
    _missing("keine Abfahrt 6–20 Uhr"),
)
FIRST = Scale(
    (19800, 23400, 27000, 32400),
    _bands("bis 5:30", "bis 6:30", "bis 7:30", "bis 9:00", "später"),
    _missing("keine Verbindung"),
)
LAST = Scale(
    (79200, 72000, 64800, 57600),
    _bands("ab 22:00", "ab 20:00", "ab 18:00", "ab 16:00", "früher"),
    _missing("keine Rückfahrt"),
    more_is_better=True,
)
RIDES = Scale(
    (1, 2, 3),
    _bands("ohne Umstieg", "1 Umstieg", "2 Umstiege", "3 und mehr Umstiege"),
    _missing("nicht erreichbar"),
)
SHARE = Scale(
    (0.9, 0.75, 0.5, 0.25),
    _bands("ab 90 %", "75–90 %", "50–75 %", "25–50 %", "unter 25 %"),
    _missing("unbekannt"),
    more_is_better=True,
)
RATIO = Scale(
    (1.0, 1.5, 2.0, 3.0),
    _bands("bis 1,0", "bis 1,5", "bis 2,0", "bis 3,0", "über 3,0"),
    _missing("kein Vergleich möglich"),
)
