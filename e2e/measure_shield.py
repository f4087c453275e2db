"""Measures the success of shielded transactions of the official client, and the lag of finality, on
local networks of the binary that NOESIS_BIN names. Prints a Markdown table.

Each network is started, measured and stopped before the next one. Shielded transfers go one after
the other through the SDK; one that fails is tried again. "Waited" is the number of blocks from the
head when the SDK was asked to the block of the transfer; "of 8" is how many blocks of its era a
transfer had used up, which begins at the block that was final when the SDK signed. "Lag" is the
number of the head minus that of the last final block, whenever a new head is seen.
"""

import argparse
import atexit
import os
import shutil
import signal
import statistics
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

# Before the client is imported: it derives its directories from HOME when it is.
HOME = Path(tempfile.mkdtemp(prefix="noesis-measure-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["HOME"] = str(HOME)
os.environ["BITTENSOR_RUNTIME_CACHE_DIR"] = str(HOME / "runtime-cache")

from harness import keys, node, shield, waiting  # noqa: E402
from harness.chain import Chain  # noqa: E402

RECIPIENT = keys.address("//Shield//Recipient")

#: Heads after which the sampling of finality need not wait for more, and the seconds that it waits.
HEADS, HEADS_SECONDS = 40, 60.0

#: Seconds in which the SDK must say what became of a transfer, besides the time of its blocks.
SPARE_SECONDS = 60.0

#: Blocks in which a transfer is either through or has failed for good.
HOPELESS_BLOCKS = 4 * shield.PERIOD

#: Blocks in which a network begins to finalise and has announced its keys.
BEGINNING_BLOCKS = 30

HEADINGS = (
    "validators",
    "killed",
    "block time",
    "transfers",
    "succeeded",
    "retries",
    "waited (median / max)",
    "of 8 (median / max)",
    "lag (median / max)",
    "heads",
)


@dataclass
class Figures:
    """Figures of one network."""

    tried: int = 0
    succeeded: int = 0
    retries: int = 0
    waited: list = field(default_factory=list)
    used: list = field(default_factory=list)
    lags: list = field(default_factory=list)

    def cells(self):
        """The cells of the table that hold figures."""
        rate = 100 * self.succeeded / self.tried if self.tried else 0
        yield f"{self.tried}"
        yield f"{self.succeeded} ({rate:.0f} %)"
        yield f"{self.retries}"
        yield from (_median_and_max(seen) for seen in (self.waited, self.used, self.lags))
        yield f"{len(self.lags)}"


def _median_and_max(seen):
    return f"{statistics.median(seen):g} / {max(seen)}" if seen else "-"


class LagWatch:
    """Notes at each new head how far finality is behind, until it is told to stop."""

    def __init__(self, chain, seconds_per_block, lags):
        self.chain = chain
        self.interval = min(seconds_per_block / 10, 0.1)
        self.lags = lags
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self):
        seen = self.chain.head()
        while not self.stopped.wait(self.interval):
            head = self.chain.head()
            if head != seen:
                seen = head
                self.lags.append(head - self.chain.final())

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.thread.join()

    def wait_for_heads(self):
        """Wait until there are enough samples, but not for long."""
        try:
            waiting.until(lambda: len(self.lags) >= HEADS, "enough heads", HEADS_SECONDS)
        except waiting.DeadlineError:
            note(f"only {len(self.lags)} heads were seen")


def note(text):
    """Say something about the progress, not in the table."""
    print(text, file=sys.stderr, flush=True)


def seconds_of(block_time):
    """The seconds in a block time such as 250ms or 12s."""
    for unit, factor in (("ms", 0.001), ("s", 1.0)):
        number = block_time.removesuffix(unit)
        if number != block_time and number.isdecimal() and int(number) > 0:
            return int(number) * factor
    raise argparse.ArgumentTypeError(f"{block_time!r} is no block time such as 250ms or 12s")


def block_time(text):
    """A block time of the command line, as it was written."""
    seconds_of(text)
    return text


def positive(text):
    """A number of the command line that is at least one."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of at least 1")
    return int(text)


def arguments():
    """The checked command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )

    def option(name, default, about, **how):
        shown = " ".join(map(str, default)) if isinstance(default, list) else default
        parser.add_argument(name, default=default, help=f"{about} (default: {shown})", **how)

    option("--validators", [1, 2, 3], "network sizes", type=positive, nargs="+", metavar="N")
    option("--block-time", ["250ms"], "block times", type=block_time, nargs="+", metavar="T")
    option("--count", 100, "transfers on each network", type=positive, metavar="N")
    option("--tries", 2, "how often a transfer is tried at most", type=positive, metavar="N")
    option("--kill", 0, "validators to kill before measuring", type=int, metavar="N")
    option("--profile", "fast", "profile of the chain", choices=("fast", "production"))
    asked = parser.parse_args()
    if max(asked.validators) > len(keys.VALIDATORS):
        parser.error(f"--validators: at most {len(keys.VALIDATORS)}")
    if not 0 <= asked.kill < min(asked.validators):
        parser.error("--kill: at least one validator must be left")
    name = os.environ.get(node.BINARY_VARIABLE, "")
    if not (Path(name).is_file() and os.access(name, os.X_OK)):
        parser.error(f"{node.BINARY_VARIABLE} must name the noesis binary, not {name!r}")
    return asked


