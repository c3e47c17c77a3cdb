"""Questions: the parameters that addresses share, pages, boxes, dates and windows."""

import datetime as dt

from pydantic import ConfigDict, Field

from api.http.bounded import Bounded
from api.http.features import BBOX

SPAN = r"^\d{1,2}:\d\d-\d{1,2}:\d\d$"


class Question(Bounded):
    """The parameters of an address; others are refused."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Paged(Question):
    """A list in pages."""

    limit: int | None = Field(
        default=None,
        ge=1,
        description="Zeilen je Seite (Einstellungen `page_size` und `most_rows`)",
    )
    offset: int = Field(default=0, ge=0, le=10_000_000, description="so viele Zeilen überspringen")


class Boxed(Paged):
    """A list of what lies in a box."""

    bbox: str | None = Field(
        default=None, pattern=BBOX, max_length=100, examples=["12.5,51.1,12.9,51.4"],
        description="West,Süd,Ost,Nord in Grad (WGS 84); Länge zuerst",
    )  # fmt: skip


class OnDate(Question):
    """A question about a date."""

    day: str | None = Field(
        default=None, max_length=50, examples=["schultag"],
        description="Tagesart der Region; Vorgabe: die erste",
    )  # fmt: skip
    date: dt.date | None = Field(
        default=None, description="statt `day`: JJJJ-MM-TT im Fahrplan", examples=["2026-04-21"]
    )


class Timed(OnDate):
    """A question about a window of a date."""

    window: str | None = Field(
        default=None, pattern=SPAN, examples=["06:00-09:00"],
        description="Abfahrten, halboffen, 04:00 bis 28:00; die Nacht heißt 24:00-26:00",
    )  # fmt: skip
    arrive_by: str | None = Field(
        default=None, pattern=SPAN, description="statt `window`: Ankünfte", examples=["07:00-08:00"]
    )
