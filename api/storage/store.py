"""Store: the door to all that is kept in a database."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from api.http.settings import Settings
from api.storage.database import Database, open_database, with_password
from api.storage.job_list import JobList
from api.storage.results import Results
from api.storage.scenarios import Scenarios
from api.storage.tokens import Tokens

DATABASE = "storage.sqlite"


@dataclass(frozen=True, eq=False)
class Store:
    """Scenarios, results, jobs and tokens of one database; any number of threads may use it."""

    database: Database

    @cached_property
    def scenarios(self) -> Scenarios:
        """The scenarios."""
        return Scenarios(self.database)

    @cached_property
    def results(self) -> Results:
        """The results."""
        return Results(self.database)

    @cached_property
    def jobs(self) -> JobList:
        """The jobs."""
        return JobList(self.database)

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens."""
        return Tokens(self.database)

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


def folder_beside(network: Path) -> Path:
    """Return the folder of what is stored with a network: beside it, so a build leaves it alone."""
    network = network.resolve()
    return network.with_name(f"{network.name}.storage")


def folder_of(network: Path, settings: Settings) -> Path:
    """Return the folder of what is stored with a network: where the settings say, or beside it."""
    return settings.storage or folder_beside(network)


def store_of(network: Path, settings: Settings) -> Store:
    """Open the database of what is stored with a network, as the settings have it."""
    if settings.database is None:
        return open_store(folder_of(network, settings))
    return open_store(settings.database, settings.database_password)


def open_store(where: str | Path, password: str | None = None) -> Store:
    """Open the database of a URL, or the SQLite file in a folder of ``folder_beside``."""
    if isinstance(where, Path):
        return Store(open_database(where / DATABASE))
    return Store(open_database(where if password is None else with_password(where, password)))
