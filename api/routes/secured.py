"""Secured: what the OpenAPI document says of tokens and roles, at every address."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts

from api.http.hosts import needs_login
from api.http.login import OPEN
from api.http.settings import Settings
from api.routes.documented import no
from api.routes.roles import role_named
from api.storage.schema import Role

SCHEMES = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "Zugangstoken aus `mobility token create`.",
    },
    "password": {
        "type": "http",
        "scheme": "basic",
        "description": "Derselbe Token als Passwort; der Name ist beliebig. Für Browser und QGIS.",
    },
}
MAY = {
    "viewer": "Rolle: jede (viewer, planner, admin).",
    "planner": "Rolle: planner oder admin.",
    "admin": "Rolle: admin.",
}


def add_security(app: FastAPI, document: dict[str, Any]) -> None:
    """Add schemes, roles and refusals to the document of an application."""
    settings: Settings = app.state.settings
    schemes: list[dict[str, list[str]]] = [{name: []} for name in SCHEMES]
    optional: list[dict[str, list[str]]] = [] if needs_login(settings) else [{}]
    document.setdefault("components", {})["securitySchemes"] = SCHEMES
    document["security"] = schemes + optional
    for route in iter_route_contexts(app.routes):
        if route.include_in_schema:
            for method in route.methods or ():
                _secure(document["paths"][route.path_format][method.lower()], route)


def _secure(operation: dict[str, Any], route: RouteContext) -> None:
    if route.path == OPEN:
        operation["security"] = []
        return
    role = role_named(route)
    codes = (401, 429) if role in (None, "viewer") else (401, 403, 429)
    for code, said in no(*codes).items():
        operation["responses"].setdefault(str(code), said)
    if role is not None:
        operation["description"] = _said(operation.get("description", ""), role)


def _said(text: str, role: Role) -> str:
    return f"{text}\n\n{MAY[role]}".strip()
