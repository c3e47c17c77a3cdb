"""Posted points: ends that are sent along, each known by its own id."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import ConfigDict, Field

from accessibility.ends import STOP, Linked, NotFound, ends_of, refuse_far
from api.http.bounded import Bounded
from api.http.problems import Refused, asked, field_error
from api.routes.call import Call
from api.service import Service
from gtfs.timetable import Floats

MOST_UNKNOWN = 10  # ids told of at once, each with the nearest ones
Degrees = Annotated[float, Field(allow_inf_nan=False)]


class Point(Bounded):
    """A point: an id alone is a place's or ``stop:…``."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(
        min_length=1, max_length=200, examples=["zentrum-grimma"],
        description="Ort, `stop:…` oder eigener Name mit lon und lat; je Seite einmal",
    )  # fmt: skip
    lon: Degrees | None = Field(default=None, ge=-180, le=180, description="Grad, WGS 84")
    lat: Degrees | None = Field(default=None, ge=-90, le=90, description="Grad, WGS 84")


def refuse_twins(field: str, points: Sequence[Point]) -> None:
    """Refuse points of one id: nobody could tell their rows apart."""
    first: dict[str, int] = {}
    errors = [
        field_error(f"{field}.{row}.id", one.id, f"repeats {field}.{first[one.id]}; ids are unique")
        for row, one in enumerate(points)
        if first.setdefault(one.id, row) != row
    ]
    if errors:
        raise Refused(422, errors[:MOST_UNKNOWN])


def linked(call: Call, field: str, points: Sequence[Point]) -> Linked:
    """Return the doors of the points; what is wrong with one is told with its number."""
    service = call.desk.service
    timetable = service.network.timetable
    lon, lat = (
        np.array([np.nan if value is None else value for value in values], np.float64)
        for values in ([one.lon for one in points], [one.lat for one in points])
    )
    for row, one in enumerate(points):
        if (one.lon is None) != (one.lat is None):
            message = "give both lon and lat, or neither"
            raise Refused(422, [field_error(f"{field}.{row}", one.id, message)])
        with asked(f"{field}.{row}", one.id):
            refuse_far(one.id, float(lon[row]), float(lat[row]), timetable)
    _refuse_unknown(service, field, points, lon, lat)
    with asked(field, None):
        return service.linked([one.id for one in points], lon, lat)


def _refuse_unknown(
    service: Service, field: str, points: Sequence[Point], lon: Floats, lat: Floats
) -> None:
    """Refuse ids nobody knows, the first of many."""
    timetable, places, errors = service.network.timetable, service.places, []
    known = set(map(str, places.place_id)) | {STOP + str(one) for one in timetable.stop_id}
    doubtful = [
        row
        for row, one in enumerate(points)
        if one.id not in known and (one.lon is None or one.id.startswith(STOP))
    ]
    for row in doubtful:  # unknown, or a station
        here = slice(row, row + 1)
        try:
            ends_of([points[row].id], lon[here], lat[here], timetable, places)
        except NotFound as error:
            errors.append(field_error(f"{field}.{row}", points[row].id, str(error)))
        if len(errors) == MOST_UNKNOWN:
            break
    if errors:
        raise Refused(404, errors)
