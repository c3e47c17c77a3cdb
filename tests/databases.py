"""Databases to test the storage on: a file of SQLite, and a PostgreSQL of our own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from api.storage.database import open_database
from api.storage.records import new_id
from api.storage.store import Store

SERVER_USER = "postgres"  # a server of PostgreSQL refuses to run as root
PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, None where they are missing."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    return PLACES[-1] if PLACES else None


def needed_programs() -> Path:
    """Return the same; without them the test is skipped, in CI it fails."""
    binaries = programs()
    if binaries is not None:
        return binaries
    reason = "PostgreSQL's programs (initdb, pg_ctl) are missing; apt install postgresql"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def running_server(binaries: Path) -> Iterator[str]:
    """Yield the URL of a server that is new and empty and gone afterwards."""
    user = SERVER_USER if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # a socket's path must be short
    if user is not None:
        shutil.chown(folder, user)
    data = folder / "data"

    def run(*command: str | Path) -> None:
        subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    try:
        run(binaries / "initdb", "-D", data, "-A", "trust", "-U", SERVER_USER, "-E", "UTF8", "-N")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        pg_ctl = binaries / "pg_ctl"
        run(pg_ctl, "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
        try:
            yield f"postgresql://{SERVER_USER}@/{{name}}?host={folder}"
        finally:
            run(pg_ctl, "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


def command(url: str, text_of_it: str) -> None:
    """Run one command of SQL that cannot stand in a transaction."""
    url = url.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(text_of_it))
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Yield the URL of a server of our own, with {name} for a database."""
    with running_server(needed_programs()) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a new database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/storage.sqlite"
    url = request.getfixturevalue("postgresql").format(name=SERVER_USER)
    schema = f"s{new_id()}"  # quicker than a database of its own
    command(url, f"CREATE SCHEMA {schema}")
    return f"{url}&options=-csearch_path%3D{schema}"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Yield a new store on it."""
    one = Store(open_database(database_url))
    yield one
    one.close()
