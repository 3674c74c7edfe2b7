# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""The kernels of the simulation engine: how near an expression that is run call by call comes to a loop written for
it, and how fast random numbers are.

bench/engine.c runs both in turn over the same lanes, asks that every bit is the same, and takes the fastest of
each. The loop (engine_fused.c) is compiled as the kernels are, for the same instructions. A million normals are
measured beside R's rnorm where R is installed, and beside the same method, one number at a time, in any case.
bench/engine_rows.c runs a like formula as a contract's model has it, through plan and fast evaluator: there cells are
read and every number has a bound of its error, which is most of the work. It is measured beside single rows.

    bench/engine.py           the best kernels that this processor runs
    bench/engine.py plain     those for every processor

Exit status 1 where an expression with exp and log runs at less than 0.9 of the loop's speed in blocks of 128 or 512
lanes (a study's, and as many as rows are run in), where rows of a plan are not five times as fast by the block as one by
one, or where a million normals take more than a fifth of the time of R's rnorm. Times are those of the processor; absolute figures depend on
the machine.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = Path(os.environ.get("NYTTE", str(ROOT / "build" / "nytte"))).parent / "src"
# Of the rival's speed. A study's figures are such expressions, over blocks of NY_STUDY_LANES (run/study.h) worlds.
LEAST = {"exp and log, blocks of 128": 0.9, "exp and log, blocks of 512": 0.9, "rows of a plan": 5}
LEAST_OF_R = 5
ROUNDS = 3

# As meson.build and src/meson.build have them.
EXACT = ["-std=c17", "-D_POSIX_C_SOURCE=200809L", "-ffp-contract=off", "-fno-math-errno", f"-I{ROOT / 'src'}",
         f"-I{ROOT / 'bench'}"]
KERNELS = ["-O3", "-funroll-loops", "-fno-trapping-math"]
R = "invisible(rnorm(1000)); t <- Inf; for (i in 1:15) t <- min(t, system.time(rnorm(1e6))[[1]]); cat(1 / t)"


def compile_engine(folder, wanted):
    """The programs to run, with their arguments."""
    compiler = os.environ.get("CC", "cc")
    kernels = sorted(LIBRARIES.glob("libkernel_*.a"))
    libraries = [LIBRARIES / f"lib{name}.a" for name in ("run", "plan", "model", "text", "base", "quantile")]
    fast = [] if wanted == "plain" or not (LIBRARIES / "libkernel_avx2.a").exists() else ["-mavx2"]
    subprocess.run([compiler, *EXACT, *KERNELS, *fast, "-c", ROOT / "bench" / "engine_fused.c", "-o",
                    folder / "fused.o"], check=True)
    for name, more in (("engine", [folder / "fused.o"]), ("engine_rows", [])):
        subprocess.run([compiler, *EXACT, "-O2", f"-I{ROOT / 'diag'}", ROOT / "bench" / f"{name}.c", *more,
                        "-Wl,--start-group", *libraries, *kernels, "-Wl,--end-group", "-lgmp", "-lsodium", "-lstdc++",
                        "-lpthread", "-lm", "-o", folder / name], check=True)
    return [[folder / "engine", wanted], [folder / "engine_rows"]]


def figures(programs):
    """[(name, rate, rate of the rival or 0, unit)] of one run."""
    rows = []
    for program in programs:
        lines = subprocess.run(program, check=True, capture_output=True, text=True).stdout.splitlines()
        rows += [line.split("\t") for line in lines]
    return [(name, float(ours), float(theirs), unit) for name, ours, theirs, unit in rows]


def best_of(runs):
    """The fastest of each: other work on the machine only takes away."""
    return [(rows[0][0], max(row[1] for row in rows), max(row[2] for row in rows), rows[0][3]) for rows in zip(*runs)]


def against_r(ours):
    if not shutil.which("Rscript"):
        print("R is not installed: a million normals were NOT measured beside its rnorm")
        return 0
    theirs = float(subprocess.run(["Rscript", "-e", R], check=True, capture_output=True, text=True).stdout)
    print(f"a million normals: {ours:.1f} millions a second, R's rnorm {theirs:.1f}; {ours / theirs:.1f} times as fast"
          f"{'' if ours >= LEAST_OF_R * theirs else ', too slow!'}")
    return ours < LEAST_OF_R * theirs


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else "best"
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        programs = compile_engine(Path(name), wanted)
        rows = best_of([figures(programs) for _ in range(ROUNDS)])
    for name, ours, theirs, unit in rows:
        digits = 0 if not theirs else 2
        line = f"{name:<52}{ours:10.{digits}f} {unit}"
        if theirs:
            line += f"; the rival {theirs:.{digits}f}; ratio {ours / theirs:.2f}"
        if any(name.startswith(gated) and ours < least * theirs for gated, least in LEAST.items()):
            line += ", too slow!"
            bad = 1
        print(line, flush=True)
    bad += against_r(next(ours for name, ours, _, _ in rows if name == "a million normals"))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
