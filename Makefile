# Everything is built from the lock files into .venv; nothing but python3 and make is needed beforehand.
# requirements.lock is what runs; requirements-dev.lock is that and the tools, so that `make run` waits for no test tool.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNNABLE := $(VENV)/.runnable
TESTABLE := $(VENV)/.testable
AXE := tests/axe/node_modules/.package-lock.json
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-annotate --no-header \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.PHONY: run test screenshots check diagram lock clean

run: $(RUNNABLE) ## Start the bot: with Slack's tokens against Slack, without them in a workspace of its own
	@$(BIN)/python -m bot

test: $(TESTABLE) $(AXE) ## Run every test
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest # many programs are started: each would compile everything again

screenshots: $(TESTABLE) $(AXE) ## Take the pictures in docs/ anew, from the page itself
	@SCREENSHOTS=docs $(BIN)/python -m pytest -n0 --quiet tests/journeys/page

check: $(TESTABLE) ## Format, lint, types, layers, and whether tables and migrations agree
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m bot migrate --check

diagram: $(RUNNABLE) ## Draw the tables anew, after one has changed
	$(BIN)/python -m storage.diagram > docs/schema.md

lock: $(TESTABLE) ## Write the lock files anew: exact versions with hashes, no address
	$(COMPILE) --upgrade --extra embedded --extra build --output-file requirements.lock pyproject.toml
	$(COMPILE) --upgrade --extra embedded --extra build --extra dev --constraint requirements.lock \
	  --output-file requirements-dev.lock pyproject.toml

clean: ## Remove what was built (the data in DATA_DIR stays)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(RUNNABLE): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit( \
	  "Incident Tracker needs Python 3.11 or later, this is %d.%d. Name another one: make PYTHON=python3.12 ..." % v[:2])'
	@echo "Installing into $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) cannot make a virtual environment; on Debian: apt install python3-venv"; exit 1; }
	@$(INSTALL) --require-hashes --requirement requirements.lock
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(TESTABLE): requirements-dev.lock $(RUNNABLE)
	@echo "Installing the test tools (once)"
	@$(INSTALL) --require-hashes --requirement requirements-dev.lock
	@# Each worker would read and compile every test again, at the same time as the others.
	-@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n0 --collect-only >/dev/null
	@touch $@

# Exact version and hash are in package-lock.json. Without npm the tests that need it say so.
$(AXE): tests/axe/package-lock.json
	@if command -v npm >/dev/null; \
	  then npm --prefix tests/axe ci --ignore-scripts --no-audit --no-fund --silent && touch $@; \
	  else echo "There is no npm, which the tests of the page need (on Debian: apt install npm)"; fi
