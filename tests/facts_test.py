# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Facts at settlement, assumptions in place of what a contract leaves open, figures of the same column."""

import csv
import io
import json
import random
import sys
import tempfile
import unittest
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent / "oracle"))
import acceptance_test  # noqa: E402
import bed_oracle  # noqa: E402
import program  # noqa: E402

CONTRACTS = program.ROOT / "contracts"
BED = CONTRACTS / "bed" / "bed.nytte"
HVBP = CONTRACTS / "rules" / "hvbp" / "hvbp.nytte"
SCENARIOS = [CONTRACTS / "cyclotron" / "cyclotron-buyer.nytte", CONTRACTS / "medicine" / "medicine-buyer.nytte"]

BASE = """nytte 1 english
contract "Base"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from {start} for 3 years
  statement 3 months after each contract year, on the data of that day
  last statement at the end of the term
party buyer  "Buyer"  buys
party seller "Seller" sells
party both   "Both" together buyer 50 %, seller 50 %
fact opened    "Opened"    : date, if any, attested by all of buyer, seller
fact reported  "Reported"  : date, if any, attested by any of buyer, seller
fact reduction "Reduction" : 0..100 %, if any, attested by both
fact approved  "Approved"  : yes or no, if known, attested by buyer
table visit "One row per visit" dated by day
  id    key
  day   date
"""
VISITS = [("V1", "2020-05-31"), ("V2", "2020-06-01"), ("V3", "2021-02-01"), ("V4", "2022-02-01")]


def facts_of(facts):
    return {"nytte": "facts/1", "facts": facts}


def table(heading, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([heading, *rows])
    return out.getvalue()


def run(command, text, facts=None, visits=VISITS, extracted="2026-01-01", more=(), status=0, files=(), base=BASE):
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "c.nytte").write_text(base.format(start="2020-01-01") + text, encoding="utf-8")
        words = [command, "c.nytte", "--json"]
        if command in ("settle", "measure"):
            (here / "v.csv").write_text(table(["id", "day"], visits), encoding="utf-8")
            words += ["--data", "visit=v.csv", "--extracted", extracted]
        if facts is not None:
            (here / "facts.json").write_text(json.dumps(facts_of(facts)), encoding="utf-8")
            words += ["--facts", "facts.json"]
        for name, content in files:
            (here / name).write_text(content, encoding="utf-8")
        done = program.run(*words, *more, folder=here)
    if done.returncode != status:
        raise AssertionError(f"exit {done.returncode}: {done.stderr.decode()}{done.stdout.decode()[:2000]}")
    return json.loads(done.stdout) if done.stdout.strip() else done.stderr.decode()


def settle(text, facts=None, **more):
    return run("settle", text, facts, **more)


def amounts(said, label="x"):
    """Per year: the sum of the payments of that label, or None."""
    found = []
    for period in said["periods"]:
        mine = [Decimal(line["amount"]) for line in period["payments"] if line["label"] == label]
        found.append(sum(mine) if mine else None)
    return found


def both(day):
    return {"attested": {"buyer": day, "seller": day}}


def reduced(value, day):
    return {"value": value, "attested": {"both": day}}


EACH_VISIT = 'pay buyer to seller "x"\n  100 DKK * (100 % - (reduction, unknown as 0 %)) for each visit\n  due 1 day after day\n'
EACH_YEAR = 'pay buyer to seller "x"\n  100 DKK * (100 % - (reduction, unknown as 0 %)) each year\n  due 1 month after the statement\n'
IF_OPENED = ('define fee each visit\n  first that holds:\n  when opened has happened: 100 DKK\n  otherwise: 1 DKK\n'
             'pay buyer to seller "x"\n  fee for each visit\n  due 1 day after day\n')


def by_both(day):
    return {"attested": {"both": day}}


def once(on, condition=""):
    return f'pay buyer to seller "x"\n  100 DKK once on {on}{condition}\n  due 30 days after that day\n'


