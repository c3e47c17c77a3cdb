"""Columns: what a class of targets gives the people of each Ortsteil, a value an Ortsteil."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from accessibility.choice import Choice, clock
from accessibility.folds import GAP_FROM_S, GAP_UNTIL_S, HOUR_S, MINUTE_S, NO_TIME
from accessibility.medians import share, weights_of
from accessibility.places import Places, ortsteile_of
from accessibility.standards import Profile
from accessibility.weighed import Fraction, Median, Share, Verdict, weighed
from gtfs.timetable import Bools, Floats, Ints
from mobility.profiles import UNREACHED

NO_SERVICE_GAP_S = GAP_UNTIL_S - GAP_FROM_S


class People(NamedTuple):
    """Who lives where: what medians and shares are weighed by."""

    weights: Floats  # [point]
    group: Ints  # [point] number of the Ortsteil
    size: int  # number of Ortsteile

    def times(self, values: Ints) -> pd.arrays.IntegerArray:
        """Return ``[ortsteil]`` the lower weighted median, null for what cannot be reached."""
        times: pd.arrays.IntegerArray = self.folded({"": self.median(values)})[""]
        return times

    def share(self, mask: Bools) -> Floats:
        """Return ``[ortsteil]`` the share of people, nan of nobody."""
        return share(mask, *self)

    def median(self, values: Ints) -> Median:
        """Return a column of medians that is still to be found."""
        return Median(values, self.weights)

    def held(self, mask: Bools) -> Share:
        """Return a column of shares that is still to be found."""
        return Share(mask, self.weights)

    def folded(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        """Return the columns with those found that are still to be, all at once."""
        return weighed(columns, self.group, self.size)

    def where(self, mask: Bools) -> "People":
        """Return the people of whom the mask holds, in the same Ortsteile."""
        if mask.all():
            return self
        return self._replace(weights=np.where(mask, self.weights, 0.0))

    def nobody(self) -> "People":
        """Return the Ortsteile without people: nothing can be said of them."""
        return self._replace(weights=np.zeros_like(self.weights))


def people_of(places: Places) -> People:
    """Return all people; where nobody is known to live every home counts alike."""
    ortsteile = ortsteile_of(places)
    group = np.searchsorted(ortsteile, places.point_ortsteil)
    weights = weights_of(places.point_people, group, len(ortsteile))
    return People(weights, group, len(ortsteile))


def columns_of(
    choice: Choice, people: People, car_s: Ints, profile: Profile, limits_s: Sequence[int]
) -> dict[str, Any]:
    """Return the class's columns by name; medians and shares are still to be found.

    ``car_s`` ``[point]`` leads to the target chosen; ``limits_s`` are those of all classes, for
    which ``served_hours`` were asked. Nothing can be said of who has no target of the class; who
    walks needs no timetable and is outside the medians of counts and clock times.
    """
    people = people.where(choice.known)
    riders = people.where(~choice.walks)
    return (
        _durations(choice, people)
        | _service(choice, riders, limits_s)
        | _shares(choice, people, car_s)
        | _verdict(choice, people)
        | _outings(choice, people, riders, profile)
    )


def _durations(choice: Choice, people: People) -> dict[str, Any]:
    names = ("travel_time_p50", "journey_time_min", "journey_time_p50", "rides_min")
    figures = choice.figures
    return {name: people.median(choice.of(getattr(figures, name), UNREACHED)) for name in names}


def _service(choice: Choice, riders: People, limits_s: Sequence[int]) -> dict[str, Any]:
    figures = choice.figures
    gap = choice.of(figures.longest_gap, NO_SERVICE_GAP_S)
    return {
        "journeys": riders.median(choice.of(figures.journeys, 0)),
        "return_journeys": riders.median(choice.of(figures.return_journeys, 0)),
        "first_departure": riders.median(_clock(choice, figures.first_departure)),
        "last_return": riders.median(_clock(choice, figures.last_return)),
        "longest_gap": riders.median(gap),
        "served_hours": _served_hours(choice, riders, limits_s),
    }


def _served_hours(
    choice: Choice, riders: People, limits_s: Sequence[int]
) -> Median | ExtensionArray:
    """Return the hours served at the class's limit, null where it has none."""
    limit_s = choice.trip.limit_s
    if limit_s is None:
        return _nothing(riders)
    hours = choice.figures.served_hours[:, limits_s.index(limit_s)]
    return riders.median(choice.of(hours, 0))


def _nothing(people: People) -> ExtensionArray:
    """Return a column of whole numbers of which none is known."""
    return pd.array([None] * people.size, "Int64")


def _shares(choice: Choice, people: People, car_s: Ints) -> dict[str, Any]:
    p50 = choice.of(choice.figures.journey_time_p50, UNREACHED)
    served = choice.walks | (choice.of(choice.figures.journeys, 0) > 0)
    return {
        "walk_share": people.held(choice.walks),
        "served_share": people.held(served),
        "car_time": people.median(car_s),
        "ratio": _ratio(p50, car_s, people),
    }


def _verdict(choice: Choice, people: People) -> dict[str, Any]:
    limit_s = choice.trip.limit_s
    asked = people.nobody() if limit_s is None else people
    return {
        "met_share": asked.held(choice.met),
        "verdict": Verdict(choice.met, asked.weights),
        "limit": _nothing(people) if limit_s is None else np.full(people.size, limit_s),
    }


def _outings(choice: Choice, people: People, riders: People, profile: Profile) -> dict[str, Any]:
    """Return what a day there allows: stays, arriving in time, coming back in the evening."""
    stay = choice.of(choice.figures.longest_stay, NO_TIME)
    columns: dict[str, Any] = {
        f"stay_{_length(stay_s)}_share": people.held(choice.walks | (stay >= stay_s))
        for stay_s in profile.stays_s
    }
    for i, before_s in enumerate(profile.before_s):
        name, departure = f"before_{_hhmm(before_s)}", choice.figures.departure_by[:, i]
        in_time = choice.of(departure, NO_TIME) != NO_TIME
        columns[f"{name}_departure"] = riders.median(_clock(choice, departure))
        columns[f"{name}_share"] = people.held(choice.walks | in_time)
    back = choice.of(choice.figures.last_return, NO_TIME) >= profile.evening_s
    nobody, one = np.full(people.size, np.nan), choice.one_partner
    return columns | {
        "evening_share": people.held(choice.walks | back),
        "one_partner_share": nobody if one is None else people.held(one),
    }


def _clock(choice: Choice, values: Ints) -> Ints:
    return clock(choice.of(values, UNREACHED))


def _length(seconds: int) -> str:
    """Return ``2h``, or ``90min`` where it is no whole hour."""
    return f"{seconds // MINUTE_S}min" if seconds % HOUR_S else f"{seconds // HOUR_S}h"


def _hhmm(seconds: int) -> str:
    return f"{seconds // HOUR_S:02d}{seconds % HOUR_S // MINUTE_S:02d}"


def _ratio(p50: Ints, car_s: Ints, people: People) -> Fraction:
    """Return planned time by public transport over time by car, missing where either is."""
    both = (p50 < UNREACHED) & (car_s < UNREACHED)
    return Fraction(np.where(both, p50 / np.maximum(car_s, 1), UNREACHED), people.weights)
