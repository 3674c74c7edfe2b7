# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""`nytte compare`: a small contract whose differences are normal, so that the curve, the loss and the ratio are known; what
society pays; wrong command lines; the same figures in each form. Frontiers and quadrants stand in unit/weigh_test.c."""

import csv
import io
import math
import tempfile
import unittest
from pathlib import Path

import program

HEAD = program.ONE_YEAR + """party buyer   "Buyer"  buys
party seller  "Seller" sells
party persons "Persons"

table visit "One row per visit" dated by done
  id   key
  done date

model visit arriving 1 visit per year

define fee = 100 DKK

pay buyer to seller "Fee" clause 1
  fee each year
  due 30 days after the statement

"""

# The new one costs 50 more and gives 2 more on average; the third is sure to cost 400 more and to give 3 more.
THREE = HEAD + """assume dearer ~ normal(mean 50 DKK, sd 10 DKK) from "imagined"
assume better ~ normal(mean 2 points, sd 0.5 points) from "imagined"
define more = 0 DKK
define gain = 0 points

cost buyer "Care" more + 1_000 DKK each year
benefit persons "Health" gain + 10 points each year

alternative old "As before"
alternative new "As new"
  more = dearer
  gain = better
alternative sure "For certain"
  more = 400 DKK
  gain = 3 points
"""

CHEAP = """
alternative cheap "A lower fee"
  fee = 60 DKK
