"""The accessibility table of towns drawn by hand: a row an Ortsteil, every figure by head.

Homes stand 4 minutes from their stop and board a minute later: the bus of 6:05 is left for at
6:00. Targets are at their stop: back, the door is left a minute before the bus.
"""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from timetables import DAY, seconds
from towns import MITTE, RIN, Home, Target, bus, compiled, hhmm, question, row, table

from accessibility.access import access_table, find_choices
from accessibility.standards import CLASSES
from mobility.parameters import Moving

SATURDAY = date(2024, 5, 18)
FIGURES = (
    *("id", "name", "travel_time_p50", "journey_time_min", "journey_time_p50", "rides_min"),
    *("journeys", "return_journeys", "first_departure", "last_return", "longest_gap"),
    *("served_hours", "walk_share", "served_share", "car_time", "ratio"),
)
EXTRAS = ("met_share", "verdict", "limit")
OUTINGS = (
    *("stay_2h_share", "stay_4h_share", "stay_8h_share"),
    *("before_0730_departure", "before_0730_share", "before_0800_departure", "before_0800_share"),
    *("evening_share", "one_partner_share"),
)


def figures(row: "pd.Series[Any]", kind: str) -> dict[str, Any]:
    """Return the figures of one class, None where there is none."""
    found = {name: row[f"{kind}_{name}"] for name in (*FIGURES, *EXTRAS)}
    return {name: None if pd.isna(value) else value for name, value in found.items()}


HOURLY = bus("60", "A B", "6:05-19:05", takes=20) + bus("60", "B A", "6:31-20:31", takes=20)


# --- the table -----------------------------------------------------------------------------------


def test_an_hourly_bus_gives_every_figure_of_the_table() -> None:
    home = Home("Dorf", drive_s={"Mitte": 599.2})

    # Door to door 25 minutes, at every full hour from 6 to 19; back at half past 6 to 20.
    assert figures(row(HOURLY, home), "mittelzentrum") == {
        "id": "mitte",
        "name": "Mitte",
        # of 840 minutes 14 need 25, 13 each need 26, 27, … 84, 59 have no bus any more: the
        # value of rank 420 is the 32nd above 25
        "travel_time_p50": 57 * 60,
        "journey_time_min": 25 * 60,
        "journey_time_p50": 25 * 60,
        "rides_min": 1,
        "journeys": 14,
        "return_journeys": 15,
        "first_departure": seconds("6:00"),
        "last_return": seconds("20:30"),
        "longest_gap": 3600,
        "served_hours": 15,  # from 5:40 on one is there within 45 minutes, last at 19:00
        "walk_share": 0,
        "served_share": 1,
        "car_time": 600 + 180,  # whole seconds, parking
        "ratio": 25 / 13,
        "met_share": 1,
        "verdict": "erfüllt",
        "limit": 45 * 60,
    }


def test_the_columns_are_those_of_the_contract_and_a_few_more() -> None:
    stops, day = compiled(HOURLY)
    found = access_table(question([Home("Dorf")], [MITTE], stops), {"schultag": day})

    assert list(found.columns) == [
        *("ortsteil_id", "name", "kommune", "population", "data_status", "day", "date", "geometry"),
        *(f"{kind}_{name}" for kind in CLASSES for name in (*FIGURES, *EXTRAS, *OUTINGS)),
    ]
    dorf = found.iloc[0]
    assert dorf["ortsteil_id"] == "dorf"
    assert dorf["kommune"] == "Kommune"
    assert dorf["population"] == 100
    assert dorf["data_status"] == "official"
    assert (dorf["day"], dorf["date"]) == ("schultag", "2024-05-14")
    assert (dorf["geometry"].x, dorf["geometry"].y) == (12.7, 51.2)
    assert found.crs == "EPSG:4326"


def test_days_stand_one_below_the_other_in_the_order_asked() -> None:
    lines = HOURLY + bus("60 (2024-05-18)", "A B", "10:05-12:05", takes=20)
    stops, tuesday = compiled(lines)
    _, saturday = compiled(lines, SATURDAY)
    homes = [Home("Dorf"), Home("Weiler", stop="B")]
    days = {"samstag": saturday, "schultag": tuesday}
    found = access_table(question(homes, [MITTE], stops), days)

    assert found["day"].tolist() == ["samstag", "samstag", "schultag", "schultag"]
    assert found["name"].tolist() == ["Dorf", "Weiler"] * 2
    assert found["mittelzentrum_journeys"].tolist()[::2] == [3, 14]


def test_choices_found_before_give_the_same_table_and_tell_who_meets_the_standard() -> None:
    homes = [Home("Dorf", people=30), Home("Dorf", "B", people=70), Home("Weiler", "B")]
    stops, day = compiled(HOURLY)
    asked = question(homes, [MITTE], stops)
    choices = find_choices(asked, {"tag": day})

    found = access_table(asked, {"tag": day}, choices=choices)
    pd.testing.assert_frame_equal(found, access_table(asked, {"tag": day}))
    mitte, sbahn = choices["tag"]["mittelzentrum"], choices["tag"]["sbahn"]
    assert mitte.met.tolist() == [True, False, False]  # who lives at B has no bus to B
    assert mitte.known.tolist() == [True, True, True]
    assert sbahn.known.tolist() == sbahn.met.tolist() == [False, False, False]
    assert found["mittelzentrum_met_share"].tolist() == [0.3, 0]


