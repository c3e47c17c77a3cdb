"""Order: what a changed timetable orders more or less, worked out by head."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from fahrplan_on_screen import plan_of
from pages import Page, check_alone
from timetables import DAY, timetable

from accessibility.fahrplan_days import Days
from accessibility.order import order_table, rounded
from accessibility.order_page import Period, order_page, signed
from accessibility.order_trips import Offer
from accessibility.picture import Imprint
from gtfs.edit import moved, on_dates, with_copies, without_trips
from gtfs.timetable import NONE, PHONE, Timetable

SATURDAY = date(2024, 5, 18)
# Tuesday to Saturday; 0.1 degree of latitude is 11.12 km on a ball of 6 371 km
WEEK = timetable(
    """
    60 (2024-05-14 2024-05-15 2024-05-16):  A  B  C
         6:00  6:20  6:30
         7:00  7:20  7:30
    60 (2024-05-14 2024-05-15 2024-05-16):  C  B  A
         8:00  8:10  8:30
    60 (2024-05-18):  A  C
         9:00p  9:30p
    70 (2024-05-14 2024-05-15 2024-05-16):  A  B
         6:00  6:20
    """,
    at={"A": (12.0, 51.0), "B": (12.0, 51.1), "C": (12.0, 51.2)},
)
HOP_KM = 11.1195


def offer(day: Timetable) -> Offer:
    runs = np.arange(day.dates)
    types = {"schultag": runs < 3, "samstag": runs == 4}
    return Offer(plan_of(day), Days({"schultag": DAY, "samstag": SATURDAY}, types, day.first_date))


def orders(after: Timetable, **asked: float) -> pd.DataFrame:
    return order_table(offer(WEEK), offer(after), **asked)  # type: ignore[arg-type]


def rows_of(table: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(table[["line", "way", "day", *columns]].itertuples(index=False, name=None))


def test_nothing_changed_nothing_is_ordered() -> None:
    assert orders(WEEK).empty
    whole = order_table(offer(WEEK), offer(WEEK), every_line=True)
    assert (whole.filter(like="difference") == 0).all(axis=None)
    assert len(whole) == 4  # 60 there and back on the Schultag, its Rufbus on Saturday, 70


def test_trips_and_hours_of_a_day_times_its_dates_before_and_after() -> None:
    more = with_copies(WEEK, np.array([0]), np.array([4 * 3600]), 0, ["neu"])
    table = orders(more)
    assert rows_of(table, "trips_before", "trips_after", "hours_before", "hours_after") == [
        ("60", "out", "schultag", 2, 3, 1.0, 1.5),
        ("60", "out", "samstag", 1, 1, 0.5, 0.5),
        ("60", "back", "schultag", 1, 1, 0.5, 0.5),
    ]
    first = table.iloc[0]
    assert (first["dates_before"], first["hours_period_difference"]) == (3, 1.5)
    assert first[["first_after", "last_before", "last_after"]].tolist() == [21600, 25200, 36000]
    assert (first["trips_new"], first["trips_dropped"], first["trips_retimed"]) == (1, 0, 0)


def test_kilometres_are_straight_lines_times_the_factor_or_along_the_shape() -> None:
    fewer = without_trips(WEEK, np.array([0]))
    table = orders(fewer, beeline_factor=1.5)
    assert table["km_before"][0] == pytest.approx(2 * 2 * HOP_KM * 1.5, rel=1e-4)
    assert table["km_difference"][0] == pytest.approx(-2 * HOP_KM * 1.5, rel=1e-4)
    assert table["along_before"][0] == 0
    along = np.full(len(WEEK.call_m), NONE, np.int32)
    along[3:6] = 0, 12_000, 25_000  # the trip at 7 has a shape
    shaped = WEEK.with_columns(call_m=along)
    both = order_table(offer(shaped), offer(without_trips(shaped, np.array([0]))))
    assert both["km_after"][0] == 25.0
    assert both["along_after"][0] == 1


def test_booked_trips_stand_apart() -> None:
    booked = orders(without_trips(WEEK, np.array([0]))).query("on_demand")
    assert rows_of(booked, "trips_before", "trips_after") == [("60", "out", "samstag", 1, 1)]


def test_a_rufbus_that_becomes_a_bus_is_told_as_that() -> None:
    plain = np.zeros_like(WEEK.pickup)
    table = orders(WEEK.with_columns(pickup=plain, drop_off=plain))
    told = ["on_demand", "trips_before", "trips_after", "trips_retimed", "trips_now_fixed"]
    saturday = table[table["day"] == "samstag"]
    assert saturday[told].to_numpy().tolist() == [[False, 0, 1, 0, 0], [True, 1, 0, 1, 1]]
    imprint = Imprint("Tal", {"samstag": SATURDAY}, "EPSG:25833", "")
    page = order_page(table, Period(WEEK.first_date, WEEK.dates), imprint, "Probe")
    assert "1 Rufbus wird Linienbus" in page


def test_the_page_says_that_every_number_is_rounded_by_itself() -> None:
    imprint = Imprint("Tal", {"samstag": SATURDAY}, "EPSG:25833", "")
    page = order_page(orders(WEEK), Period(WEEK.first_date, WEEK.dates), imprint, "Probe")
    assert "Jede Zahl ist für sich gerundet" in page


def test_a_bus_that_has_to_be_booked_from_now_on_is_told_as_that() -> None:
    booked = np.full_like(WEEK.pickup, PHONE)
    table = orders(WEEK.with_columns(pickup=booked, drop_off=booked)).query("on_demand")
    assert table["trips_now_on_demand"].tolist() == [2, 0, 1, 1]
    assert table["trips_now_fixed"].sum() == 0


def test_a_line_that_goes_has_its_trips_before_and_none_after() -> None:
    table = orders(without_trips(WEEK, np.array([4])))
    assert rows_of(table, "trips_before", "trips_after") == [("70", "out", "schultag", 1, 0)]
    assert table["first_after"].isna().all()
    assert table["trips_dropped"].tolist() == [1]


def test_a_trip_half_a_minute_later_is_a_change_though_print_does_not_show_it() -> None:
    table = orders(moved(WEEK, np.array([0]), np.array([30])))
    assert set(table["line"]) == {"60"}
    assert table["trips_retimed"].sum() == 0


def test_dates_that_run_otherwise_are_counted_as_they_run() -> None:
    runs = WEEK.service_runs.copy()
    runs[0, 1] = False  # nothing of the 60 there and back on Wednesday
    day = WEEK.with_columns(service_runs=runs)
    table = order_table(offer(day), offer(without_trips(day, np.array([0]))), beeline_factor=1)
    first = table.iloc[0]
    assert (first["km_before"], first["dates_before"]) == (pytest.approx(4 * HOP_KM, rel=1e-4), 3)
    assert first["km_period_before"] == pytest.approx(2 * 4 * HOP_KM, rel=1e-4)
    assert (first["trips_period_before"], first["trips_period_after"]) == (4, 2)


def test_a_line_of_other_dates_is_told_on_the_first_with_most_trips() -> None:
    summer = timetable("""
        60 (2024-05-14 2024-05-15):  A  B
             6:00  6:20
        99 (2024-05-15 2024-05-16):  A  B
             8:00  8:20
        99 (2024-05-16):  A  B
             9:00  9:20
    """)
    types = {"schultag": np.ones(summer.dates, np.bool_)}
    days = Days({"schultag": DAY}, types, summer.first_date)
    before, after = (
        Offer(plan_of(day), days) for day in (without_trips(summer, np.array([1, 2])), summer)
    )
    row = order_table(before, after).iloc[0]
    assert (row["line"], row["date"], row["date_after"]) == ("99", "2024-05-16", "2024-05-16")
    assert (row["trips_after"], row["trips_new"], row["trips_period_after"]) == (2, 2, 3)
    assert row["first_after"] == 8 * 3600


def test_what_changes_on_another_date_only_is_a_change() -> None:
    other = WEEK.with_columns(service_runs=WEEK.service_runs.copy())
    split, trips, *_ = on_dates(other, np.array([1]), np.arange(WEEK.dates) == 1)
    table = orders(moved(split, trips, np.array([600])))  # Wednesday, not the Tuesday told
    assert set(table["line"]) == {"60"}
    assert table["trips_retimed"].sum() == 0


def test_the_page_says_period_sums_and_what_is_assumed() -> None:
    table = orders(without_trips(WEEK, np.array([0])))
    imprint = Imprint("Tal", {"schultag": DAY}, "EPSG:25833", "", "demo")
    page = Page(order_page(table, Period(WEEK.first_date, WEEK.dates, 1), imprint, "Probe"))
    check_alone(page)
    assert "Bestellgrundlage" in page.said
    assert "im Fahrplanzeitraum 14.05.2024 bis 18.05.2024 (5 Tage)" in page.said
    # 3 trips of 2 hops on 3 dates times 1.2, one of them less: 240 → 160 km
    assert "240\u202f→\u202f160 Fahrplan-km (−80)" in page.said
    assert "Ein Tag ist keiner Tagesart zugeordnet." in page.said
    assert "× 1,20 (Annahme)" in page.said
    for word in ("Fahrgäste", "Nachfrage", "Nutzen"):
        assert word not in page.said


def test_an_order_of_nothing_says_so() -> None:
    imprint = Imprint("Tal", {"schultag": DAY}, "EPSG:25833", "")
    page = order_page(orders(WEEK), Period(WEEK.first_date, WEEK.dates), imprint, "Probe")
    assert "Keine Linie ist geändert." in page


def test_differences_carry_their_sign() -> None:
    assert [signed(1234), signed(-0.5, 1), signed(0.01, 1)] == ["+1.234", "−0,5", "±0"]


def test_a_line_run_anew_from_its_other_end_keeps_its_ways() -> None:
    """Trips of other ids, and most of them from C: still out is from A to C."""
    other = timetable(
        """
        60 (2024-05-14 2024-05-15 2024-05-16):  C  B  A
             8:00  8:10  8:30  # trip=n1
             9:00  9:10  9:30  # trip=n2
             11:00  11:10  11:30  # trip=n3
        60 (2024-05-14 2024-05-15 2024-05-16):  A  B  C
             6:00  6:20  6:30  # trip=n4
        60 (2024-05-18):  A  C
             9:00p  9:30p  # trip=n5
        70 (2024-05-14 2024-05-15 2024-05-16):  A  B
             6:00  6:20  # trip=n6
        """,
        at={"A": (12.0, 51.0), "B": (12.0, 51.1), "C": (12.0, 51.2)},
    )
    table = orders(other)
    assert rows_of(table, "from_name", "to_name", "trips_before", "trips_after") == [
        ("60", "out", "schultag", "A", "C", 2, 1),
        ("60", "out", "samstag", "A", "C", 1, 1),
        ("60", "back", "schultag", "C", "A", 1, 3),
    ]


def test_files_have_metres_and_no_noise_and_zero_has_no_sign() -> None:
    table = pd.DataFrame(
        {
            "trips_before": [3], "first_before": [21600], "km_before": [246.81299999999993],
            "km_period_difference": [-1e-9], "hours_after": [1 / 3], "along_before": [np.nan],
        }
    )  # fmt: skip
    written = rounded(table)

    assert written.to_csv(index=False).splitlines() == [
        "trips_before,first_before,km_before,km_period_difference,hours_after,along_before",
        "3,21600,246.813,0.0,0.333,",
    ]
    assert table["km_before"].tolist() == [246.81299999999993]  # what sums are made of
