"""Fixtures. A failed test shows the logs of its nodes."""

import atexit
import inspect
import os
import shutil
import tempfile
from pathlib import Path

# Before the client is imported: it derives its directories from HOME when it is.
HOME = Path(tempfile.mkdtemp(prefix="noesis-e2e-home-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["HOME"] = str(HOME)
os.environ["BITTENSOR_RUNTIME_CACHE_DIR"] = str(HOME / "runtime-cache")
os.environ["TMPDIR"] = str(HOME)
tempfile.tempdir = str(HOME)

import pytest  # noqa: E402

pytest.register_assert_rewrite("harness")

import bittensor  # noqa: E402
from harness import node  # noqa: E402
from harness.btcli import Btcli  # noqa: E402
from harness.chain import Chain  # noqa: E402


def pytest_sessionstart(session):
    """Refuse to start without a binary to test."""
    if session.config.option.collectonly:
        return
    name = os.environ.get(node.BINARY_VARIABLE)
    if not name:
        raise pytest.UsageError(f"set {node.BINARY_VARIABLE} to the noesis binary to test")
    if not (Path(name).is_file() and os.access(name, os.X_OK)):
        raise pytest.UsageError(f"{node.BINARY_VARIABLE}={name} is not a program")


def pytest_sessionfinish(session):
    """Leave no process behind."""
    for left in list(node.Node.running):
        left.stop()


def pytest_pycollect_makeitem(collector, obj):
    """Take only the functions of a test file itself for tests, not those it imports."""
    if inspect.isfunction(obj) and obj.__module__ != collector.obj.__name__:
        return []
    return None


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Show the logs of all nodes under a failed test."""
    outcome = yield
    report = outcome.get_result()
    if report.failed:
        for one in node.Node.running:
            report.sections.append((f"log of {one.name} ({one.log})", one.log_tail()))


@pytest.fixture(scope="session")
def dev():
    """A development chain at full speed: 250 ms blocks, the fast profile, finality."""
    with node.Node.dev() as running:
        Chain(running).wait_final(1)
        yield running


@pytest.fixture(scope="session")
def chain(dev):
    """The state of the development chain."""
    return Chain(dev)


@pytest.fixture(scope="session")
def btcli(dev, tmp_path_factory):
    """The command line of the client with a wallet for each development account."""
    return Btcli(tmp_path_factory.mktemp("btcli"), dev).restore_development_wallets()


@pytest.fixture
def sdk(dev):
    """The SDK of the client, connected to the development chain."""
    with bittensor.Subtensor(dev.url) as client:
        yield client
