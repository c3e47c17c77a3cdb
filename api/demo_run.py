"""The demo: the embedded county is written, built and evaluated like anyone's data."""

import json
from pathlib import Path

from accessibility.store import TABLE, write_table
from accessibility.summary import summary_text
from api.build import build_region
from api.demo.write import write_demo
from api.folders import whole_folder
from api.results import HEADLINE, RESULT, draw, picture_of, write_full_report, write_result
from api.service import load_service

DEMO_MARKER = "input"