def test_the_number_of_threads_changes_nothing() -> None:
    homes = [Home("Dorf"), Home("Weiler", stop="B")]
    targets = [MITTE, Target("Fern", "A", "grundzentrum"), Target("Halt", "A", "sbahn")]
    one, two = (table(HOURLY, *homes, targets=targets, threads=n) for n in (1, 2))

    pd.testing.assert_frame_equal(one, two)


# --- which target --------------------------------------------------------------------------------


def chosen(lines: str, *targets: Target, kind: str = "mittelzentrum") -> Any:
    return row(lines, Home("Dorf"), targets=targets)[f"{kind}_name"]


def test_the_target_that_meets_the_standard_wins_over_a_faster_one() -> None:
    fast = bus("70", "A C", "6:05-15:05", takes=5) + bus("70", "C A", "6:31-20:31", takes=5)

    assert chosen(HOURLY + fast, Target("Schnell", "C"), MITTE) == "Mitte"  # none after 16


def test_of_those_that_meet_the_standard_the_fastest_wins_though_it_runs_less() -> None:
    rare = bus("70", "A C", "6:05-18:05", takes=19, every=120) + bus(
        "70", "C A", "6:31-18:31", takes=19, every=120
    )

    assert chosen(HOURLY + rare, MITTE, Target("Selten", "C")) == "Selten"


def test_of_equally_fast_targets_the_one_with_most_journeys_wins() -> None:
    often = bus("70", "A C", "6:05-19:35", takes=20, every=30) + bus(
        "70", "C A", "6:31-20:31", takes=20
    )

    assert chosen(HOURLY + often, MITTE, Target("Oft", "C")) == "Oft"


def test_of_targets_alike_in_everything_the_first_of_the_list_wins() -> None:
    assert chosen(HOURLY, Target("Eins"), Target("Zwei")) == "Eins"


def test_a_target_with_one_bus_at_night_beats_one_without_any() -> None:
    dorf = row(
        "60: A C\n 4:35 4:55", Home("Dorf"), targets=[Target("Nie", "A"), Target("Nachts", "C")]
    )

    assert dorf["mittelzentrum_name"] == "Nachts"
    assert dorf["mittelzentrum_journeys"] == 1
    assert dorf["mittelzentrum_first_departure"] == seconds("4:30")
    assert dorf["mittelzentrum_served_share"] == 1
    assert pd.isna(dorf["mittelzentrum_journey_time_p50"])  # none within the window
    assert dorf["mittelzentrum_verdict"] == "nicht erfüllt"


def test_out_and_back_go_to_the_same_target() -> None:
    one_way = bus("70", "A C", "6:05-19:05", takes=5)  # nobody comes back from there
    dorf = row(one_way, Home("Dorf"), targets=[Target("Schnell", "C")])

    assert dorf["mittelzentrum_journeys"] == 14
    assert dorf["mittelzentrum_return_journeys"] == 0
    assert pd.isna(dorf["mittelzentrum_last_return"])

    both = table(HOURLY + one_way, Home("Dorf"), targets=[Target("Schnell", "C"), MITTE])
    assert both.loc["Dorf", "mittelzentrum_name"] == "Mitte"
    assert both.loc["Dorf", "mittelzentrum_return_journeys"] == 15


def test_a_higher_centre_is_also_a_target_of_the_lower_classes() -> None:
    dorf = row(HOURLY, Home("Dorf"), targets=[Target("Stadt", kind="oberzentrum")])

    for kind in ("grundzentrum", "mittelzentrum", "oberzentrum"):
        assert dorf[f"{kind}_name"] == "Stadt"
        assert dorf[f"{kind}_journeys"] == 14


def test_a_lower_centre_is_no_target_of_the_higher_classes() -> None:
    low = [Target("Markt", kind="grundzentrum")]
    dorf = row(HOURLY, Home("Dorf"), targets=low)

    assert dorf["grundzentrum_name"] == "Markt"
    assert dorf["mittelzentrum_name"] is None
    assert dorf["oberzentrum_name"] is None


def test_the_nearest_mittelzentrum_may_be_an_oberzentrum_beyond_the_border() -> None:
    near = bus("70", "A C", "6:05-19:05", takes=10) + bus("70", "C A", "6:31-20:31", takes=10)
    dorf = row(HOURLY + near, Home("Dorf"), targets=[MITTE, Target("Jenseits", "C", "oberzentrum")])

    assert dorf["mittelzentrum_name"] == "Jenseits"
    assert dorf["grundzentrum_name"] == "Jenseits"


