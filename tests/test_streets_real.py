"""Street networks of real places: Rhein-Neckar (PBF), Addison County (XML), Porto Alegre (PBF)."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from feeds import shared_data
from pyproj import Geod
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from streets_oracle import by_networkx, pairs, with_points

from gtfs.findings import Finding, Severity
from gtfs.timetable import NONE, Floats, Ints
from mobility.drive import find_drive_s
from mobility.osm import OsmData, OsmError, read_osm
from mobility.snapping import Snapped, snap
from mobility.streets import StreetNetwork, build_streets
from mobility.tagging import HIGHWAY_CLASSES
from mobility.walk import find_walks, walk_s

pytestmark = pytest.mark.real

UTM32 = "EPSG:25832"
ALTSTADT = (8.685, 49.405, 8.715, 49.415)  # Heidelberg, about 2 km × 1 km
WITHIN_600_S = 800.0  # metres at 4.8 km/h


def stops_of(name: str) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes of the stops in a feed."""
    with zipfile.ZipFile(shared_data(name)) as feed:
        member = next(member for member in feed.namelist() if member.endswith("stops.txt"))
        stops = pd.read_csv(io.BytesIO(feed.read(member)))
    return stops["stop_lon"].to_numpy(np.float64), stops["stop_lat"].to_numpy(np.float64)


@pytest.fixture(name="rnv", scope="module")
def _rnv() -> OsmData:
    return read_osm([shared_data("rnv/rnv.osm.pbf")])[0]


@pytest.fixture(name="walk", scope="module")
def _walk(rnv: OsmData) -> tuple[StreetNetwork, list[Finding]]:
    return build_streets(rnv, "walk")


@pytest.fixture(name="stops", scope="module")
def _stops(walk: tuple[StreetNetwork, list[Finding]]) -> Snapped:
    return snap(walk[0], *stops_of("rnv/rnv.gtfs.zip"), snap_m=500, crs=UTM32)


def test_every_way_and_node_of_rhein_neckar_is_read(rnv: OsmData) -> None:
    assert len(rnv.way_id) == 37_344
    assert len(rnv.node_id) == 164_598
    assert len(rnv.rail) == 5
    assert rnv.places.empty


def test_people_walk_on_the_roads_there(walk: tuple[StreetNetwork, list[Finding]]) -> None:
    streets, findings = walk
    assert [finding.code for finding in findings] == ["walk_no_paths", "walk_components"]
    assert (streets.node_component == 0).mean() > 0.99  # both banks of the Rhine
    kinds = {HIGHWAY_CLASSES[kind] for kind in np.unique(streets.edge_class)}
    assert "motorway" not in kinds
    assert {"residential", "living_street", "tertiary", "trunk"} <= kinds


def test_lengths_are_geodesic(walk: tuple[StreetNetwork, list[Finding]]) -> None:
    streets = walk[0]
    edge = np.arange(0, len(streets.edge_m), 997)
    source, target = streets.edge_source[edge], streets.edge_target[edge]
    lon, lat = streets.node_lon, streets.node_lat
    exact = Geod(ellps="WGS84").inv(lon[source], lat[source], lon[target], lat[target])[2]
    assert (streets.edge_m[edge] == exact).all()


def test_all_but_two_stops_lie_on_the_network(stops: Snapped) -> None:
    assert int(stops.linked.sum()) == 2_055  # of 2 057
    assert np.nanmedian(stops.snap_m) < 5


def test_the_walks_between_the_stops(
    walk: tuple[StreetNetwork, list[Finding]], stops: Snapped
) -> None:
    walks = find_walks(walk[0], stops, stops, max_m=WITHIN_600_S)
    assert len(walks.target) == 28_012
    assert int(walk_s(walks.metres, 4.8).max()) == 600
    one = find_walks(walk[0], stops, stops, max_m=WITHIN_600_S, threads=1)
    assert (one.first == walks.first).all()
    assert (one.target == walks.target).all()
    assert (one.metres == walks.metres).all()
    found = pairs(walks)
    assert all(found[there, here] == metres for (here, there), metres in found.items())


def test_a_walk_is_never_shorter_than_the_beeline(
    walk: tuple[StreetNetwork, list[Finding]], stops: Snapped
) -> None:
    walks = find_walks(walk[0], stops, stops, max_m=WITHIN_600_S)
    lon, lat = stops_of("rnv/rnv.gtfs.zip")
    one, other = walks.origin, walks.target
    beeline = Geod(ellps="WGS84").inv(lon[one], lat[one], lon[other], lat[other])[2]
    assert (walks.metres >= beeline - 0.01).all()


