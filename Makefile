# SPDX-License-Identifier: Apache-2.0
# The two commands for newcomers: `make run` (a demo in the browser) and `make test` (everything that is checked).

.PHONY: run test bench build lint clean help

run: ## build, make a demo register of 200 invented people, serve it on http://localhost:8080
	@Scripts/run

test: ## lint, build, unit and tidy tests, then stories and browser tests
	@Scripts/test

build: ## the release binary at .build/release/wayhouse
	@Scripts/prepare build
	@Scripts/build release

bench: ## the measurements of docs/benchmarks.md
	@Scripts/bench

lint: ## only the format lint
	@swift format lint --strict --recursive Sources Tests Package.swift

clean: ## forget every build and the Python tools of the tests
	@Scripts/clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile
