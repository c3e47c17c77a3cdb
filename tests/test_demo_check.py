"""`mobility check` finds the faults planted in the demo county, and nothing else."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from api.check import findings_of
from api.days import check_days
from api.demo.facts import Agency, Fault, Window, read_facts
from api.service import Service
from gtfs.findings import Finding, Severity

SCHULTAG, FERIENTAG = date(2026, 4, 21), date(2026, 7, 21)
ZONE = "flex_not_used"  # the Rufbus zone is no fault of the feed, but of ours


@pytest.fixture(scope="module")
def faults(built: Callable[[str], Path]) -> dict[str, Finding]:
    """Return the findings that are no plain facts; there is one of each code."""
    found = [one for one in findings_of(built("demo")) if one.severity is not Severity.FACT]
    assert sorted(one.code for one in found) == sorted({one.code for one in found})
    return {one.code: one for one in found}


def planted(kind: str) -> str:
    """Return where a fault is planted."""
    (where,) = (fault.where for fault in read_facts(Fault, "faults") if fault.kind == kind)
    return where


def test_the_planted_faults_are_found_and_nothing_else(faults: dict[str, Finding]) -> None:
    codes = {fault.code for fault in read_facts(Fault, "faults")}
    assert faults.keys() == codes | {ZONE}


def test_each_fault_is_found_where_it_was_planted(faults: dict[str, Finding]) -> None:
    name = {agency.id: agency.name for agency in read_facts(Agency, "agencies")}

    for kind, code in (("one_direction", "no_directions"), ("early_end", "agency_ends_early")):
        assert faults[code].message.startswith(name[planted(kind)])
    assert planted("shared_route") in faults["route_of_unconnected_lines"].message
    assert faults["route_of_unconnected_lines"].count == 2
    assert "Grimma" in faults["route_of_unconnected_lines"].message
    assert "Wurzen" in faults["route_of_unconnected_lines"].message
    for kind, code in (
        ("duplicate_trip", "duplicate_trips"),
        ("lost_parent", "unknown_parent_station"),
    ):
        assert f"zuerst {planted(kind)}" in faults[code].message
        assert faults[code].count == 1
        assert faults[code].row is not None
    windows = len(read_facts(Window, "zones"))
    assert faults[ZONE].done.endswith(f"Fahrten ganz ohne Fahrplanzeit: {windows}")


def test_what_harms_figures_is_a_warning(faults: dict[str, Finding]) -> None:
    infos = {code for code, one in faults.items() if one.severity is Severity.INFO}
    assert infos == {"no_directions"}
    assert all(one.severity is not Severity.ERROR for one in faults.values())


def test_the_report_keeps_facts_apart(built: Callable[[str], Path]) -> None:
    facts = {one.code for one in findings_of(built("demo")) if one.severity is Severity.FACT}
    read = {"rows_read", "file_not_used", "service_dates", "trips_on_demand"}
    assert facts >= read | {"walk_components", "bike_components", "car_components"}


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ({"schultag": SCHULTAG, "ferientag": FERIENTAG}, []),
        ({"schultag": FERIENTAG, "ferientag": FERIENTAG}, ["day_in_holidays"]),
        ({"schultag": FERIENTAG}, ["day_in_holidays"]),
        ({"schultag": date(2026, 6, 23), "ferientag": FERIENTAG}, []),
        ({"schultag": date(2026, 5, 14)}, ["day_like_sunday"]),  # Christi Himmelfahrt
        ({"ferientag": date(2026, 5, 14)}, ["day_like_sunday"]),
        ({"ferientag": SCHULTAG}, ["day_in_term"]),
        ({"samstag": date(2026, 10, 3)}, ["day_like_sunday"]),
        ({"samstag": date(2026, 4, 25), "sonntag": date(2026, 5, 14)}, []),
    ],
)
def test_dates_that_are_no_example_of_their_day_are_told(
    service: Callable[[str], Service], days: dict[str, date], found: list[str]
) -> None:
    demo = service("demo")
    told = check_days(days, demo.network.timetable, demo.near, allow_thin=True)[1]

    assert [one.code for one in told if not one.code.startswith("day_thin")] == found
    assert all(one.severity is Severity.WARNING for one in told)
