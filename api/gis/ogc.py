"""OGC: OGC API – Features as pygeoapi speaks it, on layers instead of files.

pygeoapi is made to be a server of its own: what its answers say of pages, processes and tiles that
are not here is taken out.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, assert_never
from urllib.parse import urlencode

from pygeoapi.api import API, CONFORMANCE_CLASSES, APIRequest, describe_collections
from pygeoapi.api import get_collection_schema as describe_schema
from pygeoapi.api.itemtypes import (
    CONFORMANCE_CLASSES_FEATURES,
    get_collection_item,
    get_collection_items,
    get_collection_queryables,
)
from pyproj import CRS, Transformer

from api.gis.ogc_asked import CRS84, Asked, Catalogue
from api.gis.ogc_layers import Box, Layer
from api.gis.ogc_provider import TableProvider
from api.http.features import check_box
from api.http.json_text import as_json
from api.http.problems import Refused, field_error
from api.windows import QuestionError

ABSENT = ("/html", "/oas30", "/create-replace-delete")  # pygeoapi can more than is offered here
OFFERED = tuple(
    sorted(
        one
        for one in (*CONFORMANCE_CLASSES, *CONFORMANCE_CLASSES_FEATURES)
        if not one.endswith(ABSENT)
    )
)
NO_FORM_HERE = ("text/html", "application/ld+json")
BLAMED = {  # how pygeoapi begins what it says, and the parameter that is meant
    "CRS": "crs",
    "bad sort property": "sortby",
    "unknown properties": "properties",
}
EDGES = 21  # points on each side of a box that is turned into another CRS


@dataclass(frozen=True)
class _Request:
    """What pygeoapi reads of a request; the format is settled before."""

    query_params: Mapping[str, str]
    headers: Mapping[str, str]
    scope: Mapping[str, str]


def answer(catalogue: Catalogue, asked: Asked) -> bytes:
    """Return what pygeoapi answers, without what is not here; refuse what it refuses."""
    if asked.view == "landing":
        return as_json(_landing(catalogue))
    if asked.view == "conformance":
        return as_json({"conformsTo": OFFERED})
    said = _in_degrees(asked, catalogue)
    if asked.view == "items":
        said = {"offset": "0", **said}  # pygeoapi logs a warning without
    headers = {"accept": "application/json"}
    request = APIRequest(_Request(said, headers, {"path": "/ogc"}), ["de"])
    status, text = _asked_of(_api(catalogue), request, asked)
    found = json.loads(text)
    if status != 200:
        raise _refused(int(status), str(found["description"]), asked)
    for some in _link_lists(found):
        some[:] = [one for one in some if one["type"] not in NO_FORM_HERE]
    if asked.view == "items":
        _mend_page(found, said)
    return as_json(found)


def _refused(status: int, told: str, asked: Asked) -> Refused:
    """Return pygeoapi's refusal with the field it is about."""
    if status == 404:
        return Refused(status, [field_error("path.feature_id", asked.feature, told)])
    named = next((name for start, name in BLAMED.items() if told.startswith(start)), None)
    name = named or told.partition(":")[0]
    if name not in asked.said:
        return Refused(status, [field_error("query", urlencode(asked.said), told)])
    return Refused(status, [field_error(f"query.{name}", asked.said[name], told)])


def _landing(catalogue: Catalogue) -> Mapping[str, Any]:
    """Return the landing page; pygeoapi's leads to much that is not here."""
    at, root = catalogue.address, catalogue.server
    links = [
        ("self", "application/json", "Diese Seite", at),
        ("service-desc", "application/vnd.oai.openapi+json;version=3.1",
         "Beschreibung der Schnittstelle", f"{root}/openapi.json"),
        ("service-doc", "text/html", "Dokumentation", f"{root}/docs"),
        ("conformance", "application/json", "Konformität", f"{at}/conformance"),
        ("data", "application/json", "Sammlungen", f"{at}/collections"),
    ]  # fmt: skip
    return {
        "title": catalogue.title,
        "description": catalogue.description,
        "links": [dict(zip(("rel", "type", "title", "href"), one, strict=True)) for one in links],
    }


def _asked_of(api: API, request: APIRequest, asked: Asked) -> tuple[int, str]:
    match asked.view:
        case "collections":
            _, status, text = describe_collections(api, request)
        case "collection":
            _, status, text = describe_collections(api, request, asked.layer)
        case "queryables":
            _, status, text = get_collection_queryables(api, request, asked.layer)
        case "schema":
            _, status, text = describe_schema(api, request, asked.layer)
        case "items":
            _, status, text = get_collection_items(api, request, asked.layer)
        case "item":
            _, status, text = get_collection_item(api, request, asked.layer, asked.feature)
        case "landing" | "conformance":
            raise ValueError(f"{asked.view}: answered without pygeoapi")
        case _:
            assert_never(asked.view)
    return status, text


