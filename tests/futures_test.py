# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""What comes out of a simulation: small contracts whose answer is known, within four standard errors at a fixed seed; the
same bytes for any threads and any split; orderly ends; what a result hangs on. All data are synthetic."""

import csv
import datetime
import json
import math
import os
import pty
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

import program

BUYER = program.KNEE / "knee-buyer.nytte"
KNEE = [BUYER, "--offer", program.OFFER]

HEAD = program.ONE_YEAR + """party buyer  "Buyer"  buys
party seller "Seller" sells

table visit "One row per visit" dated by done
  id    key
  done  date
  left  date not before done, if any
  lost  date not before done, if any
  bad   yes or no

"""
DAYS, UNTIL_DATA = 366, 366 + 90  # 2020 is a leap year; the data are of 31 March 2021
A_YEAR = 365.25


class Small(unittest.TestCase):
    """Simulates HEAD with what a test adds."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def simulate(self, text, *more, head=HEAD, worlds=400):
        (self.folder / "small.nytte").write_text(head + text, encoding="utf-8")
        return program.answer("simulate", "small.nytte", "--worlds", worlds, "--json", *more, folder=self.folder)

    def near(self, estimate, mean, errors=4):
        self.assertGreater(estimate["se"], 0)
        self.assertLess(abs(estimate["mean"] - mean), errors * estimate["se"], estimate)

    def spread(self, estimate, sd):
        """The variance of n values is known to sqrt(2 / n) of itself, for what is near enough to normal."""
        self.assertLess(abs((estimate["sd"] / sd) ** 2 - 1), 4 * math.sqrt(2 / estimate["worlds"]), estimate)


def figure(result, name, alternative=0):
    found = result["alternatives"][alternative]["figures"][name]
    return found["by_period"][0] if "by_period" in found else found


def account(result, party, unit="DKK", alternative=0):
    return next(p for p in result["alternatives"][alternative]["parties"] if (p["name"], p["unit"]) == (party, unit))


