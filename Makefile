PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade \
	--generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-trusted-host --no-emit-options

# The tests start Python again and again: what it has compiled it keeps, whatever the shell says.
test proofs bench: export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help install demo demo-scale test proofs bench lock

help: ## what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | \
		while IFS='|' read -r name does; do printf '%-16s %s\n' "$$name" "$$does"; done

install: $(BIN)/.demo ## set up .venv with what the bot and its demo need

demo: $(BIN)/.demo ## live through it: prints one address to open (PORT=8080 make demo)
	@$(BIN)/python -m bot demo

demo-scale: $(BIN)/.dev ## the same as many processes on PostgreSQL: kill some, and watch
	@$(BIN)/python -m bot demo-scale

test: $(BIN)/.dev ## everything that must hold: lint, types, floors, tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --num-workers auto
	@$(BIN)/lint-imports
	@$(BIN)/deptry --no-ansi .
	@$(BIN)/python -m pytest -n auto

proofs: $(BIN)/.dev ## the long ones: kill tests, simulations, and properties with new examples
	@$(BIN)/python -m pytest -n 5 -m "(proof and not timed and not alone) or hypothesis" \
		--hypothesis-profile many
	@$(BIN)/python -m pytest -n 4 -m timed
	@$(BIN)/python -m pytest -m alone

bench: $(BIN)/.dev ## how fast it is: name, value and unit, one a line
	@$(BIN)/python -m tests.bench

lock: $(BIN)/.dev ## pin the newest versions that pyproject.toml allows, with their hashes
	@$(COMPILE) --extra postgres --extra demo --extra dev -o requirements-dev.txt pyproject.toml
	@$(COMPILE) --extra postgres -c requirements-dev.txt -o requirements.txt pyproject.toml
	@$(COMPILE) --extra demo -c requirements-dev.txt -o requirements-demo.txt pyproject.toml

$(BIN)/.demo: requirements-demo.txt | $(BIN)/python
	@echo "Installing what the demo needs into .venv (once)"
	@$(PIP) -r requirements-demo.txt
	@touch $@

$(BIN)/.dev: requirements-dev.txt | $(BIN)/python
	@echo "Installing what the tests need into .venv (once)"
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(BIN)/.demo

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "No $(PYTHON) here. Trellis needs Python 3.11 or newer: PYTHON=/path/to/python make …"; \
		exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "This is $$($(PYTHON) --version); Trellis needs 3.11 or newer: PYTHON=python3.11 make …"; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv is missing. On Debian and Ubuntu: sudo apt-get install python3-venv"; \
		exit 1; }
	@$(PYTHON) -m venv .venv
