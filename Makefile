# Every target sets up what it needs in .venv first, from the versions and hashes in requirements.lock.
# `make PYTHON=python3.12 test` picks another Python; `make test ARGS="-k series -x"` passes words on to pytest.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
HOST ?= 127.0.0.1
PORT ?= 8050
ARGS ?=

.PHONY: help dashboard test lint format bench build lock setup clean

help: ## this list
	@echo "make <target>"
	@sed -n 's/^\([a-z][a-z]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-12s %s\n", $$1, $$2 }'

setup: $(STAMP) ## .venv with everything in it; the other targets ask for it themselves

# The stamp is written last: an install that was interrupted is begun again.
$(STAMP): requirements.lock requirements-source.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Waymark needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)."; \
	    echo "Name another: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; } >&2
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	    echo "$(PYTHON) cannot make virtual environments. On Debian or Ubuntu: sudo apt install python3-venv"; \
	    exit 1; } >&2
	@echo "Setting up $(VENV) (once, about a minute)"
	@rm -f $@
	@test -x $(BIN)/python || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes --no-deps --only-binary :all: \
	    --requirement requirements.lock
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes --no-deps --no-build-isolation \
	    --requirement requirements-source.lock
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation \
	    --no-index --editable .
	@touch $@

dashboard: $(STAMP) ## publish the situations in data/ and show them at http://127.0.0.1:8050
	@$(BIN)/waymark build
	@$(BIN)/waymark serve --host $(HOST) --port $(PORT) $(ARGS)

test: $(STAMP) ## everything, style and types among it; tests with a browser come last
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile $(ARGS)

lint: $(STAMP) ## ruff, mypy and import-linter
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "make format puts these in order" >&2; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(STAMP) ## put the code in order with ruff
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

bench: $(STAMP) ## how fast and how heavy: every program in tests/benchmarks
	@for benchmark in $$(find tests/benchmarks -name '[a-z]*.py' | sort); do \
	    echo "$$benchmark"; $(BIN)/python "$$benchmark" $(ARGS) || exit 1; done

build: $(STAMP) ## a wheel in dist/
	@$(BIN)/hatchling build -t wheel

LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-config \
    --system-certs --quiet --custom-compile-command "make lock"

lock: $(STAMP) ## choose versions anew and write both locks; ARGS=--upgrade takes the newest
	@$(BIN)/uv pip compile pyproject.toml --group source --output-file requirements.lock --all-extras $(LOCK) \
	    --no-emit-package libhxl --no-emit-package python-io-wrapper $(ARGS)
	@$(BIN)/uv pip compile --group source --no-deps --output-file requirements-source.lock $(LOCK) $(ARGS)

clean: ## remove .venv, caches and what was published
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache data/published
	find etl dashboard tests -name __pycache__ -type d -prune -exec rm -rf {} +
