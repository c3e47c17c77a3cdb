"""The accessibility table by people: who walks, medians and shares of the inhabitants, by head."""

import pandas as pd
import pytest
from test_access import figures
from timetables import seconds
from towns import HOURLY, MITTE, Home, Target, bus, compiled, question, row, table

from accessibility.access_table import access_table
from mobility.parameters import Moving

EXTRAS = ("met_share", "verdict", "limit")


# --- who walks -----------------------------------------------------------------------------------

NEAR = Home("Dorf", on_foot={"Mitte": 1200}, people=60)


def test_who_walks_there_is_served_and_meets_the_standard_without_any_bus() -> None:
    lines = "70: A C\n 8:00 8:10"
    dorf = row(lines, NEAR, targets=[Target("Mitte", "C")], by_car=False)

    assert figures(dorf, "mittelzentrum") == {
        "id": "mitte",
        "name": "Mitte",
        "travel_time_p50": 20 * 60,
        "journey_time_min": 15 * 60,  # the bus of 8:00 is faster and counts as a journey
        "journey_time_p50": 15 * 60,
        "rides_min": 0,
        "journeys": None,  # nobody is left whose journeys would matter
        "return_journeys": None,
        "first_departure": None,
        "last_return": None,
        "longest_gap": None,
        "served_hours": None,
        "walk_share": 1,
        "served_share": 1,
        "car_time": None,
        "ratio": None,
        "met_share": 1,
        "verdict": "erfüllt",
        "limit": 45 * 60,
    }


def test_a_walk_is_no_journey_and_has_no_journey_time() -> None:
    dorf = row("70: B A\n 8:00 8:10", NEAR)

    assert dorf["mittelzentrum_travel_time_p50"] == 20 * 60
    assert dorf["mittelzentrum_rides_min"] == 0
    assert pd.isna(dorf["mittelzentrum_journey_time_min"])
    assert pd.isna(dorf["mittelzentrum_journey_time_p50"])
    assert dorf["mittelzentrum_verdict"] == "erfüllt"


def test_walkers_are_outside_the_medians_of_counts_and_clock_times() -> None:
    far = Home("Dorf", people=40)
    dorf = row(HOURLY, Home("Dorf", "B", people=60, on_foot={"Mitte": 600}), far)

    assert dorf["mittelzentrum_walk_share"] == pytest.approx(0.6)
    assert dorf["mittelzentrum_journeys"] == 14  # of the 40 who ride, not 0 of the 60
    assert dorf["mittelzentrum_first_departure"] == seconds("6:00")
    assert dorf["mittelzentrum_longest_gap"] == 3600
    assert dorf["mittelzentrum_travel_time_p50"] == 600  # durations are of all people
    assert dorf["mittelzentrum_rides_min"] == 0


def test_most_walk_so_there_is_no_median_journey_time() -> None:
    walkers = Home("Dorf", "B", people=60, on_foot={"Mitte": 600})
    dorf = row(HOURLY, walkers, Home("Dorf", people=40))
    assert pd.isna(dorf["mittelzentrum_journey_time_p50"])

    dorf = row(HOURLY, walkers, Home("Dorf", people=60))
    assert dorf["mittelzentrum_journey_time_p50"] == 25 * 60  # half of all people


def test_a_bus_slower_than_the_walk_is_no_journey() -> None:
    dorf = row(HOURLY, Home("Dorf", on_foot={"Mitte": 1200}))  # 20 < 25 minutes

    assert dorf["mittelzentrum_travel_time_p50"] == 1200
    assert pd.isna(dorf["mittelzentrum_journey_time_p50"])


@pytest.mark.parametrize(("takes", "name"), [(13, "Mitte"), (15, "Nah")])
def test_a_walk_of_nineteen_minutes_is_as_good_as_a_ride_of_nineteen(takes: int, name: str) -> None:
    lines = bus("60", "A B", "6:05-19:05", takes=takes) + bus("60", "B A", "6:31-20:31", takes=20)
    home = Home("Dorf", on_foot={"Nah": 19 * 60})
    dorf = row(lines + "70: C D\n 8:00 8:10", home, targets=[MITTE, Target("Nah", "C")])

    assert dorf["mittelzentrum_name"] == name  # the ride takes 18 or 20 minutes


# --- by people -----------------------------------------------------------------------------------

# Stop Z has no bus to the centre, stop Y only one at noon, stop A one every hour.
THREE = HOURLY + "80: Y B\n 12:05 12:15\n90: Z Y\n 24:00 24:10\n"


def test_shares_are_of_people_not_of_homes() -> None:
    homes = [
        Home("Dorf", "A", 500),
        Home("Dorf", "Y", 200),
        Home("Dorf", "Z", 200),
        Home("Dorf", "Z", 100, on_foot={"Mitte": 60}),
    ]
    dorf = row(THREE, *homes)

    assert dorf["mittelzentrum_walk_share"] == pytest.approx(0.1)
    assert dorf["mittelzentrum_served_share"] == pytest.approx(0.8)
    assert dorf["mittelzentrum_met_share"] == pytest.approx(0.6)
    assert dorf["mittelzentrum_verdict"] == "erfüllt"


def test_half_of_the_people_are_enough() -> None:
    half = row(THREE, Home("Dorf", "A", 50), Home("Dorf", "Z", 50))
    less = row(THREE, Home("Dorf", "A", 49), Home("Dorf", "Z", 51))

    assert half["mittelzentrum_journey_time_p50"] == 25 * 60
    assert half["mittelzentrum_verdict"] == "erfüllt"
    assert less["mittelzentrum_verdict"] == "nicht erfüllt"


