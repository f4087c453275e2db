"""Measures how soon the transfers of a user are in a block while a flood of other transactions
runs, on development chains of the binary that NOESIS_BIN names. Prints a Markdown table; `--json`
appends all figures to a file, one JSON object per flood.

For each flood a chain is started, the accounts of the flood are funded, and the flood runs for so
many seconds. Meanwhile the user sends one plain transfer after the other. "Waited" is the number of
blocks from the head when a transfer was sent to the block of the transfer; one that was not in a
block when the flood ended counts as late. "Within two" is the share of transfers in the first two
blocks. "Prepared" is the time that the node's log gives for making a block. A transfer that the
pool refused or dropped is sent again until it is in a block.

The calls that neurons may make for free do not exist yet, so there is no flood of them.
"""

import argparse
import atexit
import json
import os
import re
import shutil
import signal
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

# Before the client is imported: it derives its directories from HOME when it is.
HOME = Path(tempfile.mkdtemp(prefix="noesis-floods-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["HOME"] = str(HOME)
os.environ["BITTENSOR_RUNTIME_CACHE_DIR"] = str(HOME / "runtime-cache")
os.environ["TMPDIR"] = str(HOME)
tempfile.tempdir = str(HOME)

from harness import keys, node, raw  # noqa: E402
from harness.chain import Chain  # noqa: E402
from harness.flood import FLOODS, HAS_IT, Flood  # noqa: E402
from harness.wire import Wire  # noqa: E402
from measure_shield import block_time, note, positive, row, seconds_of  # noqa: E402

#: The name under which a chain without a flood is measured.
NO_FLOOD = "none"

USER = "//Ferdie"

#: Seconds between two looks at the nonce of the user, and after which a transfer is sent again.
LOOK_SECONDS, RESEND_SECONDS = 0.02, 3.0

#: Blocks whose bytes are looked at, evenly spread over those of the flood.
SAMPLED_BLOCKS = 60

#: Blocks in which a transfer should be.
SOON = 2

PREPARED = re.compile(r"Prepared block for proposing at \d+ \((\d+) ms\)")
DISCARDED = re.compile(r"Discarding proposal|took too long")

HEADINGS = (
    "flood",
    "block time",
    "accepted of sent",
    "transfers",
    "waited (median / max)",
    "late",
    "within two",
    "blocks",
    "slots missed",
    "weight (median / max)",
    "bytes (median / max)",
    "extrinsics (median / max)",
    "prepared in ms (median / max)",
    "discarded",
)


@dataclass
class Figures:
    """Figures of one flood."""

    flood: str
    block_time: str
    tip: int
    seconds: float = 0.0
    sent: int = 0
    accepted: int = 0
    refusals: dict = field(default_factory=dict)
    waited: list = field(default_factory=list)
    waited_seconds: list = field(default_factory=list)
    #: Blocks that the last transfer had waited in vain when the flood ended.
    late: int | None = None
    sent_again: int = 0
    user_refusals: dict = field(default_factory=dict)
    blocks: int = 0
    slots: int = 0
    weights: list = field(default_factory=list)
    weight_limit: int = 0
    lengths: list = field(default_factory=list)
    extrinsics: list = field(default_factory=list)
    prepared: list = field(default_factory=list)
    discarded: int = 0
    load: tuple = ()

    def within_two(self):
        """The share of transfers in the first two blocks; a late one is not among them."""
        waited = self.waited + ([self.late] if self.late is not None and self.late > SOON else [])
        return sum(blocks <= SOON for blocks in waited) / len(waited) if waited else 1.0

    def cells(self):
        """The cells of the table."""
        shares = [round(100 * weight / self.weight_limit) for weight in self.weights]
        late = "-" if self.late is None else f"after {self.late}"
        yield from (self.flood, self.block_time, f"{self.accepted} of {self.sent}")
        yield from (len(self.waited), _median_and_max(self.waited), late)
        yield f"{100 * self.within_two():.0f} %"
        yield from (self.blocks, self.slots - self.blocks)
        yield f"{_median_and_max(shares)} %"
        yield from map(_median_and_max, (self.lengths, self.extrinsics, self.prepared))
        yield self.discarded

    def summary(self):
        """All figures, lists of them as numbers that tell their course."""
        figures = asdict(self)
        for name in ("waited_seconds", "weights", "lengths", "extrinsics", "prepared"):
            figures[name] = _course(figures[name])
        return {**figures, "within_two": self.within_two()}


def _median_and_max(seen):
    return f"{statistics.median(seen):g} / {max(seen)}" if seen else "-"


def _course(seen):
    if not seen:
        return {}
    return {"median": statistics.median(seen), "max": max(seen), "sum": sum(seen)}


class User:
    """Sends plain transfers, one after the other."""

    def __init__(self, chain, tip, figures):
        self._wire = Wire(chain.node.url)
        self._pair = keys.pair(USER)
        self._tip = tip
        self._figures = figures
        call = chain.call("Balances", "transfer_keep_alive", dest=keys.DAVE, value=10**6)
        self._template = raw.Template(raw.Stamp(chain), call)
        key = chain.runtime.storage_key("System", "Account", [self._pair.ss58_address])
        self._key = "0x" + bytes(key).hex()

    def send_until(self, deadline):
        """Send transfers up to a point in time."""
        while time.monotonic() < deadline:
            self._send_one(deadline)

    def _send_one(self, deadline):
        figures = self._figures
        nonce, head, began = self._nonce(), self._head(), time.monotonic()
        transfer = self._template.sign(self._pair, nonce, self._tip)
        again = 0.0
        while self._nonce() <= nonce:
            now = time.monotonic()
            if now > deadline:
                figures.late = self._head() - head
                return
            if now > again:
                self._submit(transfer, first=again == 0.0)
                again = now + RESEND_SECONDS
            time.sleep(LOOK_SECONDS)
        figures.waited.append(self._block_of(nonce, head) - head)
        figures.waited_seconds.append(round(time.monotonic() - began, 3))

    def _submit(self, transfer, first):
        [error] = self._wire.submit([transfer])
        if error is None:
            self._figures.sent_again += not first
        elif error["code"] != HAS_IT:
            what = f"{error['code']} {error.get('data', error['message'])}"
            seen = self._figures.user_refusals
            seen[what] = seen.get(what, 0) + 1

    def _block_of(self, nonce, head):
        """The number of the first block after a head in which the nonce is used."""
        number = head + 1
        while self._nonce(self._wire.call("chain_getBlockHash", number)) <= nonce:
            number += 1
        return number

    def _head(self):
        return int(self._wire.call("chain_getHeader")["number"], 16)

    def _nonce(self, at=None):
        data = bytes.fromhex(self._wire.call("state_getStorage", self._key, at)[2:])
        return int.from_bytes(data[:4], "little")


def arguments():
    """The checked command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )

    def option(name, default, about, **how):
        shown = " ".join(map(str, default)) if isinstance(default, list) else default
        shown = "as suits the flood" if default is None else shown
        parser.add_argument(name, default=default, help=f"{about} (default: {shown})", **how)

    names = [NO_FLOOD, *FLOODS]
    option("--flood", [NO_FLOOD, *FLOODS], "floods", nargs="+", choices=names, metavar="NAME")
    option("--block-time", ["250ms"], "block times", type=block_time, nargs="+", metavar="T")
    option("--seconds", 60, "how long each flood runs", type=positive, metavar="N")
    option("--tip", 0, "tip of the user in rao", type=int, metavar="RAO")
    option("--accounts", None, "accounts of the flood", type=positive, metavar="N")
    option("--depth", None, "waiting ones of each account", type=positive, metavar="N")
    option("--funds", None, "rao of each account", type=positive, metavar="RAO")
    option("--inner", 21_500, "empty batches in a batch at most", type=positive, metavar="N")
    option("--bytes", 4_000_000, "bytes of a large call", type=positive, metavar="N")
    option("--levels", 128, "levels of deep nesting", type=positive, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to append all figures")
    asked = parser.parse_args()
    name = os.environ.get(node.BINARY_VARIABLE, "")
    if not (Path(name).is_file() and os.access(name, os.X_OK)):
        parser.error(f"{node.BINARY_VARIABLE} must name the noesis binary, not {name!r}")
    return asked


def measure(flood, pace, asked):
    """The figures of one flood on a chain of its own."""
    figures = Figures(flood, pace, asked.tip)
    seconds = seconds_of(pace)
    chain_node = node.Node.dev("--block-time", pace, name=f"{flood}-{pace}")
    with chain_node:
        chain = Chain(chain_node)
        chain.wait_head(2, 30.0 + 5 * seconds)
        if flood == NO_FLOOD:
            first, start = observe(chain, asked, figures)
        else:
            with Flood(chain, FLOODS[flood](chain, asked)) as running:
                first, start = observe(chain, asked, figures)
            figures.sent, figures.accepted = running.sent, running.accepted
            figures.refusals = running.refusals
        read_log(chain_node, start, figures)
        read_blocks(chain, first, figures)
    return figures


def observe(chain, asked, figures):
    """Let the user send while the flood runs; the first block of it, and the place in the log."""
    began = time.monotonic()
    first, start = chain.head() + 1, chain.node.log.stat().st_size
    User(chain, asked.tip, figures).send_until(began + asked.seconds)
    figures.seconds = round(time.monotonic() - began, 1)
    figures.blocks = chain.head() - first + 1
    figures.load = os.getloadavg()
    return first, start


def read_log(chain_node, start, figures):
    """Note the times at which blocks were ready."""
    text = chain_node.log.read_bytes()[start:].decode(errors="replace")
    figures.prepared = [int(found) for found in PREPARED.findall(text)]
    figures.discarded = len(DISCARDED.findall(text))


def read_blocks(chain, first, figures):
    """Note how full the blocks of the flood are."""
    hashes = [chain.hash(number) for number in range(first, first + figures.blocks)]
    if not hashes:
        return
    figures.slots = chain.slot(hashes[-1]) - chain.slot(hashes[0]) + 1
    limits = chain.constant("System", "BlockWeights")["per_class"]["normal"]
    figures.weight_limit = int(limits["max_total"]["ref_time"])
    for block in hashes:
        normal = chain.storage("System", "BlockWeight", at=block)["normal"]
        figures.weights.append(int(normal["ref_time"]))
    for block in hashes[:: -(-len(hashes) // SAMPLED_BLOCKS)]:
        extrinsics = chain.extrinsics(block)
        figures.extrinsics.append(len(extrinsics))
        figures.lengths.append(sum(map(len, extrinsics)))


def main():
    """Measure every flood that was asked for; the exit code says whether all could be."""
    asked = arguments()
    # As Ctrl-C does: what was started is stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print(row(HEADINGS), row("---" for _ in HEADINGS), sep="\n", flush=True)
    code = 0
    for pace in asked.block_time:
        for flood in asked.flood:
            note(f"{flood} at {pace}")
            try:
                figures = measure(flood, pace, asked)
            except (AssertionError, KeyError, OSError, node.RpcError) as error:
                note(f"error: {type(error).__name__}: {error}")
                code = 1
                print(row((flood, pace, "could not be measured", *[""] * 11)), flush=True)
                continue
            print(row(figures.cells()), flush=True)
            if asked.json:
                with asked.json.open("a") as file:
                    print(json.dumps(figures.summary()), file=file)
    return code


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
