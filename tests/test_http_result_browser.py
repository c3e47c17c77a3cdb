"""Pages of a result in a real browser: their styles and scripts run under the server's rules."""

from pathlib import Path

import pytest
from browsers import DESKTOP, complaints, start_browser
from http_results import Kept
from server_process import served

pytestmark = pytest.mark.browser
STYLES = "return getComputedStyle(document.body).fontFamily"


def test_reports_and_maps_of_a_result_are_shown_as_they_were_made(
    kept: Kept, tmp_path: Path
) -> None:
    pages = [path.relative_to(kept.folder) for path in kept.folder.rglob("*.html")]
    assert len(pages) >= 3
    with served(kept.network, storage=kept.where) as server:
        browser = start_browser(DESKTOP, tmp_path)
        try:
            for page in pages:
                browser.get(f"{server.address.rstrip('/')}{kept.evaluation}/files/{page}")
                assert "sans-serif" in browser.execute_script(STYLES)
                assert complaints(browser) == [], page
        finally:
            browser.quit()
