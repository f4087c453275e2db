#!/usr/bin/env bash
# Measures the calls of our pallets and writes their weights to pallets/*/src/weights.rs.
#
# usage: scripts/weights.sh [--check] [--steps N] [--repeat N] [PALLET...]
#
#   PALLET       directories in pallets/, such as 'proxy' (default: all that have benchmarks)
#   --check      write nothing: measure, and compare with what the weights of this checkout charge. Includes benchmarks
#                from which no weights are made. An error if a call is charged less than it uses, or more than three
#                times as much where it uses more than a millisecond
#   --steps N    how many values of each component are measured (default: 50)
#   --repeat N   measurements per value (default: 20)
#   -h, --help   show this text
#
# The runtime is measured as WASM under the node's executor. Reads and writes are counted; a table at the end prices
# them as on ParityDB. Results are kept in $NOESIS_CACHE/weights. Run it on a quiet machine; it is not part of the
# tests. After it, the tests of fees tell which fees have changed. The tool has 160 crates more than the node, so its
# first build takes long. The next build of the node compiles the runtime again, since both are built in one directory.
# Environment: NOESIS_CACHE and CARGO_TARGET_DIR as in scripts/setup.sh.

set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

check=false
steps=50
repeat=20
pallets=()
while [ $# -gt 0 ]; do
	case $1 in
	--check) check=true ;;
	--steps | --repeat)
		[[ ${2:-} =~ ^[1-9][0-9]{0,3}$ ]] || usage_error "$1 needs a number"
		if [ "$1" = --steps ]; then steps=$2; else repeat=$2; fi
		shift
		;;
	-h | --help)
		usage
		exit 0
		;;
	-*) usage_error "unknown argument '$1'" ;;
	*) pallets+=("$1") ;;
	esac
	shift
done
((steps >= 2)) || usage_error "--steps must be 2 or more: a slope has two points"

has_benchmarks() { # PALLET
	[ -e "$ROOT/pallets/$1/src/benchmarking.rs" ] || [ -d "$ROOT/pallets/$1/src/benchmarking" ]
}

if [ ${#pallets[@]} = 0 ]; then
	for directory in "$ROOT"/pallets/*/; do
		pallet=$(basename "$directory")
		if has_benchmarks "$pallet"; then pallets+=("$pallet"); fi
	done
fi
for pallet in "${pallets[@]}"; do
	has_benchmarks "$pallet" || usage_error "pallets/$pallet has no benchmarks"
done

# The name by which the runtime lists a pallet: that of its crate.
crate_of() { # PALLET
	sed -n 's/^name = "\(.*\)"$/\1/p' "$ROOT/pallets/$1/Cargo.toml" | head -n 1 | tr - _
}

"$ROOT/scripts/setup.sh"
choose_toolchains
cd "$ROOT/tools/weights"
say "building the tool, with the runtime in it"
# One of its libraries has a runtime of its own, for another command.
env -u SKIP_WASM_BUILD SKIP_FRAME_STORAGE_ACCESS_TEST_RUNTIME_WASM_BUILD=1 cargo build --release --locked
tool=$CARGO_TARGET_DIR/release/noesis-weights
cd "$ROOT"

results=$NOESIS_CACHE/weights
mkdir -p "$results"
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
options=(--extrinsic '*' --steps "$steps" --repeat "$repeat" --min-duration 2 --disable-proof-recording --quiet)
if $check; then
	# Root states the weight of this call.
	options+=(--extra --exclude-extrinsics pallet_noesis_utility::with_weight)
else
	options+=(--template "$ROOT/tools/weights/weights.hbs")
fi

tables=()
for pallet in "${pallets[@]}"; do
	start=$SECONDS
	say "== $pallet"
	table=$results/$pallet.json
	output=()
	if ! $check; then output=(--output "$made/$pallet.rs"); fi
	"$tool" pallet --pallet "$(crate_of "$pallet")" "${options[@]}" --json-file "$table" ${output[@]+"${output[@]}"}
	if ! $check; then
		rustfmt --edition 2021 --config-path "$ROOT" "$made/$pallet.rs"
		install -m 644 "$made/$pallet.rs" "$ROOT/pallets/$pallet/src/weights.rs"
		say "written: pallets/$pallet/src/weights.rs"
	fi
	tables+=("$table")
	say "-- $pallet: $((SECONDS - start)) s"
done

if $check; then
	"$tool" table "${tables[@]}"
else
	"$tool" table --made "${tables[@]}"
fi
