# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""The program as its users meet it: commands, options, files that are not what they should be, and exit codes.

0 done · 1 the input is wrong · 2 wrong usage · 3 the world failed (a file that is not there, a full disk).
"""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(os.environ.get("NYTTE_ROOT", Path(__file__).resolve().parent.parent))
NYTTE = os.environ.get("NYTTE", str(ROOT / "build" / "nytte"))
KNEE = ROOT / "contracts" / "knee"
COMMANDS = ["check", "fmt", "plan", "measure", "settle", "simulate", "imagine"]
DONE, INPUT_WRONG, USAGE_WRONG, WORLD_FAILED = range(4)

RIGHT = """\
nytte 1 english
contract "Hips"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 2 years
  statement 3 months after each contract year, on the data of that day
  last statement at the end of the term
party buyer   "Buyer"  buys
party seller  "Seller" sells
offer price : 0..14_000 DKK per operation
table operation "One row per operation" dated by done
  id    key
  done  date
pay buyer to seller "Operations"
  price for each operation
  due 30 days after the statement
"""
UGLY = RIGHT.replace("offer price :", "offer   price:")
WRONG = RIGHT.replace("price for each", "prise for each")
OFFER = {"nytte": "offer/1", "contract": "Hips", "bidder": "A bidder", "offers": {"price": "100 DKK per operation"}}
ROWS = "id,done\nK1,2020-02-29\nK2,2021-03-01\n"


class Said:
    def __init__(self, done):
        self.status = done.returncode
        self.out = done.stdout.decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")

    def __repr__(self):
        return f"exit {self.status}\n--- out\n{self.out[:3000]}\n--- err\n{self.err[:3000]}"


class Desk(unittest.TestCase):
    """A folder of its own for each test, in which the program runs; paths in messages are bare names."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name, text):
        path = self.folder / name
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_bytes(text.encode("utf-8"))
        return name

    def run_nytte(self, *arguments, stdin=b""):
        done = subprocess.run([NYTTE, *map(str, arguments)], cwd=self.folder, input=stdin, capture_output=True,
                              check=False)
        return Said(done)

    def expect(self, status, *arguments, err="", out="", stdin=b""):
        said = self.run_nytte(*arguments, stdin=stdin)
        self.assertEqual(status, said.status, said)
        self.assertIn(err, said.err, said)
        self.assertIn(out, said.out, said)
        if status != DONE and err:
            self.assertNotIn("Sanitizer", said.err)
        return said


class Words(Desk):
    """What the program says of itself."""

    def test_no_arguments_shows_the_commands(self):
        said = self.expect(USAGE_WRONG)
        for name in COMMANDS:
            self.assertIn(f"nytte {name} ", said.out + said.err)

    def test_help_of_the_program(self):
        for word in ["--help", "help"]:
            said = self.expect(DONE, word)
            for name in COMMANDS:
                self.assertIn(f"nytte {name} ", said.out)

    def test_help_of_every_command(self):
        for name in COMMANDS:
            with self.subTest(name):
                said = self.expect(DONE, name, "--help", out=f"nytte {name} ")
                self.assertIn("--help", said.out)
                self.assertEqual("", said.err)

    def test_help_comes_before_what_is_wrong_behind_it(self):
        self.expect(DONE, "check", "--help", "not-there.nytte", out="nytte check")

    def test_version(self):
        said = self.expect(DONE, "--version")
        self.assertRegex(said.out, r"^nytte \S+\n$")

    def test_unknown_command(self):
        said = self.expect(USAGE_WRONG, "chek", err="no command `chek`")
        self.assertIn("nytte --help", said.err)

    def test_unknown_option_with_a_suggestion(self):
        self.file("a.nytte", RIGHT)
        self.expect(USAGE_WRONG, "check", "--jsn", "a.nytte", err="there is no option --jsn; did you mean --json?")
        self.expect(USAGE_WRONG, "settle", "a.nytte", "--ofer", "x", err="did you mean --offer?")
        self.expect(USAGE_WRONG, "check", "--wholly-else", "a.nytte", err="there is no option --wholly-else\n")

    def test_an_option_without_its_value(self):
        self.file("a.nytte", RIGHT)
        self.expect(USAGE_WRONG, "settle", "a.nytte", "--offer", err="--offer needs FILE behind it")

    def test_a_switch_with_a_value(self):
        self.file("a.nytte", RIGHT)
        self.expect(USAGE_WRONG, "check", "--json=yes", "a.nytte", err="--json takes no value")

    def test_no_file(self):
        for name in COMMANDS:
            with self.subTest(name):
                self.expect(USAGE_WRONG, name, err="which file?")

    def test_a_file_whose_name_begins_with_a_dash(self):
        self.file("-a.nytte", RIGHT)
        self.expect(DONE, "check", "--", "-a.nytte", out="-a.nytte: nothing is wrong")


