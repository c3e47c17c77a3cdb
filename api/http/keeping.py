"""Keeping: what a running server keeps beside its network: scenarios, results, jobs, tokens."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Self

from api.http.ending import Ending
from api.http.ground import Grounds
from api.http.settings import Settings
from api.jobs.kinds import work_on
from api.jobs.runner import Runner
from api.storage.files import Files
from api.storage.keys import network_key
from api.storage.store import Store, folder_of, store_of


@dataclass(frozen=True, eq=False)
class Keeping:
    """The store, the files beside it and what runs the jobs; jobs run within ``running``."""

    store: Store
    files: Files
    runner: Runner

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Run jobs for the time of the block; then let go of the database."""
        with closing(self.store), self.runner:
            yield self


def open_keeping(grounds: Grounds, settings: Settings, ending: Ending | None = None) -> Keeping:
    """Open what is kept with the network: beside it, or where the settings say."""
    service = grounds.desk.service
    store, files = store_of(service.folder, settings), Files(folder_of(service.folder, settings))
    told = Ending(settings.grace_s) if ending is None else ending
    key, work = network_key(service.manifest), work_on(service, grounds)
    runner = Runner(store, files, key, work, ending=told)
    return Keeping(store, files, runner)