def test_networkx_finds_the_same_walks_in_heidelberg() -> None:
    osm, _ = read_osm([shared_data("rnv/rnv.osm.pbf")], bbox=ALTSTADT)
    streets, _ = build_streets(osm, "walk")
    lon, lat = stops_of("rnv/rnv.gtfs.zip")
    west, south, east, north = ALTSTADT
    inside = (lon > west) & (lon < east) & (lat > south) & (lat < north)
    points = snap(streets, lon[inside], lat[inside], snap_m=500, crs=UTM32)
    graph = with_points(streets, streets.edge_m, points, points.snap_m)
    expected = {
        (origin, target): metres
        for origin in range(int(inside.sum()))
        for target, metres in by_networkx(graph, origin, WITHIN_600_S).items()
    }
    found = pairs(find_walks(streets, points, points, max_m=WITHIN_600_S))
    assert len(expected) > 200
    assert found == pytest.approx(expected, abs=1e-6)
    pair = list(found)
    assert (
        walk_s([found[p] for p in pair], 4.8).tolist()
        == walk_s([expected[p] for p in pair], 4.8).tolist()
    )


TOWNS = {  # main stations, and the middle of Schwetzingen
    "Heidelberg": (8.6755, 49.4036),
    "Mannheim": (8.4693, 49.4796),
    "Ludwigshafen": (8.4514, 49.4790),
    "Weinheim": (8.6653, 49.5531),
    "Bad Dürkheim": (8.1697, 49.4616),
    "Schwetzingen": (8.5700, 49.3833),
}


def ends_of(car: StreetNetwork, points: Snapped) -> Iterator[tuple[Ints, Floats, Floats]]:
    """Yield (node, seconds from the points to it, seconds from it to the points) for both ends."""
    there = car.edge_s[points.edge] / car.edge_m[points.edge]
    back_edge = car.edge_back[points.edge]
    back_s = np.where(back_edge == NONE, 1e12, car.edge_s[back_edge])  # closed: takes for ever
    back = back_s / car.edge_m[points.edge]
    yield points.node_a, back * points.a_m, there * points.a_m
    yield points.node_b, there * points.b_m, back * points.b_m


def test_scipy_finds_the_same_drives_between_the_towns(rnv: OsmData) -> None:
    car, _ = build_streets(rnv, "car")
    points = snap(car, *np.array(list(TOWNS.values())).T, snap_m=500, crs=UTM32)
    edges = pd.DataFrame({"a": car.edge_source, "b": car.edge_target, "s": car.edge_s})
    fastest = edges.groupby(["a", "b"], as_index=False)["s"].min()
    size = len(car.node_lon)
    matrix = coo_array(
        (fastest["s"].to_numpy(np.float64), (fastest["a"], fastest["b"])), shape=(size, size)
    ).tocsr()
    expected = np.full((len(TOWNS), len(TOWNS)), np.inf)
    for node, leave_s, _ in ends_of(car, points):
        by_node = dijkstra(matrix, indices=node)
        for goal, _, arrive_s in ends_of(car, points):
            expected = np.minimum(expected, leave_s[:, None] + by_node[:, goal] + arrive_s)
    np.fill_diagonal(expected, 0)
    found = find_drive_s(car, points, points)
    assert found == pytest.approx(expected, rel=1e-5)
    assert 14 * 60 < found[0, 1] < 25 * 60  # Heidelberg to Mannheim, 18 km


def test_a_rural_county_in_xml_with_limits_in_miles() -> None:
    osm, _ = read_osm([shared_data("addison/addison.osm.gz")])
    assert len(osm.way_id) == 17_878
    walk, _ = build_streets(osm, "walk")
    points = snap(walk, *stops_of("addison/addison.gtfs.zip"), snap_m=500, crs="EPSG:32618")
    assert points.linked.all()  # all 114
    kinds = {HIGHWAY_CLASSES[kind] for kind in np.unique(walk.edge_class)}
    assert {"footway", "steps", "path", "track"} <= kinds
    assert not kinds & {"motorway", "trunk"}


def test_stops_outside_the_extract_are_not_linked() -> None:
    osm, _ = read_osm([shared_data("poa/poa.osm.pbf")])
    walk, _ = build_streets(osm, "walk")
    points = snap(walk, *stops_of("poa/poa_eptc.gtfs.zip"), snap_m=100, crs="EPSG:31982")
    assert int(points.linked.sum()) == pytest.approx(2_281, abs=20)  # of 3 986


def test_half_a_download_of_rhein_neckar_is_refused(tmp_path: Path) -> None:
    content = shared_data("rnv/rnv.osm.pbf").read_bytes()
    half = tmp_path / "half.osm.pbf"
    half.write_bytes(content[: len(content) // 2])
    with pytest.raises(OsmError, match=r"half.osm.pbf: .* damaged, cut off"):
        read_osm([half])


def test_the_worst_finding_is_a_warning(walk: tuple[StreetNetwork, list[Finding]]) -> None:
    assert min(finding.severity for finding in walk[1]) is Severity.WARNING
