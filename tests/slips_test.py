# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Slips of the pen: every single word or sign of a contract is left out, or written twice, every line is moved to the
margin or away from it, and the text is checked.

A slip must be heard: by one to three errors, the first within one line of the place; or by a warning there. Or the text
must mean the same: it is formatted alike, or gives the same plan. A unit that is lost where a figure is declared leaves a
lawful figure of another unit; it is heard where the figure is used, by errors that name it or what is made of it;
so is what a minus stood behind.

A slip that does none of these changes the contract in silence. Some must, since what is left is a lawful contract: LAWFUL
names them by class, and no other class may come up.

`make check` tries a sample of contracts/ and tests/oracle/. All of it, or any other files:

    tests/slips_test.py --all [--each N] [FILE…]      lists what is not as it should be, then the classes with counts
"""

import argparse
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from program import NYTTE, ROOT

TOKEN = re.compile(
    r'(?P<comment>#[^\n]*)|(?P<text>"[^"\n]*"?)|(?P<date>\d{4}-\d\d-\d\d)|(?P<number>\d[\d_]*(?:\.\d[\d_]*)*(?:[eE][-+]?\d+)?)'
    r'|(?P<word>\w+)|(?P<sign><>|<=|>=|\.\.|[^\s\w])')
MOST_ERRORS = 3
MOST_USES = 5  # of a figure whose unit is lost: each is an error of its own
IN_ONE_RUN = 100
EACH_IN_SAMPLE = 7

# What is left is a lawful contract. Each has its reason.
LAWFUL = {
    "% left out": "a share may be written as a number: `200 %` and `2` are the same, and so are bounds of a range",
    "- left out": "a bound above 0 is as good as one below it",
    "not left out": "a condition may hold or not hold",
    "what a minus stands behind left out": "`-x` is a figure, as `y - x` is",
    "a unit left out": "a figure that nothing else is compared with may have any unit",
    "a function left out": "`exp(x)` is a figure, and so is `(x)`",
    "previous left out": "last year's figure and this year's are both figures; only one that rests on itself tells",
    "whole left out": "a column may hold parts of one; what may stand in a cell moves no figure",
    "buys left out": "what a party does is for the reader: it moves no figure",
    "sells left out": "as `buys`",
    "neither left out": "as `buys`",
}


BAD = ("too many errors", "elsewhere", "an error that rests on another")


class Slip(collections.namedtuple("Slip", "how kind token line before after text")):
    """One word left out or doubled; `before` and `after` are its neighbours, `text` the whole contract with the slip."""

    def __str__(self):
        return f"{self.line}: {self.how} `{self.token}` in `{self.before} [{self.token}] {self.after}`"


def slips_of(text, each=1, begin=0):
    """Every slip of a text, or each N-th."""
    tokens = [m for m in TOKEN.finditer(text) if m.lastgroup != "comment"]
    number = 0
    for at, token in enumerate(tokens):
        line = text.count("\n", 0, token.start()) + 1
        behind = token.end()
        while text[behind:behind + 1] == " ":
            behind += 1
        before = tokens[at - 1].group() if at else ""
        after = tokens[at + 1].group() if at + 1 < len(tokens) else ""
        joins = token.start() and f"{text[token.start() - 1]}{text[behind:behind + 1]}".replace(".", "0").isalnum()
        for how, made in (("left out", text[:token.start()] + " " * bool(joins) + text[behind:]),
                          ("twice", text[:token.end()] + " " + token.group() + text[token.end():])):
            if number % each == begin % each:
                yield Slip(how, token.lastgroup, token.group(), line, before, after, made)
            number += 1


def moved_lines_of(text, each=1, begin=0):
    """Declarations pushed in, with their first word or without it; properties at the margin, or one further in."""
    number = 0
    for match in re.finditer(r"^( *)([^ #\n]+)( *)([^\n]*)", text, re.MULTILINE):
        indent, first, gap, rest = match.groups()
        line = text.count("\n", 0, match.start()) + 1
        if indent == "":
            made = [("lost, its blank kept", gap + rest), ("pushed in", "  " + first + gap + rest)]
        elif indent == "  ":
            made = [("moved to the margin", first + gap + rest), ("moved one in", "   " + first + gap + rest)]
        else:
            continue
        for how, now in made:
            if number % each == begin % each:
                yield Slip(how, "line", first, line, "", rest, text[:match.start()] + now + text[match.end():])
            number += 1


def used_by(path):
    """The files that a contract uses, and those that they use."""
    found = []
    for name in re.findall(r'^use "([^"]*)"', path.read_text(), re.MULTILINE):
        other = path.parent / name
        if other.exists():
            found += [other] + used_by(other)
    return found


def every_text():
    return sorted([*(ROOT / "contracts").glob("**/*.nytte"), *(ROOT / "tests" / "oracle").glob("**/*.nytte")])


def ask(*words):
    return subprocess.run([str(NYTTE), *map(str, words)], capture_output=True, check=False, timeout=300)


def meaning(path):
    """(formatted text, plan) of a text that is not wrong; the plan is empty where there is none."""
    copy = path.with_suffix(".formatted")
    shutil.copyfile(path, copy)
    ask("fmt", copy)
    formatted = re.sub(rb"\s+", b" ", copy.read_bytes())
    copy.unlink()
    return formatted, ask("plan", path).stdout


def shape_of(slip):
    """What a silent slip is called: the word or the sign, or what kind of word it is."""
    word = slip.token
    if slip.kind == "word" and (slip.before[:1].isdigit() or slip.before in ("%", "per") or slip.token == "per"):
        word = "a unit"
    elif slip.kind == "word" and slip.after == "(" and not is_reserved(word):
        word = "a function"
    elif slip.kind in ("word", "number") and slip.after == "-":
        word = "what a minus stands behind"
    elif slip.kind == "word" and not is_keyword(word):
        word = "a name"
    elif slip.kind in ("text", "date", "number"):
        word = {"text": "a label", "date": "a date", "number": "a number"}[slip.kind]
    return f"{word} {slip.how}"


KEYWORDS = dict(re.findall(r'NY_KEYWORD\(\w+, "([^"]+)", (\w+)\)', (ROOT / "src/text/english.def").read_text()))


def is_keyword(word):
    return word in KEYWORDS


def is_reserved(word):
    return KEYWORDS.get(word) == "true"


class Judge:
    """Tries the slips of one contract in a folder of its own."""

    def __init__(self, path):
        self.path = path
        self.text = path.read_text()
        self.root = Path(tempfile.mkdtemp())
        whole = [one.resolve() for one in (path, *used_by(path))]
        above = os.path.commonpath([one.parent for one in whole])
        for one in whole:  # `use "../prices/denmark.nytte"` finds its file
            copy = self.root / one.relative_to(above)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(one, copy)
        self.own = self.root / path.resolve().relative_to(above)
        self.folder = self.own.parent
        said = self.said([self.own])[0]
        self.sound = not [one for one in said if one["severity"] == "error"]
        self.warned = [one["message"] for one in said]  # before any slip
        self.meaning = meaning(self.own) if self.sound else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root)

    def said(self, paths):
        """The diagnostics of each file, in order."""
        done = ask("check", "--json", *paths)
        if done.returncode not in (0, 1):
            if len(paths) > 1:
                return [self.said([path])[0] for path in paths]
            raise AssertionError(f"exit status {done.returncode}\n{paths[0].read_text()}\n{done.stderr.decode()}")
        answer = json.loads(done.stdout)
        lists = {str(path): [] for path in paths}
        current = str(paths[0])
        for one in answer["diagnostics"]:
            current = one["file"] if one["file"] in lists else one["root"] if "root" in one else current
            lists[current].append(one)
        return [lists[str(path)] for path in paths]

    def judge(self, slips):
        """Yields (slip, verdict, why) for each."""
        batch = []
        for slip in slips:
            path = self.folder / f"slip-{len(batch)}.nytte"
            path.write_text(slip.text)
            batch.append((slip, path))
            if len(batch) == IN_ONE_RUN:
                yield from self.judge_batch(batch)
                batch = []
        yield from self.judge_batch(batch)

    def judge_batch(self, batch):
        if not batch:
            return
        for (slip, path), said in zip(batch, self.said([path for _, path in batch]), strict=True):
            yield (slip, *self.verdict(slip, path, said))

    def names_what_stands_in(self, slip, errors):
        """Is the line of the slip a declaration whose figure or column stands where each of the errors is?"""
        lines = self.text.splitlines()
        words = {word for word in re.findall(r"\w+", lines[slip.line - 1]) if not is_reserved(word)}
        words |= self.made_of(words)
        used = [" ".join(text for place in [error, *error["related"]] for text in lines[place["line"] - 1:place["end_line"]])
                for error in errors]
        lawful = shape_of(slip) in ("a unit left out", "what a minus stands behind left out")
        return lawful and any(words & set(re.findall(r"\w+", text)) for text in used)

    def made_of(self, words):
        """The names of the definitions that rest on these, one behind the other."""
        found, before = set(), None
        while found != before:
            before = set(found)
            for name, body in re.findall(r"^define (\w+)(.*\n(?:(?: .*)?\n)*)", self.text, re.MULTILINE):
                if (words | found) & set(re.findall(r"\w+", body)):
                    found.add(name)
        return found

    def verdict(self, slip, path, said):
        errors = [one for one in said if one["severity"] == "error"]
        if errors:
            tell = "; ".join(f"{e['line']} {e['code']} {e['message']}" for e in errors[:5])
            far = abs(errors[0]["line"] - slip.line) > 1 or errors[0]["file"] != str(path)
            if any(" is anything" in error["message"] for error in errors):
                return "an error that rests on another", tell
            if slip.how == "moved one in" and errors[0]["code"] == "N0205":
                return "heard", tell  # by the first line that is not as far in: it may stand below
            if (far or len(errors) > MOST_ERRORS) and len(errors) <= MOST_USES and self.names_what_stands_in(slip, errors):
                return "heard where it is used", tell
            if len(errors) > MOST_ERRORS:
                return "too many errors", f"{len(errors)}: {tell}"
            return ("elsewhere" if far else "heard"), tell
        new = [one for one in said if one["message"] not in self.warned]
        if any(abs(one["line"] - slip.line) <= 1 for one in new):
            return "warned", new[0]["message"]
        formatted, plan = meaning(path)
        if formatted == self.meaning[0]:
            return "the same text", ""
        if slip.kind == "text":
            return "label", ""
        if plan and plan == self.meaning[1]:
            return "the same plan", shape_of(slip)
        return "silent", shape_of(slip)


class Slips(unittest.TestCase):
    """A sample of contracts/, each third another part of it; see above for all."""

    def judge(self, slips, begin, least):
        tried = 0
        for path in every_text():
            with Judge(path) as judge:
                self.assertTrue(judge.sound, path)
                for slip, verdict, why in judge.judge(slips(judge.text, EACH_IN_SAMPLE, begin)):
                    tried += 1
                    where = f"{path.name}:{slip}\n{verdict}: {why}"
                    self.assertNotIn(verdict, BAD, where)
                    if verdict in ("silent", "the same plan"):
                        self.assertIn(why, LAWFUL, where)
        self.assertGreater(tried, least)

    def test_a_slip_is_heard_where_it_is(self):
        self.judge(slips_of, 0, 1500)

    def test_another_slip_is_heard_where_it_is(self):
        self.judge(slips_of, 3, 1500)

    def test_a_line_that_is_moved_is_heard_where_it_is(self):
        self.judge(moved_lines_of, 0, 150)

    def test_the_contracts_are_tried(self):
        with Judge(ROOT / "contracts" / "knee" / "knee.nytte") as judge:
            self.assertTrue(judge.sound)
            self.assertTrue(judge.meaning[1], "it has a plan")

    def test_a_change_in_silence_is_seen(self):
        text = (ROOT / "contracts" / "knee" / "knee.nytte").read_text()
        slips = [slip for slip in slips_of(text) if slip.token == "not" and slip.before == "is"]
        with Judge(ROOT / "contracts" / "knee" / "knee.nytte") as judge:
            verdicts = {(verdict, why) for _, verdict, why in judge.judge(slips) if why == "not left out"}
        self.assertEqual({("silent", "not left out")}, verdicts)


def main():
    parser = argparse.ArgumentParser(description="Try every slip of the pen.")
    parser.add_argument("--all", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--each", type=int, default=1, metavar="N", help="only each N-th slip")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    counts, classes, bad = collections.Counter(), collections.Counter(), 0
    examples = {}
    for path in options.files or every_text():
        with Judge(path) as judge:
            if not judge.sound:
                bad += 1
                print(f"{path}: has errors of its own")
                continue
            for slip, verdict, why in judge.judge([*slips_of(judge.text, options.each),
                                                   *moved_lines_of(judge.text, options.each)]):
                counts[verdict] += 1
                if verdict in BAD:
                    bad += 1
                    print(f"{path.name}:{slip}\n    {verdict}: {why}")
                if verdict in ("silent", "the same plan"):
                    classes[verdict, why] += 1
                    examples.setdefault((verdict, why), []).append(f"{path.name}:{slip}")
    for (verdict, why), count in sorted(classes.items()):
        known = "" if why in LAWFUL else "      (no lawful class)"
        bad += why not in LAWFUL
        print(f"{count:5} {verdict}: {why}{known}")
        for example in examples[verdict, why][:6]:
            print(f"          {example}")
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.most_common()))
    return bad > 0


if __name__ == "__main__":
    sys.exit(main() if len(sys.argv) > 1 else unittest.main())
