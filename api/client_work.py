"""Client work: scenarios, jobs and results of a running service."""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import geopandas as gpd
import pandas as pd

from api.client_door import Door
from api.http.accept import JSON
from mobility.scenario import Scenario

TOML = "application/toml"
ZIP = "application/zip"
POLL_S = 0.5
OVER = ("done", "failed", "cancelled", "interrupted")

# a model, what JSON has, or the path of a TOML or JSON file
Written: TypeAlias = Scenario | Mapping[str, Any] | Path | str
Told: TypeAlias = dict[str, Any]


class JobError(RuntimeError):
    """A job that ended without a result."""


class ScenariosClient:
    """The scenarios kept by a service."""

    def __init__(self, door: Door) -> None:
        """Take the connection."""
        self._door = door

    def all(self) -> pd.DataFrame:
        """Return a row per scenario."""
        return self._door.rows("scenarios")

    def create(self, scenario: Written) -> Told:
        """Keep a scenario; return it with ``id`` and ``version``."""
        body, media = _body(scenario)
        told: Told = self._door.post("scenarios", body, media=media)
        return told

    def from_gtfs(
        self, feed: Path | str, dates: Mapping[str, str] | None = None, replaces: Sequence[str] = ()
    ) -> Told:
        """Keep the changes that make the timetable that of a zipped GTFS feed; return it.

        ``dates``: by day type the date of the feed, as ``2027-04-20``; ``replaces``: feeds of the
        network in whose place it comes, all by default.
        """
        path = Path(feed)
        said = [f"{day}={date}" for day, date in (dates or {}).items()]
        asked = {"name": path.name, "date": said, "replaces": list(replaces)}
        headers = {"Accept": JSON, "Content-Type": ZIP}
        told: Told = self._door.send(
            "POST", "scenarios/from-gtfs", asked=asked, body=path.read_bytes(), headers=headers
        ).json()
        return told

    def read(self, scenario_id: str) -> Told:
        """Return a scenario with its ``version``."""
        told: Told = self._door.get(f"scenarios/{scenario_id}")
        return told

    def update(self, scenario_id: str, scenario: Written, version: int) -> Told:
        """Put another in the place of that version; refused (412) if it has changed since."""
        body, media = _body(scenario)
        headers = {"Accept": JSON, "Content-Type": media, "If-Match": f'"{version}"'}
        answer = self._door.send("PUT", f"scenarios/{scenario_id}", body=body, headers=headers)
        told: Told = answer.json()
        return told

    def delete(self, scenario_id: str, version: int) -> None:
        """Remove that version of a scenario."""
        said = {"If-Match": f'"{version}"'}
        self._door.send("DELETE", f"scenarios/{scenario_id}", headers=said)

    def duplicate(self, scenario_id: str, name: str | None = None) -> Told:
        """Keep a copy under another name."""
        body = json.dumps({} if name is None else {"name": name}).encode()
        told: Told = self._door.post(f"scenarios/{scenario_id}/duplicate", body)
        return told

    def check(self, scenario_id: str) -> Told:
        """Return what a scenario would do to the timetable, and what speaks against it."""
        told: Told = self._door.post(f"scenarios/{scenario_id}/check", b"{}")
        return told

    def evaluate(self, scenario_id: str, day: str | None = None) -> Told:
        """Return one day type before and after."""
        body = json.dumps({} if day is None else {"days": [day]}).encode()
        told: Told = self._door.post(f"scenarios/{scenario_id}/evaluate", body)
        return told

    def start(self, scenario_id: str, days: Sequence[str] | None = None) -> Told:
        """Start the whole evaluation and return its job; ``jobs.wait`` waits for it.

        ``days="all"``: of all days of the region.
        """
        wanted = days if isinstance(days, str | None) else list(days)
        body = json.dumps({} if wanted is None else {"days": wanted}).encode()
        headers = {"Prefer": "respond-async"}
        told: Told = self._door.post(f"scenarios/{scenario_id}/evaluate", body, headers=headers)
        return told


class JobsClient:
    """The jobs of a service."""

    def __init__(self, door: Door) -> None:
        """Take the connection."""
        self._door = door

    def all(self) -> pd.DataFrame:
        """Return a row per job, the newest first."""
        return _with_scenario(self._door.rows("jobs"))

    def read(self, job_id: str) -> Told:
        """Return a job: its ``state``, ``progress`` from 0 to 1, ``error`` and ``result``."""
        told: Told = self._door.get(f"jobs/{job_id}")
        return told

    def wait(self, job: Told, patience_s: float = 3600) -> str:
        """Return the id of the result once a job is done; ``JobError`` if it ends otherwise."""
        until = time.monotonic() + patience_s
        while job["state"] not in OVER and time.monotonic() < until:
            time.sleep(POLL_S)
            job = self.read(job["id"])
        if job["state"] != "done":
            raise JobError(f"job {job['id']} is {job['state']}: {job['error'] or 'not over yet'}")
        return str(job["result"]).rpartition("/")[2]

    def cancel(self, job_id: str) -> Told:
        """Stop a job."""
        told: Told = self._door.post(f"jobs/{job_id}/cancel", b"")
        return told

    def resume(self, job_id: str) -> Told:
        """Queue a job again that was interrupted, cancelled or failed."""
        told: Told = self._door.post(f"jobs/{job_id}/resume", b"")
        return told


class ResultsClient:
    """The results kept by a service."""

    def __init__(self, door: Door) -> None:
        """Take the connection."""
        self._door = door

    def all(self) -> pd.DataFrame:
        """Return a row per result, the newest first."""
        return _with_scenario(self._door.rows("results"))

    def read(self, result_id: str) -> Told:
        """Return what a result is, its tables and files."""
        told: Told = self._door.get(f"results/{result_id}")
        return told

    def table(self, result_id: str, name: str, **asked: object) -> pd.DataFrame:
        """Return a table without places."""
        return self._door.rows(f"results/{result_id}/tables/{name}", asked)

    def map(self, result_id: str, name: str, **asked: object) -> gpd.GeoDataFrame:
        """Return a table whose rows have places."""
        return self._door.features(f"results/{result_id}/tables/{name}", asked)

    def file(self, result_id: str, path: str) -> bytes:
        """Return a file as it lies in the result, e.g. a report."""
        return self._door.send("GET", f"results/{result_id}/files/{path}").content

    def delete(self, result_id: str) -> None:
        """Remove a result."""
        self._door.send("DELETE", f"results/{result_id}")


def _with_scenario(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with name, id and version of their scenario in columns, None without one."""
    if rows.empty:
        return rows
    of = [one or {} for one in rows["scenario"]]
    columns = {"scenario": "name", "scenario_id": "id", "version": "version"}
    rows = rows.copy()
    for column, name in columns.items():
        rows[column] = [one.get(name) for one in of]
    return rows.astype({"version": "Int64"})


def _body(scenario: Written) -> tuple[bytes, str]:
    match scenario:
        case Scenario():
            return scenario.model_dump_json(exclude_defaults=True).encode(), JSON
        case Path() | str():
            path = Path(scenario)
            return path.read_bytes(), JSON if path.suffix.lower() == ".json" else TOML
    return json.dumps(scenario).encode(), JSON
