"""An invented accessibility table of 60 places round Grimma, and the layers of its map."""

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import LineString, Point
from shapely.ops import unary_union

from accessibility.picture import Imprint, Layers

CRS = "EPSG:25832"
TARGETS = ("grundzentrum", "mittelzentrum", "oberzentrum", "bahn", "sbahn")

# name, Kommune, lon, lat (rounded), invented people; the names and sites are those of real places
PLACES = """
Grimma,Grimma,12.71,51.23,14200|Naunhof,Naunhof,12.58,51.27,7100|Wurzen,Wurzen,12.73,51.37,13100
Bad Lausick,Bad Lausick,12.64,51.14,5900|Colditz,Colditz,12.80,51.12,3800
Brandis,Brandis,12.61,51.33,5200|Trebsen/Mulde,Trebsen/Mulde,12.75,51.28,2100
Nerchau,Grimma,12.78,51.27,2000|Mutzschen,Grimma,12.89,51.26,1300
Großbothen,Grimma,12.75,51.18,1400|Großbardau,Grimma,12.69,51.20,1250
Beiersdorf,Grimma,12.68,51.26,420|Böhlen,Grimma,12.73,51.25,310|Bröhsen,Grimma,12.79,51.22,150
Döben,Grimma,12.76,51.23,330|Golzern,Grimma,12.78,51.24,260|Höfgen,Grimma,12.75,51.20,120
Leipnitz,Grimma,12.83,51.20,210|Dürrweitzschen,Grimma,12.86,51.20,540
Fremdiswalde,Grimma,12.84,51.29,290|Cannewitz,Grimma,12.83,51.27,260|Roda,Grimma,12.87,51.27,240
Ragewitz,Grimma,12.85,51.23,230|Pöhsig,Grimma,12.83,51.22,70|Zschoppach,Grimma,12.88,51.21,250
Köllmichen,Grimma,12.89,51.24,90|Göttwitz,Grimma,12.92,51.25,80|Draschwitz,Grimma,12.90,51.21,65
Motterwitz,Grimma,12.88,51.19,85|Seidewitz,Grimma,12.86,51.17,60|Bernbruch,Grimma,12.66,51.18,160
Kleinbardau,Grimma,12.68,51.18,410|Förstgen,Grimma,12.78,51.18,130|Naundorf,Grimma,12.79,51.20,75
Schkortitz,Grimma,12.78,51.21,95|Waldbardau,Grimma,12.71,51.21,110|Dorna,Grimma,12.75,51.24,220
Kaditzsch,Grimma,12.76,51.21,140|Grottewitz,Grimma,12.82,51.25,60|Serka,Grimma,12.84,51.26,55
Gornewitz,Grimma,12.80,51.28,100|Sermuth,Colditz,12.79,51.16,380|Zschadraß,Colditz,12.81,51.13,900
Leisenau,Colditz,12.76,51.16,170|Tanndorf,Colditz,12.84,51.16,330|Skoplau,Colditz,12.85,51.15,90
Hausdorf,Colditz,12.83,51.11,260|Schönbach,Colditz,12.75,51.14,320|Lastau,Colditz,12.82,51.10,240
Ballendorf,Bad Lausick,12.69,51.13,280|Glasten,Bad Lausick,12.69,51.15,230
Otterwisch,Otterwisch,12.61,51.20,1100|Großbuch,Otterwisch,12.64,51.20,300
Pomßen,Parthenstein,12.61,51.23,700|Klinga,Parthenstein,12.63,51.27,560
Grethen,Parthenstein,12.66,51.23,330|Großsteinberg,Parthenstein,12.63,51.25,1000
Ammelshain,Naunhof,12.64,51.29,650|Altenhain,Trebsen/Mulde,12.69,51.29,600
Seelingstädt,Trebsen/Mulde,12.71,51.27,500|Neichen,Trebsen/Mulde,12.77,51.29,250
Burkartshain,Wurzen,12.80,51.32,400
"""
CENTRES = (
    ("Grimma", "mittelzentrum", 12.724, 51.236),
    ("Wurzen", "mittelzentrum", 12.739, 51.370),
    ("Colditz", "grundzentrum", 12.803, 51.128),
    ("Bad Lausick", "grundzentrum", 12.645, 51.145),
    ("Naunhof", "grundzentrum", 12.588, 51.277),
    ("Brandis", "grundzentrum", 12.610, 51.336),
)
LINES = (
    ("RB110", "Bahn", "Naunhof Großsteinberg Grimma Großbothen Tanndorf"),
    ("S3", "S-Bahn", "Naunhof Brandis Wurzen"),
    ("610", "PlusBus", "Grimma Großbardau Bernbruch Bad_Lausick"),
    ("619", "PlusBus", "Grimma Großbothen Sermuth Colditz"),
    ("630", "PlusBus", "Grimma Döben Ragewitz Mutzschen"),
    ("693", "PlusBus", "Grimma Nerchau Neichen Trebsen/Mulde Burkartshain Wurzen"),
    ("644", "TaktBus", "Grimma Beiersdorf Klinga Ammelshain Brandis"),
    ("613", "TaktBus", "Colditz Schönbach Ballendorf Bad_Lausick"),
    ("A", "StadtBus", "Grimma Waldbardau Kaditzsch Döben Dorna Grimma"),
    ("652", "Bus", "Grimma Schkortitz Leipnitz Dürrweitzschen Zschoppach Draschwitz"),
    ("655", "Bus", "Nerchau Cannewitz Roda Göttwitz"),
    ("617", "Bus", "Bad_Lausick Otterwisch Pomßen Naunhof"),
)
SOURCES = (
    "Fahrplan: Beispielverbund (CC BY 4.0), Karte: © OpenStreetMap-Mitwirkende (ODbL), "
    "Einwohner: erfunden, Stand 31.12.2024"
)


