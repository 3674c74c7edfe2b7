# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Prices of things: raised to another year by an index, agreed where a payment rests on them, drawn elsewhere, and in no
report where nothing asks for them."""

import tempfile
import unittest
from pathlib import Path

import program

PRICES = """\
nytte 1 english
index costs "Costs of health care" from "illustrative"
  2020 109.6
  2025 130.2
  2027 137.4
price bed_day "A day in a bed" = 6_100 DKK per day, between 5_000 DKK per day and 7_400 DKK per day
  of 2025 in Denmark, raised by costs
  from "illustrative"
price visit "A visit" = 1_900 DKK, between 1_450 DKK and 2_500 DKK
  of 2025 in Denmark, raised by costs
  from "illustrative"
price scan "A scan" = 3_100 DKK, between 2_300 DKK and 4_200 DKK
  of 2025 in Denmark, raised by costs
  from "illustrative"
price old "A price of long ago" = 70 EUR
  of 1990 in Denmark
  from "illustrative"
"""

CONTRACT = """\
nytte 1 english
use "prices.nytte"
contract "Visits"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2027-01-01 for 2 years
  statement 3 months after each contract year, on the data of that day
  last statement at the end of the term
party buyer  "Buyer"  buys
party seller "Seller" sells
pay buyer to seller "Visits"
  visit * 100 each year
  due 30 days after the statement
