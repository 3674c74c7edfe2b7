# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Estimates and bounds, as a user gets them: a contract that measures, its rows, and what `nytte measure` says.

The reference cases of tests/reference come from R. What they do not reach (edges, ties of a day, years taken together)
is held against fractions worked out here, and against bisection of exact sums.
"""

import csv
import datetime
import itertools
import json
import math
import random
import sys
import tempfile
import unittest
from fractions import Fraction
from pathlib import Path

import jsonschema

import program
from program import ROOT

sys.dont_write_bytecode = True
REFERENCE = ROOT / "tests" / "reference"
FIRST = datetime.date(2000, 1, 1)


def shape():
    """The schema of `nytte measure`, with what it refers to put in."""
    common = json.loads((ROOT / "docs" / "schema" / "common.json").read_text(encoding="utf-8"))
    text = (ROOT / "docs" / "schema" / "measure.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(
        {**json.loads(text.replace("common.json#/$defs", "#/$defs")), "$defs": common["$defs"]})


SHAPE = shape()

HEAD = """\
nytte 1 english
contract "Estimates"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2000-01-01 for 3 years
  statement 30 years after each contract year, on the data of that day
  last statement at the end of the term
party buyer "Buyer" buys
party seller "Seller" sells
"""
TABLE = """\
table person "One row per person" dated by came
  id    key
  came  date
  hit   yes or no
  time  0..1_000_000 day
  part  0..1_000_000
  event date, if any
  other date, if any
  lost  date, if any
