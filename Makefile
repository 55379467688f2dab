# `make run` and `make test` are all a newcomer needs; README.md says more.
.DEFAULT_GOAL := help
.PHONY: help run test lint format types migrations venv lock

help: ## show these lines
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

# The packages are installed again only when a list of packages has changed.
.venv/runtime.stamp: requirements.txt
	@sh scripts/venv requirements.txt
	@touch $@

.venv/dev.stamp: dev.txt .venv/runtime.stamp
	@sh scripts/venv dev.txt
	@touch $@

run: .venv/runtime.stamp ## make a demonstration register and serve it on 127.0.0.1:8000 (PORT=, DATABASE_URL=)
	@DEMO=true .venv/bin/python manage.py start

test: .venv/dev.stamp ## all checks and tests: SQLite, and PostgreSQL when TEST_DATABASE_URL is set
	@.venv/bin/python scripts/test

lint: .venv/dev.stamp ## style of code and templates, and the direction of imports
	@.venv/bin/python scripts/test lint

format: .venv/dev.stamp ## put code into the house style
	@.venv/bin/ruff check --fix --quiet .
	@.venv/bin/ruff format .

types: .venv/dev.stamp ## check the types of the rule modules
	@.venv/bin/python scripts/test types

migrations: .venv/runtime.stamp ## write the migrations that the models need
	@DEMO=true .venv/bin/python manage.py makemigrations

venv: .venv/dev.stamp ## make .venv with everything in it

lock: ## lock requirements.in and dev.in with hashes (needs uv)
	@sh scripts/lock
