"""Writes shares.json: share arithmetic computed from the text of the specification.

A second implementation, in unbounded integers and one digit at a time, that shares nothing with
the crate. `python3 model.py > shares.json` writes the same file each time.
"""

import json
import random

U64_MAX = 2**64 - 1
ZERO = (0, 0)


def normalize(mantissa, exponent):
    if mantissa == 0:
        return ZERO
    while mantissa > 10**21:
        mantissa //= 10
        exponent += 1
    while mantissa <= 10**20:
        mantissa *= 10
        exponent -= 1
    return mantissa, exponent


def new(number):
    return normalize(number, 0)


def capped(exponent):
    return 10 ** min(exponent, 22)


def align(a, b):
    exponent = max(a[1], b[1])
    return a[0] // capped(exponent - a[1]), b[0] // capped(exponent - b[1]), exponent


def add(a, b):
    if a == ZERO:
        return b
    if b == ZERO:
        return a
    x, y, exponent = align(a, b)
    return normalize(x + y, exponent)


def sub(a, b):
    if b == ZERO:
        return a
    if a == ZERO:
        return None
    x, y, exponent = align(a, b)
    return normalize(max(0, x - y), exponent)


def sub_exact(a, b):
    if b == ZERO:
        return a
    if a == ZERO:
        return None
    exponent = min(a[1], b[1])
    x, y = a[0] * 10 ** (a[1] - exponent), b[0] * 10 ** (b[1] - exponent)
    if x < y or x >= 2**256:
        return None
    return normalize(x - y, exponent)


def mul_div(a, b, c):
    if c == ZERO:
        return None
    return normalize(a[0] * b[0] // c[0], a[1] + b[1] - c[1])


def to_u64(a):
    mantissa, exponent = a
    whole = mantissa * capped(exponent) if exponent > 0 else mantissa // capped(-exponent)
    return min(whole, U64_MAX)


def greater(a, b):
    if a == ZERO or b == ZERO:
        return a != ZERO
    return a[0] * 10 ** max(0, a[1] - b[1]) > b[0] * 10 ** max(0, b[1] - a[1])


def value(v, d, s):
    quote = mul_div(new(v), s, d)
    return 0 if quote is None else min(v, to_u64(quote))


class Pool:
    def __init__(self):
        self.v, self.d, self.s, self.epoch = 0, ZERO, {}, 0

    def value(self, member):
        return value(self.v, self.d, self.s.get(member, ZERO))

    def write_denominator(self, d):
        if (d == ZERO) != (self.d == ZERO):
            self.epoch += 1
            # Rows of the epoch that ends read as absent from here on.
            self.s = {}
        self.d = d

    def update_one(self, member, change):
        amount = abs(change)
        if change > 0 and self.v == 0 and self.d != ZERO:
            self.write_denominator(ZERO)
        d, s = self.d, self.s.get(member, ZERO)
        v = max(0, min(U64_MAX, self.v + change))
        if d == ZERO:
            if change > 0:
                d = s = new(amount)
        elif change > 0:
            d = add(self.d, mul_div(new(amount), self.d, new(self.v)) or ZERO)
            gained = sub_exact(d, self.d)
            s = add(s, sub(d, self.d) if gained is None else gained)
        else:
            d = sub(self.d, mul_div(new(amount), self.d, new(self.v)) or ZERO)
            lost = sub_exact(self.d, d)
            lost = sub(self.d, d) if lost is None else lost
            if greater(lost, s):
                d, s = sub(self.d, s), ZERO
            else:
                s = sub(s, lost) or ZERO
            if change < 0 and v == 0:
                d = s = ZERO
            elif change < 0 and s != ZERO:
                if self.value(member) == amount or value(v, d, s) == 0:
                    d, s = sub(d, s), ZERO
        self.write_denominator(d)
        self.s[member] = s
        if s == ZERO:
            del self.s[member]
        self.v = v


def text(number):
    return None if number is None else [str(number[0]), number[1]]


def random_amount(rng, most=U64_MAX):
    return min(most, rng.getrandbits(rng.randint(0, 64)))


def random_float(rng):
    kind = rng.randrange(10)
    if kind == 0:
        return ZERO
    if kind == 1:
        return new(rng.choice([1, 9, 10, 11, 10**18, U64_MAX]))
    if kind == 2:
        return normalize(rng.choice([10**20 + 1, 10**21, 10**21 - 1]), rng.randint(-30, 5))
    if kind == 3:
        return normalize(rng.randint(10**20 + 1, 10**21), rng.randint(-70, 70))
    return normalize(rng.randint(10**20 + 1, 10**21), rng.randint(-24, 2))


def float_case(rng):
    a, b, c = (random_float(rng) for _ in range(3))
    if rng.randrange(3) == 0 and a != ZERO:
        b = normalize(a[0] + rng.randint(-1000, 1000), a[1])
    return {
        "a": text(a), "b": text(b), "c": text(c),
        "add": text(add(a, b)), "sub": text(sub(a, b)), "sub_exact": text(sub_exact(a, b)),
        "mul_div": text(mul_div(a, b, c)), "to_u64": str(to_u64(a)), "greater": greater(a, b),
    }


def step(rng, pool, scale):
    member = rng.randrange(5)
    kind = rng.choice(["deposit"] * 4 + ["withdraw"] * 4 + ["credit"] * 3 + ["debit"])
    amount = random_amount(rng, scale)
    if kind == "withdraw" and rng.randrange(8):
        most = pool.value(member)
        amount = rng.choice([most, most, max(0, most - 1), amount % (most + 1)])
    if kind == "debit" and rng.randrange(3) == 0:
        amount = pool.v
    refused = False
    if kind == "deposit":
        pool.update_one(member, amount)
    elif kind == "withdraw":
        refused = pool.value(member) < amount
        if not refused:
            pool.update_one(member, -amount)
    elif kind == "credit":
        pool.v = min(U64_MAX, pool.v + amount)
    else:
        pool.v = max(0, pool.v - amount)
    return {
        "kind": kind, "member": member, "amount": str(amount), "refused": refused,
        "value": str(pool.v), "denominator": text(pool.d), "epoch": pool.epoch,
        "shares": text(pool.s.get(member, ZERO)),
        "values": [str(pool.value(other)) for other in range(5)],
    }


def trace(rng):
    pool, scale = Pool(), rng.choice([10, 10**6, 10**12, 21 * 10**15, U64_MAX])
    return [step(rng, pool, scale) for _ in range(30)]


def main():
    rng = random.Random(1)
    floats = [float_case(rng) for _ in range(500)]
    traces = [trace(rng) for _ in range(24)]
    rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in floats)
    runs = ",\n".join(
        "[\n" + ",\n".join(json.dumps(s, separators=(",", ":")) for s in run) + "\n]"
        for run in traces
    )
    print('{"floats":[\n%s\n],"traces":[\n%s\n]}' % (rows, runs))


if __name__ == "__main__":
    main()
