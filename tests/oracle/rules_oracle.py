#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""What the rules of contracts/rules/ come to on the data of their folders, without the engine, in exact fractions.

Each rule is said again in a few lines of Python, with its terms as numbers. The reference cases of outcome payment are
compared in tests/rules_test.py and stand nowhere here.

    rules_oracle.py NAME        the payments of that contract as JSON
"""
import csv
import json
import sys
from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction
from math import ceil, comb
from statistics import median

from contracts_oracle import CENT, CONTRACTS, Statements, day_of, days, number
from knee_oracle import after, kept, rounded

RULES = CONTRACTS / "rules"
F = Fraction


def rows(path, separator=";"):
    with open(RULES / path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=separator))


def to_cent(amount):
    return rounded(amount, CENT, "away from zero")


# --- results that move a fee or a price ------------------------------------------------------------------

def corridor():
    made = Statements(date(2019, 1, 1), 3, "DKK")
    people, better = Counter(), Counter()
    for row in rows("corridor/data/patienter.csv"):
        year = made.year(day_of(row["Afsluttet"]))
        people[year] += 1
        better[year] += row["Bedre"] == "ja"
    fee = F("3066666.67")
    for year in range(1, 8):
        way = kept((F(better[year], people[year]) - F(7, 10)) / F(2, 10), 0, 1)
        made.pay(year, "Fee", "buyer", "supplier", fee,
                 after(made.first, (year, "years")) - days(1) + days(30))
        made.pay(year, "Bonus, or malus", "buyer", "supplier", fee * (way - F(1, 2)) / 10, made.statement(year) + days(60))
    return made


def tiers():
    made = Statements(date(2026, 1, 1), 1, "DKK")
    for row in rows("tiers/data/borgere.csv"):
        change, satisfied = number(row["Ændring (pct.point)"]), row["Tilfredshed"]
        steps = sum(change >= edge for edge in (5, 15)) - sum(change <= -edge for edge in (5, 15))
        if satisfied:
            steps += (number(satisfied) >= 9) - (number(satisfied) <= 4)
        moved = F({0: 100, 1: 110, -1: 90}.get(steps, 130 if steps > 0 else 70), 100)
        year = made.year(day_of(row["Opgjort"]))
        made.pay(year, "Programme fee", "municipality", "supplier", 4_500 * moved * int(row["Måneder"]) / 12,
                 made.statement(year) + days(45))
    return made


def price_path(step):
    made = Statements(date(2018, 9, 1), 3, "DKK")
    score = {made.year(day_of(row["Dato"])): number(row["Score"] or "0") for row in rows("price-path/data/vurderinger.csv")}
    price = {1: F(12_500)}
    for year in range(1, 8):
        price[year + 1] = to_cent(kept(step(price[year], score[year]), 12_500 * F(83, 100), 12_500 * F(117, 100)))
    for row in rows("price-path/data/leverancer.csv"):
        day = day_of(row["Leveret"])
        made.pay(made.year(day), "Implants", "buyer", "supplier", price[made.year(day)] * int(row["Implantater"]),
                 day + days(30))
    return made


def compounding():
    return price_path(lambda price, score: price * (1 + F(6, 100) * score))


def additive():
    return price_path(lambda price, score: price + 750 * score)


def afresh():
    return price_path(lambda price, score: 12_500 + 2_125 * score)


def indexation():
    made = Statements(date(2025, 1, 1), 1, "DKK")
    level = {row["Id"]: number(row["Niveau"]) for row in rows("indexation/data/indeks.csv")}
    for row in rows("indexation/data/leverancer.csv"):
        year = made.year(day_of(row["Leveret"]))
        factor = F(1, 5) + level[f"L{24 + year}"] / F("108.4") / 2 + level[f"M{24 + year}"] / 121 * F(3, 10)
        price = to_cent(25_000 * kept(factor, F(95, 100), F(105, 100)))
        made.pay(year, "Beds", "buyer", "seller", price * int(row["Senge"]), made.statement(year) + days(30))
    return made


# --- what failed, and what succeeded ---------------------------------------------------------------------

GUARANTEED = F(25, 1000)


def implants(folder):
    """The statements, the implants of each year with whether they failed within a year, and the prices."""
    made = Statements(date(2022, 1, 1), 13, "DKK")
    price = {1: F(12_500)}
    for year in (2, 3, 4):
        price[year] = to_cent(price[year - 1] * F(102, 100))
    failed = defaultdict(list)
    for row in rows(f"{folder}/data/implantater.csv"):
        day = day_of(row["Indsat"])
        year = made.year(day)
        failed[year].append(bool(row["Svigtet"]) and day_of(row["Svigtet"]) <= after(day, (1, "years")))
        made.pay(year, "Implants", "buyer", "supplier", price[year], day + days(30))
    return made, failed, price


def penalty(above):
    made, failed, price = implants("penalty")
    for year, all_of_them in failed.items():
        units = max(0, above(sum(all_of_them), len(all_of_them)))
        made.pay(year, "Penalty for failures above the guarantee", "supplier", "buyer",
                 price[year] * min(2 * units, F(len(all_of_them), 10)), made.statement(year) + days(60))
    return made


def penalty_in_parts():
    return penalty(lambda failures, rows: failures - GUARANTEED * rows)


def penalty_in_whole():
    return penalty(lambda failures, rows: failures - ceil(GUARANTEED * rows))


def penalty_when_certain():
    """The lower end of Clopper and Pearson's 95 % lies above g where so many failures or more have less than 2.5 % at g."""
    def above(failures, rows):
        tail = 1 - sum(comb(rows, k) * GUARANTEED**k * (1 - GUARANTEED) ** (rows - k) for k in range(failures))
        return failures - GUARANTEED * rows if tail < F(25, 1000) else 0
    return penalty(above)


