"""Results: an evaluation as a folder or a file, and its exports."""

import json
import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from accessibility.report_evaluation import ACCESS, GEO, GROUND, POINTS, WORDS, Evaluation
from accessibility.store import FORMATS, TABLE, check_format, read_about, read_table, write_table
from accessibility.summary import days_of
from accessibility.summary_text import summary_text
from api.evaluated import Evaluated, evaluated
from api.folders import whole_file, whole_folder
from api.gis.qgis_styles import as_qml, day_styles
from api.manifest import MANIFEST, same_state
from api.progress import SILENT, Progress
from api.scenarios.service import as_told
from api.service import Service, load_service
from api.standard_case import Case, FindPart
from api.standard_tables import PARTS
from api.standards import evaluate_case
from api.windows import QuestionError

log = logging.getLogger(__name__)

RESULT = "result.json"
NO_FOLDERS = (".txt", ".json", ".html", ".pdf", ".png", ".svg", ".shp", ".xls", ".ods", ".docx")


def write_result(
    service: Service, out: Path, days: Sequence[str] | None = None, *, threads: int | None = None
) -> str:
    """Write the accessibility table of the days into one file, or all tables into a folder.

    Returns what to tell.
    """
    if out.suffix.lower() in (*FORMATS, *NO_FOLDERS):
        check_format(out)
        with whole_file(out) as path:
            table = service.access(days, threads=threads)
            write_table(table, path, about=_about(service, out.resolve().parent))
            text = summary_of(service, table)
    else:
        with whole_folder(out, RESULT) as folder:
            found = evaluated(service, days, threads=threads)
            text = summary_of(service, write_found(found, folder, out).access)
    return f"{text}\n{out}"


def write_found(
    found: Evaluated,
    folder: Path,
    stands: Path,
    parts: Sequence[FindPart] = PARTS,
    progress: Progress = SILENT,
) -> Evaluation:
    """Write what was found as a result folder, with every home by itself; return its tables.

    ``stands``: where the folder ends up.
    """
    case = Case(found.service, found.days, lambda: found.choices, found.threads)
    evaluation = evaluate_case(case, lambda: found.access, parts)
    progress.at(0.4)
    points = found.points_by_hour.assign(data_status=found.service.status)
    told = Evaluation(evaluation.access, {**evaluation.tables, POINTS: points})
    write_evaluation(found.service, told, folder, stands=stands, progress=progress.within(0.5, 1))
    return evaluation


def write_evaluation(
    service: Service,
    found: Evaluation,
    folder: Path,
    *,
    stands: Path | None = None,
    progress: Progress = SILENT,
) -> str:
    """Write a result folder's files; return its summary. ``stands``: where it ends up."""
    about = _about(service, stands or folder)
    folder.mkdir(exist_ok=True)
    tables = {ACCESS: found.access, **found.tables}
    files = {
        name: _write_all(table, folder, name, about)
        for name, table in progress.through(tables.items())
    }
    told = {name: {**WORDS[name]._asdict(), "files": written} for name, written in files.items()}
    text = summary_of(service, found.access)
    (folder / "summary.txt").write_text(text + "\n", encoding="utf-8")
    notes = json.dumps({**about, "tables": told}, ensure_ascii=False, indent=2)
    (folder / RESULT).write_text(notes + "\n", encoding="utf-8")
    return text


def _write_all(table: pd.DataFrame, folder: Path, name: str, about: Mapping[str, Any]) -> list[str]:
    """Write a table for programs, people and, where it has places, for QGIS; return the names."""
    endings = [".parquet"]
    endings += [".gpkg"] if isinstance(table, gpd.GeoDataFrame) else []
    endings += [] if name in (GROUND, POINTS) else [".csv"]  # no sheet is made for them
    for ending in endings:
        write_table(table, folder / f"{name}{ending}", about=about, layer=name)
    return [f"{name}{ending}" for ending in endings]


def _about(service: Service, stands: Path) -> dict[str, Any]:
    """Return what the result was made from; the network as seen from where the result stands."""
    network = os.path.relpath(service.folder.resolve(), stands.resolve())
    return service.provenance() | {"network": network}


def export_result(result: Path, out: Path) -> list[Path]:
    """Write a result's table in the format of the ending, a GeoPackage with a style of QGIS.

    Returns what was written. QGIS takes a ``.qml`` of the same name by itself.
    """
    check_format(out)
    table, about = read_result(result)
    network = _table_of(result).parent.resolve() / about["network"]
    about["network"] = os.path.relpath(network.resolve(), out.resolve().parent)
    with whole_file(out) as path:
        write_table(table, path, about=about)
    if out.suffix.lower() != ".gpkg":
        return [out]
    with whole_file(out.with_suffix(".qml")) as path:
        path.write_bytes(as_qml(*day_styles(table)))
    return [out, out.with_suffix(".qml")]


def summary_of(service: Service, table: gpd.GeoDataFrame) -> str:
    """Return the county's summary for the terminal."""
    return summary_text(
        table,
        region=service.title,
        dates=service.days,
        data_status=service.standing(days_of(table)),
    )


def network_of(result: Path, about: Mapping[str, Any]) -> Service:
    """Return the service on the network a result was made from; say so if it is another now."""
    folder = (_table_of(result).parent.resolve() / about["network"]).resolve()
    if not (folder / MANIFEST).is_file():
        msg = f"{result}: was made from the network {folder}, which is gone; run mobility build"
        raise QuestionError(f"{msg} and mobility access again")
    service = load_service(folder)
    if not same_state(about, service.provenance()):
        log.warning("%s: is of another state of %s; run mobility access again", result, folder)
    return as_told(service, about.get("scenario"))


def _table_of(result: Path) -> Path:
    return result / TABLE if result.is_dir() else result


def read_evaluation(result: Path) -> tuple[Evaluation, dict[str, Any]]:
    """Return all tables of a result folder, and what it was made from."""
    access, about = read_result(result)
    notes = result / RESULT
    if not notes.is_file():
        msg = f"{result}: holds the accessibility table alone; name the folder of mobility access"
        raise QuestionError(msg)
    names = json.loads(notes.read_text(encoding="utf-8")).get("tables", {})
    tables = {
        name: pd.read_parquet(result / f"{name}.parquet")
        for name in names
        if name not in (*GEO, POINTS)
    }
    tables |= {name: read_table(result / f"{name}.parquet") for name in names if name in GEO}
    tables.pop(ACCESS, None)
    return Evaluation(access, tables), about


def read_result(result: Path) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """Return a result's table and what it was made from."""
    path = _table_of(result)
    if not path.is_file() or path.suffix.lower() != ".parquet":
        msg = f"{result}: no result here; name a folder or .parquet file of mobility access"
        raise QuestionError(msg)
    about = read_about(path)
    if "network" not in about:
        raise QuestionError(f"{path}: is no table of mobility access; name one")
    return read_table(path), about
