"""Leaflets: departures of a stop worth catching, and the journeys of a door merged from them."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

import numpy as np
import pandas as pd
import pytest
from asked_questions import POINTS, TARGETS, drawn
from engine import Engine, Journey, triples
from timetables import DAY, seconds, timetable

from accessibility.folds import Window, find_useful, plan
from accessibility.measures import Asked, leaflets_for, look_around, pairs_of, sets_of_pairs
from accessibility.minutes import ranked_times, served_hours
from accessibility.stays import find_arrivals
from accessibility.window_fold import fold_window
from gtfs.timetable import Ints
from mobility.day import look_from, look_to, rank_to, sets_back
from mobility.doors import Doors, Sets, door_s, sets_of
from mobility.leaflets import RIDES, leaflets_of
from mobility.looks import look_both_ways
from mobility.merging import Pairs, merge
from mobility.offers import least_s, offers_of
from mobility.profiles import UNREACHED, Desk

NO_WALKS = pd.DataFrame({"from_stop_id": [], "to_stop_id": [], "walk_s": []})


def doors_of(*walks: dict[int, int]) -> Doors:
    """Return doors that are so many seconds from some stops."""
    stop = [one for near in walks for one in near]
    walk_s = [one for near in walks for one in near.values()]
    first = np.cumsum([0] + [len(near) for near in walks])
    return Doors(first.astype(np.int32), np.array(stop, np.int32), np.array(walk_s, np.int32))


def clock(times_s: Iterable[int]) -> list[str]:
    return [f"{one // 3600}:{one % 3600 // 60:02d}" for one in times_s]


def leaflet(text: str, *, stop: int, to: int, farthest_s: int = 0) -> list[tuple[str, str, int]]:
    """Return departure, arrival and rides of the leaflet of a stop towards a stop."""
    day = Engine(timetable(text), NO_WALKS, DAY).day
    doors = doors_of({stop: 0}), doors_of({to: 0})
    ((offers,), _) = look_both_ways(day, doors, [np.array([0])])
    sheet = leaflets_of(offers, np.ones((1, day.stops), np.bool_), farthest_s)
    at = slice(int(sheet.first[stop]), int(sheet.first[stop + 1]))
    departures, arrivals = sheet.key[at] // RIDES, sheet.arrival_s[sheet.arrival[at]]
    rides = (RIDES - sheet.key[at] % RIDES).tolist()
    return list(zip(clock(departures), clock(arrivals), rides, strict=True))


def test_a_leaflet_has_the_latest_departure_first() -> None:
    day = """
        60:  A     B
             8:00  8:20
             9:00  9:20
    """
    assert leaflet(day, stop=0, to=1) == [("9:00", "9:20", 1), ("8:00", "8:20", 1)]


def test_a_bus_that_is_overtaken_on_its_way_is_not_worth_catching() -> None:
    day = """
        60:  A     B
             8:00  8:40
        61:  A     B
             8:05  8:30
    """
    assert leaflet(day, stop=0, to=1) == [("8:05", "8:30", 1)]


def test_nor_is_one_that_is_there_no_sooner() -> None:
    day = """
        60:  A     B
             8:00  8:30
        61:  A     B
             8:05  8:30
    """
    assert leaflet(day, stop=0, to=1) == [("8:05", "8:30", 1)]


def test_of_two_buses_at_one_minute_stands_the_one_that_is_there_first() -> None:
    day = """
        60:  A     B
             8:00  8:30
        61:  A     B
             8:00  8:25
        62:  A     B
             8:00  8:40
    """
    assert leaflet(day, stop=0, to=1) == [("8:00", "8:25", 1)]


def test_of_two_ways_equally_soon_stands_the_one_with_fewer_rides() -> None:
    day = """
        60:  A     C
             8:00  8:10
        61:  C     B
             8:15  8:30
        62:  A     B
             8:00  8:30
    """
    assert leaflet(day, stop=0, to=2) == [("8:00", "8:30", 1)]


def test_changing_stands_where_it_is_sooner() -> None:
    day = """
        60:  A     C
             8:00  8:10
        61:  C     B
             8:15  8:30
        62:  A     B
             8:00  8:31
    """
    assert leaflet(day, stop=0, to=2) == [("8:00", "8:30", 2)]


def test_after_the_operating_day_each_departure_stands_for_itself() -> None:
    # who leaves the door by 27:59 may catch the bus at 28:05 from 6 minutes off: not who is nearer
    day = """
        60:  A      B
             27:30  28:30
             28:05  28:20
             28:10  28:40
    """
    assert leaflet(day, stop=0, to=1, farthest_s=660) == [
        ("28:10", "28:40", 1),
        ("28:05", "28:20", 1),
        ("27:30", "28:30", 1),
    ]
    assert leaflet(day, stop=0, to=1, farthest_s=0) == [("27:30", "28:30", 1)]


def merged(text: str, walks: dict[int, int], *, to: int, limit_s: int) -> list[Journey]:
    """Return the journeys from a door near some stops to a stop."""
    day = Engine(timetable(text), NO_WALKS, DAY).day
    door = doors_of(walks)
    ((offers,), _) = look_both_ways(day, (door, doors_of({to: 0})), [np.array([0])])
    sheets = leaflets_of(offers, np.ones((1, day.stops), np.bool_), max(walks.values()))
    pair = Pairs(np.array([0]), np.array([0]), np.array([limit_s], np.int32))
    return sorted(triples(merge(sheets, door, pair), 0))


TWO_STOPS = """
    60:  A     B     Z
         8:00  8:05  8:30
    61:  B     Z
         8:10  8:50
