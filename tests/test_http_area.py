"""An area somebody draws: who lives there and what they reach, and what is no area.

The valley has one home in each village: Westdorf 400 people, Mitte 300, Ostheim 900. Line 60 leaves
Westdorf at 6:00, 7:00 … 11:00, takes ten minutes to Mitte and ten more to Ostheim, where the
Mittelzentrum stands at the stop. Each door is 91 m from its stop, 68 s, and one waits 60 s there.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from http_client import asking, fields, refused
from http_results import LATER, TIMES, made

from api.routes.areas import AreaAnswer

AREA = "/api/v1/accessibility/area"
SOUTH, NORTH = 51.19, 51.21
UNKNOWN = "0123456789abcdef" * 2


@pytest.fixture(scope="module")
def results(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Return a storage with the evaluation of the 60 forty minutes later, and a matrix."""
    where = tmp_path_factory.mktemp("kept")
    return where, made(valley / "net", where, [LATER, TIMES])


@pytest.fixture(scope="module")
def ask(valley: Path, results: tuple[Path, list[str]]) -> Iterator[TestClient]:
    with asking(valley / "net", storage=results[0]) as client:
        yield client


def ring(west: float, east: float, south: float = SOUTH, north: float = NORTH) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(area: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"a": 1}, "geometry": area}


WEST, MITTE, OST = ring(12.69, 12.71), ring(12.72, 12.74), ring(12.75, 12.77)
WEST_TO_MITTE, ALL = polygon(ring(12.69, 12.74)), polygon(ring(12.69, 12.8))
FEATURES = [feature(polygon(one)) for one in (WEST, MITTE)]


def people(ask: TestClient, area: object) -> float:
    answer = ask.post(AREA, json=area)
    assert answer.status_code == 200, answer.text
    return float(answer.json()["people"])


def figures(ask: TestClient, area: object, query: str = "") -> dict[str, Any]:
    answer = ask.post(f"{AREA}?class=mittelzentrum{query}", json=area)
    assert answer.status_code == 200, answer.text
    row: dict[str, Any] = answer.json()["days"][0]
    return {name.removeprefix("mittelzentrum_"): value for name, value in row.items()}


def test_the_people_of_two_villages_have_what_most_of_them_have(ask: TestClient) -> None:
    found = figures(ask, WEST_TO_MITTE)
    assert found["id"] == "z-ost"
    assert found["journey_time_p50"] == 68 + 60 + 20 * 60  # of the 400: more than half of 700
    assert found["first_departure"] == 6 * 3600 - 60 - 68
    assert (found["journeys"], found["return_journeys"]) == (6, 6)
    assert (found["people_known"], found["people_served"], found["people_met"]) == (700, 700, 0)
    assert (found["walk_share"], found["served_share"], found["met_share"]) == (0, 1, 0)
    assert found["verdict"] == "nicht erfüllt"  # nothing leaves after 11:00


def test_who_walks_is_outside_the_median_of_counts(ask: TestClient) -> None:
    found = figures(ask, ALL)
    assert found["walk_share"] == 0.5625  # 900 of 1 600 live at the Mittelzentrum
    assert found["journeys"] == 6
    assert (found["people_met"], found["verdict"]) == (900, "erfüllt")


def test_the_answer_says_who_lives_there(ask: TestClient) -> None:
    told = ask.post(AREA, json=WEST_TO_MITTE).json()
    AreaAnswer.model_validate(told)
    assert (told["people"], told["homes"], told["notes"]) == (700, 2, [])
    assert [(one["name"], one["people"]) for one in told["ortsteile"]] == [
        ("Westdorf", 400),
        ("Mitte", 300),
    ]
    assert (told["data_status"], told["region"]) == ("official", "Tal")
    assert told["profile"]["name"] == "RIN 2008"


def test_an_area_around_an_ortsteil_has_its_row(ask: TestClient) -> None:
    rows = ask.get("/api/v1/accessibility?day=all").json()["features"]
    for place, area in (("west", WEST), ("mitte", MITTE), ("ost", OST)):
        days = ask.post(f"{AREA}?day=all", json=polygon(area)).json()["days"]
        own = [one["properties"] for one in rows if one["properties"]["ortsteil_id"] == place]
        assert [day["day"] for day in days] == ["schultag", "samstag"]
        for day, row in zip(days, own, strict=True):
            shared = {name: row[name] for name in day if name in row}
            assert len(shared) > 100
            assert {name: day[name] for name in shared} == shared


def test_every_form_of_an_area_is_the_same_area(ask: TestClient) -> None:
    several = {"type": "MultiPolygon", "coordinates": [[WEST], [MITTE]]}
    collection = {"type": "FeatureCollection", "name": "Auswahl", "features": FEATURES}
    for area in (WEST_TO_MITTE, several, collection):
        assert people(ask, area) == 700
    assert people(ask, FEATURES[0]) == 400
    assert people(ask, {**WEST_TO_MITTE, "bbox": [0, 0, 1, 1]}) == 700
    overlapping = {"type": "MultiPolygon", "coordinates": [[WEST], [WEST]]}
    assert people(ask, overlapping) == 400


def test_a_hole_is_outside_and_the_border_inside(ask: TestClient) -> None:
    assert people(ask, polygon(ring(12.69, 12.74), ring(12.7, 12.705, 51.2, 51.205))) == 300
    assert people(ask, polygon(ring(12.69, 12.7005))) == 400
    assert people(ask, polygon(ring(12.69, 12.7004))) == 0


