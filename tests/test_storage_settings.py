"""Where a service keeps things is a matter of its settings; passwords stay out of sight."""

import json
from pathlib import Path

import pytest
from commands import mobility

from api.http.settings import SettingsError, read_settings
from api.storage.errors import StorageError
from api.storage.store import folder_of, store_of

NOBODY = "postgresql://kreis@127.0.0.1:1/kreis"  # no database listens there


def test_results_lie_beside_the_network_or_where_the_settings_say(tmp_path: Path) -> None:
    assert folder_of(tmp_path / "net", read_settings()) == tmp_path / "net.storage"
    elsewhere = read_settings(storage=tmp_path / "kept")
    assert folder_of(tmp_path / "net", elsewhere) == tmp_path / "kept"


def test_a_token_is_made_where_the_service_looks_for_it(
    valley: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOBILITY_STORAGE", str(tmp_path / "kept"))
    made = mobility("token", "create", valley / "net", "--name", "IT", "--role", "admin", "--json")
    assert made.code == 0, made.err
    store = store_of(valley / "net", read_settings())
    assert [one.id for one in store.tokens.all()] == [json.loads(made.out)["id"]]
    store.close()


def test_a_password_is_read_from_its_file_and_told_nobody(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("geheim/:@\n", encoding="utf-8")
    settings = read_settings(database=NOBODY, database_password_file=file)
    assert settings.database_password == "geheim/:@"  # noqa: S105 - of this test
    with pytest.raises(StorageError) as refused:
        store_of(tmp_path, settings)
    assert str(refused.value).startswith("postgresql+psycopg://kreis:***@127.0.0.1:1/kreis: ")
    assert "geheim" not in str(refused.value)


def test_a_password_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    settings = read_settings(database=NOBODY, database_password_file=tmp_path / "none")
    with pytest.raises(SettingsError, match=r"database_password_file .*none: cannot be read"):
        store_of(tmp_path, settings)
