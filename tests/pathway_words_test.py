# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of pathways and trees: which texts are right, that a slip gives one error, how they are read aloud.

`tests/golden/bad/` has a wrong file for each thing that can be wrong; what they compute is tested elsewhere.
"""

import unittest

from program import CYCLES, STUDY, written

RATES = CYCLES.replace("to ill 10 %", "to ill at 0.1 per year").replace("to dead 20 %", "to dead at 0.2 per year")

ROWS = """\
pathway illness
  states well, ill, dead
  starts in well
  cycles every year for 20 years
  counted at the end
  from well to each 80 %, 15 %, remaining
  from ill to each 0 %, 70 %, 30 %
  from dead to each 0 %, 0 %, 100 %
"""

TABLE = """\
table moves
  age 0..120 year
  before well or ill or dead
  after well or ill or dead
  chance 0..100 %
define age each cycle of illness = 40 years + cycle of illness * 1 year
pathway illness
  states well, ill, dead
  starts in well
  cycles every year for 20 years
  counted at the end
  from before to after chance over moves of the same age
"""

CONTINUOUS = """\
pathway illness
  states well, ill, dead
  starts in well
  continuous for 20 years
  from well to ill after weibull(shape 1.2, scale 4 years)
  from ill to dead at 0.1 per year
  from well to dead by gompertz(shape 0.1 per year, rate 0.01 per year)
"""

CURVES = """\
pathway illness
  states stable, worse, dead
  cycles every month for 10 years
  counted half cycle
  in stable survival(exponential(rate 0.4 per year), time of illness)
  in stable, worse survival(exponential(rate 0.2 per year), time of illness)
"""

TREE = """\
tree visit
  from patient to operated 70 %
  from patient to waiting remaining
  from operated to cured 90 %
  from operated to ill remaining
  from waiting to cured 30 %
  from waiting to ill remaining