def test_where_nobody_lives_nothing_is_said(ask: TestClient) -> None:
    empty = polygon(ring(12.69, 12.71, south=51.205))
    told = ask.post(f"{AREA}?class=bahn", json=empty).json()
    assert (told["people"], told["homes"], told["ortsteile"]) == (0, 0, [])
    assert told["notes"] == [
        "Im Gebiet steht kein Wohnort; über seine Erreichbarkeit ist nichts zu sagen."
    ]
    assert told["days"][0]["bahn_journeys"] is None
    assert told["days"][0]["bahn_verdict"] == "nicht prüfbar"


def test_of_a_result_it_is_what_its_scenario_gives(
    ask: TestClient, results: tuple[Path, list[str]]
) -> None:
    before, after = (
        figures(ask, WEST_TO_MITTE, query) for query in ("", f"&result={results[1][0]}")
    )
    assert after["first_departure"] == before["first_departure"] + 40 * 60
    assert after["journeys"] == 6


def test_as_csv_it_is_a_row_a_day(ask: TestClient) -> None:
    query = "?day=all&class=mittelzentrum"
    text = ask.post(AREA + query, json=WEST_TO_MITTE, headers={"Accept": "text/csv"}).text
    head, *rows = text.splitlines()
    assert head.startswith("day,date,day_warning,mittelzentrum_id,")
    assert [row.split(",")[0] for row in rows] == ["schultag", "samstag"]
    assert head.endswith(",data_status")


def crossed() -> dict[str, Any]:
    return polygon([[12.69, SOUTH], [12.71, NORTH], [12.71, SOUTH], [12.69, NORTH], [12.69, SOUTH]])


def turned(area: dict[str, Any]) -> dict[str, Any]:
    return polygon(*([one[::-1] for one in ring] for ring in area["coordinates"]))


@pytest.mark.parametrize(
    ("area", "field", "told"),
    [
        (polygon(WEST[:-1]), "body.coordinates.0", "the ring is not closed"),
        (polygon(WEST[:3]), "body.coordinates.0", "a ring has at least 4 positions"),
        (polygon(WEST, MITTE[:-1]), "body.coordinates.1", "the ring is not closed"),
        (crossed(), "body.coordinates", "Self-intersection[12.7 51.2]"),
        (polygon(WEST, OST), "body.coordinates", "Hole lies outside shell"),
        (polygon(ring(12.69, 190)), "body.coordinates.0", "is nowhere on earth"),
        (turned(WEST_TO_MITTE), "body", "write longitude first"),
        (
            {**WEST_TO_MITTE, "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}},
            "body.crs",
            "GeoJSON is in WGS 84",
        ),
        (
            {"type": "FeatureCollection", "features": [FEATURES[0], feature(crossed())]},
            "body.features.1.geometry.coordinates",
            "Self-intersection",
        ),
    ],
)  # fmt: skip
def test_what_is_no_area_is_told_with_its_place(
    ask: TestClient, area: dict[str, Any], field: str, told: str
) -> None:
    problem = refused(ask.post(AREA, json=area), 422)
    assert list(fields(problem)) == [field]
    assert told in problem["errors"][0]["message"]


def test_all_that_is_wrong_is_told_at_once(ask: TestClient) -> None:
    several = {"type": "MultiPolygon", "coordinates": [[WEST[:-1]], [MITTE], [OST[:3]]]}
    problem = refused(ask.post(AREA, json=several), 422)
    assert list(fields(problem)) == ["body.coordinates.0.0", "body.coordinates.2.0"]


@pytest.mark.parametrize(
    "area",
    [
        {"type": "Point", "coordinates": [12.7, 51.2]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[["a", 1]]]},
        {"type": "Polygon", "coordinates": [[[1]]]},
        {"type": "FeatureCollection", "features": []},
        {"type": "Feature", "geometry": None},
        {},
        [],
        None,
    ],
)
def test_what_cannot_be_read_is_refused(ask: TestClient, area: object) -> None:
    problem = refused(ask.post(AREA, json=area), 422)
    assert all(name.startswith("body") for name in fields(problem))


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"])
def test_an_older_file_may_name_the_system_there_is(ask: TestClient, name: str) -> None:
    assert people(ask, {**WEST_TO_MITTE, "crs": {"properties": {"name": name}}}) == 700


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("?day=montag", 422, "query.day"),
        ("?class=oper", 422, "query.class.0"),
        ("?tag=schultag", 422, "query.tag"),
        (f"?result={UNKNOWN}", 404, "query.result"),
    ],
)
def test_a_question_that_cannot_be_asked(
    ask: TestClient, query: str, status: int, field: str
) -> None:
    problem = refused(ask.post(AREA + query, json=WEST_TO_MITTE), status)
    assert list(fields(problem)) == [field]


def test_a_matrix_has_no_people(ask: TestClient, results: tuple[Path, list[str]]) -> None:
    problem = refused(ask.post(f"{AREA}?result={results[1][1]}", json=WEST_TO_MITTE), 422)
    assert list(fields(problem)) == ["query.result"]
    assert "is no evaluation" in problem["detail"]


def test_so_many_positions_and_no_more(valley: Path) -> None:
    with asking(valley / "net", most_vertices=5) as ask:
        assert people(ask, WEST_TO_MITTE) == 700
        longer = polygon([*WEST[:4], [12.69, 51.2], WEST[4]])
        problem = refused(ask.post(AREA, json=longer), 413)
        assert fields(problem) == {"body": "6"}
        assert "most_vertices" in problem["detail"]


def test_the_same_area_has_the_same_tag(ask: TestClient) -> None:
    tags = [ask.post(AREA, json=WEST_TO_MITTE).headers["etag"] for _ in range(2)]
    assert tags[0] == tags[1] != ask.post(AREA, json=ALL).headers["etag"]
