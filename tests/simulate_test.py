# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""What `simulate` and `imagine` give, and what they say is wrong with a command line. That a simulated world is settled to
the same øre stands in worlds_test.py.
"""

import csv
import json
import os
import subprocess
import tempfile
import unittest
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

ROOT = Path(os.environ.get("NYTTE_ROOT") or Path(__file__).resolve().parent.parent)
NYTTE = os.environ.get("NYTTE") or str(ROOT / "build" / "nytte")
BUYER = "contracts/knee/knee-buyer.nytte"
OFFER = "contracts/knee/offer-knee.json"


def nytte(*words):
    return subprocess.run([NYTTE, *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False)


def simulated(path, alternative):
    """{world: {(period, clause, label, from, to): amount}}, of what is not zero."""
    worlds = defaultdict(lambda: defaultdict(Decimal))
    with open(path, encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if line["alternative"] == alternative:
                key = tuple(line[name] for name in ("period", "clause", "label", "from", "to"))
                worlds[int(line["world"])][key] += Decimal(line["amount"])
    return worlds


class Simulate(unittest.TestCase):
    def json(self, *words):
        done = nytte("simulate", BUYER, "--json", *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_the_same_inputs_give_the_same_bytes(self):
        first = nytte("simulate", BUYER, "--worlds", 10, "--json").stdout
        self.assertEqual(first, nytte("simulate", BUYER, "--worlds", 10, "--json").stdout)
        self.assertNotEqual(first, nytte("simulate", BUYER, "--worlds", 10, "--seed", 2, "--json").stdout)

    def test_the_offer_beside_the_contract_is_named(self):
        done = nytte("simulate", BUYER, "--worlds", 2)
        self.assertIn("offer-knee.json", done.stderr)
        self.assertEqual(nytte("simulate", BUYER, "--worlds", 2, "--offer", OFFER).stderr, "")

    def test_a_world_does_not_depend_on_how_many_there_are(self):
        with tempfile.TemporaryDirectory() as folder:
            nytte("simulate", BUYER, "--worlds", 3, "--csv", f"{folder}/few.csv")
            nytte("simulate", BUYER, "--worlds", 6, "--csv", f"{folder}/many.csv")
            few = simulated(f"{folder}/few.csv", "offered")
            many = simulated(f"{folder}/many.csv", "offered")
            for world in few:
                self.assertEqual(dict(few[world]), dict(many[world]))

    def test_parties_and_figures_are_there(self):
        result = self.json("--worlds", 20)
        self.assertEqual(result["nytte"], "simulate/1")
        self.assertEqual([a["name"] for a in result["alternatives"]], ["current", "offered"])
        offered = result["alternatives"][1]
        parties = {(p["name"], p["unit"]): p for p in offered["parties"]}
        region, supplier = parties["region", "DKK"], parties["supplier", "DKK"]
        self.assertGreater(region["pays"], 10_000_000)
        self.assertAlmostEqual(
            supplier["npv"]["mean"],
            -sum(line["npv"] for line in region["by_line"] if line["kind"] == "payment"), places=3)
        self.assertLess(region["npv"]["quantiles"]["0.025"], region["npv"]["quantiles"]["0.975"])
        self.assertEqual(len(offered["figures"]["settled_price"]["by_period"]), 10)
        self.assertEqual([m["name"] for m in offered["measures"]][0], "stay")

    def test_one_alternative_alone(self):
        result = self.json("--worlds", 2, "--alternative", "offered")
        self.assertEqual([a["name"] for a in result["alternatives"]], ["offered"])

    def test_the_report_says_that_these_are_imagined_futures(self):
        done = nytte("simulate", BUYER, "--worlds", 5, "--offer", OFFER)
        self.assertIn("imagined futures", done.stdout)
        self.assertIn("The supplier, DKK", done.stdout)


SMALL = """nytte 1 english
contract "Small"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 2 years
  statement 3 months after each contract year, on the data of that day
  last statement at the end of the term
  objections within 30 days of the statement
party buyer "Buyer" buys
party seller "Seller" sells
table visit "One row per visit" dated by done
  id     key
  done   date
  weight 0..9 point
