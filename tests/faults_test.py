# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""What faults could move, said in statements; --strict, the list of faults, and a folder written whole or not at all.

That the bounds hold every choice is tried in unit/bound_test.c; here stands each kind of fault with the bounds that a
reader would work out by hand. All data are made up."""

import csv
import io
import json
import os
import random
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import program  # noqa: E402

BASE = """nytte 1 english
contract "Faults"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 2 years
  statement 3 months after each contract year, on the data of that day
  last statement 1 year after the term
party buyer  "Buyer"  buys
party seller "Seller" sells
table nurse "One row per nurse"
  nurse  key
  years  0..40 year, if known
table visit "One row per visit" dated by done
  id     key
  done   date
  nurse  a nurse
  kind   plain or urgent
  stay   1..24 day
  cost   DKK
  answer 0..48 point, if known
  ended  date not before done, if any
  note   pseudonym, if known
"""
HEAD = "id,done,nurse,kind,stay,cost,answer,ended,note\n"
A = "A,2020-02-01,N1,plain,4,100,20,,\n"
B = "B,2020-03-01,N1,urgent,8,200,40,2020-03-05,\n"
C = "C,2020-04-01,N2,plain,12,300,,,\n"
NURSES = "nurse,years\nN1,3\nN2,10\n"
MEASURES = """
measure urgent "Urgent"
  over visit
  share kind is urgent
  needs at least 1 row, or is unknown
measure length "Days"
  over visit
  mean stay
measure points "Points"
  over visit
  mean answer
  counted 1 month after done
  needs at least 1 % known, or is unknown
measure quick "Ended within a week"
  over visit
  share ended within 7 days of done
  counted 7 days after done
  needs at least 1 row, or is unknown
"""
PAY = """
pay buyer to seller "Days" clause 7.1
  10 DKK per day * stay for each visit
  due 30 days after done
