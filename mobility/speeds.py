"""How fast one goes on a way: legal limits in Germany, and the mean speeds reached under them."""

import re

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gtfs.timetable import Bools, Floats
from mobility.tagging import says

MILE_KM = 1.609_344
WALKING_KMH = 4.8  # pushing a bicycle
STEP_KMH = 7.0  # "Schrittgeschwindigkeit" as the courts read it
FASTEST_INSIDE_KMH = 60.0  # a higher limit stands outside, or on a road like there
NO_LIMIT_KMH = 130.0  # the recommended speed where there is no limit

# Mean speeds by car [judgement]: what a trip averages, junctions and bends included. A share of
# the legal limit, no more than the ceiling of the road's class. Outside settlements 100 km/h
# come to 75 (domain facts, end of §9; HBS road class LS II/III), 70 to 60; inside 50 come to 35
# on main roads (signals, RIN VS III) and 30 to 21. Lesser roads are narrow and bend.
MOTORWAY_SHARE, OUTSIDE_SHARE, INSIDE_SHARE = 0.9, 0.85, 0.7
CEILING_KMH = {  # class: (outside, inside) settlements
    "motorway": (115, 80),
    "motorway_link": (50, 40),
    "trunk": (90, 50),
    "trunk_link": (50, 35),
    "primary": (75, 35),
    "primary_link": (45, 30),
    "secondary": (75, 35),
    "secondary_link": (45, 30),
    "tertiary": (65, 32),
    "tertiary_link": (40, 30),
    "unclassified": (50, 28),
    "residential": (35, 25),
    "road": (35, 25),
    "service": (20, 12),
    "track": (15, 12),
    "living_street": (8, 8),
    "pedestrian": (6, 6),
}

# Cycling [judgement]: 15 km/h door to door on a good way; less among walkers and on bad ground.
CYCLING_KMH = 15.0
CYCLING_CLASS_KMH = {
    **dict.fromkeys(("path", "living_street", "service"), 12.0),
    **dict.fromkeys(("footway", "pedestrian", "bridleway"), 8.0),
}
CYCLING_SURFACE_KMH = {
    **dict.fromkeys(("compacted", "fine_gravel", "paving_stones"), 13.0),
    **dict.fromkeys(("gravel", "unpaved", "pebblestone", "grass_paver", "wood"), 11.0),
    **dict.fromkeys(("ground", "dirt", "earth", "cobblestone", "sett", "unhewn_cobblestone"), 10.0),
    **dict.fromkeys(("grass", "mud", "sand"), 7.0),
}
CYCLING_TRACK_KMH = {"": 11.0, "grade1": 15, "grade2": 13, "grade3": 11, "grade4": 9, "grade5": 7}


def in_settlement(lon: Floats, lat: Floats, settled: NDArray[np.object_]) -> Bools:
    """Return ``[point]`` whether it lies in one of the polygons."""
    inside = np.zeros(len(lon), np.bool_)
    inside[shapely.STRtree(settled).query(shapely.points(lon, lat), "intersects")[0]] = True
    return inside


def cycling_kmh(tags: pd.DataFrame) -> Floats:
    """Return ``[way]`` the mean speed by bicycle."""
    by_class = tags["highway"].map(CYCLING_CLASS_KMH)
    by_surface = tags["surface"].map(CYCLING_SURFACE_KMH)
    by_track = tags["tracktype"].map(CYCLING_TRACK_KMH).where(tags["highway"] == "track")
    kmh = pd.concat([by_class, by_surface, by_track], axis=1).min(axis=1).fillna(CYCLING_KMH)
    kmh = kmh.clip(upper=CYCLING_KMH).mask(tags["bicycle"] == "dismount", WALKING_KMH)
    return kmh.to_numpy(np.float64)