"""
HEADING = ["id", "came", "hit", "time", "part", "event", "other", "lost"]


def measure(name, *properties, over="person", counted="20 years after came"):
    return "\n  ".join([f"measure {name}", f"over {over}", *properties, f"counted {counted}"]) + "\n"


def person(number, hit=False, time=0, part=0, event="", other="", lost="", came=FIRST):
    return [f"P{number:06}", came, "yes" if hit else "no", time, part, event, other, lost]


def after(days, came=FIRST):
    return came + datetime.timedelta(days=days)


class Measured(unittest.TestCase):
    def setUp(self):
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.folder = Path(kept.name)

    def measured(self, measures, rows, head=HEAD, table=TABLE, heading=HEADING, words=()):
        """{(name, statement): measure}"""
        contract, data = self.folder / "contract.nytte", self.folder / "rows.csv"
        contract.write_text(head + table + measures, encoding="utf-8")
        with data.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heading, *rows])
        said = program.answer("measure", contract, "--data", f"person={data}", "--json", *words)
        self.assertEqual([], said["rejects"])
        self.assertEqual([], [error.message for error in SHAPE.iter_errors(said)])
        return {(of["name"], of["period"]): of for of in said["measures"]}

    def near(self, found, expected, tolerance, what):
        self.assertIsNotNone(found, what)
        off = abs(float(found) - expected)
        self.assertLessEqual(off, tolerance["abs"] + tolerance["rel"] * abs(expected), (what, found, expected))


class Reference(Measured):
    """The reference cases, every number in them."""

    def test_ci_proportion_a(self):
        case = json.loads((REFERENCE / "ci-proportion-a.json").read_text())
        for expected in case["expected"]["results"]:
            x, n, level = expected["x"], expected["n"], expected["level"]
            methods = {"wilson": "wilson", "wilson_continuity": "wilson with continuity", "jeffreys": "jeffreys",
                       "clopper_pearson": "clopper pearson", "agresti_coull": "agresti coull"}
            found = self.measured("".join(
                measure(name, "share hit is yes", f"bounds {words} {level * 100:g} % rounded to 0.0000000001 %")
                for name, words in methods.items()), [person(i, hit=i < x) for i in range(n)])
            for name, words in methods.items():
                of = found[name, 1]
                with self.subTest(x=x, n=n, method=name):
                    self.assertEqual({"method": words, "level": f"{level:g}"}, of["bounds"])
                    self.near(of["value"], expected["p"], case["tolerance"], "p")
                    self.near(of["low"], expected[name][0], case["tolerance"], "low")
                    self.near(of["high"], expected[name][1], case["tolerance"], "high")

    def test_ci_poisson_a(self):
        case = json.loads((REFERENCE / "ci-poisson-a.json").read_text())
        for expected in case["expected"]["results"]:
            events, level = expected["o"], f"{expected['level'] * 100:g}"
            rows = [person(i, hit=True, time=int(i == 0), part=1) for i in range(events)]
            found = self.measured("".join(
                measure(f"{name}_{kind}", what, f"bounds {words} {level} % rounded to 0.000000000001{unit}")
                for name, words in [("byar", "byar"), ("exact", "exact poisson")]
                for kind, what, unit in [("rate", "rate hit is yes per 1 day of time", " per day"),
                                         ("ratio", "ratio part to (time / 1 day)", "")]), rows)
            for name, kind in itertools.product(["byar", "exact"], ["rate", "ratio"]):
                of = found[f"{name}_{kind}", 1]
                with self.subTest(events=events, level=level, method=name, of=kind):
                    self.assertEqual(str(events), of["value"])
                    self.near(of["low"], expected[name][0], case["tolerance"], "low")
                    self.near(of["high"], expected[name][1], case["tolerance"], "high")

    def lung(self):
        with (REFERENCE / "data-lung.csv").open() as file:
            for number, row in enumerate(csv.DictReader(file)):
                day = after(int(row["time"]))
                yield person(number, event=day if row["event"] == "1" else "", lost="" if row["event"] == "1" else day)

    def test_km_lung(self):
        case = json.loads((REFERENCE / "km-lung.json").read_text())
        methods = {"plain": "greenwood", "log": "greenwood log", "loglog": "greenwood log log"}
        measures = "".join(
            measure(f"{name}_{days}", f"share event within {days} days of came by kaplan meier, censored at lost",
                    f"bounds {words} 95 % rounded to 0.0000000001 %")
            for days in case["inputs"]["at"] for name, words in methods.items())
        measures += measure("median_time", "median event - came by kaplan meier, censored at lost")
        found = self.measured(measures, self.lung())
        expected = case["expected"]
        self.assertEqual(str(expected["median"]), found["median_time", 1]["value"])
        self.assertEqual((expected["n"], expected["events"]),
                         (found["median_time", 1]["rows"], found["median_time", 1]["events"]))
        for at in expected["at"]:
            for name in methods:
                of = found[f"{name}_{at['t']}", 1]
                low, high = at[f"ci_{name}"]
                with self.subTest(days=at["t"], method=name):
                    self.near(of["value"], 1 - at["survival"], case["tolerance"], "estimate")
                    self.near(of["low"], 1 - high, case["tolerance"], "low")
                    self.near(of["high"], 1 - low, case["tolerance"], "high")
                    self.assertEqual(at["n_risk"], of["at_risk"])
            plain = found[f"plain_{at['t']}", 1]
            spread = (float(plain["high"]) - float(plain["low"])) / 2 / 1.959963984540054
            self.near(spread, at["se_greenwood"], case["tolerance"], "Greenwood")

    def mgus2(self):
        with (REFERENCE / "data-mgus2.csv").open() as file:
            for number, row in enumerate(csv.DictReader(file)):
                day = after(int(row["time"]))
                yield person(number, **{("lost", "event", "other")[int(row["event"])]: day})

    def test_cif_mgus2(self):
        case = json.loads((REFERENCE / "cif-mgus2.json").read_text())
        kinds = {"cif_event": ("event", "aalen johansen, competing other, censored at lost"),
                 "cif_death": ("other", "aalen johansen, competing event, censored at lost"),
                 "naive_one_minus_km_event": ("event", "kaplan meier, censored at other, censored at lost")}
        times = case["inputs"]["at"]  # months in the data, days here
        found = self.measured("".join(
            measure(f"{name}_{at}", f"share {what} within {at} days of came by {by}")
            for name, (what, by) in kinds.items() for at in times), self.mgus2())
        for name in kinds:
            for at, expected in zip(times, case["expected"][name]):
                with self.subTest(kind=name, at=at):
                    self.near(found[f"{name}_{at}", 1]["value"], expected, case["tolerance"], name)


def one_year_after(day):
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def followed(row, window, data_date, competing):
    """(days, kind) of a row, by the rules of docs/language.md; kind is e, c, l or w (to the end of its window)."""
    def day(name):
        value = row[HEADING.index(name)]
        return value if value and value <= data_date else datetime.date.max
    came = row[1]
    limit = one_year_after(came) if window else datetime.date.max
    last = min(day("lost"), data_date)
    event, other = day("event"), day("other") if competing else datetime.date.max
    seen = min(last, limit)
    if event <= other and event <= seen:
        return (event - came).days, "e"
    if other <= seen:
        return (other - came).days, "c"
    return (seen - came).days, "w" if last >= limit else "l"


def curve(rows):
    """[(day, share left before, at risk, events, competing)] of rows as `followed` gives them."""
    left, points = Fraction(1), []
    for day in sorted({days for days, kind in rows if kind in "ec" and days >= 0}):
        at_risk = sum(days >= day or kind == "w" for days, kind in rows)
        events, others = (sum(one == (day, kind) for one in rows) for kind in "ec")
        points.append((day, left, at_risk, events, others))
        left *= Fraction(at_risk - events - others, at_risk)
    return points, left


def median_of(rows):
    points, _ = curve(rows)
    for number, (day, left, at_risk, events, _) in enumerate(points):
        left *= Fraction(at_risk - events, at_risk)
        if left <= Fraction(1, 2):
            following = points[number + 1][0] if number + 1 < len(points) else max(days for days, _ in rows)
            return Fraction(day + following, 2) if left == Fraction(1, 2) else Fraction(day)
    return None


class Oracle(Measured):
    """The rules said again in Python, on tables by chance; figures are held together as fractions."""

    MEASURES = "".join([
        measure("km", "share event within 1 year of came by kaplan meier, censored at lost", counted="1 year after came"),
        measure("aj", "share event within 1 year of came by aalen johansen, competing other, censored at lost",
                "pooled over 2 years", counted="1 year after came"),
        measure("half", "median event - came by kaplan meier, censored at lost", counted="1 year after came"),
        measure("falls", "rate hit is yes per 100 days of time", "pooled over 2 years", counted="1 year after came"),
        measure("leaning", "mean part", "shrunk towards 7 with weight of 2.5 rows", counted="1 year after came"),
        measure("relative", "ratio part to (time / 1 day)", counted="1 year after came")])

    def rows(self, chance):
        span = chance.choice([5, 90, 800])
        for number in range(chance.choice([1, 2, 7, 60, 150])):
            came = after(chance.randrange(1096))
            dates = {name: after(chance.randrange(span), came) for name in ("event", "other", "lost") if chance.random() < 0.6}
            yield person(number, hit=chance.random() < 0.2, time=chance.randrange(400), part=chance.randrange(9), came=came,
                         **dates)

    def expected(self, rows, year):
        """Of the contract year's rows, on the data of the day on which it reports: the year after it and 3 months."""
        data_date = datetime.date(2001 + year, 4, 1)
        own = [row for row in rows if row[1].year == 1999 + year]
        pool = [row for row in rows if 1998 + year <= row[1].year <= 1999 + year]
        simple = [followed(row, True, data_date, False) for row in own]
        both = [followed(row, True, data_date, True) for row in pool]
        time, parts = sum(row[3] for row in pool), sum(row[4] for row in own)
        return {
            "km": 1 - curve(simple)[1] if own else None,
            "aj": sum(left * Fraction(events, at_risk) for _, left, at_risk, events, _ in curve(both)[0]) if pool else None,
            "half": median_of([followed(row, False, data_date, False) for row in own]),
            "falls": Fraction(100 * sum(row[2] == "yes" for row in pool), time) if time else None,
            "leaning": (parts + Fraction(35, 2)) / (len(own) + Fraction(5, 2)) if own else None,
            "relative": Fraction(parts, sum(row[3] for row in own)) if sum(row[3] for row in own) else None,
        }

    def test_tables_by_chance(self):
        head = HEAD.replace("30 years after", "3 months after").replace("at the end of the term", "2 years after the term")
        for seed in range(16):
            rows = list(self.rows(random.Random(seed)))
            found = self.measured(self.MEASURES, rows, head=head)
            for year in (1, 2, 3):
                for name, value in self.expected(rows, year).items():
                    exact = found[name, year + 1]["exact"]
                    with self.subTest(seed=seed, year=year, measure=name):
                        self.assertEqual(value, exact if exact is None else Fraction(exact))


