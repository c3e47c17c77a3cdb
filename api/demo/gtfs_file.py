"""The GTFS file: the county's timetable as a zip that is the same byte for byte every time."""

import zipfile
from pathlib import Path

from accessibility.words import DEMO_SENTENCE
from api.demo.calendars import calendar_tables, feed_span
from api.demo.county import County
from api.demo.facts import Agency, Fault, Period, Service, Transfer, read_facts
from api.demo.faults import plant_faults
from api.demo.gtfs_stops import poles_by_id, stops_table
from api.demo.gtfs_table import Table, Tables, table_of, text_of
from api.demo.gtfs_transfers import transfers_table
from api.demo.gtfs_trips import trip_tables
from api.demo.gtfs_zones import with_zones

EPOCH = (1980, 1, 1, 0, 0, 0)  # the zip's earliest date: the same on every run
URL = "https://demo.invalid"
FEED_INFO = (
    "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version"
)


def write_gtfs(path: Path, county: County) -> None:
    """Write the feed."""
    tables = plant_faults(build_tables(county), read_facts(Fault, "faults"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables.items():
            member = zipfile.ZipInfo(f"{name}.txt", EPOCH)
            archive.writestr(member, text_of(table), zipfile.ZIP_DEFLATED)


def build_tables(county: County) -> Tables:
    """Return the feed's tables as they should be, before anything goes wrong."""
    periods = read_facts(Period, "periods")
    agencies = {agency.id: agency for agency in read_facts(Agency, "agencies")}
    lines = {trip.pattern.line.name: trip.pattern.line for trip in county.trips}
    poles = poles_by_id(county.poles)
    rail_sites = set(county.sites.of_kind("station"))
    stops = stops_table(poles, rail_sites)
    stations = {str(row[0]) for row in stops.rows} - set(poles)
    used = {(trip.service, agencies[trip.pattern.line.agency]) for trip in county.trips}
    used |= {(w.service, agencies[zone.line.agency]) for zone in county.zones for w in zone.windows}
    tables = {"agency": _agency(agencies), "stops": stops}
    tables |= with_zones(trip_tables(county.trips, agencies), county.zones, agencies)
    tables |= calendar_tables(used, read_facts(Service, "services"), periods)
    transfers = read_facts(Transfer, "transfers")
    tables["transfers"] = transfers_table(transfers, poles, stations, lines)
    tables["feed_info"] = _feed_info(periods)
    return tables


def _agency(agencies: dict[str, Agency]) -> Table:
    return table_of(
        "agency_id,agency_name,agency_url,agency_timezone,agency_lang",
        [(key, agency.name, URL, "Europe/Berlin", "de") for key, agency in agencies.items()],
    )


def _feed_info(periods: tuple[Period, ...]) -> Table:
    first, last = feed_span(periods)
    row = (DEMO_SENTENCE, URL, "de", f"{first:%Y%m%d}", f"{last:%Y%m%d}", "demo-1")
    return table_of(FEED_INFO, [row])
