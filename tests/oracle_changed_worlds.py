"""Worlds by lot and changes to them, made by apply and in the raw text: engine and oracle compare.

``python tests/oracle_changed_worlds.py 5000`` compares the worlds of the seeds 0 … 4999 and names
those that differ.
"""

import csv
import logging
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from engine import Engine
from oracle import Oracle
from oracle_changes import TouchesNothingError, changed
from oracle_drawn import draw_world
from oracle_edits import Change
from oracle_feed import read_rows
from oracle_trips import Text, Trip, read_text, write_text
from oracle_world import STATIONS, Line, World
from rewritten import PUBLISHER

from gtfs.read import read_timetable
from gtfs.timetable import Timetable
from gtfs.write import write_feed
from mobility.apply import try_scenario
from mobility.clocks import HOUR_S, LATEST_H, clock_text
from mobility.draft import Ground
from mobility.parameters import Moving
from mobility.scenario import Scenario

log = logging.getLogger("oracle_changed_worlds")

CLOCKS = ("first", "last")  # of a change: written as clock times in scenarios
STATION_OF = {stop: name for name, stops in STATIONS.items() for stop in stops.split()}
LISTED = ("span", "arrivals", "departures")


class Compared(NamedTuple):
    """What was compared."""

    journeys: int
    made: Counter[str]  # changes by type, those refused by both as "refused"
    differences: list[str]


def find_differences(seed: int) -> Compared:
    """Return what is found in the world of the seed, as its changes leave it."""
    lot = Random(seed)
    world = draw_world(lot)
    while world.second:
        world = draw_world(lot)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (feed,) = world.write(folder)
        _spread(feed, world, lot)
        timetable, text = read_timetable([feed])[0], read_text(feed)
        kinds = _day_types(world, lot)
        made = Counter[str]()
        differences = []
        for _ in range(lot.randint(1, 4)):
            change = _draw(lot, world, text)
            if change is None:
                continue
            timetable, text, said = _both(timetable, text, change, kinds)
            made[said or change["type"]] += 1
            if said and said != "refused":
                differences.append(f"{said}: {change}")
        journeys, others = _compare(world, timetable, text, folder)
    return Compared(journeys, made, differences + others)


def _spread(feed: Path, world: World, lot: Random) -> None:
    """Let services run on further dates, so that changes of some dates part trips."""
    rows = list(read_rows(feed, "calendar_dates"))
    near = [world.asked + timedelta(days=days) for days in range(-2, 3)]
    known = {(row["service_id"], row["date"]) for row in rows}
    for service in sorted({row["service_id"] for row in rows}):
        more = {(service, f"{day:%Y%m%d}") for day in lot.sample(near, lot.randint(0, 4))}
        known |= more
    with (feed / "calendar_dates.txt").open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(["service_id", "date", "exception_type"])
        writer.writerows([*row, "1"] for row in sorted(known))


def _day_types(world: World, lot: Random) -> Mapping[str, frozenset[date]]:
    near = [world.asked + timedelta(days=days) for days in range(-3, 4)]
    chosen = frozenset(lot.sample(near, 3))
    return {"schultag": chosen | {world.asked}, "samstag": frozenset(near) - chosen - {world.asked}}


def _both(
    timetable: Timetable, text: Text, change: Change, kinds: Mapping[str, frozenset[date]]
) -> tuple[Timetable, Text, str]:
    """Make the change here and there; say "refused", or who alone refuses it."""
    days = change.get("days")
    dates = None if days is None else frozenset().union(*(kinds[day] for day in days))
    own = {name: value for name, value in change.items() if name not in ("towards_it", "at")}
    for name in CLOCKS:
        if name in own:
            own[name] = _written(own[name])
    for name in LISTED:
        if name in own:
            own[name] = [_written(time) for time in own[name]]
    scenario = Scenario.model_validate({"name": "drawn", "changes": [own]})
    all_dates = [timetable.first_date + timedelta(days=n) for n in range(timetable.dates)]
    types = {name: np.array([day in of for day in all_dates]) for name, of in kinds.items()}
    applied, problems = try_scenario(scenario, Ground(timetable, types))
    try:
        after = changed(text, change, dates)
    except TouchesNothingError as error:
        return timetable, text, "refused" if problems else f"only the text refuses ({error})"
    if problems:
        return timetable, text, f"only apply refuses ({problems[0].told})"
    return applied.timetable, after, ""


def _written(seconds: int) -> str | int:
    """Return a time as one writes it, and as it is where it is of the next day."""
    return clock_text(seconds) if seconds <= LATEST_H * HOUR_S else seconds


def _draw(lot: Random, world: World, text: Text) -> Change | None:
    """Draw a change of a line; of one whose trips all call at the same stops, once each."""
    own_of = {line.name: [t for t in text.trips if t.route == line.name] for line in world.lines}
    line = lot.choice([line for line in world.lines if own_of[line.name]] or [None])
    if line is None:
        return None
    trip = lot.choice(own_of[line.name])
    stations = [STATION_OF.get(stop, stop) for stop in trip.stops]
    alike = len({tuple(one.stops) for one in own_of[line.name]}) == 1
    plain = alike and len(set(stations)) == len(stations)
    change = _told(lot, lot.choice([*EVERY, *PLAIN, *PLAIN] if plain else EVERY), line, trip, world)
    days = lot.choice([None, None, ["schultag"], ["samstag"], ["schultag", "samstag"]])
    return change if days is None else {**change, "days": days}


