"""Signs of lines: somewhere along the course, rather alone and in the region than not."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from example_picture import CRS, example_table
from shapely.geometry import LineString, box
from test_shapes import picture_of

from accessibility.frame import Frame
from accessibility.picture import Layers, MapPicture
from accessibility.signs import line_signs

WEST, EAST, LAT = 12.6, 12.9, 51.2


def drawn(courses: dict[str, list[LineString]], *, of_lines: bool = False) -> MapPicture:
    rows = [(name, course) for name, sections in courses.items() for course in sections]
    layer = gpd.GeoDataFrame(
        {
            "name": [name for name, _ in rows],
            "product": "PlusBus",
            "section": range(len(rows)),
            "section_trips": 20,
        },
        geometry=[course for _, course in rows],
        crs="EPSG:4326",
    )
    picture = picture_of(layer)
    return picture if of_lines else replace(picture, offer=None)


def frame() -> Frame:
    west, south, east, north = example_table().to_crs(CRS).total_bounds
    return Frame(west, south, east, north)


def course(west: float, east: float, lat: float = LAT) -> LineString:
    return LineString([(west, lat), (east, lat)])


def degrees(spots: np.ndarray) -> np.ndarray:
    """Return the longitudes of spots."""
    found: np.ndarray = gpd.GeoSeries.from_xy(*spots.T, crs=CRS).to_crs(4326).x.to_numpy()
    return found


def test_a_line_drawn_section_by_section_has_its_sign_near_its_middle() -> None:
    sections = [course(WEST + n / 100, WEST + (n + 1) / 100) for n in range(30)]
    (sign,) = line_signs(drawn({"610": sections[::-1]}), frame())

    assert (sign.name, sign.product) == ("610", "PlusBus")
    assert degrees(sign.spots)[0] == pytest.approx((WEST + EAST) / 2, abs=0.01)
    assert len(sign.spots) > 10


def test_a_sign_stands_where_the_line_runs_alone() -> None:
    """611 joins 610 in the east."""
    both, alone = course(12.75, EAST), course(WEST, 12.75)
    signs = {s.name: s for s in line_signs(drawn({"610": [alone, both], "611": [both]}), frame())}

    assert (degrees(signs["610"].spots)[:5] < 12.75).all()
    assert degrees(signs["611"].spots)[0] > 12.75


def test_a_line_outside_the_frame_has_no_sign() -> None:
    picture = drawn({"610": [course(WEST, EAST)]})
    assert line_signs(picture, Frame(0, 0, 1, 1)) == []
    assert line_signs(replace(picture, layers=Layers()), frame()) == []


def test_signs_stand_in_the_region_and_lines_that_never_enter_it_come_last() -> None:
    county = gpd.GeoDataFrame(geometry=[box(12.5, 51.0, 12.95, 51.25)], crs="EPSG:4326")
    out_and_in = [course(WEST, 12.8, 51.35), LineString([(12.8, 51.35), (12.8, 51.22)])]
    picture = drawn({"600": [course(WEST, EAST, 51.36)], "610": out_and_in})
    picture = replace(picture, layers=replace(picture.layers, boundary=county))
    in_region, beyond = line_signs(picture, frame())

    assert (in_region.name, in_region.ours) == ("610", True)
    assert (beyond.name, beyond.ours) == ("600", False)
    assert gpd.GeoSeries.from_xy(*in_region.spots[:1].T, crs=CRS).to_crs(4326).y.max() < 51.25


def test_on_a_map_of_lines_a_long_line_has_several_signs_well_apart() -> None:
    (alone,) = line_signs(drawn({"610": [course(WEST, EAST)]}), frame())
    signs = line_signs(drawn({"610": [course(WEST, EAST)]}, of_lines=True), frame())
    firsts = np.sort([degrees(sign.spots)[0] for sign in signs])

    assert not alone.again
    assert [sign.again for sign in signs] == [False] + [True] * (len(signs) - 1)
    assert len(signs) >= 3
    assert (np.diff(firsts) > 0.04).all()
