"""A real browser for pages of ours: how to start it, what it asked for, what a reader sees in it.

Debian's chromium and chromium-driver; without them a test is skipped, in CI it fails.
"""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.remote.webelement import WebElement

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESKTOP, PHONE = (1280, 900), (390, 844)

# Every piece of text a reader sees: its size on the screen, its contrast to what lies behind it.
# Names on the map stand on a halo, their stroke; other words on the nearest opaque background.
TEXTS = """
const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const colour = (words) => (words.match(/[\\d.]+/g) ?? []).map(Number);
const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const contrast = (one, other) => {
  const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
};
const opaque = (c) => c.length === 3 || c[3] === 1;
const behind = (node) => {
  for (; node; node = node.parentElement) {
    const back = colour(getComputedStyle(node).backgroundColor);
    if (opaque(back)) return back;
  }
  return [255, 255, 255];
};
const seen = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const node = walker.currentNode.parentElement;
  const text = walker.currentNode.data.trim();
  if (!text || node.closest("title, datalist") || !node.checkVisibility()) continue;
  const style = getComputedStyle(node);
  const onMap = node instanceof SVGTextElement;
  const scale = onMap ? node.getScreenCTM().a : 1;
  const pair = onMap ? [style.fill, style.stroke].map(colour) : [colour(style.color), behind(node)];
  seen.push([text, parseFloat(style.fontSize) * scale, contrast(...pair)]);
}
return seen;
"""


class Text(NamedTuple):
    """A piece of text on the screen."""

    text: str
    pixels: float
    contrast: float


def start_browser(size: tuple[int, int], profile: Path) -> Chrome:
    """Start the browser with a screen of a size; one as narrow as a phone is a touch screen."""
    missing = [str(path) for path in (CHROMIUM, DRIVER) if not path.exists()]
    if missing:
        reason = f"no {', '.join(missing)}: apt-get install chromium chromium-driver"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    width, height = size
    for flag in (*FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
        options.add_argument(flag)
    if size == PHONE:
        screen = {"width": width, "height": height, "pixelRatio": 2.0, "touch": True}
        options.add_experimental_option("mobileEmulation", {"deviceMetrics": screen})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return Chrome(options=options, service=ChromeService(str(DRIVER)))


@pytest.fixture(scope="module", params=[DESKTOP, PHONE], ids=["desk", "phone"])
def browser(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chrome]:
    """Return a browser as wide as a desk, then one as narrow as a phone."""
    browser = start_browser(request.param, tmp_path_factory.mktemp("profile"))
    yield browser
    browser.quit()


def open_page(browser: Chrome, page: Path) -> None:
    """Open a page from the disk, with the logs of the page before thrown away."""
    browser.get("about:blank")  # what was there before has stopped asking
    for kind in ("browser", "performance"):
        _log(browser, kind)
    browser.get(page.as_uri())


def _log(browser: Chrome, kind: str) -> list[dict[str, str]]:
    """Return what a log holds since it was last read."""
    entries: list[dict[str, str]] = browser.execute("getLog", {"type": kind})["value"]
    return entries


def complaints(browser: Chrome) -> list[str]:
    """Return what the console said: errors, and what the page's policy forbade."""
    return [entry["message"] for entry in _log(browser, "browser")]


def asked_for(browser: Chrome) -> list[str]:
    """Return the address of everything the page asked for, data within the page left out."""
    messages = [json.loads(entry["message"]) for entry in _log(browser, "performance")]
    sent = [m["message"] for m in messages if "Network.requestWillBeSent" in m["message"]["method"]]
    found = [one["params"].get("request", {}).get("url", "") for one in sent]
    return [url for url in found if url and not url.startswith("data:")]


def texts(browser: Chrome) -> list[Text]:
    """Return every piece of text the page shows."""
    return [Text(*found) for found in browser.execute_script(TEXTS)]


def point_at(browser: Chrome, element: WebElement, *, touch: bool) -> None:
    """Click the middle of an element, or tap it with a finger."""
    if not touch:
        ActionChains(browser).move_to_element(element).click().perform()
        return
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    box = "const { x, y, width, height } = arguments[0].getBoundingClientRect();"
    middle = f"{box} return [x + width / 2, y + height / 2];"
    point_on(browser, *browser.execute_script(middle, element), touch=True)


def point_on(browser: Chrome, x: float, y: float, *, touch: bool) -> None:
    """Click a pixel of the window, or tap it with a finger."""
    if touch:
        for kind, points in (("touchStart", [{"x": x, "y": y}]), ("touchEnd", [])):
            event: dict[str, object] = {"type": kind, "touchPoints": points}
            browser.execute_cdp_cmd("Input.dispatchTouchEvent", event)
        return
    for kind, button in (
        ("mouseMoved", "none"),
        ("mousePressed", "left"),
        ("mouseReleased", "left"),
    ):
        event = {"type": kind, "x": x, "y": y, "button": button, "clickCount": 1}
        browser.execute_cdp_cmd("Input.dispatchMouseEvent", event)


def press(browser: Chrome, *keys: str) -> None:
    """Press keys one after the other, wherever the focus is."""
    ActionChains(browser).send_keys(*keys).perform()


def column(table: WebElement, index: int) -> Sequence[str]:
    """Return the texts of a column of a table from top to bottom."""
    cells = (
        "return [...arguments[0].tBodies[0].rows].map((row) => row.cells[arguments[1]].innerText)"
    )
    found: list[str] = table.parent.execute_script(cells, table, index)
    return found
