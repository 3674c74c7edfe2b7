# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""What is believed is what is drawn: answers known beforehand, within four standard errors at a fixed seed."""

import collections
import csv
import math
import statistics
import tempfile
import unittest
from pathlib import Path

from program import answer, output, run

CONTRACT = """nytte 1 english
contract "Visits"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 3 years
  statement 3 months after each contract year, on the data of that day
  last statement 2 years after the term
{discount}
party buyer  "Buyer"  buys
party seller "Seller" sells
table visit "One row per visit" dated by day
  id   key
  day  date
  back date not before day, if any
pay buyer to seller "Visits"
  100 DKK for each visit
  due 30 days after the contract year
"""
ROWS = "model visit arriving 50 visits per year\n  without back\n"


def simulated(text, worlds, discount=""):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "visits.nytte"
        path.write_text(CONTRACT.format(discount=discount) + text, encoding="utf-8")
        return answer("simulate", path, "--worlds", worlds, "--json")["alternatives"][0]


class Beliefs(unittest.TestCase):

    def figures(self, text, worlds=4000):
        return simulated(text + ROWS, worlds)["figures"]

    def near(self, figure, mean, sd=None):
        self.assertLess(abs(figure["mean"] - mean), 4 * figure["se"] + 1e-12)
        if sd is not None:
            self.assertLess(abs(figure["sd"] / sd - 1), 0.06)

    def test_shares_of_a_dirichlet_are_betas_that_add_up(self):
        said = self.figures('assume mix ~ dirichlet(a 30, b 60, c 10) from "x"\n'
                            "define a_of = a of mix\ndefine b_of = b of mix\n"
                            "define all = (a of mix) + (b of mix) + (c of mix)\n")
        self.near(said["a_of"], 0.3, math.sqrt(0.3 * 0.7 / 101))
        self.near(said["b_of"], 0.6, math.sqrt(0.6 * 0.4 / 101))
        self.assertLess(abs(said["all"]["mean"] - 1), 1e-15)
        self.assertLess(said["all"]["sd"], 1e-15)

    def test_figures_that_vary_together_have_their_covariance(self):
        text = ('assume a ~ normal(mean 10, sd 2) from "x"\n'
                'assume b = 5, between 3 and 7, normal from "x"\n'
                'assume c ~ lognormal(median 3, sdlog 0.4) from "x"\n'
                "define ab = (a - 10) * (b - 5)\n"
                'assume bc = (b - 5) * log(c / 3) from "x"\nassume ac = (a - 10) * log(c / 3) from "x"\n')
        alone = self.figures(text)
        for pair in ["correlation -0.6", f"covariance {-0.6 * 2 * 4 / 3.919928:.9f}"]:
            said = self.figures(text + f'vary together a, b, c from "x"\n  a with b {pair}\n  b with c correlation 0.5\n')
            self.near(said["a"], 10, 2)
            self.near(said["b"], 5, 4 / 3.919928)
            self.near(said["ab"], -0.6 * 2 * 4 / 3.919928)
            self.near(said["bc"], 0.5 * 0.4 * 4 / 3.919928)
            self.near(said["ac"], 0)
            self.assertEqual(alone["a"], said["a"], "the first draws as it does alone")
            self.assertNotEqual(alone["b"], said["b"])


class Categories(unittest.TestCase):
    figures, near = Beliefs.figures, Beliefs.near

    def test_yes_and_days_may_be_drawn_too(self):
        said = self.figures('assume approved ~ categorical(value yes at 30 %, value no at 70 %) from "x"\n'
                            'assume opened ~ categorical(value 2020-03-01 at 40 %, value 2020-06-01 at 60 %) from "x"\n'
                            "define yes_share\n  first that holds:\n  when approved: 1\n  otherwise: 0\n"
                            "define late\n  first that holds:\n  when opened > 2020-04-01: 1\n  otherwise: 0\n")
        self.near(said["yes_share"], 0.3)
        self.near(said["late"], 0.6)


