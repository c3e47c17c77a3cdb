"""Store: the door to all that is kept in a database."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from api.storage.database import Database, open_database
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


def open_store(where: str | Path) -> Store:
    """Open the database of a URL, or the SQLite file in a folder of ``folder_beside``."""
    return Store(open_database(where if isinstance(where, str) else where / DATABASE))
