# Outreach: two commands. `make run` serves the demo, `make test` runs the tests.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
WORKERS ?= auto

.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | sort

run: .venv/.run ## set everything up and serve the demo at http://127.0.0.1:8000 (PORT=… changes the port)
	@PORT=$(PORT) $(BIN)/flask --app wsgi up

test: .venv/.test ## units on both engines, architecture, catalogs, one journey per room
	@$(BIN)/flask --app wsgi translations compile
	@$(BIN)/flask --app wsgi front-end --with-tests
	OUTREACH_TEST_ENGINE=sqlite $(BIN)/python -m pytest -n $(WORKERS) -m "not slow and not interop"
	OUTREACH_TEST_ENGINE=postgresql $(BIN)/python -m pytest -n $(WORKERS) -m "not slow and not journey" tests/unit tests/migrations

check: .venv/.test ## everything: also faults, interop, all journeys in four languages
	@$(BIN)/ruff check outreach tests wsgi.py
	@$(BIN)/flask --app wsgi translations compile
	@$(BIN)/flask --app wsgi front-end --with-tests
	OUTREACH_TEST_ENGINE=sqlite $(BIN)/python -m pytest -n $(WORKERS) -m "slow or interop"

.venv/.made:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Outreach needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	@touch $@

.venv/.run: .venv/.made setup.cfg constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[assets]'
ifneq ($(PLANNER),no)
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --only-binary ortools,numpy,pandas --editable '.[planner]' \
		|| echo "The meeting planner is left out: OR-Tools cannot be installed here. Everything else works."
endif
	@touch $@

.venv/.test: .venv/.made setup.cfg constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[assets,test]'
	@touch $@

translations: .venv/.test ## bring the catalogs to what the code says
	$(BIN)/flask --app wsgi translations update

clean: ## remove the virtual environment and what was fetched; data in instance/ stays
	rm -rf .venv node_modules outreach/static/vendor

.PHONY: help run test check translations clean
