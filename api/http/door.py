"""Door: what a request passes before the application sees it, from the outside in."""

from typing import TYPE_CHECKING, cast

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.http.answered import Answers, Shortcut
from api.http.failures import Failures
from api.http.guards import Guards
from api.http.hosts import needs_login
from api.http.known_tokens import KnownTokens
from api.http.login import AtHome, Login, refuse_open
from api.http.settings import Settings
from api.storage.store import Store

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application  # says the same as Starlette's, more exactly

METHODS = ("GET", "POST", "PUT", "DELETE")
EXPOSED = (  # a page elsewhere may read these
    "ETag", "Location", "Preference-Applied", "Retry-After", "WWW-Authenticate", "X-Request-ID",
)  # fmt: skip
ASKED = (  # and send these
    "Authorization", "Content-Type", "If-Match", "If-None-Match", "Last-Event-ID", "Prefer",
)  # fmt: skip


def guarded(app: ASGIApp, answers: Answers, store: Store, settings: Settings) -> ASGIApp:
    """Return the application behind its door; refuse one that stands open to others."""
    refuse_open(settings, store)
    door = _with_login(Shortcut(app, answers), store, settings)
    if settings.cors_origins:  # before the login: a browser asks what it may without a token
        door = CORSMiddleware(
            door, allow_origins=settings.cors_origins,
            allow_methods=METHODS, allow_headers=ASKED, expose_headers=EXPOSED,
        )  # fmt: skip
    door = Guards(door, settings)  # outside even of what answers a slip of the server
    if settings.proxies:
        trusting = ProxyHeadersMiddleware(
            cast("ASGI3Application", door), [str(one) for one in settings.proxies]
        )
        return cast("ASGIApp", trusting)
    return door


def _with_login(app: ASGIApp, store: Store, settings: Settings) -> ASGIApp:
    if not needs_login(settings):
        return AtHome(app)
    return Login(app, KnownTokens(store.tokens), Failures(settings.most_failures))
