"""Headlines of a summary: the few sentences that say most of an area, people first."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from accessibility.classes import values_of
from accessibility.kreis_gaps import SHOWN_CLASSES
from accessibility.kreis_rows import Area, Subject, listed, missed, people_of, value
from accessibility.report_evaluation import SENSITIVITY
from accessibility.words import TARGETS, TOWARDS, day_name, number, percent

FEW = 4  # names in a sentence


def headlines(subject: Subject, area: Area) -> list[str]:
    """Return the sentences: who lives there, who reaches what, where it is missed."""
    return [
        _people(subject, area),
        *_reach(subject, area),
        *_without(subject, area),
        *_at_the_stop(subject, area),
        *_random(subject, area),
    ]


def _people(subject: Subject, area: Area) -> str:
    rows = area.ortsteile(subject.access)
    count = rows["ortsteil_id"].nunique()
    people = people_of(subject, area)
    places = "einem Ortsteil" if count == 1 else f"{number(count)} Ortsteilen"
    if not np.isfinite(people):
        return f"Die Einwohnerzahl ist nicht bekannt; jeder Wohnpunkt in {places} zählt gleich."
    source = f" ({subject.population or 'Quelle und Stand der Einwohnerzahlen: unbekannt'})"
    return f"{number(people)} Einwohner leben in {places}{source}."


def _reach(subject: Subject, area: Area) -> Iterator[str]:
    """Yield a sentence on each class: how many keep the target value, and who does not."""
    rows = area.rows(subject.standards)
    rows = rows[(rows["profile"] == subject.leading) & np.isfinite(rows["share"])]
    name = subject.name_of(subject.leading)
    for kind in SHOWN_CLASSES:
        of_kind = rows[rows["criterion"] == kind].set_index("day")
        days = [day for day in subject.days if day in of_kind.index]
        if not days:
            continue
        met = {day: value(of_kind, day, "people_met") for day in days}
        said = {
            day: f"für {number(met[day])} Einwohner ({percent(value(of_kind, day, 'share'))})"
            for day in _first_and_weakest(of_kind, days)
        }
        told = _by_day(said)
        title = str(of_kind["title"].iloc[0])
        yield (
            f"{title}: Der Zielwert {name} ist {', '.join(told)} rechnerisch eingehalten."
            f"{_missing(subject, area, kind, days)}"
        )


def _first_and_weakest(of_kind: pd.DataFrame, days: list[str]) -> list[str]:
    """Return the first day and all on which fewest keep it, if they are fewer."""
    share = {day: value(of_kind, day, "share") for day in days}
    least = min(share.values())
    weakest = [day for day in days[1:] if share[day] == least < share[days[0]]]
    return [days[0], *weakest]


def _missing(subject: Subject, area: Area, kind: str, days: list[str]) -> str:
    """Return who misses it on the worst of the days, "" if no Ortsteil does."""
    found = {day: missed(subject, area, kind, day) for day in days}
    worst = max(days, key=lambda day: float(found[day]["people"].sum()))
    rows = found[worst]
    if rows.empty:
        return ""
    names = listed(rows["area_name"].astype(str).tolist(), FEW)
    many = "in einem Ortsteil" if len(rows) == 1 else f"in {number(len(rows))} Ortsteilen"
    people = number(float(rows["people"].sum()))
    return (
        f" Am {day_name(worst)} verfehlt ihn {many} die Mehrheit, dort {people} Einwohner: {names}."
    )


def _without(subject: Subject, area: Area) -> Iterator[str]:
    """Yield who has no way at all to a Grundzentrum on the day on which most have none."""
    kind = "grundzentrum"
    lost = {day: _lost(subject, area, kind, day) for day in subject.days}
    worst = max(lost, key=lambda day: float(lost[day]["people"].sum()))
    people = float(lost[worst]["people"].sum())
    if not people >= 0.5:
        return
    whole = lost[worst].loc[lost[worst]["share"] == 0, "name"].astype(str).tolist()
    named = f"; ganz ohne: {listed(whole, FEW)}" if whole else ""
    yield (
        f"Ohne jede Verbindung {TOWARDS[kind]}, mit Fahrt oder zu Fuß, sind am "
        f"{day_name(worst)} {number(people)} Einwohner{named}."
    )


def _lost(subject: Subject, area: Area, kind: str, day: str) -> pd.DataFrame:
    """Return ``name, share, people`` of the Ortsteile: who has any way, who has none."""
    rows = area.ortsteile(subject.access)
    rows = rows[rows["day"] == day]
    share = values_of(rows[f"{kind}_served_share"])
    people = np.nan_to_num(values_of(rows["population"]) * (1 - share))
    found = pd.DataFrame({"name": rows["name"], "share": share, "people": people})
    return found.sort_values("people", ascending=False, kind="stable")


def _at_the_stop(subject: Subject, area: Area) -> Iterator[str]:
    rows = area.rows(subject.standards)
    rows = rows[rows["criterion"] == "klasse"]
    if rows.empty:
        return
    of_one = rows[rows["profile"] == rows["profile"].iloc[-1]].set_index("day")
    days = [day for day in subject.days if day in of_one.index]
    told = _by_day({day: percent(value(of_one, day, "share")) for day in days})
    name = subject.name_of(str(of_one["profile"].iloc[0]))
    yield f"{name}: Eine der Klassen vor der eigenen Tür haben {_and(told)} der Einwohner."


def _random(subject: Subject, area: Area) -> Iterator[str]:
    """Yield the other reading of the county's figure: leaving at any minute."""
    table = subject.found.table(SENSITIVITY)
    if table.empty or area != Area():
        return
    kind = "mittelzentrum"
    rows = table[(table["criterion"] == kind) & (table["variant"] == "zufall")]
    if rows.empty or not np.isfinite(rows["share"].iloc[0]):
        return
    day, share = str(rows["day"].iloc[0]), percent(float(rows["share"].iloc[0]))
    yield (
        f"Zum Vergleich, ohne dass es etwas entscheidet: Bricht man am {day_name(day)} zu einer "
        f"beliebigen Minute auf und zählt das Warten mit, ist der Zielwert {TARGETS[kind]} für "
        f"{share} der Einwohner eingehalten."
    )


def _by_day(said: Mapping[str, str]) -> list[str]:
    """Return ``am Samstag und Sonntag …`` for each text, in the order of its first day."""
    days: dict[str, list[str]] = {}
    for day, text in said.items():
        days.setdefault(text, []).append(day_name(day))
    return [f"am {_and(names)} {text}" for text, names in days.items()]


def _and(parts: list[str]) -> str:
    return " und ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
