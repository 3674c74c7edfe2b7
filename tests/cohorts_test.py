# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Pathways computed: the base cases of the studies in contracts/ to 1e-6 of the figures that were recomputed for them, and
worlds that depend on nothing but their number. Where the figures come from: docs/reference-cases.md.
"""

import csv
import json
import math
import subprocess
import tempfile
import unittest
from pathlib import Path

from program import NYTTE, ROOT

# Alternative: cost, benefit.
BASE = {
    "sick-sicker": {"usual": (151579.86595739, 20.7113314643222), "a": (284804.513370573, 21.4986628084376),
                    "b": (259100.410617004, 22.1844651408455), "both": (378875.198394492, 23.1368441350026)},
    "hiv": {"mono": (44663.4535636967, 7.99120664584088), "comb": (50601.6513312037, 8.93738889164347)},
    "sick-sicker-residence": {"usual": (103112.077097407, 20.0048468152371), "a": (198058.145084589, 20.8818441591417),
                              "b": (186262.233602164, 21.1035793081499), "both": (274408.034176618, 22.0976903995506)},
}
# Study, alternative, point: shares.
TRACES = {
    ("sick-sicker", 0, 1): (0.858988280741124, 0.13901371792621, 0, 0.00199800133266692),
    ("sick-sicker", 0, 40): (0.285765977071337, 0.0844000310701977, 0.367586002414443, 0.262247989444023),
    ("hiv", 0, 2): (0.520494845607691, 0.262910627968518, 0.180596016667749, 0.0359985097560418),
    ("hiv", 1, 20): (0.00206511803782233, 0.00291871547123277, 0.0362234729446545, 0.95879269354629),
    ("sick-sicker-residence", 0, 30): (0.439957314181543, 0.13689476316748, 0.224096660685507, 0.199051261965469),
}


def nytte(*words, cwd=ROOT):
    return subprocess.run([str(NYTTE), *map(str, words)], cwd=cwd, capture_output=True, check=False)


def simulated(file, *words):
    done = nytte("simulate", file, "--json", *words)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def drawn(text, worlds):
    """The answer, and a row of draws and results for each world."""
    with tempfile.TemporaryDirectory() as folder:
        file, draws = Path(folder) / "way.nytte", Path(folder) / "draws.csv"
        file.write_text(text, encoding="utf-8")
        of = simulated(file, "--worlds", worlds, "--draws", draws)
        with draws.open(encoding="utf-8", newline="") as rows:
            found = list(csv.DictReader(rows))
    assert len(found) == worlds, len(found)
    return of, found


def study(name):
    return ROOT / "contracts" / name / f"{name}.nytte"


class BaseCase(unittest.TestCase):
    def test_costs_and_benefits_are_those_recomputed(self):
        for name, expected in BASE.items():
            alternatives = simulated(study(name), "--worlds", 2)["alternatives"]
            self.assertEqual(list(expected), [of["name"] for of in alternatives])
            for of in alternatives:
                with self.subTest(study=name, alternative=of["name"]):
                    money, benefit = of["stated"]["parties"]
                    self.assertAlmostEqual(-expected[of["name"]][0], money["npv"], delta=1e-6)
                    self.assertAlmostEqual(expected[of["name"]][1], benefit["npv"], delta=1e-9)

    def test_traces_are_those_recomputed(self):
        for (name, alternative, point), expected in TRACES.items():
            with self.subTest(study=name, point=point):
                (pathway,) = simulated(study(name), "--worlds", 1)["alternatives"][alternative]["pathways"]
                for share, due in zip(pathway["trace"][point], expected, strict=True):
                    self.assertAlmostEqual(due, share, delta=1e-10)


class Worlds(unittest.TestCase):
    def draws(self, folder, *words):
        path = Path(folder) / "draws.csv"
        done = nytte("simulate", study("sick-sicker"), "--draws", path, *words)
        self.assertEqual(0, done.returncode, done.stderr)
        with path.open(encoding="utf-8", newline="") as file:
            return {(row["world"], row["alternative"]): row for row in csv.DictReader(file)}

    def test_no_world_knows_how_many_there_are_nor_which_thread_has_it(self):
        with tempfile.TemporaryDirectory() as folder:
            few = self.draws(folder, "--worlds", 130, "--threads", 1)
            many = self.draws(folder, "--worlds", 300, "--threads", 3)
            late = self.draws(folder, "--worlds", 7, "--from-world", 127)
        for key, row in few.items():
            self.assertEqual(row, many[key], key)
        for key, row in late.items():
            self.assertEqual(row, many[key], key)

    def test_alternatives_see_the_same_draws(self):
        with tempfile.TemporaryDirectory() as folder:
            rows = self.draws(folder, "--worlds", 20)
        for world in range(20):
            self.assertEqual(1, len({rows[str(world), of]["rate_sick"] for of in ("usual", "a", "b", "both")}))

    def test_a_world_at_the_stated_values_is_the_base_case(self):
        text = study("sick-sicker").read_text(encoding="utf-8")
        still = "\n".join(line.split("~")[0] + 'from "tutorial"' if line.startswith("assume") else line
                          for line in text.splitlines()) + "\n"
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "still.nytte"
            file.write_text(still, encoding="utf-8")
            for of in simulated(file, "--worlds", 3)["alternatives"]:
                for stated, party in zip(of["stated"]["parties"], of["parties"], strict=True):
                    self.assertEqual(stated["npv"], party["npv"]["mean"])
                    self.assertEqual(0, party["npv"]["sd"])

    def test_a_world_with_an_impossible_chance_is_counted_with_its_reason(self):
        text = """nytte 1 english