def warranty():
    made, failed, price = implants("warranty")
    for year, all_of_them in failed.items():
        made.pay(year, "Money back", "supplier", "buyer", price[year] * sum(all_of_them), made.statement(year) + days(60))
    return made


def pay_per_success():
    made, successes = Statements(date(2026, 1, 1), 3, "DKK"), 0
    for row in sorted(rows("pay-per-success/data/patienter.csv"), key=lambda row: (day_of(row["Bedømt"]), row["Patient"])):
        successes += row["Lykkedes"] == "ja"
        paid = row["Lykkedes"] == "ja" and successes <= 100
        made.pay(1, "Patients", "buyer", "supplier", 2_500 + 18_000 * paid, made.statement(1) + days(30))
    return made


# --- budgets and targets ---------------------------------------------------------------------------------

def hvbp():
    made = Statements(date(2026, 1, 1), 3, "USD")
    points = defaultdict(lambda: defaultdict(list))
    for row in rows("hvbp/data/results.csv", ","):
        sign = 1 if row["more_is_good"] == "yes" else -1
        result, start, goal = (sign * F(row[name]) for name in ("performance", "threshold", "benchmark"))
        level = 10 if result >= goal else 0 if result < start else kept(
            rounded(9 * (result - start) / (goal - start) + F(1, 2), 1, "away from zero"), 1, 9)
        closer = 0
        if row["baseline"]:
            before = sign * F(row["baseline"])
            closer = kept(rounded(10 * (result - before) / (goal - before) - F(1, 2), 1, "away from zero"), 0, 9)
        points[row["hospital"]][row["domain"]].append(max(level, closer))
    total = {hospital: 10 * sum(F(sum(of), len(of)) for of in domains.values()) / len(domains)
             for hospital, domains in points.items()}
    base = {row["hospital"]: F(row["base"]) for row in rows("hvbp/data/hospitals.csv", ",")}
    return exchange(made, base, total, lambda hospital: hospital)


def hvbp_published():
    made, total = Statements(date(2025, 10, 1), 3, "USD"), {}
    for row in rows("hvbp/data/hvbp-fy2026-sample.csv", ","):
        known = [F(row[f"unweighted_{name}"]) for name in ("outcomes", "engagement", "safety", "efficiency")
                 if row[f"unweighted_{name}"]]
        if len(known) >= 3:
            total[row["facility"]] = sum(known) / len(known)
    base = {row["hospital"]: F(row["base"]) for row in rows("hvbp/data/hospitals-published.csv", ",")}
    return exchange(made, base, total, lambda _: "hospitals")


def exchange(made, base, total, party):
    slope = sum(base[h] for h in total) / sum(base[h] * total[h] for h in total)
    for hospital, score in total.items():
        made.pay(1, "Exchange: what is given out less what is held back", "payer", party(hospital),
                 F(2, 100) * base[hospital] * (slope * score - 1), made.statement(1) + days(60))
    return made


