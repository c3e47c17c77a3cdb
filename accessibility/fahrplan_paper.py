"""Fahrplan paper: pages A4 across that say on every sheet what the data are worth."""

from collections.abc import Sequence
from html import escape

from accessibility.html_page import document, heading
from accessibility.picture import Imprint
from accessibility.words import day_name, german_date, status_sentence

STYLES = ("page.css", "fahrplan.css")
NOT_PUNCTUAL = "Soll-Fahrplan: geplanter Fahrplan, keine Aussage zu Pünktlichkeit oder Auslastung."


def paper_across(
    title: str, body: str, imprint: Imprint, *, scenario: str = "", notes: Sequence[str] = ()
) -> str:
    """Return the page; ``scenario`` names what was changed, notes stand at its foot."""
    status = status_sentence(imprint.data_status)
    sources = f"Quellen: {imprint.sources}" if imprint.sources else ""
    foot = (NOT_PUNCTUAL, *notes, sources, imprint.provenance, status)
    told = "".join(f"<p>{escape(line)}</p>\n" for line in foot if line)
    head = heading(title, _subtitle(imprint, scenario), status)
    article = (
        f'<article class="fahrplan">\n<header>{head}</header>\n{body}'
        f"<footer>\n{told}</footer>\n</article>\n"
    )
    return document(title, article, styles=STYLES, scripts=())


def standing_row(columns: int, imprint: Imprint, title: str = "") -> str:
    """Return the row that stands above a table on each sheet: what the data are worth.

    With a title before it, for a table that goes on overleaf.
    """
    status = status_sentence(imprint.data_status)
    if not status and not title:
        return ""
    named = f"<b>{escape(title)}</b> " if title else ""
    return f'<tr class="standing"><th colspan="{columns}">{named}{escape(status)}</th></tr>'


def _subtitle(imprint: Imprint, scenario: str) -> str:
    dates = ", ".join(f"{german_date(on)} ({day_name(day)})" for day, on in imprint.dates.items())
    changed = f"Änderungen durch: {scenario}" if scenario else ""
    return " · ".join(filter(None, (imprint.region, f"Soll-Fahrplan vom {dates}", changed)))
