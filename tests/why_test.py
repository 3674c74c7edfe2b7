# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""`nytte why`: the trace is complete, it agrees with the statement, and it says what decided."""

import csv
import json
import re
import tempfile
import unittest
from fractions import Fraction
from pathlib import Path

import jsonschema

import program
from program import CONTRACT, KNEE, LATIN1, OFFER, ROOT, SOURCE

SCHEMAS = ROOT / "docs" / "schema"
KNEE_WORDS = [CONTRACT, "--source", SOURCE, "--offer", OFFER]
WITH_PATHWAY = """\
party buyer "Buyer" buys
party seller "Seller" sells
pay buyer to seller "Rounds" clause 7.1
  5 DKK each year
  due 30 days after the statement
price bed "A day in a bed" = 6_100 DKK per day
  of 2024 in Denmark
  from "price list"
define die each cycle of illness = 1 % * cycle of illness
pathway illness
  states well, dead
  starts in well
  cycles every year for 3 years
  counted at the end
  from well to dead die
"""
COUNTED = ("counted", "counted as an event")


def schema():
    whole = json.loads((SCHEMAS / "why.json").read_text(encoding="utf-8").replace("common.json#", "#"))
    whole["$defs"] = json.loads((SCHEMAS / "common.json").read_text(encoding="utf-8"))["$defs"]
    return jsonschema.Draft202012Validator(whole)


CHECKER = schema()


def why(words, *more):
    """The answer as JSON, held against its schema."""
    answer = program.answer("why", *words, "--json", *more)
    problems = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in CHECKER.iter_errors(answer)]
    if problems:
        raise AssertionError(problems[:5])
    return answer


def rows_by(rows):
    """Rows by fate."""
    by = {}
    for reason in rows["reasons"]:
        by[reason["fate"]] = by.get(reason["fate"], 0) + reason["rows"]
    return by


def contracts():
    """Every contract that has data of its own: the words that settle it, and its names."""
    for source in sorted(ROOT.glob("contracts/*/*-source.nytte")):
        folder, contract = source.parent, Path(str(source).replace("-source", ""))
        words = [contract, "--source", source]
        for option, pattern in (("--offer", "offer-*.json"), ("--facts", "facts-*.json")):
            found = sorted(folder.glob(pattern))
            words += [option, found[0]] if found else []
        text = contract.read_text(encoding="utf-8")
        yield words, re.findall(r"^(?:measure|define) (\w+)", text, re.M)


class Complete(unittest.TestCase):
    """Every row of the extract is told of once, rejects included."""

    def test_every_row_of_the_extract(self):
        """A CSV of the knee contract with all kinds of faults: its records, counted by Python, are the rows told of."""
        with open(LATIN1, encoding="latin-1", newline="") as file:
            records = [record for record in csv.reader(file, delimiter=";") if record]
        for name in ("revision_rate", "oks_gain", "bought", "Implants"):
            for period in (1, 3, 6):
                answer = why(KNEE_WORDS, name, "--period", period)
                told = [step["rows"] for step in answer["steps"] if step["rows"]]
                silent = [d["how"] for d in answer["steps"][0]["decisions"]] == ["nothing reports"]
                self.assertNotEqual(bool(told), silent, name)
                for rows in told:
                    with self.subTest(name=name, period=period):
                        counted = sum(reason["rows"] for reason in rows["reasons"])
                        self.assertEqual(rows["all"], len(records) - 1)
                        self.assertEqual(counted + rows["set_aside"] + rows["copies"], rows["all"])
                        self.assertGreater(rows["set_aside"], 0)
                        self.assertGreater(rows["copies"], 0)

    def test_every_contract(self):
        seen = 0
        for words, names in contracts():
            for name in names:
                for step in why(words, name)["steps"]:
                    rows, measured = step["rows"], step["measured"]
                    if not rows:
                        continue
                    seen += 1
                    with self.subTest(contract=words[0].name, name=name, step=step["name"]):
                        by = rows_by(rows)
                        self.assertEqual(sum(by.values()) + rows["set_aside"] + rows["copies"], rows["all"])
                        if measured:
                            self.assertEqual(measured["known"], sum(by.get(fate, 0) for fate in COUNTED))
                            self.assertEqual(measured["rows"] - measured["known"], by.get("not known", 0))
                            self.assertEqual(measured["excluded_rows"], by.get("excluded", 0))
        self.assertGreater(seen, 30)

    def test_the_figure_comes_of_its_rows(self):
        """The values of the rows that count give the figure, by Python."""
        for name, period in (("stay", 5), ("oks_gain", 5), ("revision_rate", 5), ("satisfied_share", 4)):
            step = why(KNEE_WORDS, name, "--period", period, "--rows")["steps"][0]
            values = [row["value"] for row in step["rows"]["every_row"] if row["fate"] in COUNTED]
            numbers = [Fraction({"yes": 1, "no": 0}.get(value, value)) for value in values]
            with self.subTest(name=name):
                self.assertEqual(len(numbers), step["measured"]["known"])
                self.assertEqual(Fraction(step["exact"]), sum(numbers) / len(numbers))

    def test_the_payment_comes_of_its_rows(self):
        step = why(KNEE_WORDS, "Implants", "--period", 5, "--rows")["steps"][0]
        paid = [row for row in step["rows"]["every_row"] if row["fate"] == "paid"]
        amount = sum(Fraction(row["value"] or 13234.85) for row in paid)
        settled = program.answer("settle", *KNEE_WORDS, "--json", "--period", 5)["periods"][0]["payments"][0]
        self.assertEqual(len(paid), settled["rows"])
        self.assertEqual(step["paid"][0]["amount"], settled["amount"])
        self.assertEqual(Fraction(settled["amount"]), Fraction("13234.85") * len(paid))
        self.assertGreater(amount, 0)

    def test_the_figures_are_those_of_the_statement(self):
        statement = program.answer("settle", *KNEE_WORDS, "--json", "--period", 6)["periods"][0]
        answer = why(KNEE_WORDS, "next_price", "--period", 6)
        seen = 0
        for step in answer["steps"]:
            if step["elsewhere"]:
                continue
            same = statement["figures"].get(step["name"]) or statement["measures"].get(step["name"])
            if same:
                seen += 1
                self.assertEqual(step["exact"], same["exact"], step["name"])
        self.assertGreater(seen, 10)


