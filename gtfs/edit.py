"""Edits: trips dropped, retimed, shortened or copied; each returns another timetable."""

from collections.abc import Sequence

import numpy as np

from gtfs.timetable import (
    CALL_COLUMNS,
    NONE,
    Bools,
    Ints,
    Timetable,
    calls_of_trips,
    take_trips,
)


def without_trips(timetable: Timetable, trips: Ints) -> Timetable:
    """Return the timetable without the trips."""
    kept = np.ones(len(timetable.trip_id), np.bool_)
    kept[trips] = False
    return take_trips(timetable, np.flatnonzero(kept))


def on_dates(timetable: Timetable, trips: Ints, dates: Bools) -> tuple[Timetable, Ints, Ints]:
    """Return the timetable in which the trips run on the ``[date]`` marked as trips of their own.

    And these trips, and which of those given each of them is. Those that run on other dates as
    well are there twice, with the same id and source; those that never run on the dates are left
    out.
    """
    runs = timetable.service_runs[timetable.trip_service[trips]]
    inside, outside = (runs & dates).any(axis=1), (runs & ~dates).any(axis=1)
    kept, parted = np.flatnonzero(inside & ~outside), np.flatnonzero(inside & outside)
    given = np.concatenate((kept, parted))
    whole, split = trips[kept], trips[parted]
    if not len(split):
        return timetable, whole, given
    services, number = np.unique(timetable.trip_service[split], return_inverse=True)
    count, before = len(timetable.service_id), len(timetable.trip_id)
    both = timetable.service_runs[services]
    larger = take_trips(timetable, np.concatenate((np.arange(before), split)))
    service = larger.trip_service.copy()
    service[split] = count + number
    service[before:] = count + len(services) + number
    ids = timetable.service_id[services]
    marked = [np.char.add(ids, f"~{part}{count}") for part in ("rest", "part")]
    return (
        larger.with_columns(
            trip_service=service,
            service_id=np.concatenate((timetable.service_id, *marked)),
            service_feed=np.concatenate(
                (timetable.service_feed, *[timetable.service_feed[services]] * 2)
            ),
            service_runs=np.concatenate((timetable.service_runs, both & ~dates, both & dates)),
        ),
        np.concatenate((whole, np.arange(before, before + len(split)))).astype(np.int32),
        given,
    )


def with_service(timetable: Timetable, service_id: str, feed: int, dates: Bools) -> Timetable:
    """Return the timetable with one more service, its last, that runs on the ``[date]`` marked."""
    return timetable.with_columns(
        service_id=np.append(timetable.service_id, service_id),
        service_feed=np.append(timetable.service_feed, feed).astype(timetable.service_feed.dtype),
        service_runs=np.vstack((timetable.service_runs, dates)),
    )


def with_copies(
    timetable: Timetable, templates: Ints, shift_s: Ints, service: int, trip_ids: Sequence[str]
) -> Timetable:
    """Return the timetable with a copy of each template, so much later, as trips of a service.

    Copies are trips of their own: no block, no rule of ``transfers.txt`` knows them by name.
    """
    before, size = len(timetable.trip_id), len(templates)
    larger = take_trips(timetable, np.concatenate((np.arange(before), templates)))
    new = np.arange(before, before + size)
    source = int(timetable.trip_source.max(initial=NONE)) + 1
    columns = {
        "trip_id": np.concatenate((timetable.trip_id, np.array(trip_ids, np.str_))),
        "trip_source": _ended(larger.trip_source, source + np.arange(size)),
        "trip_service": _ended(larger.trip_service, np.full(size, service)),
        "trip_block": _ended(larger.trip_block, np.full(size, NONE)),
        "trip_frequency": np.append(timetable.trip_frequency, np.zeros(size, np.bool_)),
    }
    return moved(larger.with_columns(**columns), new, shift_s)


def moved(timetable: Timetable, trips: Ints, shift_s: Ints) -> Timetable:
    """Return the timetable with each of the trips ``[trip]`` seconds later (earlier below 0)."""
    calls = calls_of_trips(timetable, trips)
    by = np.repeat(shift_s, np.diff(timetable.first_call)[trips])
    return retimed(
        timetable, calls, timetable.arrival_s[calls] + by, timetable.departure_s[calls] + by
    )


def retimed(timetable: Timetable, calls: Ints, arrival_s: Ints, departure_s: Ints) -> Timetable:
    """Return the timetable with other times at the calls."""
    columns = {"arrival_s": timetable.arrival_s.copy(), "departure_s": timetable.departure_s.copy()}
    columns["arrival_s"][calls] = arrival_s
    columns["departure_s"][calls] = departure_s
    return timetable.with_columns(**columns)


def without_calls(timetable: Timetable, calls: Ints) -> Timetable:
    """Return the timetable without the calls; trips left with fewer than two go as well."""
    kept = np.ones(len(timetable.call_stop), np.bool_)
    kept[calls] = False
    size = np.add.reduceat(kept, timetable.first_call[:-1]) if len(kept) else np.empty(0, np.int64)
    first = np.concatenate(([0], np.cumsum(size))).astype(np.int32)
    columns = {name: getattr(timetable, name)[kept] for name in (*CALL_COLUMNS, "call_m")}
    shorter = timetable.with_columns(first_call=first, **columns)
    return without_trips(shorter, np.flatnonzero(size < 2))


def _ended(column: Ints, values: Ints) -> Ints:
    """Return the column with other values at its end."""
    changed = column.copy()
    changed[len(column) - len(values) :] = values
    return changed