def send_all(chain, asked, seconds, figures):
    """Send the transfers one after the other and record their results."""
    alice = keys.pair("//Alice")
    patience = SPARE_SECONDS + HOPELESS_BLOCKS * seconds
    for _ in range(asked.count):
        figures.tried += 1
        for attempt in range(asked.tries):
            figures.retries += attempt > 0
            head = chain.head()
            try:
                result = shield.transfer(chain.node, alice, RECIPIENT, patience)
            except shield.NotSentError as failure:
                note(f"transfer {figures.tried}, try {attempt + 1}: {failure}")
                continue
            note_success(chain, result, head, figures)
            break


def note_success(chain, result, head, figures):
    """Note the blocks that a transfer took."""
    number, index = shield.place(result)
    figures.succeeded += 1
    figures.waited.append(number - head)
    inner = chain.extrinsics(result.block_hash)[index]
    figures.used.append(shield.age(chain, inner, number))


def measure(size, time, asked):
    """The figures of one network."""
    figures = Figures()
    seconds = seconds_of(time)
    directory = HOME / f"{size}-{time}"
    directory.mkdir()
    network = node.Network(directory, size, "--block-time", time, "--profile", asked.profile)
    try:
        network.start()
        chain = Chain(network.nodes[0])
        patience = SPARE_SECONDS + BEGINNING_BLOCKS * seconds
        chain.wait_final(1, patience)
        shield.wait_for_keys(chain, patience)
        for victim in network.nodes[size - asked.kill :]:
            victim.kill()
        with LagWatch(chain, seconds, figures.lags) as watch:
            send_all(chain, asked, seconds, figures)
            watch.wait_for_heads()
    finally:
        network.stop()
        shutil.rmtree(directory, ignore_errors=True)
    return figures


def row(cells):
    """A line of a Markdown table."""
    return f"| {' | '.join(map(str, cells))} |"


def main():
    """Measure every network that was asked for; the exit code says whether all could be."""
    asked = arguments()
    # As Ctrl-C does: what was started is stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print(row(HEADINGS), row("---" for _ in HEADINGS), sep="\n", flush=True)
    code = 0
    for time in asked.block_time:
        for size in asked.validators:
            note(f"{size} validators at {time}")
            try:
                cells = measure(size, time, asked).cells()
            except (AssertionError, KeyError, OSError, node.RpcError) as error:
                note(f"error: {type(error).__name__}: {error}")
                code, cells = 1, ["could not be measured", *([""] * 6)]
            print(row((size, asked.kill, time, *cells)), flush=True)
    return code


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
