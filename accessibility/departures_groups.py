"""Groups of vehicles: which routes a standard counts as railway, tram or bus, as data."""

import re
from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import AfterValidator, BeforeValidator, Field

from accessibility.standards import Assumable, Word
from gtfs.timetable import Ints, Timetable

TYPES = re.compile(r"(\d+)(?:-(\d+))?")


def _span(value: object) -> object:
    """Return ``2`` or ``"100-117"`` as the first and the last route type."""
    found = TYPES.fullmatch(str(value))
    if not found or isinstance(value, bool):
        raise ValueError('is no route type of GTFS; write e.g. 2 or "100-117"')
    return int(found[1]), int(found[2] or found[1])


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error
    return text


def listed(value: object) -> object:
    """Return a list as a tuple: TOML has no tuples."""
    return tuple(value) if isinstance(value, list) else value


TypeSpan = Annotated[tuple[int, int], BeforeValidator(_span)]
TypeSpans = Annotated[tuple[TypeSpan, ...], BeforeValidator(listed)]
Regex = Annotated[str, AfterValidator(_pattern)]


class Group(Assumable):
    """``[[groups]]``: vehicles of one rank; the best first, the last takes what no other takes."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: Word  # "S-Bahn, Regionalzug"
    route_types: TypeSpans = ()
    line_name: Regex | None = None  # searched in the line's name; None: any name


Groups = Annotated[tuple[Group, ...], BeforeValidator(listed), Field(min_length=1)]


def groups_of(timetable: Timetable, groups: Sequence[Group]) -> Ints:
    """Return ``[route]`` the first group that takes the route, else the last one."""
    found = np.full(len(timetable.route_id), len(groups) - 1, np.int32)
    for number, group in reversed(list(enumerate(groups[:-1]))):
        kind = timetable.route_type
        taken = np.zeros(len(found), np.bool_)
        for first, last in group.route_types:
            taken |= (kind >= first) & (kind <= last)
        if group.line_name is not None:
            names = timetable.route_name.tolist()
            taken &= [re.search(group.line_name, name) is not None for name in names]
        found[taken] = number
    return found
