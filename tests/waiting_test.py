# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""What happens while the program reads: a line on a terminal that says how far it is, and files that change.

A named pipe in place of the surgeons' file makes the program wait, for as long as the test wants, after it has looked
at the operations' file and before it reads its rows."""

import os
import pty
import shutil
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

import program
from program import CONTRACT, OFFER, OPERATIONS, SURGEONS

LONG_ENOUGH = 1.3  # seconds; the line comes after one


class Waiting(unittest.TestCase):
    def setUp(self):
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.folder = Path(kept.name)
        self.operations = self.folder / "operations.csv"
        shutil.copy(OPERATIONS, self.operations)
        self.pipe = self.folder / "surgeons"
        os.mkfifo(self.pipe)

    def settle(self, while_waiting, stderr=subprocess.PIPE):
        """Settles; `while_waiting` is done when the program has looked at the operations and waits for the surgeons."""
        words = [program.NYTTE, "settle", CONTRACT, "--data", f"operation={self.operations}", "--data",
                 f"surgeon={self.pipe}", "--offer", OFFER, "--as-of", program.LAST_DATA_DATE]
        with subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE, stderr=stderr) as run:
            with open(self.pipe, "wb") as pipe:  # opens when the program opens it too
                while_waiting()
                pipe.write(Path(SURGEONS).read_bytes())
            out, problem = run.communicate(timeout=120)
        return run.returncode, out.decode(), (problem or b"").decode()

    def on_terminal(self):
        """The same, with a terminal for standard error; gives what it shows."""
        ours, theirs = pty.openpty()
        shown = []

        def listen():
            while True:
                try:
                    bytes_ = os.read(ours, 4096)
                except OSError:
                    return
                shown.append(bytes_)

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            status, out, _ = self.settle(lambda: time.sleep(LONG_ENOUGH), theirs)
        finally:
            os.close(theirs)
            listener.join()
            os.close(ours)
        return status, out, b"".join(shown).decode()

    def test_after_a_second_a_terminal_says_how_far_it_is_and_then_nothing_of_it_is_left(self):
        status, out, shown = self.on_terminal()
        self.assertEqual(status, 0)
        self.assertRegex(shown, r"^\r\x1b\[Kreading (surgeons|operations\.csv): [0-9]+ %")
        self.assertTrue(shown.endswith("\r\x1b[K"), shown)
        self.assertNotIn("reading", out)

    def test_nothing_is_said_where_standard_error_is_no_terminal(self):
        status, _, problem = self.settle(lambda: time.sleep(LONG_ENOUGH))
        self.assertEqual((status, problem), (0, ""))

    def test_a_file_that_is_written_to_meanwhile_is_refused(self):
        def write():
            with open(self.operations, "ab") as file:
                file.write(b"O9,P9,VEJ,VEJ-K01,2018-09-01,uni,S2,66,female,31.0,3,2018-09-02,,,,,,,23,43,,,0.5,0.9,yes\n")

        status, out, problem = self.settle(write)
        self.assertEqual((status, out), (3, ""))
        self.assertIn("operations.csv: somebody wrote to it meanwhile; try again", problem)

    def test_a_file_that_stays_as_it_is_is_read(self):
        status, out, problem = self.settle(lambda: None)
        self.assertEqual((status, problem), (0, ""))
        self.assertIn("Statement of contract year 1", out)


if __name__ == "__main__":
    unittest.main()
