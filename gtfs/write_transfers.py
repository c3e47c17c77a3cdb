"""Transfers of a feed that is written: every rule, once for each trip its trips have become."""

import numpy as np
import pandas as pd
import pyarrow as pa

from gtfs.timetable import NONE, Ints, Strings, Timetable
from gtfs.write_text import named, numbers

ENDS = ("from", "to")
KEY = [f"{end}_{what}_id" for end in ENDS for what in ("stop", "trip", "route")]


def transfer_table(timetable: Timetable, trip_id: Strings, places: Strings) -> tuple[pa.Table, int]:
    """Return transfers.txt, and how many rules are left out; ``places`` are stops, then stations.

    A rule is left out where a trip it names is no more, and where one before it names the same:
    the first counts. A trip of trips.txt that has become several is named once for each of them.
    """
    rows = _rules_of_trips(timetable)
    columns: dict[str, pa.Array] = {}
    for end in ENDS:
        stop, station, route = (
            getattr(timetable, f"rule_{end}_{what}")[rows["rule"]]
            for what in ("stop", "station", "route")
        )
        place = np.where(station == NONE, stop, len(timetable.stop_id) + station)
        columns[f"{end}_stop_id"] = named(places, place)
        columns[f"{end}_route_id"] = named(timetable.route_id, route)
        columns[f"{end}_trip_id"] = named(trip_id, rows[f"{end}_trip"].to_numpy())
    columns["transfer_type"] = numbers(timetable.rule_type[rows["rule"]])
    columns["min_transfer_time"] = numbers(timetable.rule_min_s[rows["rule"]])
    table = pa.table(columns)
    kept = ~table.select(KEY).to_pandas().duplicated().to_numpy(np.bool_)
    left_out = len(timetable.rule_type) - rows["rule"][kept].nunique()
    return table.filter(pa.array(kept)), int(left_out)


def _rules_of_trips(timetable: Timetable) -> pd.DataFrame:
    """Return a row for each rule and each trip at either end; NONE where it names no trip."""
    source: Ints = np.append(timetable.trip_source, NONE)
    trip = np.append(np.arange(len(timetable.trip_id)), NONE)
    rows = pd.DataFrame({"rule": np.arange(len(timetable.rule_type))})
    for end in ENDS:
        of_source = pd.DataFrame({f"{end}_source": source, f"{end}_trip": trip})
        rows[f"{end}_source"] = getattr(timetable, f"rule_{end}_source")[rows["rule"]]
        rows = rows.merge(of_source, on=f"{end}_source")
    return rows
