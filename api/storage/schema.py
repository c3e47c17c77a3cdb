"""Schema: the tables of the storage, the same in SQLite and PostgreSQL.

Results themselves are files (``files.py``); here stands what is known of them.
"""

from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

State: TypeAlias = Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]
Role: TypeAlias = Literal["viewer", "planner", "admin"]

REVISION = "0002"  # of the latest migration: it makes the tables below
HEX = 32  # of an id: 128 random bits
SHA256 = 64  # of a hash, in hex
ACTIVE: tuple[State, ...] = ("queued", "running")  # something still comes of it
STATES: tuple[State, ...] = (*ACTIVE, "done", "failed", "cancelled", "interrupted")
ROLES: tuple[Role, ...] = ("viewer", "planner", "admin")  # each may do what those before it may
NAMES = {  # of constraints: a later migration can only change what has a name
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Write it as UTC."""
        del dialect
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read it with its zone."""
        del dialect
        if value is None or value.tzinfo is not None:
            return None if value is None else value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def _one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    told = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({told})", name=column)


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMES)


class ScenarioRow(Base):
    """A scenario as a planner left it."""

    __tablename__ = "scenario"

    id: Mapped[str] = mapped_column(String(HEX), primary_key=True)
    name: Mapped[str]
    text: Mapped[dict[str, Any]] = mapped_column(JSON)  # of mobility.scenario.Scenario
    base_id: Mapped[str | None] = mapped_column(ForeignKey("scenario.id"), index=True)
    version: Mapped[int]  # 1, and one more with every change
    created: Mapped[datetime] = mapped_column(Moment, index=True)
    updated: Mapped[datetime] = mapped_column(Moment)
    sha256: Mapped[str] = mapped_column(String(SHA256))


class ResultRow(Base):
    """What is known of a folder of tables."""

    __tablename__ = "result"
    __table_args__ = (_one_of("status", ("whole", "lost")),)

    id: Mapped[str] = mapped_column(String(HEX), primary_key=True)
    key: Mapped[str] = mapped_column(String(SHA256), unique=True)  # hash of all it is made from
    network: Mapped[str | None] = mapped_column(String(SHA256))  # which it was asked of
    kind: Mapped[str]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    folder: Mapped[str]  # within the folder of results
    status: Mapped[str]
    created: Mapped[datetime] = mapped_column(Moment, index=True)


class JobRow(Base):
    """A computation that takes longer than an answer may."""

    __tablename__ = "job"
    __table_args__ = (
        _one_of("state", STATES),
        Index(  # the same asked twice is computed once, whoever asks
            "uq_job_active_key",
            "key",
            unique=True,
            sqlite_where=text("state IN ('queued', 'running')"),
            postgresql_where=text("state IN ('queued', 'running')"),
        ),
    )

    id: Mapped[str] = mapped_column(String(HEX), primary_key=True)
    key: Mapped[str] = mapped_column(String(SHA256), index=True)
    network: Mapped[str] = mapped_column(String(SHA256))  # which it is asked of
    kind: Mapped[str]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(index=True)
    progress: Mapped[float]  # 0 to 1
    revision: Mapped[int]  # one more with every change: what those who wait look at
    runner: Mapped[str]  # the process that asked for it or has taken it
    cancel_asked: Mapped[bool]
    created: Mapped[datetime] = mapped_column(Moment, index=True)
    started: Mapped[datetime | None] = mapped_column(Moment)
    ended: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str | None]
    result_id: Mapped[str | None] = mapped_column(ForeignKey("result.id", ondelete="SET NULL"))


class TokenRow(Base):
    """Who may come in; the secret itself is nowhere."""

    __tablename__ = "token"
    __table_args__ = (_one_of("role", ROLES),)

    id: Mapped[str] = mapped_column(String(HEX), primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(SHA256))
    created: Mapped[datetime] = mapped_column(Moment)
    revoked: Mapped[datetime | None] = mapped_column(Moment)
