"""Results: an evaluation as a folder or a file, its maps and exports."""

import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd

from accessibility.html_map import write_html_map
from accessibility.maps import draw_map
from accessibility.picture import MapPicture, build_picture
from accessibility.report import Report
from accessibility.store import FORMATS, TABLE, read_about, read_table, write_table
from accessibility.summary import summary_text
from api.folders import MANIFEST, whole_file, whole_folder
from api.service import QuestionError, Service, load_service, read_findings

RESULT = "result.json"
PICTURES = (".png", ".pdf", ".svg", ".html")
MOVING_WORDS = {
    "walk_speed_kmh": "Gehgeschwindigkeit (km/h)",
    "snap_m": "Weg zur nächsten Straße höchstens (m)",
    "max_access_s": "Fußweg zur ersten und von der letzten Haltestelle höchstens (s)",
    "max_transfer_s": "Fußweg beim Umsteigen höchstens (s)",
    "max_walk_s": "Fußweg ohne Fahrt höchstens (s)",
    "board_slack_s": "Zeit an der ersten Haltestelle (s)",
    "transfer_slack_s": "Übergangszeit beim Umsteigen (s)",
    "transfer_slack_rail_s": "Übergangszeit von und zur Bahn (s)",
    "max_rides": "Fahrten je Verbindung höchstens",
    "max_travel_s": "Reisezeit höchstens (s)",
}
HEADLINE = "mittelzentrum_journey_time_p50"


def write_result(service: Service, table: gpd.GeoDataFrame, out: Path) -> str:
    """Write the table as one file, or as a folder of all formats; return what to tell."""
    if out.suffix.lower() in FORMATS:
        with whole_file(out) as path:
            write_table(table, path, about=_about(service, path.parent))
        return f"{summary_of(service, table)}\n{out}"
    with whole_folder(out, RESULT) as folder:
        text = write_tables(service, table, folder)
    return f"{text}\n{out}"


def write_tables(service: Service, table: gpd.GeoDataFrame, folder: Path) -> str:
    """Write a result folder's files; return its summary."""
    about = _about(service, folder)
    folder.mkdir(exist_ok=True)
    for name in (TABLE, "accessibility.gpkg", "accessibility.csv"):
        write_table(table, folder / name, about=about)
    text = summary_of(service, table)
    (folder / "summary.txt").write_text(text + "\n", encoding="utf-8")
    notes = json.dumps(about, ensure_ascii=False, indent=2)
    (folder / RESULT).write_text(notes + "\n", encoding="utf-8")
    return text


def _about(service: Service, folder: Path) -> dict[str, Any]:
    """Return what the result in the folder was made from; the network as seen from there."""
    network = os.path.relpath(service.folder.absolute(), folder.absolute())
    return service.provenance() | {"network": network}


def write_map(subject: Path, measure: str, day: str | None, out: Path) -> None:
    """Draw a measure of a result, or of a network's first day."""
    if out.suffix.lower() not in PICTURES:
        raise QuestionError(f"{out.name}: a map is one of {', '.join(PICTURES)}")
    service, table = _subject(subject, day)
    picture = picture_of(service, table, measure, day)
    with whole_file(out) as path:
        draw(picture, path)


def picture_of(
    service: Service, table: gpd.GeoDataFrame, measure: str, day: str | None = None
) -> MapPicture:
    """Return the map of a measure on a day of the table, its first by default."""
    wanted = day or str(table["day"].iloc[0])
    when = date.fromisoformat(str(table.loc[table["day"] == wanted, "date"].iloc[0]))
    return build_picture(
        table,
        measure=measure,
        day=wanted,
        layers=service.layers(when),
        imprint=service.imprint(),
    )


def draw(picture: MapPicture, path: Path) -> None:
    """Draw the map in the format of the path's ending."""
    if path.suffix.lower() == ".html":
        write_html_map(picture, path)
    else:
        draw_map(picture, path)


def export_result(result: Path, out: Path) -> None:
    """Write a result's table in the format of the ending."""
    table, network = _result(result)
    with whole_file(out) as path:
        about = read_about(_table_of(result))
        about["network"] = os.path.relpath(network.absolute(), path.parent)
        write_table(table, path, about=about)


def report_of(service: Service, table: gpd.GeoDataFrame, pictures: Sequence[MapPicture]) -> Report:
    """Return the report of a result: summary, maps, tables, findings, provenance."""
    about = service.provenance()
    profile = f"{about['profile']['name']}: {about['profile']['source']}"
    hashes = [
        (f"{kind}: {name}", f"SHA-256 {sha}")
        for kind, files in about["inputs"].items()
        for name, sha in files.items()
    ]
    moving = [(MOVING_WORDS[key], str(value)) for key, value in about["moving"].items()]
    return Report(
        title=f"Erreichbarkeit – {about['region']}",
        table=table,
        pictures=tuple(pictures),
        imprint=service.imprint(),
        findings=tuple(read_findings(service.folder)),
        provenance=(("Programm", about["version"]), *hashes, *moving),
        standards=profile,
    )


def summary_of(service: Service, table: gpd.GeoDataFrame) -> str:
    """Return the county's summary for the terminal."""
    return summary_text(
        table,
        region=service.manifest["name"],
        dates=service.days,
        data_status=service.manifest["data_status"],
    )


def _subject(subject: Path, day: str | None) -> tuple[Service, gpd.GeoDataFrame]:
    """Return the service and the table of a network folder or of a result made from one."""
    if (subject / MANIFEST).is_file():
        service = load_service(subject)
        return service, service.access([day] if day else None)
    table, network = _result(subject)
    days = sorted(set(table["day"]))
    if day is not None and day not in days:
        raise QuestionError(f"the result has no day {day}; it has {', '.join(days)}")
    return load_service(network), table


def _table_of(result: Path) -> Path:
    return result / TABLE if result.is_dir() else result


def _result(result: Path) -> tuple[gpd.GeoDataFrame, Path]:
    """Return a result's table and the network folder it was made from."""
    path = _table_of(result)
    if not path.is_file() or path.suffix.lower() != ".parquet":
        msg = f"{result}: no result here; name a folder or .parquet file of mobility access"
        raise QuestionError(msg)
    about = read_about(path)
    if "network" not in about:
        raise QuestionError(f"{path}: does not say which network it was made from")
    return read_table(path), path.parent / about["network"]
