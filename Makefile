# `make chat` and `make test` need only Python 3.11 or newer, make and pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
# The demo keeps a home of its own, so that the sample articles never mix with real ones.
DEMO_HOME ?= $(CURDIR)/.sosik

.PHONY: chat run test check gate format messages clean

chat: $(STAMP)
	@test ! -t 0 || printf '%s\n' "Ask about the samples, for example:" \
		"  해람여객터미널 사고로 몇 명이 다쳤나?" "  How much does a Sotdae-3 launch cost?"
	@SOSIK_HOME="$${SOSIK_HOME:-$(DEMO_HOME)}" $(BIN)/sosik chat --samples samples

run: $(STAMP)
	@$(BIN)/sosik run

test: $(STAMP)
	$(BIN)/python -m pytest

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/docs

gate: $(STAMP)
	$(BIN)/python -m benchmarks.gate

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: $(STAMP)
	$(BIN)/pybabel extract -F bot/locale/babel.cfg --project=sosik --version=0 --no-location --sort-output -o bot/locale/sosik.pot bot
	$(BIN)/pybabel update -D sosik -i bot/locale/sosik.pot -d bot/locale --no-fuzzy-matching --ignore-obsolete

clean:
	rm -rf $(VENV) .sosik .mypy_cache .pytest_cache .ruff_cache

# The stamp is renewed when the dependencies change; an interrupted install is done again.
$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Sosik needs Python 3.11 or newer; name one with: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $(STAMP)
