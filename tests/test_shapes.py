"""Lines on a map: each product with its own stroke, each section drawn once, by its trips."""

from dataclasses import replace

import geopandas as gpd
import pytest
import shapely
from example_picture import example_imprint, example_layers, example_table
from shapely.geometry import LineString

from accessibility.line_picture import build_line_picture
from accessibility.picture import Layers, MapPicture
from accessibility.strokes import drawn_lines, offered, widths_present
from accessibility.style import PRODUCTS
from mobility.line_map import BUS, BUS_PRODUCTS, RAIL, SBAHN, TRAM

EAST = [LineString([(n / 100, 51.2), ((n + 1) / 100, 51.2)]) for n in range(1270, 1274)]


def picture_of(lines: gpd.GeoDataFrame) -> MapPicture:
    table = example_table()
    offer = lines.assign(operator="", course="", trips=lines["section_trips"])
    return build_line_picture(
        table[["name", "kommune", "population", "geometry"]],
        offer[["name", "product", "operator", "course", "trips"]],
        day="schultag",
        layers=replace(Layers(), lines=lines),
        imprint=example_imprint(),
    )


def lines(names: list[str], sections: list[int], trips: list[int]) -> gpd.GeoDataFrame:
    columns = {"name": names, "product": "PlusBus", "section": sections, "section_trips": trips}
    return gpd.GeoDataFrame(columns, geometry=[EAST[n] for n in sections], crs="EPSG:4326")


def test_every_product_of_a_timetable_has_a_stroke_of_its_own() -> None:
    assert {SBAHN, RAIL, TRAM, BUS, *BUS_PRODUCTS} == set(PRODUCTS)
    assert len(set(PRODUCTS.values())) == len(PRODUCTS)


def test_sections_in_a_row_of_equal_width_are_one_stroke_each_drawn_once() -> None:
    several = lines(["610", "611", "610", "610"], [0, 0, 1, 2], [60, 60, 60, 8])
    picture = picture_of(several)
    thin, thick = drawn_lines(picture)

    assert [line.length for line in thick.lines.geometry] == pytest.approx([0.02])
    assert len(shapely.get_parts(thick.lines.geometry.to_numpy())) == 1
    assert [line.length for line in thin.lines.geometry] == pytest.approx([0.01])
    assert widths_present(picture) == {"bis 10": thin.stroke.width, "über 48": thick.stroke.width}
    assert {thin.stroke.color, thick.stroke.color} == {PRODUCTS["PlusBus"].color}


def test_on_a_map_of_figures_a_product_has_one_width() -> None:
    picture = picture_of(lines(["610", "610"], [0, 2], [60, 8]))
    (drawn,) = drawn_lines(replace(picture, offer=None))

    assert drawn.stroke == PRODUCTS["PlusBus"]
    assert widths_present(replace(picture, offer=None)) == {}


def test_a_product_nobody_knows_is_drawn_and_counted_as_a_bus() -> None:
    layer = lines(["610", "R1"], [0, 1], [60, 8]).assign(product=["PlusBus", "Rufbus"])

    assert offered(picture_of(layer)) == [("PlusBus", 1, 60), ("Bus", 1, 8)]


def test_the_example_has_a_width_for_every_section() -> None:
    layers = example_layers()
    assert layers.lines is not None
    drawn = list(drawn_lines(picture_of(layers.lines)))

    assert {one.product for one in drawn} == set(layers.lines["product"])
    assert list(drawn_lines(picture_of(layers.lines.iloc[:0]))) == []
