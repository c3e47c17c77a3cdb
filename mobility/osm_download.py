"""Download of OpenStreetMap data by osmnx, for regions small enough for one Overpass request."""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import osmium
import osmnx
from osmium.osm import mutable

from mobility.osm import ENDINGS, POINT_KEYS, Box, OsmError

log = logging.getLogger(__name__)

WANTED: dict[str, bool | str | list[str]] = {
    **dict.fromkeys(("highway", "building", *POINT_KEYS), True),
    "railway": ["rail", "light_rail", "narrow_gauge", "subway", "tram", "platform"],
    "public_transport": "platform",
    "boundary": "administrative",
    "landuse": True,
    "natural": ["water", "wood", "beach"],
}
KINDS = {"node": "n", "way": "w", "relation": "r"}  # in the order of an OSM file
ONE_REQUEST_M2 = 1e12  # osmnx cuts larger areas into requests, of which one may fail unseen


def download_osm(area: Box | str, path: Path) -> Path:
    """Download what :func:`mobility.osm.read_osm` reads of a box or a place by name.

    The box is (west, south, east, north). For a whole county take a Geofabrik extract instead.
    """
    if not path.name.endswith(ENDINGS):
        msg = f"{path}: name the file to write with one of {', '.join(ENDINGS)}"
        raise OsmError(msg)
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent) as folder:
        elements = _request(area, Path(folder) / "answers")
        if not elements:
            msg = f"{area}: Overpass gave no OpenStreetMap data; take a smaller area or an extract"
            raise OsmError(msg)
        _write(elements, Path(folder) / path.name)
        (Path(folder) / path.name).replace(path)
    log.info("downloaded %d OSM objects to %s", len(elements), path)
    return path


def _request(area: Box | str, answers: Path) -> list[dict[str, Any]]:
    """Return the elements of Overpass's answer, as osmnx keeps them in its cache."""
    wishes = {
        "use_cache": True,
        "cache_folder": str(answers),
        "cache_only_mode": True,
        "max_query_area_size": ONE_REQUEST_M2,
        "overpass_rate_limit": False,  # for one request there is nothing to wait for
    }
    try:
        with _settings(wishes):
            if isinstance(area, str):
                osmnx.features_from_place(area, WANTED)
            else:
                osmnx.features_from_bbox(area, WANTED)
    except InterruptedError:  # how osmnx says that the answer is in its cache
        pass
    except (OSError, ValueError, TypeError) as error:  # no net, no such place, server too busy
        msg = (
            f"{area}: cannot be downloaded from OpenStreetMap ({error}); fetch an extract (for a "
            "county from download.geofabrik.de) and name it in the region file, [inputs] osm"
        )
        raise OsmError(msg) from error
    texts = (answer.read_text(encoding="utf-8") for answer in sorted(answers.glob("*.json")))
    found = [json.loads(text) for text in texts]
    return [element for answer in found if "elements" in answer for element in answer["elements"]]


@contextmanager
def _settings(wishes: Mapping[str, object]) -> Iterator[None]:
    """Have osmnx work with other settings for a while: it knows only one set of them."""
    before = {name: getattr(osmnx.settings, name) for name in wishes}
    try:
        for name, value in wishes.items():
            setattr(osmnx.settings, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(osmnx.settings, name, value)


def _write(elements: list[dict[str, Any]], path: Path) -> None:
    order = list(KINDS)
    with osmium.SimpleWriter(str(path)) as writer:
        for element in sorted(elements, key=lambda e: (order.index(e["type"]), e["id"])):
            tags = element.get("tags", {})
            match element["type"]:
                case "node":
                    place = (element["lon"], element["lat"])
                    writer.add_node(mutable.Node(id=element["id"], location=place, tags=tags))
                case "way":
                    writer.add_way(mutable.Way(id=element["id"], nodes=element["nodes"], tags=tags))
                case "relation":
                    members = [(KINDS[m["type"]], m["ref"], m["role"]) for m in element["members"]]
                    writer.add_relation(
                        mutable.Relation(id=element["id"], members=members, tags=tags)
                    )
                case other:
                    msg = f"{other!r} is no OpenStreetMap object"
                    raise OsmError(msg)
