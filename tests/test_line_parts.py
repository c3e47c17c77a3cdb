"""The id of a line means the same trips whatever a scenario has done to others before."""

from typing import Any

from applied import made, refused
from changed import ground_of
from timetables import timetable

from api.scenarios.files import Source
from api.scenarios.ground import make
from gtfs.timetable import Timetable
from mobility.lines import built_parts, find_lines
from mobility.scenario import Scenario

TOWNS = timetable("""
    A:  Markt  Klinik  Süd
        8:00   8:05    8:10
        9:00   9:05    9:10
        10:00  10:05   10:10
    A:  Bahnhof  Dom    Nord
        8:30     8:35   8:40
        9:30     9:35   9:40
    A:  Markt2  Hof
        8:15    8:20
    B:  Dorf   Tal
        8:00   8:05
""")
SOUTH, NORTH = "agency:A", "agency:A/2"
GONE = {"type": "remove_line", "line": SOUTH}


def later(line: str, minutes: int = 3) -> dict[str, Any]:
    return {"type": "shift", "line": line, "minutes": minutes}


def starts(day: Timetable, first: str) -> list[str]:
    """Return when trips leave the stop they begin at."""
    call = day.first_call[:-1]
    own = day.stop_name[day.call_stop[call]] == first
    times = sorted(day.departure_s[call[own]].tolist())
    return [f"{time // 3600}:{time // 60 % 60:02d}" for time in times]


def ids(day: Timetable) -> dict[str, list[str]]:
    """Return where the trips of each line begin, by the ids of the network as it was built."""
    lines = find_lines(day, built=built_parts(TOWNS, {}))
    names = day.stop_name[day.call_stop[day.first_call[:-1]]]
    return {
        name: sorted(set(names[lines.trip_line == number].tolist()))
        for number, name in enumerate(lines.line_id.tolist())
    }


def test_a_line_that_has_been_removed_is_not_another_part_of_it() -> None:
    assert refused(TOWNS, GONE, later(SOUTH)).endswith(
        "line 'agency:A' has no trips left: changes before this one removed them, "
        "or they run with another part of it now; nearest: agency:A/2, agency:A/3"
    )
    assert "'agency:A/3' has no trips left" in refused(
        TOWNS, {"type": "remove_line", "line": "agency:A/3"}, later("agency:A/3")
    )
    assert refused(TOWNS, later("agency:A/4")).startswith("no line 'agency:A/4'")


def test_the_other_part_keeps_its_id_when_the_first_has_gone() -> None:
    after = made(TOWNS, GONE, later(NORTH))
    assert list(ids(after)) == [NORTH, "agency:A/3", "agency:B"]
    assert starts(after, "Bahnhof") == ["8:33", "9:33"]
    assert starts(after, "Markt2") == ["8:15"]


def test_more_trips_do_not_make_a_part_the_first_one() -> None:
    often = {
        "type": "set_headway", "line": NORTH, "minutes": 20, "span": ["08:00", "12:00"],
    }  # fmt: skip
    after = made(TOWNS, often, later(NORTH))
    assert list(ids(after)) == [SOUTH, NORTH, "agency:A/3", "agency:B"]
    assert starts(after, "Markt") == ["8:00", "9:00", "10:00"]
    assert len(starts(after, "Bahnhof")) == 12


def test_a_scenario_on_another_means_the_lines_of_the_network() -> None:
    ground = ground_of(TOWNS, roads=False)
    chain = [
        Source(Scenario.model_validate({"name": "x", "changes": [change]}))
        for change in (GONE, later(NORTH))
    ]
    assert starts(make(chain, ground).draft.timetable, "Bahnhof") == ["8:33", "9:33"]
    wrong = Source(Scenario.model_validate({"name": "x", "changes": [later(SOUTH)]}))
    (misfit,) = make([chain[0], wrong], ground).misfits
    assert "line 'agency:A' has no trips left" in misfit.told


def test_a_part_there_was_none_of_has_the_next_free_number() -> None:
    new = {
        "type": "add_trips", "line": "A", "stops": ["Dorf", "Tal"], "arrivals": ["8:00", "8:05"],
        "departures": ["8:00", "8:10", "8:20", "8:30"],
    }  # fmt: skip
    assert ids(made(TOWNS, new)) == {
        SOUTH: ["Markt"], NORTH: ["Bahnhof"], "agency:A/3": ["Markt2"], "agency:A/4": ["Dorf"],
        "agency:B": ["Dorf"],
    }  # fmt: skip


def test_parts_that_trips_join_are_the_one_with_most_calls() -> None:
    joined = timetable("""
        A:  Markt  Klinik  Süd
            8:00   8:05    8:10
            9:00   9:05    9:10
            10:00  10:05   10:10
        A:  Süd    Bahnhof  Dom    Nord
            8:20   8:30     8:35   8:40
        A:  Markt2  Hof
            8:15    8:20
    """)
    assert set(ids(joined)) == {SOUTH, "agency:A/3"}


def test_what_has_been_one_line_is_one_wherever_it_runs_now() -> None:
    before, moved = (
        timetable(f"""
            {one}: A    B
                   8:00 8:10
            {other}: C    D
                     8:00 8:10
        """)
        for one, other in (("60", "61"), ("61", "60"))
    )
    lines = find_lines(moved, built=built_parts(before, {}))
    assert lines.line_id.tolist() == ["agency:60", "agency:61"]
