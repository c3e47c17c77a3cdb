"""Line report: what a line offers and what the audit says, as data and as German text."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from accessibility.line_profiles import LineProfile
from accessibility.words import MET, NOT_CHECKED, clock, day_name, number
from mobility.line_map import BUS, BUS_PRODUCTS

NO_FINDING = "keine Feststellung des Verbunds"
NOTE = (
    "Paare: Fahrten über die ganze Linie in der schwächeren Richtung, ohne Rufbus und ohne solche, "
    "die einer anderen in weniger als 10 Minuten folgen. Takt: Abstand der meisten Abfahrten (±2 "
    "min). Hinter jedem Profil: rechnerische Prüfung, erfüllte von prüfbaren Kriterien; "
    f"{NO_FINDING}. Abweichend: verfehlt ist nur, was das Profil duldet (im MDV die Summe des "
    "Wochenendes). Mit --line LINIE stehen Werte, Grenzen und entscheidende Fahrten dabei."
)
COLUMNS = ("trips", "whole", "part", "on_demand", "kept", "filled", "strength", "by_hour")


class LineTables(NamedTuple):
    """What is known of the lines: a row a line, a row a line and day and way, a row a criterion."""

    lines: pd.DataFrame  # line_id, name, product, declared_by, agency, from_name, to_name
    days: pd.DataFrame  # mobility.line_days.line_table
    audit: pd.DataFrame  # accessibility.line_audit.audit_lines
    profiles: Mapping[str, LineProfile]  # by key


def as_data(tables: LineTables) -> list[dict[str, Any]]:
    """Return a dictionary per line, for JSON: days with both ways, and the audits."""
    days = dict(iter(tables.days.groupby("line_id"))) if len(tables.days) else {}
    audits = dict(iter(tables.audit.groupby("line_id"))) if len(tables.audit) else {}
    return [
        {
            **{str(key): value for key, value in line.items()},
            "days": _days(days.get(line["line_id"])),
            "audits": _audits(audits.get(line["line_id"]), tables.profiles),
        }
        for line in tables.lines.to_dict("records")
    ]


def as_text(tables: LineTables) -> str:
    """Return a line of text per line and day type, and the audits of its product."""
    return "\n".join([*(_block(line) for line in as_data(tables)), "", NOTE])


def evidence_text(line: Mapping[str, Any]) -> str:
    """Return all audits of one line of ``as_data``, a row a criterion with its reason."""
    rows = []
    for audit in line["audits"]:
        rows.append(f"\n{sentence(audit)}")
        for row in audit["criteria"]:
            mark = " (Annahme)" if row["assumed"] else ""
            value = row["value_text"] or "–"
            limit = f", Grenze {row['limit_text']}" if row["limit_text"] else ""
            rows.append(f"  {row['verdict']:<14} {row['criterion']}: {value}{limit}{mark}")
            if row["why"]:
                rows.append(f"  {'':<14}   {row['why']}")
    return "\n".join([_block(line), *rows])


def sentence(audit: Mapping[str, Any]) -> str:
    """Return what may be said of a line: a computation, never that it is or is not the brand."""
    return (
        f"Rechnerische Prüfung nach Profil {audit['name']}: {audit['met']} von {audit['checked']} "
        f"prüfbaren Kriterien erfüllt ({audit['whole']}); {NO_FINDING}"
    )


def _days(rows: pd.DataFrame | None) -> dict[str, Any]:
    if rows is None:
        return {}
    found: dict[str, Any] = {}
    for row in rows.to_dict("records"):
        day = found.setdefault(row["day"], {"date": row["date"], "pairs": row["pairs"]})
        day[row["way"]] = {
            "from": row["from_name"],
            "to": row["to_name"],
            "headway_min": row["headway_s"] // 60 or None,
            "minute": row["minute_s"] // 60 if row["headway_s"] else None,
            "first": _clock(row["first_s"]),
            "last": _clock(row["last_s"]),
            "main_share": row["main_share"],
            "length_m": row["length_m"],
            "length_known": row["length_known"],
            **{name: row[name] for name in COLUMNS},
        }
    return found


def _clock(seconds: float | None) -> str | None:
    return None if seconds is None or pd.isna(seconds) else clock(seconds)


def _audits(rows: pd.DataFrame | None, profiles: Mapping[str, LineProfile]) -> list[dict[str, Any]]:
    if rows is None:
        return []
    found = []
    for key, own in rows.groupby("profile", sort=False):
        checked = own["verdict"] != NOT_CHECKED
        criteria = own.drop(columns=["line_id", "name", "profile", "whole"])
        found.append(
            {
                "profile": key,
                "name": profiles[str(key)].name,
                "source": profiles[str(key)].source,
                "product": profiles[str(key)].product,
                "whole": str(own["whole"].iloc[0]),
                "met": int((own["verdict"] == MET).sum()),
                "checked": int(checked.sum()),
                "criteria": criteria.astype(object)
                .where(criteria.notna(), None)
                .to_dict("records"),
            }
        )
    return found


def _block(line: Mapping[str, Any]) -> str:
    declared = f" laut {line['declared_by']}" if line["declared_by"] else ""
    ends = f"{line['from_name']} – {line['to_name']}"
    heading = f"{line['name']:<9} {ends} ({line['product']}{declared})"
    days = [f"{day_name(day)} {_offer(offer)}" for day, offer in line["days"].items()]
    own, others = list[str](), list[str]()
    for audit in line["audits"]:
        told = f"{audit['name']} {audit['met']} von {audit['checked']}: {audit['whole']}"
        if audit["product"] == line["product"]:
            own.append(told)
        elif audit["whole"] == MET and line["product"] in (BUS, *BUS_PRODUCTS):
            others.append(told)
    parts = [" · ".join(days), " · ".join(own), " · ".join(others)]
    words = ["", "Rechnerisch: " if own else "", "Rechnerisch auch: " if others else ""]
    rows = [f"{'':<10}{word}{part}" for word, part in zip(words, parts, strict=True) if part]
    return "\n".join([heading, *rows])


def _offer(offer: Mapping[str, Any]) -> str:
    """Return pairs and Takt, as one says them."""
    ways: Sequence[Mapping[str, Any]] = [offer[way] for way in ("out", "back") if way in offer]
    takts = {way["headway_min"] for way in ways}
    takt = f", {max(takts)}-min-Takt" if None not in takts and len(takts) == 1 else ""
    booked = sum(way["on_demand"] for way in ways)
    on_demand = f", {booked} auf Anruf" if booked else ""
    return f"{number(offer['pairs'])} Paare{takt}{on_demand}"