"""


def phi(x):
    return math.erfc(-x / math.sqrt(2)) / 2


class Small(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_on(self, text, *words):
        (self.folder / "small.nytte").write_text(text, encoding="utf-8")
        return program.run("compare", "small.nytte", *words, folder=self.folder)

    def answer_on(self, text, *words):
        (self.folder / "small.nytte").write_text(text, encoding="utf-8")
        return program.answer("compare", "small.nytte", "--json", *words, folder=self.folder)

    def near(self, figured, expected, errors=4):
        self.assertGreater(figured["se"], 0)
        self.assertLess(abs(figured.get("value", figured.get("mean")) - expected), errors * figured["se"], figured)


def of(result, perspective, basis="worlds"):
    return next(c for c in result["comparisons"] if c["perspective"] == perspective)[basis]


def at(weighed, yardstick, alternative):
    found = next(y for y in weighed["yardsticks"] if y["yardstick"] == yardstick)
    return next(a for a in found["alternatives"] if a["alternative"] == alternative)


class KnownAnswers(Small):
    def setUp(self):
        super().setUp()
        self.result = self.answer_on(THREE, "--worlds", 4000, "--yardstick", "0..50 by 25", "--yardstick", 27)
        self.buyer = of(self.result, "buyer")

    def test_costs_effects_and_the_ratio(self):
        old, new, sure = self.buyer["results"]
        self.assertEqual((old["cost"]["mean"], old["effect"]["mean"]), (1100, 10))
        self.near(new["cost"], 1150)
        self.near(new["effect"], 12)
        self.assertEqual((sure["cost"]["mean"], sure["cost"]["se"]), (1500, 0))
        step = self.buyer["increments"][0]
        self.assertEqual((step["alternative"], step["less"], step["quadrant"]), ("new", "old", "north-east"))
        self.near(step["icer"], 25)
        self.assertLess(abs(step["icer"]["se"] / (math.sqrt(100 + 25 ** 2 * 0.25) / 2 / math.sqrt(4000)) - 1), 0.1)

    def test_the_frontier(self):
        places = self.buyer["in_order_of_effect"]
        self.assertEqual([(p["alternative"], p["stands"], p["known"]) for p in places],
                         [(name, "on the frontier", True) for name in ("old", "new", "sure")])
        self.assertIsNone(places[0]["step"])
        self.near(places[2]["step"]["icer"], 350)

    def test_curve_and_loss_are_those_of_a_normal_difference(self):
        for k in (25, 27, 50):
            mean, sd = 2 * k - 50, math.sqrt(100 + k * k * 0.25)
            self.near(at(self.buyer, k, "new")["share_best"], phi(mean / sd))
            self.near(at(self.buyer, k, "new")["expected_loss"],
                      sd * math.exp(-(mean / sd) ** 2 / 2) / math.sqrt(2 * math.pi) - mean * phi(-mean / sd))
            self.near(at(self.buyer, k, "new")["net_monetary_benefit"], 12 * k - 1150)
            self.near(at(self.buyer, k, "new")["net_health_benefit"], 12 - 1150 / k)
        self.assertEqual(at(self.buyer, 0, "old")["share_best"]["value"], 1)
        self.assertIsNone(at(self.buyer, 0, "old")["net_health_benefit"])

    def test_the_best_on_average_and_whether_that_is_known(self):
        best = {y["yardstick"]: (y["best"], y["best_known"]) for y in self.buyer["yardsticks"]}
        self.assertEqual((best[0], best[50]), (("old", True), ("new", True)))
        self.assertFalse(best[25][1])

    def test_shares_add_to_one(self):
        for yardstick in self.buyer["yardsticks"]:
            self.assertAlmostEqual(sum(a["share_best"]["value"] for a in yardstick["alternatives"]), 1, places=12)

    def test_costs_are_those_that_simulate_shows(self):
        simulated = program.answer("simulate", "small.nytte", "--worlds", 4000, "--json", folder=self.folder)
        for alternative, result in zip(simulated["alternatives"], self.buyer["results"]):
            for name, unit, sign, key in (("buyer", "DKK", -1, "cost"), ("persons", "points", 1, "effect")):
                net = next(p for p in alternative["parties"] if (p["name"], p["unit"]) == (name, unit))["npv"]
                self.assertEqual((sign * net["mean"], net["sd"]), (result[key]["mean"], result[key]["sd"]))


class Perspectives(Small):
    def test_what_parties_pay_each_other_is_nothing_to_society(self):
        result = self.answer_on(THREE + CHEAP, "--worlds", 40, "--alternative", "old", "--alternative", "cheap")
        self.assertEqual([c["perspective"] for c in result["comparisons"]], ["buyer", "seller", "society"])
        steps = {c["perspective"]: c["worlds"]["increments"][0] for c in result["comparisons"]}
        self.assertEqual((steps["buyer"]["costs"], steps["buyer"]["cost"]["mean"]), ("less", -40))
        self.assertEqual((steps["seller"]["costs"], steps["seller"]["cost"]["mean"]), ("more", 40))
        self.assertEqual((steps["society"]["costs"], steps["society"]["cost"]["sd"]), ("same", 0))
        self.assertEqual(of(result, "society")["in_order_of_effect"][1]["stands"], "the same")
        self.assertEqual(of(result, "buyer")["in_order_of_effect"][1]["by"], ["cheap"])

    def test_one_that_is_named(self):
        for party in ("seller", "society"):
            result = self.answer_on(THREE, "--worlds", 4, "--party", party)
            self.assertEqual([c["perspective"] for c in result["comparisons"]], [party])

    def test_where_effects_are_the_same_no_yardstick_matters(self):
        result = self.answer_on(THREE + CHEAP, "--worlds", 40, "--alternative", "old", "--alternative", "cheap")
        self.assertEqual([y["yardstick"] for y in of(result, "buyer")["yardsticks"]], [0])

    def test_yardsticks_of_its_own_go_to_about_twice_the_ratio(self):
        result = self.answer_on(THREE, "--worlds", 400, "--alternative", "old", "--alternative", "sure")
        yardsticks = [y["yardstick"] for y in of(result, "buyer")["yardsticks"]]
        self.assertEqual((len(yardsticks), yardsticks[0], yardsticks[-1]), (11, 0, 300))  # 400 / 3, twice

    def test_a_few_worlds_give_no_ratio(self):
        text = THREE.replace("sd 0.5 points", "sd 50 points")
        done = self.run_on(text, "--worlds", 20, "--alternative", "old", "--alternative", "new", "--party", "buyer")
        self.assertIn("costs more and may give more or less: no ratio is said", done.stdout.decode())
        self.assertNotIn("for each point gained", done.stdout.decode())


class MoneyAlone(Small):
    """Where nobody has a benefit in a unit of its own, the cheapest is best."""

    TEXT = THREE.replace('benefit persons "Health" gain + 10 points each year\n', "").replace("  gain = better\n", "").replace(
        "  gain = 3 points\n", "")

    def test_who_pays_more_and_which_costs_least(self):
        result = self.answer_on(self.TEXT, "--worlds", 400)
        buyer = next(c for c in result["comparisons"] if c["perspective"] == "buyer")
        self.assertIsNone(buyer["unit"])
        self.assertEqual([s["costs"] for s in buyer["worlds"]["increments"]], ["more", "more"])
        self.assertEqual([s["icer"] for s in buyer["worlds"]["increments"]], [None, None])
        self.assertEqual([(y["yardstick"], y["best"]) for y in buyer["worlds"]["yardsticks"]], [(0, "old")])

    def test_the_report_speaks_of_costs_alone(self):
        for language, least in (("en", "Which costs least"), ("da", "Hvad der koster mindst")):
            text = self.run_on(self.TEXT, "--worlds", 50, "--party", "buyer", "--lang", language).stdout.decode()
            self.assertIn(least, text)
            self.assertNotIn("benefits  ", text)
            self.assertNotIn("gives", text.split("Costs: what")[0])


class Forms(Small):
    def test_any_threads_and_any_order_of_words_give_the_same_bytes(self):
        words = ["--worlds", 600, "--json"]
        self.assertEqual(self.run_on(THREE, *words, "--threads", 1).stdout, self.run_on(THREE, "--threads", 3, *words).stdout)

    def test_csv_has_the_figures_of_the_json(self):
        result = self.answer_on(THREE, "--worlds", 50, "--csv", "c.csv", "--party", "buyer")
        rows = list(csv.DictReader(io.StringIO((self.folder / "c.csv").read_text(encoding="utf-8"))))
        weighed = of(result, "buyer")
        self.assertEqual(len(rows), 3 * len(weighed["yardsticks"]))
        for row in rows:
            found = at(weighed, float(row["yardstick"]), row["alternative"])
            for name in ("net_monetary_benefit", "net_health_benefit", "share_best", "expected_loss"):
                for key, value in ((name, "value"), (name + "_se", "se")):
                    self.assertEqual(None if row[key] == "NA" else float(row[key]), found[name] and found[name][value])

    def test_text_in_both_languages_and_html(self):
        for language, words in (("en", ["Each less old, world by world", "expected loss", "QALY"]),
                                ("da", ["Hvert minus old, verden for verden", "forventet tab", "QALY"])):
            text = self.run_on(THREE.replace("point", "QALY").replace("QALYs", "QALY"),
                               "--worlds", 50, "--lang", language).stdout.decode()
            for word in words:
                self.assertIn(word, text)
        page = self.run_on(THREE, "--worlds", 50, "--format", "html").stdout.decode()
        self.assertEqual(page.count("<svg"), page.count("</svg>"))
        self.assertGreater(page.count("<svg"), 0)
        self.assertNotIn("<script", page)

    def test_what_is_set_is_said(self):
        text = self.run_on(THREE, "--worlds", 5, "--set", "dearer = 60 DKK").stdout.decode()
        self.assertIn("for this simulation alone: dearer = 60 DKK", text)


class Wrong(Small):
    def test_command_lines(self):
        for words, says in ((["--alternative", "old"], "one alternative only"),
                            (["--alternative", "old", "--alternative", "none"], "no alternative `none`"),
                            (["--party", "persons"], "there are `buyer`, `seller`, `society`"),
                            (["--benefit", "QALY"], "say `point`"),
                            (["--yardstick", "5..1 by 1"], "is no range"), (["--yardstick", "-5"], "is no range"),
                            (["--yardstick", "0..10"], "is no range"), (["--yardstick", "0..10 by 0"], "is no range"),
                            (["--yardstick", "0..10 by 0.001"], "more than 1000 steps"),
                            (["--format", "pdf"], "no `pdf`")):
            with self.subTest(words):
                done = self.run_on(THREE, "--worlds", 5, *words)
                self.assertEqual((done.returncode, done.stdout), (2, b""))
                self.assertIn(says, done.stderr.decode())

    def test_nothing_to_compare(self):
        text = THREE.replace('cost buyer "Care" more + 1_000 DKK each year\n', "")
        text = text.replace(THREE[THREE.index("pay buyer"):THREE.index("assume")], "")
        done = self.run_on(text, "--worlds", 5)
        self.assertEqual((done.returncode, done.stdout), (1, b""), done.stderr)
        self.assertIn("N0770", done.stderr.decode())

    def test_worlds_that_are_never_defined_together(self):
        text = THREE.replace("  done date\n", "  done date\n  size 0..9 point\n").replace(
            "model visit arriving 1 visit per year\n", """define size_drawn = half * 18 points
assume half ~ uniform(low 0, high 1) from "imagined"
model visit arriving 99 visits per year
  size = size_drawn
""") + """alternative other "Defined where the first is not"
  size_drawn = (half - 0.5) * 18 points
"""
        done = self.run_on(text, "--worlds", 20, "--alternative", "old", "--alternative", "other")
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertIn("N0771", done.stderr.decode())
        some = self.answer_on(text, "--worlds", 20, "--alternative", "old", "--alternative", "new")
        self.assertTrue(0 < some["worlds_compared"] < 20, some["worlds_compared"])


if __name__ == "__main__":
    unittest.main()
