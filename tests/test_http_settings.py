"""Settings come from a file, the environment over it, and the command line over both."""

from pathlib import Path

import pytest

from api.http.settings import SettingsError, read_settings


def test_without_a_word_the_server_listens_to_this_computer() -> None:
    settings = read_settings()
    assert (settings.host, settings.port, settings.cors_origins) == ("127.0.0.1", 8000, ())


def test_the_command_line_is_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('port = 1001\nthreads = 3\nmost_points = 50\nlog_format = "json"\n')
    monkeypatch.setenv("MOBILITY_PORT", "1002")
    monkeypatch.setenv("MOBILITY_THREADS", "4")
    settings = read_settings(file, port=1003, host=None)
    assert (settings.port, settings.threads, settings.most_points) == (1003, 4, 50)
    assert (settings.log_format, settings.host) == ("json", "127.0.0.1")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("portt = 1", "unknown portt; settings are host, "),
        ("port = 99999", "MOBILITY_PORT = 99999: Input should be less than or equal to 65535"),
        ("port = ", "is no TOML"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=message):
        read_settings(file)


def test_a_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        read_settings(tmp_path / "settings.toml")
