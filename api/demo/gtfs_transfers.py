"""Transfers of the feed: changes whose time or promise is known better than by walking."""

from api.demo.facts import Line, Transfer
from api.demo.gtfs_stops import Poles, station_id
from api.demo.gtfs_table import Row, Table, table_of
from api.demo.gtfs_trips import route_id
from api.demo.names import slug

MINIMUM = 2  # transfer_type: takes min_transfer_time
TRANSFERS = "from_stop_id,to_stop_id,from_route_id,to_route_id,transfer_type,min_transfer_time"


def transfers_table(
    transfers: tuple[Transfer, ...], poles: Poles, stations: set[str], lines: dict[str, Line]
) -> Table:
    """Return transfers.txt; refuse a row that names what the feed does not have."""

    def place(sign: str) -> str:
        name, _, key = sign.partition("#")
        found = f"{slug(name)}-{key}" if key else station_id(name)
        if found not in (poles if key else stations):
            kind = "pole" if key else "station"
            msg = f"facts/transfers.csv: the feed has no {kind} {sign!r}"
            raise ValueError(msg)
        return found

    def route(line: str) -> str:
        if line and line not in lines:
            msg = f"facts/transfers.csv: no line is called {line!r}"
            raise ValueError(msg)
        return route_id(lines[line]) if line else ""

    rows: list[Row] = [
        (
            *(place(sign) for sign in (row.start, row.end)),
            *(route(line) for line in (row.start_line, row.end_line)),
            row.type,
            row.seconds if row.type == MINIMUM else "",
        )
        for row in transfers
    ]
    return table_of(TRANSFERS, rows)
