"""Difference of two timetables: stops, lines and trips that go, come, or run at another time.

Two Fahrplan years share no dates: they are compared by day type, one date of each standing for it.
"""

from collections.abc import Mapping
from datetime import timedelta

import numpy as np

from gtfs.difference_changes import DayPair, Difference, LineRenamed
from gtfs.difference_groups import Sides, count_trips, group_changes
from gtfs.difference_lines import added_lines, line_labels, removed_lines, renamed_lines, route_ids
from gtfs.difference_stops import added_stops, changed_stops, match_stops, removed_stops
from gtfs.difference_trips import DayMatch, Side, match_runs, runs_of
from gtfs.feed import FeedError
from gtfs.timetable import Strings, Timetable

WITHIN_S = 600  # a departure farther off is another trip: half of a Takt of twenty minutes


def find_difference(
    old: Timetable,
    new: Timetable,
    days: Mapping[str, DayPair],
    *,
    within_s: int = WITHIN_S,
    lines: tuple[Strings, Strings] | None = None,
) -> Difference:
    """Return what turns the old timetable into the new one on the days.

    ``lines`` name the line of each old and each new trip; else it is the route's name. Compared
    are lines, stops, times and boarding rules of the trips, not blocks and ``transfers.txt``.
    """
    _check_days(old, new, days)
    labels, match = lines or line_labels(old, new), match_stops(old, new)
    before = Side(old, labels[0], np.arange(len(old.stop_id)), old.stop_station)
    after = Side(new, labels[1], match.stop, match.station)
    removed, added = removed_lines(before, after), added_lines(before, after)
    matches = {day: _match_day(before, after, pair, within_s) for day, pair in days.items()}
    sides = Sides(before, after, match.ids, route_ids(before, added))
    gone, come = ({line.line for line in of} for of in (removed, added))
    return Difference(
        days=dict(days),
        lines_removed=removed,
        lines_added=added,
        lines_renamed=_renamed(before, after, matches, gone, come),
        stops_added=added_stops(old, new, match),
        stops_removed=removed_stops(old, match),
        stops_changed=changed_stops(old, new, match),
        changes=tuple(one for one in group_changes(sides, matches) if one.line not in gone),
        counts=count_trips(sides, matches),
    )


def _match_day(old: Side, new: Side, pair: DayPair, within_s: int) -> DayMatch:
    trips = old.timetable.trips_on(pair.old), new.timetable.trips_on(pair.new)
    return match_runs(runs_of(old, trips[0]), runs_of(new, trips[1]), within_s)


def _renamed(
    old: Side, new: Side, matches: Mapping[str, DayMatch], gone: set[str], come: set[str]
) -> tuple[LineRenamed, ...]:
    """Return the lines that may have but another name, by their trips on the days compared."""
    one: list[tuple[str, bytes]] = []
    other: list[tuple[str, bytes]] = []
    for match in matches.values():
        for side, trips, lines, found in (
            (old, match.removed, gone, one),
            (new, match.added, come, other),
        ):
            runs = runs_of(side, np.array(trips, np.int32)).values()
            found += [(run.line, run.calls) for run in runs if run.line in lines]
    return renamed_lines(one, other)


def _check_days(old: Timetable, new: Timetable, days: Mapping[str, DayPair]) -> None:
    """Refuse dates on which one of the timetables has no trip: such a day is none of its type."""
    faults = [
        f"{day}: no trip of the {which} timetable, {_span(timetable)}, runs on {asked}"
        for day, pair in days.items()
        for which, timetable, asked in (("old", old, pair.old), ("new", new, pair.new))
        if not len(timetable.trips_on(asked))
    ]
    if faults or not days:
        raise FeedError("\n".join(faults) or "no day type given: name at least one with its dates")


def _span(timetable: Timetable) -> str:
    last = timetable.first_date + timedelta(days=timetable.dates - 1)
    return f"{timetable.first_date} to {last}"
