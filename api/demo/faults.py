"""Faults: what real feeds get wrong, put into the finished tables in small number."""

from api.demo.facts import Fault
from api.demo.gtfs_table import Row, Table, Tables

LOST = "-alt"  # appended to a parent_station: the station's id before the last renaming


def plant_faults(tables: Tables, faults: tuple[Fault, ...]) -> Tables:
    """Return the tables with the faults; those that other tables of facts bring are in already."""
    for fault in faults:
        match fault.kind:
            case "duplicate_trip":
                tables = tables | _duplicate_trip(tables, fault)
            case "lost_parent":
                tables = tables | _lost_parent(tables["stops"], fault)
            case "one_direction":
                tables = tables | _one_direction(tables, fault)
            case "shared_route" | "early_end":  # lines: route; agencies.csv: until
                pass
            case _:
                msg = f"facts/faults.csv: no fault is called {fault.kind!r}"
                raise ValueError(msg)
    return tables


def _duplicate_trip(tables: Tables, fault: Fault) -> Tables:
    """Give the first trip of a line, one whose vehicle does not run through, a twin."""
    trips, calls, routes = tables["trips"], tables["stop_times"], tables["routes"]
    short, route, block = routes.at("route_short_name"), trips.at("route_id"), trips.at("block_id")
    own = {row[routes.at("route_id")] for row in routes.rows if row[short] == fault.where}
    free = [row for row in trips.rows if row[route] in own and not row[block]]
    if not free:
        raise _nowhere(fault)
    old = free[0][trips.at("trip_id")]
    return {
        "trips": _with_twin(trips, old),
        "stop_times": _with_twin(calls, old),
    }


def _with_twin(table: Table, trip: object) -> Table:
    """Return the table with the rows of a trip once more, under another trip_id."""
    at = table.at("trip_id")
    twins = [_changed(row, at, f"{trip}-2") for row in table.rows if row[at] == trip]
    return table._replace(rows=table.rows + twins)


def _lost_parent(stops: Table, fault: Fault) -> Tables:
    """Let the last platform of a station name a parent that the feed does not have."""
    name, parent = stops.at("stop_name"), stops.at("parent_station")
    own = [n for n, row in enumerate(stops.rows) if row[name] == fault.where and row[parent]]
    if len(own) < 2:
        raise _nowhere(fault)  # the station would be left without a platform
    rows = list(stops.rows)
    rows[own[-1]] = _changed(rows[own[-1]], parent, f"{rows[own[-1]][parent]}{LOST}")
    return {"stops": stops._replace(rows=rows)}


def _one_direction(tables: Tables, fault: Fault) -> Tables:
    """Set direction_id to 0 on every trip of an operator."""
    trips, routes = tables["trips"], tables["routes"]
    agency, route_id = routes.at("agency_id"), routes.at("route_id")
    own = {row[route_id] for row in routes.rows if row[agency] == fault.where}
    route, direction = trips.at("route_id"), trips.at("direction_id")
    rows = [_changed(row, direction, 0) if row[route] in own else row for row in trips.rows]
    return {"trips": trips._replace(rows=rows)}


def _changed(row: Row, at: int, value: object) -> Row:
    return (*row[:at], value, *row[at + 1 :])


def _nowhere(fault: Fault) -> ValueError:
    return ValueError(f"facts/faults.csv: {fault.kind} finds nothing to spoil at {fault.where!r}")
