"""Scenarios over HTTP: kept, read, copied, checked; what is wrong names its field."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from http_client import asking, fields, refused

from api.scenarios.files import Source, scenario_hash
from mobility.scenario import Scenario

HERE = "/api/v1/scenarios"
NOBODY = "0" * 32
LATER: dict[str, Any] = {
    "name": "Bus später",
    "changes": [{"type": "shift", "line": "60", "minutes": 5.0, "note": "Anschluss"}],
}
TOML = {"Content-Type": "application/toml"}
AS_TOML = """
name = "Bus später"   # für den Kreistag

[[changes]]
type = "shift"
line = "60"
minutes = 5.0
note = "Anschluss"
"""


@pytest.fixture(scope="module")
def ask(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of the valley."""
    with asking(valley / "net", storage=tmp_path_factory.mktemp("kept"), most_changes=50) as client:
        yield client


def kept(ask: TestClient, scenario: dict[str, Any] = LATER) -> dict[str, Any]:
    answer = ask.post(HERE, json=scenario)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


# Kept and read


def test_a_scenario_is_kept_and_read_where_the_answer_says(ask: TestClient) -> None:
    answer = ask.post(HERE, json=LATER)
    told = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert answer.headers["location"] == f"{HERE}/{told['id']}"
    assert (told["name"], told["base"], told["version"]) == ("Bus später", None, 1)
    assert told["scenario"] == LATER
    assert told["sha256"] == scenario_hash((Source(Scenario.model_validate(LATER)),))
    there = ask.get(answer.headers["location"])
    assert (there.status_code, there.json(), there.headers["etag"]) == (200, told, '"1"')


def test_the_same_as_a_file_is_the_same_scenario(ask: TestClient) -> None:
    answer = ask.post(HERE, content=AS_TOML, headers=TOML)
    assert answer.status_code == 201, answer.text
    assert answer.json()["scenario"] == LATER
    assert answer.json()["sha256"] == kept(ask)["sha256"]


def test_a_scenario_read_as_a_file_says_what_was_written(ask: TestClient) -> None:
    below = kept(ask)["id"]
    one = kept(ask, {**LATER, "name": "darauf", "base": below})
    answer = ask.get(f"{HERE}/{one['id']}", headers={"Accept": "application/toml"})
    assert answer.headers["content-type"] == "application/toml"
    written = Scenario.model_validate(tomllib.loads(answer.text))
    assert written == Scenario.model_validate({**LATER, "name": "darauf", "base": below})
    again = ask.post(HERE, content=answer.content, headers=TOML).json()
    assert (again["scenario"], again["base"]) == (one["scenario"], below)


def test_each_format_has_a_tag_of_its_own_and_is_sent_once(ask: TestClient) -> None:
    here = f"{HERE}/{kept(ask)['id']}"
    file = {"Accept": "application/toml"}
    assert ask.get(here, headers=file).headers["etag"] == '"1.toml"'
    assert ask.get(here, headers={"If-None-Match": '"1"'}).status_code == 304
    assert ask.get(here, headers={"If-None-Match": 'W/"1", "9"'}).status_code == 304
    assert ask.get(here, headers={"If-None-Match": '"1.toml"'}).status_code == 200
    assert ask.get(here, headers={**file, "If-None-Match": '"1.toml"'}).status_code == 304
    assert ask.head(here).headers["etag"] == '"1"'


def test_the_list_has_pages_in_the_order_scenarios_were_made(valley: Path, tmp_path: Path) -> None:
    with asking(valley / "net", storage=tmp_path) as ask:
        ids = [kept(ask, {"name": name})["id"] for name in "CAB"]
        whole = ask.get(HERE).json()
        assert [one["name"] for one in whole["items"]] == ["C", "A", "B"]
        assert (whole["numberMatched"], whole["numberReturned"]) == (3, 3)
        assert set(whole["items"][0]) == {
            "id", "name", "base", "version", "created", "updated", "sha256"
        }  # fmt: skip
        page = ask.get(f"{HERE}?limit=1&offset=1").json()
        assert [one["id"] for one in page["items"]] == [ids[1]]
        hrefs = {link["rel"]: link["href"] for link in page["links"]}
        assert ask.get(hrefs["next"]).json()["items"][0]["id"] == ids[2]
        assert ask.get(hrefs["prev"]).json()["items"][0]["id"] == ids[0]
        assert "next" not in {link["rel"] for link in ask.get(hrefs["next"]).json()["links"]}


