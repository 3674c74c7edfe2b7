#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""What the contracts of contracts/ come to on their data, without the engine.

Bed and diabetes are settled here a second time, in exact fractions. The amounts of the five rules are those of the
reference cases in tests/contracts/reference/, made by another program; where the data go beyond such a case (beds times
its price, a second year), the few lines of arithmetic stand here.

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


def reference(name):
    return json.loads((EXPECTED / "reference" / f"{name}.json").read_text(encoding="utf-8"), parse_float=Fraction,
                      parse_int=Fraction)


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


# --- the five rules -------------------------------------------------------------------------------------

def plain(value):
    """A number as the language writes it: 16.1, 26_500."""
    return str(int(value)) if value == int(value) else str(float(value))


def bundle():
    case = reference("pay-cjr-a")
    given, runs = case["inputs"]["rows"], []
    for place, (row, expected) in enumerate(zip(given, case["expected"]["rows"])):
        made = Statements(date(2026, 1, 1), 3, "USD")
        made.pay(1, "Reconciliation", "payer", "provider", expected["reconciliation"], made.statement(1) + days(60))
        facts = {"composite": {"value": plain(expected["composite"]) + " points", "attested": {"payer": "2026-12-15"}}}
        runs.append({"what": f"pay-cjr-a, row {place}: composite {plain(expected['composite'])}", "facts_are": facts,
                     "instead": {"26_500 USD per episode": f"{plain(row['target_full'])} USD per episode",
                                 "= 5 % from": f"= {plain(row['limit'] * 100)} % from"},
                     "payments": made.payments()})
    runs[0].update({"facts": "facts-bundle.json"})
    return runs


def hvbp():
    case = reference("pay-hvbp-a")
    label = "Exchange: what is given out less what is held back"
    made = Statements(date(2026, 1, 1), 3, "USD")
    for hospital in case["expected"]["exchange"]["hospitals"]:
        made.pay(1, label, "payer", "hospital_" + hospital["id"].lower(), hospital["net_amount"],
                 made.statement(1) + days(60))
    own = {"what": "pay-hvbp-a, exchange: results that come to its four totals", "payments": made.payments()}

    # The case's points and its domains, each hospital's mean; then the exchange by its own formula.
    scores = [points["score"] for points in case["expected"]["points"]]
    totals = {"a": Fraction(100, 3), "b": 10 * (scores[0] + scores[1]) / 2, "c": 10 * (scores[2] + scores[3]) / 2,
              "d": 10 * (scores[4] + scores[5]) / 2}
    assert abs(totals["a"] - case["expected"]["tps"]["tps"]) < Fraction(1, 10**9)
    base = {hospital["id"].lower(): hospital["base"] for hospital in case["inputs"]["hospitals"]}
    slope = sum(base.values()) / sum(base[h] * totals[h] / 100 for h in base)
    made = Statements(date(2026, 1, 1), 3, "USD")
    for hospital in base:
        held = case["inputs"]["withhold"] * base[hospital]
        made.pay(1, label, "payer", "hospital_" + hospital, held * slope * totals[hospital] / 100 - held,
                 made.statement(1) + days(60))
    points = {"what": "pay-hvbp-a, points and domains: its six indicators and its three domains",
              "data": {"result": "data/results-of-the-case.csv"}, "payments": made.payments()}
    return [own, points]


def indexation():
    case = reference("pay-mix-a")
    price = {1: case["expected"]["indexation"]["price_DKK"]}
    parts = case["inputs"]["indexation"]["components"]
    levels = {row["Id"]: number(row["Niveau"]) for row in rows("indexation/data/indeks.csv")}
    assert [levels["L25"], levels["M25"]] == [part[2] for part in parts]
    second = case["inputs"]["indexation"]["fixed_share"] + sum(
        share * levels[name] / start for name, (share, start, _) in zip(("L26", "M26"), parts))
    assert Fraction(95, 100) < second < Fraction(105, 100)  # the collar does not bind in the second year
    price[2] = rounded(25_000 * second, CENT, "away from zero")

    def delivered(prices, what, instead=None):
        made = Statements(date(2025, 1, 1), 1, "DKK")
        for row in rows("indexation/data/leverancer.csv"):
            year = made.year(day_of(row["Leveret"]))
            made.pay(year, "Beds", "buyer", "seller", prices[year] * int(row["Senge"]),
                     made.statement(year) + days(30))
        return {"what": what, "instead": instead or {}, "payments": made.payments()}

    free = rounded(25_000 * case["expected"]["indexation"]["factor_raw"], CENT, "away from zero")
    return [delivered(price, "pay-mix-a, indexation: the collar holds the price in the first year"),
            delivered({1: free, 2: price[2]}, "the same with a collar so wide that the case's raw factor shows",
                      {"between 95 % and 105 %": "between 50 % and 150 %"})]


def most_favoured():
    case = reference("pay-mix-a")["inputs"]["mfn"]
    made = Statements(date(2020, 1, 1), 1, "DKK")
    bought = {}
    for row in rows("most-favoured/data/leverancer.csv"):
        day, pieces = day_of(row["Leveret"]), int(row["Stk."])
        bought[day.year] = bought.get(day.year, 0) + pieces
        made.pay(made.year(day), "Deliveries", "buyer", "seller", case["price"] * pieces, day + days(30))
    assert [[year, pieces] for year, pieces in bought.items()] == case["own_units_by_year"]
    for year, pieces in bought.items():
        cheapest = min([sale["price"] for sale in case["other_sales"]
                        if sale["year"] <= year and sale["units"] >= case["minimum_units"]] + [case["price"]])
        place = made.year(date(year, 1, 1))
        made.pay(place, "Difference to the most favoured customer", "seller", "buyer", (case["price"] - cheapest) * pieces,
                 made.statement(place) + days(30))
    back = sum(Fraction(p["amount"]) for p in made.payments() if p["from"] == "seller")
    assert back == reference("pay-mix-a")["expected"]["mfn"]["clawback_DKK"]
    return [{"what": "pay-mix-a, most favoured customer: 273,000 in all", "payments": made.payments()}]


def shared_savings():
    case = reference("pay-sharedsavings-a")
    runs = []
    for place, (row, amount) in enumerate(zip(case["inputs"]["rows"], case["expected"]["payment"])):
        if row["one_sided"]:
            continue  # another contract: losses are not shared there
        made = Statements(date(2026, 1, 1), 6, "USD")
        made.pay(1, "Shared savings", "payer", "provider", amount, made.statement(1) + days(90))
        table = "id,year_end,people,expected,spent,quality\ny1,2026-12-31," + ",".join(
            plain(value) for value in (row["n"], row["bench"], row["spend"], row["quality"] * 100)) + "\n"
        runs.append({"what": f"pay-sharedsavings-a, row {place}", "table": {"account": table}, "payments": made.payments()})
    assert runs[0]["table"]["account"] == (CONTRACTS / "shared-savings/data/account.csv").read_text(encoding="utf-8")
    return runs


ALL = {"bed": bed, "diabetes": diabetes, "bundle": bundle, "hvbp": hvbp, "indexation": indexation,
       "most-favoured": most_favoured, "shared-savings": shared_savings}


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
