# Thin on purpose: every target is one or two commands that work without make too (see README.md).
PY := .venv/bin/python
BOOT := python3 .ci/boot.py
TESTS ?= tests
N ?= 3

# Compiled once instead of at every start of every process, wherever this is switched off.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.PHONY: help try try-clean run test check proof bench bench-long format

help: ## show this list
	@echo "Baton. Targets:"
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

try: ## try Baton in a sandbox on this machine: no Slack account needed; Ctrl-C ends it
	@$(BOOT) try
	@exec $(PY) app.py try

try-clean: ## forget everything that make try has stored
	@python3 .ci/clean.py

run: ## start Baton for a real workspace, configured by .env
	@$(BOOT) run
	@exec $(PY) app.py run

test: ## the checks and every test, on SQLite and PostgreSQL, in a browser if there is one (5 to 7 minutes on two cores)
	@$(BOOT) dev
	@$(MAKE) --no-print-directory check
	@$(PY) -m pytest -n $(N) --dist worksteal $(TESTS)

check: ## format, lint, types and import contracts (1 minute)
	@$(BOOT) dev
	@$(PY) .ci/check.py

proof: ## the long tests: kills and stopped servers, which want the machine for themselves, then all others side by side, then the flows in Slack's own time
	@$(BOOT) dev
	@fault=0; \
	$(if $(filter tests tests/crash%,$(TESTS)),$(PY) -m pytest -m proof tests/crash || fault=1;) \
	$(if $(filter-out tests/crash%,$(TESTS)),$(PY) -m pytest -v -m proof -n $(N) --dist worksteal --ignore=tests/crash $(TESTS) || fault=1;) \
	$(if $(filter tests tests/flows%,$(TESTS)),BATON_TEST_PACE=1 $(PY) -m pytest -n 2 --dist worksteal tests/flows || fault=1;) \
	exit $$fault

bench: ## measure the speed, side by side in one run, and write docs/benchmarks.md
	@$(BOOT) dev
	@$(PY) -m benchmarks

bench-long: ## the long ones: 10,000 messages under Slack's pace, 100,000 deals' morning, a day's memory (half an hour)
	@$(BOOT) dev
	@$(PY) -m benchmarks --long

format: ## format the code and repair what the linter can repair
	@$(BOOT) dev
	@$(PY) -m ruff check -q --fix .
	@$(PY) -m ruff format .
