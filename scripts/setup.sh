#!/usr/bin/env bash
# Installs the tools that building and running Noesis needs, on Debian with rustup. A second run changes nothing.
#
# usage: scripts/setup.sh [--e2e]
#
#   --e2e        also prepare the end-to-end tests: Python packages (venv) and Node.js packages
#   -h, --help   show this text
#
# Needs root or sudo only while something is missing. Environment:
#   NOESIS_CACHE       directory of fetched and built files (default: ~/.cache/noesis)
#   CARGO_TARGET_DIR   build directory of cargo (default: $NOESIS_CACHE/target)

set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

e2e=false
for arg in "$@"; do
	case $arg in
	--e2e) e2e=true ;;
	-h | --help)
		usage
		exit 0
		;;
	*) usage_error "unknown argument '$arg'" ;;
	esac
done

mkdir -p "$NOESIS_CACHE" || die "cannot write to $NOESIS_CACHE: set NOESIS_CACHE to a directory that you own"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
log=$tmp/log

# If two scripts start at once, the second waits for the first.
exec 9>"$NOESIS_CACHE/setup.lock"
flock 9

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "root is needed for '$*', and there is no sudo: run scripts/setup.sh as root once"
	fi
}

# Runs a command silently; its output is shown if it fails.
quietly() { # REMEDY COMMAND...
	local remedy=$1
	shift
	if ! "$@" >"$log" 2>&1 </dev/null; then
		tail -n 25 "$log" >&2
		die "'$*' failed. $remedy"
	fi
}

apt_get() {
	# Another package manager may hold the lock: wait for it instead of failing.
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 "$@"
}

apt_updated=false
apt_install() { # PACKAGE...
	command -v apt-get >/dev/null || die "missing, and there is no apt-get here: please install what Debian calls: $*"
	say "installing $*"
	if ! $apt_updated; then
		# Old lists are often good enough, and the lists' lock has no time-out: go on, and let the installation decide.
		if ! apt_get update >"$log" 2>&1; then
			say "warning: apt-get update failed, trying with the package lists at hand"
		fi
		apt_updated=true
	fi
	quietly "Install by hand: $*" apt_get install --no-install-recommends "$@"
}