BASE = """nytte 1 english
contract "Base"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 3 years
  statement 3 months after each contract year, on the data of that day
  last statement at the end of the term
party buyer  "Buyer"  buys
party seller "Seller" sells
party south  "South"  sells
party both   "Both" together seller 60 %, south 40 %
given fee = 100 DKK from "the tender"
given none = 0 DKK per operation from "nobody"
fact approved "Approved" : date, if any, attested by all of buyer
table operation "Op" dated by done
  id    key
  done  date
  kind  a or b
  hours 0..24 hour, if known
  quit  date, if any
exclude operation "Short ones" clause 2
  where hours is known and hours < 1 hour
  not judged, still paid
measure stay "Hours" clause 3
  over operation where kind is a and quit has not happened
  mean hours
  counted 1 month after done
  needs at least 2 rows, or is unknown
  needs at least 40 % known, or is unknown
define held each year
  = keep (stay, unknown as 3 hours) between 2 hours and 4 hours
define worth each year
  first that holds:
  when held > 3 hours: 50 DKK
  otherwise: fee
define carried each year
  in the first year worth
  in later years previous worth
"""
ROWS = """id,done,kind,hours,quit
1,2020-02-01,a,8,
2,2020-03-01,a,9,
3,2020-04-01,a,,
4,2020-04-02,a,0.5,
5,2020-05-01,b,2,
6,2020-06-01,a,2,2020-07-01
7,2020-06-02,a,2,soon
8,2021-02-01,a,1,
9,2021-03-01,a,1.5,
10,2019-03-01,a,3,
11,2020-07-01,c,3,
1,2020-02-01,a,8,
"""


def small(text, *words, more=(), rows=ROWS, json_out=True, status=0):
    """What why says of BASE and `text`."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "c.nytte").write_text(BASE + text, encoding="utf-8")
        (here / "o.csv").write_text(rows, encoding="utf-8")
        line = [here / "c.nytte", "--data", f"operation={here / 'o.csv'}", "--extracted", "2026-01-01", *more, *words]
        if json_out:
            return why(line)
        done = program.run("why", *line)
        if done.returncode != status:
            raise AssertionError((done.returncode, done.stdout[-2000:], done.stderr[-2000:]))
        return (done.stdout + done.stderr).decode()


PAY = """pay buyer to both "Fee" clause 7
  carried each year
  due 30 days after the statement
