# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""The grammar of docs/language.md against the parser: sentences are made from each rule, by chance and always the same, and
every one must be read. What they mean is left aside (their names are nobody's): only codes about sentences count."""

import json
import random
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from program import NYTTE, ROOT

EACH = 60  # sentences of each declaration
# Rules whose sentences are not made by chance: what stands in them is tried by examples and unit tests.
WRITTEN = {
    "NAME": ["alpha", "beta_1", "gamma_x", "delta"],
    "WORD": ["mean", "shape"],
    "STRING": ['"text"'],
    "NUMBER": ["5", "12_000", "3.5"],
    "WHOLE": ["3", "12_000"],
    "YEAR": ["2025"],
    "DATE": ["2026-01-01"],
    "PERIOD": ["year", "quarter", "month"],
    "sum": ["alpha", "5 DKK", "alpha + 2 * delta", "3 % * alpha"],
    "or": ["alpha is known", "alpha > 3", "(alpha = 2 or delta < 1)"],
    "expr": ["alpha", "alpha * 2", "keep alpha between 1 and 2", "alpha, unknown as 0", "sum of alpha over delta"],
    "literal": ["5 %", "10 days", "3"],
    "span": ["3 months", "30 days", "alpha"],
    "unit": ["DKK", "DKK per day", "month"],
}
# Said of sentences that are read: a line that stands twice, or where another one must stand before it; a file that is not
# there; signs in quotes that must be one character.
OF_MEANING = {"N0217", "N0218", "N0220", "N0222"}
TOKEN = re.compile(r'"[^"]*"|[A-Za-z]\w*|[\[\]{}()|]')


def rules():
    """Rule -> its right-hand side; the lines below a declaration are `NAME.property`."""
    text = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    found, above, current = {}, "", ""
    for line in "\n".join(re.findall(r"```ebnf\n(.*?)```", text, re.DOTALL)).split("\n"):
        line = re.sub(r"(?<=[\w\"\])}]) {4,}[\w`\"][^|]*$", "", line)  # a remark
        own, under = re.match(r"(\w+) +=(.*)", line), re.match(r"  (\w+)\*? +=(.*)", line)
        if own:
            above = current = own.group(1)
            found[current] = own.group(2)
        elif under:
            current = f"{above}.property" if under.group(1) == "property" else under.group(1)
            found[current] = under.group(2)
        elif current:
            found[current] += " " + line
    return {name: parse(TOKEN.findall(side), [0]) for name, side in found.items()}


def parse(tokens, at):
    """Choices of sequences, as nested lists; `at` is where reading stands."""
    choices = [[]]
    while at[0] < len(tokens) and tokens[at[0]] not in ("]", "}", ")"):
        token = tokens[at[0]]
        at[0] += 1
        if token == "|":
            choices.append([])
        elif token in ("[", "{", "("):
            choices[-1].append((token, parse(tokens, at)))
            at[0] += 1
        else:
            choices[-1].append(("word" if token[0] == '"' else "rule", token.strip('"')))
    return choices


class Maker:
    def __init__(self, grammar, seed):
        self.grammar, self.chance = grammar, random.Random(seed)

    def make(self, choices):
        return " ".join(filter(None, (self.one(*part) for part in self.chance.choice(choices))))

    def one(self, kind, what):
        if kind == "word":
            return what
        if kind == "rule":
            return self.chance.choice(WRITTEN[what]) if what in WRITTEN else self.make(self.grammar[what])
        times = {"(": 1, "[": self.chance.randrange(2), "{": self.chance.choice((0, 0, 1, 2))}[kind]
        return " ".join(self.make(what) for _ in range(times))


class Grammar(unittest.TestCase):
    grammar = rules()

    def test_the_rules_name_each_other(self):
        def named(choices):
            for sequence in choices:
                for kind, what in sequence:
                    if kind == "rule":
                        yield what
                    elif kind != "word":
                        yield from named(what)
        for name, choices in self.grammar.items():
            for other in named(choices):
                if other not in WRITTEN:
                    with self.subTest(rule=name):
                        self.assertTrue(other in self.grammar, other)

    def test_every_declaration_of_the_parser_has_a_rule(self):
        first = {what for choices in self.grammar.values() for sequence in choices for kind, what in sequence[:1] if kind == "word"}
        inside = {what for name in ("cost", "new_unit") for kind, what in self.flat(self.grammar[name]) if kind == "word"}
        text = (ROOT / "src" / "text" / "parse_declaration.c").read_text(encoding="utf-8")
        for keyword in re.findall(r"\[NY_DECLARATION_(\w+)\]", text):
            with self.subTest(keyword=keyword):
                self.assertIn(keyword.lower(), first | inside)

    def flat(self, choices):
        for sequence in choices:
            for kind, what in sequence:
                yield from [(kind, what)] if kind in ("word", "rule") else self.flat(what)

    def declarations(self):
        """Rules that begin with their own keyword and have a name or a title: what a line at the margin may be."""
        text = (ROOT / "src" / "text" / "declarations.def").read_text(encoding="utf-8")
        kinds = {name.lower() for name in re.findall(r"NY_DECLARATION\((\w+)", text)}
        return sorted((kinds & set(self.grammar)) - {"benefit", "unit"}) + ["new_unit"]

    def test_every_sentence_is_read(self):
        made = self.declarations()
        self.assertGreater(len(made), 25)
        for name in made:
            maker = Maker(self.grammar, name)
            with self.subTest(rule=name), tempfile.TemporaryDirectory() as folder:
                paths = []
                for number in range(EACH):
                    text = "nytte 1 english\n" + maker.make(self.grammar[name]) + "\n"
                    if f"{name}.property" in self.grammar and number % 2:
                        text += "  " + maker.make(self.grammar[f"{name}.property"]) + "\n"
                    paths.append(Path(folder) / f"{number:03}.nytte")
                    paths[-1].write_text(text, encoding="utf-8")
                done = subprocess.run([NYTTE, "check", "--json", *paths], capture_output=True, check=False, timeout=120)
                for one in json.loads(done.stdout)["diagnostics"]:
                    of_sentence = re.match(r"N0[12](?!5)", one["code"]) and one["code"] not in OF_MEANING
                    if of_sentence:
                        self.fail(f"{one['code']} {one['message']}\n{Path(one['file']).read_text(encoding='utf-8')}")


if __name__ == "__main__":
    unittest.main()
