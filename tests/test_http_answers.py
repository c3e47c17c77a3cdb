"""Answers are kept and asked for again cheaply; every one has its headers and its line."""

import gzip
import logging
import zlib
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from http_client import OWN, asking
from starlette.types import Scope

from api.app import create_app
from api.http.accept import media_of
from api.http.access_log import blanked
from api.http.answered import GZIP_BITS, WORTH_SHARING, Answer, Answers, build_answer
from api.http.problems import Refused
from api.http.settings import read_settings
from api.service import Service, load_service

STOPS = "/api/v1/stops"
JSON, GEOJSON, CSV = "application/json", "application/geo+json", "text/csv"


@pytest.mark.parametrize("path", ["/", "/openapi.json", "/map.png", STOPS, "/api/v1/network"])
def test_who_has_an_answer_is_not_sent_it_again(ask: TestClient, path: str) -> None:
    first = ask.get(path)
    tag = first.headers["etag"]
    again = ask.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    other = ask.get(path, headers={"If-None-Match": '"other"'})
    assert (other.status_code, other.content) == (200, first.content)


def test_the_tag_is_of_what_is_sent(ask: TestClient, valley: Path) -> None:
    tags = {ask.get(path).headers["etag"] for path in (STOPS, f"{STOPS}?limit=2", "/")}
    assert len(tags) == 3
    with asking(valley / "net") as another:
        assert another.get(STOPS).headers["etag"] in tags


def test_a_long_answer_is_zipped_for_who_unpacks_it(ask: TestClient) -> None:
    path = "/api/v1/network"
    plain = ask.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with ask.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as packed:
        assert packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(b"".join(packed.iter_raw())) == plain.content
    assert "content-encoding" not in ask.get(path, headers={"Accept-Encoding": "gzip;q=0"}).headers


def test_a_matrix_is_zipped_while_it_is_sent(ask: TestClient) -> None:
    asked = {"from": [{"id": "west"}], "to": [{"id": "ost"}], "window": "06:00-07:00"}
    for coding in ("gzip", "identity"):
        headers = {"Accept": CSV, "Accept-Encoding": coding}
        text = ask.post("/api/v1/matrix", json=asked, headers=headers).text
        assert text.splitlines()[1].startswith("west,ost,")


