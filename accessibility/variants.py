"""Variants: the other ways of moving that findings are computed for again, as data."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from accessibility.file_problems import problems_of
from accessibility.standards import Standard, Word
from mobility.parameters import Moving


class Variant(BaseModel):
    """``[[variants]]``: what one of them changes; anything else stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    key: Word
    title: Word
    more: dict[str, int] = {}  # added to the region's [moving]
    fixed: dict[str, float] = {}  # in the place of the region's [moving]
    random_departure: bool = False
    ages: tuple[Literal["youth", "seniors"], ...] = ()  # who always moves so, see age groups

    @model_validator(mode="after")
    def _moves(self) -> "Variant":
        """Refuse what is no parameter of moving, or a value it cannot have."""
        try:
            Moving.model_validate(self.fixed | self.more)
        except ValidationError as error:
            raise ValueError("; ".join(problems_of(error, Moving))) from error
        return self

    def moving(self, usual: Moving) -> Moving:
        """Return how people move in the variant."""
        changed = usual.model_dump() | self.fixed
        added = {name: changed[name] + more for name, more in self.more.items()}
        return Moving.model_validate(changed | added)


class Sensitivity(Standard):
    """With what every finding is computed again."""

    kind: Literal["sensitivitaet"]
    variants: Annotated[tuple[Variant, ...], Field(min_length=1)]
