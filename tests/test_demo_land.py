"""The demo county's streets and tracks: one can walk them, and mappers would draw them so."""

import re
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely
from demo_map import NOT_WALKED, Area, Way, read_areas, read_map

from api.demo.county import County
from api.demo.draw_land import draw_nature
from api.demo.estates import Estate
from api.demo.facts import read_facts
from api.demo.geometry import to_plane
from api.demo.land_facts import Landscape, Station
from api.demo.landscape import Nature
from api.demo.names import road_to
from api.demo.osm_file import Sheet
from api.demo.streets import settlement_of


@pytest.fixture(scope="module")
def ways(demo_input: Path) -> list[Way]:
    return read_map(demo_input).ways


@pytest.fixture(scope="module")
def areas(demo_input: Path) -> list[Area]:
    return read_areas(demo_input)


# streets


def test_one_can_walk_from_everywhere_to_everywhere(ways: list[Way]) -> None:
    graph: nx.Graph[int] = nx.Graph()
    for tags, nodes, _ in ways:
        if tags.get("highway", "motorway") not in NOT_WALKED:
            nx.add_path(graph, nodes)
    assert graph.number_of_nodes() > 40000
    assert nx.is_connected(graph)


def test_every_stop_stands_at_a_street(demo_input: Path, ways: list[Way]) -> None:
    with zipfile.ZipFile(demo_input / "demo.gtfs.zip") as archive:
        stops = pd.read_csv(archive.open("stops.txt"))
    streets = shapely.STRtree(
        [
            shapely.LineString(to_plane(lonlat))
            for tags, _, lonlat in ways
            if tags.get("highway", "motorway") not in NOT_WALKED
        ]
    )
    points = shapely.points(to_plane(stops[["stop_lon", "stop_lat"]].to_numpy()))
    _, metres = streets.query_nearest(points, return_distance=True, all_matches=False)
    assert metres.max() < 60


def test_streets_and_rails_are_of_every_kind(ways: list[Way]) -> None:
    kinds = {tags["highway"] for tags, _, _ in ways if "highway" in tags}
    assert {"motorway", "primary", "secondary", "tertiary", "residential", "service"} <= kinds
    assert {"footway", "steps", "track", "living_street", "motorway_link", "cycleway"} <= kinds
    drawn = {(key, value) for tags, _, _ in ways for key, value in tags.items()}
    assert {("bridge", "yes"), ("maxspeed", "30"), ("oneway", "yes"), ("tunnel", "yes")} <= drawn
    assert {("building", "house"), ("building", "apartments"), ("railway", "rail")} <= drawn
    assert {("landuse", "forest"), ("natural", "water"), ("waterway", "river")} <= drawn
    motorways = {tags["ref"] for tags, _, _ in ways if tags.get("highway") == "motorway"}
    assert motorways == {"A 914", "A 938", "A 972"}


def test_the_names_of_a_towns_streets_do_not_repeat(county: County, ways: list[Way]) -> None:
    small = [way for way in ways if way[0].get("highway") == "residential"]
    middles = to_plane(np.array([lonlat[:2].mean(axis=0) for _, _, lonlat in small]))
    names: dict[int, Counter[str]] = defaultdict(Counter)
    for site, (tags, _, _) in zip(settlement_of(county.sites, middles), small, strict=True):
        names[county.names.towns.seat[site]][tags["name"]] += 1
    for town in ("Grimma", "Wurzen", "Borna", "Markkleeberg", "Markranstädt", "Zwenkau"):
        found = names[county.sites.index(town)]
        assert found.total() > 100, town
        assert max(found.values()) == 1, (town, found.most_common(3))


def test_most_roads_are_called_after_the_place_they_lead_to(county: County) -> None:
    sites, towns = county.sites, county.names.towns
    told = []
    for road, ends in enumerate(county.roads.ends.tolist()):
        for here, there in (ends, ends[::-1]):
            if sites.kind[there] == "ortsteil" and towns.seat[here] != there:
                told.append(county.names.main[road, here] == road_to(sites.name[there]))
    assert np.mean(told) > 0.9


# paths for bicycles


def test_some_roads_have_a_cycle_path_some_a_piece_of_one(
    ways: list[Way], areas: list[Area]
) -> None:
    paths = [way for way in ways if way[0].get("foot") == "designated"]
    kinds = Counter((tags["highway"], tags.get("bicycle")) for tags, _, _ in paths)
    assert set(kinds) == {("cycleway", None), ("path", "designated")}
    assert len(paths) > 100
    inner = [polygon for level, _, polygon in areas if level in ("9", "10")]
    borders = shapely.STRtree([polygon.boundary for polygon in inner])
    ends = shapely.points(np.array([lonlat[-1] for _, _, lonlat in paths]))
    _, degrees = borders.query_nearest(ends, return_distance=True, all_matches=False)
    stopped = degrees * 80000 < 70  # metres at most: a degree of longitude is 70 km here
    assert 20 <= stopped.sum() < len(paths) / 2


def test_a_road_beside_a_cycle_path_says_so(ways: list[Way]) -> None:
    told = [way for way in ways if way[0].get("cycleway:right") == "separate"]
    assert {tags["bicycle"] for tags, _, _ in told} == {"use_sidepath"}
    beside = [way for way in ways if way[0].get("foot") == "designated"]
    metres = [
        sum(shapely.LineString(to_plane(lonlat)).length for _, _, lonlat in group)
        for group in (told, beside)
    ]
    assert metres[0] == pytest.approx(metres[1], rel=0.01)


# roads and rails


def test_roads_meet_only_at_sites(county: County) -> None:
    lines = np.array([shapely.LineString(points) for points in county.roads.points])
    assert not len(shapely.STRtree(lines).query(lines, predicate="crosses")[0])


def test_numbers_of_roads_are_invented(ways: list[Way]) -> None:
    refs = {tags["ref"] for tags, _, _ in ways if "highway" in tags and "ref" in tags}
    assert all(re.fullmatch(r"[ABSK] 9\d\d\d?", ref) for ref in refs), sorted(refs)


def test_stations_lie_where_they_are(county: County) -> None:
    rail = next(rail for rail in county.rails if "Grimma ob Bf" in rail.stations)
    station = next(s for s in read_facts(Station, "stations") if s.name == "Grimma ob Bf")
    point = dict(zip(rail.stations, rail.at, strict=True))["Grimma ob Bf"]
    assert np.hypot(*(rail.points[point] - to_plane(np.array([[station.lon, station.lat]]))[0])) < 1


# woods and lakes


def test_a_wood_round_an_estate_leaves_it_out(county: County) -> None:
    beyond = np.array([1e6, 1e6])  # of all roads
    wood, estate = (shapely.box(*(beyond - half), *(beyond + half)) for half in (500.0, 100.0))
    nature = Nature((), ((Landscape("wood", "Demowald", 0.0, 0.0, 100.0), wood),))
    sheet = Sheet()
    draw_nature(sheet, nature, county.sites, county.roads, (Estate("Gewerbe", estate),))

    tags = {"type": "multipolygon", "landuse": "forest", "name": "Demowald"}
    assert sheet.relations == [([(0, "outer"), (1, "inner")], tags)]
    width, hole = (np.ptp(points, axis=0).tolist() for points in sheet.points)
    assert width == pytest.approx([1000, 1000])
    assert hole == pytest.approx([220, 220], abs=8)  # 10 m round the estate, corners drawn to 4 m
    assert [own for _, own in sheet.ways] == [{}, {}]
