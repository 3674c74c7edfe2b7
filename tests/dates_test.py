# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Days on which calendars go wrong: 29 February, and the first and last day of contract years."""

import json
import sys
import tempfile
import unittest
from pathlib import Path

import program

sys.dont_write_bytecode = True

CONTRACT = """nytte 1 english
contract "Days"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from {starts} for {years} {unit}s
  statement 3 months after each contract {unit}, on the data of that day
  last statement {last}
{objections}party buyer "Buyer" buys
party seller "Seller" sells
offer price : 0..14_000 DKK per operation
table operation "One row per operation" dated by done
  id key
  done date
  kind primary or uni or revision
  revised date not before done, if any
measure rate "Share revised"
  over operation where kind is primary
  share {share}
  counted {window} after done
  needs at least 1 rows, or is unknown
define again each {unit}
  = rate, unknown as 0 %
pay buyer to seller "Operations"
  price for each operation where kind is primary
  due {due} after done
"""


class Days(unittest.TestCase):
    def setUp(self):
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.folder = Path(kept.name)

    def settled(self, rows, starts="2020-01-01", years=3, unit="year", window="2 years", share="", due="30 days",
                last="2 years after the term", objections="", as_of="2040-01-01", extracted="2040-01-01"):
        """Settles `rows`: (key, done, revised or an empty text)."""
        (self.folder / "offer.json").write_text(json.dumps(
            {"nytte": "offer/1", "contract": "Days", "offers": {"price": "100 DKK per operation"}}))
        (self.folder / "days.nytte").write_text(CONTRACT.format(
            starts=starts, years=years, unit=unit, window=window, due=due,
            share=share or f"revised within {window} of done", last=last, objections=objections))
        (self.folder / "rows.csv").write_text("id,done,kind,revised\n" + "".join(
            f"{key},{done},primary,{revised}\n" for key, done, revised in rows))
        words = ["days.nytte", "--data", "operation=rows.csv", "--offer", "offer.json", "--as-of", as_of,
                 "--extracted", extracted]
        found = program.answer("settle", *words, "--json", folder=self.folder)
        lines = program.output("settle", *words, "--format", "csv", folder=self.folder).decode().splitlines()[1:]
        # period,clause,label,row,from,to,amount,currency,due,due_moved
        self.lines = {line.split(",")[3].strip('"'): line.split(",") for line in lines}
        return found["periods"]

    def reported(self, periods):
        """{statement: (operation year, rows, events)}, where a measure reports rows."""
        rates = [period["measures"]["rate"] for period in periods]
        return {rate["period"]: (rate["operation_year"], rate["rows"], rate["events"]) for rate in rates
                if rate["rows"]}

    # --- windows ---

    def test_two_years_after_29_february_is_28_february(self):
        """Both rows are reported in the statement of year 3, and in no other."""
        for revised, events in (("2022-02-28", 1), ("2022-03-01", 0)):
            with self.subTest(revised=revised):
                periods = self.settled([("a", "2020-02-29", revised)])
                self.assertEqual(len(periods), 5)
                self.assertEqual(self.reported(periods), {3: (1, 1, events)})
        both = self.settled([("a", "2020-02-29", "2022-02-28"), ("b", "2020-02-29", "2022-03-01")])
        self.assertEqual(self.reported(both), {3: (1, 2, 1)})
        self.assertEqual(both[2]["measures"]["rate"]["exact"], "1/2")

    def test_four_years_after_29_february_is_29_february(self):
        for revised, events in (("2024-02-29", 1), ("2024-03-01", 0)):
            with self.subTest(revised=revised):
                periods = self.settled([("a", "2020-02-29", revised)], window="4 years", last="4 years after the term")
                self.assertEqual(self.reported(periods), {5: (1, 1, events)})

    def test_a_window_that_ends_on_29_february(self):
        for revised, events in (("2020-02-28", 1), ("2020-02-29", 0)):
            with self.subTest(revised=revised):
                periods = self.settled([("a", "2018-02-28", revised)], starts="2018-01-01")
                self.assertEqual(self.reported(periods), {3: (1, 1, events)})

    def test_months_take_the_last_day(self):
        """One month after 31 January 2020 is 29 February; after 31 March, 30 April."""
        rows = [("a", "2020-01-31", "2020-02-29"), ("b", "2020-01-31", "2020-03-01"),
                ("c", "2020-03-31", "2020-04-30"), ("d", "2020-03-31", "2020-05-01"),
                ("e", "2020-02-29", "2020-03-29"), ("f", "2020-02-29", "2020-03-30")]
        periods = self.settled(rows, window="1 month", last="at the end of the term")
        self.assertEqual(self.reported(periods), {1: (1, 6, 3)})

    def test_days_run_over_29_february(self):
        """30 days after 30 January: 29 February 2020, and 1 March 2021."""
        rows = [("a", "2020-01-30", "2020-02-29"), ("b", "2020-01-30", "2020-03-01"),
                ("c", "2021-01-30", "2021-03-01"), ("d", "2021-01-30", "2021-03-02")]
        periods = self.settled(rows, window="30 days", last="at the end of the term")
        self.assertEqual(self.reported(periods), {1: (1, 2, 1), 2: (2, 2, 1)})

    def test_the_day_itself_is_within(self):
        periods = self.settled([("a", "2020-02-29", "2020-02-29")])
        self.assertEqual(self.reported(periods), {3: (1, 1, 1)})

    # --- contract years ---

    def test_first_and_last_day_of_a_contract_year(self):
        rows = [("before", "2019-12-31", ""), ("first", "2020-01-01", ""), ("last", "2020-12-31", ""),
                ("next", "2021-01-01", ""), ("end", "2022-12-31", ""), ("after", "2023-01-01", "")]
        periods = self.settled(rows)
        self.assertEqual({key: line[0] for key, line in self.lines.items()},
                         {"first": "1", "last": "1", "next": "2", "end": "3"})
        self.assertEqual([(p["from"], p["to"], p["data_date"]) for p in periods[:3]],
                         [("2020-01-01", "2020-12-31", "2021-04-01"), ("2021-01-01", "2021-12-31", "2022-04-01"),
                          ("2022-01-01", "2022-12-31", "2023-04-01")])
        self.assertEqual(self.reported(periods), {3: (1, 2, 0), 4: (2, 1, 0), 5: (3, 1, 0)})

    def test_a_contract_from_29_february(self):
        """Every year is counted from the start itself, so the fifth begins on 29 February again."""
        rows = [("a", "2020-02-28", ""), ("b", "2020-02-29", ""), ("c", "2021-02-27", ""), ("d", "2021-02-28", ""),
                ("e", "2024-02-28", ""), ("f", "2024-02-29", ""), ("g", "2025-02-27", ""), ("h", "2025-02-28", "")]
        periods = self.settled(rows, starts="2020-02-29", years=5)
        self.assertEqual([(p["from"], p["to"], p["data_date"]) for p in periods[:5]], [
            ("2020-02-29", "2021-02-27", "2021-05-28"), ("2021-02-28", "2022-02-27", "2022-05-28"),
            ("2022-02-28", "2023-02-27", "2023-05-28"), ("2023-02-28", "2024-02-28", "2024-05-29"),
            ("2024-02-29", "2025-02-27", "2025-05-28")])
        self.assertEqual({key: line[0] for key, line in self.lines.items()},
                         {"b": "1", "c": "1", "d": "2", "e": "4", "f": "5", "g": "5"})
        self.assertEqual(self.reported(periods), {3: (1, 2, 0), 4: (2, 1, 0), 6: (4, 1, 0), 7: (5, 2, 0)})

    def test_contract_months_from_the_31st(self):
        rows = [("a", "2020-01-31", ""), ("b", "2020-02-28", ""), ("c", "2020-02-29", ""), ("d", "2020-03-30", ""),
                ("e", "2020-03-31", ""), ("f", "2020-04-29", ""), ("g", "2020-04-30", "")]
        periods = self.settled(rows, starts="2020-01-31", years=3, unit="month", window="30 days",
                               last="at the end of the term")
        self.assertEqual([(p["from"], p["to"]) for p in periods],
                         [("2020-01-31", "2020-02-28"), ("2020-02-29", "2020-03-30"), ("2020-03-31", "2020-04-29")])
        self.assertEqual({key: line[0] for key, line in self.lines.items()},
                         {"a": "1", "b": "1", "c": "2", "d": "2", "e": "3", "f": "3"})

    # --- due days and objections ---

    def test_due_days_over_29_february(self):
        rows = [("a", "2020-01-30", ""), ("b", "2021-01-30", ""), ("c", "2020-02-29", ""), ("d", "2020-12-31", "")]
        self.settled(rows)
        self.assertEqual({key: line[8] for key, line in self.lines.items()},
                         {"a": "2020-02-29", "b": "2021-03-01", "c": "2020-03-30", "d": "2021-01-30"})
        self.settled(rows, due="1 month")
        self.assertEqual({key: line[8] for key, line in self.lines.items()},
                         {"a": "2020-02-29", "b": "2021-02-28", "c": "2020-03-29", "d": "2021-01-31"})

    def test_objections_until_29_february(self):
        """The contract year ends on 31 October 2019, the statement is of 31 January: one month is 29 February."""
        for as_of, status in (("2020-02-29", "provisional"), ("2020-03-01", "final")):
            with self.subTest(as_of=as_of):
                [period] = self.settled([("a", "2019-05-05", "")], starts="2018-10-31", window="30 days", as_of=as_of,
                                        last="at the end of the term",
                                        objections="  objections within 1 month of the statement\n")
                self.assertEqual((period["data_date"], period["status"]), ("2020-01-31", status))

    def test_without_time_for_objections_a_statement_is_final_at_once(self):
        [period] = self.settled([("a", "2020-02-29", "")], as_of="2021-04-01", extracted="2021-04-01")
        self.assertEqual((period["data_date"], period["why_provisional"]), ("2021-04-01", []))

    # --- the data date ---

    def test_what_is_dated_after_the_data_date_has_not_happened(self):
        """The statement of year 1 is drawn on the data of 1 April 2021, whenever it is looked at."""
        for revised, events in (("2021-04-01", 1), ("2021-04-02", 0)):
            for as_of in ("2021-04-01", "2040-01-01"):
                with self.subTest(revised=revised, as_of=as_of):
                    periods = self.settled([("a", "2020-12-31", revised)], share="revised has happened",
                                           window="90 days", last="at the end of the term", as_of=as_of)
                    self.assertEqual(self.reported(periods)[1], (1, 1, events))


if __name__ == "__main__":
    unittest.main()
