"""A day as a time-expanded graph: calls to sit at, slots to wait in, ways between them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate

from oracle_day import Day
from oracle_feed import Run


class Graph:
    """The graph of a day; its nodes are numbers.

    A *call*, numbered through all runs, stands for sitting in the vehicle as it leaves that call.
    A *slot* stands for being at a stop in time to board the vehicle of one call or any later one;
    the last slot of a stop (`None`) is too late for all. Alighting at a call, `hops` lead to slots
    and, where rules name routes or trips, `leaps` straight to the calls one may board.
    """

    def __init__(self, day: Day) -> None:
        self.day = day
        lengths = [len(run.calls) for run in day.runs]
        self.first_call = list(accumulate(lengths, initial=0))
        self.calls = [call for run in day.runs for call in run.calls]
        self.run_of = [run for run in day.runs for _ in run.calls]
        self.number = {run: number for number, run in enumerate(day.runs)}
        self.stays = [[self.number[after] for after in day.stays[run]] for run in day.runs]
        self.alightable = [
            call
            for first, length in zip(self.first_call, lengths, strict=False)
            for call in range(first + 1, first + length)
            if self.calls[call].may_alight
        ]
        self.boardings = self._boardings()
        self.first_slot: dict[str, int] = {}
        self.slots: list[int | None] = []
        for stop, boardings in self.boardings.items():
            self.first_slot[stop] = len(self.slots)
            self.slots += [*(call for _, call in boardings), None]
        self.hops, self.leaps = self._transfers()

    def first_call_of(self, run: Run) -> int:
        """Return the number of the first call of a run."""
        return self.first_call[self.number[run]]

    def _boardings(self) -> dict[str, list[tuple[int, int]]]:
        """Return by stop the departures one may board in order of time, with their calls."""
        boardings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        last_calls = {first - 1 for first in self.first_call}
        for call, here in enumerate(self.calls):
            if here.may_board and call not in last_calls:
                boardings[here.stop].append((here.departure_s, call))
        return {stop: sorted(each) for stop, each in boardings.items()}

    def _transfers(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        particular = self._particular()
        general = self._general(particular)
        hops: defaultdict[int, list[int]] = defaultdict(list)
        leaps: defaultdict[int, list[int]] = defaultdict(list)
        for call in self.alightable:
            here = self.calls[call]
            for end, ready_s in general[here.stop]:
                slot = bisect_left(self.boardings[end], (here.arrival_s + ready_s,))
                if slot < len(self.boardings[end]):
                    hops[call].append(self.first_slot[end] + slot)
            for end in particular[here.stop]:
                for onward in self._leaps(call, end):
                    leaps[call].append(onward)
        return hops, leaps

    def _particular(self) -> defaultdict[str, set[str]]:
        """Return the pairs of platforms for which some rule names routes or trips."""
        ends: defaultdict[str, set[str]] = defaultdict(set)
        for (start, end), rules in self.day.transfer_rules.items():
            if any(r.from_route or r.to_route or r.from_trip or r.to_trip for r in rules):
                for platform in self.day.covers[start]:
                    ends[platform] |= self.day.covers[end] & self.boardings.keys()
        return ends

    def _general(self, particular: defaultdict[str, set[str]]) -> dict[str, list[tuple[str, int]]]:
        """Return the other pairs, by the first platform, with the time the transfer takes."""
        ends = {stop: {stop, *self.day.walks_from[stop]} for stop in self.day.stops}
        for start, end in self.day.transfer_rules:
            for platform in self.day.covers[start]:
                ends[platform] |= self.day.covers[end]
        return {
            stop: [
                (end, ready_s)
                for end in sorted((each & self.boardings.keys()) - particular[stop])
                if (ready_s := self.day.ready_s(stop, end)) is not None
            ]
            for stop, each in ends.items()
        }

    def _leaps(self, call: int, end: str) -> Iterator[int]:
        here = self.calls[call]
        latest_s = here.arrival_s + self.day.moving.max_travel_s
        for departure_s, onward in self.boardings[end]:
            if here.arrival_s <= departure_s <= latest_s:
                runs = self.run_of[call], self.run_of[onward]
                ready_s = self.day.ready_s(here.stop, end, *runs)
                if ready_s is not None and here.arrival_s + ready_s <= departure_s:
                    yield onward
