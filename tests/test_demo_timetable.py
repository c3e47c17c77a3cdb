"""The demo county's timetable: plausible to a planner, line by line and train by train."""

from collections import Counter, defaultdict

import numpy as np
import pytest
from demo_days import FERIENTAG, SAMSTAG, SCHULTAG, SONNTAG, buses_on, is_bus, trips_on

from api.demo.county import County
from api.demo.timetable import Trip

# km/h of a product's lines, stops counted: slowest line, mean of the lines from and to, fastest
SPEEDS = {
    "S-Bahn": (35, 40, 55, 65),
    "Bahn": (40, 50, 75, 95),
    "Straßenbahn": (15, 18, 26, 28),
    "PlusBus": (26, 28, 38, 40),
    "TaktBus": (26, 28, 38, 40),
    "Regionalbus": (26, 28, 38, 40),
    "Schulbus": (26, 28, 38, 40),
    "Saisonbus": (26, 28, 38, 40),
    "Rufbus": (26, 28, 38, 40),
    "StadtBus": (20, 22, 30, 32),
}
FROM_LEIPZIG = {  # trains the buses meet, outwards in direction 0
    "Grimma ob Bf": {"RB110"},
    "Wurzen, Bahnhof": {"S3", "RE50"},
    "Borna, Bahnhof": {"S6"},
    "Bad Lausick, Bahnhof": {"RB113", "RE6", "RE6 Narsdorf"},
}


