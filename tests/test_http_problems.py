"""Every refusal is a problem that names field and value, and tells nothing of the server."""

import pytest
from fastapi.testclient import TestClient
from http_client import fields, refused

from api.service import Service

AREAS = "/api/v1/isochrones?from=west&window=06:00-07:00"
GOOD = {"from": [{"id": "west"}], "to": [{"id": "ost"}], "window": "06:00-07:00"}


@pytest.mark.parametrize(
    ("path", "status", "field", "value"),
    [
        ("/nothing", 404, None, None),
        ("/assets/passwd", 404, "path.name", "passwd"),
        ("/api/v1/lines/99", 404, "path.line_id", "99"),
        ("/api/v1/stops?limit=0", 422, "query.limit", "0"),
        ("/api/v1/stops?page=2", 422, "query.page", "2"),
        ("/api/v1/stops?bbox=1,2,3", 422, "query.bbox", "1,2,3"),
        ("/api/v1/stops?bbox=51,12,52,13&limit=1&offset=-1", 422, "query.offset", "-1"),
        ("/api/v1/ortsteile?bbox=12,51,11,52", 422, "query.bbox", "12,51,11,52"),
        ("/api/v1/ortsteile?bbox=0,91,1,92", 422, "query.bbox", "0,91,1,92"),
        ("/api/v1/ortsteile?bbox=51,12,52,13", 422, "query.bbox", "51,12,52,13"),
        ("/api/v1/zentren?offset=x", 422, "query.offset", "x"),
        ("/api/v1/lines?date=1999-01-01", 422, "query.date", "1999-01-01"),
        ("/api/v1/knoten?day=montag", 422, "query.day", "montag"),
        ("/api/v1/accessibility?day=montag", 422, "query.day", "montag"),
        ("/api/v1/accessibility?class=dorf", 422, "query.class.0", "dorf"),
        ("/api/v1/accessibility?measure=glück", 422, "query.measure", "glück"),
        ("/api/v1/accessibility?window=9-12", 422, "query.window", "9-12"),
        ("/api/v1/accessibility?window=00:00-02:00", 422, "query.window", "00:00-02:00"),
        ("/api/v1/accessibility?standard=gut", 422, "query.standard", "gut"),
        ("/api/v1/journeys?from=west", 422, "query.to", None),
        ("/api/v1/journeys?from=west&to=ostt", 404, "query.to", "ostt"),
        ("/api/v1/journeys?from=51.2,12.7&to=ost", 404, "query.from", "51.2,12.7"),
        ("/api/v1/journeys?from=west&to=ost&date=1999-01-01", 422, "query.date", "1999-01-01"),
        ("/api/v1/journeys?from=west&to=ost&date=gestern", 422, "query.date", "gestern"),
        ("/api/v1/isochrones?from=west", 422, "query.window", None),
        ("/api/v1/accessibility?day=a&day=b", 422, "query.day", "['a', 'b']"),
        ("/api/v1/stops?limit=1&limit=1", 422, "query.limit", "['1', '1']"),
        ("/api/v1/compare?before=a&before=b&after=c&after=d", 422, "query.before", "['a', 'b']"),
        ("/ogc/collections/ortsteile/items?limit=1&limit=2", 400, "query.limit", "['1', '2']"),
        (f"{AREAS}&minutes=999", 422, "query.minutes", "999"),
        (f"{AREAS}&minutes=1,2,3,4,5,6,7", 422, "query.minutes", "1,2,3,4,5,6,7"),
        (f"{AREAS}&percentile=0", 422, "query.percentile", "0"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_is_refused(
    ask: TestClient, path: str, status: int, field: str | None, value: str | None
) -> None:
    told = refused(ask.get(path), status)
    assert field is None or fields(told)[field] == value


@pytest.mark.parametrize(
    ("question", "status", "field"),  # what is written over a good one
    [
        ({"from": None}, 422, "body.from"),
        ({"from": []}, 422, "body.from"),
        ({"window": None}, 422, "body.window"),
        ({"window": "7-6"}, 422, "body.window"),
        ({"window": "06:00-30:00"}, 422, "body.window"),
        ({"to": [{"id": "?"}]}, 404, "body.to.0"),
        ({"to": [{"id": "p", "lon": 12.7}]}, 422, "body.to.0"),
        ({"to": [{"id": "p", "lon": 51.2, "lat": 12.7}]}, 404, "body.to.0"),
        ({"day": "x"}, 422, "body.day"),
        ({"date": "1999-01-01"}, 422, "body.date"),
        ({"percentiles": [0]}, 422, "body.percentiles.0"),
        ({"speed": 3}, 422, "body.speed"),
    ],
)  # fmt: skip
def test_a_posted_question_that_cannot_be_asked_is_refused(
    ask: TestClient, question: dict[str, object], status: int, field: str
) -> None:
    assert field in fields(refused(ask.post("/api/v1/matrix", json=GOOD | question), status))


def test_a_list_may_have_many_values_and_what_nobody_knows_is_told_as_that(ask: TestClient) -> None:
    twice = "/api/v1/accessibility?class=bahn&class=sbahn&kommune=Tal"
    assert ask.get(twice).status_code == 200
    told = refused(ask.get("/api/v1/stops?page=1&page=2"), 422)
    assert told["errors"][0]["message"].startswith("no such parameter")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("isochrones?from=west&window=6-9", "is not written as needed; write e.g. 06:00-09:00"),
        ("isochrones?from=west&arrive_by=08:00",
         "is not written as needed; write e.g. 07:00-08:00"),
        ("isochrones?from=west&window=06:00-07:00&minutes=30,x",
         "is not written as needed; write e.g. 30,45,60"),
        ("stops?bbox=1,2,3", "is not written as needed; write e.g. 12.5,51.1,12.9,51.4"),
        ("journeys?from=west&to=ost&date=schultag", "is no date; write e.g. 2026-04-21"),
        ("journeys?from=west&to=ost&date=21.04.2026", "is no date; write e.g. 2026-04-21"),
        ("journeys?from=west&to=ost&dat=2026-04-21",
         'no such parameter (did you mean "date"?); there are day, date, from, to'),
    ],
)  # fmt: skip
def test_a_refusal_says_what_to_write(ask: TestClient, path: str, message: str) -> None:
    told = refused(ask.get(f"/api/v1/{path}"), 422)
    assert [one["message"] for one in told["errors"]] == [message]


def test_an_unknown_field_of_a_point_is_told_what_a_point_has(ask: TestClient) -> None:
    told = refused(ask.post("/api/v1/matrix", json=GOOD | {"to": [{"id": "ost", "x": 1}]}), 422)
    (one,) = told["errors"]
    assert (one["field"], one["message"]) == (
        "body.to.0.x", "no such field; there are id, lon, lat"
    )  # fmt: skip


def test_an_unknown_field_is_told_which_there_are_where_no_body_is_needed(ask: TestClient) -> None:
    one = ask.post("/api/v1/scenarios", json={"name": "Probe"}).json()["id"]
    path = f"/api/v1/scenarios/{one}"
    told = refused(ask.post(f"{path}/evaluate", json={"day": "schultag"}), 422)
    assert [(of["field"], of["message"]) for of in told["errors"]] == [
        ("body.day", 'no such field (did you mean "days"?); there are days, losers')
    ]
    told = refused(ask.post(f"{path}/duplicate", json={"nam": 1}), 422)
    assert [(of["field"], of["message"]) for of in told["errors"]] == [
        ("body.nam", 'no such field (did you mean "name"?); there are name')
    ]


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 422), (b"[]", 422), (b'{"from":', 400), (b"\xff\xfe", 400)]
)
def test_what_is_no_question_is_refused(ask: TestClient, body: bytes, status: int) -> None:
    json = {"Content-Type": "application/json"}
    assert refused(ask.post("/api/v1/matrix", content=body, headers=json), status)["errors"]


