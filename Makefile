# The same commands by hand and on CI.
# The first Python of 3.11 or newer that can make a virtual environment; 3.11 and 3.12 come first,
# because python-rtmidi has ready-made packages for them.
PYTHON ?= $(shell for p in python3.12 python3.11 python3 python3.13 python3.14; do \
	$$p -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done || true)
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.ready-run
DEV    := $(VENV)/.ready-dev

.PHONY: run test check bench evidence screens midi clean

run: $(RUN)
	@$(BIN)/evenhand

test: $(DEV)
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(DEV)
	$(BIN)/python -m tools.bench

# Every acceptance figure at its full number of repetitions; the same seeds give the same page.
evidence: $(DEV)
	$(BIN)/python -m tools.evidence docs/evidence.md

screens: $(DEV)
	$(BIN)/evenhand demo --headless --weeks 8 --seed 1 --screens docs/screens
	cd $(VENV) && bin/evenhand simulate --exercise scale-c-right --late-transition 3-1:20 \
	  --late-transition 4-1:20 --out late-thumb.mid --force
	cd $(VENV) && bin/evenhand analyse late-thumb.mid --exercise scale-c-right \
	  --plot ../docs/screens/analyse-plot.png --force

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
	  echo "Evenhand needs Python 3.11 or newer with its venv module, and found none."; \
	  echo "Debian and Ubuntu: sudo apt install python3 python3-venv    macOS: brew install python@3.12"; \
	  echo "One that has another name is given by: make run PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "$(PYTHON) cannot make a virtual environment. Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

# From Python 3.13 on python-rtmidi must be built; without it all works but the live piano.
define midi
	@$(BIN)/python -c 'import rtmidi' 2>/dev/null || $(PIP) -e '.[midi]' >/dev/null 2>&1 || { \
	  echo "Live MIDI could not be built for this Python. All else works; for the piano either"; \
	  echo "  use Python 3.12: make clean && make run PYTHON=python3.12, or install what it is built with:"; \
	  echo "  sudo apt install build-essential python3-dev libasound2-dev libjack-jackd2-dev && make midi"; }
endef

$(RUN): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up Evenhand (once, about a minute) ..."
	@$(PIP) -e .
	$(midi)
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up Evenhand and its tests (once, a minute or two) ..."
	@$(PIP) -e '.[dev]'
	$(midi)
	@touch $@ $(RUN)

midi: $(RUN)
	$(PIP) -e '.[midi]'

clean:
	rm -rf $(VENV) build dist *.egg-info
