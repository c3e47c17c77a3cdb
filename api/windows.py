"""Windows: the span of the day a question is about."""

from collections.abc import Sequence

from accessibility.folds import MINUTE_S, Window
from accessibility.words import clock
from mobility.day import DAY_FROM_S, DAY_UNTIL_S

DAY_S = 24 * 3600
MOST_PAIRS = 500_000_000  # of one question: a gigabyte of travel times
MOST_ROWS = 20_000_000  # of a matrix: two gigabytes of figures


class QuestionError(ValueError):
    """A question that cannot be asked of this network; the message says what can."""


def check_window(window: Window) -> None:
    """Refuse a window that is empty or leaves the operating day."""
    asked = f"{span(window)}: the window"
    if window.until_s <= window.from_s:
        past = window.until_s + DAY_S
        night = window.until_s < DAY_FROM_S and past <= DAY_UNTIL_S
        meant = span(window._replace(until_s=past)) if night else "06:00-09:00"
        raise QuestionError(f"{asked} is empty; write e.g. {meant}")
    if window.from_s < DAY_FROM_S or window.until_s > DAY_UNTIL_S:
        msg = (
            f"{asked} must lie within the operating day, 04:00-28:00; "
            "the night is written 24:00-26:00 of the date before"
        )
        raise QuestionError(msg)


def parse_window(text: str, *, arriving: bool = False) -> Window:
    """Return the half-open window of ``06:00-09:00``."""
    try:
        ends = [[int(part) for part in end.split(":")] for end in text.split("-")]
        (from_h, from_min), (until_h, until_min) = ends
    except ValueError as error:
        raise QuestionError(f"window {text!r}: write e.g. 06:00-09:00") from error
    if not (0 <= from_min < 60 and 0 <= until_min < 60):
        raise QuestionError(f"window {text!r}: minutes go from 00 to 59")
    window = Window(from_h * 3600 + from_min * 60, until_h * 3600 + until_min * 60, arriving)
    check_window(window)
    return window


def said(window: Window) -> str:
    """Return the window for who reads the table: ``Abfahrt 06:00–09:00``."""
    kind = "Ankunft" if window.arriving else "Abfahrt"
    return f"{kind} {clock(window.from_s)}–{clock(window.until_s)}"


def span(window: Window) -> str:
    """Return the window as one asks for it: ``06:00-09:00``."""
    return f"{clock(window.from_s)}-{clock(window.until_s)}"


def check_percentiles(wanted: Sequence[int]) -> None:
    """Refuse percentiles that are none."""
    bad = [p for p in wanted if not 1 <= p <= 100]
    if bad or not wanted:
        raise QuestionError(f"percentiles {bad or list(wanted)}: give integers from 1 to 100")


def check_minutes(minutes: Sequence[int], max_travel_s: int) -> None:
    """Refuse limits that no travel time is held against."""
    most = max_travel_s // MINUTE_S
    bad = [m for m in minutes if not 1 <= m <= most]
    if bad or not minutes:
        msg = f"minutes {bad or list(minutes)}: give integers from 1 to {most} (max_travel_s)"
        raise QuestionError(msg)


def check_pairs(origins: int, destinations: int, most: int = MOST_PAIRS) -> None:
    """Refuse a question without any pair, or too large to hold."""
    if not origins * destinations:
        msg = f"{origins} × {destinations} pairs: give a point to go from and one to go to"
        raise QuestionError(msg)
    if origins * destinations > most:
        msg = f"{origins} × {destinations} pairs: at most {most}; ask for fewer points at once"
        raise QuestionError(msg)


def check_nth(nth: Sequence[float]) -> None:
    """Refuse numbers of opportunities that everybody has."""
    bad = [n for n in nth if n <= 0]
    if bad:
        raise QuestionError(f"nth {bad}: give numbers above 0")
