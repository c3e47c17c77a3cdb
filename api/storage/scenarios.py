"""Scenarios kept: each change says which version it was made on, so that nobody's work is lost."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.scenarios.files import Source, scenario_hash
from api.storage.database import Database
from api.storage.errors import Conflict, Missing, Stale
from api.storage.records import ScenarioHead, StoredScenario, is_id, new_id, written_name
from api.storage.schema import ScenarioRow, now
from mobility.scenario import Scenario
from mobility.scenario_values import ScenarioError

COPY = "{name} (Kopie)"


@dataclass(frozen=True)
class Scenarios:
    """The scenarios of a database. ``base`` of a scenario is the id of another one here."""

    database: Database

    def create(self, scenario: Scenario) -> StoredScenario:
        """Keep a new scenario."""
        with self.database.writing() as session:
            _refuse_base(session, scenario.base, None)
            moment = now()
            row = ScenarioRow(
                id=new_id(), version=1, created=moment, updated=moment, **_said(scenario)
            )
            session.add(row)
            return _stored(row)

    def count(self) -> int:
        """Return how many there are."""
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(ScenarioRow)) or 0

    def page(self, *, limit: int = 100, offset: int = 0) -> list[ScenarioHead]:
        """Return scenarios in the order they were made."""
        asked = select(*_head_columns()).order_by(ScenarioRow.created, ScenarioRow.id)
        with self.database.reading() as session:
            return [
                ScenarioHead(*row) for row in session.execute(asked.limit(limit).offset(offset))
            ]

    def heads(self) -> dict[str, ScenarioHead]:
        """Return all of them by id."""
        with self.database.reading() as session:
            rows = session.execute(select(*_head_columns()))
            return {head.id: head for head in (ScenarioHead(*row) for row in rows)}

    def above(self, scenario_id: str) -> list[ScenarioHead]:
        """Return those that stand on a scenario, each behind what it stands on itself."""
        heads, found = list(self.heads().values()), list[ScenarioHead]()
        below = [scenario_id]
        for one in below:  # grows
            found += [head for head in heads if head.base == one]
            below += [head.id for head in heads if head.base == one]
        return found

    def read(self, scenario_id: str) -> StoredScenario:
        """Return a scenario."""
        with self.database.reading() as session:
            return _stored(_row(session, scenario_id))

    def standing(self, scenario_id: str) -> tuple[StoredScenario, ...]:
        """Return a scenario with those it stands on, the lowest first."""
        with self.database.reading() as session:
            rows = _chain(session, scenario_id)
            return tuple(map(_stored, reversed(rows)))

    def chain(self, scenario_id: str) -> tuple[Source, ...]:
        """Return the same as it is made on a network."""
        return tuple(Source(one.scenario) for one in self.standing(scenario_id))

    def update(self, scenario_id: str, scenario: Scenario, version: int) -> StoredScenario:
        """Put a scenario in the place of that version of it."""
        with self.database.writing() as session:
            _row(session, scenario_id)
            _refuse_base(session, scenario.base, scenario_id)
            change = (
                update(ScenarioRow)
                .where(ScenarioRow.id == scenario_id, ScenarioRow.version == version)
                .values(version=version + 1, updated=now(), **_said(scenario))
                .returning(ScenarioRow.id)
            )
            if session.execute(change).first() is None:
                _refuse_version(session, scenario_id, version)
            session.expire_all()  # what was read for its base is of before
            return _stored(_row(session, scenario_id))

    def delete(self, scenario_id: str, version: int | None = None) -> None:
        """Remove a scenario, of that version only; one that others stand on stays."""
        with self.database.writing() as session:
            _row(session, scenario_id)
            here = [ScenarioRow.id == scenario_id]
            here += [] if version is None else [ScenarioRow.version == version]
            try:
                gone = session.execute(delete(ScenarioRow).where(*here).returning(ScenarioRow.id))
                found = gone.first()
            except IntegrityError as error:
                msg = f"scenario {scenario_id!r}: others stand on it; change or delete them first"
                raise Conflict(msg) from error
            if found is None:
                _refuse_version(session, scenario_id, version)

    def duplicate(self, scenario_id: str, name: str | None = None) -> StoredScenario:
        """Keep a copy of a scenario under a name of its own."""
        one = self.read(scenario_id).scenario
        called = COPY.format(name=one.name) if name is None else name
        return self.create(one.model_copy(update={"name": called}))


_HEAD = ("id", "name", "base_id", "version", "created", "updated", "sha256")


def _head_columns() -> list[InstrumentedAttribute[Any]]:
    return [getattr(ScenarioRow, name) for name in _HEAD]


def _said(scenario: Scenario) -> dict[str, Any]:
    """Return the columns that say what a scenario says; its base is a column alone."""
    scenario = scenario.model_copy(update={"name": written_name(scenario.name)})
    return {
        "name": scenario.name,
        "text": scenario.model_dump(mode="json", exclude_defaults=True, exclude={"base"}),
        "base_id": scenario.base,
        "sha256": scenario_hash((Source(scenario),)),
    }


def _stored(row: ScenarioRow) -> StoredScenario:
    head = ScenarioHead(*(getattr(row, name) for name in _HEAD))
    return StoredScenario(head, Scenario.model_validate({**row.text, "base": row.base_id}))


def _row(session: Session, scenario_id: str, *, hold: bool = False) -> ScenarioRow:
    """Return a scenario's row; with ``hold`` nobody else changes it before the transaction ends."""
    row = None
    if is_id(scenario_id):
        row = session.get(ScenarioRow, scenario_id, with_for_update=hold or None)
    if row is None:
        raise Missing(f"no scenario {scenario_id!r}")
    return row


def _chain(session: Session, scenario_id: str, *, hold: bool = False) -> list[ScenarioRow]:
    """Return the rows of a scenario and all it stands on, the highest first."""
    rows = list[ScenarioRow]()
    following: str | None = scenario_id
    while following is not None:
        row = _row(session, following, hold=hold)
        if row in rows:
            raise ScenarioError(f"scenario {scenario_id!r} stands on itself; mend base")
        rows.append(row)
        following = row.base_id
    return rows


def _refuse_base(session: Session, base: str | None, scenario_id: str | None) -> None:
    """Refuse a base that is not there or stands on the scenario itself."""
    if base is None:
        return
    if scenario_id is not None:
        _row(session, scenario_id, hold=True)
    try:
        below = [row.id for row in _chain(session, base, hold=True)]
    except Missing as error:
        raise ScenarioError(f"base {base!r}: no such scenario here; name the id of one") from error
    if scenario_id in below:
        raise ScenarioError(f"base {base!r}: stands on this scenario itself; name another")


def _refuse_version(session: Session, scenario_id: str, version: int | None) -> None:
    """Say why there was nothing to change."""
    row = _row(session, scenario_id)
    msg = (
        f"scenario {row.name!r} is at version {row.version}, not {version}: somebody has changed "
        "it since; read it again"
    )
    raise Stale(msg)
