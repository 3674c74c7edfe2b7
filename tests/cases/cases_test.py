# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Small right and wrong texts: each is a change to one base text, and the verdict of the checker.

A case that is wrong must give exit status 1 and exactly one error: that code, on that line. A case that is
right gives no error; where it has a meaning, a few rows are settled and the figure is compared.

LATER names the cases that this version cannot judge yet, with what it does instead of a guess.
"""

import csv
import io
import json
import os
import resource
import subprocess
import tempfile
import unittest
from pathlib import Path

NYTTE = os.environ.get("NYTTE", str(Path(__file__).resolve().parent.parent.parent / "build" / "nytte"))

BASE = """\
nytte 1 english
contract "Base"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 3 years
  statement 3 months after each contract year, on the data of that day
  last statement 2 years after the term
party buyer "Buyer" buys
party seller "Seller" sells
offer price : 0..14_000 DKK per operation
given wage = 400 DKK per hour from "tariff"
given gap : 0..9_000 DKK to be agreed
fact opened "Opened" : date, if any, attested by all of buyer, seller
table operation "One row per operation" dated by done
  id key
  done date
  surgeon pseudonym
  kind primary or uni or revision
  left date not before done, if known
  revised date not before done, if any
  answer 0..48 point, if known
  hours 0..24 hour
measure rate "Share revised"
  over operation where kind is primary
  share revised within 2 years of done
  counted 2 years after done
  needs at least 50 rows, or is unknown
define again each year
  = rate, unknown as 0 %
pay buyer to seller "Operations"
  price for each operation where kind is primary
  due 30 days after the contract year
