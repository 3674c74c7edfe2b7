#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""What the contracts of contracts/ come to on their data, without the engine.

Bed and diabetes are settled here a second time, in exact fractions. The rules of payment are in rules_oracle.py.

    contracts_oracle.py NAME        the expected payments of contracts/NAME as JSON
    contracts_oracle.py --write     tests/contracts/NAME.expected.json of all
"""
import csv
import json
import sys
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from knee_oracle import after, rounded

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACTS = ROOT / "contracts"
EXPECTED = ROOT / "tests" / "contracts"
CENT = Fraction(1, 100)


def rows(path, encoding="utf-8", separator=";"):
    with open(CONTRACTS / path, encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=separator))


def day_of(text):
    """Of 31-12-2018 or 2018-12-31."""
    parts = [int(part) for part in text.split("-")]
    return date(*parts) if parts[0] > 31 else date(*reversed(parts))


def number(text):
    return Fraction(text.replace(",", "."))


class Statements:
    """Payments by year, as a statement adds them up; `first` is the contract's first day, `later` the months until the
    statement of a year. A line is never due before its amount is known: where it rests on the statement, its days run
    from there."""

    def __init__(self, first, later, currency):
        self.first, self.later, self.currency, self.lines = first, later, currency, {}

    def year(self, day):
        year = 1
        while after(self.first, (year, "years")) <= day:
            year += 1
        return year

    def statement(self, year):
        return after(after(self.first, (year, "years")), (self.later, "months"))

    def pay(self, year, label, payer, payee, amount, due):
        """Each line is rounded by itself; a negative one goes the other way."""
        amount = rounded(amount, CENT, "away from zero")
        if amount < 0:
            payer, payee, amount = payee, payer, -amount
        line = self.lines.setdefault((year, label, payer, payee), {"amount": Fraction(0), "due": []})
        line["amount"] += amount
        line["due"].append(due)

    def payments(self):
        """Those of more than nothing."""
        return [{"year": year, "label": label, "from": payer, "to": payee, "amount": decimal(line["amount"]),
                 "currency": self.currency, "first_due": min(line["due"]).isoformat(),
                 "last_due": max(line["due"]).isoformat()}
                for (year, label, payer, payee), line in sorted(self.lines.items()) if line["amount"]]


def decimal(amount):
    """1234.50, of a number of whole cents."""
    whole, cents = divmod(int(amount * 100), 100)
    return f"{whole}.{cents:02}"


def days(number_of_days):
    return timedelta(days=number_of_days)


# --- the two cases of the report ------------------------------------------------------------------------

def bed():
    made = Statements(date(2014, 7, 1), 1, "DKK")
    facts = json.loads((CONTRACTS / "bed" / "facts-bed.json").read_text(encoding="utf-8"))["facts"]
    approved = {name: max(day_of(day) for day in fact["attested"].values()) for name, fact in facts.items()}
    fees = {1: 200_000, 2: 250_000, 3: 300_000, 4: 250_000}
    for phase, fee in fees.items():
        day = approved[f"phase_{phase}_approved"]
        if phase > 1 and approved[f"phase_{phase - 1}_approved"] > day:
            continue
        half = rounded(Fraction(fee, 2), CENT, "away from zero")
        for party, amount in (("south", half), ("capital", fee - half)):
            made.pay(made.year(day), f"Phase {phase}", party, "supplier", amount, day + days(30))
    party_of = {"Region Syddanmark": "south", "Region Hovedstadens Psykiatri": "capital"}
    end = after(approved["phase_4_approved"], (30, "months"))
    taken = {"south": 0, "capital": 0}
    for row in rows("bed/data/leverancer.csv", "latin-1"):
        day, party, beds = day_of(row["Leveret"]), party_of[row["Køber"]], int(row["Senge"])
        made.pay(made.year(day), "Beds", party, "supplier", 25_000 * beds, day + days(30))
        if approved["phase_4_approved"] <= day <= end:
            taken[party] += beds
    for party in taken:
        year = made.year(end)
        due = max(end, made.statement(year)) + days(30)
        made.pay(year, "Beds guaranteed and not taken", party, "supplier", 25_000 * max(0, 250 - taken[party]), due)
    return [{"what": "the deliveries and approvals of the folder", "facts": "facts-bed.json", "payments": made.payments()}]


def diabetes():
    made = Statements(date(2018, 1, 1), 1, "DKK")
    fee = 4_000
    for row in rows("diabetes/data/borgere.csv"):
        months, readings = int(row["Måneder"]), int(row["Målinger"])
        if months < 3 or readings < 100:
            continue
        change = Fraction(int(row["I interval"]), readings) - number(row["I interval før (pct.)"]) / 100
        steps = sum(change >= Fraction(bound, 100) for bound in (5, 15))
        steps -= sum(change <= Fraction(bound, 100) for bound in (-5, -15))
        if row["Tilfredshed"]:
            points = number(row["Tilfredshed"])
            steps += (points >= 9) - (points <= 4)
        moves = {0: 100, 1: 110, -1: 90}.get(steps, 130 if steps > 0 else 70)
        year = made.year(day_of(row["Opgjort"]))
        made.pay(year, "Programme fee", "municipality", "supplier", Fraction(fee * moves, 100) * Fraction(months, 12),
                 made.statement(year) + days(45))
    return [{"what": "the citizens of the folder, at 4,000 a year", "offer": "offer-diabetes.json",
             "payments": made.payments()}]


ALL = {"bed": bed, "diabetes": diabetes}


def text_of(name):
    return json.dumps({"contract": name, "runs": ALL[name]()}, indent=1, ensure_ascii=False) + "\n"


def main(arguments):
    if arguments == ["--write"]:
        for name in ALL:
            (EXPECTED / f"{name}.expected.json").write_text(text_of(name), encoding="utf-8")
        return 0
    if len(arguments) != 1 or arguments[0] not in ALL:
        print(__doc__, file=sys.stderr)
        return 2
    print(text_of(arguments[0]), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
