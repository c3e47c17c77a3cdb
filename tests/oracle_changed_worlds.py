"""Worlds by lot and changes to them, made by apply and in the raw text: engine and oracle compare.

``python tests/oracle_changed_worlds.py 5000`` compares the worlds of the seeds 0 … 4999 and names
those that differ.
"""

import csv
import logging
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from engine import Engine
from oracle import Oracle
from oracle_changes import Change, Text, TouchesNothingError, changed, read_text, write_text
from oracle_drawn import draw_world
from oracle_feed import read_rows
from oracle_world import STATIONS, Line, World
from rewritten import PUBLISHER

from gtfs.read import read_timetable
from gtfs.timetable import Timetable
from gtfs.write import write_feed
from mobility.apply import try_scenario
from mobility.clocks import clock_text
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
            own[name] = clock_text(own[name])
    for name in LISTED:
        if name in own:
            own[name] = [clock_text(time) for time in own[name]]
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


def _draw(lot: Random, world: World, text: Text) -> Change | None:
    """Draw a change of a line; of one whose trips all call at the same stops, once each."""
    line = lot.choice(world.lines)
    own = [trip for trip in text.trips if trip.route == line.name]
    if not own:
        return None
    stops = own[0].stops
    stations = [STATION_OF.get(stop, stop) for stop in stops]
    plain = len({tuple(trip.stops) for trip in own}) == 1 and len(set(stations)) == len(stops)
    kinds = EVERY if not plain else [*EVERY, *PLAIN]
    change = _told(lot, lot.choice(kinds), line, stops, world)
    days = lot.choice([None, None, ["schultag"], ["samstag"], ["schultag", "samstag"]])
    return change if days is None else {**change, "days": days}


EVERY = ["remove_line", "shift", "scale_running_time", "set_dwell", "skip_stops", "hold_connection"]
PLAIN = [
    "remove_trips",
    "shift",
    "curtail",
    "reroute",
    "extend",
    "set_headway",
    "extend_hours",
    "add_trips",
]


def _told(lot: Random, kind: str, line: Line, stops: Sequence[str], world: World) -> dict[str, Any]:
    begins = 60 * lot.randint(4 * 60, 29 * 60) if lot.random() < 0.3 else 8 * 3600
    span = (begins // 600 * 600, begins // 600 * 600 + lot.choice([300, 1200, 3600]))
    one, other = lot.sample(list(stops), 2) if len(set(stops)) > 1 else (stops[0], stops[-1])
    minutes, to_end = sorted(lot.choices(range(9), k=2)), lot.random() < 0.5
    end = STATION_OF.get(stops[-to_end], stops[-to_end])
    told: dict[str, dict[str, Any]] = {
        "remove_line": {},
        "remove_trips": {"span": span},
        "shift": {"minutes": lot.choice([-2.0, -0.5, 1.0, 3.0, 60.0])},
        "scale_running_time": {"factor": lot.choice([0.5, 0.7, 1.5, 3.0])},
        "set_dwell": {"stop": one, "seconds": lot.choice([0, 60, 150])},
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
        "extend_hours": {"minutes": 20, "first": 7 * 3600 + 1800, "last": 8 * 3600 + 2400},
        "hold_connection": {
            "from_line": lot.choice(world.lines).name, "stop": one, "minutes": 4.0,
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
