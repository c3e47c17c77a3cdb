"""OSM files that cannot be read, and downloads, are told with a way out."""

from pathlib import Path

import osmium
import osmnx
import pytest
import requests
from test_osm import NODES, RELATIONS, TAGGED_NODES, WAYS, osm_xml, write

from mobility.osm import OsmError, read_osm
from mobility.osm_download import download_osm

VILLAGE = osm_xml(NODES + TAGGED_NODES, WAYS, RELATIONS)


# --- bad input ----------------------------------------------------------------------------------


def refusal(*paths: Path) -> str:
    with pytest.raises(OsmError) as error:
        read_osm(paths)
    return str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "nowhere.osm.pbf: no such OpenStreetMap file" in refusal(tmp_path / "nowhere.osm.pbf")


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert "expected one of .osm.pbf" in refusal(write(tmp_path, "id,lon,lat", "stops.csv"))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "is empty (0 bytes)" in refusal(write(tmp_path, "", "x.osm.pbf"))


@pytest.mark.parametrize("name", ["x.osm.pbf", "x.osm", "x.osm.gz", "x.osm.bz2"])
def test_an_error_page_saved_as_osm_is_refused(tmp_path: Path, name: str) -> None:
    text = refusal(write(tmp_path, "<html>404 Not Found", name))
    assert name in text
    assert "download it again" in text


@pytest.mark.parametrize("name", ["x.osm", "x.osm.gz", "x.osm.bz2", "x.osm.pbf"])
def test_a_download_cut_off_is_refused(tmp_path: Path, name: str) -> None:
    whole = tmp_path / f"whole{name[1:]}"
    with osmium.SimpleWriter(str(whole)) as writer:
        for thing in osmium.FileProcessor(str(write(tmp_path, VILLAGE))):
            writer.add(thing)
    content = whole.read_bytes()
    (tmp_path / name).write_bytes(content[: len(content) * 2 // 3])
    assert "damaged, cut off" in refusal(tmp_path / name)


def test_a_file_without_roads_is_refused(tmp_path: Path) -> None:
    assert "no way with highway=*" in refusal(write(tmp_path, osm_xml("1 12.7 51.2", "")))


def test_ways_without_their_nodes_are_refused_with_a_way_out(tmp_path: Path) -> None:
    text = refusal(write(tmp_path, osm_xml("", "1: 1 2 3: highway=residential")))
    assert "osmium sort" in text


def test_ways_before_their_nodes_are_refused_with_a_way_out(tmp_path: Path) -> None:
    ways, nodes = osm_xml("", "1: 1 2: highway=path"), osm_xml("1 12.7 51.2 | 2 12.8 51.2", "")
    text = ways.replace("</osm>", "") + nodes.split('<osm version="0.6">')[1]
    assert "osmium sort" in refusal(write(tmp_path, text))


# --- download ------------------------------------------------------------------------------------

ANSWER: dict[str, object] = {
    "elements": [
        {"type": "way", "id": 5, "nodes": [2, 1], "tags": {"highway": "steps"}},
        {"type": "node", "id": 2, "lat": 51.21, "lon": 12.6},
        {"type": "node", "id": 1, "lat": 51.2, "lon": 12.6, "tags": {"place": "hamlet"}},
    ]
}
BOX = (12.5, 51.1, 12.7, 51.3)


class _Response:
    ok, status_code, reason, url, content = True, 200, "OK", "https://overpass.test", b""

    def json(self) -> dict[str, object]:
        return ANSWER


def test_a_download_becomes_a_file_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(osmnx._http, "_config_dns", lambda _: None)
    monkeypatch.setattr(requests, "post", lambda *_args, **_keywords: _Response())
    before = osmnx.settings.cache_only_mode, osmnx.settings.cache_folder
    path = download_osm(BOX, tmp_path / "new" / "box.osm.pbf")
    assert (osmnx.settings.cache_only_mode, osmnx.settings.cache_folder) == before
    assert [file.name for file in path.parent.iterdir()] == ["box.osm.pbf"]
    data, _ = read_osm([path])
    assert data.node_id[data.ref].tolist() == [2, 1]
    assert data.places["place"].tolist() == ["hamlet"]


def test_without_the_net_the_message_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_net(*_args: object, **_keywords: object) -> None:
        raise requests.exceptions.ConnectionError("no route to host")

    monkeypatch.setattr(osmnx._http, "_config_dns", lambda _: None)
    monkeypatch.setattr(requests, "post", no_net)
    with pytest.raises(OsmError, match=r"no route to host.*geofabrik"):
        download_osm(BOX, tmp_path / "box.osm.pbf")
    assert list(tmp_path.iterdir()) == []


def test_a_download_is_named_as_an_osm_file(tmp_path: Path) -> None:
    with pytest.raises(OsmError, match="name the file to write"):
        download_osm(BOX, tmp_path / "box.zip")
