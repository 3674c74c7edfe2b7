# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Pathways computed: the base cases of the studies in contracts/ to 1e-6 of the figures that were recomputed for them, and
worlds that depend on nothing but their number. Where the figures come from: docs/reference-cases.md.
"""

import csv
import json
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


if __name__ == "__main__":
    unittest.main()
