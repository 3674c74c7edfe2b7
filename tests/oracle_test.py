# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Published health-economic models, each a study under oracle/ beside the figures it must come to (case.json), read through
`nytte simulate --json` and `nytte compare --json`. A figure that is computed in one run is held to the case's own tolerance;
one that is drawn to that and to three standard errors of both sides. Every expected figure has a reader here, or stands in
`not_covered` with the reason: a case that gets one more fails until somebody reads it."""

import json
import math
import tempfile
import unittest
from pathlib import Path

import program

ORACLE = program.ROOT / "tests" / "oracle"
WORLDS = 40_000


def folder_of(case):
    return ORACLE / case


class Drawn:
    """A figure over worlds: a value with its standard error, and that of what it is held against."""

    def __init__(self, value, error, other_error):
        self.value, self.error, self.other_error = value, error, other_error


def estimate(found, other):
    """The mean of an estimate, against that of so many other draws."""
    return Drawn(found["mean"], found["se"], found["sd"] / math.sqrt(other))


def spread(found, other):
    """The standard deviation, whose error is sd / sqrt(2 n) for what is near enough to normal; twice that for the rest."""
    return Drawn(found["sd"], 2 * found["sd"] / math.sqrt(2 * found["worlds"]), 2 * found["sd"] / math.sqrt(2 * other))


def share(found, other):
    """A share of the worlds; of none or all, the error of one world in them."""
    value, worlds = found["value"], found["worlds"]
    inside = min(max(value, 1 / worlds), 1 - 1 / worlds)
    sd = math.sqrt(inside * (1 - inside))
    return Drawn(value, sd / math.sqrt(worlds), sd / math.sqrt(other))


def figured(found, other):
    return Drawn(found["value"], found["se"], found["se"] * math.sqrt(found["worlds"] / other))


def by_name(items, name, key="name"):
    return next(item for item in items if item[key] == name)


class Case:
    """One case; a subclass says where each expected figure is found."""

    name = ""
    text = "study.nytte"
    worlds = 1000
    yardsticks = ()
    draws = 0  # how many were made where the expected figures come from

    @classmethod
    def setUpClass(cls):
        cls.case = json.loads((folder_of(cls.name) / "case.json").read_text(encoding="utf-8"))
        cls.study = folder_of(cls.name) / cls.text
        cls.simulated = program.answer("simulate", cls.study, "--worlds", cls.worlds, "--twins", 0, "--json")
        cls.compared = None
        if len(cls.simulated["alternatives"]) > 1:
            more = [word for k in cls.yardsticks for word in ("--yardstick", k)]
            cls.compared = program.answer("compare", cls.study, "--worlds", cls.worlds, "--json", *more)

    # --- where figures stand

    def alternative(self, name):
        return by_name(self.simulated["alternatives"], name)

    def stated(self, alternative, party, counted=None):
        """What is paid (of money) or gained as stated; or counted in another way."""
        found = self.alternative(alternative)["stated"]
        if counted:
            found = next(way for way in found["counted_otherwise"] if way["counted"] == counted
                         and way["discounted"] in (None, "at the end of each cycle"))
        of = by_name(found["parties"], party)
        return -of["npv"] if party == "payer" else of["npv"]

    def comparison(self, basis):
        return self.compared["comparisons"][0][basis]

    def step(self, alternative, basis="stated"):
        """The ratio from the one before it on the frontier."""
        return by_name(self.comparison(basis)["in_order_of_effect"], alternative, "alternative")["step"]["icer"]["value"]

    def result(self, alternative, what):
        return by_name(self.comparison("worlds")["results"], alternative, "alternative")[what]

    def yardstick(self, k):
        return next(y for y in self.comparison("worlds")["yardsticks"] if y["yardstick"] == k)

    def at(self, k, alternative):
        return by_name(self.yardstick(k)["alternatives"], alternative, "alternative")

    def least_loss(self, k):
        return min((a["expected_loss"] for a in self.yardstick(k)["alternatives"]), key=lambda loss: loss["value"])

    def trace(self, alternative, point):
        return by_name(self.simulated["alternatives"], alternative)["pathways"][0]["trace"][point]

    # --- holding one against the other

    def readers(self):
        """{name of an expected figure: what is found for it}, computed when asked for."""
        raise NotImplementedError

    not_covered = {}  # name: why

    def hold(self, expected, found):
        value, tolerance = expected["value"], expected["tolerance"]
        if isinstance(value, dict):
            self.assertEqual(set(value), set(found))
            for key, inner in value.items():
                self.hold({**expected, "value": inner}, found[key])
        elif isinstance(value, list):
            self.assertEqual(len(value), len(found))
            for inner, one in zip(value, found):
                self.hold({**expected, "value": inner}, one)
        elif isinstance(value, str):
            self.assertEqual(value, found)
        elif isinstance(found, Drawn):
            off = abs(found.value - value)
            self.assertLessEqual(off, tolerance, f"{found.value} is no {value}")
            self.assertLessEqual(off, 3 * math.hypot(found.error, found.other_error) + 1e-12, f"{found.value} is no {value}")
        else:
            self.assertLessEqual(abs(found - value), tolerance, f"{found} is no {value}")

    def test_every_expected_figure(self):
        readers = self.readers()
        for expected in self.case["expected"]:
            name = expected["name"]
            if name in self.not_covered:
                self.assertNotIn(name, readers)
                continue
            with self.subTest(name, basis=expected["basis"]):
                self.hold(expected, readers[name]())
        names = {expected["name"] for expected in self.case["expected"]}
        self.assertEqual((set(readers) | set(self.not_covered)) - names, set(), "readers of nothing")


class SickSicker(Case, unittest.TestCase):
    name = "sick-sicker-time-independent"
    worlds = WORLDS
    yardsticks = (50_000, 80_000, 100_000, 120_000, 150_000)
    draws = 40_000
    strategies = {"SoC": "usual", "A": "a", "B": "b", "AB": "both"}

    def readers(self):
        found = {"icer.B_vs_SoC": lambda: self.step("b"), "icer.AB_vs_B": lambda: self.step("both"),
                 "dominance.A": lambda: {"dominated": "strongly dominated"}.get(
                     by_name(self.comparison("stated")["in_order_of_effect"], "a", "alternative")["stands"])}
        for strategy, name in self.strategies.items():
            for what, party, key in (("cost", "payer", "cost"), ("qaly", "person", "effect")):
                found[f"{what}.{strategy}"] = lambda n=name, p=party: self.stated(n, p)
                found[f"{what}.{strategy}.half_cycle"] = lambda n=name, p=party: self.stated(n, p, "half cycle")
                found[f"{what}.{strategy}.no_correction"] = lambda n=name, p=party: self.stated(n, p, "at every point")
                found[f"psa.mean_{what}.{strategy}"] = lambda n=name, k=key: estimate(self.result(n, k), self.draws)
                found[f"psa.sd_{what}.{strategy}"] = lambda n=name, k=key: spread(self.result(n, k), self.draws)
        for point in (1, 10, 40, 75):
            found[f"trace.SoC.cycle{point}"] = lambda p=point: self.trace("usual", p)
        for k in self.yardsticks:
            word = "1e+05" if k == 100_000 else str(k)
            found[f"psa.ceac.wtp{word}"] = lambda k=k: {s: share(self.at(k, n)["share_best"], self.draws)
                                                        for s, n in self.strategies.items()}
            found[f"psa.evpi.wtp{word}"] = lambda k=k: figured(self.least_loss(k), self.draws)
        return found


class StateResidence(Case, unittest.TestCase):
    name = "sick-sicker-state-residence"
    worlds = 2
    strategies = SickSicker.strategies

    def readers(self):
        found = {"trace.SoC.cycle30": lambda: self.trace("usual", 30)}
        for strategy, name in self.strategies.items():
            found[f"cost.{strategy}"] = lambda n=name: self.stated(n, "payer")
            found[f"qaly.{strategy}"] = lambda n=name: self.stated(n, "person")
        return found


class Hiv(Case, unittest.TestCase):
    name = "hiv-chancellor-1997"
    worlds = WORLDS
    yardsticks = (4_000, 6_000, 8_000, 10_000, 15_000)
    draws = 100_000
    not_covered = {"psa.briggs_excel_1000_runs": "a data set to compare loosely with; its life years are counted in another way. "
                                                 "Its means stand in test_the_book_s_own_runs_are_near"}

    def ratio(self):
        step = by_name(self.comparison("worlds")["increments"], "comb", "alternative")["icer"]
        return figured(step, self.draws)

    def readers(self):
        found = {"icer": lambda: self.step("comb"), "psa.icer_of_means": self.ratio,
                 "trace.mono.year2": lambda: self.trace("mono", 2), "trace.comb.year20": lambda: self.trace("comb", 20)}
        for name in ("mono", "comb"):
            found[f"cost.{name}"] = lambda n=name: self.stated(n, "payer")
            found[f"ly.{name}"] = lambda n=name: self.stated(n, "person")
            found[f"ly_half_cycle.{name}"] = lambda n=name: self.stated(n, "person", "half cycle")
            for what, key in (("cost", "cost"), ("ly", "effect")):
                found[f"psa.mean.{what}.{name}"] = lambda n=name, k=key: estimate(self.result(n, k), self.draws)
                found[f"psa.sd.{what}.{name}"] = lambda n=name, k=key: spread(self.result(n, k), self.draws)
        for k in self.yardsticks:
            found[f"psa.ceac.comb.k{k}"] = lambda k=k: share(self.at(k, "comb")["share_best"], self.draws)
            found[f"psa.evpi.k{k}"] = lambda k=k: figured(self.least_loss(k), self.draws)
        return found

    def test_the_book_s_own_runs_are_near(self):
        """A thousand runs in a spreadsheet: within 5 % of the mean, life years counted by half cycles."""
        runs = by_name(self.case["expected"], "psa.briggs_excel_1000_runs")["value"]
        for column, alternative, party in (("Mono.Cost", "mono", "payer"), ("Comb.Cost", "comb", "payer")):
            self.assertLess(abs(self.result(alternative, "cost")["mean"] / runs[column]["mean"] - 1), 0.05, column)
        for column, alternative in (("Mono.LYs", "mono"), ("Comb.LYs", "comb")):
            self.assertLess(abs(self.stated(alternative, "person", "half cycle") / runs[column]["mean"] - 1), 0.05, column)


class HeartValve(Case, unittest.TestCase):
    name = "markov-sonnenberg-beck-1993"
    worlds = 2

    def gained(self, cycles):
        """The same text over another number of cycles."""
        text = self.study.read_text(encoding="utf-8").replace("for 25 years", f"for {cycles} years")
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "study.nytte").write_text(text, encoding="utf-8")
            result = program.answer("simulate", "study.nytte", "--worlds", 1, "--json", folder=folder)
        return result["alternatives"][0]["stated"]["parties"][0]["npv"]

    def readers(self):
        found = {"trace.cycle2.of10000": lambda: [10_000 * s for s in self.simulated["alternatives"][0]["pathways"][0]["trace"][2]],
                 "cumulative_qaly.cycle25": lambda: self.gained(25), "cumulative_qaly.infinite": lambda: self.gained(2000)}
        for cycles in (1, 2, 23):
            found[f"cumulative_qaly_per_10000.cycle{cycles}"] = lambda c=cycles: 10_000 * self.gained(c)
        return found


class Microsimulation(Case, unittest.TestCase):
    """100,000 people one at a time, as in the paper; the expectations of what is drawn come of the same text as a cohort. A
    published figure is met by both: by the persons, and by what they would come to if there were infinitely many."""

    name = "microsim-sick-sicker-simple"
    text = "individuals.nytte"
    worlds = 1
    arms = ("no_treatment", "treatment")
    parties = {"cost": "payer", "qaly": "person"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cohort = program.answer("simulate", folder_of(cls.name) / "study.nytte", "--worlds", 2, "--json")

    def expected_of(self, arm, party):
        """The cohort's, of money what is paid."""
        of = by_name(by_name(self.cohort["alternatives"], arm)["stated"]["parties"], party)
        return -of["npv"] if party == "payer" else of["npv"]

    def person(self, arm, party):
        return by_name(by_name(self.simulated["alternatives"], arm)["stated"]["parties"], party)["persons"][0]

    def difference(self, party):
        return by_name(self.simulated["comparisons"], party, "party")["stated"]

    def increment(self):
        return by_name(self.comparison("stated")["increments"], "treatment", "alternative")

    def exact_ratio(self):
        costs, gains = ([self.expected_of(arm, party) for arm in self.arms] for party in ("payer", "person"))
        return (costs[1] - costs[0]) / (gains[1] - gains[0])

    def test_the_texts_differ_by_how_they_are_followed(self):
        cohort, persons = ((folder_of(self.name) / name).read_text(encoding="utf-8").splitlines() for name in ("study.nytte", self.text))
        stated = [[line for line in lines if not line.startswith("#")] for lines in (cohort, persons)]
        self.assertEqual(stated[0], [line for line in stated[1] if line != "  followed as 100_000 people"])
        self.assertEqual(len(stated[1]), len(stated[0]) + 1)

    def test_persons_come_to_what_is_expected(self):
        """Within four of their own standard errors: the arms, and the differences, whose errors are much smaller."""
        for what, party in self.parties.items():
            first, second = (self.expected_of(arm, party) for arm in self.arms)
            for arm, expected in zip(self.arms, (first, second)):
                person = self.person(arm, party)
                self.assertEqual(person["persons"], 100_000)
                self.assertLessEqual(abs(self.stated(arm, party) - expected), 4 * person["se"], (arm, what))
            difference = self.difference(party)
            self.assertEqual(difference["persons"], 100_000)
            found = -difference["npv"] if party == "payer" else difference["npv"]
            self.assertLessEqual(abs(found - (second - first)), 4 * difference["se"], what)

    def test_errors_that_are_published(self):
        """Of 100,000 people: 183 and 343 USD, 0.016 QALYs in each arm; of the differences 164 USD and 0.001 QALYs."""
        for (arm, party), published in {("no_treatment", "payer"): 183, ("treatment", "payer"): 343,
                                        ("no_treatment", "person"): 0.016, ("treatment", "person"): 0.016}.items():
            self.assertLessEqual(abs(self.person(arm, party)["se"] / published - 1), 0.03, (arm, party))
        self.assertLessEqual(abs(self.difference("payer")["se"] / 164 - 1), 0.03)
        self.assertEqual(round(self.difference("person")["se"], 3), 0.001)

    def test_compare_says_the_same_error(self):
        step = self.increment()
        self.assertAlmostEqual(step["cost"]["se"], self.difference("payer")["se"], delta=1e-9 * step["cost"]["se"])
        self.assertAlmostEqual(step["effect"]["se"], self.difference("person")["se"], delta=1e-9 * step["effect"]["se"])
        self.assertLessEqual(abs(step["icer"]["value"] - self.exact_ratio()), 4 * step["icer"]["se"])

    def test_few_persons_tell_no_ratio(self):
        """Three people do not tell whether the treatment gives more: one run has the error of its persons."""
        compared = program.answer("compare", folder_of(self.name) / self.text, "--individuals", 3, "--json")
        step = compared["comparisons"][0]["stated"]["increments"][0]
        self.assertLess(step["effect"]["mean"], 3 * step["effect"]["se"])
        self.assertEqual((step["gives"], step["icer"]), ("not known", None))

    def readers(self):
        found = {"delta_cost": lambda: self.increment()["cost"]["mean"], "delta_qaly": lambda: self.increment()["effect"]["mean"],
                 "icer": lambda: self.increment()["icer"]["value"], "icer.exact": self.exact_ratio,
                 "mcse_delta_cost_n100000_common_random_numbers": lambda: self.difference("payer")["se"],
                 "trace.cycle10": lambda: self.trace("no_treatment", 10)}
        for arm in self.arms:
            for what, party in self.parties.items():
                found[f"{what}.{arm}"] = lambda a=arm, p=party: self.stated(a, p)
                found[f"{what}.{arm}.exact"] = lambda a=arm, p=party: self.expected_of(a, p)
                found[f"sd_individual.{what}.{arm}"] = lambda a=arm, p=party: self.person(a, p)["sd"]
        return found


