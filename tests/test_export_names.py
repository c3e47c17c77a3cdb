"""What a file is called that is taken home: short enough for every disk, and never like another."""

import pytest

from api.http.export_names import LONGEST, file_name
from api.http.export_wanted import Wanted


def named(day: str, scenario: str, before: str = "Bestand", region: str = "Tal") -> str:
    wanted = Wanted(day=day, measure="bahn_journey_time_p50")
    return file_name("difference", wanted, region, scenario, before)


def test_a_name_that_fits_is_told_whole() -> None:
    assert named("schultag", "Bus 60 / später") == (
        "Unterschied-Reisezeit-zur-Bahn-Tal-Szenario-Bus-60-später-gegenüber-Bestand-Schultag"
    )


def test_the_scenario_is_what_is_cut() -> None:
    start, end = "Unterschied-Reisezeit-zur-Bahn-Tal-Szenario-", "-gegenüber-Bestand-Samstag"
    found = named("samstag", "x" * 300)
    assert found == f"{start}{'x' * (190 - len(start) - len(end) - 1)}{end}"  # ü has two bytes


@pytest.mark.parametrize("letter", ["x", "ü", "漢", "𝔛"])
def test_no_disk_refuses_a_name_whatever_its_letters(letter: str) -> None:
    for day, said in (("schultag", "Schultag"), ("samstag", "Samstag")):
        found = named(day, letter * 200, letter * 200, letter * 60)
        assert len(found.encode()) <= LONGEST
        assert found.startswith("Unterschied-Reisezeit-zur-Bahn-")
        assert found.endswith(f"-{said}")
        assert "-Szenario-" in found


def test_of_a_long_line_the_line_is_cut() -> None:
    found = file_name("fahrplan", Wanted(day="ferientag", line="613 " * 50), "Tal", None)
    assert found.startswith("Fahrplan-613-613-")
    assert found.endswith("-Tal-Ferientag")
    assert len(found.encode()) <= LONGEST
