# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Studies: read, checked, written in one form; what a contract says is refused; what is not computed is named.

`tests/golden/bad/` has a wrong file for each thing that can be wrong in a study.
"""

import unittest

from program import CYCLES, ROOT, STUDY, answer, run, written

STUDIES = ["eight-schools", "hiv", "hospitals", "sick-sicker", "sick-sicker-residence"]

CONTRACT = """\
nytte 1 english
contract "Rounds"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2026-01-01 for 2 years
  statement 3 months after each contract year, on the data of that day
  last statement at the end of the term
party buyer "Buyer" buys
party seller "Seller" sells
pay buyer to seller "Rounds"
  5 DKK each year
  due 30 days after the statement
"""


def path_of(name):
    return ROOT / "contracts" / name / f"{name}.nytte"


def codes(text):
    status, _, found = written(text, "check")
    return status, found


class Worked(unittest.TestCase):
    """The five studies in contracts/."""

    def test_nothing_is_wrong_not_even_a_warning(self):
        for name in STUDIES:
            with self.subTest(name):
                self.assertEqual([], answer("check", path_of(name), "--json")["diagnostics"])

    def test_they_stand_in_their_one_written_form(self):
        done = run("fmt", "--check", *map(path_of, STUDIES))
        self.assertEqual((0, b""), (done.returncode, done.stdout))

    def test_each_has_its_readme(self):
        for name in STUDIES:
            lines = (path_of(name).parent / "README.md").read_text(encoding="utf-8").splitlines()
            self.assertLess(len(lines), 45, f"{name}: one screen")

    def test_the_life_table_has_what_its_source_asks_for(self):
        table = path_of("sick-sicker-residence").parent / "lifetable.csv"
        rows = table.read_text(encoding="utf-8").splitlines()
        self.assertEqual('"Age","Total"', rows[0])
        self.assertEqual([str(age) for age in range(25, 25 + len(rows) - 1)], [row.split(",")[0] for row in rows[1:]])


class NotComputed(unittest.TestCase):
    def test_a_study_has_no_statements_and_no_rows_that_come_about(self):
        for command, name, code in [("measure", "hiv", "N0603"), ("settle", "hiv", "N0603"),
                                    ("simulate", "eight-schools", "N0488"), ("plan", "hospitals", "N0488")]:
            with self.subTest(command=command, study=name):
                status, out, found = written(path_of(name).read_text(encoding="utf-8"), command)
                self.assertEqual((1, "", [code]), (status, out, found))
        status, out, _ = written(path_of("hiv").read_text(encoding="utf-8"), "imagine", "--folder", "out")
        self.assertEqual((2, ""), (status, out))

    def test_a_contract_with_a_pathway_is_checked_and_settled_without_it(self):
        text = CONTRACT + CYCLES + "define half each cycle of illness = exp(-0.1 * cycle of illness)\n"
        self.assertEqual((0, ["N0803"]), codes(text), "`half` serves nothing, the chances do")
        for command in ["plan", "simulate", "settle"]:
            with self.subTest(command):
                self.assertEqual((0, []), written(text, command)[::2])
        without, beside = (written(of, "settle")[1].split("Fingerprints")[0] for of in (CONTRACT, text))
        self.assertEqual(without, beside, "a pathway reaches no statement")

    def test_what_a_model_of_a_contract_cannot_compute_yet_is_named(self):
        table = "table school\n  id key\n  result 0..100 point\n"
        text = table + "model school with 8 rows\n  result = logistic(0.5) * 100 points\n"
        self.assertEqual((0, []), codes(CONTRACT + text))
        status, out, found = written(CONTRACT + text, "plan")
        self.assertEqual((1, "", {"N0601"}), (status, out, set(found)))


class Small(unittest.TestCase):
    """One change each, and the verdict."""

    def test_the_base_is_right(self):
        self.assertEqual((0, []), codes(STUDY + CYCLES))

    def test_every_way_to_count_and_every_length(self):
        for counted in ["at the start", "at the end", "at every point", "half cycle", "simpson"]:
            self.assertEqual((0, []), codes(STUDY + CYCLES.replace("at the end", counted)), counted)
        for cycles in ["every 3 months for 20 years", "every quarter for 5 years", "every 2 weeks for 52 weeks",
                       "every day for 10 days"]:
            self.assertEqual((0, []), codes(STUDY + CYCLES.replace("every year for 20 years", cycles)), cycles)
        for cycles in ["every week for 1 year", "every 5 months for 2 years", "every 0 days for 5 days"]:
            self.assertEqual((1, ["N0473"]), codes(STUDY + CYCLES.replace("every year for 20 years", cycles)), cycles)

    def test_a_table_of_a_study_is_one_whole(self):
        visits = "table visit dated by day\n  id key\n  day date\n  cost 0..9 DKK\n"
        self.assertEqual((0, []), codes(STUDY + visits + "define a = (mean of cost over visit), unknown as 0 DKK\n"))
        self.assertEqual((1, ["N0471"]), codes(STUDY + visits + "define a = count of visit to date\n"))

    def test_powers_of_any_exponent_stand_in_studies_alone(self):
        self.assertEqual((0, []), codes(STUDY + "define a = 2 ^ 0.5\ndefine b = a ^ a\n"))
        self.assertEqual((1, ["N0347"]), codes(CONTRACT + "define a = 2 ^ 0.5\n"))

    def test_years_alive_need_no_money(self):
        self.assertEqual((0, []), codes(STUDY + CYCLES + "unit life_year\n"
                                        'benefit payer "Life" 1 life_year per year for each year in well, ill\n'))
        self.assertEqual((1, ["N0481"]), codes(STUDY + CYCLES + "unit life_year\n"
                                               'cost payer "Life" 1 life_year per year for each year in well, ill\n'))

    def test_a_slip_in_a_pathway_gives_one_error(self):
        costs = 'cost payer "Care" 5 DKK per year for each year in ill\n' \
                "define a each cycle of illness = cycle of illness\n"
        for before, after, code in [("pathway illness", "pathway", "N0207"), ("states well, ill", "states well ill", "N0208"),
                                    ("starts in", "starts", "N0206"), ("to ill 10 %", "ill 10 %", "N0206"),
                                    ("every year for", "each year for", "N0206"), ("at the end", "half", "N0207"),
                                    ("well, ill, dead", "well, ill, ill, dead", "N0302")]:
            with self.subTest(after):
                self.assertEqual((1, [code]), codes(STUDY + CYCLES.replace(before, after, 1) + costs))

    def test_two_pathways_may_share_names_that_no_cost_asks_for(self):
        other = CYCLES.replace("illness", "queue").replace("ill", "waiting").replace("well", "home")
        self.assertEqual((0, []), codes(STUDY + CYCLES + other.replace("queue", "other")))
        both = STUDY + CYCLES + other + 'cost payer "x" 5 DKK for each move to dead\n'
        self.assertEqual((1, ["N0379"]), codes(both))

    def test_an_island_of_states_is_said_once(self):
        island = CYCLES.replace("ill, dead", "ill, dead, lost, found") + "  from lost to found 5 %\n" \
            "  from found to lost 5 %\n"
        self.assertEqual((1, ["N0479"]), codes(STUDY + island))


class Limits(unittest.TestCase):
    def states(self, count):
        names = [f"s{i}" for i in range(count)]
        moves = "".join(f"  from s{i} to s{i + 1} 1 %\n" for i in range(count - 1))
        return ("pathway long\n  states " + ", ".join(names) + "\n  starts in s0\n  cycles every year for 20 years\n"
                "  counted simpson\n" + moves)

    def test_a_thousand_states_and_one_more(self):
        self.assertEqual((0, []), codes(STUDY + self.states(1000)))
        self.assertEqual((1, ["N0243"]), codes(STUDY + self.states(1001)))

    def test_twenty_pathways_and_one_more(self):
        def many(count):
            return STUDY + "".join(CYCLES.replace("illness", f"p{i}") for i in range(count))
        self.assertEqual((0, []), codes(many(20)))
        self.assertEqual((1, ["N0243"]), codes(many(21)))

    def test_a_hundred_thousand_cycles_and_one_more(self):
        for days, verdict in [(100_000, (0, [])), (100_001, (1, ["N0243"]))]:
            text = STUDY + CYCLES.replace("every year for 20 years", f"every day for {days} days")
            self.assertEqual(verdict, codes(text))

    def test_a_thousand_parts_and_one_more(self):
        for count, verdict in [(1000, (0, [])), (1001, (1, ["N0376"]))]:
            parts = ", ".join(f"p{i} 1" for i in range(count))
            self.assertEqual(verdict, codes(STUDY + f'assume w ~ dirichlet({parts}) from "x"\n'))

    def test_depth_is_bounded_in_chances_and_amounts(self):
        for text in [CYCLES.replace("10 %", "(" * 201 + "10 %" + ")" * 201),
                     CYCLES + 'cost payer "x" ' + "-(" * 5000 + "1 DKK" + ")" * 5000 + " for each move to dead\n",
                     CYCLES + 'cost payer "x" 1 DKK for each move to dead when ' + "not (" * 5000 + "yes" + ")" * 5000 + "\n"]:
            self.assertEqual((1, ["N0111"]), codes(STUDY + text))

    def test_many_moves_and_many_costs_take_no_time(self):
        moves = "".join(f"  from s{i} to s{j} 0.1 %\n" for i in range(300) for j in range(300) if j not in (i, i + 1))
        costs = "".join(f'cost payer "x" 5 DKK per year for each year in s{i % 300}\n' for i in range(20_000))
        self.assertEqual((0, []), codes(STUDY + self.states(300) + moves + costs))


if __name__ == "__main__":
    unittest.main()
