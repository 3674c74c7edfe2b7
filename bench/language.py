# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""How checking and formatting grow: 10,000 declarations of a kind against 1,000 of it, in one run.

Ten times the text should take about ten times as long; a step that compares each with each takes a hundred times.
The last line says how long the knee contract takes, the whole process.

    bench/language.py [KIND…]      all kinds without any; exit status 1 where a ratio is above 20 or a text takes a second
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NYTTE = os.environ.get("NYTTE", str(ROOT / "build" / "nytte"))
FEW, MANY = 1_000, 10_000
WORST_RATIO = 20
LEAST_SECONDS = 0.02  # what is faster than this is judged by nothing: starting the process weighs too much
ROUNDS = 3

BASE = """\
nytte 1 english
contract "Base"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 3 years
  statement 3 months after each contract year, on the data of that day
  last statement 2 years after the term
party buyer "Buyer" buys
party seller "Seller" sells
table operation "One row per operation" dated by done
  id key
  done date
  kind primary or uni or revision
  revised date not before done, if any
  hours 0..24 hour
"""
WIDE = 'table wide "W" dated by done\n  id key\n  done date\n'
MEASURED = """\
  over operation where kind is primary
  share revised within 1 year of done
  counted 1 year after done
  needs at least 10 rows, or is unknown
"""
YEARLY = "\n  due 30 days after the statement\n"
EXCLUDE = 'exclude operation "E"\n  where hours > {i} hours\n  not judged, still paid\n'
MEASURE = 'measure m{i} "M"\n' + MEASURED


def each(count, text, begin=0):
    """The text for each number; {i} is the number, {before} the one before."""
    return "".join(text.format(i=i, before=i - 1) for i in range(begin, count))


def chain(count):
    return "define f0 = 1\n" + each(count, "define f{i} = f{before} + 1\n", 1)


def listed(count, text, between):
    return between.join(text.format(i=i) for i in range(count))


