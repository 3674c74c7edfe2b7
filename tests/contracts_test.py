# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""The worked contracts of contracts/: read, formatted, read aloud in English and Danish, settled against figures that others
computed (tests/contracts/, made by tests/oracle/contracts_oracle.py), simulated where a scenario fills what is open.

`python3 tests/contracts_test.py --reset` writes the golden texts of tests/golden/explain/ and the simulated figures of
tests/contracts/simulated.expected.json anew, with the program in NYTTE.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from fractions import Fraction
from pathlib import Path

import program
from contract_words import counted, translations, without_comment, words_of

sys.path.insert(0, str(program.ROOT / "tests" / "oracle"))
import contracts_oracle  # noqa: E402

CONTRACTS = program.ROOT / "contracts"
EXPECTED = program.ROOT / "tests" / "contracts"
PINNED = EXPECTED / "simulated.expected.json"
GOLDEN = program.ROOT / "tests" / "golden" / "explain"
NAMES = ["award", "bed", "cyclotron", "diabetes", "framework", "kidney", "knee", "medicine", "ownership"]
RULES = sorted((CONTRACTS / "rules").glob("*/*.nytte"))
MEASURES = sorted((CONTRACTS / "measures").glob("*/*.nytte"))
CASES = ["bed", "cyclotron", "diabetes", "kidney", "knee", "medicine", "ownership"]
BELIEFS = [f"{name}/{name}-{side}" for name in CASES for side in ("buyer", "supplier")]
SCENARIOS = ["cyclotron/cyclotron-scenario", "kidney/kidney-scenario", "medicine/medicine-scenario"]
BIDDERS = ["award/award-supplier"]
LIFETIMES = ["knee/knee-lifetime"]
MODELS = BELIEFS + SCENARIOS + BIDDERS + LIFETIMES
PINS = BELIEFS + LIFETIMES
LISTS = ["prices/denmark"]
# They say some things that move no money, which their pages explain.
SETTLED = list(contracts_oracle.ALL)
READ_ALOUD = ["bed", "diabetes", "hiv", "kidney", "knee", "medicine", "ownership", "sick-sicker-residence"]
WORKED = {"en": "Worked example:", "da": "Regneeksempel:"}
SAME_EVERYWHERE = re.compile(r"[A-Z0-9]+")  # codes such as VEJ or S1


def contract(name):
    return CONTRACTS / name / f"{Path(name).name}.nytte"


def contracts_and_models():
    rules = [path for path in RULES + MEASURES if not path.stem.endswith("-source")]
    return [contract(name) for name in NAMES] + rules + [CONTRACTS / f"{model}.nytte" for model in MODELS + LISTS]


