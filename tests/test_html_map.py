"""The map as one HTML file: complete, alone, and readable without seeing."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from example_picture import example_imprint, example_layers, example_table
from pages import Page, check_alone

from accessibility.html_map import write_html_map
from accessibility.line_picture import build_line_picture
from accessibility.picture import Layers, MapPicture, build_picture
from accessibility.words import DEMO_SENTENCE

PLANNED = "mittelzentrum_journey_time_p50"


def drawn(picture: MapPicture, folder: Path) -> Page:
    write_html_map(picture, folder / "map.html")
    return Page((folder / "map.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def picture() -> MapPicture:
    return build_picture(
        example_table(), measure=PLANNED, day="schultag", layers=example_layers(),
        imprint=example_imprint(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def page(picture: MapPicture, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return drawn(picture, tmp_path_factory.mktemp("map"))


def test_the_page_needs_nothing_but_itself(page: Page) -> None:
    check_alone(page)


def test_the_same_picture_gives_the_same_bytes(
    picture: MapPicture, page: Page, tmp_path: Path
) -> None:
    assert drawn(picture, tmp_path).text == page.text


def test_every_ortsteil_is_drawn_told_and_in_the_table(page: Page, picture: MapPicture) -> None:
    circles = [a for a in page.of("g") if a.get("class", "").startswith("place ")]
    facts = json.loads(next(text for text in page.scripts if text.startswith("{")))
    count = len(picture.places)

    assert len(circles) == len(facts["places"]) == count
    assert len(page.of("tr")) == count + 1
    for name in picture.places["name"]:
        assert name in page.said


def test_the_legend_and_the_words_are_those_of_the_paper_map(page: Page) -> None:
    for words in (
        DEMO_SENTENCE, "Soll-Fahrplan vom 13.05.2025", "zu Fuß erreichbar", "31–45 min",
        "nicht erreichbar", "PlusBus", "Mittelzentrum", "27.300", "ohne Warten zu Hause",
        "© OpenStreetMap-Mitwirkende", "Fahrplan 3f9a2c41",
    ):  # fmt: skip
        assert words in page.said


def test_who_cannot_see_or_point_gets_names_for_everything(page: Page) -> None:
    sheet = next(a for a in page.of("svg") if a.get("class") == "sheet")
    assert sheet["role"] == "img"
    assert sheet["tabindex"] == "0"
    assert "Reisezeit bei geplanter Abfahrt zum Mittelzentrum" in sheet["aria-label"]
    assert all(a.get("aria-label") for a in page.of("button") if "data-act" in a)
    assert all(a.get("aria-label") for a in page.of("input") if a["type"] == "search")
    assert next(iter(page.of("html"))) == {"lang": "de"}


def test_who_walks_is_told_no_time_of_a_bus(page: Page) -> None:
    assert "Grimma Grimma 14.200 – zu Fuß erreichbar Grimma" in page.said


def test_names_from_data_stay_words(tmp_path: Path) -> None:
    evil = "A\"b'</script><img src=x onerror=alert(1)>&amp;"
    table = example_table()
    table.loc[0, ["name", "kommune"]] = evil
    layers = example_layers()
    assert layers.zentren is not None
    assert layers.lines is not None
    layers = replace(
        layers,
        zentren=layers.zentren.assign(name=evil),
        lines=layers.lines.assign(name=evil),
    )
    page = drawn(
        build_picture(
            table, measure=PLANNED, day="schultag", layers=layers, imprint=example_imprint()
        ),
        tmp_path,
    )

    check_alone(page)
    assert page.of("img") == []
    assert evil in page.said


def test_a_map_of_places_alone_without_population_works(tmp_path: Path) -> None:
    table = example_table().assign(population=np.nan)
    picture = build_picture(
        table, measure="bahn_longest_gap", day="schultag", layers=Layers(),
        imprint=example_imprint("official"),
    )  # fmt: skip
    page = drawn(picture, tmp_path)

    check_alone(page)
    assert "Ortsteile" in page.said
    assert "DEMO" not in page.said


def test_the_page_of_the_lines_tells_every_line_and_where_it_runs(tmp_path: Path) -> None:
    layers, table = example_layers(), example_table()
    assert layers.lines is not None
    offer = layers.lines[["name", "product", "trips"]].assign(
        operator="Beispielverbund", course="Grimma – Wurzen"
    )
    picture = build_line_picture(
        table[["name", "kommune", "population", "geometry"]], offer, day="schultag",
        layers=layers, imprint=example_imprint(),
    )  # fmt: skip
    page = drawn(picture, tmp_path)
    facts = json.loads(next(text for text in page.scripts if text.startswith("{")))

    check_alone(page)
    assert len(page.of("tr")) == len(offer) + 1
    assert "610 PlusBus Grimma – Wurzen Beispielverbund 24" in page.said
    assert "Alle Linien als Tabelle" in page.said
    for words in (DEMO_SENTENCE, "Liniennetz", "Fahrten am Tag je Abschnitt", "über 48"):
        assert words in page.said
    product, lines, points = facts["lines"][2]
    assert (product, lines) == ("PlusBus", ["610", 24])
    assert len(points) == 2 * 4  # Grimma, Großbardau, Bernbruch, Bad Lausick
    assert facts["places"][0] == ["Grimma", "Grimma", "", "", "14.200 Einwohner", ""]


def test_a_map_of_figures_carries_no_lines_to_point_at(page: Page) -> None:
    facts = json.loads(next(text for text in page.scripts if text.startswith("{")))
    assert facts["lines"] == []
