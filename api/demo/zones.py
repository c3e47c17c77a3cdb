"""Zones: where a Rufbus comes between any two stops when called, and at what hours."""

from dataclasses import dataclass

from api.demo.facts import Line, Window
from api.demo.sites import Sites
from api.demo.stops import Pole
from api.demo.timetable import Trip, patterns_used


@dataclass(frozen=True, eq=False)
class Zone:
    """The stops of a zone and its hours; its vehicles run under the number of a line."""

    name: str
    line: Line
    poles: tuple[Pole, ...]
    windows: tuple[Window, ...]


def build_zones(windows: tuple[Window, ...], trips: list[Trip], sites: Sites) -> tuple[Zone, ...]:
    """Return the zones of lines that run: the bus stops any line has in the Kommune."""
    lines = {trip.pattern.line.name: trip.pattern.line for trip in trips}
    zones = []
    for name in dict.fromkeys(window.zone for window in windows if window.line in lines):
        own = tuple(window for window in windows if window.zone == name)
        zones.append(Zone(name, lines[own[0].line], _poles(own[0], trips, sites), own))
    return tuple(zones)


def _poles(window: Window, trips: list[Trip], sites: Sites) -> tuple[Pole, ...]:
    without = {sites.index(key) for key in window.without.split(";")}
    inside = {
        site
        for site, town in enumerate(sites.town)
        if town == window.kommune and site not in without
    }
    poles = [pole for pattern in patterns_used(trips) for pole in pattern.poles]
    called = [p for p in poles if p.place.site in inside and not p.key.startswith("gleis")]
    return tuple(dict.fromkeys(called))
