"""What many tests ask of: networks built once a session, from real data and of the demo county."""

from collections.abc import Callable
from pathlib import Path

import pytest
from browsers import browser  # noqa: F401 - found here by pytest
from databases import database_url, postgresql, store  # noqa: F401 - likewise
from http_client import ask  # noqa: F401 - likewise
from http_results import kept  # noqa: F401 - likewise
from job_bench import (  # noqa: F401 - likewise
    asked_of_engine,
    every_step,
    job_files,
    start_runner,
)
from oracle_asked import on_screen  # noqa: F401 - likewise
from oracle_counts import pytest_terminal_summary, tell  # noqa: F401 - likewise
from regions import write_region
from valley import write_valley

from api.build import build_region
from api.demo.county import County, build_county
from api.demo.write import write_demo
from api.results import write_result
from api.service import Service, load_service


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function from a region's name to its network folder."""
    folders: dict[str, Path] = {}

    def network(name: str) -> Path:
        if name not in folders:
            folder = tmp_path_factory.mktemp(name)
            demo = name == "demo"
            region = write_demo(folder) if demo else write_region(folder, name)
            build_region(region, folder / "network")
            folders[name] = folder / "network"
        return folders[name]

    return network


@pytest.fixture(scope="session")
def county() -> County:
    """Return the demo county before it is written."""
    return build_county()


@pytest.fixture(scope="session")
def demo_input(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the files the demo county is read from."""
    return write_demo(tmp_path_factory.mktemp("demo-input")).parent


@pytest.fixture(scope="session")
def service(built: Callable[[str], Path]) -> Callable[[str], Service]:
    """Return a function from a region's name to the service on its network."""
    services: dict[str, Service] = {}

    def load(name: str) -> Service:
        if name not in services:
            services[name] = load_service(built(name))
        return services[name]

    return load


@pytest.fixture(scope="session")
def valley(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the region of the valley, its network ``net`` and its result ``res``."""
    folder = tmp_path_factory.mktemp("valley")
    build_region(write_valley(folder), folder / "net")
    service = load_service(folder / "net")
    write_result(service, folder / "res", list(service.days))
    return folder
