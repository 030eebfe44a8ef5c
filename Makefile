# make setup   .venv with everything, from the hash-locked list
# make demo    set up, process examples/, search in both languages
# make test    set up, run the tests       make check   lint, types, import rules
# make bench   set up, measure speed and memory: a JSON line for each figure (BENCH=--quick for less)
PYTHON ?= python3
BIN := .venv/bin
DEMO := demo-corpus

.PHONY: setup demo test check bench lock clean

setup: .venv/.ready

# setuptools first: langdetect comes as source and is built with the locked one, not with whatever is newest.
.venv/.ready: requirements.lock pyproject.toml $(wildcard models/packages/*.argosmodel)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; give it with make PYTHON=..."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "The venv module is missing (Debian: apt-get install python3-venv)"; exit 1; }
	sed -n '/^setuptools==/,/[^\\]$$/p' requirements.lock > .venv/setuptools.lock
	$(BIN)/python -m pip install -q --no-deps --require-hashes -r .venv/setuptools.lock
	$(BIN)/python -m pip install -q --no-deps --require-hashes --no-build-isolation -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	$(BIN)/testimonio models install --from models/packages
	@touch $@

demo: setup
	@rm -rf $(DEMO)
	@BIN=$(BIN) DEMO=$(DEMO) sh examples/demo.sh

test: setup
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# A report: a goal that isn't met fails nothing.
bench: setup
	@$(BIN)/python -m tests.benchmarks.translation $(BENCH)
	@$(BIN)/python -m tests.benchmarks.recognition
	@$(BIN)/python -m tests.benchmarks.resolution

# Resolved for every platform; uv is not needed for anything else.
lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -q -o requirements.lock

clean:
	rm -rf .venv $(DEMO)
