"""A database of an older program is brought up to date, with all that was stored in it."""

from alembic import command
from sqlalchemy import text

from api.storage.schema import REVISION
from api.storage.store import Store
from api.storage.upgrades import alembic_config

NETWORK = "n" * 64
MOMENT = "'2026-04-21 08:00:00+00:00'"
RESULTS = f"""
    INSERT INTO result (id, key, kind, parameters, folder, status, created) VALUES
    ('{"a" * 32}', '{"1" * 64}', 'evaluation', '{{"days": ["schultag"]}}', 'f1', 'whole', {MOMENT}),
    ('{"b" * 32}', '{"2" * 64}', 'matrix', '{{}}', 'f2', 'lost', {MOMENT})
"""  # noqa: S608 - constants of this file
JOBS = f"""
    INSERT INTO job (id, key, network, kind, parameters, state, progress, revision, runner,
                     cancel_asked, created, result_id) VALUES
    ('{"c" * 32}', '{"1" * 64}', '{NETWORK}', 'evaluation', '{{"days": ["schultag"]}}', 'done',
     1.0, 3, 'r', false, {MOMENT}, '{"a" * 32}'),
    ('{"d" * 32}', '{"1" * 64}', '{NETWORK}', 'evaluation', '{{"days": ["schultag"]}}', 'done',
     1.0, 3, 'r', false, {MOMENT}, '{"a" * 32}')
"""  # noqa: S608 - likewise


def test_results_of_the_first_schema_take_their_network_from_the_jobs_that_made_them(
    store: Store,
) -> None:
    with store.database.engine.execution_options(writes=True).begin() as connection:
        command.downgrade(alembic_config(connection), "base")
        command.upgrade(alembic_config(connection), "0001")
        for rows in (RESULTS, JOBS):
            connection.execute(text(rows))
    store.database.upgrade()
    made, orphan = store.results.read("a" * 32), store.results.read("b" * 32)
    assert (made.network, made.folder, made.status) == (NETWORK, "f1", "whole")
    assert made.parameters == {"days": ["schultag"]}
    assert (orphan.network, orphan.kind, orphan.status) == (None, "matrix", "lost")
    assert [store.jobs.read(one * 32).result_id for one in "cd"] == ["a" * 32] * 2
    with store.database.engine.connect() as connection:
        told = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    assert told == REVISION


def test_the_network_of_results_can_be_forgotten_and_found_again(store: Store) -> None:
    test_results_of_the_first_schema_take_their_network_from_the_jobs_that_made_them(store)
    with store.database.engine.execution_options(writes=True).begin() as connection:
        command.downgrade(alembic_config(connection), "0001")
    store.database.upgrade()
    assert [store.results.read(one * 32).network for one in "ab"] == [NETWORK, None]