class Sumatriptan(Case, unittest.TestCase):
    name = "decision-tree-sumatriptan"
    worlds = 2
    names = {"sumatriptan": "sumatriptan_first", "caffeine": "caffeine"}

    def chance(self, alternative, place):
        """Of coming to a place of the tree: everybody is at one point of time."""
        tree = self.alternative(alternative)["pathways"][0]
        return tree["trace"][0][tree["states"].index(place)]

    def by_days(self, days):
        """The ratio where a year has so many days."""
        compared = program.answer("compare", self.study, "--worlds", 2, "--set", f"days_a_year = {days}", "--json")
        return compared["comparisons"][0]["stated"]["increments"][0]["icer"]["value"]

    def readers(self):
        found = {"icer_per_qaly": lambda: self.step("sumatriptan_first"),
                 "icer_per_qaly_365.25_days": lambda: self.step("sumatriptan_first"),
                 "icer_per_qaly_365_days": lambda: self.by_days(365),
                 "path_probability.sumatriptan_relief_no_recurrence": lambda: self.chance("sumatriptan_first", "settled"),
                 "path_probability.caffeine_endures": lambda: self.chance("caffeine", "endured")}
        for drug, name in self.names.items():
            found[f"cost.{drug}"] = lambda n=name: self.stated(n, "payer")
            found[f"utility.{drug}"] = lambda n=name: 365.25 * self.stated(n, "person")
        return found


