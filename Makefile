# SPDX-License-Identifier: Apache-2.0
# The two commands for newcomers: `make run` (a demo in the browser) and `make test` (everything that is checked).

.PHONY: run test bench load soak build release lint clean help

run: ## build, make a demo register of 200 invented people, serve it on http://localhost:8080
	@Scripts/run

test: ## lint, build, unit and tidy tests, then stories, browser and fault tests
	@Scripts/test

build: ## the release binary at .build/release/wayhouse
	@Scripts/prepare build
	@Scripts/build release

release: ## what is handed out: one stripped program, its SHA-256, bill of materials and service unit
	@Scripts/release

bench: ## the measurements of docs/benchmarks.md
	@Scripts/bench

load: ## fifty sessions in 50,000 cases on both engines: how long each waits (docs/benchmarks.md; half an hour)
	@Scripts/load

soak: ## the long fault tests of docs/reliability.md (hours): kills, power cuts, failing disks
	@Scripts/soak

lint: ## only the format lint
	@swift format lint --strict --recursive Sources Tests Package.swift

clean: ## forget every build and the Python tools of the tests
	@Scripts/clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile
