"""Compare: results of one network side by side, as tables, a map and a report in a folder."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from accessibility.areas import areas_of
from accessibility.compare import compared_with, wide_table
from accessibility.compare_explained import SAID, reading_data
from accessibility.compare_reading import reading_of
from accessibility.compare_report import compare_paper
from accessibility.compare_sides import common_days
from accessibility.compare_standards import compared_standards
from accessibility.compare_subject import Result, Subject, headline, not_computed
from accessibility.compare_yardstick import Yardstick
from accessibility.difference_map import difference_of, difference_picture
from accessibility.hour_shares import hour_table
from accessibility.picture import MapPicture
from accessibility.point_results import HELD
from accessibility.report_document import as_html, as_markdown
from accessibility.report_evaluation import STANDARDS
from accessibility.standards import CLASSES
from accessibility.store import write_table
from api.compare_files import LOSERS, Told, lacking_days
from api.folders import whole_folder
from api.pictures import draw
from api.progress import SILENT, Progress
from api.scenarios.lines import lines_before_after
from api.scenarios.service import as_told
from api.service import Service, load_service
from api.windows import QuestionError

log = logging.getLogger(__name__)

COMPARED = "vergleich.json"
AUDIT, ANSCHLUESSE = "linien", "anschluesse"  # what lines gain or lose
HEADS = ("ortsteil_id", "name", "kommune", "population", "data_status", "geometry")
MAPS = (".png", ".html")  # a picture and a page
COMPUTED, TABLED = 0.2, 0.6  # how far it is with the figures, with the tables written
FIGURE = "journey_time_p50"  # mapped unless another is asked for


def write_comparison(
    network: Path, before: Path, afters: Sequence[Path], out: Path, measure: str | None = None
) -> str:
    """Hold results against the one before; write tables, maps and a report into a folder.

    Returns what to tell.
    """
    if measure is not None:
        difference_of(measure)
    service, one, others = load_service(network), Told(before), [Told(path) for path in afters]
    with whole_folder(out, COMPARED) as folder:
        told = compare_into(folder, service, one, others, measure)
    return f"{told}\n{out}"


def compare_into(
    folder: Path,
    service: Service,
    before: Told,
    afters: Sequence[Told],
    measure: str | None = None,
    progress: Progress = SILENT,
) -> str:
    """Hold results against the one before; write all of it into the folder; return what to tell."""
    _refuse_twins([before, *afters])
    stick = Yardstick(service.places, before.points)
    results = [_compared(service, before, after, stick) for after in afters]
    folder.mkdir(exist_ok=True)
    for share in _write(service, before, afters, results, folder, measure):
        progress.at(share)
    return _summary(service, before, afters, results)


def _refuse_twins(told: Sequence[Told]) -> None:
    """Refuse results that would be called alike."""
    names = [one.name for one in told]
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        folders = ", ".join(str(one.folder) for one in told if one.name in twins)
        raise QuestionError(f"results are called alike ({', '.join(twins)}): {folders}")


def _compared(service: Service, before: Told, after: Told, stick: Yardstick) -> Result:
    """Return everything one result says against the one before."""
    fixed = after.table(HELD)
    if fixed is not None and not fits(fixed, before.points):
        log.warning("%s: its fixed targets are those of another result, left out", after.folder)
        fixed = None
    days = common_days(before.points, after.points)
    timed = all(f"{CLASSES[0]}_hours" in one.points for one in (before, after))
    sides = before.table(STANDARDS), after.table(STANDARDS)
    gone = after.table(LOSERS)
    tables = {} if gone is None else {"losers": gone}
    reading = None if fixed is None else reading_of(stick, after.points, fixed)
    if timed:
        areas = areas_of(service.places)
        tables["hours"] = hour_table(areas, before.points, after.points, days)
    if sides[0] is not None and sides[1] is not None:
        tables["standards"] = compared_standards(sides[0], sides[1], pd.DataFrame(before.access))
    table = compared_with(stick, after.points, fixed)
    return Result(after.name, table, reading=reading, changes=after.changes, **tables)


def fits(fixed: pd.DataFrame, before: pd.DataFrame) -> bool:
    """Return whether every fixed target is the one chosen before."""
    for day in common_days(before, fixed):
        one, other = (table[table["day"] == day] for table in (before, fixed))
        for kind in CLASSES:
            held = other[f"{kind}_id"].astype(object).to_numpy()
            chosen = one[f"{kind}_id"].astype(object).to_numpy()
            named = ~pd.isna(held)
            if (held[named] != chosen[named]).any():
                return False
    return True


def _write(
    service: Service,
    before: Told,
    afters: Sequence[Told],
    results: Sequence[Result],
    folder: Path,
    measure: str | None,
) -> Iterator[float]:
    """Write every table, a map of each result, the report, and what it was made from.

    Yields how far it is.
    """
    yield COMPUTED
    about = service.provenance() | {
        "before": {before.name: before.about},
        "after": {one.name: one.about for one in afters},
    }
    wide = [(one.name, wide_table(heads_of(before), one.table)) for one in results]
    tables = {
        "vergleich": [(one.name, one.table) for one in results],
        "vergleich_ortsteile": wide,
        "stunden": [(one.name, one.hours) for one in results],
        "kriterien": [(one.name, one.standards) for one in results],
        LOSERS: [(one.name, one.losers) for one in results],
    }
    days = list(dict.fromkeys(day for one in results for day in one.table["day"]))
    base, *changed = (as_told(service, one.about.get("scenario")) for one in (before, *afters))
    lines = [
        (one.name, lines_before_after(base, other))
        for one, other in zip(afters, changed, strict=True)
    ]
    tables[AUDIT] = [(name, both.audit()) for name, both in lines]
    tables[ANSCHLUESSE] = [(name, both.anschluesse(day)) for name, both in lines for day in days]
    for done, (name, parts) in enumerate(tables.items()):
        yield COMPUTED + (TABLED - COMPUTED) * done / len(tables)
        _write_table(folder, name, parts, service.status, about)
    named = {key: one.name for key, one in service.standards.profiles.items()}
    names = _names(service, [before, *afters])
    lacking = lacking_days([before, *afters])
    subject = Subject(before.name, results, service.imprint(days), named, names, lacking)
    stems = _stems([one.name for one in results])
    for done, ((name, table), after, stem) in enumerate(zip(wide, changed, stems, strict=True)):
        figure = measure or f"{subject.headline}_{FIGURE}"
        picture = _picture((service, after), table, figure, (before.name, name))
        for part, ending in enumerate(MAPS):
            yield TABLED + (1 - TABLED) * (done + part / len(MAPS)) / len(wide)
            draw(picture, folder / f"{stem}{ending}")
    paper = compare_paper(subject)
    (folder / "vergleich.html").write_text(as_html([paper]), encoding="utf-8")
    (folder / "vergleich.md").write_text(as_markdown([paper]), encoding="utf-8")
    told = {one.name: _told(one, names) for one in results}
    also = {"not_computed": lacking, "results": told}
    notes = json.dumps(about | also, ensure_ascii=False, indent=2)
    (folder / COMPARED).write_text(notes + "\n", encoding="utf-8")


def _told(one: Result, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what a result says in a sentence, and how those worse off are to be read."""
    reading = reading_data(one.reading, one.changes, names)
    return {"headline": headline(one), "reading": reading}


