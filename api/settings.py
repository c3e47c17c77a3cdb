"""Settings: how the server listens and what one request may ask, from a file and MOBILITY_*."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "MOBILITY_"
MEBIBYTE = 1 << 20


class SettingsError(ValueError):
    """Settings that cannot be meant; the message names each, its value and what to do."""


class Settings(BaseSettings):
    """What the operator decides; a variable ``MOBILITY_PORT`` sets ``port`` and so on."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8000, ge=0, le=65535, description="0: any that is free")
    hosts: tuple[str, ...] = Field(
        default=("127.0.0.1", "::1", "localhost"),
        description="names the server answers to: a foreign page must not borrow another",
    )
    cors_origins: tuple[str, ...] = Field(
        default=(), description="pages elsewhere that may read answers"
    )
    database: str | None = Field(
        default=None, description="postgresql://user@host/name; SQLite in the storage by default"
    )
    storage: Path | None = Field(
        default=None, description="folder of results and jobs; NETWORK.storage by default"
    )
    log_format: Literal["text", "json"] = Field(default="text", description="of the access log")
    threads: int = Field(default=2, ge=1, le=256, description="questions computed at once")
    most_waiting: int = Field(
        default=64, ge=1, description="questions computed or waiting; then 503"
    )
    stop_within_s: int = Field(
        default=20, ge=0, description="for requests under way when told to end"
    )
    kept_bytes: int = Field(default=256 * MEBIBYTE, ge=0, description="of finished answers kept")
    most_body_bytes: int = Field(default=8 * MEBIBYTE, ge=1, description="of a request; then 413")
    most_points: int = Field(default=10_000, ge=1, description="on either side of a question")
    most_pairs: int = Field(default=1_000_000, ge=1, description="points from × points to")
    longest_window_min: int = Field(default=1440, ge=1, le=1440, description="minutes of a window")
    page_size: int = Field(default=1000, ge=1, description="rows of a list where no limit is asked")
    most_rows: int = Field(default=10_000, ge=1, description="largest limit of a list")


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
