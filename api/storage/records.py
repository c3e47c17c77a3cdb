"""Records: what is read from the storage, as it was at that moment."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from api.storage.errors import Unfit
from api.storage.schema import ACTIVE, HEX, Role, State
from mobility.scenario import Scenario

ID = re.compile(f"[0-9a-f]{{{HEX}}}")


@dataclass(frozen=True)
class ScenarioHead:
    """What a list of scenarios shows."""

    id: str
    name: str
    base: str | None  # id of the scenario it stands on
    version: int
    created: datetime
    updated: datetime
    sha256: str  # of what it says, without its base


@dataclass(frozen=True)
class StoredScenario:
    """A scenario and what is known of it."""

    head: ScenarioHead
    scenario: Scenario


@dataclass(frozen=True)
class Result:
    """What is known of a folder of tables."""

    id: str
    key: str
    network: str | None  # of which it was asked; None: noted by an old version of the program
    kind: str
    parameters: dict[str, Any]
    folder: str
    status: Literal["whole", "lost"]
    created: datetime


@dataclass(frozen=True)
class Job:
    """A computation that takes longer than an answer may."""

    id: str
    key: str
    network: str
    kind: str
    parameters: dict[str, Any]
    state: State
    progress: float  # 0 to 1
    revision: int
    runner: str
    cancel_asked: bool
    created: datetime
    started: datetime | None
    ended: datetime | None
    error: str | None
    result_id: str | None

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it unless somebody asks."""
        return self.state not in ACTIVE


@dataclass(frozen=True)
class Token:
    """Who may come in, and what to do."""

    id: str
    name: str
    role: Role
    created: datetime
    revoked: datetime | None


def new_id() -> str:
    """Return an id nobody guesses and nobody has."""
    return secrets.token_hex(HEX // 2)


def is_id(text: str) -> bool:
    """Return whether a text that came from outside may be an id: no database is asked else."""
    return bool(ID.fullmatch(text))


def written_name(name: str) -> str:
    """Return a name with plain spaces between its words; refuse one with what nobody can see."""
    name = " ".join(name.split())
    if not name:
        raise Unfit("the name is empty; write one")
    if not name.isprintable():
        raise Unfit(f"the name {name!r} holds characters nobody sees; leave them out")
    return name
