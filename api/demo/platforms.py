"""Platforms: two at every station, beside the track, reached on foot from the square."""

import numpy as np

from api.demo.geometry import Floats
from api.demo.rails import Rail
from api.demo.sites import Sites

ASIDE_M = 7.0  # from the middle of the track


def build_platforms(sites: Sites, rails: tuple[Rail, ...]) -> Floats:
    """Return ``[station, platform, 2]``: platform 1 on the side of the square, 2 beyond."""
    where = {
        name: rail.points[point]
        for rail in rails
        for name, point in zip(rail.stations, rail.at, strict=True)
    }
    stations = sites.of_kind("station")
    track = np.array([where[sites.name[site]] for site in stations])
    aside = sites.xy[stations] - track
    aside *= ASIDE_M / np.hypot(*aside.T)[:, None]
    return np.stack([track + aside, track - aside], axis=1)
