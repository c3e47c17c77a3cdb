"""The demo county: its files are whole, the same every time, and their timetable plausible."""

import csv
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import networkx as nx
import numpy as np
import osmium
import pandas as pd
import partridge
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from accessibility.words import DEMO_SENTENCE
from api.demo.calendars import dates_of
from api.demo.chains import chains_of
from api.demo.county import COUNTY, County, build_county
from api.demo.facts import Kommune, Line, Ortsteil, Period, Run, Service, Station, read_facts
from api.demo.geometry import Floats, delaunay_edges, distance, lengths, to_plane
from api.demo.timetable import Trip, build_trips
from api.demo.write import write_demo
from api.region import read_region

SCHULTAG, FERIENTAG = date(2026, 4, 21), date(2026, 7, 21)
SAMSTAG, SONNTAG = date(2026, 4, 25), date(2026, 4, 26)
NOT_WALKED = {"motorway", "motorway_link"}
Feed = dict[str, pd.DataFrame]
Way = tuple[dict[str, str], list[int], Floats]  # tags, nodes, degrees


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("demo")).parent


@pytest.fixture(scope="module")
def feed(folder: Path) -> Feed:
    with zipfile.ZipFile(folder / "demo.gtfs.zip") as archive:
        return {
            name.removesuffix(".txt"): pd.read_csv(
                archive.open(name), dtype=str, keep_default_na=False
            )
            for name in archive.namelist()
        }


@pytest.fixture(scope="module")
def county() -> County:
    return build_county()


@pytest.fixture(scope="module")
def calls(feed: Feed) -> pd.DataFrame:
    """Every call with its trip, its line and its times in minutes."""
    table = feed["stop_times"].merge(feed["trips"], on="trip_id")
    table = table.merge(feed["routes"], on="route_id").merge(feed["stops"], on="stop_id")
    for column in ("arrival_time", "departure_time"):
        parts = table[column].str.split(":", expand=True).astype(int)
        table[column] = parts[0] * 60 + parts[1]
    table["shape_dist_traveled"] = table["shape_dist_traveled"].astype(float)
    return table


# the files