class KnownAnswers(Small):
    def test_arrivals_and_stays_are_an_m_m_infinity_queue(self):
        """Who arrived in the year and is still there on the data day: a Poisson number."""
        result = self.simulate("""define present each year
  = count of visit where left has not happened

define all each year
  = count of visit

model visit arriving 200 visits per year
  left  after done ~ exponential(mean 120 days)
  without lost, bad
""")
        arrive = 200 / A_YEAR
        self.near(figure(result, "all"), arrive * DAYS)
        self.spread(figure(result, "all"), math.sqrt(arrive * DAYS))
        present = sum(arrive * math.exp(-(UNTIL_DATA - day + 0.5) / 120) for day in range(DAYS))
        self.near(figure(result, "present"), present)
        self.spread(figure(result, "present"), math.sqrt(present))

    def test_of_competing_events_the_earlier_one_comes(self):
        """Two hazards a and b: the first event at a + b, and it is the one of a with chance a / (a + b)."""
        result = self.simulate("""define gone each year
  = count of visit where left has happened

define missed each year
  = count of visit where lost has happened

define both each year
  = count of visit where left has happened and lost has happened

define returned each year
  = count of visit where back has happened

define all each year
  = count of visit

model visit arriving 300 visits per year
  back  after lost ~ uniform(low 0 days, high 1 day)
  left  after done ~ exponential(mean 4 days) until lost
  lost  after done ~ exponential(mean 8 days) until left
  without bad
""", head=HEAD.replace("  bad   yes or no\n", "  bad   yes or no\n  back  date not before done, if any\n"))
        everybody, gone, missed = (figure(result, name)["mean"] for name in ("all", "gone", "missed"))
        self.assertEqual(figure(result, "both")["mean"], 0)
        self.assertAlmostEqual(gone + missed, everybody, places=6)
        self.assertEqual(figure(result, "returned")["mean"], missed, "what comes after an event that did not come does not come")
        # on one day the first in the text comes first: days of geometric times with 1 - q = e^(-1/4), e^(-1/8), rounded to the nearest
        first, stay_a = 1 - math.exp(-0.5 / 4), math.exp(-1 / 4)
        later_b = [1.0] + [math.exp(-(day - 0.5) / 8) for day in range(1, 400)]  # lost on that day or later
        chance = first * later_b[0] + sum(math.exp(-(day - 0.5) / 4) * (1 - stay_a) * later_b[day] for day in range(1, 400))
        self.near(figure(result, "gone"), 300 / A_YEAR * DAYS * chance)

    def test_times_with_a_chance_within_a_time_have_it_under_censoring_too(self):
        result = self.simulate("""measure early
  over visit
  share left within 60 days of done
  counted 60 days after done

measure followed
  over visit
  share lost within 90 days of done by kaplan meier, censored at left
  counted 90 days after done

model visit arriving 400 visits per year
  left  after done ~ exponential(chance 25 % within 30 days)
  lost  after done ~ weibull(shape 1.5, chance 40 % within 90 days)
  without bad
""", worlds=200)
        self.near(figure(result, "early"), 1 - 0.75 ** 2)
        self.near(figure(result, "followed"), 0.4)

    def test_a_sum_of_normals_is_normal(self):
        result = self.simulate("""assume first  ~ normal(mean 100 DKK, sd 10 DKK) from "imagined"
assume second ~ normal(mean 50 DKK, sd 5 DKK) from "imagined"

cost buyer "Both"
  first + second each year

model visit arriving 1 visit per year
  without left, lost, bad
""", worlds=2000)
        buyer = account(result, "buyer")
        self.near(buyer["npv"], -150)
        sd = math.sqrt(125)
        self.spread(buyer["npv"], sd)
        for share, z in ((0.025, -1.95996), (0.25, -0.67449), (0.5, 0), (0.75, 0.67449), (0.975, 1.95996)):
            density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
            error = sd * math.sqrt(share * (1 - share) / 2000) / density
            with self.subTest(quantile=share):
                self.assertLess(abs(buyer["npv"]["quantiles"][str(share)] - (-150 + z * sd)), 4 * error)
        tail = math.exp(-1.64485 ** 2 / 2) / math.sqrt(2 * math.pi) / 0.05  # the mean beyond the 5 % point
        self.assertLess(abs(buyer["shortfall"]["value"] - (-150 - tail * sd)), 4 * buyer["shortfall"]["se"])
        self.assertEqual((buyer["chance_of_loss"]["value"], buyer["chance_of_loss"]["se"]), (1, 0))

    def test_beta_shares_and_what_of_them_is_chance(self):
        result = self.simulate("""assume share ~ beta(a 3, b 7) from "imagined"

measure bad_share
  over visit
  share bad

cost buyer "Bad ones"
  1 DKK per visit for each visit where bad is yes

model visit arriving 100 visits per year
  bad yes share, no remaining
  without left, lost
""", "--twins", "1", worlds=2000)
        self.near(figure(result, "share"), 0.3)
        self.spread(figure(result, "share"), math.sqrt(21 / 1100))
        self.near(figure(result, "bad_share"), 0.3)
        # The number of bad ones is Poisson with mean n p: its variance is n E p by chance and n^2 Var p by performance.
        n, mean, variance = 100 * DAYS / A_YEAR, 0.3, 21 / 1100
        line = account(result, "buyer")["by_line"][0]
        for found in (line["chance_alone"], line["by_year"][0]["chance_alone"]):
            self.assertEqual(found["worlds"], 2000)
            self.assertLess(abs(found["value"] - n * mean / (n * mean + n * n * variance)), 4 * found["se"], found)
            self.assertLess(found["se"], 0.02)


CORRIDOR = """assume revised = 2.9 % from "imagined"

measure rate
  over visit
  share bad
  needs at least 1 row, or is unknown

define grade each year
  = scale rate from -1 at 5 % to 1 at 1 %, unknown as 0

pay buyer to seller or back when negative "Bonus or malus"
  500_000 DKK * grade each year
  due 30 days after the statement

model visit arriving 350 visits per year
  bad yes revised, no remaining
  without left, lost
"""


def poisson(mean, most):
    chances = [math.exp(-mean)]
    for n in range(1, most):
        chances.append(chances[-1] * mean / n)
    return chances


class Corridor(Small):
    """350 implants a year, a corridor from 5 % to 1 %: much of what is paid is chance."""

    def test_a_malus_falls_in_44_percent_of_years_at_better_than_par(self):
        result = self.simulate(CORRIDOR, worlds=2000)
        seller = account(result, "seller")
        mean = 350 * DAYS / A_YEAR  # bad and good ones are two Poisson numbers
        bad, good = poisson(mean * 0.029, 60), poisson(mean * 0.971, 600)
        malus = sum(b * g for x, b in enumerate(bad) for y, g in enumerate(good) if x > 0.03 * (x + y))
        self.assertAlmostEqual(malus, 0.44, delta=0.01)
        found = seller["chance_of_loss"]
        self.assertLess(abs(found["value"] - malus), 4 * found["se"])
        self.assertLess(found["se"], 0.012)

    def test_sixty_percent_of_the_variance_is_chance(self):
        believed = CORRIDOR.replace('= 2.9 %', '~ beta(mean 2.9 %, sd 0.75 %)')
        result = self.simulate(believed, "--twins", "1", worlds=2000)
        found = account(result, "seller")["by_line"][0]["by_year"][0]["chance_alone"]
        self.assertLess(abs(found["value"] - 0.60), 4 * found["se"] + 0.01, found)
        self.assertLess(found["se"], 0.025)
        self.near(account(result, "seller")["npv"], 500_000 * 0.001 / 0.02, errors=5)


