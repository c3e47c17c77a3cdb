"""ÖV-Güteklassen: category of the stop, class at the door, people, for both methods."""

from dataclasses import replace

import numpy as np
import pytest
from pydantic import ValidationError
from roadside import Home, every, road
from timetables import DAY

from accessibility.catchments import Surroundings, Ways
from accessibility.gueteklassen import Rated, category_of, find_gueteklassen
from accessibility.gueteklassen_areas import class_areas
from accessibility.gueteklassen_profile import Gueteklassen
from accessibility.gueteklassen_tables import NO_CLASS, people_table, station_table
from accessibility.profile_files import shipped_files, shipped_profile

OEROK = shipped_profile(Gueteklassen, "oerok")
ARE = shipped_profile(Gueteklassen, "are-goat")
STOPS = {"A": 0.0, "B": 5000.0, "C": 10_000.0}


def both_ways(line: str, minutes: int, times: str) -> str:
    rows = every(minutes, times)
    return f"{line}: A B C\n{rows}{line}: C B A\n{rows}"


def rated(around: Surroundings, profile: Gueteklassen = OEROK) -> Rated:
    return find_gueteklassen(around, profile, "schultag", DAY)[0]


def category(lines: str, profile: Gueteklassen = OEROK, station: str = "B") -> str:
    """Return the category of a station between the ends of the lines."""
    _, around = road(lines, STOPS, {"Dorf": Home(5000)})
    table = station_table(around, rated(around, profile))
    return str(table.set_index("name").loc[station, "category"])


def classes(around: Surroundings, profile: Gueteklassen = OEROK) -> list[str]:
    """Return the class of every home."""
    found = rated(around, profile).point_class
    return [*(NO_CLASS if one < 0 else profile.classes[one] for one in found)]


def one_of(profile: Gueteklassen, group: int, departures: int) -> str:
    """Return the category of a station that only one group serves."""
    counts = np.zeros((1, len(profile.groups)))
    counts[0, group] = departures
    number = int(category_of(profile, counts)[0][0])
    return profile.categories[number].name if number >= 0 else "-"


# departures the stronger way in 14 hours, and the interval in minutes they make
EVERY = {169: 4.97, 168: 5, 84: 10, 42: 20, 21: 40, 14: 60, 7: 120, 4: 210, 3: 280}


def test_categories_of_oerok_are_those_of_its_table_each_interval_closed_above() -> None:
    found = [" ".join(one_of(OEROK, group, n) for group in range(4)) for n in EVERY]
    assert found == [
        "I I II III",  # below 5 minutes
        "I II III III",  # 5 to 10: every 5 minutes is not below 5
        "I II III III",
        "II III IV IV",
        "III IV V V",
        "IV V VI VI",  # every 60 minutes
        "V VI VII VII",  # every 120 minutes
        "- VII VIII VIII",
        "- - - -",
    ]


def test_categories_of_are_goat_are_those_of_its_table() -> None:
    found = [" ".join(one_of(ARE, group, n) for group in range(3)) for n in EVERY]
    assert found == [
        "1 1 2", "1 2 3", "1 2 3", "2 3 4", "3 4 5", "4 5 6", "5 6 7", "- - -", "- - -",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("departures", "expected"), [(20, "VI"), (14, "VI"), (13, "VII"), (7, "VII"), (6, "VIII")]
)
def test_one_departure_less_than_every_hour_is_no_hourly_bus(
    departures: int, expected: str
) -> None:
    assert one_of(OEROK, 3, departures) == expected


def test_classes_fall_with_the_distance_as_in_the_tables() -> None:
    def letters(profile: Gueteklassen) -> str:
        return " ".join("".join(c or "-" for c in row.classes) for row in profile.categories)

    assert letters(OEROK) == "AABCD ABCDE BCDEF CDEFG DEFGG EFG-- FGG-- GG---"
    assert OEROK.distances == (300, 500, 750, 1000, 1250)
    assert letters(ARE) == "AABC ABCD BCDE CDEF DEF- EF-- F---"
    assert ARE.distances == (300, 500, 750, 1000)


def test_an_hourly_plusbus_and_a_two_hourly_taktbus_stand_at_the_upper_edge() -> None:
    plusbus = both_ways("610", 60, "5:05-20:05")
    taktbus = both_ways("654", 120, "6:05-18:05")
    assert category(plusbus) == "VI"  # 40 to 60 minutes
    assert category(taktbus) == "VII"  # 60 to 120 minutes
    assert category(plusbus, ARE) == "6"
    assert category(taktbus, ARE) == "7"