"""

DUE = "\n  due 30 days after the statement"
GAP = ("given gap : 0..9_000 DKK to be agreed\n", "")
FACT = ('fact opened "Opened" : date, if any, attested by all of buyer, seller\n', "")
RIGHT = None
# The base text holds figures that nothing is paid by: each case would have these warnings, so a case names them
# only where it is about them.
UNUSED = {"N0803", "N0804", "N0805"}


class Case:
    """`change`: pairs of texts, the first replaced by the second. `add`: put after the base text.
    `at`: words that only the line of the error has; without it, the first line that was added."""

    def __init__(self, row, add="", wants=RIGHT, at=None, change=(), warns=()):
        self.row, self.add, self.wants, self.at = row, add, wants, at
        self.change, self.warns = change, warns

    def text(self):
        text = BASE
        for before, after in self.change:
            assert text.count(before) == 1, (self.row, before)
            text = text.replace(before, after)
        return text + self.add + ("\n" if self.add else "")

    def line(self):
        text = self.text()
        if self.at is None:
            return text[:len(text) - len(self.add) - 1].count("\n") + 1
        assert text.count(self.at) == 1, (self.row, self.at)
        return text[:text.index(self.at)].count("\n") + 1


def pay(amount, label="x", due=DUE):
    return f'pay buyer to seller "{label}" {amount}{due}'


def steps(name, *lines, grain="each year"):
    return f"define {name} {grain}\n" + "\n".join("  " + line for line in lines)


COUNTED = "counted 2 years after done"
NEEDS = "  needs at least 50 rows, or is unknown\n"
LAST = "last statement 2 years after the term"
EXCLUDE = 'exclude operation "x"\n  where hours > 8 hours\n  not judged, still paid\n'
LONG_DUE = "due 30 days after the contract year"

CASES = [
    Case("1", "define a = 2 DKK + 3 hours", "N0335"),
    Case("2", "define a = price + 5", "N0336"),
    Case("3", "define a = 1 year + 30 days", "N0335"),
    Case("4", "define a = 2 weeks + 12 hours"),
    Case("5", "define a = 2020-02-29 + 1 year"),
    Case("6", "define a = 15 percentage points - 5 %"),
    Case("7", pay("wage each year"), "N0431"),
    Case("8", pay("wage * hours for each operation")),
    Case("9", 'given e = 5 EUR from "x"', "N0332"),
    Case("10 error", "define a = 1 DKK + 1 EUR", "N0335", change=[("currency DKK, ", "currency DKK, EUR, each ")]),
    Case("10 right", 'given r = 7.45 DKK per EUR from "x"\ndefine a = 1 DKK + r * 1 EUR',
         change=[("currency DKK, ", "currency DKK, EUR, each ")]),
    Case("11", "define a each year = hours", "N0309"),
    Case("12", "define a each operation = price * again"),
    Case("13", "define a = again", "N0310"),
    Case("14", pay("price * (count of operation) for each operation"), "N0431"),
    Case("15", pay("price * (count of operation) each year")),
    Case("16", pay("price where kind is primary"), "N0216"),
    Case("17", EXCLUDE + "define a each year = count of operation", "N0366", at="define a each"),
    Case("17 judged", EXCLUDE + "define a each year = count of operation judged"),
    Case("17 judged or not", EXCLUDE + "define a each year = count of operation judged or not"),
    Case("18 error", pay("1 DKK per point * answer for each operation"), "N0361"),
    Case("18 right", pay("1 DKK per point * answer for each operation where answer is known")),
    Case("19 error", "define a each operation = answer unknown as 0 points", "N0211"),
    Case("19 right", "define a each operation = answer, unknown as 0 points"),
    Case("20", "define a each operation = revised - done", "N0362"),
    Case("21", "define a each operation = revised is known", "N0363"),
    Case("22", "define a each operation = left has happened", "N0364"),
    Case("23 error", pay("rate * 100 DKK each year"), "N0361"),
    Case("23 right", pay("again * 100 DKK each year"), warns=["N0806"]),
    Case("23 in time", pay("again * 100 DKK each year until the last statement")),
    Case("24", "measure m\n  over operation\n  mean answer\n  counted 1 year after done", "N0365", at="  mean answer"),
    Case("24 right", "measure m\n  over operation\n  mean answer\n  counted 1 year after done\n"
                     "  needs at least 60 % known, or is unknown"),
    Case("25", pay("again * 100 DKK each year"), "N0441", at="measure rate", change=[(NEEDS, "")]),
    Case("25 without payment", change=[(NEEDS, "")]),
    Case("27", ""),
    Case("28", "", "N0416", at="measure rate", change=[("  " + COUNTED + "\n", "")]),
    Case("29", "", "N0417", at="counted 1 year", change=[(COUNTED, "counted 1 year after done")]),
    Case("30 error", "", "N0417", at="counted 3 months",
         change=[("within 2 years of done", "within 90 days of done"), (COUNTED, "counted 3 months after done")]),
    Case("30 right", change=[("within 2 years of done", "within 90 days of done"),
                             (COUNTED, "counted 90 days after done")]),
    Case("31", "", "N0418", at="counted 2 years after left", change=[(COUNTED, "counted 2 years after left")]),
    Case("32", "", "N0406", at="last statement 1 year", change=[(LAST, "last statement 1 year after the term")]),
    Case("33", change=[(LAST, "last statement at the end of the term"),
                       ("statement 3 months", "statement 2 years")]),
    Case("34", "", "N0405", at="for 30 months", change=[("for 3 years", "for 30 months")]),
    Case("36 error", pay("(price * (count of operation)) * (again in the final contract year) each year"), "N0312"),
    Case("36 right", pay("(price * (count of operation)) * (again in the final contract year) "
                         "once with the last statement"), warns=["N0806"]),
    Case("36 words", pay("(price * (count of operation)) * (again in the last year) each year"), "N0215"),
    Case("37", steps("a", "first that holds:", "when again > 5 %: 1 DKK", "when again < 5 %: 0 DKK"), "N0420"),
    Case("37 complete", steps("a", "first that holds:", "when again > 5 %: 1 DKK", "when again <= 5 %: 0 DKK")),
    Case("37 words", steps("a", "first that holds:", "when kind is primary: 1", "when kind is uni: 2",
                           grain="each operation"), "N0420"),
    Case("37 words complete", steps("a", "first that holds:", "when kind is primary: 1", "when kind is not primary: 2",
                                    grain="each operation")),
    Case("37 unknown", steps("a", "first that holds:", "when answer is unknown: 1", "when answer > 20 points: 2",
                             "when answer <= 20 points: 3", grain="each operation")),
    Case("37 range", steps("a", "first that holds:", "when hours >= 8 hours: 1", "when hours >= 0 hours: 2",
                           grain="each operation")),
    Case("37 whole numbers", steps("a", "first that holds:", "when (count of operation) >= 2 operations: 1",
                                   "when (count of operation) <= 1 operation: 2")),
    Case("37 not whole", steps("a", "first that holds:", "when hours >= 2 hours: 1", "when hours <= 1 hour: 2",
                               grain="each operation"), "N0420"),
    Case("37 two figures", steps("a", "first that holds:", "when again > rise: 1", "when rise > again: 2",
                                 "when again = rise: 3") + "\ndefine rise each year = 2 * again"),
    Case("37 cannot be seen", steps("a", "first that holds:", "when hours * hours >= 0 hours * 1 hour: 1",
                                    grain="each operation"), "N0420"),
    Case("37 too many to try", steps("a", "first that holds:",
                                     *(f"when hours * {k} > 3 hours: {k}" for k in range(1, 18)),
                                     grain="each operation"), "N0420"),
    Case("38", steps("a", "first that holds:", "when again >= 0 %: 1 DKK", "when again > 5 %: 2 DKK",
                     "otherwise: 0 DKK"), "N0390", at="when again > 5 %"),
    Case("38 the other way", steps("a", "first that holds:", "when again > 5 %: 2 DKK", "when again >= 0 %: 1 DKK",
                                   "otherwise: 0 DKK")),
    Case("38 by two lines", steps("a", "first that holds:", "when again > 5 %: 1", "when again <= 6 %: 2",
                                  "when again = 3 %: 3", "otherwise: 4"), "N0390", at="when again = 3 %"),
    Case("38 out of range", steps("a", "first that holds:", "when hours > 30 hours: 1", "otherwise: 2",
                                  grain="each operation"), "N0390", at="when hours > 30"),
    Case("38 both", steps("a", "first that holds:", "when kind is uni and hours > 2 hours: 1",
                          "when hours > 3 hours and kind is uni: 2", "otherwise: 3", grain="each operation"),
         "N0390", at="when hours > 3 hours"),
    Case("39", steps("a", "first that holds:", "when again > 5 %: 1 DKK", "otherwise: 0 %"), "N0338",
         at="otherwise: 0 %"),
    Case("40", "define a each year = b\ndefine b each year = a", "N0317"),
    Case("41", steps("a", "in the first year 1 DKK", "in later years previous a + 1 DKK")),
    Case("42", steps("a", "in the first quarter 1 DKK", "in later quarters previous a"), "N0408",
         at="in the first quarter"),
    Case("43", "define a each operation = kind is primry", "N0315"),
    Case("44 word", "define a each operation = kind = primary", "N0344"),
    Case("44 figure", "define a each operation = hours is 3", "N0214"),
    Case("45", "define a each operation = hours > 1 hour and hours < 3 hours or kind is uni", "N0212"),
    Case("46", "define a each operation = 1 hour < hours < 3 hours", "N0213"),
    Case("47 error", "define count = 1", "N0209"),
    Case("47 right", "define number = 1"),
    Case("48 error", "define a = 2 + keep 3 between 1 and 2", "N0210"),
    Case("48 right", "define a = 2 + (keep 3 between 1 and 2)"),
    Case("49", change=[('"Share revised"', '"Share revised within two years"')], warns=["N0801"]),
    Case("49 thirty", change=[("within 2 years of done", "within 30 days of done"),
                              ('"Share revised"', '"Share revised within thirty days"')], warns=["N0801"]),
    Case("49 another number", change=[('"Share revised"', '"Share revised, of the first three kinds"')]),
    Case("49 in figures", change=[('"Share revised"', '"Share revised within 2 years"')], warns=["N0801"]),
    Case("50", change=[('"Share revised"', '"Share reoperated"')]),
    Case("51", 'pay buyer to selller "x" 1 DKK each year' + DUE, "N0306"),
    Case("52", "party both together buyer 50 %, seller 40 %", "N0409"),
    Case("54 error", pay("-5 DKK each year"), "N0433"),
    Case("54 right", 'pay buyer to seller or back when negative "x" -5 DKK each year' + DUE),
    Case("55", pay("gap - 1_000 DKK once at the end of the term"), warns=["N0809"]),
    Case("55 back", 'pay buyer to seller or back when negative "x" gap - 1_000 DKK once at the end of the term' + DUE),
    Case("55 never", pay("max(0 DKK, gap - 1_000 DKK) once at the end of the term")),
    Case("55 asked", pay("gap - 1_000 DKK each year\n  when gap >= 1_000 DKK")),
    Case("55 asked too little", pay("gap - 1_000 DKK each year\n  when gap >= 900 DKK"), warns=["N0809"]),
    Case("55 steps", steps("a", "first that holds:", "when gap > 1_000 DKK: gap - 1_000 DKK", "otherwise: 0 DKK",
                           grain="each year") + "\n" + pay("a each year")),
    Case("56", "define a each operation = 1 hour / hours", warns=["N0802"]),
    Case("57 error", "", "N0402", at='contract "Base"', change=[("  prices without value added tax\n", "")]),
    Case("57 right", "", change=[("  prices without value added tax\n", ""),
                                 ('pay buyer to seller "Operations"\n'
                                  "  price for each operation where kind is primary\n  " + LONG_DUE + "\n", "")]),
    Case("58", 'assume bonus = 5 DKK from "x"\n' + pay("bonus each year"), "N0440", at='"x" bonus'),
    Case("59", 'pay buyer to seller "x" 5 DKK once on 2021-06-30\n  when opened has happened' + DUE, "N0438",
         at="when opened"),
    Case("60", pay("5 DKK once on 2021-06-30 if by then opened has happened")),
    Case("61", pay("5 DKK once on 2026-01-01"), "N0439"),
    Case("62", "define a each year = weigh 40 % of again, 50 % of again", "N0425"),
    Case("64", "define a = scale 12 points from 0 at 10 points to 1 at 20 points"),
    Case("65", "define a = scale 12 points from 0 at 10 % to 1 at 20 points", "N0337"),
    Case("65 ends", "define a = scale 12 points from 0 at 10 points to 1 point at 20 points", "N0337"),
    Case("69 weight", 'criterion q "x" weight 90 %\n  judged 0..10 by at least 3 judges, each alone, mean counts',
         "N0426"),
    Case("69 judges", 'criterion q "x" weight 100 %\n  judged 0..10 by at least 3', "N0207",
         at="by at least 3"),
    Case("69 counts", 'criterion q "x" weight 100 %\n  judged 0..10 by at least 3 judges, each alone', "N0207",
         at="by at least 3"),
    Case("69 right", 'criterion q "x" weight 100 %\n  judged 0..10 by at least 3 judges, each alone, mean counts',
         warns=["N0835"]),
    Case("70", "", "N0206", at="after every year", change=[("after each contract year", "after every year")]),
    Case("70 settles", "", "N0202", at="settles 3 months", change=[("  statement 3 months after each contract year, "
         "on the data of that day", "  settles 3 months after each contract year, on the data of that day")]),
    Case("70 discount", "", "N0202", at="discount 3 %", change=[("  " + LAST, "  " + LAST + "\n  discount 3 %")]),
    Case("70 closes", "", "N0202", at="closes 2 years", change=[("  " + LAST, "  closes 2 years after the term")]),
    Case("70 final", pay("(final again) * 1 DKK once with the last statement"), "N0215"),
    Case("71", "define hours = 3 hours\ndefine a each operation = hours * 2", "N0303", at="define a each"),
    Case("72", 'define a each operation = kind is "primary"', "N0346"),
    Case("73", "define a each operation = revised within 90 of done", "N0336"),
    Case("74", "define a each operation = revised within 90 days of hours", "N0340"),
    Case("75", 'pay buyer to seller "x" clause 1 1 DKK each year' + DUE + "\n"
               'pay buyer to seller "x" clause 1 1 DKK each year' + DUE),
    Case("76 error", 'exclude operation "x"\n  where answer < 10 points\n  not judged, still paid', "N0361",
         at="where answer"),
    Case("76 right", 'exclude operation "x"\n  where answer is known and answer < 10 points\n  not judged, still paid'),
    Case("77", "model operation arriving 9 operations per year\n  hours = 3 hours", "N0463"),
    Case("77 right", "model operation arriving 9 operations per year\n  hours = 3 hours\n"
                     "  without surgeon, kind, left, revised, answer"),
    Case("78", steps("a", "first that holds:", "otherwise: 1 DKK", "when again > 5 %: 2 DKK"), "N0421",
         at="when again > 5 %"),
    Case("79", "", "N0434", at='"Operations"', change=[("  " + LONG_DUE + "\n", "")]),
    Case("80", steps("a", "when again > 5 %: 1 DKK", "otherwise: 0 DKK"), "N0218", at="when again > 5 %"),
    Case("81", 'exclude operation "x"\n  where hours > 8 hours', "N0430"),
    Case("81 half", 'exclude operation "x"\n  where hours > 8 hours\n  not judged', "N0207", at="  not judged"),
    Case("82 error", "", "N0340", at="after hours", change=[(LONG_DUE, "due 30 days after hours")]),
    Case("82 right", change=[(LONG_DUE, "due 30 days after done")]),
    Case("82 unsure", "", "N0436", at="after revised", change=[(LONG_DUE, "due 30 days after revised")]),
    Case("82 narrowed", change=[("where kind is primary\n  " + LONG_DUE,
                                 "where kind is primary and revised has happened\n  due 30 days after revised")]),
    Case("82 each year", pay("1 DKK each year", due="\n  due 30 days after done"), "N0435", at="days after done\n"),
    Case("83", "", "N0306", at="insurer", change=[("of buyer, seller", "of buyer, insurer")]),
    Case("83 all or any", "", "N0219", at="attested by buyer",
         change=[("attested by all of buyer, seller", "attested by buyer, seller")]),
    Case("84", 'fact handed "Handed over" : date, if any, attested by buyer\n' +
         pay("5 DKK once on handed if by then opened has happened", due="\n  due 30 days after that day")),
    Case("69 how", 'criterion q "x" weight 100 %\n  judged 0..10 by at least 3', "N0207", at="judged 0..10"),
    Case("69 whose", 'criterion q "x" weight 100 %\n  judged 0..10 by at least 3 judges, each alone, mean counts\n'
                     "award by the most points, ties by w, then by lot", "N0496", at="award by"),
]

# What the language wants, and what this version does with it today: never a guess, never a crash.
LATER = [
]


def with_room():
    """Sanitizers make every frame of a recursion several times as large as it is."""
    resource.setrlimit(resource.RLIMIT_STACK, (64 << 20, resource.getrlimit(resource.RLIMIT_STACK)[1]))


def run(*arguments, folder=None):
    return subprocess.run([NYTTE, *map(str, arguments)], capture_output=True, cwd=folder, check=False,
                          preexec_fn=with_room)


def check(text):
    """Exit status and the diagnostics of a text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.nytte"
        path.write_text(text, encoding="utf-8")
        done = run("check", "--json", path)
        if not done.stdout:
            raise AssertionError(f"exit {done.returncode}, nothing said: {done.stderr.decode()}")
        return done.returncode, json.loads(done.stdout)