class Invariance(Small):
    def output(self, *more, worlds=40):
        return program.output("simulate", *KNEE, "--worlds", worlds, "--json", *more)

    def test_any_number_of_threads_gives_the_same_bytes(self):
        words = [("--threads", threads, "--csv", self.folder / f"{threads}.csv", "--draws", self.folder / f"{threads}.draws",
                  "--keep", self.folder / f"{threads}.json") for threads in (1, 2, 5)]
        outputs = [self.output(*more) for more in words]
        self.assertEqual(outputs[0], outputs[1])
        self.assertEqual(outputs[0], outputs[2])
        for kind in ("csv", "draws", "json"):
            files = [(self.folder / f"{threads}.{kind}").read_bytes() for threads in (1, 2, 5)]
            self.assertEqual(files[0], files[1])
            self.assertEqual(files[0], files[2])

    def test_any_split_merged_gives_the_same_bytes(self):
        whole = self.output("--csv", self.folder / "whole.csv", "--set", "volume = 200 operations per year")
        parts = []
        for begin, count in ((33, 7), (0, 13), (13, 20)):
            parts.append(self.folder / f"{begin}.json")
            self.output("--from-world", begin, "--set", "volume = 200 operations per year", "--keep", parts[-1],
                        "--csv", self.folder / f"{begin}.csv", worlds=count)
        self.assertEqual(whole, program.output("merge", *parts, "--json"))
        lines = [(self.folder / f"{begin}.csv").read_text(encoding="utf-8").splitlines() for begin in (0, 13, 33)]
        self.assertEqual((self.folder / "whole.csv").read_text(encoding="utf-8").splitlines(),
                         lines[0] + lines[1][1:] + lines[2][1:])
        for language in ("en", "da"):
            text = program.output("simulate", *KNEE, "--worlds", 40, "--set", "volume = 200 operations per year", "--lang", language)
            self.assertEqual(text, program.output("merge", *parts, "--lang", language))

    def test_an_unused_assumption_changes_no_draw(self):
        text = """assume share ~ beta(a 3, b 7) from "imagined"

cost buyer "Bad ones"
  1 DKK per visit for each visit where bad is yes

model visit arriving 100 visits per year
  bad yes share, no remaining
  without left, lost
"""
        self.simulate(text, "--draws", "few.csv", worlds=30)
        self.simulate('assume other ~ normal(mean 3, sd 1) from "imagined"\n' + text, "--draws", "more.csv", worlds=30)
        few, more = (list(csv.DictReader((self.folder / name).open(encoding="utf-8"))) for name in ("few.csv", "more.csv"))
        self.assertEqual(len(few), 30)
        self.assertEqual(few, [{name: row[name] for name in few[0]} for row in more])
        self.assertEqual(set(more[0]) - set(few[0]), {"other"})

    def test_in_every_world_what_one_pays_another_receives(self):
        self.simulate(CORRIDOR, "--draws", "draws.csv", worlds=50)
        rows = list(csv.DictReader((self.folder / "draws.csv").open(encoding="utf-8")))
        self.assertGreater(len({row["npv:seller:DKK"] for row in rows}), 5)
        for row in rows:
            self.assertEqual(float(row["npv:buyer:DKK"]) + float(row["npv:seller:DKK"]), 0)

    def test_the_budget_adds_up_year_by_year(self):
        result = program.answer("simulate", *KNEE, "--worlds", 20, "--json")
        for alternative in result["alternatives"]:
            for year in alternative["budget"][0]["by_year"]:
                costs = sum(line["by_year"][year["period"] - 1]["net"]["mean"] for party in alternative["parties"]
                            if party["unit"] == "DKK" for line in party["by_line"] if line["kind"] == "cost")
                self.assertAlmostEqual(year["all_others"], -costs, places=2)
                self.assertAlmostEqual(sum(year["parties"].values()) + year["all_others"], 0, places=4)