def hrrp():
    made, excess = Statements(date(2019, 10, 1), 3, "USD"), Counter()
    for row in rows("hrrp/data/hrrp-mock-hospital.csv", ","):
        if row["peer_group_median_err"] and row["err"] and int(row["eligible_discharges"]) >= 25:
            excess[int(row["fiscal_year"])] += F(row["neutrality_modifier"]) * F(row["drg_payment_ratio"]) * max(
                0, F(row["err"]) - F(row["peer_group_median_err"]))
    for row in rows("hrrp/data/payments.csv", ","):
        year = int(row["id"][2:])
        factor = rounded(1 - min(F(3, 100), excess[year]), F(1, 10_000), "away from zero")
        made.pay(year - 2019, "Reduction for readmissions", "hospital", "payer", (1 - factor) * F(row["base"]),
                 made.statement(year - 2019) + days(60))
    return made


def hrrp_peers():
    made, groups = Statements(date(2025, 10, 1), 3, "USD"), defaultdict(list)
    results = [row for row in rows("hrrp/data/results-peers.csv", ",") if int(row["discharges"]) >= 25]
    for row in results:
        groups[row["peer_group"]].append(F(row["ratio"]))
    excess = Counter()
    for row in results:
        excess[row["hospital"]] += F(row["drg_share"]) * max(0, F(row["ratio"]) - median(groups[row["peer_group"]]))
    for row in rows("hrrp/data/payments-peers.csv", ","):
        reduction = rounded(min(F(3, 100), F(96, 100) * excess[row["hospital"]]), F(1, 10_000), "away from zero")
        made.pay(1, "Reduction for readmissions", row["hospital"], "payer", reduction * F(row["base"]),
                 made.statement(1) + days(60))
    return made


def bundle():
    made = Statements(date(2026, 1, 1), 3, "USD")
    spent = [F(row["spent"]) for row in rows("bundle/data/episodes.csv", ",")]
    target = 26_500 * F(985, 1000) * len(spent)  # rank 72: 8.5 points, rank 55: 5.6, reporting: 2; 16.1 is above 13.2
    made.pay(1, "Reconciliation", "payer", "provider", kept(target - sum(spent), -target / 20, target / 20),
             made.statement(1) + days(60))
    return made


def capitation():
    made = Statements(date(2026, 1, 1), 6, "DKK")
    fixed = F(0)
    for row in rows("capitation/data/tilmeldte.csv"):
        rate = {"almindelig": F(410), "høj": F("960.5")}[row["Risiko"]]
        fixed += rate * int(row["Måneder"])
        made.pay(1, "Fixed sum", "payer", "provider", rate * int(row["Måneder"]), day_of(row["Optalt"]) + days(30))
    gap = sum(number(row["Forbrug"]) for row in rows("capitation/data/regnskab.csv")) - fixed
    sign, off = (1 if gap > 0 else -1), abs(gap) / fixed
    shared = max(F(0), min(off, F(8, 100)) - F(2, 100)) / 2 + max(F(0), off - F(8, 100)) * F(8, 10)
    made.pay(1, "Risk corridor", "payer", "provider", sign * shared * fixed, made.statement(1) + days(60))
    return made


def shared_savings():
    made = Statements(date(2026, 1, 1), 6, "USD")
    (row,) = rows("shared-savings/data/account.csv", ",")
    benchmark = F(row["expected"]) * int(row["people"])
    saved = benchmark - F(row["spent"]) * int(row["people"])
    amount = F(0)
    if saved >= benchmark / 50:
        amount = min(saved / 2 * F(row["quality"]) / 100, benchmark / 10)
    elif -saved >= benchmark / 50 and row["both_ways"] == "yes":
        amount = -min(-saved * F(3, 10), benchmark / 25)
    made.pay(1, "Shared savings", "payer", "provider", amount, made.statement(1) + days(90))
    return made


# --- purchases -------------------------------------------------------------------------------------------

def volume():
    made, taken = Statements(date(2026, 1, 1), 1, "DKK"), Counter()
    for row in rows("volume/data/leverancer.csv"):
        day = day_of(row["Leveret"])
        taken[made.year(day)] += int(row["Senge"])
        made.pay(made.year(day), "Beds", "buyer", "supplier", 25_000 * int(row["Senge"]), day + days(30))
    for year, beds in taken.items():
        made.pay(year, "Beds guaranteed and not taken", "buyer", "supplier", 25_000 * max(0, 250 - beds),
                 made.statement(year) + days(30))
        made.pay(year, "Rebate", "supplier", "buyer", 2_500 * max(0, beds - 400), made.statement(year) + days(30))
    return made


