"""Writes emission.json: emission computed from the text of the specification.

A second implementation, in unbounded integers, that shares nothing with the crate. Fixed-point
numbers are their raw bits, U32 and U64 in the comments below say how many of those are fractional.
`python3 model.py > emission.json` writes the same file each time.

In the file, whole amounts are numbers and raw bits are strings, since they exceed 64 bits.
"""

import json
import math
import random
from decimal import Decimal, getcontext

getcontext().prec = 60

U16_MAX = 2**16 - 1
U64_MAX = 2**64 - 1
U128_MAX = 2**128 - 1
I128_MAX = 2**127 - 1
CAP = 21 * 10**15
TAO = 10**9
TAO_WEIGHT = 971_718_665_099_567_868
ONE32 = 1 << 32
ONE64 = 1 << 64


# Fixed point. Unsigned numbers of 128 bits with `f` fractional ones; everything saturates.


def add(a, b):
    return min(a + b, U128_MAX)


def sub(a, b):
    return max(a - b, 0)


def mul(a, b, f):
    return min((a * b) >> f, U128_MAX)


def div_or_zero(a, b, f):
    """Zero for a zero divisor and for a quotient that does not fit."""
    if b == 0 or (a << f) // b > U128_MAX:
        return 0
    return (a << f) // b


def to_u64f64(bits32):
    return min(bits32 << 32, U128_MAX)


def to_u96f32(bits64):
    return bits64 >> 32


def whole(bits32):
    return min(bits32 >> 32, U64_MAX)


def fraction(parts, of):
    return div_or_zero(parts << 32, of << 32, 32)


# 3.1 The amount of a block.


def emission_for_issuance(issuance):
    if issuance >= CAP:
        return 0
    n = 0
    while issuance * 2 ** (n + 1) >= CAP * (2 ** (n + 1) - 1):
        n += 1
    return TAO // 2**n


# 4.1 Root proportion, in U96F32.


def root_proportion(root_stake, tao_weight, issuance):
    weight = mul(root_stake << 32, fraction(tao_weight, U64_MAX), 32)
    return div_or_zero(weight, add(weight, issuance << 32), 32)


def alpha_issuance(pool, outside, reservoir):
    return min(pool + outside + reservoir, U64_MAX)


# 4.3 The power of the gate: the library's algorithm on I32F32, whose raw numbers are i64.

I64_MIN, I64_MAX = -(2**63), 2**63 - 1
LOG2_E = int(1 / Decimal(2).ln() * 2**23) << 9
E = int(Decimal(1).exp() * 2**23) << 9
LARGEST = 2_147_483_647 << 32


class Overflow(Exception):
    pass


def checked(bits):
    if not I64_MIN <= bits <= I64_MAX:
        raise Overflow
    return bits


def quotient(a, b):
    """Rounded toward zero."""
    q = abs(a << 32) // abs(b)
    return q if (a < 0) == (b < 0) else -q


def half_up(x):
    return (x >> 1) + (x & 1)


def log2_of_at_least_one(x):
    result = 0
    while x >= 2 * ONE32:
        result += 1
        x = half_up(x)
    if x == ONE32:
        return result << 32
    for _ in range(32):
        x = (x * x) >> 32
        result <<= 1
        if x >= 2 * ONE32:
            result |= 1
            x = half_up(x)
    return result


def ln(x):
    if x <= 0:
        raise Overflow
    if x < ONE32:
        log = -log2_of_at_least_one(checked(quotient(ONE32, x)))
    else:
        log = log2_of_at_least_one(x)
    return quotient(log, LOG2_E)


def exp(x):
    if x == 0:
        return ONE32
    if x == ONE32:
        return E
    size = checked(abs(x))
    term, result = size, checked(size + ONE32)
    for i in range(2, 32):
        term = checked((term * size) >> 32)
        term = checked(quotient(term, i << 32))
        result = checked(result + term)
    return checked(quotient(ONE32, result)) if x < 0 else result


