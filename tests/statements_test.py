# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""What a statement tells its readers beside the amounts: why nothing is paid, which limit decided, what rounding moved,
what goes on to the next year; as text, as HTML, and in Danish."""
import csv
import html.parser
import io
import json
import pathlib
import subprocess
import tempfile
import unittest
from fractions import Fraction

import program

BASE = """nytte 1 english
contract "Small"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 3 years
  statement 3 months after each contract year, on the data of that day
  last statement at the end of the term
  objections within 30 days of the statement
party north  "North"
party south  "South"
party buyers "The buyers" together north 60 %, south 40 %
party seller "Seller" sells
table operation "Op" dated by done
  id      key
  done    date
  weight  0..24
  again   yes or no
"""
ROWS = "id,done,weight,again\n1,2020-02-01,1.5,yes\n2,2020-03-01,2.25,no\n3,2021-02-01,3,no\n4,2022-02-01,4,no\n5,2022-03-01,4,no\n"
TEXT = """
measure again_rate "Share again" clause 3.1
  over operation
  share again is yes
  needs at least 1 row, or is unknown
define price "Price of an operation" each year
  in the first year  100 DKK per operation
  in later years     keep previous price * (1 + 20 %) between 90 DKK per operation and 110 DKK per operation
pay buyers to seller "Operations" clause 4.1
  price * weight / 7 for each operation
  due 30 days after done
pay buyers to seller "Bonus for few" clause 4.2
  1_000 DKK * (1 - again_rate, unknown as 0 %) each year
  when again_rate, unknown as 100 % < 10 %
  due 30 days after the statement
