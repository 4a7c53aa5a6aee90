# Two commands are all a newcomer needs: `make run` and `make test`.
# Both build .venv from the hash-pinned lock files in requirements/ on first use.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test bench check lock clean

run: .venv/.runtime
	@$(BIN)/ryadom run

test: .venv/.dev
	@echo "==> Running the tests (a missing browser or PostgreSQL skips with its reason; in CI it fails)"
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile $(TESTS)

bench: .venv/.dev
	@$(BIN)/python -m benchmarks $(BENCH)

check: .venv/.dev
	@echo "==> Lint, types, import contracts"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

.venv/bin/python:
	@echo "==> Creating .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv .venv

.venv/.runtime: .venv/bin/python requirements/runtime.txt pyproject.toml
	@echo "==> Installing what the product needs (requirements/runtime.txt, checked by hash; a few minutes once)"
	@$(BIN)/pip install --disable-pip-version-check -q --require-hashes -r requirements/runtime.txt
	@$(BIN)/pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.runtime requirements/dev.txt
	@echo "==> Adding what tests and checks need (requirements/dev.txt)"
	@$(BIN)/pip install --disable-pip-version-check -q --require-hashes -r requirements/dev.txt
	@touch $@

# Re-pins after an edit of requirements/*.in. Needs `uv` on the PATH; the lock files carry no index address.
lock:
	@for set in runtime dev; do \
	  uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-header -q requirements/$$set.in -o requirements/$$set.txt; done

clean:
	rm -rf .venv var .mypy_cache .ruff_cache build *.egg-info
