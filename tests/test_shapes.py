"""Lines on a map: each product with its own stroke, each name somewhere along the course."""

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
from example_picture import CRS
from shapely.geometry import LineString

from accessibility.frame import Frame
from accessibility.shapes import named_lines
from accessibility.style import PRODUCTS
from mobility.line_map import BUS, BUS_PRODUCTS, RAIL, SBAHN, TRAM


def test_a_line_drawn_stop_by_stop_has_its_name_along_its_whole_course() -> None:
    x = 12.7 + np.arange(11) / 100
    hops = [LineString([(a, 51.2), (b, 51.2)]) for a, b in pairwise(x)]
    lines = gpd.GeoDataFrame(
        {"name": "610", "product": "PlusBus"}, geometry=hops[::-1], crs="EPSG:4326", index=range(10)
    )
    xy = lines.to_crs(CRS).total_bounds
    (named,) = named_lines(lines, CRS, Frame(xy[0] - 1, xy[1] - 9, xy[2] + 1, xy[3] + 9))

    assert (named.name, named.product) == ("610", "PlusBus")
    assert named.spots[0, 0] == pytest.approx((xy[0] + xy[2]) / 2, abs=5)
    assert np.ptp(named.spots[:, 0]) == pytest.approx(0.8 * (xy[2] - xy[0]), rel=0.01)
    assert named_lines(lines, CRS, Frame(0, 0, 1, 1)) == []


def test_every_product_of_a_timetable_has_a_stroke_of_its_own() -> None:
    assert {SBAHN, RAIL, TRAM, BUS, *BUS_PRODUCTS} == set(PRODUCTS)
    assert len(set(PRODUCTS.values())) == len(PRODUCTS)
