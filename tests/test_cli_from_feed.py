"""``mobility scenario from-gtfs``: the next timetable as a scenario, and what is told of it."""

from pathlib import Path

import numpy as np
from commands import mobility, refused
from feeds import write_feed
from valley import CALENDAR_DATES, FEED, REGION, ROUTES, write_valley

from api.build import build_region
from api.scenarios.files import read_scenario

WEEK = {"schultag": np.array([True])}


# --- the command ---------------------------------------------------------------------------------

MORE_ROUTES = ROUTES.replace("rbl", "x").replace(",60,", ",70,")
NEXT = CALENDAR_DATES.replace("2024051", "2025051").replace("2024052", "2025052")
for here, there in (("14", "13"), ("18", "17"), ("21", "20")):
    NEXT = NEXT.replace(f"202505{here}", f"202505{there}")
LATER = str(FEED["stop_times.txt"]).replace("11:00:00,11:00:00,A", "11:03:00,11:03:00,A")


COMPARED = (
    "feed gegen Tal. Verglichen: Schultag 14.05.2024 → 13.05.2025, Samstag 18.05.2024 → 17.05.2025."
)


def next_valley(folder: Path, **members: str) -> Path:
    """Write the valley's feed of the year after; return its folder."""
    write_valley(folder, feed={"calendar_dates.txt": NEXT, **members})
    return folder / "feed"


def test_the_next_year_is_written_as_a_scenario_that_can_be_checked(
    valley: Path, tmp_path: Path
) -> None:
    feed = next_valley(tmp_path, **{"stop_times.txt": LATER})
    out = tmp_path / "2025.toml"
    done = mobility("scenario", "from-gtfs", valley / "net", feed, "-o", out)
    assert done.code == 0, done.err
    assert done.out.splitlines() == [
        f"Fahrplan 2025: {COMPARED}",
        "",
        "Linie  Tag       vorher  nachher  gleich  andere Zeit  entfällt  neu",
        "60     Schultag      12       12      11            1         –    –",
        "60     Samstag       12       12      11            1         –    –",
        "Unverändert: 1 Linie.",
        "",
        f"{out}: 2 Änderungen",
    ]
    (source,) = read_scenario(out)
    assert [change.type for change in source.scenario.changes] == ["remove_trips", "add_trips"]
    checked = mobility("scenario", "check", valley / "net", out)
    assert checked.code == 0, checked.out
    assert "     Schultag: 60 1 entfallen" in checked.out


def test_the_same_period_is_compared_date_by_date(valley: Path, tmp_path: Path) -> None:
    feed = valley / "feed"
    done = mobility("scenario", "from-gtfs", valley / "net", feed, "-o", tmp_path / "a.json")
    assert "Schultag 14.05.2024 → 14.05.2024, Samstag 18.05.2024 → 18.05.2024" in done.out
    assert done.out.endswith("a.json: 0 Änderungen: kein Unterschied\n")
    (source,) = read_scenario(tmp_path / "a.json")
    assert source.scenario.changes == ()


def test_a_date_may_be_told_and_what_speaks_against_it_is_said(
    valley: Path, tmp_path: Path
) -> None:
    feed = next_valley(tmp_path)
    done = mobility(
        "scenario", "from-gtfs", valley / "net", feed, "--date", "schultag=2025-05-20",
        "-o", tmp_path / "a.toml",
    )  # fmt: skip
    assert "Schultag 14.05.2024 → 20.05.2025" in done.out
    assert "Hinweis: Dünner Fahrplan am Dienstag, 20.05.2025: Regionalbus mit 1 statt" in done.out
    assert "60     Schultag      12        1       1            –        11    –" in done.out


def test_a_day_type_the_new_feed_has_no_date_of_stays_as_it_is(
    valley: Path, tmp_path: Path
) -> None:
    tuesdays = "\n".join(row for row in NEXT.splitlines() if "20250517" not in row)
    feed = next_valley(tmp_path, **{"calendar_dates.txt": tuesdays})
    done = mobility("scenario", "from-gtfs", valley / "net", feed, "-o", tmp_path / "a.toml")
    assert "Hinweis: Für Samstag hat der neue Fahrplan keinen Tag" in done.out
    assert "Verglichen: Schultag 14.05.2024 → 13.05.2025." in done.out


