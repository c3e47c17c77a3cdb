"""Line days: what a line offers on a date, counted on screen."""

from timetables import DAY, timetable

from mobility.line_days import length_m, line_table
from mobility.lines import find_lines

WORKDAY = timetable("""
    60: A    B    C
        6:00 6:10 6:20
        7:00 7:10 7:20
        7:05 7:15 7:25
        8:00 8:10 8:20
        24:10 24:20 24:30
        9:00 9:10 -
        9:30p 9:40p 9:50p
    60: C    B    A
        6:30 6:40 6:50
        7:30 7:40 7:50
        8:30 8:40 8:50
""")


def test_a_line_is_a_row_each_way_with_its_trips_told_apart() -> None:
    table = line_table(WORKDAY, find_lines(WORKDAY), {"schultag": DAY}).set_index("way")
    out, back = table.loc["out"], table.loc["back"]
    assert (out["from_name"], out["to_name"], back["from_name"]) == ("A", "C", "C")
    assert (out["trips"], out["whole"], out["part"], out["on_demand"]) == (6, 5, 1, 1)
    assert (back["trips"], back["whole"], back["part"], back["on_demand"]) == (3, 3, 0, 0)


def test_pairs_are_those_of_the_weaker_way_without_what_runs_close_behind() -> None:
    table = line_table(WORKDAY, find_lines(WORKDAY), {"schultag": DAY})
    assert table["pairs"].tolist() == [3, 3]  # out 6:00, 7:00, 8:00, 24:10; back three


def test_departures_are_counted_by_clock_hour_the_night_behind_the_evening() -> None:
    out = line_table(WORKDAY, find_lines(WORKDAY), {"schultag": DAY}).iloc[0]
    assert {hour: n for hour, n in enumerate(out["by_hour"]) if n} == {6: 1, 7: 2, 8: 1, 24: 1}
    assert (out["first_s"], out["last_s"]) == (6 * 3600, 24 * 3600 + 600)


def test_a_day_without_the_line_has_no_row_for_it() -> None:
    later = DAY.replace(day=15)
    assert line_table(WORKDAY, find_lines(WORKDAY), {"ferientag": later}).empty


def test_without_a_shape_the_length_goes_straight_from_stop_to_stop() -> None:
    # a degree of the meridian is 111.2 km: there and back a tenth of it each
    day = timetable(
        """
        60: A    B    C
            6:00 6:10 6:20
        """,
        at={"A": (12.0, 51.0), "B": (12.0, 51.1), "C": (12.0, 51.0)},
    )
    metres, known = length_m(day, 0)
    assert (round(metres, -2), known) == (22_200, False)
