# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""What `simulate`, `compare` and `sensitivity` say of a study: the base case beside the means, the effect of how it is counted,
where people are, line by line, in every form. What studies come to is held against published models in oracle_test.py."""

import csv
import json
import tempfile
import unittest
from pathlib import Path

import program

STUDY = """nytte 1 english

study "Two drugs"
  currency DKK
  present value of money at 4 % per year, of benefits at 2 % per year, at the start of each cycle

party payer  "The region"
party person "The person"

assume care = 1_000 DKK per year ~ gamma(mean 1_000 DKK per year, sd 200 DKK per year) from "imagined"
assume risk = 20 % ~ beta(a 20, b 80) from "imagined"
given  price = 300 DKK per year from "imagined"

define with_drug = no
define falls
  first that holds:
  when with_drug: 0.5 * risk
  otherwise: risk

pathway illness "One person's way"
  states   well, ill, dead
  starts   in well
  cycles   every year for 10 years
  counted  half cycle
  from well to ill   falls
  from ill  to dead  10 %

cost payer "Care" care for each year in ill
cost payer "Drug" price for each year in well when with_drug
benefit person "Well" 1 QALY per year for each year in well
benefit person "Ill" 0.6 QALY per year for each year in ill

alternative usual "As today"
alternative drug  "With the drug"
  with_drug = yes
