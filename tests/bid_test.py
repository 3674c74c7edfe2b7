# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""The bid form of a contract, filled in and read back; one bid before it is handed in. All on the worked tender contracts/award."""

import csv
import io
import json
import re
import shutil
import tempfile
import unittest
from fractions import Fraction
from pathlib import Path

import jsonschema
import openpyxl
import program
from award_test import schemas

AWARD = program.ROOT / "contracts" / "award"
CONTRACT = AWARD / "award.nytte"
MODEL = AWARD / "award-supplier.nytte"
BIDS = sorted(path.name for path in (AWARD / "bids").iterdir())
PARTS = ("answers", "price")
GOOD = {"price": "15200", "service": "800", "guaranteed_failure_rate": "1.5", "battery": "12", "ready": "12",
        "ce_marked": "yes", "drug_library": "yes"}


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def form(self, *more):
        program.output("form", CONTRACT, "--folder", self.folder / "form", *more)
        return self.folder / "form"

    def bid(self, *more):
        return program.run("bid", CONTRACT, *more)

    def seen(self, *more):
        """What is found in a bid; good or not."""
        done = self.bid(*more, "--json")
        self.assertIn(done.returncode, (0, 1), done.stderr.decode())
        said = json.loads(done.stdout)
        schemas()("bid", said)
        self.assertEqual(done.returncode == 0, said["good"])
        return said


class Form(Folder):
    def test_the_worked_bids_fit_the_schema(self):
        folder = self.form()
        for part in PARTS:
            schema = json.loads((folder / f"{part}.schema.json").read_text())
            jsonschema.Draft202012Validator.check_schema(schema)
            judge = jsonschema.Draft202012Validator(schema)
            for bid in BIDS:
                judge.validate(json.loads((AWARD / "bids" / bid / f"{part}.json").read_text()))

    def test_the_schema_sees_what_is_wrong(self):
        folder = self.form()
        price = json.loads((AWARD / "bids/fjord/price.json").read_text())
        judge = jsonschema.Draft202012Validator(json.loads((folder / "price.schema.json").read_text()))
        for wrong in ("15_200,5 DKK per pump", "15_200", "15_200 EUR per pump", 15200):
            with self.subTest(wrong), self.assertRaises(jsonschema.ValidationError):
                judge.validate({**price, "offers": {**price["offers"], "price": wrong}})
        for more in ({}, {"service": "800 DKK per pump per year"},
                     {**price["offers"], "battery": "12 hours"}):
            with self.subTest(more), self.assertRaises(jsonschema.ValidationError):
                judge.validate({**price, "offers": more})

    def test_the_same_contract_gives_the_same_bytes(self):
        first = {path.name: path.read_bytes() for path in self.form().iterdir()}
        self.assertEqual(first, {path.name: path.read_bytes() for path in self.form().iterdir()})
        self.assertEqual(sorted(first), sorted(f"{part}.{kind}" for part in PARTS for kind in ("csv", "schema.json", "xlsx")))

    def test_units_and_limits_stand_beside_each_cell(self):
        said = (self.form("--lang", "da") / "price.csv").read_text(encoding="utf-8-sig")
        rows = {row[0]: row for row in csv.reader(io.StringIO(said), delimiter=";")}
        self.assertEqual(rows["Felt"][3:9], ["Jeres svar", "Enhed", "Mindst", "Højst", "Hvis det står tomt", "Dokumentation"])
        self.assertEqual(rows["price"][3:8], ["", "kr. pr. pumpe", "5000", "30000", "skal udfyldes"])
        self.assertNotIn("battery", rows)

    def test_the_workbook_refuses_what_the_contract_does(self):
        sheet = openpyxl.load_workbook(self.form() / "price.xlsx").active
        limits = {str(one.sqref): (one.formula1, one.formula2) for one in sheet.data_validations.dataValidation}
        self.assertEqual(limits["D7"], ("5000", "30000"))
        self.assertFalse(sheet["D7"].protection.locked)

    def test_a_contract_that_asks_for_nothing(self):
        path = self.folder / "none.nytte"
        path.write_text(CONTRACT.read_text(encoding="utf-8").split("# --- what a bidder fills in")[0], encoding="utf-8")
        done = program.run("form", path)
        self.assertEqual(done.returncode, 1)
        self.assertIn("N0830", done.stderr.decode())

    def test_it_is_shown(self):
        said = program.output("form", CONTRACT).decode()
        self.assertIn("5000 to 30000", said)
        self.assertIn("price.json", said)


