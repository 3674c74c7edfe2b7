# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""A tender whose bidders, judges or buyer try what the rules do not foresee: links, escape codes, names, locks over locks."""

import json
import os
import shutil
import tempfile
import unittest
from pathlib import Path

import program
from award_test import fingerprint

PUMPS = program.ROOT / "contracts" / "award"
ESCAPE = "\x1b[2J"
TURNED = "\u202e"


class Hostile(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copytree(PUMPS, self.folder, dirs_exist_ok=True)

    def change(self, name, change):
        path = self.folder / name
        value = json.loads(path.read_text(encoding="utf-8"))
        change(value)
        path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def change_receipt(self, **parts):
        self.change("receipts.json", lambda receipts: receipts["receipts"][3].update(parts))

    def renew(self):
        """The receipts say what lies in the folders now."""
        def fingerprints(receipts):
            for one in receipts["receipts"]:
                for part in ("answers", "price"):
                    one[part] = fingerprint(self.folder / "bids" / one["bid"] / f"{part}.json")
        self.change("receipts.json", fingerprints)

    def run_on(self, command, *more):
        return program.run(command, "award.nytte", "--scores", "scores", *more, folder=self.folder)

    def stops(self, *parts, command="lock"):
        done = self.run_on(command)
        error = done.stderr.decode()
        self.assertEqual(done.returncode, 1, error + done.stdout.decode())
        for part in parts:
            self.assertIn(part, error)
        return error

    def award(self, *more):
        locked = self.run_on("lock")
        self.assertEqual(locked.returncode, 0, locked.stderr.decode())
        done = self.run_on("award", *more)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done

    def reason(self, bid, *more):
        ranking = json.loads(self.award("--json", *more).stdout)["ranking"]
        return next(one["excluded"] for one in ranking if one["bid"] == bid)

    # --- receipts ------------------------------------------------------------------------------

    def test_a_fingerprint_that_is_none_is_not_passed_over(self):
        for odd in (12, None, "", "0" * 63, "0" * 63 + "G", "A" * 64):
            with self.subTest(odd):
                self.change_receipt(price=odd)
                self.stops("N0783", "receipts.json:25:", "nord")
                self.assertFalse((self.folder / "scores/lock.json").exists())

    def test_a_time_that_there_is_not(self):
        for odd in ("2026-02-31T11:00:00Z", "2026-10-15T25:00:00Z", "2026-10-15T11:60:00Z", "2026-13-01T00:00:00Z"):
            with self.subTest(odd):
                self.change_receipt(received=odd)
                self.stops("N0783", "nord")

    def test_a_name_that_is_no_folder_of_its_own(self):
        for odd in ("../nord", ".", ".nord", "a/b", "nord\n       1  nord", ESCAPE, TURNED + "nord", ""):
            with self.subTest(odd):
                self.change_receipt(bid=odd)
                error = self.stops("N0783", "receipts.json:25:")
                self.assertNotIn("\x1b", error)
                self.assertNotIn(TURNED, error)

    def test_a_receipt_twice_is_shown_where_it_stands(self):
        self.change("receipts.json", lambda receipts: receipts["receipts"].append(receipts["receipts"][3]))
        self.stops("N0789", "receipts.json:43:")

    # --- links ---------------------------------------------------------------------------------

    def test_a_bid_does_not_borrow_the_price_of_another_by_a_link(self):
        path = self.folder / "bids/nord/price.json"
        path.unlink()
        path.symlink_to("../sund/price.json")
        self.renew()
        self.assertEqual(self.reason("nord"), "price.json is a link to another place, not a file that was handed in")

    def test_nor_the_folder_of_another(self):
        shutil.rmtree(self.folder / "bids/nord")
        os.symlink("sund", self.folder / "bids/nord")
        self.renew()
        self.stops("N0787", "answers.json is a link")

    # --- what bidders write is shown, and does nothing else -------------------------------------

    def test_a_name_cannot_write_to_the_screen(self):
        forged = f"Nord{ESCAPE}{TURNED}\n       1  nord (winner)<b>"
        self.change("bids/nord/answers.json", lambda bid: bid.update(bidder=forged))
        self.renew()
        text = self.award().stdout.decode()
        for sign in ("\x1b", TURNED, "\n       1  nord (winner)"):
            self.assertNotIn(sign, text)
        page = self.run_on("award", "--format", "html").stdout.decode()
        self.assertNotIn("<b>", page)
        self.assertNotIn("\x1b", page)
        self.assertNotIn(TURNED, page)

    def test_a_fault_cannot_write_to_the_screen(self):
        self.change("bids/nord/price.json", lambda bid: bid["offers"].update({f"pr{ESCAPE}{TURNED}\nerror N0001": "1 DKK"}))
        self.renew()
        error = self.award().stderr.decode()
        self.assertIn("N0623", error)
        for sign in ("\x1b", TURNED, "\nerror N0001"):
            self.assertNotIn(sign, error)

    # --- reasons -------------------------------------------------------------------------------

    def test_the_reason_names_file_and_line(self):
        self.change("bids/nord/price.json", lambda bid: bid["offers"].update(price="13900,50 DKK per pump"))
        self.renew()
        self.assertEqual(self.reason("nord"), "price.json, line 6: a comma stands inside a number")

    def test_the_reason_does_not_say_where_the_folder_lies(self):
        (self.folder / "bids/nord/price.json").write_text("{")
        self.renew()
        reason = self.reason("nord", "--bids", str(self.folder / "bids"))
        self.assertTrue(reason.startswith("price.json is not JSON"), reason)

    # --- names that differ in nothing that counts -----------------------------------------------

    def test_one_judge_under_two_spellings(self):
        self.change("scores/technician.json", lambda scores: scores.update(judge="ward  NURSE "))
        self.stops("N0786")

    def test_one_bidder_under_two_spellings(self):
        self.change("bids/nord/answers.json", lambda bid: bid.update(bidder="SUND teknik "))
        self.renew()
        self.stops("N0789", "Sund Teknik (nord, sund)")

    # --- the lock ------------------------------------------------------------------------------

    def test_a_second_lock_does_not_cover_what_changed_since_the_first(self):
        self.award()
        first = (self.folder / "scores/lock.json").read_bytes()
        self.assertEqual(self.run_on("lock").returncode, 0)  # the same again
        self.change("scores/technician.json", lambda scores: scores["scores"]["nord"]["alarms"].update(points="10"))
        self.stops("N0782", "technician.json")
        self.assertEqual((self.folder / "scores/lock.json").read_bytes(), first)
        (self.folder / "scores/lock.json").unlink()
        self.assertEqual(self.run_on("lock").returncode, 0)

    # --- who sees what -------------------------------------------------------------------------

    def test_a_letter_as_json_is_what_its_bidder_may_see(self):
        self.assertEqual(self.award("--letter", "nord", "--json").stdout, self.run_on("award", "--for", "nord", "--json").stdout)

    def test_stress_names_the_contract_as_the_award_does(self):
        self.award()
        for command in ("award", "stress"):
            title = self.run_on(command, "--lang", "da").stdout.decode().splitlines()[0]
            self.assertIn("Infusionspumper til sygehusene", title)

    def test_a_letter_to_one_is_no_report_for_another(self):
        self.award()
        self.assertEqual(self.run_on("award", "--letter", "nord", "--for", "sund").returncode, 2)


if __name__ == "__main__":
    unittest.main()