def test_stops_that_are_new_moved_or_renamed_are_told(valley: Path, tmp_path: Path) -> None:
    stops = (
        str(FEED["stops.txt"])
        .replace("A,Westdorf,51.2000,12.7000", "A,Westdorf,51.2000,12.7020")
        .replace("B,Mitte,", "B,Mitte Markt,")
    )
    calls = str(FEED["stop_times.txt"]).replace("09:10:00,09:10:00,B,", "09:10:00,09:10:00,N,")
    stops += "    N,Neubau,51.2000,12.7310\n"
    feed = next_valley(tmp_path, **{"stops.txt": stops, "stop_times.txt": calls})
    out = tmp_path / "a.toml"
    done = mobility("scenario", "from-gtfs", valley / "net", feed, "-o", out)
    told = [line for line in done.out.splitlines() if "Haltestellen" in line]
    assert told == [
        "Haltestellen, anderer Name: 1: Mitte Markt",
        "Haltestellen, neu: 1: Neubau",
        "Haltestellen, verlegt: 1: Westdorf (139 m)",
        "Verlegte Haltestellen bleiben im Szenario, wo sie im Netz liegen.",
    ]
    new = '{name = "Neubau", lon = 12.731, lat = 51.2, stop_id = "N"}'
    assert f'stops = ["A", {new}, "C"]' in out.read_text(encoding="utf-8")
    assert mobility("scenario", "check", valley / "net", out).code == 0


def test_of_several_feeds_the_one_that_is_replaced_is_told(tmp_path: Path) -> None:
    region = write_valley(tmp_path / "two", region=REGION.replace('"feed"', '["feed", "more"]'))
    more = {"agency.txt": FEED["agency.txt"].replace("rbl", "x"), "transfers.txt": None}
    write_feed(tmp_path / "two" / "more", {**FEED, **more, "routes.txt": MORE_ROUTES})
    build_region(region, tmp_path / "net")
    feed, out = next_valley(tmp_path, **{"stop_times.txt": LATER}), tmp_path / "a.toml"
    said = refused("scenario", "from-gtfs", tmp_path / "net", feed, "-o", out)
    assert "the network is made of 2 feeds, feed, more: give as many, or say with" in said
    said = refused("scenario", "from-gtfs", tmp_path / "net", feed, "--replaces", "x", "-o", out)
    assert "no feed x; the network has feed, more" in said
    done = mobility(
        "scenario", "from-gtfs", tmp_path / "net", feed, "--replaces", "feed", "-o", out
    )
    assert "60     Schultag      12       12      11            1" in done.out
    assert "entfällt:" not in done.out
    assert 'stops = ["feed:' in out.read_text(encoding="utf-8")


def test_dates_that_cannot_be_compared_are_refused(valley: Path, tmp_path: Path) -> None:
    feed, out = next_valley(tmp_path), tmp_path / "a.toml"
    asked = ("scenario", "from-gtfs", valley / "net", feed, "-o", out, "--date")
    assert "no day sonntag; the region names schultag, samstag" in refused(
        *asked, "sonntag=2025-05-18"
    )
    assert "schultag: no trip of the new timetable, 2025-05-13 to 2025-05-20, runs on" in refused(
        *asked, "schultag=2026-05-12"
    )
    assert "is no day type and date; write e.g. schultag=" in mobility(*asked, "2025-05-13").err


def test_several_courses_of_a_line_are_checked_as_one_change(valley: Path, tmp_path: Path) -> None:
    calls = str(FEED["stop_times.txt"])
    for east, west in (("06", "08"), ("07", "09")):
        calls = calls.replace(f"{east}:20:00,{east}:20:00,C", f"{east}:25:00,{east}:25:00,C")
        calls = calls.replace(f"{west}:20:00,{west}:20:00,A", f"{west}:25:00,{west}:25:00,A")
    feed, out = next_valley(tmp_path, **{"stop_times.txt": calls}), tmp_path / "a.toml"
    mobility("scenario", "from-gtfs", valley / "net", feed, "-o", out)
    assert out.read_text(encoding="utf-8").count("[[changes.courses]]") == 2
    checked = mobility("scenario", "check", valley / "net", out)
    assert checked.code == 0, checked.out + checked.err
    assert "4 Fahrten mehr auf 2 Laufwegen" in checked.out
