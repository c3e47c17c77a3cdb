"""Results: an evaluation as a folder or a file, and its exports."""

import json
import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd

from accessibility.store import FORMATS, TABLE, check_format, read_about, read_table, write_table
from accessibility.summary import days_of, summary_text
from api.folders import whole_file, whole_folder
from api.manifest import MANIFEST
from api.service import Service, load_service
from api.windows import QuestionError

log = logging.getLogger(__name__)

RESULT = "result.json"
NO_FOLDERS = (".txt", ".json", ".html", ".pdf", ".png", ".svg", ".shp", ".xls", ".ods", ".docx")


def write_result(
    service: Service, out: Path, days: Sequence[str] | None = None, *, threads: int | None = None
) -> str:
    """Evaluate the days into one file, or into a folder of all formats; return what to tell."""
    if out.suffix.lower() in (*FORMATS, *NO_FOLDERS):
        check_format(out)
        with whole_file(out) as path:
            table = service.access(days, threads=threads)
            write_table(table, path, about=_about(service, out.resolve().parent))
            text = summary_of(service, table)
    else:
        with whole_folder(out, RESULT) as folder:
            table = service.access(days, threads=threads)
            text = write_tables(service, table, folder, stands=out)
    return f"{text}\n{out}"


def write_tables(
    service: Service, table: gpd.GeoDataFrame, folder: Path, *, stands: Path | None = None
) -> str:
    """Write a result folder's files; return its summary. ``stands``: where it ends up."""
    about = _about(service, stands or folder)
    folder.mkdir(exist_ok=True)
    for name in (TABLE, "accessibility.gpkg", "accessibility.csv"):
        write_table(table, folder / name, about=about)
    text = summary_of(service, table)
    (folder / "summary.txt").write_text(text + "\n", encoding="utf-8")
    notes = json.dumps(about, ensure_ascii=False, indent=2)
    (folder / RESULT).write_text(notes + "\n", encoding="utf-8")
    return text


def _about(service: Service, stands: Path) -> dict[str, Any]:
    """Return what the result was made from; the network as seen from where the result stands."""
    network = os.path.relpath(service.folder.resolve(), stands.resolve())
    return service.provenance() | {"network": network}


def export_result(result: Path, out: Path) -> None:
    """Write a result's table in the format of the ending."""
    check_format(out)
    table, about = read_result(result)
    network = _table_of(result).parent.resolve() / about["network"]
    about["network"] = os.path.relpath(network.resolve(), out.resolve().parent)
    with whole_file(out) as path:
        write_table(table, path, about=about)


def summary_of(service: Service, table: gpd.GeoDataFrame) -> str:
    """Return the county's summary for the terminal."""
    return summary_text(
        table,
        region=service.manifest["name"],
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
    if service.provenance()["inputs"] != about["inputs"]:
        log.warning("%s: %s was built anew since; run mobility access again", result, folder)
    return service


def _table_of(result: Path) -> Path:
    return result / TABLE if result.is_dir() else result


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