class Verdicts(unittest.TestCase):
    """One test a case, made below."""

    def judge(self, case):
        status, said = check(case.text())
        shown = json.dumps(said["diagnostics"], indent=1, ensure_ascii=False)
        errors = [d for d in said["diagnostics"] if d["severity"] == "error"]
        warnings = [d["code"] for d in said["diagnostics"]
                    if d["severity"] == "warning" and (d["code"] not in UNUSED or d["code"] in case.warns)]
        if case.wants is RIGHT:
            self.assertEqual((0, []), (status, errors), shown)
            self.assertEqual(list(case.warns), warnings, shown)
            return
        self.assertEqual((1, [case.wants]), (status, [d["code"] for d in errors]), shown)
        self.assertEqual(case.line(), errors[0]["line"], shown)


def add_tests(cases, prefix):
    for case in cases:
        name = prefix + "".join(c if c.isalnum() else "_" for c in case.row)
        assert not hasattr(Verdicts, name), name
        setattr(Verdicts, name, lambda self, case=case: self.judge(case))


add_tests(CASES, "test_case_")
add_tests(LATER, "test_later_")

SETTLED = [GAP, FACT, (NEEDS, "  needs at least 1 rows, or is unknown\n")]
COLUMNS = ["id", "done", "surgeon", "kind", "left", "revised", "answer", "hours"]
ROW = {"id": "K1", "done": "2020-02-29", "surgeon": "S1", "kind": "uni", "hours": "5"}


