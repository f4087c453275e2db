"""`btcli`, the command line of the official client, as a user runs it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from . import keys
from .chain import Chain

COMMAND = Path(sys.prefix) / "bin" / "btcli"

#: Seconds a command may take.
SECONDS = 60.0


class BtcliError(AssertionError):
    """A command failed."""

    def __init__(self, done):
        self.code = done.returncode
        self.answer = done.stdout
        self.output = done.stdout + done.stderr
        super().__init__(f"{' '.join(map(str, done.args))}\nexit {self.code}\n{self.output}")


def rao(text):
    """The rao in an amount of TAO as the client prints it: τ1,000.000000001."""
    whole, _, rest = re.sub(r"[^\d.]", "", text).partition(".")
    return int(whole) * 10**9 + int(rest.ljust(9, "0"))


def tao(amount):
    """An amount of rao as the client wants to read it: 1.000000001."""
    whole, rest = divmod(amount, 10**9)
    return f"{whole}.{rest:09}"


class Btcli:
    """Runs commands against one node, with a home directory of their own."""

    def __init__(self, home, node):
        self.home = Path(home)
        self.node = node
        self.chain = Chain(node)

    def environment(self):
        """Environment of the command, without variables of the user who runs the tests."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "TERM": "dumb",
            "NO_COLOR": "1",
            "COLUMNS": "200",
            "BT_NETWORK": self.node.url,
            "BT_FALLBACK_ENDPOINTS": "none",
            "BT_ARCHIVE_ENDPOINTS": "none",
            "BITTENSOR_RUNTIME_CACHE_DIR": str(self.home / "runtime-cache"),
        }

    def run(self, *args):
        """Run a command and return the JSON that it printed."""
        done = subprocess.run(
            [str(COMMAND), "--json", *map(str, args)],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode != 0:
            raise BtcliError(done)
        return json.loads(done.stdout)

    def query(self, name, *args):
        """Run one of the reads."""
        return self.run("query", name, *args)

    def submit(self, wallet, name, *args):
        """Run one of the transactions and return its receipt from a final block."""
        answer = self.run("--yes", "--wallet", wallet, "tx", name, *args)
        assert answer["success"], answer
        return self._receipt(answer)

    def submit_in_vain(self, wallet, name, *args):
        """Run one of the transactions, which must fail on chain, and return its receipt."""
        try:
            done = self.submit(wallet, name, *args)
        except BtcliError as error:
            return self._receipt(json.loads(error.answer))
        raise AssertionError(f"{name} succeeded: {done.names}")

    def _receipt(self, answer):
        index = int(answer["extrinsic_id"].split("-")[1])
        return self.chain.receipt(answer["block_hash"], index)

    def plan(self, wallet, name, *args):
        """Return the effect and the fee that the client predicts for a transaction."""
        return self.run("--dry-run", "--wallet", wallet, "tx", name, *args)

    def create_wallet(self, name):
        """Make a wallet with fresh keys."""
        return self.run("wallet", "create", "--wallet", name, "--no-password")

    def restore_wallet(self, name, seed):
        """Make a wallet whose coldkey comes from a seed."""
        return self.run(
            "wallet", "regen-coldkey", "--wallet", name, "--no-password", "--seed", seed
        )

    def restore_development_wallets(self):
        """Make the wallets alice, bob, ... ferdie."""
        for name, seed in keys.SEEDS.items():
            self.restore_wallet(name, seed)
        return self
