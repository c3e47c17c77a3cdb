"""HTML symbols: circles, centres, stations and line strokes as pieces of SVG."""

from accessibility.classes import MISSING_EDGE, Band
from accessibility.style import CORE_WIDTH, INK, PRODUCTS, SYMBOLS, Stroke, SymbolKind

SCREEN = 1.2  # a screen's lines are a little wider than those on paper


def circle(band: Band, radius: float) -> str:
    """Return the circle of a class with its mark."""
    edge = MISSING_EDGE if band.mark == "cross" else INK
    dot = f'<circle class="dot" r="{radius:.2f}" fill="{band.color}" stroke="{edge}"/>'
    if band.mark == "dot":
        return f'{dot}<circle r="{min(0.36 * radius, 2.2):.2f}" fill="{INK}"/>'
    if band.mark == "cross":
        h = f"{0.4 * radius:.2f}"
        cross = f"M-{h} -{h}L{h} {h}M-{h} {h}L{h} -{h}"
        return f'{dot}<path d="{cross}" fill="none" stroke="{MISSING_EDGE}" stroke-width="1.2"/>'
    return dot


def point_symbol(kind: SymbolKind) -> str:
    """Return the symbol of a Zentrum or station."""
    symbol = SYMBOLS[kind]
    pieces = [(symbol.size / 2, f'fill="{symbol.color}" stroke="{symbol.edge}" stroke-width="0.9"')]
    if symbol.core:
        pieces.append((symbol.core * symbol.size / 2, 'fill="#ffffff"'))
    if not symbol.square:
        return "".join(f'<circle r="{r:.2f}" {keys}/>' for r, keys in pieces)
    return "".join(
        f'<rect x="{-r:.2f}" y="{-r:.2f}" width="{2 * r:.2f}" height="{2 * r:.2f}" {keys}/>'
        for r, keys in pieces
    )


def strokes(stroke: Stroke) -> list[str]:
    """Return the attributes of a stroke's line, and of its core line if it has one."""
    outer = _stroke(stroke.color, stroke.width, stroke.dash)
    if not stroke.core:
        return [outer]
    return [outer, _stroke(stroke.core, CORE_WIDTH * stroke.width, stroke.core_dash)]


def product_class(product: str) -> str:
    """Return the style class of a line product."""
    return f"product-{product.lower()}"


def class_swatch(band: Band) -> str:
    """Return the small circle of a class for legends and tables."""
    return _swatch(circle(band, 7.5))


def symbol_swatch(kind: SymbolKind) -> str:
    """Return the symbol of a Zentrum or station for the legend."""
    return _swatch(point_symbol(kind), half=6)


def size_swatch(diameter: float) -> str:
    """Return an empty circle of a diameter for the legend of sizes."""
    wide, half = f"{diameter + 2:.0f}", f"{diameter / 2 + 1:.1f}"
    return (
        f'<svg width="{wide}" height="{wide}" viewBox="-{half} -{half} {wide} {wide}" '
        f'aria-hidden="true">{circle(Band("", "#ffffff"), diameter / 2)}</svg>'
    )


def dot_swatch(band: Band, radius: float) -> str:
    """Return a circle as small as it is on the map, for the legend."""
    return _swatch(circle(band, radius), half=6)


def line_swatch(product: str) -> str:
    """Return a piece of a product's line for the legend."""
    return stroke_swatch(PRODUCTS[product])


def stroke_swatch(stroke: Stroke) -> str:
    """Return a piece of line for the legend."""
    pieces = "".join(f'<path d="M0 9H34" {keys}/>' for keys in strokes(stroke))
    return f'<svg class="line" viewBox="0 0 34 18" aria-hidden="true">{pieces}</svg>'


def ground_swatch(color: str, width: float) -> str:
    """Return a piece of a road or boundary for the legend."""
    stroke = _stroke(color, width, None)
    return f'<svg viewBox="0 0 18 18" aria-hidden="true"><path d="M0 9H18" {stroke}/></svg>'


def _swatch(inner: str, half: int = 9) -> str:
    box = f"-{half} -{half} {2 * half} {2 * half}"
    return f'<svg viewBox="{box}" aria-hidden="true">{inner}</svg>'


def _stroke(color: str, width: float, dash: tuple[float, float] | None) -> str:
    wide = SCREEN * width
    dashes = f' stroke-dasharray="{dash[0] * wide:.1f} {dash[1] * wide:.1f}"' if dash else ""
    return f'fill="none" stroke="{color}" stroke-width="{wide:.2f}"{dashes}'
