"""Environment of Alembic: ``database.py`` gives the connection, in a transaction."""

from alembic import context

from api.storage.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,  # a migration is made whole or not at all, in SQLite too
    render_as_batch=True,  # SQLite changes a column by writing the table anew
)
context.run_migrations()