def rows(*changes):
    """Rows of the table as CSV: each says what differs from ROW."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for number, change in enumerate(changes, 1):
        writer.writerow({**ROW, "id": f"K{number}", **change})
    return out.getvalue()


class Meanings(unittest.TestCase):
    """What right texts come to, on a few rows, as of a day long after the last statement."""

    def settle(self, add="", data="", change=(), command="settle", status=0, facts=None):
        left = [GAP, SETTLED[-1]] if facts else SETTLED
        case = Case("", add, change=[*left, *change])
        offer = {"nytte": "offer/1", "contract": "Base", "bidder": "B", "offers": {"price": "100 DKK per operation"}}
        with tempfile.TemporaryDirectory() as folder:
            for name, text in [("case.nytte", case.text()), ("rows.csv", data or rows()),
                               ("offer.json", json.dumps(offer))]:
                (Path(folder) / name).write_text(text, encoding="utf-8")
            bid = ["--offer", "offer.json"] if command == "settle" else []
            if facts:
                said = {name: {"attested": days} for name, days in facts.items()}
                (Path(folder) / "facts.json").write_text(json.dumps({"nytte": "facts/1", "facts": said}))
                bid += ["--facts", "facts.json"]
            done = run(command, "case.nytte", "--data", "operation=rows.csv", *bid, "--extracted", "2026-01-01",
                       "--as-of", "2026-01-01", "--json", folder=folder)
        self.assertEqual(status, done.returncode, done.stderr.decode())
        return json.loads(done.stdout) if status == 0 else done.stderr.decode()

    def figure(self, name, add, data="", period=1, change=()):
        """The exact value in that year's statement."""
        return self.settle(add, data, change)["periods"][period - 1]["figures"][name]["exact"]

    def row_count(self, condition, data):
        """How many rows meet a condition (of rows where it is unknown, none may exist)."""
        return self.figure("n", f"define n each year = count of operation where {condition}", data)

    def lines(self, add, data="", change=()):
        """The payments called "x": (year of the statement, payer, amount, due)."""
        said = self.settle(add, data, change)
        return [(p["period"], line["from"], line["amount"], line["due"])
                for p in said["periods"] for line in p["payments"] if line["label"] == "x"]

    def test_case_04_weeks_and_hours_are_days(self):
        self.assertEqual("29/2", self.figure("a", "define a = 2 weeks + 12 hours"))

    def test_case_05_a_year_on_keeps_the_day_or_takes_the_last_of_the_month(self):
        self.assertEqual("59", self.figure("a", "define a = (2020-02-29 + 1 year) - 2020-12-31"))
        self.assertEqual("59", self.figure("a", "define a = (2021-01-31 + 1 month) - 2020-12-31"))

    def test_case_06_percentage_points(self):
        self.assertEqual("1/10", self.figure("a", "define a = 15 percentage points - 5 %"))

    def test_case_10_two_currencies_meet_through_a_rate(self):
        self.assertEqual("169/20", self.figure("a", 'given r = 7.45 DKK per EUR from "x"\ndefine a = 1 DKK + r * 1 EUR',
                                               change=[("currency DKK, ", "currency DKK, EUR, each ")]))

    def test_case_26_no_and_unknown_is_no(self):
        add = "define n each year = count of operation where (hours > 8 hours and answer > 40 points), unknown as yes"
        add = add.replace("where (", "where ((").replace("unknown as yes", "unknown as yes)")
        self.assertEqual("0", self.figure("n", add, rows({"hours": "5"})))
        self.assertEqual("1", self.figure("n", add, rows({"hours": "9"})))

    def test_case_35_two_years_to_the_day(self):
        said = self.settle(data=rows({"kind": "primary", "revised": "2022-02-28"},
                                     {"kind": "primary", "revised": "2022-03-01"}))
        told = [(p["period"], m["operation_year"], m["events"], m["rows"])
                for p in said["periods"] for m in p["measures"].values() if m["rows"]]
        self.assertEqual([(3, 1, 1, 2)], told)

    def test_case_37_lines_that_leave_nothing_out(self):
        lines = ["first that holds:", "when kind is primary: 1", "when hours > 8 hours and kind is not primary: 2",
                 "when hours <= 8 hours and kind is not primary: 3"]
        add = steps("a", *lines, grain="each operation") + "\ndefine n each year = sum of a over operation"
        for row, value in [({"kind": "primary"}, "1"), ({"hours": "8.5"}, "2"), ({"hours": "8"}, "3")]:
            with self.subTest(row=row):
                self.assertEqual(value, self.figure("n", add, rows(row)))
        again = steps("b", "first that holds:", "when again > 5 %: 1 DKK", "when again = 5 %: 2 DKK",
                      "when again < 5 %: 3 DKK")
        self.assertEqual("3", self.figure("b", again))

    def test_case_41_a_figure_that_builds_on_itself_goes_on_after_the_term(self):
        said = self.settle(steps("a", "in the first year 1 DKK", "in later years previous a + 1 DKK"))
        self.assertEqual(["1", "2", "3", "4", "5"], [p["figures"]["a"]["exact"] for p in said["periods"]])

    def test_case_48_a_form_in_parentheses(self):
        self.assertEqual("4", self.figure("a", "define a = 2 + (keep 3 between 1 and 2)"))

    def test_case_53_equal_shares_the_last_takes_what_rounding_leaves(self):
        add = ('party a "A"\nparty b "B"\nparty c "C"\nparty all "All" together a, b, c in equal shares\n'
               'pay all to seller "x" 100 DKK once at the end of the term' + DUE)
        parties = self.settle(add)["periods"][2]["parties"]
        self.assertEqual(["33.33", "33.33", "33.34"], [parties[p]["DKK"]["pays"] for p in "abc"])

    def test_case_54_the_other_pays_when_negative(self):
        lines = self.lines('pay buyer to seller or back when negative "x" -5 DKK each year' + DUE)
        self.assertEqual([(1, "seller", "5.00", "2021-05-01")], lines[:1])

    def test_case_55_a_negative_amount_stops_the_settlement(self):
        said = self.settle('given low = 500 DKK from "x"\n' + pay("low - 1_000 DKK once at the end of the term"),
                           status=1)
        self.assertIn("N0614", said)

    def test_case_56_division_by_zero_names_the_row(self):
        said = self.settle("define a each operation = 1 hour / hours\n"
                           "define b each year = sum of a over operation", rows({"hours": "0"}), status=1)
        self.assertIn("N0612", said)
        self.assertIn("`K1`", said)

    def once(self, add, **facts):
        """(year, amount, due) of each payment "x" from the buyer, with these facts attested by all who must."""
        attested = {name: {"buyer": day, **({"seller": day} if name == "opened" else {})} for name, day in facts.items()}
        said = self.settle(add, facts=attested)
        return [(p["period"], line["amount"], line["due"])
                for p in said["periods"] for line in p["payments"] if line["label"] == "x"]

    def test_case_60_if_by_then_is_judged_on_the_day(self):
        text = pay("5 DKK once on 2021-06-30 if by then opened has happened", due="\n  due 30 days after that day")
        self.assertEqual([(2, "5.00", "2021-07-30")], self.once(text, opened="2021-06-30"))
        self.assertEqual([(2, "0.00", "2021-07-30")], self.once(text, opened="2021-07-01"))

    def test_case_84_once_on_one_fact_if_another_has_happened(self):
        text = ('fact handed "Handed over" : date, if any, attested by buyer\n' +
                pay("5 DKK once on handed if by then opened has happened", due="\n  due 30 days after that day"))
        self.assertEqual([(2, "5.00", "2021-07-30")], self.once(text, opened="2021-05-01", handed="2021-06-30"))
        self.assertEqual([(2, "0.00", "2021-07-30")], self.once(text, opened="2021-07-01", handed="2021-06-30"))
        self.assertEqual([], self.once(text, opened="2021-05-01"))

    def test_case_63_weights_of_what_is_known(self):
        weigh = ("measure m\n  over operation where kind is uni\n  mean answer\n  counted 0 days after done\n"
                 "  needs at least 1 % known, or is unknown\n"
                 "define half = 0.5\ndefine share each year = m / 1 point\n"
                 "define w each year = weigh 40 % of half, 60 % of share, unknown left out\n"
                 "define none each year = (weigh 40 % of share, 60 % of share, unknown left out), unknown as 9")
        self.assertEqual("1/2", self.figure("w", weigh, rows({})))
        self.assertEqual("9", self.figure("none", weigh, rows({})))
        self.assertEqual("4/5", self.figure("w", weigh, rows({"answer": "1"})))

    def test_case_64_a_scale_does_not_go_beyond_its_ends(self):
        for x, ends, value in [(12, "0 at 10 points to 1", "1/5"), (25, "0 at 10 points to 1", "1"),
                               (5, "0 at 10 points to 1", "0"), (12, "1 at 10 points to -1", "3/5")]:
            with self.subTest(x=x, ends=ends):
                self.assertEqual(value, self.figure("a", f"define a = scale {x} points from {ends} at 20 points"))

    def test_case_66_running_numbers_of_one_day_go_by_key(self):
        add = ("define n each operation = running number within surgeon by done\n"
               "define one each year = sum of n over operation where id is \"K1\"\n"
               "define two each year = sum of n over operation where id is \"K2\"")
        data = rows({"id": "K2"}, {"id": "K1"})
        self.assertEqual(("1", "2"), (self.figure("one", add, data), self.figure("two", add, data)))

    def test_case_67_halves(self):
        halves = "halves away from zero"
        for mode, sums, back in [(halves, "0.03", "0.01"), ("halves to even", "0.00", "0.00"),
                                 ("halves up", "0.03", "0.00")]:
            with self.subTest(mode=mode):
                change = [(halves, mode)] if mode != halves else []
                three = self.lines(pay("0.005 DKK for each operation"), rows({}, {}, {}), change)
                self.assertEqual((1, "buyer", sums), three[0][:3])
                less = self.lines('pay buyer to seller or back when negative "x" -0.005 DKK each year' + DUE,
                                  change=change)
                self.assertEqual(back, less[0][2])

    def test_case_68_cells_that_cannot_be_read(self):
        data = rows({"left": "gone"}, {"revised": "soon"})
        add = ("define l each year = count of operation where left is known\n"
               "define r each year = count of operation where revised has happened")
        said = self.settle(add, data, command="measure")
        faults = [(r["line"], r["column"]) for r in said["rejects"]]
        self.assertEqual([(2, "left"), (3, "revised")], sorted(faults))

    def test_case_68_an_unreadable_event_is_unknown_and_not_absent(self):
        data = rows({"kind": "primary", "revised": "soon"}, {"kind": "primary"})
        measured = [m for m in self.settle(data=data, command="measure")["measures"] if m["rows"]][0]
        self.assertEqual((1, 0), (measured["unknown"], measured["events"]))

    def test_case_82_each_line_has_its_own_due_date(self):
        lines = self.lines(pay("1 DKK for each operation", due="\n  due 30 days after done"),
                           rows({}, {"done": "2020-03-31"}))
        self.assertEqual((1, "buyer", "2.00", {"first": "2020-03-30", "last": "2020-04-30"}), lines[0])


