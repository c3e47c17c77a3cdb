"""The pages of the demo county in a real browser, from the disk, on a desk and on a phone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from browsers import (
    DESKTOP,
    asked_for,
    column,
    complaints,
    open_page,
    point_at,
    point_on,
    press,
    start_browser,
    texts,
)
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from accessibility.figures import HEADLINE
from accessibility.html_map import told_values
from accessibility.picture import MapPicture
from accessibility.report import write_report
from accessibility.words import DEMO_SENTENCE
from api.pictures import draw, lines_of, picture_of, report_of
from api.service import Service
from gtfs.findings import Finding, Severity

pytestmark = pytest.mark.browser

BAD = (
    Finding(Severity.WARNING, "stop_far", "Halt ohne Weg.", "stops.txt", 7),
    Finding(Severity.ERROR, "trip_without_calls", "Fahrt ohne Halte.", "trips.txt", 17),
)
SMALLEST_TEXT, LEAST_CONTRAST = 11, 4.5  # pixels; WCAG 2 AA for text of normal size


@dataclass(frozen=True, eq=False)
class County:
    """The demo county drawn: its map, its pages by name."""

    picture: MapPicture
    pages: dict[str, Path]

    def place(self, index: int) -> tuple[str, str, str]:
        """Return name, Kommune and value of a place as a reader must find them."""
        row, values = self.picture.places.iloc[index], told_values(self.picture)
        return row["name"], row["kommune"], self.picture.measure.text(values[index])


@pytest.fixture(scope="module")
def county(service: Callable[[str], Service], tmp_path_factory: pytest.TempPathFactory) -> County:
    demo, folder = service("demo"), tmp_path_factory.mktemp("pages")
    table = demo.access(list(demo.days))
    picture = picture_of(demo, table, HEADLINE)
    draw(picture, folder / "map.html")
    lines = lines_of(demo)
    draw(lines, folder / "lines.html")
    report = report_of(demo, table, [picture, lines])
    write_report(replace(report, findings=(*report.findings, *BAD)), folder / "report.html")
    pages = {name: folder / f"{name}.html" for name in ("map", "lines", "report")}
    return County(picture, pages | {"findings": demo.folder / "report.html"})


@pytest.fixture(params=["map", "lines", "report", "findings"])
def page(request: pytest.FixtureRequest, browser: Chrome, county: County) -> Path:
    """Open each page, with everything that can be unfolded unfolded."""
    path = county.pages[request.param]
    open_page(browser, path)
    browser.execute_script(
        "for (const one of document.querySelectorAll('details')) one.open = true"
    )
    return path


@pytest.fixture
def map_page(browser: Chrome, county: County) -> Chrome:
    open_page(browser, county.pages["map"])
    return browser


def is_phone(browser: Chrome) -> bool:
    return bool(browser.execute_script("return innerWidth < 500"))


def card(browser: Chrome) -> str:
    """Return what the map says of the place pointed at, "" for nothing."""
    return browser.find_element(By.CSS_SELECTOR, ".card").text


def sheet_width(browser: Chrome) -> float:
    sheet = browser.find_element(By.CSS_SELECTOR, "svg.sheet")
    return float((sheet.get_dom_attribute("viewBox") or "").split()[2])


def circle(browser: Chrome, place: int) -> WebElement:
    return browser.find_element(By.CSS_SELECTOR, f".place[data-index='{place}']")


def test_without_a_browser_the_tests_are_skipped_but_fail_in_ci(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("browsers.CHROMIUM", tmp_path / "chromium")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        start_browser(DESKTOP, tmp_path)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        start_browser(DESKTOP, tmp_path)


def test_a_page_is_silent_alone_and_no_wider_than_the_screen(page: Path, browser: Chrome) -> None:
    wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"

    assert browser.execute_script(wide) == 0
    assert asked_for(browser) == [page.as_uri()]
    assert complaints(browser) == []


@pytest.mark.usefixtures("page")
def test_every_word_is_large_and_dark_enough_to_read(browser: Chrome) -> None:
    found = texts(browser)

    assert len(found) > 50
    assert [one for one in found if one.pixels < SMALLEST_TEXT - 0.01] == []
    assert [one for one in found if one.contrast < LEAST_CONTRAST] == []


@pytest.mark.usefixtures("page")
def test_that_it_is_a_demo_is_read_without_scrolling(browser: Chrome) -> None:
    status = browser.find_element(By.CSS_SELECTOR, ".status")

    assert status.text == DEMO_SENTENCE
    assert status.location["y"] + status.size["height"] < browser.execute_script(
        "return innerHeight"
    )


def test_pointing_at_a_place_tells_its_name_kommune_and_value(
    map_page: Chrome, county: County
) -> None:
    values = np.where(np.isnan(told_values(county.picture)), 0, county.picture.places["population"])
    place = int(np.argmax(values))
    assert card(map_page) == ""

    point_at(map_page, circle(map_page, place), touch=is_phone(map_page))

    assert all(words in card(map_page) for words in county.place(place))
    assert "chosen" in (circle(map_page, place).get_attribute("class") or "")


def test_the_map_works_by_keyboard_alone(map_page: Chrome) -> None:
    press(map_page, Keys.TAB)
    sheet = map_page.switch_to.active_element
    assert sheet.get_attribute("class") == "sheet"
    assert sheet.value_of_css_property("outline-style") != "none", "the focus is to be seen"

    press(map_page, Keys.ENTER)
    assert "Einwohner" in card(map_page)
    press(map_page, Keys.ESCAPE)
    assert card(map_page) == ""

    before = sheet_width(map_page)
    press(map_page, Keys.TAB, Keys.TAB)
    assert map_page.switch_to.active_element.accessible_name == "Größer"
    press(map_page, Keys.ENTER)
    assert sheet_width(map_page) == pytest.approx(before / 1.5)


def test_the_search_finds_the_smallest_ortsteil_and_says_when_there_is_none(
    map_page: Chrome, county: County
) -> None:
    place = int(county.picture.places["population"].to_numpy().argmin())
    name, kommune, _ = county.place(place)
    before = sheet_width(map_page)
    search = map_page.find_element(By.CSS_SELECTOR, "input[type='search']")

    search.send_keys(f"{name} ({kommune})", Keys.ENTER)
    assert card(map_page).startswith(f"{name}\n{kommune}")
    assert sheet_width(map_page) < before / 2
    press(map_page, Keys.ESCAPE)
    assert card(map_page) == ""

    search.clear()
    search.send_keys("Atlantis", Keys.ENTER)
    assert card(map_page) == "Kein Ortsteil „Atlantis“."


def test_a_tick_in_the_legend_hides_its_class(map_page: Chrome) -> None:
    tick = map_page.find_element(By.CSS_SELECTOR, "input[data-layer='class-1']")
    shown = map_page.find_elements(By.CSS_SELECTOR, ".place.class-1")
    assert all(one.is_displayed() for one in shown)

    tick.click()

    assert shown
    assert not any(one.is_displayed() for one in shown)


# The longest straight piece of line in sight: its product and lines, and the pixel in its middle.
A_LINE = """
const svg = document.querySelector("svg.sheet");
svg.scrollIntoView({ block: "center" });
const { x: left, y: top, width, height } = svg.viewBox.baseVal;
const seen = (x, y) => x > left && x < left + width && y > top && y < top + height;
const facts = JSON.parse(document.querySelector("script[type='application/json']").textContent);
let best = { length: 0 };
for (const [product, lines, at] of facts.lines) {
  for (let i = 2; i < at.length; i += 2) {
    const length = Math.hypot(at[i] - at[i - 2], at[i + 1] - at[i - 1]);
    if (length <= best.length || !seen(at[i], at[i + 1]) || !seen(at[i - 2], at[i - 1])) continue;
    const [x, y] = [(at[i] + at[i - 2]) / 2, (at[i + 1] + at[i - 1]) / 2];
    best = { length, product, lines, x, y };
  }
}
const { a, d, e, f } = svg.getScreenCTM();
return [best.product, best.lines, best.x * a + e, best.y * d + f];
"""


def test_pointing_at_a_line_tells_which_run_there_and_how_often(
    browser: Chrome, county: County
) -> None:
    open_page(browser, county.pages["lines"])
    product, lines, x, y = browser.execute_script(A_LINE)
    assert card(browser) == ""

    point_on(browser, x, y, touch=is_phone(browser))

    assert card(browser).startswith("Linie")
    for name, trips in zip(lines[::2], lines[1::2], strict=True):
        assert f"{name} · {product}: {trips} Fahrt" in card(browser)


def test_a_product_ticked_off_is_no_longer_told(browser: Chrome, county: County) -> None:
    open_page(browser, county.pages["lines"])
    product, _, x, y = browser.execute_script(A_LINE)
    layer = f"input[data-layer='product-{product.lower()}']"
    tick = browser.find_element(By.CSS_SELECTOR, layer)
    browser.execute_script("arguments[0].click()", tick)

    point_on(browser, x, y, touch=is_phone(browser))

    assert f"· {product}:" not in card(browser)


def test_a_table_of_the_report_sorts_by_its_heads(browser: Chrome, county: County) -> None:
    open_page(browser, county.pages["report"])
    table = browser.find_element(By.CSS_SELECTOR, "#ortsteile table")
    head = table.find_elements(By.CSS_SELECTOR, "th button")[2]  # Einwohner
    people = county.picture.places["population"]

    browser.execute_script("arguments[0].scrollIntoView({block: 'center', inline: 'center'})", head)
    head.click()
    assert column(table, 2)[0] == f"{people.min():.0f}"
    press(browser, Keys.ENTER)  # the focus is on the head
    assert column(table, 2)[0] == f"{people.max():,.0f}".replace(",", ".")
    assert len(column(table, 0)) == len(people)


def test_findings_come_worst_first_and_rows_read_at_the_end(
    browser: Chrome, county: County
) -> None:
    open_page(browser, county.pages["report"])
    faults, read = browser.find_elements(By.CSS_SELECTOR, "#befunde table")

    kinds = list(column(faults, 0))
    assert kinds == sorted(kinds, key=["Fehler", "Warnung", "Hinweis"].index)
    assert kinds[0] == "Fehler"
    assert not {"rows_read", "service_dates"} & set(column(faults, 5))
    assert read.text.startswith("Gelesene Zeilen")
    assert "stop_times.txt" in read.text
