"""Rails: the railway tracks as curves through their stations."""

from dataclasses import dataclass

import numpy as np

from api.demo.geometry import Floats, smooth, to_plane
from api.demo.land_facts import Station, Track

STEP_M = 120.0


@dataclass(frozen=True, eq=False)
class Rail:
    """One track: its points, and where along them the stations are."""

    track: Track
    stations: tuple[str, ...]
    points: Floats  # [point, 2]
    at: tuple[int, ...]  # [station] index of point


def build_rails(tracks: tuple[Track, ...], stations: tuple[Station, ...]) -> tuple[Rail, ...]:
    """Return the tracks as curves that hold every station as a point."""
    lonlat = np.array([[station.lon, station.lat] for station in stations])
    where = dict(zip((s.name for s in stations), to_plane(lonlat), strict=True))
    return tuple(_rail(track, where) for track in tracks)


def _rail(track: Track, where: dict[str, Floats]) -> Rail:
    names = tuple(track.stations.split(";"))
    stops = np.array([where[name] for name in names])
    points = smooth(stops, STEP_M)
    at = tuple(int(np.argmin(np.hypot(*(points - stop).T))) for stop in stops)
    return Rail(track, names, points, at)


def tangent_at(rails: tuple[Rail, ...], station: str) -> Floats:
    """Return the direction of the track at a station, of length 1."""
    rail = next(rail for rail in rails if station in rail.stations)
    point = rail.at[rail.stations.index(station)]
    before, after = max(point - 1, 0), min(point + 1, len(rail.points) - 1)
    along = rail.points[after] - rail.points[before]
    return np.asarray(along / np.hypot(*along))


def track_between(rails: tuple[Rail, ...], start: str, end: str) -> Floats:
    """Return the track's points from one station to another of the same track."""
    for rail in rails:
        if start in rail.stations and end in rail.stations:
            a, b = (rail.at[rail.stations.index(name)] for name in (start, end))
            return rail.points[a : b + 1] if a <= b else rail.points[b : a + 1][::-1]
    msg = f"facts/tracks.csv has no track with both {start!r} and {end!r}; add the stations to one"
    raise ValueError(msg)
