"""Scenario answers: what the routes of scenarios read from a request and send back."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Path, Request, Response
from starlette.requests import ClientDisconnect

from accessibility.words import german_date
from api.http.accept import JSON
from api.http.json_text import as_json
from api.http.problems import Refused, field_error
from api.http.scenario_bodies import OFFERED, TOML, media_of_body, read_source
from api.http.scenario_desk import Chain, ScenarioDesk
from api.http.versions import Wanted, etag
from api.routes.call import Call
from api.routes.scenario_models import ID, SCENARIO, ScenarioHead
from api.scenarios.files import Source
from api.storage.errors import Missing, Stale, StorageError
from api.storage.records import ScenarioHead as Head
from api.storage.records import StoredScenario
from api.storage.store import Store

log = logging.getLogger(__name__)

Made = TypeVar("Made")
HERE = "/api/v1/scenarios"
TRIED = 20  # scenarios that stand on a changed one
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


def at_scenarios(request: Request) -> ScenarioDesk:
    """Return the desk of scenarios; it stands in the state of the application."""
    desk: ScenarioDesk = request.app.state.scenarios
    return desk


AtScenarios = Annotated[ScenarioDesk, Depends(at_scenarios)]


async def derived(call: Call, at: ScenarioDesk, scenario_id: str) -> list[dict[str, Any]] | None:
    """Return the scenarios that stand on one, and what of them can no longer be made.

    Only so many are tried, and none while too many questions wait: the change stands all the same.
    It also does where the storage cannot be read after it: then nobody knows them.
    """
    chains = dict[str, Chain]()

    def ask() -> list[Head]:
        heads = call.store.scenarios.above(scenario_id)
        for one in heads[:TRIED]:
            with suppress(Missing):  # somebody has just deleted it
                chains[one.id] = call.store.scenarios.chain(one.id)
        return heads

    try:
        heads = await call.stored(ask)
    except StorageError as error:
        log.warning("what stands on scenario %s is not known: %s", scenario_id, error)
        return None
    tried = dict[str, list[str]]()
    if not chains:
        return []
    with suppress(Refused):
        tried = await call.work.run(lambda: {one: at.problems(chains[one]) for one in chains})
    return [{"id": one.id, "name": one.name, "problems": tried.get(one.id)} for one in heads]


def changed_below(heads: Sequence[Head]) -> list[str]:
    """Return in German what a scenario stands on that was changed after it; the top one last."""
    *below, top = heads
    return [
        f"Der Ohnefall „{one.name}“ wurde geändert (Fassung {one.version}, "
        f"{german_date(one.updated.date())}, {one.updated:%H:%M} UTC), nachdem dieses Szenario "
        "zuletzt gespeichert wurde."
        for one in below
        if one.updated > top.updated
    ]


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
