"""Scenario causes: which change of a scenario a lost journey is due to."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from accessibility.compare_details import CHANGES
from api.scenarios.ground import Made


def with_causes(losers: pd.DataFrame, made: Made, days: Mapping[str, date]) -> pd.DataFrame:
    """Return the Verliererliste with ``changes``: numbers of those that touch a trip ridden.

    Of the scenario on top, joined by ", "; empty where the trips run as before and the way to them
    or between them is another: a later train is missed, a shorter walk is gone.
    """
    touched: dict[str, dict[str, list[int]]] = {day: {} for day in days}
    for step in made.steps[-1] if made.steps else ():
        by_date = {one.when: one for one in step.touched}
        for day, when in days.items():
            own = (by_date[one] for one in nights_of(when) if one in by_date)
            for trip in {trip for one in own for trip in one.gone.tolist()}:
                touched[day].setdefault(trip, []).append(step.number)
    causes = [
        _numbers(touched[day], trips.split())
        for day, trips in zip(losers["day"].astype(str), losers["trip_ids"], strict=True)
    ]
    return losers.assign(**{CHANGES: causes})


def nights_of(when: date) -> tuple[date, ...]:
    """Return the service dates whose trips one rides on a date: its night is the next one's."""
    return tuple(when + timedelta(days=days) for days in (-1, 0, 1))


def _numbers(touched: Mapping[str, list[int]], trips: Sequence[str]) -> str:
    found = {number for trip in trips for number in touched.get(trip, ())}
    return ", ".join(map(str, sorted(found)))
