"""OGC asked: what is offered under /ogc, and a question to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from api.gis.ogc_layers import Layer

View: TypeAlias = Literal[
    "landing", "conformance", "collections", "collection", "queryables", "schema", "items", "item"
]
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/{}"
WORLD = (4326, 3857)  # besides CRS84 and the region's own


@dataclass(frozen=True)
class Catalogue:
    """What is offered, under which address, in which CRS besides the world's own."""

    server: str  # its address, as the client wrote it
    title: str
    description: str
    epsg: int | None  # None: the region's own has no number
    page_size: int
    most_rows: int
    layers: Sequence[Layer] = ()

    @property
    def address(self) -> str:
        """The address of the landing page."""
        return f"{self.server}/ogc"

    @property
    def crs(self) -> list[str]:
        """The CRS of every collection."""
        codes = dict.fromkeys((*WORLD, self.epsg))
        return [CRS84, *(EPSG.format(code) for code in codes if code is not None)]


@dataclass(frozen=True)
class Asked:
    """A question: a view of one layer or of all, and the parameters of its address."""

    view: View
    layer: str | None = None
    feature: str | None = None
    said: Mapping[str, str] = field(default_factory=dict)
