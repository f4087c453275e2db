#!/usr/bin/env bash
# Checks everything: dependencies, format, lints, the release build with its WASM runtime, all tests, and the official
# clients against a running node.
#
# usage: scripts/test.sh [--quick]
#
#   --quick      for the inner loop: without WASM and without end-to-end tests
#   -h, --help   show this text
#
# The last line counts tests. The exit code is 0 only if every phase passed and no phase of tests was empty.
# Environment: NOESIS_CACHE and CARGO_TARGET_DIR as in scripts/setup.sh.

set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

quick=false
for arg in "$@"; do
	case $arg in
	--quick) quick=true ;;
	-h | --help)
		usage
		exit 0
		;;
	*) usage_error "unknown argument '$arg'" ;;
	esac
done

exec </dev/null
cd "$ROOT"
passed=0
failed=0
bad_phases=()
log=$(mktemp)

finish() {
	local status=$?
	rm -f "$log"
	if [ ${#bad_phases[@]} -gt 0 ]; then
		say "failed phases: ${bad_phases[*]}"
		status=1
	fi
	if $quick; then
		say "quick run: WASM runtime and end-to-end tests were left out"
	fi
	say "$passed passed, $failed failed"
	exit "$status"
}
trap finish EXIT

# Runs one phase, notes its failure, and returns its status.
phase() { # NAME show|quiet COMMAND...
	local name=$1 output=$2 start=$SECONDS status=0
	shift 2
	say "== $name"
	if [ "$output" = show ]; then
		"$@" 2>&1 | tee "$log" || status=$?
	else
		"$@" >"$log" 2>&1 || status=$?
	fi
	if [ "$status" != 0 ]; then
		bad_phases+=("$name")
		if [ "$output" = quiet ]; then
			cat "$log"
		fi
	fi
	say "-- $name: $([ "$status" = 0 ] && echo ok || echo FAILED), $((SECONDS - start)) s"
	return "$status"
}

# Adds the counts of a test runner. A count of zero means that the run itself failed.
count() { # NAME PASSED FAILED
	passed=$((passed + $2))
	failed=$((failed + $3))
	if (($2 + $3 == 0)); then
		say "no test was executed in: $1"
		bad_phases+=("$1 (no tests)")
	fi
}

sum() { awk '{ n += $1 } END { print n + 0 }'; }

count_cargo() {
	count "$1" "$(sed -n 's/^test result: .* \([0-9]*\) passed;.*/\1/p' "$log" | sum)" \
		"$(sed -n 's/^test result: .* \([0-9]*\) failed;.*/\1/p' "$log" | sum)"
}

count_pytest() {
	# Threads of the client may print after the summary.
	local line
	line=$(sed -nE '/^([0-9]+ [a-z]+, )*[0-9]+ [a-z]+ in [0-9.]+s/p' "$log" | tail -n 1)
	count "$1" "$(grep -oE '\b[0-9]+ passed' <<<"$line" | sum)" "$(grep -oE '\b[0-9]+ (failed|error)' <<<"$line" | sum)"
}

count_node() {
	count "$1" "$(sed -n 's/^# pass //p' "$log" | sum)" "$(sed -nE 's/^# (fail|cancelled) //p' "$log" | sum)"
}

# Goes on after a phase that failed, since the results of the next phases are useful. They all need the build, though.
note() { "$@" || :; }

if $quick; then
	phase setup show "$ROOT/scripts/setup.sh" || exit
	export SKIP_WASM_BUILD=1
else
	phase setup show "$ROOT/scripts/setup.sh" --e2e || exit
fi
choose_toolchains

note phase dependencies quiet python3 scripts/dependencies.py

note phase format quiet cargo fmt --all --check

# Clippy's build scripts have an output directory of their own: leaving out WASM here does not touch the build's.
note phase clippy quiet env SKIP_WASM_BUILD=1 cargo clippy --workspace --all-targets --locked --release -- -D warnings

# Build and tests use the same selection, profile and environment; otherwise much, with WASM, would be compiled twice.
if ! $quick; then
	phase build quiet cargo build --release --workspace --locked || exit
fi
phase "build tests" quiet cargo test --release --workspace --locked --no-run || exit
note phase "rust tests" show cargo test --release --workspace --locked --no-fail-fast
count_cargo "rust tests"

if ! $quick; then
	export NOESIS_BIN=$CARGO_TARGET_DIR/release/noesis PYTHONDONTWRITEBYTECODE=1
	note phase "python client" show "$(e2e_venv)/bin/python" -m pytest -q -p no:cacheprovider e2e/
	count_pytest "python client"

	# Files by name, since versions of the runner search a directory in different ways.
	mapfile -t files < <(find e2e/polkadot-js -name '*.test.js' -o -name '*.test.mjs' | sort)
	if [ ${#files[@]} -gt 0 ]; then
		note phase "polkadot.js" show node --test --test-concurrency=1 --test-reporter=tap "${files[@]}"
	else
		: >"$log"
	fi
	count_node "polkadot.js"
fi

if [ "$failed" -gt 0 ]; then
	exit 1
fi
