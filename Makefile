# The same commands by hand and on CI.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.ready-run
DEV    := $(VENV)/.ready-dev

.PHONY: run test check bench screens clean

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

screens: $(DEV)
	$(BIN)/evenhand demo --headless --weeks 8 --seed 1 --screens docs/screens

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Evenhand needs Python 3.11 or newer; $(PYTHON) is older or missing."; \
	  echo "Install one and name it: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python cannot make a virtual environment. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }

$(RUN): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up Evenhand (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up Evenhand and its tests (once, a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(RUN)

clean:
	rm -rf $(VENV) build dist *.egg-info
