# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""People who arrive in a pathway: one whose figures look at the cycle in which they came, many who go together where nothing
does, and the same followed one at a time. All data are synthetic."""

import json
import tempfile
import unittest
from pathlib import Path

import program

HEAD = """nytte 1 english

study "Who comes"
  currency DKK
  present value of money at 4 % per year, of benefits at 1.5 % per year, at the end of each cycle

party payer  "The region"
party person "The person"

"""
WAY = """pathway way
  states well, ill, dead
  starts in well 60 %, ill remaining there for 2 years
  people 500
  arriving in well NUMBER each cycle
  arriving in ill 7 each cycle
FOLLOWED  cycles every year for 15 years
  counted COUNTED
  from well to ill  FALL
  from well to dead 2 %
  from ill  to well 5 %
  from ill  to dead DIE

cost payer "Care"    4_000 DKK per year for each year in ill
cost payer "Falling" 700 DKK for each move from well to ill
cost payer "Dying"   900 DKK for each move to dead
benefit person "Years" 1 QALY per year for each year in well, ill
"""
COUNTED = ("at the start", "at the end", "at every point", "half cycle", "simpson")


def text(before="", **words):
    said = {"NUMBER": "20 + 3 * cycle of way", "FOLLOWED": "", "COUNTED": "half cycle", "FALL": "12 %", "DIE": "10 %", **words}
    way = WAY
    for word, value in said.items():
        way = way.replace(word, value)
    return HEAD + before + way


class Arrivals(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def answer(self, said, *words):
        Path(self.folder.name, "way.nytte").write_text(said, encoding="utf-8")
        return program.answer("simulate", "way.nytte", *words, "--json", folder=self.folder.name)

    def first(self, said, *words):
        return self.answer(said, "--worlds", 1, *words)["alternatives"][0]

    @staticmethod
    def lines(of):
        return {line["label"]: (line["total"], line["npv"]) for party in of["stated"]["parties"] for line in party["by_line"]}

    def test_together_they_are_what_they_are_apart(self):
        """A chance that looks at the cycle makes each entry go by itself, even if nothing comes of it."""
        for counted in COUNTED:
            together = self.first(text(COUNTED=counted))
            apart = self.first(text(COUNTED=counted, FALL="12 % + 0 % * cycle of way"))
            for label, figures in self.lines(together).items():
                for one, other in zip(figures, self.lines(apart)[label], strict=True):
                    self.assertAlmostEqual(one / other, 1, delta=1e-13, msg=(counted, label))
            for one, other in zip(together["pathways"][0]["trace"], apart["pathways"][0]["trace"], strict=True):
                for here, there in zip(one, other, strict=True):
                    self.assertAlmostEqual(here, there, delta=1e-10)

    def test_together_they_move_by_rates_too(self):
        rates = {"COUNTED": "half cycle"}
        way = text(**rates)
        for old, new in (("12 %", "at 0.12 per year"), ("dead 2 %", "dead at 0.02 per year"), ("well 5 %", "well at 0.05 per year"),
                         ("dead 10 %", "dead at GOING")):
            way = way.replace(old, new)
        together = self.lines(self.first(way.replace("GOING", "0.1 per year")))
        apart = self.lines(self.first(way.replace("GOING", "0.1 per year + 0 per year * cycle of way")))
        for label, figures in together.items():
            for one, other in zip(figures, apart[label], strict=True):
                self.assertAlmostEqual(one / other, 1, delta=1e-12, msg=label)

    def test_the_arrival_is_the_cycle_in_which_they_came(self):
        """Those of cycle e die with e per cent a year; who was there at the start counts as of the first."""
        risk = "define risk each cycle of way = 1 % * arrival of way\n"
        way = HEAD + risk + """pathway way
  states alive, dead
  starts in alive
  people 50
  arriving in alive 10 + 2 * cycle of way each cycle
  cycles every year for 15 years
  counted at the end
  from alive to dead risk
