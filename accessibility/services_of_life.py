"""Services of life: doctors, shops, bathing lakes, work; what a profile asks of the way there."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from accessibility.hours import Hours
from accessibility.standards import Assumable, Minutes, Share, Standard
from mobility.clocks import Clock

Number = Annotated[int, Field(gt=0)]
DayOfYear = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class ServiceOfLife(Minutes):
    """One category of targets: how far it may be, on which day types, in which season."""

    title: str = ""  # the category with a capital letter where nothing is said
    days: tuple[str, ...] = ()  # day types; none: all
    season: tuple[DayOfYear, DayOfYear] | None = None  # "05-01", "09-30": both included

    def is_open(self, day: str, when: date) -> bool:
        """Return whether the service is asked about on the day."""
        if self.days and day not in self.days:
            return False
        if self.season is None:
            return True
        first, last = self.season
        today = f"{when:%m-%d}"
        return first <= today <= last if first <= last else today >= first or today <= last


class Shift(Assumable):
    """When work begins and ends, and what it is called."""

    title: Annotated[str, Field(min_length=1)]
    begins: Clock
    ends: Clock


class Shifts(Assumable):
    """Work in shifts at the targets of a category: there before it begins, back after it ends."""

    category: str
    minutes: Number  # longest way from door to door
    wait_minutes: Number  # longest wait before and after work
    days: tuple[str, ...]
    times: dict[str, Shift]


class ServicesProfile(Standard):
    """The way to services of life, and to work in shifts."""

    kind: Literal["daseinsvorsorge"]
    hours: Hours
    stay: Minutes  # there has to be a way back after so long a stay
    people: Share
    services: dict[str, ServiceOfLife]  # by category of targets
    other: ServiceOfLife | None = None  # for categories that are not among the services
    apart: tuple[str, ...] = ()  # categories that are looked at elsewhere
    shifts: Shifts

    def service(self, category: str) -> ServiceOfLife | None:
        """Return what is asked of a category, None where nothing is."""
        if category in self.apart or category == self.shifts.category:
            return None
        found = self.services.get(category, self.other)
        if found is None or found.title:
            return found
        return found.model_copy(update={"title": category.replace("_", " ").capitalize()})