def most_favoured():
    made = Statements(date(2020, 1, 1), 1, "DKK")
    others = [(day_of(row["Dato"]), number(row["Pris"])) for row in rows("most-favoured/data/andre-salg.csv")
              if int(row["Stk."]) >= 20]
    for row in rows("most-favoured/data/leverancer.csv"):
        day, pieces = day_of(row["Leveret"]), int(row["Stk."])
        year = made.year(day)
        lowest = min([price for sold, price in others if sold < after(made.first, (year, "years"))] + [F(4_200)])
        made.pay(year, "Deliveries", "buyer", "seller", 4_200 * pieces, day + days(30))
        made.pay(year, "Difference to the most favoured customer", "seller", "buyer", (4_200 - lowest) * pieces,
                 made.statement(year) + days(30))
    return made


def milestones():
    made, going = Statements(date(2026, 1, 1), 1, "DKK"), True
    fee = {"koncept": 200_000, "design": 250_000, "prototype": 300_000, "produkt": 250_000}
    for row in rows("milestones/data/beslutninger.csv"):
        going = going and row["Køber godkender"] == row["Leverandør godkender"] == "ja"
        day = day_of(row["Dato"])
        made.pay(made.year(day), "Milestone", "buyer", "supplier", fee[row["Milepæl"]] * going, day + days(30))
    return made


def royalty():
    made, sold = Statements(date(2026, 1, 1), 2, "DKK"), Counter()
    for row in rows("royalty/data/salg.csv"):
        sold[made.year(day_of(row["Dato"]))] += number(row["Beløb"])
    left = F(100_000)
    for year in (1, 2, 3):
        edges = [0, min(sold[year], 10_000_000), min(sold[year], 20_000_000), sold[year]]
        earned = sum(max(F(0), F(high) - low) * rate / 100 for low, high, rate in zip(edges, edges[1:], (2, 3, 4)))
        made.pay(year, "Royalty", "seller", "inventor", max(F(0), earned - left), made.statement(year) + days(30))
        left = max(F(0), left - earned)
    return made


def option():
    made, expenses = Statements(date(2026, 1, 1), 1, "DKK"), Counter()
    for row in rows("option/data/udgifter.csv"):
        expenses[made.year(day_of(row["Betalt"]))] += number(row["Beløb"])
    borne = F(0)
    for year in (1, 2, 3, 4):
        part = min(expenses[year] / 2, 400_000 - borne)
        borne += part
        made.pay(year, "The test, the buyer's part", "buyer", "supplier", part, made.statement(year) + days(30))
    used = date(2027, 4, 1)  # tested on 2026-12-20: within twelve months
    price = {2: 21_000, 3: 19_500, 4: 19_500}  # 19,500 agreed on in year 2; 20,400 in year 3 would be a rise
    for row in rows("option/data/leverancer.csv"):
        day = day_of(row["Leveret"])
        if day >= used:
            made.pay(made.year(day), "Devices", "buyer", "supplier", price[made.year(day)] * int(row["Apparater"]),
                     day + days(30))
    return made


ALL = {"bundle": bundle, "capitation": capitation, "corridor": corridor, "hrrp": hrrp,
       "hrrp/hrrp-peers": hrrp_peers, "hvbp": hvbp,
       "hvbp/hvbp-published": hvbp_published, "indexation": indexation, "milestones": milestones,
       "most-favoured": most_favoured, "option": option, "pay-per-success": pay_per_success,
       "penalty": penalty_in_parts, "penalty/penalty-certain": penalty_when_certain,
       "penalty/penalty-whole": penalty_in_whole, "price-path": compounding,
       "price-path/price-path-additive": additive, "price-path/price-path-afresh": afresh, "royalty": royalty,
       "shared-savings": shared_savings, "tiers": tiers, "volume": volume, "warranty": warranty}


def main(arguments):
    if len(arguments) != 1 or arguments[0] not in ALL:
        print(__doc__, file=sys.stderr)
        return 2
    print(json.dumps(ALL[arguments[0]]().payments(), indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