cost payer "Care" 100 DKK per year for each year in alive
benefit person "Late" 1 QALY per year for each year in alive when arrival of way >= 14
"""
        of = self.first(way)
        come = {entry: 10 + 2 * entry + (50 if entry == 1 else 0) for entry in range(1, 16)}
        due = {(entry, cycle): number * (1 - entry / 100) ** (cycle - entry + 1)
               for entry, number in come.items() for cycle in range(entry, 16)}
        care, late = self.lines(of)["Care"], self.lines(of)["Late"]
        self.assertAlmostEqual(-care[0] / sum(100 * share for share in due.values()), 1, delta=1e-13)
        self.assertAlmostEqual(-care[1] / sum(100 * share / 1.04 ** cycle for (_, cycle), share in due.items()), 1, delta=1e-13)
        self.assertAlmostEqual(late[0], sum(share for (entry, _), share in due.items() if entry >= 14), delta=1e-12)
        trace = of["pathways"][0]["trace"]
        self.assertAlmostEqual(trace[15][0], sum(due[entry, 15] for entry in come), delta=1e-10)

    FULL = {"before": "define fall each cycle of way = 10 % / stay of way + 0.5 % * arrival of way\n"
                      "define die each cycle of way = 3 % * stay of way\n", "FALL": "fall", "DIE": "die"}

    def test_persons_are_near_their_cohort(self):
        for counted in COUNTED:
            cohort = self.first(text(**self.FULL, COUNTED=counted))
            persons = self.first(text(**self.FULL, COUNTED=counted), "--individuals", 30_000)
            for one, other in zip(cohort["stated"]["parties"], persons["stated"]["parties"], strict=True):
                (who,) = other["persons"]
                self.assertEqual(who["persons"], 30_000)
                self.assertAlmostEqual(who["people"], 500 + sum(27 + 3 * cycle for cycle in range(1, 16)), delta=1e-9)
                self.assertAlmostEqual(who["mean"] * who["people"], other["npv"], delta=1e-9 * abs(other["npv"]))
                self.assertLess(abs(one["npv"] - other["npv"]), 3.5 * who["se"] * who["people"], counted)
            for point, (due, found) in enumerate(zip(cohort["pathways"][0]["trace"], persons["pathways"][0]["trace"], strict=True)):
                self.assertAlmostEqual(sum(due), sum(found), delta=0.1)
                for one, other in zip(due, found, strict=True):
                    self.assertAlmostEqual(one, other, delta=25, msg=point)

    def test_one_by_one_everybody_who_comes_is_followed(self):
        of = self.first(text(FOLLOWED="  followed one by one\n"))
        (who,) = of["stated"]["parties"][0]["persons"]
        self.assertEqual(who["persons"], 500 + sum(27 + 3 * cycle for cycle in range(1, 16)))
        self.assertEqual(who["persons"], sum(of["pathways"][0]["trace"][15]))
        for shares in of["pathways"][0]["trace"]:
            for share in shares:
                self.assertEqual(share, round(share))

    def test_nobody_need_be_there_at_the_start(self):
        way = text(FOLLOWED="  followed one by one\n", NUMBER="2")
        way = way.replace("  starts in well 60 %, ill remaining there for 2 years\n  people 500\n", "").replace("in ill 7", "in ill 0.5")
        (who,) = self.first(way)["stated"]["parties"][0]["persons"]
        self.assertEqual(who["persons"], 38)  # 2.5 in each of 15 cycles
        self.assertAlmostEqual(who["people"], 37.5, delta=1e-12)

    def test_threads_and_parts_change_nothing(self):
        drawn = 'assume coming = 20 ~ gamma(mean 20, sd 5) from "imagined"\n'
        full = dict(self.FULL, before=drawn + self.FULL["before"], NUMBER="coming + cycle of way")
        for followed in ("", "  followed as 700 people\n", "  followed one by one\n"):
            said = text(**full, FOLLOWED=followed)
            whole = self.answer(said, "--worlds", 140, "--threads", 1)
            self.assertEqual(whole, self.answer(said, "--worlds", 140, "--threads", 3))
            for name, first, worlds in (("a.json", 0, 33), ("b.json", 33, 107)):
                self.answer(said, "--from-world", first, "--worlds", worlds, "--keep", name)
            merged = program.answer("merge", "a.json", "b.json", "--json", folder=self.folder.name)
            self.assertEqual(json.dumps(merged["alternatives"]), json.dumps(whole["alternatives"]))

    def test_alternatives_share_their_people(self):
        more = '\nalternative usual "As today"\nalternative other "Something else"\n  better = yes\n'
        said = text(before='given better = no from "imagined"\n') + more
        result = self.answer(said, "--worlds", 1, "--individuals", 3000)
        one, other = (of["stated"]["parties"] for of in result["alternatives"])
        self.assertEqual([party["npv"] for party in one], [party["npv"] for party in other])

    def test_an_impossible_number_is_an_error(self):
        Path(self.folder.name, "way.nytte").write_text(text(NUMBER="10 - cycle of way", FOLLOWED="  followed one by one\n"), encoding="utf-8")
        done = program.run("simulate", "way.nytte", folder=self.folder.name)
        self.assertEqual(done.returncode, 1)
        self.assertIn("N0658", done.stderr.decode())
        self.assertIn("the number of people who arrive in `well` comes to -1 in cycle 11", " ".join(done.stderr.decode().split()))


if __name__ == "__main__":
    unittest.main()
