"""File kinds: what sort of file an ending is, and how a browser is told to take it."""

from pathlib import PurePath
from urllib.parse import quote

from api.http.accept import CSV, GEOJSON, JSON, PARQUET, PLAIN

MEDIA = {  # by the ending without its dot
    "csv": CSV,
    "geojson": GEOJSON,
    "gpkg": "application/geopackage+sqlite3",
    "html": "text/html",
    "json": JSON,
    "md": "text/markdown",
    "parquet": PARQUET,
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": PLAIN,
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
UNKNOWN = "application/octet-stream"
SHOWN = ("html", "json", "md", "pdf", "png", "txt")  # in the browser; all others are saved
ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def media_type(name: str) -> str:
    """Return what kind of file a name is of, text with its encoding."""
    kind = MEDIA.get(_ending(name), UNKNOWN)
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def disposition(name: str, *, may_show: bool = False) -> str:
    """Return the header that lets a browser save the file by its name (RFC 6266).

    Where it may, it shows what it can show.
    """
    how = "inline" if may_show and _ending(name) in SHOWN else "attachment"
    letters = name.translate(ASCII).encode("ascii", "ignore").decode()
    plain = letters.replace("\\", "").replace('"', "")
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='.')}"


def _ending(name: str) -> str:
    return PurePath(name).suffix.removeprefix(".").lower()