class Bounds(Measured):
    """Exact bounds against bisection of the exact sums; what cannot be told; bounds that pay."""

    def test_clopper_pearson_of_small_tables(self):
        def at_most(k, n, p):
            return sum(math.comb(n, j) * p ** j * (1 - p) ** (n - j) for j in range(k + 1))

        for n, level, step in [(1, "95", "0.05"), (7, "80", "0.001"), (12, "99.9", "0.0001"), (3, "99", "0.02")]:
            tail = (1 - Fraction(level) / 100) / 2
            for x in sorted({0, 1, n // 2, n}):
                found = self.measured(measure("m", "share hit is yes",
                                              f"bounds clopper pearson {level} % rounded to {float(step) * 100:g} %"),
                                      [person(i, hit=i < x) for i in range(n)])["m", 1]
                unit = Fraction(step)
                for name in ("low", "high"):
                    got = Fraction(found[name])
                    with self.subTest(x=x, n=n, level=level, end=name):
                        if (name, x) in (("low", 0), ("high", n)):
                            self.assertEqual(got, int(x > 0))
                            continue
                        # halves go away from zero: the end lies in [got - unit / 2, got + unit / 2)
                        for edge, least in ((got - unit / 2, True), (got + unit / 2, False)):
                            if not 0 < edge < 1:
                                continue
                            sum_at = 1 - at_most(x - 1, n, edge) if name == "low" else at_most(x, n, edge)
                            end_is_not_below = sum_at <= tail if name == "low" else sum_at >= tail
                            self.assertEqual(end_is_not_below, least)

    def test_what_cannot_be_told_is_null(self):
        survive = ["share event within 1 year of came by kaplan meier, censored at lost", "bounds greenwood 95 % rounded to 1 %"]
        cases = [
            (["mean time", "bounds student 95 % rounded to 1 day"], [person(0, time=5)], "5"),
            (survive, [person(0), person(1)], "0"),
            (survive, [person(0, event=after(3)), person(1, event=after(3))], "1"),
            (survive, [person(0, lost=after(3)), person(1, lost=after(9))], "0"),
            (["rate hit is yes per 1 day of time", "bounds lognormal 95 % rounded to 0.1 per day"], [person(0, time=5)], "0"),
            (["ratio part to (time / 1 day)", "bounds byar 95 % rounded to 0.1"], [person(0, time=5, part="0.5")], "0.1"),
            (["median event - came by kaplan meier", "bounds greenwood 95 % rounded to 1 day"], [person(0)], None),
        ]
        for properties, rows, value in cases:
            found = self.measured(measure("m", *properties), rows)["m", 1]
            with self.subTest(properties=properties, rows=len(rows)):
                self.assertEqual((value, None, None), (found["value"], found["low"], found["high"]))
                self.assertIn("bounds", found)

    def test_a_figure_that_needs_put_there_has_no_bounds(self):
        found = self.measured(measure("m", "share hit is yes", "bounds wilson 95 % rounded to 0.1 %",
                                      "needs at least 3 rows, or is 9 %"), [person(0), person(1)])["m", 1]
        self.assertEqual(("0.09", None, None), (found["value"], found["low"], found["high"]))

    def test_the_same_bounds_whatever_the_order_of_rows(self):
        rows = [person(i, hit=i % 3 == 0, event=after(i * 7), lost=after(200 - i)) for i in range(40)]
        measures = measure("m", "share event within 1 year of came by kaplan meier, censored at lost",
                           "bounds greenwood log log 95 % rounded to 0.0001 %")
        one = self.measured(measures, rows)
        random.Random(1).shuffle(rows)
        self.assertEqual(one, self.measured(measures, rows))


IMAGINED = """
model person arriving 60 persons per year, followed until 3 years after the term
  hit    yes 20 %, no remaining
  time   ~ gamma(mean 200 days, sd 90 days) kept between 1 days and 900 days
  part   ~ uniform(low 0, high 9)
  other  after came ~ exponential(mean 900 days)
  lost   after came ~ exponential(mean 1_100 days)
  event  after came ~ weibull(shape 0.9, chance 30 % within 2 years)
"""
PAYING = "".join([
    measure("km", "share event within 1 year of came by kaplan meier, censored at lost",
            "bounds greenwood log log 95 % rounded to 0.01 %", "needs at least 5 rows, or is unknown",
            counted="1 year after came"),
    measure("aj", "share event within 2 years of came by aalen johansen, competing other, censored at lost",
            "pooled over 2 years", "needs at least 5 rows, or is 30 %", counted="2 years after came"),
    measure("falls", "rate hit is yes per 100 days of time", "bounds exact poisson 90 % rounded to 0.00001 per day",
            "needs at least 5 rows, or is unknown", counted="1 year after came"),
    measure("leaning", "share hit is yes", "shrunk towards 15 % with weight of 40 rows",
            "needs at least 5 rows, or is unknown", counted="1 year after came"),
    """
define worse each year = max(0 %, (low of km, unknown as 0 %) - 10 %)
pay seller to buyer "Surely too many" clause 1
  1_000_000 DKK * worse each year until the last statement
  due 30 days after the statement
pay seller to buyer "Competing" clause 2
  123_456 DKK * (aj, unknown as 0 %) each year until the last statement
  due 30 days after the statement
pay seller to buyer "Falls" clause 3
  777_777 DKK * 1 day * (high of falls, unknown as 0 per day) each year until the last statement
  due 30 days after the statement
pay seller to buyer "Leaning" clause 4
  99_999 DKK * (leaning, unknown as 0 %) each year until the last statement
  due 30 days after the statement
"""])


class Imagined(Measured):
    def test_a_world_settled_exactly_pays_what_its_simulation_showed(self):
        head = HEAD.replace("30 years after", "1 year after").replace("at the end of the term", "2 years after the term")
        contract, model = self.folder / "contract.nytte", self.folder / "model.nytte"
        contract.write_text(head + TABLE + PAYING, encoding="utf-8")
        model.write_text('nytte 1 english\nuse "contract.nytte"\n' + IMAGINED, encoding="utf-8")
        said = program.answer("simulate", model, "--worlds", "12", "--csv", self.folder / "draws.csv", "--json")
        self.assertEqual([], said["undefined"])
        program.output("imagine", model, "--worlds", "12", "--folder", self.folder)
        shown = {}
        with (self.folder / "draws.csv").open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                if Fraction(line["amount"]):
                    shown[line["world"], line["period"], line["clause"]] = Fraction(line["amount"])
        paid = {}
        for world in range(12):
            settled = program.answer("settle", contract, "--as-of", "2040-01-01", "--json", "--data",
                                     f"person={self.folder / f'world-{world}' / 'person.csv'}")
            for period in settled["periods"]:
                for payment in period["payments"]:
                    if Fraction(payment["amount"]):
                        paid[str(world), str(period["period"]), payment["clause"]] = Fraction(payment["amount"])
        self.assertEqual(paid, shown)
        self.assertGreater(len([1 for _, _, clause in paid if clause == "1"]), 5)
        self.assertGreater(len([1 for _, _, clause in paid if clause == "3"]), 20)


if __name__ == "__main__":
    unittest.main()
