"""Every notebook runs from top to bottom on the demo county, without a warning."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.notebook
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_runs(path: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", [])]
    complaints = [one["text"] for one in outputs if one.get("name") == "stderr"]
    assert complaints == []
    assert any("image/png" in one.get("data", {}) for one in outputs)


@pytest.mark.notebook
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_calls_and_defines_nothing_and_is_kept_without_results(path: Path) -> None:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert not [cell for cell in cells if "def " in cell.source or "class " in cell.source]
    assert not [cell for cell in cells if cell.outputs or cell.execution_count]
