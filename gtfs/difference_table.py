"""Tables of a difference: what a planner reads of lines, trips and stops, a row each."""

import pandas as pd

from gtfs.difference_changes import (
    Difference,
    LineDay,
    StopChanged,
)
from gtfs.difference_stops import MOVED_M

Row = dict[str, str | int | float | None]


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


def _what_of_stop(stop: StopChanged) -> str:
    told = {
        "verlegt": stop.metres > MOVED_M,
        "andere Kennung": stop.stop_id != stop.new_id,
        "anderer Name": stop.name != stop.new_name,
    }
    return ", ".join(word for word, holds in told.items() if holds)
