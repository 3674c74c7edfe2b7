# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Pathways in the model of a contract: where their costs stand in time, against fractions worked out here; the same as
a study of its own where the contract pays nothing; and beside rows that come about, worlds that draw alike."""

import csv
import datetime
import io
import json
import math
import tempfile
import unittest
from fractions import Fraction
from pathlib import Path

import program

CONTRACT = """\
nytte 1 english

contract "Rounds"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2026-03-01 for 3 years
  statement 3 months after each contract year, on the data of that day
  last statement at the end of the term
  present value at 4 % per year, at the end of each year
"""
STUDY = """\
nytte 1 english

study "Rounds"
  currency DKK
  present value at 4 % per year, at the end of each cycle
"""
PARTIES = """
party payer  "The region"{buys}
party seller "The seller"{sells}
party person "The person"
"""
BOTH = PARTIES.format(buys=" buys", sells=" sells")
PAYS_NOTHING = """
pay payer to seller "Rounds" clause 7.1
  0 DKK each year
  due 30 days after the statement
"""
BELIEFS = """
assume falls_ill ~ beta(a 10, b 90) from "register"
assume care = 40_000 DKK per year ~ gamma(mean 40_000 DKK per year, sd 4_000 DKK per year) from "case study"
define die each cycle of illness = 2 % * stay of illness
"""
PATHWAY = """
pathway illness "One person's way"
  states   well, ill, dead
  starts   in well 90 %, ill remaining there for 1 year
  people   100
  cycles   every {cycle} for {whole}
  counted  {counted}
  from well to ill  falls_ill
  from ill  to well 5 %
  from ill  to dead die

cost payer "Care"               care                   for each year in ill
cost payer "Admission"          12_000 DKK             for each move from well to ill when cycle of illness <= 5
cost payer "The last weeks"     60_000 DKK             for each move to dead
benefit person "Years"          0.8 QALY per year      for each year in well
"""
COUNTINGS = ["at the start", "at the end", "at every point", "half cycle", "simpson"]


def simulated(text, *words, form="--json"):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.nytte"
        path.write_text(text, encoding="utf-8")
        done = program.run("simulate", path, "--twins", 0, *words, form)
        if done.returncode:
            raise AssertionError(done.stderr.decode())
        return json.loads(done.stdout) if form == "--json" else done.stdout


def accounts(result, alternative=0):
    parties = result["alternatives"][alternative]["parties"]
    return {(party["name"], party["unit"]): party["npv"]["mean"] for party in parties}


class AsAStudy(unittest.TestCase):
    def test_a_contract_that_pays_nothing_costs_what_the_study_costs(self):
        """Cycles of a year, discounted at the end of each: world by world the same, however it is counted."""
        for counted in COUNTINGS:
            pathway = PATHWAY.format(cycle="year", whole="20 years", counted=counted)
            beside = simulated(CONTRACT + BOTH + PAYS_NOTHING + BELIEFS + pathway, "--worlds", 300)
            alone = simulated(STUDY + PARTIES.format(buys="", sells="") + BELIEFS + pathway, "--worlds", 300)
            self.assertEqual(beside["alternatives"][0]["worlds_defined"], 300)
            costs = accounts(beside)
            for account, mean in accounts(alone).items():
                with self.subTest(counted=counted, account=account):
                    self.assertAlmostEqual(costs[account] / mean, 1, delta=1e-12)
            for one, other in zip(beside["alternatives"][0]["pathways"], alone["alternatives"][0]["pathways"]):
                self.assertEqual(one, other, "the trace, as stated")

    def test_trees_and_curves(self):
        tree = """
assume success ~ beta(a 8, b 2) from "trial"
tree visit
  from patient to cured success
  from patient to ill   remaining
cost payer "Cure" 40_000 DKK for each move to cured
benefit person "Cured" 12 QALY for each move to cured
"""
        curves = """
assume median_time ~ lognormal(median 6 years, sdlog 0.2) from "trial"
pathway cancer
  states  stable, worse
  cycles  every year for 15 years
  counted half cycle
  in stable survival(weibull(shape 1.2, scale median_time), time of cancer)
cost payer "Treatment" 60_000 DKK per year for each year in stable
"""
        for text in (tree, curves, tree + curves):
            beside = simulated(CONTRACT + BOTH + PAYS_NOTHING + text, "--worlds", 100)
            alone = simulated(STUDY + PARTIES.format(buys="", sells="") + text, "--worlds", 100)
            for account, mean in accounts(alone).items():
                with self.subTest(text=text, account=account):
                    self.assertAlmostEqual(accounts(beside)[account] / mean, 1, delta=1e-12)


# --- the contract's days ------------------------------------------------------------------------------

FIRST = datetime.date(2026, 3, 1)
RATE = Fraction(104, 100)
LEAVES, FALLS = Fraction(3, 100), Fraction(1, 50)
MONTHLY = """
pathway illness
  states well, ill, dead
  starts in well
  people 1_000
  {arriving}
  cycles every {length} for {whole}
  counted {counted}
  from well to ill  2 %
  from ill  to dead 3 %
