#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""The knee contract, settled a second time: by hand, in exact fractions, without the engine.

The engine reads a contract as a text and may be wrong in many ways. This script knows one contract
only, and says its rules again in Python; the terms that the variants change stand in one dict,
`base_terms()`. Where the two answers differ, one of them is wrong.

    knee_oracle.py base --data DIR [--as-of DATE]        the settlement as JSON
    knee_oracle.py 03-cap --data DIR                     the same with the terms of that variant
    knee_oracle.py --self-test DIR EXPECTED              base terms against settlement-expected.json

DIR holds operations.csv and surgeons.csv. The file is taken as complete at every data date.
"""
import argparse
import csv
import json
import sys
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

PER_CENT = Fraction(1, 100)


# --- days, spans and rounding --------------------------------------------------------------------------

def after(day, span):
    """The day that lies a span (`(30, "days")`, `(18, "months")`, `(2, "years")`) after `day`.

    Months and years keep the day of the month, or take the month's last day.
    """
    number, unit = span
    if unit == "days":
        return day + timedelta(days=number)
    months = number * {"months": 1, "years": 12}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last_of_month = (first_of_next - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last_of_month))


def rounded(value, unit, halves):
    """The multiple of `unit` that is nearest to `value`; `halves` says where a tie goes."""
    quotient = Fraction(value) / unit
    below = quotient.numerator // quotient.denominator
    rest = quotient - below
    if rest == Fraction(1, 2):
        goes_up = {"away from zero": quotient > 0, "to even": below % 2 == 1,
                   "up": True, "down": False}[halves]
    else:
        goes_up = rest > Fraction(1, 2)
    return (below + goes_up) * unit


def kept(value, low, high):
    return min(max(value, low), high)


def scaled(value, low_end, high_end):
    """From -1 at `low_end` to 1 at `high_end`, a straight line between, never beyond; unknown is 0."""
    if value is None:
        return Fraction(0)
    return kept(-1 + 2 * (value - low_end) / (high_end - low_end), Fraction(-1), Fraction(1))


# --- what can be said of a row on a data date ----------------------------------------------------------

DATES = "done discharged readmitted infection revised died".split()
NUMBERS = "age bmi asa oks_before oks_after eq5d_before eq5d_after".split()


def read_operations(folder):
    """The rows of the register, in order of day and key, each with the surgeon's running experience."""
    with open(Path(folder) / "surgeons.csv", encoding="utf-8", newline="") as file:
        operations_before = {row["surgeon"]: int(row["operations_before"]) for row in csv.DictReader(file)}
    with open(Path(folder) / "operations.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for column in DATES:
            row[column] = date.fromisoformat(row[column]) if row[column] else None
        for column in NUMBERS:
            row[column] = Fraction(row[column]) if row[column] else None
        row["satisfied"] = {"yes": True, "no": False, "": None}[row["satisfied"]]
        row["revision_cause"] = row["revision_cause"] or None
    rows.sort(key=lambda row: (row["done"], row["id"]))
    if len({row["id"] for row in rows}) != len(rows):
        raise SystemExit("two rows have one id: this script reads clean files only")

    # Over the whole file: any hospital, any period, judged or not. A revision does not add one.
    done_so_far = Counter()
    for row in rows:
        done_so_far[row["surgeon"]] += row["kind"] != "revision"
        row["experience"] = operations_before[row["surgeon"]] + done_so_far[row["surgeon"]]
    return rows


def ours(row):
    return row["hospital"] == "VEJ" and row["kind"] == "primary" and row["supplier"] == "S1"


def seen(row, column, data_date):
    """A date of the row, unless it is missing or lies after the data date: then it has not happened."""
    day = row[column]
    return day if day is not None and day <= data_date else None


def is_known(column):
    def holds(row, data_date):
        return (seen(row, column, data_date) if column in DATES else row[column]) is not None
    return holds


def at_least(column, least):
    return lambda row, data_date: row[column] >= least


def within(event, span, of, cause_is_not=None):
    """`event within span of day`, and, if a cause is named, `revision_cause is not` that cause."""
    def holds(row, data_date):
        start, day = seen(row, of, data_date), seen(row, event, data_date)
        if start is None or day is None:
            return False
        return start <= day <= after(start, span) and (cause_is_not is None or row["revision_cause"] != cause_is_not)
    return holds


def days_between(last, first):
    def value(row, data_date):
        end = seen(row, last, data_date)
        return None if end is None else Fraction((end - row[first]).days)
    return value


def gain(score):
    def value(row, data_date):
        before, later = row[score + "_before"], row[score + "_after"]
        return None if before is None or later is None else later - before
    return value


def gain_at_least(score, least):
    def holds(row, data_date):
        change = gain(score)(row, data_date)
        return None if change is None else change >= least
    return holds


def answered(column):
    return lambda row, data_date: row[column]


# --- the terms -----------------------------------------------------------------------------------------

AT_LEAST_50_ROWS = {"rows": 50}
AT_LEAST_60_PER_CENT_KNOWN = {"known": 60 * PER_CENT}


def base_terms():
    """The terms of knee.nytte with the offer of offer-knee.json."""
    return {
        "contract": "Knee implants for primary patients, Vejle Hospital",
        "currency": "DKK",
        "rounding unit": Fraction("0.01"),
        "halves": "away from zero",
        "starts": date(2018, 9, 1),
        "years of the term": 8,
        "years after the term": 2,
        "statement after the year": (3, "months"),
        "parties": ["region", "hospital", "supplier", "patients"],
        "together": {},
        "price": Fraction(12_500),
        "guaranteed revision rate": Fraction("2.5") * PER_CENT,

        "exclusions": [
            {"why": "A new surgeon's first operations", "judged": False, "paid": True,
             "where": lambda row: row["experience"] <= 30},
        ],

        # Each measure is over rows that are ours, judged, and meet every line of `over`.
        "measures": {
            "stay": {
                "over": [is_known("discharged")],
                "mean": days_between("discharged", "done"),
                "counted": (30, "days"), "needs": AT_LEAST_50_ROWS},
            "readmission_rate": {
                "over": [is_known("discharged")],
                "share": within("readmitted", (30, "days"), of="discharged"),
                "counted": (60, "days"), "needs": AT_LEAST_50_ROWS},
            "revision_rate_1y": {
                "over": [],
                "share": within("revised", (1, "years"), of="done", cause_is_not="infection"),
                "counted": (1, "years"), "needs": AT_LEAST_50_ROWS},
            "revision_rate": {
                "over": [],
                "share": within("revised", (2, "years"), of="done", cause_is_not="infection"),
                "counted": (2, "years"), "needs": AT_LEAST_50_ROWS},
            "mortality_90d": {
                "over": [],
                "share": within("died", (90, "days"), of="done"),
                "counted": (90, "days"), "needs": AT_LEAST_50_ROWS},
            "oks_gain": {
                "over": [is_known("oks_before")],
                "mean": gain("oks"),
                "counted": (1, "years"), "needs": AT_LEAST_60_PER_CENT_KNOWN},
            "oks_success": {
                "over": [is_known("oks_before")],
                "share": gain_at_least("oks", 8),
                "counted": (1, "years"), "needs": AT_LEAST_60_PER_CENT_KNOWN},
            "eq5d_gain": {
                "over": [is_known("eq5d_before")],
                "mean": gain("eq5d"),
                "counted": (1, "years"), "needs": AT_LEAST_60_PER_CENT_KNOWN},
            "satisfied_share": {
                "over": [],
                "share": answered("satisfied"),
                "counted": (1, "years"), "needs": AT_LEAST_60_PER_CENT_KNOWN},
        },

        # measure: weight in per cent, the value that scores -1, the value that scores 1
        "score": {
            "stay":             (15, Fraction("3.5"), Fraction("1.5")),
            "readmission_rate": (15, 10 * PER_CENT, 2 * PER_CENT),
            "revision_rate_1y": (10, 3 * PER_CENT, Fraction("0.5") * PER_CENT),
            "revision_rate":    (20, 5 * PER_CENT, 1 * PER_CENT),
            "mortality_90d":    (5, 1 * PER_CENT, Fraction(0)),
            "oks_gain":         (15, Fraction(10), Fraction(20)),
            "oks_success":      (5, 60 * PER_CENT, 95 * PER_CENT),
            "eq5d_gain":        (5, Fraction("0.10"), Fraction("0.35")),
            "satisfied_share":  (10, 75 * PER_CENT, 95 * PER_CENT),
        },

        # How the score moves the price: by a share of it, or by the first tier that holds.
        "price moves by": 6 * PER_CENT,
        "tiers": None,
        "price kept between": (83 * PER_CENT, 117 * PER_CENT),
        "next_price rounded to": Fraction("0.01"),

        # `amount` and `rows` are told the figures of the year and, in a `for each`, the row.
        # `rests on`: the statement without which the amount is not known; no line is due before it.
        "payments": {
            "Implants": {
                "clause": "7.1", "from": "region", "to": "supplier",
                "made": "for each operation", "where": ours,
                "amount": lambda year, row: year["settled_price"],
                "rests on": "the statement before",
                "due": (30, "days"), "after": "done"},
            "Penalty for revisions above the guarantee": {
                "clause": "7.3", "from": "supplier", "to": "region",
                "made": "each year until the last statement",
                "amount": lambda year: 2 * year["price"] * year["revisions_above_guarantee"],
                "rows": lambda year: year["measures"]["revision_rate"]["rows"],
                "rests on": "the statement",
                "due": (60, "days"), "after": "the statement"},
            "Results known only after the term, on the last year's implants": {
                "clause": "7.4", "from": "region", "to": "supplier",
                "made": "once with the last statement", "back when negative": True,
                "amount": lambda year: (year["next_price"] - year["final year"]["settled_price"])
                                       * year["final year"]["bought"],
                "rows": lambda year: year["final year"]["bought"],
                "rests on": "the statement",
                "due": (60, "days"), "after": "the statement"},
        },
    }


# --- the variants: each changes the base terms in the way its README says ------------------------------

def window(terms):
    measures, score = terms["measures"], terms["score"]
    measures["readmission_rate"]["share"] = within("readmitted", (45, "days"), of="discharged")
    measures["readmission_rate"]["counted"] = (75, "days")
    measures["revision_rate_1y"]["share"] = within("revised", (15, "months"), of="done", cause_is_not="infection")
    measures["revision_rate_1y"]["counted"] = (15, "months")
    measures["revision_rate"]["share"] = within("revised", (18, "months"), of="done", cause_is_not="infection")
    measures["revision_rate"]["counted"] = (18, "months")
    measures["mortality_90d"]["share"] = within("died", (120, "days"), of="done")
    measures["mortality_90d"]["counted"] = (120, "days")
    for old, new in (("revision_rate_1y", "revision_rate_15m"), ("mortality_90d", "mortality_120d")):
        terms["measures"] = measures = {new if name == old else name: m for name, m in measures.items()}
        terms["score"] = score = {new if name == old else name: s for name, s in score.items()}


def weight(terms):
    set_weight(terms, "stay", 5)
    set_weight(terms, "oks_gain", 25)


def cap(terms):
    terms["price kept between"] = (95 * PER_CENT, 105 * PER_CENT)


def exclusion(terms):
    terms["exclusions"].append({
        "why": "Patients too ill to be compared", "judged": False, "paid": False,
        "where": lambda row: row["asa"] is not None and row["asa"] > 3})


def new_measure(terms):
    terms["measures"]["infection_rate"] = {
        "over": [at_least("age", 60)],
        "share": within("infection", (90, "days"), of="done"),
        "counted": (90, "days"), "needs": AT_LEAST_50_ROWS}
    set_weight(terms, "readmission_rate", 10)
    terms["score"]["infection_rate"] = (5, 4 * PER_CENT, Fraction(0))


def party(terms):
    terms["together"]["buyers"] = [("region", 60 * PER_CENT), ("hospital", 40 * PER_CENT)]
    implants, penalty, correction = terms["payments"].values()
    implants["from"] = penalty["to"] = correction["from"] = "buyers"


def tier(terms):
    terms["tiers"] = [
        (lambda score: score >= Fraction("0.45"), 4 * PER_CENT),
        (lambda score: score > Fraction("0.3"), 2 * PER_CENT),
        (lambda score: score >= Fraction("0.2"), -1 * PER_CENT),
        (lambda score: score > 0, -2 * PER_CENT),
        (lambda score: True, -4 * PER_CENT),
    ]


def due_date(terms):
    implants, penalty, _ = terms["payments"].values()
    implants["due"], implants["after"] = (45, "days"), "the statement"
    penalty["due"], penalty["after"] = (10, "days"), "the contract year"


def term(terms):
    terms["starts"] = date(2019, 9, 1)
    terms["years of the term"] = 6
    # With 30 operations no surgeon's learning curve would reach back before this term.
    terms["exclusions"][0]["where"] = lambda row: row["experience"] <= 240


def rounding(terms):
    terms["halves"] = "to even"
    terms["next_price rounded to"] = Fraction(5)
    register_fee = Fraction("0.125")
    fee_for_age = Fraction("0.01")
    # Two payments are added at the end: one whose lines end in half an øre, one of a rounded figure.
    terms["payments"]["Fee to the register"] = {
        "clause": "7.5", "from": "supplier", "to": "hospital",
        "made": "for each operation", "where": ours,
        "amount": lambda year, row: register_fee + fee_for_age * row["age"],
        "rests on": None,
        "due": (30, "days"), "after": "done"}
    terms["payments"]["Follow-up by the hospital"] = {
        "clause": "7.6", "from": "supplier", "to": "hospital",
        "made": "for each operation", "where": lambda row: ours(row) and row["discharged"] is not None,
        "amount": lambda year, row: rounded(Fraction("0.5") * row["age"], Fraction(1), "to even"),
        "rests on": None,
        "due": (14, "days"), "after": "discharged"}


def set_weight(terms, measure, per_cent):
    terms["score"][measure] = (per_cent, *terms["score"][measure][1:])


VARIANTS = {
    "base": lambda terms: None,
    "01-window": window, "02-weight": weight, "03-cap": cap, "04-exclusion": exclusion,
    "05-new-measure": new_measure, "06-party": party, "07-tier": tier, "08-due-date": due_date,
    "09-term": term, "10-rounding": rounding,
}


def terms_of(variant):
    terms = base_terms()
    VARIANTS[variant](terms)
    if sum(weight for weight, _, _ in terms["score"].values()) != 100:
        raise SystemExit(f"{variant}: the weights do not add up to 100 %")
    return terms


# --- years, rows and measures --------------------------------------------------------------------------

def first_day(terms, year):
    return after(terms["starts"], (year - 1, "years"))


def first_day_after(terms, year):
    return after(terms["starts"], (year, "years"))


def last_day(terms, year):
    return first_day_after(terms, year) - timedelta(days=1)


def data_date(terms, year):
    return after(first_day_after(terms, year), terms["statement after the year"])


def last_year(terms):
    return terms["years of the term"] + terms["years after the term"]


def rows_of_year(terms, rows, year):
    """The rows dated in that year of the term. Rows outside the term belong to no year."""
    if year > terms["years of the term"]:
        return []
    first, last = first_day(terms, year), last_day(terms, year)
    return [row for row in rows if first <= row["done"] <= last]


def is_judged(terms, row):
    return not any(e["where"](row) for e in terms["exclusions"] if not e["judged"])


def is_paid(terms, row):
    return not any(e["where"](row) for e in terms["exclusions"] if not e["paid"])


def reports_in(terms, measure, operation_year):
    """The first year whose data date is on or after the end of the operation year + `counted`."""
    counted_on = after(first_day_after(terms, operation_year), measure["counted"])
    return next(year for year in range(1, last_year(terms) + 1) if data_date(terms, year) >= counted_on)


def measured(terms, rows, measure, year):
    """What a measure says in the statement of `year`: about one operation year, or about none."""
    about = [k for k in range(1, terms["years of the term"] + 1) if reports_in(terms, measure, k) == year]
    nothing = {"operation_year": None, "rows": 0, "known": 0, "excluded": 0, "events": None, "value": None}
    if not about:
        return nothing
    [operation_year] = about
    on = data_date(terms, year)
    meeting = [row for row in rows_of_year(terms, rows, operation_year)
               if ours(row) and all(condition(row, on) for condition in measure["over"])]
    judged = [row for row in meeting if is_judged(terms, row)]
    is_share = "share" in measure
    values = [(measure["share"] if is_share else measure["mean"])(row, on) for row in judged]
    known = [value for value in values if value is not None]
    enough = (len(judged) >= measure["needs"].get("rows", 0)
              and len(known) >= measure["needs"].get("known", 0) * len(judged))
    return {
        "operation_year": operation_year, "rows": len(judged), "known": len(known),
        "excluded": len(meeting) - len(judged),
        "events": sum(known) if is_share else None,
        "value": Fraction(sum(known)) / len(known) if known and enough else None,
    }


# --- figures, year by year -----------------------------------------------------------------------------

def settle_years(terms, rows):
    """The figures of every year up to the last statement, in order."""
    years = []
    for number in range(1, last_year(terms) + 1):
        measures = {name: measured(terms, rows, measure, number) for name, measure in terms["measures"].items()}
        year = {"year": number, "price": terms["price"], "measures": measures}

        year["score"] = sum(weight * PER_CENT * scaled(measures[name]["value"], low_end, high_end)
                            for name, (weight, low_end, high_end) in terms["score"].items())
        if terms["tiers"]:
            year["price_step"] = next(step for holds, step in terms["tiers"] if holds(year["score"]))
        else:
            year["price_step"] = terms["price moves by"] * year["score"]

        year["settled_price"] = years[-1]["next_price"] if years else terms["price"]
        low, high = (share * terms["price"] for share in terms["price kept between"])
        year["next_price before rounding"] = kept(year["settled_price"] * (1 + year["price_step"]), low, high)
        year["next_price"] = rounded(year["next_price before rounding"], terms["next_price rounded to"],
                                     terms["halves"])

        year["bought"] = sum(1 for row in rows_of_year(terms, rows, number) if ours(row))
        revision_rate = measures["revision_rate"]["value"] or Fraction(0)
        year["revisions_above_guarantee"] = (max(Fraction(0), revision_rate - terms["guaranteed revision rate"])
                                             * measures["revision_rate"]["rows"])
        years.append(year)
        year["final year"] = years[terms["years of the term"] - 1] if number > terms["years of the term"] else None
    return years


# --- payments ------------------------------------------------------------------------------------------

def is_made_in(terms, payment, year):
    if payment["made"] == "each year until the last statement":
        return True
    if payment["made"] == "once with the last statement":
        return year == last_year(terms)
    return year <= terms["years of the term"]


def due_day(terms, payment, year, row=None):
    """The day a line is due: never before its amount is known.

    Where the statement that the amount rests on is not yet drawn on that day, the line is due as
    long after that statement.
    """
    anchor = {"the statement": data_date(terms, year),
              "the contract year": last_day(terms, year)}.get(payment["after"])
    day = after(anchor or row[payment["after"]], payment["due"])
    rests_on = {"the statement": year, "the statement before": year - 1, None: 0}[payment["rests on"]]
    if rests_on >= 1 and day < data_date(terms, rests_on):
        day = after(data_date(terms, rests_on), payment["due"])
    return day


def shares_of(terms, name, line):
    """A line of money, shared among the members of a joint party; the last takes what rounding leaves."""
    if name not in terms["together"]:
        return [(name, line)]
    members, left = [], line
    for member, share in terms["together"][name][:-1]:
        part = rounded(line * share, terms["rounding unit"], terms["halves"])
        members.append((member, part))
        left -= part
    return members + [(terms["together"][name][-1][0], left)]


def paid_in(terms, rows, year):
    """The payments of one year: one entry for each pair of parties of each payment that is made."""
    entries = []
    for label, payment in terms["payments"].items():
        if not is_made_in(terms, payment, year["year"]):
            continue
        if payment["made"] == "for each operation":
            paid = [row for row in rows_of_year(terms, rows, year["year"])
                    if payment["where"](row) and is_paid(terms, row)]
            exact_lines = [payment["amount"](year, row) for row in paid]
            count = len(paid)
        else:
            paid = []
            exact_lines = [payment["amount"](year)]
            count = payment["rows"](year)
        if payment["made"] == "for each operation" and payment["after"] in DATES:
            days = [due_day(terms, payment, year["year"], row) for row in paid]
            due = {"first": str(min(days)), "last": str(max(days))} if days else None
        else:
            due = str(due_day(terms, payment, year["year"]))

        pairs = {}
        for exact_line in exact_lines:
            line = rounded(exact_line, terms["rounding unit"], terms["halves"])
            if line < 0 and not payment.get("back when negative"):
                raise SystemExit(f"{label}: negative in year {year['year']}")
            for payer, part in shares_of(terms, payment["from"], line):
                for receiver, amount in shares_of(terms, payment["to"], part):
                    pairs[payer, receiver] = pairs.get((payer, receiver), Fraction(0)) + amount
        if not exact_lines:
            pairs = {(payer, receiver): Fraction(0) for payer, _ in shares_of(terms, payment["from"], Fraction(0))
                     for receiver, _ in shares_of(terms, payment["to"], Fraction(0))}
        for (payer, receiver), amount in pairs.items():
            if amount < 0:
                payer, receiver, amount = receiver, payer, -amount
            entries.append({
                "clause": payment["clause"], "label": label, "from": payer, "to": receiver,
                "amount": amount, "currency": terms["currency"], "due": due, "rows": count,
                "before rounding": abs(sum(exact_lines, Fraction(0))),
            })
    return entries


def ledgers(terms, entries):
    """What each party pays and receives in a year, in the order of the contract."""
    ledger = {}
    for name in terms["parties"]:
        paid = [entry["amount"] for entry in entries if entry["from"] == name]
        received = [entry["amount"] for entry in entries if entry["to"] == name]
        if paid or received:
            ledger[name] = {"pays": sum(paid, Fraction(0)), "receives": sum(received, Fraction(0))}
    return ledger


# --- the answer ----------------------------------------------------------------------------------------

def money(amount):
    """12500 as 12500.00: always to the øre, and always exact."""
    cents = amount * 100
    if cents.denominator != 1:
        raise ValueError(f"{amount} is finer than 0.01")
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents.numerator) // 100}.{abs(cents.numerator) % 100:02d}"


