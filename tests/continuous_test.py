# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Pathways in continuous time as a cohort, by the program: against the matrix exponential and its integral worked out here with
40 digits, against closed forms, and against the same people followed one at a time. All data are synthetic."""

import csv
import json
import tempfile
import unittest
from decimal import Decimal, localcontext
from pathlib import Path

import program

STUDY = """nytte 1 english

study "Lives in time"
  currency DKK
  present value of money at 4 % per year, of benefits at 1.5 % per year, at every moment

party payer  "The region"
party person "The person"

assume falling = 0.2 per year ~ lognormal(median 0.2 per year, sdlog 0.4) from "imagined"
assume slower  = 0.3 ~ beta(a 3, b 7) from "imagined"

pathway life "One person's way"
  states well, ill, dead
  starts in well 90 %, ill remaining there for 1 year
  people 1_000
  continuous for LENGTH
  from well to ill  at falling
  from well to dead at 0.05 per year
  from ill  to well after exponential(mean 3 years) hazard times slower
  from ill  to dead after exponential(chance 20 % within 2 years)

cost payer "Care"        1_000 DKK per year for each year in well
cost payer "Falling ill" 400 DKK for each move from well to ill
cost payer "Dying"       900 DKK for each move to dead
benefit person "Well"    1 QALY per year for each year in well
benefit person "Ill"     0.5 QALY per year for each year in ill
"""


def times(a, b):
    return [[sum((x * y for x, y in zip(row, column, strict=True)), Decimal(0)) for column in zip(*b, strict=True)] for row in a]


def exponential(matrix):
    """e^matrix by its series, halved until it is small, in the digits of the context."""
    halvings = 8 + max(0, int(max(sum(abs(x) for x in row) for row in matrix)).bit_length())
    size = range(len(matrix))
    small = [[x / 2**halvings for x in row] for row in matrix]
    term = [[Decimal(i == j) for j in size] for i in size]
    result = [row[:] for row in term]
    for k in range(1, 40):
        term = [[x / k for x in row] for row in times(term, small)]
        result = [[x + y for x, y in zip(r, t, strict=True)] for r, t in zip(result, term, strict=True)]
    for _ in range(halvings):
        result = times(result, result)
    return result


def spent(rates, start, years, interest):
    """Years in each state, discounted: the corner of the exponential of a matrix of twice the size (Van Loan 1978)."""
    states = range(len(rates))
    force = (1 + interest).ln()
    whole = [[Decimal(0)] * (2 * len(rates)) for _ in range(2 * len(rates))]
    for i in states:
        for j in states:
            whole[i][j] = rates[i][j] if i != j else -sum(rates[i][k] for k in states if k != i) - force
        whole[i][len(rates) + i] = Decimal(1)
    e = exponential([[x * years for x in row] for row in whole])
    return [sum(start[i] * e[i][len(rates) + j] for i in states) for j in states]


def expected(falling, slower, years):
    """Lines of STUDY."""
    with localcontext() as context:
        context.prec = 40
        falling, slower, years = Decimal(falling), Decimal(slower), Decimal(years)
        zero = Decimal(0)
        dying = -(1 - Decimal("0.2")).ln() / 2
        rates = [[zero, falling, Decimal("0.05")], [slower / 3, zero, dying], [zero, zero, zero]]
        start = [Decimal("0.9"), Decimal("0.1"), zero]
        found = {}
        for name, interest in (("total", zero), ("money", Decimal("0.04")), ("benefits", Decimal("0.015"))):
            well, ill, _ = (1000 * x for x in spent(rates, start, years, interest))
            found[name] = {"Care": -1000 * well, "Falling ill": -400 * falling * well,
                           "Dying": -900 * (rates[0][2] * well + dying * ill), "Well": well, "Ill": ill / 2}
        return found


class Continuous(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def answer(self, text, *words):
        Path(self.folder.name, "study.nytte").write_text(text, encoding="utf-8")
        return program.answer("simulate", "study.nytte", *words, "--json", folder=self.folder.name)

    @staticmethod
    def lines(result):
        parties = result["alternatives"][0]["stated"]["parties"]
        return {line["label"]: line for party in parties for line in party["by_line"]}

    def test_costs_and_benefits_are_the_integrals(self):
        for length, years in (("20 years", "20"), ("246 months", "20.5"), ("7 months", Decimal(7) / 12), ("100 years", "100"),
                              ("1461 days", "4"), ("200 days", Decimal(200) / Decimal("365.25"))):
            found = self.lines(self.answer(STUDY.replace("LENGTH", length), "--worlds", 1))
            due = expected("0.2", "0.3", years)
            for label, line in found.items():
                with self.subTest(length=length, line=label):
                    self.assertAlmostEqual(line["total"] / float(due["total"][label]), 1, delta=4e-14)
                    unit = "benefits" if label in ("Well", "Ill") else "money"
                    self.assertAlmostEqual(line["npv"] / float(due[unit][label]), 1, delta=4e-14)

    def test_shares_are_those_at_the_end_of_each_year(self):
        (pathway,) = self.answer(STUDY.replace("LENGTH", "246 months"), "--worlds", 1)["alternatives"][0]["pathways"]
        self.assertEqual(len(pathway["trace"]), 21)
        for year, shares in enumerate(pathway["trace"]):
            with localcontext() as context:
                context.prec = 40
                a, b, d = Decimal("0.2"), Decimal("0.1"), Decimal("0.05")
                e = -Decimal("0.8").ln() / 2
                q = [[-a - d, a, d], [b, -b - e, e], [Decimal(0)] * 3]
                matrix = exponential([[x * year for x in row] for row in q])
                due = [900 * matrix[0][j] + 100 * matrix[1][j] for j in range(3)]
            for share, is_due in zip(shares, due, strict=True):
                self.assertAlmostEqual(share, float(is_due), delta=1e-10)

    def test_rates_that_hardly_are_and_that_are_beyond_measure(self):
        """Nothing is lost where a state is hardly left, nor where it is left at once."""
        text = STUDY.replace("LENGTH", "30 years")
        slow = self.lines(self.answer(text.replace("falling = 0.2", "falling = 0.000_000_000_1"), "--worlds", 1))
        due = expected("1e-10", "0.3", "30")
        for label, line in slow.items():
            self.assertAlmostEqual(line["total"] / float(due["total"][label]), 1, delta=1e-13)
        quick = self.lines(self.answer(text.replace("falling = 0.2", "falling = 100_000"), "--worlds", 1))
        due = expected("100000", "0.3", "30")
        for label, line in quick.items():
            unit = "benefits" if label in ("Well", "Ill") else "money"
            self.assertAlmostEqual(line["total"] / float(due["total"][label]), 1, delta=1e-9)
            self.assertAlmostEqual(line["npv"] / float(due[unit][label]), 1, delta=1e-9)

    def test_worlds_are_each_their_own_rates(self):
        path = Path(self.folder.name, "draws.csv")
        self.answer(STUDY.replace("LENGTH", "246 months"), "--worlds", 300, "--draws", path)
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 300)
        names = {column: column for column in rows[0]}
        for row in (rows[0], rows[127], rows[128], rows[299]):
            falling = next(row[name] for name in names if name.startswith("falling"))
            slower = next(row[name] for name in names if name.startswith("slower"))
            due = expected(falling, slower, "20.5")["money"]
            payer = sum(float(due[label]) for label in ("Care", "Falling ill", "Dying"))
            found = next(float(row[name]) for name in names if "payer" in name)
            self.assertAlmostEqual(found / payer, 1, delta=1e-12)

    def test_any_threads_and_parts_give_the_same(self):
        text = STUDY.replace("LENGTH", "20 years")
        whole = self.answer(text, "--worlds", 300, "--threads", 1)
        self.assertEqual(whole, self.answer(text, "--worlds", 300, "--threads", 3))
        for name, first, worlds in (("a.json", 0, 129), ("b.json", 129, 171)):
            self.answer(text, "--from-world", first, "--worlds", worlds, "--keep", name)
        merged = program.answer("merge", "a.json", "b.json", "--json", folder=self.folder.name)
        self.assertEqual(json.dumps(merged["alternatives"]), json.dumps(whole["alternatives"]))

    def test_persons_are_near_their_cohort(self):
        text = STUDY.replace("LENGTH", "246 months")
        cohort = self.answer(text, "--worlds", 1)["alternatives"][0]["stated"]["parties"]
        people = self.answer(text, "--worlds", 1, "--individuals", 40_000)["alternatives"][0]["stated"]["parties"]
        for one, other in zip(cohort, people, strict=True):
            (persons,) = other["persons"]
            self.assertEqual(one["persons"], [])
            self.assertLess(abs(persons["mean"] * 1000 - one["npv"]), 3 * 1000 * persons["se"])

    def test_the_plan_lists_the_pathway(self):
        Path(self.folder.name, "study.nytte").write_text(STUDY.replace("LENGTH", "20 years"), encoding="utf-8")
        plan = program.output("plan", "study.nytte", folder=self.folder.name).decode("utf-8")
        self.assertNotIn("contract year", plan)
        said = plan[plan.index("\npathways\n"):plan.index("\npayments\n")]
        for line in ("  life: continuous, 3 states", "    starts well share %", "    people %", "    from well to ill rate %",
                     "    from ill to well after exponential mean %", " hazard times %", "    from ill to dead after exponential chance %"):
            self.assertIn(line, said)

    def test_a_rate_per_day_is_that_per_year(self):
        text = STUDY.replace("LENGTH", "10 years").replace("at 0.05 per year", "at 0.05 / 365.25 * 1 per day")
        here = self.lines(self.answer(text, "--worlds", 1))
        due = expected("0.2", "0.3", "10")
        self.assertAlmostEqual(here["Dying"]["total"] / float(due["total"]["Dying"]), 1, delta=1e-13)


if __name__ == "__main__":
    unittest.main()
