SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS := -n auto --dist loadfile
export OMP_WAIT_POLICY := PASSIVE

.PHONY: setup demo test test-all coverage check format serve bench bench-quality lock docs clean

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $(READY)

setup: $(READY)  ## make .venv with every dependency at its locked, hashed version

demo: $(READY)  ## the main job on the built-in sample, in a folder of its own
	$(BIN)/leadscore demo
	@echo "In a new shell: source $(VENV)/bin/activate"

test: $(READY)  ## the quick tests
	$(BIN)/python -m pytest $(WORKERS) -m "not slow"

test-all: $(READY)  ## what takes longer: real data, many seeds, load
	$(BIN)/python -m pytest $(WORKERS) -m slow

coverage: $(READY)  ## how much of the code the quick tests run, processes that they start included
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(WORKERS) -m "not slow" -q
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --skip-covered --sort=cover

check: $(READY)  ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

serve: $(READY)  ## the API with the champion of ./leadscore.toml
	$(BIN)/leadscore serve

bench: $(READY)  ## performance ratios, printed and written to docs/benchmarks.json
	$(BIN)/python -m benchmarks

bench-quality: $(READY)  ## the learner beside its peers on real data; peers are kept by version (ARGS=--refresh)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-bench.txt
	$(BIN)/python -m benchmarks.quality $(ARGS)
	$(BIN)/python -m benchmarks.page

docs: $(READY)  ## the generated pages of docs/, and what their commands print
	$(BIN)/python -m leadscore.model.config.writing > docs/configuration.md
	$(BIN)/python -m leadscore.model.scoring.reference > docs/scoring.md
	$(BIN)/python -m leadscore.model.card.reference > docs/card.md
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/execute.py

lock:  ## recompile requirements.txt (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	  --extra dev --output-file requirements.txt pyproject.toml
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	  --extra dev --extra bench --constraint requirements.txt --output-file requirements-bench.txt pyproject.toml

clean:  ## everything that was derived
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage build dist demo
