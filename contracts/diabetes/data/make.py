# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Makes the synthetic citizens of this folder: `python3 make.py > borgere.csv`. Nobody in them exists.

The first rows stand at the edges of the contract's rules, each a little on either side; the others are drawn.
"""
import random

HEAD = "Borger;Opgjort;Måneder;Målinger;I interval;I interval før (pct.);Tilfredshed"
# months, readings, in range, per cent in range before, satisfaction ("" is not known)
EDGES = [
    (12, 1000, 650, "50", "7"),    # 15 percentage points better: two steps
    (12, 1000, 649, "50", "7"),    # a little less: one step
    (12, 1000, 550, "50", "7"),    # 5 better
    (12, 1000, 549, "50", "7"),
    (12, 1000, 450, "50", "7"),    # 5 worse
    (12, 1000, 451, "50", "7"),
    (12, 1000, 350, "50", "7"),    # 15 worse
    (12, 1000, 351, "50", "7"),
    (12, 1000, 650, "50", "9"),    # two steps and a satisfied citizen
    (12, 1000, 350, "50", "4"),
    (12, 1000, 550, "50", ""),     # nobody asked
    (12, 1000, 550, "50", "4"),    # better, and not satisfied
    (2, 800, 700, "50", "9"),      # too short a time
    (3, 800, 700, "50", "9"),      # just long enough
    (6, 99, 90, "50", "9"),        # too few readings
    (6, 100, 90, "50", "9"),
    (6, 0, 0, "50", ""),           # none at all
    (7, 333, 211, "47,5", "8"),    # an amount that is no whole number of øre
]


def drawn(chance):
    months = chance.choice([12, 12, 12, 12, 9, 7, 5])
    readings = chance.randint(20, 90) * months
    before = chance.uniform(0.35, 0.7)
    share = min(0.98, max(0.05, before + chance.gauss(0.06, 0.1)))
    satisfied = "" if chance.random() < 0.2 else str(min(10, max(0, round(chance.gauss(7.2, 2)))))
    return months, readings, round(readings * share), f"{before * 100:.1f}".replace(".", ","), satisfied


def main():
    chance = random.Random(2018)
    rows = [("2018", row) for row in EDGES + [drawn(chance) for _ in range(22)]]
    rows += [("2019", drawn(chance)) for _ in range(20)]
    print(HEAD)
    for number, (year, row) in enumerate(rows, 1):
        print(";".join([f"B{number:03d}", f"31-12-{year}", *map(str, row)]))


if __name__ == "__main__":
    main()
