"""The oracle's search equals trying everything, on feeds by lot in which every rule has decided."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from oracle import Journey, Oracle, brute_force
from oracle_drawn import NAMES, STATIONS, Line, World, worlds
from oracle_text import TUESDAY, footpaths

log = logging.getLogger(__name__)

Answers = dict[tuple[str, str], set[Journey]]

ENOUGH = 5  # worlds in which a rule has decided; after that it is only counted
NEVER_SERVED = date(2020, 1, 1)


def _answers(world: World) -> Answers:
    with TemporaryDirectory() as folder:
        feed = world.write(Path(folder))
        oracle = Oracle([feed], footpaths(",".join(world.walks)), TUESDAY, **world.moving)
    return {
        (origin, destination): journeys
        for destination in NAMES
        for origin, journeys in oracle.journeys_to(destination, NAMES).items()
    }


def _tried(world: World) -> Answers:
    pairs = [(origin, destination) for origin in NAMES for destination in NAMES]
    with TemporaryDirectory() as folder:
        feed = world.write(Path(folder))
        walks = footpaths(",".join(world.walks))
        return brute_force([feed], walks, TUESDAY, pairs, **world.moving)


# --- the rules, each with the world as it would be without it -----------------------------------


def _without_type(kind: str) -> Callable[[World], World]:
    return lambda world: world.with_transfers(lambda row: row.split()[2] != kind)


def _without_word(word: str) -> Callable[[World], World]:
    return lambda world: world.with_transfers(
        lambda row: word not in row or row.split()[2] in ("4", "5")
    )


def _without_stations(world: World) -> World:
    return world.with_transfers(lambda row: not STATIONS.keys() & set(row.split()[:2]))


def _without_flag(flag: str, instead: str = "") -> Callable[[World], World]:
    return lambda world: world.with_cells(lambda cell: cell.replace(flag, instead))


def _without_cells(unwanted: Callable[[str], bool]) -> Callable[[World], World]:
    return lambda world: world.with_cells(lambda cell: "x" if unwanted(cell) else cell)


def _without_date(days: int) -> Callable[[World], World]:
    day = TUESDAY + timedelta(days=days)
    return lambda world: world.with_trips(
        lambda trip: replace(trip, on=NEVER_SERVED) if trip.on == day else trip
    )


def _without_lines(unwanted: Callable[[Line], bool]) -> Callable[[World], World]:
    return lambda world: replace(
        world, lines=tuple(line for line in world.lines if not unwanted(line))
    )


def _with_moving(name: str, value: int) -> Callable[[World], World]:
    return lambda world: replace(world, moving={**world.moving, name: value})


def _times(line: Line) -> list[list[str]]:
    return [[cell for cell in trip.cells if cell[0].isdigit()] for trip in line.trips]


def _hops_in_no_time(line: Line) -> bool:
    return any(before == after for times in _times(line) for before, after in pairwise(times))


RULES: dict[str, Callable[[World], World]] = {
    **{f"transfers.txt type {kind}": _without_type(kind) for kind in "012345"},
    "transfers.txt of a station": _without_stations,
    "transfers.txt of a route": _without_word("_route="),
    "transfers.txt of a trip": _without_word("_trip="),
    "block": lambda world: world.with_trips(lambda trip: replace(trip, block="")),
    "boarding forbidden": _without_flag("p"),
    "alighting forbidden": _without_flag("d"),
    "by telephone": _without_flag("t", "pd"),
    "by a sign to the driver": _without_flag("r", "pd"),
    "frequencies": lambda world: replace(world, frequencies=()),
    "untimed call": _without_cells(lambda cell: cell.startswith(".")),
    "untimed call by distance": lambda world: world.with_cells(lambda cell: cell.split("@")[0]),
    "arrival only": _without_cells(
        lambda cell: "-" in cell and not cell.split("-")[1][:1].isdigit()
    ),
    "departure only": _without_cells(lambda cell: cell.startswith("-")),
    "trip of the day before": _without_date(-1),
    "trip of the day after": _without_date(1),
    "rail": lambda world: replace(
        world, lines=tuple(replace(line, kind="bus") for line in world.lines)
    ),
    "loop": _without_lines(lambda line: len(set(line.stops)) < len(line.stops)),
    "hop of no minutes": _without_lines(_hops_in_no_time),
    "footpath": lambda world: replace(world, walks=()),
    "board_slack_s": _with_moving("board_slack_s", 0),
    "transfer_slack_s": _with_moving("transfer_slack_s", 0),
    "transfer_slack_rail_s": _with_moving("transfer_slack_rail_s", 0),
    "max_rides": _with_moving("max_rides", 9),
    "max_travel_s": _with_moving("max_travel_s", 14400),
    "max_access_s": _with_moving("max_access_s", 1200),
    "walk all the way": _with_moving("max_walk_s", 0),
}


def test_one_search_per_destination_finds_what_trying_everything_finds() -> None:
    drawn: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    rides: Counter[int] = Counter()

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(worlds())
    def compare(world: World) -> None:
        answers = _answers(world)
        assert answers == _tried(world)
        rides.update(journey[2] for journeys in answers.values() for journey in journeys)
        for rule, without in RULES.items():
            changed = without(world)
            if changed != world:
                drawn[rule] += 1
                if decided[rule] < ENOUGH:
                    decided[rule] += _answers(changed) != answers

    compare()
    for rule in RULES:
        log.info("%-28s drawn %3d, decided %s", rule, drawn[rule], decided[rule])
    log.info("journeys by rides: %s", dict(sorted(rides.items())))
    assert [rule for rule in RULES if not decided[rule]] == []
    assert min(rides[1], rides[2], rides[3]) > 0
