"""School trips: what runs on school days or in the holidays alone, and makes way for a Takt."""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from accessibility.fahrplan_days import DAY_SIGNS, WEEK
from accessibility.fahrplan_signs import MEANINGS
from accessibility.words import clock, number
from gtfs.timetable import Bools, Ints, Timetable
from mobility.apply import Step
from mobility.scenario_trips import SetHeadway

NAMED = 6  # trips in a sentence


def school_trips_lost(
    step: Step, where: str, days: Mapping[str, date], timetable: Timetable
) -> Iterator[str]:
    """Yield a sentence (German) per line and kind of day; ``timetable`` is the one before.

    Nothing of a line that runs on the one kind of day alone, as its trips are no exceptions; nor
    of a trip that never runs on the weekday of the other kind's date, as that date says nothing.
    """
    if not any(isinstance(one, SetHeadway) and not one.keep for one in step.plain):
        return
    gone = {one.when: one.gone for one in step.touched}
    for day in DAY_SIGNS:
        others = [when for other, when in days.items() if other in DAY_SIGNS and other != day]
        if day not in days or days[day] not in gone or not others:
            continue
        elsewhere = np.zeros(len(timetable.trip_id), np.bool_)
        usual = np.ones(len(timetable.trip_id), np.bool_)
        for when in others:
            elsewhere[timetable.trips_on(when)] = True
            usual &= _runs_on_weekday(timetable, when)
        named = timetable.route_name[timetable.trip_route]
        only = np.isin(timetable.trip_id, gone[days[day]]) & usual & ~elsewhere
        for line in np.unique(named[only & np.isin(named, named[elsewhere])]).tolist():
            trips = np.flatnonzero(only & (named == line))
            yield f"{line}: {where} {_lost(timetable, trips, MEANINGS[DAY_SIGNS[day]])}"


def _runs_on_weekday(timetable: Timetable, when: date) -> Bools:
    """Return ``[trip]`` whether it runs on any date of the weekday: else it is of another one."""
    first = (when - timetable.first_date).days % WEEK
    runs: Bools = np.asarray(timetable.service_runs[:, first::WEEK].any(axis=1))
    return runs[timetable.trip_service]


def _lost(timetable: Timetable, trips: Ints, when: str) -> str:
    first = timetable.first_call[trips]
    order = np.argsort(timetable.departure_s[first], kind="stable")[:NAMED]
    stops = timetable.stop_name[timetable.call_stop[first[order]]].tolist()
    starts = zip(timetable.departure_s[first[order]].tolist(), stops, strict=True)
    told = "; ".join(f"{clock(at_s)} ab {stop}" for at_s, stop in starts)
    noun, run, stay = ("Fahrten", "fahren", "bleiben sie")
    if len(trips) == 1:
        noun, run, stay = "Fahrt", "fährt", "bleibt sie"
    more = f" und {number(len(trips) - NAMED)} weitere" if len(trips) > NAMED else ""
    return (
        f"nimmt auch {number(len(trips))} {noun} weg, die {when} {run} ({told}{more}); "
        f"mit keep = true {stay}"
    )
