"""Upgrades: the schema of a database brought up to date; slow to import, needed after an update."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from api.storage.errors import StorageError

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection, told: str) -> None:
    """Bring the schema up to date; ``told`` is where it is."""
    try:
        command.upgrade(alembic_config(connection), "head")
    except CommandError as error:
        msg = f"{told}: is of a newer version of the program ({error}); install that"
        raise StorageError(msg) from error


def alembic_config(connection: Connection) -> Config:
    """Return what Alembic needs to know."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