cost payer "Care"  12_000 DKK per year for each year in ill
cost payer "Falls" 500 DKK for each move to ill
"""


def last_day(months):
    """The last day of a cycle that ends so many months after the first day, the first of a month."""
    year, month = divmod(FIRST.month - 1 + months, 12)
    return datetime.date(FIRST.year + year, month + 1, 1) - datetime.timedelta(days=1)


def weight(counted, point, cycles):
    end = point in (0, cycles)
    return {"half cycle": Fraction(1, 2) if end else 1, "at every point": 1,
            "simpson": Fraction(1, 3) if end else Fraction(4, 3) if point % 2 == 0 else Fraction(2, 3)}[counted]


def worked_out(length, cycles, counted, arriving=0):
    """By day: what care and falls come to; point 0 is None. A cohort of 1,000, written down move by move."""
    flows = []
    by_cycle = counted in ("at the start", "at the end")
    for entry in range(1, cycles + 1 if arriving else 2):
        well, ill = (Fraction(1000) if entry == 1 else Fraction(0)) + arriving, Fraction(0)
        left = cycles - entry + 1
        for cycle in range(left + 1):
            point = cycle + entry - 1
            day = last_day(length * point) if point else None
            moved = Fraction(0)
            if cycle:
                moved, died = well * FALLS, ill * LEAVES
                before = ill
                well, ill = well - moved, ill + moved - died
            if by_cycle:
                there = before if cycle and counted == "at the start" else ill
                amount = there * 1000 * length + moved * 500 if cycle else 0
            else:
                times = weight("half cycle" if entry > 1 and counted == "simpson" else counted, cycle, left)
                amount = times * (ill * 1000 * length + moved * 500)
            if cycle or entry == 1:
                flows.append((day, amount))
    return flows


def contract_year(day):
    return day.year - FIRST.year - ((day.month, day.day) < (FIRST.month, FIRST.day)) + 1


class ByDay(unittest.TestCase):
    def check(self, length, cycles, counted, contract=CONTRACT, at_start=False, arriving=0):
        text = MONTHLY.format(length=f"{length} months", whole=f"{length * cycles} months", counted=counted,
                              arriving=f"arriving in well {arriving} each cycle" if arriving else "")
        text = text.replace("  \n", "")
        result = simulated(contract + BOTH + PAYS_NOTHING + text, "--worlds", 1)
        party = next(p for p in result["alternatives"][0]["parties"] if p["name"] == "payer")
        flows = worked_out(length, cycles, counted, arriving)
        npv = sum(amount / RATE ** (contract_year(day) - at_start if day else 0) for day, amount in flows)
        self.assertAlmostEqual(-party["npv"]["mean"] / float(npv), 1, delta=1e-12)
        periods = [Fraction(0)] * 3
        years = {}
        for day, amount in flows:
            periods[min(contract_year(day or FIRST), 3) - 1] += amount
            year = (day or FIRST).year
            years[year] = years.get(year, 0) + amount
        for said, amount in zip(party["by_year"], periods):
            self.assertAlmostEqual(-said["net"], float(amount), delta=1e-9 * float(sum(periods)))
        budget = result["alternatives"][0]["budget"][0]["by_calendar_year"]
        self.assertEqual(list(range(FIRST.year, max(year for year in years if years[year]) + 1)), [year["year"] for year in budget])
        for year in budget:
            self.assertAlmostEqual(float(years.get(year["year"], 0)), -year["parties"]["payer"], delta=1e-9 * float(sum(periods)))

    def test_cycles_of_months_stand_on_their_last_day(self):
        for counted in COUNTINGS:
            for length, cycles in ((1, 70), (3, 12), (5, 14), (12, 9)):
                with self.subTest(counted=counted, length=length):
                    self.check(length, cycles, counted)

    def test_discounted_at_the_start_of_each_year(self):
        contract = CONTRACT.replace("at the end of each year", "at the start of each year")
        for counted in ("at the end", "at the start"):
            self.check(1, 70, counted, contract, at_start=True)

    def test_those_who_come_later_stand_on_the_calendars_days(self):
        for counted in COUNTINGS:
            with self.subTest(counted=counted):
                self.check(4, 12, counted, arriving=30)


# --- beside rows ------------------------------------------------------------------------------------------

ROWS = """
table visit "Visits" dated by done
  visit key
  done  date

assume price_of_one ~ gamma(mean 1_000 DKK, sd 300 DKK) from "register"

model visit arriving 50 visits per year

