"""Standards: what counts as enough, as data with a source; nothing here is computed."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from accessibility.folds import MINUTE_S, Window
from mobility.clocks import Clock, Clocks, Span, listed

CLASSES = (
    *("grundzentrum", "mittelzentrum", "oberzentrum", "bahn", "sbahn", "hauptort", "kreisstadt"),
)
WEEKEND_DAYS = ("samstag", "sonntag")

TargetClass: TypeAlias = Literal[
    "grundzentrum", "mittelzentrum", "oberzentrum", "bahn", "sbahn", "hauptort", "kreisstadt"
]
Zentrum: TypeAlias = Literal["grundzentrum", "mittelzentrum", "oberzentrum"]
Word = Annotated[str, Field(min_length=1)]


class Assumable(BaseModel):
    """A table of a profile file; ``assumed`` where no source has its values: an "Annahme"."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    assumed: bool = False


class Standard(BaseModel):
    """What every profile file says of itself, whatever its ``kind`` asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: str
    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]  # names it in region and tables
    name: Word  # "RIN 2008"
    version: Word
    source: Word  # where the values stand, printed under every table
    text: Word  # what is checked, in a sentence for the reader


class Minutes(Assumable):
    """A number of minutes."""

    minutes: Annotated[int, Field(gt=0, le=720)]

    @property
    def seconds(self) -> int:
        """The same in seconds."""
        return self.minutes * MINUTE_S


class Service(Assumable):
    """``[service]``: useful journeys there and back in every slot of the day's window."""

    weekday: Span
    weekend: Span
    slot_minutes: Annotated[int, Field(gt=0, le=720)]


class Trips(Assumable):
    """``[trips]``: the return trips, arrivals and evenings that are counted."""

    stay_minutes: Annotated[tuple[int, ...], BeforeValidator(listed)]
    arrive_before: Clocks
    evening_from: Clock


class Share(Assumable):
    """``[people]``: the share of an area's people who must meet a criterion."""

    least_share: Annotated[float, Field(gt=0, le=1)]


class Profile(Standard):
    """Reach of centres: limits a class, windows of the day, car parking.

    A class without a limit is still looked at, but nothing can be said of whether it is enough.
    """

    kind: Literal["erreichbarkeit"]
    verbund: Literal["ein", "alle"] = "ein"  # partners of a Verbund that must be reached
    limits: dict[TargetClass, Minutes]
    car_limits: dict[Zentrum, Minutes] = {}
    parking: dict[TargetClass, Minutes]
    service: Service
    trips: Trips
    people: Share

    @property
    def limit_s(self) -> Mapping[str, int]:
        """Seconds from door to door by class; classes without a limit are not in it."""
        return {kind: limit.seconds for kind, limit in self.limits.items()}

    @property
    def parking_s(self) -> Mapping[str, int]:
        """Seconds that are added to the drive, by class; none where nothing is said."""
        said = {kind: parking.seconds for kind, parking in self.parking.items()}
        return dict.fromkeys(get_args(TargetClass), 0) | said

    @property
    def slot_s(self) -> int:
        """Length of the slots of the window of which each must be served."""
        return self.service.slot_minutes * MINUTE_S

    @property
    def stays_s(self) -> tuple[int, ...]:
        """How long one stays at the target before the journey back."""
        return tuple(stay * MINUTE_S for stay in self.trips.stay_minutes)

    @property
    def before_s(self) -> tuple[int, ...]:
        """Clock times by which one wants to be there."""
        return self.trips.arrive_before

    @property
    def evening_s(self) -> int:
        """The clock time from which on a journey back is one of the evening."""
        return self.trips.evening_from

    def window(self, day: str, when: date) -> Window:
        """Return the span in which the standard asks for service on the day."""
        weekend = day in WEEKEND_DAYS or when.weekday() >= 5
        return Window(*(self.service.weekend if weekend else self.service.weekday))
