"""Processes that write into a storage, to be stopped in the middle: run as a script.

python storage_writers.py create URL COUNT     a scenario after the other, each id told when kept
python storage_writers.py add URL ID COUNT     one more to the number in a description, COUNT times
python storage_writers.py job URL FOLDER       a job of 50 parts of 50 ms, each part told
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from api.jobs.runner import Runner
from api.jobs.tasks import Task
from api.storage.database import open_database
from api.storage.errors import Conflict
from api.storage.files import Files
from api.storage.job_list import Wish
from api.storage.store import Store
from mobility.scenario import Scenario

PARTS = tuple(f"{number:02}" for number in range(50))
WISH = Wish("a" * 64, "n" * 64, "parts", {})


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def create(store: Store, count: str) -> None:
    for number in range(int(count)):
        head = store.scenarios.create(Scenario(name=f"Takt {number}")).head
        tell(f"{head.id} {head.name}")


def add(store: Store, scenario_id: str, count: str) -> None:
    left = int(count)
    while left:
        there = store.scenarios.read(scenario_id)
        more = str(int(there.scenario.description) + 1)
        try:
            store.scenarios.update(
                scenario_id, Scenario(name="A", description=more), there.head.version
            )
        except Conflict:
            continue
        left -= 1


def job(store: Store, folder: str) -> None:
    def work(task: Task) -> None:
        def make(name: str, path: Path) -> None:
            time.sleep(0.05)
            path.write_text(name, encoding="utf-8")
            tell(name)

        parts = task.parts(PARTS, make)
        told = "".join(part.read_text(encoding="utf-8") for part in parts)
        (task.out / "result.json").write_text(told, encoding="utf-8")

    with Runner(store, Files(Path(folder)), WISH.network, work) as runner:
        runner.wait(runner.submit(WISH).id, seconds=60)


if __name__ == "__main__":
    verb, url, *rest = sys.argv[1:]
    verbs: dict[str, Callable[..., None]] = {"create": create, "add": add, "job": job}
    verbs[verb](Store(open_database(url)), *rest)
