#!/usr/bin/env bash
# Runs a network of validators on this machine, in the foreground. Ctrl-C stops it.
#
# usage: scripts/localnet.sh [options]
#
#   --validators N       1 to 9, in the order One, Two, Three, Alice, Bob, Charlie, Dave, Eve, Ferdie (default: 2)
#   --block-time T       such as 12s, 1s or 250ms (default: 12s)
#   --profile P          production: periods and limits as on the live network;
#                        fast: short ones, for trying things out (default: production)
#   --rpc-port PORT      RPC port of the first validator; each further one takes the next port. The ports for peers
#                        (30334) and metrics (9615) move by the same distance: several networks can run (default: 9944)
#   --base-path DIR      directory of the data (default: a new temporary directory)
#   --keep               keep the data; a later run with the same --base-path and --keep goes on from there
#   --no-build           start $NOESIS_BIN as it is, without setup and build
#   -h, --help           show this text
#
# Environment: NOESIS_VALIDATORS, NOESIS_BLOCK_TIME, NOESIS_PROFILE and NOESIS_RPC_PORT set other defaults;
# NOESIS_BIN names the node binary; NOESIS_CACHE and CARGO_TARGET_DIR as in scripts/setup.sh.
# Once all validators finalise blocks, one line "ready ws://…" lists their endpoints.

set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

names=(one two three alice bob charlie dave eve ferdie)
validators=${NOESIS_VALIDATORS:-2}
block_time=${NOESIS_BLOCK_TIME:-12s}
profile=${NOESIS_PROFILE:-production}
rpc_port=${NOESIS_RPC_PORT:-9944}
base=
keep=false
build=true

while [ $# -gt 0 ]; do
	flag=$1
	shift
	case $flag in
	--keep) keep=true ;;
	--no-build) build=false ;;
	-h | --help)
		usage
		exit 0
		;;
	--validators | --block-time | --profile | --rpc-port | --base-path)
		if [ -z "${1:-}" ]; then
			usage_error "$flag needs a value"
		fi
		case $flag in
		--validators) validators=$1 ;;
		--block-time) block_time=$1 ;;
		--profile) profile=$1 ;;
		--rpc-port) rpc_port=$1 ;;
		--base-path) base=$1 ;;
		esac
		shift
		;;
	*) usage_error "unknown argument '$flag'" ;;
	esac
done

[[ $validators =~ ^[1-9]$ ]] || usage_error "--validators must be 1 to 9, not '$validators'"
[[ $block_time =~ ^[1-9][0-9]{0,4}(ms|s)$ ]] || usage_error "--block-time must look like 12s, 1s or 250ms, not '$block_time'"
[[ $profile =~ ^(production|fast)$ ]] || usage_error "--profile must be production or fast, not '$profile'"
# Within these bounds the ports for peers and metrics stay in range, too.
if ! [[ $rpc_port =~ ^[1-9][0-9]{3,4}$ ]] || ((rpc_port < 2000 || rpc_port > 45000)); then
	usage_error "--rpc-port must be 2000 to 45000, not '$rpc_port'"
fi

p2p_port=$((rpc_port - 9944 + 30334))
metrics_port=$((rpc_port - 9944 + 9615))
bin=${NOESIS_BIN:-$CARGO_TARGET_DIR/release/noesis}
case $block_time in
*ms) block_ms=${block_time%ms} ;;
*) block_ms=$((${block_time%s} * 1000)) ;;
esac
# The runtime has the same bounds; here they are checked before the build.
if ((block_ms < 100 || block_ms > 60000 || block_ms % 2)); then
	usage_error "--block-time must be an even number of milliseconds from 100ms to 60s, not '$block_time'"
fi

# ---- start and stop

pids=()
ours=() # files and directories in the base path to remove at the end
made_base=false

# Each child leads a process group: a signal to the group reaches its children, and Ctrl-C reaches only this script.
start() { # LOG COMMAND...
	set -m
	"${@:2}" >>"$1" 2>&1 </dev/null &
	set +m
	pids+=($!)
}

