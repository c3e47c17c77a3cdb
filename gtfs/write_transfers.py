"""Transfers of a feed that is written: every rule, once for each trip its trips have become."""

import numpy as np
import pyarrow as pa

from gtfs.timetable import NONE, Bools, Ints, Strings, Timetable
from gtfs.write_text import named, numbers

KEY = tuple(f"{end}_{what}_id" for end in ("from", "to") for what in ("stop", "route", "trip"))


def transfer_table(
    timetable: Timetable, trip_id: Strings, stop_id: Strings, station_id: Strings
) -> tuple[pa.Table, int]:
    """Return transfers.txt and how many rules are left out.

    A rule goes where a trip it names is no more, or where the rule before it names the same: the
    first counts. A trip of trips.txt that has become several is named once for each of them.
    """
    before, after = (_copies(timetable, end) for end in ("from", "to"))
    pairs = np.diff(before.first)[before.row] * np.diff(after.first)[after.row]
    rule = np.repeat(np.arange(len(pairs)), pairs)
    place = np.arange(len(rule)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    size = np.diff(after.first)[after.row][rule]
    trips = {
        "from": before.trip[before.first[before.row[rule]] + place // np.maximum(size, 1)],
        "to": after.trip[after.first[after.row[rule]] + place % np.maximum(size, 1)],
    }
    columns: dict[str, pa.Array] = {}
    for end in ("from", "to"):
        columns |= {
            f"{end}_stop_id": _places(timetable, end, stop_id, station_id).take(pa.array(rule)),
            f"{end}_route_id": named(timetable.route_id, _rule(timetable, end, "route")[rule]),
            f"{end}_trip_id": named(trip_id, trips[end]),
        }
    columns["transfer_type"] = numbers(timetable.rule_type[rule])
    columns["min_transfer_time"] = numbers(timetable.rule_min_s[rule])
    table = pa.table(columns)
    kept = _first_of_key(table)
    left_out = len(pairs) - len(np.unique(rule[kept]))
    return table.filter(pa.array(kept)), left_out


class _Copies:
    """The trips one end of each rule means: ``trip[first[row[rule]] : first[row[rule] + 1]]``."""

    def __init__(self, row: Ints, first: Ints, trip: Ints) -> None:
        self.row, self.first, self.trip = row, first, trip
