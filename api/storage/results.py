"""Results known: which folder holds what was computed from which content."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from api.storage.database import Database
from api.storage.errors import Missing
from api.storage.job_list import Wish
from api.storage.records import Result, is_id, new_id
from api.storage.schema import ResultRow, now

_COLUMNS = ("id", "key", "network", "kind", "parameters", "folder", "status", "created")


@dataclass(frozen=True)
class Results:
    """The results of a database."""

    database: Database

    def add(self, wish: Wish, folder: str) -> Result:
        """Note a folder that stands, of what was wished; one noted before keeps its id."""
        with self.database.writing() as session:
            row = _of_key(session, wish.key)
            if row is None:
                row = ResultRow(id=new_id(), key=wish.key, kind=wish.kind)
                session.add(row)
            row.parameters, row.network = wish.parameters, wish.network
            row.folder, row.status, row.created = folder, "whole", now()
            return _result(row)

    def wish_again(self, result_id: str, wish: Wish) -> None:
        """Note that a result was wished anew: equal keys may be said in other words."""
        with self.database.writing() as session:
            told = {"parameters": wish.parameters, "network": wish.network}
            here = ResultRow.id == result_id
            session.execute(update(ResultRow).where(here).values(**told))

    def find(self, key: str) -> Result | None:
        """Return the whole result of a content, None if there is none."""
        with self.database.reading() as session:
            row = _of_key(session, key)
            return None if row is None or row.status != "whole" else _result(row)

    def of_keys(self, keys: Collection[str]) -> dict[str, Result]:
        """Return the results of contents by key; those nobody knows are left out."""
        with self.database.reading() as session:
            rows = session.scalars(select(ResultRow).where(ResultRow.key.in_(keys)))
            return {row.key: _result(row) for row in rows}

    def read(self, result_id: str) -> Result:
        """Return a result."""
        with self.database.reading() as session:
            row = session.get(ResultRow, result_id) if is_id(result_id) else None
            if row is None:
                raise Missing(f"no result {result_id!r}")
            return _result(row)

    def page(self, *, limit: int = 100, offset: int = 0) -> list[Result]:
        """Return results, the newest first."""
        asked = select(ResultRow).order_by(ResultRow.created.desc(), ResultRow.id)
        with self.database.reading() as session:
            return [_result(row) for row in session.scalars(asked.limit(limit).offset(offset))]

    def count(self) -> int:
        """Return how many results there are."""
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(ResultRow)) or 0

    def lose(self, result_id: str) -> None:
        """Note that the folder is no longer there."""
        with self.database.writing() as session:
            here = ResultRow.id == result_id
            session.execute(update(ResultRow).where(here).values(status="lost"))

    def delete(self, result_id: str) -> Result:
        """Forget a result; return what it was, so that its folder can go after it."""
        gone = self.read(result_id)
        with self.database.writing() as session:
            session.execute(delete(ResultRow).where(ResultRow.id == result_id))
        return gone


def _of_key(session: Session, key: str) -> ResultRow | None:
    return session.scalar(select(ResultRow).where(ResultRow.key == key))


def _result(row: ResultRow) -> Result:
    return Result(*(getattr(row, name) for name in _COLUMNS))
