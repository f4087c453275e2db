"""Writes model.json: keys and envelopes computed from the text of the standards.

A second implementation of what a sender does, slow and not safe against side channels: ML-KEM-768
key generation and encapsulation (FIPS 203, algorithms 13 and 14 with the subroutines they name),
twox-128 (two XXH64 with seeds 0 and 1) and the layout of the envelope. The cipher alone is borrowed,
from the package pycryptodome. `python3 model.py > model.json` writes the same file each time.
"""

import hashlib
import json

from Crypto.Cipher import ChaCha20_Poly1305

N, Q, K, ETA1, ETA2, DU, DV = 256, 3329, 3, 2, 2, 10, 4
U64 = 2**64 - 1


def bit_reverse_7(number):
    return int(f"{number:07b}"[::-1], 2)


ZETAS = [pow(17, bit_reverse_7(i), Q) for i in range(128)]
GAMMAS = [pow(17, 2 * bit_reverse_7(i) + 1, Q) for i in range(128)]


def ntt(poly):
    f, i, length = list(poly), 1, 128
    while length >= 2:
        for start in range(0, N, 2 * length):
            for j in range(start, start + length):
                t = ZETAS[i] * f[j + length] % Q
                f[j], f[j + length] = (f[j] + t) % Q, (f[j] - t) % Q
            i += 1
        length //= 2
    return f


def inverse_ntt(poly):
    f, i, length = list(poly), 127, 2
    while length <= 128:
        for start in range(0, N, 2 * length):
            for j in range(start, start + length):
                t = f[j]
                f[j], f[j + length] = (t + f[j + length]) % Q, ZETAS[i] * (f[j + length] - t) % Q
            i -= 1
        length *= 2
    return [c * 3303 % Q for c in f]


def multiply(f, g):
    h = []
    for i in range(128):
        (a0, a1), (b0, b1) = f[2 * i : 2 * i + 2], g[2 * i : 2 * i + 2]
        h += [(a0 * b0 + a1 * b1 * GAMMAS[i]) % Q, (a0 * b1 + a1 * b0) % Q]
    return h


def add(*polys):
    return [sum(column) % Q for column in zip(*polys)]


def bits(data):
    return [byte >> i & 1 for byte in data for i in range(8)]


def pack(numbers, width):
    total = sum(number << width * i for i, number in enumerate(numbers))
    return total.to_bytes(len(numbers) * width // 8, "little")


def unpack(data, width):
    total = int.from_bytes(data, "little")
    return [total >> width * i & (1 << width) - 1 for i in range(len(data) * 8 // width)]


def compress(poly, width):
    return [((c << width + 1) + Q) // (2 * Q) % (1 << width) for c in poly]


def sample_ntt(seed):
    stream, poly, position = hashlib.shake_128(seed).digest(2000), [], 0
    while len(poly) < N:
        a, b, c = stream[position : position + 3]
        position += 3
        poly += [d for d in (a + 256 * (b % 16), b // 16 + 16 * c) if d < Q]
    return poly[:N]


def sample_cbd(seed, nonce, eta):
    b = bits(hashlib.shake_256(seed + bytes([nonce])).digest(64 * eta))
    at = lambda i: sum(b[i * eta : (i + 1) * eta])
    return [(at(2 * i) - at(2 * i + 1)) % Q for i in range(N)]


def matrix(rho):
    return [[sample_ntt(rho + bytes([j, i])) for j in range(K)] for i in range(K)]


def dot(left, right):
    return add(*(multiply(f, g) for f, g in zip(left, right)))


def generate(seed):
    """The encapsulation key of the 64 bytes d ++ z. z matters to decapsulation only."""
    digest = hashlib.sha3_512(seed[:32] + bytes([K])).digest()
    rho, sigma = digest[:32], digest[32:]
    s = [ntt(sample_cbd(sigma, i, ETA1)) for i in range(K)]
    e = [ntt(sample_cbd(sigma, K + i, ETA1)) for i in range(K)]
    t = [add(dot(row, s), e[i]) for i, row in enumerate(matrix(rho))]
    return b"".join(pack(poly, 12) for poly in t) + rho


def encapsulate(key, message):
    digest = hashlib.sha3_512(message + hashlib.sha3_256(key).digest()).digest()
    secret, coins = digest[:32], digest[32:]
    t = [unpack(key[384 * i : 384 * (i + 1)], 12) for i in range(K)]
    y = [ntt(sample_cbd(coins, i, ETA1)) for i in range(K)]
    e1 = [sample_cbd(coins, K + i, ETA2) for i in range(K)]
    e2 = sample_cbd(coins, 2 * K, ETA2)
    columns = zip(*matrix(key[384 * K :]))
    u = [add(inverse_ntt(dot(column, y)), e1[i]) for i, column in enumerate(columns)]
    v = add(inverse_ntt(dot(t, y)), e2, [bit * 1665 for bit in bits(message)])
    return b"".join(pack(compress(f, DU), DU) for f in u) + pack(compress(v, DV), DV), secret


def xxh64(data, seed):
    p1, p2, p3, p4, p5 = (
        11400714785074694791,
        14029467366897019727,
        1609587929392839161,
        9650029242287828579,
        2870177450012600261,
    )
    rotate = lambda x, r: (x << r | x >> 64 - r) & U64
    turn = lambda acc, lane: rotate((acc + lane * p2) & U64, 31) * p1 & U64
    lanes = [int.from_bytes(data[i : i + 8], "little") for i in range(0, len(data), 8)]
    assert len(data) % 32 == 0, "keys fill whole stripes"
    accs = [(seed + p1 + p2) & U64, (seed + p2) & U64, seed, (seed - p1) & U64]
    for i, lane in enumerate(lanes):
        accs[i % 4] = turn(accs[i % 4], lane)
    h = sum(rotate(acc, r) for acc, r in zip(accs, (1, 7, 12, 18))) & U64
    for acc in accs:
        h = ((h ^ turn(0, acc)) * p1 + p4) & U64
    h = (h + len(data)) & U64
    h = (h ^ h >> 33) * p2 & U64
    h = (h ^ h >> 29) * p3 & U64
    return h ^ h >> 32


def key_hash(key):
    return b"".join(xxh64(key, seed).to_bytes(8, "little") for seed in (0, 1))


def encrypt(key, plaintext, message, nonce):
    kem_ct, secret = encapsulate(key, message)
    text, tag = ChaCha20_Poly1305.new(key=secret, nonce=nonce).encrypt_and_digest(plaintext)
    return key_hash(key) + len(kem_ct).to_bytes(2, "little") + kem_ct + nonce + text + tag


def case(seed, length):
    draw = hashlib.shake_256(seed + length.to_bytes(2, "little")).digest(56 + length)
    key, message, nonce, plaintext = generate(seed), draw[:32], draw[32:56], draw[56:]
    envelope = encrypt(key, plaintext, message, nonce)
    return {
        "seed": seed.hex(),
        "encapsulation_key_sha2_256": hashlib.sha256(key).hexdigest(),
        "key_hash": key_hash(key).hex(),
        "plaintext": plaintext.hex(),
        "envelope": envelope.hex(),
    }


if __name__ == "__main__":
    seeds = [bytes(64), bytes(range(64)), hashlib.sha512(b"noesis").digest()]
    cases = [case(seed, length) for seed, length in zip(seeds, (0, 1, 200))]
    print(json.dumps(cases, indent=1))