def test_a_day_and_a_date_are_one_too_many(ask: TestClient) -> None:
    path = "/api/v1/journeys?from=west&to=ost&day=schultag&date=2024-05-14"
    assert fields(refused(ask.get(path), 422)) == {"query.date": "2024-05-14"}


def test_a_format_that_is_not_offered_is_refused(ask: TestClient) -> None:
    told = refused(
        ask.get("/api/v1/journeys?from=west&to=ost", headers={"Accept": "text/csv"}), 406
    )
    assert fields(told) == {"header.accept": "text/csv"}


def test_an_address_is_asked_by_its_own_method(ask: TestClient) -> None:
    assert ask.post("/api/v1/stops").headers["allow"] == "GET, HEAD"
    refused(ask.post("/api/v1/stops"), 405)


def test_another_name_of_the_server_is_refused(ask: TestClient) -> None:
    told = refused(ask.get("/health", headers={"Host": "evil.example"}), 421)
    assert fields(told) == {"header.host": "evil.example"}
    for own in ("localhost:8000", "127.0.0.1", "[::1]:8000"):
        assert ask.get("/health", headers={"Host": own}).status_code == 200


def test_a_slip_of_the_server_tells_nothing_but_its_number(
    ask: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slip(*_: object) -> None:
        raise OSError("/srv/secret/network cannot be read")

    monkeypatch.setattr(Service, "journeys", slip)
    told = refused(ask.get("/api/v1/journeys?from=west&to=stop:B2"), 500)
    assert "secret" not in str(told)
    assert told["errors"] == []


def test_a_box_with_the_latitude_first_names_the_order_and_where_the_county_lies(
    ask: TestClient,
) -> None:
    told = refused(ask.get("/api/v1/stops?bbox=51.19,12.69,51.21,12.731"), 422)
    assert told["errors"][0]["message"] == (
        "latitude comes first in it; write west,south,east,north "
        "(the county lies in 12.70,51.20,12.79,51.20)"
    )
    assert ask.get("/api/v1/stops?bbox=7.1,50.1,7.2,50.2").json()["features"] == []


@pytest.mark.parametrize("path", ["matrix", "opportunities", "compare", "accessibility/area"])
def test_a_body_that_is_no_json_is_told_so_wherever_it_is_posted(
    ask: TestClient, path: str
) -> None:
    headers = {"Content-Type": "application/json"}
    told = refused(ask.post(f"/api/v1/{path}", content=b'{"from": [', headers=headers), 400)
    assert fields(told) == {"body": None}
    assert told["detail"].startswith("is not valid JSON: Expecting value")
