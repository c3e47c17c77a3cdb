"""Next years: a timetable of two weeks, and what it may become by lot."""

from datetime import timedelta
from random import Random

import numpy as np

from gtfs.additions import Stop, with_stop
from gtfs.edit import moved, on_dates, with_copies, without_trips
from gtfs.timetable import Ints, Timetable

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
    for number in range(lot.randint(0, 5)):
        size = len(day.trip_id)
        chosen = np.array(sorted(lot.sample(range(size), k=lot.randint(1, min(3, size)))), np.int32)
        some = np.array([lot.random() < 0.5 for _ in range(day.dates)])
        day, own, _ = on_dates(day, chosen, some)
        day = edited(day, own, lot, number)
    return day.with_columns(
        first_date=day.first_date + timedelta(days=364),
        trip_id=np.array([f"n{n}" for n in range(len(day.trip_id))]),
        stop_id=np.char.add("n:", day.stop_id),
    )


def edited(  # noqa: PLR0911 - a closed set
    day: Timetable, own: Ints, lot: Random, number: int
) -> Timetable:
    """Return the timetable with an edit by lot to the trips; the number tells new ids apart."""
    first = day.first_call[own]
    match lot.choice(["drop", "move", "copy", "stop", "new stop", "rule", "slower", "line"]):
        case "drop":
            return without_trips(day, own)
        case "move":
            return moved(day, own, np.array([lot.choice([-60, 300, 900]) for _ in own], np.int32))
        case "copy":
            later = np.array([lot.choice([0, 60, 600, 3600]) for _ in own], np.int32)
            ids = [f"{number}-{n}" for n in range(len(own))]
            return with_copies(day, own, later, lot.randrange(len(day.service_id)), ids)
        case "stop":
            return _set(day, "call_stop", first, lot.randrange(len(day.stop_id)))
        case "new stop":
            name = lot.choice(["A", "Neu"])  # at the place of none, or beside a stop of its name
            place = Stop(f"{name}{number}", name, float(day.stop_lon[0]), float(day.stop_lat[0]))
            return _set(with_stop(day, place), "call_stop", first, len(day.stop_id))
        case "rule":
            return _set(day, "pickup", first, lot.randint(0, 3))
        case "slower":
            last = day.first_call[own + 1] - 1
            return _set(day, "departure_s", last, day.departure_s[last] + 60 * lot.randint(0, 2))
        case _:
            route = lot.randrange(len(day.route_id))
            return _set(day, "trip_route", own, route)


def _set(day: Timetable, name: str, rows: Ints, values: Ints | int) -> Timetable:
    column = getattr(day, name).copy()
    column[rows] = values
    return day.with_columns(**{name: column})