study "One way"
  currency DKK
party payer "The region"
assume go ~ normal(mean 0.5, sd 1) from "guess"
pathway way
  states here, there
  starts in here
  cycles every year for 2 years
  counted at the end
  from here to there go
cost payer "Stay" 1 DKK per year for each year in here
"""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "way.nytte"
            file.write_text(text, encoding="utf-8")
            result = simulated(file, "--worlds", 200)
        (undefined,) = result["undefined"]
        self.assertIn("`here` to `there`", undefined["reason"])
        self.assertEqual(200, undefined["worlds"] + result["alternatives"][0]["worlds_defined"])
        self.assertGreater(undefined["worlds"], 50)


HEAD = """nytte 1 english
study "Small"
  currency DKK
  present value of money at 5 % per year, of benefits at 0 % per year, at the end of each cycle
party payer "The region"
unit life_year
"""

WAY = """pathway way
  states %s
  starts in %s
  cycles every year for 30 years
  counted %s
%s
benefit payer "Life" 1 life_year per year for each year in %s
cost payer "Care" 100 DKK per year for each year in %s
"""


class ClosedForms(unittest.TestCase):
    def stated(self, text):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "small.nytte"
            file.write_text(HEAD + text, encoding="utf-8")
            (of,) = simulated(file, "--worlds", 1)["alternatives"]
        return {party["unit"]: party["npv"] for party in of["stated"]["parties"]}, of["pathways"][0]["trace"]

    def alive(self, counted, states="alive, dead", moves="  from alive to dead 10 %", start="alive", living="alive"):
        found, trace = self.stated(WAY % (states, start, counted, moves, living, living))
        return found["life_years"], found["DKK"], trace

    def test_a_constant_chance_is_a_geometric_sum(self):
        q, d = 0.9, 1 / 1.05
        for counted, first in [("at the start", 1), ("at the end", q)]:
            life, cost, trace = self.alive(counted)
            self.assertAlmostEqual(first * (1 - q**30) / (1 - q), life, delta=1e-10)
            self.assertAlmostEqual(-100 * first * d * (1 - (q * d)**30) / (1 - q * d), cost, delta=1e-8)
            self.assertAlmostEqual(q**17, trace[17][0], delta=1e-14)

    def test_weights_are_those_written(self):
        q = 0.9
        ends = {"half cycle": (0.5, 1, 1), "simpson": (1 / 3, 4 / 3, 2 / 3), "at every point": (1, 1, 1)}
        for counted, (end, even, odd) in ends.items():
            weights = [end] + [even if t % 2 == 0 else odd for t in range(1, 30)] + [end]
            due = sum(weight * q**t for t, weight in enumerate(weights))
            self.assertAlmostEqual(due, self.alive(counted)[0], delta=1e-10, msg=counted)

    def test_two_states_to_and_fro(self):
        a, b = 0.2, 0.3
        _, _, trace = self.alive("at the end", "here, there", "  from here to there 20 %\n  from there to here 30 %",
                                 "here", "here")
        for t, (here, there) in enumerate(trace):
            self.assertAlmostEqual((b + a * (1 - a - b)**t) / (a + b), here, delta=1e-14)
            self.assertAlmostEqual(1, here + there, delta=1e-14)

    def test_a_state_split_in_two_alike_changes_nothing(self):
        whole = self.alive("half cycle")
        split = self.alive("half cycle", "left, right, dead", "  from left to dead 10 %\n  from right to dead 10 %\n"
                           "  from left to right 25 %\n  from right to left 5 %", "left", "left, right")
        self.assertAlmostEqual(whole[0], split[0], delta=1e-10)
        self.assertAlmostEqual(whole[1], split[1], delta=1e-8)

    def test_more_people_are_as_many_times_as_much(self):
        one, many = self.alive("simpson"), self.alive("simpson", start="alive\n  people 250")
        self.assertAlmostEqual(250 * one[0], many[0], delta=1e-8)
        self.assertAlmostEqual(250 * one[1], many[1], delta=1e-6)

    def test_hardly_anybody_and_far_too_many(self):
        way = WAY % ("alive, dead", "alive", "half cycle", "  from alive to dead 10 %", "alive", "alive")
        hardly, _ = self.stated(way.replace("  cycles", "  people 1e-319\n  cycles"))
        self.assertAlmostEqual(0, hardly["DKK"], delta=1e-300)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "many.nytte"
            for people in ("1e16", "1e300", "1e400"):
                file.write_text(HEAD + way.replace("  cycles", f"  people {people}\n  cycles"), encoding="utf-8")
                done = nytte("simulate", file, "--worlds", 2)
                self.assertEqual(1, done.returncode)
                self.assertIn("N0658", done.stderr.decode(), people)

    def test_several_starts_are_the_mean_of_each(self):
        moves = "  from well to ill 10 %\n  from well to dead 2 %\n  from ill to dead 20 %\n  from ill to well 1 %"
        well, ill, both = (self.alive("half cycle", "well, ill, dead", moves, start, "well, ill")[0]
                           for start in ("well", "ill", "well 60 %, ill remaining"))
        self.assertAlmostEqual(0.6 * well + 0.4 * ill, both, delta=1e-10)

    def test_time_already_spent_goes_on(self):
        die = "define die each cycle of way = 0.01 * stay of way\n"
        moves = "  from alive to dead die"
        _, _, trace = self.stated_of(die, moves, "alive")
        _, _, later = self.stated_of(die, moves, "alive 100 % there for 2 years, dead remaining")
        for t in range(20):
            self.assertAlmostEqual(trace[t + 2][0] / trace[2][0], later[t][0], delta=1e-13)

    def stated_of(self, defines, moves, start):
        found, trace = self.stated(defines + WAY % ("alive, dead", start, "at the end", moves, "alive", "alive"))
        return found["life_years"], found["DKK"], trace

    def test_a_tree_multiplies_its_chances(self):
        tree = """tree visit
  from all to cut 70 %
  from all to wait remaining
  from cut to well 85 %
  from cut to died remaining
  from wait to better 30 %
  from wait to worse remaining