def with_what_it_uses(path):
    """The file and those that it names by `use`, and so on."""
    used = re.findall(r'^use "(.+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    return [path] + [file for name in used for file in with_what_it_uses((path.parent / name).resolve())]


def read_aloud(path, language):
    return program.output("explain", path, "--lang", language).decode()


class Texts(unittest.TestCase):
    def test_nothing_is_wrong_and_all_stand_in_their_one_written_form(self):
        files = [file for name in NAMES for file in sorted((CONTRACTS / name).glob("*.nytte"))]
        files += [CONTRACTS / f"{name}.nytte" for name in LISTS] + RULES + MEASURES
        self.assertLessEqual(len(NAMES) + len(MODELS) + len(SETTLED) + 2 * 17, len(files))
        for file in files:
            with self.subTest(file.name):
                done = program.run("check", file)
                said = (done.stdout + done.stderr).decode()
                self.assertEqual((0, []), (done.returncode, re.findall(r"(?:error|warning) (N\d+): ", said)), said)
                program.output("fmt", "--check", file)

    def test_an_assumption_may_bear_the_name_of_what_it_stands_for(self):
        for model in MODELS:
            said = program.run("check", "--pedantic", CONTRACTS / f"{model}.nytte")
            self.assertEqual(said.returncode, 0)
            self.assertNotIn(b"N0828", said.stderr, model)

    def test_each_folder_says_what_it_is_in_one_screen(self):
        rules = sorted({path.parent.name for path in RULES})
        self.assertEqual(17, len(rules))
        measures = sorted({path.parent.name for path in MEASURES})
        for top, names in ((CONTRACTS, NAMES), (CONTRACTS / "rules", rules), (CONTRACTS / "measures", measures)):
            table = (top / "README.md").read_text(encoding="utf-8")
            for name in names:
                with self.subTest(name):
                    self.assertLessEqual(len((top / name / "README.md").read_text(encoding="utf-8").splitlines()), 45)
                    self.assertIn(f"[{name}]({name}/)", table)


class ReadAloud(unittest.TestCase):
    maxDiff = None

    def test_every_payment_has_a_worked_example_and_no_section_is_empty(self):
        for path in contracts_and_models():
            payments = sum(len(re.findall(r"^pay ", file.read_text(encoding="utf-8"), re.MULTILINE))
                           for file in with_what_it_uses(path))
            for language, word in WORKED.items():
                with self.subTest(path.stem, language=language):
                    said = read_aloud(path, language)
                    self.assertEqual(payments, said.count(word))
                    for number, below in re.findall(r"^(\d+)\. .+\n\n +(\S+)", said, re.MULTILINE):
                        self.assertEqual(f"{number}.1", below)
                    self.assertEqual(len(re.findall(r"^\d+\. ", said, re.MULTILINE)),
                                     len(re.findall(r"^ +\d+\.1 ", said, re.MULTILINE)), "a section without a clause")

    def test_it_stands_as_it_was_last_read(self):
        for name in READ_ALOUD:
            for language in WORKED:
                with self.subTest(name, language=language):
                    self.assertEqual((GOLDEN / f"{name}.{language}.txt").read_text(encoding="utf-8"),
                                     read_aloud(contract(name), language))

    def test_rounding_is_no_part_of_the_last_point(self):
        """Of a figure with a first year and later ones; behind the list it would be read as of the later ones only."""
        penalty = contract("rules/penalty")
        for language, said in (("en", "rounded to 0.01 DKK per implant (halves go away from zero), is: (a)"),
                               ("da", "afrundet til 0,01 kr. pr. implantat (hvad der ligger midt imellem, afrundes væk fra nul), er: (a)")):
            with self.subTest(language):
                self.assertIn(said, " ".join(read_aloud(penalty, language).split()))

    def test_the_page_in_html_says_the_same(self):
        page = program.output("explain", contract("knee"), "--lang", "da", "--format", "html").decode()
        self.assertTrue(page.startswith('<!doctype html>\n<html lang="da">'))
        self.assertEqual(3, page.count("<strong>Regneeksempel.</strong>"))
        self.assertNotRegex(page, r"[\x01\x02]")


class Translations(unittest.TestCase):
    def test_every_word_has_one(self):
        for path in contracts_and_models():
            with self.subTest(path.stem):
                text = path.read_text(encoding="utf-8")
                known = {left for file in with_what_it_uses(path) for left, _ in translations(file.with_suffix(".da.csv"))}
                due = words_of(text) | {word + "s" for word in counted(text)}
                self.assertEqual([], sorted(word for word in due - known if not SAME_EVERYWHERE.fullmatch(word)))

    def test_none_is_of_a_word_that_is_not_there(self):
        for path in contracts_and_models():
            with self.subTest(path.stem):
                text = path.read_text(encoding="utf-8")
                there = words_of(text) | {word + "s" for word in counted(text)}
                left = [word for word, _ in translations(path.with_suffix(".da.csv"))]
                self.assertEqual([], [word for word in left if word not in there])
                self.assertEqual(len(left), len(set(left)), "a word that stands twice")

    def test_no_label_stays_english(self):
        for path in contracts_and_models():
            said = " ".join(read_aloud(path, "da").split())
            for file in with_what_it_uses(path):
                for word, danish in translations(file.with_suffix(".da.csv")):
                    if " " in word and word != danish:
                        with self.subTest(path.stem, word=word):
                            self.assertNotIn(f"»{word}«", said)

    def test_each_file_has_two_columns_and_blanks_at_no_end(self):
        for path in contracts_and_models():
            for row in translations(path.with_suffix(".da.csv")):
                with self.subTest(path.stem, row=row):
                    self.assertEqual(2, len(row))
                    self.assertEqual(row, tuple(cell.strip() for cell in row))
                    self.assertTrue(row[1])


class Settled(unittest.TestCase):
    maxDiff = None

    def settle(self, name, run):
        """The payments of more than nothing, with the contract, tables and facts of the run."""
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder) / name
            shutil.copytree(CONTRACTS / name, here)
            file = here / f"{name}.nytte"
            text = file.read_text(encoding="utf-8")
            for old, new in run.get("instead", {}).items():
                self.assertEqual(1, text.count(old), old)
                text = text.replace(old, new)
            file.write_text(text, encoding="utf-8")
            words = ["settle", file, "--source", here / f"{name}-source.nytte", "--json"]
            for table, path in run.get("data", {}).items():
                words += ["--data", f"{table}={here / path}"]
            for table, rows in run.get("table", {}).items():
                (here / f"{table}.csv").write_text(rows, encoding="utf-8")
                words += ["--data", f"{table}={here / table}.csv"]
            facts = here / run["facts"] if "facts" in run else here / "facts-of-the-run.json"
            if "facts_are" in run and "facts" not in run:
                facts.write_text(json.dumps({"nytte": "facts/1", "facts": run["facts_are"]}), encoding="utf-8")
            if facts.exists():
                words += ["--facts", facts]
            if "offer" in run:
                words += ["--offer", here / run["offer"]]
            said = program.answer(*words)
        self.assertEqual([], said["rejects"])
        return said

    @staticmethod
    def payments(said):
        lines = []
        for period in said["periods"]:
            for line in period["payments"]:
                due = line["due"] if isinstance(line["due"], dict) else {"first": line["due"], "last": line["due"]}
                if Fraction(line["amount"]):
                    lines.append({"year": period["period"], "label": line["label"], "from": line["from"], "to": line["to"],
                                  "amount": line["amount"], "currency": line["currency"], "first_due": due["first"],
                                  "last_due": due["last"]})
        return sorted(lines, key=lambda line: list(line.values()))

    def test_payments_are_those_that_others_computed(self):
        for name in SETTLED:
            for run in json.loads((EXPECTED / f"{name}.expected.json").read_text(encoding="utf-8"))["runs"]:
                with self.subTest(name, run=run["what"]):
                    wanted = sorted(run["payments"], key=lambda line: list(line.values()))
                    said = self.settle(name, run)
                    self.assertEqual(wanted, self.payments(said))
                    self.assertEqual({"final"}, {period["status"] for period in said["periods"]})

    def test_the_expected_files_are_those_of_the_oracle(self):
        for name in SETTLED:
            with self.subTest(name):
                self.assertEqual((EXPECTED / f"{name}.expected.json").read_text(encoding="utf-8"),
                                 contracts_oracle.text_of(name))

    def test_a_difference_would_be_seen(self):
        run = json.loads((EXPECTED / "diabetes.expected.json").read_text(encoding="utf-8"))["runs"][0]
        run["instead"] = {"satisfaction >= 9 points": "satisfaction >= 8 points"}
        self.assertNotEqual(run["payments"], self.payments(self.settle("diabetes", run)))

    def test_the_synthetic_citizens_are_those_of_their_program(self):
        data = CONTRACTS / "diabetes" / "data"
        made = subprocess.run([sys.executable, "-B", data / "make.py"], capture_output=True, check=True).stdout
        self.assertEqual((data / "borgere.csv").read_bytes(), made)


