"""A network folder built anew under a running server: its answers are never of two networks."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from http_client import asking, refused

from api.manifest import MANIFEST


def build_anew(network: Path) -> None:
    """Let the next timetable stand there: another feed, in which the stops are called otherwise."""
    manifest = json.loads((network / MANIFEST).read_text())
    manifest["inputs"]["gtfs"][0]["sha256"] = "0" * 64
    (network / MANIFEST).write_text(json.dumps(manifest))
    stops = pd.read_parquet(network / "stops.parquet")
    stops.assign(stop_name="Neu").to_parquet(network / "stops.parquet")


@pytest.fixture
def network(valley: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(valley / "net", tmp_path / "net"))


@pytest.mark.parametrize("path", ["/api/v1/stops", "/ogc/collections"])
def test_what_is_read_late_is_not_read_of_the_next_network(network: Path, path: str) -> None:
    with asking(network) as ask:
        build_anew(network)
        told = refused(ask.get(path), 503)
        assert "built anew" in told["detail"]
        assert "start it again" in told["detail"]
        assert str(network) not in str(told)


def test_what_is_in_memory_is_still_answered(network: Path) -> None:
    with asking(network) as ask:
        before = ask.get("/api/v1/stops").content
        build_anew(network)
        assert ask.get("/api/v1/stops").content == before
        assert ask.get("/api/v1/accessibility").status_code == 200


def test_the_same_built_again_is_the_same(network: Path) -> None:
    with asking(network) as ask:
        manifest = json.loads((network / MANIFEST).read_text()) | {"seconds": {}}
        (network / MANIFEST).write_text(json.dumps(manifest))
        assert ask.get("/api/v1/stops").status_code == 200


def test_a_file_that_is_gone_is_told_without_its_place(network: Path) -> None:
    with asking(network) as ask:
        shutil.rmtree(network / "background")
        told = refused(ask.get("/ogc/collections/grenzen/items"), 503)
        assert str(network) not in str(told)
