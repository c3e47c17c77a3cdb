"""A valley with one street, three villages and a bus: a whole region small enough for the screen.

    Westdorf ──2.1 km── Mitte ──2.1 km── Ostheim ──2.1 km── Bahnhof
       A                B  B2               C                  D

Line 60 leaves A at 6:00, 7:00 … 11:00 and C at 8:00 … 13:00, ten minutes from stop to stop, on
Tuesday 2024-05-14 and Saturday the 18th; on Tuesday the 21st only the 7:00 runs. RB1 leaves C at
8:00 and D at 9:00. Nobody stops at B2, 140 m from B.
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
    B2,Mitte Süd,51.2000,12.7320
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
# trip: its stops and the hour it starts; the part before the hyphen is its service
TRIPS = {
    **{f"school-east{hour}": ("ABC", hour) for hour in range(6, 12)},
    **{f"school-west{hour}": ("CBA", hour) for hour in range(8, 14)},
    "thin-east7": ("ABC", 7),
    "train-8": ("CD", 8),
    "train-9": ("DC", 9),
}


def _trips() -> str:
    rows = ["route_id,service_id,trip_id"]
    for trip, (stops, _) in TRIPS.items():
        rows.append(f"{'r60' if 'B' in stops else 'rb1'},{trip.split('-')[0]},{trip}")
    return "\n".join(rows)


def _stop_times() -> str:
    rows = ["trip_id,arrival_time,departure_time,stop_id,stop_sequence"]
    for trip, (stops, hour) in TRIPS.items():
        for sequence, stop in enumerate(stops, start=1):
            time = f"{hour:02}:{10 * sequence - 10:02}:00"
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