def test_a_terminus_is_as_good_as_a_stop_on_the_way_but_for_the_sources_half() -> None:
    plusbus = both_ways("610", 60, "5:05-20:05")
    half = OEROK.model_copy(update={"departures": "half"})
    assert category(plusbus, station="A") == "VI"
    assert category(plusbus, half) == "VI"
    assert category(plusbus, half, station="A") == "VII"


def test_the_best_vehicle_counts_with_the_departures_of_all() -> None:
    hourly = both_ways("610", 60, "6:05-19:05")
    two_trains = both_ways("RB1 (type=2)", 240, "7:00-11:00")
    best = OEROK.model_copy(update={"vehicle": "best"})
    assert category(hourly + two_trains) == "V"  # 16 departures each way, as if all were trains
    assert category(hourly + two_trains, best) == "VI"  # two trains alone are none, the buses VI


def test_an_express_train_is_known_by_its_name() -> None:
    assert category(both_ways("RE6 (type=2)", 60, "6:05-19:05")) == "IV"
    assert category(both_ways("RB110 (type=2)", 60, "6:05-19:05")) == "V"
    assert category(both_ways("610 (type=3)", 60, "6:05-19:05")) == "VI"
    assert category(both_ways("4 (type=0)", 60, "6:05-19:05")) == "VI"
    assert category(both_ways("4 (type=900)", 10, "5:55-19:45")) == "III"


def test_trips_on_demand_give_no_class_unless_the_profile_says_so() -> None:
    lines = "R66: A B\n" + every(60, "6:05-19:05", stops=2).replace(" ", "p ").replace("\n", "p\n")
    _, around = road(lines, STOPS, {"Dorf": Home(0)})
    table = station_table(around, rated(around)).set_index("name")
    assert table.loc["A", ["category", "departures", "on_demand"]].tolist() == ["–", 0, 14]
    counting = OEROK.model_copy(update={"on_demand": True})
    assert category(lines, counting, station="A") == "VI"
    assert classes(around) == ["keine"]
    assert classes(around, counting) == ["E"]


def test_homes_are_judged_by_the_walk_on_either_side_of_each_limit() -> None:
    homes = {
        str(away): Home(5000 + away, people)
        for away, people in ((299, 1), (301, 2), (499, 4), (501, 8), (749, 16), (751, 32))
    }
    _, around = road(both_ways("610", 60, "6:05-19:05"), STOPS, homes)
    assert classes(around) == ["E", "F", "F", "G", "G", "keine"]
    people = people_table(around.places, rated(around))
    whole = people[people["area"] == "kreis"].set_index("class")
    assert whole["people"].loc[["E", "F", "G", "keine"]].tolist() == [1, 6, 24, 32]
    assert whole["share"].loc["E"] == pytest.approx(1 / 63)
    ort = people[(people["area"] == "ortsteil") & (people["area_name"] == "751")]
    assert ort.set_index("class")["people"].loc["keine"] == 32


def test_exactly_at_the_limit_is_within() -> None:
    _, around = road(both_ways("610", 60, "6:05-19:05"), STOPS, {"Dorf": Home(5300)})
    exact = around.walks._replace(metres=np.array([300.0]))
    beyond = around.walks._replace(metres=np.array([np.nextafter(300.0, 400)]))
    assert classes(_with_walks(around, exact)) == ["E"]
    assert classes(_with_walks(around, beyond)) == ["F"]


def _with_walks(around: Surroundings, walks: Ways) -> Surroundings:
    return replace(around, walks=walks)


def test_the_best_class_counts_not_the_nearest_stop() -> None:
    lines = both_ways("610", 60, "6:05-19:05") + "61: D E\n 7:00 7:10\n 9:00 9:10\n 11:00 11:10\n"
    lines += " 13:00 13:10\n"
    _, around = road(lines, {**STOPS, "D": 5400, "E": 9000}, {"Dorf": Home(5390)})
    found = rated(around)
    station = around.timetable.station_name[found.point_station[0]]
    assert (classes(around), station, round(found.point_m[0])) == (["F"], "B", 390)


