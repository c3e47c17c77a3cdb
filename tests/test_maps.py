"""Maps on paper: classes, and a sheet on which nothing overlaps."""

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
from shapely.geometry import box

from accessibility.classes import GAP, JOURNEYS, MINUTES, RAMP, class_of
from accessibility.figures import MEASURES, MapError, measure_of
from accessibility.frame import frame_of, own_boundary
from accessibility.maps import build_figure, draw_map
from accessibility.picture import (
    Imprint,
    Layers,
    MapPicture,
    build_picture,
    people_by_class,
)
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