def power(value, exponent):
    """U64F64 to U64F64.

    A logarithm that does not exist gives 0. An exponential that does not fit gives the largest
    number; but of a negative number, where it is the inverse that does not fit, it gives 0, which
    is what the text's limit for large shares asks for.
    """
    try:
        log = ln(min(value >> 32, I64_MAX))
    except Overflow:
        return 0
    scaled = (min(exponent >> 32, I64_MAX) * log) >> 32
    scaled = max(min(scaled, I64_MAX), I64_MIN)
    try:
        return exp(scaled) << 32
    except Overflow:
        return 0 if scaled < 0 else LARGEST << 32


# 4.2 and 4.3 Shares, in U64F64.


def over_sum(numbers):
    """Numbers whose sum does not fit lose half of their digits first."""
    if sum(numbers) > U128_MAX:
        numbers = [number >> 64 for number in numbers]
    total = sum(numbers)
    return [div_or_zero(number, total, 64) for number in numbers]


def total_of(numbers):
    return min(sum(numbers), U128_MAX)


def bar_of(shares, gate, block):
    if gate["bar"] > 0 and block % 360 != 0:
        return gate["bar"]
    down = sorted(shares, reverse=True)
    theta = 0
    if gate["rank"] > 0:
        positive = [share for share in down if share > 0]
        if positive:
            theta = positive[min(gate["rank"], len(positive)) - 1]
    else:
        running = 0
        for share in down:
            running = add(running, share)
            theta = share
            if running >= gate["quantile"]:
                break
    return theta if theta > 0 else gate["bar"]


def gated(shares, theta, exponent):
    if theta == 0:
        return shares
    after = []
    for share in shares:
        if share > 0:
            ratio = div_or_zero(theta, share, 64)
            g = div_or_zero(ONE64, add(ONE64, power(ratio, exponent)), 64)
            share = mul(share, g, 64)
        after.append(share)
    return over_sum(after) if total_of(after) > 0 else shares


def moving_price(subnet):
    return ONE64 if subnet["stable"] else min(max(subnet["average"], 0) << 32, U128_MAX)


def block_shares(emission, block, gate, subnets):
    shares = over_sum([moving_price(subnet) for subnet in subnets])
    weighted = []
    for share, subnet in zip(shares, subnets):
        burned = min(to_u64f64(subnet["miner_burned"]), ONE64)
        weighted.append(mul(share, ONE64 - burned, 64))
    if total_of(weighted) > 0:
        shares = over_sum(weighted)
    theta = bar_of(shares, gate, block)
    shares = gated(shares, theta, gate["exponent"])
    if not all(subnet["enabled"] for subnet in subnets):
        shares = over_sum([s if subnet["enabled"] else 0 for s, subnet in zip(shares, subnets)])
    tao = [to_u96f32(mul(emission << 64, share, 64)) for share in shares]
    return theta, shares, tao


# 5.1 Injection and 5.3 the split of new alpha.


def injection(tao, price, alpha_emission, proportion):
    price = to_u96f32(price)
    alpha_in = div_or_zero(tao, price, 32)
    tao_in = tao
    cap = mul(proportion, alpha_emission << 32, 32)
    if alpha_in > cap:
        alpha_in = cap
        tao_in = mul(alpha_in, price, 32)
    return whole(tao_in), whole(alpha_in), whole(sub(tao, tao_in))


def alpha_out(emission, owner_cut, proportion):
    x = emission << 32
    cut = mul(x, fraction(owner_cut or 0, U16_MAX), 32)
    x -= cut
    root = mul(mul(proportion, x, 32), ONE32 >> 1, 32)
    server = mul(x, ONE32 >> 1, 32)
    validator = sub(x - server, root)
    pots = [whole(part) for part in (cut, server, validator, root)]
    return pots + [emission - sum(pots)]


# 9.1, 9.2 and 9.3 Prices.


def decay(half_life):
    def pow32(base):
        result, exponent = ONE32, half_life
        while exponent > 0:
            if exponent & 1:
                result = (result * base) >> 32
            base = (base * base) >> 32
            exponent >>= 1
        return result

    low, high = 0, ONE32
    while low + 1 < high:
        middle = low + ((high - low) >> 1)
        if pow32(middle) > 1 << 31:
            high = middle
        else:
            low = middle
    return low


