"""The maps of the whole demo county on paper: every centre named, nothing on anything else."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure

from accessibility.figures import HEADLINE, MEASURES
from accessibility.frame import centres_beyond, frame_of
from accessibility.line_picture import LINES
from accessibility.maps import build_figure
from accessibility.picture import MapPicture
from accessibility.words import DEMO_SENTENCE, TARGETS
from api.arguments import MEASURES as LISTED
from api.pictures import lines_of, picture_of
from api.service import Service


@pytest.fixture(scope="module", params=["figures", "lines"])
def picture(request: pytest.FixtureRequest, service: Callable[[str], Service]) -> MapPicture:
    demo = service("demo")
    if request.param == "lines":
        return lines_of(demo)
    return picture_of(demo, demo.access(["schultag"]), HEADLINE)


@pytest.fixture(scope="module")
def sheet(picture: MapPicture) -> Figure:
    figure = build_figure(picture)
    figure.draw_without_rendering()
    return figure


def said(sheet: Figure) -> list[str]:
    return [text.get_text() for axes in sheet.axes for text in axes.texts]


def test_no_two_words_of_the_county_overlap(sheet: Figure) -> None:
    texts = [text for axes in sheet.axes for text in axes.texts]
    extents = np.array([text.get_window_extent().extents for text in texts])

    for (i, a), (j, b) in combinations(enumerate(extents), 2):
        across, along = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])
        assert min(across, along) <= 0.5, (texts[i].get_text(), texts[j].get_text())


def test_every_centre_is_named_or_pointed_at_and_the_nearest_are_inside(
    sheet: Figure, picture: MapPicture
) -> None:
    zentren = picture.layers.zentren
    assert zentren is not None
    frame = frame_of(picture, aspect=1.33)  # that of the sheet, roughly

    assert set(zentren["name"]) <= set(said(sheet))
    beyond = {name for name, _ in centres_beyond(picture, frame)}
    assert {"Delitzsch", "Naumburg", "Chemnitz"} <= beyond
    assert not beyond & {"Leipzig", "Eilenburg", "Oschatz", "Döbeln", "Altenburg", "Zeitz"}


def test_the_line_map_says_what_it_shows(service: Callable[[str], Service]) -> None:
    demo = service("demo")
    on_sunday = lines_of(demo, "sonntag")
    words = said(build_figure(lines_of(demo)))

    for entry in (
        DEMO_SENTENCE, "Liniennetz", "Linien am Tag", "PlusBus", "Fahrten am Tag je Abschnitt",
        "über 48", "Ortsteil", "Mittelzentrum", "10 km", "D 610", "RB110", "S6",
    ):  # fmt: skip
        assert entry in words
    assert "Soll-Fahrplan vom 21.04.2026" in " ".join(words)
    assert "Quellen: Fahrplan: erfunden" in " ".join(words)
    assert "Sonntag · Soll-Fahrplan vom 26.04.2026" in on_sunday.subtitle
    assert on_sunday.offer is not None
    on_schultag = lines_of(demo).offer
    assert on_schultag is not None
    assert on_sunday.offer["trips"].sum() < 0.6 * on_schultag["trips"].sum()


def test_lines_follow_roads_and_rails(service: Callable[[str], Service]) -> None:
    """Most sections of the demo bend: hardly one is drawn straight from stop to stop."""
    layers = lines_of(service("demo")).layers
    assert layers.lines is not None
    bends = layers.lines.geometry.count_coordinates() > 2

    assert bends.mean() > 0.5
    assert (service("demo").network.timetable.call_m >= 0).all()


def test_the_help_of_the_map_lists_every_measure() -> None:
    assert all(name in LISTED for name in (LINES, *TARGETS, *MEASURES))
