"""Repeated: parameters of one value that a request gives several times."""

from collections import Counter

from fastapi import Request
from fastapi.exceptions import RequestValidationError

from api.asked_words import OF_A_QUERY, Place, model_asked


def refuse_repeated(request: Request) -> None:
    """Refuse a parameter that is given several times and is no list: nobody can say which counts.

    One the address does not know is refused elsewhere.
    """
    said = request.query_params.multi_items()
    often = [name for name, times in Counter(name for name, _ in said).items() if times > 1]
    model = model_asked(request, OF_A_QUERY) if often else None
    if model is None:
        return
    known = {name: Place.of(model).within(name) for name in often}
    twice = [name for name, place in known.items() if place and place.within(0) is None]
    if twice:
        raise RequestValidationError([_told(name, said) for name in twice])


def _told(name: str, said: list[tuple[str, str]]) -> dict[str, object]:
    """Return what is wrong, as FastAPI has it."""
    values = [value for one, value in said if one == name]
    message = f"is given {len(values)} times; give it once"
    return {"type": "repeated", "loc": (OF_A_QUERY, name), "msg": message, "input": values}
