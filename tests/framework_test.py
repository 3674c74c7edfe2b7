# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Several buyers with call-offs of their own, several currencies, a closing settlement after the term: every payment of
contracts/framework worked out again in fractions, from the Danish list of pumps."""
import csv
import datetime
import unittest
from fractions import Fraction

import program

HERE = program.ROOT / "contracts" / "framework"
PRICE = {"DKK": Fraction("11333.33"), "SEK": Fraction("17250.5")}
LIMIT, REBATE = 12, Fraction(1, 10)
NAMES = {"Region Nordjylland": "north", "Region Syddanmark": "south", "Region Skåne": "skaane"}


def day(text):
    return datetime.datetime.strptime(text, "%d-%m-%Y").date() if text else None


def pumps():
    with open(HERE / "data" / "pumper.csv", encoding="utf-8", newline="") as file:
        return [(NAMES[row["Køber"]], day(row["Leveret"]), day(row["Fejlet"])) for row in csv.DictReader(file, delimiter=";")]


def cents(amount):
    return Fraction(int(amount * 100 + Fraction(1, 2)), 100)


def currency(buyer):
    return "SEK" if buyer == "skaane" else "DKK"


def two_years_on(date):
    return date.replace(year=date.year + 2)


def expected():
    """(statement, from, to, currency) -> amount"""
    rows, owed = pumps(), {}
    for year in (2022, 2023):
        for buyer in NAMES.values():
            money = currency(buyer)
            had = [row for row in rows if row[0] == buyer and row[1].year == year]
            owed[year - 2021, buyer, "supplier", money] = len(had) * cents(PRICE[money])
            failed = sum(row[2] is not None and row[2] <= two_years_on(row[1]) for row in had)
            owed[year - 2021 + 2, "supplier", buyer, money] = cents(PRICE[money] * failed)
    for buyer in NAMES.values():
        money = currency(buyer)
        above = max(0, sum(row[0] == buyer for row in rows) - LIMIT)
        key = (2, "supplier", buyer, money)
        owed[key] = owed.get(key, 0) + cents(REBATE * PRICE[money] * above)
    return {key: amount for key, amount in owed.items() if amount}


def settled(*more):
    return program.answer("settle", HERE / "framework.nytte", "--source", HERE / "framework-source.nytte",
                          "--offer", HERE / "offer-framework.json", "--json", *more)


class Framework(unittest.TestCase):
    def test_every_payment(self):
        found = {}
        for period in settled()["periods"]:
            for payment in period["payments"]:
                key = (period["period"], payment["from"], payment["to"], payment["currency"])
                found[key] = found.get(key, 0) + Fraction(payment["amount"])
        self.assertEqual(expected(), {key: amount for key, amount in found.items() if amount})

    def test_currencies_are_never_added_up(self):
        totals = settled()["totals"]
        self.assertEqual({"DKK", "SEK"}, set(totals["supplier"]))
        for money in ("DKK", "SEK"):
            self.assertEqual(sum(Fraction(of[money]["pays"]) for of in totals.values()),
                             sum(Fraction(of[money]["receives"]) for of in totals.values()))
        self.assertEqual(Fraction(0), Fraction(totals["skaane"]["DKK"]["pays"]))

    def test_the_closing_settlement_stands_after_the_term(self):
        told = settled()
        self.assertEqual([True, True, False, False], [period["in_term"] for period in told["periods"]])
        self.assertEqual({"final"}, {period["status"] for period in told["periods"]})
        after = [payment for period in told["periods"][2:] for payment in period["payments"]]
        self.assertEqual({"Pumps that failed"}, {payment["label"] for payment in after})

    def test_a_danish_reader_sees_which_kroner(self):
        words = program.output("settle", HERE / "framework.nytte", "--source", HERE / "framework-source.nytte",
                               "--offer", HERE / "offer-framework.json", "--lang", "da").decode()
        self.assertIn("SEK", words)
        self.assertNotIn(" kr.", words)


if __name__ == "__main__":
    unittest.main()