class Files(Desk):
    """Files that are not what they should be."""

    def test_a_missing_file(self):
        for name in ["check", "fmt", "plan", "measure", "settle", "simulate"]:
            with self.subTest(name):
                self.expect(WORLD_FAILED, name, "not-there.nytte", err="not-there.nytte: there is no such file")

    def test_a_folder(self):
        (self.folder / "folder").mkdir()
        for name in ["check", "fmt", "plan"]:
            with self.subTest(name):
                self.expect(WORLD_FAILED, name, "folder", err="folder: it is a folder")

    def test_an_empty_file(self):
        self.file("a.nytte", "")
        self.expect(INPUT_WRONG, "check", "a.nytte", err="a.nytte:1:1: error N0109")

    def test_a_file_of_blank_lines(self):
        self.file("a.nytte", "\n\n   \n")
        self.expect(INPUT_WRONG, "check", "a.nytte", err="error N0109")

    def test_a_binary_file(self):
        self.file("a.nytte", bytes(range(256)) * 40)
        self.expect(INPUT_WRONG, "check", "a.nytte", err="error N0101", out="a.nytte: 1 error\n")

    def test_a_file_indented_with_tabs_is_one_error(self):
        self.file("a.nytte", RIGHT.replace("\n  ", "\n\t"))
        said = self.expect(INPUT_WRONG, "check", "a.nytte", err="a.nytte:3:1: error N0104")
        self.assertEqual("a.nytte: 1 error\n", said.out)

    def test_a_spreadsheet_given_for_a_contract(self):
        self.file("a.nytte", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xd2\xe6\xff\xfe" * 50)
        self.expect(INPUT_WRONG, "check", "a.nytte", err="error N0101", out="a.nytte: 1 error\n")

    def test_no_final_newline(self):
        self.file("a.nytte", RIGHT.rstrip("\n"))
        self.expect(DONE, "check", "a.nytte", out="nothing is wrong")

    def test_windows_line_ends(self):
        self.file("a.nytte", RIGHT.replace("\n", "\r\n"))
        self.expect(DONE, "check", "a.nytte", out="nothing is wrong")

    def test_windows_line_ends_leave_places_and_excerpts_as_they_are(self):
        self.file("a.nytte", WRONG.replace("\n", "\r\n"))
        said = self.expect(INPUT_WRONG, "check", "a.nytte", err="a.nytte:15:3: error N0301")
        self.assertNotIn("\r", said.err)

    def test_a_byte_order_mark(self):
        self.file("a.nytte", b"\xef\xbb\xbf" + RIGHT.encode())
        self.expect(DONE, "check", "a.nytte", out="nothing is wrong")

    def test_a_used_file_that_is_missing_is_one_error(self):
        self.file("a.nytte", 'nytte 1 english\nuse "not-there.nytte"\nalternative cheap "Cheap"\n  price = 1\n')
        said = self.expect(INPUT_WRONG, "check", "a.nytte", err="a.nytte:2:5: error N0222")
        self.assertIn("a.nytte: 1 error", said.out)

    def test_files_that_use_each_other_are_one_error_that_shows_the_circle(self):
        self.file("a.nytte", RIGHT + 'use "b.nytte"\n')
        self.file("b.nytte", 'nytte 1 english\nuse "a.nytte"\ndefine twice = 2 * price\n')
        said = self.expect(INPUT_WRONG, "check", "a.nytte", err="b.nytte:2:5: error N0391: `a.nytte` uses itself")
        self.assertIn("`a.nytte` uses `b.nytte`, which uses `a.nytte`", said.err)
        self.assertEqual("a.nytte: 1 error\n", said.out)

    def test_a_file_that_uses_itself(self):
        for name in ["a.nytte", "./a.nytte"]:
            with self.subTest(name):
                self.file("a.nytte", RIGHT + f'use "{name}"\n')
                said = self.expect(INPUT_WRONG, "check", "a.nytte", err="error N0391")
                self.assertEqual("a.nytte: 1 error\n", said.out)

    def test_a_file_used_twice_is_read_once(self):
        self.file("base.nytte", RIGHT)
        (self.folder / "deep").mkdir()
        self.file("more.nytte", 'nytte 1 english\nuse "base.nytte"\ndefine twice = 2 * price\n')
        self.file("all.nytte", 'nytte 1 english\nuse "base.nytte"\nuse "more.nytte"\nuse "./base.nytte"\n'
                               'use "deep/../base.nytte"\ndefine four = 2 * twice\n')
        self.expect(DONE, "check", "all.nytte", out="all.nytte: nothing is wrong\n")

    def test_a_used_file_is_beside_the_file_that_uses_it(self):
        (self.folder / "deep").mkdir()
        self.file("deep/base.nytte", RIGHT)
        self.file("deep/more.nytte", 'nytte 1 english\nuse "base.nytte"\ndefine twice = 2 * price\n')
        self.expect(DONE, "check", "deep/more.nytte")

    def test_standard_input(self):
        self.expect(DONE, "check", "-", stdin=RIGHT.encode(), out="nothing is wrong")


class Explain(Desk):
    def test_a_number(self):
        said = self.expect(DONE, "explain", "N0412")
        self.assertTrue(said.out.startswith("N0412 `…` has two keys\n\nWhy: a row is told"), said.out)
        self.assertEqual(said.out, self.expect(DONE, "explain", "n0412").out, "small letters do too")

    def test_several_numbers(self):
        said = self.expect(DONE, "explain", "N0101", "N0412")
        self.assertEqual(self.expect(DONE, "explain", "N0101").out + "\n" + self.expect(DONE, "explain", "N0412").out,
                         said.out)

    def test_danish(self):
        self.expect(DONE, "explain", "N0101", "--lang", "da", out="N0101 teksten er ikke UTF-8\n\nHvorfor: ")

    def test_html(self):
        said = self.expect(DONE, "explain", "--format", "html", "N0412", "--lang=dansk")
        self.assertTrue(said.out.startswith('<article class="explain" id="N0412" lang="da">\n  <h1>N0412 tabellen <code>…</code>'),
                        said.out)
        self.assertTrue(said.out.endswith("</article>\n"))

    def test_a_number_that_is_none(self):
        said = self.expect(USAGE_WRONG, "explain", "N0414", "N0599", err="there is no N0599; did you mean N0509?")
        self.assertIn("N05 extracts", said.err)

    def test_what_is_no_number(self):
        self.expect(WORLD_FAILED, "explain", "knee.nytte", err="there is no such file")
        self.expect(USAGE_WRONG, "explain", "N0412", "knee.nytte", err="one kind at a time")
        self.expect(USAGE_WRONG, "explain", "N0412", "--format", "pdf", err="say text or html")


class Check(Desk):
    def test_several_files(self):
        self.file("right.nytte", RIGHT)
        self.file("wrong.nytte", WRONG)
        said = self.expect(INPUT_WRONG, "check", "right.nytte", "wrong.nytte", err="wrong.nytte:15:3: error N0301")
        self.assertEqual("right.nytte: nothing is wrong\nwrong.nytte: 1 error\n", said.out)

    def test_a_missing_file_among_several_does_not_hide_the_others(self):
        self.file("wrong.nytte", WRONG)
        said = self.expect(WORLD_FAILED, "check", "not-there.nytte", "wrong.nytte", err="there is no such file")
        self.assertIn("error N0301", said.err)
        self.assertIn("wrong.nytte: 1 error", said.out)

    def test_json(self):
        self.file("wrong.nytte", WRONG)
        self.file("open.nytte", RIGHT + "given gap : 0..9 DKK to be agreed\n")
        said = self.expect(INPUT_WRONG, "check", "--json", "wrong.nytte", "open.nytte")
        self.assertEqual("", said.err)
        report = json.loads(said.out)
        self.assertEqual({"nytte", "language", "files", "diagnostics", "advice", "open", "rests"}, set(report))
        self.assertEqual(("check/1", ["wrong.nytte", "open.nytte"], ["gap"]),
                         (report["nytte"], report["files"], report["open"]))
        found, idle = report["diagnostics"]
        self.assertEqual(("N0803", "open.nytte"), (idle["code"], idle["file"]))
        self.assertEqual({"code": "N0301", "severity": "error", "file": "wrong.nytte", "line": 15, "column": 3,
                          "end_line": 15, "end_column": 8, "message": "nothing is called `prise` here",
                          "hint": "Did you mean `price`?", "related": []},
                         {key: value for key, value in found.items() if key != "reason"})
        self.assertTrue(found["reason"])

    def test_danish(self):
        self.file("wrong.nytte", WRONG)
        self.file("open.nytte", RIGHT + "given gap : 0..9 DKK to be agreed\n")
        for language in ["da", "dansk"]:
            said = self.expect(INPUT_WRONG, "check", "--lang", language, "wrong.nytte", "open.nytte",
                               err="wrong.nytte:15:3: fejl N0301: ")
            self.assertIn("Menes der `price`?", said.err)
            self.assertIn("wrong.nytte: 1 fejl\n", said.out)
            self.assertIn("mangler at blive aftalt: gap\n", said.out)
        self.expect(WORLD_FAILED, "check", "--lang=da", "not-there.nytte", err="filen findes ikke")
        report = json.loads(self.expect(INPUT_WRONG, "check", "--json", "--lang", "da", "wrong.nytte").out)
        self.assertEqual(("da", "error", "Menes der `price`?"),
                         (report["language"], report["diagnostics"][0]["severity"],
                          report["diagnostics"][0]["hint"]))

    def test_a_language_that_is_not_spoken(self):
        self.file("right.nytte", RIGHT)
        self.expect(USAGE_WRONG, "check", "--lang", "tlh", "right.nytte", err="there is no `tlh`; say en or da")

    def test_json_of_a_right_file(self):
        self.file("a.nytte", RIGHT)
        report = json.loads(self.expect(DONE, "check", "--json", "a.nytte").out)
        self.assertEqual([], report["diagnostics"])

    def test_json_counts_characters_not_bytes(self):
        self.file("a.nytte", 'nytte 1 english\ndefine æøå = størrelse\n')
        report = json.loads(self.expect(INPUT_WRONG, "check", "--json", "a.nytte").out)
        (found,) = report["diagnostics"]
        self.assertEqual((2, 14, 23), (found["line"], found["column"], found["end_column"]))

    def test_what_is_to_be_agreed_is_listed(self):
        self.file("a.nytte", RIGHT + "given gap : 0..9 DKK to be agreed\n")
        self.expect(DONE, "check", "a.nytte", out="to be agreed: gap\n    `gap`: nothing rests on it\n")

    def test_what_rests_on_what_is_to_be_agreed(self):
        self.file("a.nytte", RIGHT.replace("runs from 2020-01-01", "runs from first_day") +
                  "given first_day : date to be agreed\ngiven fee : 0..9 DKK to be agreed\n"
                  "given long : 0..24 hour to be agreed\ndefine twice = 2 * fee\n"
                  'exclude operation "Late ones" where done > first_day + 1 year\n  judged, not paid\n'.replace(
                      '" where', '"\n  where') +
                  'pay buyer to seller "Fee"\n  twice each year\n  due 30 days after the statement\n'
                  'require cheap "Cheap" twice <= 12 DKK\n'
                  "measure done_early\n  over operation where done < first_day + 1 month\n  count\n")
        said = self.expect(DONE, "check", "a.nytte", out="to be agreed: first_day, fee, long\n")
        self.assertIn('    `first_day`: the contract\'s own lines; payment "Operations"; measure `done_early`\n', said.out)
        self.assertIn('    `fee`: payment "Fee"; award `cheap`\n', said.out)
        self.assertIn("    `long`: nothing rests on it\n", said.out)
        report = json.loads(self.expect(DONE, "check", "--json", "a.nytte").out)
        self.assertEqual({"name": "fee", "file": "a.nytte", "contract": False, "payments": ["Fee"], "measures": [],
                          "award": ["cheap"]}, report["rests"][1])

    def test_advice_is_given_to_those_who_ask_and_kept_apart(self):
        self.file("a.nytte", RIGHT + "given idle = 5 DKK from \"x\"\n")
        said = self.expect(DONE, "check", "a.nytte", out="a.nytte: no error, 1 warning\n")
        self.assertNotIn("advice", said.err + said.out)
        said = self.expect(DONE, "check", "--pedantic", "a.nytte", out="no error, 1 warning; 4 pieces of advice\n")
        self.assertLess(said.err.index("warning N0803"), said.err.index("advice N08"))
        report = json.loads(self.expect(DONE, "check", "--pedantic", "--json", "a.nytte").out)
        self.assertEqual(["N0803"], [d["code"] for d in report["diagnostics"]])
        self.assertEqual(({"advice"}, 4), ({d["severity"] for d in report["advice"]}, len(report["advice"])))

    def test_advice_is_about_the_file_that_is_checked(self):
        self.file("a.nytte", RIGHT)
        self.file("b.nytte", 'nytte 1 english\nuse "a.nytte"\n')
        self.expect(DONE, "check", "--pedantic", "b.nytte", out="b.nytte: nothing is wrong\n")

    def test_a_contract_with_a_warning_is_settled_without_it(self):
        self.file("a.nytte", RIGHT + "given idle = 5 DKK from \"x\"\n")
        self.assertEqual("", self.expect(DONE, "plan", "a.nytte").err)

    def test_related_places(self):
        self.file("a.nytte", RIGHT + "given price = 5 DKK from \"x\"\n")
        said = self.expect(INPUT_WRONG, "check", "a.nytte", err="a.nytte:17:7: error N0302")
        self.assertIn("     : a.nytte:10:1: `price` is declared here first\n   10| offer price", said.err)
        report = json.loads(self.expect(INPUT_WRONG, "check", "--json", "a.nytte").out)
        self.assertEqual([{"file": "a.nytte", "line": 10, "column": 1, "end_line": 10, "end_column": 42,
                           "message": "`price` is declared here first"}], report["diagnostics"][0]["related"])

    def test_all_errors_of_several_files_in_one_run(self):
        self.file("a.nytte", WRONG)
        self.file("b.nytte", RIGHT.replace("runs from 2020-01-01", "runs from today"))
        said = self.expect(INPUT_WRONG, "check", "a.nytte", "b.nytte", out="a.nytte: 1 error\nb.nytte: 1 error\n")
        self.assertIn("a.nytte:15:3: error N0301", said.err)
        self.assertIn("b.nytte:5:13: error N0301", said.err)


class Fmt(Desk):
    def read(self, name):
        return (self.folder / name).read_bytes().decode("utf-8")

    def test_in_place(self):
        self.file("a.nytte", UGLY)
        self.expect(DONE, "fmt", "a.nytte", out="a.nytte: formatted")
        self.assertEqual(RIGHT, self.read("a.nytte"))
        self.assertEqual(["a.nytte"], os.listdir(self.folder), "nothing is left behind")

    def test_what_is_in_its_form_stays(self):
        self.file("a.nytte", RIGHT)
        before = (self.folder / "a.nytte").stat().st_mtime_ns
        self.assertEqual("", self.expect(DONE, "fmt", "a.nytte").out)
        self.assertEqual(before, (self.folder / "a.nytte").stat().st_mtime_ns)

    def test_check_changes_nothing(self):
        self.file("a.nytte", UGLY)
        self.expect(INPUT_WRONG, "fmt", "--check", "a.nytte", out="a.nytte: not in its written form")
        self.assertEqual(UGLY, self.read("a.nytte"))
        self.file("b.nytte", RIGHT)
        self.expect(DONE, "fmt", "--check", "b.nytte")

    def test_json(self):
        self.file("a.nytte", UGLY)
        report = json.loads(self.expect(INPUT_WRONG, "fmt", "--check", "--json", "a.nytte").out)
        self.assertEqual({"nytte": "fmt/1", "files": [{"file": "a.nytte", "changed": True}]}, report)

    def test_several_files(self):
        self.file("a.nytte", UGLY)
        self.file("b.nytte", RIGHT)
        self.file("c.nytte", UGLY + 'party "\n')
        self.file("d.nytte", UGLY)
        said = self.expect(INPUT_WRONG, "fmt", "--check", "a.nytte", "b.nytte", "c.nytte", "d.nytte", err="error N0")
        self.assertEqual("a.nytte: not in its written form\nd.nytte: not in its written form\n", said.out)
        self.expect(INPUT_WRONG, "fmt", "a.nytte", "b.nytte", "c.nytte", "d.nytte")
        self.assertEqual([RIGHT, RIGHT, RIGHT], [self.read(n) for n in ["a.nytte", "b.nytte", "d.nytte"]])

    def test_a_file_that_cannot_be_read_is_not_touched(self):
        for text in [UGLY + 'party "\n', UGLY + "define (\n", "", UGLY.encode() + b"# \xff\n"]:
            with self.subTest(text=text[-12:]):
                self.file("a.nytte", text)
                before = (self.folder / "a.nytte").read_bytes()
                self.expect(INPUT_WRONG, "fmt", "a.nytte", err="error N0")
                self.assertEqual(before, (self.folder / "a.nytte").read_bytes())

    def test_a_contract_with_wrong_rules_is_formatted_all_the_same(self):
        self.file("a.nytte", UGLY.replace("price for", "prise for"))
        self.expect(DONE, "fmt", "a.nytte")

    def test_the_contracts_of_the_project_are_in_their_form(self):
        self.expect(DONE, "fmt", "--check", *sorted(KNEE.glob("*.nytte")))


class Plan(Desk):
    def test_text_and_json(self):
        self.file("a.nytte", RIGHT)
        self.expect(DONE, "plan", "a.nytte", out='plan of "Hips"')
        report = json.loads(self.expect(DONE, "plan", "--json", "a.nytte").out)
        self.assertEqual(("plan/1", "Hips"), (report["nytte"], report["contract"]))
        self.assertEqual(list(range(len(report["operations"]))), [op["number"] for op in report["operations"]])

    def test_a_wrong_contract_has_none(self):
        self.file("a.nytte", WRONG)
        self.assertEqual("", self.expect(INPUT_WRONG, "plan", "a.nytte", err="error N0301").out)


class Settle(Desk):
    """A small contract, a bid and two rows; each test changes one thing."""

    def setUp(self):
        super().setUp()
        self.file("a.nytte", RIGHT)
        self.file("rows.csv", ROWS)
        self.offer(OFFER)

    def offer(self, said, **changes):
        self.file("offer.json", json.dumps({**said, **changes}) if isinstance(said, dict) else said)

    def settle(self, status, *more, data="operation=rows.csv", offer="offer.json", err="", out=""):
        offers = ["--offer", offer] if offer else []
        return self.expect(status, "settle", "a.nytte", "--data", data, *offers, "--extracted", "2024-01-01", *more,
                           err=err, out=out)

    def test_statements(self):
        report = json.loads(self.settle(DONE, "--json").out)
        self.assertEqual(("settle/1", "Hips", "A bidder"),
                         (report["nytte"], report["contract"], report["bidder"]))
        self.assertEqual(["100.00", "100.00"], [p["payments"][0]["amount"] for p in report["periods"]])

    def test_formats(self):
        self.assertEqual(self.settle(DONE, "--json").out, self.settle(DONE, "--format", "json").out)
        self.settle(DONE, "--format=text", out="Statement of contract year 1")
        self.settle(DONE, "--format", "csv", out=",")
        self.settle(USAGE_WRONG, "--format", "pdf", err="there is no `pdf`; say text, html, csv or json")

    def test_the_same_twice(self):
        self.assertEqual(self.settle(DONE).out, self.settle(DONE).out)

    def test_output_is_written_whole(self):
        shown = self.settle(DONE, "--json").out
        self.settle(DONE, "--json", "--output", "new/statement.json")
        self.assertEqual(shown, (self.folder / "new" / "statement.json").read_text(encoding="utf-8"))
        self.assertEqual(["statement.json"], os.listdir(self.folder / "new"))

    def test_output_below_a_file_is_refused_and_that_file_stays(self):
        self.file("old", "what was there")
        self.settle(WORLD_FAILED, "--output", "old/statement.json", err="old/")
        self.assertEqual("what was there", (self.folder / "old").read_text(encoding="utf-8"))

    def test_output_on_a_folder_is_refused(self):
        (self.folder / "full").mkdir()
        self.settle(WORLD_FAILED, "--output", "full", err="cannot write full")
        self.assertEqual([], os.listdir(self.folder / "full"))
        self.assertEqual([], [n for n in os.listdir(self.folder) if ".new-" in n], "nothing is left behind")

    def test_output_to_a_full_disk(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([NYTTE, "settle", "a.nytte", "--data", "operation=rows.csv", "--offer",
                                   "offer.json", "--extracted", "2024-01-01"], cwd=self.folder, stdout=full,
                                  stderr=subprocess.PIPE, check=False)
        self.assertEqual((WORLD_FAILED, b"nytte: cannot write the output\n"), (done.returncode, done.stderr))

    def test_a_wrong_settlement_leaves_the_old_output(self):
        self.file("statement.txt", "the old one")
        self.offer(OFFER, contract="Knees")
        self.settle(INPUT_WRONG, "--output", "statement.txt", err="N0627")
        self.assertEqual("the old one", (self.folder / "statement.txt").read_text(encoding="utf-8"))

    # --- data -----------------------------------------------------------------------------------

    def test_data_for_an_unknown_table(self):
        self.settle(USAGE_WRONG, data="operations=rows.csv", err="the contract has no table `operations`")

    def test_data_without_a_table(self):
        self.settle(USAGE_WRONG, data="rows.csv", err="write TABLE=FILE, not `rows.csv`")

    def test_no_data(self):
        self.expect(USAGE_WRONG, "settle", "a.nytte", "--offer", "offer.json",
                    err="no data for the table `operation`: add --data operation=FILE")

    def test_a_missing_extract(self):
        self.settle(WORLD_FAILED, data="operation=not-there.csv", err="not-there.csv: there is no such file")

    def test_an_empty_extract(self):
        self.file("rows.csv", "")
        self.settle(INPUT_WRONG, err="N0501")

    def test_an_extract_of_headings_alone(self):
        self.file("rows.csv", "id,done\n")
        report = json.loads(self.settle(DONE, "--json").out)
        self.assertEqual(["0.00", "0.00"], [p["payments"][0]["amount"] for p in report["periods"]])

    def test_a_missing_heading(self):
        self.file("rows.csv", "id\nK1\n")
        self.settle(INPUT_WRONG, err="N0506")

    def test_a_doubled_heading(self):
        self.file("rows.csv", "id,done,done\nK1,2020-02-29,2020-02-28\n")
        self.settle(INPUT_WRONG, err="N0507")

    def test_an_extract_in_another_table_s_place_says_which_heading_it_misses(self):
        self.file("rows.csv", "name;day\nK1;2020-02-29\n")
        said = self.settle(INPUT_WRONG)
        self.assertIn("rows.csv", said.err)

    # --- offers ---------------------------------------------------------------------------------

    def test_no_offer(self):
        self.settle(INPUT_WRONG, offer=None, err="N0625")

    def test_a_missing_offer_file(self):
        self.settle(WORLD_FAILED, offer="not-there.json", err="not-there.json: there is no such file")

    def test_an_offer_over_its_range(self):
        self.offer(OFFER, offers={"price": "14_000.01 DKK per operation"})
        self.settle(INPUT_WRONG, err="N0622")
        self.offer(OFFER, offers={"price": "14_000 DKK per operation"})
        self.settle(DONE)

    def test_an_offer_in_another_unit(self):
        self.offer(OFFER, offers={"price": "100 DKK"})
        self.settle(INPUT_WRONG, err="N0621")

    def test_an_offer_of_an_unknown_name(self):
        self.offer(OFFER, offers={**OFFER["offers"], "discount": "5 %"})
        self.settle(INPUT_WRONG, err="`discount`")

    def test_an_offer_that_is_a_bare_number(self):
        self.offer(OFFER, offers={"price": 100})
        self.settle(INPUT_WRONG, err="N0624")

    def test_an_offer_for_another_contract(self):
        self.offer(OFFER, contract="Knees")
        self.settle(INPUT_WRONG, err='an offer for "Knees", not for "Hips"')

    def test_an_offer_that_is_no_json(self):
        for text in ["", "{", "[]", "null", '{"nytte": "offer/1"', '{"nytte":"offer/1","nytte":"offer/1"}']:
            with self.subTest(text):
                self.offer(text)
                said = self.settle(INPUT_WRONG, err="offer.json")
                self.assertRegex(said.err, "N062[68]")

    # --- days and periods -----------------------------------------------------------------------

    def test_as_of_is_no_date(self):
        for day in ["soon", "2021-02-29", "01-02-2021", ""]:
            with self.subTest(day):
                self.settle(USAGE_WRONG, "--as-of", day, err=f"--as-of: `{day}` is no date; write it 2026-11-02")

    def test_as_of_before_the_first_statement(self):
        said = self.settle(DONE, "--as-of", "2020-12-31")
        self.assertIn("0 of 2 statements", said.out)
        report = json.loads(self.settle(DONE, "--as-of", "2020-12-31", "--json").out)
        self.assertEqual([], report["periods"])

    def test_as_of_between_the_statements(self):
        report = json.loads(self.settle(DONE, "--as-of", "2021-04-01", "--json").out)
        self.assertEqual([1], [p["period"] for p in report["periods"]])

    def test_period(self):
        report = json.loads(self.settle(DONE, "--period", "2", "--json").out)
        self.assertEqual([2], [p["period"] for p in report["periods"]])

    def test_a_period_that_is_none(self):
        for period in ["0", "3", "-1", "1.5", "last", "", "99999999999999999999"]:
            with self.subTest(period):
                self.settle(USAGE_WRONG, f"--period={period}",
                            err=f"--period: `{period}` is none of the 2 contract years")


class Knee(Desk):
    """The knee contract of the project, on its synthetic register."""

    def settle(self, *more):
        return self.expect(DONE, "settle", KNEE / "knee.nytte", "--data", f"operation={KNEE}/data/operations.csv",
                           "--data", f"surgeon={KNEE}/data/surgeons.csv", "--offer", KNEE / "offer-knee.json",
                           "--extracted", "2026-11-02", *more)

    def test_it_settles(self):
        report = json.loads(self.settle("--json").out)
        self.assertEqual("Supplier S1", report["bidder"])
        self.assertGreater(len(report["periods"]), 5)

    def test_measures_need_no_offer(self):
        said = self.expect(DONE, "measure", KNEE / "knee.nytte", "--data", f"operation={KNEE}/data/operations.csv",
                           "--data", f"surgeon={KNEE}/data/surgeons.csv", "--extracted", "2026-11-02", "--json")
        self.assertEqual("measure/1", json.loads(said.out)["nytte"])

    def test_the_data_may_come_by_a_source(self):
        said = self.expect(DONE, "measure", KNEE / "knee-source.nytte", "--json")
        self.assertGreater(len(json.loads(said.out)["rejects"]), 0)

    def test_a_table_that_another_refers_to_must_be_given(self):
        self.expect(USAGE_WRONG, "settle", KNEE / "knee.nytte", "--data", f"operation={KNEE}/data/operations.csv",
                    "--offer", KNEE / "offer-knee.json", err="no data for the table `surgeon`")


if __name__ == "__main__":
    unittest.main()
