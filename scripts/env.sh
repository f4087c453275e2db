# shellcheck shell=bash
# Environment and functions of all scripts. In a shell of your own: `. scripts/env.sh`, then cargo as usual.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Build results lie outside the checkout, so that clones share them.
export NOESIS_CACHE="${NOESIS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/noesis}"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$NOESIS_CACHE/target}"
case $CARGO_TARGET_DIR in
/*) ;;
*) CARGO_TARGET_DIR=$ROOT/$CARGO_TARGET_DIR ;;
esac

WASM_TARGET=wasm32v1-none
DEBIAN_TOOLCHAIN=debian

say() { printf '%s\n' "$*"; }

die() {
	printf 'error: %s\n' "$*" >&2
	exit 1
}

usage_error() {
	printf 'error: %s (see --help)\n' "$*" >&2
	exit 2
}

# The comment at the head of a script is its help text.
usage() { sed -n '2,/^$/ { s/^# \{0,1\}//; p; }' "$0"; }

rustc_version() { # TOOLCHAIN
	rustup run "$1" rustc --version 2>/dev/null | cut -d' ' -f2
}

# Prints the directory in which a toolchain keeps the standard library of the WASM target, even if it is absent.
wasm_libdir() { # TOOLCHAIN
	rustup run "$1" rustc --print target-libdir --target "$WASM_TARGET" 2>/dev/null
}

has_wasm_std() { # TOOLCHAIN
	local dir
	dir=$(wasm_libdir "$1") && compgen -G "$dir/libcore-*.rlib" >/dev/null
}

# Prints the directory of the Python environment for e2e/, a new one when its inputs change.
e2e_venv() {
	local key
	key=$({ python3 --version && cat "$ROOT/e2e/requirements.txt"; } | sha256sum)
	printf '%s/venv-%s\n' "$NOESIS_CACHE" "${key:0:12}"
}

# Chooses the toolchains for host and WASM; called again after setup.sh, which may install one.
# RUSTUP_TOOLCHAIN is set because rustup would otherwise try to complete the toolchain of rust-toolchain.toml at each call
# of cargo, and wait in vain on a machine where it cannot fetch. There, `stable` may be the same release.
choose_toolchains() {
	if [ -z "${RUSTUP_TOOLCHAIN:-}" ]; then
		local channel
		channel=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' "$ROOT/rust-toolchain.toml")
		RUST_TOOLCHAIN=$channel
		if [ -z "$(rustc_version "$channel")" ] && [ "$(rustc_version stable)" = "$channel" ]; then
			RUST_TOOLCHAIN=stable
		fi
		if [ -n "$(rustc_version "$RUST_TOOLCHAIN")" ]; then
			export RUSTUP_TOOLCHAIN=$RUST_TOOLCHAIN
		fi
	else
		RUST_TOOLCHAIN=$RUSTUP_TOOLCHAIN
	fi
	if [ -z "${WASM_BUILD_TOOLCHAIN:-}" ] && ! has_wasm_std "$RUST_TOOLCHAIN" && has_wasm_std "$DEBIAN_TOOLCHAIN"; then
		export WASM_BUILD_TOOLCHAIN=$DEBIAN_TOOLCHAIN
	fi
}

if [ -d "$HOME/.cargo/bin" ] && ! command -v rustup >/dev/null; then
	PATH=$HOME/.cargo/bin:$PATH
fi
if command -v rustup >/dev/null; then
	choose_toolchains
fi
