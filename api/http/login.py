"""Login: who asks, by a token, wherever anyone but this computer reaches the server."""

import base64
import binascii
import logging
import math

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.failures import Failures
from api.http.hosts import needs_login
from api.http.known_tokens import KnownTokens
from api.http.problems import field_error, problem
from api.http.settings import Settings, SettingsError
from api.storage.errors import StorageError
from api.storage.schema import Role
from api.storage.store import Store

log = logging.getLogger(__name__)

OWNER: Role = "admin"  # who sits at the computer itself
OPEN = "/health"  # says nothing but that the process lives
REALM = "Landkreis in Fahrt"
CHALLENGES = (f'Basic realm="{REALM}", charset="UTF-8"', f'Bearer realm="{REALM}"')
PROXIED = ("forwarded", "x-forwarded-for", "x-forwarded-host")
FIELD = "header.authorization"
MAKE = "mobility token create NETWORK --name NAME --role viewer|planner|admin"
MISSING = "send a token: Authorization: Bearer SECRET, or Basic with the secret as password"
WRONG = "no token that holds has this secret; it may have been revoked"


def refuse_open(settings: Settings, store: Store) -> None:
    """Refuse to serve others without a token."""
    if needs_login(settings) and not store.tokens.sealed():
        msg = f"host {settings.host}: others could reach it and there is no token; make one: {MAKE}"
        raise SettingsError(msg)


def secret_of(header: str) -> str | None:
    """Return the secret of an Authorization header, None if it holds none."""
    scheme, _, rest = header.strip().partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip() or None
    if scheme.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(rest.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return pair.partition(":")[2] or None  # whoever asks may give any name


class AtHome:
    """What stands before a server that only its own computer reaches: no login."""

    def __init__(self, app: ASGIApp) -> None:
        """Take what is answered."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let everybody do everything; refuse what a proxy has passed on from elsewhere."""
        app = self._app
        if scope["type"] == "http":
            scope["state"]["role"] = OWNER
            headers = Headers(scope=scope)
            passed = next((name for name in PROXIED if name in headers), None)
            app = self._app if passed is None else _proxied(scope, passed, headers[passed])
        await app(scope, receive, send)


class Login:
    """What stands before a server that others reach: a token, or 401."""

    def __init__(self, app: ASGIApp, known: KnownTokens, failures: Failures) -> None:
        """Take what is answered, the tokens, and the count of those that do not hold."""
        self._app, self._known, self._failures = app, known, failures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer whoever has a token, note its role; refuse all others."""
        refusal = await self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response | None:
        if scope["path"] == OPEN:
            scope["state"]["role"] = "viewer"
            return None
        header = Headers(scope=scope).get("authorization", "")
        secret = secret_of(header)
        if secret is None:
            return _unknown(scope, MISSING)
        try:
            token = await self._known.check(secret)
        except StorageError as error:
            log.warning("tokens cannot be read: %s", error)
            return problem(scope, 503, "the storage cannot be read just now; ask again later")
        if token is None:
            return self._failed(scope)
        scope["state"]["role"], scope["state"]["token"] = token.role, token.id
        return None

    def _failed(self, scope: Scope) -> Response:
        client = scope.get("client") or ("", 0)
        wait_s = self._failures.count(str(client[0]))
        if wait_s > 0:
            message = "too many tokens that do not hold came from this address; wait"
            headers = {"Retry-After": str(math.ceil(wait_s))}
            return problem(scope, 429, message, [field_error(FIELD, None, message)], headers)
        log.warning("%s: a token that does not hold", scope["state"]["request_id"])
        return _unknown(scope, WRONG)


def _unknown(scope: Scope, message: str) -> Response:
    answer = problem(scope, 401, message, [field_error(FIELD, None, message)])
    for challenge in CHALLENGES:
        answer.headers.append("WWW-Authenticate", challenge)
    return answer


def _proxied(scope: Scope, name: str, value: str) -> Response:
    message = (
        "a proxy passed this on from elsewhere, and the server asks nobody for a token; "
        "set behind_tls or require_login, and make a token"
    )
    return problem(scope, 403, message, [field_error(f"header.{name}", value, message)])
