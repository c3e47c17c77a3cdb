"""Hosts: under which names the server answers, who reaches it, which pages may write to it."""

from collections.abc import Callable, Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from api.http.settings import Settings

OWN = ("127.0.0.1", "::1", "localhost")
READING = ("GET", "HEAD", "OPTIONS")
SAME = ("same-origin", "none")  # of Sec-Fetch-Site; none: typed by a person


def reached_by_others(settings: Settings) -> bool:
    """Return whether anyone but this computer reaches the server, itself or through a proxy."""
    named = any(not is_own(host) for host in settings.hosts)
    return named or settings.behind_tls or bool(settings.proxies) or not is_own(settings.host)


def needs_login(settings: Settings) -> bool:
    """Return whether whoever asks must have a token."""
    return settings.require_login or reached_by_others(settings)


def careless(settings: Settings) -> Iterator[str]:
    """Yield what is to be warned of: what could be read on the way, whom nobody answers."""
    if reached_by_others(settings) and not settings.behind_tls:
        yield (
            f"host {settings.host}: tokens and answers cross the network unencrypted; put a proxy "
            "with TLS before it and set behind_tls = true"
        )
    named = settings.hosts or is_own(settings.host) or not ip_named(settings.host)
    if needs_login(settings) and not named:
        yield "hosts names nobody: the server answers to addresses only, to no name"


def is_own(host: str) -> bool:
    """Return whether a name or address means this computer."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def answers_to(settings: Settings) -> Callable[[str], bool]:
    """Return whether the server answers to a name, as a test of Host headers.

    A page elsewhere can let its own name lead here, but no address: where others reach the server
    it answers to every address, and to the names of the settings.
    """
    names = {*OWN, *settings.hosts}
    if not ip_named(settings.host) or not ip_address(settings.host).is_unspecified:
        names.add(settings.host.lower())
    if not reached_by_others(settings):
        return names.__contains__
    return lambda host: host in names or ip_named(host)


def ip_named(host: str) -> bool:
    """Return whether a name is an address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def name_of(headers: Headers) -> str:
    """Return the name of the Host header without its port: ``[::1]:8000`` is ``::1``."""
    host = ",".join(headers.getlist("host")).lower()  # a second one makes a name nobody has
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def is_foreign(method: str, headers: Headers, settings: Settings) -> bool:
    """Return whether a page of another server asks the reader's browser to write here.

    The browser says where the page comes from (``Sec-Fetch-Site``, or else ``Origin``); what says
    neither is no browser. As Go's ``http.CrossOriginProtection`` has it.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if method in READING or origin in settings.cors_origins or site in SAME:
        return False
    if site is not None:
        return True
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")
