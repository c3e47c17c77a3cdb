"""Pages: the start page and the documentation; everything they need comes from this server."""

from html import escape
from importlib.resources import files
from string import Template

from fastapi import APIRouter, Response

from accessibility.words import day_name, german_date, number
from api.http.desk import Desk
from api.http.problems import Refused, field_error
from api.manifest import program_version
from api.routes.call import AtDesk

router = APIRouter(include_in_schema=False)
HTML, CSS, JS, PNG = "text/html; charset=utf-8", "text/css", "text/javascript", "image/png"
OWN, SWAGGER = files("api") / "pages", files("fastapi_swagger") / "resources"
ASSETS = {
    "start.css": (OWN, CSS),
    "docs.css": (OWN, CSS),
    "docs.js": (OWN, JS),
    "icon.svg": (OWN, "image/svg+xml"),
    "swagger-ui.css": (SWAGGER, CSS),
    "swagger-ui-bundle.js": (SWAGGER, JS),
}
LAYERS = {
    "ortsteile": "Ortsteile mit Einwohnern",
    "zentren": "Zentrale Orte",
    "stops": "Haltestellen",
    "lines": "Linien mit Fahrten am Tag",
    "accessibility": "Erreichbarkeit je Ortsteil",
}
FILES = {
    "map?measure=mittelzentrum_journey_time_p50&amp;format=html": "Karte zum Zoomen (HTML)",
    "map?measure=mittelzentrum_journey_time_p50&amp;format=pdf": "Karte zum Drucken (PDF)",
    "table?day=all&amp;format=xlsx": "Erreichbarkeit aller Tage (Excel)",
    "netzgrafik?format=pdf": "Netzgrafik (PDF)",
    "summary?format=html": "Der Kreis in Worten und Tabellen (HTML; rechnet bis zu einer Minute)",
}
COUNTS = {"stops": "Haltestellen", "trips": "Fahrten im Fahrplan", "homes": "Wohnorte"}


@router.get("/")
async def start(call: AtDesk) -> Response:
    """Return the start page."""
    return await call.answer(None, HTML, lambda: _start(call.desk).encode())


@router.get("/map.png")
async def picture(call: AtDesk) -> Response:
    """Return the map of the start page."""
    return await call.answer(None, PNG, call.desk.picture)


@router.get("/docs")
async def docs(call: AtDesk) -> Response:
    """Return the documentation of the interface."""
    return await call.answer(None, HTML, (OWN / "docs.html").read_bytes)


@router.get("/assets/{name}")
async def asset(call: AtDesk, name: str) -> Response:
    """Return a style, script or picture of the pages."""
    if name not in ASSETS:
        raise Refused(404, [field_error("path.name", name, "no such file")])
    folder, media = ASSETS[name]
    return await call.answer(None, media, (folder / name).read_bytes)


def _start(desk: Desk) -> str:
    manifest, days = desk.service.manifest, desk.service.days
    sentence = desk.service.standing()
    named = "".join(
        f"<dt>{escape(day_name(day))}</dt><dd>Soll-Fahrplan vom {german_date(when)}</dd>"
        for day, when in days.items()
    )
    counts = "".join(
        f"<dt>{word}</dt><dd>{number(manifest['counts'][name])}</dd>"
        for name, word in COUNTS.items()
    )
    layers = "".join(
        f'<li><a href="/api/v1/{name}">{text}</a> <code>/api/v1/{name}</code></li>'
        for name, text in LAYERS.items()
    )
    taken = "".join(
        f'<li><a href="/api/v1/exports/{path}">{text}</a></li>' for path, text in FILES.items()
    )
    sources = "".join(f"<li>{escape(text)}</li>" for text in manifest["sources"].values() if text)
    return Template((OWN / "start.html").read_text(encoding="utf-8")).substitute(
        region=escape(manifest["name"]),
        status=f'<p class="status" role="note">{escape(sentence)}</p>' if sentence else "",
        days=named,
        counts=counts,
        layers=layers,
        files=taken,
        sources=sources,
        version=escape(program_version()),
    )
