"""Ending: whether the service has been told to end, and how long what is under way still has."""

import time
from threading import TIMEOUT_MAX, Event


class Ending(Event):
    """Set once the service is told to end; from then on time runs."""

    def __init__(self, within_s: float = TIMEOUT_MAX) -> None:
        """Take how long what is under way may go on once the service is told to end."""
        super().__init__()
        self._within_s, self._until = within_s, TIMEOUT_MAX

    def set(self) -> None:
        """Tell the service to end; told again, no time is added."""
        if not self.is_set():
            self._until = time.monotonic() + self._within_s
            super().set()

    def left_s(self) -> float:
        """Return the seconds left, all there are until the service is told to end."""
        if not self.is_set():
            return self._within_s
        return min(max(0.0, self._until - time.monotonic()), TIMEOUT_MAX)
