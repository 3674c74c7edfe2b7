# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Two evaluators prove one plan: what `simulate` shows for a world (doubles) is what `settle` pays (exact numbers) on that
world's tables, to the øre. A thousand worlds of three contracts are simulated, and some of them, spread over the thousand,
are written out and settled. `NYTTE_WORLDS=1000 make check ONLY=worlds` settles all of them, in some minutes.
"""

import concurrent.futures
import csv
import json
import os
import tempfile
import unittest
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import program

CONTRACTS = program.ROOT / "contracts"
SIMULATED = 1000
SETTLED = int(os.environ.get("NYTTE_WORLDS", "16"))
APPROVED = {1: "2014-10-01", 2: "2015-02-10", 3: "2015-06-26", 4: "2015-11-30"}  # as contracts/bed/bed-buyer.nytte assumes


def simulated(name, folder):
    """{world: {(period, clause, label, from, to): amount}} of the alternative `offered`, of what is not zero."""
    draws = Path(folder, "draws.csv")
    program.output("simulate", CONTRACTS / name / f"{name}-buyer.nytte", "--alternative", "offered",
                   "--worlds", SIMULATED, "--csv", draws)
    worlds = defaultdict(lambda: defaultdict(Decimal))
    with open(draws, encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            key = tuple(line[column] for column in ("period", "clause", "label", "from", "to"))
            worlds[int(line["world"])][key] += Decimal(line["amount"])
    return worlds


def bed_facts(folder):
    path = Path(folder, "facts.json")
    attested = {f"phase_{phase}_approved": {"attested": dict.fromkeys(("south", "capital", "supplier"), day)}
                for phase, day in APPROVED.items()}
    path.write_text(json.dumps({"nytte": "facts/1", "contract": "Psychiatric bed: development and supply",
                                "facts": attested}), encoding="utf-8")
    return path


def settling(name, tables, folder, world):
    """The words that settle one world, which is written out."""
    program.output("imagine", CONTRACTS / name / f"{name}-buyer.nytte", "--worlds", 1, "--from-world", world,
                   "--folder", folder)
    data = [word for table in tables for word in ("--data", f"{table}={folder}/world-{world}/{table}.csv")]
    said = ["--facts", bed_facts(Path(folder, f"world-{world}"))] if name == "bed" else ["--offer", CONTRACTS / name / f"offer-{name}.json"]
    return ["settle", CONTRACTS / name / f"{name}.nytte", *data, *said, "--as-of", "2031-12-31"]


def settled(name, tables, folder, world):
    """The same of one world, written out and settled; a world's tables have no faults."""
    result = program.answer(*settling(name, tables, folder, world), "--format", "json")
    if result["rejects"]:
        raise AssertionError(f"{name}: world {world} has faults: {result['rejects'][:3]}")
    payments = defaultdict(Decimal)
    for period in result["periods"]:
        for payment in period["payments"]:
            amount = Decimal(payment["amount"])
            if amount:
                payments[str(period["period"]), payment["clause"] or "", payment["label"], payment["from"],
                         payment["to"]] += amount
    return payments


class TwoEvaluators(unittest.TestCase):
    def holds(self, name, *tables):
        with tempfile.TemporaryDirectory() as folder:
            shown = simulated(name, folder)
            self.assertGreaterEqual(len(shown), SIMULATED - 5)
            numbers = sorted(shown)[::max(1, len(shown) // SETTLED)]
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                paid = pool.map(lambda world: settled(name, tables, folder, world), numbers)
                for world, payments in zip(numbers, paid):
                    self.assertEqual(dict(shown[world]), dict(payments), f"world {world}")

    def test_the_knee_contract(self):
        self.holds("knee", "operation", "surgeon")

    def test_the_diabetes_contract(self):
        self.holds("diabetes", "citizen")

    def test_the_bed_contract(self):
        self.holds("bed", "delivery")

    def due(self, name, *tables):
        """By calendar year a party that has payments only has what falls due in that year, line by line, as settled."""
        with tempfile.TemporaryDirectory() as folder:
            for world in range(4):
                lines = program.output(*settling(name, tables, folder, world), "--format", "csv").decode()
                net = defaultdict(Decimal)
                for line in csv.DictReader(lines.splitlines()):
                    net[line["from"], int(line["due"][:4])] -= Decimal(line["amount"])
                    net[line["to"], int(line["due"][:4])] += Decimal(line["amount"])
                result = program.answer("simulate", CONTRACTS / name / f"{name}-buyer.nytte", "--alternative", "offered",
                                        "--worlds", 1, "--from-world", world, "--twins", 0, "--json")
                alternative = result["alternatives"][0]
                parties = [party["name"] for party in alternative["parties"]
                           if party["unit"] == "DKK" and all(line["kind"] == "payment" for line in party["by_line"])]
                self.assertTrue(parties)
                shown = {year["year"]: year["parties"] for year in alternative["budget"][0]["by_calendar_year"]}
                self.assertLessEqual({year for _, year in net}, set(shown))
                for year in shown:
                    for party in parties:
                        self.assertAlmostEqual(shown[year][party], float(net[party, year]), 4, (world, year, party))

    def test_due_days_of_the_knee_contract(self):
        self.due("knee", "operation", "surgeon")

    def test_due_days_of_the_diabetes_contract(self):
        self.due("diabetes", "citizen")

    def test_due_days_of_the_bed_contract(self):
        self.due("bed", "delivery")


if __name__ == "__main__":
    unittest.main()
