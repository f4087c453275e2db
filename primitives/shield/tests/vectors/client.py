"""Writes client.json: envelopes encrypted by the official client's own library.

Needs the packages bittensor (11.3.0 was used) and pycryptodome. The client draws fresh randomness,
so that each run writes other envelopes. The keys are those of model.py, which the crate must make
from the same seeds.
"""

import hashlib
import json

import bittensor_core

import model


def case(name, length):
    seed = hashlib.sha512(name.encode()).digest()
    key = model.generate(seed)
    plaintext = hashlib.shake_256(name.encode()).digest(length)
    envelope = bittensor_core.encrypt_mlkem768(key, plaintext, include_key_hash=True)
    return {
        "seed": seed.hex(),
        "key_hash": model.key_hash(key).hex(),
        "plaintext": plaintext.hex(),
        "envelope": envelope.hex(),
    }


if __name__ == "__main__":
    cases = [case("alice", 200), case("bob", 142), case("bob", 0), case("charlie", 1024)]
    print(json.dumps(cases, indent=1))