def test_the_ratio_to_the_car_is_that_of_the_median_inhabitant() -> None:
    # 25 minutes by bus for all, by car with parking 10, 20 and 25: ratios 2.5, 1.25 and 1.
    drives = (7 * 60, 17 * 60, 22 * 60)
    homes = [Home("Dorf", people=1, drive_s={"Mitte": drive_s}) for drive_s in drives]
    dorf = row(HOURLY, *homes)
    assert (dorf["mittelzentrum_car_time"], dorf["mittelzentrum_ratio"]) == (20 * 60, 1.25)

    # Who has no bus or no road has no ratio and is the last.
    lost = [Home("Dorf", "Z", people=2, drive_s={"Mitte": 60}), Home("Dorf", people=2)]
    assert row(THREE, *homes, *lost[:1])["mittelzentrum_ratio"] == 2.5
    assert pd.isna(row(THREE, *homes, *lost)["mittelzentrum_ratio"])


def test_the_median_inhabitant_speaks_for_the_ortsteil() -> None:
    homes = [Home("Dorf", "Z", 49), Home("Dorf", "Y", 2), Home("Dorf", "A", 49)]
    dorf = row(THREE, *homes)

    # durations: 15 (2 people), 25 (49), none (49); counts: 0 (49), 1 (2), 14 (49)
    assert dorf["mittelzentrum_journey_time_p50"] == 25 * 60
    assert dorf["mittelzentrum_journeys"] == 1
    assert dorf["mittelzentrum_return_journeys"] == 0  # 49 + 2 have none
    assert dorf["mittelzentrum_first_departure"] == seconds("12:00")
    assert pd.isna(dorf["mittelzentrum_last_return"])
    # gaps: 1 h (49), 8 h from noon to 20 (2), 14 h (49)
    assert dorf["mittelzentrum_longest_gap"] == 8 * 3600
    assert dorf["mittelzentrum_met_share"] == pytest.approx(0.49)
    assert dorf["mittelzentrum_verdict"] == "nicht erfüllt"


def test_what_the_median_inhabitant_does_not_have_is_null_but_counts_are_zero() -> None:
    dorf = row(THREE, Home("Dorf", "Z", 51), Home("Dorf", "A", 49), by_car=False)

    assert figures(dorf, "mittelzentrum") == {
        "id": "mitte",  # where the 49 go
        "name": "Mitte",
        "travel_time_p50": None,
        "journey_time_min": None,
        "journey_time_p50": None,
        "rides_min": None,
        "journeys": 0,
        "return_journeys": 0,
        "first_departure": None,
        "last_return": None,
        "longest_gap": 14 * 3600,
        "served_hours": 0,
        "walk_share": 0,
        "served_share": pytest.approx(0.49),
        "car_time": None,
        "ratio": None,
        "met_share": pytest.approx(0.49),
        "verdict": "nicht erfüllt",
        "limit": 45 * 60,
    }


def test_where_no_population_is_known_homes_count_alike() -> None:
    unknown = float("nan")
    homes = [Home("Dorf", stop, unknown) for stop in ("A", "A", "Z")]
    dorf = row(THREE, *homes)

    assert dorf["mittelzentrum_journeys"] == 14
    assert dorf["mittelzentrum_served_share"] == pytest.approx(2 / 3)


def test_the_target_of_most_people_gives_its_name() -> None:
    homes = [Home("Dorf", "A", 40), Home("Dorf", "C", 60)]
    lines = HOURLY + bus("70", "C D", "6:05-19:05", takes=20)
    dorf = row(lines, *homes, targets=[MITTE, Target("Drüben", "D")])

    assert dorf["mittelzentrum_name"] == "Drüben"
    assert dorf["mittelzentrum_return_journeys"] == 0  # of the 60 who go there


def test_without_a_target_of_the_class_nothing_can_be_said() -> None:
    dorf = row(HOURLY, Home("Dorf", on_foot={"Mitte": 60}))
    said = figures(dorf, "sbahn")

    assert said.pop("verdict") == "nicht prüfbar"
    assert said.pop("limit") == 30 * 60
    assert set(said.values()) == {None}


def test_an_ortsteil_without_any_bus_has_a_target_nowhere() -> None:
    found = table(THREE, Home("Dorf"), Home("Öde", "Z", drive_s={"Mitte": 600})).loc["Öde"]

    assert pd.isna(found["mittelzentrum_name"])
    assert found["mittelzentrum_served_share"] == 0
    assert pd.isna(found["mittelzentrum_car_time"])  # to which target?
    assert found["mittelzentrum_verdict"] == "nicht erfüllt"


def test_stations_are_classes_of_their_own() -> None:
    targets = [Target("Bahnhof", kind="bahn"), Target("Halt", "C", "sbahn")]
    dorf = row(HOURLY + "70: A C\n 7:05 7:15", Home("Dorf"), targets=targets)

    assert (dorf["bahn_name"], dorf["bahn_journeys"]) == ("Bahnhof", 14)
    assert (dorf["sbahn_name"], dorf["sbahn_journeys"]) == ("Halt", 1)
    assert dorf["mittelzentrum_verdict"] == "nicht prüfbar"


def test_no_hour_is_served_by_a_wait_and_ride_longer_than_the_longest_allowed() -> None:
    rare = bus("60", "A B", "6:05-18:05", takes=20, every=180)
    stops, day = compiled(rare, moving=Moving(max_travel_s=30 * 60))
    asked = question([Home("Dorf")], [Target("Stadt", kind="oberzentrum")], stops)
    dorf = access_table(asked, {"tag": day}).iloc[0]

    # 25 minutes and at most 5 of waiting, though the limit is 90: from 5:55, 8:55, … 17:55 on
    assert dorf["oberzentrum_served_hours"] == 10
    assert pd.isna(dorf["oberzentrum_travel_time_p50"])
