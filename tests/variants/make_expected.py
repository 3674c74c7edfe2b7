#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Writes expected.json beside every variant of the knee contract, through the oracle.

    python3 tests/variants/make_expected.py [--data DIR]

The engine has no part in it. Run it when the data or a variant's terms change, and read the diff.
"""
import argparse
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "oracle"))
import knee_oracle  # noqa: E402

DATA = HERE.parent.parent / "contracts" / "knee" / "data"


def variants():
    """The folders of the variants, in order."""
    return sorted(path.parent for path in HERE.glob("*/contract.nytte"))


def expected(name, data):
    """The whole settlement of one variant, as of its last data date."""
    terms = knee_oracle.terms_of(name)
    last_data_date = knee_oracle.data_date(terms, knee_oracle.last_year(terms))
    return knee_oracle.settlement(terms, data, as_of=last_data_date)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default=DATA, metavar="DIR", help="folder of operations.csv and surgeons.csv")
    data = parser.parse_args().data
    for folder in variants():
        text = json.dumps(expected(folder.name, data), indent=1, ensure_ascii=False) + "\n"
        (folder / "expected.json").write_text(text, encoding="utf-8")
        print(folder.name)


if __name__ == "__main__":
    main()
