# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Pathways beside R: whole processes, from the start to the last line, in turn within one run.

    work                                                     rival                          must be, aim
    cohort, 4 states, 75 cycles, 10,000 draws, 4 strategies  cohort.R, vectorised           5, 10 times as fast; 30 MiB
    100,000 people one by one, 30 cycles, 2 strategies       individuals.R, vectorised      5, 10 times as fast
    1,000 people, 1,000 draws, 2 strategies, Weibull times   twice the time of the above    1, 4 times as fast; 50 MiB

The cohort is measured twice: by `nytte compare`, which says what cohort.R says (the means of costs and QALYs by strategy)
and more, and by `nytte simulate`, with every line, figure and quantile.

The scripts stand in bench/pathways/ and need base R alone. Each pair is run in turn, ROUNDS times, and the fastest of each
is taken: other work on the machine only takes away. Seconds are those of the clock; those of the processor (of all threads)
stand beside them, and are what is judged where the two disagree, since a busy machine lets one wait. With `--json` a
study's run writes all that it has found.

Exit status 1 where a least ratio or a memory is missed. What this version does not compute, or R where it is not installed,
is said aloud and not judged.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "bench" / "pathways"
NYTTE = os.environ.get("NYTTE", str(ROOT / "build" / "nytte"))
ROUNDS = 5
COHORT = ROOT / "contracts" / "sick-sicker" / "sick-sicker.nytte"
STRATEGIES = [word for name in ("usual", "a", "b", "both") for word in ("--alternative", name)]
# name, nytte's arguments, R's script with its argument, how many times R's time is the rival's, least (0: not judged),
# aim, MiB or 0, what nytte says where it has computed this and not something quicker
WORK = [
    ("cohort, 10,000 draws, 4 strategies, compared",
     ["compare", COHORT, *STRATEGIES, "--worlds", "10000", "--json"], ["cohort.R", "10000"], 1, 5, 10, 30, "worlds"),
    ("the same, simulated",
     ["simulate", COHORT, "--worlds", "10000", "--json"], ["cohort.R", "10000"], 1, 5, 10, 30, "worlds"),
    ("100,000 people, 30 cycles, 2 strategies",
     ["simulate", HERE / "individuals.nytte", "--worlds", "1", "--json"],
     ["individuals.R", "100000"], 1, 5, 10, 0, "persons"),
    ("continuous time, 1,000 people, 1,000 draws, 2 strategies",
     ["simulate", HERE / "continuous.nytte", "--worlds", "1000", "--json"],
     ["individuals.R", "100000"], 2, 1, 4, 50, "persons"),
]


def measured(command):
    """(status, seconds of the clock, seconds of the processor, MiB, what it complained of, what it said) of a process."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin = time.perf_counter()
        process = subprocess.Popen([str(word) for word in command], stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        clock = time.perf_counter() - begin
        err.seek(0)
        out.seek(0)
        said = [stream.read().decode("utf-8", "replace") for stream in (err, out)]
    return process.returncode, clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, *said


def fastest(runs, place):
    return min(run[place] for run in runs)


def compare(name, nytte, script, times, least, aim, most, evidence):
    """Prints a line; gives whether it is missed."""
    rival = ["Rscript", HERE / script[0], *script[1:]] if shutil.which("Rscript") else None
    status, _, _, _, complaint, said = first = measured([NYTTE, *nytte])
    if status != 0 or f'"{evidence}"' not in said:
        why = complaint.strip().splitlines()[0] if status else "it was computed as a cohort"
        print(f"{name}: NOT measured, this version does not compute it: {why}", flush=True)
        return False
    ours, theirs = [first], []
    for _ in range(ROUNDS):
        ours.append(measured([NYTTE, *nytte]))
        if rival:
            theirs.append(measured(rival))
    memory = max(run[3] for run in ours)
    line = f"{name}: {fastest(ours, 1):.3f} s (processor {fastest(ours, 2):.3f}), {memory:.0f} MiB"
    bad = bool(most and memory > most)
    if not rival:
        print(f"{line}; R is not installed: NOT measured beside {script[0]}")
        return bad
    clock = times * fastest(theirs, 1) / fastest(ours, 1)
    processor = times * fastest(theirs, 2) / fastest(ours, 2)
    bad |= max(clock, processor) < least
    print(f"{line}; {'twice ' if times == 2 else ''}{script[0]} {times * fastest(theirs, 1):.3f} s (processor "
          f"{times * fastest(theirs, 2):.3f}), {max(run[3] for run in theirs):.0f} MiB; {clock:.1f} times as fast "
          f"(processor {processor:.1f}); {f'least {least}, ' if least else 'not judged, '}aim {aim}"
          f"{f', at most {most} MiB' if most else ''}"
          f"{': MISSED' if bad else ''}", flush=True)
    return bad


def main():
    return 1 if any([compare(*work) for work in WORK]) else 0


if __name__ == "__main__":
    sys.exit(main())
