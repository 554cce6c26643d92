# Detente: every command of the checkout. `make help` lists them.
UV_VERSION := 0.13.8
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null || echo build/uv/bin/uv)
EXTRAS := --extra notebooks --extra screen --extra talks --extra impact --extra web --extra mcp
STAMP := $(VENV)/.ready
FROM ?= ../shared/data

.DEFAULT_GOAL := help
.PHONY: help setup demo test check law schedule bench docs browser format score-talks score-find score-names screens mutants proof clean

help: ## list all targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build/uv/bin/uv:
	$(PYTHON) -m venv build/uv
	build/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(STAMP): pyproject.toml uv.lock | $(filter build/%,$(UV))
	$(UV) sync --quiet --frozen --compile-bytecode --python $(PYTHON) $(EXTRAS)
	@$(BIN)/python -m compileall -q src
	@touch $(STAMP)

setup: $(STAMP) ## create .venv with everything the checkout needs

law: setup ## compile law/ into the artefact and run every numbered check
	$(BIN)/detente rule check

schedule: setup ## write the facts of both schedules anew from official texts and tables: FROM=../shared/data
	$(BIN)/python -m detente.schedule.building.shipped $(FROM) law/us/schedule
	$(BIN)/python -m detente.schedule.chinese.shipped $(FROM) law/china/schedule

demo: setup ## the main job on real input: card of 26 October 2025, a portfolio, hindsight
	$(BIN)/python examples/demo.py

test: setup ## run the tests
	$(BIN)/pytest

check: setup ## format, lint, types, imports, law rules, documents complete, Chinese texts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/detente rule check
	$(BIN)/python docs/complete.py
	$(BIN)/python docs/chinese.py

format: setup ## format and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup ## benchmarks: ratios and medians, side by side in one run
	$(BIN)/python benchmarks/run.py

screens: setup ## write the kept screens anew from the program; read the difference
	cd tests/golden && ../../$(BIN)/python test_screens.py && ../../$(BIN)/python test_chinese_screens.py
	PYTHONPATH=tests $(BIN)/python tests/journeys/test_journeys.py
	$(BIN)/python tests/contract/test_readme.py

docs: setup ## regenerate the generated documents (of the schedule that ships, not of one you installed)
	XDG_DATA_HOME=$(CURDIR)/build/none $(BIN)/python docs/generate.py

browser: ## install Debian's chromium for the page tests
	command -v chromium >/dev/null || (apt-get update && apt-get install -y chromium)

mutants: setup ## mutation tests of the modules in [tool.detente.mutants], figures to docs/reference/mutants.md
	$(BIN)/python tests/mutants.py $(MODULES)

proof: setup ## long form of the proofs: a million lines on every face, junk in every field, bounds (hours)
	$(BIN)/python tests/proof.py $(PARTS)

score-talks: setup ## print the extraction scores on the annotated reports
	$(BIN)/python benchmarks/score_talks.py

score-find: setup ## print how often the search by words names the right line among its first five
	$(BIN)/python benchmarks/score_find.py

score-names: setup ## print precision and recall of names against lists, and the speed of a large list
	$(BIN)/python benchmarks/score_names.py

clean: ## remove what was built
	rm -rf build dist $(VENV) src/detente/_data
