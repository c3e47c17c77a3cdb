"""Scenario answers: what the routes of scenarios read from a request and send back."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Path, Response
from starlette.requests import ClientDisconnect

from api.http.accept import JSON
from api.http.desk import as_json
from api.http.problems import Refused, field_error
from api.http.scenario_bodies import OFFERED, TOML, media_of_body, read_source
from api.http.versions import Wanted, etag
from api.routes.call import Call
from api.routes.scenario_models import ID, SCENARIO, ScenarioHead
from api.scenarios.files import Source
from api.storage.errors import Stale
from api.storage.records import ScenarioHead as Head
from api.storage.records import StoredScenario
from api.storage.store import Store

Made = TypeVar("Made")
HERE = "/api/v1/scenarios"
TRIES = 5  # of a change to whatever is there, while others change it, too
TAG = {"ETag": {"description": "Fassung, für If-Match", "schema": {"type": "string"}}}
PLACE = {"Location": {"description": "Adresse des Szenarios", "schema": {"type": "string"}}}
AS_JSON = {
    "name": "Bus 613 später",
    "changes": [{"type": "shift", "line": "D 613", "minutes": 3}],
}
AS_TOML = """\
name = "Bus 613 später"

[[changes]]
type = "shift"
line = "D 613"
minutes = 3
"""
OF_SCENARIO: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {"schema": {"$ref": f"#/components/schemas/{SCENARIO}"}, "example": AS_JSON},
            TOML: {
                "schema": {"type": "string", "description": "Szenariodatei (docs/scenarios.md)"},
                "example": AS_TOML,
            },
        },
    }
}
MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "Fassung, die gelesen wurde (`ETag`), oder `*`; ohne sie: 428",
    "example": '"1"',
}
ScenarioId = Annotated[
    str, Path(max_length=100, description="Kennung des Szenarios", examples=[ID])
]


async def posted(call: Call) -> Source:
    """Return the scenario in the body of a request."""
    media = media_of_body(call.request.headers.get("content-type", ""), OFFERED)
    try:
        content = await call.request.body()
    except ClientDisconnect as error:  # nobody reads the answer
        raise Refused(400, [field_error("body", None, "did not arrive")]) from error
    return read_source(content, media, call.settings.most_changes)


def changed(
    store: Store, scenario_id: str, asked_for: Wanted, change: Callable[[int], Made]
) -> Made:
    """Change the version asked for; whatever is there where any is, though others change it too."""
    last: Stale | None = None
    for _ in range(TRIES):
        there = store.scenarios.read(scenario_id).head.version
        try:
            return change(asked_for.of(there))
        except Stale as error:
            last = error
    raise Stale(f"{TRIES} times somebody was faster: {last}")


def created(one: StoredScenario, **more: object) -> Response:
    """Return that a scenario is kept, and where."""
    headers = {"Location": f"{HERE}/{one.head.id}", "ETag": etag(one.head.version)}
    return Response(as_json(told(one) | more), 201, headers, JSON)


def told(one: StoredScenario) -> dict[str, Any]:
    """Return a scenario as those who ask are told of it."""
    written = one.scenario.model_dump(mode="json", exclude_defaults=True)
    return told_head(one.head) | {"scenario": written}


def told_head(head: Head) -> dict[str, Any]:
    """Return what a list shows of a scenario."""
    known = {name: getattr(head, name) for name in ScenarioHead.model_fields}
    return ScenarioHead.model_validate(known).model_dump(mode="json")