def test_a_class_without_a_limit_is_looked_at_but_not_judged() -> None:
    limits = {kind: limit for kind, limit in RIN.limits.items() if kind != "grundzentrum"}
    lep = RIN.model_copy(update={"limits": limits})
    slow = bus("70", "A C", "6:05-19:05", takes=50) + bus("70", "C A", "6:31-20:31", takes=50)
    targets = [Target("Fern", "C", "mittelzentrum"), Target("Nah", "B", "grundzentrum")]
    dorf = row(HOURLY + slow, Home("Dorf"), targets=targets, profile=lep)

    assert dorf["grundzentrum_name"] == "Nah"
    assert dorf["grundzentrum_journeys"] == 14
    assert dorf["grundzentrum_stay_8h_share"] == 1
    assert dorf["grundzentrum_verdict"] == "nicht prüfbar"
    for name in ("met_share", "limit", "served_hours"):
        assert pd.isna(dorf[f"grundzentrum_{name}"]), name
    assert dorf["mittelzentrum_verdict"] == "nicht erfüllt"
    assert dorf["mittelzentrum_served_hours"] == 0


def test_each_class_has_a_limit_of_its_own() -> None:
    slow = bus("60", "A B", "6:05-19:05", takes=26) + bus("60", "B A", "6:31-20:31", takes=26)
    dorf = row(slow, Home("Dorf"), targets=[Target("Stadt", kind="oberzentrum")])

    # 31 minutes from door to door
    verdicts = [dorf[f"{kind}_verdict"] for kind in CLASSES]
    assert verdicts[:3] == ["nicht erfüllt", "erfüllt", "erfüllt"]
    # never within 30; within 45 from 5:46 on, within 90 from 5:01 on, and last at 19:00
    assert [dorf[f"{kind}_served_hours"] for kind in CLASSES[:3]] == [0, 15, 15]


def test_parking_takes_longer_in_the_large_city() -> None:
    home = Home("Dorf", drive_s={"Stadt": 60})
    dorf = row(HOURLY, home, targets=[Target("Stadt", kind="oberzentrum")])

    assert dorf["mittelzentrum_car_time"] == 60 + 180
    assert dorf["oberzentrum_car_time"] == 60 + 480


# --- the standard --------------------------------------------------------------------------------


def verdict(lines: str, *homes: Home, on: date = DAY) -> str:
    return str(table(lines, *(homes or [Home("Dorf")]), on=on).iloc[0]["mittelzentrum_verdict"])


ODD = "6:05 8:05 10:05 12:05 14:05 16:05 18:05"  # left for at the full hour
BACK = "6:31 8:31 10:31 12:31 14:31 16:31 18:31"


@pytest.mark.parametrize(
    ("there", "back", "said"),
    [
        (ODD, BACK, "erfüllt"),
        ("8:04 10:04 12:04 14:04 16:04 18:04 20:04", BACK, "erfüllt"),  # at 7:59, 9:59, …
        (ODD.replace("6:05", "6:04", 1), BACK, "nicht erfüllt"),  # at 5:59
        (ODD.replace("12:05", ""), BACK, "nicht erfüllt"),
        (ODD, BACK.replace("12:31", ""), "nicht erfüllt"),
        (ODD, BACK.replace("18:31", "20:00"), "erfüllt"),  # at 19:59
        (ODD, BACK.replace("18:31", "20:01"), "nicht erfüllt"),
    ],
)
def test_the_standard_asks_for_a_journey_in_every_two_hours_there_and_back(
    there: str, back: str, said: str
) -> None:
    rows = [
        f"{at} {hhmm(seconds(at) // 60 + 20)}\n" for times in (there, back) for at in times.split()
    ]
    split = len(there.split())
    lines = "60: A B\n" + "".join(rows[:split]) + "60: B A\n" + "".join(rows[split:])

    assert verdict(lines) == said


def test_on_saturday_and_sunday_the_day_begins_at_eight() -> None:
    lines = bus("60", "A B", "8:05-18:05", takes=20) + bus("60", "B A", "8:31-18:31", takes=20)
    weekend = lines.replace("60:", "60 (2024-05-18):")

    assert verdict(lines) == "nicht erfüllt"
    assert verdict(weekend, on=SATURDAY) == "erfüllt"
    assert row(weekend, Home("Dorf"), on=SATURDAY)["mittelzentrum_journeys"] == 11


@pytest.mark.parametrize(("takes", "said"), [(40, "erfüllt"), (41, "nicht erfüllt")])
def test_the_limit_itself_still_meets_the_standard(takes: int, said: str) -> None:
    lines = bus("60", "A B", "6:05-19:05", takes=takes) + bus("60", "B A", "6:31-20:31", takes=20)

    assert verdict(lines) == said  # 45 minutes from door to door, 46 minutes


def test_the_wait_for_a_rare_bus_does_not_decide() -> None:
    rare = bus("60", "A B", "6:05-18:05", takes=20, every=120) + bus(
        "60", "B A", "6:31-18:31", takes=20, every=120
    )
    dorf = row(rare, Home("Dorf"))

    assert dorf["mittelzentrum_travel_time_p50"] > 45 * 60
    assert dorf["mittelzentrum_verdict"] == "erfüllt"


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
