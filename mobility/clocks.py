"""Clocks: times of the day as people write them, in profiles and scenarios."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

HOUR_S, MINUTE_S = 3600, 60
LATEST_H = 30  # the night belongs to the evening before
LATEST_CALL_H = 99  # a trip may ride on for days; two digits are what people write


def clock_s(text: str, latest_h: int = LATEST_H) -> int:
    """Return ``07:30`` or ``07:30:15`` as seconds of the service date; the night goes past 24."""
    found = re.fullmatch(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?", text)
    if not found or int(found[1]) > latest_h:
        raise ValueError('is no clock time; write e.g. "07:30"')
    return int(found[1]) * HOUR_S + int(found[2]) * MINUTE_S + int(found[3] or 0)


def clock_text(seconds: int) -> str:
    """Return seconds of the service date as ``07:30``, with its seconds where it has any."""
    rest = f":{seconds % MINUTE_S:02d}" if seconds % MINUTE_S else ""
    return f"{seconds // HOUR_S:02d}:{seconds % HOUR_S // MINUTE_S:02d}{rest}"


def _seconds(value: object) -> object:
    return clock_s(value) if isinstance(value, str) else value


def _call_seconds(value: object) -> object:
    return clock_s(value, LATEST_CALL_H) if isinstance(value, str) else value


def listed(value: object) -> object:
    """Return a list as a tuple, as TOML has no tuples."""
    return tuple(value) if isinstance(value, list) else value


def _forwards(span: tuple[int, int]) -> tuple[int, int]:
    if not span[0] < span[1]:
        raise ValueError("must run from an earlier to a later time")
    return span


def _latest(hour: int) -> int:
    """Return the last second of an hour."""
    return (hour + 1) * HOUR_S - 1


AS_WRITTEN = WithJsonSchema(
    {"type": "string", "pattern": r"^\d{1,2}:[0-5]\d(:[0-5]\d)?$", "examples": ["07:30"]}
)
Clock = Annotated[  # "07:30" in files, seconds in the model
    int,
    Field(ge=0, le=_latest(LATEST_H)),
    BeforeValidator(_seconds),
    PlainSerializer(clock_text, when_used="json"),
    AS_WRITTEN,
]
Clocks = Annotated[tuple[Clock, ...], BeforeValidator(listed)]
CallClock = Annotated[
    int,
    Field(ge=0, le=_latest(LATEST_CALL_H)),
    BeforeValidator(_call_seconds),
    PlainSerializer(clock_text, when_used="json"),
    AS_WRITTEN,
]
CallClocks = Annotated[tuple[CallClock, ...], BeforeValidator(listed)]
Span = Annotated[tuple[Clock, Clock], BeforeValidator(listed), AfterValidator(_forwards)]
