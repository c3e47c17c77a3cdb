"""Netzgrafik: Knoten in the compass order they have, every line named, minutes as printed."""

import re
from datetime import date
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from timetables import timetable

from accessibility.labels import Box
from accessibility.netzgrafik import DEFINITION, draw_netzgrafik
from accessibility.netzgrafik_bundles import (
    Places,
    around,
    bundles_of,
    knoten_of,
    minute_text,
    town_name,
)
from accessibility.netzgrafik_layout import drawing_of, places_of
from accessibility.netzgrafik_region import lines_shown, stations_of
from accessibility.netzgrafik_strokes import track_of
from accessibility.page import A4
from accessibility.picture import Imprint
from accessibility.places import Places as Settled
from accessibility.sheet import Sheet
from accessibility.words import DEMO_SENTENCE

HOUR, HALF_HOUR, TWO_HOURS = 3600, 1800, 7200
NONE = -1
# Three Knoten in a row from west to east, a bus off to the south, a city beyond the region.
NAMES = ("Weststadt, Bahnhof", "Mitte, Bahnhof", "Oststadt Hbf", "Süddorf", "Ferne Hbf")
PLACES = Places(
    np.array(NAMES),
    np.array([(0.0, 0.0), (10_000.0, 0.0), (20_000.0, 0.0), (10_000.0, -8000.0), (90_000.0, 0.0)]),
    np.array([True, True, False, True, False]),
)
COLUMNS = (
    "line", "headway_s", "from_knoten", "to_knoten", "leaves", "arrives", "back_leaves",
    "back_arrives", "from_beyond", "to_beyond",
)  # fmt: skip
EDGES = pd.DataFrame(
    [
        (1, HALF_HOUR, 0, 1, 5, 25, 3, 23, NONE, NONE),
        (1, HALF_HOUR, 1, 2, 26, 14, 13, 2, NONE, 4),
        (2, HOUR, 1, 0, 31, 51, 8, 28, NONE, NONE),
        (3, TWO_HOURS, 1, 3, 95, 115, 4, 24, NONE, NONE),
    ],
    columns=list(COLUMNS),
)
LINES = {1: ("S1", "S-Bahn"), 2: ("PB 2", "PlusBus"), 3: ("TB 3", "TaktBus")}
SHEET = Sheet(
    "Netzgrafik",
    "Testland",
    DEFINITION,
    Imprint("Testland", {"schultag": date(2026, 4, 21)}, "EPSG:25833", "", "demo"),
)


@pytest.mark.parametrize(
    ("minute", "headway_s", "printed"),
    [
        (7, HOUR, "07"),
        (7, HALF_HOUR, "07"),
        (7, TWO_HOURS, "07g"),
        (67, TWO_HOURS, "07u"),
        (-1, HOUR, "–"),
        (7, 2400, "–"),  # every 40 min: no minute comes back each hour
        (7, 5400, "–"),
    ],
)
def test_a_minute_is_printed_as_planners_write_it(
    minute: int, headway_s: int, printed: str
) -> None:
    assert minute_text(minute, headway_s) == printed


def test_a_town_is_named_without_its_station() -> None:
    names = ("Borna, Bahnhof", "Leipzig Hbf (tief)", "Grimma ob Bf", "Zwenkau, Markt")
    assert [town_name(name) for name in names] == ["Borna", "Leipzig", "Grimma ob Bf", "Zwenkau"]


def test_lines_between_the_same_two_knoten_are_one_bundle_trains_first() -> None:
    bundles = bundles_of(EDGES, knoten_of(EDGES, PLACES), LINES)
    assert [(one.start, one.end, [s.line for s in one.strokes]) for one in bundles] == [
        (0, 1, [1, 2]), (1, 2, [1]), (1, 3, [3]),
    ]  # fmt: skip


def test_each_end_of_a_stroke_has_its_own_departure_and_arrival() -> None:
    train, bus = bundles_of(EDGES, knoten_of(EDGES, PLACES), LINES)[0].strokes
    assert (train.at_start, train.at_end) == (("05", "23"), ("03", "25"))
    assert (bus.at_start, bus.at_end) == (("08", "51"), ("31", "28"))  # written the other way


def test_a_knoten_beyond_the_region_where_no_line_ends_is_an_arrow_to_where_they_go() -> None:
    west, _, east, _ = knoten_of(EDGES, PLACES)
    assert (east.arrow, east.beyond, east.inside) == (True, ("Ferne",), False)
    assert (west.arrow, west.beyond) == (False, ())


def test_the_surroundings_of_a_knoten_are_the_sections_that_touch_it() -> None:
    assert around(EDGES, 3, 1, PLACES.inside)["line"].tolist() == [3]
    assert around(EDGES, 3, 2, PLACES.inside)["line"].tolist() == [1, 1, 2, 3]