cost payer "Cut" 1_000 DKK for each move to cut
benefit payer "Life" 10 life_year for each move from wait to better
cost payer "Programme" 50 DKK once at the start
"""
        found, trace = self.stated(tree)
        self.assertAlmostEqual(-750, found["DKK"], delta=1e-10)
        self.assertAlmostEqual(0.9, found["life_years"], delta=1e-12)
        for chance, due in zip(sorted(trace[0]), sorted([1, 0.7, 0.3, 0.595, 0.105, 0.09, 0.21]), strict=True):
            self.assertAlmostEqual(due, chance, delta=1e-15)

    def test_curves_part_all_people(self):
        curves = """pathway way
  states stable, worse, dead
  cycles every year for 30 years
  counted at the end
  in stable        exp(-0.2 * cycle of way)
  in stable, worse exp(-0.1 * cycle of way)
benefit payer "Life" 1 life_year per year for each year in worse
"""
        found, trace = self.stated(curves)
        due = sum(math.exp(-0.1 * t) - math.exp(-0.2 * t) for t in range(1, 31))
        self.assertAlmostEqual(due, found["life_years"], delta=1e-12)
        self.assertEqual([1, 0, 0], trace[0])
        self.assertAlmostEqual(1 - math.exp(-2), trace[20][2], delta=1e-14)

    def crossing(self, people, upper):
        """Two curves, the upper of which is written in another way."""
        text = f"""pathway way
  states stable, worse, dead
  people {people}
  cycles every year for 60 years
  counted at the end
  in stable        1 - 0.013 * cycle of way
  in stable, worse {upper}
