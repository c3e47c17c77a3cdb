"""Next years: a timetable of two weeks, and what it may become by lot."""

from datetime import timedelta
from random import Random

import numpy as np

from gtfs.edit import moved, on_dates, with_copies, without_trips
from gtfs.timetable import Timetable


# A year of two weeks: the day types are all dates of the first and of the second kind.
YEAR = """
    60 (2024-05-13 2024-05-14 2024-05-18 2024-05-25):  A      B      C
                                                       6:00   6:10   6:20
                                                       7:00   7:10   7:20
                                                       8:00   8:10   -
    60 (2024-05-13 2024-05-14):  C      B      A
                                 6:30   6:40   6:50
                                 7:30   7:40   7:50
    61 (2024-05-14 2024-05-18):  B      D
                                 7:15   7:30p
                                 24:10  24:20
    62 (2024-05-25):             D      E
                                 9:00   9:10
"""


def next_year(day: Timetable, lot: Random) -> Timetable:
    """Return the timetable with edits by lot, its dates 364 days on, its ids new."""
    for number in range(lot.randint(0, 4)):
        size = len(day.trip_id)
        chosen = np.array(sorted(lot.sample(range(size), k=lot.randint(1, 3))), np.int32)
        some = np.array([lot.random() < 0.5 for _ in range(day.dates)])
        day, own, _ = on_dates(day, chosen, some)
        edit = lot.choice(["drop", "move", "copy", "stop"])
        if edit == "drop":
            day = without_trips(day, own)
        elif edit == "move":
            day = moved(day, own, np.array([lot.choice([-60, 300, 900]) for _ in own], np.int32))
        elif edit == "copy":
            later = np.array([lot.choice([0, 60, 600, 3600]) for _ in own], np.int32)
            ids = [f"{number}-{n}" for n in range(len(own))]
            day = with_copies(day, own, later, lot.randrange(len(day.service_id)), ids)
        else:
            stop = day.call_stop.copy()
            stop[day.first_call[own]] = lot.randrange(len(day.stop_id))
            day = day.with_columns(call_stop=stop)
    return day.with_columns(
        first_date=day.first_date + timedelta(days=364),
        trip_id=np.array([f"n{n}" for n in range(len(day.trip_id))]),
        stop_id=np.char.add("n:", day.stop_id),
    )