def test_the_surroundings_end_at_a_knoten_outside_the_region() -> None:
    mitte_outside = np.array([True, False, True, True, False])
    assert around(EDGES, 3, 5, mitte_outside)["line"].tolist() == [3]


def test_knoten_keep_their_compass_order_and_room_between_their_boxes() -> None:
    ends = np.array([(0, 1), (1, 2), (1, 3)])
    box = Box(0.0, 0.0, 200.0, 120.0)
    half = np.full((4, 2), (9.0, 3.0))
    xy = PLACES.xy[:4]
    at = places_of(drawing_of(xy, ends, np.array([2, 1, 1]), half, box), box)
    assert at[0, 0] < at[1, 0] < at[2, 0]
    assert at[3, 1] < at[1, 1]
    apart = np.abs(at[:, None] - at[None]) > 2 * half[0]
    assert apart.any(axis=2).sum() == 4 * 3
    assert ((at - half >= 0) & (at + half <= (200.0, 120.0))).all()


def test_a_stroke_runs_from_the_edge_of_one_box_to_that_of_the_other() -> None:
    at, half = np.array([(10.0, 50.0), (60.0, 50.0)]), np.array([(8.0, 3.0), (5.0, 3.0)])
    straight = track_of(at, half, 0.0)
    assert (straight.start.tolist(), straight.end.tolist()) == ([18.0, 50.0], [55.0, 50.0])
    aside = track_of(at, half, 2.0)
    assert (aside.start.tolist(), aside.end.tolist()) == ([18.0, 52.0], [55.0, 52.0])


def test_text_on_a_stroke_is_never_upside_down() -> None:
    half = np.full((2, 2), 1.0)
    westwards = track_of(np.array([(60.0, 50.0), (10.0, 50.0)]), half, 0.0)
    southwards = track_of(np.array([(10.0, 50.0), (10.0, 0.0)]), half, 0.0)
    assert (westwards.upright, southwards.upright) == (0.0, 90.0)


def test_the_drawing_names_every_knoten_line_and_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(mpl.rcParams, "svg.fonttype", "none")  # words stay words
    path = tmp_path / "netz.svg"
    draw_netzgrafik(SHEET, EDGES, PLACES, LINES, path, size=A4)
    drawn = re.findall(r"<text[^>]*>([^<]+)</text>", path.read_text(encoding="utf-8"))
    for name in ("Weststadt", "Mitte", "Süddorf", "→ Ferne", "S1", "PB 2", "TB 3"):
        assert name in drawn
    for minute in ("05", "23", "03", "25", "26", "08", "51", "35u", "24g"):
        assert minute in drawn
    assert DEMO_SENTENCE in " ".join(drawn)


def test_two_runs_give_the_same_picture(tmp_path: Path) -> None:
    for name in ("one.svg", "other.svg"):
        draw_netzgrafik(SHEET, EDGES, PLACES, LINES, tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()


def test_a_station_belongs_to_the_region_within_a_mile_of_a_home() -> None:
    # a degree of latitude is 111 km: C lies 1.1 km north of the home, D 2.2 km
    day = timetable(
        """
        60: C    D
            6:00 6:10
        """,
        at={"C": (12.0, 51.01), "D": (12.0, 51.02)},
    )
    homes = settled([(12.0, 51.0), (12.0, 51.001)])
    assert stations_of(day, homes, "EPSG:25833").inside.tolist() == [True, False]
    centre = settled([(12.0, 51.0)])
    assert stations_of(day, centre, "EPSG:25833").inside.tolist() == [True, True]


def settled(points: list[tuple[float, float]]) -> Settled:
    """Return one Ortsteil with homes at the points."""
    lon, lat = np.array(points).T
    one = np.zeros(1)
    return Settled(
        place_id=np.array(["o"]), name=np.array(["Ort"]), kind=np.array(["ortsteil"]),
        parent=np.array([""]), level=np.array([""]), lon=one, lat=one, population=one,
        point_ortsteil=np.zeros(len(lon), np.int32), point_lon=lon, point_lat=lat,
        point_people=np.ones(len(lon)),
    )  # fmt: skip


def test_only_trains_and_branded_buses_are_drawn_where_there_are_any() -> None:
    product = np.array(["S-Bahn", "Bus", "PlusBus", "Straßenbahn", "TaktBus"])
    assert lines_shown(np.array([0, 1, 2, 3, 4]), product).tolist() == [0, 2, 4]
    assert lines_shown(np.array([0, 1, 3]), product).tolist() == [0, 1, 3]


def test_a_bundle_keeps_its_order_whichever_end_is_written_first() -> None:
    west, east, half = (10.0, 50.0), (60.0, 50.0), np.full((2, 2), 1.0)
    there = track_of(np.array([west, east]), half, 2.0)
    back = track_of(np.array([east, west]), half, 2.0)
    assert there.start[1] == back.start[1] == 52.0