def test_a_feed_of_platforms_says_what_a_feed_of_stations_says() -> None:
    rows = every(60, "6:05-19:05")
    homes = {str(at): Home(at) for at in (4000, 4260, 4490, 5010, 5290, 5310, 5499, 5740)}
    one = road(f"60: A B C\n{rows}60: C B A\n{rows}", STOPS, homes)[1]
    platforms = {"A1": 0, "A2": 0, "B1": 4970, "B2": 5030, "C1": 10_000, "C2": 10_000}
    members = {"A": "A1 A2", "B": "B1 B2", "C": "C1 C2"}
    lines = f"60: A1 B1 C1\n{rows}60: C2 B2 A2\n{rows}"
    two = road(lines, platforms, homes, stations=members)[1]

    first, second = (station_table(around, rated(around)) for around in (one, two))
    columns = ["name", "category", "vehicle", "interval_min", "counted", "departures"]
    assert first[columns].to_numpy().tolist() == second[columns].to_numpy().tolist()
    assert classes(one) == classes(two)
    assert classes(one) == ["keine", "G", "G", "E", "E", "F", "F", "G"]


def test_a_home_far_from_every_street_is_in_no_class_and_still_counted() -> None:
    homes = {"Dorf": Home(5000, 90), "Wald": Home((5000, 600), 10)}
    _, around = road(both_ways("610", 60, "6:05-19:05"), STOPS, homes)
    assert classes(around) == ["E", "keine"]
    _, verdict = find_gueteklassen(around, OEROK, "schultag", DAY)
    assert verdict.met.tolist() == [True, False]
    assert verdict.known.tolist() == [True, True]


def test_where_nobody_was_counted_every_home_weighs_one() -> None:
    homes = {"Dorf": Home(5000, np.nan), "Wald": Home(7000, np.nan)}
    _, around = road(both_ways("610", 60, "6:05-19:05"), STOPS, homes)
    people = people_table(around.places, rated(around))
    whole = people[people["area"] == "kreis"].set_index("class")
    assert whole["share"].loc[["E", "keine"]].tolist() == [0.5, 0.5]
    assert whole["people"].sum() == 0  # nobody is invented


def test_areas_hold_each_other_and_reach_as_far_as_the_distance() -> None:
    network, around = road(both_ways("610", 60, "6:05-19:05"), STOPS, {"Dorf": Home(5000)})
    areas = class_areas(network, around.stations, rated(around))
    assert areas["class"].tolist() == ["E", "F", "G"]
    metric = areas.to_crs(network.crs).geometry
    assert metric.iloc[1].contains(metric.iloc[0])
    assert metric.iloc[2].contains(metric.iloc[1])
    # three stops: 240 m either way on a straight road, 60 m beside it, half a circle at the ends
    by_head = 3 * (480 * 120 + np.pi * 60**2) / 1e6
    assert areas["area_km2"].iloc[0] == pytest.approx(by_head, rel=0.01)
    west, south, east, north = metric.iloc[0].bounds
    assert east - west == pytest.approx(10_000 + 2 * 300, rel=1e-3)
    assert north - south == pytest.approx(2 * 60, rel=1e-2)


def test_a_day_without_service_has_no_classes_and_no_areas() -> None:
    network, around = road("60 (2024-05-13): A B\n 7:00 7:10", STOPS, {"Dorf": Home(0)})
    assert classes(around) == ["keine"]
    assert station_table(around, rated(around)).empty
    assert class_areas(network, around.stations, rated(around)).empty


def test_both_methods_come_with_the_program() -> None:
    assert {"oerok", "are-goat"} <= set(shipped_files())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"distances": [300, 500]}, "must name a class a distance"),
        ({"distances": [500, 300, 750, 1000, 1250]}, "must ascend"),
        ({"groups": [{"key": "bus", "name": "Bus"}]}, "must name a category a group"),
        ({"classes": ["A", "B"]}, "must name a class a distance"),
    ],
)
def test_tables_that_do_not_fit_each_other_are_refused(
    change: dict[str, object], said: str
) -> None:
    data = OEROK.model_dump() | {"span": ["06:00", "20:00"], "groups": _typed(), **change}
    with pytest.raises(ValidationError, match=said):
        Gueteklassen.model_validate(data)


def _typed() -> list[dict[str, object]]:
    return [{"key": group.key, "name": group.name, "route_types": [3]} for group in OEROK.groups]