stop_all() {
	local pid
	for pid in "${pids[@]}"; do
		if kill -0 "$pid" 2>/dev/null; then
			kill -TERM -- "-$pid"
		fi
	done
	# Databases are closed within a few seconds. A process that is still alive then does not end by itself.
	for _ in {1..100}; do
		if [ "$(alive)" = 0 ]; then
			break
		fi
		sleep 0.1
	done
	for pid in "${pids[@]}"; do
		if kill -0 "$pid" 2>/dev/null; then
			say "process $pid did not stop in 10 s: killing it"
			kill -KILL -- "-$pid"
		fi
		# The status only says that our signal ended it.
		wait "$pid" 2>/dev/null || :
	done
	pids=()
}

alive() {
	local pid n=0
	for pid in "${pids[@]}"; do
		if kill -0 "$pid" 2>/dev/null; then
			n=$((n + 1))
		fi
	done
	echo "$n"
}

cleanup() {
	local status=$?
	trap '' INT TERM HUP
	stop_all
	if ! $keep; then
		rm -rf "${ours[@]}"
		if $made_base && [ -z "$(ls -A "$base")" ]; then
			rmdir "$base"
		fi
	fi
	exit "$status"
}
trap cleanup EXIT
trap 'say; say "stopping"; exit 130' INT
trap 'say "stopping"; exit 143' TERM HUP

# Runs a long command in the background, so that traps run while it does.
run() { # LOG COMMAND...
	start "$@"
	local pid=${pids[-1]} status=0
	wait "$pid" || status=$?
	unset 'pids[-1]'
	return "$status"
}

free_kib() { df -Pk "$1" | awk 'NR == 2 { print $4 }'; }

show_log() { # LOG
	printf -- '---- the last lines of %s\n' "$1" >&2
	tail -n 20 "$1" >&2
	printf -- '----\n' >&2
}

# Prints a hint if a full disk explains a failure.
disk_hint() { # LOG DIR
	if grep -q 'No space left on device' "$1" || (($(free_kib "$2") < 102400)); then
		printf ' The disk of %s is full.' "$2"
	fi
}

# ---- build

if $build; then
	# It prints a line for each step, and its errors.
	"$ROOT/scripts/setup.sh" || exit
	choose_toolchains
	log=$NOESIS_CACHE/localnet-build.log
	say "building (the first time takes long; see $log)"
	rm -f "$log"
	cd "$ROOT"
	run "$log" cargo build --release --workspace --locked || {
		show_log "$log"
		die "the build failed.$(disk_hint "$log" "$CARGO_TARGET_DIR")"
	}
fi
[ -x "$bin" ] || die "there is no node binary at $bin: leave out --no-build, or set NOESIS_BIN"

# ---- ports and disk, before anything is written

# A port is taken if a connection is accepted. The node names a taken port only in its log.
listening() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

for ((i = 0; i < validators; i++)); do
	for port in $((rpc_port + i)) $((p2p_port + i)) $((metrics_port + i)); do
		if listening "$port"; then
			die "port $port is taken by another program: stop that, or choose other ports with --rpc-port, such as --rpc-port $((rpc_port + 10))"
		fi
	done
done

if [ -z "$base" ]; then
	base=$(mktemp -d "${TMPDIR:-/tmp}/noesis-localnet.XXXXXX")
	made_base=true
elif [ ! -d "$base" ]; then
	mkdir -p "$base" || die "cannot create $base: choose another --base-path"
	made_base=true
fi
base=$(cd "$base" && pwd)
if (($(free_kib "$base") < 1048576)); then
	die "less than 1 GiB is free on the disk of $base: make room, or choose another --base-path"
fi

# ---- chain spec

spec=$base/spec.json
parameters="validators=$validators first=${names[0]} block-time=$block_time profile=$profile"
if [ -e "$spec" ] || [ -e "$base/parameters" ] || [ -e "$base/one" ]; then
	$keep || die "$base holds the network of an earlier run: go on with it by --keep, or choose another --base-path"
	kept=$(cat "$base/parameters") || die "$base holds only part of a network: remove it, or choose another --base-path"
	if [ "$kept" != "$parameters" ]; then
		die "$base holds a network of other parameters ($kept; wanted: $parameters): use those, or choose another --base-path"
	fi
