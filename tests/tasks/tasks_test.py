#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Ten changes of the knee contract as readers who had never seen the language made them (docs/tasks.md).

NN/contract.nytte is the file as they left it, NN/first-check.txt what the program first said, NN/statement.txt what they
settled; both texts are kept as they were on that day. Here each contract is settled again: nothing may be wrong with it, and its
payments must be those of the oracle (../oracle/knee_oracle.py), which knows the task and never looks at the contract.
"""
import json
import os
import re
import subprocess
import sys
import unittest
from datetime import date
from fractions import Fraction
from math import ceil
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "oracle"))
import knee_oracle  # noqa: E402

ROOT = Path(os.environ.get("NYTTE_ROOT") or HERE.parent.parent)
NYTTE = Path(os.environ.get("NYTTE") or ROOT / "build" / "nytte")
KNEE = ROOT / "contracts" / "knee"
DATA = KNEE / "data"
PER_CENT = knee_oracle.PER_CENT
TASKS = [f"{number:02}" for number in range(1, 11)]


def run(*words):
    return subprocess.run([str(NYTTE), *map(str, words)], capture_output=True, text=True, encoding="utf-8", timeout=120,
                          check=False)


def settled(task, *more, as_of="2028-12-01"):
    done = run("settle", HERE / task / "contract.nytte", "--data", f"operation={DATA / 'operations.csv'}", "--data",
               f"surgeon={DATA / 'surgeons.csv'}", "--offer", KNEE / "offer-knee.json", "--as-of", as_of, "--json", *more)
    if done.returncode:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)["periods"]


def payments(periods):
    return [[(p["clause"], p["from"], p["to"], p["amount"]) for p in period["payments"]] for period in periods]


# --- what each task asks for, said to the oracle ------------------------------------------------------------

def cap(terms):
    terms["price kept between"] = (90 * PER_CENT, 110 * PER_CENT)


def window(terms):
    rate = terms["measures"]["revision_rate"]
    rate["share"] = knee_oracle.within("revised", (18, "months"), of="done", cause_is_not="infection")
    rate["counted"] = (18, "months")


def indicator(terms):
    def long_stay(row, data_date):
        days = knee_oracle.days_between("discharged", "done")(row, data_date)
        return None if days is None else days > 5

    stay = terms["measures"]["stay"]
    terms["measures"]["long_stay"] = {**stay, "share": long_stay}
    del terms["measures"]["long_stay"]["mean"]
    knee_oracle.set_weight(terms, "stay", 10)
    terms["score"]["long_stay"] = (5, 12 * PER_CENT, 4 * PER_CENT)


def buyers(terms):
    terms["parties"] += ["south", "capital"]
    terms["together"]["region"] = [("south", 60 * PER_CENT), ("capital", 40 * PER_CENT)]


def whole(terms):
    def amount(year):
        rate = year["measures"]["revision_rate"]
        if rate["value"] is None:
            return Fraction(0)
        return 2 * year["price"] * max(0, rate["events"] - ceil(terms["guaranteed revision rate"] * rate["rows"]))

    terms["payments"]["Penalty for revisions above the guarantee"]["amount"] = amount


def exclusion(terms):
    terms["exclusions"].append({"why": "ASA 4 or 5", "judged": False, "paid": True,
                                "where": lambda row: row["asa"] is not None and row["asa"] >= 4})


def shorter(terms):
    terms["starts"] = date(2019, 1, 1)
    terms["years of the term"] = 5
    terms["statement after the year"] = (4, "months")


ORACLE = {"01": cap, "02": window, "03": indicator, "04": buyers, "06": whole, "07": exclusion, "10": shorter}


class Tasks(unittest.TestCase):
    maxDiff = None

    def test_nothing_is_wrong_and_it_took_two_tries_at_most(self):
        for task in TASKS:
            with self.subTest(task):
                folder = HERE / task
                done = run("check", folder / "contract.nytte")
                self.assertEqual((0, []), (done.returncode, re.findall(r"error N\d+", done.stdout + done.stderr)))
                self.assertFalse((folder / "try-3.txt").exists(), "the third try")
                for name in ("first-check.txt", "notes.md", "statement.txt"):
                    self.assertTrue((folder / name).exists(), name)

    def test_payments_are_those_of_the_oracle(self):
        for task, change in ORACLE.items():
            with self.subTest(task):
                terms = knee_oracle.base_terms()
                change(terms)
                wanted = knee_oracle.settlement(terms, DATA)["periods"]
                last = wanted[-1]["data_date"]
                self.assertEqual(payments(wanted), payments(settled(task, as_of=last)))

    def test_5_a_milestone_in_time_pays_once_and_a_late_one_never(self):
        folder = HERE / "05"
        for facts, due in (("facts.json", [("500000.00", "2019-04-19")]), ("facts-late.json", [("0.00", "2019-08-14")])):
            with self.subTest(facts):
                paid = [p for period in settled("05", "--facts", folder / facts) for p in period["payments"]
                        if p["clause"] == "7.5"]
                self.assertEqual([amount for amount, _ in due], [p["amount"] for p in paid])
                if paid[0]["amount"] != "0.00":
                    self.assertEqual(due[0][1], paid[0]["due"])

    def test_8_an_unknown_satisfaction_counts_as_last_year(self):
        carried = 85 * PER_CENT
        for number, period in enumerate(settled("08")):
            measured = period["measures"]["satisfied_share"]["exact"]
            carried = Fraction(measured) if measured else carried
            shown = Fraction(period["figures"]["satisfaction_that_counts"]["exact"])
            self.assertEqual(carried, shown, f"year {number + 1}")

    def test_9_the_bonus_goes_by_the_rate_that_the_statement_reports(self):
        for period in settled("09"):
            rate = period["measures"]["revision_rate"]
            share = 0
            if rate["exact"] is not None:
                value = Fraction(rate["exact"])
                share = 3 * PER_CENT if value < 2 * PER_CENT else PER_CENT if value < 3 * PER_CENT else 0
            wanted = 12_500 * share * rate["rows"]
            (bonus,) = [p for p in period["payments"] if p["label"].startswith("Bonus")]
            self.assertEqual(wanted, Fraction(bonus["amount"]))


if __name__ == "__main__":
    unittest.main()
