"""A scenario that others stand on may be changed: whoever changes it, and they, are told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from http_client import asking

from api.storage.errors import StorageError
from api.storage.scenarios import Scenarios

SCENARIOS = "/api/v1/scenarios"
NEW = {
    "type": "add_line", "line": "61", "stops": ["A", "C"], "minutes": [0, 20],
    "runs": [{"departures": ["10:00"]}],
}  # fmt: skip


@pytest.fixture(scope="module")
def ask(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with asking(valley / "net", storage=tmp_path_factory.mktemp("kept")) as client:
        yield client


def kept(ask: TestClient, name: str, line: str, base: str | None) -> str:
    shift = {"type": "shift", "line": line, "minutes": 5}
    answer = ask.post(SCENARIOS, json={"name": name, "changes": [shift], "base": base})
    return str(answer.json()["id"])


def put(ask: TestClient, scenario_id: str, *changes: dict[str, Any]) -> Any:
    text = {"name": "Ohnefall", "changes": changes}
    answer = ask.put(f"{SCENARIOS}/{scenario_id}", json=text, headers={"If-Match": "*"})
    assert answer.status_code == 200
    return answer.json()["derived"]


def warnings(ask: TestClient, scenario_id: str) -> list[str]:
    found: list[str] = ask.post(f"{SCENARIOS}/{scenario_id}/check").json()["warnings"]
    return [one for one in found if "Ohnefall" in one]


def test_the_answer_names_those_that_stand_on_it_and_what_they_can_no_longer_do(
    ask: TestClient,
) -> None:
    base = ask.post(SCENARIOS, json={"name": "Ohnefall", "changes": [NEW]}).json()["id"]
    assert put(ask, base, NEW, NEW | {"line": "62"}) == []  # nobody does
    one = kept(ask, "60 später", "60", base)
    other = kept(ask, "61 später", "61", base)
    above = kept(ask, "60 noch später", "60", one)
    told = put(ask, base, NEW)
    assert [(each["id"], each["name"], each["problems"]) for each in told] == [
        (one, "60 später", []), (other, "61 später", []), (above, "60 noch später", []),
    ]  # fmt: skip
    problems = {each["id"]: each["problems"] for each in put(ask, base)}
    assert (problems[one], problems[above]) == ([], [])
    assert problems[other] == ["61 später: change 1 (shift): no line '61'; nearest: 60, RB1"]


def test_of_a_scenario_on_another_its_own_checksum_is_told_and_that_of_the_whole(
    ask: TestClient,
) -> None:
    def own(scenario_id: str) -> str:
        return str(ask.get(f"{SCENARIOS}/{scenario_id}").json()["sha256"])

    def whole(scenario_id: str) -> str:
        found = ask.post(f"{SCENARIOS}/{scenario_id}/check").json()["scenario"]["sha256"]
        told = ask.post(f"{SCENARIOS}/{scenario_id}/evaluate", json={}).json()["scenario"]
        assert told["sha256"] == found
        return str(found)

    base = ask.post(SCENARIOS, json={"name": "Ohnefall", "changes": [NEW]}).json()["id"]
    alone, above = (kept(ask, "60 später", "60", below) for below in (None, base))
    assert whole(alone) == own(alone) == own(above)
    assert whole(above) != own(above)
    put(ask, base, NEW | {"line": "62"})
    assert own(above) == own(alone)


def test_a_check_warns_until_the_scenario_is_kept_again(ask: TestClient) -> None:
    base = ask.post(SCENARIOS, json={"name": "Ohnefall", "changes": []}).json()["id"]
    one = kept(ask, "60 später", "60", base)
    assert warnings(ask, one) == []
    put(ask, base, NEW)
    (told,) = warnings(ask, one)
    assert told.startswith("Der Ohnefall „Ohnefall“ wurde geändert (Fassung 2, ")
    assert told.endswith("UTC), nachdem dieses Szenario zuletzt gespeichert wurde.")
    again = ask.get(f"{SCENARIOS}/{one}").json()["scenario"]
    answer = ask.put(f"{SCENARIOS}/{one}", json=again, headers={"If-Match": "*"})
    assert answer.json()["scenario"]["base"] == base
    assert warnings(ask, one) == []


def test_of_many_that_stand_on_it_the_first_are_tried(
    ask: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.routes.scenario_answers.TRIED", 1)
    base = ask.post(SCENARIOS, json={"name": "Ohnefall", "changes": []}).json()["id"]
    for name in ("A", "B"):
        kept(ask, name, "60", base)
    assert sorted(str(one["problems"]) for one in put(ask, base, NEW)) == ["None", "[]"]


def test_a_change_stands_though_nobody_can_say_what_stands_on_it(
    ask: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = ask.post(SCENARIOS, json={"name": "Ohnefall", "changes": []}).json()["id"]
    kept(ask, "60 später", "60", base)

    def closed(*_: object) -> None:
        raise StorageError("database is locked")

    with monkeypatch.context() as held:
        held.setattr(Scenarios, "above", closed)
        assert put(ask, base, NEW) is None
    assert ask.get(f"{SCENARIOS}/{base}").json()["version"] == 2
    assert [one["name"] for one in put(ask, base, NEW)] == ["60 später"]
