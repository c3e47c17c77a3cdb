"""Scenario service: the service on the network a scenario has made of another."""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.loaded import Under
from api.scenarios.files import Source
from api.scenarios.ground import Made, ground_of, make
from api.scenarios.relinked import relinked
from api.service import Service
from mobility.relink import network_of
from mobility.scenario import Scenario

log = logging.getLogger(__name__)


def service_under(service: Service, chain: Sequence[Source]) -> tuple[Service, Made]:
    """Return the service on the network with the scenarios, the lowest first, and what was made.

    All that cannot be made is raised in one ScenarioError. The service itself is left as it is.
    """
    made = make(chain, ground_of(service))
    made.refuse_misfits()
    return changed_service(service, made), made


def changed_service(service: Service, made: Made) -> Service:
    """Return the service on the network that was made; without any step only its name changes."""
    started = time.perf_counter()
    network = network_of(service.network, made.last)
    linked = relinked(service.network, network, service.living, service.everywhere)
    under = Under(told(made), linked.homes, linked.doors)
    log.info("scenario %s: linked in %.2f s", made.name, time.perf_counter() - started)
    return replace(service, network=network, places=linked.places, under=under, baseline=service)


def as_told(service: Service, scenario: Mapping[str, Any] | None) -> Service:
    """Return the service on the network of a result, by what the result says of its scenario."""
    if scenario is None:
        return service
    chain = [Source(Scenario.model_validate(one)) for one in scenario["scenarios"]]
    return service_under(service, chain)[0]


def told(made: Made) -> Mapping[str, Any]:
    """Return what results say of the scenario: names, hash, every change as it was made."""
    top = made.chain[-1].scenario
    return {
        "name": made.name,
        "description": top.description.strip(),
        "sha256": made.hash,
        "base": [source.scenario.name for source in made.chain[:-1]],
        "scenarios": [
            source.scenario.model_dump(mode="json", exclude_defaults=True, exclude={"base"})
            for source in made.chain
        ],
        "changes": [
            {
                "scenario": source.scenario.name,
                "number": step.number,
                "written": step.change.model_dump(mode="json", exclude_defaults=True),
                "made": [
                    {"type": one.type, **one.model_dump(mode="json", exclude_defaults=True)}
                    for one in step.plain
                ],
            }
            for source, steps in zip(made.chain, made.steps, strict=True)
            for step in steps
        ],
    }
