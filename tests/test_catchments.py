"""Standards of the stop: BBSR and Nahverkehrsplan, on either side of each limit."""

import numpy as np
import pytest
from pydantic import ValidationError
from roadside import Home, every, road
from timetables import DAY

from accessibility.catchments import Ways, near_any
from accessibility.catchments_standards import StopStandard, stop_verdicts
from accessibility.criteria import totals
from accessibility.profile_files import shipped_profile

BBSR = shipped_profile(StopStandard, "bbsr")
PLAN = shipped_profile(StopStandard, "nahverkehrsplan")
STOPS = {"A": 0.0, "B": 5000.0, "C": 10_000.0}


def both_ways(line: str, trips: int) -> str:
    """Return so many trips each way, every half hour from six."""
    last = 6 * 60 + 30 * (trips - 1)
    rows = every(30, f"6:00-{last // 60}:{last % 60:02d}")
    return f"{line}: A B C\n{rows}{line}: C B A\n{rows}"


def met(lines: str, homes: dict[str, Home], profile: StopStandard = BBSR) -> dict[str, list[bool]]:
    """Return who meets each criterion, by its key."""
    _, around = road(lines, STOPS, homes)
    found = stop_verdicts(around, profile, "schultag", DAY)
    return {one.criterion.key: one.met.tolist() for one in found}


def beside(*metres: float) -> dict[str, Home]:
    """Return homes so far from B, as the crow flies and along the road."""
    return {str(away): Home(5000 + away) for away in metres}


def test_a_bus_stop_with_20_departures_within_600_m() -> None:
    assert met(both_ways("60", 10), beside(599, 601)) == {"haltestelle": [True, False]}


def test_19_departures_are_not_20() -> None:
    one_more = "60: A B C\n 20:00 20:10 20:20\n"
    assert met(both_ways("60", 9), beside(10)) == {"haltestelle": [False]}
    assert met(both_ways("60", 9) + one_more, beside(10)) == {"haltestelle": [False]}  # 19
    assert met(both_ways("60", 9) + 2 * one_more, beside(10)) == {"haltestelle": [True]}


def test_a_railway_station_with_20_departures_of_trains_within_1200_m() -> None:
    trains = both_ways("RB1 (type=2)", 10)
    assert met(trains, beside(599, 1199, 1201)) == {"haltestelle": [True, True, False]}


def test_trains_and_buses_together_make_a_stop_but_no_railway_station() -> None:
    lines = both_ways("RB1 (type=2)", 5) + both_ways("60", 5)
    assert met(lines, beside(599, 601)) == {"haltestelle": [True, False]}


def test_the_way_of_the_crow_and_the_way_on_foot_differ() -> None:
    home = {"Hang": Home((5450, 300))}  # 541 m as the crow flies, 750 m by the road
    assert met(both_ways("60", 10), home) == {"haltestelle": [True]}
    assert met(both_ways("60", 10), home, PLAN)["bus-600"] == [False]


def test_people_within_500_and_600_m_of_the_bus_and_1000_m_of_the_train_on_foot() -> None:
    bus = met(both_ways("60", 1), beside(499, 501, 599, 601), PLAN)
    assert bus["bus-500"] == [True, False, False, False]
    assert bus["bus-600"] == [True, True, True, False]
    assert bus["bahn-1000"] == [False, False, False, False]
    assert bus["erschlossen"] == [True, True, True, False]
    train = met(both_ways("RB1 (type=2)", 1), beside(999, 1001), PLAN)
    assert train["bus-600"] == [False, False]
    assert train["bahn-1000"] == [True, False]
    assert train["erschlossen"] == [True, False]


def test_three_pairs_are_the_least_service() -> None:
    assert met(both_ways("60", 2), {"Dorf": Home(5000, 200)}, PLAN)["mindestbedienung"] == [False]
    assert met(both_ways("60", 3), {"Dorf": Home(5000, 200)}, PLAN)["mindestbedienung"] == [True]
    one_way = f"60: A B C\n{every(60, '6:00-19:00')}"
    assert met(one_way, {"Dorf": Home(5000, 200)}, PLAN)["mindestbedienung"] == [False]


