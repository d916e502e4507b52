# Two commands do everything: `make demo` and `make test`. Both install what they need into .venv.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# NumPy's own threads slow the models down on two cores.
export OPENBLAS_NUM_THREADS := 1

# What the models of names are trained on, see nlp/training/sources.toml.
DATA ?= ../shared/data

.PHONY: setup demo test browser check format serve bench bench-reading bench-collecting bench-daily bench-workers bench-growth bench-desk soak torture year bench-backfill bench-cluster coverage mutation train schema schemathesis screenshots constraints clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt models.txt
	@interpreter=$$(command -v $(PYTHON) || command -v python3) && \
	  $$interpreter -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' || \
	  { echo "Python 3.11 or newer is missing: install it (Debian: apt install python3.11 python3.11-venv) or say make PYTHON=/path/to/python3.11"; exit 1; }; \
	  $$interpreter -m venv $(VENV) || \
	  { echo "Python's venv module is missing: apt install python3.11-venv"; exit 1; }
	$(BIN)/pip install --quiet --require-hashes --no-deps -r models.txt
	$(BIN)/pip install -qq -c constraints.txt -e '.[dev]'
	@touch $@

demo: setup
	$(BIN)/soie demo

serve: setup var/demo/soie.toml
	$(BIN)/soie --config var/demo/soie.toml serve

var/demo/soie.toml:
	$(BIN)/soie demo

test: check browser
	$(BIN)/pytest -n 2 --dist loadfile

browser:
	@command -v chromium >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing Chromium ..." && \
	    apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; } || \
	  echo "Chromium is missing, so its tests will be skipped: apt install chromium fonts-noto-cjk"

check: setup
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The tables of docs/performance.md, twenty minutes; the long ones are commands of their own.
bench: bench-reading bench-collecting bench-daily bench-backfill bench-workers
	@echo "The long part: make bench-growth (stores of up to two million articles: an hour, 8 GB of disk)"
	@echo "and make bench-desk (the desk's pages on both databases: half an hour)."

# Reading over the bare models, and memory.
bench-reading: setup
	$(BIN)/python -m tests.bench.reading

# The daily job against news-please, which has an environment of its own and enters no constraints.
bench-daily: setup
	test -x var/news-please/bin/python || $(BIN)/python -m venv var/news-please
	var/news-please/bin/pip install -qq news-please==1.6.16
	$(BIN)/python -m tests.bench.daily var/news-please/bin/python

# One worker against two, by the clock: for an idle machine.
bench-workers: setup
	$(BIN)/python -m tests.bench.workers

# Store, search, inbox, digest and grouping at 2,000 to 2,000,000 articles.
bench-growth: setup
	$(BIN)/python -m tests.bench.grouping
	$(BIN)/python -m tests.bench.growth

# Pages fetched a second against a bare Scrapy spider, and three days of 300 loopback sources.
bench-collecting: setup
	$(BIN)/python -m tests.bench.collecting

soak: setup
	$(BIN)/python -m tests.soak.soak

# Fifty runs of the daily job killed at random points, on each database: half an hour.
torture: setup
	$(BIN)/python -m tests.torture.torture
	$(BIN)/python -m tests.torture.torture --postgresql

# The clock and a small press through 365 days of faults: twenty minutes where nothing else works.
year: setup
	$(BIN)/python -m tests.year.year

# Every branch of the three folders, on both databases; what measures time and cost is left out.
# What a process measured that had no room on its disk or was killed is said to be unusable.
CORES ?= 2
coverage: setup
	@mkdir -p var
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q -n $(CORES) -m "not shared and not models and not browser" \
	  -k "not cost and not half_a_second and not two_thousand" tests/news tests/knowledge tests/storage
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# Changes the program in hundreds of places and looks whether a test notices, see docs/mutation.md.
MUTATED := words clock store
OF_words := "news.review*" "news.place*" "news.health.x_is_worth_asking*" "news.health.x_due*"
mutation: $(MUTATED:%=mutation-%)

mutation-%: setup
	$(BIN)/pip install -qq -c constraints.txt -e '.[mutation]'
	rm -rf var/mutation/$* && mkdir -p var/mutation/$*
	cp -r crawler demo digest knowledge news nlp review scheduler storage tests pyproject.toml var/mutation/$*/
	cp tests/mutation/$*.cfg var/mutation/$*/setup.cfg
	cd var/mutation/$* && PATH="$(CURDIR)/$(BIN):$$PATH" nice -n 5 mutmut run --max-children 2 $(OF_$*) && \
	  PATH="$(CURDIR)/$(BIN):$$PATH" mutmut results

# What the desk's pages cost at 2,000 and 200,000 articles, on both databases: half an hour.
bench-desk: setup
	$(BIN)/python -m tests.bench.desk --postgres

# Pages sieved a second against bare iteration over the same archive.
bench-backfill: setup
	$(BIN)/python -m tests.bench.backfill

# 200 archives on a Dask cluster with PostgreSQL, workers and coordinator killed: row by row.
bench-cluster: setup
	$(BIN)/python -m tests.cluster.cluster

# Both models of names from the declared data: a quarter of an hour on one core.
train: setup
	$(BIN)/python -m nlp.training $(DATA) nlp/weights

# The JSON Schema of the digest and the page of the API, from their types.
schema: setup
	$(BIN)/python docs/schema.py
	$(BIN)/python docs/api.py

# The API under many generated requests: some minutes.
schemathesis: setup
	SCHEMATHESIS_EXAMPLES=100 $(BIN)/pytest tests/review/test_api_schema.py

screenshots: setup
	$(BIN)/python docs/screenshots.py

# Writes down the exact versions of a fresh environment, without any index address.
constraints:
	$(BIN)/pip freeze --exclude-editable --exclude fildesoie | grep -v '^-' | sort -f > constraints.txt

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
