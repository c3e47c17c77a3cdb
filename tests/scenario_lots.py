"""Changes by lot: of every type, on lines, stops and times that a network has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from gtfs.timetable import Ints, Timetable
from mobility.clocks import clock_text
from mobility.draft import Ground
from mobility.lines import Lines, find_lines

Change = dict[str, Any]
Draw = Callable[["Lot"], Change]


@dataclass(frozen=True)
class Lot:
    """What changes are drawn from; the line is drawn as well, anew for every change."""

    ground: Ground
    lines: Lines
    lot: Random
    line: int

    @property
    def day(self) -> Timetable:
        """The timetable the lines run in."""
        return self.ground.timetable

    @property
    def line_id(self) -> str:
        """The line to be changed."""
        return str(self.lines.line_id[self.line])

    @property
    def trips(self) -> Ints:
        """Its trips."""
        return np.flatnonzero(self.lines.trip_line == self.line)

    def trip(self) -> int:
        """Draw one of its trips."""
        return int(self.lot.choice(self.trips.tolist()))

    def stations(self) -> list[str]:
        """Return the stations of a trip by lot, in its order."""
        stops = self.day.call_stop[self.day.calls_of(self.trip())]
        return [str(one) for one in self.day.station_id[self.day.stop_station[stops]]]

    def between(self) -> list[str]:
        """Return two stations of a trip, in its order or against it."""
        stations = list(dict.fromkeys(self.stations()))
        some = self.lot.sample(range(len(stations)), 2) if len(stations) > 1 else [0, 0]
        return [stations[one] for one in some]

    def end(self) -> str:
        """Return an end of the line."""
        ends = (self.lines.core_from, self.lines.core_to)
        return str(self.day.station_id[self.lot.choice(ends)[self.line]])

    def elsewhere(self) -> str:
        """Return any station that is served."""
        stop = self.lot.choice(self.day.call_stop[:5_000].tolist())
        return str(self.day.station_id[self.day.stop_station[stop]])

    def departure(self) -> int:
        """Return when a trip of the line begins."""
        return int(self.day.departure_s[self.day.first_call[self.trip()]])

    def span(self) -> list[str]:
        """Return three hours in which some trip begins."""
        start = self.departure() // 3600
        return [f"{max(0, start - 1)}:30", f"{start + 2}:00"]

    def when(self) -> Change:
        """Return the dates and the way, as often none as some."""
        days = self.lot.sample(list(self.ground.day_types), self.lot.randint(1, 2))
        return self.lot.choice([{}, {"days": days}]) | self.lot.choice(
            [{}, {"towards": self.end()}]
        )

    def dates(self) -> Change:
        """Return the dates alone."""
        return {name: value for name, value in self.when().items() if name == "days"}

    def point(self) -> tuple[float, float]:
        """Return a point by one of the line's stops."""
        stop = self.day.call_stop[self.day.first_call[self.trip()]]
        away = [self.lot.uniform(-0.004, 0.004) for _ in range(2)]
        lon, lat = float(self.day.stop_lon[stop]), float(self.day.stop_lat[stop])
        return round(lon + away[0], 6), round(lat + away[1], 6)

    def between_points(self) -> list[tuple[float, float]]:
        """Return two points of the streets at which the line stops."""
        stops = self.day.call_stop[self.day.calls_of(self.trip())][[0, -1]]
        columns = (self.day.stop_lon[stops].tolist(), self.day.stop_lat[stops].tolist())
        return list(zip(*columns, strict=True))


def draw_changes(ground: Ground, lot: Random, types: Sequence[str]) -> list[Change]:
    """Draw a change of each of the types."""
    lines = find_lines(ground.timetable, ground.said)
    return [_drawn(ground, lines, lot, name) for name in types]


def _drawn(ground: Ground, lines: Lines, lot: Random, name: str) -> Change:
    some = Lot(ground, lines, lot, lot.randrange(len(lines.line_id)))
    return {"type": name, **DRAWS[name](some)}


def _runs(some: Lot) -> list[Change]:
    first = some.lot.randint(5, 9)
    return [
        {"headway": some.lot.choice([40, 60, 120]), "first": f"{first}:1{some.lot.randint(0, 9)}",
         "last": f"{first + some.lot.randint(3, 12)}:30", **some.dates()}
    ]  # fmt: skip


def _course(some: Lot) -> Change:
    told = some.lot.choice([{"kmh": 35.0}, {"factor": 1.3}])
    stops = list(dict.fromkeys([some.elsewhere(), *some.lot.sample(some.between(), 1), some.end()]))
    fresh = {"name": "Neubau", **dict(zip(("lon", "lat"), some.point(), strict=True))}
    dwell = {"dwell_seconds": some.lot.choice([0, 20])}
    return {"stops": [*stops, fresh], **told, **dwell}


def _new_line(some: Lot) -> Change:
    like = {"like": some.line_id, "mode": "bus"}
    return {"line": f"Neu {some.lot.randint(1, 9)}", **some.lot.choice([like, _course(some)])}


