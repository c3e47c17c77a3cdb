"""Links: where homes and places meet streets and stops, found when the network was built."""

from pathlib import Path
from typing import NamedTuple

from accessibility.ends import Ends
from accessibility.places import Places
from gtfs.timetable import Floats, Ints
from mobility.arrays import load_arrays, save_arrays
from mobility.doors import Doors
from mobility.network import Network, link, snapped
from mobility.snapping import Snapped


class Links(NamedTuple):
    """Where points meet the streets and the stops of a network."""

    snaps: Snapped  # on the streets one walks on
    doors: Doors
    cars: Snapped  # on the streets for cars


def build_links(network: Network, lon: Floats, lat: Floats) -> Links:
    """Find where points meet the streets and the stops."""
    return Links(*link(network, lon, lat), snapped(network, lon, lat, "car"))


def save_links(links: Links, folder: Path, name: str) -> None:
    """Write the links of the ``places`` or ``points`` into a network folder."""
    for kind, found in links._asdict().items():
        save_arrays(found, folder / "links" / name / kind)


def read_links(folder: Path, name: str) -> Links:
    """Return the links of the ``places`` or ``points`` of a network folder."""
    links = folder / "links" / name
    return Links(
        load_arrays(Snapped, links / "snaps"),
        load_arrays(Doors, links / "doors"),
        load_arrays(Snapped, links / "cars"),
    )


def ends_at(places: Places, rows: Ints | None) -> Ends:
    """Return ends that are the homes (None) or some of the places."""
    if rows is None:
        lon, lat = places.point_lon, places.point_lat
        return Ends([""] * len(lon), lon, lat, {})
    ids = [str(one) for one in places.place_id[rows]]
    return Ends(ids, places.lon[rows], places.lat[rows], {})