def _api(catalogue: Catalogue) -> API:
    """Return pygeoapi on the layers; it would set up the logging of the whole process."""
    root = logging.getLogger()
    if not root.handlers and logging.lastResort is not None:
        root.addHandler(logging.lastResort)  # what Python does itself where nobody says anything
    logging.getLogger("pygeoapi").setLevel(logging.CRITICAL)  # it writes down what was asked
    return API(_config(catalogue), {})


def _config(catalogue: Catalogue) -> dict[str, Any]:
    limits = {"default_items": catalogue.page_size, "max_items": catalogue.most_rows}
    said = {"title": catalogue.title, "description": catalogue.description}
    return {
        "server": {"url": catalogue.address, "language": "de", "limits": limits},
        "logging": {"level": "CRITICAL"},
        "metadata": {"identification": {**said, "url": catalogue.address, "keywords": []}},
        "resources": {one.id: _resource(one, catalogue) for one in catalogue.layers},
    }


def _resource(layer: Layer, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "type": "collection",
        "title": layer.title,
        "description": f"{layer.description}. {catalogue.description}",
        "keywords": [],
        "extents": {"spatial": {"bbox": list(layer.box), "crs": CRS84}},
        "providers": [
            {
                "type": "feature",
                "name": f"{TableProvider.__module__}.{TableProvider.__name__}",
                "data": layer,
                "crs": catalogue.crs,
                "storage_crs": CRS84,
                "include_extra_query_parameters": True,  # else it drops what it knows no column of
            }
        ],
    }


def _in_degrees(asked: Asked, catalogue: Catalogue) -> dict[str, str]:
    """Return the question with its box in degrees: around all its sides, not two corners only."""
    said = asked.said
    uri, box = said.get("bbox-crs", CRS84), said.get("bbox")
    kept = {name: value for name, value in said.items() if name != "bbox-crs"}
    if uri not in catalogue.crs or (box is None and "bbox-crs" in said):
        known = f"bbox-crs belongs to bbox; known are {', '.join(catalogue.crs)}"
        raise Refused(400, [field_error("query.bbox-crs", uri, known)])
    if box is None:
        return kept
    sides = tuple(float(part) for part in box.split(","))
    at = (0, 1, 2, 3) if len(sides) == 4 else (0, 1, 3, 4)  # heights are known of nothing
    west, south, east, north = (sides[one] for one in at)
    if uri != CRS84:
        west, south, east, north = _degrees(uri, (west, south, east, north))
    if not (west <= east and south <= north and isfinite(west + south + east + north)):
        message = "write the lower corner before the upper one, in the CRS of bbox-crs"
        raise Refused(400, [field_error("query.bbox", box, message)])
    if uri == CRS84:
        _refuse_mixed((west, south, east, north), asked, catalogue)
    return {**kept, "bbox": f"{west},{south},{east},{north}"}


def _refuse_mixed(box: Box, asked: Asked, catalogue: Catalogue) -> None:
    """Refuse a box with the latitudes first."""
    for layer in catalogue.layers:
        if layer.id == asked.layer:
            try:
                check_box(box, layer.box)
            except QuestionError as error:
                raise Refused(
                    400, [field_error("query.bbox", asked.said["bbox"], str(error))]
                ) from error


def _degrees(uri: str, box: Box) -> Box:
    """Return a box in degrees; both CRS have their axes as the authority orders them."""
    crs = CRS.from_authority("EPSG", uri.rpartition("/")[2])
    change = Transformer.from_crs(crs, 4326)
    left, low, right, high = box
    south, west, north, east = change.transform_bounds(left, low, right, high, densify_pts=EDGES)
    return west, south, east, north


def _link_lists(found: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
    for one in (found, *found.get("collections", ())):
        if "links" in one:
            yield one["links"]


def _mend_page(found: dict[str, Any], said: Mapping[str, str]) -> None:
    """Drop the time, that equal answers are equal, and the way on from the last page."""
    del found["timeStamp"]
    last = int(said["offset"]) + found["numberReturned"] >= found["numberMatched"]
    if last or said.get("resulttype") == "hits":
        found["links"] = [one for one in found["links"] if one["rel"] != "next"]
