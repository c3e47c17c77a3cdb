"""Questions by lot: a day of random lines, homes around their stops, targets of some classes."""

from dataclasses import replace
from random import Random

import numpy as np
from services import NAMES, Trip, draw_service, engine

from accessibility.folds import Window
from accessibility.measures import Asked
from accessibility.measures import Trip as Class
from mobility.doors import Doors
from mobility.profiles import UNREACHED

POINTS, TARGETS = 60, 20
MORNING = Window(8 * 3600, 10 * 3600)  # few lines run longer: in a slot of 2 hours is soon a bus


def draw_services(lot: Random) -> list[Trip]:
    return [trip for _ in range(4) for trip in draw_service(lot)]


def drawn(seed: int) -> Asked:
    lot = Random(seed)
    service = draw_services(lot)
    return Asked(
        engine(service).day,
        draw_doors(lot, POINTS, 900),
        draw_doors(lot, TARGETS, 300),
        np.array([[_on_foot(lot) for _ in range(TARGETS)] for _ in range(POINTS)], np.int32),
        {
            "all": Class(np.arange(TARGETS), 25 * 60, MORNING),
            "some": Class(np.arange(1, TARGETS, 3), 40 * 60, MORNING),
            "none": Class(np.empty(0, np.int64), 30 * 60, MORNING),
            "no limit": Class(np.arange(0, TARGETS, 2), None, MORNING),
            "own": Class(np.arange(5), 40 * 60, MORNING, own=np.arange(POINTS) % 6 - 1),
            # 0 and 5, and 1, 6 and 7, are Verbünde
            "together": Class(
                np.arange(8), 40 * 60, MORNING, together=np.array([0, 1, 2, 3, 4, 0, 1, 1])
            ),
        },
        before_s=(9 * 3600, 10 * 3600),
        slot_s=2 * 3600,
    )


def with_service(asked: Asked, service: list[Trip]) -> Asked:
    """Return the same question of another timetable."""
    return replace(asked, day=engine(service).day)


def draw_doors(lot: Random, count: int, farthest_s: int) -> Doors:
    stops = [sorted(lot.sample(range(len(NAMES)), lot.randint(0, 3))) for _ in range(count)]
    links = [stop for near in stops for stop in near]
    return Doors(
        np.cumsum([0] + [len(near) for near in stops]),
        np.array(links, np.int32),
        np.array([60 * lot.randint(0, farthest_s // 60) for _ in links], np.int32),
    )


def _on_foot(lot: Random) -> int:
    return 60 * lot.randint(1, 20) if lot.random() < 0.05 else UNREACHED