class Filled(Folder):
    """Forms that people filled in are read as the JSON that says the same."""

    def fill_csv(self, form, values, separator=",", evidence=None):
        for part in PARTS:
            path = form / f"{part}.csv"
            rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=separator))
            for row in rows:
                if row[0] in values:
                    row[3] = values[row[0]]
                    row[8] = (evidence or {}).get(row[0], "")
                if row[0] in ("Bidder", "Tilbudsgiver"):
                    row[2] = "Fjord Infusion"
            out = io.StringIO()
            csv.writer(out, delimiter=separator).writerows(rows)
            path.write_text(out.getvalue(), encoding="utf-8")
            (form / f"{part}.xlsx").unlink()

    def fill_book(self, form, values):
        for part in PARTS:
            book = openpyxl.load_workbook(form / f"{part}.xlsx")
            for row in book.active.iter_rows():
                if row[0].value in values:
                    row[3].value = values[row[0].value]
            book.save(form / f"{part}.xlsx")
            (form / f"{part}.csv").unlink()

    def values(self, said):
        return {field["name"]: field["value"] for field in said["fields"]}

    def expected(self):
        return self.values(self.seen(AWARD / "bids/fjord"))

    def test_a_form_in_english(self):
        form = self.form()
        self.fill_csv(form, GOOD, evidence={"ce_marked": "certificate F-2211.pdf", "drug_library": "manual F3, chapter 6.pdf"})
        said = self.seen(form, "--write", self.folder / "written")
        self.assertEqual(self.values(said), self.expected())
        for part in PARTS:
            written = json.loads((self.folder / "written" / f"{part}.json").read_text())
            worked = json.loads((AWARD / "bids/fjord" / f"{part}.json").read_text())
            self.assertEqual((written["bidder"], written.get("answers")), (worked["bidder"], worked.get("answers")))
        self.assertEqual(self.values(self.seen(self.folder / "written")), self.expected())

    def test_a_form_in_danish_has_decimal_commas(self):
        form = self.form("--lang", "da")
        self.fill_csv(form, {**GOOD, "guaranteed_failure_rate": "1,5", "ce_marked": "ja", "drug_library": "ja"}, ";")
        self.assertEqual(self.values(self.seen(form)), self.expected())

    def test_a_workbook(self):
        form = self.form("--lang", "da")
        numbers = {name: value if value == "yes" else float(value) for name, value in GOOD.items()}
        self.fill_book(form, {**numbers, "ce_marked": "ja", "drug_library": "ja"})
        self.assertEqual(self.values(self.seen(form)), self.expected())

    def test_a_text_in_a_danish_workbook(self):
        form = self.form("--lang", "da")
        self.fill_book(form, {**GOOD, "guaranteed_failure_rate": "1,5 %", "ce_marked": "ja", "drug_library": "ja"})
        self.assertEqual(self.values(self.seen(form)), self.expected())

    def test_what_can_be_read_in_two_ways_is_not_read(self):
        for language, separator, wrong in (("da", ";", "15.200"), ("en", ",", "15,200"), ("en", ",", "400,5")):
            with self.subTest(wrong):
                form = self.form("--lang", language)
                self.fill_csv(form, {**GOOD, "guaranteed_failure_rate": "1", "price": wrong, "ce_marked": "yes"}, separator)
                said = self.bid(form)
                self.assertEqual(said.returncode, 1)
                self.assertRegex(said.stderr.decode(), r"price\.csv:7:\d+: error N0815: `price` is filled in as `" + wrong)

    def test_a_fault_in_a_workbook_names_its_row(self):
        form = self.form()
        numbers = {name: value if value == "yes" else float(value) for name, value in GOOD.items()}
        self.fill_book(form, {**numbers, "price": 45000})
        said = self.bid(form).stderr.decode()
        self.assertRegex(said, r"price\.xlsx:7:\d+: error N0622")

    def test_another_unit_beside_the_number(self):
        form = self.form()
        self.fill_csv(form, GOOD)
        path = form / "price.csv"
        path.write_text(path.read_text().replace("DKK per pump,", "EUR per pump,"))
        self.assertRegex(self.bid(form).stderr.decode(), r"price\.csv:7:\d+: error N0621")

    def test_no_form(self):
        (self.folder / "answers.csv").write_text("a,b\n1,2\n")
        (self.folder / "price.csv").write_text("")
        said = self.bid(self.folder).stderr.decode()
        self.assertEqual(re.findall(r"error (N\d+)", said), ["N0816", "N0816"])

    def test_a_field_twice(self):
        form = self.form()
        self.fill_csv(form, GOOD)
        path = form / "price.csv"
        path.write_text(path.read_text() + path.read_text().splitlines()[6] + "\n")
        self.assertRegex(self.bid(form).stderr.decode(), r"price\.csv:9:\d+: error N0819: `price`")


