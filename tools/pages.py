#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""usage: tools/pages.py ROOT OUTPUT DEPFILE

Writes the pages of `nytte explain` as a C table: NY_PAGE(number, english, danish, wrong, right). A page is
diag/pages/CODE.md. Its example is the first tests/golden/bad/CODE-*.nytte beside tests/golden/right/CODE.nytte, of
which only the lines that differ are shown, each with the line before and behind it; where a page has fences under
`## wrong` and `## right`, these are the example. Each text has one source: the examples are those that the tests try.
"""

import difflib
import re
import sys
from pathlib import Path

# What a compiler must take as one string, C17 5.2.4.1.
LITERAL_MOST = 4095


class Unreadable(Exception):
    pass


def paragraphs(text):
    """Paragraphs, each on one line."""
    found = [" ".join(line.strip() for line in part.splitlines()) for part in re.split(r"\n\s*\n", text.strip())]
    return "\n".join(part for part in found if part)


def fences(text):
    return "\n\n".join(re.findall(r"^```[^\n]*\n(.*?)\n?^```$", text, re.MULTILINE | re.DOTALL))


def read_page(path):
    """{"": English, "dansk": …, "wrong": …, "right": …}; what a page does not have is empty."""
    text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL).strip()
    parts = re.split(r"^## (\w+)$", text, flags=re.MULTILINE)
    head, _, english = parts[0].partition("\n")
    if head != f"# {path.stem}":
        raise Unreadable(f"{path.name}: begins with `{head}`, not with `# {path.stem}`")
    page = {"": paragraphs(english), "dansk": "", "wrong": "", "right": ""}
    for name, body in zip(parts[1::2], parts[2::2]):
        if name not in page:
            raise Unreadable(f"{path.name}: there is no part `## {name}`")
        page[name] = paragraphs(body) if name == "dansk" else fences(body)
    return page


def difference(wrong, right):
    """The lines of each that differ, with a line of context; `…` where lines are left out between."""
    sides = [], []
    groups = list(difflib.SequenceMatcher(None, wrong, right, autojunk=False).get_grouped_opcodes(1))
    for number, group in enumerate(groups):
        for side, lines, begin, end in ((sides[0], wrong, 1, 2), (sides[1], right, 3, 4)):
            if number:
                side.append("…")
            side.extend(lines[group[0][begin]:group[-1][end]])
    return "\n".join(sides[0]), "\n".join(sides[1])


def example(root, number, read):
    """The contract's lines that differ, and those of the bid or the facts beside it."""
    first = min((root / "tests/golden/bad").glob(f"{number}-*.nytte"), default=None)
    sides = [], []
    for ending in (".nytte", ".json", ".facts.json") if first else ():
        wrong, right = first.with_suffix(ending), root / "tests/golden/right" / (number + ending)
        if not wrong.exists() or not right.exists():
            continue
        read += [wrong, right]
        lines = [path.read_text(encoding="utf-8", errors="replace").splitlines() for path in (wrong, right)]
        for side, text in zip(sides, difference(*lines)):
            side.extend([text] if text else [])
    return "\n\n".join(sides[0]), "\n\n".join(sides[1])


def literal(text, where):
    if len(text.encode()) > LITERAL_MOST:
        raise Unreadable(f"{where} is longer than {LITERAL_MOST} bytes")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\r", "")
    return "\n        ".join(f'"{line}"' for line in escaped.replace("\n", "\\n\n").split("\n"))


def main(root, output, depfile):
    # A folder changes when a file comes or goes.
    folders = [root / name for name in ("diag", "diag/pages", "tests/golden/bad", "tests/golden/right")]
    read = [folder for folder in folders if folder.is_dir()]
    rows = ["/* Made by tools/pages.py. */\n"]
    for path in sorted((root / "diag/pages").glob("N*.md")):
        read.append(path)
        page = read_page(path)
        wrong, right = page["wrong"], page["right"]
        if not wrong and not right:
            wrong, right = example(root, path.stem, read)
        texts = (path.stem, page[""], page["dansk"], wrong, right)
        rows.append("NY_PAGE(" + ",\n        ".join(literal(text, path.name) for text in texts) + ")\n")
    output.write_text("".join(rows), encoding="utf-8")
    names = " ".join(str(path).replace(" ", "\\ ") for path in read)
    depfile.write_text(f"{output}: {names}\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
    except Unreadable as problem:
        sys.exit(f"tools/pages.py: {problem}")