def test_the_least_service_is_asked_of_ortsteile_with_200_people() -> None:
    homes = {
        "Dorf": Home(5000, 200),
        "Weiler": Home(5001, 199),
        "Siedlung": Home(7000, 300),
        "Unbekannt": Home(7001, 50, population=np.nan),
    }
    _, around = road(both_ways("60", 3), STOPS, homes)
    least = stop_verdicts(around, PLAN, "schultag", DAY)[-1]
    assert least.known.tolist() == [True, False, True, False]
    table = totals(around.places, [least]).set_index("area_name")
    said = table["verdict"].to_dict()
    assert said["Dorf"] == "erfüllt"
    assert said["Weiler"] == "nicht prüfbar"
    assert said["Siedlung"] == "nicht erfüllt"
    assert said["Unbekannt"] == "nicht prüfbar"
    assert table.loc["Kreis", "people_known"] == 500
    assert table.loc["Kreis", "share"] == pytest.approx(0.4)
    assert table["assumed"].all()


def test_what_nobody_has_set_cannot_be_checked() -> None:
    criterion = PLAN.criteria[-1].model_copy(update={"least": None})
    open_plan = PLAN.model_copy(update={"criteria": (criterion,)})
    _, around = road(both_ways("60", 3), STOPS, {"Dorf": Home(5000, 900)})
    (verdict,) = stop_verdicts(around, open_plan, "schultag", DAY)
    assert verdict.known.tolist() == [False]
    assert totals(around.places, [verdict])["verdict"].unique().tolist() == ["nicht prüfbar"]


def test_trips_on_demand_are_no_service_unless_the_profile_says_so() -> None:
    lines = "R66 (type=715): A B C\n" + every(30, "6:00-15:30")
    assert met(lines, beside(10)) == {"haltestelle": [False]}
    counting = BBSR.model_copy(update={"on_demand": True})
    assert met(lines, beside(10), counting) == {"haltestelle": [True]}


def test_a_home_no_way_leads_to_is_known_and_meets_nothing() -> None:
    homes = {"Dorf": Home(5000, 60), "Wald": Home((5000, 700), 40)}
    _, around = road(both_ways("60", 3), STOPS, homes)
    found = stop_verdicts(around, PLAN, "schultag", DAY)
    table = totals(around.places, found)
    whole = table[(table["criterion"] == "bus-600") & (table["area"] == "kreis")]
    assert whole["share"].tolist() == [0.6]


def test_exactly_so_far_is_near_enough() -> None:
    ways = Ways(np.array([0, 0, 1]), np.array([0, 1, 2]), np.array([600.0, 600.001, 10.0]))
    stations = np.array([True, False])
    assert near_any(ways, stations, 600, 4).tolist() == [True, False, False, False]


def test_the_longest_ways_a_profile_asks_for_are_known() -> None:
    assert (BBSR.farthest_m("beeline"), BBSR.farthest_m("walk")) == (1200, 0)
    assert (PLAN.farthest_m("beeline"), PLAN.farthest_m("walk")) == (0, 1000)


def test_a_group_nobody_defined_is_refused_by_name() -> None:
    data = {
        "kind": "haltestellen", "key": "x", "name": "x", "version": "1", "source": "x",
        "text": "x", "span": ["04:00", "28:00"], "on_demand": False,
        "groups": [{"key": "bus", "name": "Bus"}],
        "criteria": [
            {
                "key": "nah", "title": "x", "definition": "x", "measured": "walk",
                "counted": "departures", "least": 1, "least_share": 0.5,
                "reach": [{"groups": ["tram"], "metres": 500}],
            }
        ],
    }  # fmt: skip
    with pytest.raises(ValidationError, match="nah: no group 'tram'; groups are bus"):
        StopStandard.model_validate(data)