def neuron_price(price, half_life, least, most, block):
    if half_life > 0 and block > 1:
        price = (price * decay(half_life)) >> 32
    return min(max(price, least), most)


def subnet_price(least, last, last_block, reduction, emission, block):
    scale = (emission << 64) // TAO
    interval = (min(reduction << 64, I128_MAX) * scale) >> 64
    interval = min(interval, I128_MAX) >> 64
    per_block = last // interval if interval > 0 else 0
    fall = min(per_block * max(block - last_block, 0), U64_MAX)
    start = min(last * (1 if last_block == 0 else 2), U64_MAX)
    return max(least, max(start - fall, 0))


def next_moving_price(average, spot, block, first, halving_blocks, factor):
    k = max(block - max(first - 1, 0), 0)
    age, horizon = k << 64, min((k + halving_blocks) << 64, U128_MAX)
    a = mul(min(max(factor, 0) << 32, U128_MAX), div_or_zero(age, horizon, 64), 64)
    old = min(max(average, 0) << 32, U128_MAX)
    new = add(mul(a, min(spot, ONE64), 64), mul(sub(ONE64, a), old, 64))
    return new >> 32


# ln 2 is the nearest double. The exact one gives the same step.
FAST_STEP = int(math.log(2) * 2**64) // 600
assert FAST_STEP == 21_310_514_408_671_092 == int(Decimal(2).ln() * 2**64) // 600


def next_fast_price(average, spot):
    if average is None:
        return spot
    if spot > average:
        return add(average, mul(spot - average, FAST_STEP, 64))
    return average - mul(average - spot, FAST_STEP, 64)


# 7 The epoch of a subnet.


def weight(stake, part, tao_weight):
    alpha = mul(stake["alpha"] << 32, part, 32)
    root = mul(mul(stake["root"] << 32, part, 32), fraction(tao_weight, U64_MAX), 32)
    return add(alpha, root)


def shared_dividend(terms, hotkeys, h, dividend):
    """7.1; the take of a child never exceeds what the burn leaves of a parent's part."""
    me = hotkeys[h]
    kept = ONE32
    for proportion in me["children"]:
        kept = sub(kept, fraction(proportion, U64_MAX))
    total = whole(weight(me, kept, terms["tao_weight"])) << 32
    lent = []
    for parent, proportion in me["parents"]:
        part = fraction(proportion, U64_MAX)
        lent.append(weight(hotkeys[parent], part, terms["tao_weight"]))
        total = add(total, lent[-1])
    left, child_total, recycled, payments = dividend << 32, 0, 0, []
    for (parent, _), contribution in zip(me["parents"], lent):
        e = mul(dividend << 32, div_or_zero(contribution, total, 32), 32)
        left = sub(left, e)
        if hotkeys[parent]["owner"] != me["owner"]:
            b = mul(fraction(terms["childkey_burn"], U64_MAX), e, 32)
            t = min(mul(fraction(me["childkey_take"], U16_MAX), e, 32), sub(e, b))
            e = sub(sub(e, b), t)
            child_total = add(child_total, t)
            recycled = min(recycled + whole(b), U64_MAX)
        payments.append((parent, whole(e)))
    payments.append((h, whole(add(left, child_total))))
    return payments, recycled


def with_take(hotkey, state, amount):
    take = mul(fraction(state["delegate_take"], U16_MAX), amount, 32)
    return [hotkey, whole(take), whole(sub(amount, take))]


def earned_by_miners(incentives, owner_hotkeys):
    earned = {}
    for hotkey, amount in incentives:
        earned[hotkey] = earned.get(hotkey, 0) + amount
    earned = sorted((hotkey, amount) for hotkey, amount in earned.items() if amount > 0)
    paid = [entry for entry in earned if entry[0] not in owner_hotkeys]
    withheld = [entry for entry in earned if entry[0] in owner_hotkeys]
    return paid, withheld


