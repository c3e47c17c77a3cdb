"""Tables of a difference: what a planner reads of lines, trips and stops, a row each."""

from collections.abc import Iterator

import pandas as pd

from gtfs.difference_changes import (
    Change,
    Difference,
    LineDay,
    StopChanged,
    TripsAdded,
    TripsRemoved,
    TripsRetimed,
)
from gtfs.difference_stops import MOVED_M

Row = dict[str, str | int | float | None]
TRIP_COLUMNS = (
    *("line", "days", "what", "first_stop", "last_stop", "departure_before", "departure_after"),
    *("shift_s", "running_before_s", "running_after_s", "trip_id", "text"),
)


def line_table(difference: Difference) -> pd.DataFrame:
    """Return ``line, day, what``, then trips ``before, after, same, retimed, removed, added``."""
    gone = {line.line for line in difference.lines_removed}
    come = {line.line for line in difference.lines_added}
    table = pd.DataFrame(difference.counts, columns=list(LineDay._fields))
    changed = (table["same"] < table["before"]) | (table["same"] < table["after"])
    what = changed.map({True: "geändert", False: "unverändert"})
    what = what.mask(table["after"] == 0, "entfällt an diesem Tag")
    what = what.mask(table["before"] == 0, "neu an diesem Tag")
    what = what.mask(table["line"].isin(gone), "Linie entfällt")
    table.insert(2, "what", what.mask(table["line"].isin(come), "neue Linie"))
    return table


def trip_table(difference: Difference) -> pd.DataFrame:
    """Return a row for every trip that changes, by line and time; clock times are seconds.

    Those of lines that go altogether are not listed: ``line_table`` counts them.
    """
    rows = [row for change in difference.changes for row in _rows(change)]
    seconds = [name for name in TRIP_COLUMNS if name.endswith("_s") or name.startswith("depart")]
    table = pd.DataFrame(rows, columns=list(TRIP_COLUMNS)).astype(dict.fromkeys(seconds, "Int32"))
    leaves = table["departure_after"].fillna(table["departure_before"])
    order = table.assign(leaves=leaves).sort_values(["line", "leaves"], kind="stable").index
    return table.loc[order].reset_index(drop=True)


def stop_table(difference: Difference) -> pd.DataFrame:
    """Return ``stop_id, new_id, name, new_name, what, metres`` of stops that are not as before."""
    rows: list[Row] = [
        {"stop_id": stop_id, "name": name, "what": "entfällt"}
        for stop_id, name in difference.stops_removed
    ]
    rows += [
        {"new_id": stop.stop_id, "new_name": stop.name, "what": "neu"}
        for stop in difference.stops_added
    ]
    rows += [
        {
            "stop_id": stop.stop_id,
            "new_id": stop.new_id,
            "name": stop.name,
            "new_name": stop.new_name,
            "what": _what_of_stop(stop),
            "metres": round(stop.metres),
        }
        for stop in difference.stops_changed
    ]
    columns = ["stop_id", "new_id", "name", "new_name", "what", "metres"]
    return pd.DataFrame(rows, columns=columns).astype({"metres": "Int32"})


def _rows(change: Change) -> Iterator[Row]:
    head: Row = {
        "line": change.line,
        "days": ", ".join(change.days),
        "first_stop": change.course[0],
        "last_stop": change.course[1],
    }
    match change:
        case TripsRemoved():
            rows = _removed_rows(change)
        case TripsAdded():
            rows = _added_rows(change)
        case TripsRetimed():
            rows = _retimed_rows(change)
    return (head | row for row in rows)


def _removed_rows(change: TripsRemoved) -> Iterator[Row]:
    for trip in change.trips:
        yield {
            "what": "entfällt",
            "departure_before": trip.departure_s,
            "trip_id": trip.trip_id,
            "text": f"{_clock(trip.departure_s)} entfällt",
        }


def _added_rows(change: TripsAdded) -> Iterator[Row]:
    for trip_id, leaves in zip(change.trip_ids, change.departures_s, strict=True):
        yield {
            "what": "neu",
            "departure_after": leaves,
            "running_after_s": change.pattern.arrival_s[-1],
            "trip_id": trip_id,
            "text": f"{_clock(leaves)} neu",
        }


def _retimed_rows(change: TripsRetimed) -> Iterator[Row]:
    for trip, leaves in zip(change.trips, change.departures_s, strict=True):
        yield {
            "what": _what_of_trips(change),
            "departure_before": trip.departure_s,
            "departure_after": leaves,
            "shift_s": leaves - trip.departure_s,
            "running_before_s": change.before.arrival_s[-1],
            "running_after_s": change.pattern.arrival_s[-1],
            "trip_id": trip.trip_id,
            "text": _text(change, trip.departure_s, leaves),
        }


def _what_of_trips(change: TripsRetimed) -> str:
    one, other = change.before, change.pattern
    if one == other:
        return "andere Zeit"
    if (one.arrival_s, one.departure_s) != (other.arrival_s, other.departure_s):
        return "andere Fahrzeiten"
    return "anderer Steig" if one.stop_ids != other.stop_ids else "anderes Ein- und Aussteigen"


def _text(change: TripsRetimed, before_s: int, after_s: int) -> str:
    """Return the change in words: what time instead of what, how long instead of how long."""
    told = [f"{_clock(after_s)} statt {_clock(before_s)}"] if before_s != after_s else []
    old, new = (round(one.arrival_s[-1] / 60) for one in (change.before, change.pattern))
    told += [f"Fahrzeit {new} statt {old} min"] if old != new else []
    return ", ".join(told) or f"{_clock(after_s)}: {_what_of_trips(change)}"


def _what_of_stop(stop: StopChanged) -> str:
    told = {
        "verlegt": stop.metres > MOVED_M,
        "andere Kennung": stop.stop_id != stop.new_id,
        "anderer Name": stop.name != stop.new_name,
    }
    return ", ".join(word for word, holds in told.items() if holds)


def _clock(seconds: int) -> str:
    rest = f":{seconds % 60:02d}" if seconds % 60 else ""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}{rest}"
