"""Drawing of rails and stops: tracks, stations, tram lines, poles and platforms."""

from collections import defaultdict

import numpy as np

from api.demo.gtfs_stops import stop_id
from api.demo.osm_file import Sheet, Tags
from api.demo.rails import Rail
from api.demo.stops import Pole
from api.demo.timetable import Trip, patterns_used

TUNNEL = "6371"  # the track that lies under Leipzig
TRAM = 900  # route_type
TRAM_GAUGE = "1458"  # millimetres; Leipzig's trams have one of their own


def draw_rails(sheet: Sheet, rails: tuple[Rail, ...]) -> None:
    """Draw the tracks, joined at the stations they share, and the stations on them."""
    stations: dict[str, int] = {}
    for rail in rails:
        first = sheet.add_points(rail.points)
        nodes = list(range(first, first + len(rail.points)))
        for name, at in zip(rail.stations, rail.at, strict=True):
            if name not in stations:
                stations[name] = nodes[at]
                sheet.node_tags[nodes[at]] = _station_tags(name, rails)
            nodes[at] = stations[name]
        tags = {
            "railway": "rail",
            "usage": rail.track.usage,
            "ref": rail.track.ref,
            "name": rail.track.name,
            "gauge": "1435",
        }
        if rail.track.ref == TUNNEL:
            tags |= {"tunnel": "yes", "layer": "-2"}
        sheet.add_way(tuple(nodes), tags)


def _station_tags(name: str, rails: tuple[Rail, ...]) -> Tags:
    """Return the tags of a station, or of a halt: no points there, so nothing begins or ends."""
    own = [rail.stations for rail in rails if name in rail.stations]
    ends = any(name in (stations[0], stations[-1]) for stations in own)
    kind = "station" if ends or len(own) > 1 or name.endswith(("Bf", "Hbf")) else "halt"
    return {"railway": kind, "public_transport": "station", "train": "yes", "name": name}


def draw_trams(sheet: Sheet, trips: list[Trip]) -> None:
    """Draw the tracks of the trams in the middle of their streets."""
    for pattern in patterns_used(trips):
        if pattern.line.route_type == TRAM and pattern.direction == 0:
            tags = {"railway": "tram", "name": pattern.line.name, "gauge": TRAM_GAUGE}
            sheet.add_line(pattern.shape, tags)


def draw_stops(sheet: Sheet, trips: list[Trip]) -> None:
    """Draw poles and bays as stops of bus, tram or both, platforms as platforms."""
    calls: dict[Pole, set[bool]] = defaultdict(set)  # whether trams, whether others call there
    for pattern in patterns_used(trips):
        for pole in pattern.poles:
            calls[pole].add(pattern.line.route_type == TRAM)
    for pole, trams in sorted(calls.items(), key=lambda item: stop_id(item[0])):
        tags = {"public_transport": "platform", "name": pole.place.name}
        if pole.key.startswith("gleis"):
            tags |= {"railway": "platform", "ref": pole.code}
        if True in trams:
            tags |= {"railway": "tram_stop", "tram": "yes"}
        elif not pole.key.startswith("gleis"):
            tags |= {"highway": "bus_stop", "bus": "yes"}
        sheet.add_node(np.array(pole.xy), tags)
