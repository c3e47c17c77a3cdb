"""Roles: who may ask what; a route that changes or starts something names a role of its own."""

from dataclasses import dataclass

from fastapi import Depends, Request
from fastapi.routing import RouteContext

from api.http.problems import Refused, field_error
from api.storage.schema import ROLES, Role


def role_of(request: Request) -> Role:
    """Return the role the login has found (api/http/login.py)."""
    found: Role = request.state.role
    return found


@dataclass(frozen=True)
class Needs:
    """Refuses a request of a lower role."""

    role: Role

    def __call__(self, request: Request) -> None:
        """Refuse with 403, naming both roles."""
        has = role_of(request)
        if ROLES.index(has) < ROLES.index(self.role):
            message = f"a token of role {has} may not do this; one of role {self.role} may"
            raise Refused(403, [field_error("header.authorization", None, message)])


def role_named(route: RouteContext) -> Role | None:
    """Return the role a route names, None if it names none: then every token will do."""
    asked = (one.dependency for one in route.dependencies)
    return next((one.role for one in asked if isinstance(one, Needs)), None)


VIEWER = [Depends(Needs("viewer"))]
PLANNER = [Depends(Needs("planner"))]
