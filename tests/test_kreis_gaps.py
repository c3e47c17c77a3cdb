"""What a summary says of few: minimum service asked of some Ortsteile only, connections missed."""

import geopandas as gpd
import pandas as pd
from example_picture import example_imprint

from accessibility.kreis_connections import connections
from accessibility.kreis_gaps import gaps
from accessibility.kreis_headlines import headlines
from accessibility.kreis_rows import Area, Subject, criteria_grid, listed
from accessibility.report_document import Grid
from accessibility.report_evaluation import CONNECTIONS, DEFINITIONS, STANDARDS, Evaluation
from accessibility.words import MET, NOT_CHECKED, NOT_MET

ASKED = ("nahverkehrsplan", "mindestbedienung", "Mindestbedienung: drei Paare")
# Ortsteil, its people, those it is asked of, those who have it
VILLAGES = (("Groß", 900, 900, 900), ("Mittel", 400, 400, 100), ("Weiler", 300, 0, 0))


def standards() -> pd.DataFrame:
    rows = [("kreis", "", "Kreis", 1600, 1300, 1000, MET)]
    for name, people, known, met in VILLAGES:
        verdict = NOT_CHECKED if not known else MET if met == known else NOT_MET
        rows.append(("ortsteil", name.lower(), name, people, known, met, verdict))
    columns = ["area", "area_id", "area_name", "people", "people_known", "people_met", "verdict"]
    table = pd.DataFrame(rows, columns=columns)
    share = table["people_met"] / table["people_known"].where(table["people_known"] > 0)
    heads = dict(zip(("profile", "criterion", "title"), ASKED, strict=True))
    return table.assign(**heads, share=share, day="schultag", least_share=0.8, assumed=True)


def subject(**tables: pd.DataFrame) -> Subject:
    """Return three villages of a county and what is said of them."""
    access = pd.DataFrame(
        {
            "ortsteil_id": [name.lower() for name, *_ in VILLAGES],
            "name": [name for name, *_ in VILLAGES],
            "kommune": "Tal",
            "population": [float(people) for _, people, *_ in VILLAGES],
            "day": "schultag",
            "grundzentrum_served_share": 1.0,
        }
    )
    definitions = pd.DataFrame([ASKED], columns=["profile", "criterion", "title"]).assign(
        definition="Drei Paare am Tag.", source="Quelle", assumed=True, least_share=0.8
    )
    found = {STANDARDS: standards(), DEFINITIONS: definitions, **tables}
    return Subject(Evaluation(gpd.GeoDataFrame(access), found), example_imprint(), "rin-2008", [])


def cells(grid: object) -> list[list[str]]:
    assert isinstance(grid, Grid)
    return [[cell.text for cell in row] for row in grid.rows]


def test_the_base_stands_below_the_name_of_what_is_asked_of_some_only() -> None:
    grid = criteria_grid(subject(), Area(), {ASKED[0]: [ASKED[1]]}, "Kopf")
    assert grid is not None
    assert grid.rows[0][0].below == (
        "Annahme; geprüft: 1.300 von 1.600 Einwohnern, 2 von 3 Ortsteilen"
    )


def test_ortsteile_without_minimum_service_are_counted_among_those_asked() -> None:
    (none, grid) = gaps(subject(), Area()).blocks
    assert none == "In keinem Ortsteil werden die Zielwerte verfehlt."
    assert cells(grid) == [["Schultag", "2", "1", "300", "Mittel"]]  # 300 of its 400 lack it


def test_one_more_is_one_and_several_are_several() -> None:
    assert listed(["A", "B"], 2) == "A, B"
    assert listed(["A", "B", "C"], 2) == "A, B und ein weiterer"
    assert listed(["A", "B", "C", "D"], 2) == "A, B und 2 weitere"


def test_where_nothing_says_who_counted_the_people_it_is_unknown() -> None:
    (said, *_) = headlines(subject(), Area())
    unknown = "Quelle und Stand der Einwohnerzahlen: unbekannt"
    assert said == f"1.600 Einwohner leben in 3 Ortsteilen ({unknown})."


def test_a_pair_of_centres_stands_once_with_both_ways_and_the_values_of_the_slower() -> None:
    columns = ["from_id", "to_id", "journey_time_p50", "oev_level", "oev_verdict", "ratio"]
    ways = [
        ("a", "b", 2400.0, "B", MET, 2.0),  # 40 min there
        ("b", "a", 2401.0, "C", NOT_MET, 2.1),  # 41 min back
        ("a", "c", 1200.0, "A", MET, 1.0),
        ("c", "a", 1200.0, "A", MET, 1.0),
    ]
    table = pd.DataFrame(ways, columns=columns).assign(
        day="schultag", oev_limit=2400.0, car_time=1200.0, detour=1.25
    )
    table["from_name"], table["to_name"] = table["from_id"].str.upper(), table["to_id"].str.upper()
    said, grid = connections(subject(**{CONNECTIONS: table})).blocks
    assert isinstance(said, str)
    assert said.startswith("Am Schultag ist der Zielwert bei 3 von 4 Verbindungen")
    assert cells(grid) == [
        ["A", "B", "40/41\u202fmin", "40\u202fmin", "C", "20\u202fmin", "1,25", "2,1"]
    ]