class Results(Small):
    def test_costs_stand_in_the_calendar_year_of_their_row_or_event(self):
        text = """cost seller "Visits"
  10 DKK for each visit

cost seller "Losses"
  3 DKK for each visit where lost has happened, dated by lost

cost seller "Rent"
  7 DKK each year

pay buyer to seller "Fee"
  2 DKK for each visit where left has happened
  due 40 days after left

model visit arriving 300 visits per year, followed until 2 years after the term
  left  after done ~ exponential(mean 100 days)
  lost  after done ~ exponential(mean 300 days)
  without bad
"""
        head = HEAD.replace("2020-01-01 for 1 year", "2020-07-01 for 2 years")
        result = self.simulate(text, "--twins", 0, head=head, worlds=1)
        program.output("imagine", "small.nytte", "--worlds", 1, "--folder", "out", folder=self.folder)
        rows = list(csv.DictReader((self.folder / "out/world-0/visit.csv").open(encoding="utf-8")))
        seller = {year: 0 for year in range(2020, 2026)}
        statements = {1: datetime.date(2021, 9, 30), 2: datetime.date(2022, 9, 30)}
        for row in rows:
            done = datetime.date.fromisoformat(row["done"])
            statement = statements[1 if done < datetime.date(2021, 7, 1) else 2]
            seller[done.year] -= 10
            if row["lost"]:
                seller[int(row["lost"][:4])] -= 3
            if row["left"] and datetime.date.fromisoformat(row["left"]) <= statement:  # the data of its day
                seller[(datetime.date.fromisoformat(row["left"]) + datetime.timedelta(40)).year] += 2
        seller[2021] -= 7  # on 30 June, the last day of a contract year
        seller[2022] -= 7
        budget = result["alternatives"][0]["budget"][0]
        self.assertEqual({year["year"]: year["parties"]["seller"] for year in budget["by_calendar_year"]},
                         {year: net for year, net in seller.items() if year <= max(y for y, n in seller.items() if n)})
        for party in result["alternatives"][0]["parties"]:
            self.assertAlmostEqual(sum(year["parties"][party["name"]] for year in budget["by_calendar_year"]),
                                   sum(year["net"] for year in party["by_year"]), 6)
        report = program.output("simulate", "small.nytte", "--worlds", 30, folder=self.folder).decode()
        self.assertIn("Calendar year by calendar year in DKK", report)
        report = program.output("simulate", "small.nytte", "--worlds", 30, "--budget-years", "contract", folder=self.folder).decode()
        self.assertIn("Year by year in DKK", report)
        self.assertIn("say calendar or contract",
                      program.run("simulate", "small.nytte", "--budget-years", "fiscal", folder=self.folder).stderr.decode())

    def test_alternatives_are_compared_world_by_world(self):
        result = program.answer("simulate", *KNEE, "--worlds", 40, "--json", "--never-worse", "patients", "--never-worse", "region",
                                "--draws", self.folder / "draws.csv")
        rows = list(csv.DictReader((self.folder / "draws.csv").open(encoding="utf-8")))
        gains = {}
        for row in rows:
            sign = 1 if row["alternative"] == "offered" else -1
            gains[row["world"]] = gains.get(row["world"], 0) + sign * float(row["npv:region:DKK"])
        found = {compared["party"]: compared for compared in result["comparisons"]}
        self.assertAlmostEqual(found["region"]["npv"]["mean"], sum(gains.values()) / 40, places=3)
        worse = [int(world) for world, gain in gains.items() if gain < 0]
        self.assertTrue(worse)
        self.assertEqual(found["region"]["worse_off"]["value"], len(worse) / 40)
        self.assertEqual(found["region"]["first_worse_world"], min(worse))
        self.assertEqual([found[name]["never_worse"] for name in ("region", "patients", "supplier")], [False, True, None])
        # the same random numbers: the difference is known far better than what it is the difference of
        self.assertLess(found["region"]["npv"]["sd"], account(result, "region")["npv"]["sd"])

    def test_quantiles_come_with_where_they_lie(self):
        """Of a uniform figure 95 % intervals miss in one of twenty: in 40 seeds and five quantiles seldom more than 22 times."""
        text = """assume income ~ uniform(low 0 DKK, high 100 DKK) from "imagined"

benefit seller "Income"
  income each year

model visit arriving 1 visit per year
  without left, lost, bad
"""
        missed = 0
        for seed in range(40):
            npv = account(self.simulate(text, "--seed", seed, worlds=300), "seller")["npv"]
            for q, (low, high) in npv["quantile_intervals"].items():
                self.assertLessEqual(low, npv["quantiles"][q])
                self.assertLessEqual(npv["quantiles"][q], high)
                missed += not low <= 100 * float(q) <= high
        self.assertLess(missed, 22)
        few = account(self.simulate(text, worlds=20), "seller")["npv"]["quantile_intervals"]
        self.assertIsNone(few["0.025"][0])
        self.assertIsNotNone(few["0.5"][0])
        report = program.output("simulate", "small.nytte", "--worlds", 300, folder=self.folder).decode()
        self.assertIn("ends of these 95 %: ", report)
        report = program.output("simulate", "small.nytte", "--worlds", 20, folder=self.folder).decode()
        self.assertIn("so few worlds do not tell how far these ends may lie off", report)

    def test_payback_and_the_deepest_point(self):
        result = self.simulate("""assume outlay = 100 DKK from "imagined"
assume income ~ uniform(low 20 DKK, high 60 DKK) from "imagined"

cost seller "Outlay"
  outlay in the first year

benefit seller "Income"
  income each year
""".replace("  outlay in the first year\n", "  outlay * first_year each year\n") + """
define first_year each year
  in the first year  1
  in later years     0

model visit arriving 1 visit per year
  without left, lost, bad
""", head=HEAD.replace("for 1 year\n", "for 4 years\n"), worlds=400)
        seller = account(result, "seller")
        self.assertEqual(seller["payback"]["below_zero"]["value"], 1)
        # paid back at the end where four times the income makes 100: from 25 on
        back = seller["payback"]["paid_back"]
        self.assertLess(abs(back["value"] - 35 / 40), 4 * back["se"])
        self.assertEqual(seller["payback"]["median_years"], 3)  # half earn more than 40 a year: 33.3 to 50 need three
        self.assertEqual(seller["payback"]["median_interval"], [3, 3])
        self.assertEqual(seller["payback"]["below_zero"]["interval"][1], 1)
        self.assertLess(abs(seller["payback"]["below_zero"]["interval"][0] - 400 / (400 + 1.96 ** 2)), 1e-6)
        self.near(seller["deepest"], -60)
        self.near(seller["npv"], 60)
        self.assertAlmostEqual(seller["by_year"][3]["cash"]["mean"], seller["npv"]["mean"], places=6)

    def test_what_is_set_stands_in_every_world(self):
        words = ["--worlds", 5, "--json", "--set", "revision_ratio=0.9", "--set", "revision_ratio=0.7",
                 "--set", "offered.gain = 10 points"]
        result = program.answer("simulate", *KNEE, *words)
        self.assertEqual([figure(result, "revision_ratio", a)["mean"] for a in (0, 1)], [1, 0.7])  # `current` says 1 itself
        self.assertEqual(figure(result, "gain", 1)["sd"], 0)
        self.assertGreater(figure(result, "gain", 0)["sd"], 0)
        self.assertEqual(result["set"], ["revision_ratio=0.9", "revision_ratio=0.7", "offered.gain = 10 points"])

    def test_what_cannot_be_set(self):
        for said, code in (("revision_chance = 3 DKK", b"N0337"), ("revision_chence = 3 %", b"N0766"),
                           ("price = 99_000 DKK per operation", b"N0767"), ("price = (", b"--set: error N0207")):
            with self.subTest(said=said):
                done = program.run("simulate", *KNEE, "--worlds", 2, "--set", said)
                self.assertEqual(done.returncode, 1)
                self.assertIn(code, done.stderr)
                self.assertNotIn(b"set_for_this", done.stderr)
        for said in ("price", "price =", "= 3", ""):
            done = program.run("simulate", *KNEE, "--worlds", 2, "--set", said)
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"sets nothing; say NAME=VALUE", done.stderr)
        done = program.run("simulate", *KNEE, "--worlds", 2, "--set", "ofered.price = 9_000 DKK per operation")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"`current`, `offered`", done.stderr)

    def test_until_the_error_is_small_enough(self):
        text = CORRIDOR.replace("from -1 at 5 % to 1 at 1 %", "from -1 at 9 % to 1 at 1 %")
        result = self.simulate(text, "--until-error", "2 %", worlds=5000)
        self.assertEqual((result["ended"], result["worlds"] < 5000), ("error small enough", True))
        for party in result["alternatives"][0]["parties"]:
            self.assertLessEqual(party["npv"]["se"], 0.02 * abs(party["npv"]["mean"]))
        result = self.simulate(text, "--until-error", "0.1%", worlds=600)
        self.assertEqual((result["ended"], result["worlds"]), ("error still too large", 600))

    def test_the_report_in_danish_and_as_html(self):
        text = program.output("simulate", *KNEE, "--worlds", 12, "--lang", "da").decode()
        self.assertIn("Det er tænkte fremtider", text)
        self.assertIn("Region Syddanmark, kr.", text)
        self.assertNotIn("{", text)
        html = program.output("simulate", *KNEE, "--worlds", 12, "--format", "html").decode()
        self.assertTrue(html.startswith("<!doctype html>"))
        self.assertIn("imagined futures", html)