class Facts(unittest.TestCase):
    def test_all_of_is_dated_by_the_last_and_any_of_by_the_first(self):
        attested = {"attested": {"buyer": "2020-03-01", "seller": "2021-04-01"}}
        said = settle(once("opened") + once("reported").replace('"x"', '"y"'),
                      {"opened": attested, "reported": attested})
        self.assertEqual([None, 100, None], amounts(said))
        self.assertEqual([100, None, None], amounts(said, "y"))

    def test_one_who_lacks_keeps_it_open(self):
        said = settle(once("opened"), {"opened": {"attested": {"buyer": "2020-03-01"}}})
        self.assertEqual([None, None, None], amounts(said))
        fact = said["periods"][0]["facts"]["opened"]
        self.assertEqual(("not yet", ["seller"], {"buyer": "2020-03-01"}),
                         (fact["state"], fact["awaits"], fact["attested"]))

    def test_without_a_file_nothing_has_happened_and_the_statement_says_so(self):
        said = settle(once("opened"))
        self.assertEqual([None, None, None], amounts(said))
        self.assertEqual({"not yet"}, {f["state"] for p in said["periods"] for f in p["facts"].values()})

    def test_a_row_reads_a_fact_by_its_own_date(self):
        said = settle(IF_OPENED, {"opened": both("2020-06-01")})
        self.assertEqual([101, 100, 100], amounts(said))  # V1 one day before, V2 on the day

    def test_a_yearly_figure_reads_a_fact_by_the_last_day_of_the_year(self):
        text = ('define fee each year\n  first that holds:\n  when opened has happened: 100 DKK\n  otherwise: 1 DKK\n'
                'pay buyer to seller "x"\n  fee each year\n  due 1 month after the statement\n')
        self.assertEqual([100, 100, 100], amounts(settle(text, {"opened": both("2020-12-31")})))
        self.assertEqual([1, 100, 100], amounts(settle(text, {"opened": both("2021-01-01")})))

    def test_if_by_then_reads_a_fact_by_that_day(self):
        text = once("2021-06-30", " if by then opened has happened")
        self.assertEqual([None, 100, None], amounts(settle(text, {"opened": both("2021-06-30")})))
        self.assertEqual([None, 0, None], amounts(settle(text, {"opened": both("2021-07-01")})))

    def test_an_event_with_a_deadline(self):
        text = once("handed_over", " if by then handed_over <= 2020-06-30")
        text = "fact handed_over : date, if any, attested by both\n" + text
        in_time = settle(text, {"handed_over": by_both("2020-06-30")})
        self.assertEqual([100, None, None], amounts(in_time))
        self.assertEqual("2020-07-30", in_time["periods"][0]["payments"][0]["due"])
        self.assertEqual([0, None, None], amounts(settle(text, {"handed_over": by_both("2020-07-01")})))
        self.assertEqual([None, None, None], amounts(settle(text, {})))

    def test_some_time_after_a_fact(self):
        said = settle(once("opened + 13 months"), {"opened": both("2020-01-31")})
        self.assertEqual([None, 100, None], amounts(said))
        self.assertEqual("2021-03-30", said["periods"][1]["payments"][0]["due"])  # 28 February + 30 days

    def test_within_some_time_of_a_fact(self):
        text = ('define n each year = count of visit where day within 12 months of opened\n')
        said = settle(text, {"opened": both("2020-06-01")})
        self.assertEqual(["1", "1", "0"], [p["figures"]["n"]["exact"] for p in said["periods"]])

    def test_a_figure_holds_from_the_day_recorded(self):
        one = {"reduction": reduced("10 %", "2020-06-01")}
        self.assertEqual([190, 90, 90], amounts(settle(EACH_VISIT, one)))
        self.assertEqual([90, 90, 90], amounts(settle(EACH_YEAR, one)))

    def test_a_figure_recorded_again_holds_from_its_new_day(self):
        two = {"reduction": [reduced("25 %", "2022-02-01"), reduced("10 %", "2020-06-01")]}
        self.assertEqual([190, 90, 75], amounts(settle(EACH_VISIT, two)))
        said = settle(EACH_YEAR, two)
        self.assertEqual([90, 90, 75], amounts(said))
        # The data of year 2 end on 2022-03-31: by then the second has been recorded, and the year is over.
        self.assertEqual(["10", "25", "25"], [p["facts"]["reduction"]["value"]["value"] for p in said["periods"]])

    def test_the_date_of_a_fact(self):
        text = ('define days each year\n  first that holds:\n  when reduction is known: (date of reduction) - 2020-01-01\n'
                "  otherwise: 0 days\n")
        said = settle(text, {"reduction": reduced("10 %", "2021-01-02")})
        self.assertEqual(["0", "367", "367"], [p["figures"]["days"]["exact"] for p in said["periods"]])

    def test_a_payment_on_the_date_of_a_fact(self):
        said = settle(once("(date of reduction) + 1 year", " if by then reduction is known"),
                      {"reduction": reduced("10 %", "2020-06-01")})
        self.assertEqual([None, 100, None], amounts(said))

    def test_a_fact_that_is_yes_or_no(self):
        text = ('define fee each year\n  first that holds:\n  when approved is known and approved is yes: 5 DKK\n'
                "  otherwise: 0 DKK\n")
        said = settle(text, {"approved": {"value": "yes", "attested": {"buyer": "2021-05-01"}}})
        self.assertEqual(["0", "5", "5"], [p["figures"]["fee"]["exact"] for p in said["periods"]])

    def test_what_comes_after_the_data_date_has_not_happened_in_that_statement(self):
        said = settle("", {"opened": both("2021-04-01")})  # the data date of year 1
        self.assertEqual(["happened"] * 3, [p["facts"]["opened"]["state"] for p in said["periods"]])
        said = settle("", {"opened": both("2021-04-02")})
        self.assertEqual(["not yet", "happened", "happened"], [p["facts"]["opened"]["state"] for p in said["periods"]])
        self.assertEqual({}, said["periods"][0]["facts"]["opened"]["attested"])

    def test_what_comes_after_the_extract_is_a_fault_and_not_known(self):
        text = once("2021-06-30", " if by then opened has not happened")
        said = settle(text, {"opened": both("2031-06-01")}, extracted="2024-01-01")
        faults = [(r["file"], r["line"], r["column"], r["value"]) for r in said["rejects"]]
        self.assertEqual([("facts.json", 1, "opened, attested by buyer", "2031-06-01"),
                          ("facts.json", 1, "opened, attested by seller", "2031-06-01")], faults)
        self.assertEqual("not known", said["periods"][0]["facts"]["opened"]["state"])
        self.assertEqual([None, 0, None], amounts(said))
        self.assertEqual({"provisional"}, {p["status"] for p in said["periods"]})
        self.assertTrue(any("cannot be known" in why for why in said["periods"][1]["why_provisional"]))

    def test_a_day_that_a_fact_sets_too_late_stops(self):
        early = once("opened - 2 months")
        self.assertEqual([100, None, None], amounts(settle(early, {"opened": both("2021-02-01")})))
        self.assertIn("N0645", settle(early.replace("2 months", "18 months"), {"opened": both("2022-02-01")}, status=1))

    def test_a_day_outside_all_years_stops(self):
        self.assertIn("N0439", settle(once("opened"), {"opened": both("2023-01-01")}, status=1))

    def test_the_file_is_fingerprinted(self):
        said = settle("", {"opened": both("2020-01-01")})
        self.assertEqual(["contract", "data", "facts"], [f["role"] for f in said["fingerprints"]["files"]])

    def test_what_is_always_there_is_read_by_no_day(self):
        text = ("fact handed : date, attested by buyer\nfact beds : 0..500, attested by seller\n" + once("handed") +
                'pay buyer to seller "y"\n  1 DKK * beds each year\n  due 1 month after the statement\n')
        said = settle(text, {"handed": {"attested": {"buyer": "2021-02-01"}},
                             "beds": {"value": "40", "attested": {"seller": "2022-02-01"}}})
        self.assertEqual(([None, 100, None], [40, 40, 40]), (amounts(said), amounts(said, "y")))

    def test_measures_read_facts_too(self):
        text = ('measure late "Late"\n  over visit where opened has happened\n  count\n  needs at least 1 row, or is unknown\n')
        said = run("measure", text, {"opened": both("2020-06-01")})
        self.assertEqual([1, 1, 1], [m["rows"] for m in said["measures"]])
        said = run("measure", text)
        self.assertEqual([0, 0, 0], [m["rows"] for m in said["measures"]])

    def test_facts_of_the_whole_contract_need_a_year(self):
        said = run("check", "define d = opened\n", status=1)
        self.assertEqual(["N0310"], [d["code"] for d in said["diagnostics"]])

    def test_the_text_lists_facts_and_whom_they_await(self):
        with tempfile.TemporaryDirectory() as folder:
            words = program.output("settle", BED, "--data", f"delivery={CONTRACTS}/bed/data/deliveries.csv", "--facts",
                                   CONTRACTS / "bed" / "facts-bed.json", "--extracted", "2026-01-01").decode()
        self.assertRegex(words, r"\n {7}phase_1_approved +3 October 2014\n")
        self.assertRegex(words, r"\n {7}phase_4_approved +not yet; awaits Region of Southern Denmark, Capital Region and Consortium\n")
        self.assertRegex(words, r"\n {7}stopped +not yet; awaits any of Region of Southern Denmark, Capital Region or Consortium\n")