class Refusals(unittest.TestCase):
    """What is said before anything is computed."""

    def settle(self, text):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "case.nytte").write_text(text, encoding="utf-8")
            (Path(folder) / "rows.csv").write_text(rows(), encoding="utf-8")
            return run("settle", "case.nytte", "--data", "operation=rows.csv", folder=folder)

    def test_case_27_what_is_to_be_agreed_is_listed_and_not_settled(self):
        status, said = check(BASE)
        self.assertEqual((0, ["gap"]), (status, said["open"]))
        done = self.settle(BASE)
        self.assertEqual(1, done.returncode)
        self.assertIn(b"N0602", done.stderr)
        self.assertIn(b"`gap`", done.stderr)

    def test_case_27_what_a_model_assumes_closes_no_gap_of_the_settlement(self):
        text = BASE + 'assume gap = 5 DKK from "x"\n'
        self.assertEqual((0, ["gap"]), (check(text)[0], check(text)[1]["open"]))
        done = self.settle(text)
        self.assertEqual(1, done.returncode)
        self.assertIn(b"N0602", done.stderr)

    def test_case_58_a_belief_that_pays_is_shown_with_its_path(self):
        status, said = check(BASE + 'assume bonus = 5 DKK from "x"\ndefine twice = 2 * bonus\n' + pay("twice each year") + "\n")
        self.assertEqual((1, ["N0440"]), (status, [d["code"] for d in said["diagnostics"]]))
        self.assertIn("`bonus`, used by `twice`", json.dumps(said["diagnostics"], ensure_ascii=False))

    def test_kaplan_meier_is_planned(self):
        text = (BASE.replace(GAP[0], "").replace(FACT[0], "") + "measure m\n  over operation\n"
                "  share revised within 1 year of done by kaplan meier\n  counted 1 year after done\n")
        status, said = check(text)
        self.assertEqual((0, []), (status, [d for d in said["diagnostics"] if d["code"] not in UNUSED]))
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "case.nytte").write_text(text, encoding="utf-8")
            done = run("plan", "case.nytte", folder=folder)
        self.assertEqual((0, b""), (done.returncode, done.stderr))
        self.assertIn(b"by kaplan meier event", done.stdout)