benefit payer "Life" 1 life_year per year for each year in stable
"""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "curves.nytte"
            file.write_text(HEAD + text, encoding="utf-8")
            return nytte("simulate", file, "--worlds", 2).stderr.decode()

    def test_roundings_of_curves_do_not_grow_with_the_people(self):
        for people in (1, 1000, 1_000_000, 1_000_000_000):
            self.assertEqual("", self.crossing(people, "(3 - 0.039 * cycle of way) / 3"), people)

    def test_how_far_curves_cross_is_a_share_of_all(self):
        for people in (1, 1000):
            self.assertIn("by 0.3 % of all, in cycle 1\n", self.crossing(people, "1 - 0.016 * cycle of way"))


    def by_rates(self, lines, states="alive, ill, dead", start="alive", defines="", alive="alive",
                 cycles="every year for 30 years"):
        moves = "\n".join(f"  from {line}" for line in lines)
        text = defines + WAY % (states, start, "at the end", moves, alive, alive)
        return self.stated(text.replace("every year for 30 years", cycles))[1]

    def test_rates_to_and_fro(self):
        a, b, start = 0.7305, 0.4, 0.3
        for lines in (["up to down at 0.730_5 per year", "down to up at 0.4 per year"],
                      ["up to down at 0.002 per day", "down to up at 0.4 per year"]):
            trace = self.by_rates(lines, "up, down", "up 30 %, down remaining", cycles="every 3 months for 10 years", alive="up")
            for point, (up, down) in enumerate(trace):
                due = b / (a + b) + (start - b / (a + b)) * math.exp(-(a + b) * point / 4)
                self.assertAlmostEqual(due, up, delta=1e-13)
                self.assertAlmostEqual(1 - due, down, delta=1e-13)

    def test_who_falls_ill_in_a_cycle_may_die_in_it(self):
        ill, die, late = 0.3, 0.05, 0.9
        trace = self.by_rates(["alive to ill at 0.3 per year", "alive to dead at 0.05 per year", "ill to dead at 0.9 per year"])
        for t, (alive, sick, dead) in enumerate(trace):
            here = math.exp(-(ill + die) * t)
            there = ill / (late - ill - die) * (here - math.exp(-late * t))
            self.assertAlmostEqual(here, alive, delta=1e-14)
            self.assertAlmostEqual(there, sick, delta=1e-13)
            self.assertAlmostEqual(1 - here - there, dead, delta=1e-13)

    def test_fast_rates_come_to_where_they_lead(self):
        trace = self.by_rates(["alive to ill at 40 per day", "ill to alive at 10 per day", "ill to dead at 0 per year"])
        for alive, ill, dead in trace[1:]:
            self.assertAlmostEqual(0.2, alive, delta=1e-10)
            self.assertAlmostEqual(0.8, ill, delta=1e-10)
            self.assertEqual(0, dead)

    def test_rates_that_change_with_the_cycle(self):
        rise = "define rise each cycle of way = 0.01 per year * cycle of way\n"
        trace = self.by_rates(["alive to ill at rise", "ill to dead at 0 per year"], defines=rise)
        for t, (alive, _, _) in enumerate(trace):
            self.assertAlmostEqual(math.exp(-0.01 * t * (t + 1) / 2), alive, delta=1e-14)

    def test_rates_that_change_with_the_stay(self):
        worse = "define worse each cycle of way = 0.01 per year * stay of way\n"
        trace = self.by_rates(["ill to dead at worse"], "ill, dead", "ill", worse, "ill")
        for t, (ill, _) in enumerate(trace):
            self.assertAlmostEqual(math.exp(-0.01 * t * (t + 1) / 2), ill, delta=1e-14)

    def test_persons_move_by_the_same_rates(self):
        text = HEAD + WAY.replace("30 years", "5 years") % (
            "alive, ill, dead", "alive", "at the end",
            "  from alive to ill at 0.3 per year\n  from ill to dead at 0.9 per year", "ill", "ill")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "way.nytte"
            file.write_text(text, encoding="utf-8")
            shares, persons = (simulated(file, "--worlds", 1, *more)["alternatives"][0]["pathways"][0]["trace"]
                               for more in ((), ("--individuals", 40_000)))
        for due, found in zip(shares, persons, strict=True):
            for one, other in zip(due, found, strict=True):
                self.assertAlmostEqual(one, other, delta=0.0125)

    def test_a_move_by_rates_is_where_people_are_at_both_ends(self):
        found, trace = self.stated("""pathway way
  states well, ill, dead
  starts in well
  cycles every year for 5 years
  counted at the end
  from well to ill at 0.5 per year
  from ill to dead at 0.8 per year