"""


class Decided(unittest.TestCase):
    def how(self, answer, name):
        step = next(s for s in answer["steps"] if name in (s["name"], s["label"]) and not s["elsewhere"])
        return [d["how"] for d in step["decisions"]], step

    def test_fates(self):
        step = small(PAY, "stay", "--period", "1")["steps"][0]
        self.assertEqual(rows_by(step["rows"]), {
            "counted": 2, "not known": 1, "excluded": 1, "not meant": 2, "condition not known": 1, "other period": 2,
            "outside the term": 1})
        self.assertEqual((step["rows"]["set_aside"], step["rows"]["copies"], step["rows"]["all"]), (1, 1, 12))
        because = {(r["fate"], *r["because"]) for r in step["rows"]["reasons"]}
        self.assertLessEqual({("not known", "hours"), ("excluded", "Short ones"), ("not meant", "kind is a"),
                              ("not meant", "quit has not happened"), ("condition not known", "quit")}, because)

    def test_limits_and_lines(self):
        answer = small(PAY, "Fee", "--period", "1")
        self.assertEqual(self.how(answer, "held")[0], ["upper limit"])
        self.assertEqual(self.how(answer, "worth")[0], ["condition holds"])
        self.assertEqual(self.how(answer, "carried")[0], ["first period"])
        self.assertNotIn("fee", [s["name"] for s in answer["steps"]], "the line that was not taken is not followed")
        answer = small(PAY, "held", "--period", "2")
        self.assertEqual(self.how(answer, "held")[0], ["lower limit"])

    def test_from_last_year(self):
        answer = small(PAY, "Fee", "--period", "2")
        taken = next(s for s in answer["steps"] if s["name"] == "worth")
        self.assertEqual((taken["elsewhere"], taken["period"], taken["rests_on"]), (True, 1, []))
        self.assertIn("taken from the statement of contract year 1", small(PAY, "Fee", "--period", "2", json_out=False))

    def test_unknown(self):
        answer = small(PAY, "held", "--period", "3")
        self.assertEqual(self.how(answer, "stay")[0], ["no row known"])
        self.assertEqual(self.how(answer, "held")[0], ["unknown as"])
        few = small("", "stay", "--period", "2", rows=ROWS.replace("9,2021-03-01", "9,2020-03-01"))["steps"][0]
        self.assertEqual([d["how"] for d in few["decisions"]], ["needs not met"])

    def test_parts_of_a_joint_party(self):
        step = small(PAY, "Fee", "--period", "1")["steps"][0]
        self.assertEqual([(p["to"], p["amount"]) for p in step["paid"]], [("seller", "30.00"), ("south", "20.00")])
        self.assertEqual([p["share"] for p in step["paid"]], ["60 %", "40 %"])

    def test_why_an_amount_is_nothing(self):
        nothing = 'pay buyer to seller "N" clause 8\n  none * rows of stay each year\n  due 30 days after the statement\n'
        answer = small(nothing, "N", "--period", "1")
        self.assertEqual(self.how(answer, "N")[0], ["factor is 0"])
        when = 'pay buyer to seller "W" clause 8\n  fee each year\n  when held < 3 hours\n  due 30 days after the statement\n'
        hows, step = self.how(small(when, "W", "--period", "1"), "W")
        self.assertEqual((hows, step["decisions"][0]["part"]["words"]), (["condition of payment does not hold"], "held < 3 hours"))
        self.assertIn("nothing is paid, because this does not hold: held < 3 hours",
                      small(when, "W", "--period", "1", json_out=False))
        once = 'pay buyer to seller "O" clause 8\n  fee once on approved\n  due 30 days after that day\n'
        hows, step = self.how(small(once, "O"), "O")
        self.assertEqual(hows, ["not paid in this statement"])

    def test_each_row(self):
        each = 'pay buyer to seller "E" clause 9\n  fee / (1 hour) * (hours, unknown as 1 hour) for each operation where kind is a\n  when quit has not happened\n  due 30 days after done\n'
        step = small(each, "E", "--period", "1")["steps"][0]
        self.assertEqual(rows_by(step["rows"]), {"paid": 4, "not meant": 1, "condition not met": 1,
                                                 "condition not known": 1, "other period": 2, "outside the term": 1})

    def test_one_row(self):
        def fate(key):
            row = small(PAY, "stay", "--period", "1", "--row", key)["row"]
            return row["under"][0] if row["under"] else row
        excluded = fate("4")
        self.assertEqual((excluded["fate"], excluded["because"]), ("excluded", ["Short ones"]))
        self.assertEqual({c["words"]: c["exact"] for c in excluded["conditions"]},
                         {"kind is a": "yes", "quit has not happened": "yes", "hours is known and hours < 1 hour": "yes"})
        self.assertIn(("hours", "1/48"), [(c["words"], c["exact"]) for c in excluded["cells"]])
        self.assertEqual(fate("6")["fate"], "not meant")
        self.assertEqual(fate("8")["fate"], "other period")
        self.assertEqual(fate("2")["value"]["exact"], "3/8")
        aside = fate("11")
        self.assertEqual([(Path(a["file"]).name, a["line"]) for a in aside["set_aside"]], [("o.csv", 12)])
        self.assertIn("N0568", small(PAY, "stay", "--row", "99", json_out=False, status=1))
        self.assertNotIn("99", re.sub(r"\n +1\| .*", "", small(PAY, "stay", "--row", "99", json_out=False, status=1)))


class Asked(unittest.TestCase):
    def test_names(self):
        for name, first in (("7.1", "Implants"), ("Impl", "Implants"), ("impl", "Implants"), ("Implantater", "Implants"),
                            ("5.4", "revision_rate"), ("stay", "stay")):
            more = ["--lang", "da"] if name == "Implantater" else []
            step = why(KNEE_WORDS, name, *more)["steps"][0]
            self.assertEqual(step["label"] if step["kind"] == "payment" else step["name"], first)

    def test_wrong_names(self):
        for name, code, says in (("Penlty", "N0566", "Penalty for revisions"), ("revision_rat", "N0566", "`revision_rate`"),
                                 ("7.2", "N0567", "`settled_price`, `next_price`"), ("", "N0566", "The payments are")):
            done = program.run("why", *KNEE_WORDS, name)
            self.assertEqual(done.returncode, 1)
            self.assertIn(code, done.stderr.decode())
            self.assertIn(says, done.stderr.decode())
        done = program.run("why", *KNEE_WORDS[:1])
        self.assertEqual(done.returncode, 2)

    def test_what_is_only_simulated(self):
        words = [program.KNEE / "knee-buyer.nytte", *KNEE_WORDS[1:]]
        for name, says in (("Revision surgery", "is a cost"), ("Health g", "`Health gained` is a benefit"), ("volume", "is an assumption")):
            done = program.run("why", *words, name)
            self.assertEqual((1, b""), (done.returncode, done.stdout))
            self.assertIn("N0538", done.stderr.decode())
            self.assertIn(says, done.stderr.decode())
        self.assertIn("`nytte simulate` viser", program.run("why", *words, "volume", "--lang", "da").stderr.decode())
        self.assertEqual("Implants", why(words, "Implants")["steps"][0]["label"])

    def test_a_price_that_nobody_asks_for_and_a_figure_of_a_pathway(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rounds.nytte"
            path.write_text(program.ONE_YEAR + WITH_PATHWAY)
            for name, code, says in (("bed", "N0446", "is a price that nothing here asks for"),
                                     ("die", "N0538", "`die` is a figure of a pathway")):
                done = program.run("why", path, name)
                self.assertEqual((1, b""), (done.returncode, done.stdout))
                self.assertIn(code, done.stderr.decode())
                self.assertIn(says, done.stderr.decode())

    def test_a_statement_not_drawn(self):
        done = program.run("why", *KNEE_WORDS, "Implants", "--period", 9)
        self.assertEqual(done.returncode, 1)
        self.assertIn("is not drawn yet", done.stderr.decode())

    def test_two_payments_of_one_label(self):
        words = next(words for words, _ in contracts() if words[0].name == "bed.nytte")
        done = program.run("why", *words, "Beds guaranteed")
        self.assertIn("N0567", done.stderr.decode())
        self.assertEqual(why(words, "capital: Beds guaranteed and not taken")["steps"][0]["paid"][0]["from"], "capital")

    def test_danish(self):
        """Beside the contract's own lines no English sentence."""
        english = re.compile(r"\b(the|because|this|rests|which|left|counted|dated|decided)\b")
        for name in ("Penalty", "next_price", "7.4"):
            said = program.output("why", *KNEE_WORDS, name, "--lang", "da").decode()
            own = [line for line in said.splitlines() if not line.startswith("         ") and "nytte why" not in line]
            for line in own:
                line = re.sub(r"`[^`]*`|\w+_\w+|: .* = .*", "", line)
                self.assertNotRegex(line, english)

    def test_the_same_again(self):
        self.assertEqual(program.output("why", *KNEE_WORDS, "next_price", "--json", "--rows"),
                         program.output("why", *KNEE_WORDS, "next_price", "--json", "--rows"))

    def test_html(self):
        said = program.output("why", *KNEE_WORDS, "Penalty", "--format", "html").decode()
        self.assertTrue(said.startswith("<!DOCTYPE html>") or said.startswith("<!doctype html>"))
        self.assertIn("48,750.00", said)


if __name__ == "__main__":
    unittest.main()