class Bid(Folder):
    def write(self, change):
        shutil.copytree(AWARD / "bids/fjord", self.folder / "bid", dirs_exist_ok=True)
        for part in PARTS:
            path = self.folder / "bid" / f"{part}.json"
            path.write_text(change(part, path.read_text()))
        return self.folder / "bid"

    def faults(self, change):
        return re.findall(r"(\w+\.\w+):(\d+):\d+: error (N\d+)", self.bid(self.write(change)).stderr.decode())

    def test_the_worked_bids(self):
        self.assertEqual([bid for bid in BIDS if not self.seen(AWARD / "bids" / bid)["good"]], ["klar"])

    def test_all_faults_in_one_run_each_with_its_line(self):
        def spoil(part, text):
            text = text.replace('"15_200 DKK', '"45_200 DKK').replace("per pump per year", "per year")
            text = text.replace('"12 hours"', "12").replace('"ready"', '"reddy"').replace('"answer": "yes"', '"answer": "maybe"', 1)
            return text
        found = {(file, code) for file, _, code in self.faults(spoil)}
        self.assertEqual({code for file, code in found if file == "price.json"}, {"N0622", "N0621"})
        self.assertLessEqual({"N0623", "N0624", "N0813"}, {code for file, code in found if file == "answers.json"})

    def test_a_bad_bid_is_said_in_the_bidders_lines(self):
        for what, part, old, new, code, line in (
                ("a decimal comma", "price", "15_200", "15_200,5", "N0", 6),
                ("a negative price", "price", "15_200", "-15_200", "N0622", 6),
                ("another currency", "price", "DKK per pump\"", "EUR per pump\"", "N0621", 6),
                ("a whole number in parts", "answers", "12 weeks", "12.5 weeks", "N0622", 8),
                ("beyond its limits", "answers", "12 hours", "60 hours", "N0622", 7),
                ("the other envelope", "answers", '"battery": "12 hours"', '"battery": "12 hours", "price": "1 DKK per pump"', "N0780", 7),
                ("a requirement answered no", "answers", '"answer": "yes"', '"answer": "no"', "N0814", 11)):
            with self.subTest(what):
                found = self.faults(lambda name, text: text.replace(old, new, 1) if name == part else text)
                self.assertTrue(any(file == f"{part}.json" and int(at) == line and number.startswith(code)
                                    for file, at, number in found), found)

    def test_a_truncated_bid(self):
        self.assertIn("N0628", {code for _, _, code in self.faults(lambda part, text: text[:len(text) // 2])})

    def test_a_condition_that_fails(self):
        said = self.bid(self.write(lambda part, text: text.replace('"12 hours"', '"5 hours"'))).stderr.decode()
        self.assertIn("N0814", said)
        self.assertIn("battery_holds", said)

    def test_a_bid_that_is_not_there(self):
        said = self.bid(self.folder).stderr.decode()
        self.assertEqual(re.findall(r"error (N\d+)", said), ["N0817", "N0817"])

    def test_one_file_with_both_envelopes(self):
        whole = json.loads((AWARD / "bids/fjord/answers.json").read_text())
        whole["offers"].update(json.loads((AWARD / "bids/fjord/price.json").read_text())["offers"])
        (self.folder / "bid.json").write_text(json.dumps(whole))
        self.assertTrue(self.seen(self.folder / "bid.json")["good"])

    def test_points_are_those_of_the_award(self):
        said = self.seen(AWARD / "bids/fjord")
        points = {one["name"]: one["points"] and Fraction(one["points"]) for one in said["criteria"]}
        self.assertEqual(points, {"reliability": 9, "endurance": 6, "delivery": Fraction(70, 9), "usability": None,
                                  "programming": None, "alarms": None, "training": None})
        self.assertEqual(said["price"], "21120000")

    def test_the_preview_is_what_simulate_says(self):
        said = self.seen(AWARD / "bids/fjord", "--model", MODEL, "--worlds", "300")["preview"]
        whole = json.loads((AWARD / "bids/fjord/answers.json").read_text())
        whole["offers"].update(json.loads((AWARD / "bids/fjord/price.json").read_text())["offers"])
        (self.folder / "bid.json").write_text(json.dumps(whole))
        simulated = program.answer("simulate", MODEL, "--offer", self.folder / "bid.json", "--worlds", "300", "--json")
        supplier = next(one for one in simulated["alternatives"][-1]["parties"] if one["name"] == "supplier")
        own = said["parties"][0]
        self.assertEqual([one["party"] for one in said["parties"]], ["supplier"])
        self.assertEqual((own["mean"], own["chance_of_loss"]), (supplier["npv"]["mean"], supplier["chance_of_loss"]["value"]))

    def test_a_model_of_another_contract(self):
        done = self.bid(AWARD / "bids/fjord", "--model", program.ROOT / "contracts/bed/bed-buyer.nytte")
        self.assertEqual(done.returncode, 1)
        self.assertIn("N0851", done.stderr.decode())

    def test_a_model_of_another_version_of_the_contract(self):
        text = CONTRACT.read_text(encoding="utf-8")
        (self.folder / "award.nytte").write_text(text.replace("24_000_000 DKK", "25_000_000 DKK"), encoding="utf-8")
        done = program.run("bid", self.folder / "award.nytte", AWARD / "bids/fjord", "--model", MODEL, "--worlds", "100")
        self.assertEqual(done.returncode, 1)
        self.assertIn("N0851", done.stderr.decode())

    def test_a_heading_and_what_stands_beside_it_are_kept_apart(self):
        said = program.output("bid", CONTRACT, AWARD / "bids/fjord", "--model", MODEL, "--worlds", "100", "--lang", "da").decode()
        self.assertRegex(said, r"(?m)^Hvad tilbuddet betyder .* egen model$\n^ +\S*award-supplier.nytte$")

    def test_it_reads_in_danish(self):
        said = program.output("bid", CONTRACT, AWARD / "bids/sund", "--lang", "da").decode()
        self.assertIn("6 % (intet tilbudt)", said)


if __name__ == "__main__":
    unittest.main()
