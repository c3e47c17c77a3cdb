"""Evaluations: what a scenario would do, tried at once; what it gives and takes, before and after."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.accept import CSV, GEOJSON, JSON
from api.answered import Answer, build_answer, takes_gzip
from api.desk import as_json, plain
from api.evaluation_answers import Wish, evaluation_bytes
from api.job_kinds import EvaluationAsked, wish_for
from api.problems import asked, field_error, Refused
from api.routes.call import AtDesk, Call
from api.routes.documented import REF, also, no
from api.routes.job_answers import accepted, accepts, wants_async
from api.routes.roles import PLANNER, VIEWER, Needs
from api.routes.scenario_answers import OF_SCENARIO, ScenarioId, posted
from api.routes.scenario_models import CheckTold, EvaluationTold, OrtsteileCompared
from api.scenario_bodies import misfit_errors, refuse_misfits
from api.scenario_check import check_data
from api.scenario_desk import Chain, ScenarioDesk
from api.scenario_files import Source, scenario_hash
from api.storage.records import StoredScenario

