"""The papers in a real browser: a sheet prints on one page, nothing is cut off on a phone."""

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browsers import asked_for, complaints, open_page, texts
from selenium.webdriver import Chrome

from api.service import Service
from api.standards import evaluate
from api.summaries import subject_of, write_papers

pytestmark = pytest.mark.browser

PAGES = re.compile(rb"/Type\s*/Page[^s]")


@pytest.fixture(scope="module")
def papers(service: Callable[[str], Service], tmp_path_factory: pytest.TempPathFactory) -> Path:
    demo, folder = service("demo"), tmp_path_factory.mktemp("papers")
    write_papers(subject_of(demo, evaluate(demo, list(demo.days))), folder)
    return folder


def test_every_sheet_prints_on_one_page(browser: Chrome, papers: Path) -> None:
    sheets = sorted(papers.glob("steckbrief-*.html"))
    assert len(sheets) == 30
    if browser.execute_script("return innerWidth < 500"):
        return
    long = []
    for sheet in sheets:
        open_page(browser, sheet)
        asked = {"preferCSSPageSize": True}
        printed = browser.execute_cdp_cmd("Page.printToPDF", asked)["data"]
        if len(PAGES.findall(base64.b64decode(printed))) != 1:
            long.append(sheet.name)
    assert long == []


@pytest.mark.parametrize("name", ["kreis", "steckbrief-grimma"])
def test_a_paper_asks_for_nothing_and_can_be_read(browser: Chrome, papers: Path, name: str) -> None:
    page = papers / f"{name}.html"
    open_page(browser, page)
    assert complaints(browser) == []
    assert asked_for(browser) == [page.as_uri()]
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    assert [text for text in texts(browser) if text.pixels < 11 or text.contrast < 4.5] == []
