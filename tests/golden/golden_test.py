# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Wrong files with what is said of them, right files, and files with their one written form (README.md).

`python3 tests/golden/golden_test.py --reset` writes the expected texts anew, with the program in NYTTE.
"""

import difflib
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NYTTE = os.environ.get("NYTTE", str(ROOT / "build" / "nytte"))

# Codes without a wrong file here, and why.
ELSEWHERE = {
    "N0446": "needs a question of `nytte why`: tests/why_test.py",
    "N0102": "needs a text of more than 4 MiB: tests/cases/cases_test.py",
    "N0114": "its line ends are no text that a page can show: tests/cases/cases_test.py",
    "N0103": "needs more than a million words: tests/cases/cases_test.py",
}
# A mended text differs from the wrong one in no more lines than these, so that the page of `nytte explain` shows
# what matters.
LINES_MOST = 8
# Words that no Danish sentence has.
ENGLISH = r"\b(the|a|an|is|of|or|and|are|such|how|which|write|say|with|this|uses|years?|quarters?|months?)\b"
# What code says in a contract's own words.
PASTED = {"currency DKK, rounded to 0.01, halves away from zero", "has happened has not happened",
          "is known is unknown", "has happened is known"}
# Said only by `check --pedantic`; a right file of such a code is tried in the same way, and may get other advice.
ADVICE = re.compile(r"N082.|N083[0-4]|N0870")
# What only a study's base case shows: simulated.
IN_CYCLES = re.compile(r"N064[6-9]|N065[0-9]")
# Raised by data while a contract is settled, by extracts, by simulation, or by a tender: not by a text.
NOT_FROM_A_TEXT = re.compile(r"N05(?!4[4-9]|5[1-9])..|N061.|N066.|N07..|N081[3-9]|N083[0-4]|N084[3-9]|N08[5-9].")
# Warnings and advice; from N0840 on stand errors of awards.
MILD = re.compile(r"N08[0-3].|N0870")


def codes():
    """All codes of the catalogue: number -> name."""
    text = (ROOT / "diag" / "codes.def").read_text(encoding="utf-8")
    return {number: name for name, number in re.findall(r'^NY_DIAGNOSTIC\((\w+), "(N\d+)"', text, re.MULTILINE)}


def command(path):
    """How a file is tried: settled when a bid or facts lie beside it, planned for what only computing meets, with advice
    where the code is a piece of it."""
    offer, facts = path.with_suffix(".json"), path.with_suffix(".facts.json")
    if facts.exists():
        return ["settle", path.name, "--facts", facts.name]
    if offer.exists():
        data = ["--data", "operation=operation.csv"] if path.with_name("operation.csv").exists() else []
        return ["settle", path.name, "--offer", offer.name, *data]
    if ADVICE.match(path.name):
        return ["check", "--pedantic", path.name]
    if IN_CYCLES.match(path.name):
        return ["simulate", path.name, "--worlds", "1"]
    return ["plan" if path.name.startswith(("N06", "N0488")) else "check", path.name]


def say(path, *options):
    """All that is said of a file, as its reader sees it: paths are bare names."""
    done = subprocess.run([NYTTE, *command(path), *options], cwd=path.parent, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def formatted(path):
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(path.read_bytes())
        done = subprocess.run([NYTTE, "fmt", copy.name], cwd=folder, capture_output=True, check=False)
        return done.returncode, copy.read_text(encoding="utf-8")


def files(folder):
    return sorted((HERE / folder).glob("*.nytte"))


class Bad(unittest.TestCase):
    """One test a file, made below."""

    maxDiff = None

    def judge(self, path):
        status, said = say(path)
        self.assertEqual((HERE / "bad" / (path.stem + ".expected")).read_text(encoding="utf-8"), said)
        code = path.name[:5]
        if MILD.match(code):
            self.assertEqual(0, status, "a warning leaves the contract as good as it was")
            self.assertEqual([code], re.findall(r"(?:warning|advice) (N\d+): ", said), "one slip, one warning")
            return
        self.assertEqual(1, status)
        self.assertEqual([code], re.findall(r"error (N\d+): ", said), "one slip, one error")

    def test_every_code_that_a_text_can_raise_has_a_file(self):
        have = {path.name[:5] for path in files("bad")}
        due = {number for number in codes() if not NOT_FROM_A_TEXT.match(number)} - set(ELSEWHERE)
        self.assertEqual([], sorted(due - have), "codes without a wrong file")
        self.assertEqual([], sorted(have - set(codes())), "files of codes that are gone")

    def test_every_expected_text_has_its_file(self):
        have = {path.stem for path in files("bad")}
        for path in (HERE / "bad").glob("*.expected"):
            self.assertIn(path.stem, have)

    def test_no_message_breaks_the_rules_of_wording(self):
        for path in files("bad"):
            for message in re.findall(r"(?:error|warning|advice) N\d+: (.*)", say(path)[1]):
                with self.subTest(message=message):
                    self.assertFalse(message.endswith("."), "no full stop")
                    self.assertNotRegex(message, r"\{\d\}", "a word is not filled in")
                    self.assertNotRegex(message, r"``|\b(illegal|invalid|please|syntax error)\b")


class Good(unittest.TestCase):
    """Right files: nothing is wrong with them, and they stand in their one written form."""

    def test_nothing_is_wrong(self):
        for path in files("good"):
            with self.subTest(path.name):
                status, said = say(path)
                self.assertEqual((0, f"{path.name}: nothing is wrong\n"), (status, said))

    def test_they_are_formatted(self):
        done = subprocess.run([NYTTE, "fmt", "--check", *(p.name for p in files("good"))], cwd=HERE / "good",
                              capture_output=True, check=False)
        self.assertEqual((0, b""), (done.returncode, done.stdout))


class Right(unittest.TestCase):
    """The wrong files of bad/, mended: the first of each code has its right one."""

    @staticmethod
    def pairs():
        first = {}
        for path in files("bad"):
            first.setdefault(path.name[:5], path)
        return [(number, path, HERE / "right" / (number + ".nytte")) for number, path in sorted(first.items())]

    def test_every_wrong_file_has_its_right_one(self):
        due = {number for number, _, _ in self.pairs()}
        self.assertEqual(due, {path.stem for path in files("right")})

    def test_nothing_is_wrong_with_them(self):
        for number, _, right in self.pairs():
            with self.subTest(number):
                status, said = say(right)
                self.assertEqual(0, status, said)
                self.assertNotIn("error N", said)
                self.assertNotIn(number + ":", said, "not the warning or advice that it is about")

    def test_they_differ_in_few_lines(self):
        for number, wrong, right in self.pairs():
            changed = 0
            for ending in (".nytte", ".json", ".facts.json"):
                both = [path.with_suffix(ending) for path in (wrong, right)]
                if all(path.exists() for path in both):
                    texts = [path.read_text(encoding="utf-8", errors="replace").splitlines() for path in both]
                    changed += sum(line[0] in "+-" and line[:3] not in ("+++", "---")
                                   for line in difflib.unified_diff(*texts, n=0, lineterm=""))
            with self.subTest(number):
                self.assertGreater(changed, 0)
                self.assertLessEqual(changed, LINES_MOST)


class Words(unittest.TestCase):
    """The catalogue in its two languages, and the pages of `nytte explain`."""

    @staticmethod
    def catalogue(name):
        """name -> all its texts, as C writes them."""
        text = (ROOT / "diag" / name).read_text(encoding="utf-8")
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        entries = re.split(r"^NY_\w+\(", text, flags=re.MULTILINE)[1:]
        return {entry.partition(",")[0]: entry.partition(",")[2] for entry in entries}

    def test_the_same_words_are_filled_in(self):
        for english, danish in (("english.def", "dansk.def"), ("phrases.def", "phrases-dansk.def")):
            ours, theirs = self.catalogue(english), self.catalogue(danish)
            self.assertEqual(set(ours), set(theirs))
            for name, text in ours.items():
                with self.subTest(name):
                    self.assertEqual(set(re.findall(r"\{\d\}", text)), set(re.findall(r"\{\d\}", theirs[name])))

    def test_danish_is_no_english(self):
        for name in ("dansk.def", "phrases-dansk.def"):
            for entry, texts in self.catalogue(name).items():
                with self.subTest(entry):
                    spoken = re.sub(r"`[^`]*`", "", re.sub(r'"\s*"', "", texts))
                    self.assertNotRegex(spoken, ENGLISH)

    def test_danish_is_said_of_every_wrong_file(self):
        for path in files("bad"):
            with self.subTest(path.stem):
                status, said = say(path, "--lang", "da")
                code = path.name[:5]
                self.assertEqual(0 if MILD.match(code) else 1, status)
                (message,) = re.findall(rf"(?:fejl|advarsel|råd) {code}: (.*)", said)
                self.assertFalse(message.endswith("."), "no full stop")
                self.assertNotRegex(message, r"\{\d\}", "a word is not filled in")
                # Whatever stands in backquotes is the contract's, and so are units; the rest is no English.
                lines = [re.sub(r"^[^ ]*\.nytte:\S* ", "", line) for line in said.splitlines()
                         if not re.match(r" *\d*\|| +\|", line)]
                spoken = re.sub(r"`[^`]*`|\"[^\"]*\"|\bper \w+", "", " ".join(lines).replace(path.stem, ""))
                self.assertNotRegex(spoken, ENGLISH)

    def test_no_sentence_stands_in_the_code(self):
        """Words that fill a message are phrases of the catalogue, unless a reader would paste them into a contract."""
        literal = re.compile(r'\b(?:NY_TEXT|ny_text_of)\(((?:[^"();]*\? )?(?:"(?:[^"\\]|\\.)*"\s*:?\s*)+)\)')
        for folder in ("text", "model", "plan"):
            for path in sorted((ROOT / "src" / folder).glob("*.c")):
                for found in literal.finditer(path.read_text(encoding="utf-8")):
                    said = re.sub(r"`[^`]*`", "", " ".join(re.findall(r'"((?:[^"\\]|\\.)*)"', found.group(1))))
                    if said in PASTED or folder + "/" + path.name == "plan/print.c":
                        continue
                    with self.subTest(file=path.name, said=said):
                        self.assertNotRegex(said, r"[a-z]{2,} [a-z]{2,}")

    def test_every_code_has_a_page(self):
        have = {path.stem for path in (ROOT / "diag" / "pages").glob("*.md")}
        self.assertEqual(set(codes()), have)

    def test_every_page_says_it_in_two_languages_and_shows_it(self):
        for number in codes():
            for language, wrong, right in (("en", "Wrong:", "Right:"), ("da", "Forkert:", "Rigtigt:")):
                with self.subTest(number=number, language=language):
                    done = subprocess.run([NYTTE, "explain", number, "--lang", language], capture_output=True,
                                          text=True, encoding="utf-8", check=False)
                    self.assertEqual((0, ""), (done.returncode, done.stderr))
                    match = re.fullmatch(rf"{number}(?: .*?)?\n\n(.*)\n{wrong}\n(.+)\n{right}\n(.+)", done.stdout, re.DOTALL)
                    self.assertTrue(match, done.stdout)
                    said = match.group(1)
                    self.assertGreater(len(said), 150, "an explanation")
                    self.assertNotRegex(said, r"(?i)\b(illegal|invalid|please|syntax error|parse)\b")
                    self.assertEqual(0, said.count("`") % 2, "backquotes come in pairs")


class Format(unittest.TestCase):
    maxDiff = None

    def test_one_written_form(self):
        for path in files("format"):
            with self.subTest(path.name):
                status, text = formatted(path)
                self.assertEqual(0, status)
                self.assertEqual(path.with_suffix(".expected").read_text(encoding="utf-8"), text)

    def test_formatting_twice_changes_nothing(self):
        for path in files("format"):
            with self.subTest(path.name), tempfile.TemporaryDirectory() as folder:
                copy = Path(folder) / "twice.nytte"
                copy.write_text(path.with_suffix(".expected").read_text(encoding="utf-8"), encoding="utf-8")
                self.assertEqual((0, copy.read_text(encoding="utf-8")), formatted(copy))


def add_tests():
    for path in files("bad"):
        setattr(Bad, "test_" + re.sub(r"\W", "_", path.stem), lambda self, path=path: self.judge(path))


def reset():
    for path in files("bad"):
        path.with_suffix(".expected").write_text(say(path)[1], encoding="utf-8")
    for path in files("format"):
        path.with_suffix(".expected").write_text(formatted(path)[1], encoding="utf-8")


add_tests()

if __name__ == "__main__":
    if sys.argv[1:] == ["--reset"]:
        reset()
    else:
        unittest.main()