def example_table(days: tuple[str, ...] = ("schultag",)) -> gpd.GeoDataFrame:
    """Return a table with the columns of the contract, values invented but plausible."""
    places = _places()
    parts = [_with_figures(places, day, slower) for slower, day in enumerate(days)]
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs="EPSG:4326")


def example_layers() -> Layers:
    """Return centres, stations, lines and an invented countryside."""
    places = _places().set_index("name")
    zentren = gpd.GeoDataFrame(
        {"name": [row[0] for row in CENTRES], "level": [row[1] for row in CENTRES]},
        geometry=[Point(row[2], row[3]) for row in CENTRES],
        crs="EPSG:4326",
    )
    stops = ["Grimma", "Naunhof", "Großbothen", "Tanndorf", "Wurzen"]
    stations = gpd.GeoDataFrame(
        {"name": stops, "sbahn": [name in {"Naunhof", "Wurzen"} for name in stops]},
        geometry=[Point(p.x - 0.008, p.y - 0.004) for p in places.geometry[stops]],
        crs="EPSG:4326",
    )
    routes = [
        LineString([places.geometry[stop.replace("_", " ")] for stop in stops.split()])
        for _, _, stops in LINES
    ]
    lines = gpd.GeoDataFrame(
        {
            "name": [row[0] for row in LINES],
            "product": [row[1] for row in LINES],
            "section": range(len(LINES)),
            "trips": [8 * (number + 1) for number in range(len(LINES))],
            "section_trips": [8 * (number + 1) for number in range(len(LINES))],
        },
        geometry=routes,
        crs="EPSG:4326",
    )
    return Layers(zentren, stations, lines, _kommunen(places), _areas(places), _roads(places))


def example_imprint(data_status: str = "demo") -> Imprint:
    """Return who says so."""
    return Imprint(
        region="Raum Grimma",
        dates={"schultag": date(2025, 5, 13), "sonntag": date(2025, 5, 18)},
        crs=CRS,
        sources=SOURCES,
        data_status=data_status,
        provenance="Fahrplan 3f9a2c41 · Karte 77b0de12 · Programm 0.1.0",
    )


def _places() -> gpd.GeoDataFrame:
    entries = [entry.split(",") for entry in PLACES.strip().replace("\n", "|").split("|")]
    frame = pd.DataFrame(entries, columns=["name", "kommune", "lon", "lat", "population"])
    points = gpd.points_from_xy(frame["lon"].astype(float), frame["lat"].astype(float))
    frame["population"] = frame["population"].astype(float)
    frame.insert(0, "ortsteil_id", [f"ot-{number:03d}" for number in range(len(frame))])
    return gpd.GeoDataFrame(frame.drop(columns=["lon", "lat"]), geometry=points, crs="EPSG:4326")


