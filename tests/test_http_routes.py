"""Every address answers what its model promises, with the figures of the commands."""

from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from fastapi.testclient import TestClient
from http_client import fields, refused
from pydantic import BaseModel

from api.routes.lines import Knoten, OneLine
from api.routes.models import (
    Access,
    Isochrones,
    Journeys,
    Ortsteile,
    Rows,
    Sections,
    Stops,
    Zentren,
)
from api.routes.state import Health, Network
from api.service import load_service

MORNING = {"from": [{"id": "stop:A"}], "to": [{"id": "stop:C"}], "window": "06:00-09:00"}


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/health", Health),
        ("/ready", Health),
        ("/api/v1/network", Network),
        ("/api/v1/ortsteile", Ortsteile),
        ("/api/v1/zentren", Zentren),
        ("/api/v1/stops", Stops),
        ("/api/v1/lines", Sections),
        ("/api/v1/lines/rbl:60", OneLine),
        ("/api/v1/knoten", Knoten),
        ("/api/v1/accessibility", Access),
        ("/api/v1/accessibility?day=all&class=bahn", Access),
        ("/api/v1/accessibility?window=06:00-12:00", Access),
        ("/api/v1/journeys?from=west&to=z-ost", Journeys),
        ("/api/v1/isochrones?from=west&window=06:00-09:00&minutes=20", Isochrones),
    ],
)
def test_an_address_answers_as_its_model_says(
    ask: TestClient, path: str, model: type[BaseModel]
) -> None:
    answer = ask.get(path)
    assert answer.status_code == 200, answer.text
    model.model_validate_json(answer.content)


def test_whatever_reads_a_body_says_that_one_may_be_too_long(ask: TestClient) -> None:
    silent = [
        (method, path)
        for path, methods in ask.get("/openapi.json").json()["paths"].items()
        for method, said in methods.items()
        if "requestBody" in said and "413" not in said["responses"]
    ]
    assert silent == []


@pytest.mark.parametrize("path", ["/", "/docs", "/map.png", "/openapi.json"])
def test_a_page_answers(ask: TestClient, path: str) -> None:
    assert ask.get(path).status_code == 200


def test_the_places_are_those_of_the_region(ask: TestClient) -> None:
    found = ask.get("/api/v1/ortsteile").json()
    assert [one["id"] for one in found["features"]] == ["west", "mitte", "ost"]
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [12.7005, 51.2005]}
    assert found["features"][2]["properties"]["population"] == 900
    zentren = ask.get("/api/v1/zentren", headers={"Accept": "application/json"}).json()
    assert [(one["place_id"], one["level"]) for one in zentren["items"]] == [
        ("z-ost", "mittelzentrum"),
        ("z-west", "grundzentrum"),
    ]


def test_a_box_holds_what_lies_in_it(ask: TestClient) -> None:
    found = ask.get("/api/v1/stops", params={"bbox": "12.69,51.19,12.731,51.21"}).json()
    assert [one["id"] for one in found["features"]] == ["A", "B"]
    assert (found["numberMatched"], found["numberReturned"]) == (2, 2)


def test_pages_follow_one_another(ask: TestClient) -> None:
    path, ids = "/api/v1/stops?limit=2", []
    while path:
        page = ask.get(path).json()
        ids += [one["id"] for one in page["features"]]
        path = next((link["href"] for link in page["links"] if link["rel"] == "next"), "")
    assert ids == ["A", "B", "B2", "C", "D"]


def test_the_journeys_are_those_of_the_bus(ask: TestClient) -> None:
    found = ask.get("/api/v1/journeys?from=stop:A&to=stop:C&date=2024-05-14").json()
    assert found["timetable"] == "Soll-Fahrplan vom 14.05.2024"
    times = [(one["departure"], one["arrival"], one["duration"]) for one in found["journeys"]]
    assert times[0] == ("05:59:00", "06:20:00", 1260)  # a minute at the stop, twenty in the bus
    assert len(times) == 6
    assert found["names"] == {"A": "Westdorf", "C": "Ostheim"}


def test_the_journeys_of_a_day_type_are_those_of_its_date(ask: TestClient) -> None:
    saturday = ask.get("/api/v1/journeys?from=stop:C&to=stop:D&day=samstag").json()
    assert saturday["date"] == "2024-05-18"
    assert [one["departure"] for one in saturday["journeys"]] == ["07:59:00"]


def test_the_accessibility_is_that_of_the_command(ask: TestClient, valley: Path) -> None:
    table = load_service(valley / "net").access(["samstag"])
    found = ask.get("/api/v1/accessibility?day=samstag").json()["features"]
    for row, feature in zip(table.to_dict("records"), found, strict=True):
        told = feature["properties"]
        for name in ("mittelzentrum_journey_time_p50", "bahn_journeys", "grundzentrum_verdict"):
            assert told[name] == (None if pd.isna(row[name]) else row[name])
        assert set(told) == set(table.columns) - {"geometry"}


def test_class_and_measure_choose_columns(ask: TestClient) -> None:
    path = "/api/v1/accessibility?class=bahn&class=mittelzentrum&measure=journeys"
    head = "ortsteil_id,name,kommune,population,data_status,day,date,day_warning"
    text = ask.get(path, headers={"Accept": "text/csv"}).text
    assert text.splitlines()[0] == f"{head},mittelzentrum_journeys,bahn_journeys,lon,lat"
    assert len(text.splitlines()) == 4


