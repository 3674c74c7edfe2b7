# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Rules of settling that a small contract shows: each test is a contract, a few rows, and what must come of it."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(os.environ.get("NYTTE_ROOT", pathlib.Path(__file__).resolve().parent.parent))
NYTTE = os.environ.get("NYTTE", str(ROOT / "build" / "nytte"))

BASE = """nytte 1 english
contract "Base"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 3 years
  statement 3 months after each contract year, on the data of that day
  last statement at the end of the term
party buyer  "Buyer"  buys
party seller "Seller" sells
table surgeon "S"
  surgeon     key
  done_before 0..100_000
  quit        date, if any
table operation "Op" dated by done
  id      key
  done    date
  surgeon a surgeon
  hours   0..24 hour
"""
SURGEONS = "surgeon,done_before,quit\nA,10,2022-12-01\nB,20,\n"
OPERATIONS = "id,done,surgeon,hours\n1,2020-02-01,A,1.5\n2,2020-03-01,A,2.25\n3,2021-02-01,B,3\n4,2022-02-01,A,4\n"


def run(text, command="settle", base=BASE, more=(), operations=OPERATIONS):
    """What the program says of BASE and `text`: exit code, JSON or None, and its words."""
    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder)
        (here / "c.nytte").write_text(base + text, encoding="utf-8")
        (here / "s.csv").write_text(SURGEONS, encoding="utf-8")
        (here / "o.csv").write_text(operations, encoding="utf-8")
        line = [NYTTE, command, "c.nytte", "--json"]
        if command == "settle":
            line += ["--data", "surgeon=s.csv", "--data", "operation=o.csv", "--extracted", "2026-01-01"]
        done = subprocess.run(line + list(more), cwd=here, capture_output=True, text=True, timeout=120)
    return done.returncode, json.loads(done.stdout) if done.stdout.strip() else None, done.stderr