class Vaccine(Case, unittest.TestCase):
    """The draws are given, one a world: so every figure is exact."""

    name = "psa-influenza-vaccine"
    worlds = 1000
    yardsticks = ("0..50_000 by 100",)
    names = {"Status Quo": "usual", "Vaccination": "vaccine"}
    not_covered = {f"evppi.k25000.{parameter}": "the value of partial information is not computed" for parameter in (
        "gamma.1.", "psi.3.", "beta.5.", "lambda", "Death.2.2.", "deviance", "Infected.2.1.", "Infected.2.2.")}

    def of_each(self, k, what):
        return {option: self.at(k, name)[what]["value"] for option, name in self.names.items()}

    def gain(self, k):
        values = self.of_each(k, "net_monetary_benefit")
        return values["Vaccination"] - values["Status Quo"]

    def best(self, k):
        return next(option for option, name in self.names.items() if name == self.yardstick(k)["best"])

    def readers(self):
        found = {"icer": lambda: self.step("vaccine", "worlds"), "eib.k25000": lambda: self.gain(25_000),
                 "break_even_k_on_100_grid": lambda: next(k for k in range(0, 50_001, 100) if self.best(k) == "Vaccination"),
                 "ceac.vaccination.k25000": lambda: self.at(25_000, "vaccine")["share_best"]["value"]}
        for k in (0, 10_000, 20_000, 20_100, 25_000, 50_000):
            found[f"enb.k{k}"] = lambda k=k: self.of_each(k, "net_monetary_benefit")
            found[f"prob_best.k{k}"] = lambda k=k: self.of_each(k, "share_best")
            found[f"expected_loss.k{k}"] = lambda k=k: self.of_each(k, "expected_loss")
            found[f"optimal.k{k}"] = lambda k=k: self.best(k)
            found[f"ceaf.k{k}"] = lambda k=k: self.yardstick(k)["best_share"]["value"]
            found[f"evpi.k{k}"] = lambda k=k: self.least_loss(k)["value"]
        return found


if __name__ == "__main__":
    unittest.main()
