# Two commands are all a newcomer needs: `make run` and `make test`. What a target does stands in its script.

.PHONY: help run test dev bench crash-test demo check-deps sqlx-prepare clean

help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

run: ## install what is missing, build release, serve on 127.0.0.1:3000
	@scripts/run

test: ## everything that has to hold before a change goes in
	@scripts/test

dev: ## build, serve, and again whenever a source changes
	@scripts/dev

bench: ## throughput and latency beside a bare forwarder
	@scripts/bench

crash-test: ## events while servers and PostgreSQL are killed: nothing lost, no SMS twice
	@scripts/crash-test

demo: ## the whole job against httpbin; a callbox with a CRM; a chat from a bot to a third party
	@scripts/demo

check-deps: ## who may import whom, and cargo-deny where it is installed
	@scripts/check-imports
	@if command -v cargo-deny >/dev/null; then cargo deny check; else echo "cargo-deny is not installed: its part is left out"; fi

sqlx-prepare: ## rewrite .sqlx after a query or a migration changed
	@scripts/sqlx-prepare

clean: ## everything that was built; ./data stays
	@scripts/test-postgres stop || true
	rm -rf target end2end/node_modules end2end/test-results end2end/playwright-report
