# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Tenders: `nytte award` on 1,000 bids by 50 criteria, due under 1 s; `nytte stress` with 10,000 draws of the weights on 20 bids,
due under 2 s. Whole processes, the fastest of some rounds; all bids are made up.

usage: python3 bench/stress.py
"""

import random
import shutil
import sys
import time
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from award_test import HEAD, PRICE, TIES, Tender, percent, price_bid  # noqa: E402

ROUNDS = 3
SEED = 1


def tender(bids, criteria):
    chance = random.Random(SEED)
    text = HEAD + PRICE + 'criterion economy "Price" weight 50 %\n  price\n  points proportional from 10 at the lowest\n'
    for i in range(criteria - 1):
        share = Fraction(1, 2 * (criteria - 1)).limit_denominator(10**6)
        share = Fraction(round(share * 10**6), 10**6)
        if i == criteria - 2:
            share = Fraction(1, 2) - (criteria - 2) * share
        text += f'criterion q{i} "Q" weight {percent(share)}\n  judged 0..10 by at least 1 judge, each alone, mean counts\n'
    text += "award by the most points" + TIES
    names = [f"b{number}" for number in range(bids)]
    return Tender(text, {name: price_bid(chance.randint(100_000, 200_000)) for name in names},
                  {name: {f"q{i}": str(chance.randint(0, 10)) for i in range(criteria - 1)} for name in names})


def seconds(of, *words):
    fastest = None
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        done = of.run(*words)
        took = time.perf_counter() - begin
        if done.returncode:
            raise SystemExit(done.stderr.decode())
        fastest = min(took, fastest or took)
    return fastest


def main():
    slow = 0
    for words, bids, criteria, due in ((("award",), 1000, 50, 1), (("stress",), 20, 5, 2), (("stress",), 20, 20, 2)):
        of = tender(bids, criteria)
        try:
            of.lock()
            took = seconds(of, *words)
        finally:
            shutil.rmtree(of.folder)
        slow += took > due
        print(f"nytte {words[0]:6} {bids:5,} bids x {criteria:2} criteria: {took:6.2f} s, due {due} s{' !' if took > due else ''}", flush=True)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
