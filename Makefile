# Slipway: `make demo` shows it at work, `make help` lists the rest.

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
# More flags for the build that is installed, for example --static-swift-stdlib.
RELEASE_FLAGS ?=

# What `make demo` shows, for example `make demo SCENARIO=errors ARGS="--step-time 10"`.
SCENARIO ?=
ARGS ?=

# What `make bench` measures, for example `make bench PARTS="journal open"`; everything by default.
PARTS ?=

# Suites that only compute run side by side; those with real processes one after the other, so that none starves.
PURE_TESTS = ^(Cryptography|Judge|Delivery|PipelineFile|Simulator)Tests

# How long `make soak` and `make chaos` go on, and how the former is built: release plays several times as many.
DURATION ?= 60s
CONFIGURATION ?= debug

# The first seed of `make chaos`, as it printed it; a random one by default.
SEED ?=

BIN = $(DESTDIR)$(PREFIX)/bin
LIBEXEC = $(DESTDIR)$(PREFIX)/libexec/slipway
SHARE = $(DESTDIR)$(PREFIX)/share/slipway

.DEFAULT_GOAL := help
.PHONY: demo build test soak chaos bench lint format install uninstall clean help setup setup-tests strict-build

# One build for both: Package.swift makes warnings of this project's own code errors.
lint test chaos strict-build: export SLIPWAY_STRICT = 1

# Tests have state directories of their own, and nobody's list of them grows.
test chaos: export XDG_STATE_HOME = $(CURDIR)/.build/state-home

demo: build ## Release a sample service on this machine (SCENARIO=errors, ARGS=…)
	@.build/debug/slipway demo $(if $(SCENARIO),--scenario $(SCENARIO)) $(ARGS) \
	    || case $$? in 3|4|130) ;; *) exit 1 ;; esac # taken back, cancelled and interrupted are ways to end a demo

build: setup ## Build for development
	@$(SWIFT) build

test: setup-tests strict-build ## Run all tests
	@$(SWIFT) test --skip-build --disable-xctest --filter '$(PURE_TESTS)'
	@$(SWIFT) test --skip-build --disable-xctest --no-parallel --skip '$(PURE_TESTS)'

soak: setup ## Play releases with crashes and faults for DURATION=60s (CONFIGURATION=release)
	@$(SWIFT) build --configuration $(CONFIGURATION) --product slipway-sim
	@.build/$(CONFIGURATION)/slipway-sim --duration $(DURATION)

chaos: setup-tests strict-build ## Release real processes for DURATION=10m while anything happens to them (SEED=…)
	@SLIPWAY_CHAOS_DURATION=$(DURATION) SLIPWAY_CHAOS_SEED=$(SEED) $(SWIFT) test --skip-build --disable-xctest \
		--no-parallel --filter "RandomChaosTests|KilledServiceTests"

bench: setup ## Measure, and write Documentation/benchmarks.md (PARTS="journal open")
	@$(SWIFT) build --configuration release --product slipway
	@$(SWIFT) build --configuration release --product slipway-bench
	@$$($(SWIFT) build --configuration release --show-bin-path)/slipway-bench measure $(PARTS)

lint: setup strict-build ## Check format, switches over events, and that the compiler has nothing to warn of
	@scripts/lint-vocabularies
	@$(SWIFT) format lint --strict --parallel --recursive Sources Tests Package.swift

format: ## Format all sources
	@$(SWIFT) format --in-place --parallel --recursive Sources Tests Package.swift

install: setup ## Build for release and install (PREFIX=/usr/local, DESTDIR=)
	@$(SWIFT) build --configuration release $(RELEASE_FLAGS) --product slipway
	@$(SWIFT) build --configuration release $(RELEASE_FLAGS) --product slipway-demo-shop
	install -d "$(BIN)" "$(LIBEXEC)" "$(SHARE)/themes"
	install -m 755 .build/release/slipway "$(BIN)/slipway"
	install -m 755 .build/release/slipway-demo-shop "$(LIBEXEC)/slipway-demo-shop"
	install -m 644 themes/*.yaml "$(SHARE)/themes"

uninstall: ## Remove what `make install` installed
	rm -f "$(BIN)/slipway"
	rm -rf "$(LIBEXEC)" "$(SHARE)"

clean: ## Remove what was built
	@$(SWIFT) package clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F '|' '{ printf "%-18s%s\n", $$1, $$2 }'

setup:
	@scripts/setup

setup-tests:
	@scripts/setup --tests

strict-build:
	@$(SWIFT) build --build-tests
