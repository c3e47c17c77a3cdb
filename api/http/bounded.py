"""Bounded: what is posted may be long, but not all that is wrong with it is looked for."""

from typing import Annotated, Self, TypeAlias, TypeVar

from pydantic import BaseModel, FailFast, ModelWrapValidatorHandler, model_validator

from api.http.problems import Refused, field_error

MOST_FIELDS = 100  # of one object: no question knows a third of it
One = TypeVar("One")
Many: TypeAlias = Annotated[list[One], FailFast()]  # the first wrong one of a million is enough


def refuse_many(sent: object) -> None:
    """Refuse what holds an object of far more fields than any has, at any depth."""
    waiting = [sent]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if len(one) > MOST_FIELDS:
                message = f"{len(one)} fields; no object has more than {MOST_FIELDS}"
                raise Refused(422, [field_error("body", one, message)])
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(part for part in one if isinstance(part, dict | list))


class Bounded(BaseModel):
    """An object that is not read where it has far more fields than any has."""

    @model_validator(mode="wrap")
    @classmethod
    def _few(cls, sent: object, read: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(sent, dict) and len(sent) > MOST_FIELDS:
            raise ValueError(f"{len(sent)} fields; no question has more than {MOST_FIELDS}")
        return read(sent)
