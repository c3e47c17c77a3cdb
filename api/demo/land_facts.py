"""Records of the land: what the tables say of places, tracks, roads, waters and woods."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kommune:
    """A municipality with its inhabitants (a fact) and the Ortsteil its town hall stands in."""

    ags: str
    name: str
    people: int
    seat: str
    note: str
    source: str


@dataclass(frozen=True)
class Ortsteil:
    """A settlement of a Kommune; its people are an invented share of the Kommune's."""

    kommune: str
    name: str
    lon: float
    lat: float
    people: int
    source: str


@dataclass(frozen=True)
class Neighbour:
    """A settlement beyond the border; ``size`` in people only sets the area drawn."""

    name: str
    kind: str
    size: int
    lon: float
    lat: float
    source: str


@dataclass(frozen=True)
class Station:
    """A railway station and the town it serves."""

    name: str
    town: str
    lon: float
    lat: float
    source: str


@dataclass(frozen=True)
class Spot:
    """A named point inside a town that roads and buses lead to; invented."""

    name: str
    town: str
    kind: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Zentrum:
    """A central place, its level, and the site that is its Versorgungskern."""

    id: str
    name: str
    level: str
    site: str
    verbund: str


@dataclass(frozen=True)
class Track:
    """A railway line through its stations in order."""

    ref: str
    name: str
    usage: str
    stations: str


@dataclass(frozen=True)
class RoadCorridor:
    """A road of higher class through its sites in order; the number is invented."""

    ref: str
    kind: str
    sites: str


@dataclass(frozen=True)
class Junction:
    """A point of a motorway; a named one is a junction with the road next to it."""

    ref: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Landscape:
    """A wood, lake or wetland of a given size."""

    kind: str
    name: str
    lon: float
    lat: float
    hectares: float


@dataclass(frozen=True)
class River:
    """A river through rounded points ``lon lat;lon lat``."""

    name: str
    width_m: float
    points: str


@dataclass(frozen=True)
class PoiKind:
    """Something people look for: its tags, one per so many people, from a smallest place on.

    ``at`` is the kind of spot in the town beside which it stands, if the town has one.
    """

    kind: str
    tags: str
    people_each: int
    people_min: int
    name: str
    at: str


@dataclass(frozen=True)
class Name:
    """A word and, apart by semicolons, its endings: names of streets or stops in a town, a village.

    ``where`` is town, village or all.
    """

    word: str
    endings: str
    where: str


@dataclass(frozen=True)
class Bathing:
    """A place to bathe, on the shore of a lake next to a point."""

    name: str
    lake: str
    lon: float
    lat: float
