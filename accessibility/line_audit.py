"""Line audit: every line held against the criteria of the brands, a row each, with evidence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from accessibility.line_measures import SCHULTAG, Measured, Offer, additional, measure
from accessibility.line_profiles import (
    Blocks,
    Criterion,
    First,
    Last,
    LineProfile,
    Rail,
    SameMinute,
    Share,
)
from accessibility.words import MET, NOT_CHECKED, NOT_MET, clock
from gtfs.timetable import Bools, Ints, Timetable
from mobility.line_days import line_day
from mobility.lines import Lines
from mobility.rail_access import Changing, find_hauptrelation, of_far_end, rail_waits
from mobility.ways import BACK, OUT

DEVIATING = "abweichend"  # misses only what its profile tolerates


@dataclass(frozen=True, eq=False)
class AuditCase:
    """What the audit is made of: lines, days, rules of changing, stops of the Oberzentrum."""

    timetable: Timetable
    lines: Lines
    days: Mapping[str, date]
    changing: Changing
    centre: Bools  # [stop]


def audit_lines(
    case: AuditCase, chosen: Iterable[int], profiles: Sequence[LineProfile]
) -> pd.DataFrame:
    """Return a row per line, profile and criterion.

    Columns ``line_id, name, profile, criterion, value, limit, value_text, limit_text, verdict, why,
    assumed, whole``; values are counts, per cent or seconds of the clock, null where nothing can be
    said; ``whole`` is the verdict of line and profile.
    """
    offers = offers_of(case, list(chosen))
    rows = [
        row
        for line, offer in offers.items()
        for profile in profiles
        for row in _rows(case, line, offer, profile)
    ]
    table = pd.DataFrame(rows)
    return table.astype({"value": "Int64", "limit": "Int64"}) if rows else table


def offers_of(case: AuditCase, chosen: Sequence[int]) -> dict[int, Offer]:
    """Return what each of the lines offers on the days."""
    running = {day: case.timetable.trips_on(when) for day, when in case.days.items()}
    offers = {line: _offer(case, line, running) for line in chosen}
    if SCHULTAG not in case.days:
        return offers
    waits = _rail_waits(case, offers)
    return {
        line: Offer(
            offer.ends, offer.days, offer.spurs, waits[waits["line"] == line], offer.stations
        )
        for line, offer in offers.items()
    }


def _offer(case: AuditCase, line: int, running: Mapping[str, Ints]) -> Offer:
    timetable, lines = case.timetable, case.lines
    days = {
        day: (
            line_day(timetable, lines, line, OUT, trips),
            line_day(timetable, lines, line, BACK, trips),
        )
        for day, trips in running.items()
    }
    ends = timetable.station_name[[lines.core_from[line], lines.core_to[line]]].tolist()
    whole = [way.whole.trip for way in days[SCHULTAG]] if SCHULTAG in days else []
    spurs = [_called_twice(timetable, trip) for way in whole for trip in way.tolist()]
    names = dict(enumerate(timetable.station_name.tolist()))
    return Offer((ends[0], ends[1]), days, spurs, pd.DataFrame(), names)


def _called_twice(timetable: Timetable, trip: int) -> list[int]:
    """Return the stations the trip calls at again; the end of a ring is no such thing."""
    stations = timetable.stop_station[timetable.call_stop[timetable.calls_of(trip)]]
    moved = stations[np.append(True, stations[1:] != stations[:-1])]
    ring = len(moved) > 1 and moved[0] == moved[-1]
    first = np.unique(moved, return_index=True)[1]
    again = np.delete(moved, np.append(first, len(moved) - 1) if ring else first)
    return [int(station) for station in again]


def _rail_waits(case: AuditCase, offers: Mapping[int, Offer]) -> pd.DataFrame:
    """Return the waits of all regular trips of the Schultag at their Knoten."""
    regular = [
        offer.days[SCHULTAG][way].whole.trip[~additional(offer, way)]
        for offer in offers.values()
        for way in (OUT, BACK)
    ]
    trips = np.concatenate([np.empty(0, np.int32), *regular])
    relation = find_hauptrelation(case.timetable, case.days[SCHULTAG], case.centre)
    waits = of_far_end(rail_waits(case.timetable, case.lines, trips, relation, case.changing))
    first = case.lines.core_first[waits["trip"].to_numpy(np.int64)]
    return waits.assign(departure_s=case.timetable.departure_s[first])


def _rows(
    case: AuditCase, line: int, offer: Offer, profile: LineProfile
) -> Iterator[dict[str, object]]:
    measured = [measure(offer, criterion) for criterion in profile.criteria]
    verdicts = [
        _verdict(criterion, found)
        for criterion, found in zip(profile.criteria, measured, strict=True)
    ]
    whole = _whole(profile, verdicts)
    for criterion, found, verdict in zip(profile.criteria, measured, verdicts, strict=True):
        limit = _limit(criterion)
        yield {
            "line_id": str(case.lines.line_id[line]),
            "name": str(case.lines.name[line]),
            "profile": profile.key,
            "criterion": criterion.title,
            "value": found.value,
            "limit": limit,
            "value_text": _written(criterion, found.value),
            "limit_text": _limit_text(criterion, limit),
            "verdict": verdict,
            "why": found.why,
            "assumed": criterion.assumed,
            "whole": whole,
        }


def _verdict(criterion: Criterion, found: Measured) -> str:
    limit = _limit(criterion)
    if limit is None or found.value is None:
        return NOT_CHECKED
    met = found.value <= limit if _at_most(criterion) else found.value >= limit
    return MET if met else NOT_MET


def _whole(profile: LineProfile, verdicts: Sequence[str]) -> str:
    """Return the verdict on the line: what is missed decides, what cannot be checked does not."""
    missed = [
        criterion
        for criterion, verdict in zip(profile.criteria, verdicts, strict=True)
        if verdict == NOT_MET
    ]
    if MET not in verdicts and not missed:
        return NOT_CHECKED
    if not missed:
        return MET
    return DEVIATING if all(criterion.tolerated for criterion in missed) else NOT_MET


def _limit(criterion: Criterion) -> int | None:
    limits = (getattr(criterion, name, None) for name in ("least", "most", "latest", "earliest"))
    return next((limit for limit in limits if limit is not None), None)


def _at_most(criterion: Criterion) -> bool:
    return hasattr(criterion, "most") or hasattr(criterion, "latest")


def _written(criterion: Criterion, value: int | None) -> str:
    """Return the value as a reader sees it."""
    if value is None:
        return ""
    match criterion:
        case First() | Last():
            return clock(value)
        case SameMinute() | Share() | Rail():
            return f"{value}\u202f%"
        case Blocks() if criterion.block_minutes == 60:
            return f"{value} h"
        case _:
            return str(value)


def _limit_text(criterion: Criterion, limit: int | None) -> str:
    if limit is None:
        return ""
    sign = "≤" if _at_most(criterion) else "≥"
    return f"{sign}\u202f{_written(criterion, limit)}"
