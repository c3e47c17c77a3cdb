"""The database: one schema on both kinds, made by migrations, opened by many at once."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import downgrade
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import command
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError

from api.manifest import read_manifest
from api.scenarios.files import Source
from api.storage.database import open_database
from api.storage.errors import StorageError
from api.storage.keys import content_key, network_key
from api.storage.records import new_id
from api.storage.schema import REVISION, Base, JobRow, now
from api.storage.store import DATABASE, Store, folder_beside, open_store
from api.storage.upgrades import alembic_config
from mobility.scenario import Scenario


def ours(_: object, name: str | None, kind: str, __: object, ___: object) -> bool:
    return kind != "table" or name in Base.metadata.tables  # PostGIS has tables of its own


def test_the_migrations_lead_to_the_schema(store: Store) -> None:
    with store.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, Base.metadata) == []


def test_the_latest_migration_is_the_one_a_database_is_held_against(store: Store) -> None:
    with store.database.engine.connect() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))
        told = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    assert scripts.get_heads() == [REVISION] == [told]


def test_the_migrations_can_be_taken_back(store: Store) -> None:
    with store.database.engine.execution_options(writes=True).begin() as connection:
        downgrade(alembic_config(connection), "base")
    with store.database.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) & set(Base.metadata.tables) == set()
    store.database.upgrade()
    assert store.scenarios.page() == []


def test_what_is_stored_is_there_when_opened_again(database_url: str) -> None:
    store = Store(open_database(database_url))
    kept = store.scenarios.create(Scenario(name="A"))
    store.close()
    with closing(Store(open_database(database_url))) as again:
        assert again.scenarios.read(kept.head.id) == kept


def test_of_many_who_open_a_new_database_at_once_one_makes_it(database_url: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        stores = [Store(one) for one in pool.map(open_database, [database_url] * 6)]
    for store in stores:
        store.scenarios.create(Scenario(name="A"))
    assert [store.scenarios.count() for store in stores] == [6] * 6
    for store in stores:
        store.close()


def test_a_database_of_a_newer_program_is_refused(database_url: str) -> None:
    store = Store(open_database(database_url))
    with store.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match=r"newer version of the program .*9999"):
        store.database.upgrade()
    store.close()


def test_the_database_itself_keeps_the_rules(store: Store) -> None:
    def job(key: str, state: str) -> JobRow:
        return JobRow(
            id=new_id(), key=key, network="n", kind="k", parameters={}, state=state, progress=0.0,
            revision=1, runner="r", cancel_asked=False, created=now(),
        )  # fmt: skip

    for one in (job("a", "queued"), job("b", "done"), job("b", "done"), job("b", "running")):
        with store.database.writing() as session:
            session.add(one)
    for broken in (job("a", "running"), job("b", "queued"), job("c", "lost")):
        with pytest.raises(IntegrityError), store.database.writing() as session:
            session.add(broken)


def test_what_goes_wrong_in_a_block_is_not_half_written(store: Store) -> None:
    def write_half() -> None:
        with store.database.writing() as session:
            session.execute(text("DELETE FROM scenario"))
            raise KeyError("x")

    store.scenarios.create(Scenario(name="A"))
    with pytest.raises(KeyError):
        write_half()
    assert store.scenarios.count() == 1


def test_sqlite_writes_ahead_and_to_the_disk(tmp_path: Path) -> None:
    store = open_store(tmp_path / "net.storage")
    with store.database.reading() as session:
        modes = [
            session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    store.close()
    assert modes == ["wal", 2, 1, 30_000]


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_text("Fahrplan " * 1_000, encoding="utf-8")
    with pytest.raises(StorageError, match=r"storage\.sqlite: file is not a database; nothing was"):
        open_store(tmp_path)


@pytest.mark.parametrize("bad", ["mysql://x/y", "sqlite://", "sqlite+aiosqlite:///x", "Fahrplan"])
def test_another_database_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match=r"postgresql://…"):
        open_database(bad)


def test_the_storage_lies_beside_the_network(tmp_path: Path) -> None:
    assert folder_beside(tmp_path / "net") == tmp_path / "net.storage"


@pytest.mark.database
def test_the_tables_live_beside_those_of_postgis(postgresql: str) -> None:
    command(postgresql.format(name="postgres"), "CREATE DATABASE maps")
    url = postgresql.format(name="maps")
    try:
        command(url, "CREATE EXTENSION postgis")
    except OperationalError:
        if os.environ.get("CI"):
            raise
        pytest.skip("PostGIS is missing; apt install postgresql-postgis")
    with closing(Store(open_database(url))) as store:
        test_the_migrations_lead_to_the_schema(store)
        test_the_migrations_can_be_taken_back(store)
        with store.database.reading() as session:
            assert session.scalar(text("SELECT count(*) > 0 FROM spatial_ref_sys"))


# Keys


def test_a_key_is_of_the_content(valley: Path) -> None:
    network = network_key(read_manifest(valley / "net"))
    takt = (Source(Scenario(name="Takt")),)
    key = content_key(network, "access", {"days": ["a", "b"], "class": "bahn"}, takt)
    assert key == content_key(network, "access", {"class": "bahn", "days": ["a", "b"]}, takt)
    others = {
        content_key(network, "access", {"days": ["b", "a"], "class": "bahn"}, takt),
        content_key(network, "access", {"days": ["a", "b"], "class": "bahn"}),
        content_key(network, "matrix", {"days": ["a", "b"], "class": "bahn"}, takt),
        content_key("0" * 64, "access", {"days": ["a", "b"], "class": "bahn"}, takt),
        content_key(network, "access", {"days": ["a", "b"], "class": "bahn"}, takt * 2),
    }
    assert key not in others
    assert len(others) == 5


def test_the_key_of_a_network_is_not_of_the_moment_it_was_built(valley: Path) -> None:
    manifest = read_manifest(valley / "net")
    later = manifest | {"seconds": {}, "python": "3.99"}
    assert network_key(later) == network_key(manifest)
    assert network_key(manifest | {"crs": "EPSG:25832"}) != network_key(manifest)
