# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""People one at a time, by the program: in continuous time against closed forms, in cycles against the cohort of the same text;
the same bytes for any number of threads and for worlds that were run in parts. All data are synthetic."""

import json
import math
import tempfile
import unittest
from pathlib import Path

import program

TIMES = """nytte 1 english

study "Two lives"
  currency DKK
  present value of money at 4 % per year, of benefits at 1.5 % per year, at every moment

party payer  "The region"
party person "The person"

assume falling = 0.2 per year ~ lognormal(median 0.2 per year, sdlog 0.1) from "imagined"
given  better  = no from "imagined"

pathway life "One person's way"
  states     well, ill, dead
  starts     in well
  followed as 20_000 people
  continuous for 20 years
  from well to ill  at falling
  from well to dead at 0.05 per year
  from ill  to dead after weibull(shape 1.5, scale 6 years)

cost payer "Care"        1_000 DKK per year for each year in well
cost payer "Falling ill" 400 DKK for each move from well to ill
benefit person "Well"    1 QALY per year for each year in well

alternative usual "As today"
alternative other "Something else"
  better = yes
"""

STAYS = """nytte 1 english

study "Time in the state"
  currency DKK
  present value at 3 % per year, at the end of each cycle

party payer "The region"

define recover each cycle of illness = 60 % / stay of illness
define care each cycle of illness = 5_000 DKK per year * stay of illness

pathway illness "One person's way"
  states well, ill, dead
  starts in well 60 %, ill 30 % there for 2 years, ill remaining
  people 1_000
  cycles every 6 months for 10 years
  counted half cycle
  from well to ill  20 %
  from ill  to well recover
  from ill  to dead 8 %

cost payer "Care" care for each year in ill
cost payer "Recovery" 700 DKK for each move from ill to well
"""


TREE = """nytte 1 english

study "An operation, or none"
  currency DKK

party payer  "The region"
party person "The person"

assume success = 85 % ~ beta(a 85, b 15) from "imagined"
given  operate = 70 % from "imagined"

tree visit
  people 400
  from patient to operated  operate
  from patient to waiting   remaining
  from operated to cured    success
  from operated to ill      remaining
  from waiting to cured     30 %
  from waiting to ill       70 %
  from ill to dead          10 %
  from ill to home          90 %

cost payer "Operation" 40_000 DKK for each move to operated
cost payer "Home" 900 DKK         for each move to home
benefit person "Cured" 12 QALY    for each move to cured
benefit person "Ill" 6 QALY       for each move to ill
benefit person "Dead" -2 QALY     for each move to dead

alternative usual "As today"
alternative all_operated "Everybody is operated on"
  operate = 100 %
"""

CURVES = """nytte 1 english

study "Curves"
  currency DKK

party payer "The region"

pathway cancer
  states stable, dead
  cycles every year for 5 years
  counted half cycle
  in stable survival(exponential(rate 0.3 per year), time of cancer)

cost payer "Care" 100 DKK per year for each year in stable
"""

# A cost in one pathway, a cost and a benefit in the other.
TWO = """nytte 1 english
study "Two pathways"
  currency DKK
party payer "The region"
party person "The person"
pathway first
  states here, there
  starts in here
  people 30
  followed one by one
  cycles every year for 5 years
  counted at the end
  from here to there 40 %
pathway second
  states up, down
  starts in up
  people 50
  followed one by one
  cycles every year for 3 years
  counted at the start
  from up to down 0 %
