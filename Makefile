# `make demo` and `make test` set everything up by themselves: python3 with venv and a package
# registry are all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
KERNELS := mobility/kernels.py $(shell grep -rl --include='*.py' mobility.kernels gtfs mobility accessibility api)
ROOMS := gtfs mobility accessibility api tests benchmarks

.PHONY: demo test lint types notebooks browser database benchmarks lock clean

demo: $(VENV)/.runtime  ## build and evaluate the embedded demo county, results in ./demo
	$(BIN)/mobility demo -o demo

test: $(VENV)/.dev  ## the tests, files side by side; those on real data run where ../shared/data is
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff check $(ROOMS)
	$(BIN)/ruff format --check $(ROOMS)

types: $(VENV)/.dev
	$(BIN)/mypy

notebooks: $(VENV)/.dev  ## run every notebook from top to bottom
	$(BIN)/python -m pytest -m notebook

browser: $(VENV)/.dev  ## open the pages the program writes in a real browser (chromium, chromedriver)
	$(BIN)/python -m pytest -m browser

database: $(VENV)/.dev  ## the storage on a PostgreSQL of our own (postgresql, postgresql-postgis)
	$(BIN)/python -m pytest -m database

benchmarks: $(VENV)/.dev
	$(BIN)/python benchmarks/run.py

lock: $(UV)  ## resolve anew; the locks hold hashes and no addresses
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url \
		pyproject.toml --group build -o requirements.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url \
		pyproject.toml --group build --group dev -o requirements-dev.lock

$(UV):
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

$(VENV)/.packages: $(UV) requirements.lock pyproject.toml
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

# what numba compiled knows nothing of other files than its own: it goes when any kernel changes
$(VENV)/.runtime: $(VENV)/.packages $(KERNELS)
	find gtfs mobility accessibility api -name '*.nb[ic]' -delete
	touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	$(INSTALL) --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache
