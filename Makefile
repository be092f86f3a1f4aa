# Two commands for everyone: `make run` and `make test`. The rest is for those who change the code.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
CONFIG ?= config.toml
PORT   ?= 8095
TESTS  ?= tests
SOAK_MINUTES ?= 60

COMPILE := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade

.PHONY: setup run test soak check format constraints clean
.DEFAULT_GOAL := help
.PHONY: help
help:
	@echo "make run    start Paperboy (without config.toml: the playground, a Telegram on this machine)"
	@echo "make test   run the whole test suite"
	@echo "make setup  only install, or install what is new after an update"
	@echo "make soak   kill and freeze the program for an hour (SOAK_MINUTES), and tell what came of it"
	@echo "make check  format, lint, types, import contracts, migrations"

$(VENV)/run.stamp: constraints/run.txt pyproject.toml
	@echo "Setting up $(VENV) (once; about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints/run.txt
	@printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s/$(BIN)/python" -m bot "$$@"\n' "$(CURDIR)" "$(CURDIR)" > $(BIN)/paperboy
	@chmod +x $(BIN)/paperboy
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp constraints/dev.txt
	@echo "Adding the tools for tests and checks"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(VENV)/run.stamp

run: $(VENV)/run.stamp
	@$(BIN)/python -m bot start --config $(CONFIG) --port $(PORT)

test: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -n auto --dist worksteal $(TESTS)

soak: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.e2e.crash.soak --minutes $(SOAK_MINUTES)

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -q tests/integration/test_migrations.py

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Newest allowed versions with the hashes of their files, and no address of any index.
constraints:
	uv pip compile $(COMPILE) --group dev pyproject.toml -o constraints/dev.txt
	uv pip compile $(COMPILE) --constraint constraints/dev.txt pyproject.toml -o constraints/run.txt

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