class Shapes(unittest.TestCase):
    def fits(self, name, said):
        self.assertEqual([], [f"{list(e.path)}: {e.message}" for e in acceptance_test.checker(name).iter_errors(said)])

    def test_files_of_facts(self):
        self.fits("facts", json.loads((CONTRACTS / "bed" / "facts-bed.json").read_text()))
        self.fits("facts", facts_of({"reduction": [reduced("10 %", "2020-06-01"), reduced("12 %", "2021-06-01")]}))
        for wrong in [{"opened": "2020-01-01"}, {"opened": {"value": "1 %"}}, {"reduction": {"value": 1, "attested": {}}}]:
            self.assertTrue(list(acceptance_test.checker("facts").iter_errors(facts_of(wrong))), wrong)

    def test_statements_with_facts(self):
        said = settle(once("opened"), {"opened": both("2031-01-01"), "reduction": reduced("10 %", "2020-06-01"),
                                       "approved": {"value": "yes", "attested": {"buyer": "2021-05-01"}}})
        self.assertEqual({"not known", "happened", "not yet"}, {f["state"] for f in said["periods"][1]["facts"].values()})
        self.fits("settle", said)

    def test_simulations_with_assumptions(self):
        self.fits("simulate", program.answer("simulate", SCENARIOS[0], "--worlds", "3", "--json"))