cost payer "By rows" price_of_one for each visit
"""
SURE = """
pathway once_more
  states here, there
  starts in here
  cycles every year for 2 years
  counted at the end
  from here to there remaining
cost seller "By the pathway" price_of_one for each move to there
"""
LUCK = """
pathway luck
  states  standing, struck
  starts  in standing
  people  200
  {followed}
  cycles  every year for 6 years
  counted half cycle
  from standing to struck 10 %
cost seller "Luck" 1_000 DKK for each move to struck
"""


class BesideRows(unittest.TestCase):
    def test_a_world_draws_once_for_rows_and_pathway(self):
        with tempfile.TemporaryDirectory() as folder:
            draws = Path(folder) / "draws.csv"
            simulated(CONTRACT + BOTH + PAYS_NOTHING + ROWS + SURE, "--worlds", 50, "--draws", draws)
            rows = list(csv.DictReader(io.StringIO(draws.read_text())))
        self.assertEqual(50, len({row["price_of_one"] for row in rows}))
        for row in rows:
            self.assertAlmostEqual(float(row["npv:seller:DKK"]), -float(row["price_of_one"]) / 1.04, delta=1e-6)

    def test_rows_are_the_same_with_and_without_a_pathway(self):
        without = accounts(simulated(CONTRACT + BOTH + PAYS_NOTHING + ROWS, "--worlds", 40))
        self.assertEqual(without["payer", "DKK"],
                         accounts(simulated(CONTRACT + BOTH + PAYS_NOTHING + ROWS + SURE, "--worlds", 40))["payer", "DKK"])

    def test_threads_and_parts_give_the_same_bytes(self):
        text = CONTRACT + BOTH + PAYS_NOTHING + ROWS + SURE + LUCK.format(followed="followed one by one")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "text.nytte"
            path.write_text(text, encoding="utf-8")
            one, two = (program.run("simulate", path, "--worlds", 60, "--threads", n, "--json").stdout for n in (1, 2))
            self.assertEqual(one, two)
            self.assertTrue(json.loads(one)["alternatives"][0]["worlds_defined"] == 60)
            parts = [Path(folder) / f"part{n}.json" for n in (1, 2)]
            for n, part in enumerate(parts):
                self.assertEqual(0, program.run("simulate", path, "--worlds", 30, "--from-world", 30 * n, "--keep", part).returncode)
            self.assertEqual(one, program.run("merge", *parts, "--json").stdout)

    def test_persons_have_luck_of_their_own_in_each_world(self):
        cohort, persons = (simulated(CONTRACT + BOTH + PAYS_NOTHING + LUCK.format(followed=f"followed {how}"), "--worlds", 400)
                           for how in ("as a cohort", "one by one"))
        exact = accounts(cohort)["seller", "DKK"]
        npv = next(p for p in persons["alternatives"][0]["parties"] if p["name"] == "seller")["npv"]
        self.assertEqual(0, next(p for p in cohort["alternatives"][0]["parties"] if p["name"] == "seller")["npv"]["sd"])
        self.assertGreater(npv["sd"], 0)
        self.assertLess(abs(npv["mean"] - exact), 4 * npv["se"])
        asked = simulated(CONTRACT + BOTH + PAYS_NOTHING + LUCK.format(followed="followed as a cohort"), "--worlds", 5,
                          "--individuals", 1000)
        self.assertNotEqual(exact, accounts(asked)["seller", "DKK"])

    def test_other_patients_are_other_persons(self):
        """All that a world draws here is luck, and a twin has luck of its own: all of the variance is chance."""
        text = CONTRACT + BOTH + PAYS_NOTHING + LUCK.format(followed="followed one by one")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "text.nytte"
            path.write_text(text, encoding="utf-8")
            result = json.loads(program.run("simulate", path, "--worlds", 600, "--twins", 1, "--json").stdout)
        seller = next(p for p in result["alternatives"][0]["parties"] if p["name"] == "seller")
        line = next(line for line in seller["by_line"] if line["label"] == "Luck")
        self.assertAlmostEqual(1, line["chance_alone"]["value"], delta=4 * line["chance_alone"]["se"] + 0.01)

    def test_compare_and_sensitivity_see_it(self):
        text = CONTRACT + BOTH + PAYS_NOTHING + BELIEFS + PATHWAY.format(cycle="year", whole="20 years", counted="half cycle")
        text += 'alternative now "As today"\nalternative better "Fewer fall ill"\n  falls_ill = 5 %\n'
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "text.nytte"
            path.write_text(text, encoding="utf-8")
            compared = program.answer("compare", path, "--worlds", 50, "--json")
            self.assertEqual("compare/1", compared["nytte"])
            result = program.answer("simulate", path, "--worlds", 50, "--json")
            better = next(c for c in result["comparisons"] if (c["party"], c["unit"]) == ("payer", "DKK"))
            self.assertGreater(better["npv"]["mean"], 0)
            tornado = program.answer("sensitivity", path, "--party", "payer", "--worlds", 50, "--alternative", "now", "--json")
            self.assertIn("falls_ill", json.dumps(tornado))
            shown = program.run("simulate", path, "--worlds", 5, "--lang", "da").stdout.decode()
            self.assertIn("illness", shown)
            html = program.run("simulate", path, "--worlds", 5, "--format", "html").stdout.decode()
            self.assertIn("How many are where at each point of", html)


# --- contracts/knee/knee-lifetime.nytte -------------------------------------------------------------------

LINES = ("Revisions that no row follows", "Revisions of revised knees", "Years with a revised knee", "Years with a knee revised again")


def lifetime(volume, chance, ratio, again_chance):
    """What each line comes to at present value: eight cohorts of a year, each to the end of the fortieth year."""
    worth = dict.fromkeys(LINES, 0.0)
    for entry in range(1, 9):
        first, revised, again, left = volume, 0.0, 0.0, 41 - entry
        for year in range(1, left + 1):
            stands = [math.exp(math.log(1 - chance) * (t / 2) ** 0.9 * ratio) for t in (year - 1, year)]
            revise, die = 1 - stands[1] / stands[0], 1 - 0.986 ** math.exp(0.09 * (year - 1))
            to_revised, to_again = first * revise, revised * again_chance
            first -= first * (revise + die)
            revised, again = revised + to_revised - to_again - revised * die, again + to_again - again * die
            point = entry + year - 1
            counts = (0.5 if year == left else 1) / 1.035 ** point
            worth[LINES[0]] -= counts * 92_000 * to_revised * (point > 13)
            worth[LINES[1]] -= counts * 92_000 * to_again
            worth[LINES[2]] -= counts * 0.06 * revised
            worth[LINES[3]] -= counts * 0.11 * again
    return worth


class Knee(unittest.TestCase):
    def test_whole_lives_with_the_knee_are_what_they_come_to_here(self):
        with tempfile.TemporaryDirectory() as folder:
            draws = Path(folder) / "draws.csv"
            result = program.answer("simulate", program.KNEE / "knee-lifetime.nytte", "--offer", program.OFFER, "--worlds", 30,
                                    "--twins", 0, "--draws", draws, "--json")
            rows = list(csv.DictReader(io.StringIO(draws.read_text())))
        for alternative in result["alternatives"]:
            worlds = [row for row in rows if row["alternative"] == alternative["name"]]
            self.assertEqual((30, 30), (len(worlds), alternative["worlds_defined"]))
            due = [lifetime(float(row["volume"]), float(row["revision_chance"]) / 100, float(row["revision_ratio"]),
                            float(row["again_chance"]) / 100) for row in worlds]
            said = {line["label"]: line["npv"] for party in alternative["parties"] for line in party["by_line"]}
            for line in LINES:
                with self.subTest(alternative=alternative["name"], line=line):
                    self.assertAlmostEqual(said[line] / (sum(world[line] for world in due) / 30), 1, delta=1e-9)

    def test_nothing_else_of_the_buyers_model_moves(self):
        words = ("--offer", program.OFFER, "--worlds", 10, "--twins", 0, "--json")
        buyer, life = (program.answer("simulate", program.KNEE / f"knee-{name}.nytte", *words) for name in ("buyer", "lifetime"))
        for one, other in zip(buyer["alternatives"], life["alternatives"]):
            lines = {(party["name"], line["label"]): line for party in other["parties"] for line in party["by_line"]}
            for party in one["parties"]:
                for line in party["by_line"]:
                    self.assertEqual(line, lines[party["name"], line["label"]])


class Wrong(unittest.TestCase):
    def test_what_is_wrong_as_stated_is_an_error(self):
        text = CONTRACT + BOTH + PAYS_NOTHING + BELIEFS.replace("2 % * stay", "30 % * stay")
        text += PATHWAY.format(cycle="year", whole="20 years", counted="half cycle")
        with self.assertRaisesRegex(AssertionError, "N0646"):
            simulated(text, "--worlds", 3)

    def test_a_world_that_means_nothing_is_left_out_and_counted(self):
        text = CONTRACT + BOTH + PAYS_NOTHING + 'assume twice ~ uniform(low 0, high 1.5) from "nobody"\n'
        text += LUCK.format(followed="followed as a cohort").replace("10 %", "twice")
        result = simulated(text, "--worlds", 300)
        defined = result["alternatives"][0]["worlds_defined"]
        self.assertTrue(150 < defined < 250, defined)
        self.assertEqual([300 - defined], [u["worlds"] for u in result["undefined"]])


if __name__ == "__main__":
    unittest.main()
