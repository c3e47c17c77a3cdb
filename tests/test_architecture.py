"""The house: imports point one way, and heavy libraries stay in the files that know them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("gtfs", "mobility", "accessibility", "api")  # each may import those before it
DEMO_WRITER = "api/demo/osm_file.py"
CLI = {f"api/{file.name}" for file in (ROOT / "api").glob("cli*.py")}  # the command door
ONLY_IN = {
    "partridge": {"gtfs/read.py"},
    "osmium": {"mobility/osm.py", "mobility/osm_download.py", DEMO_WRITER},
    "osmnx": {"mobility/osm_download.py", "mobility/graph.py"},
    "numba": {"mobility/kernels.py"},
    "concurrent": {"mobility/threads.py"},
    "argparse": {*CLI, "api/arguments.py"},
}
FILES = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))


def imports(file: Path, *, inside_functions: bool = True) -> Iterator[str]:
    """Yield the modules a file imports."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    branches = [node for node in tree.body if isinstance(node, ast.If)]  # by platform
    outside = [*tree.body, *(node for branch in branches for node in branch.body)]
    nodes = ast.walk(tree) if inside_functions else outside
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            yield node.module or ""


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_room_imports_only_itself_and_the_rooms_before_it(file: Path) -> None:
    room = ROOMS.index(file.relative_to(ROOT).parts[0])
    allowed = set(ROOMS[: room + 1])
    used = {module.split(".")[0] for module in imports(file)} & set(ROOMS)
    assert used <= allowed


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_a_library_is_known_only_where_the_plan_says(library: str) -> None:
    users = {name_of(file) for file in FILES if library in {m.split(".")[0] for m in imports(file)}}
    assert users <= ONLY_IN[library]
    assert users


def test_no_two_files_import_each_other_in_a_circle() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for file in FILES:
        module = name_of(file).removesuffix(".py").replace("/", ".")
        graph.add_edges_from((module, used) for used in imports(file))
    assert list(nx.simple_cycles(graph)) == []


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_only_the_command_line_imports_inside_functions(file: Path) -> None:
    if name_of(file) in CLI:
        return
    assert sorted(imports(file)) == sorted(imports(file, inside_functions=False))


@pytest.mark.parametrize("room", ROOMS)
def test_a_package_is_one_docstring(room: str) -> None:
    body = ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8")).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)
