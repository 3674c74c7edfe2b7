# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Figures of studies that differ between worlds and are more than arithmetic: looked up by a drawn figure, rounded, `unknown
as`, `is known`, a drawn word. Each against the same recomputed here from the draws. All data are synthetic."""

import csv
import math
import tempfile
import unittest
from pathlib import Path

import program

HEAD = """nytte 1 english

study "Looked up"
  currency DKK

party payer "The region"

table life "One row per year of age"
  age  0..120 year
  risk 0..100 %

source life from csv "life.csv"
  written in utf8, separated by ";", decimals after ".", dates as "yyyy-mm-dd"
  age  = "age"
  risk = "risk"

assume age_at_start = 60 years ~ normal(mean 60 years, sd 6 years) from "imagined"
assume share ~ beta(a 2, b 3) from "imagined"

"""
WAY = """
pathway way
  states alive, dead
  starts in alive
  cycles every year for 8 years
  counted at the end
  from alive to dead risk

cost payer "Care" 100 DKK per year for each year in alive
"""


class LookedUp(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        ages = "".join(f"{age};{self.risk(age):.4f}\n" for age in range(40, 70))
        Path(self.folder.name, "life.csv").write_text("age;risk\n" + ages, encoding="utf-8")

    @staticmethod
    def risk(age):
        return age / 10

    def rows(self, text, worlds=260):
        Path(self.folder.name, "study.nytte").write_text(HEAD + text, encoding="utf-8")
        program.output("simulate", "study.nytte", "--worlds", worlds, "--draws", "draws.csv",
                       folder=self.folder.name)
        with Path(self.folder.name, "draws.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def test_a_life_table_by_a_drawn_age_that_is_rounded(self):
        rows = self.rows("""define age each cycle of way
  = age_at_start + cycle of way * 1 year
  rounded to 1 year, halves to even
define risk each cycle of way = the risk over life of the same age, unknown as 50 %
""" + WAY)
        self.assertEqual(len(rows), 260)
        ages = set()
        for row in rows:
            alive, cost = 1.0, 0.0
            for cycle in range(1, 9):
                age = round(float(row["age_at_start"]) + cycle)
                ages.add(age)
                alive *= 1 - (self.risk(age) / 100 if 40 <= age < 70 else 0.5)
                cost += 100 * alive
            self.assertAlmostEqual(float(row["npv:payer:DKK"]), -cost, delta=1e-9)
        self.assertTrue(min(ages) < 55 and max(ages) > 70)

    def test_where_the_table_ends_a_world_is_left_out(self):
        rows = self.rows("""define age each cycle of way = floor(age_at_start / 1 year) * 1 year + cycle of way * 1 year
define risk each cycle of way = the risk over life of the same age
""" + WAY)
        whole = self.rows(WAY.replace("dead risk", "dead 10 %"))
        for row, age in zip(rows, (math.floor(float(row["age_at_start"])) for row in whole), strict=True):
            self.assertEqual(row["npv:payer:DKK"] != "NA", age + 8 < 70)
        self.assertTrue(0 < sum(row["npv:payer:DKK"] == "NA" for row in rows) < 260)

    def test_is_known(self):
        rows = self.rows("""define age each cycle of way = ceiling(age_at_start / 1 year) * 1 year + cycle of way * 1 year
define found each cycle of way = the risk over life of the same age
define risk each cycle of way
  first that holds:
  when found is known: found, unknown as 0 %
  otherwise: 25 %
""" + WAY)
        self.assertEqual(len(rows), 260)
        for row in rows:
            alive, cost = 1.0, 0.0
            for cycle in range(1, 9):
                age = math.ceil(float(row["age_at_start"])) + cycle
                alive *= 1 - (self.risk(age) / 100 if age < 70 else 0.25)
                cost += 100 * alive
            self.assertAlmostEqual(float(row["npv:payer:DKK"]), -cost, delta=1e-9)

    def test_a_figure_rounded_in_each_world(self):
        rows = self.rows("""define stepped
  = share
  rounded to 5 %, halves up
define risk each cycle of way = 10 % * stepped
""" + WAY)
        for row in rows:
            self.assertAlmostEqual(float(row["stepped"]), math.floor(float(row["share"]) * 20 + 0.5) / 20, delta=1e-12)


if __name__ == "__main__":
    unittest.main()
