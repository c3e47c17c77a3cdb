"""The server's pages in a real browser: they show what they should and ask nobody else."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from browsers import DESKTOP, PHONE, asked_for, complaints, start_browser, texts
from http_client import serving
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from accessibility.words import DEMO_SENTENCE

pytestmark = pytest.mark.browser

PATIENCE_S = 60


@pytest.fixture(scope="module")
def address(built: Callable[[str], Path]) -> Iterator[str]:
    """Yield the address of a server of the demo."""
    with serving(built("demo")) as address:
        yield address


@pytest.fixture(scope="module", params=[DESKTOP, PHONE], ids=["desk", "phone"])
def browser(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chrome]:
    """Yield a browser of a desk, then of a phone."""
    browser = start_browser(request.param, tmp_path_factory.mktemp("profile"))
    browser.set_page_load_timeout(PATIENCE_S)
    yield browser
    browser.quit()


def test_the_start_page_says_what_the_data_are(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/")
    seen = texts(browser)
    assert DEMO_SENTENCE in [one.text for one in seen]
    assert min(one.contrast for one in seen) >= 4.5
    width = "return document.querySelector('img').naturalWidth"
    WebDriverWait(browser, PATIENCE_S).until(lambda page: page.execute_script(width) > 500)
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    assert complaints(browser) == []


def test_the_documentation_is_shown_by_this_server_alone(browser: Chrome, address: str) -> None:
    browser.get("about:blank")
    asked_for(browser)  # what the browser itself had open is forgotten
    browser.get(f"{address}/docs")
    paths = httpx2.get(f"{address}/openapi.json").json()["paths"]
    operations = sum(map(len, paths.values()))
    WebDriverWait(browser, PATIENCE_S).until(
        lambda page: len(page.find_elements(By.CLASS_NAME, "opblock")) == operations
    )
    assert [url for url in asked_for(browser) if not url.startswith(address)] == []
    assert complaints(browser) == []
