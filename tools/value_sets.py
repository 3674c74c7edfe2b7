#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""usage: tools/value_sets.py ROOT OUTPUT

Writes the EQ-5D value sets of data/eq5d/sets.csv as C: for each set a table of all its indices in millionths, 11111 first,
the last digit counting fastest; and for each set NY_VALUE_SET(name, levels, values, source, file, fingerprint). What the terms
mean is said in data/eq5d/README.md. Sums are whole numbers of millionths, so nothing is rounded; a coefficient with more
decimals stops here.
"""

import csv
import hashlib
import itertools
import sys
from fractions import Fraction
from pathlib import Path

DIMENSIONS = ("MO", "SC", "UA", "PD", "AD")
START = ("StartValue", "FullHealth")


def millionths(text):
    value = Fraction(text) * 1000000
    if value.denominator != 1:
        raise SystemExit(f"{text} has more than six decimals")
    return int(value)


def column_of(path, column):
    """{term or state: millionths}; blank terms are left out."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    first = next(iter(rows[0]))
    return {row[first]: millionths(row[column]) for row in rows if row[column]}


def index_of(terms, state):
    """The sum of the terms that apply to a state such as (2, 1, 2, 3, 2)."""
    applies = [start for start in START if start in terms]
    applies += [f"{dimension}{level}" for dimension, level in zip(DIMENSIONS, state)]
    if max(state) > 1:
        applies += ["Intercept", "AtLeastOne2Or3"]
    if 3 in state:
        applies.append("AtLeastOne3")
    if 5 in state:
        applies.append("N5")
    return sum(terms.get(term, 0) for term in applies)


def known_terms(levels):
    answers = {f"{dimension}{level}" for dimension in DIMENSIONS for level in range(1, levels + 1)}
    return answers | set(START) | {"Intercept", "AtLeastOne2Or3"} | ({"AtLeastOne3"} if levels == 3 else {"N5"})


def table_of(folder, row):
    levels = int(row["levels"])
    found = column_of(folder / row["file"], row["column"])
    states = list(itertools.product(range(1, levels + 1), repeat=len(DIMENSIONS)))
    if "11111" in found:  # a crosswalk names every state
        return [found["".join(map(str, state))] for state in states]
    strange = set(found) - known_terms(levels)
    if strange:
        raise SystemExit(f"{row['name']}: nobody has said what {sorted(strange)} means")
    return [index_of(found, state) for state in states]


def lines(numbers):
    for first in range(0, len(numbers), 12):
        yield "    " + " ".join(f"{number}," for number in numbers[first:first + 12])


def main():
    folder, output = Path(sys.argv[1]) / "data" / "eq5d", Path(sys.argv[2])
    with (folder / "sets.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    written = ["/* Made by tools/value_sets.py from data/eq5d. */", "#ifdef NY_VALUE_SET_TABLES"]
    sets = []
    for number, row in enumerate(rows):
        values = table_of(folder, row)
        mark = hashlib.blake2b((folder / row["file"]).read_bytes(), digest_size=32).hexdigest()
        written += [f"static const int32_t values_{number}[] = {{", *lines(values), "};"]
        sets.append(f'NY_VALUE_SET("{row["name"]}", {row["levels"]}, values_{number}, "{row["source"]}", "{row["file"]}",'
                    f' "{mark}")')
    output.write_text("\n".join(written + ["#endif", "#ifdef NY_VALUE_SET"] + sets + ["#endif", ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
