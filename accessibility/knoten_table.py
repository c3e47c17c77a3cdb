"""Knoten table: how well lines meet at each station, by what people need there."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from accessibility.relations import BUS_TO_RAIL, OTHER, RAIL_TO_BUS
from accessibility.words import clock
from gtfs.timetable import Bools, Ints, Timetable
from mobility.lines import Lines
from mobility.rail_access import Hauptrelation, Trains
from mobility.ways import OUT

KINDS = {BUS_TO_RAIL: "bus_to_rail", RAIL_TO_BUS: "rail_to_bus", OTHER: "other"}  # as data says it
COUNTS = ("arrivals", "good", "missed", "departures", "fed")
HEADING = ("line", "from", "to_line", "towards")  # of a relation
TOLD = ("kind", *COUNTS, "share", "wait_s", "main", "journeys", "people")  # and what is said of it
WORST = 5  # relations told of a Knoten


class KnotenTables(NamedTuple):
    """What is known of the Knoten of a day."""

    relations: pd.DataFrame  # accessibility.relations.relation_table, with main
    delays: pd.DataFrame  # accessibility.relations.delay_table


def with_main(
    relations: pd.DataFrame, timetable: Timetable, lines: Lines, trains: Hauptrelation
) -> pd.DataFrame:
    """Return the relations with ``main``: a bus meets a train to the Oberzentrum, or from it."""
    inbound, outbound = (_calling(timetable, lines, some) for some in trains)
    size = len(lines.line_id) * 2
    station = relations["station"].astype(np.int64)
    there = station * size + relations["to_line"] * 2 + relations["to_way"]
    back = station * size + relations["line"] * 2 + relations["way"]
    kind = relations["kind"]
    main = ((kind == BUS_TO_RAIL) & there.isin(inbound)) | (
        (kind == RAIL_TO_BUS) & back.isin(outbound)
    )
    return relations.assign(main=main)


def knoten_data(
    tables: KnotenTables, timetable: Timetable, lines: Lines, stations: Ints | None = None
) -> list[dict[str, Any]]:
    """Return a dictionary per Knoten with a relation that matters, most needed first.

    A relation matters if it is of the Hauptrelation or a useful journey changes so; all stations
    by default.
    """
    relations = tables.relations
    asked = relations[relations["main"] | (relations["journeys"] > 0)]
    if stations is not None:
        asked = asked[asked["station"].isin(stations)]
    found = [_knoten(int(station), rows, timetable, lines) for station, rows in _by(asked)]
    return sorted(found, key=lambda one: (-one["people"], one["name"]))


def delay_data(delays: pd.DataFrame, lines: Lines) -> list[dict[str, Any]]:
    """Return a dictionary per line: the day's useful journeys with it, if it is late all day."""
    shares = delays.assign(
        line_id=lines.line_id[delays["line"]],
        name=lines.name[delays["line"]],
        broken_share=delays["broken_people"] / delays["people"].where(delays["people"] > 0),
        mean_minutes=delays["person_minutes"] / delays["people"].where(delays["people"] > 0),
    )
    names = ["line_id", "name", "journeys", "people", "broken", "broken_people", "broken_share"]
    columns = [*names, "stranded", "person_minutes", "mean_minutes"]
    return _records(shares[columns])


def line_names(lines: Lines, timetable: Timetable, line: Ints, way: Ints) -> tuple[Any, Any]:
    """Return the names of the lines, and of the station each way of them ends at."""
    end = np.where(way == OUT, lines.core_to[line], lines.core_from[line])
    return lines.name[line], timetable.station_name[end]


def _by(relations: pd.DataFrame) -> list[tuple[Any, pd.DataFrame]]:
    return list(relations.groupby("station", sort=False))


def _calling(timetable: Timetable, lines: Lines, trains: Trains) -> Ints:
    """Return station, line and way of the trains, as one number each."""
    station = timetable.stop_station[trains.stop].astype(np.int64)
    line, way = lines.trip_line[trains.trip], lines.trip_way[trains.trip]
    return np.unique(station * len(lines.line_id) * 2 + line * 2 + way)


def _knoten(station: int, rows: pd.DataFrame, timetable: Timetable, lines: Lines) -> dict[str, Any]:
    found = np.unique(np.concatenate((rows["line"], rows["to_line"])))
    rail = timetable.route_rail[lines.route[found]]
    return {
        "station_id": str(timetable.station_id[station]),
        "name": str(timetable.station_name[station]),
        "lines": _sorted(lines, found, rail),
        "journeys": int(rows["journeys"].sum()),
        "people": float(rows["people"].sum()),
        **{name: _kind(rows[rows["kind"] == kind]) for kind, name in KINDS.items()},
        "relations": _relations(rows, timetable, lines),
    }


def _sorted(lines: Lines, found: Ints, rail: Bools) -> list[str]:
    """Return the names of the lines, trains first."""
    return sorted(np.unique(lines.name[found[rail]]).tolist()) + sorted(
        np.unique(lines.name[found[~rail]]).tolist()
    )


def _kind(rows: pd.DataFrame) -> dict[str, Any] | None:
    """Return the counts of the relations of a kind; ``rarer`` are trips of the rarer sides."""
    if not len(rows):
        return None
    of_departures = (rows["departures"] > 0) & (rows["departures"] < rows["arrivals"])
    counts = {name: int(rows[name].sum()) for name in COUNTS}
    counts["missed"] = int(rows["missed"].where(~of_departures, 0).sum())  # of arrivals counted
    rarer = int(rows["departures"].where(of_departures, rows["arrivals"]).sum())
    met = int(rows["fed"].where(of_departures, rows["good"]).sum())
    return {"relations": len(rows), **counts, "rarer": rarer, "met": met, "share": met / rarer}


def _relations(rows: pd.DataFrame, timetable: Timetable, lines: Lines) -> list[dict[str, Any]]:
    """Return the relations of a Knoten, those that are missing most people first."""
    line, way, to_line, to_way = (
        rows[name].to_numpy() for name in ("line", "way", "to_line", "to_way")
    )
    name, origin = line_names(lines, timetable, line, 1 - way)
    to_name, end = line_names(lines, timetable, to_line, to_way)
    told = rows[list(TOLD)].assign(
        **{"line": name, "from": origin, "to_line": to_name, "towards": end},
        lost=(1 - rows["share"]) * rows["people"],
    )
    ordered = told.sort_values(["lost", "people", "share"], ascending=[False, False, True])
    return _records(ordered[[*HEADING, *TOLD]])


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    plain = table.astype(object).where(table.notna(), None)
    return [{str(key): value for key, value in row.items()} for row in plain.to_dict("records")]


def hour_data(calls: pd.DataFrame) -> list[Mapping[str, Any]]:
    """Return what calls in an hour, as ``knoten_hour`` found it, with clock times."""
    return [
        {
            "arriving": bool(row["arriving"]),
            "time": clock(row["time_s"]),
            "line": row["name"],
            "rail": bool(row["rail"]),
            "where": row["where"],
        }
        for row in calls.to_dict("records")
    ]