def test_a_copy_has_a_name_of_its_own_and_the_same_base(ask: TestClient) -> None:
    below = kept(ask)["id"]
    one = kept(ask, {"name": "Plan", "base": below})
    copy = ask.post(f"{HERE}/{one['id']}/duplicate")
    assert (copy.status_code, copy.json()["name"]) == (201, "Plan (Kopie)")
    assert copy.headers["location"] == f"{HERE}/{copy.json()['id']}"
    assert (copy.json()["base"], copy.json()["version"]) == (below, 1)
    named = ask.post(f"{HERE}/{one['id']}/duplicate", json={"name": "Plan B"})
    assert named.json()["name"] == "Plan B"
    assert fields(refused(ask.post(f"{HERE}/{one['id']}/duplicate", json={"name": "\x07"}), 422))


def test_the_schema_is_that_of_the_command(ask: TestClient) -> None:
    schema = ask.get(f"{HERE}/schema").json()
    assert schema == json.loads(json.dumps(Scenario.model_json_schema()))
    at = schema["$defs"]["Shift"]["properties"]["at"]["anyOf"][0]["items"]
    assert (at["type"], at["examples"]) == ("string", ["07:30"])


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("nobody", [NOBODY, "schema2", "..%2fnetwork", "%00", "a" * 101])
def test_who_is_not_there_is_not_found(ask: TestClient, method: str, nobody: str) -> None:
    answer = ask.request(
        method, f"{HERE}/{nobody}", json={"name": "A"}, headers={"If-Match": '"1"'}
    )
    assert answer.status_code in (404, 405, 422)
    refused(answer, answer.status_code)


# What is wrong with it


def test_all_that_is_wrong_is_told_at_once_by_field(ask: TestClient) -> None:
    told = refused(ask.post(HERE, json={"name": "", "colour": 1, "changes": [
        LATER["changes"][0],
        {"type": "shift", "line": "60", "minutes": "five", "stops": ["A"]},
        {"type": "fly"}, {},
        {"type": "extend", "line": "60", "stops": [{"name": "Neu", "lon": 200, "lat": 51}]},
        {"type": "shift", "line": "60", "minutes": 3, "at": ["25 Uhr", -5]},
    ]}), 422)  # fmt: skip
    assert set(fields(told)) >= {
        "body.name", "body.colour", "body.changes.1.minutes", "body.changes.1.stops",
        "body.changes.2", "body.changes.3", "body.changes.4.stops.0.lon",
        "body.changes.5.at.0", "body.changes.5.at.1",
    }  # fmt: skip
    assert fields(told)["body.changes.1.minutes"] == "five"
    assert "change 2 (shift): minutes = 'five': input should be a valid number" in told["detail"]
    assert "no type 'fly'" in told["detail"]


def test_what_is_wrong_in_a_file_is_told_with_its_line(ask: TestClient) -> None:
    wrong = AS_TOML.replace("minutes = 5.0", 'minutes = "five"')
    (error,) = refused(ask.post(HERE, content=wrong, headers=TOML), 422)["errors"]
    assert (error["field"], error["value"]) == ("body.changes.0.minutes", "five")
    assert error["message"].startswith("change 1, line 4 (shift): minutes")


