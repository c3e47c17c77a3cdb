"""Sites: everything roads lead to (Ortsteile, neighbours, stations, named spots) on the plane."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from api.demo.facts import read_facts
from api.demo.geometry import Bools, Floats, Ints, Outlines, rng_of, to_plane, wobble_of
from api.demo.land_facts import Neighbour, Ortsteil, Spot, Station
from api.demo.rails import Rail, tangent_at

ROUNDING = 0.003  # degrees: how far a place may be moved inside its rounding of 0.01
APART_M = 650.0  # places with equal rounded coordinates are pushed apart to this
FORECOURT_M = 32.0  # from the track to the square in front of the station
SPOT_RADIUS_M = 190.0
SMALLEST_RADIUS_M = 150.0
# people per hectare of settlement, by size of the place (judgement)
DENSITY = ((5000, 34.0), (1500, 24.0), (500, 17.0), (0, 12.0))


@dataclass(frozen=True, eq=False)
class Sites:
    """All sites, in the order Ortsteile, neighbours, stations, spots."""

    key: tuple[str, ...]  # [site] unique, as the tables name it
    name: tuple[str, ...]  # [site] as people say it
    kind: tuple[str, ...]  # [site] ortsteil, neighbour, station, spot
    town: tuple[str, ...]  # [site] Kommune of an Ortsteil, town of a station or spot
    use: tuple[
        str, ...
    ]  # [site] kind of a neighbour (city, suburb, …) or spot (school, …), else ""
    people: Ints  # [site]
    xy: Floats  # [site, 2]
    outlines: Outlines

    def index(self, key: str) -> int:
        """Return the site of the given key; refuse a key the tables do not have."""
        try:
            return self.key.index(key)
        except ValueError:
            near = [other for other in self.key if key.split(" (", maxsplit=1)[0] in other][:3]
            msg = f"no site {key!r} in the demo's tables; near: {', '.join(near) or 'none'}"
            raise ValueError(msg) from None

    def of_kind(self, kind: str) -> list[int]:
        """Return the sites of a kind, ascending."""
        return [site for site, other in enumerate(self.kind) if other == kind]


def build_sites(rails: tuple[Rail, ...]) -> Sites:
    """Return all sites of the tables, placed on the plane."""
    places, beyond = read_facts(Ortsteil, "ortsteile"), read_facts(Neighbour, "neighbours")
    stations, spots = read_facts(Station, "stations"), read_facts(Spot, "spots")
    keys = (
        *_place_keys(places),
        *(other.name for other in beyond),
        *(f"Bf {station.name}" for station in stations),
        *(spot.name for spot in spots),
    )
    settled = _settle(places, beyond)
    xy = np.vstack([settled, _forecourts(stations, rails, settled), _plane(spots)])
    people = [place.people for place in places] + [other.size for other in beyond]
    people += [0] * (len(stations) + len(spots))
    return Sites(
        key=keys,
        name=_names(places) + _names(beyond) + _names(stations) + _names(spots),
        kind=("ortsteil",) * len(places)
        + ("neighbour",) * len(beyond)
        + ("station",) * len(stations)
        + ("spot",) * len(spots),
        town=(
            *(place.kommune for place in places),
            *(other.name for other in beyond),
            *(station.town for station in stations),
            *(spot.town for spot in spots),
        ),
        use=_uses(places, beyond, stations, spots),
        people=np.array(people),
        xy=xy,
        outlines=_outlines(keys, people, xy),
    )


def _uses(
    places: tuple[Ortsteil, ...],
    beyond: tuple[Neighbour, ...],
    stations: tuple[Station, ...],
    spots: tuple[Spot, ...],
) -> tuple[str, ...]:
    nothing = ("",) * len(places), ("",) * len(stations)
    kinds = (other.kind for other in beyond), (spot.kind for spot in spots)
    return (*nothing[0], *kinds[0], *nothing[1], *kinds[1])


def _names(records: Sequence[Ortsteil | Neighbour | Station | Spot]) -> tuple[str, ...]:
    return tuple(record.name for record in records)


def _place_keys(places: tuple[Ortsteil, ...]) -> list[str]:
    """Return the names, with the Kommune in brackets where a name occurs twice."""
    names = [place.name for place in places]
    return [
        place.name if names.count(place.name) == 1 else f"{place.name} ({place.kommune})"
        for place in places
    ]


def _plane(records: Sequence[Ortsteil | Neighbour | Station | Spot]) -> Floats:
    return to_plane(np.array([[record.lon, record.lat] for record in records]))


def _settle(places: tuple[Ortsteil, ...], beyond: tuple[Neighbour, ...]) -> Floats:
    """Return where the settlements lie: moved inside the rounding, never onto one another."""
    records: list[Ortsteil | Neighbour] = [*places, *beyond]
    coarse = np.array([_is_coarse(record) for record in records])
    lonlat = np.array([[record.lon, record.lat] for record in records])
    for row, record in enumerate(records):
        if coarse[row]:
            lonlat[row] += rng_of("settle", str(record)).uniform(-ROUNDING, ROUNDING, 2)
    return _push_apart(to_plane(lonlat), coarse)


def _is_coarse(record: Ortsteil | Neighbour) -> bool:
    return "0.01°" in record.source


def _push_apart(xy: Floats, movable: Bools) -> Floats:
    for _ in range(60):
        pairs = cKDTree(xy).query_pairs(APART_M - 1, output_type="ndarray")
        if not len(pairs):
            break
        pairs = pairs[np.lexsort(pairs.T[::-1])]
        away = xy[pairs[:, 0]] - xy[pairs[:, 1]]
        gap = np.hypot(*away.T)
        push = away / np.maximum(gap, 1)[:, None] * ((APART_M - gap) / 2)[:, None]
        np.add.at(xy, pairs[:, 0], push * movable[pairs[:, 0], None])
        np.add.at(xy, pairs[:, 1], -push * movable[pairs[:, 1], None])
    return xy


def _forecourts(stations: tuple[Station, ...], rails: tuple[Rail, ...], settled: Floats) -> Floats:
    """Return the square in front of each station, on the side of the nearest settlement."""
    xy = _plane(stations)
    _, nearest = cKDTree(settled).query(xy)
    tangents = np.array([tangent_at(rails, station.name) for station in stations])
    aside = np.column_stack([-tangents[:, 1], tangents[:, 0]])
    side = np.sign(((settled[nearest] - xy) * aside).sum(axis=1))
    return np.asarray(xy + aside * np.where(side == 0, 1, side)[:, None] * FORECOURT_M)


def _outlines(keys: tuple[str, ...], people: list[int], xy: Floats) -> Outlines:
    radius = [
        max(SMALLEST_RADIUS_M, float(np.sqrt(count / _density(count) * 1e4 / np.pi)))
        if count
        else SPOT_RADIUS_M
        for count in people
    ]
    wobble = np.array([wobble_of(rng_of("outline", key)) for key in keys])
    return Outlines(xy, np.array(radius), wobble)


def _density(people: int) -> float:
    return next(density for least, density in DENSITY if people >= least)
