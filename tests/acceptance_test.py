# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""The knee contract, from text to statement, against answers that other programs computed.

manifest.json holds the measures, faults.json the faults put into the Latin-1 extract, settlement-expected.json the
statements; oracle/knee_oracle.py says the days on which money is due.
"""

import csv
import io
import json
import re
import shutil
import sys
import tempfile
import unittest
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import jsonschema

import program
from program import CONTRACT, DATA, KNEE, LAST_DATA_DATE, LATIN1, OFFER, OPERATIONS, ROOT, SOURCE, WITH_BOM

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent / "oracle"))
import knee_oracle  # noqa: E402

EXTRACTED = "2026-11-02"
SCHEMAS = ROOT / "docs" / "schema"

# Our name of a measure: the manifest's, the field that holds its value, and the field that counts all its rows.
IN_MANIFEST = {
    "stay": ("stay_days", "mean", "n"),
    "readmission_rate": ("readmitted_30d", "share", "n"),
    "revision_rate_1y": ("revised_1y_aseptic", "share", "n"),
    "revision_rate": ("revised_2y_aseptic", "share", "n"),
    "mortality_90d": ("died_90d", "share", "n"),
    "oks_gain": ("oks_gain", "mean", "eligible"),
    "oks_success": ("oks_gain_at_least_8", "share", None),  # the manifest counts the known rows only
    "eq5d_gain": ("eq5d_gain", "mean", "eligible"),
    "satisfied_share": ("satisfied", "share", "eligible"),
}


def stored(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def from_source(extract, as_of=None, command="settle", more=()):
    words = [command, CONTRACT, "--source", SOURCE, "--data", f"operation={extract}", "--json", *more]
    words += ["--offer", OFFER] if command == "settle" else []
    words += ["--as-of", as_of] if as_of else []
    return program.answer(*words)


class Measures(unittest.TestCase):
    """For each of eight operation years and nine measures: rows, known rows, events and value."""

    def compare(self, found):
        expected = {r["settlement_year"]: r["indicators"] for r in stored("manifest.json")["results"]
                    if r["scope"] == "VEJ primary S1" and r["exclusion"] == "first30_of_new_surgeons"}
        self.assertEqual(sorted(expected), list(range(1, 9)))
        ours = {(m["name"], m["operation_year"]): m for m in found["measures"]}
        self.assertEqual(len(found["measures"]), len(ours), "a measure and operation year is reported twice")
        self.assertEqual(set(ours), {(name, year) for name in IN_MANIFEST for year in expected})
        for (name, year), measure in ours.items():
            with self.subTest(measure=name, year=year):
                there, value, all_rows = IN_MANIFEST[name]
                wanted = expected[year][there]
                known = measure["rows"] - measure["unknown"]
                self.assertEqual(known, wanted["n"])
                rows = expected[year]["oks_gain"]["eligible"] if all_rows is None else wanted[all_rows]
                self.assertEqual(measure["rows"], rows)
                self.assertEqual(measure["events"], wanted.get("events"))
                figure = measure.get("would_be", measure)
                if wanted[value] is None:
                    self.assertIsNone(figure["exact"])
                    continue
                self.assertAlmostEqual(float(Fraction(figure["exact"])), wanted[value], delta=1e-12)
                self.assertAlmostEqual(float(figure["value"]), wanted[value], delta=1e-12)

    def test_of_the_clean_file(self):
        found = program.answer("measure", CONTRACT, *program.tables(), "--as-of", LAST_DATA_DATE, "--json")
        self.compare(found)
        self.assertEqual(found["rejects"], [])

    def test_of_the_danish_extract(self):
        found = from_source(WITH_BOM, LAST_DATA_DATE, command="measure")
        self.compare(found)
        self.assertEqual(found["rejects"], [])
        self.assertTrue(any("byte-order mark" in note for note in found["notes"]), found["notes"])


class Faults(unittest.TestCase):
    def test_exactly_the_faults_that_were_put_in_are_reported(self):
        lines = LATIN1.read_bytes().decode("latin-1").split("\n")
        found = Counter()
        for reject in from_source(LATIN1, command="measure")["rejects"]:
            row_id = lines[reject["line"] - 1].split(";")[0]
            doubled = reject["column"] == "Operations-ID"
            found[row_id, reject["column"], "" if doubled else reject["value"]] += 1
        expected = Counter((f["row_id"], f["column"], f["now"]) for f in stored("faults.json"))
        self.assertEqual(sum(expected.values()), 84)
        self.assertEqual(sorted((found - expected).elements()), [], "reported, but not put in")
        self.assertEqual(sorted((expected - found).elements()), [], "put in, but not reported")

    def test_each_cell_is_shown_as_it_stands_in_the_file(self):
        with open(LATIN1, encoding="latin-1", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))
        for reject in from_source(LATIN1, command="measure")["rejects"]:
            with self.subTest(line=reject["line"], column=reject["column"]):
                self.assertEqual(rows[reject["line"] - 1][rows[0].index(reject["column"])], reject["value"])
                self.assertTrue(reject["reason"])

    def test_the_clean_files_have_none(self):
        self.assertEqual(program.settled(as_of=LAST_DATA_DATE)["rejects"], [])
        self.assertEqual(from_source(WITH_BOM)["rejects"], [])


class Settlement(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = program.settled(as_of=LAST_DATA_DATE)
        cls.expected = stored("settlement-expected.json")
        cls.terms = knee_oracle.base_terms()
        cls.oracle = knee_oracle.settlement(cls.terms, DATA)

    def periods(self):
        self.assertEqual(len(self.program["periods"]), 10)
        return zip(self.program["periods"], self.expected["periods"])

    def test_ten_statements_with_their_days(self):
        for ours, wanted in self.periods():
            with self.subTest(period=wanted["period"]):
                for field in ("period", "from", "to", "data_date"):
                    self.assertEqual(ours[field], wanted[field])
                self.assertEqual(ours["in_term"], not wanted["closing"])

    def test_measures_to_the_last_digit(self):
        for ours, wanted in self.periods():
            self.assertEqual(set(ours["measures"]), set(wanted["measures"]))
            for name, measure in wanted["measures"].items():
                with self.subTest(period=wanted["period"], measure=name):
                    found = ours["measures"][name]
                    self.assertEqual(found["operation_year"], measure["operation_year"])
                    self.assertEqual(found["rows"], measure["rows"])
                    self.assertEqual(found["rows"] - found["unknown"], measure["known"])
                    self.assertEqual(found["excluded"][0]["rows"], measure["excluded"])
                    self.assertEqual(found["events"], measure.get("events"))
                    self.assertEqual(found["exact"], measure.get("exact"))
                    self.assertEqual(found["value"], measure["value"])
                    self.assertEqual(found.get("would_be", {}).get("exact"), measure.get("would_be", {}).get("exact"))

    def test_scores_and_prices_to_the_last_digit(self):
        for ours, wanted in self.periods():
            for name in ("score", "settled_price", "next_price", "bought", "revisions_above_guarantee"):
                with self.subTest(period=wanted["period"], figure=name):
                    figure = wanted["figures"][name]
                    figure = figure if isinstance(figure, dict) else {"value": str(figure), "exact": str(figure)}
                    self.assertEqual(ours["figures"][name]["value"], figure["value"])
                    self.assertEqual(Fraction(ours["figures"][name]["exact"]), Fraction(figure["exact"]))

    def test_payments_to_the_ore(self):
        for ours, wanted in self.periods():
            with self.subTest(period=wanted["period"]):
                fields = ("clause", "label", "from", "to", "amount", "currency", "rows")
                self.assertEqual([tuple(p[f] for f in fields) for p in ours["payments"]],
                                 [tuple(p[f] for f in fields) for p in wanted["payments"]])

    def test_totals(self):
        for name, flows in self.expected["totals"]["parties"].items():
            ours = self.program["totals"][name]["DKK"]
            self.assertEqual(Fraction(ours["receives"]) - Fraction(ours["pays"]), Fraction(flows["net"]))

    def test_due_days(self):
        """A line is never due before the statement that its amount rests on."""
        for ours, wanted in zip(self.program["periods"], self.oracle["periods"]):
            with self.subTest(period=wanted["period"]):
                self.assertEqual([(p["label"], p["due"]) for p in ours["payments"]],
                                 [(p["label"], p["due"]) for p in wanted["payments"]])

    def test_due_day_of_each_line(self):
        done = {row["id"]: row for row in knee_oracle.read_operations(DATA)}
        text = program.output("settle", CONTRACT, *program.tables(), "--offer", OFFER, "--as-of", LAST_DATA_DATE,
                              "--format", "csv").decode()
        lines = [line for line in csv.DictReader(io.StringIO(text)) if line["label"] == "Implants"]
        self.assertEqual(len(lines), sum(period["payments"][0]["rows"] for period in self.program["periods"][:8]))
        moved = 0
        for line in lines:
            row, year = done[line["row"]], int(line["period"])
            due = knee_oracle.due_day(self.terms, self.terms["payments"]["Implants"], year, row)
            self.assertEqual(line["due"], str(due), line)
            plain = knee_oracle.after(row["done"], (30, "days"))
            self.assertEqual(line["due_moved"], "no" if plain == due else "yes", line)
            moved += plain != due
        self.assertGreater(moved, 0)


class Statements(unittest.TestCase):
    """Which statements are drawn, and why they may still change."""

    def test_without_a_day_the_extract_says_which_are_drawn(self):
        found = from_source(WITH_BOM)
        self.assertEqual(found["as_of"], EXTRACTED)
        self.assertEqual([p["period"] for p in found["periods"]], list(range(1, 8)))

    def test_a_statement_is_drawn_on_its_data_date_and_not_before(self):
        for as_of, drawn in (("2019-11-30", 0), ("2019-12-01", 1), ("2020-11-30", 1), ("2028-11-30", 9),
                             ("2028-12-01", 10)):
            with self.subTest(as_of=as_of):
                self.assertEqual(len(from_source(WITH_BOM, as_of)["periods"]), drawn)

    def why(self, found, period):
        [of] = [p for p in found["periods"] if p["period"] == period]
        self.assertEqual(of["status"], "provisional" if of["why_provisional"] else "final")
        return of["why_provisional"]

    def test_faults_keep_a_statement_provisional(self):
        self.assertEqual(self.why(from_source(LATIN1), 1), ["84 faults in the data have not been answered; figures of this statement meet 7 of them"])

    def test_data_that_end_too_early_keep_it_provisional(self):
        found = from_source(WITH_BOM, LAST_DATA_DATE)
        self.assertEqual(self.why(found, 7), [])
        self.assertEqual(self.why(found, 8), ["the data end on 2 November 2026, before the data date 1 December 2026"])
        self.assertEqual(self.why(found, 9), ["the data end on 2 November 2026, before the data date 1 December 2027"])
        self.assertEqual(len(self.why(found, 10)), 2)

    def test_time_for_objections_keeps_it_provisional(self):
        """The statement of 1 December 2019; 30 days after it is 31 December."""
        for as_of, reasons in (("2019-12-01", ["objections may be made until 31 December 2019"]),
                               ("2019-12-31", ["objections may be made until 31 December 2019"]),
                               ("2020-01-01", [])):
            with self.subTest(as_of=as_of):
                self.assertEqual(self.why(from_source(WITH_BOM, as_of), 1), reasons)

    def test_an_unknown_day_of_the_extract_keeps_it_provisional(self):
        self.assertEqual(self.why(program.settled(as_of=LAST_DATA_DATE), 1), ["the day of the extract is not known: give it with --extracted"])
        told = program.settled(as_of=LAST_DATA_DATE, more=["--extracted", EXTRACTED])
        self.assertEqual(self.why(told, 1), [])
        self.assertEqual(told["extracted_on"], EXTRACTED)

    def test_several_reasons_are_all_said(self):
        reasons = self.why(from_source(LATIN1, "2026-12-01"), 8)
        self.assertEqual(len(reasons), 3, reasons)

    def test_clean_data_past_the_objections_are_final(self):
        found = from_source(WITH_BOM, EXTRACTED)
        self.assertEqual({p["status"] for p in found["periods"]}, {"final"})

    def test_later_data_dates_see_more(self):
        """A statement is the same whenever it is drawn: what is dated after its data date has not happened."""
        early, late = from_source(WITH_BOM, "2022-12-01"), from_source(WITH_BOM, EXTRACTED)
        for one, other in zip(early["periods"], late["periods"]):
            for field in ("measures", "figures", "payments", "parties"):
                self.assertEqual(one[field], other[field])


class SameBytes(unittest.TestCase):
    WORDS = {
        "settle json": ["settle", CONTRACT, "--source", SOURCE, "--offer", OFFER, "--format", "json"],
        "settle text": ["settle", CONTRACT, "--source", SOURCE, "--offer", OFFER],
        "settle csv": ["settle", CONTRACT, "--source", SOURCE, "--offer", OFFER, "--format", "csv"],
        "measure json": ["measure", CONTRACT, "--source", SOURCE, "--json"],
        "measure text": ["measure", CONTRACT, "--source", SOURCE],
        "plan": ["plan", CONTRACT],
    }

    def same(self, environment):
        for name, words in self.WORDS.items():
            with self.subTest(name):
                self.assertEqual(program.output(*words), program.output(*words, environment=environment))

    def test_on_a_second_run(self):
        self.same({})

    def test_in_any_locale(self):
        for name in ("C", "da_DK.UTF-8", "C.UTF-8", "tr_TR.UTF-8"):
            self.same({"LANG": name, "LC_ALL": name, "LC_NUMERIC": name})

    def test_in_any_time_zone(self):
        self.same({"TZ": "Pacific/Kiritimati"})
        self.same({"TZ": "Etc/GMT+12"})

    def test_on_any_day(self):
        """No part of the program may ask for the day; where `faketime` is at hand, it is asked on another one."""
        asks = re.compile(r"\b(time|clock|clock_gettime|gettimeofday|timespec_get|localtime\w*|gmtime\w*|ftime)\s*\(")
        comment_or_string = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.DOTALL)
        # What says how long one has waited already is no day, and nothing that is computed can see it.
        seconds_waited = ("src/cli/progress.c", "clock_gettime(CLOCK_MONOTONIC, &now)")
        for path in sorted(p for p in (ROOT / "src").rglob("*") if p.suffix in (".c", ".cc", ".h")):
            text = comment_or_string.sub(" ", path.read_text(encoding="utf-8"))
            if path == ROOT / seconds_waited[0]:
                text = text.replace(seconds_waited[1], "", 1)
            found = asks.search(text)
            self.assertIsNone(found, f"{path.relative_to(ROOT)} reads the clock")
        if shutil.which("faketime"):
            self.same({"LD_PRELOAD": "libfaketime.so.1", "FAKETIME": "@2031-03-04 05:06:07"})

    def test_written_to_a_file_as_to_the_screen(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "statement.json"
            program.output(*self.WORDS["settle json"], "--output", path)
            self.assertEqual(path.read_bytes(), program.output(*self.WORDS["settle json"]))

    def test_one_period_is_that_part_of_the_whole(self):
        whole = program.answer(*self.WORDS["settle json"])
        for number in (1, 4, 7):
            part = program.answer(*self.WORDS["settle json"], "--period", number)
            self.assertEqual(part["periods"], [whole["periods"][number - 1]])


# --- the shapes ----------------------------------------------------------------------------------------

def schema(name):
    """A schema of docs/schema, with what it shares with others put into it."""
    text = (SCHEMAS / f"{name}.json").read_text(encoding="utf-8").replace("common.json#", "#")
    whole = json.loads(text)
    shared = json.loads((SCHEMAS / "common.json").read_text(encoding="utf-8"))
    whole["$defs"] = {**shared["$defs"], **whole.get("$defs", {})}
    return whole


def checker(name):
    return jsonschema.Draft202012Validator(schema(name))


def objects(part, path=()):
    """Every object in a schema that has properties."""
    if isinstance(part, dict):
        if isinstance(part.get("properties"), dict):
            yield path, part
        for key, inner in part.items():
            yield from objects(inner, (*path, key))
    elif isinstance(part, list):
        for number, inner in enumerate(part):
            yield from objects(inner, (*path, str(number)))


class Shapes(unittest.TestCase):
    """Other programs rely on what the program writes as JSON: docs/schema says what that is."""

    def fits(self, name, document):
        problems = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}"
                    for e in checker(name).iter_errors(document)]
        self.assertEqual(problems[:10], [], name)
        self.assertEqual(document["nytte"], f"{name}/1")

    def test_the_schemas_are_schemas(self):
        for path in sorted(SCHEMAS.glob("*.json")):
            jsonschema.Draft202012Validator.check_schema(schema(path.stem))

    def test_every_field_is_explained(self):
        for path in sorted(SCHEMAS.glob("*.json")):
            whole = schema(path.stem)
            for where, part in objects(json.loads(path.read_text(encoding="utf-8"))):
                for field, told in part["properties"].items():
                    if "$ref" in told and "description" not in told:
                        told = whole["$defs"][told["$ref"].split("/")[-1]]
                    with self.subTest(schema=path.stem, at="/".join(where), field=field):
                        self.assertTrue(told.get("title"), "no title")
                        self.assertTrue(told.get("description"), "no description")
                self.assertTrue(part["additionalProperties"], "fields may be added")
                self.assertLessEqual(set(part["required"]), set(part["properties"]))

    def test_settle(self):
        for extract, as_of in ((LATIN1, None), (WITH_BOM, LAST_DATA_DATE)):
            self.fits("settle", from_source(extract, as_of))
        self.fits("settle", program.settled())
        self.fits("settle", program.settled(more=["--period", "10"]))

    def test_measure(self):
        self.fits("measure", from_source(LATIN1, command="measure"))
        self.fits("measure", program.answer("measure", CONTRACT, *program.tables(), "--json"))

    def test_data(self):
        self.fits("data", from_source(LATIN1, command="data"))
        self.fits("data", program.answer("data", CONTRACT, *program.tables(), "--json"))

    def test_check(self):
        self.fits("check", program.answer("check", "--json", *sorted(KNEE.glob("*.nytte"))))
        with tempfile.TemporaryDirectory() as folder:
            wrong = Path(folder) / "wrong.nytte"
            wrong.write_text(CONTRACT.read_text(encoding="utf-8").replace("price * revisions", "prise * revisions")
                             .replace("discharged - done\n", "discharged -\n"), encoding="utf-8")
            found = program.answer("check", "--json", wrong, status=1)
        self.fits("check", found)
        self.assertGreater(len(found["diagnostics"]), 1)

    def test_fmt(self):
        self.fits("fmt", program.answer("fmt", "--check", "--json", CONTRACT, SOURCE))

    def test_plan(self):
        for study in ("contracts/sick-sicker/sick-sicker.nytte", "tests/golden/good/continuous.nytte"):
            found = program.answer("plan", "--json", program.ROOT / study)
            self.fits("plan", found)
            self.assertEqual(1, len(found["pathways"]))
        found = program.answer("plan", "--json", CONTRACT)
        self.fits("plan", found)
        for number, operation in enumerate(found["operations"]):
            self.assertEqual(operation["number"], number)
            looks_back = operation["operation"] == "previous"
            self.assertTrue(looks_back or all(operand < number for operand in operation["operands"]), operation)

    def test_imagine(self):
        with tempfile.TemporaryDirectory() as folder:
            self.fits("imagine", program.answer("imagine", KNEE / "knee-buyer.nytte", "--offer", OFFER, "--worlds", 2,
                                                "--folder", folder, "--json"))

    def test_simulate(self):
        self.fits("simulate", program.answer("simulate", KNEE / "knee-buyer.nytte", "--offer", OFFER,
                                             "--worlds", "5", "--json"))

    def test_what_is_kept_of_worlds(self):
        with tempfile.TemporaryDirectory() as folder:
            program.output("simulate", KNEE / "knee-buyer.nytte", "--offer", OFFER, "--worlds", "3",
                           "--set", "volume = 100 operations per year", "--keep", f"{folder}/part.json")
            self.fits("worlds", json.loads(Path(folder, "part.json").read_text(encoding="utf-8")))
            self.fits("simulate", program.answer("merge", f"{folder}/part.json", "--json"))

    def test_compare(self):
        words = ["compare", KNEE / "knee-buyer.nytte", "--offer", OFFER, "--worlds", "5", "--json"]
        for more in ([], ["--yardstick", "0..400_000 by 100_000", "--party", "society", "--set", "offered.gain = 16 points"]):
            with self.subTest(more=more):
                self.fits("compare", program.answer(*words, *more))

    def test_a_study(self):
        for command in ("simulate", "compare"):
            with self.subTest(command):
                self.fits(command, program.answer(command, ROOT / "contracts" / "hiv" / "hiv.nytte", "--worlds", "3", "--json"))
        self.fits("sensitivity", program.answer("sensitivity", ROOT / "contracts" / "hiv" / "hiv.nytte", "--worlds", "3", "--party",
                                                "payer", "--alternative", "comb", "--yardstick", "9_000", "--json"))

    def test_sensitivity(self):
        words = ["sensitivity", KNEE / "knee-buyer.nytte", "--offer", OFFER, "--worlds", "2", "--party", "region", "--json"]
        price = "offered.price=9_000..14_000 DKK per operation"
        for more in ([], ["--grid", price, "--grid", "revision_ratio=0.6..1.2", "--steps", "2"], ["--threshold", price],
                     ["--threshold", "volume=100..200 operations per year", "--alternative", "offered"]):
            with self.subTest(more=more):
                self.fits("sensitivity", program.answer(*words, *more))

    def test_offer(self):
        self.fits("offer", json.loads(OFFER.read_text(encoding="utf-8")))

    def test_amounts_are_never_numbers(self):
        """No binary fraction, and no whole number that a reader may turn into one, stands for money or a figure."""
        def numbers(part):
            if isinstance(part, dict):
                for key, inner in part.items():
                    if isinstance(inner, (int, float)) and not isinstance(inner, bool):
                        yield key, inner
                    yield from numbers(inner)
            elif isinstance(part, list):
                for inner in part:
                    yield from numbers(inner)
        counts = {"period", "operation_year", "rows", "events", "unknown", "rows_outside_term", "line", "in_data", "touching"}
        self.assertLessEqual({key for key, _ in numbers(from_source(LATIN1))}, counts)

    def test_a_schema_refuses_what_is_not_so(self):
        """The schemas themselves: each change must be seen."""
        def changed(document, path, value):
            copy = json.loads(json.dumps(document))
            at = copy
            for step in path[:-1]:
                at = at[step]
            if value is None:
                del at[path[-1]]
            else:
                at[path[-1]] = value
            return copy

        whole = from_source(LATIN1)
        payment = ("periods", 0, "payments", 0)
        for path, value in (((*payment, "amount"), 1062500.0), ((*payment, "due"), "1 December"),
                            ((*payment, "due", "last"), None), ((*payment, "sentence"), None),
                            (("periods", 0, "status"), "draft"), (("nytte",), "settle/2"), (("rejects", 0, "line"), 0),
                            (("periods", 0, "measures", "stay", "exact"), "1.88"),
                            (("periods", 0, "figures", "score", "value"), 0.28),
                            (("totals", "region", "DKK", "pays"), None),
                            (("fingerprints", "files", 0, "hash"), "abc")):
            with self.subTest(path=path):
                self.assertTrue(checker("settle").is_valid(whole))
                self.assertFalse(checker("settle").is_valid(changed(whole, path, value)))


if __name__ == "__main__":
    unittest.main()
