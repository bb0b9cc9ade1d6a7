# The two commands are `make run` and `make test`. Both build .venv once and only again when
# pyproject.toml changes.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test check bench libraries clean help

help:
	@echo "make run    install into $(VENV) and open the app"
	@echo "make test   install the development extras and run every test, in two processes"
	@echo "make check  formatting, lint, types and import contracts"
	@echo "make bench  measure start-up, review, memory and the simulations, beside what there is"

run: $(VENV)/.installed
	@$(BIN)/flashrl

test: $(VENV)/.installed-dev libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed-dev libraries
	$(BIN)/python -m benchmarks

libraries: $(VENV)/.installed
	@sh tests/libraries.sh $(BIN)/python

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "flashrl needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 run" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "Python cannot make virtual environments here; on Debian and Ubuntu: sudo apt install python3-venv" >&2; \
	  exit 2; }

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build dist
