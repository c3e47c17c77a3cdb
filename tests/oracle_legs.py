"""The legs behind a journey of the oracle: to see why it says so. Any that give it will do."""

from collections.abc import Iterator
from typing import NamedTuple

from oracle import Journey, Oracle
from oracle_feed import Run


class Leg(NamedTuple):
    """One trip of a journey; `stay_seated` where one came into it without leaving the seat."""

    trip: str
    start: str
    departure_s: int
    end: str
    arrival_s: int
    stay_seated: bool


def find_legs(oracle: Oracle, origin: str, destination: str, journey: Journey) -> list[Leg]:
    """Return the trips of a journey that the oracle found, empty if it found no such journey."""
    search = _Search(oracle, destination, journey[1])
    departure_s, arrival_s, rides = journey
    for stop, access_s in oracle.day.access(origin).items():
        leaves_s = departure_s + access_s + oracle.day.moving.board_slack_s
        for boards_s, call in oracle.graph.boardings.get(stop, ()):
            if boards_s == leaves_s and search.layers[rides - 1][call] == arrival_s:
                return search.ride(call, rides - 1) or []
    return []


class _Search:
    """Forwards through the graph along calls from which one arrives in time."""

    def __init__(self, oracle: Oracle, destination: str, arrival_s: int) -> None:
        self.graph, self.stays = oracle.graph, oracle.day.stays
        self.egress = oracle.day.egress(destination)
        self.layers = oracle.layers(destination)
        self.arrival_s = arrival_s

    def ride(
        self, call: int, left: int, *, seated: bool = False, entered: frozenset[Run] = frozenset()
    ) -> list[Leg] | None:
        """Return the legs from sitting at a call with some rides left, None if that is too late."""
        start, run = self.graph.calls[call], self.graph.run_of[call]
        first = self.graph.first_call_of(run)
        for alight in range(call + 1, first + len(run.calls)):
            end = self.graph.calls[alight]
            leg = Leg(run.trip, start.stop, start.departure_s, end.stop, end.arrival_s, seated)
            if (
                end.may_alight
                and end.arrival_s + self.egress.get(end.stop, 10**9) == self.arrival_s
            ):
                return [leg]
            for onward in self._boardings(alight, left):
                rest = self.ride(onward, left - 1)
                if rest:
                    return [leg, *rest]
        last = run.calls[-1]
        leg = Leg(run.trip, start.stop, start.departure_s, last.stop, last.arrival_s, seated)
        for after in self.stays[run]:
            onward = self.graph.first_call_of(after)
            if after not in entered and self.layers[left][onward] == self.arrival_s:
                rest = self.ride(onward, left, seated=True, entered=entered | {after})
                if rest:
                    return [leg, *rest]
        return None

    def _boardings(self, alight: int, left: int) -> Iterator[int]:
        """Yield the calls one may board after alighting and from which one arrives in time."""
        if not left:
            return
        seated = self.layers[left - 1]
        for slot in self.graph.hops.get(alight, ()):
            for call in self.graph.slots[slot:]:
                if call is None:
                    break
                if seated[call] == self.arrival_s:
                    yield call
        for call in self.graph.leaps.get(alight, ()):
            if seated[call] == self.arrival_s:
                yield call
