# SPDX-License-Identifier: Apache-2.0
"""Measures the comparison of filters on every path of this processor beside anonlink, in turns, on one core.

Needs an environment of its own: python -m venv V; V/bin/pip install anonlink==0.15.3 numpy
Then: V/bin/python Benchmarks/filters.py [--filters 8192] [--runs 5] [--compiler clang]
Prints one JSON object: comparisons a processor-second in millions (median of the runs), how many times anonlink's that is,
and for AVX-512 the share of what the processor's bit counting allows, measured in the same run.
"""

import argparse
import ctypes
import functools
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy

SOURCES = Path(__file__).resolve().parents[1] / "Sources" / "CFilters"
PATHS = ["portable", "popcnt", "avx2", "avx512"]
LANES, WORDS = 8, 16

# Every row against every group, as `FilterComparison` does it; and eight counters of 512 bits each that wait for nobody:
# what the processor can count at most.
DRIVER = """
#include "CFilters.h"
#include <stdlib.h>
size_t all(enum wayhouse_filter_path path, const uint64_t *rows, const uint32_t *bits, size_t count,
           const uint64_t *groups, const uint64_t *sizes, size_t group_count, double threshold) {
    struct wayhouse_filter_hit *hits = malloc(sizeof *hits * 4 * 8 * 256);
    size_t found = 0;
    for (size_t group = 0; group < group_count; group += 256)
        for (size_t row = 0; row < count; row += 4)
            found += wayhouse_filter_compare(
                path, rows + row * 16, bits + row, groups + group * 128, sizes + group * 8,
                group_count - group < 256 ? group_count - group : 256, threshold, hits);
    free(hits);
    return found;
}
#if defined(__x86_64__)
#include <immintrin.h>
__attribute__((target("avx512f,avx512vpopcntdq"))) unsigned long long limit(size_t rounds) {
    __m512i a[8];
    for (int i = 0; i < 8; i++) a[i] = _mm512_set1_epi64(i + 1);
    for (size_t n = 0; n < rounds; n++)
        for (int i = 0; i < 8; i++) __asm__ volatile("vpopcntq %0, %0" : "+v"(a[i]));
    unsigned long long sum = 0, out[8];
    for (int i = 0; i < 8; i++) { _mm512_storeu_si512(out, a[i]); sum += out[0]; }
    return sum;
}
#endif
"""


def built(folder: Path, compiler: str) -> ctypes.CDLL:
    """The kernel as it is, with a loop around it."""
    (folder / "driver.c").write_text(DRIVER)
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", f"-I{SOURCES / 'include'}", str(SOURCES / "filters.c"),
                    str(folder / "driver.c"), "-o", str(folder / "kernel.so")], check=True)
    kernel = ctypes.CDLL(str(folder / "kernel.so"))
    kernel.all.restype = ctypes.c_size_t
    return kernel


def grouped(filters: numpy.ndarray) -> numpy.ndarray:
    """Words of eight filters side by side."""
    return numpy.ascontiguousarray(filters.reshape(-1, LANES, WORDS).transpose(0, 2, 1))


def pointer(array):
    return ctypes.c_void_p(array.ctypes.data)


def compare(kernel, path, first, second, threshold) -> int:
    """How many pairs there are."""
    groups, sizes = grouped(second), numpy.bitwise_count(second).sum(1, dtype=numpy.uint64)
    bits = numpy.bitwise_count(first).sum(1, dtype=numpy.uint32)
    return kernel.all(
        PATHS.index(path), pointer(first), pointer(bits), ctypes.c_size_t(len(first)), pointer(groups), pointer(sizes),
        ctypes.c_size_t(len(groups)), ctypes.c_double(threshold))


def by_anonlink(first, second, threshold) -> int:
    from anonlink.similarities import dice_coefficient_accelerated
    return len(dice_coefficient_accelerated((first, second), threshold)[0])


def seconds(step) -> tuple[float, int]:
    start = time.process_time()
    result = step()
    return time.process_time() - start, result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--filters", type=int, default=8192)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threshold", type=float, default=0.8)
    parser.add_argument("--compiler", default="clang")
    options = parser.parse_args()
    from bitarray import bitarray
    chance = numpy.random.default_rng(1)
    first, second = (chance.integers(0, 2**64, (options.filters, WORDS), dtype=numpy.uint64) for _ in range(2))
    # Some that are the same, so that there is something to find.
    second[:100] = first[:100]
    theirs = [[bitarray(buffer=row.tobytes(), endian="little") for row in side] for side in (first, second)]
    with tempfile.TemporaryDirectory() as folder:
        kernel = built(Path(folder), options.compiler)
        has_limit = kernel.wayhouse_filter_can(PATHS.index("avx512"))
        steps = {"anonlink": functools.partial(by_anonlink, *theirs, options.threshold)}
        for path in PATHS:
            if kernel.wayhouse_filter_can(PATHS.index(path)):
                steps[path] = functools.partial(compare, kernel, path, first, second, options.threshold)
        taken, found = {name: [] for name in steps}, set()
        counted = []
        for _ in range(options.runs):
            for name, step in steps.items():
                spent, pairs = seconds(step)
                taken[name].append(options.filters**2 / spent / 1e6)
                found.add(pairs)
            if has_limit:
                spent, _ = seconds(lambda: kernel.limit(ctypes.c_size_t(50_000_000)))
                counted.append(400 / spent)
    assert len(found) == 1, "all must find the same pairs"
    speed = {name: statistics.median(values) for name, values in taken.items()}
    report = {"processors": os.cpu_count(), "pairs": found.pop(), "millions": {name: round(v) for name, v in speed.items()},
              "timesAnonlink": {name: round(v / speed["anonlink"], 2) for name, v in speed.items() if name != "anonlink"}}
    if counted:
        # Sixteen words of eight filters: two countings of 512 bits a comparison.
        bound = statistics.median(counted) / 2
        report |= {"limitMillions": round(bound), "shareOfLimit": round(speed["avx512"] / bound, 2)}
    print(json.dumps(report))


if __name__ == "__main__":
    main()
