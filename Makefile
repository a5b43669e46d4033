# make setup | up | client | test | test-full | contract | check-suites | lint | bench | compat | chaos      PORT=8000  BAKEOFF_HOME=var/  (more: docs/reference/settings.md)
# Everything is safe to repeat. Each target sets up what it needs and is quick when that is there.
SHELL := /bin/sh
PY := .venv/bin/python
SETUP := @sh scripts/python -m scripts.setup --quiet
ARGS ?=
# Each test process has its own browser and broker. Many tests wait for a clock, so one process more than there are
# processors pays; more than four do not.
JOBS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); n=$$((n + 1)); [ $$n -gt 4 ] && n=4; echo $$n)
PYTEST := $(PY) -m pytest -n $(JOBS)

# A start begins half a dozen processes; without compiled files each compiles some 1,300 modules again, for 1.5 s.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup up client test test-full contract check-suites lint lint-types lint-rules format bench compat chaos clean

setup:
	@sh scripts/python -m scripts.setup

up:
	$(SETUP)
	@exec $(PY) -m scripts.up

# The Python client of the API, as a file: bakeoff_client.py. The site serves it too (docs/reference/api.md).
client:
	$(SETUP) --packages
	@$(PY) -m scripts.api_client

test:
	$(SETUP) --dev
	@$(PYTEST) $(ARGS)

# The contract of all adapters; with an address on that server alone, which needs a model, and a line for each part:
# make contract OLLAMA_HOST=host | OPENAI_BASE_URL=http://host [MODEL=name API_KEY=key]
contract:
	$(SETUP) --dev
	@CONTRACT_OLLAMA="$(OLLAMA_HOST)" CONTRACT_OPENAI="$(OPENAI_BASE_URL)" CONTRACT_MODEL="$(MODEL)" CONTRACT_KEY="$(API_KEY)" \
		$(PY) -m pytest -n 0 $(if $(OLLAMA_HOST)$(OPENAI_BASE_URL),-q --no-header --tb=no -rN,-v) tests/contracts $(ARGS)

# With the tests that take minutes, such as a replay of the image's build.
test-full:
	$(SETUP) --dev
	@FULL_TESTS=1 $(PYTEST) $(ARGS)

# All shipped suites: conditions of entry, other correct and wrong forms of answers. ARGS="js-basics": one suite.
check-suites:
	$(SETUP) --dev
	@$(PY) -m bench.check_suites $(ARGS)

lint:
	$(SETUP) --dev --packages
	@$(MAKE) --no-print-directory -j 2 lint-types lint-rules

# mypy and the others use one processor each.
lint-types:
	@$(PY) -m mypy

lint-rules:
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m djlint templates --lint --quiet
	@$(PY) -m scripts.harness lint

format:
	$(SETUP) --dev --packages
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .
	@$(PY) -m scripts.harness format

bench:
	$(SETUP) --dev
	@$(PY) bench/run.py $(ARGS)
	@$(PY) bench/execute_command.py
	@$(PY) bench/line.py
	@$(PY) bench/latency.py
	@$(PY) bench/pages.py

# Other people's tests: DATA=folder holds the sets; docs/explanation/compat.md.
compat:
	$(SETUP) --dev
	@$(PY) bench/compat.py $(DATA) --empty $(ARGS)

# Faults at random times in a site of its own: docs/explanation/faults.md.
chaos:
	$(SETUP) --dev
	@$(PY) -m bench.chaos $(ARGS)

# Takes away what the set-up made; the database and files in BAKEOFF_HOME stay.
clean:
	rm -rf .venv node_modules static/vendor evaluations/sandbox/dist