cost payer "Here" 100 DKK per year for each year in here
cost payer "Up" 10 DKK per year for each year in up
benefit person "Years" 1 QALY per year for each year in here
"""


class People(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        for name, text in (("times.nytte", TIMES), ("stays.nytte", STAYS), ("tree.nytte", TREE), ("curves.nytte", CURVES)):
            Path(self.folder.name, name).write_text(text, encoding="utf-8")

    def answer(self, *words):
        return program.answer(*words, "--json", folder=self.folder.name)

    @staticmethod
    def accounts(result, alternative=0):
        return {p["name"]: p for p in result["alternatives"][alternative]["stated"]["parties"]}

    def test_continuous_time_is_its_closed_form(self):
        of = self.accounts(self.answer("simulate", "times.nytte", "--worlds", 2))
        lines = {line["label"]: line["npv"] for line in of["payer"]["by_line"]}

        def years(interest):
            leaving = 0.25 + math.log(1 + interest)
            return (1 - math.exp(-leaving * 20)) / leaving

        self.assertAlmostEqual(-lines["Care"] / (1000 * years(0.04)), 1, delta=0.03)
        self.assertAlmostEqual(-lines["Falling ill"] / (400 * 0.2 * years(0.04)), 1, delta=0.03)
        person = of["person"]["persons"][0]
        self.assertLess(abs(person["mean"] - years(0.015)), 4 * person["se"])
        self.assertAlmostEqual(person["mean"], of["person"]["npv"], delta=1e-9)

    def test_the_trace_has_a_point_a_year(self):
        trace = self.answer("simulate", "times.nytte", "--worlds", 2)["alternatives"][0]["pathways"][0]["trace"]
        self.assertEqual(len(trace), 21)
        for year, (well, ill, dead) in enumerate(trace):
            self.assertAlmostEqual(well, math.exp(-0.25 * year), delta=0.02)
            self.assertAlmostEqual(well + ill + dead, 1, delta=1e-9)

    def test_alternatives_share_their_people(self):
        """What changes nothing makes no difference to anybody."""
        result = self.answer("simulate", "times.nytte", "--worlds", 3)
        self.assertEqual(self.accounts(result, 0)["person"]["npv"], self.accounts(result, 1)["person"]["npv"])

    def test_individuals_are_near_their_cohort(self):
        cohort = self.accounts(self.answer("simulate", "stays.nytte", "--worlds", 1))["payer"]
        people = self.accounts(self.answer("simulate", "stays.nytte", "--worlds", 1, "--individuals", 50_000))["payer"]
        person = people["persons"][0]
        self.assertEqual(cohort["persons"], [])
        self.assertEqual((person["persons"], person["people"]), (50_000, 1000))
        self.assertLess(abs(person["mean"] * 1000 - cohort["npv"]), 4 * 1000 * person["se"])
        self.assertAlmostEqual(person["mean"] * 1000, people["npv"], delta=1e-6 * abs(people["npv"]))

    def test_counted_otherwise_the_same_people_are_counted(self):
        """Half cycles lie between counting at the start and at the end, for people as for cohorts."""
        for words in ((), ("--individuals", 3000)):
            stated = self.answer("simulate", "stays.nytte", "--worlds", 1, *words)["alternatives"][0]["stated"]
            npv = {(w["counted"], w["discounted"]): w["parties"][0]["npv"] for w in stated["counted_otherwise"]}
            ends = sorted(npv[key] for key in npv if key[0] in ("at the start", "at the end"))
            self.assertTrue(ends[0] <= npv[("half cycle", None)] <= ends[-1], (words, npv))

    def test_threads_and_parts_change_nothing(self):
        for study, more in (("times.nytte", ()), ("stays.nytte", ("--individuals", 700)), ("tree.nytte", ("--individuals", 700))):
            whole = self.answer("simulate", study, "--worlds", 40, "--threads", 1, *more)
            self.assertEqual(whole, self.answer("simulate", study, "--worlds", 40, "--threads", 3, *more))
            for name, first, worlds in (("a.json", 0, 15), ("b.json", 15, 25)):
                self.answer("simulate", study, "--from-world", first, "--worlds", worlds, "--keep", name, *more)
            merged = self.answer("merge", "a.json", "b.json")
            self.assertEqual(json.dumps(merged["alternatives"]), json.dumps(whole["alternatives"]))

    def test_people_in_a_tree_each_come_to_one_end(self):
        cohort, people = (self.answer("simulate", "tree.nytte", "--worlds", 1, *more)["alternatives"]
                          for more in ((), ("--individuals", 40_000)))
        for one, other in zip(cohort, people, strict=True):
            for here, there in zip(one["stated"]["parties"], other["stated"]["parties"], strict=True):
                (persons,) = there["persons"]
                self.assertEqual((persons["persons"], persons["people"]), (40_000, 400))
                self.assertLessEqual(abs(persons["mean"] * 400 - here["npv"]), 3.5 * 400 * persons["se"] + 1e-6)
                self.assertAlmostEqual(persons["mean"] * 400, there["npv"], delta=1e-6)
            names = other["pathways"][0]["states"]
            (shares,) = other["pathways"][0]["trace"]
            at = dict(zip(names, shares, strict=True))
            self.assertEqual(at["patient"], 400)
            self.assertAlmostEqual(at["cured"] + at["dead"] + at["home"], 400, delta=1e-9)
            self.assertAlmostEqual(at["ill"], at["dead"] + at["home"], delta=1e-9)
        # Of one person the square of what it has is known: every QALY comes at one end.
        ends = ((0.7 * 0.85 + 0.3 * 0.3, 12), ((0.7 * 0.15 + 0.3 * 0.7) * 0.9, 6), ((0.7 * 0.15 + 0.3 * 0.7) * 0.1, 4))
        mean = sum(chance * worth for chance, worth in ends)
        sd = sum(chance * (worth - mean) ** 2 for chance, worth in ends) ** 0.5
        persons = people[0]["stated"]["parties"][1]["persons"][0]
        self.assertAlmostEqual(persons["sd"] / sd, 1, delta=0.02)

    def test_nobody_can_be_followed_through_curves(self):
        done = program.run("simulate", "curves.nytte", "--individuals", 100, folder=self.folder.name)
        self.assertEqual(done.returncode, 1)
        self.assertIn("N0666", done.stderr.decode())
        self.answer("simulate", "curves.nytte", "--worlds", 1)

    def test_the_report_says_what_chance_does(self):
        for words, sentence in (((), "as stated, of 2,000 people one at a time: "),
                                (("--lang", "da"), "som angivet, af 2.000 personer én ad gangen: ")):
            said = program.output("simulate", "stays.nytte", "--individuals", 2000, *words, folder=self.folder.name)
            self.assertIn(sentence, said.decode("utf-8"))

    def test_of_several_pathways_the_report_says_which(self):
        Path(self.folder.name, "two.nytte").write_text(TWO, encoding="utf-8")
        said = program.output("simulate", "two.nytte", "--worlds", 2, folder=self.folder.name).decode("utf-8")
        self.assertEqual(2, said.count("in first, as stated, of 30 people one at a time: "), said)
        self.assertEqual(1, said.count("in second, as stated, of 50 people one at a time: 30.000 ± 0 each"), said)

    def test_where_nothing_is_drawn_one_world_is_enough(self):
        result = self.answer("simulate", "stays.nytte", "--individuals", 500)
        self.assertEqual(result["alternatives"][0]["worlds_defined"], 1)


if __name__ == "__main__":
    unittest.main()
