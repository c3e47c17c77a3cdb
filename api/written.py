"""Written: what is known of lines and Knoten as files, by their ending a table or a picture."""

from pathlib import Path

import pandas as pd

from accessibility.store import check_format, write_table
from api.folders import whole_file
from api.knoten import KnotenService
from api.line_pictures import write_bildfahrplan, write_netzgrafik, write_steckbrief
from api.lines import LineService
from api.windows import QuestionError
from gtfs.timetable import Ints

TABLES = (".csv", ".parquet", ".xlsx")
PICTURES = (".png", ".pdf", ".svg")
SHEETS = (".html", ".md")


def write_lines(
    lines: LineService, line: int | None, out: Path, *, day: str | None, knoten: str | None
) -> None:
    """Write the audit; or the Bildfahrplan or Steckbrief of a line; or the Netzgrafik."""
    check_format(out, (*TABLES, *PICTURES, *SHEETS))
    ending = out.suffix.lower()
    if ending in TABLES:
        _write_audit(lines, line, out)
    elif line is None and ending in SHEETS:
        raise QuestionError(f"{out.name}: a Steckbrief is of one line; name it with --line")
    elif line is None:
        write_netzgrafik(lines, knoten, day, out)
    elif ending in SHEETS:
        write_steckbrief(lines, line, day, out)
    else:
        write_bildfahrplan(lines, line, day, out)


def write_knoten(knoten: KnotenService, stations: Ints | None, hour: int | None, out: Path) -> None:
    """Write the relations of the Knoten; or the Knotenuhr of one in an hour."""
    check_format(out, (*TABLES, *PICTURES))
    if out.suffix.lower() in TABLES:
        _write(knoten.lines, knoten.table(stations), out, "Knoten")
        return
    if stations is None or hour is None:
        raise QuestionError(f"{out.name}: a Knotenuhr needs --station NAME and --hour H")
    with whole_file(out) as path:
        knoten.draw(stations, hour, path)


def _write_audit(lines: LineService, line: int | None, out: Path) -> None:
    """Write the audit, a row per line, profile and criterion."""
    tables = lines.tables(line)
    declared = tables.lines[["line_id", "product", "declared_by"]]
    audit = tables.audit.reindex(columns=["line_id"]) if tables.audit.empty else tables.audit
    whole = declared.merge(audit, on="line_id", how="right")
    _write(lines, whole.assign(data_status=lines.service.status), out, "Linien")


def _write(lines: LineService, table: pd.DataFrame, out: Path, sheet: str) -> None:
    with whole_file(out) as path:
        write_table(table, path, about=lines.service.provenance(), layer=sheet)