def exact(value):
    return None if value is None else str(Fraction(value))


def figures_of(terms):
    step = ["price_step"] if terms["tiers"] else []
    return ["score", *step, "settled_price", "next_price", "bought", "revisions_above_guarantee"]


def settlement(terms, folder, as_of=None):
    """Everything that can be compared, in the shape in which `nytte settle` prints it."""
    rows = read_operations(folder)
    periods = []
    for year in settle_years(terms, rows):
        number = year["year"]
        if as_of and data_date(terms, number) > as_of:
            break
        entries = paid_in(terms, rows, year)
        periods.append({
            "period": number,
            "from": str(first_day(terms, number)),
            "to": str(last_day(terms, number)),
            "data_date": str(data_date(terms, number)),
            "measures": {name: {
                "operation_year": m["operation_year"], "rows": m["rows"], "events": m["events"],
                "unknown": m["rows"] - m["known"], "exact": exact(m["value"]),
            } for name, m in year["measures"].items()},
            "figures": {name: {"exact": exact(year[name])} for name in figures_of(terms)},
            "payments": [{
                "clause": entry["clause"], "label": entry["label"], "from": entry["from"], "to": entry["to"],
                "amount": money(entry["amount"]), "currency": entry["currency"], "due": entry["due"],
                "rows": entry["rows"],
            } for entry in entries],
            "parties": {name: {terms["currency"]: {side: money(sum_) for side, sum_ in book.items()}}
                        for name, book in ledgers(terms, entries).items()},
        })
    return {"contract": terms["contract"], "periods": periods}


