"""Results: an evaluation as a folder or a file, its maps and exports."""

import json
import logging
import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd

from accessibility.figures import measure_of
from accessibility.html_map import write_html_map
from accessibility.line_picture import LINES, build_line_picture
from accessibility.maps import draw_map
from accessibility.picture import MapPicture, build_picture
from accessibility.places import ortsteile_of, places_frame
from accessibility.report import Report
from accessibility.store import FORMATS, TABLE, check_format, read_about, read_table, write_table
from accessibility.summary import days_of, summary_text
from accessibility.words import number
from api.folders import whole_file, whole_folder
from api.manifest import MANIFEST
from api.service import Service, load_service, read_findings
from api.windows import QuestionError
from mobility.line_map import line_offer

log = logging.getLogger(__name__)

RESULT = "result.json"
NO_FOLDERS = (".txt", ".json", ".html", ".pdf", ".png", ".svg", ".shp", ".xls", ".ods", ".docx")
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


def write_map(subject: Path, measure: str, day: str | None, out: Path) -> None:
    """Draw a measure of a result, or of a network's first day; or its lines."""
    check_format(out, PICTURES)
    if measure != LINES:
        measure_of(measure)
    with whole_file(out) as path:
        if measure == LINES:
            draw(lines_of(_service_of(subject), day), path)
            return
        service, table = _subject(subject, day)
        draw(picture_of(service, table, measure, day), path)


def lines_of(service: Service, day: str | None = None) -> MapPicture:
    """Return the map of the lines of a day, the region's first by default."""
    wanted = day or next(iter(service.days))
    if wanted not in service.days:
        raise QuestionError(f"no day {wanted}; the region names {', '.join(service.days)}")
    when = service.days[wanted]
    rows = ortsteile_of(service.places)
    places = places_frame(service.places).iloc[rows].rename(columns={"parent": "kommune"})
    return build_line_picture(
        places,
        line_offer(service.network.timetable, when),
        day=wanted,
        layers=service.layers(when),
        imprint=service.imprint([wanted]),
    )


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
        imprint=service.imprint([wanted]),
    )


def draw(picture: MapPicture, path: Path) -> None:
    """Draw the map in the format of the path's ending."""
    if path.suffix.lower() == ".html":
        write_html_map(picture, path)
    else:
        draw_map(picture, path)


def export_result(result: Path, out: Path) -> None:
    """Write a result's table in the format of the ending."""
    check_format(out)
    table, about = _result(result)
    network = _table_of(result).parent.resolve() / about["network"]
    about["network"] = os.path.relpath(network.resolve(), out.resolve().parent)
    with whole_file(out) as path:
        write_table(table, path, about=about)


def _written(value: float) -> str:
    """Return a parameter as a German reader writes it."""
    return number(value, 0 if float(value).is_integer() else 1)


def report_of(service: Service, table: gpd.GeoDataFrame, pictures: Sequence[MapPicture]) -> Report:
    """Return the report of a result: summary, maps, tables, findings, provenance."""
    about = service.provenance()
    profile = f"{about['profile']['name']}: {about['profile']['source']}"
    hashes = [
        (f"{kind}: {name}", f"SHA-256 {sha}")
        for kind, files in about["inputs"].items()
        for name, sha in files.items()
    ]
    moving = [(MOVING_WORDS[key], _written(value)) for key, value in about["moving"].items()]
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
        data_status=service.standing(days_of(table)),
    )


def _subject(subject: Path, day: str | None) -> tuple[Service, gpd.GeoDataFrame]:
    """Return the service and the table of a network folder or of a result made from one."""
    if (subject / MANIFEST).is_file():
        service = load_service(subject)
        return service, service.access([day] if day else None)
    table, about = _result(subject)
    days = sorted(set(table["day"]))
    if day is not None and day not in days:
        raise QuestionError(f"the result has no day {day}; it has {', '.join(days)}")
    return _network_of(subject, about), table


def _service_of(subject: Path) -> Service:
    """Return the service of a network folder, or of the network a result was made from."""
    if (subject / MANIFEST).is_file():
        return load_service(subject)
    return _network_of(subject, _result(subject)[1])


def _network_of(result: Path, about: Mapping[str, Any]) -> Service:
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


def _result(result: Path) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """Return a result's table and what it was made from."""
    path = _table_of(result)
    if not path.is_file() or path.suffix.lower() != ".parquet":
        msg = f"{result}: no result here; name a folder or .parquet file of mobility access"
        raise QuestionError(msg)
    about = read_about(path)
    if "network" not in about:
        raise QuestionError(f"{path}: is no table of mobility access; name one")
    return read_table(path), about
