"""HTML pages: one file, no foreign origin, works from file://; tables people can sort."""

import base64
import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True)
class Head:
    """A column's heading; ``number`` aligns right and sorts by value."""

    text: str
    number: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell: its text, the value it sorts by if that is not the text, a swatch before it.

    ``below`` is written smaller under the text; ``kind`` is a style class.
    """

    text: str
    key: float | None = None
    swatch: str = ""
    below: str = ""
    kind: str = ""


def asset(name: str) -> str:
    """Return a style or script of the pages."""
    return (ASSETS / name).read_text(encoding="utf-8")


def document(title: str, body: str, *, styles: Sequence[str], scripts: Sequence[str]) -> str:
    """Return a whole page; its policy lets exactly these styles and scripts run, nothing else."""
    style, script = ["\n".join(map(asset, names)) for names in (styles, scripts)]
    policy = (
        f"default-src 'none'; img-src data:; style-src {_hashed(style)}; "
        f"script-src {_hashed(script)}; base-uri 'none'; form-action 'none'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="de">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<link rel="icon" href="data:,">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n{body}\n<script>{script}</script>\n</body>\n</html>\n"
    )


def heading(title: str, subtitle: str, status: str) -> str:
    """Return the page's head: title, what and when, the standing of the data."""
    warned = f'<p class="status" role="note">{escape(status)}</p>\n' if status else ""
    return f'<h1>{escape(title)}</h1>\n<p class="sub">{escape(subtitle)}</p>\n{warned}'


def note(*texts: str) -> str:
    """Return a definition below a figure or table, "" without words."""
    words = " ".join(text for text in texts if text)
    return f'<p class="note">{escape(words)}</p>\n' if words else ""


def table(
    caption: str,
    heads: Sequence[Head],
    rows: Iterable[Sequence[Cell]],
    *,
    sortable: bool = False,
    total: bool = False,
) -> str:
    """Return a table; the first column names the row, with ``total`` the last row sums up."""
    lines = [_row(heads, cells) for cells in rows]
    if total and lines:
        lines[-1] = lines[-1].replace("<tr>", '<tr class="total">', 1)
    columns = "".join(_head(head, sortable=sortable) for head in heads)
    kind = ' class="sortable"' if sortable else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">\n'
        f"<table{kind}>\n<caption><span>{escape(caption)}</span></caption>\n"
        f"<thead><tr>{columns}</tr></thead>\n<tbody>\n" + "\n".join(lines) + "\n</tbody>\n"
        "</table>\n</div>\n"
    )


def pairs(entries: Iterable[tuple[str, str]]) -> str:
    """Return a list of terms and what they say."""
    items = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>\n" for term, text in entries)
    return f"<dl>\n{items}</dl>\n"


def _head(head: Head, *, sortable: bool) -> str:
    classes = " ".join(name for name, on in (("num", head.number), ("wide", head.wide)) if on)
    text = escape(head.text)
    inner = f'<button type="button">{text}</button>' if sortable else text
    kind = f' class="{classes}"' if classes else ""
    return f'<th scope="col"{kind}>{inner}</th>'


def _row(heads: Sequence[Head], cells: Sequence[Cell]) -> str:
    parts = []
    for index, (head, cell) in enumerate(zip(heads, cells, strict=True)):
        classes = " ".join(name for name in ("num" if head.number else "", cell.kind) if name)
        kind = f' class="{classes}"' if classes else ""
        below = f'<br><span class="share">{escape(cell.below)}</span>' if cell.below else ""
        key = ""
        if cell.key is not None:
            key = f' data-key="{cell.key:.12g}"' if math.isfinite(cell.key) else ' data-key=""'
        tag, scope = ("th", ' scope="row"') if index == 0 else ("td", "")
        parts.append(f"<{tag}{scope}{kind}{key}>{cell.swatch}{escape(cell.text)}{below}</{tag}>")
    return f"<tr>{''.join(parts)}</tr>"


def _hashed(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
