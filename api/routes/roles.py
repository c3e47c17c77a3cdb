"""Roles: who may ask what; a route that changes or starts something names a role of its own."""

from collections.abc import Callable

from fastapi import Depends, Request

from api.problems import Refused, field_error
from api.storage.schema import ROLES, Role

OWNER: Role = "admin"  # who sits at the computer itself


def role_of(request: Request) -> Role:
    """Return the role the guards have found; at the computer itself there is no login."""
    found: Role = getattr(request.state, "role", OWNER)
    return found


def _needs(role: Role) -> Callable[[Request], None]:
    def check(request: Request) -> None:
        has = role_of(request)
        if ROLES.index(has) < ROLES.index(role):
            message = f"a token of role {has} may not do this; one of role {role} may"
            raise Refused(403, [field_error("header.authorization", None, message)])

    return check


VIEWER = [Depends(_needs("viewer"))]
PLANNER = [Depends(_needs("planner"))]
ADMIN = [Depends(_needs("admin"))]