def driving_kmh(tags: pd.DataFrame, settled: Bools) -> tuple[Floats, Floats]:
    """Return ``[way]`` the mean speeds by car along and against the order of the nodes.

    ``settled`` marks the ways inside the settlement areas of the map.
    """
    inside = built_up(tags, settled)
    limit = legal_kmh(tags, inside)
    ceiling = np.array([CEILING_KMH.get(name, (20, 12)) for name in tags["highway"]], np.float64)
    ceiling = ceiling.reshape(-1, 2)[np.arange(len(tags)), inside.astype(np.int8)]
    share = np.where(inside, INSIDE_SHARE, OUTSIDE_SHARE)
    share[says(tags["highway"], ("motorway", "trunk"))] = MOTORWAY_SHARE
    share[limit <= STEP_KMH] = 1  # nobody goes slower than on foot
    along, against = (
        np.minimum(np.minimum(kmh, NO_LIMIT_KMH) * share, ceiling)
        for kmh in (
            _signed(tags["maxspeed:forward"], limit),
            _signed(tags["maxspeed:backward"], limit),
        )
    )
    return along, against


def built_up(tags: pd.DataFrame, settled: Bools) -> Bools:
    """Return ``[way]`` whether the limits of settlements hold: the sign, the area, the lamps.

    What the tags say of the limit (DE:urban, DE:rural, 70) wins; then residential streets, the
    settlement areas, and what is only built inside: street lamps and pavements.
    """
    words = tags["zone:traffic"]
    for key in ("maxspeed", "maxspeed:type", "source:maxspeed", "zone:maxspeed"):
        words = words + " " + tags[key]
    urban = words.str.contains(r":(?:urban|zone|living_street|bicycle_road)", regex=True).to_numpy()
    rural = words.str.contains(r":(?:rural|motorway|trunk)", regex=True).to_numpy(copy=True)
    rural |= _signed(tags["maxspeed"], np.zeros(len(tags))) > FASTEST_INSIDE_KMH
    likely = says(tags["highway"], ("residential", "living_street", "pedestrian"))
    likely |= (tags["lit"] == "yes").to_numpy() | says(tags["sidewalk"], ("both", "left", "right"))
    return np.asarray(urban | (~rural & (settled | likely)), np.bool_)


def legal_kmh(tags: pd.DataFrame, inside: Bools) -> Floats:
    """Return ``[way]`` the speed limit for cars, ``inf`` where there is none."""
    limit = np.where(inside, 50.0, 100.0)  # § 3 StVO
    limit[says(tags["highway"], ("motorway",)) & ~inside] = np.inf
    for key in ("zone:maxspeed", "source:maxspeed", "maxspeed:type"):
        limit = _signed(tags[key], limit)
    limit[says(tags["highway"], ("living_street", "pedestrian"))] = STEP_KMH
    return _signed(tags["maxspeed"], limit)


def _signed(values: pd.Series, otherwise: Floats) -> Floats:
    """Return the limits the values name, the other ones where they name none."""
    meaning = {value: parse_kmh(value) for value in values.unique()}
    kmh = values.map(meaning).to_numpy(np.float64)
    return np.where(np.isnan(kmh), otherwise, kmh)


def parse_kmh(value: str) -> float:
    """Return the limit a tag value names in km/h; ``inf`` = none, nan = it names none.

    >>> parse_kmh("30 mph"), parse_kmh("DE:zone:30"), parse_kmh("DE:urban"), parse_kmh("none")
    (48.28032, 30.0, 50.0, inf)
    """
    word = value.strip().lower()
    named = {"none": np.inf, "walk": STEP_KMH, "de:motorway": np.inf, "de:living_street": STEP_KMH}
    named |= {"de:urban": 50.0, "de:rural": 100.0, "de:walk": STEP_KMH, "de:bicycle_road": 30.0}
    if word in named:
        return named[word]
    number = re.fullmatch(r"(?:[a-z]{2}:(?:zone:?)?)?(\d+(?:\.\d+)?)\s*(km/h|kmh|mph)?", word)
    if number is None or float(number[1]) == 0:
        return np.nan
    return float(number[1]) * (MILE_KM if number[2] == "mph" else 1)
