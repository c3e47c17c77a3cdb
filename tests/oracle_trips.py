"""Trips of a feed written out of its raw text, and written as text again: for the oracle alone.

Standard library and the oracle's own eyes only, nothing of the project. Trips are written out: one
of frequencies.txt is one trip a start, one that runs otherwise on some dates is two.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path

from oracle_feed import Call, _offsets, _starts_by_frequency, read_calls, read_rows
from oracle_text import ROUTE_TYPES, Tables


@dataclass(frozen=True, eq=False)
class Trip:
    """A trip with its dates; ``row`` is the trip of trips.txt that rules and blocks mean."""

    row: str
    route: str
    block: str
    dates: frozenset[date]
    calls: tuple[Call, ...]
    begun: bool = False  # elsewhere than before
    ended: bool = False

    @property
    def begins(self) -> int:
        """Departure at the first stop."""
        return self.calls[0].departure_s

    @property
    def stops(self) -> list[str]:
        """The stops it calls at."""
        return [call.stop for call in self.calls]


@dataclass(frozen=True)
class Text:
    """A feed with its trips written out."""

    folder: Path
    trips: tuple[Trip, ...]
    routes: tuple[str, ...] = ()  # new ones

    @property
    def booked(self) -> set[str]:
        """The rows of trips.txt one has to phone for somewhere."""
        rows = read_rows(self.folder, "stop_times")
        asked = ("pickup_type", "drop_off_type")
        return {row["trip_id"] for row in rows if "2" in [row.get(name) for name in asked]}

    @property
    def rail_stops(self) -> set[str]:
        """The stops any train calls at."""
        rows = read_rows(self.folder, "routes")
        types = {row["route_id"]: int(row["route_type"]) for row in rows}
        rail = {route for route, kind in types.items() if kind == 2 or 100 <= kind <= 117}
        return {stop for trip in self.trips if trip.route in rail for stop in trip.stops}

    @property
    def dates(self) -> frozenset[date]:
        """All dates from the first of the feed to its last."""
        known = sorted(_dates_of(self.folder, None))
        days = (known[-1] - known[0]).days + 1
        return frozenset(known[0] + timedelta(days=number) for number in range(days))


def read_text(folder: Path) -> Text:
    """Read a feed whose services are in calendar_dates.txt alone."""
    rows_of = defaultdict(list)
    for row in read_rows(folder, "stop_times"):
        rows_of[row["trip_id"]].append(row)
    starts_of, trips = _starts_by_frequency(folder), []
    for row in read_rows(folder, "trips"):
        calls = read_calls(rows_of[row["trip_id"]])
        if len(calls) < 2:
            continue
        dates = frozenset(_dates_of(folder, row["service_id"]))
        names = row["trip_id"], row["route_id"], row.get("block_id", "")
        starts = sorted(_offsets(calls, starts_of.get(row["trip_id"])))
        trips += [Trip(*names, dates, later(calls, by_s)) for by_s in starts]
    return Text(folder, tuple(trips))


def write_text(text: Text, folder: Path) -> Path:
    """Write the feed with its trips as they are now; a rule for each of the trips of a row.

    Nobody stays seated at an end that has moved.
    """
    tables, of_row, moved = Tables(), defaultdict(list), set[tuple[str, str]]()
    for table in ("agency", "stops", "routes"):
        for row in read_rows(text.folder, table):
            tables.add(table, **row)
    for name in text.routes:
        tables.add("routes", route_id=name, route_short_name=name, route_type=ROUTE_TYPES["bus"])
    for number, trip in enumerate(text.trips):
        own = f"{trip.row}#{number}"
        of_row[trip.row].append(own)
        moved |= {(own, "to")} if trip.begun else set()
        moved |= {(own, "from")} if trip.ended else set()
        tables.add("trips", route_id=trip.route, service_id=own, trip_id=own, block_id=trip.block)
        for day in sorted(trip.dates):
            tables.add("calendar_dates", service_id=own, date=f"{day:%Y%m%d}", exception_type="1")
        for sequence, call in enumerate(trip.calls):
            _add_call(tables, own, sequence, call)
    for row in read_rows(text.folder, "transfers"):
        ends = (row.get("from_trip_id", ""), row.get("to_trip_id", ""))
        one, other = (of_row[name] if name else [""] for name in ends)
        for before, after in product(one, other):
            seated = row["transfer_type"] == "4"  # but not where an end has moved
            if not (seated and {(before, "from"), (after, "to")} & moved):
                named = {"from_trip_id": before, "to_trip_id": after}
                tables.add("transfers", **{**row, **named})
    return tables.write(folder)


def _add_call(tables: Tables, trip: str, sequence: int, call: Call) -> None:
    tables.add(
        "stop_times",
        trip_id=trip,
        stop_id=call.stop,
        stop_sequence=str(sequence),
        arrival_time=_clock(call.arrival_s),
        departure_time=_clock(call.departure_s),
        pickup_type="0" if call.may_board else "1",
        drop_off_type="0" if call.may_alight else "1",
    )


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _dates_of(folder: Path, service: str | None) -> Iterable[date]:
    for row in read_rows(folder, "calendar_dates"):
        if service in (None, row["service_id"]):
            yield datetime.strptime(row["date"], "%Y%m%d").date()  # noqa: DTZ007 - a date alone


def later(calls: Sequence[Call], by_s: int) -> tuple[Call, ...]:
    """Return the calls so many seconds later."""
    return tuple(
        call._replace(arrival_s=call.arrival_s + by_s, departure_s=call.departure_s + by_s)
        for call in calls
    )
