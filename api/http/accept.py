"""Accept: which of the formats an answer has is sent."""

from collections.abc import Sequence
from typing import NamedTuple

from api.http.problems import Refused, field_error

GEOJSON, JSON = "application/geo+json", "application/json"
PLAIN = "text/plain"  # with JSON what GDAL, and so QGIS, asks for where it means GeoJSON
CSV, PARQUET = "text/csv", "application/vnd.apache.parquet"


class _Range(NamedTuple):
    """A media range of the header; the more exact one decides."""

    media: str
    quality: float

    def fits(self, media: str) -> bool:
        kind = self.media.split("/")[0]
        if media == GEOJSON and self.media == PLAIN:
            return True
        return self.media in ("*/*", media) or (
            self.media.endswith("/*") and media.startswith(f"{kind}/")
        )


def media_of(header: str, offered: Sequence[str]) -> str:
    """Return the format asked for, the first offered where several are liked alike; 406 if none."""
    ranges = [_range(part) for part in header.split(",") if part.strip()] or [_Range("*/*", 1.0)]
    liked = [(_quality(ranges, media), -order) for order, media in enumerate(offered)]
    quality, order = max(liked)
    if quality <= 0:
        message = f"none of these can be sent; there are {', '.join(offered)}"
        raise Refused(406, [field_error("header.accept", header, message)])
    return offered[-order]


def _quality(ranges: Sequence[_Range], media: str) -> float:
    fitting = [one for one in ranges if one.fits(media)]
    exact = max(fitting, key=lambda one: (-one.media.count("*"), one.quality), default=None)
    return 0.0 if exact is None else exact.quality


def _range(part: str) -> _Range:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((one[2:] for one in parameters if one.startswith("q=")), "1")
    try:
        return _Range(media, float(quality))
    except ValueError:
        return _Range(media, 0.0)
