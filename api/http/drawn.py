"""Drawn: an area somebody draws, as GeoJSON, checked before anything is asked of it."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

import numpy as np
import shapely
from pydantic import BaseModel, ConfigDict, Field
from shapely.validation import explain_validity

from accessibility.places import Places
from api.http.bounded import Many
from api.http.problems import FieldError, Refused, field_error
from gtfs.timetable import Bools

LON, LAT = 180, 90  # degrees, either way
RING = 4  # positions of a triangle, the first again at the end
WGS84 = ("CRS84", ":4326")  # ends of names of the one reference system GeoJSON has
RIGHT_WAY = "write longitude first, then latitude"

Position = Annotated[
    Many[Annotated[float, Field(allow_inf_nan=False)]], Field(min_length=2, max_length=4)
]
Ring: TypeAlias = Many[Position]
Example: TypeAlias = dict[str, Any]
SQUARE: Example = {
    "type": "Polygon",
    "coordinates": [[[12.7, 51.2], [12.8, 51.2], [12.8, 51.3], [12.7, 51.3], [12.7, 51.2]]],
}


class Drawn(BaseModel):
    """Anything GeoJSON; what it says besides its shape is not read."""

    model_config = ConfigDict(extra="ignore")

    crs: dict[str, Any] | None = Field(
        default=None, description="nur WGS 84 (RFC 7946); QGIS: als EPSG:4326 speichern"
    )


class Polygon(Drawn):
    """An area, its holes as further rings."""

    type: Literal["Polygon"]
    coordinates: Many[Ring] = Field(
        min_length=1,
        description="Ringe aus [Länge, Breite] in Grad (WGS 84), der erste außen, alle geschlossen",
    )


class MultiPolygon(Drawn):
    """Several areas."""

    type: Literal["MultiPolygon"]
    coordinates: Many[Annotated[Many[Ring], Field(min_length=1)]] = Field(
        min_length=1, description="je Fläche ihre Ringe, wie bei Polygon"
    )


Shape: TypeAlias = Annotated[Polygon | MultiPolygon, Field(discriminator="type")]


class Feature(Drawn):
    """An area with properties, which are not read."""

    type: Literal["Feature"]
    geometry: Shape


class FeatureCollection(Drawn):
    """Some areas, taken together: what QGIS saves."""

    type: Literal["FeatureCollection"]
    features: Many[Feature] = Field(min_length=1)


Area: TypeAlias = Annotated[
    Polygon | MultiPolygon | Feature | FeatureCollection,
    Field(discriminator="type", examples=[SQUARE]),
]


class _Part(NamedTuple):
    """A polygon of an area, and where it stands in the body."""

    field: str
    rings: Sequence[Ring]

    @property
    def vertices(self) -> int:
        return sum(map(len, self.rings))


def shape_of(area: Area, most_vertices: int) -> shapely.Geometry:
    """Return the area as a shape; refuse with all that is wrong with it."""
    parts = list(_parts(area, "body"))
    vertices = sum(part.vertices for part in parts)
    if vertices > most_vertices:
        message = f"at most {most_vertices} positions (settings: most_vertices); simplify the area"
        raise Refused(413, [field_error("body", vertices, message)])
    errors = [*_systems(area), *(error for part in parts for error in _ring_errors(part))]
    if errors:
        raise Refused(422, errors)
    shapes = [_polygon(part) for part in parts]
    crossed = [
        field_error(part.field, None, f"is no valid area: {explain_validity(shape)}")
        for part, shape in zip(parts, shapes, strict=True)
        if not shape.is_valid
    ]
    if crossed:
        raise Refused(422, crossed)
    return shapely.union_all(shapes)


def homes_within(shape: shapely.Geometry, places: Places) -> Bools:
    """Return ``[point]`` whether the home lies inside or on the border.

    An area around nobody is answered; one that holds homes only with its coordinates turned round
    is refused.
    """
    inside = _inside(shape, places)
    if not inside.any() and _inside(_turned(shape), places).any():
        west, south, east, north = shapely.bounds(shape).tolist()
        message = f"nobody lives there, but many do with lon and lat the other way: {RIGHT_WAY}"
        raise Refused(422, [field_error("body", f"{west},{south},{east},{north}", message)])
    return inside


def _inside(shape: shapely.Geometry, places: Places) -> Bools:
    shapely.prepare(shape)
    return np.asarray(shapely.intersects_xy(shape, places.point_lon, places.point_lat))


def _turned(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda xy: xy[:, ::-1])


def _parts(area: Drawn, field: str) -> Iterator[_Part]:
    """Yield the polygons of an area."""
    match area:
        case Polygon():
            yield _Part(f"{field}.coordinates", area.coordinates)
        case MultiPolygon():
            for number, rings in enumerate(area.coordinates):
                yield _Part(f"{field}.coordinates.{number}", rings)
        case Feature():
            yield from _parts(area.geometry, f"{field}.geometry")
        case FeatureCollection():
            for number, feature in enumerate(area.features):
                yield from _parts(feature, f"{field}.features.{number}")


def _systems(area: Drawn) -> Iterator[FieldError]:
    """Yield what is wrong with a reference system an older file still names."""
    if area.crs is None:
        return
    properties = area.crs.get("properties")
    name = str(properties.get("name") if isinstance(properties, dict) else area.crs)
    if not name.endswith(WGS84):
        yield field_error("body.crs", name, "GeoJSON is in WGS 84 (EPSG:4326); save it so")


def _ring_errors(part: _Part) -> Iterator[FieldError]:
    """Yield what is wrong with the rings of a polygon."""
    for number, ring in enumerate(part.rings):
        field = f"{part.field}.{number}"
        if len(ring) < RING:
            yield field_error(field, len(ring), f"a ring has at least {RING} positions")
        elif ring[0] != ring[-1]:
            message = f"the ring is not closed: it ends at {_said(ring[-1])}, not where it begins"
            yield field_error(field, _said(ring[0]), message)
        far = [one for one in ring if abs(one[0]) > LON or abs(one[1]) > LAT]
        if far:
            yield field_error(field, _said(far[0]), f"is nowhere on earth; {RIGHT_WAY}")


def _polygon(part: _Part) -> shapely.Polygon:
    outer, *holes = ([position[:2] for position in ring] for ring in part.rings)
    return shapely.Polygon(outer, holes)


def _said(position: Position) -> str:
    return ",".join(map(str, position))