class Extremes(unittest.TestCase):
    """Texts that no person writes: each gives its own message, and soon."""

    def codes(self, text):
        status, said = check(text)
        return status, sorted({d["code"] for d in said["diagnostics"]} - UNUSED)

    def test_ten_thousand_declarations(self):
        chain = "".join(f"define f{i} = f{i - 1} + 1\n" for i in range(1, 10_000))
        self.assertEqual((0, []), self.codes(BASE + "define f0 = 1\n" + chain))

    def test_ten_thousand_declarations_are_read_aloud(self):
        """Names that only inform are listed; joined one to one they would take a gigabyte."""
        chain = "".join(f'define f{i} "L" = f{i - 1} + 1\n' for i in range(1, 10_000))
        few = 'nytte 1 english\nstudy "Long"\n  currency DKK\nparty payer "Payer"\ncost payer "C" 5 DKK once at the start\n'
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "long.nytte"
            path.write_text(few + "define f0 = 1\n" + chain, encoding="utf-8")
            said = Path(folder) / "said"
            with said.open("wb") as out, subprocess.Popen([NYTTE, "explain", path], stdout=out) as process:
                _, status, used = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            self.assertEqual(0, process.returncode)
            self.assertIn(b"f9999", said.read_bytes())
        self.assertLess(used.ru_maxrss, 400 << 10)  # KiB

    def test_ten_thousand_declarations_the_last_first(self):
        chain = "".join(f"define f{i} = f{i - 1} + 1\n" for i in range(9_999, 0, -1))
        self.assertEqual((0, []), self.codes(BASE + chain + "define f0 = 1\n"))

    def test_two_hundred_parentheses_and_one_more(self):
        self.assertEqual((0, []), self.codes(BASE + "define a = " + "(" * 200 + "1" + ")" * 200 + "\n"))
        self.assertEqual((1, ["N0111"]), self.codes(BASE + "define a = " + "(" * 201 + "1" + ")" * 201 + "\n"))

    def test_a_thousand_additions_and_one_more(self):
        self.assertEqual((0, []), self.codes(BASE + "define a = 1" + " + 1" * 1000 + "\n"))
        self.assertEqual((1, ["N0111"]), self.codes(BASE + "define a = 1" + " + 1" * 1001 + "\n"))

    def test_many_signs_before_a_number(self):
        for sign in ["-", "not "]:
            with self.subTest(sign=sign):
                self.assertEqual((1, ["N0250"]), self.codes(BASE + "define a = " + sign * 5000 + "1\n"))

    def test_signs_and_parentheses_nest_no_deeper(self):
        for sign in ["-(", "not (", "(", "max(1, "]:
            with self.subTest(sign=sign):
                self.assertEqual((1, ["N0111"]), self.codes(
                    BASE + "define a = " + sign * 201 + "1" + ")" * 201 + "\n"))

    def test_a_chain_of_unknown_as(self):
        text = BASE + "define a each year = " + "(" * 150 + "rate, unknown as 0 %" + "), unknown as 1 %" * 150 + "\n"
        self.assertEqual((0, []), self.codes(text))
        self.assertEqual((1, ["N0111"]), self.codes(text.replace("(" * 150, "(" * 250).replace(
            "), unknown as 1 %" * 150, "), unknown as 1 %" * 250)))

    def test_long_lines_labels_names_and_numbers(self):
        long = 1_000_000
        for text, wants in [
                (f"define a = 1{' ' * long}+ 1\n", (0, [])),
                (f'define a "{"x" * long}" = 1\n', (0, [])),
                (f"define {'x' * long} = 1\n", (0, [])),
                (f"define a = {'x' * long}\n", (1, ["N0301"])),
                (f"define a = 1 {'x' * long}\n", (1, ["N0331"])),
                (f"define a = 0.{'1' * long}\n", (1, ["N0110"])),
                (f"define a = {'1' * long}\n", (1, ["N0110"])),
                ("define a = 1e400000000\n", (1, ["N0110"])),
                ("define a = 1e-400000000\n", (1, ["N0110"])),
                (f'define a clause {".".join("1" * 100_000)} = 1\n', (0, [])),
                (f"{'x' * long}\n", (1, ["N0201"])),
                (f"define a\n  = 1\n  {'x' * long}\n", (1, ["N0202"]))]:
            with self.subTest(text=text[:30]):
                self.assertEqual(wants, self.codes(BASE + text))

    def test_thousands_of_properties(self):
        many = "".join(f"  when again > {i} %: {i}\n" for i in range(10_000, 0, -1))
        text = BASE + "define a each year\n  first that holds:\n" + many + "  otherwise: 0\n"
        self.assertEqual((0, []), self.codes(text))
        self.assertEqual((1, ["N0217"]), self.codes(BASE + "define a\n" + "  = 1\n" * 5000))

    def test_thousands_of_errors_are_all_counted_and_not_all_shown(self):
        text = BASE + "".join(f"define a{i} = nowhere_{i}\n" for i in range(4412))
        status, said = check(text)
        self.assertEqual((1, 4412), (status, len(said["diagnostics"])), "JSON holds all")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "case.nytte"
            path.write_text(text, encoding="utf-8")
            done = run("check", path)
        shown = done.stderr.decode()
        self.assertEqual(100, shown.count("error N0301"))
        self.assertIn("and 4,312 more", shown)
        self.assertIn("4412 errors", done.stdout.decode())

    def test_spans_and_weights_nest_no_deeper(self):
        for text in ["define a each operation = revised within " + "(" * 300 + "1 day" + ")" * 300 + " of done\n",
                     "define a = " + "max(1, " * 300 + "1" + ")" * 300 + "\n"]:
            with self.subTest(text=text[:40]):
                self.assertEqual((1, ["N0111"]), self.codes(BASE + text))

    def test_very_many_parentheses(self):
        for opening in ["(", "max(1, ", "- ", "not ", "weigh (", "keep ("]:
            with self.subTest(opening=opening):
                status, codes = self.codes(BASE + "define a = " + opening * 100_000 + "\n")
                self.assertEqual((1, 1), (status, len(codes)), codes)

    def test_five_mebibytes(self):
        self.assertEqual((1, ["N0102"]), self.codes(BASE + "# " + "x" * (5 << 20) + "\n"))

    def test_line_ends_of_old_computers(self):
        self.assertEqual((1, ["N0114"]), self.codes(BASE.replace("\n", "\r")))
        self.assertEqual(0, self.codes(BASE.replace("\n", "\r\n"))[0])

    def test_a_million_words(self):
        self.assertIn("N0103", self.codes(BASE + "define a = " + "1+" * 600_000 + "1\n")[1])

    def test_an_unclosed_quote(self):
        self.assertEqual((1, ["N0105"]), self.codes(BASE.replace('"Buyer" buys', '"Buyer buys')))

    def test_tabs_in_the_indentation(self):
        self.assertEqual((1, ["N0104"]), self.codes(BASE.replace("  id key", "\tid key")))

    def test_an_unclosed_parenthesis_costs_its_own_declaration(self):
        status, said = check(BASE + "define a = (1 + 2\ndefine b = a + 1\n")
        self.assertEqual((1, ["N0207"]), (status, [d["code"] for d in said["diagnostics"]]))


if __name__ == "__main__":
    unittest.main()