class Settling(unittest.TestCase):
    def refused(self, text, *codes):
        status, said, _ = run(text, "check")
        self.assertEqual((1 if codes else 0, list(codes)), (status, [d["code"] for d in said["diagnostics"] if d["severity"] == "error"]))

    def test_whole_numbers_and_days_after(self):
        base = BASE.replace("  hours   0..24 hour", "  hours   whole 0..24 hour\n  again   date after done, if known")
        base = base.replace("  surgeon a surgeon\n", "  surgeon a surgeon\n")
        rows = OPERATIONS.replace("hours\n", "hours,again\n").replace(",1.5\n", ",1.5,\n").replace(",2.25\n", ",2.000,2020-03-01\n")
        rows = rows.replace(",3\n", ",3,2021-02-02\n").replace(",4\n", ",4,2022-01-31\n")
        status, said, words = run('pay buyer to seller "Hours"\n  1 DKK per hour * hours for each operation\n  due 30 days after done\n',
                                  base=base, operations=rows)
        self.assertEqual((0, ""), (status, words))
        self.assertEqual([("2", "hours", "1.5", "is no whole number", "row set aside"),
                          ("3", "again", "2020-03-01", "is the day of done (2020-03-01), and must lie after it", "counts as missing"),
                          ("5", "again", "2022-01-31", "lies before done (2022-02-01)", "counts as missing")],
                         [(str(r["line"]), r["column"], r["value"], r["reason"], r["action"]) for r in said["rejects"]])

    def stopped(self, text, code, base=BASE):
        status, said, words = run(text, base=base)
        self.assertEqual((1, None), (status, said))
        self.assertIn(code, words)

    def payments(self, text, base=BASE):
        status, said, words = run(text, base=base)
        self.assertEqual(0, status, words)
        return [[p for p in period["payments"]] for period in said["periods"]]

    def test_a_day_that_cannot_be_stops_the_settlement(self):
        for day in ("2020-06-01 + 36 hours", "2020-06-01 + 9000 years"):
            self.stopped(f'pay buyer to seller "x"\n  5 DKK once on {day}\n  due 30 days after that day\n', "N0617")

    def test_whole_hours_are_asked_for_by_the_hour(self):
        self.refused('define d each operation = ceiling(hours)\n', "N0351")
        paid = self.payments('pay buyer to seller "X"\n'
                             "  100 DKK per hour * (ceiling(hours / 1 hour) * 1 hour) for each operation\n  due 30 days after done\n")
        self.assertEqual("500.00", paid[0][0]["amount"])  # 1.5 and 2.25 hours are 2 and 3

    def test_a_belief_behind_an_exclusion_pays_nothing(self):
        belief = 'assume hoped = 2 hours from "guess"\nexclude operation "long"\n  where hours > hoped\n  neither judged nor paid\n'
        self.refused(belief + 'pay buyer to seller "x"\n  1 DKK for each operation\n  due 1 month after done\n', "N0440")
        self.refused(belief + "define n each year = count of operation judged\n"
                     'pay buyer to seller "x"\n  1 DKK per operation * n each year\n  due 1 month after the statement\n', "N0440")

    def test_an_exclusion_cannot_ask_what_is_judged(self):
        self.refused('exclude operation "x"\n  where hours > 1 hour * (count of operation judged) / 1 operation\n'
                     "  not judged, still paid\n", "N0317")

    def test_a_source_names_columns_and_tables_that_are_there(self):
        source = ('source operation from csv "o.csv"\n'
                  '  written in utf8, separated by ",", decimals after ".", dates as "yyyy-mm-dd"\n'
                  '  id = "id"\n  done = "done"\n  surgeon = "surgeon"\n  hours = "hours"\n')
        self.refused(source + '  checks "left" as date not before don, if known\n', "N0511")
        self.refused(source + '  checks "by" as a surgeons, if known\n', "N0512")
        self.refused(source + '  checks "left" as date not before done, if known\n')

    def test_an_exclusion_may_leave_zero_out(self):
        pace = ('define pace each operation = 2 hours / hours\n'
                'pay buyer to seller "x"\n  1 DKK * pace for each operation\n  due 1 month after done\n')
        without = 'exclude operation "Not timed"\n  where hours <= 0 hours\n  {}\n'
        for text, warned in [(pace, True), (pace + without.format("neither judged nor paid"), False),
                             (pace + without.format("not judged, still paid"), True)]:
            _, said, _ = run(text, "check")
            self.assertEqual(warned, "N0802" in [d["code"] for d in said["diagnostics"]], text)

    def test_what_comes_later_in_a_row_referred_to_comes_later(self):
        measure = 'measure gone "Gone"\n  over operation\n  share quit of surgeon has happened\n  needs at least 1 row, or is 0 %\n'
        self.refused(measure, "N0416")
        paid = self.payments(measure + "  counted 1 day after done\n"
                             'pay buyer to seller "g"\n  100 DKK * (gone, unknown as 0 %) each year\n  due 1 month after the statement\n')
        self.assertEqual(["0.00", "0.00", "100.00"], [year[0]["amount"] for year in paid])  # A quits on 2022-12-01

    def test_a_yearly_figure_means_nothing_in_a_row_without_a_year(self):
        self.refused("define n each year = count of operation\n"
                     "define bad = count of surgeon where done_before > 5 * n / 1 operation\n", "N0352")

    def test_dates_have_no_greatest(self):
        self.refused("define d = max(2020-01-01, 2021-06-01)\n", "N0339")

    def test_a_bound_is_counted_in_the_unit_it_holds(self):
        self.refused('table t "T" dated by day\n  k key\n  day date\n  b 0..100 day\n  c 0..b hour\n', "N0353")

    def test_a_table_has_one_source(self):
        source = ('source surgeon from csv "{}"\n  written in utf8, separated by ",", decimals after ".", dates as "yyyy-mm-dd"\n'
                  '  surgeon = "surgeon"\n  done_before = "done_before"\n  quit = "quit"\n')
        self.refused(source.format("s.csv") + source.format("s2.csv"), "N0464")

    def test_joint_parties_bear_the_whole_and_no_more(self):
        pay = 'pay both to seller "x"\n  100 DKK each year\n  due 1 month after the statement\n'
        third = 'party third "Third"\n'
        self.refused(third + 'party both "B" together buyer 150 %, third -50 %\n' + pay, "N0442", "N0442")
        self.stopped(third + 'given part = 60 % from "x"\nparty both "B" together buyer part, third 20 %\n' + pay, "N0616")
        paid = self.payments(third + 'given part = 60 % from "x"\nparty both "B" together buyer part, third 100 % - part\n' + pay)
        self.assertEqual(["60.00", "40.00"], [p["amount"] for p in paid[0]])

    def test_a_figure_that_stops_the_run_is_named_first(self):
        self.stopped('define d = 1 / (2 - 2)\nparty third "Third"\nparty both "B" together buyer, third in equal shares\n'
                     'pay both to seller "x"\n  100 DKK each year\n  due 1 month after the statement\n', "N0611")

    def test_nothing_is_due_before_it_is_known_whether_it_is_due(self):
        paid = self.payments("define n each year = count of operation\n"
                             'pay buyer to seller "w"\n  100 DKK each year\n  when n > 1 operation\n  due 14 days after the contract year\n')
        self.assertEqual("2021-04-15", paid[0][0]["due"])

    def test_a_day_outside_all_years_stops(self):
        self.stopped('pay buyer to seller "x"\n  1 DKK once on 2020-01-01 + 10 years\n  due 1 month after that day\n', "N0439")

    def test_half_a_day_is_no_day(self):
        self.stopped("define d = 2020-01-01 + 36 hours\n", "N0617")

    def test_rows_are_those_of_the_pair_and_of_the_figure(self):
        paid = self.payments('define n = count of surgeon\npay buyer to seller "x"\n  1 DKK per surgeon * n each year\n  due 1 month after the statement\n')
        self.assertEqual([2, 2, 2], [year[0]["rows"] for year in paid])
        paid = self.payments('pay buyer to seller or back when negative "x"\n  1 DKK per hour * (hours - 2 hours) for each operation\n  due 1 month after done\n')
        self.assertEqual([(1, "0.50"), (1, "0.25")], sorted(((p["rows"], p["amount"]) for p in paid[0]), reverse=True))

    def test_the_sentence_says_which_year(self):
        paid = self.payments('define n each year = count of operation\npay buyer to seller "x"\n'
                             "  10 DKK per operation * (previous n, unknown as 0 operations) each year\n  due 1 month after the statement\n")
        self.assertIn("previous n = not known", paid[0][0]["sentence"])
        self.assertIn("previous n = 2 operations", paid[1][0]["sentence"])