"""


def write(folder, text, visits, nurses=NURSES, facts=None):
    here = Path(folder)
    (here / "c.nytte").write_text(text, encoding="utf-8")
    (here / "visits.csv").write_text(visits, encoding="utf-8")
    (here / "nurses.csv").write_text(nurses, encoding="utf-8")
    words = ["c.nytte", "--data", "visit=visits.csv", "--data", "nurse=nurses.csv"]
    if facts:
        (here / "facts.json").write_text(json.dumps({"nytte": "facts/1", "facts": facts}), encoding="utf-8")
        words += ["--facts", "facts.json"]
    return words


def settle(text, visits, nurses=NURSES, facts=None, command="settle", more=("--extracted", "2026-01-01"), form="--json"):
    with tempfile.TemporaryDirectory() as folder:
        words = write(folder, text, visits, nurses, facts)
        out = program.output(command, *words, *more, *([form] if form else []), folder=folder).decode()
    return json.loads(out) if form else out


def ends(of):
    """What faults could make of it: "low..high", with what else it could be."""
    faults = of["faults"]
    if faults is None:
        return None
    said = f"{faults['at_least']}..{faults['at_most']}" if "at_least" in faults else ""
    return said + (" unknown" if faults.get("may_be_unknown") else "") + (" unbounded" if faults.get("unbounded") else "")


class EachKind(unittest.TestCase):
    """Every kind of fault is listed, and enters the bounds."""

    def first_year(self, visits, text=BASE + MEASURES + PAY, **more):
        found = settle(text, HEAD + visits, **more)
        self.assertEqual(len(found["rejects"]), found["periods"][0]["faults"]["in_data"])
        self.assertEqual("provisional", found["periods"][0]["status"])
        return found["periods"][0]

    def measures(self, year, **expected):
        self.assertEqual(expected, {name: ends(year["measures"][name]) for name in expected})

    def test_a_word_that_is_no_code_sets_the_row_aside(self):
        year = self.first_year(A + B + C.replace("plain", "plane"))
        self.measures(year, urgent="0.333333333333..0.666666666667", length="6..8")
        self.assertEqual(1, year["faults"]["touching"])
        [pay] = year["payments"]
        self.assertEqual(("120.00", {"at_least": "120.00", "at_most": "240.00"}), (pay["amount"], pay["faults"]))
        self.assertEqual({"pays": {"at_least": "120.00", "at_most": "240.00"}, "receives": {"at_least": "0.00", "at_most": "0.00"}},
                         year["parties"]["buyer"]["DKK"]["faults"])

    def test_a_number_outside_its_range(self):
        year = self.first_year(A + B + C.replace(",12,", ",120,"))  # out; or 1 to 24 days
        self.measures(year, urgent="0.333333333333..0.5", length="4.333333333333..12")

    def test_an_answer_outside_its_range_counts_as_missing(self):
        year = self.first_year(A.replace(",20,", ",49,") + B + C)  # 0 to 48, or missing as now; that of C stays missing
        self.measures(year, points="20..44", urgent=None, length=None)
        self.assertEqual("40", year["measures"]["points"]["value"])

    def test_an_impossible_order_of_dates(self):
        year = self.first_year(A.replace(",20,,", ",20,2020-01-31,") + B + C)
        self.measures(year, quick="0.333333333333..0.666666666667", length=None)

    def test_a_day_after_the_extract(self):
        year = self.first_year(A + B + C.replace("2020-04-01", "2108-04-01"))  # in either year, or in none
        self.measures(year, length="6..8")

    def test_a_row_without_its_date_is_possible_in_each_year(self):
        found = settle(BASE + MEASURES, HEAD + A + B + C.replace("2020-04-01", ""))
        self.assertEqual(["6..8", "12..12 unknown"], [ends(year["measures"]["length"]) for year in found["periods"][:2]])

    def test_a_date_is_not_after_one_that_must_not_be_before_it(self):
        found = settle(BASE + MEASURES, HEAD + A + B.replace("2020-03-01", "?"))  # it ended in 2020
        self.assertEqual(["4..6", None], [ends(year["measures"]["length"]) for year in found["periods"][:2]])

    def test_rows_with_one_key_that_differ_are_one_or_none(self):
        year = self.first_year(A + B + B.replace(",8,", ",24,"))
        self.measures(year, urgent="0..0.5", length="4..14")

    def test_equal_rows_move_nothing(self):
        year = self.first_year(A + B + B)
        self.measures(year, urgent=None, length=None)
        self.assertEqual((1, 0), (year["faults"]["in_data"], year["faults"]["touching"]))

    def test_a_row_that_refers_to_none(self):
        senior = BASE + MEASURES + "measure senior \"Senior\"\n  over visit\n  share years of nurse is known and years of nurse > 5 years\n" \
            "  counted 1 month after done\n  needs at least 1 % known, or is unknown\n"
        year = self.first_year(A + B + C.replace("N2", "N9"), text=senior)
        self.measures(year, length="6..8", senior="0..0.333333333333")

    def test_a_cell_of_a_row_that_is_referred_to(self):
        senior = BASE + MEASURES + "measure senior \"Senior\"\n  over visit\n  share years of nurse is known and years of nurse > 5 years\n" \
            "  counted 1 month after done\n  needs at least 1 % known, or is unknown\n"
        year = self.first_year(A + B + C, text=senior, nurses=NURSES.replace("N1,3", "N1,300"))
        self.measures(year, length=None, senior="0.333333333333..1")
        self.assertEqual(1, year["faults"]["touching"])

    def test_a_line_that_is_no_row(self):
        year = self.first_year(A + B + "C,2020-04-01,N2\n")
        self.measures(year, urgent="0.333333333333..0.666666666667", length="4.333333333333..12")

    def test_an_attestation_after_the_extract(self):
        text = BASE + 'fact opened "Opened" : date, if any, attested by buyer\n' \
            'pay buyer to seller "Opening" clause 7.2\n  5_000 DKK once on opened\n  due 30 days after that day\n'
        found = settle(text, HEAD + A, facts={"opened": {"attested": {"buyer": "2026-05-01"}}})
        self.assertEqual([1, 1, 1], [year["faults"]["touching"] for year in found["periods"]])
        self.assertEqual({"at_least": "0.00", "at_most": "5000.00"},
                         {key: found["periods"][0]["faults"]["other_payments"][0][key] for key in ("at_least", "at_most")})

    def test_a_blank_where_it_may_be_is_no_fault(self):
        found = settle(BASE + MEASURES, HEAD + A + B + C)
        self.assertEqual([], found["rejects"])
        self.assertEqual((None, 0), (found["periods"][0]["measures"]["points"]["faults"], found["periods"][0]["faults"]["touching"]))
        self.assertEqual("final", found["periods"][0]["status"])


class Through(unittest.TestCase):
    """From a cell to figures and payments."""

    def test_a_column_that_nothing_asks_for_moves_nothing(self):
        found = settle(BASE + MEASURES + PAY, HEAD + A + B + C.replace("300,,,", "300,,, x"))
        for year in found["periods"]:
            self.assertIn("; no figure of this statement meets one", year["why_provisional"][0])
            self.assertEqual(0, year["faults"]["touching"])
            self.assertEqual({None}, {of["faults"] for of in [*year["measures"].values(), *year["payments"]]})

    def test_without_a_range_it_is_unbounded_and_cut_further_on(self):
        text = BASE + 'define total "All costs" each year\n  = sum of cost over visit\n' \
            'define limited "Within limits" each year\n  = keep total between 0 DKK and 1_000 DKK\n' \
            'define points_given "Points" each year\n  = scale total from 0 at 0 DKK to 10 at 500 DKK\n' \
            'pay buyer to seller "Kept" clause 7.1\n  limited each year\n  due 30 days after the statement\n' \
            'pay buyer to seller or back when negative "Total" clause 7.2\n  total each year\n  due 30 days after the statement\n'
        year = settle(text, HEAD + A + B.replace(",200,", ",two hundred,"))["periods"][0]
        self.assertEqual(("None..None unbounded", "0..1000", "0..10"),
                         tuple(ends(year["figures"][name]).replace(".00", "") for name in ("total", "limited", "points_given")))
        [kept, total] = year["payments"]
        self.assertEqual({"at_least": "0.00", "at_most": "1000.00"}, kept["faults"])
        self.assertEqual({"at_least": "0.00", "at_most": None}, total["faults"])
        [back] = year["faults"]["other_payments"]
        self.assertEqual(("seller", "buyer", "0.00", None), (back["from"], back["to"], back["at_least"], back["at_most"]))
        words = settle(text, HEAD + A + B.replace(",200,", ",two hundred,"), form=None)
        self.assertIn("faults could make it anything: it is unbounded", words)
        self.assertIn("faults could make it 0.00 DKK to 1,000.00 DKK", words)
        self.assertIn("faults could make Seller pay Buyer 0.00 DKK or more: it is unbounded above", words)

    def test_an_exclusion_that_cannot_be_judged_is_bounded_both_ways(self):
        text = BASE + 'exclude visit "Bad answers" clause 3.1\n  where answer is known and answer < 10 points\n  neither judged nor paid\n' \
            + MEASURES + PAY
        year = settle(text, HEAD + A.replace(",20,", ",x,") + B + C)["periods"][0]
        self.assertEqual(("8", "8..10"), (year["measures"]["length"]["value"], ends(year["measures"]["length"])))
        self.assertEqual(("240.00", "200.00..240.00"), (year["payments"][0]["amount"], ends(year["payments"][0])))

    def test_a_price_carried_over_is_bounded_later(self):
        text = BASE + MEASURES + 'define price "Price" each year\n  in the first year  100 DKK per day\n  in later years     previous next_price\n' \
            'define next_price "Next" each year\n' \
            '  = keep price * (1 + 0.5 * (urgent, unknown as 0 %)) between 90 DKK per day and 120 DKK per day\n' \
            '  rounded to 0.01 DKK per day\n' \
            'pay buyer to seller "Days" clause 7.1\n  price * stay for each visit\n  due 30 days after done\n'
        later = A.replace("A,2020", "D,2021")
        found = settle(text, HEAD + A + B + C.replace("plain", "plane") + later)
        year = found["periods"][1]
        self.assertEqual(0, year["faults"]["touching"])
        self.assertEqual("116.67..120", ends(year["figures"]["price"]).replace("120.00", "120"))
        self.assertEqual("466.68..480.00", ends(year["payments"][0]))

    def test_measure_says_it_too(self):
        found = settle(BASE + MEASURES, HEAD + A + B + C.replace("plain", "plane"), command="measure")
        self.assertEqual("6..8", ends(next(m for m in found["measures"] if m["name"] == "length")))
        words = settle(BASE + MEASURES, HEAD + A + B + C.replace("plain", "plane"), command="measure", form=None)
        self.assertIn("faults could make it 33.33 % to 66.67 %", words)

    def test_the_same_faults_give_the_same_bytes(self):
        visits = HEAD + A + B + C.replace("plain", "plane") + C.replace("2020-04-01", "x").replace("C,", "E,")
        self.assertEqual(settle(BASE + MEASURES + PAY, visits, form=None), settle(BASE + MEASURES + PAY, visits, form=None))


FAULTY = HEAD + A + B + C.replace("plain", "=plane()")


class Strict(unittest.TestCase):
    def refused(self, visits, *more):
        with tempfile.TemporaryDirectory() as folder:
            words = write(folder, BASE + MEASURES + PAY, visits)
            done = program.run("settle", *words, "--strict", "--output", "out/statement.txt", *more, folder=folder)
            self.assertFalse((Path(folder) / "out").exists())
        return done

    def test_any_fault_is_refused_and_nothing_written(self):
        for visits in (FAULTY, HEAD + A + A, HEAD + A + B + C.replace("300,,,", "300,,, x")):
            done = self.refused(visits)
            self.assertEqual((1, b""), (done.returncode, done.stdout))
            self.assertIn(b"N0550", done.stderr)
            self.assertIn(b"visits.csv:", done.stderr)
            self.assertNotIn(b"plane", done.stderr)

    def test_sound_data_are_settled(self):
        said = settle(BASE + MEASURES + PAY, HEAD + A + B + C, more=("--extracted", "2026-01-01", "--strict"))
        self.assertEqual("final", said["periods"][0]["status"])

    def test_measure_refuses_too(self):
        with tempfile.TemporaryDirectory() as folder:
            done = program.run("measure", *write(folder, BASE + MEASURES, FAULTY), "--strict", folder=folder)
        self.assertEqual(1, done.returncode)


class Rejects(unittest.TestCase):
    def test_the_list_is_safe_in_a_spreadsheet(self):
        for command in ("settle", "measure"):
            with tempfile.TemporaryDirectory() as folder:
                program.output(command, *write(folder, BASE + MEASURES + PAY, FAULTY), "--rejects", "faults.csv", folder=folder)
                rows = list(csv.reader(io.StringIO((Path(folder) / "faults.csv").read_text(encoding="utf-8"))))
            self.assertEqual(["file", "line", "heading", "value", "reason", "what happens"], rows[0])
            self.assertEqual([["visits.csv", "4", "kind", "'=plane()"]], [row[:4] for row in rows[1:]])
            self.assertEqual("row set aside", rows[1][5])


NAMES = ["rejects.csv", "statement.csv", "statement.html", "statement.json", "statement.txt"]


class Folders(unittest.TestCase):
    """Whole or not at all."""

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.here = Path(place.name)
        self.words = write(self.here, BASE + MEASURES + PAY, FAULTY)

    def settle(self, *more, **how):
        return subprocess.run([str(program.NYTTE), "settle", *self.words, *more], cwd=self.here, capture_output=True,
                              check=False, timeout=120, **how)

    def contents(self, name="out"):
        return {path.name: path.read_bytes() for path in (self.here / name).iterdir()}

    def left_behind(self):
        return [path.name for path in self.here.iterdir() if ".new-" in path.name]

    def test_every_form_is_in_it(self):
        self.assertEqual(0, self.settle("--folder", "deep/out/").returncode)
        found = self.contents("deep/out")
        self.assertEqual(NAMES, sorted(found))
        self.assertEqual(self.settle().stdout, found["statement.txt"])
        self.assertEqual(self.settle("--json").stdout, found["statement.json"])
        self.assertEqual(self.settle("--format", "csv").stdout, found["statement.csv"])
        self.assertEqual(self.settle("--format", "html").stdout, found["statement.html"])

    def test_an_older_one_is_replaced(self):
        self.settle("--folder", "out")
        before = self.contents()
        (self.here / "visits.csv").write_text(HEAD + A + B + C, encoding="utf-8")
        self.assertEqual(0, self.settle("--folder", "out").returncode)
        after = self.contents()
        self.assertEqual((NAMES, []), (sorted(after), self.left_behind()))
        self.assertNotEqual(before["statement.txt"], after["statement.txt"])

    def test_what_is_not_ours_is_never_overwritten(self):
        self.settle("--folder", "out")
        (self.here / "out" / "letter.doc").write_text("mine", encoding="utf-8")
        before = self.contents()
        (self.here / "visits.csv").write_text(HEAD + A, encoding="utf-8")
        done = self.settle("--folder", "out")
        self.assertEqual((3, before), (done.returncode, self.contents()))
        self.assertIn(b"letter.doc", done.stderr)
        (self.here / "out" / "letter.doc").unlink()
        (self.here / "out" / "statement.csv").unlink()
        (self.here / "out" / "statement.csv").mkdir()
        self.assertEqual(3, self.settle("--folder", "out").returncode)
        (self.here / "file").write_text("mine", encoding="utf-8")
        self.assertEqual(3, self.settle("--folder", "file").returncode)
        (self.here / "link").symlink_to("out")
        self.assertEqual(3, self.settle("--folder", "link").returncode)
        self.assertEqual([], self.left_behind())

    def test_it_is_one_way_to_write(self):
        for more in (["--json"], ["--output", "x"], ["--format", "csv"]):
            self.assertEqual(2, self.settle("--folder", "out", *more).returncode)
        self.assertEqual(2, self.settle("--folder", "").returncode)
        self.assertFalse((self.here / "out").exists())

    def full(self):
        """A disk with room for a part of the statement."""
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))

    def test_a_full_disk_leaves_the_old_one(self):
        self.settle("--folder", "out")
        self.settle("--output", "one.txt")
        before, one = self.contents(), (self.here / "one.txt").read_bytes()
        (self.here / "visits.csv").write_text(HEAD + A + B + C, encoding="utf-8")
        for more in (["--folder", "out"], ["--output", "one.txt"], ["--rejects", "one.txt", "--folder", "out"]):
            done = self.settle(*more, preexec_fn=self.full)
            if more[0] != "--rejects":
                self.assertEqual(3, done.returncode)
        self.assertEqual(before, self.contents())
        self.assertEqual([], self.left_behind())
        self.assertEqual(3, self.settle("--output", "one.txt", preexec_fn=self.full).returncode)

    def test_a_device_is_written_and_stays_one(self):
        done = self.settle("--output", "/dev/full")
        self.assertEqual(3, done.returncode)
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/full").st_mode))

    def test_a_link_stays_one(self):
        (self.here / "real.txt").write_text("old", encoding="utf-8")
        (self.here / "link.txt").symlink_to("real.txt")
        self.assertEqual(0, self.settle("--output", "link.txt").returncode)
        self.assertTrue((self.here / "link.txt").is_symlink())
        self.assertEqual(self.settle().stdout, (self.here / "real.txt").read_bytes())

    def test_a_folder_that_may_not_be_written(self):
        os.chmod(self.here, 0o755)
        program_here = self.here / "program"
        shutil.copy(program.NYTTE, program_here)
        locked = self.here / "locked"
        self.settle("--folder", "locked/out")
        before = self.contents("locked/out")
        os.chmod(locked, 0o555)
        nobody = (lambda: os.setuid(65534)) if os.geteuid() == 0 else None
        for more in (["--folder", "locked/out"], ["--output", "locked/one.txt"]):
            done = subprocess.run([str(program_here), "settle", *self.words, *more], cwd=self.here, capture_output=True,
                                  check=False, timeout=120, preexec_fn=nobody)
            self.assertEqual(3, done.returncode, done.stderr)
            self.assertIn(b"permission is lacking", done.stderr)
        os.chmod(locked, 0o755)
        self.assertEqual((before, ["out"]), (self.contents("locked/out"), os.listdir(locked)))

    def test_killed_at_any_moment_it_is_old_or_new(self):
        """Two statements take turns; whenever the program is killed, one of them is there, whole."""
        visits = {True: FAULTY, False: HEAD + A + B + C}
        whole = []
        for kind in (True, False):
            (self.here / "visits.csv").write_text(visits[kind], encoding="utf-8")
            self.settle("--folder", "out")
            self.settle("--output", "one.txt")
            whole.append((self.contents(), (self.here / "one.txt").read_bytes()))
        begun = time.monotonic()
        self.settle("--folder", "out")
        usual = time.monotonic() - begun
        draw = random.Random(20260101)
        stopped = 0
        for turn in range(25):
            (self.here / "visits.csv").write_text(visits[turn % 2 == 0], encoding="utf-8")
            for more in (["--folder", "out"], ["--output", "one.txt"]):
                running = subprocess.Popen([str(program.NYTTE), "settle", *self.words, *more], cwd=self.here,
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(draw.uniform(0, 1.2 * usual))
                running.kill()
                stopped += running.wait() != 0
            self.assertIn(self.contents(), [found for found, _ in whole])
            self.assertIn((self.here / "one.txt").read_bytes(), [one for _, one in whole])
        self.assertGreater(stopped, 0)


if __name__ == "__main__":
    unittest.main()
