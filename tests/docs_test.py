# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""What the documentation shows is what the program does.

A fenced block says by its first line what it is:

    ```nytte              a whole file: `nytte check` finds nothing wrong (it may say `use "base.nytte"`)
    ```nytte base         the base text below, letter for letter
    ```nytte fragment     stands after the base text: nothing is wrong
    ```nytte wrong        stands after the base text and begins `# error N0337: …`: one error, with that number
    ```nytte excerpt      lines of contracts/knee/knee.nytte that stand together there
    ```text statement     lines that the main job (make demo) prints, in this order; `…` is what is left out
    ```text plan          lines that `nytte plan contracts/knee/knee.nytte` prints, in this order
    ```text why           lines that `nytte why` says of the penalty of the knee contract, in this order

Blanks between words do not matter in the last three. Links to other files must lead somewhere.
"""

import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(os.environ.get("NYTTE_ROOT") or Path(__file__).resolve().parent.parent)
NYTTE = Path(os.environ.get("NYTTE") or ROOT / "build" / "nytte").resolve()
KNEE = "contracts/knee"

BASE = """\
nytte 1 english

contract "Base"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 3 years
  statement 3 months after each contract year, on the data of that day
  last statement 2 years after the term

party buyer  "Buyer"  buys
party seller "Seller" sells

offer price : 0..14_000 DKK per operation
given wage = 400 DKK per hour from "tariff"
fact opened "Opened" : date, if any, attested by all of buyer, seller

table surgeon "One row per surgeon"
  surgeon           key
  done_before       0..100_000

table operation "One row per operation" dated by done
  id       key
  done     date
  surgeon  a surgeon
  kind     primary or uni or revision
  left     date not before done, if known
  revised  date not before done, if any
  answer   0..48 point, if known
  hours    0..24 hour

measure rate "Share revised" clause 5.1
  over operation where kind is primary
  share revised within 2 years of done
  counted 2 years after done
  needs at least 50 rows, or is unknown

define again "Share revised, 0 while it is not known" each year
  = rate, unknown as 0 %

pay buyer to seller "Operations" clause 7.1
  price for each operation where kind is primary
  due 30 days after the contract year
"""

FENCE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")


def documents():
    found = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    for folder in ["src", "diag", "contracts", "fuzz"]:
        found += sorted((ROOT / folder).rglob("README.md"))
    return [path for path in found if path.is_file()] + [ROOT / "tests" / "README.md"]


def blocks(language, kind):
    """(where, text) of every fenced block of that kind in all documents."""
    found = []
    for path in documents():
        text = path.read_text(encoding="utf-8")
        for fence in FENCE.finditer(text):
            if (fence.group(1), fence.group(2)) == (language, kind):
                line = text.count("\n", 0, fence.start()) + 1
                found.append((f"{path.relative_to(ROOT)}:{line}", fence.group(3)))
    return found


def run(*arguments):
    return subprocess.run([str(NYTTE), *arguments], cwd=ROOT, capture_output=True, text=True,
                          encoding="utf-8", timeout=120, check=False)


def errors_of(text):
    """The errors of a text, as the program lists them for other programs; warnings are no errors."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "base.nytte").write_text(BASE, encoding="utf-8")
        file = Path(folder) / "example.nytte"
        file.write_text(text, encoding="utf-8")
        done = run("check", "--json", str(file))
        try:
            diagnostics = json.loads(done.stdout)["diagnostics"]
            return [one for one in diagnostics if one["severity"] == "error"]
        except ValueError:
            raise AssertionError(f"no JSON (exit {done.returncode}): {done.stdout}{done.stderr}") from None


def said(diagnostics):
    return "\n".join(f"{one['line']}: {one['code']} {one['message']}" for one in diagnostics)


def words(text):
    return " ".join(text.split())


def missing_lines(quoted, printed):
    """Lines of the quotation that do not follow each other in what was printed; `…` stands for anything."""
    rest = iter([words(line) for line in printed.splitlines()])
    gone = []
    for line in quoted.splitlines():
        pattern = ".*".join(re.escape(words(part)) for part in line.split("…"))
        if line.strip() in ("", "…"):
            continue
        if not any(re.fullmatch(pattern, words(other)) for other in rest):
            gone.append(line)
            break
    return gone