else
	ours+=("$spec" "$spec.part" "$base/parameters" "$base/spec.log")
	"$bin" export-chain-spec --chain local --authorities "$validators" --block-time "$block_time" --profile "$profile" \
		--raw --output "$spec.part" >"$base/spec.log" 2>&1 </dev/null || {
		show_log "$base/spec.log"
		die "the chain spec could not be made.$(disk_hint "$base/spec.log" "$base")"
	}
	echo "$parameters" >"$base/parameters"
	mv "$spec.part" "$spec"
fi

# ---- validators

# Network keys are the numbers 1 to 9: fixed, so that each validator can be started with the addresses of all others.
node_key() { printf '%064x' $(($1 + 1)); }

bootnodes=()
for ((i = 0; i < validators; i++)); do
	peer=$(node_key "$i" | "$bin" key inspect-node-key) || die "$bin cannot derive a peer id"
	bootnodes+=(--bootnodes "/ip4/127.0.0.1/tcp/$((p2p_port + i))/p2p/$peer")
done

say "starting $validators validator(s): block time $block_time, profile $profile, data in $base"
for ((i = 0; i < validators; i++)); do
	name=${names[i]}
	ours+=("$base/$name" "$base/$name.log")
	# All peers run on this machine, hence the loopback address.
	start "$base/$name.log" "$bin" --chain "$spec" "--$name" --validator --base-path "$base/$name" \
		--listen-addr "/ip4/127.0.0.1/tcp/$((p2p_port + i))" --node-key "$(node_key "$i")" --no-mdns "${bootnodes[@]}" \
		--rpc-port $((rpc_port + i)) --rpc-cors all --prometheus-port $((metrics_port + i)) --no-telemetry
done

check_alive() {
	local i
	for ((i = 0; i < validators; i++)); do
		if ! kill -0 "${pids[i]}" 2>/dev/null; then
			local status=0 log=$base/${names[i]}.log
			wait "${pids[i]}" || status=$?
			show_log "$log"
			die "validator ${names[i]} ended by itself (status $status).$(disk_hint "$log" "$base")"
		fi
	done
}

rpc() { # PORT METHOD PARAMS
	curl --silent --noproxy '*' --max-time 2 -H 'Content-Type: application/json' \
		-d "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"$2\",\"params\":[$3]}" "http://127.0.0.1:$1"
}

# The number of the last finalised block; nothing while the node does not answer.
finalised() { # PORT
	local hash number
	hash=$(rpc "$1" chain_getFinalizedHead "" | sed -n 's/.*"result":"\(0x[0-9a-f]*\)".*/\1/p') || return 0
	number=$(rpc "$1" chain_getHeader "\"$hash\"" | sed -n 's/.*"number":"0x\([0-9a-f]*\)".*/\1/p') || return 0
	if [ -n "$number" ]; then
		echo $((16#$number))
	fi
}

# Ten block times, and a minute for starting on a busy machine.
deadline=$((SECONDS + 60 + block_ms / 100))
for ((i = 0; i < validators; i++)); do
	first=
	while :; do
		check_alive
		last=$(finalised $((rpc_port + i)))
		first=${first:-$last}
		if [ -n "$last" ] && ((last > first)); then
			break
		fi
		if ((SECONDS > deadline)); then
			show_log "$base/${names[i]}.log"
			die "validator ${names[i]} finalised nothing new in time (last: ${last:-no answer} on port $((rpc_port + i)))"
		fi
		sleep 0.2
	done
done

endpoints=()
for ((i = 0; i < validators; i++)); do
	endpoints+=("ws://127.0.0.1:$((rpc_port + i))")
done
say "ready ${endpoints[*]}"
say "  look around   https://polkadot.js.org/apps/?rpc=${endpoints[0]}"
say "  a balance     btcli --network ${endpoints[0]} wallet balance 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
say "  health        curl http://127.0.0.1:$rpc_port/health"
say "  metrics       curl http://127.0.0.1:$metrics_port/metrics"
say "  logs          tail -f $base/*.log"
say "  stop          Ctrl-C$($keep && echo "; the data stays, go on with: --keep --base-path $base")"

while :; do
	# Ends when a validator ends or a signal comes.
	wait -n "${pids[@]}" || :
	check_alive
done
