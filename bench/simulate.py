# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Simulating a contract: how long an imagined world takes, and what a second thread brings.

The knee contract with the buyer's model, worlds of 8 years and some 2,800 operations each, under two alternatives; beside it
bench/simulate_loop.c, the same model written down in C for one run with the C library's mathematics. Both run in turn, the
fastest of each counts, in seconds of the processor: what is judged is their ratio. The twins of some worlds, which tell chance
from performance, are counted in. The aim, 10,000 worlds under both
alternatives in 10 seconds on two threads, is shown as what it would be on a machine with nothing else to do.

    bench/simulate.py [WORLDS]      300 without any; of the loop as many

Exit status 1 where a world under one alternative takes more than twice what the loop takes for it, or two threads take more
than 1.1 times the processor of one.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NYTTE = os.environ.get("NYTTE", str(ROOT / "build" / "nytte"))
KNEE = ROOT / "contracts" / "knee"
ROUNDS = 7
ALTERNATIVES = 2
MOST_OF_LOOP = 2
MOST_OF_ONE_THREAD = 1.1
AIM_WORLDS, AIM_SECONDS = 10_000, 10


def simulate(worlds, threads=None):
    words = [NYTTE, "simulate", KNEE / "knee-buyer.nytte", "--offer", KNEE / "offer-knee.json", "--worlds", str(worlds)]
    return words + (["--threads", str(threads)] if threads else [])


def run(words):
    """Seconds by the clock and of the processor."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def fastest(*kinds):
    """Of each kind of run the least by the clock and of the processor, all kinds in turn."""
    times = [[run(words) for words in kinds] for _ in range(ROUNDS)]
    return [tuple(map(min, zip(*of_kind))) for of_kind in zip(*times)]


def has_threads():
    return "--threads" in subprocess.run([NYTTE, "simulate", "--help"], capture_output=True, text=True, check=True).stdout


def against_loop(loop, worlds):
    one = 1 if has_threads() else None
    (_, few), (_, many), (_, plain) = fastest(simulate(1, one), simulate(worlds + 1, one), [loop, str(worlds)])
    ours, theirs = (many - few) / worlds / ALTERNATIVES, plain / worlds
    ratio = ours / theirs
    print(f"a world under one alternative: {1e3 * ours:.3f} ms of the processor; the loop {1e3 * theirs:.3f} ms; "
          f"{ratio:.2f} times{'' if ratio <= MOST_OF_LOOP else ', too slow!'}")
    print(f"{AIM_WORLDS:,} worlds under {ALTERNATIVES}: {ours * AIM_WORLDS * ALTERNATIVES:.1f} s of the processor; the aim is "
          f"{AIM_SECONDS} s on two threads, {2 * AIM_SECONDS} s of the processor")
    return ratio > MOST_OF_LOOP


def two_threads(worlds):
    if not has_threads():
        print("this program has no --threads: two threads were NOT measured")
        return False
    (wall, busy), (wall_of_two, busy_of_two) = fastest(simulate(worlds, 1), simulate(worlds, 2))
    more = busy_of_two / busy
    print(f"two threads: {wall / wall_of_two:.2f} times as fast by the clock, {more:.2f} times the processor"
          f"{'' if more <= MOST_OF_ONE_THREAD else ', too much!'}")
    return more > MOST_OF_ONE_THREAD


def main():
    worlds = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        loop = Path(folder) / "simulate_loop"
        subprocess.run([os.environ.get("CC", "cc"), "-std=c17", "-O2", "-o", loop, ROOT / "bench" / "simulate_loop.c", "-lm"],
                       check=True)
        bad = against_loop(loop, worlds) + two_threads(worlds)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
