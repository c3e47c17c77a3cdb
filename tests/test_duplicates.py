"""The same trip twice is one trip."""

from pathlib import Path

import pytest
from feeds import HEADER, read_calls, trips

TWINS = f"""
    {HEADER},pickup_type
    t1,8:00:00,,A,1,0
    t1,8:10:00,,B,2,0
    t2,8:00:00,,A,5,0
    t2,8:10:00,,B,9,0
"""
BOTH_DAYS = "service_id,date,exception_type\ndaily,20240514,1\nsame,20240514,1\nother,20240515,1"


@pytest.mark.parametrize(
    ("second", "calls", "kept"),
    [
        ("r60,daily,t2,", TWINS, ["t1"]),
        ("r60,same,t2,", TWINS, ["t1"]),
        ("r60,other,t2,", TWINS, ["t1", "t2"]),
        ("r61,daily,t2,", TWINS, ["t1", "t2"]),
        ("r60,daily,t2,b1", TWINS, ["t1", "t2"]),
        ("r60,daily,t2,", TWINS.replace("B,9,0", "B,9,1"), ["t1", "t2"]),
        ("r60,daily,t2,", TWINS.replace("B,9,0", "C,9,0"), ["t1", "t2"]),
        ("r60,daily,t2,", TWINS.replace("8:10:00,,B,9", "8:10:01,,B,9"), ["t1", "t2"]),
        ("r60,daily,t2,", TWINS.replace("8:10:00,,B,9", "8:10:00,8:11:00,B,9"), ["t1", "t2"]),
    ],
)
def test_duplicates_are_trips_equal_in_line_stops_times_rules_block_and_days(
    tmp_path: Path, second: str, calls: str, kept: list[str]
) -> None:
    timetable, noted = read_calls(
        tmp_path,
        calls,
        trips=f"route_id,service_id,trip_id,block_id\nr60,daily,t1,\n{second}",
        routes="route_id,route_short_name,route_type\nr60,60,3\nr61,60,3",
        calendar_dates=BOTH_DAYS,
    )

    assert timetable.trip_id.tolist() == kept
    assert noted["duplicate_trips"].count == 1 if len(kept) == 1 else "duplicate_trips" not in noted


@pytest.mark.parametrize("named", ["t1", "t2"])
def test_a_trip_that_a_transfer_names_is_no_duplicate(tmp_path: Path, named: str) -> None:
    transfers = f"from_stop_id,to_stop_id,transfer_type,from_trip_id\nA,B,3,{named}"
    timetable, _ = read_calls(tmp_path, TWINS, trips=trips("t1", "t2"), transfers=transfers)

    assert timetable.trip_id.tolist() == ["t1", "t2"]
