# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Registers made by the generators, with other seeds and planted effects: measures, fees and faults against what
generators/*/manifest.py and the generators themselves wrote down. All of it is synthetic."""
import json
import subprocess
import sys
import tempfile
import unittest
from collections import Counter
from fractions import Fraction
from pathlib import Path

import acceptance_test
import program

GENERATORS = Path(__file__).resolve().parent / "generators"
DIABETES = program.ROOT / "contracts" / "diabetes"
KNEES = {
    "a better implant": ("--seed", 7, "--per-year", 300, "--years", 8, "--set", "supplier_hr.S1=0.6"),
    "many revisions, few answers": ("--seed", 99, "--per-year", 200, "--years", 8, "--set", "base_revision_2y=0.06",
                                    "--set", "missing.post_logit=0"),
    "hospitals alike, many new surgeons": ("--seed", 5, "--per-year", 260, "--years", 8, "--set", "learning_hr=4",
                                           "--set", 'new_surgeons_per_hospital={"VEJ":6,"KOL":1,"AAB":1}'),
}
PROGRAMMES = {
    "the sample's settings": ("--seed", 2017),
    "no effect, few readings before": ("--seed", 5, "--citizens", 80, "--set", "effect_mean=0", "--set", "effect_sd=0",
                                       "--set", "baseline_readings=30"),
    "selective readings": ("--seed", 11, "--citizens", 50, "--set", "gamers=1", "--set", "selective=0.3"),
    "a strong effect": ("--seed", 23, "--citizens", 70, "--set", "effect_mean=0.15"),
}
DANISH_PROGRAMME = """nytte 1 english
use "%s"
source citizen from csv "udtraek-latin1.csv"
  written in latin1, separated by ";", decimals after ",", dates as "dd-mm-yyyy"
  extracted on 2022-03-01
  id               = "ID"
  year_end         = "Årets sidste dag"
  months_enrolled  = "Måneder i forløb"
  readings         = "Antal målinger"
  in_range         = "Målinger inden for niveau"
  in_range_before  = "Andel inden for niveau før (%%)"
  satisfaction     = "Tilfredshed (0-10)"
  ignores "Borger (pseudonym)"
"""


def made(kind, settings, folder):
    """Runs a generator and its manifest; gives the manifest."""
    here = GENERATORS / kind
    for words in ([here / "generate.py", *settings, "--out", folder], [here / "manifest.py", folder, Path(folder) / "manifest.json"]):
        subprocess.run([sys.executable, *map(str, words)], check=True, capture_output=True, timeout=300)
    return json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8"))


def read(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


class Knees(unittest.TestCase):
    """Eight operation years, nine measures, and the faults of the Danish extract, of each register."""

    def test_measures_and_faults(self):
        for name, settings in KNEES.items():
            with self.subTest(register=name), tempfile.TemporaryDirectory() as folder:
                manifest, here = made("knee", settings, folder), Path(folder)
                found = program.answer("measure", program.CONTRACT, *program.tables(here / "operations.csv", here / "surgeons.csv"),
                                       "--as-of", program.LAST_DATA_DATE, "--json")
                self.assertEqual([], found["rejects"])
                self.measures(manifest, found)
                self.faults(here)

    def measures(self, manifest, found):
        expected = {r["settlement_year"]: r["indicators"] for r in manifest["results"]
                    if r["scope"] == "VEJ primary S1" and r["exclusion"] == "first30_of_new_surgeons"}
        ours = {(m["name"], m["operation_year"]): m for m in found["measures"]}
        self.assertEqual(set(ours), {(name, year) for name in acceptance_test.IN_MANIFEST for year in expected})
        for (name, year), measure in ours.items():
            there, value, _ = acceptance_test.IN_MANIFEST[name]
            wanted, figure = expected[year][there], measure.get("would_be", measure)
            with self.subTest(measure=name, year=year):
                self.assertEqual(wanted["n"], measure["rows"] - measure["unknown"])
                self.assertEqual(wanted.get("events"), measure["events"])
                if wanted[value] is None:
                    self.assertIsNone(figure["exact"])
                else:
                    self.assertAlmostEqual(wanted[value], float(Fraction(figure["exact"])), delta=1e-12)

    def faults(self, here):
        extract = here / "udtraek-latin1.csv"
        lines = extract.read_bytes().decode("latin-1").split("\n")
        found = Counter()
        for reject in program.answer("measure", program.CONTRACT, "--source", program.SOURCE, "--data", f"operation={extract}",
                                     "--data", f"surgeon={here / 'surgeons.csv'}", "--json")["rejects"]:
            doubled = reject["column"] == "Operations-ID"
            found[lines[reject["line"] - 1].split(";")[0], reject["column"], "" if doubled else reject["value"]] += 1
        planted = read(here / "faults.json")
        undated = {f["row_id"] for f in planted if f["column"] == "Operationsdato"}
        # A day cannot be told to lie before another that cannot be read.
        planted = [f for f in planted if not (f["kind"] in ("date before operation", "revision on the day of operation")
                                              and f["row_id"] in undated)]
        expected = Counter((f["row_id"], f["column"], f["now"]) for f in planted)
        self.assertEqual(([], []), (sorted((found - expected).elements()), sorted((expected - found).elements())))


class Programmes(unittest.TestCase):
    """The fee of every citizen and year, and the faults of the Danish extract, of each programme."""

    def test_fees_and_faults(self):
        for name, settings in PROGRAMMES.items():
            with self.subTest(programme=name), tempfile.TemporaryDirectory() as folder:
                manifest, here = made("diabetes", settings, folder), Path(folder)
                self.fees(manifest, here)
                self.faults(here)

    def offer(self, here):
        (here / "offer.json").write_text(json.dumps({
            "nytte": "offer/1", "contract": "Diabetes programme, Odsherred Municipality", "bidder": "",
            "offers": {"basic_fee": "4_500 DKK per citizen per year"}}), encoding="utf-8")
        return here / "offer.json"

    def fees(self, manifest, here):
        told = program.answer("settle", DIABETES / "diabetes.nytte", "--data", f"citizen={here / 'yearly.csv'}", "--offer",
                              self.offer(here), "--extracted", "2022-03-01", "--json")
        self.assertEqual([], told["rejects"])
        for period, wanted in zip(told["periods"], manifest["results"], strict=True):
            self.assertEqual(wanted["year_end"], period["to"])
            self.assertEqual(wanted["paid_rows"], period["payments"][0]["rows"])
            self.assertEqual(f"{wanted['total_fee_DKK']:.2f}", period["payments"][0]["amount"])
        lines = program.output("settle", DIABETES / "diabetes.nytte", "--data", f"citizen={here / 'yearly.csv'}", "--offer",
                               here / "offer.json", "--extracted", "2022-03-01", "--format", "csv").decode().splitlines()[1:]
        paid = {line.split(",")[3].strip('"'): Fraction(line.split(",")[6]) for line in lines}
        self.assertEqual({row["id"]: round(Fraction(row["fee_DKK"]), 2) for year in manifest["results"] for row in year["rows_detail"]},
                         paid)

    def faults(self, here):
        source = here / "source.nytte"
        source.write_text(DANISH_PROGRAMME % (DIABETES / "diabetes.nytte"), encoding="utf-8")
        told = program.answer("measure", source, "--json")
        lines = (here / "udtraek-latin1.csv").read_bytes().decode("latin-1").split("\n")
        found = Counter()
        for reject in told["rejects"]:
            doubled = reject["column"] == "ID"
            found[lines[reject["line"] - 1].split(";")[0], reject["column"], "" if doubled else reject["value"]] += 1
        expected = Counter((f["row_id"], f["column"], f["now"]) for f in read(here / "faults.json"))
        self.assertEqual(([], []), (sorted((found - expected).elements()), sorted((expected - found).elements())))


if __name__ == "__main__":
    unittest.main()
