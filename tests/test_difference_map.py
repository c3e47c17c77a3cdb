"""Maps of differences: better and worse told apart by hue, by mark and by words."""

import re
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import Point

from accessibility.classes import class_of
from accessibility.difference_map import (
    SCALES,
    difference_measure,
    difference_of,
    difference_picture,
    signed,
    signed_minutes,
)
from accessibility.figures import MapError
from accessibility.html_map import write_html_map
from accessibility.maps import draw_map
from accessibility.picture import Imprint, Layers
from accessibility.words import DEMO_SENTENCE

IMPRINT = Imprint("Tal", {}, "EPSG:25833", "Quelle", data_status="demo")


def label(measure: str, value: float) -> str:
    scale = SCALES[measure]
    return scale.classes[int(class_of(scale, np.array([value]), np.zeros(1))[0])].label


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-600, "ab 10 min kürzer"),
        (-599, "5–9 min kürzer"),
        (-300, "5–9 min kürzer"),
        (-299, "unter 5 min"),
        (0, "unter 5 min"),
        (299, "unter 5 min"),
        (300, "5–9 min länger"),
        (600, "ab 10 min länger"),
        (np.nan, "zu Fuß oder ohne Fahrt"),
    ],
)
def test_five_and_ten_minutes_are_the_borders_both_ways(seconds: float, words: str) -> None:
    assert label("journey_time_p50", seconds) == words


@pytest.mark.parametrize(
    ("more", "words"),
    [(6, "6 und mehr dazu"), (5, "2–5 dazu"), (2, "2–5 dazu"), (1, "bis ±1"), (-1, "bis ±1"),
     (-2, "2–5 weniger"), (-5, "2–5 weniger"), (-6, "6 und mehr weniger")],
)  # fmt: skip
def test_two_and_six_journeys_are_the_borders_both_ways(more: int, words: str) -> None:
    assert label("journeys", more) == words


def test_every_hour_of_service_is_a_difference() -> None:
    assert [label("served_hours", hours) for hours in (4, 1, 0, -1, -3, -4)] == [
        "4 h und mehr dazu", "1–3 h dazu", "kein Unterschied", "1–3 h weniger", "1–3 h weniger",
        "4 h und mehr weniger",
    ]  # fmt: skip


@pytest.mark.parametrize("measure", SCALES)
def test_better_has_a_mark_and_worse_has_none(measure: str) -> None:
    marks = [band.mark for band in SCALES[measure].bands]

    assert marks == ["dot", "dot", "dot", "", "", "", ""]


@pytest.mark.parametrize("measure", SCALES)
def test_lightness_falls_the_farther_from_no_difference_on_either_side(measure: str) -> None:
    light = [_lightness(band.color) for band in SCALES[measure].bands]

    assert light[:4] == sorted(light[:4])
    assert light[3:] == sorted(light[3:], reverse=True)
    assert min(abs(a - b) for a, b in pairwise(light)) > 0.04


def _lightness(color: str) -> float:
    red, green, blue = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_begun_minutes_are_left_out_and_zero_has_its_own_sign() -> None:
    said = [signed_minutes(seconds).replace("\u202f", " ") for seconds in (299, -659, 59, -59)]

    assert said == ["+4 min", "−10 min", "±0 min", "±0 min"]
    assert [signed(value) for value in (3, -1200, 0, np.nan)] == ["+3", "−1.200", "±0", "–"]


def test_a_column_is_class_figure_and_perhaps_fest() -> None:
    assert difference_of("sbahn_journeys") == ("sbahn", "journeys", False)
    assert difference_of("sbahn_journeys_fest") == ("sbahn", "journeys", True)
    for column in ("sbahn_ratio", "dom_journeys", "journeys"):
        with pytest.raises(MapError, match=f"no map of differences for '{column}': it is"):
            difference_of(column)


def wide(**columns: float) -> gpd.GeoDataFrame:
    figures = {
        "mittelzentrum_journey_time_p50_difference": np.nan,
        "mittelzentrum_newly_reached_share": 0.0,
        "mittelzentrum_lost_share": 0.0,
    } | columns
    row = {"ortsteil_id": "a", "name": "Dorf", "kommune": "Tal", "population": 100, "day": "tag"}
    table = {name: [value] for name, value in (row | figures).items()}
    return gpd.GeoDataFrame(table, geometry=[Point(12.7, 51.2)], crs="EPSG:4326")


@pytest.mark.parametrize(
    ("column", "share", "words"),
    [("newly_reached", 0.5, "neu erreichbar"), ("lost", 0.5, "verloren"),
     ("lost", 0.49, "zu Fuß oder ohne Fahrt")],
)  # fmt: skip
def test_reached_anew_or_lost_is_what_half_of_the_people_are(
    column: str, share: float, words: str
) -> None:
    picture = difference_picture(
        wide(**{f"mittelzentrum_{column}_share": share}),
        measure="mittelzentrum_journey_time_p50", day="tag", sides=("A", "B"),
        layers=Layers(), imprint=IMPRINT,
    )  # fmt: skip
    value = picture.places["value"].iloc[0]

    assert picture.bands[0].label == words
    assert difference_measure("journey_time_p50").text(value) == (
        words if words != "zu Fuß oder ohne Fahrt" else "–"
    )


def test_the_picture_says_what_is_held_against_what_and_how(tmp_path: Path) -> None:
    table = wide(mittelzentrum_journey_time_p50_difference=-660.0)
    picture = difference_picture(
        table, measure="mittelzentrum_journey_time_p50", day="tag", sides=("Bestand", "Mehr Bus"),
        layers=Layers(), imprint=IMPRINT,
    )  # fmt: skip
    write_html_map(picture, tmp_path / "map.html")
    for ending in (".png", ".pdf", ".svg"):
        draw_map(picture, tmp_path / f"map{ending}")
    page = re.sub(r"\s+", " ", (tmp_path / "map.html").read_text(encoding="utf-8"))

    assert picture.title == "Reisezeit zum Mittelzentrum: Unterschied"
    assert "Mehr Bus gegenüber Bestand · Tal · Tag" in page
    assert "das jeweils beste der Klasse" in page
    assert "−11 min" in page
    assert DEMO_SENTENCE in page


def test_a_day_or_measure_the_table_has_not_is_refused() -> None:
    for measure, day in (
        ("mittelzentrum_journey_time_p50", "nacht"), ("sbahn_journeys", "tag"),
        ("mittelzentrum_journey_time_p50_fest", "tag"),
    ):  # fmt: skip
        with pytest.raises(MapError, match=f"no differences of '{measure}' on day '{day}'"):
            difference_picture(
                wide(), measure=measure, day=day, sides=("A", "B"), layers=Layers(),
                imprint=IMPRINT,
            )  # fmt: skip
