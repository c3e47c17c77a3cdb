"""Day answers: what a changed network is held against, of the journeys kept for a day."""

from accessibility.access import Answer, of_classes
from accessibility.day_journeys import DayJourneys
from accessibility.known import keep


def answer_of(found: DayJourneys, *, threads: int | None = None) -> Answer:
    """Return the answer of the window first asked, bit for bit as ``find_answers`` does."""
    asked = found.asked
    choices = of_classes(found.choices(asked, threads=threads))
    return Answer(choices, keep(asked, found.views, found.figures, threads=threads))
