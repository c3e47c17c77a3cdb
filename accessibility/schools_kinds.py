"""Kinds of schools: what OpenStreetMap's tags say a school is, by a table with its source."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from accessibility.standards import Standard

SCHOOL_KIND = "schulart"  # a tag of our own, for the tables of targets: grundschule;oberschule
TYPE_KEYS = ("school:de", "school:type", "school")


def _regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error
    return value


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_regex)]


class KindOfSchool(BaseModel):
    """How one kind is told: by its type where that is tagged, by its name, by its ISCED level."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    title: Annotated[str, Field(min_length=1)]
    types: tuple[str, ...]  # of school:de, school:type, school; small letters
    name: Pattern  # found in the name, whatever the case
    isced: tuple[str, ...]  # the whole value of isced:level


class SchoolKinds(Standard):
    """The table of kinds: types before names, names before ISCED levels."""

    kind: Literal["schularten"]
    amenities: tuple[str, ...]  # what counts as a school at all
    kinds: dict[str, KindOfSchool]

    @cached_property
    def patterns(self) -> Mapping[str, re.Pattern[str]]:
        """The names' expressions by kind."""
        return {kind: re.compile(how.name, re.IGNORECASE) for kind, how in self.kinds.items()}

    def of(self, tags: Mapping[str, str]) -> tuple[str, ...]:
        """Return the kinds of a thing with such tags; none if it is no school or says nothing."""
        if tags.get("amenity", "") not in self.amenities:
            return ()
        types = {part for key in TYPE_KEYS for part in _parts(tags.get(key, ""))}
        name, level = tags.get("name", ""), tags.get("isced:level", "").replace(" ", "")
        return (
            tuple(kind for kind, how in self.kinds.items() if types & set(how.types))
            or tuple(kind for kind, pattern in self.patterns.items() if pattern.search(name))
            or tuple(kind for kind, how in self.kinds.items() if level in how.isced)
        )


def with_school_kind(tags: Mapping[str, str], kinds: SchoolKinds) -> Mapping[str, str]:
    """Return the tags of a thing with its kinds of school among them."""
    found = kinds.of(tags)
    return {**tags, SCHOOL_KIND: ";".join(found)} if found else tags


def _parts(value: str) -> list[str]:
    return [part.strip().casefold() for part in value.split(";")]
