#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Ten edited knee contracts, settled by the program and by the oracle: the two must agree in every figure.

The oracle (../oracle/knee_oracle.py) never looks at the program. `expected.json` is what it says; here it
is compared with what `nytte settle` prints, field by field and to the last digit.
"""
import json
import os
import subprocess
import sys
import unittest
from collections import Counter
from fractions import Fraction
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import make_expected  # noqa: E402
from make_expected import knee_oracle  # noqa: E402

ROOT = Path(os.environ.get("NYTTE_ROOT") or HERE.parent.parent)
NYTTE = Path(os.environ.get("NYTTE") or ROOT / "build" / "nytte")
DATA = ROOT / "contracts" / "knee" / "data"
OFFER = ROOT / "contracts" / "knee" / "offer-knee.json"

NAMES = [name for name in knee_oracle.VARIANTS if name != "base"]
MEASURE_FIELDS = ["operation_year", "rows", "events", "unknown", "exact"]
PAYMENT_FIELDS = ["clause", "label", "from", "to", "amount", "currency", "due", "rows"]
NOTHING = "0.00"


def stored(name):
    return json.loads((HERE / name / "expected.json").read_text(encoding="utf-8"))


def settled_by_program(name, as_of):
    """What the program prints for a variant; where it does not, the error says what it wrote instead."""
    command = [str(NYTTE), "settle", str(HERE / name / "contract.nytte"),
               "--data", f"operation={DATA / 'operations.csv'}", "--data", f"surgeon={DATA / 'surgeons.csv'}",
               "--offer", str(OFFER), "--as-of", as_of, "--format", "json"]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    try:
        return json.loads(run.stdout)
    except ValueError:
        raise AssertionError(f"{' '.join(command)}\ngave no JSON (exit {run.returncode})\n"
                             f"{run.stdout[:2000]}{run.stderr[:4000]}") from None


def differences(expected, program):
    """Every field in which the two settlements differ, a line each."""
    lines = []

    def same(where, wanted, given):
        if wanted != given:
            lines.append(f"{where}: expected {wanted!r}, the program says {given!r}")

    same("contract", expected["contract"], program.get("contract"))
    same("periods", [p["period"] for p in expected["periods"]], [p["period"] for p in program["periods"]])
    for wanted, given in zip(expected["periods"], program["periods"]):
        at = f"period {wanted['period']}"
        for field in ("from", "to", "data_date"):
            same(f"{at} {field}", wanted[field], given.get(field))
        compare_measures(at, wanted["measures"], given["measures"], same)
        for name, figure in wanted["figures"].items():
            same(f"{at} {name}", figure["exact"], given["figures"].get(name, {}).get("exact", "nothing"))
        compare_payments(at, wanted["payments"], given["payments"], same)
        compare_parties(at, wanted["parties"], given["parties"], same)
    return lines


def compare_measures(at, wanted, given, same):
    same(f"{at} measures", sorted(wanted), sorted(given))
    for name in wanted.keys() & given.keys():
        for field in MEASURE_FIELDS:
            ours, theirs = wanted[name][field], given[name].get(field, "nothing")
            if field == "events" and wanted[name]["operation_year"] is None and theirs in (0, None):
                continue  # no year reports: that there is no number of events, and that it is 0, say the same
            same(f"{at} {name} {field}", ours, theirs)


def compare_payments(at, wanted, given, same):
    def named(payments):
        return [(p["clause"], p["label"], p["from"], p["to"]) for p in payments]

    same(f"{at} payments", named(wanted), named(given))
    for ours, theirs in zip(wanted, given):
        for field in PAYMENT_FIELDS:
            same(f"{at} {ours['label']}, {ours['from']} to {ours['to']}: {field}", ours[field],
                 theirs.get(field, "nothing"))


def compare_parties(at, wanted, given, same):
    """A party that is not listed pays and receives nothing."""
    for name in sorted(wanted.keys() | given.keys()):
        for side in ("pays", "receives"):
            same(f"{at} {name} {side}", wanted.get(name, {}).get("DKK", {}).get(side, NOTHING),
                 given.get(name, {}).get("DKK", {}).get(side, NOTHING))


class TheProgramAgrees(unittest.TestCase):
    """One test a variant, added below."""


def agreement_test(name):
    def test(self):
        expected = stored(name)
        program = settled_by_program(name, as_of=expected["periods"][-1]["data_date"])
        self.assertEqual(program.get("nytte"), "settle/1")
        lines = differences(expected, program)
        if lines:
            self.fail(f"{len(lines)} differences, of which the first are\n" + "\n".join(lines[:20]))
    return test


for variant in NAMES:
    setattr(TheProgramAgrees, "test_" + variant.replace("-", "_"), agreement_test(variant))


class TheOracleStands(unittest.TestCase):
    def test_base_terms_give_the_settlement_computed_elsewhere(self):
        expected = json.loads((DATA / "settlement-expected.json").read_text(encoding="utf-8"))
        self.assertEqual(knee_oracle.differences_from(expected, DATA), [])

    def test_stored_answers_are_what_the_oracle_says(self):
        for name in NAMES:
            with self.subTest(variant=name):
                self.assertEqual(make_expected.expected(name, DATA), stored(name))

    def test_every_folder_is_a_variant_and_every_variant_a_folder(self):
        self.assertEqual([folder.name for folder in make_expected.variants()], NAMES)

    def test_a_difference_is_seen(self):
        """The comparison itself: one changed digit anywhere must show."""
        for path, value in (
                (("measures", "stay", "rows"), 87), (("measures", "stay", "exact"), "15/9"),
                (("measures", "readmission_rate", "events"), None), (("figures", "score", "exact"), "1/2"),
                (("payments", 0, "due", "first"), "2018-10-05"), (("payments", 0, "amount"), "1100000.01"),
                (("payments", 1, "rows"), 1), (("parties", "supplier", "DKK", "receives"), "0.00"),
                (("to",), "2019-09-01")):
            with self.subTest(path=path):
                changed = stored("02-weight")
                at = changed["periods"][0]
                for step in path[:-1]:
                    at = at[step]
                at[path[-1]] = value
                self.assertEqual(len(differences(stored("02-weight"), changed)), 1)


class EveryVariantBites(unittest.TestCase):
    """A variant that changes nothing would test nothing."""

    @classmethod
    def setUpClass(cls):
        cls.base = knee_oracle.settlement(knee_oracle.base_terms(), DATA)

    def figures(self, settlement, name):
        return [Fraction(period["figures"][name]["exact"]) for period in settlement["periods"]]

    def entries(self, settlement, label):
        return [p for period in settlement["periods"] for p in period["payments"] if p["label"] == label]

    def test_01_longer_windows_see_more_and_shorter_ones_less(self):
        periods = stored("01-window")["periods"]
        events = [p["measures"]["readmission_rate"]["events"] for p in periods[:8]]
        events_before = [p["measures"]["readmission_rate"]["events"] for p in self.base["periods"][:8]]
        self.assertGreater(sum(events), sum(events_before))
        self.assertEqual(periods[2]["measures"]["revision_rate"]["events"], 0)
        self.assertEqual(self.base["periods"][2]["measures"]["revision_rate"]["events"], 2)
        self.assertIsNone(periods[0]["measures"]["mortality_120d"]["operation_year"])
        self.assertEqual(periods[1]["measures"]["revision_rate_15m"]["operation_year"], 1)

    def test_02_other_weights_give_another_score_from_the_same_measures(self):
        other = stored("02-weight")
        self.assertEqual([p["measures"] for p in other["periods"]], [p["measures"] for p in self.base["periods"]])
        self.assertNotEqual(self.figures(other, "score")[:8], self.figures(self.base, "score")[:8])

    def test_03_the_upper_limit_binds(self):
        prices = self.figures(stored("03-cap"), "next_price")
        self.assertEqual(max(prices), Fraction(13_125))
        self.assertGreater(prices.count(Fraction(13_125)), 1)
        self.assertGreater(max(self.figures(self.base, "next_price")), 13_125)

    def test_04_rows_are_bought_but_neither_judged_nor_paid(self):
        periods = stored("04-exclusion")["periods"][:8]
        bought = [int(p["figures"]["bought"]["exact"]) for p in periods]
        paid = [p["payments"][0]["rows"] for p in periods]
        self.assertEqual(sum(bought) - sum(paid), 5)
        self.assertLess(periods[1]["measures"]["stay"]["rows"], self.base["periods"][1]["measures"]["stay"]["rows"])

    def test_05_the_tenth_measure_has_events_and_is_once_unknown(self):
        tenth = [p["measures"]["infection_rate"] for p in stored("05-new-measure")["periods"][:8]]
        self.assertTrue(any(m["events"] for m in tenth))
        self.assertEqual([m["rows"] for m in tenth if m["exact"] is None], [49])

    def test_06_two_pay_what_one_paid_and_each_line_is_divided(self):
        parts = self.entries(stored("06-party"), "Implants")
        whole = self.entries(self.base, "Implants")
        self.assertEqual([p["from"] for p in parts[:2]], ["region", "hospital"])
        for region, hospital, both in zip(parts[::2], parts[1::2], whole):
            self.assertEqual(Fraction(region["amount"]) + Fraction(hospital["amount"]), Fraction(both["amount"]))
        rounded_once = [round(Fraction(both["amount"]) * Fraction(3, 5), 2) for both in whole]
        self.assertNotEqual([Fraction(region["amount"]) for region in parts[::2]], rounded_once)

    def test_07_every_tier_is_met_and_the_supplier_pays_back(self):
        other = stored("07-tier")
        self.assertEqual(len(set(self.figures(other, "price_step"))), 5)
        self.assertEqual(self.figures(other, "score")[8:], [Fraction(3, 10), Fraction(1, 5)])
        last = other["periods"][-1]["payments"][-1]
        self.assertEqual((last["from"], last["to"]), ("supplier", "region"))
        self.assertGreater(Fraction(last["amount"]), 0)

    def test_08_no_line_is_due_before_its_amount_is_known(self):
        first = stored("08-due-date")["periods"][0]["payments"]
        self.assertEqual([p["due"] for p in first], ["2020-01-15", "2019-12-11"])
        self.assertEqual(self.base["periods"][1]["payments"][0]["due"]["first"], "2019-12-01")

    def test_09_rows_outside_the_term_are_left_out(self):
        other = stored("09-term")
        self.assertEqual([p["from"] for p in other["periods"]][::7], ["2019-09-01", "2026-09-01"])
        self.assertEqual(self.figures(other, "bought")[6:], [0, 0])

    def test_09_operations_before_the_term_count_in_running_numbers(self):
        terms = knee_oracle.terms_of("09-term")
        rows = knee_oracle.read_operations(DATA)
        early = Counter(row["surgeon"] for row in rows if row["done"] < terms["starts"] and row["kind"] != "revision")
        for row in rows:
            row["experience"] -= early[row["surgeon"]]
        numbered_from_the_term = knee_oracle.settle_years(terms, rows)
        self.assertLess(numbered_from_the_term[0]["measures"]["stay"]["rows"],
                        stored("09-term")["periods"][0]["measures"]["stay"]["rows"])

    def test_10_halves_occur_and_go_to_even(self):
        other = stored("10-rounding")
        prices = self.figures(other, "next_price")
        self.assertTrue(all(price % 5 == 0 for price in prices))
        terms = knee_oracle.terms_of("10-rounding")
        for halves in ("away from zero", "up", "down"):
            terms["halves"] = halves
            self.assertNotEqual(self.entries(knee_oracle.settlement(terms, DATA), "Fee to the register"),
                                self.entries(other, "Fee to the register"))


if __name__ == "__main__":
    unittest.main()