"""


def codes(text):
    status, _, found = written(STUDY + text, "check")
    return status, found


RIGHT = (0, [])


class Words(unittest.TestCase):
    """One change each, and the verdict."""

    def test_every_kind_is_right(self):
        for text in [CYCLES, RATES, ROWS, TABLE, CONTINUOUS, CURVES, TREE]:
            self.assertEqual(RIGHT, codes(text), text)

    def replaced(self, base, before, cases):
        self.assertIn(before, base)
        for after, code in cases.items():
            with self.subTest(after):
                self.assertEqual((1, [code]) if code else RIGHT, codes(base.replace(before, after, 1)))

    def test_who_starts(self):
        self.replaced(CYCLES, "starts in well", {
            "starts in well 100 %": None,
            "starts in well 60 %, ill remaining": None,
            "starts in well 60 %, ill 40 % there for 3 years": None,
            "starts in well remaining, ill 20 % there for 1 year, ill 10 % there for 2 years": None,
            "starts in well there for 2 years": None,
            "starts in well 60 %": "N0467",
            "starts in well 60 %, ill 30 %": "N0467",
            "starts in well, ill": "N0467",
            "starts in well remaining, ill remaining": "N0467",
            "starts in well 60 %, well 40 %": "N0467",
            "starts in well 160 %, ill remaining": "N0477",
            "starts in well 60 DKK, ill remaining": "N0476",
            "starts in well 60 %, gone remaining": "N0378",
            "starts in well 60 %, ill 40 % there for 30 months": "N0473",
            "starts in well 60 %, ill 40 % there for 0 years": "N0473",
            "starts in well 60 %, ill 40 % there": "N0207",
        })

    def test_how_many_and_how_followed(self):
        line = "  cycles every"
        self.replaced(CYCLES, line, {
            "  people 1_000\n" + line: None,
            "  people 1_000 person\n" + line: "N0331",
            "  followed as a cohort\n" + line: None,
            "  followed as 1_000 people\n" + line: None,
            "  people 12\n  followed one by one\n" + line: None,
            "  followed one by one\n" + line: "N0483",
            "  followed as 0 people\n" + line: "N0483",
            "  followed as 100_000_001 people\n" + line: "N0243",
            "  followed by one\n" + line: "N0206",
            "  people -5\n" + line: "N0483",
            "  people 3 years\n" + line: "N0483",
            "  people cycle of illness\n" + line: "N0310",
            "  people 5\n  people 6\n" + line: "N0217",
            "  people 5\n  arriving in ill 4 * cycle of illness each cycle\n" + line: None,
            "  arriving in ill 4 each cycle\n" + line: "N0472",
            "  people 5\n  arriving in ill 4\n" + line: "N0207",
            "  people 5\n  arriving in ill 4 DKK each cycle\n" + line: "N0483",
        })
        self.assertEqual(RIGHT, codes(CYCLES.replace("  starts in well\n", "  arriving in well 4 each cycle\n")))

    def test_rates(self):
        self.replaced(RATES, "at 0.2 per year", {
            "at 0.2 per month": None, "at 0.001 per day": None, "at 2 / 4 years": None,
            "at 0.2 per year * stay of illness": None, "at 0.2": "N0456", "at 20 %": "N0456", "at 0.2 years": "N0456",
            "at 5 DKK per year": "N0456", "at -0.2 per year": "N0456", "20 %": "N0455", "remaining": "N0455",
            "after exponential(rate 0.2 per year)": "N0455",
        })

    def test_whole_rows(self):
        self.replaced(ROWS, "80 %, 15 %, remaining", {
            "remaining, 15 %, 5 %": None, "80 %, 15 %, 5 %": None, "80 %, remaining, 0 %": None,
            "80 %, 15 %, 4 %": "N0459", "80 %, 15 %, 6 %": "N0459", "80 %, 15 %": "N0458",
            "80 %, remaining, remaining": "N0217", "80 %, 15 %, 5 %, 0 %": "N0458", "80 %, 15 DKK, 5 %": "N0476",
        })
        self.replaced(ROWS, "  from dead to each 0 %, 0 %, 100 %\n", {"": None, "  from ill to dead 5 %\n": "N0474"})

    def test_a_matrix_in_a_table(self):
        self.replaced(TABLE, "from before to after chance over moves of the same age", {
            "from before to after chance over moves where chance > 3 %": None,
            "from before to after chance / 2 over moves of the same age": None,
            "from before to after 3 DKK over moves of the same age": "N0476",
            "from before to after chance over move of the same age": "N0307",
            "from early to after chance over moves of the same age": "N0308",
            "from before to age chance over moves of the same age": "N0486",
            "from before to after chance over moves of the same year": "N0308",
        })
        self.replaced(TABLE, "after well or ill or dead", {"after well or ill or gone": "N0486", "after well or ill": "N0479"})

    def test_a_continuous_pathway(self):
        self.replaced(CONTINUOUS, "at 0.1 per year", {
            "after gamma(shape 2, scale 400 days) hazard times 0.8": None,
            "after lognormal(median 3 years, sdlog 0.4)": None,
            "after exponential(chance 30 % within 2 years)": None,
            "by piecewise exponential(rate 0.1 per year until 2 years, rate 0.3 per year)": None,
            "10 %": "N0455", "after normal(mean 3 years, sd 1 year)": "N0457", "after weibull(shape 1, scale 4)": "N0457",
            "after uniform(low 1 year, high 2 years)": "N0457", "after wiebull(shape 1, scale 4 years)": "N0701",
            "after exponential(rate 0.1 per year) hazard times 3 DKK": "N0343",
            "after exponential(rate 0.1 per year * stay of illness)": "N0469",
        })
        self.replaced(CONTINUOUS, "continuous for 20 years", {
            "continuous for 20 years\n  counted half cycle": "N0469",
            "continuous for 20 years\n  cycles every year for 20 years": "N0469",
            "continuous for 20 years\n  people 10\n  followed one by one": None,
            "continuous for 20": "N0336", "continuous for 0 years": "N0342", "continuous": "N0207",
        })

    def test_curves(self):
        last = "  in stable, worse survival(exponential(rate 0.2 per year), time of illness)\n"
        self.replaced(CURVES, last, {
            "  in worse, stable 0.9 ^ cycle of illness\n": None, "": "N0487", "  in worse 50 %\n": "N0487",
            "  in stable, worse, dead 100 %\n": "N0487", "  in stable, worse 50 DKK\n": "N0476",
            "  in stable, worse 150 %\n": "N0477", "  in stable, wrse 50 %\n": "N0378",
            last + "  starts in stable\n": "N0469", last + "  people 40\n": None,
            last + "  followed as 40 people\n": "N0469", last + "  from worse to dead 5 %\n": "N0455",
        })
        self.replaced(CURVES, "time of illness)", {
            "12 years)": None, "time of illness + 1 month)": None, "12)": "N0342",
            "stay of illness * 1 year)": "N0469",
        })

    def test_a_tree(self):
        self.replaced(TREE, "from waiting to ill remaining", {
            "from waiting to ill 70 %": None, "from waiting to ill 60 %": "N0459", "from waiting to ill 80 %": "N0459",
            "from waiting to patient remaining": "N0485", "from waiting to waiting remaining": "N0485",
            "from wating to ill remaining": "N0484", "from waiting to ill at 0.1 per year": "N0455",
            "from waiting to ill remaining\n  cycles every year for 2 years": "N0202",
            "from waiting to ill remaining\n  people 40\n  followed one by one": None,
            "from waiting to ill remaining\n  followed as 500 people": None,
            "from waiting to each 20 %, 80 %": "N0209",
        })

    def test_what_the_alternatives_may_change_is_a_figure(self):
        given = 'given share = 70 % from "x"\nalternative new\n  share = 80 %\n'
        self.assertEqual(RIGHT, codes(TREE.replace("70 %", "share") + given))
        self.assertEqual((1, ["N0790"]), codes(TREE.replace("70 %", "share") + given.replace("  share =", "  shre =")))

    def test_an_amount_at_the_start(self):
        self.assertEqual(RIGHT, codes('cost payer "x" 5 DKK once at the start\n'))
        self.assertEqual((1, ["N0481"]), codes('cost payer "x" 5 DKK per year once at the start\n'))

    def test_curves_and_trees_are_costed_in_their_own_way(self):
        for text, when, code in [(TREE, "for each move to cured", None), (TREE, "for each move from patient to waiting", None),
                                 (TREE, "for each year in cured", "N0469"), (TREE, "for each move to dead", "N0378"),
                                 (CURVES, "for each move to dead", "N0469"),
                                 (CONTINUOUS, "for each move to dead", None)]:
            with self.subTest(when):
                self.assertEqual((1, [code]) if code else RIGHT, codes(text + f'cost payer "x" 5 DKK {when}\n'))


class Limits(unittest.TestCase):
    def test_a_tree_of_two_thousand_lines_and_one_more(self):
        def tree(lines):
            return "tree deep\n" + "".join(f"  from n{i} to n{i + 1} 100 %\n" for i in range(lines))
        self.assertEqual(RIGHT, codes(tree(2000)))
        self.assertEqual((1, ["N0243"]), codes(tree(2001)))
        status, page, _ = written(STUDY + tree(2000), "explain")
        self.assertEqual(0, status)
        self.assertIn("n150", page)

    def test_a_table_of_a_hundred_states(self):
        def table(count):
            words = " or ".join(f"s{i}" for i in range(count))
            names = ", ".join(f"s{i}" for i in range(count))
            return (f"table moves\n  before {words}\n  after {words}\n  chance 0..100 %\n"
                    f"pathway long\n  states {names}\n  starts in s0\n  cycles every year for 2 years\n  counted simpson\n"
                    "  from before to after chance over moves\n")
        self.assertEqual(RIGHT, codes(table(100)))
        self.assertEqual((1, ["N0243"]), codes(table(101)))

    def test_horizons(self):
        for text, before, after, code in [
                (CYCLES, "every year for 20 years", "every year for 1_000_000 years", "N0454"),
                (CYCLES, "every year for 20 years", "every 30 years for 20 years", "N0468"),
                (CONTINUOUS, "for 20 years", "for 1_000_000 years", "N0454")]:
            self.assertEqual((1, [code]), codes(text.replace(before, after)))


class ReadAloud(unittest.TestCase):
    def page(self, text, *words):
        status, page, found = written(STUDY + text, "explain", *words)
        self.assertEqual((0, []), (status, found))
        return page

    def test_a_tree_is_indented(self):
        page = self.page(TREE)
        self.assertIn("""
        patient
           operated, with a chance of 70 %
              cured, with a chance of 90 %
              ill, all others
           waiting, all others
              cured, with a chance of 30 %
              ill, all others