class Wording(unittest.TestCase):
    """What people read in a statement."""

    TEXT = """nytte 1 english
contract "Deliveries"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 1 year
  statement 3 months after each contract year, on the data of that day
  last statement at the end of the term
party buyer  "Buyer"  buys
party seller "Seller" sells
table delivery "One row per delivery" dated by day
  id   key
  day  date
define came each year
  = count of delivery
pay buyer to seller "Deliveries"
  100 DKK per delivery * came each year
  due 30 days after the statement
"""

    def statement(self, days):
        with tempfile.TemporaryDirectory() as folder:
            here = pathlib.Path(folder)
            (here / "c.nytte").write_text(self.TEXT, encoding="utf-8")
            (here / "d.csv").write_text("id,day\n" + "".join(f"{i},{day}\n" for i, day in enumerate(days)), encoding="utf-8")
            done = subprocess.run([NYTTE, "settle", "c.nytte", "--data", "delivery=d.csv"], cwd=here, capture_output=True,
                                  text=True, encoding="utf-8", timeout=120)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        return done.stdout

    def test_numbers_agree_with_what_they_count(self):
        said = self.statement(["2020-02-01", "2020-02-02"])
        self.assertIn("2 deliveries", said)
        self.assertNotIn("deliverys", said)
        self.assertIn("\nThe one statement\n", said)
        self.assertIn("1 delivery\n", self.statement(["2020-02-01"]))

    def test_how_to_give_the_day_of_the_extract_is_said(self):
        self.assertIn("provisional because: the day of the extract is not known: give it with --extracted\n",
                      self.statement(["2020-02-01"]))


if __name__ == "__main__":
    unittest.main()