class Examples(unittest.TestCase):
    def test_the_base_text_is_right_and_shown_as_it_is(self):
        self.assertEqual(said(errors_of(BASE)), "")
        shown = blocks("nytte", "base")
        self.assertEqual(len(shown), 1, "docs/language.md shows the base text once")
        self.assertEqual(shown[0][1], BASE)

    def test_whole_files_are_right(self):
        found = blocks("nytte", None)
        self.assertTrue(found)
        for where, text in found:
            with self.subTest(where):
                self.assertEqual(said(errors_of(text)), "")

    def test_fragments_are_right_behind_the_base_text(self):
        found = blocks("nytte", "fragment")
        self.assertTrue(found)
        for where, text in found:
            with self.subTest(where):
                self.assertEqual(said(errors_of(BASE + text)), "")

    def test_wrong_texts_give_the_one_error_that_is_shown(self):
        found = blocks("nytte", "wrong")
        self.assertTrue(found)
        for where, text in found:
            with self.subTest(where):
                wanted = re.match(r"# error (N\d{4}): ", text)
                self.assertTrue(wanted, "the first line names the error")
                diagnostics = errors_of(BASE + text)
                self.assertEqual([one["code"] for one in diagnostics], [wanted.group(1)], said(diagnostics))

    def test_excerpts_stand_in_the_knee_contract(self):
        contract = (ROOT / KNEE / "knee.nytte").read_text(encoding="utf-8")
        found = blocks("nytte", "excerpt")
        self.assertTrue(found)
        for where, text in found:
            with self.subTest(where):
                self.assertIn("\n" + text, contract)


class Quotations(unittest.TestCase):
    def test_statements_are_what_the_main_job_prints(self):
        printed = run("settle", f"{KNEE}/knee.nytte", "--source", f"{KNEE}/knee-source.nytte",
                      "--data", f"operation={KNEE}/data/udtraek-latin1.csv",
                      "--data", f"surgeon={KNEE}/data/surgeons.csv",
                      "--offer", f"{KNEE}/offer-knee.json").stdout
        found = blocks("text", "statement")
        self.assertTrue(found)
        for where, text in found:
            with self.subTest(where):
                self.assertEqual(missing_lines(text, printed), [])

    def test_plans_are_what_the_program_prints(self):
        printed = run("plan", f"{KNEE}/knee.nytte").stdout
        found = blocks("text", "plan")
        self.assertTrue(found)
        for where, text in found:
            with self.subTest(where):
                self.assertEqual(missing_lines(text, printed), [])

    def test_reasons_are_what_the_program_prints(self):
        printed = run("why", f"{KNEE}/knee.nytte", "--source", f"{KNEE}/knee-source.nytte",
                      "--offer", f"{KNEE}/offer-knee.json", "Penalty").stdout
        found = blocks("text", "why")
        self.assertTrue(found)
        for where, text in found:
            with self.subTest(where):
                self.assertEqual(missing_lines(text, printed), [])

    def test_a_line_that_nobody_printed_is_found(self):
        self.assertEqual(missing_lines("a  b\nc … e\n", "x\na b\nc d e\n"), [])
        self.assertEqual(missing_lines("c\na b\n", "a b\nc\n"), ["a b"])


class Links(unittest.TestCase):
    def test_links_lead_somewhere(self):
        for path in documents():
            for target in LINK.findall(path.read_text(encoding="utf-8")):
                if "://" in target:
                    continue
                with self.subTest(f"{path.relative_to(ROOT)}: {target}"):
                    self.assertTrue((path.parent / target).exists())


class Laws(unittest.TestCase):
    """The table of distributions in docs/language.md is that of src/model/laws.def."""

    def test_the_table_of_laws_is_the_one_that_is_drawn_from(self):
        source = (ROOT / "src/model/laws.def").read_text(encoding="utf-8")
        spelled = dict(re.findall(r'^NY_LAW_(?:ARGUMENT|BEHIND)\((\w+), "(\w+)"', source, re.MULTILINE))
        behind = set(re.findall(r"^NY_LAW_BEHIND\((\w+)", source, re.MULTILINE))
        expected = {}
        for name, half, said in re.findall(r'^NY_LAW_FORM\(\w+, "([\w ]+)", (\w+), \w+, (.*)\)$', source, re.MULTILINE):
            parts = [part for part in re.findall(r"BIT\((\w+)\)", said)]
            text = "".join(f" `{spelled[part]}`" if part in behind else f", `{spelled[part]}`" for part in parts)
            text = text.removeprefix(", ") + (", …" if {"UNTIL", "AT"} & set(parts) else "")
            expected.setdefault(("half " if half == "true" else "") + name, []).append(text)
        language = (ROOT / "docs/language.md").read_text(encoding="utf-8")
        table = language.split("| law | arguments | what is drawn |\n|---|---|---|\n")[1].split("\n\n")[0]
        rows = re.findall(r"^\| `([\w ]+)` \| (.*?) \|", table, re.MULTILINE)
        self.assertEqual([(name, " · ".join(forms)) for name, forms in expected.items()],
                         [row for row in rows if row[0] != "dirichlet"])


if __name__ == "__main__":
    unittest.main()
