"""Chance as a pure function of a counter: the same row gets the same value, whichever batch computes it.

Counter-based generation (Salmon et al. 2011) with the finalizer of SplitMix64 (Steele et al. 2014). No state is kept,
so that a table of any size is made in batches of any size, and one row can be looked up without the others.
"""

import hashlib
import math

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_MANTISSA = 1.0 / (1 << 53)


def uniform(seed: int, stream: str, counter: Ints) -> Floats:
    """Return a number in [0, 1) for each counter; streams of another name are independent."""
    key = np.uint64(int.from_bytes(hashlib.blake2b(f"{seed}/{stream}".encode(), digest_size=8).digest(), "little"))
    mixed = (counter.astype(np.uint64) + np.uint64(1)) * _GOLDEN + key
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX_1
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX_2
    mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)).astype(np.float64) * _MANTISSA


def whole(seed: int, stream: str, counter: Ints, size: Ints | int) -> Ints:
    """Return a whole number from 0 to `size` - 1 for each counter."""
    return (uniform(seed, stream, counter) * size).astype(np.int64)


def spread(size: int) -> int:
    """Return a multiplier coprime with `size`, near its golden section: multiples of it visit all in a mixed order."""
    multiplier = max(1, int(size * 0.6180339887498949))
    while math.gcd(multiplier, size) != 1:
        multiplier += 1
    return multiplier


def shuffled(seed: int, stream: str, counter: Ints, size: int) -> Ints:
    """Return a permutation of 0 … `size` - 1 at `counter`: neighbors land far from each other."""
    shift = int(whole(seed, stream, np.zeros(1, np.int64), size)[0])
    return (counter * spread(size) + shift) % size
