"""Database: SQLite in a file or PostgreSQL by URL, its schema brought up to date when opened."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from api.storage.errors import StorageError, Unfit
from api.storage.files import held
from api.storage.schema import REVISION
from api.storage.sqlite import sqlite_engine
from api.storage.watch import Watch

UPGRADE_LOCK = 0x4C4B4D  # any number, the same in every process: PostgreSQL locks by number
DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}


@dataclass(frozen=True, eq=False)
class Database:
    """An open database; each ``with`` block is one transaction, made whole or not at all."""

    engine: Engine

    @property
    def told(self) -> str:
        """Where it is, without a password."""
        url = self.engine.url
        return url.database or "" if _is_file(url) else url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that only reads."""
        with self._translated(), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session whose changes are on the disk when the block ends well."""
        engine = self.engine.execution_options(writes=True)
        with self._translated(), Session(engine) as session, session.begin():
            yield session

    def upgrade(self) -> None:
        """Bring the schema up to date; of several processes at once one does, the others wait."""
        engine = self.engine.execution_options(writes=True)
        with self._translated(), engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})"))
            if _revision(connection) != REVISION:  # what brings it there takes long to import
                import_module("api.storage.upgrades").upgrade(connection, self.told)

    def mark(self) -> tuple[int, int] | None:
        """Return another mark after every write, None where only reading tells what changed."""
        return None if self._watch is None else self._watch.mark()

    def close(self) -> None:
        """Let go of all connections."""
        if self._watch is not None:
            self._watch.close()
        self.engine.dispose()

    @cached_property
    def _watch(self) -> Watch | None:
        url = self.engine.url
        return Watch(Path(url.database or "")) if _is_file(url) else None

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Say in words of ours what a driver complains of; a broken rule stays what it is."""
        try:
            yield
        except IntegrityError:
            raise
        except DBAPIError as error:
            reason = str(error.orig).strip().splitlines()[0]
            msg = f"{self.told}: {reason}; nothing was written, what is stored stays"
            raise StorageError(msg) from error


def open_database(where: str | Path) -> Database:
    """Open a SQLite file or the database of a URL; what is not there yet is made."""
    url = _url(where)
    if _is_file(url):
        return _open_file(url)
    return _opened(create_engine(url, pool_pre_ping=True))


def with_password(where: str, password: str) -> str:
    """Return the URL with a password in it."""
    return _url(where).set(password=password).render_as_string(hide_password=False)


def _revision(connection: Connection) -> str | None:
    """Return which schema the database has, None if none at all."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _url(where: str | Path) -> URL:
    if isinstance(where, Path):
        return URL.create("sqlite", database=str(where.resolve()))
    try:
        url = make_url(where)
    except ArgumentError as error:  # its message would show a password
        raise Unfit("the database is not written as a URL: postgresql://…") from error
    url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
    if url.drivername != "postgresql+psycopg" and not _is_file(url):
        msg = f"no database {url.drivername!r}; write postgresql://… or sqlite:///FILE"
        raise Unfit(msg)
    return url


def _is_file(url: URL) -> bool:
    return url.drivername == "sqlite" and bool(url.database)


def _open_file(url: URL) -> Database:
    """Open a file of SQLite, one process at a time: the first one makes it."""
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{path.parent}: cannot be made ({error.strerror})") from error
    with held(path.with_name(f"{path.name}.lock")):
        return _opened(sqlite_engine(url.set(database=str(path.resolve()))))


def _opened(engine: Engine) -> Database:
    """Bring the schema up to date; where that fails, no connection stays open."""
    with ExitStack() as closing:
        closing.callback(engine.dispose)
        database = Database(engine)
        database.upgrade()
        closing.pop_all()
        return database
