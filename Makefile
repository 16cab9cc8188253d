.PHONY: help demo test check bench storm census census-nightly format translations vendor clean

help:
	@echo "make demo    environment, database, demo year and server on 127.0.0.1:8000 (PORT=, WALKAPP_DATA=)"
	@echo "make test    everything the tests need, then all tests"
	@echo "make check   format, lint, types, import contract, shape, docs and translations"
	@echo "make bench   measurements anyone can repeat (BENCH=intake, crowds, lists, views, many, papers, weights, phone or evening for a part)"
	@echo "make storm   kill the server 300 times while phones log (KILLS=, SEED=)"
	@echo "make census  count what phones saved and what the server has (RUNS=, SEED=)"
	@echo "make census-nightly   the same, 200 runs of a seed that no day has twice"
	@echo "make format  let ruff arrange the code"
	@echo "make translations   bring the catalogues up to date with the Swedish sentences (LANGUAGE=fi begins one)"
	@echo "make vendor  fetch the front-end parts anew (needs npm)"
	@echo "make clean   remove what the other targets made, save the data in instance/"

demo:
	@scripts/environment run
	@scripts/pdf-libraries || true
	@scripts/demo

test:
	@scripts/setup-tests
	@scripts/environment dev
	@scripts/test

check:
	@scripts/environment dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python -m pytest -q tests/test_shape.py tests/test_docs.py tests/test_vendor.py tests/test_translations.py

bench:
	@scripts/setup-tests
	@scripts/environment dev
	@PATH="$(CURDIR)/.venv/bin:$$PATH" scripts/with-postgres --synced bench/run $(BENCH)

storm:
	@scripts/environment dev
	@.venv/bin/python scripts/storm $(KILLS) $(SEED)

census:
	@scripts/environment dev
	@.venv/bin/python scripts/census $(RUNS) $(SEED)

census-nightly:
	@$(MAKE) --no-print-directory census RUNS=200 SEED=$$(date +%Y%m%d)00

format:
	@scripts/environment dev
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

translations:
	@scripts/environment dev
	@scripts/translations $(LANGUAGE)

vendor:
	@scripts/vendor

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
