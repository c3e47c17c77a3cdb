"""The report of a comparison: gains and losses side by side, whatever is known."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from before_after import NOTHING_RUNS, Found, compared, found, gone
from test_compare import HOURLY, line
from towns import Home, bus

from accessibility.areas import areas_of
from accessibility.compare_chapters import signed_seconds
from accessibility.compare_report import compare_paper
from accessibility.compare_subject import Result, Subject, headline
from accessibility.hour_shares import hour_table
from accessibility.picture import Imprint
from accessibility.report_document import as_html, as_markdown
from accessibility.words import DEMO_SENTENCE

IMPRINT = Imprint("Tal", {"tag": date(2024, 5, 14)}, "EPSG:25833", "Feed", data_status="demo")
X = bus("61", "X B", "6:05-19:05", takes=20)


def result(before: Found, after: Found, name: str = "Mehr") -> Result:
    table = compared(before, after, fixed=True)
    areas = areas_of(before.question.places)
    hours = hour_table(areas, before.points, after.points, ["tag"])
    return Result(name, table, hours=hours, losers=gone(before, after))


def report(*results: Result) -> str:
    return as_markdown([compare_paper(Subject("Heute", results, IMPRINT))])


def test_gains_and_losses_stand_in_one_line() -> None:
    homes = Home("Dorf", "A", 70), Home("Weiler", "X", 30)
    quicker = X.replace("6:25", "6:20")
    one = result(found(HOURLY + X, *homes), found(line("6:05-18:05", every=120) + quicker, *homes))

    assert headline(one) == (
        "zum Mittelzentrum, Tag: 0 Einwohner deutlich besser, 70 deutlich schlechter, "
        "0 neu erreichbar, 0 verloren"
    )
    text = report(one)
    assert "| Mittelzentrum | 0 | 70 | 0 | 0 | 0 | 0 | ±0,0\u202fmin |" in text
    assert "| Dorf | 70 (von 70) | ±0\u202fmin | −7 / −7 |" in text


def test_the_loser_is_told_with_the_journey_and_what_is_left() -> None:
    text = report(result(found(HOURLY, Home("Dorf")), found(NOTHING_RUNS, Home("Dorf"))))

    assert "Dorf (verloren) | 100 (von 100) | – | −14 / −15 |" in text
    assert (
        "| Dorf (Kommune) | 06:00–06:25 (hin Mittelzentrum Mitte) | 60 | keine | 100 | – | 29 |"
        in text
    )
    assert "| 6 Uhr | 100,0\u202f% | 0,0\u202f% | −100 |" in text


def test_several_results_have_a_line_each() -> None:
    before = found(HOURLY, Home("Dorf"))
    worse = result(before, found(NOTHING_RUNS, Home("Dorf")), "Nichts")
    same = result(before, before, "Gleich")

    text = report(worse, same)

    assert "# Nichts, Gleich gegenüber Heute – Tal" in text
    assert "| Mittelzentrum (Nichts) | 0 | 100 | 0 | 100 | 0 | 100 | – |" in text
    assert "| Mittelzentrum (Gleich) | 0 | 0 | 0 | 0 | 0 | 0 | ±0,0\u202fmin |" in text
    assert "## Wer verliert: Nichts" in text


def test_a_value_no_source_gives_is_marked_beneath_its_criterion() -> None:
    table = pd.DataFrame(
        {
            "profile": "rin", "title": ["Bahn in 30 min", "MZ in 45 min"], "day": "tag",
            "area": "kreis", "assumed": [True, False], "people_gained": 5.0, "people_lost": 0.0,
            "ortsteile_gained": 0.0, "ortsteile_lost": 0.0, "share_before": 0.5,
            "share_after": 0.5, "people_met_before": 10.0, "people_met_after": 15.0,
        }
    )  # fmt: skip
    one = replace(result(found(HOURLY, Home("Dorf")), found(HOURLY, Home("Dorf"))), standards=table)
    subject = Subject("Heute", [one], IMPRINT, {"rin": "RIN 2008"})
    papers = [compare_paper(subject)]

    assert "| Bahn in 30 min (Annahme; RIN 2008) | Tag |" in as_markdown(papers)
    assert "| MZ in 45 min (RIN 2008) | Tag |" in as_markdown(papers)
    assert 'Bahn in 30 min<br><span class="share">Annahme; RIN 2008</span>' in as_html(papers)


def test_where_nobody_is_known_no_people_are_counted() -> None:
    nobody = Home("Dorf", people=np.nan)

    text = report(result(found(HOURLY, nobody), found(NOTHING_RUNS, nobody)))

    assert "Einwohner sind nicht bekannt" in text
    assert "| Mittelzentrum | – | – | – | – | – | – | – |" in text


def test_every_page_says_what_the_data_are_and_no_word_that_is_no_finding() -> None:
    one = result(found(HOURLY, Home("Dorf")), found(HOURLY, Home("Dorf")))
    page = as_html([compare_paper(Subject("Heute", [one], IMPRINT))])

    assert DEMO_SENTENCE in page
    assert "Soll-Fahrplan vom 14.05.2024 (Tag)" in page
    for word in ("Fahrgäste", "Nachfrage ", "Nutzen", "RIN-konform"):
        assert word not in page


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "±0,0"), (2, "±0,0"), (90, "+1,5"), (-90, "−1,5")]
)
def test_a_mean_has_tenths_of_minutes_and_a_sign(seconds: float, text: str) -> None:
    assert signed_seconds(seconds) == f"{text}\u202fmin"