class FirstDay(unittest.TestCase):
    PAY = 'given signed = 2020-02-01 from "x"\n' + once("2020-02-01")

    def settle(self, start, status=0):
        text = BASE.format(start=start)[:BASE.format(start=start).index("table visit")] + self.PAY
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "c.nytte").write_text(text, encoding="utf-8")
            return program.run("settle", "c.nytte", "--json", folder=folder)

    def test_a_given_day(self):
        said = json.loads(self.settle("signed").stdout)
        self.assertEqual(["2020-02-01", "2021-02-01", "2022-02-01"], [p["from"] for p in said["periods"]])

    def test_a_day_that_must_be_computed_is_refused(self):
        done = self.settle("signed + 1 month")
        self.assertEqual((1, b""), (done.returncode, done.stdout))
        self.assertIn(b"N0601", done.stderr)


class Bed(unittest.TestCase):
    """Phases, guarantee and joint regions, against the rules said again in Python."""

    def program(self, facts, deliveries):
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder)
            (here / "facts.json").write_text(json.dumps(facts_of(
                {name: {"attested": {p: str(d) for p, d in days.items()}} for name, days in facts.items()})))
            (here / "d.csv").write_text(table(["id", "delivered", "buyer", "beds"],
                                              [(f"L{i:03}", *row) for i, row in enumerate(deliveries)]))
            return program.answer("settle", BED, "--data", "delivery=d.csv", "--facts", "facts.json",
                                  "--extracted", "2026-01-01", "--json", folder=here)

    def compare(self, facts, deliveries):
        said = self.program(facts, deliveries)
        told = {}
        for period in said["periods"]:
            for line in period["payments"]:
                due = line["due"]
                days = due if isinstance(due, dict) else {"first": due, "last": due}
                told[period["period"], line["label"], line["from"]] = (
                    Fraction(line["amount"]), None if due is None else (days["first"], days["last"]))
        wanted = {key: (amount, (str(min(days)), str(max(days))))
                  for key, (amount, days) in bed_oracle.settle(facts, deliveries).items()}
        # A year without deliveries shows no line of them; a nothing between column parties is not shown.
        self.assertEqual(wanted, {key: value for key, value in told.items() if value[1]})

    def test_the_worked_example(self):
        said = json.loads((CONTRACTS / "bed" / "facts-bed.json").read_text())["facts"]
        facts = {name: {p: date.fromisoformat(d) for p, d in f["attested"].items()} for name, f in said.items()}
        with open(CONTRACTS / "bed" / "data" / "deliveries.csv", encoding="utf-8") as file:
            deliveries = [(date.fromisoformat(r["delivered"]), r["buyer"], int(r["beds"])) for r in csv.DictReader(file)]
        self.compare(facts, deliveries)
        owed = bed_oracle.settle(facts, deliveries)
        # By hand: phase 4 on 2015-12-03, so the guarantee ends on 2018-06-03; south took 60 + 80 of its 250 by then,
        # the 40 of the day after are too late; the capital took 120 + 90 + 55, more than its 250.
        self.assertEqual((Fraction(110 * 25_000), [date(2018, 8, 31)]), owed[4, "Beds guaranteed and not taken", "south"])
        self.assertEqual((Fraction(0), [date(2018, 8, 31)]), owed[4, "Beds guaranteed and not taken", "capital"])
        self.assertEqual((Fraction(100_000), [date(2014, 11, 2)]), owed[1, "Phase 1", "south"])

    def test_many_courses_of_events(self):
        for seed in range(40):
            chance = random.Random(seed)
            facts, day = {}, date(2014, 7, 1)
            for name, _, _ in bed_oracle.PHASES:
                day = max(date(2014, 7, 1), day + timedelta(days=chance.randint(-60, 400)))
                days = {p: day + timedelta(days=chance.randint(0, 40)) for p in bed_oracle.EVERYBODY}
                if chance.random() < 0.1:
                    del days[chance.choice(bed_oracle.EVERYBODY)]
                facts[name] = days
            if chance.random() < 0.4:
                facts["stopped"] = {chance.choice(bed_oracle.EVERYBODY): date(2015, 1, 1) + timedelta(days=chance.randint(0, 2000))}
            deliveries = sorted((date(2014, 6, 1) + timedelta(days=chance.randint(0, 4100)),
                                 chance.choice(["south", "capital"]), chance.randint(0, 90)) for _ in range(25))
            with self.subTest(seed=seed):
                self.compare(facts, deliveries)


