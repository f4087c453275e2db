"""Writes null.json: epochs under Null consensus, computed from the text of the specification.

A second implementation, in exact fractions, that shares nothing with the crate.
`python3 null_model.py > null.json` writes the same file each time.
"""

import json
import random
from fractions import Fraction

NEVER = 2**64 - 1
UNIT = 2**60


def apportioned(budget, weights):
    """Exact shares rounded down; the rest to the largest remainders, of equal ones the first."""
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    exact = [Fraction(budget * weight) / total for weight in weights]
    dealt = [share.numerator // share.denominator for share in exact]
    order = sorted(range(len(weights)), key=lambda i: (dealt[i] - exact[i], i))
    for i in order[:budget - sum(dealt)]:
        dealt[i] += 1
    return dealt


def winner_of(stakes):
    best = max(stakes, default=0)
    return stakes.index(best) if best > 0 else None


def counted_row(mechanism, winner, registered_at):
    """The winner's weights by uid without outdated targets; all alike if none is left."""
    weights = [0] * len(registered_at)
    if winner is not None:
        update = mechanism["last_update"][winner] if mechanism["last_update"] else 0
        for uid, weight in mechanism["winner_weights"]:
            if uid >= len(weights):
                continue
            since = registered_at[uid]
            if update > since and mechanism["pending_commit"] >= since:
                weights[uid] += weight
    return weights if any(weights) else [1] * len(weights)


def miners_weights(mechanisms, rows, neurons):
    paid = [(m["part"], row) for m, row in zip(mechanisms, rows) if m["part"] > 0]
    if not paid:
        return [1] * neurons
    if len(paid) == 1:
        return paid[0][1]
    total = sum(part for part, _ in paid)
    mixed = [0] * neurons
    for part, row in paid:
        for uid, weight in enumerate(row):
            mixed[uid] += (part * UNIT // total) * (weight * UNIT // sum(row))
    return mixed


def parts_of_65535(numbers):
    """Shares with 32 fractional bits, rounded down, then parts of 65535, rounded down."""
    total = sum(numbers)
    return [(n * 2**32 // total) * 65535 >> 32 if total else 0 for n in numbers]


def epoch(case):
    server, validator, root = case["budgets"]
    stakes, registered_at = case["stakes"], case["registered_at"]
    winner = winner_of(stakes)
    rows = [counted_row(m, winner, registered_at) for m in case["mechanisms"]]
    if winner is None:
        miners, validators = server + validator, 0
    else:
        miners, validators = server, validator + root
    weights = miners_weights(case["mechanisms"], rows, len(stakes))
    return {
        "winner": winner,
        "server": apportioned(miners, weights),
        "validator": apportioned(validators, stakes),
        "incentives": [parts_of_65535(row) for row in rows],
        "dividends": parts_of_65535(stakes),
    }


def check_worked_numbers():
    mechanism = {"part": 1, "last_update": [95] * 4, "pending_commit": NEVER,
                 "winner_weights": [(2, 1), (1, 2)]}
    case = {"budgets": [0, 200, 300], "stakes": [30, 10, 0, 0], "registered_at": [0] * 4,
            "mechanisms": [mechanism]}
    got = epoch(case)
    assert sum(got["server"]) == 0 and sum(got["validator"]) == 500
    got = epoch({**case, "budgets": [500, 200, 300], "stakes": [0] * 4})
    assert got["server"] == [175] * 4 and sum(got["validator"]) == 0
    got = epoch({**case, "budgets": [51, 20, 30]})
    assert got["server"] == [0, 34, 17, 0] and got["validator"] == [38, 12, 0, 0]


rng = random.Random(425)


def budget():
    return rng.choice([0, 1, 7, rng.randrange(10**3), rng.randrange(200 * 10**9)])


def a_row(neurons):
    uids = list(range(neurons + 1))
    rng.shuffle(uids)
    value = rng.choice([lambda: rng.randrange(65536), lambda: rng.choice([0, 1, 65535])])
    return [(uid, value()) for uid in uids[:rng.randint(0, neurons)]]


def a_mechanism(neurons):
    updates = [rng.choice([0, 500, 899, 900, 950]) for _ in range(neurons)]
    return {"part": rng.choice([0, 1, 500, rng.randrange(10**12)]),
            "last_update": rng.choice([updates, updates, updates, []]),
            "pending_commit": rng.choice([NEVER, NEVER, 0, 500, 600]),
            "winner_weights": a_row(neurons)}


def a_case(number):
    neurons = rng.choice([1, 2, 5, 16, 40])
    most = rng.choice([0, 2, 10**6, 2**54])
    return {"budgets": [budget() for _ in range(3)],
            "stakes": [rng.choice([0, rng.randrange(most + 1)]) for _ in range(neurons)],
            "registered_at": [rng.choice([0, 100, 500, 600]) for _ in range(neurons)],
            "mechanisms": [a_mechanism(neurons) for _ in range(rng.choice([1, 1, 2, 3]))]}


def main():
    check_worked_numbers()
    mechanism = {"part": 1000, "last_update": [950] * 4, "pending_commit": NEVER,
                 "winner_weights": [(2, 65535), (3, 21845)]}
    base = {"registered_at": [0] * 4, "mechanisms": [mechanism]}
    cases = [{"budgets": [0, 200, 300], "stakes": [600, 400, 0, 0], **base},
             {"budgets": [500, 200, 300], "stakes": [0] * 4, **base}]
    cases += [a_case(number) for number in range(120)]
    lines = [json.dumps({**case, **epoch(case)}, separators=(",", ":")) for case in cases]
    print("[" + ",\n".join(lines) + "]")


main()