def test_an_equal_question_is_computed_once(
    ask: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []

    def journeys(*asked: object) -> list[object]:
        calls.append(asked)
        return []

    monkeypatch.setattr(Service, "journeys", journeys)
    for path in ("from=mitte&to=stop:D", "to=stop:D&from=mitte"):
        assert ask.get(f"/api/v1/journeys?{path}").json()["journeys"] == []
    assert len(calls) == 1


def test_what_failed_is_computed_again(ask: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/api/v1/journeys?from=mitte&to=stop:B2"
    with monkeypatch.context() as broken:
        broken.setattr(Service, "journeys", lambda *_: 1 / 0)
        assert ask.get(path).status_code == 500
    assert ask.get(path).status_code == 200


def test_answers_are_forgotten_where_there_is_no_room(valley: Path) -> None:
    with asking(valley / "net", kept_bytes=0) as ask:
        assert ask.get(STOPS).content == ask.get(STOPS).content


@pytest.mark.parametrize("path", ["/", STOPS, "/nothing"])
def test_every_answer_guards_who_reads_it(ask: TestClient, path: str) -> None:
    headers = ask.get(path).headers
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers
    assert "access-control-allow-origin" not in headers


def test_a_page_elsewhere_reads_answers_only_where_the_settings_say_so(valley: Path) -> None:
    page = "https://kreis.example"
    with asking(valley / "net", cors_origins=(page,)) as ask:
        allowed = ask.get(STOPS, headers={"Origin": page}).headers
        assert allowed["access-control-allow-origin"] == page
        other = ask.get(STOPS, headers={"Origin": "https://evil.example"}).headers
        assert "access-control-allow-origin" not in other


def test_the_pages_ask_nobody_else(ask: TestClient) -> None:
    for path in ("/", "/docs"):
        page = ask.get(path).text
        assert "http://" not in page
        assert "https://" not in page
        assert "<style" not in page
        assert "style=" not in page
        assert "<script>" not in page
    for name in ("start.css", "docs.css", "docs.js", "icon.svg", "swagger-ui.css"):
        assert ask.get(f"/assets/{name}").status_code == 200


def test_a_request_is_known_by_its_own_id_or_a_new_one(ask: TestClient) -> None:
    assert (
        ask.get("/health", headers={"X-Request-ID": "plan-7"}).headers["x-request-id"] == "plan-7"
    )
    made = ask.get("/health", headers={"X-Request-ID": "two words"}).headers["x-request-id"]
    assert len(made) == 32


def test_the_log_has_a_line_a_request_without_query_or_whole_address(
    valley: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with asking(valley / "net") as ask, caplog.at_level("INFO", "api.access"):
        caplog.clear()
        ask.get("/api/v1/jour%0Aneys?from=12.7,51.2", headers={"X-Request-ID": "n1"})
    record = caplog.records[0]
    line = vars(record)["told"]
    assert (line["request_id"], line["method"], line["status"]) == ("n1", "GET", 404)
    assert line["path"] == "/api/v1/jour%0Aneys"
    assert record.getMessage().startswith("GET /api/v1/jour%0Aneys 404 ")
    assert "12.7" not in f"{line}{record.getMessage()}"


@pytest.mark.parametrize(
    ("address", "told"),
    [("93.184.216.34", "93.184.216.0"), ("2001:db8:1:2:3::4", "2001:db8:1::"), ("testclient", "-")],
)
def test_an_address_is_logged_without_its_end(address: str, told: str) -> None:
    assert blanked(address) == told


def test_the_head_is_that_of_the_answer(ask: TestClient) -> None:
    head = ask.head(STOPS)
    assert head.status_code == 200
    assert head.headers["etag"] == ask.get(STOPS).headers["etag"]


@pytest.mark.parametrize(
    ("header", "media"),
    [
        ("*/*", GEOJSON),
        ("", GEOJSON),
        ("application/json", JSON),
        ("text/html,application/xhtml+xml,*/*;q=0.8", GEOJSON),
        ("text/csv;q=0.5, application/json;q=0.9", JSON),
        ("application/*", GEOJSON),
        ("application/geo+json;q=0, */*", JSON),
        ("text/*, application/json;q=0.2", CSV),
        ("text/plain, application/json", GEOJSON),  # what GDAL says, and QGIS with it
    ],
)
def test_the_format_is_the_one_liked_best(header: str, media: str) -> None:
    assert media_of(header, (GEOJSON, JSON, CSV)) == media


def test_a_format_nobody_offers_is_refused() -> None:
    with pytest.raises(Refused, match="there are application/json"):
        media_of("image/png", (JSON,))


def test_a_server_is_alive_before_it_is_ready(
    valley: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def slip(*_: object, **__: object) -> None:
        raise OSError("no memory")

    monkeypatch.setattr(Service, "access", slip)
    app = create_app(load_service(valley / "net"), read_settings())
    with (
        TestClient(app, base_url=OWN) as ask,
        caplog.at_level(logging.ERROR, "api.app"),
    ):
        assert ask.get("/health").json()["status"] == "ok"
        waits = ask.get("/ready")
        assert (waits.status_code, waits.headers["retry-after"]) == (503, "1")


def test_a_posted_question_is_answered_whoever_has_the_answer(ask: TestClient) -> None:
    asked = {"from": [{"id": "west"}], "to": [{"id": "ost"}], "window": "06:00-09:00"}
    answer = ask.post("/api/v1/matrix", json=asked, headers={"If-None-Match": "*"})
    assert answer.status_code == 200


@pytest.mark.parametrize(("more", "remembered"), [(0, True), (200, False)])
def test_a_request_of_many_letters_is_answered_and_not_remembered(
    ask: TestClient, monkeypatch: pytest.MonkeyPatch, more: int, *, remembered: bool
) -> None:
    told, known = list[Answer | None](), Answers.known

    def watched(answers: Answers, scope: Scope) -> Answer | None:
        told.append(known(answers, scope))
        return told[-1]

    monkeypatch.setattr(Answers, "known", watched)
    accept = JSON + ", text/plain;q=0.1" * more
    answers = [ask.get("/api/v1/zentren", headers={"Accept": accept}) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert [one is not None for one in told] == [False, remembered]


@pytest.mark.parametrize("told", ["gzip;q=0", "gzip;q=0.0", "br, gzip; q=0.000"])
def test_who_takes_no_gzip_is_sent_none(ask: TestClient, told: str) -> None:
    answer = ask.get("/api/v1/stops", headers={"Accept-Encoding": told})
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("size", [WORTH_SHARING - 1, WORTH_SHARING, WORTH_SHARING + 1])
def test_a_large_answer_is_one_gzip_stream_by_whatever_cores_it_was_packed(size: int) -> None:
    body = bytes(at * at % 251 for at in range(size))
    zipped = build_answer(JSON, body).zipped
    assert zipped is not None
    unpacker = zlib.decompressobj(GZIP_BITS)
    assert unpacker.decompress(zipped) == body
    assert unpacker.eof
    assert not unpacker.unused_data  # no second member: not every client reads on
