"""Window times: the seconds that whole sets of journeys give, on worlds by lot; limits by head."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from engine import Engine
from oracle_counts import Tell
from oracle_drawn import draw_world
from oracle_text import footpaths
from oracle_world import World
from timetables import DAY, timetable

from accessibility.folds import Window
from accessibility.pair_times import (
    NO_WAY,
    reached_between,
    times_between,
    times_from_journeys,
)
from accessibility.pairs import Between
from accessibility.window_times import window_percentiles
from gtfs.read import read_timetable
from mobility.day import Day
from mobility.doors import Doors
from mobility.parameters import Moving
from mobility.profiles import UNREACHED

HOUR = 3600
EIGHT = Window(8 * HOUR, 9 * HOUR)
WANTED = (1, 25, 50, 100)


def between(engine: Engine, origins: Sequence[str], destinations: Sequence[str]) -> Between:
    """Return the question between people standing at stops or stations."""
    walks = [[engine.walk_s(one, other) for other in destinations] for one in origins]
    here, there = _doors(engine, origins, leaving=True), _doors(engine, destinations, leaving=False)
    return Between(engine.day, here, there, np.array(walks, np.int32))


def _doors(engine: Engine, names: Sequence[str], *, leaving: bool) -> Doors:
    reach = np.stack([engine.reach_s(name, leaving=leaving) for name in names])
    door, stop = np.nonzero(reach < UNREACHED)
    first = np.searchsorted(door, np.arange(len(names) + 1)).astype(np.int32)
    return Doors(first, stop.astype(np.int32), reach[door, stop])


def median(engine: Engine, origin: str, destination: str, window: Window = EIGHT) -> int:
    """Return the median travel time in seconds."""
    asked = between(engine, [origin], [destination])
    return int(times_between(asked, window, wanted=(50,))[0, 0, 0])


def engine_of(world: World) -> Engine:
    with TemporaryDirectory() as folder:
        typed, _ = read_timetable(world.write(Path(folder)))
    return Engine(typed, world.footpaths, world.asked, Moving.model_validate(world.moving))


def draw_window(lot: Random, engine: Engine) -> Window:
    """Draw a window round some departure of the day."""
    departures = engine.day.connections.departure_s
    around = int(departures[lot.randrange(len(departures))]) if len(departures) else 8 * HOUR
    begin = min(max(4 * HOUR, around // 60 * 60 - 60 * lot.randint(-5, 30)), 27 * HOUR)
    until = min(28 * HOUR, begin + 60 * lot.choice([1, 5, 30, 60, 180, 840]))
    return Window(begin, until, lot.choice([False, True]))


def hurried(day: Day, longest_s: int) -> Day:
    return replace(day, moving=day.moving.model_copy(update={"max_travel_s": longest_s}))


def compare(seed: int) -> Counter[str]:
    """Compare a world both ways round; return what was compared."""
    world, lot, seen = draw_world(Random(seed)), Random(seed), Counter[str]()
    engine = engine_of(world)
    for few, many in ((world.names[:3], world.names), (world.names, world.names[-2:])):
        asked, window = between(engine, few, many), draw_window(lot, engine)
        found = window_percentiles(asked, window, WANTED)
        if found is None:
            seen["no order of the rides"] += 1
            continue
        wanted = times_from_journeys(asked, window, WANTED, 1)
        assert found.tolist() == wanted.tolist(), (seed, window)
        brief = asked._replace(day=hurried(engine.day, lot.choice([300, 900, 1800])))
        found_s = times_from_journeys(brief, window, WANTED, 1)
        assert times_between(brief, window, wanted=WANTED).tolist() == found_s.tolist()
        in_reach = reached_between(brief, window, wanted=WANTED)
        assert in_reach.tolist() == (found_s != NO_WAY).tolist(), (seed, window)
        kind = "arriving" if window.arriving else "leaving"
        seen[f"{kind}, by {'destination' if asked.by_destination else 'origin'}"] += 1
        seen["with special changes"] += len(engine.day.transfers.special_to) > 0
        seen["figures"] += found.size
        seen["of them reached"] += int((found != NO_WAY).sum())
    return seen


def test_they_are_the_seconds_of_the_sets_on_worlds_by_lot(tell: Tell) -> None:
    seen: Counter[str] = Counter()
    for seed in range(60):
        seen.update(compare(seed))
    for what, count in sorted(seen.items()):
        tell(f"  {what:28} {count:6}")
    assert len(seen) >= 7
    assert seen["of them reached"] > 1000


def test_who_lives_between_two_stops_boards_where_it_suits() -> None:
    # the 60 calls at A at 8:10, at B at 8:14. From home to A it is 5 minutes, to B 1: with a
    # minute's slack one leaves at 8:04 or at 8:12. The express of 8:13 is caught at A alone.
    service = Engine(
        timetable("60: A B D\n 8:10 8:14 8:40\nX: A E\n 8:13 8:20\n90: H A\n 6:00 6:05"),
        footpaths("H=A 300, H=B 60"),
        DAY,
    )
    window = Window(8 * HOUR, 8 * HOUR + 60 * 14)
    # leaving at 8:00 … 8:12 it takes 40 … 28 minutes, once it is too late: the seventh is 34
    assert median(service, "H", "D", window) == 34 * 60
    # leaving at 8:00 … 8:07 it takes 20 … 13 minutes, then never: the seventh is 19
    assert median(service, "H", "E", window) == 19 * 60


def test_a_ride_too_many_is_not_taken() -> None:
    lines = "60: A B\n 8:10 8:20\n70: B C\n 8:30 8:40\n80: A C\n 8:10 8:58"
    for rides, seconds in ((1, 58 * 60), (2, 40 * 60)):
        moving = Moving(max_rides=rides)
        service = Engine(timetable(lines), footpaths(""), DAY, moving)
        assert median(service, "A", "C", Window(8 * HOUR, 8 * HOUR + 60)) == seconds


def test_a_rule_for_one_line_does_not_hold_for_the_next() -> None:
    # the 70 waits for the 60; of the 80 a minute later one misses every one but the last
    service = Engine(
        timetable(
            """
            60: A B
                8:00 8:10
            70: B D
                8:10 8:40
            80: B D
                8:11 8:20
                9:11 9:20
            """,
            rules="1 B B from_route=60 to_route=70",
        ),
        footpaths(""),
        DAY,
    )
    assert median(service, "A", "D", Window(8 * HOUR - 60, 8 * HOUR)) == 41 * 60


def test_a_window_too_long_for_16_bits_is_answered_from_the_journeys() -> None:
    service = Engine(
        timetable("60: A B\n 8:10 8:20"), footpaths(""), DAY, Moving(max_travel_s=43_200)
    )
    asked, day = between(service, ["A"], ["B"]), Window(4 * HOUR, 28 * HOUR)
    assert window_percentiles(asked, day, (1,)) is None
    # leaving at 8:09 it takes 11 minutes, and of 1440 minutes 1 in 100 is the fifteenth: at 7:55
    assert times_between(asked, day, wanted=(1,)).tolist() == [[[25 * 60]]]


def test_changes_in_no_time_between_rides_of_no_time_are_answered_from_the_journeys() -> None:
    # at 8:00 sharp both hops stand, and one changes from either to the other
    lines = "60: A B\n 8:00 8:00\n70: B C\n 8:00 8:00\n80: C D\n 8:00 8:10"
    moving = Moving(transfer_slack_s=0, transfer_slack_rail_s=0, board_slack_s=0)
    service = Engine(timetable(lines), footpaths(""), DAY, moving)
    asked = between(service, ["A"], ["D"])
    window = Window(8 * HOUR, 8 * HOUR + 60)
    assert times_between(asked, window, wanted=(50,)).tolist() == [[[600]]]


def test_nobody_asks_and_nobody_is_asked_for() -> None:
    service = Engine(timetable("60: A B\n 8:10 8:20"), footpaths(""), DAY)
    nobody = Doors(np.zeros(1, np.int32), *np.empty((2, 0), np.int32))
    asked = Between(service.day, nobody, nobody, np.empty((0, 0), np.int32))
    assert times_between(asked, EIGHT, wanted=(50,)).shape == (1, 0, 0)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_make_no_difference(threads: int) -> None:
    service = Engine(timetable("60: A B C\n 8:10 8:20 8:30\n 8:40 8:50 9:00"), footpaths(""), DAY)
    asked = between(service, list("ABC"), list("ABC"))
    found = times_between(asked, EIGHT, wanted=(50,), threads=threads)
    # to B leaving 8:00-8:09 takes 20 … 11 minutes, 8:10-8:39 40 … 11: the thirtieth of 60 is 30
    assert found[0].tolist() == [[0, 1800, 2400], [NO_WAY, 0, 1500], [NO_WAY, NO_WAY, 0]]
