"""Results of the valley: two evaluations and a matrix, made once and then asked for over HTTP."""

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from http_jobs import shifted

from api.job_kinds import Asked, EvaluationAsked, MatrixAsked, Spot, wish_for, work_on
from api.jobs import Runner
from api.service import load_service
from api.storage.files import Files
from api.storage.keys import network_key
from api.storage.store import open_store

DAYS = ("schultag", "samstag")
LATER: EvaluationAsked = shifted("60 später", 40).model_copy(update={"days": DAYS})
EARLIER: EvaluationAsked = shifted("60 früher", -30).model_copy(update={"days": DAYS})
TIMES = MatrixAsked(
    origins=(Spot(id="west"), Spot(id="mitte")), destinations=(Spot(id="z-ost"),),
    date=date(2024, 5, 14), from_s=6 * 3600, until_s=9 * 3600,
)  # fmt: skip


def made(network: Path, kept: Path, asked: Sequence[Asked]) -> list[str]:
    """Let jobs make what is asked in the folder a server keeps its things in; return the ids."""
    service = load_service(network)
    with (
        closing(open_store(kept)) as store,
        Runner(store, Files(kept), network_key(service.manifest), work_on(service)) as runner,
    ):
        jobs = [runner.submit(wish_for(one, runner.network)) for one in asked]
        done = [runner.wait(job.id, seconds=120) for job in jobs]
    assert [job.error for job in done] == [None] * len(done)
    return [str(job.result_id) for job in done]
