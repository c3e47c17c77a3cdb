"""Gaps of a summary: Ortsteile that miss the target values, and those without minimum service."""

import pandas as pd

from accessibility.areas import ORTSTEIL
from accessibility.criteria import ASSUMED
from accessibility.html_page import Cell, Head
from accessibility.kreis_rows import Area, Subject, listed, missed
from accessibility.report_document import Chapter, Grid
from accessibility.report_evaluation import DEFINITIONS, STANDARDS
from accessibility.words import NOT_CHECKED, NOT_MET, TARGETS, day_name, number

NAMES = 8  # Ortsteile named in one cell
SHOWN_CLASSES = ("grundzentrum", "mittelzentrum", "oberzentrum")
LEAST_SERVICE = ("nahverkehrsplan", "mindestbedienung")  # profile and criterion
NOBODY = "In keinem Ortsteil werden die Zielwerte verfehlt."


def gaps(subject: Subject, area: Area) -> Chapter:
    """Return which Ortsteile miss the target values of the Zentren, and which minimum service."""
    found = [_of_centres(subject, area), _of_service(subject, area)]
    return Chapter("Wo es fehlt", [block for block in found if block is not None])


def _of_centres(subject: Subject, area: Area) -> Grid | str:
    """Return the Ortsteile that miss the value of a class, by class and day."""
    rows = [
        [Cell(TARGETS[kind]), Cell(day_name(day)), *_counted(found)]
        for kind in SHOWN_CLASSES
        for day in subject.days
        if len(found := missed(subject, area, kind, day))
    ]
    if not rows:
        return NOBODY
    heads = [Head("Zentrum"), Head("Tag"), Head("Ortsteile", number=True)]
    heads += [Head("Einwohner", number=True), Head("die größten", wide=True)]
    caption = f"Ortsteile, in denen der Zielwert {subject.name_of(subject.leading)} verfehlt wird"
    return Grid(caption, heads, rows, [_SAID])


_SAID = (
    "Gezählt sind Ortsteile, in denen weniger als die Hälfte der Einwohner den Zielwert mit "
    "Verbindungen in jedem Abschnitt des Tages hat, und die Einwohner, denen er fehlt; die mit "
    "den meisten Einwohnern zuerst."
)


def _of_service(subject: Subject, area: Area) -> Grid | None:
    """Return the Ortsteile without minimum service by day; None where it is not asked."""
    profile, criterion = LEAST_SERVICE
    table = subject.found.table(STANDARDS)
    asked = table[(table["profile"] == profile) & (table["criterion"] == criterion)]
    own = set(area.ortsteile(subject.access)["ortsteil_id"])
    checked = asked[
        (asked["area"] == ORTSTEIL) & asked["area_id"].isin(own) & (asked["verdict"] != NOT_CHECKED)
    ]
    if checked.empty:
        return None
    heads = [Head("Tag"), Head("geprüft", number=True), Head("davon ohne", number=True)]
    heads += [Head("Einwohner", number=True), Head("die größten", wide=True)]
    rows = [
        [Cell(day_name(day)), Cell(number(len(of_day)), len(of_day)), *_counted(_without(of_day))]
        for day in subject.days
        if len(of_day := checked[checked["day"] == day])
    ]
    title = str(asked["title"].iloc[0])
    assumed = f" ({ASSUMED})" if asked["assumed"].iloc[0] else ""
    return Grid(f"{title}{assumed}: Ortsteile, die sie nicht haben", heads, rows, [_told(subject)])


def _without(of_day: pd.DataFrame) -> pd.DataFrame:
    """Return ``area_name, people`` of the Ortsteile that do not meet it, the most people first."""
    rows = of_day[of_day["verdict"] == NOT_MET]
    found = rows.assign(people=rows["people_known"] - rows["people_met"])
    by = ["people", "area_name"]
    return found.sort_values(by, ascending=[False, True], kind="stable")


def _told(subject: Subject) -> str:
    """Return what minimum service is, and of what share of an Ortsteil it is asked."""
    profile, criterion = LEAST_SERVICE
    table = subject.found.table(DEFINITIONS)
    one = table[(table["profile"] == profile) & (table["criterion"] == criterion)].iloc[0]
    share = f"{number(100 * float(one['least_share']))}\u202f%"
    return (
        f"{one['definition']} „Ohne“ ist ein Ortsteil, in dem das für weniger als {share} der "
        f"Einwohner gilt (Annahme); gezählt sind die Einwohner, denen es fehlt. "
        f"{subject.source_of(profile)}"
    )


def _counted(found: pd.DataFrame) -> list[Cell]:
    """Return how many Ortsteile and people, and the names of the largest."""
    people = float(found["people"].sum())
    names = listed(found["area_name"].astype(str).tolist(), NAMES)
    return [Cell(number(len(found)), len(found)), Cell(number(people), people), Cell(names)]
