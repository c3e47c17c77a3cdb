"""State: whether the server lives, whether it is ready, what network it stands on."""

from typing import Any, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.accept import JSON
from api.http.json_text import as_json, plain
from api.http.problems import Refused, field_error
from api.manifest import program_version
from api.routes.call import AtDesk
from api.routes.documented import kept, no
from api.routes.models import Told

router = APIRouter()


class Health(BaseModel):
    """The server lives."""

    status: Literal["ok"] = "ok"
    version: str = Field(description="Version des Programms")


class Network(Told):
    """The network and what it was made from."""

    model_config = ConfigDict(extra="allow")

    version: str = Field(description="Version des Programms")
    crs: str = Field(description="Bezugssystem für Längen und Flächen", examples=["EPSG:25833"])
    days: dict[str, str] = Field(description="Datum, das für jede Tagesart steht")
    counts: dict[str, int] = Field(examples=[{"stops": 1484, "trips": 6693}])
    inputs: dict[str, dict[str, str]] = Field(description="SHA-256 jeder Eingangsdatei")
    sources: dict[str, str] = Field(description="Quellen, wie die Region sie nennt")
    moving: dict[str, Any] = Field(description="Fußwege und Umsteigen: Sekunden, Meter, km/h")
    standards: list[dict[str, str]] = Field(description="Profile mit Fassung und Quelle")


@router.get("/health", summary="Lebt der Server?", tags=["Betrieb"])
async def health() -> Health:
    """Antwortet, sobald der Prozess läuft."""
    return Health(version=program_version())


@router.get("/ready", summary="Ist der Server bereit?", tags=["Betrieb"], responses=no(503))
async def ready(call: AtDesk) -> Health:
    """Antwortet mit 503, bis die erste Tagesart ausgewertet ist."""
    if not call.request.app.state.warm.is_set():
        message = "the network is being warmed up; ask again in a second"
        raise Refused(503, [field_error("server", None, message)], {"Retry-After": "1"})
    return Health(version=program_version())


@router.get(
    "/api/v1/network",
    summary="Netz: Stand, Tage, Quellen, Prüfsummen, Annahmen",
    tags=["Netz"],
    response_model=Network,
    responses=kept(406, 503),
)
async def network(call: AtDesk) -> Response:
    """Woraus die Zahlen gemacht sind; steht auch in jeder Ergebnisdatei."""
    media = call.media([JSON])
    return await call.answer(None, media, lambda: as_json(plain(dict(call.desk.about()))))
