"""Settlements along a road: homes with people and things to reach, each at its seconds from west.

Homes are Ortsteile of one Kommune, each with one point; all else is a target of a category. Cars
drive along the same road.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from streetmaps import streets
from villages import METRES_A_SECOND, Village, village

from accessibility.ends import Linked
from accessibility.places import Places
from mobility.day import Day
from mobility.network import Network


@dataclass(frozen=True)
class Settlement:
    """A network with its day, places, and the doors of homes and of all places."""

    network: Network
    day: Day
    places: Places
    homes: Linked  # [point]
    everywhere: Linked  # [place]


def settlement(
    lines: str,
    road: Mapping[str, float],
    *,
    homes: Mapping[str, float],
    things: Mapping[str, str],
) -> Settlement:
    """Return the settlement of a timetable.

    ``road`` says where stops, homes and things stand (see ``villages``), ``homes`` how many people
    live where, ``things`` the category of each thing.
    """
    drawn = village(lines, road)
    names = [*homes, *things]
    ends = {"west": (-2000.0, 0.0), "east": (max(road.values()) * METRES_A_SECOND + 2000, 0.0)}
    car = streets("car", ends, "west east: highway=secondary")
    return Settlement(
        replace(drawn.network, streets={**drawn.network.streets, "car": car}),
        drawn.day,
        _places(drawn, names, homes, things),
        drawn.ends(*homes),
        drawn.ends(*names),
    )


def _places(
    drawn: Village, names: list[str], homes: Mapping[str, float], things: Mapping[str, str]
) -> Places:
    known = drawn.places.name.tolist()
    rows = np.array([known.index(name) for name in names], np.int64)
    people = np.array(list(homes.values()), np.float64)
    lon, lat = drawn.places.lon[rows], drawn.places.lat[rows]
    return replace(
        drawn.places,
        place_id=np.array(names),
        name=np.array(names),
        kind=np.array(["ortsteil"] * len(homes) + ["poi"] * len(things)),
        parent=np.array(["Kommune"] * len(homes) + list(things.values())),
        level=np.full(len(names), ""),
        seat=np.full(len(names), ""),
        lon=lon,
        lat=lat,
        population=np.concatenate((people, np.full(len(things), np.nan))),
        point_ortsteil=np.arange(len(homes), dtype=np.int32),
        point_lon=lon[: len(homes)],
        point_lat=lat[: len(homes)],
        point_people=people,
    )
