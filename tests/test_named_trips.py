"""Trips a change names by their id, and calls that are told one by one."""

from typing import Any

import numpy as np
import pytest
from changed import DAYS, LATER, along, changed, ground_of, refused, trips_of
from timetables import DAY, timetable

from gtfs.timetable import DRIVER, FORBIDDEN, NONE, PHONE
from mobility.draft import draft_of
from mobility.new_stops import placed
from mobility.scenario_values import NewStop

BUS = along(f"""
    60 {DAYS}: A    B    C
               6:00 6:10 6:20
               7:00 7:10 7:20
               8:00 8:10 -
    61:        B    C
               6:30 6:40
""")
ONE, TWO, SHORT = "A 6:00, B 6:10, C 6:20", "A 7:00, B 7:10, C 7:20", "A 8:00, B 8:10"


def gone(*trips: str, **said: Any) -> dict[str, Any]:
    return {"type": "remove_trips", "line": "60", "trips": list(trips)} | said


def later(*trips: str, **said: Any) -> dict[str, Any]:
    return {"type": "shift", "line": "60", "minutes": 5, "trips": list(trips)} | said


def test_trips_are_taken_out_by_their_ids() -> None:
    assert trips_of(changed(BUS, gone("60/1", "60/3"))) == [TWO]


def test_trips_that_are_named_are_taken_out_on_the_days_of_the_change() -> None:
    day = changed(BUS, gone("60/1", days=["samstag"]))
    assert trips_of(day) == [ONE, TWO, SHORT]
    assert trips_of(day, on=LATER) == [TWO, SHORT]


def test_a_trip_that_is_named_runs_later_on_one_day_and_not_at_all_on_the_other() -> None:
    day = changed(BUS, later("60/1", days=["schultag"]), gone("60/1", days=["samstag"]))
    assert trips_of(day)[0] == "A 6:05, B 6:15, C 6:25"
    assert trips_of(day, on=LATER) == [TWO, SHORT]


def test_departures_of_one_trip_id_are_told_apart_by_when_they_begin() -> None:
    often = BUS.with_columns(trip_id=np.array(["f", "f", "f", "61/1"]))
    assert trips_of(changed(often, gone("f", at=["6:00", "8:00"]))) == [TWO]
    assert trips_of(changed(often, gone("f"))) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (gone("60/1", "60/9", "x"), "no trip '60/9', 'x'"),
        (gone("61/1"), "trip '61/1' is one of line 61, not of 60"),
        (gone("61/1", line="61", days=["samstag"]), "no trip '61/1' runs on samstag"),
        (gone("60/1", line="6"), "no line '6'; nearest: 60, 61"),
        (gone("60/1", at=["6:01"]), "none of the trips begins at 06:01"),
        (later("60/1", minutes=-400), "a trip would begin before 00:00 of its service date"),
    ],
)
def test_ids_that_are_of_no_such_trip_are_an_error(change: dict[str, Any], said: str) -> None:
    assert refused(BUS, change) == said


@pytest.mark.parametrize("also", [{"span": ["6:00", "7:00"]}, {"towards": "C"}])
def test_who_names_trips_describes_none(also: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="names its trips: leave out towards and span"):
        changed(BUS, gone("60/1", **also))


# --- single trips, call by call ------------------------------------------------------------------


def trips(**said: Any) -> dict[str, Any]:
    told = {"type": "add_trips", "line": "60", "stops": ["A", "B", "C"]}
    return told | {"arrivals": ["9:00", "9:10", "9:20"], "departures": ["9:00"]} | said


def test_boarding_and_alighting_are_told_stop_by_stop() -> None:
    day = changed(BUS, trips(pickup=[0, 3, 1], drop_off=[1, 0, 2], direction=1))
    assert day.pickup[-3:].tolist() == [0, DRIVER, FORBIDDEN]
    assert day.drop_off[-3:].tolist() == [FORBIDDEN, 0, PHONE]
    assert day.trip_direction[-2:].tolist() == [NONE, 1]


def test_a_trip_may_ride_on_past_the_next_day_and_stand_for_hours() -> None:
    night = trips(arrivals=["22:00", "30:40", "47:00"], stands=[0, 9000, 0], departures=["22:00"])
    assert trips_of(changed(BUS, night))[-1] == "A 8:00, B 8:10"
    assert trips_of(changed(BUS, night))[0] == "A 22:00, B 30:40/33:10, C 47:00"


