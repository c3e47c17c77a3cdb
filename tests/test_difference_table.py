"""What differs between two timetables, in tables for people."""

from differences import SATURDAY, SCHOOL, difference, rows
from timetables import DAY, timetable

from gtfs.difference import find_difference
from gtfs.difference_table import line_table


def test_tables_say_it_in_words() -> None:
    found = difference(
        """
        60:  A     B
             8:00  8:20
             9:00  9:20
        70:  B     C
             8:00  8:10
        80:  C     D
             8:00  8:10
        """,
        """
        60:  A     B
             8:05  8:30
             9:15  9:35
        70:  B     C
             8:00  8:10
        90:  D     C
             8:00  8:10
        """,
    )
    lines = line_table(found)
    assert rows(lines, "line", "what", "before", "after", "same") == [
        ["60", "geändert", 2, 2, 0],
        ["70", "unverändert", 1, 1, 1],
        ["80", "Linie entfällt", 1, 0, 0],
        ["90", "neue Linie", 0, 1, 0],
    ]


def test_a_line_that_runs_on_other_days_only_is_neither_new_nor_gone() -> None:
    old = timetable(f"60 ({DAY}): A B\n 8:00 8:10\n 70 ({SATURDAY}): A B\n 8:00 8:10")
    new = timetable(f"70 ({DAY}): A B\n 8:00 8:10\n 60 ({SATURDAY}): A B\n 8:00 8:10")
    found = find_difference(old, new, SCHOOL)

    assert rows(line_table(found), "line", "what") == [
        ["60", "entfällt an diesem Tag"],
        ["70", "neu an diesem Tag"],
    ]