""", page)
        self.assertIn("operated, med sandsynligheden 70 %", self.page(TREE, "--lang", "da"))

    def test_a_place_with_two_ways_goes_on_once(self):
        page = self.page(TREE + "  from cured to home 50 %\n  from cured to ward remaining\n")
        self.assertIn("cured, with a chance of 30 %; it goes on as above", page)
        self.assertEqual(1, page.count("home, with a chance of 50 %"))

    def test_rows_are_a_matrix(self):
        page = self.page(ROWS)
        self.assertIn("""
        from / to  well  ill   dead
        well       80 %  15 %  all others
        ill        0 %   70 %  30 %
        dead       0 %   0 %   100 %
""", page)
        html = self.page(ROWS, "--format", "html")
        self.assertIn('<th scope="row"><em>ill</em></th><td>0 %</td><td>70 %</td><td>30 %</td>', html)
        self.assertIn("fra / til", self.page(ROWS, "--lang", "da"))

    def test_a_table_is_said_once(self):
        page = " ".join(self.page(TABLE).split())
        self.assertIn("The chances of one cycle stand in the rows of moves with the same age: chance is that of going from the "
                      "state in before to the one in after.", page)

    def test_each_way_to_move_is_said(self):
        page = " ".join(self.page(CONTINUOUS).split())
        self.assertIn("(b) from ill to dead, at a rate of 0.1 per year", page)
        self.assertIn("when a time has passed since coming to well: a Weibull distribution", page)
        page = " ".join(self.page(CURVES).split())
        self.assertIn("(b) stable or worse: the share to whom it has not happened after", page)


if __name__ == "__main__":
    unittest.main()