CLINICS_AND_STAYS = """table clinic "One row per clinic"
  clinic_id  key
  kind       small or large or huge
  level      0..9
table stay "One row per stay" dated by day_of
  stay_id  key
  day_of   date
  kind     large or small or tiny
  level    0..9, if known
  cost     0..100_000 DKK
"""

class Same(unittest.TestCase):
    CLINICS = [("C1", "small", 1), ("C2", "large", 2), ("C3", "huge", 3)]
    STAYS = [("S1", "2020-02-01", "small", 1, 100), ("S2", "2020-03-01", "small", 2, 201), ("S3", "2020-04-01", "large", 2, 50),
             ("S4", "2020-05-01", "tiny", "", 7), ("S5", "2021-05-01", "small", 3, 1000), ("S6", "2020-06-01", "small", 1, 4)]

    def settle(self, text, status=0, stays=None):
        base = BASE[:BASE.index("table visit")] + CLINICS_AND_STAYS
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder)
            (here / "c.nytte").write_text(base.format(start="2020-01-01") + text, encoding="utf-8")
            (here / "s.csv").write_text(table(["stay_id", "day_of", "kind", "level", "cost"], stays or self.STAYS))
            (here / "k.csv").write_text(table(["clinic_id", "kind", "level"], self.CLINICS))
            done = program.run("settle", "c.nytte", "--json", "--data", "stay=s.csv", "--data", "clinic=k.csv",
                               "--extracted", "2026-01-01", folder=here)
        self.assertEqual(status, done.returncode, done.stderr.decode())
        return json.loads(done.stdout) if status == 0 else done.stderr.decode()

    def each_stay(self, expression, **more):
        """{stay: what the figure is in its row}, of the first year; `unknown as` -1 tells what is not known."""
        text = f"define f each stay = {expression}\n"
        text += "".join(f'define at_{s} each year = sum of f over stay where stay_id is "{s}"\n' for s, *_ in self.STAYS)
        figures = self.settle(text, **more)["periods"][0]["figures"]
        return {s: Fraction(figures[f"at_{s}"]["exact"]) for s, *_ in self.STAYS if s != "S5"}

    def test_figures_over_the_rows_of_the_same_word(self):
        self.assertEqual({"S1": 305, "S2": 305, "S3": 50, "S4": 7, "S6": 305},
                         self.each_stay("(sum of cost over stay of the same kind) / 1 DKK"))
        for word, small in [("mean", Fraction(305, 3)), ("median", 100), ("lowest", 4), ("highest", 201)]:
            with self.subTest(word=word):
                told = self.each_stay(f"(({word} of cost over stay of the same kind), unknown as -1 DKK) / 1 DKK")
                self.assertEqual((small, 50, 7), (told["S1"], told["S3"], told["S4"]))
        told = self.each_stay("(count of stay of the same kind where cost > 10 DKK) / 1 stay")
        self.assertEqual((2, 1, 0), (told["S1"], told["S3"], told["S4"]))

    def test_to_date_and_by_numbers_that_may_lack(self):
        told = self.each_stay("((sum of cost over stay of the same level), unknown as -1 DKK) / 1 DKK")
        self.assertEqual({"S1": 104, "S2": 251, "S3": 251, "S4": -1, "S6": 104}, told)

    def test_words_of_two_tables_are_compared_as_words(self):
        told = self.each_stay("(sum of level over clinic of the same kind)")
        self.assertEqual({"S1": 1, "S2": 1, "S3": 2, "S4": 0, "S6": 1}, told)

    def test_the_one_row_of_the_same_figure(self):
        text = ("define level each year\n  in the first year 2\n  in later years previous level + 1\n"
                "define looked each year = ((the cost over stay of the same level), unknown as -1 DKK)\n")
        two = self.settle(text, status=1)
        self.assertIn("N0613", two)
        said = self.settle(text, stays=[("S1", "2020-02-01", "small", 2, 100), ("S2", "2020-02-01", "small", 1, 5),
                                        ("S3", "2020-02-01", "small", 1, 5), ("S4", "2021-02-01", "small", 3, 9)])
        self.assertEqual(["100", "9", "-1"], [p["figures"]["looked"]["exact"] for p in said["periods"]])

    def test_hospitals_that_exchange_points(self):
        """Reference case pay-hvbp-a: points by measure, mean by domain, slope and what each hospital gains."""
        measures = [("A", "outcome", 0.87, 0.86, 0.8623, 0.8793, "yes"), ("A", "outcome", 0.8793, 0.8, 0.8623, 0.8793, "yes"),
                    ("A", "experience", 0.86, 0.8, 0.8623, 0.8793, "yes"), ("B", "safety", 0.0224, 0.031, 0.0254, 0.0179, "no"),
                    ("B", "efficiency", 0.0254, "", 0.0254, 0.0179, "no"), ("B", "efficiency", 0.03, 0.028, 0.0254, 0.0179, "no")]
        points = [5, 10, 7, 6, 1, 0]
        bases = {"A": 60_000_000, "B": 25_000_000, "C": 90_000_000}
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder)
            (here / "y.csv").write_text(table(["id", "year_end", "hospital", "base"],
                                              [(f"Y{h}", "2026-12-31", f"hospital_{h.lower()}", b) for h, b in bases.items()]))
            (here / "r.csv").write_text(table(
                ["result_id", "result_end", "hospital", "domain", "performance", "baseline", "threshold", "benchmark", "more_is_good"],
                [(f"R{i}", "2026-12-31", f"hospital_{h.lower()}", d, p, b, t, m, g) for i, (h, d, p, b, t, m, g) in enumerate(measures)]))
            said = program.answer("settle", HVBP, "--data", "hospital_year=y.csv", "--data", "result=r.csv",
                                  "--extracted", "2027-06-01", "--json", folder=here)
        domains = defaultdict(list)
        for (hospital, domain, *_), got in zip(measures, points):
            domains[hospital, domain].append(got)
        total = {}
        for hospital in "AB":
            means = [Fraction(sum(p), len(p)) for (h, _), p in domains.items() if h == hospital]
            total[hospital] = 10 * sum(means) / len(means)
        slope = Fraction(sum(bases[h] for h in total)) / sum(bases[h] * total[h] / 100 for h in total)
        net = {h: Fraction(2, 100) * bases[h] * (slope * total[h] / 100 - 1) for h in total}
        self.assertEqual(slope, Fraction(said["periods"][0]["figures"]["slope"]["exact"]))
        told = {}
        for line in said["periods"][0]["payments"]:
            if line["from"] == "payer":
                told[line["to"]] = Fraction(line["amount"])
            else:
                told[line["from"]] = -Fraction(line["amount"])
        self.assertEqual({f"hospital_{h.lower()}": round(n * 100) / Fraction(100) for h, n in net.items()}, told)


