# svqkit. `make help` lists what there is. Works with any POSIX make from 3.81 on.
SHELL = /bin/sh
BIN = .venv/bin
# PYTHON=python3.12 chooses the Python of a new environment; otherwise .ci/python picks the newest.
PYTHON ?=
# Two workers suit a small machine: `make test WORKERS=8` on a larger one.
WORKERS = 2
# ARGS go to the tool: `make test ARGS="-k reliability"`.
ARGS =

PIP = $(BIN)/python -m pip install -qq --disable-pip-version-check
SORRY = echo "The installation did not finish; nothing else was changed. If a library has no build for this Python yet: rm -r .venv, then make PYTHON=python3.12 demo" >&2

.PHONY: help demo lab notebooks test lint types tests site bench accuracy words clean

help:
	@echo "make demo    validate the bundled bank survey and write out/bank-report.html"
	@echo "make lab     open the notebooks in JupyterLab (copies, in svqkit-notebooks/)"
	@echo "make notebooks  derive the lessons' notebooks and instructor's notes from their sources"
	@echo "make test    the whole test suite: style, types, numbers, notebooks, browser"
	@echo "make site    build the documentation in build/site/html"
	@echo "make bench   measure the speed, write docs/benchmarks.md"
	@echo "make accuracy  compare every number with its oracle, write docs/accuracy.md"
	@echo "make words   bring the translations up to date with the sentences of the code"
	@echo "make clean   remove what was built (not .venv, not your notebooks)"
	@echo "Choose a Python with PYTHON=python3.12; otherwise the newest of 3.14 to 3.11 is taken."

demo: .venv/.all
	@$(BIN)/svqkit demo

lab: .venv/.all
	@$(BIN)/svqkit lab $(ARGS)

notebooks: .venv/.dev
	@$(BIN)/python -m svqkit.teach.authoring $(ARGS)

test: lint types tests

lint: .venv/.dev
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@echo "style: fine"

types: .venv/.dev
	@$(BIN)/mypy

# One process a core, so the linear algebra beneath keeps to one thread.
tests: .venv/.dev
	@browser=$$(sh .ci/system) && \
	SVQKIT_CHROMIUM="$$browser" OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 \
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

site: .venv/.dev
	@rm -rf build/site && mkdir -p build/site/source
	@cp -R docs/. build/site/source && cp -R notebooks build/site/source/notebooks
	@$(BIN)/python -m sphinx -W --keep-going -q -b html build/site/source build/site/html
	@echo "The documentation is in build/site/html/index.html"

bench: .venv/.dev
	@$(BIN)/python benchmarks/run.py

accuracy: .venv/.dev
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile \
	tests/psychometrics tests/instruments tests/responses tests/gaps tests/validation tests/improvement --accuracy docs/accuracy.md

words: .venv/.dev
	@$(BIN)/python tests/words.py

clean:
	rm -rf build dist out test-artifacts .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find svqkit tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment. A stamp older than pyproject.toml installs again; otherwise this is instant.
.venv/bin/python:
	@python=$$(PYTHON="$(PYTHON)" sh .ci/python) && \
	echo "Making the environment .venv with $$("$$python" --version) ..." && \
	"$$python" -m venv --clear .venv

.venv/.all: .venv/bin/python pyproject.toml
	@echo "Installing svqkit and what it builds on into .venv (once; a few minutes) ..."
	@$(PIP) -e ".[all]" || { $(SORRY); exit 1; }
	@touch $@

.venv/.dev: .venv/bin/python pyproject.toml
	@echo "Installing svqkit with its test tools into .venv (once; a few minutes) ..."
	@$(PIP) -e ".[dev]" || { $(SORRY); exit 1; }
	@touch .venv/.all $@