def _with_figures(places: gpd.GeoDataFrame, day: str, slower: int) -> gpd.GeoDataFrame:
    table = places.assign(data_status="demo", day=day)
    metres = places.to_crs(CRS).geometry
    random = np.random.default_rng(7)
    noise = random.uniform(0.8, 1.7, len(table))
    for target in TARGETS:
        names = [row[0] for row in CENTRES if target != "mittelzentrum" or row[1] == target]
        points = metres[places["name"].isin(names)]
        metres_away = np.array([[p.distance(q) for q in points] for p in metres])
        far = {"oberzentrum": 24_000, "sbahn": 9_000}.get(target, 0) * (metres_away.min(1) > 0)
        table = _target_columns(table, target, metres_away.min(1) + far, noise * (1 + slower / 2))
        table[f"{target}_id"] = np.array(names)[metres_away.argmin(1)]
        table[f"{target}_name"] = np.array(names)[metres_away.argmin(1)]
    return table


def _target_columns(
    table: gpd.GeoDataFrame, target: str, metres: np.ndarray, noise: np.ndarray
) -> gpd.GeoDataFrame:
    journey = np.ceil((600 + metres / 5) * noise)
    journeys = np.clip(np.round(34 - journey / 180), 1, None)
    none = (noise > 1.62) & (metres > 100)
    walkers = metres < 100
    gone = none | walkers
    columns = {
        "travel_time_p50": np.where(none, np.nan, journey + 1500),
        "journey_time_min": np.where(none, np.nan, journey * 0.9),
        "journey_time_p50": np.where(none, np.nan, journey),
        "rides_min": np.where(none, np.nan, 1 + (metres > 12_000)),
        "journeys": np.where(none, 0, journeys),
        "return_journeys": np.where(none, 0, np.maximum(journeys - 1, 0)),
        "first_departure": np.where(gone, np.nan, 18_000 + journey),
        "last_return": np.where(gone, np.nan, 79_000 - journey),
        "longest_gap": np.where(none, 50_400, 3600 + journey / 2),
        "served_hours": np.where(none, 0, np.clip(17 - journey // 600, 0, 17)),
        "walk_share": walkers * 0.8,
        "served_share": np.where(none, 0.0, 1.0),
        "car_time": np.ceil(240 + metres / 15),
        "ratio": np.where(none, np.nan, journey / (240 + metres / 15)),
    }
    return table.assign(**{f"{target}_{name}": value for name, value in columns.items()})


def _kommunen(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return invented areas of the Kommunen: what lies nearest to their places."""
    metres = places.to_crs(CRS)
    ground = metres.geometry.buffer(4200).union_all()
    cells = metres.geometry.voronoi_polygons(extend_to=ground).intersection(ground)
    cells = gpd.GeoDataFrame(geometry=cells, crs=CRS).sjoin(metres[["kommune", "geometry"]])
    kommunen: gpd.GeoDataFrame = cells.dissolve("kommune").reset_index()
    return kommunen[["kommune", "geometry"]].to_crs("EPSG:4326")


def _areas(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    metres = places.to_crs(CRS)
    mulde = ["Colditz", "Sermuth", "Förstgen", "Kaditzsch", "Golzern", "Neichen", "Wurzen"]
    river = LineString(list(metres.geometry[mulde])).simplify(1).buffer(140)
    settled = unary_union(list(metres.geometry.buffer(8 * np.sqrt(metres["population"]) + 120)))
    woods = [
        Point(metres.geometry[name].x + dx, metres.geometry[name].y + dy).buffer(r)
        for name, dx, dy, r in (
            ("Pomßen", 2500, 900, 1900),
            ("Glasten", 900, 2300, 2100),
            ("Draschwitz", -900, -2900, 1500),
            ("Altenhain", -1500, 1500, 1700),
            ("Fremdiswalde", 900, 2400, 2300),
        )
    ]
    kinds = ["wood", "settlement", "water"]
    shapes = [unary_union(woods), settled, river]
    return gpd.GeoDataFrame({"kind": kinds}, geometry=shapes, crs=CRS).to_crs("EPSG:4326")


def _roads(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a straight road from every place to its three nearest neighbours."""
    points = list(places.geometry)
    roads = [
        LineString([here, there])
        for here in points
        for there in sorted(points, key=here.distance)[1:4]
    ]
    return gpd.GeoDataFrame(geometry=roads, crs="EPSG:4326")
