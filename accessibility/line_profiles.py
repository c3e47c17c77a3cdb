"""Line profiles: what a brand such as PlusBus promises, criterion by criterion, as data."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from accessibility.standards import Assumable, Standard, Word
from mobility.clocks import Clock, Span

Day: TypeAlias = Literal["schultag", "ferientag", "samstag", "sonntag"]
Days = Annotated[tuple[Day, ...], Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=0, le=100)]
Minute = Annotated[int, Field(gt=0, le=240)]


class _Criterion(Assumable):
    title: Word  # as it stands in the table
    text: str = ""  # what is counted, for the reader
    tolerated: bool = False  # missed alone it makes the line "abweichend", not "nicht erfüllt"


class Blocks(_Criterion):
    """A departure in each block of the clock, such as every full hour, at both ends."""

    measure: Literal["blocks"]
    block_minutes: Minute
    span: Span
    least: Count


class SameMinute(_Criterion):
    """Intervals of the Takt in which a trip leaves at its minute, ±2 min, per cent."""

    measure: Literal["same_minute"]
    span: Span
    least: Percent


class Pairs(_Criterion):
    """Fahrtenpaare of the days, added up."""

    measure: Literal["pairs"]
    days: Days
    least: Count | None = None


class SameDays(_Criterion):
    """Trips of the Takt that run on only one of Schultag and Ferientag."""

    measure: Literal["same_days"]
    most: Count


class First(_Criterion):
    """The later of the first departures at both ends."""

    measure: Literal["first"]
    latest: Clock | None = None  # None: the source gives no limit, the value is shown all the same


class Last(_Criterion):
    """The earlier of the last departures at both ends."""

    measure: Literal["last"]
    earliest: Clock | None = None


class Rail(_Criterion):
    """Trips with a train of the Hauptrelation at the best Knoten, the worse of to and from it."""

    measure: Literal["rail"]
    wait_minutes: Minute
    walk_counts: bool
    least: Percent


class Spurs(_Criterion):
    """Stops a trip calls at twice: it drives somewhere and back."""

    measure: Literal["spurs"]
    most: Count


class Share(_Criterion):
    """Share of the departures that lie in the span, per cent."""

    measure: Literal["share"]
    span: Span
    least: Percent


class Unseen(_Criterion):
    """Named by the source, but no timetable shows it, or the source gives no limit."""

    measure: Literal["unseen"]


Criterion: TypeAlias = (
    Blocks | SameMinute | Pairs | SameDays | First | Last | Rail | Spurs | Share | Unseen
)
Criteria = Annotated[
    tuple[Annotated[Criterion, Field(discriminator="measure")], ...],
    Field(min_length=1),
]


class LineProfile(Standard):
    """The criteria of a brand of lines, in the order they are printed."""

    kind: Literal["linien"]
    product: Word  # the brand as feeds and lists write it
    criteria: Criteria