def times(
    trips: list[Trip], station: str, lines: set[str], direction: int, *, arrive: bool
) -> list[int]:
    """Return the minutes at which trips arrive at a station or depart from it, ascending."""
    found = []
    for trip in trips:
        if trip.pattern.line.name in lines and trip.pattern.direction == direction:
            for call, arrival, departure in trip.calls:
                end = trip.first_call if arrive else trip.last_call
                if trip.pattern.poles[call].place.name == station and call != end:
                    found.append((arrival if arrive else departure) // 60)
    return sorted(found)


def gaps(minutes: list[int], start: int, end: int) -> set[int]:
    """Return the times between those of the hours from start to before end."""
    inside = [minute for minute in minutes if start * 60 <= minute < end * 60]
    assert len(inside) > 1
    return set(np.diff(inside).tolist())


# how much


def test_a_schultag_has_3500_trips_and_900_stops(county: County) -> None:
    assert len(trips_on(county, SCHULTAG)) >= 3500
    assert len(county.poles) >= 900


def test_holidays_and_weekends_have_less_service(county: County) -> None:
    buses = {
        day: sum(buses_on(county, day).values()) for day in (SCHULTAG, FERIENTAG, SAMSTAG, SONNTAG)
    }
    assert buses[FERIENTAG] / buses[SCHULTAG] == pytest.approx(0.7, abs=0.05)
    assert buses[SAMSTAG] / buses[SCHULTAG] == pytest.approx(0.35, abs=0.05)
    assert buses[SONNTAG] / buses[SCHULTAG] == pytest.approx(0.25, abs=0.05)


def test_a_fifth_of_the_bus_lines_has_no_trip_in_the_holidays(county: County) -> None:
    term, holidays = buses_on(county, SCHULTAG), buses_on(county, FERIENTAG)
    idle = [line for line in term if not holidays[line]]
    assert len(idle) / len(term) == pytest.approx(0.2, abs=0.04)


def test_school_lines_run_when_school_begins_and_ends(county: County) -> None:
    school = [t for t in trips_on(county, SCHULTAG) if t.pattern.line.product == "Schulbus"]
    to_school = sum(6.25 <= trip.end_s / 3600 <= 7.75 for trip in school)
    home = sum(12.5 <= trip.start_s / 3600 <= 15.5 for trip in school)
    assert (to_school + home) / len(school) > 0.7
    by_hour = Counter(trip.start_s // 3600 for trip in school)
    assert by_hour[6] > 2 * by_hour[8]
    assert by_hour[13] > 2 * by_hour[10] + 2 * by_hour[17]


def test_fifteen_to_eighteen_lines_are_plusbus_and_most_of_them_hourly(county: County) -> None:
    trips = trips_on(county, FERIENTAG)
    plusbus = Counter(t.pattern.line.name for t in trips if t.pattern.line.product == "PlusBus")
    assert 15 <= len(plusbus) <= 18
    assert sum(number >= 26 for number in plusbus.values()) >= 15  # 13 there, 13 back


def test_sunday_has_gaps_in_the_kohrener_land_the_lossatal_and_thallwitz(county: County) -> None:
    served = {p.place.site for t in trips_on(county, SONNTAG) for p in t.pattern.poles}
    for kommune in ("Frohburg", "Lossatal", "Thallwitz"):
        places = [s for s in county.sites.of_kind("ortsteil") if county.sites.town[s] == kommune]
        assert not all(site in served for site in places), kommune


# how fast


@pytest.mark.parametrize("product", SPEEDS)
def test_vehicles_are_as_fast_as_their_product_is(county: County, product: str) -> None:
    way: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for trip in county.trips:
        pattern = trip.pattern
        if pattern.line.product == product:
            metres = pattern.along_m[trip.last_call] - pattern.along_m[trip.first_call]
            way[pattern.line.name].append((metres, trip.end_s - trip.start_s))
    kmh = {
        line: 3.6 * sum(m for m, _ in runs) / sum(s for _, s in runs) for line, runs in way.items()
    }
    slowest, low, high, fastest = SPEEDS[product]
    assert low <= np.mean(list(kmh.values())) <= high, kmh
    assert slowest <= min(kmh.values()) <= max(kmh.values()) <= fastest, kmh


def test_the_table_of_speeds_names_every_product(county: County) -> None:
    assert {trip.pattern.line.product for trip in county.trips} == set(SPEEDS)


# trains


def test_rb110_takes_38_minutes_to_grimma_and_71_to_doebeln(county: County) -> None:
    trip = next(trip for trip in county.trips if trip.id == "RB110-001")
    clock = {
        trip.pattern.poles[call].place.name: (arrival // 60, departure // 60)
        for call, arrival, departure in trip.calls
    }
    assert clock["Leipzig Hbf"][1] == 3 * 60 + 20
    assert clock["Grimma ob Bf"][0] == 3 * 60 + 58
    assert clock["Döbeln Hbf"][0] == 4 * 60 + 31


def test_rb110_is_hourly_to_doebeln_and_no_s_bahn(county: County) -> None:
    trips = trips_on(county, FERIENTAG)
    for direction in (0, 1):
        here = times(trips, "Leisnig, Bahnhof", {"RB110"}, direction, arrive=False)
        assert gaps(here, 5, 22) == {60}
    line = next(trip.pattern.line for trip in trips if trip.pattern.line.name == "RB110")
    assert (line.product, line.route_type) == ("Bahn", 106)


@pytest.mark.parametrize(("station", "line"), [("Wurzen, Bahnhof", "S3"), ("Borna, Bahnhof", "S6")])
def test_the_s_bahn_is_half_hourly_at_wurzen_and_borna(
    county: County, station: str, line: str
) -> None:
    trips = trips_on(county, SCHULTAG)
    assert gaps(times(trips, station, {line}, 0, arrive=True), 5, 22) == {30}
    assert gaps(times(trips, station, {line}, 1, arrive=False), 5, 22) == {30}
    assert {t.pattern.line.route_type for t in trips if t.pattern.line.name == line} == {109}


def test_re6_and_rb113_together_are_half_hourly_at_bad_lausick(county: County) -> None:
    trips, station = trips_on(county, SCHULTAG), "Bad Lausick, Bahnhof"
    for direction, arrive in ((0, True), (1, False)):
        found = gaps(times(trips, station, FROM_LEIPZIG[station], direction, arrive=arrive), 6, 21)
        assert 28 <= min(found) <= max(found) <= 32


def test_some_trips_run_past_midnight(county: County) -> None:
    late = {trip.pattern.line.name for trip in county.trips if trip.end_s > 24 * 3600}
    assert {"S3", "S6", "RB110"} <= late
    assert any(is_bus(t.pattern.line) for t in county.trips if t.pattern.line.name in late)


# where they meet


@pytest.mark.parametrize(
    ("station", "bus", "outwards"),
    [
        ("Grimma ob Bf", "D 610", 0),
        ("Grimma ob Bf", "D 619", 0),
        ("Grimma ob Bf", "D 630", 0),
        ("Grimma ob Bf", "D 693", 0),
        ("Grimma ob Bf", "D 694", 0),
        ("Wurzen, Bahnhof", "D 660", 0),
        ("Wurzen, Bahnhof", "D 675", 0),
        ("Wurzen, Bahnhof", "D 693", 1),
        ("Wurzen, Bahnhof", "D 694", 1),
        ("Borna, Bahnhof", "D 141", 1),
        ("Borna, Bahnhof", "D 271", 0),
        ("Borna, Bahnhof", "D 276", 0),
        ("Bad Lausick, Bahnhof", "D 610", 1),
        ("Bad Lausick, Bahnhof", "D 612", 0),
        ("Bad Lausick, Bahnhof", "D 613", 1),
    ],
)
def test_bus_and_train_meet_both_ways(
    county: County, station: str, bus: str, outwards: int
) -> None:
    trips = [trip for trip in county.trips if trip.service == "Mo-Fr"]
    train = FROM_LEIPZIG[station]
    from_leipzig = times(trips, station, train, 0, arrive=True)
    to_leipzig = times(trips, station, train, 1, arrive=False)
    leaving = times(trips, station, {bus}, outwards, arrive=False)
    coming = times(trips, station, {bus}, 1 - outwards, arrive=True)
    assert min(len(leaving), len(coming)) >= 7
    for_bus = [minute - max(m for m in from_leipzig if m <= minute) for minute in leaving]
    for_train = [min(m for m in to_leipzig if m >= minute) - minute for minute in coming]
    assert 3 <= min(for_bus) <= max(for_bus) <= 10
    assert 3 <= min(for_train) <= max(for_train) <= 10


def test_elsewhere_some_are_missed_by_a_few_minutes(county: County) -> None:
    trips = trips_on(county, SCHULTAG)
    trains = times(trips, "Böhlen, Bahnhof", {"S5"}, 0, arrive=False)
    buses = times(trips, "Böhlen, Bahnhof", {"D 101"}, 1, arrive=True)
    waits = [min(train - bus for train in trains if train >= bus) for bus in buses]
    assert sum(wait < 3 for wait in waits) >= 10


# the way they go


def test_a_school_bus_goes_into_a_village_and_back_out(county: County) -> None:
    trip = next(trip for trip in county.trips if trip.pattern.line.name == "D 651")
    names = [pole.place.name for pole in trip.pattern.poles]
    at = names.index("Keiselwitz")
    assert names[at - 1] == names[at + 1] == "Leipnitz"


def test_no_line_runs_the_same_trip_twice(county: County) -> None:
    seen: set[tuple[object, ...]] = set()
    for trip in county.trips:
        line, direction = trip.pattern.line.name, trip.pattern.direction
        key = (line, direction, trip.first_call, trip.last_call, trip.start_s, trip.service)
        assert key not in seen, f"{line} {trip.service} {trip.start_s // 60}"
        seen.add(key)