class Undefined(Small):
    TEXT = """assume a ~ lognormal(meanlog 300, sdlog 20) from "imagined"

define cubed each year
  = a * a * a

cost buyer "Squared"
  1 DKK * a * a each year

model visit arriving 1 visit per year
  without left, lost, bad
"""

    def test_what_is_beyond_all_doubles_is_null_and_never_a_number(self):
        result = self.simulate(self.TEXT, worlds=20)
        cubed = figure(result, "cubed")
        self.assertEqual((cubed["worlds"], cubed["mean"]), (0, None))
        buyer = account(result, "buyer")
        self.assertLess(buyer["npv"]["mean"], -1e200)
        self.assertIsNone(buyer["npv"]["sd"])
        self.assertIn("e+", program.output("simulate", "small.nytte", "--worlds", 20, folder=self.folder).decode())

    def test_worlds_are_counted_by_reason_and_compared_where_both_are_defined(self):
        result = self.simulate("""assume parts ~ uniform(low 0, high 300) from "imagined"

cost buyer "Visits"
  1 DKK per visit for each visit where bad is yes

model visit arriving 10 visits per year
  bad yes parts * 1 %, no remaining
  without left, lost

alternative whole "In whole"
  parts = 50
alternative drawn "As drawn"
""", worlds=60)
        whole, drawn = result["alternatives"]
        undefined = sum(one["worlds"] for one in result["undefined"])
        self.assertEqual(whole["worlds_defined"], 60)
        self.assertTrue(0 < undefined < 60, result["undefined"])
        self.assertEqual(drawn["worlds_defined"], 60 - undefined)
        self.assertEqual({one["alternative"] for one in result["undefined"]}, {"drawn"})
        self.assertEqual(result["comparisons"][0]["npv"]["worlds"], 60 - undefined)
        text = program.output("simulate", "small.nytte", "--worlds", 60, folder=self.folder).decode()
        self.assertIn("undefined and not counted", text)