benefit payer "Deaths" 1 life_year for each move to dead
""")
        self.assertGreater(trace[1][2], 0.1)
        self.assertAlmostEqual(trace[5][2], found["life_years"], delta=1e-14)

    def test_rates_of_worlds_are_those_of_each(self):
        text = HEAD + """assume fast = 0.5 per year ~ gamma(mean 0.5 per year, sd 0.2 per year) from "guess"
""" + WAY.replace("30 years", "2 years") % ("well, ill, dead", "well", "at the end",
        "  from well to ill at fast\n  from ill to dead at 2 * fast", "well", "well")
        for row in drawn(text, 200)[1]:
            rate = float(row["fast"])
            self.assertAlmostEqual(math.exp(-rate) + math.exp(-2 * rate), float(row["npv:payer:life_years"]), delta=1e-12)

    ARRIVING = """pathway way
  states alive, dead
%s  arriving in alive 10 + 2 * cycle of way each cycle
  cycles every year for 15 years
  counted %s
  from alive to dead %s
benefit payer "Life" 1 life_year per year for each year in alive
cost payer "Care" 100 DKK per year for each year in alive
cost payer "Funeral" 1_000 DKK for each move to dead
"""

    @staticmethod
    def come():
        return [10 + 2 * entry for entry in range(1, 16)]

    def test_who_arrives_lives_on_from_then(self):
        found, trace = self.stated(self.ARRIVING % ("", "at the end", "10 %"))
        alive = [(a, k, number * 0.9 ** k) for a, number in enumerate(self.come()) for k in range(1, 16 - a)]
        self.assertAlmostEqual(sum(share for _, _, share in alive), found["life_years"], delta=1e-9)
        due = sum((100 * share + 1000 * share / 9) / 1.05 ** (a + k) for a, k, share in alive)
        self.assertAlmostEqual(-due, found["DKK"], delta=1e-7)
        for point, (here, gone) in enumerate(trace):
            there = [number * 0.9 ** (point - a) for a, number in enumerate(self.come()) if a <= point]
            self.assertAlmostEqual(sum(there), here, delta=1e-10)
            self.assertAlmostEqual(sum(self.come()[:point + 1]), here + gone, delta=1e-10)

    def test_who_arrives_is_counted_as_those_at_the_start(self):
        def simpson(n):
            if n < 15:
                return [0.5] + [1] * (n - 1) + [0.5]
            return [1 / 3, *(4 / 3 if k % 2 == 0 else 2 / 3 for k in range(1, n)), 1 / 3]

        weights = {
            "half cycle": lambda n: [0.5] + [1] * (n - 1) + [0.5],
            "at the start": lambda n: [1] * n + [0],
            "at the end": lambda n: [0] + [1] * n,
            "simpson": simpson,
        }
        for counted, of in weights.items():
            found, _ = self.stated(self.ARRIVING % ("", counted, "10 %"))
            due = sum(number * weight * 0.9 ** k for a, number in enumerate(self.come())
                      for k, weight in enumerate(of(15 - a)))
            self.assertAlmostEqual(due, found["life_years"], delta=1e-9, msg=counted)

    def test_who_arrives_has_a_clock_of_their_own(self):
        risk = "define risk each cycle of way = 0.02 * cycle of way\n"
        found, trace = self.stated(risk + self.ARRIVING % ("  starts in alive\n  people 50\n", "at the end", "risk"))
        left = [math.prod(1 - 0.02 * c for c in range(1, k + 1)) for k in range(16)]
        numbers = self.come()
        numbers[0] += 50
        due = sum(number * left[k] for a, number in enumerate(numbers) for k in range(1, 16 - a))
        self.assertAlmostEqual(due, found["life_years"], delta=1e-9)
        self.assertAlmostEqual(62, trace[0][0], delta=1e-12)

    def test_who_arrives_has_a_stay_of_their_own_and_moves_by_rates(self):
        risk = "define risk each cycle of way = 0.02 per year * stay of way\n"
        found, _ = self.stated(risk + self.ARRIVING % ("", "at the end", "at risk"))
        due = sum(number * math.exp(-0.01 * k * (k + 1)) for a, number in enumerate(self.come()) for k in range(1, 16 - a))
        self.assertAlmostEqual(due, found["life_years"], delta=1e-9)

    def test_survival_is_that_of_each_law(self):
        shape, scale, month = 1.3, 4.0, 365.25 / 12
        laws = {
            "exponential(rate 0.2 per year)": lambda t: math.exp(-0.2 * t),
            "exponential(mean 5 years) hazard times 0.5": lambda t: math.exp(-0.1 * t),
            "exponential(chance 30 % within 2 years)": lambda t: 0.7 ** (t / 2),
            "exponential(rate 0.001 per day)": lambda t: math.exp(-0.001 * 12 * month * t),
            "weibull(shape 1.3, scale 4 years)": lambda t: math.exp(-((t / scale) ** shape)),
            "weibull(shape 1.3, scale 4 years) hazard times 0.8": lambda t: math.exp(-0.8 * (t / scale) ** shape),
            "weibull(shape 1.3, chance 30 % within 2 years)": lambda t: 0.7 ** ((t / 2) ** shape),
            "gompertz(shape 0.1 per year, rate 0.05 per year)": lambda t: math.exp(-0.5 * math.expm1(0.1 * t)),
            "gompertz(shape 0.000_001 per year, rate 0.05 per year)": lambda t: math.exp(-5e4 * math.expm1(1e-6 * t)),
            "gompertz(shape 0.1 per year, chance 30 % within 2 years)":
                lambda t: 0.7 ** (math.expm1(0.1 * t) / math.expm1(0.2)),
            "log logistic(shape 1.3, scale 4 years)": lambda t: 1 / (1 + (t / scale) ** shape),
            "log logistic(shape 1.3, chance 30 % within 2 years)": lambda t: 1 / (1 + 3 / 7 * (t / 2) ** shape),
            "piecewise exponential(rate 0.3 per year until 3 years, rate 0.1 per year)":
                lambda t: math.exp(-0.3 * min(t, 3) - 0.1 * max(t - 3, 0)),
        }
        for law, beyond in laws.items():
            _, trace = self.stated("""pathway way
  states here, gone
  cycles every 3 months for 10 years
  counted at the end
  in here survival(%s, time of way)
