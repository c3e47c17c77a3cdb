"""From-feed text: what differs between two Fahrplan years, by line and day type, for people."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from accessibility.words import collated, day_name, number
from api.manifest import SHORT_HASH, fingerprint, provenance_line
from api.scenarios.from_feed import FromFeed
from api.service import Service
from gtfs.difference_table import line_table, stop_table

SHOWN = 12  # stops of a kind that are named
HEADS = ("Linie", "Tag", "vorher", "nachher", "gleich", "andere Zeit", "entfällt", "neu")
FIGURES = ("before", "after", "same", "retimed", "removed", "added")
UNCHANGED, REMOVED = "unverändert", "entfällt"  # as difference_table says it


def comment_of(service: Service, feeds: Sequence[Path]) -> str:
    """Return what stands on top of the file: the standing of the data, and where it is from."""
    old = f"Netz {service.manifest['name']}: {provenance_line(service.manifest)}"
    new = ", ".join(f"{path.name} {fingerprint(path)[:SHORT_HASH]}" for path in feeds)
    return "\n".join(filter(None, (service.standing(()), old, f"Neuer Fahrplan: {new}")))


def from_feed_text(service: Service, found: FromFeed, out: Path) -> str:
    """Return what differs, what is in doubt, and how many changes were written."""
    standing, changes = service.standing(()), len(found.scenario.changes)
    written = f"{out}: {number(changes)} Änderung{'' if changes == 1 else 'en'}"
    return "\n".join(
        [
            *([standing] if standing else []),
            f"{found.scenario.name}: {found.scenario.description}",
            *_doubts(found),
            "",
            *_lines(found),
            *_renamed(found),
            *_stops(found),
            "",
            written if changes else f"{written}: kein Unterschied",
        ]
    )


def _doubts(found: FromFeed) -> Iterator[str]:
    for day in found.left_out:
        yield (
            f"Hinweis: Für {day_name(day)} hat der neue Fahrplan keinen Tag; er ist nicht "
            f"verglichen und bleibt, wie er ist (sonst --date {day}=JJJJ-MM-TT)."
        )
    for text in found.doubts:
        yield f"Hinweis: {text}"
    if found.faults:
        count = f"{number(found.faults)} Befund{'' if found.faults == 1 else 'e'}"
        yield f"Hinweis: {count} im neuen Feed; siehe mobility check FEED."


def _lines(found: FromFeed) -> Iterator[str]:
    table = line_table(found.difference)
    shown = table[table["what"] != UNCHANGED]
    same = table["line"].nunique() - shown["line"].nunique()
    rows = [list(HEADS)]
    for one in sorted(shown.to_dict("records"), key=lambda row: collated(row["line"])):
        told = "" if one["what"] == "geändert" else str(one["what"])
        figures = [number(one[name]) if one[name] else "–" for name in FIGURES]
        rows.append([one["line"], day_name(one["day"]), *figures, told])
    if len(rows) > 1:
        yield from _aligned(rows)
    yield f"Unverändert: {number(same)} {'Linie' if same == 1 else 'Linien'}."


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows with words to the left and figures to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    for row in rows:
        words = [row[column].ljust(widths[column]) for column in (0, 1)]
        figures = [row[column].rjust(widths[column]) for column in range(2, len(HEADS))]
        yield "  ".join([*words, *figures, *row[len(HEADS) :]]).rstrip()


def _renamed(found: FromFeed) -> Iterator[str]:
    for one in found.difference.lines_renamed:
        yield (
            f"Umbenannt? {one.line} → {one.new_line}: {number(one.alike)} von "
            f"{number(one.trips)} Fahrten gleich; im Szenario entfällt die eine Linie, die andere "
            "ist neu."
        )


def _stops(found: FromFeed) -> Iterator[str]:
    """Yield what is otherwise at the stops, by kind; what a scenario cannot say is told."""
    table = stop_table(found.difference)
    called = table["stop_id"].isin(found.called) | (table["what"] != REMOVED)
    table = table[called]  # nobody misses a stop at which nothing called
    for what, rows in table.groupby("what", sort=True):
        names = rows["new_name"].fillna(rows["name"])
        metres = rows["metres"]
        told = [
            name if metre is None or metre < 1 else f"{name} ({number(metre)} m)"
            for name, metre in zip(
                names.tolist(), metres.astype(object).where(metres.notna(), None), strict=True
            )
        ]
        more = f" und {number(len(told) - SHOWN)} weitere" if len(told) > SHOWN else ""
        yield f"Haltestellen, {what}: {number(len(told))}: {', '.join(told[:SHOWN])}{more}"
    if table["what"].str.contains("verlegt").any():
        yield "Verlegte Haltestellen bleiben im Szenario, wo sie im Netz liegen."
