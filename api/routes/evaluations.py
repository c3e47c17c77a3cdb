"""Evaluations: a scenario tried on the network, and what it gives and takes, before and after."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from fastapi import APIRouter, Response

from api.http.accept import CSV, GEOJSON, JSON
from api.http.answered import reply
from api.http.evaluation_answers import evaluation_bytes
from api.http.json_text import as_json, plain
from api.http.problems import Refused, asked, field_error
from api.http.scenario_bodies import misfit_errors
from api.http.scenario_desk import Chain, ScenarioDesk
from api.jobs.kinds import EvaluationAsked, Version, wish_for
from api.routes.call import AtDesk, Call
from api.routes.documented import FILES, no
from api.routes.evaluation_asked import EvaluationOf
from api.routes.job_answers import Prefer, accepted, accepts, wants_async
from api.routes.roles import VIEWER, Needs
from api.routes.scenario_answers import (
    OF_SCENARIO,
    AtScenarios,
    ScenarioId,
    changed_below,
    posted,
)
from api.routes.scenario_models import CheckTold, EvaluationTold
from api.scenarios.check import check_data
from api.scenarios.files import Source, scenario_hash
from api.storage.errors import Missing
from api.storage.records import ScenarioHead

router = APIRouter(prefix="/api/v1/scenarios", tags=["Szenarien"])
OFFERED = (JSON, GEOJSON, CSV)
FEATURES: dict[str, Any] = {  # of GeoJSON
    "type": "object",
    "required": ["type", "data_status", "scenario", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "description": "ein Ortsteil je Zeile: `ortsteil_id, name, kommune, population`, dann "
            "je Zielklasse die Spalten von `CompareRow`, mit `_fest` zum Ziel von vorher",
            "items": {"type": "object", "required": ["type", "id", "geometry", "properties"]},
        },
    },
}


class Kept(NamedTuple):
    """A scenario kept, with what it stands on, the lowest first."""

    heads: Sequence[ScenarioHead]
    chain: Chain

    @property
    def head(self) -> ScenarioHead:
        """The scenario itself."""
        return self.heads[-1]

    @property
    def said(self) -> str:
        """What tells it apart from all others and from itself before a change."""
        return f"{self.head.version} {scenario_hash(tuple(self.chain))}"


@router.post(
    "/check", summary="Ein Szenario prüfen, ohne es anzulegen", response_model=CheckTold,
    responses=no(400, 406, 413, 415, 422, 503), openapi_extra=OF_SCENARIO, dependencies=VIEWER,
)  # fmt: skip
async def check_posted(call: AtDesk, at: AtScenarios) -> Response:
    """Was es am Fahrplan ändert, was nicht geht und was dagegen spricht.

    Wie `mobility scenario check --json`; `base` ist die Kennung eines angelegten.
    """
    call.media([JSON])
    source = await posted(call)
    chain = await _standing_on(call, source)
    return await call.once(JSON, lambda: _checked(at, chain, "body"))


@router.post(
    "/{scenario_id}/check", summary="Ein angelegtes Szenario prüfen", response_model=CheckTold,
    responses=no(404, 406, 422, 503), dependencies=VIEWER,
)  # fmt: skip
async def check(call: AtDesk, at: AtScenarios, scenario_id: ScenarioId) -> Response:
    """Dasselbe von einem, das der Dienst kennt."""
    call.media([JSON])
    kept = await _kept(call, scenario_id)
    notes = changed_below(kept.heads)
    key = (call.request.url.path, "\n".join([kept.said, *notes]), JSON)
    found = await call.answers.of(key, lambda: _checked(at, kept.chain, "scenario", notes))
    return reply(call.request, found)


@router.post(
    "/{scenario_id}/evaluate", summary="Was ein Szenario gibt und nimmt, vorher und nachher",
    response_model=EvaluationTold,
    responses={
        200: {"content": {GEOJSON: {"schema": FEATURES}, CSV: {"schema": FILES[CSV]}}},
        **accepts(),
        **no(400, 401, 403, 404, 406, 409, 413, 422, 503),
    },
    dependencies=VIEWER,
)  # fmt: skip
async def evaluate(
    call: AtDesk,
    at: AtScenarios,
    scenario_id: ScenarioId,
    question: EvaluationOf | None = None,
    prefer: Prefer = None,
) -> Response:
    """Eine Tagesart sofort: dieselben Zeilen wie in `vergleich/` von `mobility scenario run`.

    GeoJSON: eine Zeile je Ortsteil; CSV: alle Zeilen. Mit `Prefer: respond-async`, oder für mehrere
    Tagesarten, ein Auftrag (Rolle planner): das ganze Ergebnis mit Bericht, Karten und Fahrplänen.
    """
    del prefer  # documented here, read with all that RFC 7240 lets one write
    wanted = question or EvaluationOf()
    media, kept, days = call.media(OFFERED), await _kept(call, scenario_id), wanted.of(call.desk)
    if len(days) > 1 or wants_async(call.request):
        return await _job(call, at, kept, days)

    def make() -> bytes:
        with asked("body.days.0", days[0]):
            found = at.compared(kept.chain, days[0], losers=wanted.losers > 0)
        return evaluation_bytes(at.desk, kept.head, found, wanted.losers, media)

    said = f"{kept.said} {days[0]} {wanted.losers}"
    found = await call.answers.of((call.request.url.path, said, media), make)
    return reply(call.request, found)


async def _job(call: Call, at: ScenarioDesk, kept: Kept, days: Sequence[str]) -> Response:
    """Queue the whole evaluation, of a scenario that can be made."""
    Needs("planner")(call.request)
    await call.work.run(lambda: at.refuse_misfits(kept.chain))
    wanted = EvaluationAsked(
        scenarios=tuple(source.scenario for source in kept.chain),
        days=tuple(days),
        stored=tuple(
            Version(id=one.id, version=one.version, sha256=one.sha256) for one in kept.heads
        ),
    )
    wish = wish_for(wanted, call.runner.network)
    return await accepted(call, await call.stored(lambda: call.runner.submit(wish)))


async def _kept(call: Call, scenario_id: str) -> Kept:
    standing = await call.stored(lambda: call.store.scenarios.standing(scenario_id))
    heads = tuple(one.head for one in standing)
    return Kept(heads, tuple(Source(one.scenario) for one in standing))


async def _standing_on(call: Call, source: Source) -> Chain:
    """Return a posted scenario with what it stands on."""
    base = source.scenario.base
    if base is None:
        return (source,)
    try:
        below = await call.stored(lambda: call.store.scenarios.chain(base))
    except Missing as error:
        message = "no such scenario here; name the id of one"
        raise Refused(422, [field_error("body.base", base, message)]) from error
    return (*below, source)


def _checked(at: ScenarioDesk, chain: Chain, where: str, notes: Sequence[str] = ()) -> bytes:
    """Return what was found when a scenario was tried; ``where`` its changes stand.

    ``notes`` stand before its warnings.
    """
    checked = at.checked(chain)
    errors = misfit_errors(checked.made.misfits, chain[-1], where)
    told = plain(check_data(checked)) | {"errors": [one.model_dump() for one in errors]}
    told["warnings"] = [*notes, *told["warnings"]]
    return as_json(at.desk.told() | told)