# By kind: the text of so many declarations.
KINDS = {
    "givens": lambda n: each(n, 'given g{i} = {i} DKK from "x"\n'),
    "offers": lambda n: each(n, 'offer g{i} "O" : 0..9 DKK\n'),
    "facts": lambda n: each(n, 'fact g{i} "F" : date, if any, attested by buyer\n'),
    "assumptions": lambda n: each(n, 'assume g{i} = 0.85, between 0.6 and 1.2, lognormal from "x"\n'),
    "units": lambda n: each(n, "unit u{i}\n"),
    "defines in a chain": chain,
    "defines in reverse": lambda n: "".join(reversed(chain(n).splitlines(True))),
    "defines on the year before": lambda n: each(n, "define f{i} each year\n  in the first year 1\n"
                                                    "  in later years previous f{i} + 1\n"),
    "steps in one figure": lambda n: 'given x = 3 DKK from "x"\ndefine s\n  first that holds:\n' + "".join(
        f"  when x > {n - i} DKK: {i} DKK\n" for i in range(n)) + "  otherwise: 0 DKK\n",
    "tables": lambda n: each(n, 'table t{i} "T" dated by done\n  id key\n  done date\n'),
    "columns": lambda n: WIDE + each(n, "  c{i} 0..10 point\n"),
    "columns with bounds": lambda n: WIDE + each(n, "  c{i} date not before done, if any\n"),
    "words of a column": lambda n: WIDE + "  kind " + listed(n, "w{i}", " or ") + "\n",
    "measures": lambda n: each(n, MEASURE),
    "exclusions": lambda n: each(n, EXCLUDE),
    "exclusions and measures": lambda n: each(n // 2, EXCLUDE + MEASURE),
    "payments each year": lambda n: each(n, 'pay buyer to seller "P"\n  {i} DKK each year' + YEARLY),
    "payments for each row": lambda n: each(
        n, 'pay buyer to seller "P"\n  {i} DKK for each operation\n  due 30 days after done\n'),
    "payments on a chain": lambda n: chain(n // 2) + each(
        n // 2, f'pay buyer to seller "P"\n  f{n // 2 - 1} * 1 DKK each year' + YEARLY),
    "payments beside a belief": lambda n: 'assume z = 0.85, between 0.6 and 1.2, lognormal from "x"\n' + chain(
        n // 2) + each(n // 2, f'pay buyer to seller "P"\n  f{n // 2 - 1} * 1 DKK each year' + YEARLY),
    "costs": lambda n: each(n, 'cost buyer "C"\n  {i} DKK for each operation\n'),
    "parties": lambda n: each(n, 'party p{i} "P" neither\n'),
    "parties together": lambda n: each(n, 'party p{i} "P" neither\n') + 'party all "All" together ' + listed(
        n, "p{i}", ", ") + " in equal shares\n",
    "alternatives": lambda n: 'given g = 1 DKK from "x"\n' + each(n, 'alternative a{i} "A"\n  g = {i} DKK\n'),
    "figures of one alternative": lambda n: each(n // 2, 'given g{i} = 1 DKK from "x"\n') + 'alternative a "A"\n' +
                                  each(n // 2, "  g{i} = 2 DKK\n"),
    "sources": lambda n: each(n // 2, 'table t{i} "T" dated by done\n  id key\n  done date\nsource t{i} from csv "x"\n'
                                      '  written in utf8, separated by ";"\n  id = "ID"\n  done = "D"\n'),
    "columns of a source": lambda n: WIDE + each(n // 2, "  c{i} 0..10 point\n") +
                           'source wide from csv "x"\n  written in utf8, separated by ";"\n  id = "ID"\n  done = "D"\n' +
                           each(n // 2, '  c{i} = "C{i}"\n'),
    "columns of a model": lambda n: WIDE + each(n // 2, "  c{i} 0..10 point\n") +
                          "model wide arriving 10 wide per year, followed until 1 year after the term\n" +
                          each(n // 2, "  c{i} ~ normal(mean 3 points, sd 1 point)\n"),
    "requirements": lambda n: each(n, 'require q{i} "R" answered yes\n'),
    "criteria": lambda n: each(n, 'criterion c{i} "C" worth 1 DKK per point\n  judged 0..10 by at least 3 judges, '
                                  "each alone, mean counts\n") + "award by the most points, ties by " +
                listed(n, "c{i}", ", then by ") + "\n",
    "comments": lambda n: each(n, "# {i}\ndefine c{i} = 1  # more\n"),
    "unknown names": lambda n: each(n, "define c{i} = nowhere{i}\n"),
    "lost names": lambda n: each(n // 2, 'masure c{i} "M"\ndefine d{i} = c{i} + 1\n'),
    "strange marks": lambda n: each(n, "define c{i} = 1 € 2\n"),
    "one great circle": lambda n: each(n, "define f{i} = f{before} + 1\n", 1) + f"define f0 = f{n - 1}\n",
}


def seconds(*words):
    """The fastest of some rounds; how long it could take by chance says nothing."""
    fastest = None
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        done = subprocess.run([NYTTE, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        took = time.perf_counter() - begin
        if done.returncode not in (0, 1):
            raise SystemExit(f"nytte {' '.join(words)}: exit status {done.returncode}")
        fastest = min(took, fastest or took)
    return fastest


def main():
    wanted = sys.argv[1:] or list(KINDS)
    slow = 0
    print(f"{'milliseconds for ' + format(MANY, ','):34} check  ratio    fmt  ratio   (ratio: to {FEW:,}; 10 is linear)")
    with tempfile.TemporaryDirectory() as folder:
        for kind in wanted:
            took = {}
            for count in (FEW, MANY):
                path = Path(folder) / f"{count}.nytte"
                path.write_text(BASE + KINDS[kind](count), encoding="utf-8")
                for words in (("check",), ("fmt", "--check")):
                    took[words[0], count] = seconds(*words, str(path))
            figures = []
            for command in ("check", "fmt"):
                ratio = took[command, MANY] / took[command, FEW]
                bad = took[command, MANY] > LEAST_SECONDS and (ratio > WORST_RATIO or took[command, MANY] > 1)
                slow += bad
                figures.append(f"{1000 * took[command, MANY]:6.0f} {ratio:6.1f}{'!' if bad else ' '}")
            print(f"{kind:34}{''.join(figures)}", flush=True)
    knee = seconds("check", str(ROOT / "contracts" / "knee" / "knee.nytte"))
    print(f"the knee contract checked, whole process: {1000 * knee:.1f} ms")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
