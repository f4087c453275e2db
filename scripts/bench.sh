#!/usr/bin/env bash
# Measures the pure crates: natively with criterion, then the same work as WASM under wasmtime against native.
#
# usage: scripts/bench.sh [--native | --wasm] [FILTER] [-- CRITERION-OPTION...]
#
#   --native     only criterion (a few minutes)
#   --wasm       only WASM against native (half a minute); an error if results differ
#   FILTER       only benchmarks with this in their name, such as 'epoch' or 'swap even'
#   -h, --help   show this text
#
# Criterion's options are, for example, --save-baseline NAME and --baseline NAME, or --warm-up-time 1 for a quick look.
# Measure on a quiet machine. Ratios within one run are more reliable than figures of two runs.
# Environment: NOESIS_CACHE and CARGO_TARGET_DIR as in scripts/setup.sh.

set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

native=true
wasm=true
filter=()
while [ $# -gt 0 ]; do
	case $1 in
	--native) wasm=false ;;
	--wasm) native=false ;;
	-h | --help)
		usage
		exit 0
		;;
	--)
		shift
		break
		;;
	-*) usage_error "unknown argument '$1'" ;;
	*)
		[ ${#filter[@]} = 0 ] || usage_error "more than one filter: '${filter[0]}' and '$1'"
		filter=("$1")
		;;
	esac
	shift
done
$native || $wasm || usage_error "--native and --wasm exclude each other"

"$ROOT/scripts/setup.sh"
choose_toolchains
cd "$ROOT/benches"

if $native; then
	cargo bench --locked -- "$@" ${filter[@]+"${filter[@]}"}
fi

if $wasm; then
	# The same compiler and optimisation as for a runtime.
	RUSTUP_TOOLCHAIN=${WASM_BUILD_TOOLCHAIN:-$RUST_TOOLCHAIN} \
		cargo build --locked --profile guest --target "$WASM_TARGET" -p noesis-benches-guest
	cargo build --locked --release -p noesis-benches-host
	"$CARGO_TARGET_DIR/release/noesis-benches-host" \
		"$CARGO_TARGET_DIR/$WASM_TARGET/guest/noesis_benches_guest.wasm" ${filter[@]+"${filter[@]}"}
fi
