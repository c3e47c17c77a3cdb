"""Export asked: what a request wants as a file, checked before anything is written."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from accessibility.difference_map import NAMES
from accessibility.figures import MEASURES
from accessibility.line_picture import LINES
from accessibility.tables import nearest
from accessibility.words import TARGETS
from api.http.accept import media_of
from api.http.answered import Answer
from api.http.export_names import file_name
from api.http.export_task import Task, refuse_unknown
from api.http.export_wanted import DIFFERENCES, MAPPED, Wanted
from api.http.exports import EXPORTS, Export, held_against, write_export
from api.http.file_kinds import MEDIA
from api.http.problems import FieldError, Refused, field_error
from api.jobs.export import ExportAsked
from api.routes.call import Call
from api.routes.grounds import GroundCall, Standing
from api.scenarios.run import BEFORE

BUILT = "bestand"  # in place of a result: the network as it was built
EVERY = "all"
DRAWN = ("map", "difference")  # of one day, the first where none is named
TABLED = ("table", "map", "difference")  # exports of days there are tables of


class File(NamedTuple):
    """A file that is asked for, of which result and against which, and what it is called."""

    what: str
    wanted: Wanted  # its format is named
    name: str
    found: Standing | None
    against: Standing | None  # as the request names it

    @property
    def job(self) -> ExportAsked:
        """What a job is asked for."""
        of, against = (
            None if one is None else one.folder.name for one in (self.found, self.against)
        )
        return ExportAsked(
            what=self.what, wanted=self.wanted, name=self.name, folder=of, against=against
        )

    def refuse_unknown(self, here: GroundCall) -> None:
        """Refuse what there is not in the network or the result, before a job is made of it."""
        of_tables = self.what in TABLED and self.wanted.measure != LINES
        with here.ground(self.found) as ground:
            task = Task(here.grounds, ground, self.wanted, None, Path(self.name))
            refuse_unknown(task, of_tables=of_tables)

    async def answer(self, here: GroundCall) -> Answer:
        """Return the file itself."""
        call, media = here.call, MEDIA[str(self.wanted.format)]
        key = (call.request.url.path, self.wanted.model_dump_json(), media)
        return await call.answers.of(key, lambda: self._made(here), aside=True)

    def _made(self, here: GroundCall) -> bytes:
        of, against = (None if one is None else one.folder for one in (self.found, self.against))
        before = held_against(self.wanted, of, against)
        with TemporaryDirectory() as folder, here.ground(self.found) as ground:
            out = Path(folder) / f"{self.what}.{self.wanted.format}"
            task = Task(here.grounds, ground, self.wanted, before, out)
            write_export(EXPORTS[self.what], task)
            return out.read_bytes()


async def find_file(here: GroundCall, what: str, wanted: Wanted) -> File:
    """Return what is asked for, with the results it is of; refuse what is none."""
    call, export = here.call, _chosen(what)
    _check(call, what, export, wanted)
    full = wanted.model_copy(update={"format": wanted.format or _by_accept(call, export)})
    found = await here.result(wanted.result)
    named = wanted.before not in (None, BUILT)
    against = await here.result(wanted.before, "query.before") if named else None
    day = _first_day(call, None if wanted.measure == LINES else found)
    name = file_name(
        what,
        full.model_copy(update={"day": wanted.day or (day if what in DRAWN else None)}),
        call.desk.service.manifest["name"],
        _scenario(found),
        _called(wanted, found, against),
    )
    return File(what, full, f"{name}.{full.format}", found, against)


def measures_of(what: str) -> list[str]:
    """Return the measures of a map, none of anything else."""
    return {"map": MAPPED, "difference": DIFFERENCES}.get(what, [])


def _called(wanted: Wanted, found: Standing | None, against: Standing | None) -> str:
    """Return the name of what a difference is held against."""
    if wanted.before is None and found is not None:
        return _scenario(found, -2) or BEFORE
    return _scenario(against) or BEFORE


def _chosen(what: str) -> Export:
    if what not in EXPORTS:
        message = f"no such export{nearest(what, list(EXPORTS))}; there are {', '.join(EXPORTS)}"
        raise Refused(404, [field_error("path.what", what, message)])
    return EXPORTS[what]


def _by_accept(call: Call, export: Export) -> str:
    """Return the format the request accepts, the usual one where it does not say."""
    offered = [MEDIA[one] for one in export.formats]
    media = media_of(call.request.headers.get("accept", "*/*"), offered)
    return export.formats[offered.index(media)]


def _check(call: Call, what: str, export: Export, wanted: Wanted) -> None:
    """Refuse parameters that do not fit the export, all at once."""
    said = wanted.model_dump(exclude_none=True, exclude={"format"})
    errors = [
        field_error(f"query.{name}", value, _not_taken(what, name, export))
        for name, value in said.items()
        if name not in export.takes
    ]
    errors += [
        field_error(f"query.{name}", None, f"{what} needs {name}")
        for name in export.needs
        if name not in said
    ]
    if wanted.format not in (None, *export.formats):
        message = f"{what} is written as {', '.join(export.formats)}"
        errors.append(field_error("query.format", wanted.format, message))
    errors += [*_values(what, wanted), *_pixels(call, export, wanted)]
    if errors:
        raise Refused(422, errors)


def _values(what: str, wanted: Wanted) -> list[FieldError]:
    """Return what is wrong with the measure and with a day that is all of them."""
    errors, known = [], measures_of(what)
    measure = wanted.measure
    if known and measure is not None and measure not in known:
        figures = ", ".join(NAMES if what == "difference" else MEASURES)
        message = (
            f"no such measure{nearest(measure, known)}; it is <class>_<figure>, class one of "
            f"{', '.join(TARGETS)}, figure one of {figures}; /api/v1/exports lists them"
        )
        errors.append(field_error("query.measure", measure, message))
    if wanted.day == EVERY and what != "table":
        errors.append(field_error("query.day", EVERY, f"{what} is of one day; name it"))
    return errors


def _pixels(call: Call, export: Export, wanted: Wanted) -> list[FieldError]:
    if wanted.dpi is None:
        return []
    most, drawn = call.settings.most_dpi, (wanted.format or _by_accept(call, export)) == "png"
    if drawn and wanted.dpi <= most:
        return []
    told = f"at most {most} (settings: most_dpi)" if drawn else "for png only"
    return [field_error("query.dpi", wanted.dpi, told)]


def _not_taken(what: str, name: str, export: Export) -> str:
    known = ("format", *export.takes)
    return f"{what} takes no {name}{nearest(name, known)}; it takes {', '.join(known)}"


def _scenario(found: Standing | None, which: int = -1) -> str | None:
    """Return the name of the scenario a result is of, or of the one below it."""
    chain = [] if found is None else found.result.parameters.get("scenarios", [])
    return str(chain[which]["name"]) if len(chain) >= -which else None


def _first_day(call: Call, found: Standing | None) -> str:
    """Return the day type that is drawn where none is named."""
    days = None if found is None else found.result.parameters.get("days")
    return str(next(iter(days or call.desk.service.days)))
