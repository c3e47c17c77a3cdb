"""HTML map: a MapPicture as one file to open, pan, zoom and touch, without any server."""

import json
from hashlib import sha256
from html import escape
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from accessibility.html_legend import legend
from accessibility.html_lines import line_facts, lines_table
from accessibility.html_page import Cell, Head, document, heading, note, table
from accessibility.html_svg import draw_sheet, sheet_of
from accessibility.html_symbols import class_swatch
from accessibility.picture import MapPicture
from accessibility.words import collated, number

Floats = NDArray[np.float64]

STYLES = ("page.css", "map.css")
SCRIPTS = ("lines.js", "map.js", "table.js")
HELP = (
    "Ziehen verschiebt, {wheel}, zwei Finger oder + und − zoomen, Zeigen oder Tippen nennt "
    "{what}. Mit der Tastatur: Pfeile verschieben, die Eingabetaste nennt den Ort in der Mitte, "
    "Esc schließt."
)
WHEEL = {True: "Rad", False: "Strg und Rad"}  # in a report the wheel alone scrolls the page


def write_html_map(picture: MapPicture, path: Path) -> None:
    """Write the map as one HTML file: map, legend, definition, table, sources."""
    body = (
        f"<header>{heading(picture.title, picture.subtitle, picture.status)}</header>\n<main>\n"
        f"{map_figure(picture, alone=True)}"
        f"{folded_table(picture)}</main>\n"
        f"{footer(picture.imprint.sources, picture.imprint.provenance)}"
    )
    page = document(f"{picture.title} – {picture.subtitle}", body, styles=STYLES, scripts=SCRIPTS)
    path.write_text(page, encoding="utf-8")


def map_figure(picture: MapPicture, *, alone: bool) -> str:
    """Return the map with legend and definition; ``alone`` lets it take the wheel and touches."""
    sheet = sheet_of(picture)
    what = "die Werte" if picture.offer is None else "den Ort oder die Linien"
    said = HELP.format(wheel=WHEEL[alone], what=what)
    facts = {"metres": sheet.metres, "places": _facts(picture), "lines": line_facts(sheet)}
    data = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return (
        f'<figure class="map{" alone" if alone else ""}">\n<div class="stage">\n'
        f"{draw_sheet(sheet)}\n{_search(picture)}{_TOOLS}"
        '<div class="bar screen" aria-hidden="true"><span></span><i></i></div>\n'
        '<div class="card" role="status" hidden></div>\n</div>\n'
        f"{legend(picture)}"
        f"<figcaption>{note(picture.definition)}"
        f'<p class="note screen">{escape(said)}</p></figcaption>\n'
        f'<script type="application/json">{data}</script>\n</figure>\n'
    )


def folded_table(picture: MapPicture) -> str:
    """Return the table of what the map shows, to be unfolded."""
    what, inner = "Ortsteile", places_table
    if picture.offer is not None:
        what, inner = "Linien", lines_table
    return f"<details>\n<summary>Alle {what} als Tabelle</summary>\n{inner(picture)}</details>\n"


def places_table(picture: MapPicture) -> str:
    """Return the table that says what the map shows, for those who cannot see it."""
    measure, places = picture.measure, picture.places
    columns = (
        "Ortsteil", "Kommune", Head("Einwohner", number=True), Head(measure.name, number=True),
        "Klasse", "Ziel",
    )  # fmt: skip
    heads = [Head(column) if isinstance(column, str) else column for column in columns]
    bands, classes = measure.scale.classes, picture.classes
    people, values = places["population"].to_numpy(float), told_values(picture)
    rows = [
        (
            Cell(places["name"].iloc[place]),
            Cell(places["kommune"].iloc[place]),
            Cell(number(people[place]), people[place]),
            Cell(measure.text(values[place]), values[place]),
            Cell(bands[index].label, swatch=class_swatch(bands[index])),
            Cell(places["target"].iloc[place]),
        )
        for place, index in enumerate(classes)
    ]
    caption = f"{picture.title} · {picture.subtitle}"
    return table(caption, heads, rows, sortable=True) + note(picture.definition)


def footer(*lines: str) -> str:
    """Return the foot of a page: sources first, then where the figures come from."""
    said = [line for line in lines if line]
    if not said:
        return ""
    first, *rest = said
    paragraphs = [f"<p>Quellen: {escape(first)}</p>", *(f"<p>{escape(line)}</p>" for line in rest)]
    return "<footer>\n" + "\n".join(paragraphs) + "\n</footer>\n"


_TOOLS = """<div class="tools screen">
<button type="button" data-act="in" aria-label="Größer" title="Größer">+</button>
<button type="button" data-act="out" aria-label="Kleiner" title="Kleiner">−</button>
<button type="button" data-act="all" aria-label="Ganze Karte" title="Ganze Karte">⤢</button>
</div>
"""


def _search(picture: MapPicture) -> str:
    """Return the field that finds a place by its name."""
    labels = sorted(
        (
            f"{name} ({kommune})"
            for name, kommune in zip(picture.places["name"], picture.places["kommune"], strict=True)
        ),
        key=collated,
    )
    options = "".join(f'<option value="{escape(label)}">' for label in labels)
    listed = f"orte-{sha256(picture.title.encode()).hexdigest()[:8]}"  # once per map of a page
    return (
        f'<div class="search screen"><input type="search" list="{listed}" '
        'aria-label="Ortsteil suchen" placeholder="Ortsteil suchen">'
        f'<datalist id="{listed}">{options}</datalist></div>\n'
    )


def told_values(picture: MapPicture) -> Floats:
    """Return ``[place]`` the values to be read, nan for none; walkers are told no time of a bus."""
    walked = picture.measure.walkers_apart & (picture.classes == 0)
    return np.where(walked, np.nan, picture.places["value"].to_numpy(float))


def _facts(picture: MapPicture) -> list[list[str]]:
    """Return ``[place]`` name, Kommune, value, class, people and target as they are shown."""
    places, measure = picture.places, picture.measure
    labels = [band.label for band in measure.scale.classes]
    values, people = told_values(picture), places["population"].to_numpy(float)
    figures = picture.offer is None
    return [
        [
            name,
            kommune,
            measure.text(value) if figures and not np.isnan(value) else "",
            labels[index] if figures else "",
            f"{number(inhabitants)} Einwohner" if inhabitants >= 0 else "Einwohnerzahl unbekannt",
            target,
        ]
        for name, kommune, value, index, inhabitants, target in zip(
            places["name"], places["kommune"], values, picture.classes, people, places["target"],
            strict=True,
        )
    ]  # fmt: skip
