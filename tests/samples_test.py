# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Registers made by the generators, with other seeds and planted effects: measures, fees and faults against what
generators/*/manifest.py and the generators themselves wrote down. Everything that a manifest holds is compared: three
scopes, three readings of the exclusion, every operation year and every figure. All of it is synthetic."""
import csv
import functools
import json
import math
import re
import shutil
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
# What the manifest computes of a scope, as measures; SCOPE and NAME are filled in. Ends of bounds are rounded far finer
# than the comparison.
OF_A_SCOPE = """
measure rows_NAME
  over operation where WHERE
  count
measure judged_NAME
  over operation where SCOPE
  count
measure stay_days_NAME
  over operation where SCOPE and discharged is known
  mean discharged - done
  counted 30 days after done
  bounds student 95 % rounded to 0.000000000001 days
measure readmitted_30d_NAME
  over operation where SCOPE and discharged is known
  share readmitted within 30 days of discharged
  counted 60 days after done
  bounds wilson 95 % rounded to 0.0000000001 %
measure readmitted_30d_window_complete_NAME
  over operation where SCOPE and discharged is known and discharged + 30 days has passed
  share readmitted within 30 days of discharged
  counted 60 days after done
  bounds wilson 95 % rounded to 0.0000000001 %
measure revised_1y_any_NAME
  over operation where SCOPE
  share revised within 1 year of done
  counted 1 year after done
  bounds wilson 95 % rounded to 0.0000000001 %
measure revised_2y_any_NAME
  over operation where SCOPE
  share revised within 2 years of done
  counted 2 years after done
  bounds wilson 95 % rounded to 0.0000000001 %
measure revised_1y_aseptic_NAME
  over operation where SCOPE
  share revised within 1 year of done and revision_cause is not infection
  counted 1 year after done
  bounds wilson 95 % rounded to 0.0000000001 %
measure revised_2y_aseptic_NAME
  over operation where SCOPE
  share revised within 2 years of done and revision_cause is not infection
  counted 2 years after done
  bounds wilson 95 % rounded to 0.0000000001 %
measure revised_1y_aseptic_window_complete_NAME
  over operation where SCOPE and done + 1 year has passed
  share revised within 1 year of done and revision_cause is not infection
  counted 1 year after done
  bounds wilson 95 % rounded to 0.0000000001 %
measure revised_2y_aseptic_window_complete_NAME
  over operation where SCOPE and done + 2 years has passed
  share revised within 2 years of done and revision_cause is not infection
  counted 2 years after done
  bounds wilson 95 % rounded to 0.0000000001 %
measure kaplan_meier_NAME
  over operation where SCOPE
  share revised within 730 days of done and revision_cause is not infection
    by kaplan meier, censored at revised, censored at died
  counted 730 days after done
  bounds greenwood 95 % rounded to 0.0000000001 %
measure aalen_johansen_NAME
  over operation where SCOPE
  share revised within 730 days of done and revision_cause is not infection
    by aalen johansen, competing revised, competing died
  counted 730 days after done
measure observed_to_expected_NAME
  over operation where SCOPE and done + 2 years has passed
  ratio observed to expected
  counted 2 years after done
  needs at least 100 % known, or is unknown
  bounds byar 95 % rounded to 0.000000000001
measure expected_in_all_NAME
  over operation where SCOPE and done + 2 years has passed
  sum expected
  counted 2 years after done
  needs at least 100 % known, or is unknown
measure died_90d_NAME
  over operation where SCOPE
  share died within 90 days of done
  counted 90 days after done
  bounds wilson 95 % rounded to 0.0000000001 %
measure oks_gain_NAME
  over operation where SCOPE and oks_before is known
  mean oks_after - oks_before
  counted 1 year after done
  needs at least 0.01 % known, or is unknown
  bounds student 95 % rounded to 0.000000000001 points
measure oks_gain_at_least_8_NAME
  over operation where SCOPE and oks_before is known
  share oks_after - oks_before >= 8 points
  counted 1 year after done
  needs at least 0.01 % known, or is unknown
  bounds wilson 95 % rounded to 0.0000000001 %
measure eq5d_gain_NAME
  over operation where SCOPE and eq5d_before is known
  mean eq5d_after - eq5d_before
  counted 1 year after done
  needs at least 0.01 % known, or is unknown
  bounds student 95 % rounded to 0.000000000001
measure satisfied_NAME
  over operation where SCOPE
  share satisfied
  counted 1 year after done
  needs at least 0.01 % known, or is unknown
  bounds wilson 95 % rounded to 0.0000000001 %
"""
# Expected revisions: a model of case mix alone, frozen as a table of what each of 16 groups can expect.
EXPECTED = """
table risk "What a group can expect"
  group   0..15
  chance  0..1
define group each operation
  = age_60 + weight_35 + one_side + man
define age_60 each operation
  first that holds:
  when age < 60 years: 1
  otherwise: 0
define weight_35 each operation
  first that holds:
  when bmi is unknown: 0
  when bmi > 35: 2
  otherwise: 0
define one_side each operation
  first that holds:
  when kind is uni: 4
  otherwise: 0
define man each operation
  first that holds:
  when sex is male: 8
  otherwise: 0
define expected each operation
  = the chance over risk of the same group
define observed each operation
  first that holds:
  when revised within 2 years of done and revision_cause is not infection: 1
  otherwise: 0
"""
SCOPES = {"all": "age >= 0 years", "VEJ": "hospital is VEJ",
          "VEJ primary S1": "hospital is VEJ and kind is primary and supplier is S1"}
EXCLUSIONS = {
    "none": None,
    "first30_rows_of_every_surgeon": "running number within surgeon by done",
    "first30_of_new_surgeons": "operations_before of surgeon + (running number within surgeon by done where kind is not revision)",
}
# Our name: the manifest's, and the field of its value.
COMPARED = {
    "stay_days": ("stay_days", "mean"), "oks_gain": ("oks_gain", "mean"), "eq5d_gain": ("eq5d_gain", "mean"),
    **{name: (name, "share") for name in (
        "readmitted_30d", "readmitted_30d_window_complete", "revised_1y_any", "revised_2y_any", "revised_1y_aseptic",
        "revised_2y_aseptic", "revised_1y_aseptic_window_complete", "revised_2y_aseptic_window_complete", "died_90d",
        "oks_gain_at_least_8", "satisfied")},
}
NORMAL = 1.959963984540054
# Of the programme: how many citizens each movement is for, and what each row comes to, as amounts of their own.
OF_A_PROGRAMME = """
measure all_rows
  over citizen
  count
pay municipality to supplier "At par"
  basic_fee * months_enrolled for each citizen
  due 45 days after the statement
pay municipality to supplier "Change, plus one"
  1 DKK * (change + 1) for each citizen
  due 45 days after the statement
pay municipality to supplier "Clinical, plus two"
  1 DKK * (clinical + 2) for each citizen
  due 45 days after the statement
pay municipality to supplier "Felt, plus one"
  1 DKK * (felt + 1) for each citizen
  due 45 days after the statement
pay municipality to supplier "Movement, plus one"
  1 DKK * (movement + 1) for each citizen
  due 45 days after the statement
"""
MOVED = """
measure moved_NUMBER
  over citizen where movement = PERCENT %
  count
  counted 0 days after year_end
"""
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


@functools.cache
def student(freedom):
    """The 97.5 % quantile of Student's t, by halving; its distribution by Simpson's rule."""
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)

    def above_half(t, steps=600):
        f = [(1 + (t * i / steps) ** 2 / freedom) ** (-(freedom + 1) / 2) for i in range(steps + 1)]
        return scale * t / steps / 3 * (f[0] + f[-1] + 4 * sum(f[1:-1:2]) + 2 * sum(f[2:-1:2]))

    low, high = 1.9, 13.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if above_half(middle) < 0.475 else (low, middle)
    return low


class Knees(unittest.TestCase):
    """All that the manifest computes of each register, and the faults of the Danish extract."""

    def test_measures_and_faults(self):
        for name, settings in KNEES.items():
            with self.subTest(register=name), tempfile.TemporaryDirectory() as folder:
                manifest, here = made("knee", settings, folder), Path(folder)
                found = program.answer("measure", program.CONTRACT, *program.tables(here / "operations.csv", here / "surgeons.csv"),
                                       "--as-of", program.LAST_DATA_DATE, "--json")
                self.assertEqual([], found["rejects"])
                self.measures(manifest, found)
                self.everything(manifest, here, bounds=name == "a better implant")
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

    # --- all that the manifest computes, by contracts that say it ---

    def test_the_sample(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("operations.csv", "surgeons.csv"):
                shutil.copy(program.DATA / name, folder)
            self.everything(read(program.DATA / "manifest.json"), Path(folder), bounds=True)

    def everything(self, manifest, here, bounds=False):
        """With bounds: their ends too, which take most of the time."""
        self.expectations(manifest, here / "risk.csv")
        for exclusion in EXCLUSIONS:
            contract = here / f"{exclusion}.nytte"
            contract.write_text(self.contract(exclusion, bounds), encoding="utf-8")
            found = program.answer("measure", contract, *program.tables(here / "operations.csv", here / "surgeons.csv"),
                                   "--data", f"risk={here / 'risk.csv'}", "--as-of", program.LAST_DATA_DATE,
                                   "--extracted", manifest["extract_date"], "--json")
            self.assertEqual([], found["rejects"])
            ours = {(m["name"], m["operation_year"]): m for m in found["measures"]}
            for wanted in manifest["results"]:
                if wanted["exclusion"] == exclusion:
                    self.scope(wanted, ours, bounds)

    def contract(self, exclusion, bounds):
        text = program.CONTRACT.read_text(encoding="utf-8")
        text = text[:text.index("define ours")] + EXPECTED
        if EXCLUSIONS[exclusion]:
            text += f"define number each operation = {EXCLUSIONS[exclusion]}\n"
            text += 'exclude operation "First operations"\n  where number <= 30\n  not judged, still paid\n'
        for number, where in enumerate(SCOPES.values()):
            text += (OF_A_SCOPE.replace("WHERE", where).replace("SCOPE", f"kind is not revision and {where}")
                     .replace("NAME", str(number)))
        return text if bounds else re.sub(r"\n  bounds .*", "", text)

    def expectations(self, manifest, path):
        hazards, cumulative = manifest["true_parameters"]["hr"], -math.log(1 - manifest["true_parameters"]["base_revision_2y"])
        lines = ["group,chance"]
        for group in range(16):
            times = math.prod(hazards[name] for bit, name in enumerate(("age_under_60", "bmi_over_35", "uni", "male"))
                              if group >> bit & 1)
            lines.append(f"{group},{1 - math.exp(-cumulative * times):.17f}")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def scope(self, wanted, ours, bounds):
        number, year, indicators = list(SCOPES).index(wanted["scope"]), wanted["settlement_year"], wanted["indicators"]
        of = lambda name: ours[f"{name}_{number}", year]
        with self.subTest(scope=wanted["scope"], exclusion=wanted["exclusion"], year=year):
            left_out = sum(e["rows"] for e in of("rows")["excluded"])
            self.assertEqual((wanted["rows_in_scope"], wanted["excluded"], wanted["primary_and_uni"]),
                             (of("rows")["rows"] + left_out, left_out, of("judged")["rows"]))
            for name, (there, value) in COMPARED.items():
                with self.subTest(measure=name):
                    self.figure(indicators[there], value, of(name), bounds)
            for n in (1, 2):
                self.assertEqual(indicators[f"window_{n}y_complete_rows"], of(f"revised_{n}y_aseptic_window_complete")["rows"])
            with self.subTest(measure="time to event"):
                self.over_time(indicators["revised_aseptic_2y_time_to_event"], of("kaplan_meier"), of("aalen_johansen"), bounds)
            with self.subTest(measure="observed to expected"):
                self.to_expected(indicators["revised_2y_aseptic_O_E"], of("observed_to_expected"), of("expected_in_all"), bounds)

    def near(self, wanted, ours, delta=1e-11):
        """Equal but for the arithmetic of doubles, or neither is there."""
        if wanted is None or ours is None:
            self.assertEqual((None, None), (wanted, ours))
        else:
            self.assertAlmostEqual(wanted, float(Fraction(ours)), delta=delta)

    def figure(self, wanted, value, measure, bounds):
        known = measure["rows"] - measure["unknown"]
        self.assertEqual(wanted["n"], known)
        self.assertEqual(wanted.get("events"), measure["events"])
        self.near(wanted[value], measure["exact"])
        if "eligible" in wanted:
            self.assertEqual(wanted["eligible"], measure["rows"])
            self.near(wanted["completeness"], Fraction(known, measure["rows"]) if measure["rows"] else None)
        if not bounds:
            return
        if value == "share":
            for end, ours in zip(wanted["wilson95"] or (None, None), (measure["low"], measure["high"]), strict=True):
                self.near(end, ours)
        elif wanted["sd"] is not None:
            self.near(wanted["mean"] - student(known - 1) * wanted["sd"] / math.sqrt(known), measure["low"], delta=1e-9)
            self.near(wanted["mean"] + student(known - 1) * wanted["sd"] / math.sqrt(known), measure["high"], delta=1e-9)

    def over_time(self, wanted, kaplan_meier, aalen_johansen, bounds):
        if not kaplan_meier["rows"]:  # the manifest says 0 of nobody
            self.assertEqual((None, None), (kaplan_meier["exact"], aalen_johansen["exact"]))
            return
        self.near(wanted["km_failure"], kaplan_meier["exact"])
        self.near(wanted["aj_cif"], aalen_johansen["exact"])
        if bounds and 0 < wanted["km_failure"] < 1:
            reach = NORMAL * wanted["km_se"]
            self.near(max(0, wanted["km_failure"] - reach), kaplan_meier["low"])
            self.near(min(1, wanted["km_failure"] + reach), kaplan_meier["high"])

    def to_expected(self, wanted, ratio, expected, bounds):
        self.near(wanted["expected"], expected["exact"])
        self.near(wanted["ratio"], ratio["exact"])
        for end, ours in zip(wanted["byar95"] or (None, None), (ratio["low"], ratio["high"]), strict=True):
            if bounds:
                self.near(end, ours)

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
                self.everything(manifest, here)
                self.faults(here)

    def everything(self, manifest, here):
        movements = [int(m) for m in manifest["results"][0]["count_by_movement_pct"]]
        text = (DIABETES / "diabetes.nytte").read_text(encoding="utf-8") + OF_A_PROGRAMME + "".join(
            MOVED.replace("NUMBER", str(i)).replace("PERCENT", str(m)) for i, m in enumerate(movements))
        words = ["--data", f"citizen={here / 'yearly.csv'}", "--extracted", "2022-03-01"]
        contract = here / "more.nytte"
        contract.write_text(text, encoding="utf-8")
        found = {(m["name"], m["operation_year"]): m for m in program.answer("measure", contract, *words, "--json")["measures"]}
        statements = program.answer("settle", contract, *words, "--offer", here / "offer.json", "--json")["periods"]
        for year, (wanted, statement) in enumerate(zip(manifest["results"], statements, strict=True), start=1):
            with self.subTest(year=year):
                of = lambda name: found[name, year]
                rows = of("all_rows")
                excluded = [e["rows"] for e in rows["excluded"]]
                self.assertEqual(list(wanted["excluded_each_rule"].values()), excluded)
                self.assertEqual(wanted["paid_rows"], rows["rows"])
                self.assertEqual([wanted["count_by_movement_pct"][str(m)] for m in movements],
                                 [of(f"moved_{i}")["rows"] for i in range(len(movements))])
                for there, ours, scale in (("mean_change_pp", "mean_change", 100), ("share_clinical_2", "much_better", 1)):
                    if wanted[there] is None:
                        self.assertIsNone(of(ours)["exact"])
                    else:
                        self.assertAlmostEqual(wanted[there], float(Fraction(of(ours)["exact"]) * scale), delta=1e-11)
                paid = {p["label"]: p for p in statement["payments"]}
                self.assertEqual(f"{wanted['fee_at_par_DKK']:.2f}", paid["At par"]["amount"])
        self.rows(manifest, here, text, words)

    def rows(self, manifest, here, text, words):
        """Each row's change, steps and movement, to twelve decimals: as amounts of a currency that has them."""
        fine = here / "fine.nytte"
        fine.write_text(text.replace("rounded to 0.01,", "rounded to 0.000000000001,", 1), encoding="utf-8")
        lines = program.output("settle", fine, *words, "--offer", here / "offer.json", "--format", "csv").decode().splitlines()
        found = {}
        for line in csv.DictReader(lines):
            found.setdefault(line["row"], {})[line["label"]] = Fraction(line["amount"])
        for row in (row for year in manifest["results"] for row in year["rows_detail"]):
            ours = found[row["id"]]
            self.assertAlmostEqual(row["change_pp"], float((ours["Change, plus one"] - 1) * 100), delta=1e-9)
            self.assertEqual((row["clinical"], row["felt"], row["movement_pct"]),
                             (ours["Clinical, plus two"] - 2, ours["Felt, plus one"] - 1, (ours["Movement, plus one"] - 1) * 100))

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
