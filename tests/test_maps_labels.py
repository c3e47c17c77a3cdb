"""Labels, circles and shapes of a map: which give way, which are named, what keeps its hole."""

from dataclasses import replace
from itertools import combinations

import geopandas as gpd
import numpy as np
from example_picture import CRS, example_table
from shapely.geometry import LinearRing, Polygon, box
from test_maps import bare, texts_of

from accessibility.frame import frame_of, own_boundary
from accessibility.labels import Box, Label, around, centred, place_labels
from accessibility.maps import build_figure
from accessibility.picture import (
    Layers,
    diameters,
    size_examples,
)
from accessibility.shapes import clipped, line_coordinates

PLANNED = "mittelzentrum_journey_time_p50"


def test_labels_never_cover_each_other_and_earlier_ones_win() -> None:
    point = np.array([50.0, 50.0])
    labels = [Label(around(point, 2, (30, 10)), tolerance=1.0) for _ in range(12)]
    placed = place_labels(
        labels, frame=Box(0, 0, 100, 100), hard=centred(point[None], (2, 2)), soft=np.empty((0, 4))
    )
    boxes = [b for b in placed if b is not None]

    assert placed[0] == Box(52, 45, 82, 55)  # to the right, on the point's own height
    assert 2 <= len(boxes) < 12
    for a, b in combinations(boxes, 2):
        assert a.right <= b.left or b.right <= a.left or a.top <= b.bottom or b.top <= a.bottom


def test_a_label_that_may_be_left_out_gives_way_to_a_circle() -> None:
    circle = np.array([[0.0, 0.0, 100.0, 100.0]])
    boxes = around(np.array([50.0, 50.0]), 2, (30, 10))
    shy, bold = Label(boxes), Label(boxes, tolerance=2.0)
    frame, nothing = Box(0, 0, 100, 100), np.empty((0, 4))

    assert place_labels([shy], frame=frame, hard=nothing, soft=circle) == [None]
    assert place_labels([bold], frame=frame, hard=nothing, soft=circle) != [None]


def test_circles_are_in_proportion_to_people_by_area() -> None:
    size = diameters(np.array([1600.0, 400.0, 1.0, np.nan]), largest=40, smallest=4)
    assert size.tolist() == [40, 20, 4, 4]
    assert size_examples(np.array([14200.0]), smallest_shown=217) == [10000, 2000, 500]


def test_of_a_county_and_its_kommunen_those_inside_the_county_are_kept() -> None:
    table = example_table()
    west, south, east, north = table.total_bounds
    county = box(west - 0.1, south - 0.1, east + 0.1, north + 0.1)
    empty_part, neighbour = box(west, south, west + 0.01, south + 0.01), box(east + 1, 51, 14, 52)
    boundary = gpd.GeoDataFrame(geometry=[county, empty_part, neighbour], crs="EPSG:4326")
    own = own_boundary(replace(bare(table), layers=Layers(boundary=boundary)))

    assert own is not None
    assert own.geometry.tolist() == [county, empty_part]


def test_two_centres_side_by_side_are_both_named_with_a_line_to_the_one_farther_away() -> None:
    table = example_table()
    at = gpd.points_from_xy([12.70 + 0.006 * step for step in range(5)], [51.2] * 5)
    names = [f"Oberzentrum Nummer {step}" for step in range(5)]
    zentren = gpd.GeoDataFrame({"name": names, "level": "oberzentrum"}, geometry=at, crs=4326)
    picture = replace(bare(table), layers=Layers(zentren=zentren))
    figure = build_figure(picture)

    assert set(names) <= {text.get_text() for text in texts_of(figure)}
    panel = figure.axes[1]
    leaders = [line for line in panel.collections if line.get_transform() == panel.transAxes]
    assert leaders


def test_a_centre_just_beyond_the_region_is_brought_in_and_a_far_one_left_out() -> None:
    picture = bare(example_table())
    near = gpd.GeoDataFrame(
        {"name": ["Nahe", "Fern"], "level": "mittelzentrum"},
        geometry=gpd.points_from_xy([12.55, 11.0], [51.27, 51.2]),
        crs=4326,
    )
    alone, wider = frame_of(picture), frame_of(replace(picture, layers=Layers(zentren=near)))

    assert 1900 < alone.left - wider.left < 2300  # 0.03° of longitude
    assert wider.right == alone.right


def test_a_lake_with_an_island_keeps_its_hole_whatever_way_its_rings_run() -> None:
    ring = [(12.7, 51.2), (12.8, 51.2), (12.8, 51.3), (12.7, 51.3)]
    hole = [(12.73, 51.23), (12.77, 51.23), (12.77, 51.27), (12.73, 51.27)]
    same_way = gpd.GeoDataFrame(geometry=[Polygon(ring, [hole])], crs="EPSG:4326")
    frame = frame_of(bare(example_table()))
    shell, island = line_coordinates(clipped(same_way, CRS, frame, finest_m=1, margin_m=1))

    assert LinearRing(shell).is_ccw != LinearRing(island).is_ccw