benefit payer "Life" 1 life_year per year for each year in here
""" % law)
            for t in (0, 1, 7, 12, 13, 40):
                with self.subTest(law=law, t=t):
                    self.assertAlmostEqual(beyond(t / 4), trace[t][0], delta=1e-13)

    def test_survival_of_drawn_laws_is_that_of_each_world(self):
        text = HEAD + """assume late = 4 years ~ lognormal(median 4 years, sdlog 0.2) from "guess"
define left "Left" = survival(weibull(shape 1.3, scale late) hazard times 0.8, 30 months)
pathway way
  states here, gone
  cycles every year for 3 years
  counted at the end
  in here survival(weibull(shape 1.3, scale late), time of way)
benefit payer "Life" 1 life_year per year for each year in here
"""
        for row in drawn(text, 20)[1]:
            late = float(row["late"])
            self.assertAlmostEqual(math.exp(-0.8 * (2.5 / late) ** 1.3), float(row["left"]), delta=1e-12)

    def test_survival_of_an_impossible_law_is_an_error(self):
        text = HEAD + """pathway way
  states here, gone
  cycles every year for 3 years
  counted at the end
  in here survival(weibull(shape 0 - 1, scale 4 years), time of way)
benefit payer "Life" 1 life_year per year for each year in here
"""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "way.nytte"
            file.write_text(text, encoding="utf-8")
            done = nytte("simulate", file, "--json")
            self.assertNotEqual(0, done.returncode)
            self.assertIn("N0648", done.stderr.decode())

    # At 0.5, 1, 3, 7.25 and 20 years. Of lognormal and gamma by R 4.2.2, plnorm and pgamma with lower.tail = FALSE; of the generalised
    # gamma by the incomplete gamma function to 30 digits (mpmath), as flexsurv's pgengamma defines it (Prentice 1974).
    LEFT = {
        "lognormal(median 3 years, sdlog 0.4)":
            (9.9999625731936204e-01, 9.9698853775705831e-01, 0.5, 1.3692946852298828e-02, 1.0539219236502687e-06),
        "gamma(shape 2.3, scale 1.7 years)":
            (0.98176874909824218829, 0.92637611227090987942, 0.56311836086887734343, 0.10508192238678297492, 0.00018281272675238825),
        "gamma(shape 0.4, scale 5 years)":
            (0.5637635947075271270, 0.4398962395701888073, 0.2146495271985615905, 0.0655264322236810137, 0.0031926289971292215),
        "generalised gamma(scale 4 years, sigma 0.9, q 0.7)":
            (0.94176352540873233, 0.85458902347059921, 0.5274544542852408, 0.17307988274105612, 0.0069326173251248139),
        "generalised gamma(scale 4 years, sigma 0.9, q 0 - 0.6)":
            (0.99923113384900792, 0.97741408760071449, 0.70140633912852208, 0.33992953141130731, 0.096183306019092099),
        "generalised gamma(scale 4 years, sigma 0.5, q 0)":
            (0.99998400962348157, 0.99721938213769048, 0.7174774760140557, 0.117138354812976, 0.00064347101291387582),
        "generalised gamma(scale 4 years, sigma 0.8, q 1)":
            (0.92836951174638284, 0.83796688557875579, 0.49760253439799704, 0.12208473427864052, 0.00056609768511741991),
    }

    def figures(self, laws, times, worlds=1, before=""):
        """By law the share that is left at each of the times, in each world."""
        lines = [f"define f{i}_{k} = survival({law}, {time})\n" for i, law in enumerate(laws) for k, time in enumerate(times)]
        text = HEAD + before + "".join(lines) + WAY % ("here, gone", "here", "at the end", "  from here to gone 10 %", "here", "here")
        return drawn(text, worlds)

    def test_survival_of_laws_without_a_hazard_in_closed_form(self):
        times = ("0.5 years", "1 year", "3 years", "7.25 years", "20 years")
        _, (row,) = self.figures(self.LEFT, times)
        for i, (law, due) in enumerate(self.LEFT.items()):
            for k, left in enumerate(due):
                self.assertAlmostEqual(float(row[f"f{i}_{k}"]) / left, 1, delta=1e-12, msg=(law, times[k]))

    def test_survival_is_one_at_the_start_and_a_multiplied_hazard_a_power(self):
        laws = [*self.LEFT, *(f"{law} hazard times 1.7" for law in self.LEFT), *(f"{law} hazard times 0" for law in self.LEFT)]
        _, (row,) = self.figures(laws, ("0 years", "3 years", "20 years"))
        for i in range(len(laws)):
            self.assertEqual(1, float(row[f"f{i}_0"]))
        for i, due in enumerate(self.LEFT.values()):
            for k, place in ((1, 2), (2, 4)):
                self.assertAlmostEqual(float(row[f"f{i + len(self.LEFT)}_{k}"]) / due[place] ** 1.7, 1, delta=3e-12)
                self.assertEqual(1, float(row[f"f{i + 2 * len(self.LEFT)}_{k}"]))

    def test_ways_to_say_a_law_agree(self):
        mean = 3 * math.exp(0.08)
        same = [("lognormal(median 3 years, sdlog 0.4)",
                 f"lognormal(mean {mean:.12f} years, sd {mean * math.sqrt(math.expm1(0.16)):.12f} years)",
                 "lognormal(sdlog 0.4, chance 50 % within 3 years)"),
                ("gamma(shape 4, scale 1.5 years)", "gamma(mean 6 years, sd 3 years)", "generalised gamma(scale 6 years, sigma 0.5, q 0.5)")]
        for laws in same:
            _, (row,) = self.figures(laws, ("1 year", "100 days", "9 years"))
            for i in range(1, len(laws)):
                for k in range(3):
                    self.assertAlmostEqual(float(row[f"f{i}_{k}"]), float(row[f"f0_{k}"]), delta=1e-10, msg=laws[i])

    def test_survival_of_drawn_lognormal_and_gamma_laws(self):
        drawn = """assume late = 4 years ~ gamma(mean 4 years, sd 1 year) from "imagined"
