"""OGC API – Features as its clients see it: GDAL asks a real server of the valley, and a result.

Stops from west to east: A 12.70, B 12.73, B2 12.732, C 12.76, D 12.79, all at 51.2.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import httpx2
import pandas as pd
import pyogrio
import pytest
from http_client import asking as in_process
from http_client import fields, refused
from server_process import Served, asking, served

from accessibility.store import write_table
from api.service import Service, load_service
from api.storage.files import MARKER, Files
from api.storage.job_list import Wish
from api.storage.store import open_store

METRES = "http://www.opengis.net/def/crs/EPSG/0/25833"
LATITUDE_FIRST = "http://www.opengis.net/def/crs/EPSG/0/4326"
OWN = ["ortsteile", "zentren", "stops", "lines", "grenzen", "access_schultag", "access_samstag"]
KEY = "a" * 64  # of a result


@pytest.fixture(scope="module")
def service(valley: Path) -> Service:
    return load_service(valley / "net")


@pytest.fixture(scope="module")
def storage(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a storage with one result: a table with a place on the map, and one without."""
    folder = tmp_path_factory.mktemp("storage")
    table = service.access()
    with Files(folder).new_result(KEY) as out:
        write_table(table, out / "accessibility.parquet")
        write_table(table.drop(columns="geometry"), out / "standards.parquet")
        (out / MARKER).write_text("{}")
    with closing(open_store(folder)) as store:
        parameters = {"scenarios": [{"name": "Takt 30"}]}
        store.results.add(Wish(KEY, KEY, "evaluation", parameters), KEY)
    return folder


@pytest.fixture(scope="module")
def server(valley: Path, storage: Path) -> Iterator[Served]:
    with served(valley / "net", storage=storage) as server:
        yield server


@pytest.fixture(scope="module")
def ask(server: Served) -> Iterator[httpx2.Client]:
    with asking(server) as client:
        yield client


@pytest.fixture(scope="module")
def gdal(ask: httpx2.Client) -> str:
    """Return how GDAL names the server."""
    return f"OAPIF:{ask.base_url}ogc"


def result_layer(ask: httpx2.Client) -> str:
    return str(ask.get("/ogc/collections").json()["collections"][-1]["id"])


def read(gdal: str, layer: str, **asked: Any) -> gpd.GeoDataFrame:
    found: gpd.GeoDataFrame = pyogrio.read_dataframe(gdal, layer=layer, **asked)
    return found


def items(ask: httpx2.Client, layer: str, **asked: object) -> dict[str, Any]:
    answer = ask.get(
        f"/ogc/collections/{layer}/items", params={k: str(v) for k, v in asked.items()}
    )
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def figures(column: "pd.Series[Any]") -> list[float]:
    """Return the values, -1 for null."""
    values: list[float] = column.to_numpy(float, na_value=float("nan")).tolist()
    return [-1 if value != value else value for value in values]  # noqa: PLR0124 - nan is not itself


def stops(page: dict[str, Any]) -> list[str]:
    return [feature["id"] for feature in page["features"]]


def test_gdal_lists_a_layer_for_every_table_with_a_place(gdal: str) -> None:
    layers = [name for name, _ in pyogrio.list_layers(gdal)]
    assert layers[:-1] == OWN
    assert layers[-1].startswith("result_")
    assert layers[-1].endswith("_accessibility")


def test_gdal_reads_the_table_of_the_commands(gdal: str, service: Service) -> None:
    found, table = read(gdal, "access_schultag"), service.access(["schultag"])
    assert list(found["ortsteil_id"]) == ["west", "mitte", "ost"]
    for column in ("population", "mittelzentrum_journey_time_p50", "bahn_journeys", "bahn_ratio"):
        assert figures(found[column]) == figures(table[column])
    assert list(found["mittelzentrum_verdict"]) == list(table["mittelzentrum_verdict"])
    assert list(found.geometry.x) == [12.7005, 12.7305, 12.7605]
    assert set(found["data_status"]) == {"official"}


def test_gdal_reads_the_table_of_a_result(gdal: str, ask: httpx2.Client, service: Service) -> None:
    found = read(gdal, result_layer(ask))
    assert list(found["name"]) == ["Westdorf", "Mitte", "Ostheim"]
    assert figures(found["bahn_journeys"]) == figures(service.access()["bahn_journeys"])


def test_gdal_filters_by_a_box(gdal: str) -> None:
    found = read(gdal, "stops", bbox=(12.725, 51.1, 12.765, 51.3))
    assert list(found["stop_id"]) == ["B", "B2", "C"]


def test_gdal_turns_pages(gdal: str, server: Served) -> None:
    before = server.log.count("/ogc/collections/stops/items")
    found = read(gdal, "stops", PAGE_SIZE=2)
    assert list(found["stop_id"]) == ["A", "B", "B2", "C", "D"]
    assert server.log.count("/ogc/collections/stops/items") - before >= 3


def test_gdal_filters_by_a_value(gdal: str) -> None:
    assert list(read(gdal, "stops", where="stop_name = 'Ostheim'")["stop_id"]) == ["C"]


