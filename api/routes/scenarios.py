"""Scenarios: kept, changed by the version that was read, copied, and written as files."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.http.accept import JSON
from api.http.answered import build_answer, reply
from api.http.features import page_of
from api.http.json_text import as_json
from api.http.scenario_bodies import TOML, kept_as
from api.http.versions import etag, unchanged, wanted
from api.routes.call import AtDesk
from api.routes.documented import UNCHANGED, no
from api.routes.questions import Paged
from api.routes.roles import PLANNER
from api.routes.scenario_answers import (
    MATCH,
    OF_SCENARIO,
    PLACE,
    TAG,
    AtScenarios,
    ScenarioId,
    changed,
    created,
    derived,
    posted,
    told,
    told_head,
)
from api.routes.scenario_models import CopyWanted, ScenarioChanged, Scenarios, ScenarioTold
from api.scenarios.text import scenario_toml
from api.storage.records import StoredScenario
from mobility.scenario import Scenario

router = APIRouter(prefix="/api/v1/scenarios", tags=["Szenarien"])
OFFERED = (JSON, TOML)


@router.get("", summary="Szenarien in der Reihenfolge, in der sie angelegt wurden",
            response_model=Scenarios, responses=no(406, 422, 503))  # fmt: skip
async def scenarios(call: AtDesk, question: Annotated[Paged, Query()]) -> Response:
    """Was sie sagen, steht unter ihrer Adresse."""
    media, listing = call.media([JSON]), call.listing(question)

    def ask() -> bytes:
        heads = call.store.scenarios.page(**listing.page._asdict())
        count = call.store.scenarios.count()
        rows = [told_head(one) for one in heads]
        return as_json(page_of(rows, count, listing, call.desk.told()))

    answer = build_answer(media, await call.stored(ask))
    return reply(call.request, answer)


@router.post(
    "", summary="Ein Szenario anlegen", status_code=201, response_model=ScenarioTold,
    responses={201: {"headers": TAG | PLACE}, **no(400, 401, 403, 406, 413, 415, 422, 503)},
    openapi_extra=OF_SCENARIO, dependencies=PLANNER,
)  # fmt: skip
async def create(call: AtDesk) -> Response:
    """Als JSON oder als Szenariodatei (TOML); `base` ist die Kennung eines anderen.

    Was falsch geschrieben ist, wird zusammen gesagt; ob es sich vornehmen lässt, sagt `check`.
    """
    call.media([JSON])
    scenario = (await posted(call)).scenario

    def keep() -> StoredScenario:
        with kept_as(scenario.name, scenario.base):
            return call.store.scenarios.create(scenario)

    return created(await call.stored(keep))


@router.get("/schema", summary="JSON Schema eines Szenarios", response_model=dict[str, Any],
            responses=no(406))  # fmt: skip
async def schema(call: AtDesk) -> Response:
    """Alle Änderungen mit ihren Feldern, wie `mobility scenario schema`."""
    media = call.media([JSON])
    return reply(call.request, build_answer(media, as_json(Scenario.model_json_schema())))


@router.get(
    "/{scenario_id}", summary="Ein Szenario",
    response_model=ScenarioTold,
    responses={
        200: {"headers": TAG, "content": {TOML: {"schema": {"type": "string"}}}},
        304: UNCHANGED,
        **no(404, 406, 422, 503),
    },
)  # fmt: skip
async def read(call: AtDesk, scenario_id: ScenarioId) -> Response:
    """Als JSON, oder mit `Accept: application/toml` als Szenariodatei."""
    media = call.media(OFFERED)
    one = await call.stored(lambda: call.store.scenarios.read(scenario_id))
    tag = etag(one.head.version, ".toml" if media == TOML else "")
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
    if unchanged(call.request.headers, tag):
        return Response(None, 304, headers)
    body = scenario_toml(one.scenario).encode() if media == TOML else as_json(told(one))
    return Response(body, 200, headers, media)


@router.put(
    "/{scenario_id}", summary="Ein Szenario ändern", response_model=ScenarioChanged,
    responses={200: {"headers": TAG}, **no(400, 401, 403, 404, 406, 412, 413, 415, 422, 428, 503)},
    openapi_extra={**OF_SCENARIO, "parameters": [MATCH]}, dependencies=PLANNER,
)  # fmt: skip
async def update(call: AtDesk, at: AtScenarios, scenario_id: ScenarioId) -> Response:
    """Nur die Fassung, die gelesen wurde (`If-Match`): niemand überschreibt einen anderen.

    Szenarien, die auf diesem stehen, rechnen ab jetzt auf der neuen Fassung; `derived` nennt sie
    und was sich davon nicht mehr vornehmen lässt.
    """
    call.media([JSON])
    asked_for = wanted(call.request.headers)
    scenario = (await posted(call)).scenario

    def put(version: int) -> StoredScenario:
        with kept_as(scenario.name, scenario.base):
            return call.store.scenarios.update(scenario_id, scenario, version)

    one = await call.stored(lambda: changed(call.store, scenario_id, asked_for, put))
    body = told(one) | {"derived": await derived(call, at, scenario_id)}
    return Response(as_json(body), 200, {"ETag": etag(one.head.version)}, JSON)


@router.delete(
    "/{scenario_id}", summary="Ein Szenario löschen", status_code=204, response_class=Response,
    responses=no(401, 403, 404, 409, 412, 422, 428, 503),
    openapi_extra={"parameters": [MATCH]}, dependencies=PLANNER,
)  # fmt: skip
async def delete(call: AtDesk, scenario_id: ScenarioId) -> Response:
    """Eines, auf dem andere stehen, bleibt (409); seine Ergebnisse bleiben auch."""
    asked_for = wanted(call.request.headers)

    def remove(version: int) -> None:
        call.store.scenarios.delete(scenario_id, version)

    await call.stored(lambda: changed(call.store, scenario_id, asked_for, remove))
    return Response(None, 204)


@router.post(
    "/{scenario_id}/duplicate", summary="Ein Szenario kopieren", status_code=201,
    response_model=ScenarioTold,
    responses={201: {"headers": TAG | PLACE}, **no(400, 401, 403, 404, 406, 413, 422, 503)},
    dependencies=PLANNER,
)  # fmt: skip
async def duplicate(
    call: AtDesk, scenario_id: ScenarioId, copy: CopyWanted | None = None
) -> Response:
    """Die Kopie steht auf demselben Ohnefall."""
    call.media([JSON])
    name = None if copy is None else copy.name

    def keep() -> StoredScenario:
        with kept_as(name, None):
            return call.store.scenarios.duplicate(scenario_id, name)

    return created(await call.stored(keep))
