"""Links: the walks between places and stops that were found when the network was built."""

from pathlib import Path

import numpy as np

from accessibility.ends import Ends, Linked
from accessibility.places import Places
from gtfs.timetable import Ints
from mobility.arrays import load_arrays
from mobility.doors import Doors
from mobility.snapping import Snapped, taken


def read_links(folder: Path, name: str) -> tuple[Snapped, Doors]:
    """Return where the ``places`` or ``points`` of a network folder meet streets and stops."""
    links = folder / "links" / name
    return load_arrays(Snapped, links / "snaps"), load_arrays(Doors, links / "doors")


def ends_at(places: Places, rows: Ints | None) -> Ends:
    """Return ends that are the homes (None) or some of the places."""
    if rows is None:
        lon, lat = places.point_lon, places.point_lat
        return Ends([""] * len(lon), lon, lat, {})
    ids = [str(one) for one in places.place_id[rows]]
    return Ends(ids, places.lon[rows], places.lat[rows], {})


def of_places(places: Places, links: tuple[Snapped, Doors], rows: Ints) -> Linked:
    """Return some of the places with the walks found when the network was built."""
    snaps, doors = links
    size = np.diff(doors.first)[rows]
    picked = np.concatenate(
        [np.arange(doors.first[row], doors.first[row + 1]) for row in rows]
        or [np.empty(0, np.int64)]
    )
    first = np.concatenate(([0], np.cumsum(size))).astype(np.int32)
    chosen = Doors(first, doors.stop[picked], doors.walk_s[picked])
    return Linked(ends_at(places, rows), chosen, np.arange(len(rows)), taken(snaps, rows))
