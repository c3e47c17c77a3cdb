"""Scenario minutes: which minute of the hour suits whom best, as a table and in words."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from accessibility.store import check_format, write_table
from accessibility.words import NOTHING, TARGETS, TOWARDS, day_name, number
from api.evaluated import evaluated
from api.folders import whole_file
from api.lines import LineService
from api.scenarios.effects import ANSCHLUESSE, FIGURES, minutes_tried
from api.scenarios.ground import ground_of
from api.service import Service
from api.windows import QuestionError
from mobility.draft import draft_of
from mobility.draft_lines import find_line
from mobility.draft_lines import towards as line_towards

HOUR = 60  # minutes
MOST_EVERY = 30
FORMATS = (".csv", ".parquet", ".xlsx")
BEST = "*"
MET = ("people_newly_met", "people_no_longer_met")
READING = f"""\
Personen im Kreis, die zum besten Ziel der Klasse deutlich besser (+) oder schlechter (−) hinkommen
als heute: ab 5 Minuten oder 2 Fahrtenpaaren. Dieselbe Person kann beides sein. Wer eine schnellere
Fahrt bekommt, dem zählen langsamere nicht mehr als brauchbar: so kann jemand Fahrten verlieren, dem
keine genommen wurde.
Zielwert: Personen, die den Zielwert der Klasse neu einhalten (+) oder nicht mehr (−); ohne eine
solche Spalte ändert sich das durch keine der Minuten.
gut, knapp verpasst: Anschlüsse der Linie an Knoten, von ihr und zu ihr, an diesem Tag; wie in
„knoten“ solche der Hauptrelation und solche, an denen heute eine brauchbare Verbindung umsteigt.
{BEST} = die Minute mit den meisten Personen, + weniger −; bei Gleichstand die kürzere mittlere
Reisezeit, dann die kleinere Verschiebung."""


def offsets(every: int) -> list[int]:
    """Return the shifts in minutes that try every so many minutes of the hour, the least for each.

    An hour later is no other minute: beyond half an hour it is earlier instead.
    """
    if not 1 <= every <= MOST_EVERY:
        raise QuestionError(f"every {every} minutes: give 1 to {MOST_EVERY}")
    return sorted(later - HOUR * (later > HOUR // 2) for later in range(0, HOUR, every))


def minutes_table(
    service: Service,
    line: str,
    every: int,
    *,
    days: Sequence[str] | None = None,
    towards: str | None = None,
    threads: int | None = None,
) -> pd.DataFrame:
    """Return what the Kreis has of each minute of a line, by day and class.

    Columns ``line_id, line, towards, minutes, day, class, best``, of one minute a day and class,
    and the figures of ``minutes_tried``: the Anschlüsse are the same for all classes of a day.
    """
    asked, lines = offsets(every), LineService(service)
    row = lines.one(line)
    line_id, name = str(lines.lines.line_id[row]), str(lines.lines.name[row])
    draft = draft_of(ground_of(service))
    line_towards(draft, find_line(draft, line_id), towards)  # refuses an end the line has not
    before = evaluated(service, days, threads=threads)
    found = minutes_tried(before, line_id, asked, towards)
    found["best"] = _best(found)
    head = found.assign(
        line_id=line_id, line=name, towards=towards or "", data_status=service.status
    )
    keys = ["line_id", "line", "towards", "minutes", "day", "class", "best"]
    return head[[*keys, *FIGURES, *ANSCHLUESSE.values(), "data_status"]]


def write_minutes(table: pd.DataFrame, path: Path, service: Service) -> None:
    """Write the table in the format of the ending."""
    check_format(path, FORMATS)
    with whole_file(path) as work:
        write_table(table, work, about=service.provenance(), layer="minuten")


def minutes_text(table: pd.DataFrame, service: Service) -> str:
    """Return the table for people: gains and losses of every minute, and the best for each."""
    told = [part for day in table["day"].unique() for part in _of_day(table, day, service)]
    return "\n".join([*told, "", READING])


def _best(found: pd.DataFrame) -> "pd.Series[bool]":
    """Return which row is the best of its day and class."""
    ahead = (found["people_better"] - found["people_worse"]).fillna(0)
    order = found.assign(
        behind=-ahead, mean=found["time_difference_mean"].fillna(np.inf), by=found["minutes"].abs()
    ).sort_values(["behind", "mean", "by", "minutes"], kind="stable")
    best = order.drop_duplicates(["day", "class"]).index
    return pd.Series(found.index.isin(best), index=found.index)


def _of_day(table: pd.DataFrame, day: str, service: Service) -> Iterator[str]:
    rows = table[table["day"] == day]
    first = rows.iloc[0]
    way = f" in Richtung {first['towards']}" if first["towards"] else ""
    yield service.heading(service.days[day])
    yield f"{first['line']}, {day_name(day)}: alle Fahrten{way} früher (−) oder später (+)"
    yield ""
    yield from _matrix(rows)
    yield ""
    best = {str(row["class"]): row for row in _records(rows[rows["best"]])}
    yield from (_said(best[kind]) for kind in rows["class"].unique().tolist())


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _matrix(rows: pd.DataFrame) -> Iterator[str]:
    """Yield a line per minute, a column per class: people better and worse off; Anschlüsse."""
    kinds = rows["class"].unique().tolist()
    turned = rows.loc[rows[list(MET)].gt(0).any(axis=1), "class"].unique().tolist()
    columns = [
        (kind, title, say)
        for kind in kinds
        for title, say in ((TARGETS[kind], _cell), ("Zielwert", _met))
        if say is _cell or kind in turned
    ]
    cells = [["Minuten", *(title for _, title, _ in columns), *ANSCHLUESSE]]
    for minutes, part in rows.groupby("minutes", sort=True):
        of = {one["class"]: one for one in _records(part)}
        counts = [number(part[name].iloc[0]) for name in ANSCHLUESSE.values()]
        cells.append([_shift(int(str(minutes))), *(say(of[kind]) for kind, _, say in columns)])
        cells[-1] += counts
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    for row in cells:
        yield "  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True))


def _met(row: Mapping[str, Any]) -> str:
    """Return who newly meets the value of a class, and who does not any more."""
    newly, no_longer = (number(row[name]) for name in MET)
    return f"+{newly} −{no_longer}"


def _cell(row: Mapping[str, Any]) -> str:
    mark = BEST if row["best"] else " "
    return f"+{number(row['people_better'])} −{number(row['people_worse'])}{mark}"


def _said(row: Mapping[str, Any]) -> str:
    """Return a sentence on the best minute for a class."""
    if not row["minutes"]:
        return f"{TOWARDS[row['class']]}: am besten wie heute"
    best = f"{_shift(int(row['minutes']))} min"
    better, worse = number(row["people_better"]), number(row["people_worse"])
    reached, lost = number(row["people_newly_reached"]), number(row["people_lost"])
    return (
        f"{TOWARDS[row['class']]}: am besten {best}: {better} deutlich besser, {worse} "
        f"deutlich schlechter, {reached} neu erreichbar, {lost} verloren, im Mittel "
        f"{_mean(row['time_difference_mean'])}{_turned(row)}"
    )


def _turned(row: Mapping[str, Any]) -> str:
    """Return who meets the value no longer, and who newly; "" where that is nobody."""
    newly, no_longer = (row[name] for name in MET)
    if not (newly > 0 or no_longer > 0):
        return ""
    return f"; {number(no_longer)} erreichen den Zielwert nicht mehr, {number(newly)} neu"


def _mean(seconds: float) -> str:
    if not np.isfinite(seconds):
        return NOTHING
    said = number(abs(seconds) / 60, 1)
    return (
        "gleich schnell" if said == "0,0" else f"{said} min {'länger' if seconds > 0 else 'kürzer'}"
    )


def _shift(minutes: int) -> str:
    return f"{minutes:+d}".replace("-", "−") if minutes else "0"