def heed_interrupts():
    """In the child: who runs these tests in the background may have it begin with Ctrl-C ignored, and the program heeds that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Ends(Small):
    def test_ctrl_c_shows_the_worlds_that_are_done(self):
        command = [str(program.NYTTE), "simulate", *map(str, KNEE), "--worlds", "800000", "--json", "--csv", str(self.folder / "w.csv")]
        running = subprocess.Popen(command, cwd=program.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   preexec_fn=heed_interrupts)
        part = self.folder / "w.csv.part"
        while running.poll() is None and not (part.exists() and part.stat().st_size > 200):
            try:
                running.wait(0.05)
            except subprocess.TimeoutExpired:
                pass
        running.send_signal(signal.SIGINT)
        out, errors = running.communicate(timeout=100)
        self.assertEqual(running.returncode, 0, errors)
        result = json.loads(out)
        self.assertEqual((result["ended"], result["worlds_asked"]), ("stopped", 800000))
        again = program.answer("simulate", *KNEE, "--worlds", result["worlds"], "--json", "--csv", self.folder / "again.csv")
        self.assertEqual(again["alternatives"], result["alternatives"])
        self.assertEqual((self.folder / "again.csv").read_bytes(), (self.folder / "w.csv").read_bytes())
        self.assertFalse(part.exists())

    def test_ctrl_c_shows_what_a_sensitivity_has_looked_at(self):
        asked = [*map(str, KNEE), "--party", "region", "--alternative", "offered", "--worlds", "40", "--json"]
        whole = program.answer("sensitivity", *asked)
        self.assertEqual(whole["ended"], "all")
        bars = {bar["name"]: bar for bar in whole["tornado"]["bars"]}
        for wait in (0.1, 0.2, 0.3, 0.45, 0.6, 0.9, 1.3, 2, 3, 5):  # however busy the machine: one of them is in the midst
            running = subprocess.Popen([str(program.NYTTE), "sensitivity", *asked], cwd=program.ROOT, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, preexec_fn=heed_interrupts)
            try:
                running.wait(wait)
            except subprocess.TimeoutExpired:
                running.send_signal(signal.SIGINT)
            out, errors = running.communicate(timeout=100)
            if running.returncode == 3:
                self.assertIn(b"stopped before anything was looked at", errors)
                continue
            self.assertEqual(running.returncode, 0, errors)
            result = json.loads(out)
            if result["ended"] == "stopped" and result["tornado"]["bars"]:
                break
        self.assertLess(len(result["tornado"]["bars"]), len(bars))
        for bar in result["tornado"]["bars"]:
            self.assertEqual(bar, bars[bar["name"]])

    def test_a_bar_on_a_terminal_and_then_nothing_of_it_is_left(self):
        ours, theirs = pty.openpty()
        command = [str(program.NYTTE), "simulate", *map(str, KNEE), "--worlds", "800000", "--output", str(self.folder / "out")]
        running = subprocess.Popen(command, cwd=program.ROOT, stdout=subprocess.DEVNULL, stderr=theirs,
                                   preexec_fn=heed_interrupts)
        os.close(theirs)
        shown = b""
        while b"imagined worlds" not in shown:
            shown += os.read(ours, 4096)
        running.send_signal(signal.SIGINT)
        try:
            while more := os.read(ours, 4096):
                shown += more
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        self.assertEqual(running.wait(100), 0)
        self.assertRegex(shown.decode(), "^\r\x1b\\[K[█░]{20} [0-9]+ of 800000 imagined worlds")
        self.assertTrue(shown.endswith(b"\r\x1b[K"), shown[-80:])
        self.assertIn("stopped when", (self.folder / "out").read_text(encoding="utf-8"))

    @unittest.skipUnless(os.path.exists("/dev/full"), "no device that is full")
    def test_a_full_disk(self):
        for words in (("--csv",), ("--draws",), ("--keep",), ("--output",)):
            with self.subTest(words=words):
                done = program.run("simulate", *KNEE, "--worlds", 30, *words, "/dev/full")
                self.assertEqual(done.returncode, 3, done.stderr)
                self.assertEqual(done.stdout, b"")

    def test_a_file_is_written_whole_or_left_as_it_was(self):
        target = self.folder / "w.csv"
        target.write_text("before\n", encoding="utf-8")
        program.run("simulate", *KNEE, "--worlds", 2, "--csv", target, "--output", self.folder / "none" / "x")
        self.assertNotIn("before", target.read_text(encoding="utf-8"))
        self.assertEqual(program.run("simulate", *KNEE, "--worlds", 0, "--csv", target).returncode, 2)
        self.assertGreater(target.stat().st_size, 1000)

    def test_wrong_words(self):
        for words, says in ((("--worlds", "0"), "--worlds"), (("--threads", "0"), "--threads"), (("--until-error", "1"), "--until-error"),
                            (("--until-error", "0%"), "--until-error"), (("--never-worse", "regin"), "`region`"),
                            (("--never-worse", "region", "--alternative", "offered"), "alternatives"),
                            (("--format", "pdf"), "--format"), (("--worlds", "8000000"), "at most")):
            with self.subTest(words=words):
                done = program.run("simulate", *KNEE, *words)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(says, done.stderr.decode())
                self.assertEqual(done.stdout, b"")


class Merge(Small):
    def keep(self, name, *more, worlds=2):
        path = self.folder / name
        program.output("simulate", *KNEE, "--worlds", worlds, "--keep", path, *more)
        return path

    def refused(self, code, *files):
        done = program.run("merge", *files)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(code, done.stderr.decode())
        self.assertEqual(done.stdout, b"")

    def test_parts_that_do_not_belong_together(self):
        first, second = self.keep("a"), self.keep("b", "--from-world", 2)
        self.refused("N0764", first, first)
        self.refused("N0765", first, self.keep("c", "--from-world", 5))
        self.refused("N0763", first, self.keep("d", "--from-world", 2, "--seed", 2))
        self.refused("N0763", first, self.keep("e", "--from-world", 2, "--set", "gain = 3 points"))
        text = first.read_text(encoding="utf-8")
        engine = json.loads(text)["of"]["engine"]
        for changed, code in ((text[:-30], "N0760"), ("{}", "N0760"), (text.replace("worlds/1", "simulate/1"), "N0760"),
                              (text.replace('"worlds": 2', '"worlds": 3'), "N0760"), (text.replace('"worlds": 2', '"worlds": -2'), "N0760"),
                              (text.replace('"worlds": 2', '"worlds": 2000000000'), "N0760"),
                              (text.replace(engine, "0" * len(engine)), "N0761")):
            path = self.folder / "changed"
            path.write_text(changed, encoding="utf-8")
            self.refused(code, path)
        done = program.run("merge", first, second, "--json")
        self.assertEqual(json.loads(done.stdout)["worlds"], 4)

    def test_a_contract_that_has_changed_since(self):
        for name in ("knee.nytte", "knee-buyer.nytte", "offer-knee.json"):
            (self.folder / name).write_bytes((program.KNEE / name).read_bytes())
        path = self.folder / "part"
        program.output("simulate", "knee-buyer.nytte", "--worlds", 2, "--keep", path, folder=self.folder)
        program.output("merge", path, folder=self.folder)
        (self.folder / "knee.nytte").write_text((self.folder / "knee.nytte").read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
        done = program.run("merge", path, folder=self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"N0762", done.stderr)
        self.assertIn(b"`knee.nytte`", done.stderr)


    def test_rows_that_were_taken_over_have_changed_since(self):
        (self.folder / "small.nytte").write_text(HEAD + """table history "Earlier visits"
  id   key
  bad  yes or no

