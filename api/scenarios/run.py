"""Scenario run: a scenario evaluated before and after, with everything one asks of it, as files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from accessibility.store import write_table
from api.compare import COMPARED, compare_into
from api.compare_files import MADE, Told, write_change
from api.evaluated import Evaluated, evaluated
from api.fahrplan import FahrplanService, write_order
from api.folders import whole_folder
from api.lines import LineService
from api.progress import SILENT, Progress
from api.results import RESULT, write_found
from api.scenarios.causes import with_causes
from api.scenarios.check import Checked, check_data, check_scenario, check_text
from api.scenarios.effects import contributions
from api.scenarios.files import Source
from api.scenarios.ground import Made
from api.scenarios.service import changed_service, service_under
from api.service import Service
from api.standard_tables import QUICK

BEFORE, BASE = "Bestand", "Ohnefall"  # folder of the result before: the network, or the base
COMPARISON = "vergleich"
EFFECTS = "beitraege"  # what each change does by itself
ORDER = "bestellung"  # and the Fahrpläne of the lines that change


@dataclass(frozen=True)
class How:
    """How a scenario is run."""

    effects: bool = False  # evaluate each change alone and left out, too
    stands: Path | None = None  # where the folder ends up; None: where it is written
    threads: int | None = None
    progress: Progress = SILENT


def run_scenario(
    service: Service,
    chain: Sequence[Source],
    out: Path,
    days: Sequence[str] | None = None,
    how: How | None = None,
) -> str:
    """Evaluate the scenario on top and what it stands on; write both and what differs.

    The folder is the result after, with the one before in a folder of its own and all comparisons
    beside it. Returns what to tell.
    """
    how = how or How()
    stands, progress = how.stands or out, how.progress
    progress.at(0)
    checked = check_scenario(service, chain)
    checked.made.refuse_misfits()
    below = chain[:-1]
    one = service_under(service, below)[0] if below else service
    before = evaluated(one, days, threads=how.threads, progress=progress.within(0.05, 0.15))
    with whole_folder(out, RESULT) as folder:
        name = BASE if below else BEFORE
        write_found(before, folder / name, stands / name, QUICK, progress.within(0.15, 0.4))
        result = Told(folder / name)
        after, told = write_against(
            before, checked, folder, stands, result, progress.within(0.4, 1.0)
        )
        if how.effects:
            _write(contributions(before, chain[-1]), folder, EFFECTS, after)
    return f"{check_text(checked)}\n\n{told}\n{out}"


def run_data(out: Path, days: Sequence[str]) -> dict[str, Any]:
    """Return what a run of the days has written as data: that of ``check``, and what it gives.

    ``results`` are those of ``vergleich.json``: the sentence of the Kreis and how to read it.
    """
    compared = json.loads((out / COMPARISON / COMPARED).read_bytes())
    told = {name: compared[name] for name in ("data_status", "results")}
    return {**json.loads((out / MADE).read_bytes()), "days": list(days), **told, "out": str(out)}


def write_against(
    before: Evaluated,
    checked: Checked,
    folder: Path,
    stands: Path,
    result: Told,
    progress: Progress = SILENT,
) -> tuple[Evaluated, str]:
    """Evaluate a scenario that has been tried, and write it beside what it is held against.

    ``result`` is the folder of ``before``. Returns what was found and what to tell.
    """
    service, made = before.service, checked.made
    built = service.baseline or service
    changed = checked.changed or changed_service(built, made)
    after = evaluated(
        changed, list(before.days), before=before, threads=before.threads,
        progress=progress.within(0.0, 0.1),
    )  # fmt: skip
    write_found(after, folder, stands, QUICK, progress.within(0.1, 0.4))
    progress.at(0.4)
    _write_change(after, made, folder)
    text = json.dumps(check_data(checked), ensure_ascii=False, indent=2)
    (folder / MADE).write_text(text + "\n", encoding="utf-8")
    told = compare_into(
        folder / COMPARISON, built, result, [Told(folder)], progress=progress.within(0.5, 0.95)
    )
    progress.at(0.95)
    asked = FahrplanService(LineService(service))
    new = FahrplanService(LineService(after.service)).plan
    write_order(asked, new, folder / ORDER, made.name)
    return after, told


def _write_change(after: Evaluated, made: Made, folder: Path) -> None:
    """Write what is said of the result after against the one before only."""
    dates = {name: day.date for name, day in after.days.items()}
    write_change(after, with_causes(after.lost, made, dates), folder)


def _write(table: pd.DataFrame, folder: Path, name: str, found: Evaluated) -> None:
    """Write a table for programs and for people; one that says nothing is left out."""
    if table.empty:
        return
    about, told = found.service.provenance(), table.assign(data_status=found.service.status)
    for ending in (".parquet", ".csv"):
        write_table(told, folder / f"{name}{ending}", about=about)
