"""The small parts the demo county is made of."""

import numpy as np
import pytest
import shapely

from api.demo.boundaries import Borders
from api.demo.chains import chains_of
from api.demo.county import County
from api.demo.cycleways import build_cycleways
from api.demo.facts import Run
from api.demo.geometry import delaunay_edges, lengths, wind_of
from api.demo.lines import Pattern
from api.demo.names import road_to, shuffled, slug
from api.demo.roads import Roads
from api.demo.stops import StopPlace, pole_of
from api.demo.streets import NONE, Streets
from api.demo.timetable import build_trips


@pytest.fixture(scope="module")
def of_610(county: County) -> dict[str, tuple[Pattern, Pattern]]:
    """Line D 610 in both directions."""
    patterns = {
        trip.pattern.direction: trip.pattern
        for trip in county.trips
        if trip.pattern.line.name == "D 610"
    }
    return {"D 610": (patterns[0], patterns[1])}


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


def test_a_cycle_path_ends_before_the_border() -> None:
    # a road of 60 m steps from a settlement (nodes 0-1) to another (9-10), the border at 310 m
    along = np.column_stack([np.arange(11) * 60.0, np.zeros(11)])
    border = Borders(np.array([[310.0, -100.0], [310.0, 100.0]]), ((0, 1),), ((0, 1),), ())
    site = np.array([0, 0, *[NONE] * 7, 1, 1])
    node = np.arange(11)
    count = 40  # dice differ by road: of forty some have no path, some one to the border
    streets = Streets(
        along, site, np.empty((0, 2), np.int64), node[:0], node[:0], tuple([node] * count)
    )
    roads = Roads(
        np.zeros((count, 2), np.int64), ("primary",) * count, ("",) * count, (along,) * count
    )
    paths = build_cycleways(roads, streets, border)
    assert {(path.first, path.last) for path in paths} == {(1, 9), (1, 5)}
    assert len(paths) < count


def test_a_square_has_a_pole_for_each_way_out_a_road_for_two() -> None:
    east, north = np.array([1.0, 0.1]), np.array([0.1, 1.0])
    road = StopPlace((0, NONE, NONE), "Pomßen", 0, (0.0, 0.0), (1.0, 0.0))
    assert [pole_of(road, way).key for way in (east, -east, north, -north)] == list("abab")
    assert pole_of(road, east).xy == (0.0, -6.0)  # on the right-hand side
    square = StopPlace((0, NONE, NONE), "Borna, Markt", 0, (0.0, 0.0), (1.0, 0.0), square=True)
    assert [pole_of(square, way).key for way in (east, -east, north, -north)] == list("abdc")
    assert pole_of(square, north).xy == (6.0, 14.0)


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Wurzen", "Wurzener Straße"),
        ("Bad Lausick", "Lausicker Straße"),
        ("Trebsen/Mulde", "Trebsener Straße"),
        ("Böhlen (Grimma)", "Böhlener Straße"),
        ("Leipzig-Connewitz", "Connewitzer Straße"),
        ("Markkleeberg-Ost", None),
    ],
)
def test_a_road_is_called_after_the_place_it_leads_to(place: str, name: str | None) -> None:
    assert road_to(place) == name


def test_names_that_suit_the_place_come_first() -> None:
    pools = {"town": ["Markt", "Ring"], "village": ["Anger", "Ring"]}
    assert set(shuffled(pools, "Borna", big=True)[:2]) == {"Markt", "Ring"}
    assert set(shuffled(pools, "Pomßen", big=False)[:2]) == {"Anger", "Ring"}
    assert len(shuffled(pools, "Borna", big=True)) == 3


def test_ids_are_plain_letters() -> None:
    assert slug("Großbardau, Mühle") == "grossbardau-muehle"


def test_the_compass_speaks_german() -> None:
    ways = [(1, 0), (1, 1), (0, 1), (-1, 0), (0, -1), (1, -1)]
    winds = [wind_of(np.array(way, np.float64)) for way in ways]
    assert winds == ["Ost", "Nordost", "Nord", "West", "Süd", "Südost"]


def test_the_way_back_is_mirrored_about_the_full_hour(
    county: County, of_610: dict[str, tuple[Pattern, Pattern]]
) -> None:
    run = Run("D 610", 2, "Mo-Fr", "05:06", "07:06", 60, "")
    out = build_trips(of_610, (run,), county.sites)
    assert [trip.start_s // 60 for trip in out if trip.pattern.direction == 0] == [306, 366, 426]
    assert [trip.end_s // 60 for trip in out if trip.pattern.direction == 1] == [354, 414, 474]


def test_a_part_against_its_direction_is_refused(
    county: County, of_610: dict[str, tuple[Pattern, Pattern]]
) -> None:
    run = Run("D 610", 0, "Mo-Fr", "05:06", "05:06", 0, "Bf Bad Lausick>Großbardau")
    with pytest.raises(ValueError, match=r"D 610.*against direction 0; turn it"):
        build_trips(of_610, (run,), county.sites)


def test_a_shape_is_as_long_as_its_last_call_says(county: County) -> None:
    for pattern in {id(trip.pattern): trip.pattern for trip in county.trips}.values():
        assert lengths(pattern.shape)[-1] == pytest.approx(pattern.along_m[-1], abs=1)


def test_every_call_lies_on_the_way_of_its_line(county: County) -> None:
    for pattern in {id(trip.pattern): trip.pattern for trip in county.trips}.values():
        way = shapely.LineString(pattern.shape)
        far = max(way.distance(shapely.Point(pole.xy)) for pole in pattern.poles)
        assert far < 90, pattern.line.name  # bays and platforms lie beside a station's square