"""


def test_a_door_between_two_stops_leaves_as_late_as_it_can() -> None:
    # 2 min to A, 4 min to B, 1 min at the stop: the 8:00 is caught at 7:57, at B at 8:00
    assert merged(TWO_STOPS, {0: 120, 1: 240}, to=2, limit_s=UNREACHED) == [
        (seconds("8:00"), seconds("8:30"), 1),
        (seconds("8:05"), seconds("8:50"), 1),
    ]


def test_journeys_that_are_not_faster_than_the_walk_are_dropped() -> None:
    assert merged(TWO_STOPS, {0: 120, 1: 240}, to=2, limit_s=45 * 60) == [
        (seconds("8:00"), seconds("8:30"), 1)
    ]
    assert merged(TWO_STOPS, {0: 120, 1: 240}, to=2, limit_s=30 * 60) == []


def test_late_departures_that_overtake_each_other_are_all_looked_at() -> None:
    # 10 min to A and 1 min there: the last bus caught leaves by 28:10
    day = """
        60:  A      B
             27:50  28:30
             28:05  28:20
             28:10  28:50
    """
    assert merged(day, {0: 600}, to=1, limit_s=UNREACHED) == [
        (seconds("27:54"), seconds("28:20"), 1),
        (seconds("27:59"), seconds("28:50"), 1),
    ]


def test_what_one_pair_has_noted_no_other_finds() -> None:
    text = """
        60:  A      B
             28:05  28:50
             28:10  28:20
        61:  C      B
             8:00   9:00
    """
    day = Engine(timetable(text), NO_WALKS, DAY).day
    doors = doors_of({0: 600}, {2: 60})
    ((offers,), _) = look_both_ways(day, (doors, doors_of({1: 0})), [np.array([0])])
    sheets = leaflets_of(offers, np.ones((1, day.stops), np.bool_), 600)
    sets = merge(
        sheets, doors, Pairs(np.array([0, 1]), np.array([0, 0]), np.full(2, 14_400, np.int32))
    )

    assert triples(sets, 0) == {(seconds("27:59"), seconds("28:20"), 1)}
    assert triples(sets, 1) == {(seconds("7:58"), seconds("9:00"), 1)}


def every(asked: Asked) -> list[tuple[Ints, Ints, Ints, Sets, Sets]]:
    """Return target, point, walk and merged journeys of all pairs, by portions of targets."""
    views, pairs = look_around(asked), np.ones((TARGETS, POINTS), np.bool_)
    parts = []
    for number in range(len(views.portions)):
        portion = pairs_of(asked, views.portions, number, pairs)
        sets = sets_of_pairs(asked, portion.pairs, leaflets_for(asked, views, portion))
        parts.append((portion.target, portion.pairs.door, portion.pairs.limit_s, *sets))
    return parts


def whole(asked: Asked, target: int) -> tuple[Sets, Sets]:
    """Return the whole Pareto sets of all points there and back."""
    reach_s, walk_s = door_s(asked.targets, target, asked.day.stops)[None], asked.walk_s.T[[target]]
    (out,) = sets_of(look_to(asked.day, reach_s, asked.points), asked.points, walk_s)
    (home,) = sets_back(look_from(asked.day, reach_s, asked.points), asked.points, walk_s)
    return out, home


def not_dominated(journeys: set[Journey]) -> set[Journey]:
    """Return the journeys no other leaves as late as and is there as early as."""
    return {
        (leaves, there, rides)
        for leaves, there, rides in journeys
        if not any(
            (a, b, r) != (leaves, there, rides)
            and a >= leaves
            and b <= there
            and ((a, b) != (leaves, there) or r < rides)
            for a, b, r in journeys
        )
    }


@pytest.mark.parametrize("max_rides", [6, 2, 1])
@pytest.mark.parametrize("seed", range(15))
def test_merged_are_the_journeys_that_departure_and_arrival_alone_do_not_rule_out(
    seed: int, max_rides: int
) -> None:
    asked, number = with_rides(drawn(seed), max_rides), 0
    sets = {target: whole(asked, target) for target in range(TARGETS)}
    for targets, points, _, *merged_sets in every(asked):
        for pair, (target, point) in enumerate(zip(targets.tolist(), points.tolist(), strict=True)):
            for ours, theirs in zip(merged_sets, sets[target], strict=True):
                expected = not_dominated(triples(theirs, point))
                assert triples(ours, pair) == expected, (target, point)
                number += len(expected)
    assert number > 500


def with_rides(asked: Asked, max_rides: int) -> Asked:
    """Return the question of people who board no more often than that."""
    moving = asked.day.moving.model_copy(update={"max_rides": max_rides})
    return replace(asked, day=replace(asked.day, moving=moving))


def test_with_few_rides_some_ways_are_found_only_by_rides() -> None:
    asked = with_rides(drawn(0), 1)
    day, desk = asked.day, Desk()
    reach_s = np.stack([door_s(asked.targets, one, day.stops) for one in range(TARGETS)])
    rank = rank_to(day, reach_s, desk)

    _, doubtful = offers_of(day.connections, rank, asked.points, day.leaving, 1)
    _, sure = offers_of(day.connections, rank, asked.points, day.leaving, 6)
    assert 0 < doubtful.sum() < TARGETS
    assert not sure.any()


def test_portions_are_scanned_again_together_and_offer_what_each_door_does_alone() -> None:
    asked = with_rides(drawn(0), 1)
    ends, doors = (asked.points, asked.targets), np.arange(TARGETS)
    together = look_both_ways(asked.day, ends, np.array_split(doors, 3))
    alone = look_both_ways(asked.day, ends, np.array_split(doors, TARGETS))
    for way, ways in zip(together, alone, strict=True):
        for column in ("ahead_s", "rides", "shortest_s"):
            ours, theirs = (
                np.concatenate([getattr(offers, column) for offers in one], axis=1)
                for one in (way, ways)
            )
            assert np.array_equal(ours, theirs), column


@pytest.mark.parametrize("seed", range(15))
def test_no_figure_needs_a_journey_that_departure_and_arrival_rule_out(seed: int) -> None:
    asked, lot = drawn(seed), Random(seed)
    window = Window(8 * 3600, 10 * 3600, arriving=lot.random() < 0.5)
    for targets, points, _, *merged_sets in every(asked):
        for target in np.unique(targets).tolist():
            rows = np.flatnonzero(targets == target)
            walk_s = asked.walk_s[points[rows], target].astype(np.int32)
            for ours, theirs in zip(merged_sets, whole(asked, target), strict=True):
                few, full = (
                    figures(sets, at, walk_s, window)
                    for sets, at in ((ours, rows), (theirs, points[rows]))
                )
                assert few == full, target


def figures(sets: Sets, rows: Ints, walk_s: Ints, window: Window) -> list[object]:
    """Return all that is folded from the sets of some rows, the rows together."""
    first = sets.first[np.append(rows, rows[-1] + 1)]
    assert (np.diff(rows) == 1).all()
    own = sets._replace(first=first)
    useful = find_useful(own)
    wanted = np.array([5, 50, 95], np.int32)
    parts = (
        *plan(own, useful, walk_s, window),
        fold_window((own, useful), (own, useful), walk_s, window, 3600).every_slot,
        *ranked_times(own, walk_s, window, 14_400, wanted),
        served_hours(own, walk_s, 1800),
        *find_arrivals(own, useful, np.array([9 * 3600], np.int32)),
    )
    return [part.tolist() for part in parts]


def test_no_journey_is_shorter_than_the_offers_say() -> None:
    asked = drawn(3)
    doors = asked.points, asked.targets
    ((offers,), _) = look_both_ways(asked.day, doors, [np.arange(3)])
    least = least_s(offers, asked.points)
    for target in range(3):
        out = whole(asked, target)[0]
        for point in range(POINTS):
            times = [there - leaves for leaves, there, _ in triples(out, point)]
            assert min(times, default=UNREACHED) >= least[target, point]
    assert (least < UNREACHED).any()