def test_a_verdict_chooses_rows(ask: TestClient) -> None:
    def ids(verdict: str) -> set[str]:
        asked = {"class": "mittelzentrum", "standard": verdict}
        found = ask.get("/api/v1/accessibility", params=asked).json()["features"]
        return {one["properties"]["ortsteil_id"] for one in found}

    assert ids("erfüllt") | ids("nicht erfüllt") == {"west", "mitte", "ost"}
    assert "ost" in ids("erfüllt")  # it lies there
    assert not ids("erfüllt") & ids("nicht erfüllt")


def test_a_matrix_has_the_times_of_the_command(ask: TestClient) -> None:
    (row,) = ask.post("/api/v1/matrix", json=MORNING).json()["rows"]
    assert row["journey_time_p50"] == 1260
    assert row["travel_time_p50"] == 3000  # 21 to 80 minutes, each thrice: the ninetieth is 50
    assert row["journeys"] == 3


def test_a_matrix_may_arrive(ask: TestClient) -> None:
    asked = {**MORNING, "window": None, "arrive_by": "06:00-09:00"}
    found = ask.post("/api/v1/matrix", json=asked).json()
    assert found["window"] == "Ankunft 06:00–09:00"
    assert found["rows"][0]["journeys"] == 3  # 6:20, 7:20, 8:20


def test_a_matrix_is_the_same_in_every_format(ask: TestClient) -> None:
    def asked(media: str) -> bytes:
        headers = {"Accept": media}
        return bytes(ask.post("/api/v1/matrix", json=MORNING, headers=headers).content)

    table = pd.read_csv(BytesIO(asked("text/csv")))
    parquet = pd.read_parquet(BytesIO(asked("application/vnd.apache.parquet")))
    assert list(table.columns) == list(parquet.columns)
    assert table["travel_time_p50"].tolist() == parquet["travel_time_p50"].tolist() == [3000]
    Rows.model_validate_json(asked("application/json"))


def test_opportunities_count_what_is_sent_along(ask: TestClient) -> None:
    asked = {
        "from": [{"id": "stop:A"}],
        "to": [{"id": "stop:C", "counts": {"jobs": 40}}, {"id": "stop:D", "counts": {"jobs": 2}}],
        "window": "06:00-09:00",
        "minutes": [60],
        "nth": [1],
    }
    (row,) = ask.post("/api/v1/opportunities", json=asked).json()["rows"]
    assert row["jobs_60"] == 40  # half of all minutes Ostheim lies within 50, the train is far
    assert row["jobs_time_1"] == 3000


def test_lines_as_json_say_what_they_offer(ask: TestClient) -> None:
    found = ask.get("/api/v1/lines", headers={"Accept": "application/json"}).json()
    assert [one["name"] for one in found["items"]] == ["60", "RB1"]
    assert found["items"][0]["days"]["schultag"]["pairs"] == 6


def test_the_network_says_what_it_was_made_from_and_not_where(
    ask: TestClient, valley: Path
) -> None:
    answer = ask.get("/api/v1/network")
    told = answer.json()
    assert told["days"] == {"schultag": "2024-05-14", "samstag": "2024-05-18"}
    assert len(told["inputs"]["gtfs"]["feed"]) == 64
    assert str(valley) not in answer.text


def test_a_point_off_the_streets_is_told_with_the_answer(ask: TestClient) -> None:
    far = ask.get("/api/v1/journeys?from=12.70,51.25&to=ost").json()
    assert far["journeys"] == []
    assert "farther than 500 m from any walkable street" in far["notes"][0]
    assert ask.get("/api/v1/journeys?from=west&to=ost").json()["notes"] == []
    point = {"id": "far", "lon": 12.70, "lat": 51.25}
    asked = {"from": [point], "to": [{"id": "ost"}], "window": "06:00-07:00"}
    assert "far" in ask.post("/api/v1/matrix", json=asked).json()["notes"][0]


@pytest.mark.parametrize("path", ["matrix", "opportunities"])
def test_a_point_is_told_with_its_number(ask: TestClient, path: str) -> None:
    twice = [{"id": "ost"}, {"id": "mitte"}, {"id": "ost", "lon": 12.73, "lat": 51.2}]
    told = refused(ask.post(f"/api/v1/{path}", json=MORNING | {"to": twice}), 422)
    assert fields(told) == {"body.to.2.id": "ost"}
    assert told["detail"] == "repeats body.to.0; ids are unique"
    nobody = [{"id": "mitte"}, {"id": "mite"}, {"id": "stop:D"}, {"id": "stop:?"}]
    told = refused(ask.post(f"/api/v1/{path}", json=MORNING | {"from": nobody}), 404)
    assert fields(told) == {"body.from.1": "mite", "body.from.3": "stop:?"}
    assert "nearest: mitte" in told["errors"][0]["message"]


def test_a_kommune_nobody_knows_is_refused_with_the_one_that_was_meant(ask: TestClient) -> None:
    told = refused(ask.get("/api/v1/accessibility?kommune=tal"), 422)
    assert fields(told) == {"query.kommune": "tal"}
    assert told["detail"] == 'no such Kommune (did you mean "Tal"?); there are Tal'
    known = ask.get("/api/v1/accessibility?kommune=Tal").json()["features"]
    assert {one["properties"]["kommune"] for one in known} == {"Tal"}


def test_a_verdict_nobody_has_leaves_a_known_kommune_without_rows(ask: TestClient) -> None:
    query = "kommune=Tal&standard=nicht prüfbar&class=mittelzentrum"
    assert ask.get(f"/api/v1/accessibility?{query}").json()["features"] == []


def test_a_measure_is_named_beside_its_class(ask: TestClient) -> None:
    told = refused(ask.get("/api/v1/accessibility?measure=mittelzentrum_journeys"), 422)
    assert fields(told) == {"query.measure": "mittelzentrum_journeys"}
    assert "(write class=mittelzentrum and measure=journeys)" in told["detail"]
