"""Weights of our pallets, read from the generated `weights.rs` of each.

They change with each run of `scripts/weights.sh`; a fee that is computed from them does not have to be
written down again.
"""

import re
from functools import cache
from pathlib import Path

PALLETS = Path(__file__).resolve().parents[2] / "pallets"

#: Picoseconds of a read and a write in the runtime's `DbWeight`.
READ, WRITE = 25_000_000, 100_000_000

#: A term of a weight: picoseconds, reads or writes, and the component that they are multiplied by.
TERM = re.compile(
    r"(?:from_parts\(([\d_]+), [\d_]+\)|(reads|writes)\((\d[\d_]*)\))\)?(?:\s*\.saturating_mul\((\w+)\.into\(\)\))?"
)


@cache
def _functions(pallet):
    """Return the bodies of the weight functions of a pallet, by name."""
    source = (PALLETS / pallet / "src" / "weights.rs").read_text()
    body = source.split("WeightInfo for SubstrateWeight<T>")[1].split("impl WeightInfo for ()")[0]
    code = re.sub(r"//.*", "", body)
    parts = re.split(r"\bfn (\w+)\([^)]*\) -> Weight \{", code)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def of(pallet, function, **components):
    """Return the weight of a function of a pallet for these components, in picoseconds."""
    body = _functions(pallet)[function]
    total = 0
    for picoseconds, kind, count, component in TERM.findall(body):
        price = {"": 1, "reads": READ, "writes": WRITE}[kind]
        total += price * _number(picoseconds or count) * (components[component] if component else 1)
    return total


def _number(text):
    return int(text.replace("_", ""))