"""
TEXT = TEXT.replace("1_000 DKK * (1 - again_rate, unknown as 0 %)", "1_000 DKK * (1 - (again_rate, unknown as 0 %))")
TEXT = TEXT.replace("when again_rate, unknown as 100 % < 10 %", "when (again_rate, unknown as 100 %) < 10 %")


def settle(*more, text=TEXT, base=BASE, rows=ROWS, extracted="2026-01-01", status=0):
    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder)
        (here / "c.nytte").write_text(base + text, encoding="utf-8")
        (here / "o.csv").write_text(rows, encoding="utf-8")
        done = subprocess.run([str(program.NYTTE), "settle", "c.nytte", "--data", "operation=o.csv", "--extracted", extracted, *more],
                              cwd=here, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != status:
        raise AssertionError(done.stderr)
    return done.stdout


class Page(html.parser.HTMLParser):
    """Counts what is open, and notes every name of an element."""

    def __init__(self, text):
        super().__init__()
        self.open, self.names, self.words = [], set(), ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.names.add(tag)
        self.names.update(name for name, _ in attributes)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open.pop() != tag:
            raise AssertionError(f"{tag} closes what it did not open")

    def handle_data(self, data):
        self.words += data


class Statements(unittest.TestCase):
    def setUp(self):
        self.periods = json.loads(settle("--json"))["periods"]

    def test_rounding_is_shown_and_never_lost(self):
        for period in self.periods:
            for label in ("Operations", "Bonus for few"):
                paid = sum(Fraction(p["amount"]) for p in period["payments"] if p["label"] == label)
                rounded = [r for r in period["rounding"] if r["label"] == label]
                exact = Fraction(rounded[0]["before"]) + Fraction(rounded[0]["added"]) if rounded else paid
                self.assertEqual(paid, exact, (period["period"], label))
        first = self.periods[0]["rounding"]
        self.assertEqual([("Operations", Fraction(375, 7))], [(r["label"], Fraction(r["before"])) for r in first])
        # 150/7 = 21.428… is paid as 21.43, 225/7 = 32.142… as 32.14.
        self.assertEqual(Fraction(5357, 100) - Fraction(375, 7), Fraction(first[0]["added"]))
        self.assertIn("       before rounding 53.571428571429 DKK; rounding took 0.001428571429 DKK off\n", settle())

    def test_why_nothing_is_paid(self):
        bonus = [p for p in self.periods[0]["payments"] if p["label"] == "Bonus for few"]
        self.assertEqual(["0.00", "0.00"], [p["amount"] for p in bonus])
        self.assertIn("this does not hold: (again_rate, unknown as 100 %) < 10 %, with again_rate = 50 % (year 1: 1 of 2 rows)",
                      bonus[0]["nothing_because"])
        self.assertEqual({None}, {p["nothing_because"] for p in self.periods[1]["payments"]})

    def test_members_of_a_joint_party_show_their_share(self):
        self.assertEqual({("north", "60 %"), ("south", "40 %")}, {(p["from"], p["share"]) for p in self.periods[0]["payments"]})
        self.assertIn("       South pays Seller; share of The buyers: 40 %\n", settle())

    def test_the_limit_that_decided_is_named(self):
        words = settle()
        self.assertIn("price                       110.00 DKK per operation (held at the highest allowed; it would be 120.00 DKK per operation)\n", words)
        self.assertEqual(2, words.count("held at"))

    def test_what_goes_on_to_the_next_statement(self):
        self.assertEqual([{"price": "100.00"}, {"price": "110.00"}, {}],
                         [{name: of["value"] for name, of in period["carried"].items()} for period in self.periods])

    def test_html_is_whole_and_needs_nothing(self):
        page = Page(settle("--format", "html"))
        self.assertEqual([], page.open)
        self.assertFalse({"script", "link", "img", "src", "href"} & page.names)
        for words in ("Small", "Share again", "50 %", "Rounding", "North pays Seller"):
            self.assertIn(words.lower(), page.words.lower())
        self.assertIn("&lt;", settle("--format", "html", base=BASE.replace('"Small"', '"S < T"')))

    def test_danish(self):
        words = settle("--lang", "da")
        for line in ("Opgørelse for kontraktår 1", "I alt i året", "forfalder linje for linje",
                     "før afrunding 53,571428571429 kr.", "intet, da dette ikke gælder:", "Alle 3 opgørelser"):
            self.assertIn(line, words)
        for english in ("Statement", "pays", "receives", "rows", "rounding", "not known"):
            self.assertNotIn(english, words)

    def test_lines_for_an_accounting_system(self):
        lines = list(csv.DictReader(io.StringIO(settle("--format", "csv"))))
        for period in self.periods:
            for payment in period["payments"]:
                mine = [line for line in lines if (int(line["period"]), line["label"], line["from"]) ==
                        (period["period"], payment["label"], payment["from"])]
                self.assertEqual(Fraction(payment["amount"]), sum(Fraction(line["amount"]) for line in mine))
                self.assertEqual({period["status"]}, {line["status"] for line in mine})
        danish = settle("--format", "csv", "--lang", "da")
        self.assertTrue(danish.startswith("\ufeffperiode;"))
        amounts = [row[6] for row in csv.reader(io.StringIO(danish[1:]), delimiter=";")][1:]
        self.assertEqual([line["amount"].replace(".", ",") for line in lines], amounts)

    def test_no_cell_is_a_formula(self):
        found = settle("--format", "csv", rows=ROWS.replace("\n1,", "\n=1+1,"))
        self.assertIn(",\"'=1+1\",", found)

    def test_before_the_first_statement_and_before_the_contract(self):
        self.assertIn("\nno statement is drawn yet: the first is drawn on the data of 1 April 2021\n", settle("--as-of", "2020-01-01"))
        self.assertEqual([], json.loads(settle("--as-of", "2021-03-31", "--json"))["periods"])
        with self.assertRaisesRegex(AssertionError, "`--as-of`: on 2019-12-31 there is no contract yet; it runs from 2020-01-01"):
            settle("--as-of", "2019-12-31")

    def test_objections(self):
        told = settle("--as-of", "2021-04-15", extracted="2021-04-15")
        self.assertIn("objections may be made until 1 May 2021\n", told)


CORRECTED = ROWS.replace("3,2021-02-01,3,no", "3,2021-02-01,3,yes").replace("2,2020-03-01,2.25", "2,2020-03-01,2.50")


class Units(unittest.TestCase):
    """A figure stands in the unit that the contract writes: its own, or that of its expression; never a bare base unit."""

    TABLE = "  hours   0..24 hour\n  days    1..400 day\n"
    ROWS = "id,done,weight,again,hours,days\n1,2020-02-01,1.5,yes,3,40\n2,2020-03-01,2.25,no,6,60\n"
    # the figure as it is written, and how it is shown
    SHOWN = {
        "400 DKK per hour * 1": "400.00 DKK per hour",
        "(400 DKK per hour, unknown as 0 DKK per hour) + 1 DKK per hour": "401.00 DKK per hour",
        "400 DKK per hour * (sum of hours over operation)": "3,600.00 DKK",
        "sum of hours over operation": "9 hours",
        "(count of operation) / 12 hours": "0.1667 operations per hour",
        "(count of operation) / 1 week": "2 operations per week",
        "(count of operation) / max(1 day, (sum of days over operation))": "0.02 operations per day",
        "4_500 DKK per operation per year": "4,500.00 DKK per operation per year",
        "4_500 DKK per operation per month * 2": "9,000.00 DKK per operation per month",
        "3 quarters": "3 quarters",
        "120 DKK per month per operation + 0 DKK per operation per year": "1,440.00 DKK per operation per year",
        "2 weeks + 12 hours": "14.5 days",
        "wage * 2": "40.00 DKK per hour",
        "scale (sum of hours over operation) from 1 DKK per week at 0 hours to 2 DKK per week at 9 hours": "2.00 DKK per week",
        "max(0 hours, (sum of hours over operation) - 1 day)": "0 hours",
    }

    def test_shown(self):
        text = "given wage = 20 DKK per hour from \"tariff\"\n" + "".join(
            f"define figure_{i} each year = {what}\n" for i, what in enumerate(self.SHOWN))
        text += "define in_weeks each year = sum of days over operation\n  rounded to 1 week\n"
        text += ("measure waiting\n  over operation\n  mean hours\nmeasure falls\n  over operation\n"
                 "  rate again is yes per 1_000 days of days\n")
        said = settle(text=text, base=BASE + self.TABLE, rows=self.ROWS)
        for i, shown in enumerate(self.SHOWN.values()):
            self.assertIn(f"figure_{i} ", said)
            self.assertRegex(said, rf"  figure_{i} +{shown}\n")
        self.assertRegex(said, r"  in_weeks +14 weeks\n")
        self.assertRegex(said, r"  waiting +4.5 hours   year 1: 2 rows\n")
        self.assertRegex(said, r"  falls +10 per 1,000 days   year 1: 1 of 2 rows\n")
        danish = settle("--lang", "da", text=text, base=BASE + self.TABLE, rows=self.ROWS)
        self.assertRegex(danish, r"  falls +10 pr. 1.000 dage ")
        figures = json.loads(settle("--json", text=text, base=BASE + self.TABLE, rows=self.ROWS))["periods"][0]["figures"]
        self.assertEqual(("14", "14", "week"), tuple(figures["in_weeks"][key] for key in ("value", "exact", "unit")))


class Against(unittest.TestCase):
    """An earlier settlement, and the same contract on corrected rows."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.earlier = pathlib.Path(folder.name) / "earlier.json"
        self.earlier.write_text(settle("--json", "--as-of", "2022-06-01"), encoding="utf-8")

    def against(self, *more, status=0, **changes):
        return settle("--against", str(self.earlier), *more, status=status, **changes)

    def test_nothing_moves_without_a_correction(self):
        found = json.loads(self.against("--json"))["against"]
        self.assertEqual(([], [], [], []), tuple(found[k] for k in ("figures", "payments", "to_settle", "files")))
        self.assertEqual(2, found["compared"])
        self.assertIn("\n1 statement is new since then\nnothing has moved\n", self.against())

    def test_every_difference_and_their_sum(self):
        before = json.loads(self.earlier.read_text(encoding="utf-8"))
        now = json.loads(self.against("--json", rows=CORRECTED))
        owed = {}
        for old, new in zip(before["periods"], now["periods"]):
            for a, b in zip(old["payments"], new["payments"]):
                key = (a["from"], a["to"])
                owed[key] = owed.get(key, 0) + Fraction(b["amount"]) - Fraction(a["amount"])
        expected = {(a, b) if of > 0 else (b, a): abs(of) for (a, b), of in owed.items()}
        self.assertEqual(expected, {(o["from"], o["to"]): Fraction(o["amount"]) for o in now["against"]["to_settle"]})
        # Year 2: the bonus is gone, for again_rate is 100 % now. Year 1: 0.25 of a weight more.
        self.assertEqual({("again_rate", 2)}, {(f["name"], f["period"]) for f in now["against"]["figures"]})
        self.assertEqual([{"role": "data", "file": "o.csv", "what": "changed"}], now["against"]["files"])
        words = self.against(rows=CORRECTED)
        self.assertIn("       South pays Seller: 0.00 DKK, before 400.00 DKK\n", words)
        self.assertIn("\nTo be settled now\n       Seller pays North ", words)

    def test_corrections_that_come_too_late_are_only_shown(self):
        base = BASE.replace("  objections", "  corrections within 1 year of the statement\n  objections")
        self.earlier.write_text(settle("--json", "--as-of", "2022-06-01", base=base), encoding="utf-8")
        found = json.loads(self.against("--json", "--as-of", "2022-12-01", base=base, rows=CORRECTED))["against"]
        self.assertEqual({(1, True), (2, False)}, {(p["period"], p["too_late"]) for p in found["payments"]})
        self.assertEqual(Fraction(600), Fraction(found["to_settle"][0]["amount"]))
        found = json.loads(self.against("--json", "--as-of", "2024-12-01", base=base, rows=CORRECTED))["against"]
        self.assertEqual(([], True), (found["to_settle"], all(p["too_late"] for p in found["payments"])))

    def refused(self, code, *more, **changes):
        with self.assertRaisesRegex(AssertionError, code):
            self.against(*more, **changes)

    def test_what_is_no_earlier_settlement_is_refused(self):
        self.refused("N0665", "--as-of", "2022-05-31")
        self.refused("N0663", base=BASE.replace('"Small"', '"Other"'))
        whole = self.earlier.read_text(encoding="utf-8")
        for text, code in ((whole[:-20], "N0661"), ("{}", "N0662"), (whole.replace('"settle/1"', '"measure/1"'), "N0662"),
                           (whole.replace('"amount": "', '"amount": "x'), "N0662"), (whole.replace('"period": 1,', '"period": 0,'), "N0662"),
                           (whole.replace('"bidder": null', '"bidder": "B"'), "N0664")):
            self.earlier.write_text(text, encoding="utf-8")
            self.refused(code)


if __name__ == "__main__":
    unittest.main()
