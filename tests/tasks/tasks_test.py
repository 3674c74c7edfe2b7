#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Changes of contracts as readers who had never seen the language made them (docs/tasks.md): ten of the knee contract, five of newer words.

NN/contract.nytte is the file as they left it, NN/first-check.txt what the program first said, NN/statement.txt what they
settled; both texts are kept as they were on that day. Here each contract is settled again: nothing may be wrong with it, and its
payments must be those of the oracle (../oracle/knee_oracle.py), which knows the task and never looks at the contract. 11 to 15
replace one file of a folder of contracts/, which is copied; their oracles stand below, and know nothing but task, bids and marks.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
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
NEWER = {"11": 1, "12": 1, "13": 1, "14": 3, "15": 2}  # tries


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


# --- 11 and 12: a cohort of four states ---------------------------------------------------------------------

COUNTS = {"a": {"b": 350, "c": 116, "dead": 17}, "b": {"c": 512, "dead": 15}, "c": {"dead": 437}}
EVERYBODY = {"a": 1734, "b": 1258, "c": 1749}
CARE = {"a": 1701 + 1055, "b": 1774 + 1278, "c": 6948 + 2059}
LESS_ILL = 0.509


def cohort(combined, works_for, lamivudine, back=0.0, back_costs=0.0, per_year=0.0):
    """Costs and life years of one person over 20 years, at present value; the drug works for the first `works_for` years,
    and costs lamivudine[year]. Everything is counted, and discounted, at the end of each year."""
    where = {"a": 1.0, "b": 0.0, "c": 0.0, "dead": 0.0}
    cost = life = 0.0
    for year in range(1, 21):
        works = combined and year <= works_for
        moves = [(a, b, where[a] * count / EVERYBODY[a] * (LESS_ILL if works else 1))
                 for a, row in COUNTS.items() for b, count in row.items()]
        gone_back = where["c"] * back if works else 0.0
        for a, b, moved in [*moves, ("c", "b", gone_back)]:
            where[a] -= moved
            where[b] += moved
        alive = 1 - where["dead"]
        spent = sum(CARE[state] * where[state] for state in CARE) + 2278 * alive + gone_back * back_costs
        if works:
            spent += lamivudine[year - 1] * alive
        cost += spent / 1.06 ** year
        life += alive / (1 + per_year) ** year
    return cost, life


# --- 13 and 14: price less what quality is worth ------------------------------------------------------------

QUALITY = {  # failure rate in %, hours on the battery, weeks until it is in use
    "fjord": (Fraction(3, 2), 12, 12), "sund": (Fraction(6), 8, 20), "nord": (Fraction(3), 10, 14), "havn": (Fraction(4), 10, 14)}


def points(best, worst, figure):
    """10 at the best figure, 0 at the worst, straight between."""
    return 10 * min(Fraction(1), max(Fraction(0), Fraction(figure - worst) / (best - worst)))


def middle(marks):
    return sorted(marks)[len(marks) // 2]


def mean(marks):
    return Fraction(sum(marks), len(marks))


def halved(mark):
    return max(1, ceil(Fraction(mark) / 2))


def replace(file, pattern, by):
    text, count = re.subn(pattern, by, file.read_text(encoding="utf-8"))
    assert count, (file.name, pattern)
    file.write_text(text, encoding="utf-8")


class Awarded:
    """A copy of contracts/award with the reader's contract in it, awarded; `mark` changes the judges' marks for alarms, the bid `late`
    says 21 weeks, and has no marks."""

    def __init__(self, task, mark=int, late=None):
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder) / "award"
            shutil.copytree(ROOT / "contracts" / "award", here)
            shutil.copy(HERE / task / "award.nytte", here)
            self.marks, self.bids = {}, {}
            if late:
                replace(here / "bids" / late / "answers.json", r'"\d+ weeks"', '"21 weeks"')
                replace(here / "receipts.json", r',\s*"(answers|price)": "[0-9a-f]{64}"', "")
            for file in sorted((here / "scores").iterdir()):
                judge = json.loads(file.read_text(encoding="utf-8"))
                judge["scores"].pop(late, None)
                for bid, given in judge["scores"].items():
                    given["alarms"]["points"] = str(mark(int(given["alarms"]["points"])))
                    for criterion, said in given.items():
                        self.marks.setdefault(bid, {}).setdefault(criterion, []).append(int(said["points"]))
                file.write_text(json.dumps(judge), encoding="utf-8")
            for bid in self.marks:
                price = json.loads((here / "bids" / bid / "price.json").read_text(encoding="utf-8"))["offers"]
                self.bids[bid] = [int(price[name].split()[0].replace("_", "")) for name in ("price", "service")]
            words = [here / "award.nytte", "--scores", here / "scores", "--lock", here / "pumps.lock"]
            locked, done = run("lock", *words), run("award", *words, "--json")
        if locked.returncode or done.returncode:
            raise AssertionError(locked.stderr + done.stderr)
        self.ranking = json.loads(done.stdout)["ranking"]

    def compared(self):
        return [(of["bid"], Fraction(of["compared_exact"])) for of in self.ranking if of["rank"]]

    def term_price(self, bid):
        price, service = self.bids[bid]
        return 1200 * (price + 3 * service)


