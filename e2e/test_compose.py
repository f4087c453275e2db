"""compose.yaml: isolation of its containers, and its network run without containers."""

import re
from pathlib import Path

import pytest
import yaml
from harness.chain import Chain
from harness.node import Node, run

ROOT = Path(__file__).resolve().parent.parent

#: Flags that only a container needs: the harness sets its own, or must not listen beyond loopback.
CONTAINER_FLAGS = (
    "--listen-addr=",
    "--no-mdns",
    "--prometheus-external",
    "--unsafe-rpc-external",
)

#: Variables of the file, chosen for a chain that is quick to try.
CHOICES = {"NOESIS_BLOCK_TIME": "250ms", "NOESIS_PROFILE": "fast"}


def _services():
    """The services of the file, with `CHOICES` for its variables."""

    def chosen(variable):
        name, default = variable.groups()
        return CHOICES.get(name, default)

    text = (ROOT / "compose.yaml").read_text()
    return yaml.safe_load(re.sub(r"\$\{(\w+):-([^}]*)\}", chosen, text))["services"]


def _nodes():
    """The services that run the image built here."""
    return {name: one for name, one in _services().items() if one["image"] == "noesis:local"}


def _arguments(service):
    """The arguments that a service gives to the binary."""
    return [*service.get("entrypoint", ["noesis"])[1:], *service["command"]]


def _validators():
    """The arguments of the validators by name."""
    return {name: _arguments(one) for name, one in _nodes().items() if "build" not in one}


@pytest.fixture
def network(tmp_path):
    """The validators of the file on the chain spec of the file, on ports of this machine."""
    code, output = run(*_moved(_arguments(_nodes()["spec"]), "/data/", f"{tmp_path}/"))
    assert code == 0, output
    nodes = {name: Node(tmp_path, name=name) for name in _validators()}
    for name, arguments in _validators().items():
        kept = [one for one in arguments if not one.startswith(CONTAINER_FLAGS)]
        for other, node in nodes.items():
            address = f"/ip4/127.0.0.1/tcp/{node.p2p_port}/"
            kept = _moved(kept, f"/dns/{other}/tcp/30333/", address)
        nodes[name].args = _moved(kept, "/spec/", f"{tmp_path}/")
    try:
        for node in nodes.values():
            node.launch()
        yield [node.wait() for node in nodes.values()]
    finally:
        for node in nodes.values():
            node.stop()


def _moved(arguments, old, new):
    return [one.replace(old, new) for one in arguments]


def every_container_is_read_only_without_capabilities():
    for name, service in _services().items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not {"cap_add", "privileged", "user"} & service.keys(), name


def every_port_is_published_on_this_machine_only():
    ports = [port for service in _services().values() for port in service.get("ports", [])]
    assert ports and all(port.startswith("127.0.0.1:") for port in ports), ports


def no_service_pulls_the_image_that_is_built_here():
    assert all(service["pull_policy"] == "never" for service in _nodes().values())


def the_binary_accepts_every_argument():
    for service in _nodes().values():
        code, output = run(*_arguments(service), "--help")
        assert code == 0, output


def the_validators_find_each_other_and_finalise(network):
    assert len({Chain(node).wait_final(10) for node in network}) == 1
    assert all(node.rpc("system_health")["peers"] == 2 for node in network)


def prometheus_watches_every_validator():
    config = yaml.safe_load((ROOT / "ops" / "prometheus.yml").read_text())
    [job] = config["scrape_configs"]
    [targets] = [one["targets"] for one in job["static_configs"]]
    assert targets == [f"{name}:9615" for name in _validators()]