# --- the self-test: the base terms against the settlement computed elsewhere ---------------------------

def decimals(value):
    """In decimals, with twelve places where they do not end."""
    units = rounded(value, Fraction(1, 10**12), "away from zero") * 10**12
    whole, rest = divmod(abs(units.numerator), 10**12)
    text = f"{whole}.{rest:012d}"
    if 10**12 % Fraction(value).denominator == 0:
        text = text.rstrip("0").rstrip(".")
    return "-" + text if value < 0 else text


def differences_from(expected, folder):
    """Every field of settlement-expected.json in which the base terms give something else."""
    terms = base_terms()
    rows = read_operations(folder)
    years = settle_years(terms, rows)
    wrong = []

    def same(where, ours_, theirs):
        if ours_ != theirs:
            wrong.append(f"{where}: {ours_!r} here, {theirs!r} expected")

    same("number of periods", len(years), len(expected["periods"]))
    net_of_payment, net_of_party = Counter(), Counter()
    for year, period in zip(years, expected["periods"]):
        number = year["year"]
        at = f"period {number}"
        same(f"{at} period", number, period["period"])
        same(f"{at} from", str(first_day(terms, number)), period["from"])
        same(f"{at} to", str(last_day(terms, number)), period["to"])
        same(f"{at} closing", number > terms["years of the term"], period["closing"])
        same(f"{at} data date", str(data_date(terms, number)), period["data_date"])

        same(f"{at} measures", list(year["measures"]), list(period["measures"]))
        for name, theirs in period["measures"].items():
            m = year["measures"][name]
            for field in ("operation_year", "rows", "known", "excluded"):
                same(f"{at} {name} {field}", m[field], theirs[field])
            same(f"{at} {name} events", m["events"], theirs.get("events"))
            same(f"{at} {name} value", None if m["value"] is None else decimals(m["value"]), theirs["value"])
            same(f"{at} {name} exact", exact(m["value"]), theirs.get("exact"))
            place = (scaled(m["value"], *terms["score"][name][1:]) + 1) / 2
            same(f"{at} {name} scaled", {"value": decimals(place), "exact": exact(place)}, theirs["scaled"])

        for name, theirs in period["figures"].items():
            value = year[name.replace("_before_", " before ")]
            if name in ("score", "revisions_above_guarantee"):
                same(f"{at} {name}", {"value": decimals(value), "exact": exact(value)}, theirs)
            elif name in ("settled_price", "next_price"):
                same(f"{at} {name}", money(value), theirs)
            else:
                same(f"{at} {name}", exact(value), str(theirs))

        entries = paid_in(terms, rows, year)
        same(f"{at} number of payments", len(entries), len(period["payments"]))
        for entry, theirs in zip(entries, period["payments"]):
            here = f"{at} {entry['label']}"
            for field in ("clause", "label", "from", "to", "currency", "rows"):
                same(f"{here} {field}", entry[field], theirs[field])
            same(f"{here} amount", money(entry["amount"]), theirs["amount"])
            same(f"{here} before rounding", exact(entry["before rounding"]), theirs["before_rounding"])
            if theirs["due"] == "30 days after each operation":
                same(f"{here} due", sorted(entry["due"]), ["first", "last"])
            else:
                same(f"{here} due", entry["due"], theirs["due"])
            declared = terms["payments"][entry["label"]]["from"]
            net_of_payment[entry["label"]] += entry["amount"] if entry["from"] == declared else -entry["amount"]
        for name, book in ledgers(terms, entries).items():
            net_of_party[name] += book["receives"] - book["pays"]

    totals = expected["totals"]
    same("totals by payment", {label: {"net": money(net), "currency": "DKK"} for label, net in net_of_payment.items()},
         totals["by_payment"])
    same("totals by party", {name: {"net": money(net)} for name, net in net_of_party.items()}, totals["parties"])
    same("what all parties have together", sum(net_of_party.values()), 0)
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("variant", nargs="?", choices=VARIANTS, metavar="VARIANT", help=", ".join(VARIANTS))
    parser.add_argument("--data", metavar="DIR", help="folder of operations.csv and surgeons.csv")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE",
                        help="only the statements drawn by that day (all, if not said)")
    parser.add_argument("--self-test", nargs=2, metavar=("DIR", "EXPECTED"))
    options = parser.parse_args()

    if options.self_test:
        folder, path = options.self_test
        expected = json.loads(Path(path).read_text(encoding="utf-8"))
        wrong = differences_from(expected, folder)
        for line in wrong:
            print(line)
        print(f"{len(expected['periods'])} periods compared, {len(wrong)} differences")
        sys.exit(1 if wrong else 0)
    if not options.variant or not options.data:
        parser.error("a VARIANT and --data DIR are due, or --self-test DIR EXPECTED")
    answer = settlement(terms_of(options.variant), options.data, options.as_of)
    print(json.dumps(answer, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
