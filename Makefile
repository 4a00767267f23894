GO      = go
TOOL    = $(GO) tool -modfile=tools/go.mod
VERSION = $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)

# What simulate and crash are asked for: how many, and from which number on.
HISTORIES = 100000
FIRST     = 0
KILLS     = 100
SEED      = 7

# How long each fuzz target runs.
FUZZTIME = 1m

.DEFAULT_GOAL := help
.PHONY: help run demo build test check fmt golden pictures fuzz simulate crash bench bench-go bench-ssh

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

run: build ## open the console on the embedded simulator
	@bin/pooldeck

demo: build ## open a fresh demo fleet that is the same every time
	@bin/pooldeck --demo --seed 7

build: ## bin/pooldeck, static
	CGO_ENABLED=0 $(GO) build -trimpath -buildvcs=false -ldflags '-s -w -X main.version=$(VERSION)' -o bin/pooldeck ./cmd/pooldeck

test: ## run the tests
	$(GO) test ./...

check: ## formatting, vet, linters, tests with -race; lists long code
	@echo '$(TOOL) gofumpt -l .'; \
	files=$$($(TOOL) gofumpt -l .) && test -z "$$files" || { echo "$$files"; echo 'make fmt formats these'; exit 1; }
	$(GO) vet ./...
	$(TOOL) staticcheck ./...
	$(TOOL) go-check-sumtype -default-signifies-exhaustive=false ./...
	$(TOOL) exhaustive ./...
	$(GO) test -race ./...
	@$(GO) run ./internal/longcode

fmt: ## format the code
	$(TOOL) gofumpt -w .

golden: ## write all goldens anew, drop stale ones, show what changed
	@mkdir -p bin .golden && touch bin/golden.since
	POOLDECK_GOLDEN=update $(GO) test -count=1 ./...
	@find .golden -type f ! -newer bin/golden.since -delete
	@git --no-pager diff -- .golden
	@git --no-pager diff --stat -- .golden
	@git status --short -- .golden

pictures: ## draw docs/*.svg from the console's own cells
	POOLDECK_GOLDEN=update $(GO) test -count=1 -run TestPictures ./tui

simulate: ## carry out HISTORIES random histories and check them
	$(GO) test -count=1 -timeout 0 -v -run TestHistories ./backend/history -progress -histories=$(HISTORIES) -first=$(FIRST)

crash: ## kill the console KILLS times while operations run
	$(GO) test -count=1 -timeout 0 -v -run TestKilled ./cmd/pooldeck -kills=$(KILLS) -seed=$(SEED)

fuzz: ## run every fuzz target for FUZZTIME, one after the other
	@$(GO) test -list '^Fuzz' ./... | awk '/^Fuzz/ {name[n++] = $$1} /^ok/ {for (i = 0; i < n; i++) print $$2, name[i]; n = 0}' | \
	while read package name; do \
		echo "$$package $$name"; \
		$(GO) test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 2s -parallel 1 $$package || exit 1; \
	done

bench: build ## print what everything costs, beside what it costs a bare program
	@CGO_ENABLED=0 $(GO) build -trimpath -buildvcs=false -ldflags '-s -w' -o bin/bench ./internal/bench
	@bin/bench bin/pooldeck

bench-go: ## run the Go benchmarks
	$(GO) test -run '^$$' -bench . -benchmem ./...

bench-ssh: ## compare the SSH server with a bare one; takes minutes
	$(GO) run ./internal/benchssh
