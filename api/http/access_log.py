"""Access log: a line for every request, without what would tell who lives where (DSGVO)."""

import logging
from ipaddress import ip_address
from urllib.parse import quote

from starlette.types import Scope

from api.http.logs import TOLD

access_log = logging.getLogger("api.access")

BLANKED_BITS = {4: 8, 6: 80}  # of an address: whose it is stays unsaid
SHOWN_OF_TOKEN = 8  # letters of its id: enough to find it in the list
LINE = "{method} {path} {status} {bytes} B {ms} ms {client} {token}"


def log_request(scope: Scope, status: int, size: int, seconds: float) -> None:
    """Log how a request was answered; the query is left out: it may hold where somebody lives."""
    client = scope.get("client") or ("", 0)
    entry = {
        "request_id": scope["state"]["request_id"],
        "client": blanked(str(client[0])),
        "token": scope["state"].get("token", "-")[:SHOWN_OF_TOKEN],
        "method": scope["method"],
        "path": quote(scope["path"]),  # a line of the log stays a line
        "status": status,
        "bytes": size,
        "ms": round(1000 * seconds, 1),
    }
    access_log.info("%s", LINE.format_map(entry), extra={TOLD: entry})


def blanked(address: str) -> str:
    """Return an address without the part that tells one household from another (DSGVO)."""
    try:
        ip = ip_address(address)
    except ValueError:
        return "-"
    bits = BLANKED_BITS[ip.version]
    return str(type(ip)(int(ip) >> bits << bits))
