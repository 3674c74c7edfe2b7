# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""The contract on psychiatric beds, settled a second time: by hand, in exact fractions, without the engine.

It knows one contract only, contracts/bed/bed.nytte, and says its rules again in Python. No test stands here.
"""

from datetime import date, timedelta
from fractions import Fraction

STARTS, YEARS = date(2014, 7, 1), 11
PHASES = [("phase_1_approved", "Phase 1", 200_000), ("phase_2_approved", "Phase 2", 250_000),
          ("phase_3_approved", "Phase 3", 300_000), ("phase_4_approved", "Phase 4", 250_000)]
EVERYBODY = ["south", "capital", "supplier"]
BED_PRICE, LEAST = Fraction(25_000), 250
LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def months_on(day, months):
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    leap = month == 1 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, month + 1, min(day.day, LENGTHS[month] + leap))


def year_of(day):
    """The contract year, from 0, that a day lies in."""
    years = day.year - STARTS.year - (1 if (day.month, day.day) < (STARTS.month, STARTS.day) else 0)
    return years if 0 <= years < YEARS else None


def data_date(year):
    return date(STARTS.year + year + 1, 8, 1)


def happened(facts, name):
    """The day of a fact, or None. Facts: {name: {party: day}}."""
    days = facts.get(name, {})
    if name == "stopped":
        return min(days.values(), default=None)
    return max(days.values()) if all(party in days for party in EVERYBODY) else None


def settle(facts, deliveries):
    """{(year from 1, label, payer): (amount, [due dates])} of all that is due, also of nothing.

    deliveries: (day, buyer, beds)."""
    paid = {}

    def pay(year, label, payer, amount, due):
        before, days = paid.get((year + 1, label, payer), (Fraction(0), []))
        paid[year + 1, label, payer] = (before + amount, days + [due])

    before = None
    for number, (name, label, amount) in enumerate(PHASES):
        day = happened(facts, name)
        if day:
            due = number == 0 or (before is not None and before <= day)
            for region in ("south", "capital"):
                pay(year_of(day), label, region, Fraction(amount, 2) if due else Fraction(0), day + timedelta(days=30))
        before = day
    for day, buyer, beds in deliveries:
        if year_of(day) is not None:
            pay(year_of(day), "Beds", buyer, BED_PRICE * beds, day + timedelta(days=30))
    approved, stopped = happened(facts, "phase_4_approved"), happened(facts, "stopped")
    if approved:
        ends = months_on(approved, 30)
        year = year_of(ends)
        for region in ("south", "capital"):
            taken = sum(beds for day, buyer, beds in deliveries
                        if buyer == region and year_of(day) is not None and year_of(day) <= year
                        and approved <= day <= ends)
            short = max(0, LEAST - taken)
            owed = Fraction(0) if stopped and stopped <= ends else BED_PRICE * short
            due = ends + timedelta(days=30)
            if due < data_date(year):  # the shortfall is known only from the statement on
                due = data_date(year) + timedelta(days=30)
            pay(year, "Beds guaranteed and not taken", region, owed, due)
    return paid
