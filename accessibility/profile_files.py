"""Profile files (TOML): the standards shipped with the program and those a county writes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypeVar, get_args

from pydantic import ValidationError

from accessibility.catchments_standards import StopStandard
from accessibility.file_problems import problems_of, read_text, read_toml
from accessibility.gueteklassen_profile import Gueteklassen
from accessibility.line_profiles import LineProfile
from accessibility.reach_by_car import FopsProfile
from accessibility.saq import SaqProfile
from accessibility.schools import SchoolProfile
from accessibility.schools_kinds import SchoolKinds
from accessibility.services_of_life import ServicesProfile
from accessibility.standards import Profile, Standard
from accessibility.tables import nearest
from accessibility.variants import Sensitivity

SHIPPED = Path(__file__).parent / "profiles"
LEADING = "rin-2008"  # of the profiles that could lead, where the region does not say
MODELS: tuple[type[Standard], ...] = (  # every kind of profile there is
    *(Profile, Gueteklassen, StopStandard, LineProfile),
    *(SaqProfile, SchoolKinds, SchoolProfile, ServicesProfile, FopsProfile, Sensitivity),
)
KINDS = {get_args(model.model_fields["kind"].annotation)[0]: model for model in MODELS}

S = TypeVar("S", bound=Standard)
Given: TypeAlias = Mapping[str, object]  # values of a county: keys of a profile file, or tables


class ProfileError(ValueError):
    """A profile that cannot be used: everything that is wrong with it."""


@dataclass(frozen=True)
class Standards:
    """The profiles a region is held against; the leading one decides the choice of target."""

    profiles: Mapping[str, Standard]  # by key, in the order of the region file
    leading: Profile
    written: Mapping[str, Given]  # by key, as the files say it and the county has changed it

    def of(self, model: type[S]) -> list[S]:
        """Return the profiles of one kind."""
        return [profile for profile in self.profiles.values() if isinstance(profile, model)]


def read_profile(path: Path, *, given: Mapping[str, Given] | None = None) -> Standard:
    """Read a profile file of any kind; all that is wrong with it is raised in one ProfileError.

    ``given`` are the county's own values by key of the profile, in the place of the file's.
    """
    return checked_profile(_written(path, given or {}), str(path))


def checked_profile(data: Given, called: str) -> Standard:
    """Return the profile of what a file holds; ``called`` names it in the error."""
    model = _model_of(data.get("kind"), called)
    try:  # as JSON, whose lists are tuples to strict models
        return model.model_validate_json(json.dumps(data, default=str))
    except ValidationError as error:
        raise ProfileError("\n  ".join([f"{called}:", *problems_of(error, model)])) from error


def shipped_profile(model: type[S], key: str) -> S:
    """Return the profile of the key that comes with the program."""
    profile = read_profile(SHIPPED / f"{key}.toml")
    if not isinstance(profile, model):
        raise ProfileError(f"{key} is a profile of kind {profile.kind!r}")
    return profile


def shipped_files() -> dict[str, Path]:
    """Return the files that come with the program by the key of their profile."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.toml")) if _kind_of(path) in KINDS}


def _kind_of(path: Path) -> object:
    return _toml(path).get("kind")


def choose_standards(
    files: Sequence[Path], leading: str | None = None, given: Mapping[str, Given] | None = None
) -> Standards:
    """Read the profiles of the files; all that is wrong is raised in one ProfileError.

    The leading profile is the one named, else RIN 2008 if it is among them, else the first.
    """
    profiles: dict[str, Standard] = {}
    written: dict[str, Given] = {}
    problems: list[str] = []
    for path in files:
        try:
            data = _written(path, given or {})
            profile = checked_profile(data, str(path))
        except ProfileError as error:
            problems.append(str(error))
            continue
        if profile.key in profiles:
            problems.append(f"{path}: key {profile.key!r} is that of another profile, too")
        profiles[profile.key], written[profile.key] = profile, data
    unknown = [key for key in given or {} if key not in profiles and not problems]
    problems += [f"values for no profile {key!r}{nearest(key, profiles)}" for key in unknown]
    if problems:
        raise ProfileError("\n".join(problems))
    return Standards(profiles, _leading(profiles, leading), written)


def standards_json(standards: Standards) -> dict[str, object]:
    """Return what a manifest keeps of the standards, so that a result names them in full."""
    return {"leading": standards.leading.key, "profiles": list(standards.written.values())}


def standards_of(kept: Mapping[str, object]) -> Standards:
    """Return the standards a manifest has kept; ``{}`` of an older one: those that ship."""
    if not kept:
        return choose_standards(list(shipped_files().values()))
    rows = kept["profiles"]
    if not isinstance(rows, list):
        raise ProfileError("the standards kept are damaged; run mobility build again")
    profiles = {str(row["key"]): checked_profile(row, "the standards kept") for row in rows}
    written = {str(row["key"]): row for row in rows}
    return Standards(profiles, _leading(profiles, str(kept["leading"])), written)


def _leading(profiles: Mapping[str, Standard], key: str | None) -> Profile:
    reach = {name: one for name, one in profiles.items() if isinstance(one, Profile)}
    if not reach:
        raise ProfileError("no profile of kind 'erreichbarkeit': none decides on the targets")
    if key is None:
        return reach.get(LEADING) or next(iter(reach.values()))
    if key not in reach:
        msg = f"no profile of kind 'erreichbarkeit' has the key {key!r}{nearest(key, reach)}"
        raise ProfileError(msg)
    return reach[key]


def _toml(path: Path) -> dict[str, object]:
    return read_toml(read_text(path, "profile file", ProfileError), str(path), ProfileError)


def _model_of(kind: object, called: str) -> type[Standard]:
    if kind is None:
        raise ProfileError(f"{called}: kind is missing (one of {', '.join(KINDS)})")
    if not isinstance(kind, str) or kind not in KINDS:
        raise ProfileError(f"{called}: kind = {kind!r} is unknown{nearest(str(kind), KINDS)}")
    return KINDS[kind]


def _written(path: Path, given: Mapping[str, Given]) -> dict[str, object]:
    """Return what the file says, with the county's own values in their place."""
    data = _toml(path)
    return _merged(data, given.get(str(data.get("key")), {}))


def _merged(data: Given, given: Given) -> dict[str, object]:
    """Return the data with the given values in their place, table by table."""
    return dict(data) | {key: _put(data.get(key), value) for key, value in given.items()}


def _put(inner: object, value: object) -> object:
    """Return a value with another put into it; tables of a list are known by their ``key``."""
    if isinstance(inner, Mapping) and isinstance(value, Mapping):
        return _merged(inner, value)
    if isinstance(inner, list) and isinstance(value, Mapping):
        keys = [str(row.get("key")) if isinstance(row, Mapping) else "" for row in inner]
        more = [{"key": key, **one} for key, one in value.items() if key not in keys]
        return [_put(row, value.get(key, {})) for row, key in zip(inner, keys, strict=True)] + more
    return value
