# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""An assumption that is a row of a table: draws that were made elsewhere, one a world."""

import statistics
import tempfile
import unittest
from pathlib import Path

from program import ONE_YEAR, answer, output, run

CONTRACT = ONE_YEAR + """party buyer  "Buyer"  buys
party seller "Seller" sells
table psa "One row per draw"
  cost  0..1_000 DKK
  other 0..1_000 DKK
source psa from csv "psa.csv"
  written in utf8, separated by ",", decimals after "."
  cost  = "C"
  other = "O"
assume draw ~ {how} from "posterior"
define cost_now  = cost of draw
define other_now = other of draw
define both      = cost_now + other_now
cost buyer "Care" both once on 2020-01-01
"""
COSTS = [(12.5, 3), (700.25, 4), (0.125, 950), (17, 0), (250, 1)]


class RowsDrawn(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def contract(self, how="each row of psa in turn", rows=COSTS):
        path = self.folder / "draws.nytte"
        path.write_text(CONTRACT.format(how=how), encoding="utf-8")
        lines = ["C,O", *(f"{cost},{other}" for cost, other in rows)]
        (self.folder / "psa.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def figures(self, path, worlds):
        return answer("simulate", path, "--worlds", worlds, "--json")["alternatives"][0]["figures"]

    def test_as_many_worlds_as_rows_have_their_means_to_the_last_digit(self):
        figures = self.figures(self.contract(), 5)
        both = [cost + other for cost, other in COSTS]
        self.assertEqual(figures["both"]["mean"], statistics.fmean(both))
        self.assertAlmostEqual(figures["both"]["sd"], statistics.stdev(both), 9)

    def test_the_rows_come_in_the_order_of_the_file(self):
        figures = self.figures(self.contract(), 2)
        self.assertEqual(figures["cost_now"]["mean"], (12.5 + 700.25) / 2)
        self.assertEqual(figures["other_now"]["mean"], 3.5)

    def test_any_row_is_any_row_and_whole(self):
        figures = self.figures(self.contract("any row of psa"), 4000)
        both = [cost + other for cost, other in COSTS]
        self.assertLess(abs(figures["both"]["mean"] - statistics.fmean(both)), 4 * figures["both"]["se"])
        self.assertLess(abs(figures["both"]["sd"] / statistics.pstdev(both) - 1), 0.05)

    def test_more_worlds_than_rows_are_warned_of(self):
        path = self.contract()
        self.assertEqual(output("simulate", path, "--worlds", 5).count(b"N0797"), 0)
        done = run("simulate", path, "--worlds", 6)
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"N0797", done.stderr)
        self.assertIn(b"the 5 rows of `psa`", done.stderr)
        self.assertNotIn(b"N0797", run("simulate", self.contract("any row of psa"), "--worlds", 6).stderr)

    def test_a_table_without_rows_is_refused(self):
        done = run("simulate", self.contract(rows=[]), "--worlds", 6)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"N0796", done.stderr)
        done = run("simulate", self.contract(rows=[(2000, 3)]), "--worlds", 6)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"N0796", done.stderr)

    def test_a_table_without_a_file_is_refused(self):
        path = self.contract()
        (self.folder / "psa.csv").unlink()
        done = run("simulate", path, "--worlds", 5)
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"psa.csv", done.stderr)
        text = path.read_text(encoding="utf-8")
        before, _, after = text.partition("source psa")
        path.write_text(before + after[after.index("assume draw"):], encoding="utf-8")
        done = run("simulate", path, "--worlds", 5)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"N0792", done.stderr)


if __name__ == "__main__":
    unittest.main()
