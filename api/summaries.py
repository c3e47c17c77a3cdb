"""Summaries: the Kreis and its Kommunen on paper, from a network or a result."""

from pathlib import Path

from accessibility.kreis import kreis_paper
from accessibility.kreis_centres import centres_told
from accessibility.kreis_rows import Subject
from accessibility.places import Places, ortsteile_of
from accessibility.report_document import Paper, as_html, as_markdown
from accessibility.report_evaluation import Evaluation
from accessibility.steckbrief import kommunen_of, steckbrief
from accessibility.store import check_format
from accessibility.tables import nearest
from accessibility.words import collated
from accessibility.zentren import ZENTREN_SOURCE
from api.folders import whole_file, whole_folder
from api.manifest import MANIFEST
from api.progress import SILENT, Progress
from api.results import network_of, read_evaluation
from api.service import Service, load_service, read_findings
from api.standards import evaluate
from api.windows import QuestionError

WRITERS = {".html": as_html, ".md": as_markdown}
KREIS, ALL = "kreis", "all"


def write_summary(subject: Path, out: Path, kommune: str | None = None) -> list[Path]:
    """Write the summary of a network or a result; return the files.

    A file holds the Kreis, the sheet of one Kommune, or with ``all`` the Kreis and every sheet; a
    folder holds all of them, each on its own, as pages and as Markdown.
    """
    about = subject_of(*_read(subject))
    if out.suffix:
        check_format(out, tuple(WRITERS))
        text = WRITERS[out.suffix.lower()](papers_of(about, kommune))
        with whole_file(out) as path:
            path.write_text(text, encoding="utf-8")
        return [out]
    with whole_folder(out, f"{KREIS}.html") as folder:
        names = write_papers(about, folder, kommune or ALL)
    return [out / name for name in names]


def write_papers(subject: Subject, folder: Path, kommune: str = ALL) -> list[str]:
    """Write the Kreis and the sheets of Kommunen as files of their own; return their names."""
    folder.mkdir(exist_ok=True)
    papers = {KREIS: kreis_paper(subject)}
    papers |= {_file_name(name): steckbrief(subject, name) for name in _chosen(subject, kommune)}
    names = []
    for name, paper in papers.items():
        for ending, write in WRITERS.items():
            names.append(f"{name}{ending}")
            (folder / names[-1]).write_text(write([paper]), encoding="utf-8")
    return names


def subject_of(service: Service, found: Evaluation) -> Subject:
    """Return what a summary is written of."""
    days = list(dict.fromkeys(found.access["day"].astype(str)))
    return Subject(
        found,
        service.imprint(days),
        service.profile.key,
        service.provenance()["standards"],
        service.manifest["sources"].get("population", ""),
        centres_told(service.places, _centres_source(service), service.profile.verbund),
    )


def _centres_source(service: Service) -> str:
    """Return who says which Zentren there are, and when: the region file, else their table."""
    named = str(service.manifest["sources"].get("zentren", ""))
    with service.reading():
        findings = read_findings(service.folder)
    told = [one.message for one in findings if one.code == ZENTREN_SOURCE]
    return named or "; ".join(text.partition(": ")[2] for text in told)


def _read(subject: Path) -> tuple[Service, Evaluation]:
    """Return the service and all tables of a network, or of a result made from one."""
    if (subject / MANIFEST).is_file():
        service = load_service(subject)
        return service, evaluate(service, list(service.days))
    found, about = read_evaluation(subject)
    return network_of(subject, about), found


def papers_of(subject: Subject, kommune: str | None, progress: Progress = SILENT) -> list[Paper]:
    """Return the Kreis; the sheet of one Kommune; or with ``all`` the Kreis and every sheet."""
    if kommune is None:
        return [kreis_paper(subject)]
    names = _chosen(subject, kommune)
    sheets = [steckbrief(subject, name) for name in progress.through(names)]
    return [kreis_paper(subject), *sheets] if kommune == ALL else sheets


def _chosen(subject: Subject, kommune: str) -> list[str]:
    return chosen_of(kommunen_of(subject), kommune)


def kommunen_in(places: Places) -> list[str]:
    """Return the Kommunen that have Ortsteile, as a German reader orders them."""
    named = set(places.parent[ortsteile_of(places)].tolist()) - {""}
    return sorted(named, key=collated)


def chosen_of(known: list[str], kommune: str) -> list[str]:
    """Return the Kommune, with ``all`` all that are known; refuse one that is not."""
    if kommune == ALL:
        return known
    if kommune not in known:
        msg = f"no Kommune {kommune!r}{nearest(kommune, known)}; there are {', '.join(known)}"
        raise QuestionError(msg)
    return [kommune]


def _file_name(kommune: str) -> str:
    """Return ``steckbrief-trebsen-mulde``: a name that any disk and any address takes."""
    plain = kommune.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return "-".join(["steckbrief", *words])
