"""Named trips: those a change is about, by their trip_id, or by where and when they begin."""

import numpy as np

from gtfs.edit import on_dates
from gtfs.timetable import Bools, Ints
from mobility.clocks import clock_text
from mobility.draft import NAMED, Draft, find_dates, hint
from mobility.draft_lines import chosen_trips, runs_on, said_when
from mobility.lines import names_of_routes
from mobility.scenario_trips import OfSomeTrips
from mobility.scenario_values import ScenarioError


def some_trips(draft: Draft, change: OfSomeTrips) -> tuple[Draft, Ints]:
    """Return the trips of the change as trips of their own; refuse if there are none."""
    if change.trips is not None:
        return _named(draft, change, change.trips)
    draft, line = chosen_trips(draft, change, at=change.at, span=change.span)
    return draft, line.trips


def _named(draft: Draft, change: OfSomeTrips, names: tuple[str, ...]) -> tuple[Draft, Ints]:
    """Return the trips of the ids, of whatever part of the line they are."""
    timetable, dates = draft.timetable, find_dates(draft, change)
    trips = np.flatnonzero(np.isin(timetable.trip_id, names))
    _refuse_missing(draft, names, trips)
    _refuse_others(draft, change, trips)
    trips = trips[runs_on(timetable, trips, dates)]
    _refuse_missing(draft, names, trips, f" runs{said_when(change)}")
    if change.at is not None:
        departures = timetable.departure_s[timetable.first_call[trips]]
        missing = sorted(set(change.at) - set(departures.tolist()))
        if missing:
            told = ", ".join(map(clock_text, missing))
            raise ScenarioError(f"none of the trips{said_when(change)} begins at {told}")
        trips = trips[np.isin(departures, change.at)]
    if dates is None:
        return draft, trips.astype(np.int32)
    timetable, own, _ = on_dates(timetable, trips, dates)
    return draft.changed(timetable), own


def _refuse_missing(draft: Draft, names: tuple[str, ...], trips: Ints, when: str = "") -> None:
    """Refuse ids that none of the trips has."""
    known = set(draft.timetable.trip_id[trips].tolist())
    missing = [name for name in names if name not in known]
    if missing:
        told = ", ".join(map(repr, missing[:NAMED]))
        more = f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
        raise ScenarioError(f"no trip {told}{more}{when}")


def _refuse_others(draft: Draft, change: OfSomeTrips, trips: Ints) -> None:
    """Refuse trips that are of another line than the change says."""
    timetable = draft.timetable
    keys, names = names_of_routes(timetable, draft.ground.said)
    meant: Bools = (keys == change.line) | (names == change.line)
    if not meant.any():
        meant = keys == change.line.rpartition("/")[0]  # a part of what routes share
    if not meant.any():
        raise ScenarioError(f"no line {change.line!r}{hint(change.line, names)}")
    other = trips[~meant[timetable.trip_route[trips]]]
    if len(other):
        trip, line = timetable.trip_id[other[0]], names[timetable.trip_route[other[0]]]
        raise ScenarioError(f"trip {str(trip)!r} is one of line {line}, not of {change.line}")
