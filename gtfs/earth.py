"""Earth: places on it in metres, as far as a ball will do."""

import numpy as np

from gtfs.timetable import Floats

EARTH_M = 6_371_008.8  # mean radius
DEGREE_M = 110_000.0  # less than any degree of latitude is long


def points_m(lon: Floats, lat: Floats) -> Floats:
    """Return ``[place, 3]`` points in metres from the middle of the earth."""
    around = np.cos(np.radians(lat))
    axes = (
        around * np.cos(np.radians(lon)),
        around * np.sin(np.radians(lon)),
        np.sin(np.radians(lat)),
    )
    points: Floats = EARTH_M * np.column_stack(axes)
    return points