def pots_for_dividends(pots, incentives, recycled):
    """What is left of the pots of validators and root, and what of it was recycled.

    Alpha that was spent already is not paid again: incentives above the miners' pot come out of the
    validators' pot and then root's, recycled alpha out of both by what they hold.
    """
    server, validator, root = pots
    if incentives == 0:
        validator += server
    else:
        above = max(incentives - server, 0)
        root -= max(above - validator, 0)
        validator -= min(above, validator)
    recycled = min(recycled, validator + root)
    of_root = recycled * root // (validator + root) if recycled else 0
    return validator - (recycled - of_root), root - of_root, recycled


def dividend_parts(terms, state, d):
    """7.2, as the target does it: alpha part and root part."""
    alpha = state["alpha"] << 32
    w = mul(state["root"] << 32, fraction(terms["tao_weight"], U64_MAX), 32)
    t = add(alpha, w)
    alpha_d = mul(d, div_or_zero(alpha, t, 32), 32) if t > 0 else d
    return alpha_d, sub(d, alpha_d) if state["on_root"] else 0


def epoch_split(case):
    hotkeys, terms = case["hotkeys"], case["terms"]
    paid, withheld = earned_by_miners(case["incentives"], case["owner_hotkeys"])
    incentives = sum(amount for _, amount in case["incentives"])
    dividends, recycled = {}, 0
    for hotkey, amount in case["dividends"]:
        payments, burned = shared_dividend(terms, hotkeys, hotkey, amount)
        recycled += burned
        for receiver, amount in payments:
            dividends[receiver] = add(dividends.get(receiver, 0), amount << 32)
    validator, root, recycled = pots_for_dividends(case["pots"], incentives, min(recycled, U64_MAX))
    parts = {h: dividend_parts(terms, hotkeys[h], d) for h, d in sorted(dividends.items())}
    sums = [total_of(part[i] for part in parts.values()) for i in (0, 1)]
    alpha_paid, root_paid = [], []
    for hotkey, (alpha_d, root_d) in parts.items():
        state = hotkeys[hotkey]
        amount = mul(validator << 32, div_or_zero(alpha_d, sums[0], 32), 32)
        alpha_paid.append(with_take(hotkey, state, amount))
        amount = mul(root << 32, div_or_zero(root_d, sums[1], 32), 32)
        if whole(amount) > 0:
            root_paid.append(with_take(hotkey, state, amount))
    root_recycled = root if not root_paid else 0
    kept_back = sum(amount for _, amount in withheld)
    named = incentives + recycled + root_recycled
    named += sum(take + stakers for _, take, stakers in alpha_paid + root_paid)
    return {
        "incentives": paid,
        "withheld": withheld,
        "miner_burned": str(div_or_zero(kept_back << 32, incentives << 32, 32)),
        "alpha_dividends": alpha_paid,
        "root_dividends": root_paid,
        "childkey_recycled": recycled,
        "root_recycled": root_recycled,
        "unowned": sum(case["pots"]) - named,
    }


# The text's worked numbers, which the model has to meet before anything is written.


