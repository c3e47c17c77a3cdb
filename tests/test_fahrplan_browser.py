"""Fahrplan in a real browser: sheets A4 across, and nothing cut off on a phone."""

import base64
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from browsers import asked_for, complaints, open_page, texts
from fahrplan_on_screen import table_of
from selenium.webdriver import Chrome
from timetables import DAY, timetable

from accessibility.fahrplan_page import fahrplan_page
from accessibility.order import COLUMNS, SIDES
from accessibility.order_page import Period, order_page
from accessibility.picture import Imprint

pytestmark = pytest.mark.browser

BOXES = re.compile(rb"/MediaBox\s*\[([^\]]*)\]")
IMPRINT = Imprint(
    region="Tal",
    dates={"schultag": DAY, "samstag": date(2024, 5, 18)},
    crs="EPSG:25833",
    sources="Fahrplan: erfunden",
    data_status="demo",
)


def long_line(stops: int, trips: int) -> str:
    """Return the page of a line with so many stops and trips, none of them equal."""
    names = " ".join(f"Haltestelle-{n}" for n in range(stops))
    rows = "\n".join(
        " ".join(f"{5 + (trip * (9 + trip % 3) + n) // 60}:{(trip * (9 + trip % 3) + n) % 60:02d}"
                 for n in range(stops))
        for trip in range(trips)
    )  # fmt: skip
    return fahrplan_page([table_of(timetable(f"60:  {names}\n{rows}"))] * 2, IMPRINT)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fahrplan")
    for stops, trips in ((12, 24), (46, 50), (70, 20)):
        (folder / f"{stops}.html").write_text(long_line(stops, trips), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("stops", "sheets"), [(12, 1), (46, 4), (70, 4)])
def test_tables_fill_sheets_across(browser: Chrome, pages: Path, stops: int, sheets: int) -> None:
    if browser.execute_script("return innerWidth < 500"):
        return
    open_page(browser, pages / f"{stops}.html")
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    boxes = [box.split() for box in BOXES.findall(base64.b64decode(printed))]
    assert len(boxes) == sheets
    assert all(float(box[2]) > float(box[3]) for box in boxes)


@pytest.mark.parametrize("stops", [12, 46, 70])
def test_a_fahrplan_asks_for_nothing_and_can_be_read(
    browser: Chrome, pages: Path, stops: int
) -> None:
    page = pages / f"{stops}.html"
    open_page(browser, page)
    assert complaints(browser) == []
    assert asked_for(browser) == [page.as_uri()]
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    assert [text for text in texts(browser) if text.pixels < 11 or text.contrast < 4.5] == []


def test_print_repeats_the_standing_of_the_data_above_every_table(
    browser: Chrome, pages: Path
) -> None:
    open_page(browser, pages / "46.html")
    shown = "return [...document.querySelectorAll('.standing')].map((row) => row.offsetHeight > 0)"
    assert not any(browser.execute_script(shown))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert all(browser.execute_script(shown))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Bestellgrundlage of a line with names and numbers as long as they get."""
    ends = ("Bad Lausick, Bahnhof", "Colditz, Sophienplatz")
    row: dict[str, object] = dict.fromkeys(COLUMNS, 123.4)
    row |= {name: 12_345.6 for name in COLUMNS if "period" in name}
    row |= {"line_id": "1", "line": "D 613", "way": "out", "from_name": ends[0], "to_name": ends[1]}
    row |= {"day": "ferientag", "date": str(DAY), "date_after": str(DAY), "on_demand": True}
    row |= dict.fromkeys(("trips_new", "trips_dropped", "trips_retimed", "trips_now_fixed"), 14)
    row |= {f"{which}_{side}": 20 * 3600 for which in ("first", "last") for side in SIDES}
    page = order_page(pd.DataFrame([row, row]), Period(DAY, 364), IMPRINT, "Probe")
    path = tmp_path_factory.mktemp("order") / "bestellung.html"
    path.write_text(page, encoding="utf-8")
    return path


def test_a_bestellgrundlage_is_seen_whole_or_says_that_it_goes_on(
    browser: Chrome, order: Path
) -> None:
    open_page(browser, order)
    assert complaints(browser) == []
    assert "14 Rufbus wird Linienbus" in browser.page_source
    frames = browser.execute_script(
        "return [...document.querySelectorAll('.scroll')].map((frame) => {"
        "  const name = frame.querySelector('tbody th'), left = name.getBoundingClientRect().left;"
        "  frame.scrollLeft = 200;"
        "  return [frame.scrollWidth > frame.clientWidth, frame.offsetHeight > frame.clientHeight,"
        "    name.getBoundingClientRect().left - left];"
        "})"
    )
    phone = browser.execute_script("return innerWidth < 500")
    assert frames == [[phone, phone, 0], [phone, phone, 0]]  # goes on, has a bar, the name stays


def test_in_a_window_of_1100_pixels_a_bestellgrundlage_has_its_last_column(
    browser: Chrome, order: Path
) -> None:
    if browser.execute_script("return innerWidth < 500"):
        return
    usual = browser.get_window_size()
    browser.set_window_size(1100, 900)
    try:
        open_page(browser, order)
        assert complaints(browser) == []
        assert browser.execute_script(
            "return [...document.querySelectorAll('.scroll')]"
            ".map((frame) => frame.scrollWidth - frame.clientWidth)"
        ) == [0, 0]
    finally:
        browser.set_window_size(usual["width"], usual["height"])
