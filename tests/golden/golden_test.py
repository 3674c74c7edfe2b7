# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Wrong files with what is said of them, right files, and files with their one written form (README.md).

`python3 tests/golden/golden_test.py --reset` writes the expected texts anew, with the program in NYTTE.
"""

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
    "N0102": "needs a text of more than 4 MiB: tests/cases/cases_test.py",
    "N0103": "needs more than a million words: tests/cases/cases_test.py",
}
# Raised by data while a contract is settled, by extracts, or by simulation: not by a text.
NOT_FROM_A_TEXT = re.compile(r"N05..|N061.|N07..")


def codes():
    """All codes of the catalogue: number -> name."""
    text = (ROOT / "diag" / "codes.def").read_text(encoding="utf-8")
    return {number: name for name, number in re.findall(r'^NY_DIAGNOSTIC\((\w+), "(N\d+)"', text, re.MULTILINE)}


def command(path):
    """How a file is tried: offers when a bid lies beside it, plans for what only computing meets."""
    offer = path.with_suffix(".json")
    if offer.exists():
        return ["settle", path.name, "--offer", offer.name]
    return ["plan" if path.name.startswith(("N06", "N0488")) else "check", path.name]


def say(path):
    """All that is said of a file, as its reader sees it: paths are bare names."""
    done = subprocess.run([NYTTE, *command(path)], cwd=path.parent, stdout=subprocess.PIPE,
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
        if code >= "N08":
            self.assertEqual(0, status, "a warning leaves the contract as good as it was")
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
            for message in re.findall(r"(?:error|warning) N\d+: (.*)", say(path)[1]):
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