@pytest.mark.parametrize(
    ("content", "media", "status", "told"),
    [
        ("{", "application/json", 400, "is not valid JSON: Expecting property name"),
        ("", "application/json", 400, "is not valid JSON"),
        ('{"name": NaN}', "application/json", 400, "NaN is no number"),
        ("[" * 100_000, "application/json", 400, "nested too deep"),
        ("[]", "application/json", 422, "a scenario is an object"),
        (b'{"name": "\xff"}', "application/json", 400, "is not UTF-8 (byte 10)"),
        ('{"name": "\\ud800"}', "application/json", 422, "unicode string"),
        ('name = "A"\nname = B', "application/toml", 400, "(at line 2, column 8)"),
        ("a = " + "[" * 100_000, "application/toml", 400, "nested too deep"),
        ("name = 0x" + "f" * 5000, "application/toml", 422, "too long to be written"),
        ("name: A", "application/yaml", 415, "send application/json or application/toml"),
        ("name=A", "application/x-www-form-urlencoded", 415, "is not read here"),
    ],
)  # fmt: skip
def test_a_body_that_is_no_scenario_is_refused(
    ask: TestClient, content: str | bytes, media: str, status: int, told: str
) -> None:
    answer = ask.post(HERE, content=content, headers={"Content-Type": media})
    assert told in refused(answer, status)["detail"]


def test_a_name_nobody_can_read_and_a_base_nobody_knows_are_refused(ask: TestClient) -> None:
    assert fields(refused(ask.post(HERE, json={"name": "a\x00b"}), 422)) == {"body.name": "a\x00b"}
    assert fields(refused(ask.post(HERE, json={"name": "A", "base": NOBODY}), 422)) == {
        "body.base": NOBODY
    }


def test_a_list_of_more_changes_than_the_settings_let_be_is_refused(ask: TestClient) -> None:
    change = LATER["changes"][0]
    assert kept(ask, {"name": "A", "changes": [change] * 50})["version"] == 1
    told = refused(ask.post(HERE, json={"name": "A", "changes": [change] * 51}), 422)
    assert fields(told) == {"body.changes": "51"}
    assert "at most 50 changes (settings: most_changes)" in told["detail"]


# Checked


def test_a_check_says_what_each_change_does_by_day(ask: TestClient) -> None:
    one = kept(ask)
    told = ask.post(f"{HERE}/{one['id']}/check").json()
    (change,) = told["scenario"]["changes"]
    assert change["words"] == "60: alle Fahrten 5 min später"
    assert {(trips["day"], trips["line"], trips["gone"]) for trips in change["trips"]} == {
        ("schultag", "60", 0), ("samstag", "60", 0),
    }  # fmt: skip
    assert (told["problems"], told["errors"]) == ([], [])
    posted = ask.post(f"{HERE}/check", json=LATER).json()
    assert posted["scenario"] == told["scenario"]
    as_file = ask.post(f"{HERE}/check", content=AS_TOML, headers=TOML).json()
    assert as_file == posted


def test_all_that_does_not_fit_the_network_is_told_by_the_number_of_its_change(
    ask: TestClient,
) -> None:
    text = AS_TOML + '\n[[changes]]\ntype = "remove_line"\nline = "61"\n'
    wrong = text.replace('line = "60"', 'line = "6O"')
    told = ask.post(f"{HERE}/check", content=wrong, headers=TOML).json()
    assert [one["field"] for one in told["errors"]] == ["body.changes.0", "body.changes.1"]
    assert told["problems"][0].startswith("Bus später, line 4: change 1 (shift): no line '6O'")
    assert told["problems"][1].startswith("Bus später, line 10: change 2 (remove_line)")
    assert told["warnings"] == []


def test_what_does_not_fit_beneath_a_scenario_is_told_of_its_base(ask: TestClient) -> None:
    below = kept(ask, {"name": "unten", "changes": [{"type": "remove_line", "line": "61"}]})
    told = ask.post(f"{HERE}/check", json={**LATER, "base": below["id"]}).json()
    assert [one["field"] for one in told["errors"]] == ["body.base.changes.0"]
    assert told["scenario"]["base"] == ["unten"]
    nobody = ask.post(f"{HERE}/check", json={**LATER, "base": NOBODY})
    assert fields(refused(nobody, 422)) == {"body.base": NOBODY}