def check_worked_numbers():
    bits = root_proportion(10**15, TAO_WEIGHT, 10**15)
    assert fraction(TAO_WEIGHT, U64_MAX) == 226_245_882 and bits == 214_924_319
    gate = {"bar": 0, "rank": 32, "quantile": 0, "exponent": 3 << 64}
    markets = [{"stable": False, "average": quarters << 30, "miner_burned": 0, "enabled": True}
               for quarters in (1, 3)]
    theta, _, tao = block_shares(TAO, 1, gate, markets)
    assert theta == ONE64 // 4 and [t >> 32 for t in tao] == [147_368_420, 852_631_579]
    quarter = 250_000_000 << 32
    assert injection(quarter, ONE64 // 2, TAO, bits) == (25_020_483, 50_040_967, 224_979_516)
    assert alpha_out(TAO, 11_796, bits) == [179_995_422, 410_002_288, 389_485_377, 20_516_911, 2]
    assert [decay(1), decay(360), decay(7200)] == [2_147_483_648, 4_286_705_684, 4_294_553_838]
    assert neuron_price(TAO, 360, 0, U64_MAX, 2) == 998_076_443
    assert subnet_price(10**12, 10**12, 1000, 100_800, TAO, 51_400) == 1_500_000_046_400
    assert next_moving_price(0, ONE64 // 2, 201_600, 1, 201_600, 12_885) == 3221
    base = {"root": 0, "children": [], "parents": [], "delegate_take": 11_796, "on_root": False}
    family = [{**base, "owner": 0, "alpha": 600 * TAO, "children": [2**63], "childkey_take": 0},
              {**base, "owner": 1, "alpha": 700 * TAO, "parents": [(0, 2**63)],
               "childkey_take": 5898}]
    terms = {"tao_weight": TAO_WEIGHT, "childkey_burn": U64_MAX // 10}
    payments = [(0, 243_000_686), (1, 726_999_313)]
    assert shared_dividend(terms, family, 1, TAO) == (payments, 29_999_999)
    terms["childkey_burn"] = 0
    case = {"hotkeys": family, "terms": terms, "incentives": [], "owner_hotkeys": [],
            "dividends": [(1, TAO)], "pots": [0, 147_398_400_000, 0]}
    paid = [[0, 7_242_991_373, 32_996_872_970], [1, 19_288_045_867, 87_870_489_754]]
    assert epoch_split(case)["alpha_dividends"] == paid
    bar, _, tao = block_shares(TAO, 1, YOUNG_GATE, YOUNG_CHAIN)
    assert [t >> 32 for t in tao] == [999_676_575, 323_424] and bar < ONE64 // 1000
    for case in null_epochs():
        split = epoch_split(case)
        assert sum(amount for _, amount in split["incentives"]) == sum(
            amount for _, amount in case["incentives"])
        assert split["root_recycled"] == (0 if case["dividends"] else case["pots"][2])
    for case in excess_epochs():
        split = epoch_split(case)
        above = case["incentives"][0][1] - case["pots"][0]
        assert above > 0
        paid = sum(take + stakers for _, take, stakers in split["alpha_dividends"])
        assert paid <= max(case["pots"][1] - above, 0)


# Worked cases.

# 4.3: the large subnet of a young chain is more than 1,290 times the bar, which is the small one.
YOUNG_GATE = {"bar": 0, "rank": 32, "quantile": 11_252_513_884_962_826_240, "exponent": 3 << 64}
YOUNG_CHAIN = [{"netuid": netuid, "stable": False, "average": int(Decimal(price) * ONE32),
                "miner_burned": 0, "enabled": True}
               for netuid, price in ((1, "0.17"), (2, "0.00011"))]


def a_validator(alpha, root):
    return {"owner": 0, "alpha": alpha, "root": root, "children": [], "parents": [],
            "childkey_take": 0, "delegate_take": 11_796, "on_root": True}


def null_epochs():
    """Null consensus: exact budgets. With stake, and without, where root's pot is recycled."""
    base = {"terms": {"tao_weight": TAO_WEIGHT, "childkey_burn": 0}, "owner_hotkeys": [],
            "hotkeys": [a_validator(3 * TAO, 0), a_validator(TAO, 10 * TAO)]}
    return [{**base, "pots": [0, 200, 300], "incentives": [],
             "dividends": [(0, 375), (1, 125)]},
            {**base, "pots": [500, 200, 300], "incentives": [(0, 350), (1, 350)],
             "dividends": []},
            {**base, "pots": [500, 200, 300], "incentives": [(0, 500)],
             "dividends": [(0, 375), (1, 125)]}]


def excess_epochs():
    """Yuma with few miners: incentives above the miners' pot come out of the others."""
    base = {"terms": {"tao_weight": TAO_WEIGHT, "childkey_burn": 0}, "owner_hotkeys": [],
            "hotkeys": [a_validator(3 * TAO, 0), a_validator(TAO, 10 * TAO)]}
    of_validators = [(0, 110_700_000_000), (1, 36_900_000_000)]
    return [{**base, "pots": [147_600_000_000, 140_000_000_000, 7_600_000_000],
             "incentives": [(1, 147_600_000_000 + above)], "dividends": of_validators}
            for above in (1, 549, 140_000_000_000, 140_000_000_549)]


# Random cases.

rng = random.Random(425)


def magnitude(bits):
    """A number of any size up to `bits` bits, small ones as likely as large ones."""
    return rng.getrandbits(rng.randint(0, bits))


def amount():
    return rng.choice([0, 1, U64_MAX, magnitude(64), rng.randrange(CAP), rng.randrange(CAP)])


def u16():
    return rng.choice([0, 1, 11_796, U16_MAX, rng.randrange(2**16)])


def parts_of_u64():
    return rng.choice([0, 1, 2**63, U64_MAX, TAO_WEIGHT, magnitude(64)])


def emissions():
    issuances = [0, 1, CAP - 1, CAP, U64_MAX]
    for n in range(1, 31):
        threshold = CAP - CAP // 2**n
        issuances += [threshold - 1, threshold, threshold + 1]
    issuances += [rng.randrange(CAP) for _ in range(60)]
    issuances += [CAP - rng.randrange(2 ** rng.randint(1, 54)) for _ in range(60)]
    return [{"issuance": i, "minted": emission_for_issuance(i)} for i in issuances]


def proportions():
    cases = []
    for _ in range(80):
        stake, weight = amount(), parts_of_u64()
        alpha = [amount() for _ in range(3)]
        issuance = alpha_issuance(*alpha)
        proportion = str(root_proportion(stake, weight, issuance))
        cases.append({"root_stake": stake, "tao_weight": weight, "alpha": alpha,
                      "issuance": issuance, "proportion": proportion})
    return cases


def a_subnet(netuid, spread):
    burned = rng.choice([0, 0, ONE32, ONE32 // 2, rng.randrange(ONE32), ONE32 + 1])
    average = rng.choice([0, 1, ONE32] + 9 * [rng.randrange(1 + (ONE32 >> rng.randint(0, spread)))])
    return {"netuid": netuid, "stable": rng.random() < 0.03, "average": average,
            "miner_burned": burned, "enabled": rng.random() < 0.85}


def a_gate(default):
    if default:
        # 0.61 as the nearest double.
        return {"bar": rng.choice([0, magnitude(63)]), "rank": 32,
                "quantile": 11_252_513_884_962_826_240, "exponent": 3 << 64}
    return {"bar": rng.choice([0, magnitude(64), magnitude(128)]),
            "rank": rng.choice([0, 0, 1, 2, 32, rng.randrange(200)]),
            "quantile": rng.choice([1, ONE64 // 2, ONE64 - 1, rng.randrange(ONE64)]),
            "exponent": rng.randint(ONE64, 8 * ONE64)}


def shares():
    cases = []
    for number in range(124):
        count = rng.choice([0, 1, 2, 5, 40, 128]) if number % 4 else rng.randint(1, 12)
        spread = rng.choice([2, 8, 32])
        subnets = [a_subnet(netuid, spread) for netuid in range(1, count + 1)]
        if number >= 120:
            # Prices without a sum, which no chain has.
            for subnet in subnets:
                subnet["average"] = rng.choice([I128_MAX, 1 << 95, ONE32])
        gate, block = a_gate(number % 2 == 0), rng.choice([0, 1, 359, 360, 720, magnitude(40)])
        emission = rng.choice([TAO, TAO, TAO // 2, 976_562, 1, 0])
        cases.append(block_case(emission, block, gate, subnets))
    return cases + [block_case(TAO, 1, YOUNG_GATE, YOUNG_CHAIN)]


def block_case(emission, block, gate, subnets):
    bar, of, tao = block_shares(emission, block, gate, subnets)
    text = {key: value if key == "rank" else str(value) for key, value in gate.items()}
    markets = [[s["netuid"], int(s["stable"]), str(s["average"]), str(s["miner_burned"]),
                int(s["enabled"])] for s in subnets]
    return {"emission": emission, "block": block, "gate": text, "subnets": markets,
            "bar": str(bar), "shares": [[str(s), str(t)] for s, t in zip(of, tao)]}


def injections():
    # Alpha for so much TAO at so low a price has no number: none enters.
    extreme = (U128_MAX, ONE32, TAO, ONE32)
    cases = [injection_case(*extreme)]
    for _ in range(120):
        tao = rng.choice([0, 1, magnitude(128), rng.randrange(TAO << 32), rng.randrange(TAO << 32)])
        price = rng.choice([0, 1, ONE64, magnitude(128), magnitude(66), magnitude(66)])
        alpha = emission_for_issuance(rng.randrange(CAP))
        proportion = rng.choice([0, ONE32, rng.randrange(ONE32), rng.randrange(ONE32)])
        cases.append(injection_case(tao, price, alpha, proportion))
    return cases


def injection_case(tao, price, alpha, proportion):
    tao_in, alpha_in, excess = injection(tao, price, alpha, proportion)
    return {"tao": str(tao), "price": str(price), "alpha_emission": alpha,
            "proportion": str(proportion), "tao_in": tao_in, "alpha_in": alpha_in,
            "excess": excess}


def alpha_splits():
    cases = []
    for _ in range(80):
        emission = rng.choice([0, 1, 2, TAO, TAO // 2, 976_562, rng.randrange(TAO), amount()])
        cut = rng.choice([None, 11_796, u16()])
        proportion = rng.choice([0, ONE32, 1, rng.randrange(ONE32), rng.randrange(ONE32)])
        cases.append({"emission": emission, "owner_cut": cut, "proportion": str(proportion),
                      "pots": alpha_out(emission, cut, proportion)})
    return cases


def averages():
    cases = []
    for _ in range(120):
        average = rng.choice([0, 1, ONE32, magnitude(32), rng.randrange(ONE32), -1])
        spot = rng.choice([0, ONE64, ONE64 - 1, ONE64 + 1, magnitude(66), magnitude(128)])
        first = rng.choice([0, 1, rng.randrange(10**6), magnitude(64)])
        block = rng.choice([0, 16, U64_MAX, magnitude(64), first + rng.randrange(10**6)])
        block = min(block, U64_MAX)
        halving = rng.choice([0, 201_600, 201_600, U64_MAX, magnitude(64)])
        factor = rng.choice([12_885, 12_885, 0, ONE32, magnitude(33), -1])
        new = next_moving_price(average, spot, block, first, halving, factor)
        cases.append({"average": str(average), "spot": str(spot), "block": block,
                      "first_emission": first, "halving_blocks": halving, "factor": str(factor),
                      "next": str(new)})
    return cases


def fast_averages():
    cases = [{"average": None, "spot": str(ONE64 // 3), "next": str(ONE64 // 3)}]
    for _ in range(60):
        average = rng.choice([0, U128_MAX, magnitude(66), magnitude(128)])
        spot = rng.choice([0, U128_MAX, magnitude(66), magnitude(128)])
        cases.append({"average": str(average), "spot": str(spot),
                      "next": str(next_fast_price(average, spot))})
    return cases


def fates():
    sets = [[], [ONE64], [ONE64, 1], [ONE64 // 2] * 2, [U128_MAX] * 3, [0] * 4]
    sets += [[rng.randrange(ONE64 // 8) for _ in range(rng.randint(1, 32))] for _ in range(20)]
    return [{"prices": [str(p) for p in of], "accumulates": sum(of) > ONE64} for of in sets]


def neuron_prices():
    cases = []
    for _ in range(80):
        price, least, most = amount(), rng.choice([0, 500_000, amount()]), amount()
        half_life = rng.choice([0, 1, 2, 360, 360, 7200, 36_100, U16_MAX, u16()])
        block = rng.choice([0, 1, 2, 1000, U64_MAX])
        cases.append({"price": price, "half_life": half_life, "min": least, "max": most,
                      "block": block, "decay": decay(half_life) if half_life else 0,
                      "next": neuron_price(price, half_life, least, most, block)})
    return cases


def subnet_prices():
    cases = []
    for _ in range(80):
        least = rng.choice([1000 * TAO, 1000 * TAO, 0, amount()])
        last = rng.choice([1000 * TAO, rng.randrange(1, 10**5) * TAO, amount()])
        last_block = rng.choice([0, 1000, 1000, rng.randrange(10**7)])
        reduction = rng.choice([100_800, 100_800, 0, 1, amount()])
        emission = emission_for_issuance(rng.randrange(CAP))
        block = rng.choice([0, U64_MAX] + 4 * [last_block + rng.randrange(200_000)])
        price = subnet_price(least, last, last_block, reduction, emission, block)
        cases.append({"min": least, "last": last, "last_block": last_block,
                      "reduction_interval": reduction, "emission": emission, "block": block,
                      "price": price})
    return cases


def a_hotkey(key, count, stake):
    others = [other for other in range(count) if other != key]
    parents = rng.sample(others, min(len(others), rng.choice([0, 0, 1, 2, 5])))
    children = [rng.randrange(2**62) for _ in range(rng.choice([0, 0, 1, 3]))]
    return {"owner": rng.randrange(max(count // 2, 1)), "alpha": stake(), "root": stake(),
            "children": rng.choice([children, [U64_MAX]]) if children else [],
            "parents": [(parent, parts_of_u64()) for parent in parents],
            "childkey_take": u16(), "delegate_take": u16(), "on_root": rng.random() < 0.6}


def some_hotkeys(count):
    stake = rng.choice([amount, lambda: rng.randrange(10**6 * TAO), lambda: rng.randrange(3)])
    return [a_hotkey(key, count, stake) for key in range(count)]


def some_terms():
    burn = rng.choice([0, 0, U64_MAX // 10, parts_of_u64()])
    return {"tao_weight": rng.choice([TAO_WEIGHT, TAO_WEIGHT, parts_of_u64()]),
            "childkey_burn": burn}


def hotkeys_as_json(hotkeys):
    fields = ["owner", "alpha", "root", "children", "parents", "childkey_take", "delegate_take"]
    return [[h[field] for field in fields] + [int(h["on_root"])] for h in hotkeys]


def families():
    cases = []
    for _ in range(60):
        hotkeys, terms = some_hotkeys(rng.randint(1, 8)), some_terms()
        h, dividend = rng.randrange(len(hotkeys)), rng.choice([0, 1, rng.randrange(360 * TAO)])
        payments, recycled = shared_dividend(terms, hotkeys, h, dividend)
        cases.append({"terms": terms, "hotkeys": hotkeys_as_json(hotkeys), "hotkey": h,
                      "dividend": dividend, "payments": payments, "recycled": recycled})
    return cases


def earnings(count, total):
    """Hotkeys with a part of `total` each, some of them twice."""
    chosen = [rng.randrange(count) for _ in range(rng.choice([0, 1, 3, count]))]
    return [(h, rng.choice([0, rng.randrange(total // len(chosen) + 1)])) for h in chosen]


def epochs():
    cases = []
    for number in range(80):
        count = rng.choice([1, 2, 5, 16, 64])
        hotkeys = some_hotkeys(count)
        pots = [rng.choice([0, rng.randrange(180 * TAO)]) for _ in range(3)]
        # Consensus splits the sum of the pots; now and then miners earn all of it.
        of_miners = sum(pots) if number % 5 == 0 else pots[0]
        case = {"pots": pots, "terms": some_terms(), "incentives": earnings(count, of_miners),
                "dividends": earnings(count, sum(pots)), "hotkeys": hotkeys,
                "owner_hotkeys": rng.sample(range(count), rng.choice([0, 0, 1]))}
        cases.append(case)
    cases += null_epochs() + excess_epochs()
    return [{**case, "hotkeys": hotkeys_as_json(case["hotkeys"]), "split": epoch_split(case)}
            for case in cases]


def main():
    check_worked_numbers()
    vectors = {
        "emissions": emissions(),
        "root_proportions": proportions(),
        "block_shares": shares(),
        "injections": injections(),
        "alpha_splits": alpha_splits(),
        "moving_prices": averages(),
        "fast_prices": fast_averages(),
        "root_fates": fates(),
        "neuron_prices": neuron_prices(),
        "subnet_prices": subnet_prices(),
        "shared_dividends": families(),
        "epoch_splits": epochs(),
    }
    sections = []
    for name, cases in vectors.items():
        lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
        sections.append(f'"{name}":[\n{lines}\n]')
    print("{" + ",\n".join(sections) + "}")


main()