class Costs(unittest.TestCase):
    """A cost is judged when the world ends, and counts on the day of its event."""

    DISCOUNT = "  present value at 10 % per year, at the end of each year"
    TEXT = ("model visit arriving 40 visits per year, followed until 6 years after the term\n"
            "  back after day ~ exponential(chance 20 % within 1 year)\n"
            'cost buyer "Back"\n  1_000 DKK per visit for each visit where back has happened{dated}\n')

    def visits(self, dated):
        """World 0 as a table, and the buyer's accounts in it."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "visits.nytte"
            path.write_text(CONTRACT.format(discount=self.DISCOUNT) + self.TEXT.format(dated=dated), encoding="utf-8")
            output("imagine", path, "--folder", Path(folder) / "out", "--seed", 5)
            with (Path(folder) / "out" / "world-0" / "visit.csv").open(encoding="utf-8") as table:
                rows = list(csv.DictReader(table))
            said = answer("simulate", path, "--worlds", 1, "--seed", 5, "--json")["alternatives"][0]
        buyer = next(party for party in said["parties"] if party["name"] == "buyer")
        return rows, buyer, next(line for line in buyer["by_line"] if line["label"] == "Back")

    def test_a_cost_counts_on_the_day_of_its_event_else_on_its_row(self):
        year = lambda day: int(day[:4]) - 2019  # the contract runs from 1 January 2020
        for dated, column in [(", dated by back", "back"), ("", "day")]:
            with self.subTest(column):
                rows, buyer, line = self.visits(dated)
                events = [row for row in rows if row["back"]]
                self.assertGreater(max(row["back"] for row in events), "2026", "some come after the last statement")
                self.assertAlmostEqual(-1000 * sum(1.1 ** -year(row[column]) for row in events), line["present_value"]["mean"], 4)
                paid = -100 * sum(1.1 ** -year(row["day"]) for row in rows)
                self.assertAlmostEqual(line["present_value"]["mean"] + paid, buyer["npv"]["mean"], 4)


class Fitted(unittest.TestCase):

    def test_what_an_interval_stands_for_is_said(self):
        """By hand: sd = width / 3.919928; a beta by moments; a lognormal on the scale of logarithms."""
        text = (CONTRACT.format(discount="") + ROWS + 'assume volume = 350 visits per year, between 300 visits per year '
                'and 400 visits per year, normal from "x"\nassume share = 20 %, between 12 % and 28 % from "x"\n'
                'assume ratio = 0.8, between 0.5 and 1.25 from "x"\nassume change = 1, between -1 and 2 from "x"\n')
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "visits.nytte"
            path.write_text(text, encoding="utf-8")
            said = {fit["name"]: fit["distribution"] for fit in answer("simulate", path, "--worlds", 1, "--json")["fitted"]}
            explained = output("explain", path).decode()
        both = 0.2 * 0.8 / (0.16 / 3.919928) ** 2 - 1
        self.assertEqual({"volume": "normal(mean 350 visits per year, sd 25.51 visits per year)",
                          "share": f"beta(a {0.2 * both:.2f}, b {0.8 * both:.2f})",
                          "ratio": f"lognormal(median 0.8, sdlog {math.log(2.5) / 3.919928:.4f})",
                          "change": "normal(mean 1, sd 0.7653)"}, said)
        self.assertIn(f"(beta, that is a = {0.2 * both:.2f} and b = {0.8 * both:.2f})", " ".join(explained.split()))


class Groups(unittest.TestCase):

    def test_an_effect_by_group_spreads_as_the_spread_that_was_drawn(self):
        text = (CONTRACT.format(discount="") + """
table ward "Wards"
  id key
table stay "Stays" dated by came
  id     key
  came   date
  ward   a ward
  score  0..1_000 point
assume spread ~ lognormal(median 20 points, sdlog 0.3) from "x"
assume effect by ward ~ normal(mean 0 points, sd spread) from "x"
model ward with 60 rows
model stay arriving 1_000 stays per year
  ward  any ward
  score ~ normal(mean 200 points + effect of ward, sd 5 points)
