"""What one may do on a day, rule by rule: walk, board, transfer, stay seated. No search in here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product
from pathlib import Path

import pandas as pd
from oracle_feed import Rule, Run, feed_stem, read_feed

OPERATING_DAY = range(4 * 3600, 28 * 3600)  # seconds in which one may leave the door
BLOCK_WAIT_S = 1800  # longest wait in the vehicle between two trips of a block


@dataclass(frozen=True)
class Parameters:
    """The parameters of moving; the first two already lie in the footpaths."""

    walk_speed_kmh: float = 4.8
    snap_m: float = 500
    max_access_s: int = 1200
    max_transfer_s: int = 600
    max_walk_s: int = 1200
    board_slack_s: int = 60
    transfer_slack_s: int = 120
    transfer_slack_rail_s: int = 180
    max_rides: int = 6
    max_travel_s: int = 14400


class Day:
    """The feeds on one date, with footpaths and parameters."""

    def __init__(
        self, feeds: Sequence[Path], footpaths: pd.DataFrame, day: date, moving: Parameters
    ) -> None:
        several = len(feeds) > 1
        read = [read_feed(path, day, f"{feed_stem(path)}:" if several else "") for path in feeds]
        self.moving = moving
        self.platforms = {stop: names for feed in read for stop, names in feed.platforms.items()}
        self.station = {stop: name for feed in read for stop, name in feed.station.items()}
        self.rail = frozenset().union(*(feed.rail for feed in read))
        self.walks_from: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self.walks_to: defaultdict[str, dict[str, int]] = defaultdict(dict)
        columns = (footpaths[name].tolist() for name in ("from_stop_id", "to_stop_id", "walk_s"))
        for start, end, walk_s in zip(*columns, strict=True):
            self.walks_from[start][end] = walk_s
            self.walks_to[end][start] = walk_s
        self.stops = sorted({stop for names in self.platforms.values() for stop in names})
        self.covers: defaultdict[str, set[str]] = defaultdict(set)  # stop of a rule → platforms
        for stop in self.stops:
            for name in self.names(stop):
                self.covers[name].add(stop)
        rules = [rule for feed in read for rule in feed.rules]
        self.transfer_rules: defaultdict[tuple[str, str], list[Rule]] = defaultdict(list)
        for rule in rules:
            if rule.kind in (0, 1, 2, 3):
                self.transfer_rules[rule.from_stop, rule.to_stop].append(rule)
        runs = [run for feed in read for run in feed.runs]
        stays = self._stays(runs, [rule for rule in rules if rule.kind in (4, 5)])
        self.runs = [run for run in runs if self._matters(run)]
        self.stays = {
            run: [after for after in stays.get(run, ()) if self._matters(after)]
            for run in self.runs
        }

    def names(self, stop: str) -> tuple[str, ...]:
        """Return what a rule may call the stop: itself, its station."""
        return (stop, self.station[stop]) if stop in self.station else (stop,)

    def walk_s(self, origin: str, destination: str) -> int | None:
        """Return the walk all the way between two stops or stations, None if there is none."""
        walks = [
            0 if start == end else self.walks_from[start].get(end)
            for start, end in product(self.platforms[origin], self.platforms[destination])
        ]
        return min(
            (walk for walk in walks if walk is not None and walk <= self.moving.max_walk_s),
            default=None,
        )

    def access(self, origin: str) -> dict[str, int]:
        """Return the stops at which one may board first, and the walk to each."""
        return self._within_a_walk(self.platforms[origin], self.walks_from)

    def egress(self, destination: str) -> dict[str, int]:
        """Return the stops at which one may alight last, and the walk from each."""
        return self._within_a_walk(self.platforms[destination], self.walks_to)

    def _within_a_walk(
        self, platforms: Iterable[str], walks: Mapping[str, Mapping[str, int]]
    ) -> dict[str, int]:
        reached: dict[str, int] = {}
        for platform in platforms:
            for stop, walk_s in ((platform, 0), *walks.get(platform, {}).items()):
                if walk_s <= self.moving.max_access_s:
                    reached[stop] = min(walk_s, reached.get(stop, walk_s))
        return reached

    def ready_s(
        self, start: str, end: str, before: Run | None = None, after: Run | None = None
    ) -> int | None:
        """Return the time from alighting to the earliest boarding, None where impossible.

        Without the two runs, rules that name routes or trips stay out: what transfers.parquet says.
        """
        rule = self._deciding_rule(start, end, before, after)
        if rule is not None and rule.kind == 3:
            return None
        if rule is not None and rule.kind == 2 and rule.min_s is not None:
            return rule.min_s
        walk_s = 0 if start == end else self.walks_from[start].get(end)
        if walk_s is None or walk_s > self.moving.max_transfer_s:
            return None
        if rule is not None and rule.kind == 1:
            return walk_s
        by_rail = start in self.rail or end in self.rail
        moving = self.moving
        return walk_s + (moving.transfer_slack_rail_s if by_rail else moving.transfer_slack_s)

    def _deciding_rule(
        self, start: str, end: str, before: Run | None, after: Run | None
    ) -> Rule | None:
        rules = (
            rule
            for pair in product(self.names(start), self.names(end))
            for rule in self.transfer_rules.get(pair, ())
            if _names_run(rule.from_route, rule.from_trip, before)
            and _names_run(rule.to_route, rule.to_trip, after)
        )
        return max(rules, key=lambda rule: _weight(rule, start, end), default=None)

    def _stays(self, runs: Iterable[Run], rules: Iterable[Rule]) -> dict[Run, list[Run]]:
        """Return the runs into which one stays seated, by the run one sits in."""
        runs = list(runs)
        verdicts = self._verdicts(runs, rules)
        pairs = dict.fromkeys(pair for pair, kind in verdicts.items() if kind == 4)
        pairs |= dict.fromkeys(pair for pair in _blocks(runs) if verdicts.get(pair) != 5)
        stays: defaultdict[Run, list[Run]] = defaultdict(list)
        for before, after in pairs:
            stays[before].append(after)
        return stays

    def _verdicts(self, runs: Iterable[Run], rules: Iterable[Rule]) -> dict[tuple[Run, Run], int]:
        """Return what rows of type 4 and 5 say about two runs of one date, by their type."""
        runs_of: defaultdict[str, list[Run]] = defaultdict(list)
        for run in runs:
            runs_of[run.trip].append(run)
        said: defaultdict[tuple[Run, Run], list[Rule]] = defaultdict(list)
        for rule in rules:
            for before, after in product(runs_of[rule.from_trip], runs_of[rule.to_trip]):
                if before is not after and self._may_follow(before, after, rule):
                    said[before, after].append(rule)
        return {
            pair: max(
                each, key=lambda rule: _weight(rule, pair[0].calls[-1].stop, pair[1].calls[0].stop)
            ).kind
            for pair, each in said.items()
        }

    def _may_follow(self, before: Run, after: Run, rule: Rule) -> bool:
        last, first = before.calls[-1], after.calls[0]
        return (
            before.date == after.date
            and first.departure_s >= last.arrival_s
            and _names_run(rule.from_route, rule.from_trip, before)
            and _names_run(rule.to_route, rule.to_trip, after)
            and rule.from_stop in ("", *self.names(last.stop))
            and rule.to_stop in ("", *self.names(first.stop))
        )

    def _matters(self, run: Run) -> bool:
        """Say whether any journey of the operating day can sit in the run."""
        latest_s = OPERATING_DAY.stop + self.moving.max_travel_s
        return (
            run.calls[-1].arrival_s >= OPERATING_DAY.start and run.calls[0].departure_s <= latest_s
        )


def _names_run(route: str, trip: str, run: Run | None) -> bool:
    if run is None:
        return not route and not trip
    return route in ("", run.route) and trip in ("", run.trip)


def _weight(rule: Rule, start: str, end: str) -> tuple[int, int, int, int]:
    """Return how much a rule says about two platforms: the heaviest decides."""
    trips, routes = (rule.from_trip, rule.to_trip), (rule.from_route, rule.to_route)
    rank = 2 if any(trips) else 1 if any(routes) else 0
    platforms = (rule.from_stop == start) + (rule.to_stop == end)
    named = sum(map(bool, (*trips, *routes, rule.from_stop, rule.to_stop)))
    return rank, platforms, named, -rule.row


def _blocks(runs: Iterable[Run]) -> Iterable[tuple[Run, Run]]:
    """Yield the run and the next of its block, where one leads into the other."""
    blocks: defaultdict[tuple[str, date], list[Run]] = defaultdict(list)
    for run in runs:
        if run.block:
            blocks[run.block, run.date].append(run)
    for block in blocks.values():
        block.sort(key=lambda run: (run.calls[0].departure_s, run.calls[-1].arrival_s))
        for before, after in pairwise(block):
            last, first = before.calls[-1], after.calls[0]
            wait_s = first.departure_s - last.arrival_s
            if last.stop == first.stop and 0 <= wait_s <= BLOCK_WAIT_S:
                yield before, after