EVERY = ["remove_line", "shift", "scale_running_time", "set_dwell", "skip_stops", "hold_connection"]
PLAIN = ["remove_trips", "shift", "curtail", "reroute", "extend", "set_headway", "extend_hours",
         "add_trips"]  # fmt: skip


def _told(lot: Random, kind: str, line: Line, trip: Trip, world: World) -> dict[str, Any]:
    """Draw what a change says, so that it often meets the trip."""
    stops = trip.stops
    begins = trip.begins // 60 * 60
    asked = min(begins, LATEST_H * 3600)  # of a day: what can be written
    start = max(0, asked // 600 * 600 - lot.choice([0, 300]))
    span = (start, start + lot.choice([300, 1200, 3500]))
    one, other = lot.sample(stops, 2) if len(set(stops)) > 1 else (stops[0], stops[-1])
    minutes, to_end = sorted(lot.choices(range(9), k=2)), lot.random() < 0.5
    end = STATION_OF.get(stops[-to_end], stops[-to_end])
    meeting = [met for met in world.lines if set(met.stops[1:]) & set(stops[:-1])]
    met = lot.choice(meeting or [line])
    here = sorted(set(met.stops[1:]) & set(stops[:-1]) or {one})
    told: dict[str, dict[str, Any]] = {
        "remove_line": {},
        "remove_trips": {"span": span},
        "shift": {"minutes": lot.choice([-2.0, -0.5, 1.0, 3.0, 60.0])},
        "scale_running_time": {"factor": lot.choice([0.5, 0.7, 1.5, 3.0])},
        "set_dwell": {"stop": lot.choice(stops[1:-1] or stops), "seconds": 60 * minutes[0]},
        "skip_stops": {"stops": [one], "saved_seconds": lot.choice([0, 0, 30])},
        "curtail": {"stop": one, "beyond": end, "towards_it": to_end},
        "reroute": {
            "from_stop": one,
            "to_stop": other,
            "via": [lot.choice([stop for stop in "ABCDEF" if stop not in (one, other)])],
            "minutes": [float(minute) for minute in minutes],
        },
        "extend": {
            "end": stops[-to_end],
            "at": [stops[-to_end]],
            "stops": lot.sample([stop for stop in "ABCDEF" if stop != stops[-to_end]], 2),
            "minutes": [float(minutes[0]), float(minutes[1] + 1)],
            "dwell_seconds": lot.choice([0, 0, 60]) if minutes[1] > minutes[0] else 0,
        },
        "set_headway": {"minutes": lot.choice([1, 4, 7]), "span": span},
        "extend_hours": {"minutes": 20, "first": max(0, asked - 2400), "last": asked + 2400},
        "hold_connection": {
            "from_line": met.name, "stop": lot.choice(here), "minutes": 8.0,
        },
        "add_trips": {
            "line": lot.choice([line.name, "new"]),
            "stops": [one, other],
            "arrivals": [begins, begins + 60 * minutes[1]],
            "departures": [begins, begins + 300],
        },
    }  # fmt: skip
    return {"type": kind, "line": line.name, **told[kind]}


def _compare(world: World, timetable: Timetable, text: Text, folder: Path) -> tuple[int, list[str]]:
    """Compare the engine on what apply made, as it is and written, with the oracle on the text."""
    moving = Moving.model_validate(world.moving)
    if not len(timetable.trip_id) or not text.trips:
        both = len(timetable.trip_id) + len(text.trips)
        return 0, ["only one has trips left"] if both else []
    oracle = Oracle(
        [write_text(text, folder / "changed")], world.footpaths, world.asked, **world.moving
    )
    path = folder / "written.zip"
    write_feed(timetable, path, PUBLISHER)
    engines = [
        Engine(one, world.footpaths, world.asked, moving)
        for one in (timetable, read_timetable([path])[0])
    ]
    journeys, differences = 0, []
    for destination in world.names:
        expected = oracle.journeys_to(destination, world.names)
        journeys += sum(map(len, expected.values()))
        found = [engine.journeys_to(destination, world.names) for engine in engines]
        differences += [
            f"{origin} → {destination}" + (" as written" if found[0][origin] == right else "")
            for origin, right in expected.items()
            if not found[0][origin] == right == found[1][origin]
        ]
    return journeys, differences


def main(count: int, first: int = 0) -> None:
    """Compare the worlds of so many seeds and tell the counts; end with 1 if any differs."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stdout)
    logging.getLogger("gtfs").setLevel(logging.ERROR)
    log.setLevel(logging.INFO)
    total, journeys, different = Counter[str](), 0, 0
    for seed in range(first, first + count):
        found = find_differences(seed)
        total += found.made
        journeys += found.journeys
        different += bool(found.differences)
        if found.differences:
            log.info("seed %d: %s", seed, "; ".join(found.differences[:4]))
    log.info("%d worlds, %d journeys, %d differ", count, journeys, different)
    log.info("%s", dict(total))
    sys.exit(bool(different))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