assume q ~ normal(mean 0, sd 0.5) from "imagined"
"""
        laws = ["lognormal(median late, sdlog 0.4)", "generalised gamma(scale late, sigma 0.7, q q)"]
        _, rows = self.figures(laws, ("2 years",), 300, drawn)
        for row in rows:
            w = math.log(2 / float(row["late"]))
            self.assertAlmostEqual(float(row["f0_0"]), math.erfc(w / 0.4 / math.sqrt(2)) / 2, delta=1e-14)
            self.assertTrue(0 < float(row["f1_0"]) < 1)
        world = min(rows, key=lambda row: abs(float(row["q"])))
        q, w = float(world["q"]), math.log(2 / float(world["late"])) / 0.7
        self.assertLess(abs(q), 0.01)
        z = w + q * (w * w + 2) / 6 + q * q * (w ** 3 - w) / 36
        self.assertAlmostEqual(float(world["f1_0"]), math.erfc(z / math.sqrt(2)) / 2, delta=10 * abs(q) ** 3 + 1e-12)

    def test_a_curve_may_be_lognormal(self):
        found, trace = self.stated("""pathway way
  states here, gone
  cycles every year for 3 years
  counted at the end
  in here survival(lognormal(median 3 years, sdlog 0.4), time of way)
benefit payer "Life" 1 life_year per year for each year in here
""")
        self.assertAlmostEqual(9.9698853775705831e-01, trace[1][0], delta=1e-15)
        self.assertAlmostEqual(0.5, trace[3][0], delta=1e-15)


if __name__ == "__main__":
    unittest.main()
