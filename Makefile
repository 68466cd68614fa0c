# Needs nothing but make and one of Python 3.10 to 3.12; everything else goes into .venv.
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3.11 python3.12 python3.10 python3; do \
	$$p -c 'import sys, venv; sys.exit(not (3, 10) <= sys.version_info[:2] < (3, 13))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
N ?= 100
SEEDS ?= 10000
CODE := enforcement metrics dataflows tests

.PHONY: help demo test check laws crashes bench bench-live chaos lock clean

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: .venv/run  ## the live pipeline on servers it brings along: simulated traffic, a summary, one story
	@$(BIN)/enforce demo

test: check  ## everything: style, types, import arrows, tests
	@echo "-- tests (skips say why; REFUSE_TO_SKIP=1 makes them failures)"
	@$(BIN)/python -m pytest -q -n auto

check: .venv/dev  ## style, types, import arrows
	@echo "-- style" && $(BIN)/ruff check $(CODE) && $(BIN)/ruff format --check $(CODE)
	@echo "-- types" && $(BIN)/mypy $(CODE)
	@echo "-- import arrows" && $(BIN)/lint-imports

laws: .venv/dev  ## the laws, 2,000 examples each
	@LAWS_EXAMPLES=2000 $(BIN)/python -m pytest -q tests/laws

crashes: .venv/dev  ## simulated crashes, 10,000 seeds (make crashes SEEDS=500); names each that fails
	@$(BIN)/python -m tests.crashes $(SEEDS)

bench: .venv/dev  ## the speed of a replay against its floor, a hot profile, ten million posts, what metrics cost
	@$(BIN)/python -m tests.benchmarks.replay
	@$(BIN)/python -m tests.benchmarks.hot_profile
	@$(BIN)/python -m tests.benchmarks.memory
	@$(BIN)/python -m tests.benchmarks.metrics

bench-live: .venv/dev  ## the live pipeline's speed and latency, on a real broker and a real Redis
	@$(BIN)/python -m tests.benchmarks.live

chaos: .venv/dev  ## N rounds of real crashes under load (make chaos N=10); the table says what came of them
	@$(BIN)/python -m tests.chaos $(N)

lock: .venv/made  ## pin every dependency anew, for all three Pythons
	@$(PIP) install uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-annotate --no-header \
		--no-emit-index-url --no-emit-find-links pyproject.toml --output-file deploy/requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-annotate --no-header \
		--no-emit-index-url --no-emit-find-links pyproject.toml --group dev --output-file deploy/requirements-dev.txt

clean:  ## remove what was made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/made:
	@test -n "$(PYTHON)" || { echo "no Python 3.10 to 3.12 found; install one, or: make PYTHON=/path/to/python demo"; exit 2; }
	@echo "-- creating .venv with $(PYTHON)"
	@$(PYTHON) -m venv .venv && touch $@

.venv/run: .venv/made deploy/requirements.txt pyproject.toml
	@echo "-- installing what it runs on"
	@$(PIP) install --require-hashes -r deploy/requirements.txt
	@$(PIP) install --no-deps -e .
	@touch $@

.venv/dev: .venv/run deploy/requirements-dev.txt
	@echo "-- installing what it is tested with"
	@$(PIP) install --require-hashes -r deploy/requirements-dev.txt
	@touch $@