class Assumed(unittest.TestCase):
    OPEN = BASE.replace("{start}", "signed") + 'given signed : date to be agreed\ngiven fee : 0..9_000 DKK to be agreed\n'
    FEE = 'pay buyer to seller "x"\n  fee each year\n  due 1 month after the statement\n'

    def simulate(self, text, base=None, status=0, more=()):
        return run("simulate", text, base=base or self.OPEN, more=["--worlds", "5", *more], status=status)

    def test_with_all_gaps_assumed_it_simulates_and_says_what_was_assumed(self):
        said = self.simulate(self.FEE + 'assume signed = 2021-05-01 from "a"\nassume fee = 100 DKK from "b"\n')
        self.assertEqual([("signed", "to be agreed", '= 2021-05-01 from "a"'), ("fee", "to be agreed", '= 100 DKK from "b"')],
                         [(a["name"], a["instead_of"], a["words"]) for a in said["assumed"]])
        self.assertEqual([], said["undefined"])

    def test_one_gap_left_open_is_refused(self):
        said = self.simulate(self.FEE + 'assume signed = 2021-05-01 from "a"\n', status=1)
        self.assertIn("N0602", said)
        self.assertNotIn("`signed`", said.splitlines()[0])

    def test_no_settlement_sees_an_assumption(self):
        closed = BASE + 'given fee = 7 DKK from "contract"\noffer bid : 0..10 DKK, if not offered 3 DKK\n'
        pay = self.FEE + 'pay buyer to seller "y"\n  bid each year\n  due 1 month after the statement\n'
        believed = ('assume fee = 100 DKK from "b"\nassume opened = 2020-02-01 from "b"\nassume bid = 9 DKK from "b"\n')
        said = run("settle", pay + once("opened").replace('"x"', '"z"') + believed, base=closed)
        self.assertEqual(([7, 7, 7], [3, 3, 3], [None, None, None]), (amounts(said), amounts(said, "y"), amounts(said, "z")))

    def test_an_assumed_first_day_moves_the_imagined_calendar_and_no_other(self):
        base = BASE.replace("{start}", "signed") + 'given signed = 2020-01-01 from "contract"\n'
        text = once("2021-06-30") + 'assume signed = 2021-01-01 from "b"\n'
        self.assertEqual([None, 100, None], amounts(run("settle", text, base=base)))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "w.csv"
            self.simulate(text, base=base, more=["--csv", str(path)])
            with open(path, encoding="utf-8", newline="") as file:
                self.assertEqual({"1"}, {line["period"] for line in csv.DictReader(file)})

    def test_a_contract_with_gaps_is_not_settled_whatever_a_model_assumes(self):
        text = self.FEE + 'assume signed = 2021-05-01 from "a"\nassume fee = 100 DKK from "b"\n'
        self.assertIn("N0602", run("settle", text, base=self.OPEN, status=1))

    def test_a_define_and_an_offer_are_replaced(self):
        base = BASE + 'offer bid : 0..10 DKK\ndefine part each year = 2 * bid\n'
        pay = ('pay buyer to seller "x"\n  part each year\n  due 1 month after the statement\n'
               'pay buyer to seller "y"\n  bid each year\n  due 1 month after the statement\n')
        lines = self.worlds(pay + 'assume bid = 4 DKK from "b"\n', base)
        self.assertEqual({("x", Decimal("8.00")), ("y", Decimal("4.00"))}, lines)
        lines = self.worlds(pay + 'assume bid = 4 DKK from "b"\nassume part = 1 DKK from "b"\n', base)
        self.assertEqual({("x", Decimal("1.00")), ("y", Decimal("4.00"))}, lines)

    def worlds(self, text, base):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "w.csv"
            self.simulate(text, base=base, more=["--csv", str(path)])
            with open(path, encoding="utf-8", newline="") as file:
                return {(line["label"], Decimal(line["amount"])) for line in csv.DictReader(file)}

    def test_shares_that_are_assumed_come_to_a_whole(self):
        base = BASE + ('given share : 0..100 % to be agreed\nparty a "A"\nparty b "B"\nparty c "C"\n'
                       'party three "Three" together a share, b share, c share\n')
        pay = 'pay three to buyer "x"\n  0.005 DKK each year\n  due 1 month after the statement\n'  # a tie in doubles
        self.simulate(pay + 'assume share = 100 % / 3 from "b"\n', base=base)
        said = self.simulate(pay + 'assume share = 40 % from "b"\n', base=base, status=1)
        self.assertIn("N0616", said)
        said = self.simulate(pay.replace("0.005", "5") + 'assume share = 40 % from "b"\n', base=base, status=1)
        self.assertIn("N0616", said)

    def test_what_the_calendar_is_made_of_is_not_imagined(self):
        measure = ('given ripe = 1 year from "x"\nmeasure m "M"\n  over visit\n  count\n  counted ripe after day\n'
                   "  needs at least 1 row, or is unknown\n")
        base = BASE.replace("last statement at the end of the term", "last statement 1 year after the term")
        for text in ['assume ripe = 6 months from "b"\n', 'alternative sooner "S"\n  ripe = 6 months\n']:
            with self.subTest(text=text):
                said = run("check", measure + text, base=base, status=1)
                self.assertEqual(["N0387"], [d["code"] for d in said["diagnostics"]])

    def test_an_alternative_goes_before_an_assumption(self):
        base = BASE + 'given fee : 0..9_000 DKK to be agreed\n'
        self.assertEqual({("x", Decimal("2.00"))}, self.worlds(self.FEE + 'assume fee = 1 DKK from "b"\n'
                                                              'alternative other "O"\n  fee = 2 DKK\n', base))

    def test_twice_in_one_contract_or_one_model_is_an_error(self):
        for text in ['given wage = 1 DKK from "a"\ngiven wage = 2 DKK from "b"\n',
                     'given wage = 1 DKK from "a"\nassume wage = 1 DKK from "b"\nassume wage = 2 DKK from "c"\n',
                     'measure m "M"\n  over visit\n  count\nassume m = 2 visits from "c"\n']:
            with self.subTest(text=text):
                said = run("check", text, status=1)
                self.assertEqual(["N0302"], [d["code"] for d in said["diagnostics"]])

    def test_assumed_out_of_its_range_a_world_is_undefined(self):
        said = self.simulate(self.FEE + 'assume signed = 2021-05-01 from "a"\nassume part = 100 % / 3 from "x"\n'
                             "assume fee = 30_000 DKK * part from \"b\"\n", status=1)
        self.assertIn("outside its declared range", said)

    def test_a_day_that_is_drawn_is_a_whole_day(self):
        text = once("opened") + 'assume opened = 2021-06-15, between 2020-02-01 and 2022-10-01, normal from "b"\n'
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "w.csv"
            run("simulate", text, base=BASE, more=["--worlds", "60", "--csv", str(path)])
            with open(path, encoding="utf-8", newline="") as file:
                years = {line["period"] for line in csv.DictReader(file)}
        self.assertEqual({"1", "2", "3"}, years)

    def test_the_worked_scenarios_check_and_simulate(self):
        for path in SCENARIOS:
            with self.subTest(path.name):
                said = program.answer("simulate", path, "--worlds", "20", "--json")
                self.assertEqual([], said["undefined"])
        self.assertEqual(["current", "offered"], [a["name"] for a in said["alternatives"]])