def _names(service: Service, told: Sequence[Told]) -> dict[str, str]:
    """Return the names of all places by id, and of targets only a scenario has."""
    places = service.places
    names = dict(zip(places.place_id.tolist(), places.name.tolist(), strict=True))
    for one in told:
        for kind in CLASSES:
            target = one.access[[f"{kind}_id", f"{kind}_name"]].dropna().astype(str)
            names |= dict(target.itertuples(index=False, name=None))
    return names


def heads_of(before: Told) -> gpd.GeoDataFrame:
    """Return who and where the Ortsteile are."""
    return before.access.drop_duplicates("ortsteil_id")[list(HEADS)].reset_index(drop=True)


def _write_table(
    folder: Path,
    name: str,
    parts: Sequence[tuple[str, pd.DataFrame]],
    status: str,
    about: Mapping[str, Any],
) -> None:
    """Write the tables of all results as one, if they say anything; places for QGIS, too."""
    told = [table.assign(result=result) for result, table in parts if len(table)]
    if not told:
        return
    whole = pd.concat(told, ignore_index=True)
    whole.insert(0, "result", whole.pop("result"))
    whole["data_status"] = status
    endings = [".parquet", ".csv", *([".gpkg"] if isinstance(whole, gpd.GeoDataFrame) else [])]
    for ending in endings:
        write_table(whole, folder / f"{name}{ending}", about=about, layer=name)


def _picture(
    services: tuple[Service, Service], wide: gpd.GeoDataFrame, measure: str, sides: tuple[str, str]
) -> MapPicture:
    """Return the map of the first day, on the lines after."""
    service, changed = services
    day = str(wide["day"].iloc[0])
    layers, imprint = changed.layers(service.days.get(day)), service.imprint([day])
    return difference_picture(
        wide, measure=measure, day=day, sides=sides, layers=layers, imprint=imprint
    )


def _stems(names: Sequence[str]) -> list[str]:
    """Return a file name for the map of each result: letters and digits of its name, a number."""
    plain = ["".join(one if one.isalnum() else "-" for one in name.casefold()) for name in names]
    if len(names) == 1:
        return ["karte"]
    return [f"karte-{number}-{name}" for number, name in enumerate(plain, start=1)]


def _summary(
    service: Service, before: Told, afters: Sequence[Told], results: Sequence[Result]
) -> str:
    """Return the standing of the data, a sentence per result, how to read it, and what it lacks."""
    told = [f"{one.name} gegenüber {before.name}: {headline(one)}" for one in results]
    told.append(not_computed(lacking_days([before, *afters])))
    sides = [side for one in results if one.reading for side in one.reading.examples]
    told += [said.why for side, said in SAID.items() if side in sides]
    return "\n".join(filter(None, (service.standing(), *told)))
