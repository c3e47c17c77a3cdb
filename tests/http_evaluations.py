"""Evaluations of scenarios of the valley over HTTP, as tests ask for them."""

from typing import Any

from fastapi.testclient import TestClient

HERE = "/api/v1/scenarios"
LATER: dict[str, Any] = {
    "name": "Später",
    "changes": [{"type": "shift", "line": "60", "minutes": 5}],
}
WITHOUT = {"name": "Ohne Bus", "changes": [{"type": "remove_line", "line": "60"}]}
GEOJSON, CSV = {"Accept": "application/geo+json"}, {"Accept": "text/csv"}


def kept(ask: TestClient, scenario: dict[str, Any]) -> str:
    """Return the id of a new scenario."""
    answer = ask.post(HERE, json=scenario)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def evaluate(ask: TestClient, scenario_id: str, **asked: Any) -> dict[str, Any]:
    answer = ask.post(f"{HERE}/{scenario_id}/evaluate", json=asked)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told
