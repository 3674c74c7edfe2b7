# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of a contract that a translation must know: labels, sources, names and words of columns. No test stands here."""

import csv
import re

DECLARED = re.compile(r"^(given|price|index|offer|fact|assume|measure|define|table|party|unit|alternative|require|criterion|pathway|tree) (\w+)")
COUNTRY = re.compile(r"^  of \d{4} in (\w+)")
VALUE_SET = re.compile(r'\beq5d index of [\w ]+ by "[^"]+"')  # its name is the same in every language
WORDS = re.compile(r"^\w+(?: or \w+)+$")


def without_comment(line):
    quoted = False
    for place, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        if character == "#" and not quoted:
            return line[:place]
    return line


def declarations(text):
    """Each as its first line and its other lines, without comments."""
    parts = []
    for line in map(without_comment, text.splitlines()):
        if line.strip() and not line.startswith(" "):
            parts.append([line])
        elif line.strip():
            parts[-1].append(line)
    return parts


def words_of(text):
    """What must be translated."""
    words = set()
    for lines in declarations(text):
        kind = lines[0].split()[0]
        if kind in ("nytte", "use", "source"):
            continue
        for line in lines:
            if not re.search("expected (cost|value) of", line):
                words.update(re.findall(r'"([^"]+)"', VALUE_SET.sub("", line)))
            if kind == "price":
                words.update(COUNTRY.findall(line))
        declared = DECLARED.match(lines[0])
        if declared:
            words.add(declared.group(2))
        if kind == "table":
            for line in lines[1:]:
                name, rest = line.split(maxsplit=1)
                words.add(name)
                form = re.split(r', if|\s+"', rest)[0].strip()
                if WORDS.match(form) and form != "yes or no":
                    words.update(form.split(" or "))
        if kind == "pathway":
            words.update(*(re.findall(r"\w+", line)[1:] for line in lines[1:] if line.split()[0] == "states"))
    return words


def counted(text):
    """Names that also stand in the plural, with an s: tables and units."""
    return {word for lines in declarations(text)
            for kind, word in re.findall(r"^(table|unit) (\w+)", lines[0])}


def translations(path):
    """What stands in `NAME.da.csv`, in its order."""
    with open(path, encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file, delimiter=";") if row]
