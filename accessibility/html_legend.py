"""HTML legend: what colours, sizes, lines and symbols mean; ticks hide and show them."""

from html import escape

import numpy as np

from accessibility.html_symbols import (
    class_swatch,
    dot_swatch,
    ground_swatch,
    line_swatch,
    product_class,
    size_swatch,
    stroke_swatch,
    symbol_swatch,
)
from accessibility.picture import (
    MapPicture,
    diameters,
    people_by_class,
    size_examples,
    symbols_present,
)
from accessibility.strokes import lines_by_product, offered, widths_present
from accessibility.style import (
    AREAS,
    EDGE,
    INK,
    INNER_EDGE,
    LARGEST,
    ROAD_COLOR,
    RULE,
    SMALLEST,
    SYMBOLS,
    Stroke,
)
from accessibility.words import number, percent


def legend(picture: MapPicture) -> str:
    """Return the legend beside the map."""
    figures, lines = (_classes, _sizes, _products), (_offer, _widths)
    sections = (*(figures if picture.offer is None else lines), _symbols, _ground)
    body = "".join(section(picture) for section in sections)
    return f'<div class="legend" role="group" aria-label="Legende">\n{body}</div>\n'


def _classes(picture: MapPicture) -> str:
    people, places = people_by_class(picture)
    unit, counts = ("Einwohner", people) if people.sum() > 0 else ("Ortsteile", places)
    rows = [
        f'<li class="head"><span class="count">{unit}</span><span class="part">Anteil</span></li>'
    ]
    for index, band in enumerate(picture.measure.scale.classes):
        if index == 0 and not picture.measure.walkers_apart:
            continue
        share = percent(counts[index] / counts.sum())
        words = (
            f"{class_swatch(band)}{escape(band.label)}"
            f'<span class="count">{number(counts[index])}</span><span class="part">{share}</span>'
        )
        rows.append(_ticked(f"class-{index}", words))
    return _section(picture.measure.name, rows)


def _sizes(picture: MapPicture) -> str:
    population = picture.places["population"].to_numpy(float)
    most = float(np.nanmax(population, initial=0.0))
    floor = most * (SMALLEST / LARGEST) ** 2
    examples = size_examples(population, smallest_shown=floor)
    if not examples:
        return ""
    size = diameters(np.array([*examples, most]), largest=LARGEST, smallest=SMALLEST)
    rows = [
        f"<li>{size_swatch(diameter)}{number(people)}</li>"
        for people, diameter in zip(examples, size, strict=False)
    ]
    unknown = " und unbekannt" if np.isnan(population).any() else ""
    below = f'<p class="note">Kleinster Kreis: bis {number(floor)}{unknown}</p>\n'
    return _section("Einwohner je Ortsteil", rows, kind="sizes") + below


def _products(picture: MapPicture) -> str:
    rows = [
        _ticked(product_class(product), line_swatch(product) + escape(product))
        for product in reversed(list(lines_by_product(picture.layers)))
    ]
    return _section("Linien", rows, kind="two")


def _offer(picture: MapPicture) -> str:
    rows = [
        '<li class="head"><span class="count">Linien</span><span class="part">Fahrten</span></li>'
    ]
    for product, lines, trips in offered(picture):
        words = (
            f'{line_swatch(product)}{escape(product)}<span class="count">{number(lines)}</span>'
            f'<span class="part">{number(trips)}</span>'
        )
        rows.append(_ticked(product_class(product), words))
    return _section("Linien am Tag", rows)


def _widths(picture: MapPicture) -> str:
    rows = [
        f"<li>{stroke_swatch(Stroke(INK, width))}{escape(label)}</li>"
        for label, width in widths_present(picture).items()
    ]
    return _section("Fahrten am Tag je Abschnitt", rows, kind="two")


def _symbols(picture: MapPicture) -> str:
    rows = [
        f"<li>{symbol_swatch(kind)}{escape(SYMBOLS[kind].label)}</li>"
        for kind in symbols_present(picture.layers)
    ]
    if picture.offer is not None:
        (band, *_), radius = picture.bands, picture.diameters[0] / 2
        rows.append(f"<li>{dot_swatch(band, radius)}{escape(band.label)}</li>")
    return _section("Zentren und Stationen", rows, kind="two")


def _ground(picture: MapPicture) -> str:
    areas, boundary, roads = picture.layers.areas, picture.layers.boundary, picture.layers.roads
    rows = [
        f'<li><svg viewBox="0 0 18 18" aria-hidden="true"><rect x="1" y="4" width="16" height="10" '
        f'fill="{color}" stroke="{RULE}"/></svg>{escape(label)}</li>'
        for kind, (label, color) in AREAS.items()
        if areas is not None and (areas["kind"] == kind).any()
    ]
    if roads is not None and not roads.empty:
        rows.append(f"<li>{ground_swatch(ROAD_COLOR, 1.0)}Straße</li>")
    if boundary is not None and not boundary.empty:
        rows.append(f"<li>{ground_swatch(EDGE, 2.2)}Gebietsgrenze</li>")
        rows.append(f"<li>{ground_swatch(INNER_EDGE, 0.8)}Gemeindegrenze</li>")
    return _section("Karte", rows, kind="two")


def _section(title: str, rows: list[str], kind: str = "") -> str:
    if not rows:
        return ""
    return f'<h3>{escape(title)}</h3>\n<ul class="{kind}">\n' + "\n".join(rows) + "\n</ul>\n"


def _ticked(layer: str, words: str) -> str:
    return f'<li><label><input type="checkbox" checked data-layer="{layer}">{words}</label></li>'