def test_gdal_reads_no_more_than_asked_for(gdal: str) -> None:
    assert list(read(gdal, "stops", max_features=2)["stop_id"]) == ["A", "B"]


def test_lines_are_lines(gdal: str) -> None:
    found = read(gdal, "lines")
    assert set(found.geometry.geom_type) == {"LineString"}
    assert sorted(found["line"] + ":" + found["trips"].astype(str)) == ["60:12", "60:12", "RB1:2"]


def test_the_last_page_leads_nowhere(ask: httpx2.Client) -> None:
    first = items(ask, "stops", limit=4)
    assert (first["numberMatched"], first["numberReturned"]) == (5, 4)
    (following,) = [link["href"] for link in first["links"] if link["rel"] == "next"]
    last = ask.get(following).json()
    assert stops(last) == ["D"]
    assert {link["rel"] for link in last["links"]} == {"self", "prev", "collection"}
    exact = items(ask, "stops", limit=5)
    assert "next" not in {link["rel"] for link in exact["links"]}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"stop_name": "Mitte"}, ["B"]),
        ({"rail": "true"}, ["C", "D"]),
        ({"sortby": "-stop_name", "limit": "2"}, ["A", "C"]),
        ({"sortby": "rail,-stop_id"}, ["B2", "B", "A", "D", "C"]),
        ({"bbox": "12.725,51.1,12.765,51.3", "rail": "false"}, ["B", "B2"]),
        ({"bbox": "12.725,51.1,0,12.765,51.3,900"}, ["B", "B2", "C"]),
        ({"bbox": "51.1,12.725,51.3,12.765", "bbox-crs": LATITUDE_FIRST}, ["B", "B2", "C"]),
        ({"datetime": "2024-05-14T00:00:00Z/.."}, ["A", "B", "B2", "C", "D"]),
        ({"resulttype": "hits"}, []),
        ({"offset": "3", "f": "json"}, ["C", "D"]),
    ],
)  # fmt: skip
def test_a_question_is_answered(
    ask: httpx2.Client, asked: dict[str, Any], found: list[str]
) -> None:
    assert stops(items(ask, "stops", **asked)) == found


def test_columns_can_be_chosen(ask: httpx2.Client) -> None:
    page = items(ask, "stops", properties="stop_name,rail", skipGeometry="true", limit=1)
    assert page["features"] == [
        {
            "type": "Feature", "id": "A", "geometry": None,
            "properties": {"stop_name": "Westdorf", "rail": False},
        }
    ]  # fmt: skip


def test_a_crs_has_its_axes_in_its_own_order(ask: httpx2.Client) -> None:
    asked = "/ogc/collections/stops/items/A"
    assert ask.get(asked).json()["geometry"]["coordinates"] == [12.7, 51.2]
    turned = ask.get(asked, params={"crs": LATITUDE_FIRST})
    assert turned.json()["geometry"]["coordinates"] == [51.2, 12.7]
    assert turned.headers["content-crs"] == f"<{LATITUDE_FIRST}>"
    east, north = ask.get(asked, params={"crs": METRES}).json()["geometry"]["coordinates"]
    assert 160_000 < 500_000 - east < 161_000  # 2.3 degrees west of 15° E, 69.8 km each
    assert 5_674_000 < north < 5_675_000


def test_a_box_in_metres_is_turned_with_all_its_sides(ask: httpx2.Client) -> None:
    """West of the central meridian a box in metres leans: its corners alone would lose D."""
    page = items(ask, "stops", crs=METRES)
    xy = [feature["geometry"]["coordinates"] for feature in page["features"]]
    box = f"{xy[0][0] - 1},{xy[-1][1] - 1},{xy[-1][0] + 1},{xy[0][1] + 1}"
    assert stops(items(ask, "stops", bbox=box, **{"bbox-crs": METRES})) == [
        "A",
        "B",
        "B2",
        "C",
        "D",
    ]


