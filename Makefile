# Two commands: `make demo` answers four real questions; `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
READY := $(VENV)/.ready

.PHONY: checks fuzz soak bench-gate release dist lock sbom docs-site desk desk-kills desk-offices desk-postgres demo shares test test-nightly lint types imports lawbook unit agreement agreement-nightly answers-nightly mutants docs bench serve clean

demo: $(if $(wildcard $(READY)),$(READY),$(VENV)/.light)  # six libraries are enough for it
	@sh docs/demo.sh $(BIN)/shidian

test: $(READY)  # the checks beside the unit tests, which wait for servers and browsers a part of their time
	$(MAKE) -j2 unit checks

checks:  # one after the other
	$(MAKE) lint
	$(MAKE) types
	$(MAKE) imports
	$(MAKE) lawbook

lint: $(READY)
	$(BIN)/ruff check src tests bench
	$(BIN)/ruff format --check src tests bench
	$(BIN)/shidian lawbook format --check lawbook/instruments

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

lawbook: $(READY)
	$(BIN)/shidian lawbook check --answers

unit: $(READY)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder

test-nightly: $(READY)  # everything that a push leaves out, and the rest of it
	SHIDIAN_NIGHTLY=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder
	$(BIN)/python -m tests.agreement.many --cases 100000
	$(BIN)/python -m tests.cases.cells
	$(BIN)/python -m tests.tracking.machine 10000
	$(BIN)/python -m tests.tracking.machine 1000 --postgres

shares: $(READY)  # what turns daily, the parts of all days: for who changes what they try, before a push
	SHIDIAN_DAY=all $(BIN)/python -m pytest -n $(WORKERS) --dist loadscope $$(grep -rlE "\b(share_of|on_day|TODAY)\b" tests --include='test_*.py' | xargs grep -l "tests.nightly")

agreement: $(READY)  # meaning = engine = diagram = screening on 100,000 random cases of each question
	$(BIN)/python -m tests.agreement.many --cases 100000

agreement-nightly: $(READY)  # the same on ten million
	$(BIN)/python -m tests.agreement.many --cases 10000000

answers-nightly: $(READY)  # 1,000 careless edits: each that moves an answer changes the lock
	$(BIN)/python -m tests.analysis.lock.edits --edits 1000

mutants: $(READY)  # one slip at a time in meaning, engine and diagram: some test must fail
	$(BIN)/python -m tests.mutation --mutants 300 --write

fuzz: $(READY)  # every door fed from a grammar of its own, 300 inputs of each
	SHIDIAN_FUZZ=300 $(BIN)/python -m pytest -q tests/fuzz

soak: $(READY)  # an hour of mixed visitors: no fault, the same answers, memory flat
	$(BIN)/python -m tests.serving.soak --minutes 60

docs: $(READY)
	$(BIN)/shidian coverage --markdown > docs/reference/coverage.md
	$(BIN)/python -m tests.docs.page_reference
	$(BIN)/python -m tests.docs.command_reference
	$(BIN)/python -m tests.docs.floors
	$(BIN)/python -m tests.docs.flagships
	$(BIN)/python -m tests.docs.openness_choices
	$(BIN)/python -m tests.docs.asked_in_public
	$(BIN)/python -m tests.docs.rules_read
	$(BIN)/python -m tests.docs.tables_of_law

dist: $(READY)
	rm -rf dist
	$(BIN)/python -m build --no-isolation .

lock: $(READY)  # every library of `shidian[all]` with its hashes
	(echo '# Every library of `shidian[all]`, locked with hashes. Written by `make lock`; docs/how-to/install.md says how it is used.'; \
	  $(BIN)/uv pip compile -q pyproject.toml --extra all --universal --python-version 3.11 --generate-hashes --no-header) > constraints.new
	mv constraints.new constraints.txt
	$(BIN)/python -m tests.release.licences

sbom: dist
	$(BIN)/cyclonedx-py requirements constraints.txt --output-reproducible --of JSON -o dist/sbom.json

release: dist sbom  # what is given out, tried in fresh environments
	$(BIN)/python -m tests.release.licences
	$(BIN)/python -m tests.release.smoke --all

docs-site: $(READY)  # the documentation as a site, in site/; a link that leads nowhere fails
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

bench: $(VENV)/.bench
	$(BIN)/python bench/decision.py
	$(BIN)/python bench/cold_start.py
	$(BIN)/python bench/reading.py
	$(BIN)/python bench/openness.py
	$(BIN)/python -m bench.screen --check 2000 --cases 1000000 --runs 3

bench-gate: $(VENV)/.bench  # fails when a ratio to the engine fell by more than a quarter below the recorded one
	$(BIN)/python -m bench.gate

desk-kills: $(READY)  # eight editors and two signers killed fifty times with their database, on a disk that fills up
	$(BIN)/python -m tests.tracking.kills --operations 20000 --kills 50
	$(BIN)/python -m tests.tracking.kills --operations 20000 --kills 50 --postgres
	$(BIN)/python -m tests.tracking.kills --operations 2000 --kills 40 --postgres --cut

desk-offices: $(READY)  # random offices at work, held against a model
	$(BIN)/python -m tests.tracking.machine 10000
	$(BIN)/python -m tests.tracking.machine 1000 --postgres

desk: $(READY)  # the desk with three regions of made-up work; four accounts are printed
	$(BIN)/shidian desk demo --store sqlite:///$$(mktemp -u -d)/desk.db --serve

desk-postgres: $(READY)  # the same on a PostgreSQL that is started for it, in a folder of its own
	$(BIN)/shidian desk postgres --demo

serve: $(READY)
	$(BIN)/shidian serve

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build

$(VENV)/.light: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(VENV)/.bench: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@
