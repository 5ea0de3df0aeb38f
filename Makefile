# Everything there is to do with a checkout. `make` alone lists it; `ARGS=...` goes to the command that a target runs.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PORT ?= 8000
ARGS ?=
BIN := .venv/bin
RUNTIME := .venv/.runtime-installed
TOOLS := .venv/.tools-installed
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra postgres \
	--custom-compile-command "make lock" pyproject.toml

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(RUNTIME) ## Run Roost with a sample organisation (PORT=8000)
	@$(BIN)/roost demo --port $(PORT) $(ARGS)

.PHONY: serve
serve: $(RUNTIME) ## Run Roost with your own data in roost-data/ (PORT=8000)
	@$(BIN)/roost serve --port $(PORT) $(ARGS)

.PHONY: setup
setup: $(RUNTIME) ## Install Roost into .venv, which leaves .venv/bin/roost
	@echo "Roost is installed: $(BIN)/roost --help"

.PHONY: test
# Tests start hundreds of processes: each would compile all of Roost anew where a machine forbids keeping bytecode.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(TOOLS) ## Run every test (ARGS="-k board" for some)
	@tools/install-browser
	@OPENBLAS_NUM_THREADS=1 $(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(ARGS)

.PHONY: lint
lint: export ROOST_DATA_DIR := .venv/lint
lint: export DJANGO_SETTINGS_MODULE := roost.doors.site.settings
lint: $(TOOLS) ## Check style, types, imports, settings, migrations and vendored files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/django-admin check --fail-level WARNING
	$(BIN)/django-admin makemigrations --check --dry-run
	$(BIN)/python tools/vendor.py --check

.PHONY: bench
bench: $(TOOLS) ## Measure what is promised about speed
	@$(BIN)/python -m benchmarks $(ARGS)

.PHONY: lock
lock: $(RUNTIME) ## Bring the lock files in line with pyproject.toml (ARGS=--upgrade for newer versions)
	$(COMPILE) $(ARGS) --output-file requirements.lock
	$(COMPILE) $(ARGS) --group dev --constraint requirements.lock --output-file requirements-dev.lock

$(RUNTIME): requirements.lock pyproject.toml tools/install tools/installer.lock
	@tools/install requirements.lock
	@touch $@

$(TOOLS): requirements-dev.lock $(RUNTIME)
	@tools/install requirements-dev.lock
	@touch $@
