"""Fahrplan page: printed timetables of lines as one page, A4 across, that needs nothing else."""

from collections.abc import Iterable, Sequence
from html import escape

from accessibility.fahrplan import (
    ARRIVES,
    DROPPED,
    NEW,
    RETIMED,
    SAME,
    Column,
    Every,
    Fahrplan,
    Row,
)
from accessibility.fahrplan_paper import paper_across, standing_row
from accessibility.fahrplan_signs import PASSES, cell_text, legend
from accessibility.picture import Imprint
from accessibility.words import german_date, number

MOST_COLUMNS, MOST_ROWS = 24, 40  # trips and stops on A4 across
MOST_SMALL, MOST_SMALL_ROWS = 28, 48  # printed smaller; more stops than that go on overleaf
KINDS = {SAME: "", NEW: "new", DROPPED: "gone", RETIMED: "moved"}
PRINTED = (
    "Minuten wie gedruckt, Sekunden abgeschnitten. Trägt eine Tabelle Zeichen für Wochentage oder "
    "Schultage, gelten Fahrten ohne Zeichen an allen Tagen der Tabelle."
)

Told = Sequence[Column | Every]


def fahrplan_page(
    tables: Sequence[Fahrplan], imprint: Imprint, *, scenario: str = "", compressed: bool = True
) -> str:
    """Return the page of the tables that have trips; ``scenario`` names what was changed."""
    shown = [table for table in tables if table.columns]
    sections = "".join(
        _section(table, *sheet, imprint)
        for table in shown
        for sheet in _sheets(table, table.told(compressed=compressed))
    )
    body = sections or "<p>Keine Fahrt an den Tagen der Region.</p>\n"
    return paper_across(_title(shown), body, imprint, scenario=scenario, notes=(PRINTED,))


def _title(tables: Sequence[Fahrplan]) -> str:
    names = list(dict.fromkeys(table.line for table in tables))
    if len(names) != 1:
        return "Fahrplan"
    return f"Fahrplan Linie {names[0]}: {tables[0].start} – {tables[0].end}"


def _sheets(table: Fahrplan, told: Told) -> Iterable[tuple[Told, str]]:
    """Yield the columns of each sheet, about as many on each, and which sheet it is."""
    most = MOST_COLUMNS if len(table.rows) <= MOST_ROWS else MOST_SMALL
    sheets = -(-len(told) // most)
    for sheet in range(sheets):
        ends = (len(told) * one // sheets for one in (sheet, sheet + 1))
        yield told[slice(*ends)], f" (Blatt {sheet + 1} von {sheets})" if sheets > 1 else ""


def _section(table: Fahrplan, told: Told, sheet: str, imprint: Imprint) -> str:
    name = f"Linie {table.line}, {table.start} → {table.end}, {_titled(table, imprint)}{sheet}"
    rows = len(table.rows)
    size = " long" if rows > MOST_SMALL_ROWS else " small" if rows > MOST_ROWS else ""
    standing = standing_row(len(told) + 2, imprint, name if rows > MOST_SMALL_ROWS else "")
    body = "\n".join(_row(row, n, told, table) for n, row in enumerate(table.rows))
    return (
        f'<section class="plan{size}">\n'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name)}">\n'
        f"<table>\n<caption><span>{escape(name)}</span></caption>\n"
        f"<thead>{standing}{_head(told)}</thead>\n<tbody>\n{body}\n</tbody>\n"
        f"{_foot(table, told)}</table>\n</div>\n</section>\n"
    )


def _titled(table: Fahrplan, imprint: Imprint) -> str:
    """Return the days of the table, with its dates where they are not those of the page."""
    own = [day for name, day in table.dates.items() if imprint.dates.get(name, day) != day]
    dates = " und ".join(map(german_date, dict.fromkeys(own)))
    return f"{table.title} (am {dates})" if dates else table.title


def _head(told: Told) -> str:
    """Return the rows above the times: changes, and signs of the trips."""
    rows = ""
    if any(_kind(one) for one in told):
        words = "".join(_head_cell(one, _state(one)) for one in told)
        rows = f'<tr class="states"><th scope="row" colspan="2">Änderung</th>{words}</tr>'
    signs = "".join(_head_cell(one, _notes(one)) for one in told)
    named = "Hinweise" if any(map(_notes, told)) else ""
    return rows + f'<tr><th scope="row" colspan="2">{named}</th>{signs}</tr>'


def _state(one: Column | Every) -> str:
    return one.columns[0].state if isinstance(one, Every) else one.state


def _head_cell(one: Column | Every, inner: str) -> str:
    kind = _kind(one)
    marked = f' class="{kind}"' if kind else ""
    return f'<th scope="col"{marked}>{inner}</th>'


def _notes(one: Column | Every) -> str:
    if isinstance(one, Every):
        return ""
    told = escape(" ".join(one.notes))
    if one.old is None or one.old.notes == one.notes:
        return told
    was = escape(" ".join(one.old.notes))
    return (f"<ins>{told}</ins>" if told else "") + (f"<del>{was}</del>" if was else "")


def _row(row: Row, place: int, told: Told, table: Fahrplan) -> str:
    cells = "".join(
        _every(one, len(table.rows)) if isinstance(one, Every) else _cell(one, row)
        for one in told
        if place == 0 or isinstance(one, Column)
    )
    again = row.split and row.label != ARRIVES
    kind = ' class="ab"' if again else ""
    return (
        f'<tr{kind}><th scope="row">{escape(row.name)}</th>'
        f'<td class="leg">{row.label}</td>{cells}</tr>'
    )


def _every(one: Every, rows: int) -> str:
    said = "<br>".join(("alle", str(one.minutes), "min", "bis"))
    return f'<td class="every" rowspan="{rows}">{said}</td>'


def _cell(column: Column, row: Row) -> str:
    text = cell_text(column.cells, row)
    old = cell_text(column.old.cells, row) if column.old else text
    marked = column.state in (NEW, DROPPED) or text != old
    kinds = [KINDS[column.state]] * marked + ["pass"] * (text == PASSES)
    style = f' class="{" ".join(kinds)}"' if kinds else ""
    return f"<td{style}>{_inner(column.state, text, old)}</td>"


def _inner(state: str, text: str, old: str) -> str:
    """Return what stands in a cell: new times set off, those that are no more struck through."""
    if text in ("", PASSES) or (text == old and state not in (NEW, DROPPED)):
        return text + (_was(old) if text != old else "")
    if state == DROPPED:
        return f"<del>{text}</del>"
    return f"<ins>{text}</ins>{_was(old) if text != old else ''}"


def _was(old: str) -> str:
    return f"<del>{old}</del>" if old not in ("", PASSES) else ""


def _kind(one: Column | Every) -> str:
    return KINDS[_state(one)]


def _foot(table: Fahrplan, told: Told) -> str:
    """Return the signs and, below them, what the table does not show."""
    columns = [
        column for one in told for column in (one.columns if isinstance(one, Every) else (one,))
    ]
    signs = [f"<b>{escape(sign)}</b> {escape(meaning)}" for sign, meaning in legend(table, columns)]
    if table.elsewhere:
        trips = "eine Fahrt" if table.elsewhere == 1 else f"{number(table.elsewhere)} Fahrten"
        signs.append(f"nicht gezeigt: {trips} an einzelnen anderen Tagen")
    if not signs:
        return ""
    wide = len(told) + 2
    said = " · ".join(signs)
    return f'<tfoot><tr><td colspan="{wide}"><span>{said}</span></td></tr></tfoot>\n'