def _replaced(some: Lot) -> Change:
    return {"line": some.line_id, "by": {**_new_line(some), "runs": _runs(some)}, **some.dates()}


def _more_trips(some: Lot) -> Change:
    stops, first = list(dict.fromkeys(some.stations())), 3600 * some.lot.randint(5, 22)
    arrivals = (first + np.cumsum([0, *some.lot.choices([0, 60, 150], k=len(stops) - 1)])).tolist()
    return {
        "line": some.lot.choice([some.line_id, "Neu 0"]), "stops": stops, **some.dates(),
        "arrivals": [clock_text(time) for time in arrivals], "booked": some.lot.random() < 0.2,
        "departures": [clock_text(first), clock_text(first + 2400)],
    }  # fmt: skip


def _rerouted(some: Lot) -> Change:
    one, other = some.between()
    via = [stop for stop in [some.elsewhere()] if stop not in (one, other)]
    return {"line": some.line_id, "from_stop": one, "to_stop": other, "via": via, "factor": 1.2}


def _held(some: Lot) -> Change:
    """Draw two lines that meet, and where."""
    day, stop = some.day, some.lot.choice(some.stations())
    here = day.station_id[day.stop_station[day.call_stop]] == stop
    trips = np.searchsorted(day.first_call, np.flatnonzero(here), "right") - 1
    met = some.lot.choice(some.lines.line_id[some.lines.trip_line[trips]].tolist())
    return {"line": some.line_id, "from_line": met, "stop": stop, "minutes": 8.0, **some.dates()}


def _street(some: Lot) -> Change:
    points = [some.point(), *some.between_points()[:1]]
    return {"name": "Spange", "points": points, "modes": ["walk", "car"], "dead_end": True}


def _speed(some: Lot) -> Change:
    start, end = some.between_points()
    return {"start": start, "end": end, "factor": some.lot.choice([0.8, 1.3])}


def _edges(some: Lot) -> Change:
    hours = {"first": f"4:{some.lot.randint(10, 59)}", "last": "24:30"}
    return {"line": some.line_id, "minutes": some.lot.choice([30, 60]), **hours, **some.when()}


def _headway(some: Lot) -> Change:
    keep = some.lot.random() < 0.5
    told = {"line": some.line_id, "minutes": some.lot.choice([20, 45]), "keep": keep}
    return {**told, "span": some.span(), **some.when()}


DRAWS: dict[str, Draw] = {
    "remove_line": lambda some: {"line": some.line_id, **some.when()},
    "remove_trips": lambda some: {"line": some.line_id, "span": some.span(), **some.when()},
    "shift": lambda some: {
        "line": some.line_id, "minutes": some.lot.choice([-6.5, -1.0, 3.0, 25.0]), **some.when(),
    },
    "scale_running_time": lambda some: {
        "line": some.line_id, "factor": some.lot.choice([0.6, 0.9, 1.37]), **some.when(),
        **some.lot.choice([{}, dict(zip(("from_stop", "to_stop"), some.between(), strict=True))]),
    },
    "set_dwell": lambda some: {
        "line": some.line_id, "stop": some.lot.choice(some.stations()), **some.when(),
        "seconds": some.lot.choice([0, 45, 240]),
    },
    "skip_stops": lambda some: {
        "line": some.line_id, "stops": some.between(), "saved_seconds": 20, **some.when(),
    },
    "curtail": lambda some: {
        "line": some.line_id, "stop": some.lot.choice(some.stations()), "beyond": some.end(),
        **some.dates(),
    },
    "set_headway": _headway,
    "extend_hours": _edges,
    "hold_connection": _held,
    "add_line": lambda some: {**_new_line(some), "runs": _runs(some)},
    "replace_line": _replaced,
    "add_trips": _more_trips,
    "reroute": _rerouted,
    "extend": lambda some: {
        "line": some.line_id, "end": some.end(), "stops": [some.elsewhere()], "factor": 1.3,
        "dwell_seconds": 40, **some.dates(),
    },
    "add_stops": lambda some: {
        "line": some.line_id, "stops": [some.elsewhere()], "after": some.stations()[0],
        "towards": some.end(), **some.dates(),
    },
    "add_stop": lambda some: {
        "name": "Neubau", "lines": [some.line_id], **some.dates(),
        **dict(zip(("lon", "lat"), some.point(), strict=True)),
    },
    "add_streets": _street,
    "set_street_speed": _speed,
    "upgrade_to_plusbus": lambda some: {"line": some.line_id},
    "upgrade_to_taktbus": lambda some: {"line": some.line_id, "minutes": 90},
    "stadtbus": lambda some: {"line": "Stadt", **_course(some)},
    "tourist_line": lambda some: {
        "line": "See", **_course(some), "months": ["2026-01-01", "2026-12-31"],
    },
}  # fmt: skip
