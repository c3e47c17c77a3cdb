"""Evaluation asked: of which days of a scenario, and how many who lose are told."""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.http.desk import Desk
from api.http.problems import asked

ALL = "all"  # in place of a day type: each of them
Day: TypeAlias = Annotated[str, Field(max_length=50)]
Days: TypeAlias = Annotated[list[Day], Field(min_length=1, max_length=20)]


def _listed(said: object) -> object:
    """Return one day said alone as a list of it."""
    return [said] if isinstance(said, str) else said


class EvaluationOf(BaseModel):
    """What is asked of a scenario."""

    model_config = ConfigDict(extra="forbid")

    days: Annotated[
        Days | None, BeforeValidator(_listed, json_schema_input_type=Days | Day | None)
    ] = Field(
        default=None, examples=[["schultag"]],
        description="Tagesarten der Region, oder `all`; Vorgabe: die erste. Mehrere werden ein "
        "Auftrag",
    )  # fmt: skip
    losers: int = Field(
        default=0, ge=0, le=1000, examples=[20],
        description="so viele Zeilen der Verliererliste; 0: keine, dann geht es schneller",
    )  # fmt: skip

    def of(self, desk: Desk) -> list[str]:
        """Return the day types asked for, each once; the first by default."""
        every = list(desk.service.days)
        if self.days is None:
            return every[:1]
        if self.days == [ALL]:
            return every
        days = list(dict.fromkeys(self.days))
        for number, day in enumerate(days):
            with asked(f"body.days.{number}", day):
                desk.date_of(day)
        return days
