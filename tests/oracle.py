"""The journeys of a day, found from the contract alone: what the engine must find as well.

`Oracle` searches once backwards per destination. `brute_force` tries every chain of rides and is
there to judge the oracle. Neither shares a line with the engine.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
from oracle_day import OPERATING_DAY, Day, Parameters
from oracle_feed import Call, Run
from oracle_graph import Graph

NEVER = 10**9  # later than any arrival

Journey = tuple[int, int, int]  # departure from the door, arrival at the door, rides


class Oracle:
    """All journeys of one date between the stops and stations of one or several feeds."""

    def __init__(
        self, feeds: Sequence[Path], footpaths: pd.DataFrame, day: date, **moving: int
    ) -> None:
        self.day = Day(feeds, footpaths, day, Parameters(**moving))
        self.graph = Graph(self.day)

    def walk_s(self, origin: str, destination: str) -> int | None:
        """Return the walk all the way, 0 from a stop to itself, None if there is none."""
        return self.day.walk_s(origin, destination)

    def ready_s(self, from_stop: str, to_stop: str) -> int | None:
        """Return the time from alighting to the earliest boarding by the general rules."""
        return self.day.ready_s(from_stop, to_stop)

    def journeys_to(self, destination: str, origins: Iterable[str]) -> dict[str, set[Journey]]:
        """Return the Pareto set of every origin; stops and stations go by their GTFS ids."""
        boarded = self._boarded(self.layers(destination))
        return {
            origin: pareto(self._door_to_door(origin, destination, boarded)) for origin in origins
        }

    def layers(self, destination: str) -> list[list[int]]:
        """Return the earliest arrival for one seated at each call, with 0, 1, … further rides."""
        graph, egress = self.graph, self.day.egress(destination)
        ends = [NEVER] * len(graph.calls)
        for call in graph.alightable:
            here = graph.calls[call]
            if here.stop in egress:
                ends[call] = here.arrival_s + egress[here.stop]
        layers: list[list[int]] = []
        alighted = ends
        for _ in range(self.day.moving.max_rides):
            layers.append(self._seated(alighted))
            if len(layers) > 1 and layers[-1] == layers[-2]:
                break  # where one more ride helps nobody, two do not either
            alighted = self._alighted(ends, layers[-1])
        return layers

    def _door_to_door(
        self, origin: str, destination: str, boarded: dict[str, set[Journey]]
    ) -> Iterator[Journey]:
        """Yield the journeys that leave in the operating day and are neither too long nor idle."""
        moving = self.day.moving
        walk_s = self.day.walk_s(origin, destination)
        too_long_s = moving.max_travel_s + 1
        if walk_s is not None:
            too_long_s = min(too_long_s, walk_s)
        for stop, access_s in self.day.access(origin).items():
            before_s = access_s + moving.board_slack_s
            for leaves_s, arrival_s, rides in boarded.get(stop, ()):
                departure_s = leaves_s - before_s
                if departure_s in OPERATING_DAY and arrival_s - departure_s < too_long_s:
                    yield departure_s, arrival_s, rides

    def _boarded(self, layers: Sequence[Sequence[int]]) -> dict[str, set[Journey]]:
        """Return by stop: departure of a vehicle, earliest arrival from it, rides that takes.

        What leaves the stop in the operating day leaves every door in time, and competes already
        here. For what leaves later that depends on the walk from the door.
        """
        end_s = OPERATING_DAY.stop
        boarded: dict[str, set[Journey]] = {}
        for stop, boardings in self.graph.boardings.items():
            every = [
                (departure_s, seated[call], rides)
                for departure_s, call in boardings
                for rides, seated in enumerate(layers, start=1)
                if seated[call] < NEVER
            ]
            late = {journey for journey in every if journey[0] >= end_s}
            boarded[stop] = late | pareto(journey for journey in every if journey[0] < end_s)
        return boarded

    def _alighted(self, ends: Sequence[int], seated: Sequence[int]) -> list[int]:
        """Return the earliest arrival for one alighting at each call: walk to the end, or board."""
        waiting = self._waiting(seated)
        alighted = list(ends)
        for call, slots in self.graph.hops.items():
            alighted[call] = min(alighted[call], *map(waiting.__getitem__, slots))
        for call, onward in self.graph.leaps.items():
            alighted[call] = min(alighted[call], *map(seated.__getitem__, onward))
        return alighted

    def _waiting(self, seated: Sequence[int]) -> list[int]:
        """Return the earliest arrival for one at a stop in time for each slot."""
        waiting = []
        best = NEVER
        for call in reversed(self.graph.slots):
            best = NEVER if call is None else min(best, seated[call])
            waiting.append(best)
        return waiting[::-1]

    def _seated(self, alighted: Sequence[int]) -> list[int]:
        """Return the earliest arrival for one seated at each call, who may stay seated.

        Backwards along each run; again along those after which one may stay seated until nothing
        gets better, because trips of no length may lead into each other in a circle.
        """
        first, stays = self.graph.first_call, self.graph.stays
        staying = [run for run, after in enumerate(stays) if after]
        seated = [NEVER] * len(alighted)

        def onwards(run: int) -> int:
            return min((seated[first[after]] for after in stays[run]), default=NEVER)

        todo = list(range(len(stays)))
        while todo:
            for run in todo:
                best = onwards(run)
                for call in range(first[run + 1] - 1, first[run] - 1, -1):
                    seated[call] = best
                    best = min(best, alighted[call])
            todo = [run for run in staying if onwards(run) < seated[first[run + 1] - 1]]
        return seated


def pareto(journeys: Iterable[Journey]) -> set[Journey]:
    """Keep the journeys than which no other leaves later, arrives earlier or has fewer rides."""
    latest_first = sorted(journeys, key=lambda j: (-j[0], j[1], j[2]))
    most = max((rides for *_, rides in latest_first), default=0)
    earliest = [NEVER] * (most + 1)  # arrival so far, by the rides one is ready to take
    kept: set[Journey] = set()
    for journey in latest_first:
        _, arrival_s, rides = journey
        if arrival_s < earliest[rides]:
            kept.add(journey)
            for ready in range(rides, most + 1):
                earliest[ready] = min(earliest[ready], arrival_s)
    return kept


def brute_force(
    feeds: Sequence[Path],
    footpaths: pd.DataFrame,
    day: date,
    pairs: Iterable[tuple[str, str]],
    **moving: int,
) -> dict[tuple[str, str], set[Journey]]:
    """Return the Pareto set of each pair of origin and destination, by trying everything."""
    world = Day(feeds, footpaths, day, Parameters(**moving))
    chains = set(_chains(world))
    found = {}
    for origin, destination in pairs:
        access, egress = world.access(origin), world.egress(destination)
        walk_s = world.walk_s(origin, destination)
        journeys = {
            (
                departure_s - world.moving.board_slack_s - access[start],
                arrival_s + egress[end],
                rides,
            )
            for start, departure_s, end, arrival_s, rides in chains
            if start in access and end in egress
        }
        allowed = {
            (departure_s, arrival_s, rides)
            for departure_s, arrival_s, rides in journeys
            if 4 * 3600 <= departure_s < 28 * 3600
            and arrival_s - departure_s <= world.moving.max_travel_s
            and (walk_s is None or arrival_s - departure_s < walk_s)
        }
        found[origin, destination] = {
            journey for journey in allowed if not any(_beats(other, journey) for other in allowed)
        }
    return found


def _beats(other: Journey, journey: Journey) -> bool:
    no_worse = other[0] >= journey[0] and other[1] <= journey[1] and other[2] <= journey[2]
    return no_worse and other != journey


Chain = tuple[str, int, str, int, int]  # first stop, departure, last stop, arrival, rides


def _chains(day: Day) -> Iterator[Chain]:
    """Yield every way to ride, from each first boarding to each last alighting."""
    for run in day.runs:
        for call, here in enumerate(run.calls[:-1]):
            if here.may_board:
                latest_s = here.departure_s + day.moving.max_travel_s
                for end, arrival_s, rides in _rides(day, run, call, latest_s):
                    yield here.stop, here.departure_s, end, arrival_s, rides


def _rides(
    day: Day,
    run: Run,
    call: int,
    latest_s: int,
    rides: int = 1,
    entered: frozenset[Run] = frozenset(),
) -> Iterator[tuple[str, int, int]]:
    """Yield where, when and after how many rides one alights, having left `call` in a vehicle.

    `entered` are the runs one came into without leaving the seat: no circles.
    """
    for here in run.calls[call + 1 :]:
        if here.may_alight and here.arrival_s <= latest_s:
            yield here.stop, here.arrival_s, rides
            if rides < day.moving.max_rides:
                for onward, there in _boardings(day, run, here):
                    yield from _rides(day, onward, there, latest_s, rides + 1)
    for after in day.stays[run]:
        if after not in entered:
            yield from _rides(day, after, 0, latest_s, rides, entered | {after})


def _boardings(day: Day, before: Run, alighting: Call) -> Iterator[tuple[Run, int]]:
    """Yield the runs and their calls that one may board after alighting."""
    for run in day.runs:
        for call, here in enumerate(run.calls[:-1]):
            ready_s = day.ready_s(alighting.stop, here.stop, before, run)
            in_time = ready_s is not None and alighting.arrival_s + ready_s <= here.departure_s
            if here.may_board and in_time:
                yield run, call
