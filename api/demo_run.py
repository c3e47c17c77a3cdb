"""The demo: the embedded county is written, built and evaluated like anyone's data."""

import time
from pathlib import Path

from accessibility.figures import HEADLINE
from accessibility.report import write_report
from accessibility.store import TABLE
from accessibility.words import DEMO_SENTENCE
from api.build import build_region
from api.compare_files import Told
from api.demo.write import SCENARIOS, write_demo
from api.evaluated import evaluated
from api.folders import whole_folder
from api.pictures import draw, lines_of, picture_of, report_of
from api.results import summary_of, write_found
from api.scenarios.check import check_scenario
from api.scenarios.files import read_scenario
from api.scenarios.run import BEFORE, COMPARISON, write_against
from api.service import load_service
from api.standard_tables import QUICK
from api.summaries import subject_of, write_papers

PAGE = "report.html"
MARKER = "demo.txt"  # a folder with it may be replaced: a network has a report.html too
MAP, LINE_MAP = "map", "linien.png"
BASELINE, SCENARIO = "baseline", "scenario"
EXAMPLE = "plusbus-613.toml"  # of the ready-made scenarios, the one that is evaluated
PAPERS = "zusammenfassung"  # the Kreis, and the sheet of the largest Kommune


def run_demo(out: Path) -> str:
    """Write DIR/input, network, baseline, maps and report; return what to tell the user."""
    started = time.perf_counter()
    with whole_folder(out, MARKER) as folder:
        region_file = write_demo(folder / "input")
        build_region(region_file, folder / "network")
        service = load_service(folder / "network")
        before = evaluated(service, list(service.days))
        found = write_found(before, folder / BASELINE, folder / BASELINE, QUICK)
        checked = check_scenario(service, read_scenario(region_file.parent / SCENARIOS / EXAMPLE))
        result = Told(folder / BASELINE, called=BEFORE)
        write_against(before, checked, folder / SCENARIO, folder / SCENARIO, result)
        table = found.access
        largest = table.groupby("kommune")["population"].sum().idxmax()
        write_papers(subject_of(service, found), folder / PAPERS, str(largest))
        picture = picture_of(service, table, HEADLINE)
        for ending in ("png", "html"):
            draw(picture, folder / f"{MAP}.{ending}")
        lines = lines_of(service)
        draw(lines, folder / LINE_MAP)
        write_report(report_of(service, table, [picture, lines]), folder / PAGE)
        first_day = table[table["day"] == table["day"].iloc[0]]
        text = summary_of(service, first_day)
        (folder / MARKER).write_text(f"{DEMO_SENTENCE}\n", encoding="utf-8")
    maps = (f"{MAP}.png", f"{MAP}.html", LINE_MAP)
    papers = f"{PAPERS}/kreis.html"
    compared = f"{SCENARIO}/{COMPARISON}/vergleich.html"
    files = (*maps, PAGE, papers, compared, f"{BASELINE}/{TABLE}", "input/region.toml")
    places = "\n".join(f"  {out / name}" for name in files)
    return f"{text}\n\nIn {time.perf_counter() - started:.0f} s geschrieben:\n{places}"
