"""Windows: the span of the day a question is about."""

from accessibility.folds import Window
from mobility.day import DAY_FROM_S, DAY_UNTIL_S


class QuestionError(ValueError):
    """A question that cannot be asked of this network; the message says what can."""


def check_window(window: Window) -> None:
    """Refuse a window that is empty or leaves the operating day."""
    if window.until_s <= window.from_s:
        raise QuestionError("the window is empty; write e.g. 06:00-09:00")
    if window.from_s < DAY_FROM_S or window.until_s > DAY_UNTIL_S:
        msg = (
            "the window must lie within the operating day, 04:00-28:00; "
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
