# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""What the checker promises beyond types: hints that can be pasted, warnings that are true, and silence where it
cannot be sure. Each test changes one thing of one contract.
"""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(os.environ.get("NYTTE_ROOT", Path(__file__).resolve().parent.parent))
NYTTE = os.environ.get("NYTTE", str(ROOT / "build" / "nytte"))

BASE = """\
nytte 1 english
contract "Hips"
  currency DKK, EUR, each rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 4 years
  statement 3 months after each contract year, on the data of that day
  last statement 2 years after the term
unit bed
party buyer  "Buyer"  buys
party seller "Seller" sells
offer price : 0..14_000 DKK per operation
given wage = 400 DKK per hour from "tariff"
table operation "One row per operation" dated by done
  id       key
  done     date
  payer    a party
  kind     primary or uni or revision
  revised  date not before done, if any
  hours    0..24 hour
measure rate "Share revised"
  over operation
  share revised within 2 years of done
  counted 2 years after done
  needs at least 50 rows, or is unknown
  lower is better
define again each year
  = rate, unknown as 0 %
pay buyer to seller "Operations"
  price for each operation
  due 30 days after the contract year
"""
DUE = "\n  due 30 days after the statement\n"


def check(text, *words):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.nytte"
        path.write_text(text, encoding="utf-8")
        done = subprocess.run([NYTTE, "check", "--json", *words, path], capture_output=True, check=False)
    return json.loads(done.stdout)


class Checked(unittest.TestCase):
    maxDiff = None

    def one(self, code, add, change=()):
        """The one diagnostic with this code."""
        text = BASE
        for before, after in change:
            self.assertEqual(1, text.count(before), before)
            text = text.replace(before, after)
        said = check(text + add)["diagnostics"]
        found = [d for d in said if d["code"] == code]
        self.assertEqual(1, len(found), json.dumps(said, indent=1, ensure_ascii=False))
        return found[0]

    def none(self, code, add, change=()):
        text = BASE
        for before, after in change:
            self.assertEqual(1, text.count(before), before)
            text = text.replace(before, after)
        said = check(text + add)["diagnostics"]
        self.assertEqual([], [d for d in said if d["code"] == code or d["severity"] == "error"])


class MissingFactor(Checked):
    def test_the_one_column_of_that_unit_is_named(self):
        found = self.one("N0431", 'pay buyer to seller "x"\n  wage for each operation' + DUE)
        self.assertEqual("Multiply `wage` by `hours`.", found["hint"])

    def test_the_one_figure_of_that_unit_is_named(self):
        found = self.one("N0335", 'given rent = 5 DKK per bed from "x"\ngiven beds = 40 beds from "x"\n'
                                  "define a = 5 DKK + rent\n")
        self.assertEqual("Multiply `rent` by `beds`.", found["hint"])

    def test_several_of_that_unit_and_none_is_named(self):
        found = self.one("N0335", 'given rent = 5 DKK per bed from "x"\ngiven beds = 40 beds from "x"\n'
                                  'given more = 50 beds from "x"\ndefine a = 5 DKK + rent\n')
        self.assertEqual("Multiply `rent` by a figure in beds.", found["hint"])

    def test_a_column_is_not_named_where_there_is_no_row(self):
        found = self.one("N0431", 'pay buyer to seller "x"\n  wage each year' + DUE)
        self.assertEqual("Multiply `wage` by a figure in hours, days or weeks.", found["hint"])

    def test_two_currencies_meet_through_a_rate(self):
        self.assertEqual("Multiply `1 EUR` by a figure in DKK per EUR.",
                         self.one("N0335", "define a = 1 DKK + 1 EUR\n")["hint"])
        self.assertEqual("Multiply `1 EUR` by `rate_of_day`.",
                         self.one("N0335", 'given rate_of_day = 7.45 DKK per EUR from "x"\ndefine a = 1 DKK + 1 EUR\n')
                         ["hint"])

    def test_months_and_days_have_no_factor(self):
        self.assertIsNone(self.one("N0335", "define a = 1 year + 30 days\n")["hint"])

    def test_a_count_that_is_too_much_is_divided_by(self):
        found = self.one("N0335", 'given beds = 40 beds from "x"\ndefine a = 5 DKK + (1 DKK * beds)\n')
        self.assertEqual("Divide `(1 DKK * beds)` by `beds`.", found["hint"])


class Suggestions(Checked):
    def test_what_was_nearly_written(self):
        for code, add, hint in [
                ("N0301", "define a = prise\n", "price"),
                ("N0306", 'pay buyer to seler "x"\n  5 DKK each year' + DUE, "seller"),
                ("N0306", "define a each operation = payer is buyr\n", "buyer"),
                ("N0306", "fact f : date, if any, attested by buyre\n", "buyer"),
                ("N0307", "define a each year = count of operatoin\n", "operation"),
                ("N0307", 'pay buyer to seller "x"\n  5 DKK for each operatio' + DUE, "operation"),
                ("N0307", "define a each operations = 1\n", "operation"),
                ("N0307", 'exclude operaton "x"\n  where hours > 1 hour\n  judged, not paid\n', "operation"),
                ("N0308", "define a each operation = running number within payr by done\n", "payer"),
                ("N0315", "define a each operation = kind is primry\n", "primary"),
                ("N0318", "define a = maxx(1, 2)\n", "max"),
                ("N0331", "define a = 5 bedd\n", "bed"),
                ("N0313", "define a each year = event of rate\n", "events"),
                ("N0201", "defin a = 1\n", "define"),
                ("N0202", "measure m\n  ovr operation\n  count\n", "over")]:
            with self.subTest(add=add):
                self.assertIn(f"`{hint}", self.one(code, add)["hint"])

    def test_a_name_like_none_is_to_be_declared(self):
        hint = self.one("N0301", "define a = discount_on_volume\n")["hint"]
        self.assertIn("`offer discount_on_volume : …`", hint)


class Gaps(Checked):
    """Of what is nothing said? A case in the words of the contract."""

    def test_cases_in_words(self):
        for lines, case in [
                (["again > 5 %", "again < 5 %"], "`again` = 5 %"),
                (["5 % < again", "again < 3 %"], "`again` = 3 %"),
                (["again > 5 %", "again <= 3 %"], "`again` is more than 3 % and less than 5 %"),
                (["again > 5 %", "again <= 5 % and again > 0 %"], "`again` = 0 %"),
                (["kind is uni", "kind is primary"], "`kind` is revision"),
                (["kind is uni and hours > 2 hours", "kind is not uni"], "`kind` is uni and `hours` is less than 2 hours"),
                (["done < 2021-01-01", "done > 2021-01-01"], "`done` = 2021-01-01"),
                (["hours > again * 1 hour", "hours < again * 1 hour"], "`hours` is equal to `again * 1 hour`"),
                (["revised has happened", "kind is uni"], "`revised` has not happened and `kind` is primary"),
                (["revised within 2 years of done", "kind is not uni"],
                 "`revised within 2 years of done` does not hold and `kind` is uni")]:
            with self.subTest(lines=lines):
                add = "define a each operation\n  first that holds:\n" + "".join(f"  when {line}: 1\n" for line in lines)
                self.assertEqual(f"nothing is said of `a` when {case}", self.one("N0420", add)["message"])

    def test_the_line_that_takes_all_cases_is_named(self):
        add = ("define a each operation\n  first that holds:\n  when kind is uni: 1\n  when hours > 3 hours: 2\n"
               "  when hours > 4 hours: 3\n  otherwise: 4\n")
        found = self.one("N0390", add)
        self.assertEqual("the third line of `a` can never be reached", found["message"])
        self.assertEqual("the lines above take every case in which this one would hold", found["reason"])
        found = self.one("N0390", add.replace("  when kind is uni: 1\n", ""))
        self.assertEqual("the first line takes every case in which this one would hold, such as when `hours` is more "
                         "than 4 hours", found["reason"])
        self.assertEqual([(33, "this line takes them")], [(p["line"], p["message"]) for p in found["related"]])


class NoEffect(Checked):
    def test_one_warning_lists_them_all(self):
        found = self.one("N0803", 'given spare = 5 DKK from "x"\n')
        self.assertEqual("nothing is paid, awarded or measured by `wage`, `spare`", found["message"])

    def test_what_says_itself_that_it_informs_is_left_alone(self):
        self.none("N0803", 'given spare "Expected; informs" = 5 DKK from "x"\n'
                           'pay payer to seller "x"\n  wage * hours for each operation' + DUE)

    def test_what_is_behind_a_payment_has_an_effect(self):
        found = self.one("N0803", 'pay payer to seller "x"\n  wage * hours for each operation where kind is uni' + DUE
                         + 'given spare = 5 DKK from "x"\n')
        self.assertEqual("nothing is paid, awarded or measured by `spare`", found["message"])

    def test_shares_criteria_requirements_and_the_term_are_effects(self):
        self.none("N0803", 'given half = 50 % from "x"\ngiven first_day = 2020-01-01 from "x"\n'
                           'given best = 1 DKK per operation from "x"\ngiven most = 2 DKK per operation from "x"\n'
                           'party third "Third"\nparty both "Both" together third half, seller 50 %\n'
                           'pay payer to both "x"\n  wage * hours for each operation where kind is uni' + DUE +
                           'require r "x" price <= most\n'
                           'criterion c "x" weight 100 %\n  price\n  points linear from 10 at best to 0 at 9 DKK per operation\n',
                  change=[("runs from 2020-01-01", "runs from first_day")])

    def test_where_nothing_is_paid_nothing_is_without_effect(self):
        pay = BASE.index("pay buyer")
        self.assertEqual([], check(BASE[:pay])["diagnostics"])

    def test_a_column_that_dates_what_is_due_has_an_effect(self):
        (advice,) = [a for a in check(BASE.replace("  hours    0..24 hour\n", "  left     date not before done\n") + 'pay payer to seller "x"\n  1 DKK for each operation\n  due 30 days after left\n',
                                      "--pedantic")["advice"] if a["code"] == "N0821"]
        self.assertIn("`kind`", advice["message"])
        self.assertNotIn("`left`", advice["message"])

    def test_an_offer(self):
        self.one("N0804", "offer training : 1..9 hour\n")
        self.none("N0804", 'offer training : 1..9 hour\nrequire r "x" training >= 2 hours\n')

    def test_a_score(self):
        add = "define score each year = scale again from 1 at 0 % to -1 at 5 %\ndefine grade each year = 10 * score\n"
        self.assertIn("`grade`", self.one("N0805", add)["message"])
        self.none("N0805", add + 'pay buyer to seller "x"\n  (1 + grade) * 1 DKK each year' + DUE)

    def test_of_a_used_file_nothing_is_said(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "base.nytte").write_text(BASE, encoding="utf-8")
            (Path(folder) / "more.nytte").write_text('nytte 1 english\nuse "base.nytte"\n', encoding="utf-8")
            done = subprocess.run([NYTTE, "check", "more.nytte"], cwd=folder, capture_output=True, check=False)
        self.assertEqual(b"more.nytte: nothing is wrong\n", done.stderr + done.stdout)


class TooLate(Checked):
    """Statements come 3 months after each of 4 years, and 2 more after the term; results after 2 years."""

    def late(self, amount):
        said = self.one("N0806", f'pay seller to buyer "x"\n  {amount}' + DUE)
        return said["message"], said["reason"]

    def test_a_payment_within_the_term_misses_the_last_two_years(self):
        message, reason = self.late("again * 100 DKK each year")
        self.assertEqual("results of contract years 3 and 4 can no longer move money: `rate`", message)
        self.assertIn("2 of 4 years, 50 % of the volume", reason)

    def test_the_price_of_the_next_year(self):
        add = ("define settled each year\n  in the first year price\n  in later years previous next\n"
               "define next each year = settled * (1 - again)\n"
               'pay buyer to seller "x"\n  settled for each operation' + DUE)
        self.assertIn("years 2, 3 and 4", self.one("N0806", add)["message"])
        self.none("N0806", add + 'pay buyer to seller "y"\n  next * (count of operation to date) once with the last '
                                 "statement" + DUE)

    def test_quarters_and_months_are_named_in_both_languages(self):
        for word, english, danish in (
                ("quarter", ("contract quarters 10, 11, 12", "7 of 16 quarters"),
                 ("kontraktkvartalerne 10, 11, 12", "7 af 16 kvartaler")),
                ("month", ("contract months 28, 29, 30", "21 of 48 months"),
                 ("kontraktmånederne 28, 29, 30", "21 af 48 måneder"))):
            text = BASE.replace("contract year", "contract " + word).replace("each year", "each " + word)
            text += f'pay seller to buyer "x"\n  again * 100 DKK each {word}' + DUE
            for language, (named, counted) in (("en", english), ("da", danish)):
                said = check(text, "--lang", language)["diagnostics"]
                (found,) = (d for d in said if d["code"] == "N0806")
                with self.subTest(word=word, language=language):
                    self.assertIn(named, found["message"])
                    self.assertIn(counted, found["reason"])

    def test_until_the_last_statement_nothing_is_late(self):
        self.none("N0806", 'pay seller to buyer "x"\n  again * 100 DKK each year until the last statement' + DUE)

    def test_only_the_last_year_is_a_choice(self):
        self.none("N0806", 'pay seller to buyer "x"\n  again * 100 DKK once with the last statement' + DUE)


class Money(Checked):
    def test_scales(self):
        scale = "define s each year = scale again_known from {} to {}\ndefine again_known each year = rate, unknown as 0 %\n"
        direct = "define s each year = scale rate from {} to {}, unknown as 0\n"
        pay = 'pay {} "x"\n  100 DKK * s each year until the last statement\n  due 30 days after the statement\n'
        for text, payer, code in [(direct.format("0 at 0 %", "1 at 5 %"), "buyer to seller", "one"),
                                  (direct.format("1 at 0 %", "0 at 5 %"), "buyer to seller", "none"),
                                  (direct.format("0 at 5 %", "1 at 0 %"), "buyer to seller", "none"),
                                  (direct.format("0 at 0 %", "1 at 5 %"), "seller to buyer", "none"),
                                  (scale.format("0 at 0 %", "1 at 5 %"), "buyer to seller", "none")]:
            with self.subTest(text=text, payer=payer):
                getattr(self, code)("N0807", text + pay.format(payer))

    def test_signs(self):
        pay = 'pay buyer to seller "x"\n  {}\n  due 30 days after the statement\n'
        for amount, code in [("price - 5 DKK per operation for each operation", "one"),
                             ("max(0 DKK, price - 5 DKK per operation) for each operation", "none"),
                             ("price - 5 DKK per operation for each operation where price > 6 DKK per operation", "none"),
                             ("price - min(price, 5 DKK per operation) for each operation", "none"),
                             ("100 DKK * (again - 3 %) each year until the last statement", "one"),
                             ("100 DKK * (again - 3 %) each year until the last statement\n  when again >= 3 %", "none"),
                             ("100 DKK * (1 - again) each year until the last statement", "none"),
                             ("1 DKK per hour * (done - done) for each operation", "none"),
                             ("wage * (keep hours between 1 hour and 3 hours) for each operation", "none")]:
            with self.subTest(amount=amount):
                getattr(self, code)("N0809", pay.format(amount))

    def test_days_after_the_term(self):
        pay = 'pay buyer to seller "x"\n  5 DKK once on {}\n  due 30 days after that day\n'
        self.one("N0808", pay.format("2024-01-01"))
        self.none("N0808", pay.format("2023-12-31"))
        found = self.one("N0808", 'given day = 2025-03-01 from "x"\n' + pay.format("day"))
        self.assertEqual(["the day is given here"], [place["message"] for place in found["related"]])


class Advice(unittest.TestCase):
    def test_each_piece_lists_all_that_it_is_about(self):
        said = check(BASE, "--pedantic")
        self.assertEqual(["N0821", "N0822", "N0823", "N0824", "N0825", "N0826"], sorted(d["code"] for d in said["advice"]))

    def test_without_asking_there_is_none(self):
        self.assertEqual([], check(BASE)["advice"])


class Related(Checked):
    def places(self, code, add, **more):
        return [(place["line"], place["message"]) for place in self.one(code, add, **more)["related"]]

    def test_first_declarations(self):
        for code, add, line in [("N0302", "define again = 1\n", 26), ("N0302", 'party buyer "x"\n', 9),
                                ("N0302", 'table operation "x"\n  id key\n', 13)]:
            with self.subTest(add=add):
                self.assertEqual([line], [place[0] for place in self.places(code, add)])

    def test_a_circle_shows_its_figures(self):
        self.assertEqual([(32, "`b` is here")], self.places("N0317", "define a = b\ndefine b = a\n"))

    def test_a_belief_shows_its_way(self):
        add = 'assume hope = 5 DKK from "x"\ndefine more = 2 * hope\npay buyer to seller "x"\n  more each year' + DUE
        self.assertEqual([(31, "`hope` is assumed here"), (32, "`more` is made of it here")], self.places("N0440", add))

    def test_a_line_that_never_holds_shows_the_range(self):
        add = "define a each operation\n  first that holds:\n  when hours > 30 hours: 1\n  otherwise: 2\n"
        self.assertEqual([(19, "`hours` is declared here")], self.places("N0390", add))

    def test_an_exclusion_and_a_window(self):
        add = 'exclude operation "x"\n  where hours > 3 hours\n  not judged, still paid\ndefine n each year = count of operation\n'
        self.assertEqual([(31, "rows that this takes out are not judged")], self.places("N0366", add))
        change = [("counted 2 years after done", "counted 1 year after done")]
        self.assertEqual([(22, "the window")], self.places("N0417", "", change=change))


if __name__ == "__main__":
    unittest.main()