""")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "wards.nytte"
            path.write_text(text, encoding="utf-8")
            spread = answer("simulate", path, "--worlds", 1, "--json")["alternatives"][0]["figures"]["spread"]["mean"]
            output("imagine", path, "--folder", Path(folder) / "out")
            by_ward = collections.defaultdict(list)
            with (Path(folder) / "out" / "world-0" / "stay.csv").open(encoding="utf-8") as table:
                for row in csv.DictReader(table):
                    by_ward[row["ward"]].append(float(row["score"]))
        means = [statistics.mean(scores) for scores in by_ward.values()]
        self.assertEqual(60, len(means))
        self.assertLess(abs(statistics.stdev(means) / spread - 1), 4 / math.sqrt(2 * 59))
        self.assertLess(statistics.mean(statistics.stdev(scores) for scores in by_ward.values()), 6, "within a ward")


EARLIER = """table earlier "Earlier visits"
  id    key
  kind  first or again
  score 0..48 point, if known
table later "Imagined visits" dated by day
  id    key
  day   date
  kind  other or again or first
  score 0..48 point, if known
model later arriving 400 visits_a_year per year
  kind  any earlier
  score any earlier
""".replace("visits_a_year", "laters")


class Bootstrap(unittest.TestCase):

    def test_rows_are_taken_over_whole_and_as_often_as_they_come(self):
        text = (CONTRACT.format(discount="") + EARLIER + "model earlier with 12 rows\n"
                "  kind  first 30 %, again remaining\n  score ~ binomial(trials 48 points, chance 50 %) known 60 %\n")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "visits.nytte"
            path.write_text(text, encoding="utf-8")
            output("imagine", path, "--folder", Path(folder) / "out", "--seed", 3)
            tables = {name: list(csv.DictReader((Path(folder) / "out" / "world-0" / f"{name}.csv").open()))
                      for name in ("earlier", "later")}
        there = collections.Counter((row["kind"], row["score"]) for row in tables["earlier"])
        here = collections.Counter((row["kind"], row["score"]) for row in tables["later"])
        count = len(tables["later"])
        self.assertEqual(set(there), set(here), "each of the 12 comes, and nothing else")
        self.assertIn("", {score for _, score in here}, "what is missing there is missing here")
        for row, times in there.items():
            chance = times / 12
            self.assertLess(abs(here[row] - count * chance), 4 * math.sqrt(count * chance * (1 - chance)))

    def test_rows_come_from_the_file_that_a_source_names(self):
        text = (CONTRACT.format(discount="") + EARLIER + 'source earlier from csv "earlier.csv"\n'
                '  id = "no"\n  kind = "type", first "F", again "A"\n  score = "points"\n')
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "visits.nytte"
            path.write_text(text, encoding="utf-8")
            (Path(folder) / "earlier.csv").write_text("no;type;points\n1;F;11\n2;A;\n3;A;33\n", encoding="utf-8")
            output("imagine", path, "--folder", Path(folder) / "out")
            written = Path(folder) / "out" / "world-0"
            self.assertFalse((written / "earlier.csv").exists(), "real rows are not written")
            with (written / "later.csv").open(encoding="utf-8") as table:
                pairs = {(row["kind"], row["score"].split(".")[0]) for row in csv.DictReader(table)}
            self.assertEqual({("first", "11"), ("again", ""), ("again", "33")}, pairs)
            for broken in ["earlier.csv", "source"]:
                with self.subTest(broken):
                    path.write_text(text if broken == "earlier.csv" else text.split("source earlier")[0], encoding="utf-8")
                    (Path(folder) / "earlier.csv").unlink(missing_ok=True)
                    done = run("simulate", path, "--worlds", 1)
                    self.assertEqual(3 if broken == "earlier.csv" else 1, done.returncode)
                    self.assertIn(b"earlier.csv" if broken == "earlier.csv" else b"N0792", done.stderr)


if __name__ == "__main__":
    unittest.main()
