"""Maps on paper: classes, labels, and a sheet on which nothing overlaps."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from example_picture import CRS, example_imprint, example_layers, example_table
from matplotlib.figure import Figure
from matplotlib.text import Text
from shapely.geometry import LinearRing, Polygon, box

from accessibility.classes import GAP, JOURNEYS, MINUTES, RAMP, class_of
from accessibility.figures import MEASURES, MapError, measure_of
from accessibility.frame import frame_of, own_boundary
from accessibility.labels import Box, Label, around, centred, place_labels
from accessibility.maps import build_figure, draw_map
from accessibility.picture import (
    Imprint,
    Layers,
    MapPicture,
    build_picture,
    diameters,
    people_by_class,
    size_examples,
)
from accessibility.shapes import clipped, line_coordinates
from accessibility.words import DEMO_SENTENCE, NOT_CHECKED, clock, hours, minutes, number, percent

PLANNED = "mittelzentrum_journey_time_p50"


@pytest.fixture(scope="module")
def picture() -> MapPicture:
    return build_picture(
        example_table(("schultag", "sonntag")), measure=PLANNED, day="schultag",
        layers=example_layers(), imprint=example_imprint(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def sheet(picture: MapPicture) -> Figure:
    figure = build_figure(picture)
    figure.draw_without_rendering()
    return figure


def labels_of(scale: Any, values: list[float], walk_share: float = 0.0) -> list[str]:
    index = class_of(scale, np.array(values), np.full(len(values), walk_share))
    return [scale.classes[i].label for i in index]


def texts_of(figure: Figure) -> Iterator[Text]:
    for axes in figure.axes:
        yield from axes.texts


def test_a_limit_belongs_to_the_better_class() -> None:
    assert labels_of(MINUTES, [60, 1800, 1801, 2700, 3600, 5400, 5401]) == [
        "bis 30 min", "bis 30 min", "31–45 min", "31–45 min", "46–60 min", "61–90 min",
        "über 90 min",
    ]  # fmt: skip
    assert labels_of(MINUTES, [float("nan")]) == ["nicht erreichbar"]


def test_where_most_people_walk_the_class_is_on_foot_whatever_the_value() -> None:
    assert labels_of(MINUTES, [900, float("nan")], walk_share=0.5) == ["zu Fuß erreichbar"] * 2
    assert labels_of(MINUTES, [900], walk_share=0.49) == ["bis 30 min"]


def test_of_counts_more_is_better_and_none_is_a_class_of_its_own() -> None:
    assert labels_of(JOURNEYS, [40, 30, 15, 14, 1, 0]) == [
        "ab 30", "ab 30", "15–29", "7–14", "1–3", "keine Verbindung",
    ]  # fmt: skip
    assert labels_of(GAP, [3600, 50399, 50400]) == [
        "bis 1 h", "über 4 h", "keine Abfahrt 6–20 Uhr",
    ]  # fmt: skip


def test_every_scale_has_as_many_limits_as_its_bands_need() -> None:
    for figure, measure in MEASURES.items():
        spare = len(measure.scale.limits) - len(measure.scale.bands)
        assert spare in (-1, 0), figure


def test_worse_classes_are_darker_in_even_steps() -> None:
    channels = [[int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)] for color in RAMP]
    linear = np.array([[c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
                       for rgb in channels])  # fmt: skip
    lightness = 116 * np.cbrt(linear @ [0.2126, 0.7152, 0.0722]) - 16
    assert (np.diff(lightness) < -12).all()


def test_the_minutes_people_read_never_contradict_their_class() -> None:
    assert (minutes(1800), minutes(1801)) == ("30\u202fmin", "31\u202fmin")


def test_numbers_read_german() -> None:
    assert (number(1234567), number(12.5, 1), percent(0.125)) == (
        "1.234.567",
        "12,5",
        "12,5\u202f%",
    )
    assert (clock(86_400 + 600), hours(7500), number(float("nan"))) == ("24:10", "2:05\u202fh", "–")


def test_a_measure_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(ValueError, match=r"no map for measure 'mittelzentrum_speed'.*journeys"):
        measure_of("mittelzentrum_speed")


def test_a_class_without_any_target_has_no_map() -> None:
    table = example_table().assign(sbahn_verdict=NOT_CHECKED)
    with pytest.raises(MapError, match=r"no target of class sbahn.*with targets: grundzentrum, "):
        build_picture(
            table, measure="sbahn_journeys", day="schultag", layers=Layers(),
            imprint=example_imprint(),
        )  # fmt: skip


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


def test_the_legend_counts_everybody_once(picture: MapPicture) -> None:
    people, places = people_by_class(picture)
    assert people.sum() == picture.places["population"].sum()
    assert places.sum() == len(picture.places)


def test_nothing_written_overlaps_and_nothing_leaves_the_sheet(sheet: Figure) -> None:
    extents = [(text.get_text(), text.get_window_extent()) for text in texts_of(sheet)]
    wide, high = sheet.bbox.width, sheet.bbox.height

    for (one, a), (other, b) in combinations(extents, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        along = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 0.5 or along <= 0.5, (one, other)
    for text, extent in extents:
        assert min(extent.x0, extent.y0) >= 0, text
        assert max(extent.x1 - wide, extent.y1 - high) <= 0, text


def test_the_sheet_says_what_it_shows_of_when_and_by_whom(sheet: Figure) -> None:
    said = " ".join(text.get_text() for text in texts_of(sheet))

    assert DEMO_SENTENCE in said
    assert "Reisezeit bei geplanter Abfahrt zum Mittelzentrum" in said
    assert "Raum Grimma · Schultag · Soll-Fahrplan vom 13.05.2025" in said
    assert "ohne Warten zu Hause" in said
    assert "© OpenStreetMap-Mitwirkende" in said
    assert "Fahrplan 3f9a2c41" in said
    for entry in (
        "nicht erreichbar",
        "PlusBus",
        "S-Bahn-Station",
        "Mittelzentrum",
        "Wald",
        "10 km",
    ):
        assert entry in said


def test_all_centres_are_named(sheet: Figure, picture: MapPicture) -> None:
    said = {text.get_text() for text in texts_of(sheet)}
    assert picture.layers.zentren is not None
    assert set(picture.layers.zentren["name"]) <= said


@pytest.mark.parametrize("ending", ["png", "pdf", "svg"])
def test_the_same_picture_gives_the_same_bytes_from_any_thread(
    picture: MapPicture, tmp_path: Path, ending: str
) -> None:
    paths = [tmp_path / f"{name}.{ending}" for name in ("one", "two")]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda path: draw_map(picture, path), paths))

    one, two = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    assert one == two


def test_another_ending_is_refused_before_anything_is_written(
    picture: MapPicture, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=r"cannot draw map\.jpg"):
        draw_map(picture, tmp_path / "map.jpg")
    assert list(tmp_path.iterdir()) == []


def bare(table: gpd.GeoDataFrame, measure: str = PLANNED) -> MapPicture:
    imprint = Imprint("Nirgendwo", {"schultag": date(2026, 3, 17)}, CRS, sources="")
    return build_picture(table, measure=measure, day="schultag", layers=Layers(), imprint=imprint)


def test_a_map_of_places_alone_without_population_counts_ortsteile() -> None:
    figure = build_figure(bare(example_table().assign(population=np.nan)))
    said = [text.get_text() for text in texts_of(figure)]

    assert "Ortsteile" in said
    assert "Einwohner" not in said


def test_names_are_no_formulas_and_one_place_is_enough(tmp_path: Path) -> None:
    table = example_table().iloc[:1].assign(name="Bad $x^2$ & <b>Süd</b>", kommune=None)
    draw_map(bare(table), tmp_path / "one.png")
    assert (tmp_path / "one.png").stat().st_size > 10_000


def test_every_measure_of_every_class_can_be_shown() -> None:
    table = example_table()
    for figure in MEASURES:
        for target in ("grundzentrum", "sbahn"):
            picture = bare(table, f"{target}_{figure}")
            assert picture.classes.max() < len(picture.measure.scale.classes)


def test_an_empty_table_or_unknown_day_or_column_is_refused() -> None:
    table = example_table(("schultag", "sonntag"))
    picture = bare(table)
    with pytest.raises(ValueError, match="holds no Ortsteil"):
        replace(picture, places=picture.places.iloc[:0])
    with pytest.raises(ValueError, match="no rows for day 'samstag'; it has schultag, sonntag"):
        build_picture(
            table, measure=PLANNED, day="samstag", layers=Layers(), imprint=example_imprint()
        )
    with pytest.raises(ValueError, match="no column 'bahn_ratio'"):
        bare(table.drop(columns="bahn_ratio"), "bahn_ratio")


def test_neighbours_in_the_extract_do_not_widen_the_map(picture: MapPicture) -> None:
    assert picture.layers.boundary is not None
    far = gpd.GeoDataFrame(geometry=[box(14, 50, 15, 51)], crs="EPSG:4326")
    boundary = gpd.GeoDataFrame(
        {"geometry": [*picture.layers.boundary.geometry, *far.geometry]}, crs="EPSG:4326"
    )
    wider = replace(picture, layers=replace(picture.layers, boundary=boundary))

    own = own_boundary(wider)
    assert own is not None
    assert len(own) == len(picture.layers.boundary)
    assert frame_of(wider) == frame_of(picture)


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