def test_another_process_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from api.demo.write import write_demo;"
        "write_demo(pathlib.Path(sys.argv[1]))"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "4711"},
        cwd=Path(__file__).parent.parent,
    )
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())
    for name in names:
        assert (folder / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_every_input_file_is_named_demo_and_the_words_go_with_it(folder: Path) -> None:
    region = read_region(folder / "region.toml")
    assert region.data_status == "demo"
    assert DEMO_SENTENCE in (folder / "region.toml").read_text(encoding="utf-8")
    assert DEMO_SENTENCE in (folder / "README.txt").read_text(encoding="utf-8")
    others = {path.name for path in folder.iterdir()} - {"region.toml", "README.txt"}
    assert all(name.startswith("demo") for name in others), others


def test_the_feed_says_demo_in_its_publisher_and_in_every_agency(feed: Feed) -> None:
    assert feed["feed_info"]["feed_publisher_name"].tolist() == [DEMO_SENTENCE]
    assert feed["agency"]["agency_name"].str.startswith("Demo-").all()


# places and people


def test_the_people_of_the_ortsteile_add_up_to_their_kommune() -> None:
    kommunen = {kommune.name: kommune.people for kommune in read_facts(Kommune, "kommunen")}
    sums = dict.fromkeys(kommunen, 0)
    for place in read_facts(Ortsteil, "ortsteile"):
        sums[place.kommune] += place.people
    assert sums == kommunen
    assert sums["Grimma"] == 27529  # GV25
    assert len(kommunen) == 14


def test_the_people_live_in_the_houses(folder: Path) -> None:
    places = pd.read_csv(folder / "demo-ortsteile.csv")
    points = pd.read_csv(folder / "demo-einwohner.csv")
    assert len(places) == 166
    assert places["id"].is_unique
    assert points["id"].is_unique
    assert points["people"].sum() == places["population"].sum() == 116087
    centres, homes = (to_plane(t[["lon", "lat"]].to_numpy()) for t in (places, points))
    nearest = np.argmin(distance(homes[:, None], centres[None]), axis=1)
    assert (np.bincount(nearest, points["people"]) == places["population"]).all()


def test_the_centres_have_the_levels_of_the_plan(folder: Path) -> None:
    zentren = pd.read_csv(folder / "demo-zentren.csv").set_index("id")["level"]
    assert zentren["zentrum-leipzig"] == "oberzentrum"
    assert zentren["zentrum-doebeln"] == zentren["zentrum-grimma"] == "mittelzentrum"
    assert zentren["zentrum-naunhof"] == "grundzentrum"


# the timetable


def test_every_reference_of_the_feed_is_kept(feed: Feed) -> None:
    assert set(feed["stop_times"]["stop_id"]) <= set(feed["stops"]["stop_id"])
    assert set(feed["stop_times"]["trip_id"]) == set(feed["trips"]["trip_id"])
    assert set(feed["trips"]["route_id"]) == set(feed["routes"]["route_id"])
    assert set(feed["trips"]["service_id"]) == set(feed["calendar"]["service_id"])
    assert set(feed["trips"]["shape_id"]) == set(feed["shapes"]["shape_id"])
    assert set(feed["routes"]["agency_id"]) == set(feed["agency"]["agency_id"])
    parents = set(feed["stops"]["parent_station"]) - {""}
    stations = feed["stops"].query("location_type == '1'")["stop_id"]
    assert parents == set(stations)
    assert feed["stops"]["stop_id"].is_unique
    transfers = feed["transfers"]
    assert set(transfers["from_stop_id"]) | set(transfers["to_stop_id"]) <= parents


def test_partridge_reads_the_feed(folder: Path) -> None:
    path = str(folder / "demo.gtfs.zip")
    services = partridge.read_service_ids_by_date(path)
    assert services[SCHULTAG] == {"Mo-Fr", "Schule"}
    assert services[FERIENTAG] == {"Mo-Fr", "Ferien"}
    feed = partridge.load_feed(path, {"trips.txt": {"service_id": services[SONNTAG]}})
    assert set(feed.trips["service_id"]) == {"So"}


def test_times_and_metres_run_forward_on_every_trip(calls: pd.DataFrame) -> None:
    same = calls["trip_id"] == calls["trip_id"].shift()
    assert (calls["departure_time"] >= calls["arrival_time"]).all()
    assert (calls["arrival_time"] >= calls["departure_time"].shift())[same].all()
    assert (calls["shape_dist_traveled"] > calls["shape_dist_traveled"].shift())[same].all()


def test_buses_are_as_fast_as_buses_are(calls: pd.DataFrame) -> None:
    trips = calls.groupby(["route_desc", "route_short_name", "trip_id"]).agg(
        start=("departure_time", "first"),
        end=("arrival_time", "last"),
        first=("shape_dist_traveled", "first"),
        last=("shape_dist_traveled", "last"),
    )
    kmh = (trips["last"] - trips["first"]) / (trips["end"] - trips["start"]) * 0.06
    by_line = kmh.groupby(["route_desc", "route_short_name"]).mean()
    regional = by_line.drop(["Bahn", "S-Bahn", "StadtBus"])
    assert regional.between(28, 38).all(), regional
    assert by_line["StadtBus"].between(22, 30).all(), by_line["StadtBus"]
    assert by_line["Bahn"].between(45, 90).all(), by_line["Bahn"]


def test_rb110_takes_38_minutes_to_grimma_and_71_to_doebeln(calls: pd.DataFrame) -> None:
    trip = calls.query("trip_id == 'RB110-001'").set_index("stop_name")
    assert trip["departure_time"]["Leipzig Hbf"] == 3 * 60 + 20
    assert trip["arrival_time"]["Grimma ob Bf"] == 3 * 60 + 58
    assert trip["arrival_time"]["Döbeln Hbf"] == 4 * 60 + 31
    assert trip["route_type"].unique().tolist() == ["106"]  # not an S-Bahn


@pytest.mark.parametrize(
    ("station", "train", "bus", "outwards"),
    [
        ("Grimma ob Bf", "RB110", "D 610", "0"),
        ("Grimma ob Bf", "RB110", "D 619", "0"),
        ("Grimma ob Bf", "RB110", "D 630", "0"),
        ("Grimma ob Bf", "RB110", "D 693", "0"),
        ("Wurzen, Bahnhof", "S3", "D 693", "1"),
        ("Bad Lausick, Bahnhof", "RB113", "D 610", "1"),
    ],
)
def test_the_plusbus_meets_the_train_both_ways(
    calls: pd.DataFrame, station: str, train: str, bus: str, outwards: str
) -> None:
    here = calls[(calls["stop_name"] == station) & (calls["service_id"] == "Mo-Fr")]
    trains = here[here["route_short_name"] == train]
    buses = here[here["route_short_name"] == bus]
    from_leipzig = trains[trains["direction_id"] == "0"]["arrival_time"].to_numpy()
    to_leipzig = trains[trains["direction_id"] == "1"]["departure_time"].to_numpy()
    leaving = buses[buses["direction_id"] == outwards]["departure_time"].to_numpy()
    coming = buses[buses["direction_id"] != outwards]["arrival_time"].to_numpy()
    assert len(leaving) == len(coming) == 16
    wait_for_bus = [(minute - from_leipzig[from_leipzig <= minute]).min() for minute in leaving]
    wait_for_train = [(to_leipzig[to_leipzig >= minute] - minute).min() for minute in coming]
    assert 3 <= min(wait_for_bus) <= max(wait_for_bus) <= 10
    assert 3 <= min(wait_for_train) <= max(wait_for_train) <= 10


def test_holidays_and_weekends_have_less_service(county: County) -> None:
    periods = read_facts(Period, "periods")
    days = {s.id: set(dates_of(s, periods)) for s in read_facts(Service, "services")}

    def buses(day: date) -> int:
        running = [trip for trip in county.trips if day in days[trip.service]]
        return sum(trip.pattern.line.route_type >= 700 for trip in running)

    assert buses(SCHULTAG) == pytest.approx(521, abs=80)
    assert buses(FERIENTAG) / buses(SCHULTAG) == pytest.approx(0.7, abs=0.05)
    assert buses(SAMSTAG) / buses(SCHULTAG) == pytest.approx(0.38, abs=0.05)
    assert buses(SONNTAG) / buses(SCHULTAG) == pytest.approx(0.26, abs=0.05)


def test_a_public_holiday_is_a_sunday_to_every_service() -> None:
    periods = read_facts(Period, "periods")
    days = {s.id: dates_of(s, periods) for s in read_facts(Service, "services")}
    repentance = date(2026, 11, 18)  # Buß- und Bettag, a Wednesday in term
    assert repentance in days["So"]
    assert repentance not in days["Mo-Fr"]
    assert repentance not in days["Schule"]
    assert date(2026, 10, 3) not in days["Sa"]  # a Saturday


def test_vehicles_run_through_where_the_other_line_starts(feed: Feed, calls: pd.DataFrame) -> None:
    blocks = feed["trips"].query("block_id != ''").groupby("block_id")["trip_id"]
    assert blocks.ngroups >= 20
    for _, trips in blocks:
        before, after = (calls[calls["trip_id"] == trip] for trip in trips)
        if before["arrival_time"].iloc[-1] > after["departure_time"].iloc[0]:
            before, after = after, before
        assert before["stop_id"].iloc[-1] == after["stop_id"].iloc[0]
        stay = after["departure_time"].iloc[0] - before["arrival_time"].iloc[-1]
        assert 0 <= stay <= 30


def test_the_feed_has_what_german_feeds_have(feed: Feed, calls: pd.DataFrame) -> None:
    assert (calls["departure_time"] >= 24 * 60).any()
    assert set(calls.query("route_desc == 'Rufbus'")["pickup_type"]) == {"1", "2"}
    assert set(feed["stops"]["wheelchair_boarding"]) == {"0", "1", "2"}
    assert {"PlusBus", "TaktBus", "StadtBus", "Schulbus"} <= set(feed["routes"]["route_desc"])
    assert (feed["transfers"]["transfer_type"] == "2").all()
    spike = calls[(calls["route_desc"] == "Schulbus") & (calls["stop_sequence"] == "1")]
    assert spike["departure_time"].between(6 * 60, 7 * 60).any()


def test_a_school_bus_goes_into_a_village_and_back_out(county: County) -> None:
    names = _names_of(county, "D 651")
    at = names.index("Keiselwitz")
    assert names[at - 1] == names[at + 1] == "Leipnitz"


def test_only_lines_with_a_stichfahrt_serve_a_stop_twice(county: County) -> None:
    twice = set()
    for trip in county.trips:
        names = [pole.place.name for pole in trip.pattern.poles]
        if len(set(names)) < len(names):
            twice.add(trip.pattern.line.name)
    assert twice == {"D 624", "D 651", "D 655", "D 670"}


def test_a_stop_place_has_a_pole_on_each_side_of_the_road(feed: Feed) -> None:
    poles = feed["stops"].query("stop_name == 'Etzoldshain'").set_index("stop_id")
    assert list(poles.index) == ["etzoldshain-a", "etzoldshain-b"]
    a, b = to_plane(poles[["stop_lon", "stop_lat"]].astype(float).to_numpy())
    assert np.hypot(*(a - b)) == pytest.approx(12, abs=0.5)


def _names_of(county: County, line: str) -> list[str]:
    trip = next(trip for trip in county.trips if trip.pattern.line.name == line)
    return [pole.place.name for pole in trip.pattern.poles]


# the streets


class WayReader(osmium.SimpleHandler):
    """Keeps every way."""

    def __init__(self) -> None:
        super().__init__()
        self.ways: list[Way] = []

    def way(self, way: osmium.osm.Way) -> None:
        """Keep a way's tags, nodes and degrees."""
        lonlat = np.array([[node.lon, node.lat] for node in way.nodes])
        self.ways.append((dict(way.tags), [node.ref for node in way.nodes], lonlat))


class BorderReader(osmium.SimpleHandler):
    """Keeps the administrative areas."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: dict[tuple[str, str], BaseGeometry] = {}

    def area(self, area: osmium.osm.Area) -> None:
        """Keep a named area by level and name."""
        if "admin_level" in area.tags and "name" in area.tags:
            wkb = osmium.geom.WKBFactory().create_multipolygon(area)
            self.areas[area.tags["admin_level"], area.tags["name"]] = shapely.from_wkb(wkb)


@pytest.fixture(scope="module")
def ways(folder: Path) -> list[Way]:
    reader = WayReader()
    reader.apply_file(str(folder / "demo.osm.pbf"), locations=True)
    return reader.ways


def test_one_can_walk_from_everywhere_to_everywhere(
    ways: list[Way],
) -> None:
    graph: nx.Graph[int] = nx.Graph()
    for tags, nodes, _ in ways:
        if tags.get("highway", "motorway") not in NOT_WALKED:
            nx.add_path(graph, nodes)
    assert graph.number_of_nodes() > 20000
    assert nx.is_connected(graph)


def test_every_stop_stands_at_a_street(feed: Feed, ways: list[Way]) -> None:
    streets = shapely.STRtree(
        [
            shapely.LineString(to_plane(lonlat))
            for tags, _, lonlat in ways
            if tags.get("highway", "motorway") not in NOT_WALKED
        ]
    )
    stops = shapely.points(to_plane(feed["stops"][["stop_lon", "stop_lat"]].astype(float).values))
    _, metres = streets.query_nearest(stops, return_distance=True, all_matches=False)
    assert metres.max() < 60


def test_the_map_has_what_german_mappers_draw(
    ways: list[Way],
) -> None:
    kinds = {tags["highway"] for tags, _, _ in ways if "highway" in tags}
    assert {"motorway", "primary", "secondary", "tertiary", "residential", "service"} <= kinds
    assert {"footway", "steps", "track", "living_street", "motorway_link"} <= kinds
    drawn = {(key, value) for tags, _, _ in ways for key, value in tags.items()}
    assert {("building", "house"), ("building", "apartments"), ("railway", "rail")} <= drawn
    assert {("landuse", "residential"), ("landuse", "forest"), ("natural", "water")} <= drawn
    assert {
        ("waterway", "river"),
        ("bridge", "yes"),
        ("maxspeed", "30"),
        ("oneway", "yes"),
    } <= drawn


def test_borders_close_to_areas_that_hold_their_places(folder: Path) -> None:
    reader = BorderReader()
    reader.apply_file(str(folder / "demo.osm.pbf"))
    areas = reader.areas
    levels = [level for level, _ in areas]
    assert levels.count("6") == 1
    assert levels.count("8") == 14
    assert {"9", "10"} <= set(levels)
    with (folder / "demo-ortsteile.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            point = shapely.Point(float(row["lon"]), float(row["lat"]))
            assert areas["6", COUNTY].contains(point), row
            assert areas["8", row["kommune"]].contains(point), row


def test_roads_meet_only_at_sites(county: County) -> None:
    lines = np.array([shapely.LineString(points) for points in county.roads.points])
    assert not len(shapely.STRtree(lines).query(lines, predicate="crosses")[0])


def test_stations_lie_where_they_are(county: County) -> None:
    rail = next(rail for rail in county.rails if "Grimma ob Bf" in rail.stations)
    station = next(s for s in read_facts(Station, "stations") if s.name == "Grimma ob Bf")
    point = dict(zip(rail.stations, rail.at, strict=True))["Grimma ob Bf"]
    assert np.hypot(*(rail.points[point] - to_plane(np.array([[station.lon, station.lat]]))[0])) < 1


# the small parts


def test_a_gabriel_edge_has_no_point_in_the_circle_over_it() -> None:
    xy = np.array([[0.0, 0.0], [10.0, 0.0], [5.0, 2.0], [5.0, 20.0]])
    edges, gabriel = delaunay_edges(xy)
    assert {tuple(edge) for edge in edges[gabriel].tolist()} == {(0, 2), (1, 2), (2, 3)}


def test_a_way_goes_straight_on_through_a_junction() -> None:
    #      3
    #  0 - 1 - 2       one label: 0-1-2 is a way, 1-3 another
    xy = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.1], [1.0, 1.0]])
    ends = np.array([[0, 1], [1, 2], [1, 3]])
    chains = chains_of(ends, xy, ["a", "a", "a"], sharpest_deg=45)
    assert sorted(chain.nodes for chain in chains) == [(0, 1, 2), (1, 3)]


def test_a_ring_of_one_label_is_one_way() -> None:
    xy = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    chains = chains_of(np.array([[0, 1], [1, 2], [2, 0]]), xy, [1, 1, 1], sharpest_deg=180)
    assert [chain.nodes for chain in chains] == [(0, 1, 2, 0)]


def test_the_way_back_is_mirrored_about_the_full_hour(county: County) -> None:
    patterns = {trip.pattern.direction: trip.pattern for trip in county.trips if _is_610(trip)}
    run = Run("D 610", 2, "Mo-Fr", "05:06", "07:06", 60, "")
    out = build_trips({"D 610": (patterns[0], patterns[1])}, (run,), county.sites)
    assert [trip.start_s // 60 for trip in out if trip.pattern.direction == 0] == [306, 366, 426]
    assert [trip.end_s // 60 for trip in out if trip.pattern.direction == 1] == [354, 414, 474]


def test_a_part_against_its_direction_is_refused(county: County) -> None:
    patterns = {trip.pattern.direction: trip.pattern for trip in county.trips if _is_610(trip)}
    run = Run("D 610", 0, "Mo-Fr", "05:06", "05:06", 0, "Bf Bad Lausick>Großbardau")
    with pytest.raises(ValueError, match=r"D 610.*against direction 0; turn it"):
        build_trips({"D 610": (patterns[0], patterns[1])}, (run,), county.sites)


def test_an_unknown_site_is_named_with_its_neighbours(county: County) -> None:
    with pytest.raises(ValueError, match=r"no site 'Grima'.*near: none"):
        county.sites.index("Grima")
    with pytest.raises(ValueError, match=r"no site 'Beucha'.*near: Beucha \(Bad Lausick\)"):
        county.sites.index("Beucha")


def test_a_shape_is_as_long_as_its_last_call_says(county: County) -> None:
    for trip in county.trips:
        assert lengths(trip.pattern.shape)[-1] == pytest.approx(trip.pattern.along_m[-1], abs=1)


def test_every_line_has_runs_and_every_run_a_line() -> None:
    lines = {line.name for line in read_facts(Line, "lines")}
    assert lines == {run.line for run in read_facts(Run, "runs")}
    assert len(lines) == 27


def _is_610(trip: Trip) -> bool:
    return trip.pattern.line.name == "D 610"
