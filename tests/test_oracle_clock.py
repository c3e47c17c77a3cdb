"""The oracle by head: service dates, the clock, several feeds."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from oracle import Oracle, brute_force
from oracle_asked import Asked, Timetabled
from oracle_text import TUESDAY, footpaths, write_feed

# --- the clock -------------------------------------------------------------------------------


def test_trips_of_the_neighbouring_dates_run_on_the_clock_of_the_day(
    on_screen: Timetabled,
) -> None:
    day = on_screen("""
        60:  A      B
             52:20  52:30  | on=2024-05-12
             28:30  28:40  | on=2024-05-13
             8:00   8:10   | on=2024-05-13
             12:00  12:10
             1:00   1:10   | on=2024-05-15
             4:00   4:10   | on=2024-05-15
             5:00   5:10   | on=2024-05-15
    """)
    assert day.journeys("A", "B") == [
        "4:29-4:40 1",
        "11:59-12:10 1",
        "24:59-25:10 1",
        "27:59-28:10 1",
    ]


@pytest.mark.parametrize(
    ("day", "neighbour", "written", "seen"),
    [
        ((2024, 3, 31), "2024-03-30", "29:00 29:10", "5:59-6:10 1"),  # 23 h after
        ((2024, 3, 30), "2024-03-31", "1:00 1:10", "23:59-24:10 1"),
        ((2024, 10, 27), "2024-10-26", "29:30 29:40", "4:29-4:40 1"),  # 25 h after
        ((2024, 10, 26), "2024-10-27", "1:00 1:10", "25:59-26:10 1"),
    ],
)
def test_neighbouring_dates_are_23_or_25_hours_away_when_the_clock_changes(
    on_screen: Timetabled, day: tuple[int, int, int], neighbour: str, written: str, seen: str
) -> None:
    asked = on_screen(
        f"""
        60:  A  B
             12:00 12:10
             {written} | on={neighbour}
        """,
        on=date(*day),
    )
    assert sorted(asked.journeys("A", "B")) == sorted(["11:59-12:10 1", seen])


def test_one_changes_between_trips_of_two_dates(on_screen: Timetabled) -> None:
    day = on_screen("""
        60:  A      B
             23:50  24:10
        61:  B      C
             0:11   0:19   | on=2024-05-15
             0:12   0:20   | on=2024-05-15
    """)
    assert day.journeys("A", "C") == ["23:49-24:20 2"]


def test_services_run_by_calendar_and_its_exceptions(tmp_path: Path) -> None:
    folder = write_feed(tmp_path, "60: A B\n8:00 8:10 | on=X")
    week = "monday,tuesday,wednesday,thursday,friday,saturday,sunday"
    (folder / "calendar.txt").write_text(
        f"service_id,{week},start_date,end_date\nX,0,1,0,0,0,0,0,20240507,20240528\n"
    )
    (folder / "calendar_dates.txt").write_text(
        "service_id,date,exception_type\nX,20240521,2\nX,20240522,1\n"
    )
    running = [
        day
        for day in range(1, 32)
        if Oracle([folder], footpaths(""), date(2024, 5, day)).journeys_to("B", ["A"])["A"]
        and brute_force([folder], footpaths(""), date(2024, 5, day), [("A", "B")])["A", "B"]
    ]
    assert running == [7, 14, 22, 28]


# --- feeds -----------------------------------------------------------------------------------


def test_ids_of_several_feeds_carry_the_stem(tmp_path: Path) -> None:
    bus = write_feed(tmp_path / "bus", "60: A B \n 8:00 8:10", transfers="B A 3")
    rail = write_feed(tmp_path / "rail", "S1 rail: B A \n 8:13 8:20 \n 8:14 8:30")
    day = Asked((bus, rail), footpaths("bus:B=rail:B 60"), TUESDAY, {})
    assert day.journeys("bus:A", "rail:A") == ["7:59-8:30 2"]
    assert day.oracle.ready_s("bus:B", "bus:B") == 120
    assert day.oracle.ready_s("rail:B", "rail:B") == 180


def test_a_zip_reads_like_its_folder_even_with_a_folder_inside(tmp_path: Path) -> None:
    folder = write_feed(tmp_path / "feed", "60: A B \n 8:00 8:10")
    with zipfile.ZipFile(tmp_path / "feed.gtfs.zip", "w") as archive:
        for table in folder.iterdir():
            archive.writestr(f"feed/{table.name}", b"\xef\xbb\xbf" + table.read_bytes())
    day = Asked((tmp_path / "feed.gtfs.zip",), footpaths(""), TUESDAY, {})
    assert day.journeys("A", "B") == ["7:59-8:10 1"]


def test_a_trip_whose_times_fall_is_refused(on_screen: Timetabled) -> None:
    day = on_screen("60: A B \n 8:10 8:00")
    with pytest.raises(ValueError, match="times fall within trip '60/1'"):
        day.journeys("A", "B")
