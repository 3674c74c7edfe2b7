# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2

# A thin coat over Meson. `make` builds to build/; `make check` runs every test; `make full` is what must hold
# before a release. BUILD=dir builds elsewhere, ONLY=pattern runs only the tests whose file name contains it.

BUILD  ?= build
PYTHON ?= $(firstword $(wildcard /usr/bin/python3) python3)
FUZZ_SECONDS ?= 60
export PYTHON FUZZ_SECONDS ONLY

CLANG    = CC=clang-14 CXX=clang++-14
SANITIZE = -Db_sanitize=address,undefined -Db_lundef=false

.PHONY: all setup demo check check-clang full fmt lint asan ubsan sanitize fuzz cover bench clean
.NOTPARALLEL:

all: setup
	@tools/build.sh $(BUILD) all

setup:
	@tools/setup.sh

demo: setup
	@tools/build.sh $(BUILD) nytte
	@NYTTE=$(BUILD)/nytte tools/demo.sh

check: setup
	@tools/check.sh $(BUILD)

check-clang: setup
	@$(CLANG) tools/check.sh build-clang

# One build holds both sanitizers.
asan ubsan: sanitize
sanitize: setup
	@$(CLANG) tools/check.sh build-san $(SANITIZE)

full: check check-clang sanitize lint

fuzz: setup
	@$(CLANG) tools/build.sh build-fuzz all -Dfuzz=true $(SANITIZE)
	@tools/fuzz.sh build-fuzz

fmt: setup
	@find src tests fuzz bench include -name '*.[ch]' -o -name '*.cc' 2>/dev/null | xargs -r clang-format-14 -i

lint: setup
	@$(CLANG) tools/build.sh build-clang src/pages.def
	@tools/lint.sh build-clang

cover: setup
	@tools/check.sh build-cover -Db_coverage=true
	@gcovr --root . --filter src/ --sort-percentage --print-summary build-cover

bench: all
	@if [ -f bench/run.sh ]; then NYTTE=$(BUILD)/nytte bash bench/run.sh; else echo "no bench/run.sh"; fi

clean:
	@rm -rf build build-* out
