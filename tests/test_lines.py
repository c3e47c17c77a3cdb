"""Lines: what is one line, which way its trips run, and which run over all of it."""

from timetables import timetable

from gtfs.timetable import Timetable
from mobility.lines import Said, find_lines
from mobility.ways import BACK, OUT


def ways(day: Timetable) -> dict[str, int]:
    lines = find_lines(day)
    return dict(zip(day.trip_id.tolist(), lines.trip_way.tolist(), strict=True))


def whole(day: Timetable) -> list[str]:
    return list(map(str, day.trip_id[find_lines(day).whole]))


def core(day: Timetable, line: int = 0) -> tuple[str, str]:
    lines = find_lines(day)
    ends = lines.core_from[line], lines.core_to[line]
    return str(day.station_name[ends[0]]), str(day.station_name[ends[1]])


def test_two_town_lines_under_one_route_are_two_lines() -> None:
    day = timetable("""
        A: Markt Bahnhof
           8:00  8:05
           9:00  9:05
        A: Rathaus Klinik
           8:00    8:07
    """)
    lines = find_lines(day)
    assert lines.line_id.tolist() == ["agency:A", "agency:A/2"]  # the one with more trips first
    assert lines.name.tolist() == ["A", "A"]
    assert lines.trip_line.tolist() == [0, 0, 1]
    assert core(day, 1) == ("Klinik", "Rathaus")  # nothing says which way is out: by name


def test_a_line_of_the_list_of_the_county_is_one_whatever_its_trips_share() -> None:
    day = timetable("""
        A: Markt Bahnhof
           8:00  8:05
        B: Rathaus Klinik
           8:00    8:07
    """)
    said = {"A": Said("town", "Stadtlinie", "StadtBus"), "B": Said("town", "Stadtlinie")}
    lines = find_lines(day, said)
    assert lines.line_id.tolist() == ["town"]
    assert (lines.name[0], lines.product[0]) == ("Stadtlinie", "StadtBus")


def test_the_way_is_read_from_the_order_of_stops_not_from_direction_id() -> None:
    day = timetable("""
        60: A    B    C    D
            6:00 6:10 6:20 6:30
            8:00 8:10 8:20 8:30
        60: D    C    B    A
            7:00 7:10 7:20 7:30
        60: C    B
            9:00 9:10
    """)
    assert ways(day) == {"60/1": OUT, "60/2": OUT, "60/3": BACK, "60/4": BACK}


def test_a_branch_that_shares_one_stop_goes_the_way_of_the_trip_it_hangs_on() -> None:
    day = timetable("""
        60: A    B    C    D
            6:00 6:10 6:20 6:30
            8:00 8:10 8:20 8:30
        60: A    B    X    Y
            7:00 7:10 7:20 7:30
        60: Y    X
            9:00 9:10
    """)
    assert ways(day)["60/3"] == OUT
    assert ways(day)["60/4"] == BACK


def test_a_short_trip_is_no_whole_one_and_a_longer_one_is() -> None:
    day = timetable("""
        60: A    B    C    D
            6:00 6:10 6:20 -
            7:00 7:10 7:20 -
            8:00 8:10 8:20 8:30
            9:00 9:10 -    -
    """)
    assert core(day) == ("A", "C")
    assert whole(day) == ["60/1", "60/2", "60/3"]


def test_many_short_trips_do_not_cut_the_line() -> None:
    day = timetable("""
        60: A    B    C    D
            6:00 6:10 6:20 6:30
            7:00 7:10 7:20 7:30
            8:00 8:10 -    -
            8:30 8:40 -    -
            9:00 9:10 -    -
    """)
    assert core(day) == ("A", "D")  # 2 trips of 4 calls against 3 of 2


def test_many_short_trips_do_not_cut_it_both_ways_either() -> None:
    short = "\n".join(f"{hour}:30 {hour}:40 - -" for hour in (9, 10, 11))
    back = "\n".join(f"- - {hour}:50 {hour}:59" for hour in (9, 10, 11))
    day = timetable(f"""
        60: A    B    C    D
            6:00 6:10 6:20 6:30
            7:00 7:10 7:20 7:30
            {short}
        60: D    C    B    A
            6:40 6:50 7:00 7:10
            7:40 7:50 8:00 8:10
            {back}
    """)
    assert core(day) == ("A", "D")


def test_a_terminus_called_at_one_way_only_is_no_end_of_the_kernabschnitt() -> None:
    day = timetable("""
        31: Klinik Kopf Uni  Platz
            6:00   6:05 6:10 6:15
            7:00   7:05 7:10 7:15
            8:00   8:05 8:10 8:15
        31: Platz Uni  Kopf
            6:20  6:25 6:30
            7:20  7:25 7:30
    """)
    assert core(day) == ("Kopf", "Platz")
    assert len(whole(day)) == 5


def test_a_whole_trip_begins_where_it_last_leaves_the_first_stop_of_the_line() -> None:
    day = timetable("""
        60: A    B    C
            6:00 6:10 6:20
            7:00 7:10 7:20
        60: X    A    Y    A    B    C
            8:00 8:05 8:10 8:15 8:25 8:35
    """)
    lines = find_lines(day)
    assert day.departure_s[lines.core_first].tolist() == [6 * 3600, 7 * 3600, 8 * 3600 + 900]


def test_a_ring_is_whole_from_its_first_call_to_its_last_both_ways_round() -> None:
    day = timetable("""
        R: A    B    C    D    A
           6:00 6:05 6:10 6:15 6:20
           7:00 7:05 7:10 7:15 7:20
        R: A    D    C    B    A
           6:30 6:35 6:40 6:45 6:50
    """)
    assert core(day) == ("A", "A")
    assert whole(day) == ["R/1", "R/2", "R/3"]
    assert ways(day) == {"R/1": OUT, "R/2": OUT, "R/3": BACK}


def test_the_county_may_name_the_ends_of_the_line() -> None:
    day = timetable("""
        60: A    B    C    D
            6:00 6:10 6:20 6:30
            7:00 7:10 7:20 -
    """)
    lines = find_lines(day, {"60": Said("60", core_from="C", core_to="A")})
    assert (lines.core_from[0], lines.core_to[0]) == (2, 0)
    assert lines.trip_way.tolist() == [BACK, BACK]
    assert lines.whole.all()


def test_a_trip_to_be_booked_by_phone_is_told_apart() -> None:
    day = timetable("""
        60: A     B
            6:00  6:10
            7:00p 7:10p
    """)
    assert find_lines(day).trip_booked.tolist() == [False, True]