def simulated(model):
    """What the worked model comes to: by alternative and party the mean over worlds, its error and the share below 0."""
    said = program.answer("simulate", CONTRACTS / f"{model}.nytte", "--worlds", "200", "--json")
    return {"undefined": [[one["alternative"], one["reason"], one["worlds"]] for one in said["undefined"]],
            "alternatives": {one["name"]: {f"{party['name']}, {party['unit']}":
                                           [float(f"{value:.6g}") for value in (party["npv"]["mean"], party["npv"]["se"],
                                                                                party["chance_of_loss"]["value"])]
                                           for party in one["parties"]}
                             for one in said["alternatives"]}}


class Simulated(unittest.TestCase):
    maxDiff = None

    def test_the_figures_of_each_model_are_those_that_were_last_read(self):
        pinned = json.loads(PINNED.read_text(encoding="utf-8"))
        self.assertEqual(sorted(PINS), sorted(pinned))
        for model in PINS:
            with self.subTest(model):
                self.assertEqual(pinned[model], simulated(model))

    def test_no_world_of_any_model_is_undefined(self):
        pinned = json.loads(PINNED.read_text(encoding="utf-8"))
        self.assertEqual([], [model for model in PINS if pinned[model]["undefined"]])

    def test_each_case_has_an_alternative_in_which_nothing_is_signed_or_asked(self):
        for model, of in json.loads(PINNED.read_text(encoding="utf-8")).items():
            with self.subTest(model):
                self.assertEqual("offered", list(of["alternatives"])[-1])
                self.assertIn(list(of["alternatives"])[0], ("current", "fixed"))

    def test_a_buyers_beliefs_and_a_suppliers_never_meet(self):
        for name in CASES:
            for side, other in (("buyer", "supplier"), ("supplier", "buyer")):
                files = with_what_it_uses((CONTRACTS / name / f"{name}-{side}.nytte").resolve())
                self.assertNotIn(f"{name}-{other}.nytte", [file.name for file in files])

    def test_the_cyclotrons_saving_is_what_the_text_says_by_hand(self):
        """With the day of use, the running cost and the rise fixed, the saving is arithmetic."""
        fixed = ["--set", "in_use = 2019-05-01", "--set", "cost_after = 2_000_000 DKK", "--set", "saving_rise = 250_000 DKK"]
        said = program.answer("simulate", CONTRACTS / "cyclotron/cyclotron-buyer.nytte", "--worlds", "4", "--json", *fixed)
        hospital = [one for one in said["alternatives"][-1]["parties"] if one["name"] == "hospital"][0]
        days = 577  # from 1 October 2017 to 1 May 2019
        shares = [min(1, max(0, ((year + 1) * 365.25 - days) / 365.25)) for year in range(5)]
        saved = sum(share * (2_000_000 + 250_000 * max(0, year - 2)) for year, share in enumerate(shares))
        self.assertAlmostEqual(saved - 3 * 900_000, hospital["npv"]["mean"], delta=1)

    def owned(self, *more):
        said = program.answer("simulate", CONTRACTS / "ownership/ownership-buyer.nytte", "--worlds", "100", "--json", *more)
        return {(party["name"], party["unit"]): party for party in said["alternatives"][-1]["parties"]}

    def test_cost_and_value_of_ownership_stand_side_by_side_and_add_up(self):
        for party in self.owned().values():
            headings = {one["heading"]: one for one in party["by_heading"]}
            with self.subTest(party["name"]):
                self.assertLessEqual(set(headings), {"Cost of ownership", "Value of ownership"})
                self.assertAlmostEqual(party["npv"]["mean"], sum(one["present_value"]["mean"] for one in headings.values()), 4)
                self.assertAlmostEqual(party["pays"], sum(one["pays"] for one in headings.values()), 4)
                self.assertAlmostEqual(party["receives"], sum(one["receives"] for one in headings.values()), 4)
                for heading, one in headings.items():
                    lines = [line for line in party["by_line"] if line["heading"] == heading]
                    self.assertAlmostEqual(one["present_value"]["mean"], sum(line["npv"] for line in lines), 4)

    def test_a_lower_price_of_the_system_may_cost_more_to_own(self):
        lower = self.owned("--offer", CONTRACTS / "ownership/offers/lower-price.json")
        costs = [[one for one in owned["region", "DKK"]["by_heading"] if one["heading"] == "Cost of ownership"][0]
                 for owned in (self.owned(), lower)]
        self.assertLess(costs[1]["present_value"]["mean"], costs[0]["present_value"]["mean"] - 7_000_000)

    def test_a_party_without_a_heading_has_none(self):
        said = program.answer("simulate", CONTRACTS / "bed/bed-buyer.nytte", "--worlds", "5", "--json")
        self.assertEqual([[]], [party["by_heading"] for party in said["alternatives"][-1]["parties"]][:1])
        text = program.output("simulate", CONTRACTS / "bed/bed-buyer.nytte", "--worlds", "5").decode()
        self.assertNotIn("Heading by heading", text)

    def test_comments_hold_no_declaration(self):
        self.assertEqual('given a = 1 from "#2" ', without_comment('given a = 1 from "#2" # pay'))


def reset():
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name in READ_ALOUD:
        for language in WORKED:
            (GOLDEN / f"{name}.{language}.txt").write_text(read_aloud(contract(name), language), encoding="utf-8")
    pinned = {model: simulated(model) for model in PINS}
    PINNED.write_text(json.dumps(pinned, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--reset"]:
        reset()
    else:
        unittest.main()
