# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""The table that tools/pages.py makes of pages and examples."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PAGE = """<!-- SPDX-License-Identifier: EUPL-1.2 -->

# N0999

The `first` paragraph
goes on.

A second "one".

## dansk

Et afsnit.
"""


class Pages(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def file(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def make(self):
        return subprocess.run([sys.executable, ROOT / "tools/pages.py", self.root, self.root / "out", self.root / "out.d"],
                              capture_output=True, text=True, encoding="utf-8", check=False)

    def table(self):
        done = self.make()
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        return (self.root / "out").read_text(encoding="utf-8").partition("\n")[2].replace("\n        ", " ")

    def test_paragraphs_stand_on_one_line_each(self):
        self.file("diag/pages/N0999.md", PAGE)
        self.assertEqual('NY_PAGE("N0999", "The `first` paragraph goes on.\\n" "A second \\"one\\".", '
                         '"Et afsnit.", "", "")\n', self.table())

    def test_only_lines_that_differ_are_shown_with_one_beside_them(self):
        self.file("diag/pages/N0999.md", PAGE)
        self.file("tests/golden/bad/N0999-a.nytte", "a\nb\nc\nd\ne\nf\ng\nh\n")
        self.file("tests/golden/right/N0999.nytte", "a\nb\nC\nd\ne\nf\nG\nh\n")
        self.file("tests/golden/bad/N0999-b.nytte", "not the first\n")
        self.assertIn('"b\\n" "c\\n" "d\\n" "…\\n" "f\\n" "g\\n" "h", "b\\n" "C\\n" "d\\n" "…\\n" "f\\n" "G\\n" "h")',
                      self.table())

    def test_of_a_bid_too(self):
        self.file("diag/pages/N0999.md", PAGE)
        for folder, name, bid in [("bad", "N0999-a", "[1,\n2]\n"), ("right", "N0999", "[1,\n3]\n")]:
            self.file(f"tests/golden/{folder}/{name}.nytte", "the same\n")
            self.file(f"tests/golden/{folder}/{name}.json", bid)
        self.assertIn('"[1,\\n" "2]", "[1,\\n" "3]")', self.table())

    def test_a_page_may_hold_its_example(self):
        self.file("diag/pages/N0999.md", PAGE + "\n## wrong\n\n```csv\na;b\n```\n\n## right\n\n```csv\na,b\n```\n\n```nytte\nc\n```\n")
        self.assertIn('"a;b", "a,b\\n" "\\n" "c")', self.table())

    def test_a_page_under_another_name_is_refused(self):
        self.file("diag/pages/N0998.md", PAGE)
        self.assertIn("N0998.md: begins with `# N0999`", self.make().stderr)

    def test_a_part_that_no_page_has_is_refused(self):
        self.file("diag/pages/N0999.md", PAGE + "\n## norsk\n")
        self.assertIn("there is no part `## norsk`", self.make().stderr)

    def test_what_was_read_is_written_down(self):
        self.file("diag/pages/N0999.md", PAGE)
        self.table()
        read = (self.root / "out.d").read_text(encoding="utf-8")
        self.assertIn("N0999.md", read)
        self.assertIn("diag/pages ", read, "a page that is added is seen")


if __name__ == "__main__":
    unittest.main()
