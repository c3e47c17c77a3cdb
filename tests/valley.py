"""A valley with one street, three villages and a bus: a whole region small enough for the screen.

    Westdorf ──2.1 km── Mitte ──2.1 km── Ostheim ──2.1 km── Bahnhof
       A                  B                 C                  D

Line 60 runs A–B–C six times on Tuesday 2024-05-14, but once on the 21st; RB1 runs C–D.
"""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from feeds import write_feed

Files = Mapping[str, str | bytes | None]

AGENCY = """
    agency_id,agency_name,agency_url,agency_timezone
    rbl,Regionalbus,https://example.org,Europe/Berlin
    db,Bahn,https://example.org,Europe/Berlin
"""
STOPS = """
    stop_id,stop_name,stop_lat,stop_lon
    A,Westdorf,51.2000,12.7000
    B,Mitte,51.2000,12.7300
    C,Ostheim,51.2000,12.7600
    D,Bahnhof,51.2000,12.7900
"""
ROUTES = """
    route_id,agency_id,route_short_name,route_type
    r60,rbl,60,3
    rb1,db,RB1,2
"""
CALENDAR_DATES = """
    service_id,date,exception_type
    school,20240514,1
    thin,20240521,1
    train,20240514,1
    train,20240521,1
    school,20240518,1
    train,20240518,1
"""
HOURS = range(6, 12)  # of line 60 there; back two hours later


def _trips() -> str:
    """Return trips.txt and, in the same order, what stop_times.txt says of them."""
    rows = [f"r60,{s},{s}-{way}{hour}" for s in ("school",) for way in "eo" for hour in HOURS]
    rows += ["r60,thin,thin-e7", "rb1,train,train-7", "rb1,train,train-9"]
    return "\n".join(("route_id,service_id,trip_id", *rows))


def _stop_times() -> str:
    rows = ["trip_id,arrival_time,departure_time,stop_id,stop_sequence"]
    courses = [(f"school-e{hour}", "ABC", hour) for hour in HOURS]
    courses += [(f"school-o{hour}", "CBA", hour + 2) for hour in HOURS]
    courses += [("thin-e7", "ABC", 7), ("train-7", "CD", 8), ("train-9", "DC", 9)]
    for trip, stops, hour in courses:
        for sequence, stop in enumerate(stops):
            time = f"{hour:02}:{10 * sequence:02}:00"
            rows.append(f"{trip},{time},{time},{stop},{sequence}")
    return "\n".join(rows)


FEED: Mapping[str, str] = {
    "agency.txt": AGENCY,
    "stops.txt": STOPS,
    "routes.txt": ROUTES,
    "trips.txt": _trips(),
    "stop_times.txt": _stop_times(),
    "calendar_dates.txt": CALENDAR_DATES,
}
ORTSTEILE = """
    id,name,kommune,lon,lat,population
    west,Westdorf,Tal,12.7005,51.2005,400
    mitte,Mitte,Tal,12.7305,51.2005,300
    ost,Ostheim,Tal,12.7605,51.2005,900
"""
ZENTREN = """
    id,name,level,lon,lat
    z-ost,Ostheim Markt,mittelzentrum,12.7600,51.2000
    z-west,Westdorf Kirche,grundzentrum,12.7000,51.2000
"""
REGION = """
    name = "Tal"
    crs = "EPSG:25833"
    data_status = "official"
    [inputs]
    gtfs = "feed"
    osm = "tal.osm"
    ortsteile = "ortsteile.csv"
    zentren = "zentren.csv"
    [days]
    schultag = 2024-05-14
    samstag = 2024-05-18
"""


def street(*, lon: float = 12.69, lat: float = 51.2, nodes: int = 12) -> str:
    """Return OSM XML of one residential street from west to east, a node every 0.01 degrees."""
    points = "".join(
        f'<node id="{n}" version="1" lon="{lon + n / 100:.4f}" lat="{lat:.4f}"/>\n'
        for n in range(nodes)
    )
    steps = "".join(f'<nd ref="{n}"/>' for n in range(nodes))
    return (
        f'<osm version="0.6">\n{points}<way id="1" version="1">{steps}'
        '<tag k="highway" v="residential"/></way>\n</osm>\n'
    )


def write_valley(folder: Path, *, feed: Files | None = None, **files: str | bytes | None) -> Path:
    """Write the region, members of the feed and files replaced; return the region file.

    ``files`` are named by their stem: ``region``, ``tal``, ``ortsteile``, ``zentren``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_feed(folder / "feed", {**FEED, **(feed or {})})
    whole = {"region": REGION, "tal": street(), "ortsteile": ORTSTEILE, "zentren": ZENTREN}
    names = {"region": "region.toml", "tal": "tal.osm"}
    for stem, text in {**whole, **files}.items():
        path = folder / names.get(stem, f"{stem}.csv")
        if isinstance(text, bytes):
            path.write_bytes(text)
        elif text is not None:
            path.write_text(dedent(text).strip() + "\n", encoding="utf-8")
    return folder / "region.toml"
