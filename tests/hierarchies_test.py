# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Assumptions `by` a table in rows of that very table, and groups within groups: variances are what was said, within four
standard errors at a fixed seed. All data are synthetic."""

import csv
import math
import shutil
import statistics
import tempfile
import unittest
from pathlib import Path

import program

HEAD = """nytte 1 english

contract "Groups"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2026-01-01 for 1 year
  statement 3 months after each contract year, on the data of that day
  last statement at the end of the term

party region   "The region"   buys
party supplier "The supplier" sells

table hospital "One row per hospital"
  code   key
  score  -1_000..1_000

table surgeon "One row per surgeon"
  id        key
  works_at  a hospital
  score     -1_000..1_000
  seen      -1_000..1_000

table operation "One row per operation" dated by done
  id       key
  done     date
  surgeon  a surgeon
  gain     -1_000..1_000

pay region to supplier "Fee"
  1 DKK each year
  due 30 days after the statement

assume hospital_effect by hospital ~ normal(mean 0, sd 2)                           from "made up"
assume surgeon_effect  by surgeon  ~ normal(mean hospital_effect of works_at, sd 1) from "made up"
"""
HOSPITALS = """
model hospital with 2_000 rows
  score  = 10 + hospital_effect
"""
SURGEONS = """
model surgeon with 4_000 rows
  works_at  any hospital
  score     = surgeon_effect + seen
  seen      ~ normal(mean 0, sd 0.1)
"""
OPERATIONS = """
model operation arriving 20_000 operations per year
  surgeon  any surgeon
  gain     ~ normal(mean surgeon_effect of surgeon, sd 0.5)
"""


class Groups(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def imagine(self, text, *more):
        (self.folder / "groups.nytte").write_text(text, encoding="utf-8")
        shutil.rmtree(self.folder / "out", ignore_errors=True)
        program.output("imagine", "groups.nytte", "--folder", "out", *more, folder=self.folder)

    def rows(self, table):
        with open(self.folder / "out" / "world-0" / f"{table}.csv", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def spread(self, values, sd, groups=None):
        """The variance of n normals is known to sqrt(2 / n) of itself."""
        found = statistics.variance(values) / sd ** 2
        self.assertLess(abs(found - 1), 4 * math.sqrt(2 / (groups or len(values))), found)

    def hospitals(self):
        return {row["code"]: float(row["score"]) - 10 for row in self.rows("hospital")}

    def surgeons(self):
        return {row["id"]: (float(row["score"]) - float(row["seen"]), row["works_at"]) for row in self.rows("surgeon")}

    def test_the_row_itself_and_groups_within_groups(self):
        self.imagine(HEAD + HOSPITALS + SURGEONS + OPERATIONS)
        hospitals, surgeons = self.hospitals(), self.surgeons()
        self.spread(hospitals.values(), 2)
        self.spread([effect - hospitals[at] for effect, at in surgeons.values()], 1)
        self.spread([effect for effect, _ in surgeons.values()], math.sqrt(5), groups=1_700)  # so many hospitals have one
        self.spread([float(row["gain"]) - surgeons[row["surgeon"]][0] for row in self.rows("operation")], 0.5)

    def test_models_may_stand_in_any_order(self):
        self.imagine(HEAD + HOSPITALS + SURGEONS + OPERATIONS)
        before = self.rows("operation")
        self.imagine(HEAD + OPERATIONS + SURGEONS + HOSPITALS)
        self.assertEqual(before, self.rows("operation"))

    def test_rows_that_are_given_have_effects_too(self):
        codes = [f"H{number:04}" for number in range(2_000)]
        (self.folder / "hospitals.csv").write_text("code,score\n" + "".join(f"{code},0\n" for code in codes))
        self.imagine(HEAD + """
source hospital from csv "hospitals.csv"
  code   = "code"
  score  = "score"
""" + SURGEONS + OPERATIONS)
        surgeons = self.surgeons()
        self.spread([effect for effect, _ in surgeons.values()], math.sqrt(5), groups=1_700)
        by_hospital = {}
        for effect, at in surgeons.values():
            by_hospital.setdefault(at, []).append(effect)
        within = [a - b for a, b, *_ in (effects for effects in by_hospital.values() if len(effects) > 1)]
        self.spread(within, math.sqrt(2))

    def test_what_is_set_in_its_place_holds_in_every_row(self):
        self.imagine(HEAD + HOSPITALS + SURGEONS + OPERATIONS, "--set", "hospital_effect=1.5")
        self.assertEqual({1.5}, set(self.hospitals().values()))
        effects = [effect for effect, _ in self.surgeons().values()]
        self.spread(effects, 1)
        self.assertLess(abs(statistics.mean(effects) - 1.5), 4 / math.sqrt(len(effects)))


if __name__ == "__main__":
    unittest.main()
