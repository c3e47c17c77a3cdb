"""Criteria: what a standard asks for, who meets it home by home, and the totals of every area."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np
import pandas as pd

from accessibility.areas import areas_of
from accessibility.medians import NOISE
from accessibility.places import Places
from accessibility.words import MET, NOT_CHECKED, NOT_MET
from gtfs.timetable import Bools, Floats


@dataclass(frozen=True)
class Criterion:
    """One thing a profile asks for, in the words printed under every table."""

    profile: str  # key of the profile
    key: str  # unique in the profile
    title: str  # "Mittelzentrum in 45 min"
    definition: str  # what was computed, one sentence
    source: str
    assumed: bool = False  # printed as ASSUMED
    least_share: float = 0.5  # of an area's people who must meet it, for "erfüllt"


ASSUMED = "Annahme"  # how a value is marked that stands in no source
FIELDS = [field.name for field in fields(Criterion)]


@dataclass(frozen=True, eq=False)
class Verdict:
    """Who meets a criterion on a day."""

    criterion: Criterion
    day: str  # day type, "" where it holds on all
    met: Bools  # [point]
    known: Bools  # [point] False: nicht prüfbar there


def totals(places: Places, verdicts: Iterable[Verdict]) -> pd.DataFrame:
    """Return a row per verdict and area: the Kreis, then Kommunen, then Ortsteile.

    Columns: ``profile, criterion, title, day, area`` (kreis, kommune, ortsteil), ``area_id,
    area_name``; ``people`` who are known to live there, ``people_known`` those of whom anything
    can be said, ``people_met``; ``share`` of those known who meet it, nan where nothing can be
    said (homes count alike where no people are known), ``least_share`` asked for, ``verdict`` and
    whether the value is ``assumed``. Who cannot be reached is known and does not meet it.
    """
    listed, areas = list(verdicts), areas_of(places)
    shape = (len(listed), len(places.point_people))
    some, number = _once([one.known for one in listed])
    known = np.array(some, np.bool_).reshape(len(some), shape[1])
    met = np.array([one.met for one in listed], np.bool_).reshape(shape) & known[number]
    share = _shares(areas.weight_with(known)[number], areas.weight_with(met)).ravel()
    everybody = areas.people_with(np.ones((1, shape[1]), np.bool_))[0]
    table = _heads(listed).loc[np.repeat(np.arange(len(listed)), len(areas))]
    table.insert(4, "area", areas.level * len(listed))
    table.insert(5, "area_id", areas.area_id * len(listed))
    table.insert(6, "area_name", areas.name * len(listed))
    table.insert(7, "people", np.tile(everybody, len(listed)))
    table.insert(8, "people_known", areas.people_with(known)[number].ravel())
    table.insert(9, "people_met", areas.people_with(met).ravel())
    table.insert(10, "share", share)
    said = np.where(share >= table["least_share"] * (1 - NOISE), MET, NOT_MET)
    table.insert(12, "verdict", np.where(np.isnan(share), NOT_CHECKED, said).astype(object))
    return table.reset_index(drop=True)


def _heads(verdicts: Sequence[Verdict]) -> pd.DataFrame:
    """Return a row per verdict: what it is about, and what is asked for."""
    criteria = [one.criterion for one in verdicts]
    return pd.DataFrame(
        {
            "profile": [one.profile for one in criteria],
            "criterion": [one.key for one in criteria],
            "title": [one.title for one in criteria],
            "day": [one.day for one in verdicts],
            "least_share": np.array([one.least_share for one in criteria], np.float64),
            "assumed": np.array([one.assumed for one in criteria], np.bool_),
        }
    )


def _once(marks: Sequence[Bools]) -> tuple[list[Bools], list[int]]:
    """Return each of the marks once, and which of these every one is: most are of all points."""
    kept = {one.tobytes(): one for one in marks}
    number = {key: at for at, key in enumerate(kept)}
    return list(kept.values()), [number[one.tobytes()] for one in marks]


def _shares(of: Floats, part: Floats) -> Floats:
    """Return ``[verdict, area]`` the share of those known who meet it, nan where nobody is."""
    shares: Floats = np.divide(part, of, out=np.full(of.shape, np.nan), where=of > 0)
    return shares.round(12)  # half is half in whatever order fractions of people are added


def definitions(verdicts: Iterable[Verdict]) -> pd.DataFrame:
    """Return a row per criterion, in their order: what was computed, and where the value stands.

    Columns: ``profile, criterion, title, definition, source, assumed, least_share``.
    """
    criteria = {(one.criterion.profile, one.criterion.key): one.criterion for one in verdicts}
    rows = pd.DataFrame([asdict(one) for one in criteria.values()], columns=FIELDS)
    return rows.rename(columns={"key": "criterion"})