def test_every_link_leads_somewhere(ask: httpx2.Client) -> None:
    seen, waiting = set[str](), [f"{ask.base_url}ogc"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = ask.get(address)
        assert answer.status_code == 200, address
        if "json" not in answer.headers["content-type"]:
            continue
        told = answer.json()
        lists = [told, *told.get("collections", ())]
        links = [link for one in lists for link in one.get("links", ())]
        assert "text/html" not in {link["type"] for link in links if link["rel"] != "service-doc"}
        waiting += [link["href"] for link in links]
    assert all(address.startswith(str(ask.base_url)) for address in seen)
    assert len(seen) > 30


def test_what_is_not_here_is_not_promised(ask: httpx2.Client) -> None:
    kept = {one.rpartition("/")[2] for one in ask.get("/ogc/conformance").json()["conformsTo"]}
    assert {"core", "geojson", "crs", "queryables"} <= kept
    assert not kept & {"html", "oas30", "create-replace-delete"}


def test_columns_are_told_with_their_types(ask: httpx2.Client) -> None:
    answer = ask.get("/ogc/collections/stops/schema")
    assert answer.headers["content-type"] == "application/schema+json"
    assert answer.json()["properties"]["rail"] == {"type": "boolean"}
    told = ask.get("/ogc/collections/access_schultag/queryables").json()["properties"]
    assert told["bahn_journeys"]["type"] == "integer"
    assert told["bahn_ratio"]["type"] == "number"


def test_an_unchanged_page_is_not_sent_again(ask: httpx2.Client) -> None:
    etag = ask.get("/ogc/collections/stops/items").headers["etag"]
    again = ask.get("/ogc/collections/stops/items", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("colour=red", "query.colour"),
        ("filter=rail=true", "query"),
        ("rail=perhaps", "query.rail"),
        ("sortby=colour", "query.sortby"),
        ("properties=colour", "query.properties"),
        ("crs=EPSG:4326", "query.crs"),
        ("bbox=1,2,3", "query.bbox"),
        ("bbox=13,51,12,52", "query.bbox"),
        ("bbox=51,12,52,13", "query.bbox"),
        (f"bbox=1,2,3,4&bbox-crs={METRES}9", "query.bbox-crs"),
        (f"bbox-crs={METRES}", "query.bbox-crs"),
        ("limit=0", "query.limit"),
        ("offset=-1", "query.offset"),
        ("datetime=yesterday", "query.datetime"),
        ("f=html", "query.f"),
    ],
)
def test_a_wrong_parameter_is_named(ask: httpx2.Client, asked: str, field: str) -> None:
    problem = refused(ask.get(f"/ogc/collections/stops/items?{asked}"), 400)
    assert list(fields(problem)) == [field]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("stops/items/Z", "path.feature_id"),
        ("colours", "path.collection_id"),
        ("colours/items", "path.collection_id"),
        ("result_x_accessibility/items", "path.collection_id"),
    ],
)
def test_what_is_not_there_is_named(ask: httpx2.Client, path: str, field: str) -> None:
    problem = refused(ask.get(f"/ogc/collections/{path}"), 404)
    assert list(fields(problem)) == [field]


@pytest.mark.parametrize(
    "loss", ["a file is cut off", "its notes are overwritten", "the folder is gone"]
)
def test_a_result_that_is_lost_hides_nothing_else(
    valley: Path, storage: Path, tmp_path: Path, loss: str
) -> None:
    shutil.copytree(storage, tmp_path / "kept")
    (file,) = (tmp_path / "kept" / "results").glob("*/accessibility.parquet")
    if loss == "a file is cut off":
        file.write_bytes(file.read_bytes()[:100])
    elif loss == "its notes are overwritten":  # they end the file, before their length
        whole = file.read_bytes()
        length = int.from_bytes(whole[-8:-4], "little")
        file.write_bytes(whole[: -8 - length] + bytes(length) + whole[-8:])
    else:
        shutil.rmtree(file.parent)
    with closing(open_store(tmp_path / "kept")) as store:
        (result,) = store.results.page(limit=10, offset=0)
    lost = f"/ogc/collections/result_{result.id}_accessibility"
    with in_process(valley / "net", storage=tmp_path / "kept") as ask:
        told = ask.get("/ogc/collections").json()["collections"]
        assert [one["id"] for one in told] == OWN
        assert ask.get("/ogc/collections/stops/items").status_code == 200
        for way in ("", "/items", "/items/west"):
            problem = refused(ask.get(lost + way), 410)
            assert fields(problem) == {"path.collection_id": result.id}
            assert str(tmp_path) not in str(problem)


def test_a_result_that_breaks_after_it_was_described_is_told_lost(
    valley: Path, storage: Path, tmp_path: Path
) -> None:
    """The notes at the end of the file can be read, the rows before them cannot."""
    shutil.copytree(storage, tmp_path / "kept")
    (file,) = (tmp_path / "kept" / "results").glob("*/accessibility.parquet")
    whole = file.read_bytes()
    file.write_bytes(whole[:4] + bytes(200) + whole[204:])
    with in_process(valley / "net", storage=tmp_path / "kept") as ask:
        layer = ask.get("/ogc/collections").json()["collections"][-1]["id"]
        refused(ask.get(f"/ogc/collections/{layer}/items"), 410)


def test_other_formats_are_refused(ask: httpx2.Client) -> None:
    refused(ask.get("/ogc/collections", headers={"Accept": "text/html"}), 406)


def test_gdal_logs_in_with_a_token(valley: Path, tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        _, secret = store.tokens.create("GIS", "viewer")
    login = "GDAL_HTTP_USERPWD"
    with served(valley / "net", storage=tmp_path, require_login=True) as server:
        gdal = f"OAPIF:{server.address}ogc"
        with pytest.raises(pyogrio.errors.DataSourceError, match="401"):
            pyogrio.list_layers(gdal)
        pyogrio.set_gdal_config_options({login: f"gis:{secret}"})
        try:
            assert list(read(gdal, "zentren")["name"]) == ["Ostheim Markt", "Westdorf Kirche"]
        finally:
            pyogrio.set_gdal_config_options({login: None})


def test_pygeoapi_leaves_the_log_alone(server: Served, ask: httpx2.Client) -> None:
    ask.get("/ogc/collections/stops/items?colour=purple")
    assert "Traceback" not in server.log
    assert "purple" not in server.log
    assert "pygeoapi" not in server.log