system_packages() {
	local missing=()
	need() { # PACKAGE TEST...
		local package=$1
		shift
		if ! "$@" >/dev/null 2>&1; then
			missing+=("$package")
		fi
	}
	need ca-certificates test -e /etc/ssl/certs/ca-certificates.crt
	need curl command -v curl
	need g++ command -v g++
	need gcc command -v gcc
	need git command -v git
	need libssl-dev pkg-config --exists openssl
	need make command -v make
	need pkg-config command -v pkg-config
	need protobuf-compiler command -v protoc
	need python3 command -v python3
	need python3-venv python3 -c 'import ensurepip, venv'
	if $e2e; then
		need nodejs command -v node
		need npm command -v npm
	fi
	if [ ${#missing[@]} -gt 0 ]; then
		apt_install "${missing[@]}"
	fi
}

host_toolchain() {
	command -v rustup >/dev/null || die "rustup is missing: install it (https://rustup.rs) and run this again"
	if [ -z "$(rustc_version "$RUST_TOOLCHAIN")" ]; then
		say "installing Rust $RUST_TOOLCHAIN"
		quietly "Check that rustup can fetch, or install Rust $RUST_TOOLCHAIN (as rustup's 'stable' will do) by hand." \
			timeout 900 rustup toolchain install "$RUST_TOOLCHAIN" --profile minimal -c rustfmt -c clippy
		choose_toolchains
	fi
	local bin component
	bin=$(rustup run "$RUST_TOOLCHAIN" rustc --print sysroot)/bin
	for component in rustfmt clippy; do
		if [ ! -x "$bin/cargo-${component/rust/}" ]; then
			say "adding $component to Rust $RUST_TOOLCHAIN"
			quietly "Check that rustup can fetch." \
				timeout 300 rustup component add "$component" --toolchain "$RUST_TOOLCHAIN"
		fi
	done
}

# Tests whether a toolchain builds runtimes: compiles and links a module with LTO, as runtimes are.
# A library left over from another compiler version fails.
builds_wasm() { # TOOLCHAIN
	printf '%s\n' '#![no_std]' '#[panic_handler]' 'fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }' >"$tmp/probe.rs"
	rustup run "$1" rustc --target "$WASM_TARGET" --crate-type cdylib -C panic=abort -C lto=fat \
		-o "$tmp/probe.wasm" "$tmp/probe.rs" >"$log" 2>&1
}

# Installs the newer compiler that Debian packages, and builds its standard library for our target from the packaged
# sources, since there is no package of that.
debian_toolchain() {
	if ! command -v apt-get >/dev/null; then
		die "rustup cannot fetch the target: run 'rustup target add $WASM_TARGET --toolchain $RUST_TOOLCHAIN' where it can"
	fi
	local package missing=()
	for package in rustc-web cargo-web rust-web-src rust-web-llvm; do
		if ! dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed; then
			missing+=("$package")
		fi
	done
	if [ ${#missing[@]} -gt 0 ]; then
		apt_install "${missing[@]}"
	fi
	# The linker is a separate package for each version of LLVM.
	local lld
	lld=lld-$(/usr/bin/rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
	if ! command -v "$lld" >/dev/null; then
		apt_install "$lld"
	fi
	if [ -z "$(rustc_version "$DEBIAN_TOOLCHAIN")" ]; then
		quietly "See 'rustup toolchain list'." rustup toolchain link "$DEBIAN_TOOLCHAIN" /usr
	fi
	if ! builds_wasm "$DEBIAN_TOOLCHAIN"; then
		build_wasm_std
		builds_wasm "$DEBIAN_TOOLCHAIN" || {
			cat "$log" >&2
			die "the standard library for $WASM_TARGET was built but does not work: please report this with the lines above"
		}
	fi
}

build_wasm_std() {
	say "building the standard library for $WASM_TARGET (half a minute)"
	mkdir -p "$tmp/std/src"
	printf '%s\n' '[package]' 'name = "wasm-std"' 'version = "0.0.0"' 'edition = "2021"' '[workspace]' >"$tmp/std/Cargo.toml"
	printf '%s\n' '#![no_std]' >"$tmp/std/src/lib.rs"
	# Link-time optimisation of the runtime reads the bitcode. RUSTC_BOOTSTRAP allows unstable options for this build.
	cd "$tmp/std"
	quietly "Check that the packages rustc-web, cargo-web and rust-web-src have the same version." \
		env -u RUSTC -u CARGO_ENCODED_RUSTFLAGS RUSTFLAGS=-Cembed-bitcode=yes RUSTC_BOOTSTRAP=1 \
		rustup run "$DEBIAN_TOOLCHAIN" cargo build --release -Z build-std=core,alloc --target "$WASM_TARGET" \
		--target-dir "$tmp/std/target"
	cd "$ROOT"
	local libdir crate
	libdir=$(wasm_libdir "$DEBIAN_TOOLCHAIN")
	as_root mkdir -p "$libdir"
	for crate in core alloc compiler_builtins; do
		as_root find "$libdir" -name "lib$crate-*.rlib" -delete
		as_root install -m 644 "$tmp/std/target/$WASM_TARGET/release/deps/lib$crate"-*.rlib "$libdir"
	done
}

# Removes WASM builds made with another standard library, a change that cargo does not notice.
drop_stale_wasm_builds() {
	local stamp=$CARGO_TARGET_DIR/wasm-std
	local libdir now
	libdir=$(wasm_libdir "$DEBIAN_TOOLCHAIN")
	now=$(cat "$libdir"/*.rlib | sha256sum)
	if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ]; then
		return
	fi
	if [ -d "$CARGO_TARGET_DIR/release/wbuild" ]; then
		say "the WASM standard library is a new one: the runtime will be built from scratch"
		rm -rf "$CARGO_TARGET_DIR/release/wbuild"
	fi
	mkdir -p "$CARGO_TARGET_DIR"
	printf '%s\n' "$now" >"$stamp"
}

wasm_toolchain() {
	local chosen=${WASM_BUILD_TOOLCHAIN:-$RUST_TOOLCHAIN}
	if [ "$chosen" != "$DEBIAN_TOOLCHAIN" ] && builds_wasm "$chosen"; then
		return
	fi
	if [ -n "${WASM_BUILD_TOOLCHAIN:-}" ] && [ "$chosen" != "$DEBIAN_TOOLCHAIN" ]; then
		die "WASM_BUILD_TOOLCHAIN=$chosen has no usable target $WASM_TARGET: unset it, or add the target"
	fi
	if [ "$chosen" != "$DEBIAN_TOOLCHAIN" ] && ! has_wasm_std "$DEBIAN_TOOLCHAIN"; then
		say "adding the target $WASM_TARGET to Rust $RUST_TOOLCHAIN"
		if timeout 60 rustup target add "$WASM_TARGET" --toolchain "$RUST_TOOLCHAIN" >"$log" 2>&1 </dev/null &&
			builds_wasm "$RUST_TOOLCHAIN"; then
			return
		fi
		say "rustup cannot fetch it here: using Debian's compiler for the runtime"
	fi
	debian_toolchain
	drop_stale_wasm_builds
}

python_packages() {
	[ -f "$ROOT/e2e/requirements.txt" ] || die "e2e/requirements.txt is missing from this checkout"
	python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
		die "$(python3 --version) is too old for the Bittensor client: install Python 3.10 or later as python3"
	local venv
	venv=$(e2e_venv)
	if [ -e "$venv/complete" ]; then
		return
	fi
	say "installing the Python packages of e2e/ to $venv"
	rm -rf "$venv"
	quietly "Check the Python installation." python3 -m venv "$venv"
	quietly "Check that pip can fetch." "$venv/bin/python" -m pip install --disable-pip-version-check -r "$ROOT/e2e/requirements.txt"
	touch "$venv/complete"
}

node_packages() {
	[ -f "$ROOT/e2e/package-lock.json" ] || die "e2e/package-lock.json is missing from this checkout"
	node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' ||
		die "Node.js $(node --version) is too old for polkadot.js: install 18 or later"
	# Node.js looks for ES modules only beside the importing file, so these lie in the checkout.
	local stamp=$ROOT/e2e/node_modules/.installed-from
	if cmp -s "$stamp" "$ROOT/e2e/package-lock.json"; then
		return
	fi
	say "installing the Node.js packages of e2e/"
	cd "$ROOT/e2e"
	quietly "Check that npm can fetch." npm ci --no-audit --no-fund
	cd "$ROOT"
	cp "$ROOT/e2e/package-lock.json" "$stamp"
}

system_packages
host_toolchain
wasm_toolchain
if $e2e; then
	python_packages
	node_packages
fi
say "setup complete"