"""

BED_DAYS = 'cost buyer "Bed-days" bed_day * 10 days each year\n'
TO_2027 = "raise prices to 2027\n"


class Prices(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, more="", contract=CONTRACT, prices=PRICES):
        (self.folder / "prices.nytte").write_text(prices, encoding="utf-8")
        file = self.folder / "visits.nytte"
        file.write_text(contract + more, encoding="utf-8")
        return file

    def paid(self, more=""):
        said = program.answer("settle", self.file(more), "--as-of", "2030-01-01", "--json")
        return [line["amount"] for period in said["periods"] for line in period["payments"]]

    def simulated(self, more, *words):
        return program.answer("simulate", self.file(more), "--worlds", "40", "--json", *words)

    @staticmethod
    def spread(said, line, alternative=0):
        """What the buyer bears under a line: mean and standard deviation over worlds."""
        party = [one for one in said["alternatives"][alternative]["parties"] if one["name"] == "buyer"][0]
        of = [one for one in party["by_line"] if one["label"] == line][0]["present_value"]
        return -of["mean"], of["sd"]

    def test_a_price_stands_as_it_is_written_where_nothing_raises_it(self):
        self.assertEqual(["190000.00"] * 2, self.paid())

    def test_a_price_is_raised_by_the_index_of_both_years_and_rounded_to_the_hundredth(self):
        raised = round(1900 * 137.4 / 130.2, 2)  # 2005.0691…
        self.assertEqual(["%.2f" % (raised * 100)] * 2, self.paid(TO_2027))
        lowered = round(1900 * 109.6 / 130.2, 2)
        self.assertEqual(["%.2f" % (lowered * 100)] * 2, self.paid("raise prices to 2020\n"))

    def test_what_a_payment_rests_on_is_agreed_and_what_a_cost_rests_on_is_drawn(self):
        said = self.simulated(TO_2027 + BED_DAYS)
        mean, sd = self.spread(said, "Visits")
        self.assertEqual((2 * 200507.0, 0), (round(mean, 2), sd))
        mean, sd = self.spread(said, "Bed-days")
        self.assertAlmostEqual(mean / (2 * 64373.3), 1, delta=0.06)  # a median of 6,437.33; 40 worlds
        self.assertGreater(sd, 0.05 * mean)
        self.assertEqual(["bed_day"], [one["name"] for one in said["fitted"]])
        self.assertEqual([], said["assumed"])

    def test_a_price_agreed_through_a_figure_is_not_drawn(self):
        said = self.simulated(BED_DAYS + 'define daily = bed_day * 1 day\n'
                              'pay buyer to seller "Beds"\n  daily each year\n  due 30 days after the statement\n')
        self.assertEqual(0, self.spread(said, "Bed-days")[1])
        self.assertEqual([], said["fitted"])

    def test_a_models_own_assumption_stands_in_place_of_the_interval(self):
        said = self.simulated(BED_DAYS + 'assume bed_day = 5_000 DKK per day from "our ward"\n')
        self.assertEqual((100000, 0), self.spread(said, "Bed-days"))
        self.assertEqual(["bed_day"], [one["name"] for one in said["assumed"]])

    def test_an_alternative_and_a_set_replace_a_price(self):
        more = BED_DAYS + "alternative one\nalternative two\n  bed_day = 4_000 DKK per day\n"
        self.assertEqual((80000, 0), self.spread(self.simulated(more), "Bed-days", 1))
        said = self.simulated(more, "--set", "one.bed_day = 3_000 DKK per day")
        self.assertEqual((60000, 0), self.spread(said, "Bed-days", 0))

    def test_a_price_that_nothing_asks_for_is_in_no_report(self):
        file = self.file(TO_2027 + BED_DAYS)
        for words in (["plan", file], ["explain", file], ["check", file], ["check", "--pedantic", file],
                      ["simulate", file, "--worlds", "20"], ["settle", file, "--as-of", "2030-01-01"]):
            done = program.run(*words)
            said = (done.stdout + done.stderr).decode()
            with self.subTest(words[0]):
                self.assertEqual(0, done.returncode, said)
                self.assertNotRegex(said, r"\bscan\b|A scan")
                self.assertNotIn("1990", said)

    def test_a_list_alone_is_checked_and_read_aloud_whole(self):
        self.file()
        self.assertEqual(0, program.run("check", self.folder / "prices.nytte").returncode)
        said = program.output("explain", self.folder / "prices.nytte").decode()
        for word in ("bed day", "visit", "scan", "1990", "109.6 in 2020"):
            self.assertIn(word, said)

    def test_reports_say_in_whose_money_prices_are_and_nothing_where_none_is_used(self):
        for command in ("simulate", "explain"):
            for language, words in (("en", "in the money of {}"), ("da", "i {}-priser")):
                asked = [command, "--lang", language, *(["--worlds", "2"] if command == "simulate" else [])]
                for more, year in (("", 2025), (TO_2027, 2027)):
                    with self.subTest(command=command, language=language, year=year):
                        said = " ".join(program.output(*asked, self.file(more)).decode().split())
                        self.assertEqual(1, said.count(words.format(year)), said)
                none = CONTRACT.replace("visit * 100", "190_000 DKK")
                self.assertNotIn(words.format(2025), program.output(*asked, self.file(contract=none)).decode())

    def test_a_model_that_raises_prices_again_is_told_that_payments_rest_on_the_contracts_line(self):
        self.file(TO_2027)
        model = self.folder / "model.nytte"
        model.write_text('nytte 1 english\nuse "visits.nytte"\nraise prices to 2020\n', encoding="utf-8")
        said = program.run("check", model).stderr.decode()
        self.assertRegex(said, r"^\S*model\.nytte:3:1: error N0549: prices are raised to 2027 already")
        self.assertIn("visits.nytte:14:1: the contract's line: what it pays rests on it", said)
        self.assertIn("> Take this line away; changing the contract's would change what it pays.", said)

    def test_why_says_of_which_year_a_price_is(self):
        file = self.file(TO_2027)
        said = " ".join(program.output("why", file, "Visits", "--as-of", "2030-01-01").decode().split())
        self.assertIn("a price of 2025 in Denmark, from “illustrative” 1,900 DKK as it was written, raised to 2027 by costs", said)

    def test_prices_vary_together_unless_they_are_agreed(self):
        together = 'vary together bed_day, scan from "judgement"\n  bed_day with scan correlation 0.9\n'
        costs = BED_DAYS + 'cost buyer "Scans" scan * 10 each year\n'
        said = self.simulated(costs + together)
        self.assertEqual(["bed_day", "scan"], [one["name"] for one in said["fitted"]])
        done = program.run("check", self.file(BED_DAYS + together.replace("scan", "visit")))
        self.assertIn(b"N0725", done.stderr)

    def test_a_study_has_the_raised_price_in_its_base_case_and_draws_it_in_worlds(self):
        study = """\
nytte 1 english
use "prices.nytte"
raise prices to 2027
study "Stays"
  currency DKK
party payer "The region"
pathway way
  states   well, ill
  starts   in well
  cycles   every year for 2 years
  counted  at the end
  from well to ill 50 %
cost payer "Bed-days" bed_day * 4 days per year for each year in ill
"""
        said = program.answer("simulate", self.file(contract=study), "--worlds", "40", "--json")
        of = said["alternatives"][0]
        self.assertAlmostEqual(-4 * 6437.33 * (0.5 + 0.75), of["stated"]["parties"][0]["npv"], 4)
        self.assertGreater(of["parties"][0]["npv"]["sd"], 0)

    def test_sensitivity_moves_a_price_that_is_drawn(self):
        said = program.answer("sensitivity", self.file(BED_DAYS + "alternative one\n"), "--party", "buyer", "--worlds", "40",
                              "--json")
        self.assertIn("bed_day", str(said))
        self.assertNotIn("visit'", str(said))


if __name__ == "__main__":
    unittest.main()
