# Needs only make and Python 3.11 or newer; everything else is set up on the way.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_PYTHON_DOWNLOADS := never

VENV := .venv
PYTHON := $(VENV)/bin/python
MANAGE := $(PYTHON) manage.py
PYTEST := $(PYTHON) -m pytest
INSTALL := $(PYTHON) -m pip install --quiet --no-input --require-hashes --requirement
COMPILE := $(VENV)/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header $(if $(UPGRADE),--upgrade)

.PHONY: help demo run test test-all check bench requirements clean ready static

help: ## list the targets
	@awk -F ":.*## " '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# Nobody runs a worker on a laptop: mails are there at once, as files in var/mail.
demo run: export REVIEWFLOW_TASKS := immediate

demo: ready ## make sample people and articles, take one through review, export it, verify it
	@$(MANAGE) demo

run: ready ## serve the demo on http://127.0.0.1:8000/ and print its accounts
	@$(MANAGE) demo --accounts
	@$(MANAGE) runserver 127.0.0.1:8000

test: $(VENV)/.dev static ## run the tests on SQLite
	$(PYTEST) -n auto --maxprocesses 4 -m "not (browser or postgres or race or slow)"

test-all: $(VENV)/.dev static ## run what `make test` leaves out: slow ones, PostgreSQL, browser, races, attacks
	$(PYTEST) -n auto --maxprocesses 4 -m "slow and not (browser or race)"
	.ci/postgres $(PYTEST) -n auto --maxprocesses 4 -m "not (browser or race)"
	DJANGO_ALLOW_ASYNC_UNSAFE=true $(PYTEST) -n 2 --dist loadfile tests/adversarial tests/browser
	$(PYTEST) $(CROWDED)
	.ci/postgres $(PYTEST) $(CROWDED)

# Each of these starts processes of its own, and counts on having the machine to itself.
CROWDED := tests/races tests/crash

# The settings of a real installation, so that Django's own deployment checks judge those.
PRODUCTION := REVIEWFLOW_PRODUCTION=true REVIEWFLOW_ALLOWED_HOSTS=reviewflow.example \
	REVIEWFLOW_EMAIL_URL=smtp+tls://mail.example:587 \
	REVIEWFLOW_SECRET_KEY=$$($(PYTHON) -c "import secrets; print(secrets.token_urlsafe(60))")

check: $(VENV)/.dev static ## judge style, types, imports, migrations, settings and documents
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/djlint --quiet --lint templates
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache --no-logo
	@$(PYTHON) -m tests.architecture.budget
	$(MANAGE) makemigrations --check --dry-run
	@echo "manage.py check --deploy, with production settings"
	@$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) requirements
	$(MANAGE) workflow --check docs/workflow.md

bench: $(VENV)/.dev static ## measure speed on both databases (ARGS=--quick for a short run)
	$(PYTHON) -m tests.benchmarks $(ARGS)
	.ci/postgres $(PYTHON) -m tests.benchmarks $(ARGS)

requirements: $(VENV)/.dev ## pin requirements/*.in with hashes (UPGRADE=1 takes the newest releases)
	cd requirements && ../$(COMPILE) runtime.in --output-file runtime.txt
	cd requirements && ../$(COMPILE) dev.in --output-file dev.txt

clean: ## remove caches and the virtual environment; var/ with its data and keys stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find articles reviewflow tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The rest is set-up. A stamp file says which pins are installed.
$(PYTHON):
	@.ci/venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt $(PYTHON)
	@echo "Installing what requirements/runtime.txt pins."
	@$(INSTALL) $<
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(PYTHON)
	@echo "Installing what requirements/dev.txt pins."
	@$(INSTALL) $<
	@touch $@ $(VENV)/.runtime

static: $(VENV)/.runtime
	@mkdir -p "$${REVIEWFLOW_DATA_DIR:-var}"
	@$(MANAGE) collectstatic --no-input --verbosity 0

ready: $(VENV)/.runtime static
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) keys list --pem >/dev/null 2>&1 || $(MANAGE) keys generate