# --- 15: a price of the list --------------------------------------------------------------------------------

OUTPATIENT, INDEX = 1900, {2025: Fraction("130.2"), 2026: Fraction("133.9"), 2027: Fraction("137.4")}


class NewerWords(unittest.TestCase):
    def test_nothing_is_wrong_and_the_files_are_there(self):
        for task, tries in NEWER.items():
            with self.subTest(task):
                for name in ("first-check.txt", "notes.md", "result.txt"):
                    self.assertTrue((HERE / task / name).exists(), name)
                self.assertEqual([number <= tries for number in (2, 3)],
                                 [(HERE / task / f"try-{number}.txt").exists() for number in (2, 3)])
        for task, file in (("11", "hiv.nytte"), ("12", "hiv.nytte"), ("13", "award.nytte"), ("14", "award.nytte")):
            with self.subTest(task):
                done = run("check", HERE / task / file)
                self.assertEqual((0, []), (done.returncode, re.findall(r"(?:error|warning) N\d+", done.stdout + done.stderr)))

    def assert_cohort(self, task, **terms):
        done = run("simulate", HERE / task / "hiv.nytte", "--worlds", 1, "--json")
        self.assertEqual(0, done.returncode, done.stderr)
        for of in json.loads(done.stdout)["alternatives"]:
            with self.subTest(of["name"]):
                money, life = (party["npv"] for party in of["stated"]["parties"])
                cost, years = cohort(of["name"] == "comb", **terms)
                self.assertAlmostEqual(-cost, money, delta=1e-6)
                self.assertAlmostEqual(years, life, delta=1e-9)

    def test_11_the_third_year_works_at_half_the_price(self):
        self.assert_cohort("11", works_for=3, lamivudine=(2086.5, 2086.5, 1043.25))

    def test_12_one_in_twenty_goes_back_while_the_drug_works(self):
        self.assert_cohort("12", works_for=2, lamivudine=(2086.5, 2086.5), back=0.05, back_costs=500, per_year=0.035)

    def test_13_ten_hours_are_enough_and_twenty_weeks_are_the_limit(self):
        award = Awarded("13")
        wanted = {}
        for bid, marks in award.marks.items():
            failing, hours, weeks = QUALITY[bid]
            if weeks > 20:
                continue
            use = 60 * PER_CENT * mean(marks["programming"]) + 40 * PER_CENT * mean(marks["alarms"])
            worth = (240_000 * points(1, 6, failing) + 90_000 * points(10, 6, hours) + 40_000 * points(8, 26, weeks)
                     + 300_000 * use + 80_000 * middle(marks["training"]))
            wanted[bid] = award.term_price(bid) - worth
        # Equal ones are told apart by the rate of failures that is guaranteed, as in the contract that was changed.
        self.assertEqual(sorted(wanted.items(), key=lambda bid: (bid[1], QUALITY[bid[0]][0])), award.compared())

    def test_13_more_than_twenty_weeks_is_out(self):
        self.assertEqual(["fjord", "havn", "sund"], sorted(bid for bid, _ in Awarded("13", late="nord").compared()))

    def test_14_programming_and_alarms_weigh_the_same_from_end_to_end(self):
        award = Awarded("14", halved)
        wanted = {}
        for bid, marks in award.marks.items():
            failing, hours, weeks = QUALITY[bid]
            alike = 150_000 * mean(marks["programming"]) + 375_000 * middle(marks["alarms"])
            worth = (240_000 * points(1, 6, failing) + 60_000 * points(16, 6, hours) + 40_000 * points(8, 26, weeks)
                     + alike + 80_000 * middle(marks["training"]))
            wanted[bid] = award.term_price(bid) - worth
        self.assertEqual(sorted(wanted.items(), key=lambda bid: bid[1]), award.compared())

    def test_15_a_visit_for_each_operation_in_the_money_of_2026(self):
        of_2027 = round(OUTPATIENT * INDEX[2027] / INDEX[2025], 2)
        with tempfile.TemporaryDirectory() as folder:
            for name in ("ownership", "prices"):
                shutil.copytree(ROOT / "contracts" / name, Path(folder) / name)
            file = Path(folder) / "ownership" / "ownership-buyer.nytte"
            shutil.copy(HERE / "15" / file.name, file)
            checked, aloud = run("check", file), run("explain", file)
            stated = run("simulate", file, "--worlds", 3, "--set", "visits_each=1", "--set",
                         f"outpatient_visit={float(of_2027)} DKK", "--json")
        self.assertEqual((0, 0), (checked.returncode, stated.returncode), checked.stderr + stated.stderr)
        self.assertIn(f"{float(of_2027):,} DKK", " ".join(aloud.stdout.split()))
        region = json.loads(stated.stdout)["alternatives"][1]["parties"][0]
        paid = {line["label"]: line["pays"] for line in region["by_line"]}
        operations = paid["Disposables"] / 6500
        self.assertGreater(operations, 1000)
        self.assertAlmostEqual(operations * float(of_2027 * INDEX[2026] / INDEX[2027]), paid["Outpatient visits"], delta=0.01)


if __name__ == "__main__":
    unittest.main()