source history from csv "history.csv"
  id   = "id"
  bad  = "bad", yes "yes", no "no"

cost seller "Visits"
  10 DKK for each visit where bad

model visit arriving 20 visits per year
  bad  any history
  without left, lost
""", encoding="utf-8")
        history = self.folder / "history.csv"
        history.write_text("id,bad\n1,yes\n2,no\n", encoding="utf-8")
        program.output("simulate", "small.nytte", "--worlds", 2, "--keep", "part", folder=self.folder)
        program.output("merge", "part", folder=self.folder)
        history.write_text("id,bad\n1,yes\n2,yes\n", encoding="utf-8")
        done = program.run("merge", "part", folder=self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"N0762", done.stderr)
        self.assertIn(b"`history.csv`", done.stderr)


class Sensitivity(Small):
    LINEAR = """assume fee   ~ normal(mean 10 DKK, sd 1 DKK) from "imagined"
assume times ~ uniform(low 2, high 4) from "imagined"
assume spare ~ normal(mean 1, sd 1) from "imagined"
assume plain = 3 from "imagined"

cost buyer "Fees, less 40"
  fee * times * plain - 40 DKK each year

model visit arriving 1 visit per year
  without left, lost, bad

alternative now "As it is"
  fee = 12 DKK
alternative then "As drawn"
"""

    def sensitivity(self, *more, text=LINEAR):
        (self.folder / "small.nytte").write_text(HEAD + text, encoding="utf-8")
        return program.answer("sensitivity", "small.nytte", "--party", "buyer", "--json", *more, folder=self.folder)

    def test_tornado(self):
        found = self.sensitivity("--alternative", "then", "--worlds", 400, "--csv", "t.csv")["tornado"]
        bars = {bar["name"]: bar for bar in found["bars"]}
        self.assertEqual([bar["name"] for bar in found["bars"]], ["times", "fee", "spare"])  # a plain figure has no ends
        self.assertAlmostEqual(bars["times"]["low"]["at"], 2.05, places=6)
        self.assertAlmostEqual(bars["fee"]["high"]["at"], 11.959964, places=5)
        for name, low, high in (("times", 40 - 61.5, 40 - 118.5), ("fee", 40 - 72.360324, 40 - 107.639676), ("spare", -50, -50)):
            for end, mean in (("low", low), ("high", high)):
                value = bars[name][end]["value"]
                self.assertLess(abs(value["value"] - mean), 4 * value["se"])
        self.assertEqual((bars["spare"]["swing"], bars["spare"]["low"]["change"]["se"]), (0, 0))
        lines = (self.folder / "t.csv").read_text(encoding="utf-8").splitlines()
        self.assertEqual(len(lines), 4)
        self.assertEqual(float(lines[1].split(",")[2]), bars["times"]["low"]["value"]["value"])

    def test_grid(self):
        found = self.sensitivity("--worlds", 20, "--grid", "times=1..3", "--grid", "then.fee=8..12 DKK", "--steps", 3)["grid"]
        self.assertEqual(found["columns"]["values"], [8, 10, 12])
        for count, row in zip((1, 2, 3), found["cells"]):
            for fee, cell in zip((8, 10, 12), row):
                self.assertAlmostEqual(cell["value"], (12 - fee) * count * 3, places=9)

    def test_threshold(self):
        found = self.sensitivity("--worlds", 300, "--alternative", "then", "--threshold", "plain=0.5..3")["threshold"]
        self.assertLess(abs(found["at"] - 40 / 30), 4 * found["se"])
        self.assertLess(found["se"], 0.05)
        found = self.sensitivity("--worlds", 50, "--threshold", "then.fee=8..15 DKK")["threshold"]
        self.assertAlmostEqual(found["at"], 12, places=6)  # world by world the same random numbers: no error at all
        self.assertLess(found["se"], 1e-6)
        found = self.sensitivity("--worlds", 50, "--threshold", "then.fee=13..15 DKK")["threshold"]
        self.assertEqual((found["at"], found["se"], len(found["looks"])), (None, None, 2))

    def test_text_in_both_languages(self):
        (self.folder / "small.nytte").write_text(HEAD + self.LINEAR, encoding="utf-8")
        for language, says in (("en", "the one that moves most first"), ("da", "den, der flytter mest, først")):
            text = program.output("sensitivity", "small.nytte", "--party", "buyer", "--worlds", 20, "--lang", language, folder=self.folder).decode()
            self.assertIn(says, text)
            self.assertNotIn("{", text)

    def test_wrong_words(self):
        (self.folder / "small.nytte").write_text(HEAD + self.LINEAR, encoding="utf-8")
        for words, says in (([], "`buyer` (DKK)"), (["--party", "byer"], "`buyer` (DKK)"), (["--party", "buyer", "--unit", "QALY"], "`buyer` (DKK)"),
                            (["--party", "buyer", "--grid", "fee=1..2 DKK"], "say it twice"),
                            (["--party", "buyer", "--threshold", "fee=2..1 DKK"], "no range"), (["--party", "buyer", "--threshold", "fee"], "no range"),
                            (["--party", "buyer", "--threshold", "fee=1.2.3 DKK"], "no range")):
            with self.subTest(words=words):
                done = program.run("sensitivity", "small.nytte", *words, folder=self.folder)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(says, done.stderr.decode())


if __name__ == "__main__":
    unittest.main()
