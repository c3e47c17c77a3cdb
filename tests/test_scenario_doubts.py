"""What a scenario says but hardly means is told with line, days and trips."""

from collections.abc import Callable
from typing import Any

import pytest

from api.scenarios.check import check_scenario
from api.scenarios.files import Source
from api.service import Service
from mobility.scenario import Scenario

STOPS = ["Brandis, Markt", "Zeititz", "Leulitz"]
HOURLY = {"days": ["sonntag"], "headway": 60, "first": "06:00", "last": "07:00"}


@pytest.fixture
def demo(service: Callable[[str], Service]) -> Service:
    return service("demo")


def warned(service: Service, *changes: dict[str, Any]) -> list[str]:
    """Return what speaks against the changes, but for criteria and Annahmen on streets."""
    scenario = Scenario.model_validate({"name": "test", "changes": changes})
    checked = check_scenario(service, [Source(scenario)])
    assert checked.problems == []
    return [one for one in checked.warnings if "rechnerische Prüfung" not in one]


def on_sunday(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "add_line", "line": name, "stops": STOPS, "runs": [HOURLY], **more}


def test_a_line_all_of_whose_stops_are_skipped_is_told_to_be_gone(demo: Service) -> None:
    line = on_sunday("T 1", factor=1.3)
    skip = {"type": "skip_stops", "line": "T 1", "stops": STOPS[1:]}
    (told,) = warned(demo, line, skip)
    assert told == (
        "T 1: Änderung 2 (skip_stops) nimmt ganze Fahrten weg, weil ihnen keine zwei Halte "
        "bleiben: Sonntag 4 Fahrten (es bleibt keine)"
    )
    assert warned(demo, line, skip | {"stops": STOPS[1:2]}) == []


def test_a_line_given_up_on_days_the_new_one_does_not_run_is_told(demo: Service) -> None:
    by = {"line": "X 1", "stops": STOPS, "factor": 1.3, "runs": [HOURLY]}
    (told,) = warned(demo, {"type": "replace_line", "line": "D 276", "by": by})
    assert told == (
        "D 276: Änderung 1 (replace_line) nimmt die Linie auch an Tagen weg, an denen X 1 nicht "
        "fährt: Schultag 37 Fahrten (es bleibt keine), Ferientag 34 Fahrten (es bleibt keine), "
        "Samstag 15 Fahrten (es bleibt keine)"
    )
    only = {"type": "replace_line", "line": "D 276", "by": by, "days": ["sonntag"]}
    assert warned(demo, only) == []


PLUSBUS = {"type": "upgrade_to_plusbus", "line": "D 613"}


def test_school_trips_beside_a_takt_that_takes_their_place_are_told(demo: Service) -> None:
    (told,) = warned(demo, PLUSBUS)
    assert told == (
        "D 613: Änderung 1 (upgrade_to_plusbus) nimmt auch 2 Fahrten weg, die nur an Schultagen "
        "fahren (06:46 ab Colditz, Markt; 13:23 ab Bad Lausick, Schule); mit keep = true bleiben "
        "sie"
    )
    assert warned(demo, PLUSBUS | {"keep": True}) == []


def test_one_school_trip_in_the_span_of_a_takt_is_told_and_none_outside_of_it(
    demo: Service,
) -> None:
    takt = {"type": "set_headway", "line": "D 613", "minutes": 60}
    (told,) = warned(demo, takt | {"span": ["12:00", "15:00"]})
    assert "1 Fahrt weg, die nur an Schultagen fährt (13:23 ab Bad Lausick, Schule)" in told
    assert warned(demo, takt | {"span": ["15:00", "18:00"]}) == []


def test_a_line_taken_out_on_purpose_is_no_surprise(demo: Service) -> None:
    assert warned(demo, {"type": "remove_line", "line": "D 276", "days": ["sonntag"]}) == []


def test_a_bus_that_rides_250_kmh_is_told(demo: Service) -> None:
    value, ride = warned(demo, on_sunday("T 1", kmh=250))
    assert value == (
        "Änderung 1 (add_line): T 1 250 km/h; mehr als 100 km/h sind kaum gemeint (Annahme) – "
        "Sonntag: T 1 4 neu"
    )
    assert ride == (
        "T 1: Brandis, Markt – Zeititz (3,6 km Luftlinie) in 0,9 min, schneller, als jemand fährt "
        "(Annahme); Fahrten: Sonntag 4"
    )