class TwoEvaluators(unittest.TestCase):
    """Worlds in doubles give what the same tables and facts give when they are settled exactly."""

    CONTRACT = BASE[:BASE.index("table visit")] + """party third "Third"
fact closed "Closed" : date, if any, attested by buyer
table clinic "One row per clinic"
  clinic_id  key
  kind       small or large
  weight     0..100
table visit "One row per visit" dated by day
  id     key
  day    date
  kind   small or large, if known
  payer  a party
  cost   0..100_000 DKK
define mine each visit = (sum of cost over visit of the same payer) / (count of visit of the same payer) * 1 visit
define middle each visit = (median of cost over visit of the same kind to date where cost > 5 DKK), unknown as 0 DKK
define turn each visit = running number by day where cost > 60 DKK * (count of clinic) / 1 clinic
define fee each visit
  first that holds:
  when turn < 3: 2 * cost
  when opened has happened and day within 9 months of opened: cost * (100 % - (reduction, unknown as 0 %))
  otherwise: mine + middle / 3 + 1 DKK * (sum of weight over clinic of the same kind, unknown as 7)
define late each year
  first that holds:
  when opened has happened: 20 DKK
  otherwise: 1 DKK
pay payer to seller "row"
  fee for each visit
  due 1 day after day
pay both to seller "once"
  1_200 DKK * 2/3 once on opened + 5 months if by then reported has happened
  due 30 days after that day
pay buyer to third "unless"
  9 DKK once on 2021-05-05 if by then closed has not happened
  due 30 days after that day
pay buyer to seller "year"
  late * (count of visit) / 1 visit each year
  due 1 month after the statement
"""
    BELIEF = """nytte 1 english
use "c.nytte"
assume opened = 2020-11-20 from "x"
assume reported = 2021-04-20 from "x"
assume reduction = 12.5 % from "x"
model clinic with 5 rows
  kind    small 60 %, large remaining
  weight  ~ gamma(mean 4, sd 2)
model visit arriving 30 visits per year
  kind   small 30 %, large remaining known 80 %
  payer  buyer 60 %, third remaining
  cost   ~ gamma(mean 300 DKK, sd 200 DKK)
"""
    FACTS = {"opened": both("2020-11-20"), "reported": {"attested": {"buyer": "2021-04-20"}},
             "reduction": reduced("12.5 %", "2020-01-01")}

    def test_each_world_settled_exactly(self):
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder)
            (here / "c.nytte").write_text(self.CONTRACT.format(start="2020-01-01"), encoding="utf-8")
            (here / "m.nytte").write_text(self.BELIEF, encoding="utf-8")
            (here / "facts.json").write_text(json.dumps(facts_of(self.FACTS)))
            said = program.output("simulate", "m.nytte", "--worlds", 12, "--csv", "w.csv", folder=here).decode()
            self.assertIn("12 of 12 worlds\n", said)
            self.assertNotIn("run once more exactly", said)
            program.output("imagine", "m.nytte", "--worlds", 12, "--folder", "t", folder=here)
            worlds = [defaultdict(Decimal) for _ in range(12)]
            with open(here / "w.csv", encoding="utf-8", newline="") as file:
                for line in csv.DictReader(file):
                    key = line["period"], line["label"], line["from"], line["to"]
                    worlds[int(line["world"])][key] += Decimal(line["amount"])
            for number, simulated in enumerate(worlds):
                said = program.answer("settle", "c.nytte", "--data", f"visit=t/world-{number}/visit.csv",
                                      "--data", f"clinic=t/world-{number}/clinic.csv", "--facts", "facts.json",
                                      "--as-of", "2031-12-31", "--json", folder=here)
                self.assertEqual([], said["rejects"])
                settled = defaultdict(Decimal)
                for period in said["periods"]:
                    for line in period["payments"]:
                        if Decimal(line["amount"]):
                            settled[str(period["period"]), line["label"], line["from"], line["to"]] += Decimal(line["amount"])
                with self.subTest(world=number):
                    self.assertTrue(simulated)
                    self.assertEqual(simulated, settled)


if __name__ == "__main__":
    unittest.main()
