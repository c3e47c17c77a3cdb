"""Asked words: what may be written in a field that cannot be read, by the model of the question."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self, get_args

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import BaseModel

from accessibility.tables import nearest

# pydantic's kinds
PATTERN, EXTRA, DATE = "string_pattern_mismatch", "extra_forbidden", "date_"
CHOICE = "literal_error"
LONGEST = 100  # letters of a name that are held against those there are
OF_A_QUERY = "query"


class Place(NamedTuple):
    """A place in the schema of a question; ``example`` is None where nobody gave one."""

    schema: Mapping[str, Any]
    definitions: Mapping[str, Any]
    example: object = None

    @classmethod
    def of(cls, model: type[BaseModel]) -> Self:
        """Return the outermost place of a model."""
        schema = model.model_json_schema()
        return cls(schema, schema.get("$defs", {}))

    def within(self, step: object) -> "Place | None":
        """Return the field of that name or number, None if there is none."""
        for one in self._choices():
            if isinstance(step, int) and "items" in one:
                first = self.example[0] if isinstance(self.example, list) and self.example else None
                return self._replace(schema=one["items"], example=first)
            if step in one.get("properties", {}):
                inside = one["properties"][step]
                examples = [*inside.get("examples", []), inside.get("default")]
                return self._replace(schema=inside, example=examples[0])
        return None

    def names(self) -> list[str]:
        """Return the names of the fields here."""
        return [name for one in self._choices() for name in one.get("properties", {})]

    def _choices(self) -> list[Mapping[str, Any]]:
        """Return what may stand here, behind references."""
        known = [self.schema, *self.schema.get("anyOf", [])]
        return [self.definitions.get(one.get("$ref", "").rpartition("/")[2], one) for one in known]


def model_asked(request: Request, where: str) -> type[BaseModel] | None:
    """Return the model of the address (``query``) or of what is posted, None if there is none."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return None
    known = route.dependant.query_params if where == OF_A_QUERY else route.dependant.body_params
    kinds = [one.field_info.annotation for one in known]
    found = [part for kind in kinds for part in (kind, *get_args(kind))]  # ``Model | None``, too
    models = [one for one in found if isinstance(one, type) and issubclass(one, BaseModel)]
    return models[0] if models else None


def words_for(error: Mapping[str, Any], model: type[BaseModel] | None) -> str:
    """Return what is wrong with a field and what to write; else what pydantic says of it."""
    kind, steps = str(error["type"]), error["loc"][1:]
    if kind == CHOICE:
        return f"no such value; there are {error['ctx']['expected'].replace(' or ', ', ')}"
    if model is None or not steps or not kind.startswith((PATTERN, EXTRA, DATE)):
        return str(error["msg"])
    if kind == EXTRA:
        return _unknown(_place(model, steps[:-1]), error)
    place = _place(model, steps)
    if place is None or place.example is None:
        return str(error["msg"])
    wrong = "is no date" if kind.startswith(DATE) else "is not written as needed"
    return f"{wrong}; write e.g. {place.example}"


def _unknown(place: Place | None, error: Mapping[str, Any]) -> str:
    names = place.names() if place else []
    what = "parameter" if error["loc"][0] == OF_A_QUERY else "field"
    if not names:
        return f"takes no such {what}; there are none"
    meant = nearest(str(error["loc"][-1])[:LONGEST], names)
    return f"no such {what}{meant}; there are {', '.join(names)}"


def _place(model: type[BaseModel], steps: Sequence[object]) -> Place | None:
    place: Place | None = Place.of(model)
    for step in steps:
        place = place.within(step) if place else None
    return place