def test_a_ride_slower_than_a_walk_is_told(demo: Service) -> None:
    (told,) = warned(demo, on_sunday("T 1", minutes=[0, 10, 600]))
    assert told == (
        "T 1: Zeititz – Leulitz (1,6 km Luftlinie) in 590,0 min, langsamer als zu Fuß; Fahrten: "
        "Sonntag 4"
    )


def test_a_shift_by_ten_hours_is_told_with_its_trips(demo: Service) -> None:
    shift = {"type": "shift", "line": "D 276", "minutes": 600, "days": ["sonntag"]}
    (told,) = [one for one in warned(demo, shift) if "verschoben" in one]
    assert told.startswith(
        "Änderung 1 (shift): D 276 um 600 min verschoben; mehr als 120 min sind kaum gemeint "
        "(Annahme) – Sonntag: D 276 "
    )


def test_a_street_of_250_kmh_is_told(demo: Service) -> None:
    speed = {
        "type": "set_street_speed", "start": [12.61, 51.336], "end": [12.6607, 51.3414], "kmh": 250,
    }  # fmt: skip
    (told,) = warned(demo, speed)
    assert told == (
        "Änderung 1 (set_street_speed): auf der Straße bis 250 km/h; mehr als 100 km/h (Autobahn "
        "und Schnellstraße 130) sind kaum gemeint (Annahme)"
    )
    assert warned(demo, speed | {"kmh": 100}) == []


def test_a_street_four_times_as_fast_is_told_with_what_comes_of_it(demo: Service) -> None:
    speed = {
        "type": "set_street_speed", "start": [12.61, 51.336], "end": [12.6607, 51.3414],
        "factor": 4,
    }  # fmt: skip
    value, effect = warned(demo, speed)
    assert value == (
        "Änderung 1 (set_street_speed): auf der Straße 4-mal so schnell; mehr als 3-mal ist kaum "
        "gemeint (Annahme)"
    )
    assert effect.startswith("Änderung 1 (set_street_speed): auf der Straße bis ")
    assert warned(demo, speed | {"factor": 1.1}) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"type": "set_dwell", "stop": "Zeititz", "seconds": 960},
            "T 1 steht in Zeititz 16 min; mehr als 15 min sind kaum gemeint (Annahme)",
        ),
        (
            {"type": "set_headway", "minutes": 4, "span": ["06:00", "07:00"], "days": ["sonntag"]},
            "T 1 alle 4 min; ein Bus öfter als alle 5 min ist kaum gemeint (Annahme)",
        ),
        (
            {"type": "extend_hours", "minutes": 60, "last": "28:30"},
            "T 1 fährt bis 28:30; später als 28:00 ist kaum gemeint (Annahme)",
        ),
    ],
)
def test_a_value_beyond_what_buses_do_is_told(
    demo: Service, change: dict[str, Any], said: str
) -> None:
    (told,) = warned(demo, on_sunday("T 1", factor=1.3), change | {"line": "T 1"})
    assert told.startswith(f"Änderung 2 ({change['type']}): {said} – Sonntag: T 1 ")


@pytest.mark.parametrize(
    "change",
    [
        {"type": "set_dwell", "stop": "Zeititz", "seconds": 900},
        {"type": "set_headway", "minutes": 5, "span": ["06:00", "07:00"]},
        {"type": "extend_hours", "minutes": 60, "last": "28:00"},
    ],
)
def test_a_value_at_its_limit_is_not(demo: Service, change: dict[str, Any]) -> None:
    assert warned(demo, on_sunday("T 1", factor=1.3), change | {"line": "T 1"}) == []


def test_a_new_bus_every_three_minutes_is_told(demo: Service) -> None:
    often = [HOURLY | {"headway": 3}]
    (told,) = warned(demo, on_sunday("T 1", factor=1.3) | {"runs": often})
    assert told.startswith("Änderung 1 (add_line): T 1 alle 3 min; ein Bus öfter als alle 5 min")


def test_seconds_saved_where_trips_begin_are_told_to_save_nothing(demo: Service) -> None:
    skip = {
        "type": "skip_stops", "line": "D 613", "stops": ["Colditz, Markt"],
        "towards": "Bad Lausick, Schule", "saved_seconds": 30,
    }  # fmt: skip
    (told,) = warned(demo, skip)
    assert told == (
        "D 613: Änderung 1 (skip_stops) spart an Colditz, Markt nichts, wo Fahrten beginnen: Sie "
        "beginnen am nächsten Halt und fahren dort ab wie bisher"
    )
    assert warned(demo, skip | {"saved_seconds": 0}) == []
