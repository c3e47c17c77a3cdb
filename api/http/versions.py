"""Versions: which one who asks has, or has changed, as ETags say it (RFC 9110, 13.1)."""

import re
from dataclasses import dataclass

from starlette.datastructures import Headers

from api.http.problems import Refused, field_error

FIELD = "header.if-match"
TAGS = re.compile(r'\s*(?:W/)?"[!#-~\x80-\xff]*"\s*(?:,\s*(?:(?:W/)?"[!#-~\x80-\xff]*"\s*)?)*')
OURS = re.compile(r'(W/)?"(\d{1,9})(?:\.toml)?"')
ANY = "*"


@dataclass(frozen=True)
class Wanted:
    """What a change asks of what is there."""

    said: str
    versions: frozenset[int]  # none: it names no version of ours
    any: bool = False  # whatever is there

    def of(self, version: int) -> int:
        """Return the version to change, the one there is if it is one of those asked for; 412."""
        if self.any or version in self.versions:
            return version
        message = f"it is at version {version}: somebody has changed it since; read it again"
        raise Refused(412, [field_error(FIELD, self.said, message)])


def etag(version: int, ending: str = "") -> str:
    """Return the tag of a version; each format has a tag of its own."""
    return f'"{version}{ending}"'


def wanted(headers: Headers) -> Wanted:
    """Return which versions may be changed; 428 where none is named, 422 where it is no tag.

    A weak tag names none: it does not say that nothing has changed.
    """
    said = ", ".join(headers.getlist("if-match")).strip()
    if not said:
        message = 'send If-Match with the ETag that was read, e.g. If-Match: "3"'
        raise Refused(428, [field_error(FIELD, None, message)])
    if said == ANY:
        return Wanted(said, frozenset(), any=True)
    if not TAGS.fullmatch(said):
        message = 'is no list of ETags; write e.g. "3" with its quotes, or *'
        raise Refused(422, [field_error(FIELD, said, message)])
    strong = (int(number) for weak, number in OURS.findall(said) if not weak)
    return Wanted(said, frozenset(strong))


def unchanged(headers: Headers, tag: str) -> bool:
    """Return whether who asks has it already (If-None-Match, compared weakly)."""
    said = ",".join(headers.getlist("if-none-match"))
    tags = [one.strip().removeprefix("W/") for one in said.split(",")]
    return ANY in tags or tag.removeprefix("W/") in tags