define visits "Visits in the year" each year
  = count of visit
pay buyer to seller "Fee" clause 1
  visits * 1 DKK per visit - 100 DKK each year
  due 30 days after the statement
"""


class Undefined(unittest.TestCase):
    """Worlds that come to nothing are counted and told, never passed over."""

    def simulate(self, model):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "small.nytte")
            path.write_text(SMALL + model, encoding="utf-8")
            return nytte("simulate", path, "--worlds", 50, "--json")

    def test_a_run_that_stops_makes_its_world_undefined(self):
        done = self.simulate("model visit arriving 100 visits per year\n"
                             "  weight ~ uniform(low 1 point, high 2 points)\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        undefined = sum(u["worlds"] for u in result["undefined"])
        self.assertTrue(0 < undefined < 50, undefined)
        self.assertEqual(result["alternatives"][0]["worlds_defined"], 50 - undefined)
        self.assertTrue(all("N0614" in u["reason"] for u in result["undefined"]))

    def test_a_figure_outside_its_range_makes_its_world_undefined(self):
        done = self.simulate("model visit arriving 200 visits per year\n"
                             "  weight ~ normal(mean 5 points, sd 1.3 points)\n")
        result = json.loads(done.stdout)
        self.assertIn("`visit.weight`", result["undefined"][0]["reason"])

    def test_no_world_at_all_is_an_error(self):
        done = self.simulate("model visit arriving 200 visits per year\n"
                             "  weight ~ uniform(low 20 points, high 30 points)\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("N0705", done.stderr)

    def test_a_law_that_is_not_known_is_named(self):
        done = self.simulate("model visit arriving 200 visits per year\n"
                             "  weight ~ cauchy(mean 2 points)\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("cauchy", done.stderr)

    def test_a_contract_without_a_model(self):
        done = self.simulate("")
        self.assertEqual(done.returncode, 1)
        self.assertIn("N0706", done.stderr)


class Imagine(unittest.TestCase):
    def test_a_world_is_the_same_wherever_the_run_begins(self):
        with tempfile.TemporaryDirectory() as folder:
            nytte("imagine", BUYER, "--worlds", 3, "--folder", f"{folder}/a")
            nytte("imagine", BUYER, "--worlds", 1, "--from-world", 2, "--folder", f"{folder}/b")
            a = Path(folder, "a/world-2/operation.csv").read_bytes()
            self.assertEqual(a, Path(folder, "b/world-2/operation.csv").read_bytes())
            self.assertGreater(len(a), 100_000)
            self.assertIn("synthetic", Path(folder, "b/README.txt").read_text(encoding="utf-8"))


class WrongUsage(unittest.TestCase):
    def refuses(self, *words, says):
        done = nytte(*words)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn(says, done.stderr)
        self.assertEqual(done.stdout, "")

    def test_numbers(self):
        for worlds in ("0", "-5", "ten", "1.5", "10000001", "", "99999999999999999999999"):
            with self.subTest(worlds=worlds):
                self.refuses("simulate", BUYER, f"--worlds={worlds}", says="--worlds")
        self.refuses("simulate", BUYER, "--seed", "x", says="--seed")
        self.refuses("imagine", BUYER, "--folder", "none", "--from-world", "x", says="--from-world")

    def test_an_alternative_that_is_not_there(self):
        self.refuses("simulate", BUYER, "--alternative", "offred", says="`current`, `offered`")

    def test_nowhere_to_write(self):
        self.refuses("imagine", BUYER, says="--folder")

    def test_no_offer_beside_the_contract(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("knee.nytte", "knee-buyer.nytte"):
                Path(folder, name).write_bytes(Path(ROOT, "contracts/knee", name).read_bytes())
            self.refuses("simulate", f"{folder}/knee-buyer.nytte", says="--offer FILE")

    def test_a_file_that_cannot_be_written(self):
        done = nytte("simulate", BUYER, "--worlds", 1, "--csv", "no-such-folder/draws.csv")
        self.assertEqual(done.returncode, 3, done.stderr)


if __name__ == "__main__":
    unittest.main()
