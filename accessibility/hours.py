"""Hours: the span of the day a profile asks about, on weekdays and at the weekend."""

from datetime import date

from accessibility.folds import Window
from accessibility.standards import WEEKEND_DAYS, Assumable
from mobility.clocks import Span


class Hours(Assumable):
    """The window of journeys that are looked at, by departure."""

    weekday: Span
    weekend: Span  # Saturday, Sunday

    def window(self, day: str, when: date) -> Window:
        """Return the window of a day type on its date."""
        weekend = day in WEEKEND_DAYS or when.weekday() >= 5
        return Window(*(self.weekend if weekend else self.weekday))
