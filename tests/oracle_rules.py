"""The rules by name, each with a world as it would be without it: to see which ones decide."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise, permutations

from oracle_text import TUESDAY
from oracle_world import NEVER, STATIONS, Line, Trip, World, minutes

Without = Callable[[World], World]


def _type(kind: str) -> Without:
    return lambda world: world.with_transfers(lambda row: row.split()[2] != kind)


def _word(word: str) -> Without:
    return lambda world: world.with_transfers(
        lambda row: word not in row or row.split()[2] in ("4", "5")
    )


def _stations(world: World) -> World:
    return world.with_transfers(lambda row: not STATIONS.keys() & set(row.split()[:2]))


def _flag(flag: str, instead: str = "") -> Without:
    return lambda world: world.with_cells(lambda cell: cell.replace(flag, instead))


def _cells(unwanted: Callable[[str], bool]) -> Without:
    return lambda world: world.with_cells(lambda cell: "x" if unwanted(cell) else cell)


def _timed_ends(world: World) -> World:
    """Give the untimed calls at the ends of a trip the times beside them, so that they count."""

    def timed(cells: tuple[str, ...]) -> tuple[str, ...]:
        first = next(n for n, cell in enumerate(cells) if not cell.startswith((".", "x")))
        early = [cells[first] if cell.startswith(".") else cell for cell in cells[:first]]
        return (*early, *cells[first:])

    return world.with_trips(lambda trip: replace(trip, cells=timed(timed(trip.cells)[::-1])[::-1]))


def _date(days: int) -> Without:
    return lambda world: world.with_trips(
        lambda trip: replace(trip, days=NEVER) if trip.days == days else trip
    )


def _overtaking(world: World) -> World:
    def alone(line: Line) -> Line:
        late = {b for a, b in permutations(line.trips, 2) if overtakes(b, a)}
        kept = (replace(trip, days=NEVER) if trip in late else trip for trip in line.trips)
        return replace(line, trips=tuple(kept))

    return world.with_lines(alone)


def overtakes(trip: Trip, other: Trip) -> bool:
    """Say whether a trip leaves some stop after another one and arrives at a later one before."""
    calls = [
        (one[1] - two[1], one[0] - two[0])
        for one, two in zip(map(minutes, trip.cells), map(minutes, other.cells), strict=True)
        if one is not None and two is not None
    ]
    later = [n for n, (leaves, _) in enumerate(calls) if leaves > 0]
    return trip.days == other.days and any(
        arrives < 0 for _, arrives in calls[min(later, default=99) :]
    )


def _lines(unwanted: Callable[[Line], bool]) -> Without:
    return lambda world: replace(
        world, lines=tuple(line for line in world.lines if not unwanted(line))
    )


def _hops_in_no_time(line: Line) -> bool:
    times = [[cell for cell in trip.cells if cell[0].isdigit()] for trip in line.trips]
    return any(before == after for trip in times for before, after in pairwise(trip))


def _moving(name: str, value: int) -> Without:
    return lambda world: replace(world, moving={**world.moving, name: value})


def _between_feeds(walk: str) -> bool:
    start, end, _ = walk.split()
    return start.split(":")[0] != end.split(":")[0] and ":" in start


RULES: Mapping[str, Without] = {
    **{f"transfers.txt type {kind}": _type(kind) for kind in "012345"},
    "transfers.txt of a station": _stations,
    "transfers.txt of a route": _word("_route="),
    "transfers.txt of a trip": _word("_trip="),
    "block": lambda world: world.with_trips(lambda trip: replace(trip, block="")),
    "boarding forbidden": _flag("p"),
    "alighting forbidden": _flag("d"),
    "by telephone": _flag("t", "pd"),
    "by a sign to the driver": _flag("r", "pd"),
    "frequencies": lambda world: replace(world, frequencies=()),
    "untimed call": _cells(lambda cell: cell.startswith(".")),
    "untimed call at an end": _timed_ends,
    "untimed call by distance": lambda world: world.with_cells(lambda cell: cell.split("@")[0]),
    "arrival only": _cells(lambda cell: "-" in cell and not cell.split("-")[1][:1].isdigit()),
    "departure only": _cells(lambda cell: cell.startswith("-")),
    "trip of the day before": _date(-1),
    "trip of the day after": _date(1),
    "clock change": lambda world: replace(world, asked=TUESDAY),
    "rail": lambda world: world.with_lines(lambda line: replace(line, kind="bus")),
    "overtaking": _overtaking,
    "loop": _lines(lambda line: len(set(line.stops)) < len(line.stops)),
    "hop of no minutes": _lines(_hops_in_no_time),
    "footpath": lambda world: replace(world, walks=()),
    "footpath between two feeds": lambda world: replace(
        world, walks=tuple(walk for walk in world.walks if not _between_feeds(walk))
    ),
    "board_slack_s": _moving("board_slack_s", 0),
    "transfer_slack_s": _moving("transfer_slack_s", 0),
    "transfer_slack_rail_s": _moving("transfer_slack_rail_s", 0),
    "max_rides": _moving("max_rides", 9),
    "max_travel_s": _moving("max_travel_s", 14400),
    "max_access_s": _moving("max_access_s", 1200),
    "walk all the way": _moving("max_walk_s", 0),
}