def test_the_first_change_of_a_new_agency_brings_it_along() -> None:
    new = trips(line="S9", mode="sbahn", new_agency="Bahn")
    day = changed(BUS, new, new | {"arrivals": ["9:30", "9:40", "9:50"], "departures": ["9:30"]})
    assert day.agency_name.tolist() == ["Agency", "Bahn"]
    assert len(trips_of(day, "S9")) == 2
    assert (day.route_name == "S9").sum() == 1


@pytest.mark.parametrize(
    ("also", "said"),
    [
        ({"pickup": [0, 1]}, "needs a pickup and drop_off for each stop, or none at all"),
        ({"pickup": [0, 1, 4]}, "less than or equal to 3"),
        ({"booked": True, "drop_off": [0, 0, 0]}, "is booked at all stops, or says it stop by"),
        ({"agency": "Agency", "new_agency": "Bahn"}, "say either agency or new_agency"),
    ],
)
def test_what_does_not_fit_together_is_refused(also: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        changed(BUS, trips(**also))


def test_a_stop_of_another_feed_stands_where_that_feed_says() -> None:
    far = NewStop(name="Platz", lon=10.9, lat=51.4, stop_id="n1")  # 40 km off every street
    draft, stops = placed(draft_of(ground_of(BUS)), [far, "A", far], "bus")
    day = draft.timetable
    assert day.stop_id[stops].tolist() == ["n1", "A", "n1"]
    assert (day.stop_lon[stops[0]], day.stop_lat[stops[0]]) == (10.9, 51.4)


def test_a_stop_of_another_feed_is_no_other_stop_but_of_its_stations() -> None:
    here = float(BUS.stop_lon[0]), float(BUS.stop_lat[0])
    platform = NewStop(name="A", lon=here[0], lat=here[1], stop_id="A:2")
    draft, stops = placed(draft_of(ground_of(BUS)), [platform, "B"], "bus")
    day = draft.timetable
    assert day.stop_id[stops[0]] == "A:2"
    assert day.stop_station[stops[0]] == day.stop_station[0]
    again, same = placed(draft, [platform], "bus")
    assert again.timetable is day
    assert same.tolist() == [stops[0]]


def test_without_days_trips_that_are_named_go_on_all_dates() -> None:
    day = timetable(f"60 ({DAY} {LATER}): A B\n 6:00 6:10")
    assert trips_of(changed(ground_of(day, roads=False), gone("60/1")), on=LATER) == []


def test_several_courses_of_a_line_are_one_change() -> None:
    short = {"stops": ["C", "B"], "arrivals": ["9:00", "9:10"], "departures": ["9:00", "10:00"]}
    whole = {**short, "stops": ["C", "B", "A"], "arrivals": ["9:30", "9:40", "9:50"]}
    courses = [short, {**whole, "departures": ["9:30"], "headsign": "Westen"}]
    day = changed(BUS, {"type": "add_trips", "line": "60", "courses": courses})
    assert trips_of(day)[3:] == ["C 10:00, B 10:10", "C 9:00, B 9:10", "C 9:30, B 9:40, A 9:50"]
    assert day.trip_headsign[-3:].tolist() == ["B", "B", "Westen"]


def test_two_courses_that_leave_at_one_time_are_two_trips() -> None:
    one = {"stops": ["A", "B"], "arrivals": ["9:00", "9:10"], "departures": ["9:00"]}
    other = {"stops": ["C", "B"], "arrivals": ["9:00", "9:10"], "departures": ["9:00"]}
    day = changed(BUS, {"type": "add_trips", "line": "60", "courses": [one, other]})
    assert len(set(day.trip_id.tolist())) == len(BUS.trip_id) + 2


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "say either stops, arrivals and departures, or courses"),
        (trips(courses=[trips()]), "Extra inputs are not permitted"),
        ({"courses": [], "headsign": "B"}, "say either stops, arrivals and departures, or courses"),
        ({"stops": ["A"], "arrivals": ["9:00"], "departures": ["9:00"]}, "at least two stops"),
        ({"stops": ["A", "B"], "arrivals": ["9:00", "9:10"]}, "the first departure is the first"),
    ],
)
def test_trips_are_of_one_course_or_of_several(told: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        changed(BUS, {"type": "add_trips", "line": "60", **told})
