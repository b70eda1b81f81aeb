# Every target runs inside .venv, which the first one sets up by itself; needs Python >= 3.11 and make, nothing else.
# Another Python: make test PYTHON=/path/to/python3.12

SHELL := /bin/sh
BIN := .venv/bin
DEMO := check examples --fail-on never

export PYTHON
unexport PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.PHONY: help demo test check fix slow bench quality train coverage unused wheel clean moved

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

demo: .venv/.ready ## judge the examples
	@$(BIN)/knigge $(DEMO)

# One recipe, cheapest first: it stops at the first failure, also under `make -j`.
test: .venv/.ready ## format, lint, import contracts, types, tests
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pytest -q -n auto --maxprocesses 2 --dist worksteal

check: test ## the same as test

fix: .venv/.ready ## repair what a machine can
	$(BIN)/ruff check --quiet --fix-only .
	$(BIN)/ruff format .
	$(BIN)/ruff check .

slow: .venv/.ready ## many random examples; the wheel; a fresh copy; Spark (installed first; needs Java)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,spark]'
	$(BIN)/pytest -q --hypothesis-profile=slow
	$(BIN)/pytest -q tests/slow

bench: .venv/.ready ## speed (installs Hyperscan first, the limit to compare with)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	$(BIN)/python bench/bench.py

quality: .venv/.ready ## hits, misses and false alarms
	$(BIN)/python bench/quality.py
	$(BIN)/python bench/signals.py

train: .venv/.ready ## the learned concepts: models and their card (installs scikit-learn first)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,train]'
	$(BIN)/python bench/train.py

coverage: .venv/.ready ## lines and branches the tests do not reach
	$(BIN)/pytest -q --cov --cov-report=term-missing:skip-covered

unused: .venv/.ready ## code nobody calls (a hint: commands and public names appear too)
	$(BIN)/vulture --ignore-decorators '@*.command*,@*.group*,@pytest.fixture*' --exclude '*/.venv/*' . || test $$? -eq 3

wheel: .venv/.ready ## dist/*.whl
	rm -rf build dist
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean: ## remove everything that was built, .venv too
	rm -rf .venv build dist *.egg-info .coverage htmlcov .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A copied or moved tree must not run the code of the old place: the stamp holds the path it was made in.
MOVED := $(shell test "$$(cat .venv/.ready 2>/dev/null)" = "$$(pwd -P)" || echo moved)

.venv/.ready: pyproject.toml $(MOVED)
	@.ci/setup
