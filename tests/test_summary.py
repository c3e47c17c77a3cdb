"""The county's summary: sums worked out by head on five Ortsteile."""

from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from example_picture import TARGETS

from accessibility.summary import Reached, absent_note, sentences, summarize, unit_of
from accessibility.summary_text import summary_text
from accessibility.words import MET, NOT_CHECKED

# name, Kommune, people, planned seconds, walk share, served share
FIVE = (
    ("Nah", "Oben", 1000, 1800, 0.0, 1.0),
    ("Knapp", "Oben", 500, 1801, 0.0, 1.0),
    ("Fern", "Unten", 300, 5401, 0.0, 0.9),
    ("Weg", "Unten", 100, None, 0.0, 0.2),
    ("Mitte", "Unten", 2000, 900, 0.8, 1.0),
)


def five(**columns: Any) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(FIVE, columns=["name", "kommune", "population", "s", "walk", "served"])
    table = frame[["name", "kommune", "population"]].assign(day="schultag")
    for target in TARGETS:
        table[f"{target}_journey_time_p50"] = frame["s"].astype("Int64")
        table[f"{target}_travel_time_p50"] = frame["s"].astype("Int64") + 1800
        table[f"{target}_walk_share"] = frame["walk"]
        table[f"{target}_served_share"] = frame["served"]
    points = gpd.points_from_xy(np.full(5, 12.7), np.full(5, 51.2))
    return gpd.GeoDataFrame(table.assign(**columns), geometry=points, crs="EPSG:4326")


def of(rows: list[Reached], target: str, kommune: str = "") -> Reached:
    return next(row for row in rows if row.target == target and row.kommune == kommune)


def test_people_count_within_a_limit_and_within_all_longer_ones() -> None:
    row = of(summarize(five()), "mittelzentrum")

    assert row.walk == 2000  # most of Mitte walks: all its people are in that class
    assert row.within == (3000, 3500, 3500, 3500)  # 1800 s are 30 min, 1801 s are not
    assert row.beyond == 300
    assert row.none == 100
    assert row.walk + 1500 + row.beyond + row.none == row.total == 3900


def test_who_is_unserved_is_counted_by_share_not_by_ortsteil() -> None:
    row = of(summarize(five()), "sbahn")

    assert row.unserved == pytest.approx(300 * 0.1 + 100 * 0.8)


def test_kommunen_add_up_to_the_county() -> None:
    rows = summarize(five(), by_kommune=True)
    above, below = of(rows, "bahn", "Oben"), of(rows, "bahn", "Unten")

    assert above.within == (1000, 1500, 1500, 1500)
    assert below.none == 100
    assert above.total + below.total == 3900
    assert above.ortsteile == 2


def test_random_departure_is_the_slower_figure() -> None:
    row = of(summarize(five(), figure="travel_time_p50"), "mittelzentrum")

    assert row.within == (2000, 2000, 3000, 3500)


def test_a_table_s_own_limit_decides_and_the_usual_one_otherwise() -> None:
    assert of(summarize(five()), "mittelzentrum").within_limit == 3500  # 45 min
    longer = five(mittelzentrum_limit=5401)
    assert of(summarize(longer), "mittelzentrum").within_limit == 3800


def test_ortsteile_of_unknown_population_are_named_and_count_nobody() -> None:
    table = five(population=[1000.0, np.nan, 300.0, 100.0, 2000.0])
    row = of(summarize(table), "mittelzentrum")

    assert (row.total, row.unknown) == (3400, 1)
    assert "5 Ortsteilen, davon 1 ohne bekannte Einwohnerzahl" in text_of(table)


def test_without_any_population_ortsteile_are_counted() -> None:
    table = five(population=np.nan)
    row = of(summarize(table), "mittelzentrum")

    assert unit_of(table) == "Ortsteile"
    assert (row.total, row.within[0]) == (5, 2)
    assert "Einwohner bis zum Ziel" not in text_of(table)


def text_of(table: gpd.GeoDataFrame, data_status: str = "demo") -> str:
    dates = {"schultag": date(2026, 3, 17)}
    return summary_text(table, region="Raum Fünf", dates=dates, data_status=data_status)


def test_the_text_has_german_numbers_the_day_and_says_what_it_counts() -> None:
    text = text_of(five())

    assert "Schultag, Soll-Fahrplan vom 17.03.2026: 3.900 Einwohner in 5 Ortsteilen" in text
    mittelzentrum = text.splitlines()[8:10]
    assert mittelzentrum[0].split()[1:] == [
        "2.000",
        "3.000",
        "3.500",
        "3.500",
        "3.500",
        "300",
        "100",
    ]
    assert mittelzentrum[1].replace("\u202f", "").split()[:2] == ["51,3%", "76,9%"]
    assert "„bis … min“ zählt auch, wer schneller da ist oder zu Fuß hinkommt" in text


def test_demo_figures_say_so_in_their_first_lines() -> None:
    assert text_of(five()).splitlines()[0].startswith("DEMO – Ortslagen und Bahnhöfe gerundet")
    assert "DEMO" not in text_of(five(), "official")


def test_the_sentences_name_limit_people_and_share() -> None:
    said = sentences(five(), "schultag")

    assert said[1] == (
        "Mittelzentrum in höchstens 45 Minuten: 3.500 von 3.900 Einwohnern (89,7\u202f%); "
        "ohne jede Verbindung, Einwohner einzeln gezählt: 110."
    )
    assert len(said) == 5


def test_the_value_is_kept_by_those_the_standards_count_and_not_by_time_alone() -> None:
    table = five(mittelzentrum_met_share=[0.5, 0.0, 0.0, 0.0, 1.0])
    row = of(summarize(table), "mittelzentrum")

    assert (row.met, row.in_time, row.within_limit) == (2500, 2500, 3500)
    assert sentences(table, "schultag")[1].startswith(
        "Mittelzentrum in höchstens 45 Minuten, mit Fahrten den Tag über oder zu Fuß: "
        "2.500 von 3.900 Einwohnern (64,1\u202f%);"
    )
    text = text_of(table)
    assert "Zielwert eingehalten: Mittelzentrum 45 min 64,1\u202f%\n" in text
    assert "deshalb weichen beide ab" in text
    assert "Zielwert eingehalten" not in text_of(five())


def test_who_has_no_target_of_the_class_is_not_called_unreached() -> None:
    verdicts = [MET, NOT_CHECKED, NOT_CHECKED, NOT_CHECKED, MET]
    table = five(bahn_verdict=verdicts, bahn_met_share=[1.0, None, None, None, 1.0])
    row = of(summarize(table), "bahn")

    assert (row.total, row.ortsteile, row.none, row.unserved) == (3000, 2, 0, 0)
    assert row.in_time == 3000
    assert absent_note(table) == "Bahn: in 3 Ortsteilen nicht prüfbar; sie zählen dort nicht mit."


def test_days_are_kept_apart_and_in_order() -> None:
    both = pd.concat([five(), five(day="sonntag", mittelzentrum_walk_share=1.0)])
    rows = summarize(gpd.GeoDataFrame(both, crs="EPSG:4326"))

    assert [row.day for row in rows] == ["schultag"] * 5 + ["sonntag"] * 5
    assert [row.walk for row in rows if row.target == "mittelzentrum"] == [2000, 3900]
