"""Measures what RPC methods cost the node that NOESIS_BIN names. Prints a Markdown table.

The node runs a development chain without blocks on its own, so that nothing else uses it, and
serves the methods of a public node. Each request is sent alone, several times; the figures are
medians. "CPU" is the time of all threads of the node, "memory" the growth of its resident memory
above that before the request. Hostile requests are about as large as the node accepts.
"""

import argparse
import atexit
import http.client
import json
import os
import shutil
import statistics
import tempfile
import threading
import time
from pathlib import Path

from websockets.sync.client import connect

# Before the client is imported: it derives its directories from HOME when it is.
HOME = Path(tempfile.mkdtemp(prefix="noesis-measure-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["HOME"] = str(HOME)
os.environ["BITTENSOR_RUNTIME_CACHE_DIR"] = str(HOME / "runtime-cache")

from harness import keys  # noqa: E402
from harness.chain import Chain, compact, unhex  # noqa: E402
from harness.node import Node  # noqa: E402

#: Bytes of the argument of a hostile call: in hex, with the rest of the request, below 15 MB.
LARGE = 7_500_000

#: Seconds in which a request must be answered.
SECONDS = 600.0

#: Requests of a case, fewer if they take longer than the seconds of a case.
REQUESTS, CASE_SECONDS = 100, 10.0

#: Blocks with a payment each, which the chain has.
BLOCKS = 20

TICKS = os.sysconf("SC_CLK_TCK")

HEADINGS = ("request", "sent", "answer", "time", "CPU", "memory")


def _cpu(process):
    """Seconds of CPU that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(process, entry):
    """An entry of the memory status of a process, in bytes."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(entry + ":"))
    return int(line.split()[1]) * 1024


def _forget_peak(process):
    """Let the peak of resident memory begin anew."""
    Path(f"/proc/{process}/clear_refs").write_text("5")


def _body(method, params):
    """The text of a request."""
    request = {"id": 1, "jsonrpc": "2.0", "method": method, "params": params}
    return json.dumps(request, separators=(",", ":")).encode()


def _post(node, body):
    """Send a request and return its answer."""
    connection = http.client.HTTPConnection("127.0.0.1", node.rpc_port, timeout=SECONDS)
    try:
        connection.request("POST", "/", body, {"Content-Type": "application/json"})
        return connection.getresponse().read()
    finally:
        connection.close()


def _bytes(size):
    """A size for people."""
    for unit, name in ((1 << 20, "MB"), (1 << 10, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} B"


def _time(seconds):
    """A duration for people."""
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1e3:.1f} ms"


def _words(answer):
    """The size of an answer, or the reason of a refusal."""
    if len(answer) < 4_000:
        decoded = json.loads(answer)
        if isinstance(decoded, dict) and "error" in decoded:
            error = decoded["error"]
            words = str(error.get("data") or error.get("message"))
            return "error: " + " ".join(words.split())[:60].replace("|", "/")
    return _bytes(len(answer))


def measure(node, label, body, requests=REQUESTS):
    """Send a request several times and return a row of the table."""
    process = node.process.pid
    times, cpu, memory, begin = [], [], [], time.monotonic()
    answer = _post(node, body)
    while len(times) < requests and (not times or time.monotonic() - begin < CASE_SECONDS):
        _forget_peak(process)
        resident, used, start = _memory(process, "VmRSS"), _cpu(process), time.monotonic()
        answer = _post(node, body)
        times.append(time.monotonic() - start)
        cpu.append(_cpu(process) - used)
        memory.append(max(0, _memory(process, "VmHWM") - resident))
    # The clock of CPU time is coarse: its mean over all requests is finer than its median.
    used = statistics.mean(cpu)
    figures = _time(statistics.median(times)), _time(used), _bytes(int(statistics.median(memory)))
    return used, (label, _bytes(len(body)), _words(answer), *figures)


def measure_parallel(node, label, body, callers):
    """Send a request from many connections at once and return a row of the table."""
    process = node.process.pid
    _post(node, body)
    _forget_peak(process)
    resident, used, start = _memory(process, "VmRSS"), _cpu(process), time.monotonic()
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(_post(node, body))) for _ in range(callers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed, used = time.monotonic() - start, _cpu(process) - used
    memory = max(0, _memory(process, "VmHWM") - resident)
    label = f"{label}, {callers} at once"
    size = f"{callers} × {_words(answers[0])}"
    return used, (label, _bytes(len(body)), size, _time(elapsed), _time(used), _bytes(memory))


class Requests:
    """The requests to measure, on a chain with some blocks."""

    def __init__(self, chain):
        self.chain = chain
        self.head = chain.hash(chain.head())
        self.alice = keys.pair("//Alice")
        self.nonce = chain.account(keys.ALICE).nonce

    def _extrinsic(self, call):
        return self.chain.sign(call, self.alice, self.nonce)

    def _remark(self, size):
        return self.chain.call("System", "remark", remark=b"\0" * size)

    def _block(self, number):
        """The encoding of a block without the seal of its header."""
        header = self.chain.header(self.chain.hash(number))
        logs = [unhex(log) for log in header["digest"]["logs"]]
        logs = [log for log in logs if log[0] != 5]
        fields = [unhex(header["parentHash"]), compact(int(header["number"], 16))]
        fields += [unhex(header["stateRoot"]), unhex(header["extrinsicsRoot"])]
        extrinsics = self.chain.extrinsics(self.chain.hash(number))
        parts = [*fields, compact(len(logs)), *logs, compact(len(extrinsics)), *extrinsics]
        return b"".join(parts)

    def _call(self, method, argument=b"", at=None):
        return "state_call", [method, "0x" + argument.hex(), at or self.head]

    def ordinary(self):
        """Requests as clients send them."""
        chain, head = self.chain, self.head
        payment = self._extrinsic(
            chain.call("Balances", "transfer_keep_alive", dest=keys.EVE, value=10**9)
        )
        info = payment + len(payment).to_bytes(4, "little")
        prefix = "0x" + bytes(chain.runtime.storage_key("System", "Account", [])).hex()
        account = "0x" + bytes(chain.runtime.storage_key("System", "Account", [keys.ALICE])).hex()
        number = chain.head()
        parent = chain.header(head)["parentHash"]
        yield "chain_getHeader", []
        yield "chain_getBlock", []
        yield "chain_getBlockHash", [number]
        yield "chain_getFinalizedHead", []
        yield "state_getRuntimeVersion", []
        yield "state_getMetadata", []
        yield "state_getStorage", [account]
        yield "state_getStorage (:code)", ["0x3a636f6465"]
        yield "state_getStorageHash", [account]
        yield "state_getKeys", [prefix]
        yield "state_getKeysPaged", ["0x", 1000]
        yield "state_queryStorageAt", [[account]]
        yield "state_getReadProof", [[account]]
        for version in (14, 15, 16):
            argument = version.to_bytes(4, "little")
            method, params = self._call("Metadata_metadata_at_version", argument)
            yield f"{method} Metadata_metadata_at_version({version})", params
        for api, argument in (
            ("Metadata_metadata_versions", b""),
            ("AccountNonceApi_account_nonce", bytes(self.alice.public_key)),
            ("TransactionPaymentApi_query_info", info),
            ("TransactionPaymentApi_query_fee_details", info),
            ("TaggedTransactionQueue_validate_transaction", b"\2" + payment + unhex(head)),
            ("BlockBuilder_apply_extrinsic", payment),
            ("GenesisBuilder_get_preset", b"\1" + compact(5) + b"local"),
            ("StakeInfoRuntimeApi_get_stake_info_for_coldkey", bytes(self.alice.public_key)),
            ("SwapRuntimeApi_current_alpha_price_all", b""),
            ("ProxyFilterRuntimeApi_get_proxy_filters", b"\0"),
            ("AuraApi_authorities", b""),
            ("GrandpaApi_grandpa_authorities", b""),
        ):
            method, params = self._call(api, argument)
            yield f"{method} {api}", params
        method, params = self._call("Core_execute_block", self._block(number), parent)
        yield f"{method} Core_execute_block", params
        yield "system_accountNextIndex", [keys.ALICE]
        yield "payment_queryInfo", ["0x" + payment.hex()]
        yield "payment_queryFeeDetails", ["0x" + payment.hex()]
        yield "author_pendingExtrinsics", []
        yield "grandpa_proveFinality", [number]
        for name in (
            *("chain", "chainType", "health", "localListenAddresses", "localPeerId", "name"),
            *("nodeRoles", "properties", "reservedPeers", "syncState", "version"),
        ):
            yield f"system_{name}", []
        for name in ("chainName", "genesisHash", "properties"):
            yield f"chainSpec_v1_{name}", []
        child = "0x" + b":child_storage:default:none".hex()
        yield "childstate_getKeys", [child, "0x"]
        yield "childstate_getKeysPaged", [child, "0x", 1000]
        yield "childstate_getStorage", [child, account]
        yield "childstate_getStorageEntries", [child, [account]]
        yield "childstate_getStorageHash", [child, account]
        yield "childstate_getStorageSize", [child, account]
        yield "state_getChildReadProof", [child, [account]]
        yield "author_submitExtrinsic (again)", ["0x" + payment.hex()]
        yield "grandpa_roundState", []
        yield "bitswap_v1_get", ["bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"]
        yield "archive_v1_body", [head]
        yield "archive_v1_header", [head]
        yield "archive_v1_finalizedHeight", []
        yield "archive_v1_genesisHash", []
        yield "archive_v1_hashByHeight", [number]
        yield "archive_v1_call", [head, "Metadata_metadata_at_version", "0x0f000000"]
        yield "rpc_methods", []
        yield "sync_state_genSyncSpec (plain)", [False]
        yield "sync_state_genSyncSpec (raw)", [True]

    def hostile(self):
        """Requests about as large as the node accepts, or dear for their size."""
        chain = self.chain
        size = compact(LARGE)
        remark = self._extrinsic(self._remark(LARGE))
        tiny = self._remark(0)
        count = LARGE // len(tiny)
        head = chain.call("Utility", "batch", calls=[])[:2]
        many = self._extrinsic(head + compact(count) + tiny * count)
        transfer = chain.call("Balances", "transfer_keep_alive", dest=keys.EVE, value=10**6)
        count_of_payments = 8_000
        payments = self._extrinsic(head + compact(count_of_payments) + transfer * count_of_payments)
        deep = (head + compact(1)) * (LARGE // 3)
        info = len(remark).to_bytes(4, "little")
        balances = ",".join(f'["{keys.address(f"//{one}")}",1000000]' for one in range(1000))
        genesis = b'{"balances":{"balances":[' + balances.encode() + b"]}}"
        nested = b"[" * LARGE
        accounts = bytes(32) * (LARGE // 32)
        for label, api, argument in (
            ("a remark", "TransactionPaymentApi_query_info", remark + info),
            ("a batch of remarks", "TransactionPaymentApi_query_info", many + info),
            ("a batch of remarks", "TransactionPaymentCallApi_query_call_info",
             head + compact(count) + tiny * count + info),
            ("batches in batches", "TransactionPaymentCallApi_query_call_info", deep),
            ("a remark", "TaggedTransactionQueue_validate_transaction", b"\2" + remark + bytes(32)),
            ("a batch of remarks", "TaggedTransactionQueue_validate_transaction",
             b"\2" + many + bytes(32)),
            ("a remark", "BlockBuilder_apply_extrinsic", remark),
            ("a batch of remarks", "BlockBuilder_apply_extrinsic", many),
            (f"{count_of_payments:,} payments", "BlockBuilder_apply_extrinsic", payments),
            ("empty extrinsics", "Core_execute_block",
             self._block(1)[: -1] + compact(LARGE) + bytes(LARGE)),
            ("1,000 balances", "GenesisBuilder_build_state", compact(len(genesis)) + genesis),
            ("brackets", "GenesisBuilder_build_state", size + nested),
            ("accounts", "StakeInfoRuntimeApi_get_stake_info_for_coldkeys",
             compact(LARGE // 32) + accounts),
            ("bytes", "SessionKeys_decode_session_keys", size + bytes(LARGE)),
            ("nothing", "SessionKeys_generate_session_keys", b"\0"),
            ("bytes", "RuntimeViewFunction_execute_view_function", bytes(32) + size + bytes(LARGE)),
            ("no header", "OffchainWorkerApi_offchain_worker", self._block(1)),
        ):
            method, params = self._call(api, argument)
            yield f"{method} {api}: {label}", params
        code = "0x3a636f6465"
        missing = [f"0x{one:08x}" for one in range(2 * LARGE // 13)]
        for method in ("state_queryStorageAt", "state_getReadProof"):
            yield f"{method}: 1,000 × :code", [[code] * 1_000]
            yield f"{method}: {len(missing):,} missing", [missing]
            yield f"{method}: 1,000,000 × :code", [[code] * 1_000_000]
        for count in (100_000, LARGE):
            yield f"chain_getBlockHash: {count:,} numbers", [[1] * count]
        yield "state_getStorageHash (:code)", [code]
        yield "state_getKeysPaged: 1,001", ["0x", 1_001]
        yield "author_submitExtrinsic: a remark", ["0x" + remark.hex()]
        yield "author_submitExtrinsic: a batch of remarks", ["0x" + many.hex()]
        yield "payment_queryInfo: a batch of remarks", ["0x" + many.hex()]
        yield "archive_v1_call: a batch of remarks", [
            self.head, "TransactionPaymentApi_query_info", "0x" + (many + info).hex()
        ]


def batch(method, params, length):
    """The text of a batch of the same request."""
    one = {"id": 1, "jsonrpc": "2.0", "method": method, "params": params}
    return json.dumps([one] * length, separators=(",", ":")).encode()


def fill(chain):
    """Make blocks with a payment each."""
    call = chain.call("Balances", "transfer_keep_alive", dest=keys.EVE, value=10**9)
    for nonce in range(BLOCKS):
        chain.submit(chain.sign(call, keys.pair("//Alice"), nonce))
        chain.node.rpc("engine_createBlock", True, True)


class Socket:
    """A websocket connection, over which subscriptions go."""

    def __init__(self, socket):
        self.socket = socket

    def ask(self, method, params):
        """Send a request and return its answer; events before it are passed over."""
        self.socket.send(_body(method, params))
        while True:
            answer = json.loads(self.socket.recv(SECONDS))
            if "id" in answer:
                return answer.get("result")

    def wait_for(self, event):
        """Wait for an event whose name ends in this text."""
        while True:
            message = json.loads(self.socket.recv(SECONDS))
            result = message.get("params", {}).get("result")
            if isinstance(result, dict) and result.get("event", "").endswith(event):
                return


def measure_work(node, label, work):
    """Do some work over a connection of its own, several times, and return a row of the table."""
    process, times, used, memory = node.process.pid, [], 0.0, 0
    while len(times) < REQUESTS and sum(times) < CASE_SECONDS:
        with connect(node.url, max_size=None) as socket:
            _forget_peak(process)
            resident, cpu, start = _memory(process, "VmRSS"), _cpu(process), time.monotonic()
            work(Socket(socket))
            times.append(time.monotonic() - start)
            used += _cpu(process) - cpu
            memory = max(memory, _memory(process, "VmHWM") - resident)
    used /= len(times)
    row = (label, "", "", _time(statistics.median(times)), _time(used), _bytes(memory))
    return used, row


def subscriptions(chain):
    """Uses of a websocket by clients: a label, and a function of a connection."""
    head, account = chain.hash(chain.head()), [{"key": "0x", "type": "descendantsValues"}]
    differences = [head, [{"key": "0x", "returnType": "value"}], chain.genesis]
    missing = [f"0x{one:08x}" for one in range(100_000)]
    metadata = "Metadata_metadata_at_version"

    def streamed(method, params):
        def work(socket):
            socket.ask(method, params)
            socket.wait_for("Done")

        return work

    def pinned(method, *params):
        def work(socket):
            follow = socket.ask("chainHead_v1_follow", [True])
            socket.wait_for("initialized")
            if method:
                socket.ask(method, [follow, head, *params])
                if method != "chainHead_v1_header":
                    socket.wait_for("Done")

        return work

    yield "archive_v1_storage: all", streamed("archive_v1_storage", [head, account])
    yield "archive_v1_storageDiff: all", streamed("archive_v1_storageDiff", differences)
    yield "chainHead_v1_follow", pinned(None)
    yield "chainHead_v1_header", pinned("chainHead_v1_header")
    yield "chainHead_v1_body", pinned("chainHead_v1_body")
    yield "chainHead_v1_call", pinned("chainHead_v1_call", metadata, "0x0f000000")
    yield "chainHead_v1_storage: all", pinned("chainHead_v1_storage", account)
    for method in (
        *("chain_subscribeAllHeads", "chain_subscribeNewHeads", "chain_subscribeFinalizedHeads"),
        *("state_subscribeRuntimeVersion", "grandpa_subscribeJustifications"),
    ):
        yield method, lambda socket, method=method: socket.ask(method, [])
    watch = "state_subscribeStorage"
    yield f"{watch}: 100,000 missing", lambda socket: socket.ask(watch, [missing])


def show(rows):
    """Print the rows of a table, the dearest first."""
    print("| " + " | ".join(HEADINGS) + " |")
    print("|---" * len(HEADINGS) + "|")
    for _, row in sorted(rows, key=lambda row: -row[0]):
        print("| " + " | ".join(row) + " |", flush=True)
    print()


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="measure the requests with this text only")
    parser.add_argument("--callers", type=int, default=20, help="callers at once")
    options = parser.parse_args()
    flags = ("--sealing", "manual", "--rpc-methods", "safe", "--blocks-pruning", "archive")
    with Node.dev(*flags, name="measured") as node:
        chain = Chain(node)
        fill(chain)
        requests = Requests(chain)
        for cases in (requests.ordinary, requests.hostile):
            rows = []
            for label, params in cases():
                if options.only in label:
                    method = label.replace(":", " ").split()[0]
                    rows.append(measure(node, label, _body(method, params)))
            show(rows)
        rows = []
        for label, params in (
            ("sync_state_genSyncSpec (plain)", [False]),
            ("sync_state_genSyncSpec (raw)", [True]),
            ("state_getMetadata", []),
        ):
            if options.only in label:
                body = _body(label.split()[0], params)
                rows.append(measure_parallel(node, label, body, options.callers))
        if options.only in "batch":
            call = ["Metadata_metadata_versions", "0x"]
            for length in (1_000, 100_000):
                label = f"a batch of {length:,} × state_call"
                rows.append(measure(node, label, batch("state_call", call, length), 1))
        for label, work in subscriptions(chain):
            if options.only in label:
                rows.append(measure_work(node, label, work))
        show(rows)


if __name__ == "__main__":
    main()
