"""Settings: how the server listens and what one request may ask, from a file and MOBILITY_*."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, IPvAnyNetwork, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "MOBILITY_"
MEBIBYTE = 1 << 20
CLOSING_S = 5  # to tell jobs interrupted and let go of the database
HostName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[^\s/*]+$", to_lower=True)]
Origin: TypeAlias = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/*]+$")]


class SettingsError(ValueError):
    """Settings that cannot be meant; the message names each, its value and what to do."""


class Settings(BaseSettings):
    """What the operator decides; a variable ``MOBILITY_PORT`` sets ``port`` and so on."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    host: str = Field(default="127.0.0.1", min_length=1, description="address to listen on")
    workers: int = Field(default=1, ge=1, le=64, description="processes that answer")
    port: int = Field(default=8000, ge=0, le=65535, description="0: any that is free")
    hosts: tuple[HostName, ...] = Field(
        default=(),
        description="names the server answers to beside those of this computer: a foreign page "
        "must not borrow another",
    )
    require_login: bool = Field(
        default=False, description="tokens also where only this computer reaches the server"
    )
    behind_tls: bool = Field(
        default=False, description="a proxy before the server encrypts what leaves it"
    )
    proxies: tuple[IPvAnyNetwork, ...] = Field(
        default=(), description="addresses whose X-Forwarded-For and -Proto are believed"
    )
    most_failures: int = Field(
        default=20, ge=1, description="tokens that do not hold, of an address in a minute; then 429"
    )
    cors_origins: tuple[Origin, ...] = Field(
        default=(), description="pages elsewhere that may read answers: https://name"
    )
    database: str | None = Field(
        default=None, description="postgresql://user@host/name; SQLite in the storage by default"
    )
    database_password_file: Path | None = Field(
        default=None, description="file that holds the password of the database and nothing else"
    )
    storage: Path | None = Field(
        default=None, description="folder of results and jobs; NETWORK.storage by default"
    )
    log_format: Literal["text", "json"] = Field(default="text", description="of all that is logged")
    threads: int = Field(
        default=2,
        ge=1,
        le=256,
        description="questions computed at once; as many files and comparisons beside",
    )
    most_waiting: int = Field(
        default=64, ge=1, description="questions computed or waiting; then 503"
    )
    most_listeners: int = Field(default=1000, ge=1, description="who follow jobs at once; then 503")
    stop_within_s: int = Field(
        default=20, ge=0, description="from being told to end to the end of the process"
    )
    silent_within_s: int = Field(
        default=60, ge=2, description="a process that says nothing for so long is replaced"
    )
    kept_bytes: int = Field(default=64 * MEBIBYTE, ge=0, description="of finished answers kept")
    most_body_bytes: int = Field(default=8 * MEBIBYTE, ge=1, description="of a request; then 413")
    most_feed_bytes: int = Field(
        default=256 * MEBIBYTE, ge=1, description="of a posted feed; then 413"
    )
    most_points: int = Field(default=10_000, ge=1, description="on either side of a question")
    most_pairs: int = Field(default=1_000_000, ge=1, description="points from × points to")
    most_unpacked_bytes: int = Field(
        default=2048 * MEBIBYTE, ge=1, description="of its tables, unpacked; then 413"
    )
    most_changes: int = Field(default=2000, ge=1, description="of a posted scenario")
    most_vertices: int = Field(default=20_000, ge=4, description="of an area drawn; then 413")
    most_dpi: int = Field(default=300, ge=50, le=1200, description="of a map as PNG; A4")
    longest_window_min: int = Field(default=1440, ge=1, le=1440, description="minutes of a window")
    page_size: int = Field(
        default=10_000, ge=1, description="rows of a list where no limit is asked"
    )
    most_rows: int = Field(default=10_000, ge=1, description="largest limit of a list")

    @property
    def database_password(self) -> str | None:
        """What the file of the password holds, None if none is named."""
        file = self.database_password_file
        try:
            return None if file is None else file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"database_password_file {file}: cannot be read") from error

    @property
    def grace_s(self) -> float:
        """Seconds what is under way has to end; the rest is for writing down what did not."""
        return max(self.stop_within_s - CLOSING_S, self.stop_within_s / 2)


def read_settings(file: Path | None = None, **given: object) -> Settings:
    """Return the settings: what is given (and not None), over the environment, over the file."""
    written = _read(file) if file is not None else {}
    beneath = _known(written, file)
    chosen = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings.model_validate(beneath | chosen)
    except ValidationError as error:
        told = [
            f"{PREFIX}{'.'.join(map(str, one['loc'])).upper()} = {one['input']!r}: {one['msg']}"
            for one in error.errors()
        ]
        raise SettingsError("settings: " + "; ".join(told)) from error


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"{file}: no such file; name a TOML file of settings") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: is no TOML ({error})") from error


def _known(written: Mapping[str, Any], file: Path | None) -> dict[str, Any]:
    """Return what the file says and the environment does not; refuse keys that are none."""
    unknown = sorted(set(written) - set(Settings.model_fields))
    if unknown:
        known = ", ".join(Settings.model_fields)
        raise SettingsError(f"{file}: unknown {', '.join(unknown)}; settings are {known}")
    environment = {name.upper() for name in os.environ}
    return {
        name: value
        for name, value in written.items()
        if f"{PREFIX}{name}".upper() not in environment
    }
