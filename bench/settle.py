# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Settling many rows: how long, how much memory, and whether both grow as the rows do.

The knee contract, ten statements with all figures and payments, on a million made-up operations from CSV; beside
it the sqlite3 shell, which imports the same file into memory and computes one figure of one measure, the two-year
revision rate by year. Both run in turn, several rounds, the fastest of each counts: what is judged is their ratio.
Memory is the peak of what the program holds itself and, apart from it, of the pages of files that it reads by mapping
them, which the system takes back when it needs them.

    bench/settle.py [ROWS…]      10000 100000 1000000 without any; 10000000 needs 3 GB of disk in the temporary folder

Exit status 1 where the ratio to sqlite3 at a million rows is below 5, a row takes 200 bytes, or time grows faster
than the rows.
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
ROUNDS = 5
LEAST_RATIO = 5
MOST_BYTES = 200
MOST_GROWTH = 1.3  # of the time for a row, from one size to ten times as many

QUERY = """\
.mode csv
.import {path} operation
select cast((julianday(done) - julianday('2018-09-01')) / 365.25 as integer) + 1 as year, count(*),
  sum(revised <> '' and revised <= date(done, '+2 years') and revision_cause <> 'infection') * 1.0 / count(*)
from operation where hospital = 'VEJ' and kind = 'primary' and supplier = 'S1' group by year;
"""


def settle(folder):
    return [NYTTE, "settle", str(KNEE / "knee.nytte"), "--data", f"operation={folder}/operations.csv", "--data",
            f"surgeon={folder}/surgeons.csv", "--offer", str(KNEE / "offer-knee.json"), "--as-of", "2028-12-01"]


def measure(folder):
    return [NYTTE, "measure", *settle(folder)[2:-4], "--as-of", "2028-12-01"]


def seconds(words, **more):
    begin = time.perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, check=True, **more)
    return time.perf_counter() - begin


def processor_seconds(run):
    """How long a run kept the processor, which other work on the machine changes less."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall = run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_sqlite(folder):
    return seconds(["sqlite3", ":memory:"], input=QUERY.format(path=f"{folder}/operations.csv").encode())


def kilobytes(pid, *names):
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.split(":")[0] in names)


def memory(words):
    """The peak of its own memory and of mapped file pages, in bytes, looked at every two milliseconds."""
    own = mapped = 0
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as run:
        while run.poll() is None:
            own = max(own, kilobytes(run.pid, "RssAnon", "RssShmem"))
            mapped = max(mapped, kilobytes(run.pid, "RssFile"))
            time.sleep(0.002)
    return 1024 * own, 1024 * mapped


def make_rows(folder, replicate, rows):
    folder.mkdir()
    subprocess.run([replicate, KNEE / "data" / "operations.csv", KNEE / "data" / "surgeons.csv", str(rows), folder],
                   check=True)


def sizes(folder, replicate, wanted):
    """How time and memory grow with the rows."""
    bad, before = 0, None
    make_rows(folder / "few", replicate, 100)
    empty = memory(settle(folder / "few"))
    print(f"{'rows':>12}{'settle s':>10}{'µs a row':>10}{'bytes a row':>13}{'and mapped':>12}{'measure s':>11}")
    for rows in wanted:
        here = folder / str(rows)
        make_rows(here, replicate, rows)
        took = min(seconds(settle(here)) for _ in range(3))
        own, mapped = (max(0, peak - least) / rows for peak, least in zip(memory(settle(here)), empty))
        a_row = 1e6 * took / rows
        grows = before is not None and rows >= 1_000_000 and a_row > MOST_GROWTH * before
        wide = rows >= 1_000_000 and own >= MOST_BYTES
        print(f"{rows:12,}{took:10.3f}{a_row:10.3f}{own:13.0f}{mapped:12.0f}{seconds(measure(here)):11.3f}"
              f"{' grows faster than the rows!' if grows else ''}{' too many bytes!' if wide else ''}", flush=True)
        bad += grows + wide
        before = a_row
    return bad


def against_sqlite(folder, replicate):
    here = folder / "million"
    make_rows(here, replicate, 1_000_000)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(processor_seconds(lambda: seconds(settle(here))))
        theirs.append(processor_seconds(lambda: in_sqlite(here)))
    (wall, busy), (their_wall, their_busy) = map(min, zip(*ours)), map(min, zip(*theirs))
    ratio = their_wall / wall
    print(f"a million rows, fastest of {ROUNDS} in turn: nytte settle {wall:.3f} s, sqlite3 {their_wall:.3f} s; "
          f"{ratio:.1f} times as fast{'' if ratio >= LEAST_RATIO else ', too slow!'}")
    print(f"of the processor: {busy:.3f} s and {their_busy:.3f} s; {their_busy / busy:.1f} times")
    return ratio < LEAST_RATIO


def main():
    wanted = [int(word) for word in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        replicate = folder / "replicate"
        subprocess.run([os.environ.get("CC", "cc"), "-D_POSIX_C_SOURCE=200809L", "-std=c17", "-O2", "-o", replicate,
                        ROOT / "bench" / "replicate.c"], check=True)
        bad = sizes(folder, replicate, wanted) + against_sqlite(folder, replicate)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
