"""Parts of a day: a few hours of it, for what is asked of a morning or an afternoon alone."""

from gtfs.timetable import Timetable
from mobility.connections import build_connections
from mobility.day import Day


def part_of_day(
    timetable: Timetable, day: Day, span: tuple[int, int], *, longest_s: int | None = None
) -> Day:
    """Return the day with the rides departing in ``[from_s, until_s)`` alone, whole trips.

    Journeys that begin and end in the span are those of the day; a scan of it is as much shorter
    as the span. ``longest_s`` replaces the longest journey.
    """
    connections, runs = build_connections(timetable, day.date, from_s=span[0], until_s=span[1])
    longest = day.moving.max_travel_s if longest_s is None else longest_s
    moving = day.moving.model_copy(update={"max_travel_s": longest})
    return Day(day.date, moving, connections, runs, day.transfers)