"""
COUNTED = ["at the start", "at the end", "at every point", "half cycle", "simpson"]


class Study(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def ask(self, command, *words, text=STUDY):
        (self.folder / "study.nytte").write_text(text, encoding="utf-8")
        return program.output(command, "study.nytte", *words, folder=self.folder).decode()

    def answer(self, command, *words, text=STUDY):
        (self.folder / "study.nytte").write_text(text, encoding="utf-8")
        return program.answer(command, "study.nytte", "--json", *words, folder=self.folder)


def npv(parties, party):
    return next(p for p in parties if p["name"] == party)["npv"]


class BaseCase(Study):
    def test_without_draws_every_world_is_the_base_case(self):
        text = STUDY.replace("~ gamma(mean 1_000 DKK per year, sd 200 DKK per year) ", "").replace("~ beta(a 20, b 80) ", "")
        for alternative in self.answer("simulate", "--worlds", 3, text=text)["alternatives"]:
            for party, stated in zip(alternative["parties"], alternative["stated"]["parties"]):
                self.assertEqual((party["name"], party["unit"]), (stated["name"], stated["unit"]))
                self.assertAlmostEqual(party["npv"]["mean"], stated["npv"], places=9)
                self.assertAlmostEqual(sum(line["npv"] for line in stated["by_line"]), stated["npv"], places=9)
                self.assertAlmostEqual(sum(line["total"] for line in stated["by_line"]), stated["total"], places=9)

    def test_stated_is_at_what_is_stated_and_not_at_the_mean_of_worlds(self):
        first = self.answer("simulate", "--worlds", 400)["alternatives"][0]
        self.assertEqual(first["stated"]["figures"]["risk"], 20)  # in its unit, %
        self.assertNotEqual(npv(first["stated"]["parties"], "person"), npv(first["parties"], "person")["mean"])

    def test_counted_otherwise_is_what_a_text_that_says_so_gives(self):
        first = self.answer("simulate", "--worlds", 2)["alternatives"][0]["stated"]["counted_otherwise"]
        self.assertEqual([way["counted"] for way in first if way["as_said"]], ["half cycle"])
        self.assertEqual(len(first), 7)  # from which end makes a difference where a cycle is counted, not a point
        for counted in COUNTED:
            for grid in ("at the start of each cycle", "at the end of each cycle"):
                text = STUDY.replace("counted  half cycle", f"counted  {counted}").replace("at the start of each cycle", grid)
                stated = self.answer("simulate", "--worlds", 2, text=text)["alternatives"][0]["stated"]["parties"]
                way = next(w for w in first if w["counted"] == counted and w["discounted"] in (None, grid))
                for party in ("payer", "person"):
                    self.assertAlmostEqual(npv(way["parties"], party), npv(stated, party), places=9, msg=(counted, grid))

    def test_where_nothing_is_discounted_no_grid_is_shown(self):
        text = STUDY.replace("money at 4 %", "money at 0 %").replace("benefits at 2 %", "benefits at 0 %")
        ways = self.answer("simulate", "--worlds", 2, text=text)["alternatives"][0]["stated"]["counted_otherwise"]
        self.assertEqual([(w["counted"], w["discounted"]) for w in ways], [(c, None) for c in COUNTED])

    def test_the_trace(self):
        result = self.answer("simulate", "--worlds", 2, "--trace", "trace.csv")
        pathway = result["alternatives"][0]["pathways"][0]
        self.assertEqual((pathway["states"], pathway["counted"]), (["well", "ill", "dead"], "half cycle"))
        self.assertEqual(len(pathway["trace"]), 11)
        well, ill = 1.0, 0.0
        for point in pathway["trace"]:
            for found, expected in zip(point, (well, ill, 1 - well - ill)):
                self.assertAlmostEqual(found, expected, places=12)
            well, ill = 0.8 * well, 0.9 * ill + 0.2 * well
        rows = list(csv.DictReader((self.folder / "trace.csv").open(encoding="utf-8")))
        self.assertEqual(len(rows), 2 * 11 * 3)
        for row in rows[:33]:
            state = pathway["states"].index(row["state"])
            self.assertEqual(float(row["people"]), pathway["trace"][int(row["point"])][state])


class Headings(Study):
    TEXT = STUDY.replace('"Drug" price for each year in well when with_drug',
                         '"Drug"\n  price for each year in well when with_drug\n  under "The drug"')

    def test_what_stands_under_a_heading_is_added_up(self):
        result = json.loads(self.ask("simulate", "--worlds", 5, "--json", "--csv", "lines.csv", text=self.TEXT))
        for alternative in result["alternatives"]:
            payer, person = alternative["stated"]["parties"]
            self.assertEqual(["The drug", None], sorted((h["heading"] for h in payer["by_heading"]), key=lambda h: h is None))
            for column in ("total", "npv"):
                self.assertAlmostEqual(payer[column], sum(heading[column] for heading in payer["by_heading"]))
                lines = {line["label"]: line[column] for line in payer["by_line"]}
                self.assertEqual({None: lines["Care"], "The drug": lines["Drug"]},
                                 {heading["heading"]: heading[column] for heading in payer["by_heading"]})
            self.assertEqual([], person["by_heading"])
        lines = list(csv.DictReader((self.folder / "lines.csv").open(encoding="utf-8")))
        self.assertEqual({("Drug", "The drug"), ("Care", ""), ("Well", ""), ("Ill", "")},
                         {(line["label"], line["heading"]) for line in lines})
        compared = json.loads(self.ask("compare", "--worlds", 5, "--json", text=self.TEXT))["comparisons"][0]
        for a, result in enumerate(compared["worlds"]["results"]):
            self.assertAlmostEqual(result["cost"]["mean"], sum(h["costs"][a]["cost"]["mean"] for h in compared["by_heading"]))
        drug = next(h for h in compared["by_heading"] if h["heading"] == "The drug")
        self.assertEqual(["usual", "drug"], [cost["alternative"] for cost in drug["costs"]])
        self.assertEqual(0, drug["costs"][0]["cost"]["mean"])
        self.assertIn("Costs heading by heading", self.ask("compare", "--worlds", 5, text=self.TEXT))
        self.assertNotIn("heading by heading", self.ask("compare", "--worlds", 5))
        text = self.ask("simulate", "--worlds", 5, text=self.TEXT)
        self.assertEqual(2, text.count("Heading by heading"), "one an alternative")
        self.assertIn("Overskrift for overskrift", self.ask("simulate", "--worlds", 5, "--lang", "da", text=self.TEXT))
        self.assertNotIn("Heading by heading", self.ask("simulate", "--worlds", 5))


class Forms(Study):
    def test_lines_of_worlds_add_up_to_accounts(self):
        self.ask("simulate", "--worlds", 5, "--csv", "lines.csv", "--draws", "draws.csv")
        lines = list(csv.DictReader((self.folder / "lines.csv").open(encoding="utf-8")))
        self.assertEqual(len(lines), 5 * 2 * 4)
        for draw in csv.DictReader((self.folder / "draws.csv").open(encoding="utf-8")):
            for party, unit in (("payer", "DKK"), ("person", "QALY")):
                mine = [float(row["npv"]) for row in lines if (row["world"], row["alternative"], row["party"])
                        == (draw["world"], draw["alternative"], party)]
                self.assertAlmostEqual(sum(mine), float(draw[f"npv:{party}:{unit}"]), places=9)

    def test_the_report_in_both_languages(self):
        for language, words in (("en", ["as stated", "Well", "half cycle: as said", "undiscounted", "drug less usual",
                                        "benefits at 2 % a year"]),
                                ("da", ["som angivet", "halv cyklus: som angivet", "udiskonteret", "drug minus usual"])):
            text = self.ask("simulate", "--worlds", 20, "--lang", language)
            for word in words:
                self.assertIn(word, text)
            self.assertNotIn("−0", text.replace("−0.", "").replace("−0,", ""))

    def test_no_line_of_the_report_is_wider_than_a_page(self):
        for command in ("simulate", "compare"):
            for language in ("en", "da"):
                for line in self.ask(command, "--worlds", 20, "--lang", language).splitlines():
                    if line.startswith("  "):
                        self.assertLessEqual(len(line), 98, line)

    def test_html(self):
        page = self.ask("simulate", "--worlds", 20, "--format", "html")
        self.assertIn("as stated", page)
        self.assertNotIn("<script", page)

    def test_merged_parts_give_the_same(self):
        whole = self.ask("simulate", "--worlds", 300, "--json")
        self.ask("simulate", "--worlds", 130, "--keep", "a.json")
        self.ask("simulate", "--from-world", 130, "--worlds", 170, "--keep", "b.json")
        merged = program.output("merge", "a.json", "b.json", "--json", folder=self.folder).decode()
        self.assertEqual(merged, whole)

    def test_any_threads_give_the_same_bytes(self):
        for command in ("simulate", "compare"):
            one = self.ask(command, "--worlds", 700, "--threads", 1, "--json")
            self.assertEqual(one, self.ask(command, "--worlds", 700, "--threads", 2, "--json"))


class Compared(Study):
    def test_stated_and_drawn_are_those_of_the_simulation(self):
        simulated = self.answer("simulate", "--worlds", 300)["alternatives"]
        compared = self.answer("compare", "--worlds", 300)["comparisons"]
        self.assertEqual([c["perspective"] for c in compared], ["payer"])  # society pays the same
        for alternative, stated, drawn in zip(simulated, compared[0]["stated"]["results"], compared[0]["worlds"]["results"]):
            for key, party, sign in (("cost", "payer", -1), ("effect", "person", 1)):
                self.assertAlmostEqual(stated[key]["mean"], sign * npv(alternative["stated"]["parties"], party), places=9)
                self.assertAlmostEqual(drawn[key]["mean"], sign * npv(alternative["parties"], party)["mean"], places=9)

    def test_the_ratio_counted_otherwise(self):
        compared = self.answer("compare", "--worlds", 2)["comparisons"][0]
        ways = {(w["counted"], w["discounted"]): w for w in compared["stated_otherwise"]}
        self.assertEqual(len(ways), 7)
        said = next(w for w in compared["stated_otherwise"] if w["as_said"])
        self.assertEqual(said["increments"], compared["stated"]["increments"])
        text = STUDY.replace("counted  half cycle", "counted  at the end")
        other = self.answer("compare", "--worlds", 2, text=text)["comparisons"][0]["stated"]["increments"][0]
        found = ways["at the end", "at the start of each cycle"]["increments"][0]
        self.assertAlmostEqual(found["icer"]["value"], other["icer"]["value"], places=6)


class Sensitivity(Study):
    def test_net_benefit_is_money_and_benefits_at_their_worth(self):
        words = ["--party", "payer", "--worlds", 200, "--alternative", "usual", "--alternative", "drug"]
        money = self.answer("sensitivity", *words)["tornado"]
        gain = self.answer("sensitivity", *["person" if w == "payer" else w for w in words])["tornado"]
        net = self.answer("sensitivity", *words, "--yardstick", "10_000", "--benefit", "QALY")
        self.assertEqual((net["yardstick"], net["benefit"]), (10_000, "QALY"))
        self.assertAlmostEqual(net["tornado"]["all_drawn"]["value"],
                               money["all_drawn"]["value"] + 10_000 * gain["all_drawn"]["value"], places=6)
        bars = {bar["name"]: bar for bar in net["tornado"]["bars"]}
        self.assertEqual(set(bars), {"care", "risk"})
        self.assertGreater(bars["risk"]["swing"], 0)

    def test_a_stated_value_that_is_held_is_what_is_set(self):
        """`risk` held at its 2.5 % point gives what `--set` gives at that value."""
        found = self.answer("sensitivity", "--party", "person", "--worlds", 50, "--alternative", "usual")["tornado"]
        low = next(bar for bar in found["bars"] if bar["name"] == "risk")["low"]
        result = self.answer("simulate", "--worlds", 50, "--alternative", "usual", "--set", f"risk = {low['at']:.12f} %")
        self.assertAlmostEqual(low["value"]["value"], npv(result["alternatives"][0]["parties"], "person")["mean"], places=8)

    def test_where_a_net_benefit_is_nought(self):
        found = self.answer("sensitivity", "--party", "payer", "--worlds", 50, "--alternative", "usual", "--alternative", "drug",
                            "--yardstick", 500, "--threshold", "price = 0..2_000 DKK per year")
        self.assertTrue(0 < found["threshold"]["at"] < 2_000, found["threshold"])

    def test_wrong_command_lines(self):
        for words, says in ((["--party", "person", "--yardstick", 5], "net benefit is money"),
                            (["--party", "payer", "--yardstick", 0], "no figure above nought"),
                            (["--party", "payer", "--yardstick", 5, "--benefit", "point"], "say `QALY`")):
            with self.subTest(words):
                done = program.run("sensitivity", "study.nytte", "--worlds", 5, "--alternative", "usual", *words,
                                   folder=self.folder) if (self.folder / "study.nytte").write_text(STUDY) else None
                self.assertEqual(done.returncode, 2)
                self.assertIn(says, done.stderr.decode())


if __name__ == "__main__":
    unittest.main()
