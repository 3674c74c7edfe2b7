# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Runs every test and ends with the line `N passed, N failed`.

Two kinds of test files, found by their place:
  tests/unit/**/*.c                            one cmocka program each, built by Meson as DIR/tests/NAME
  tests/*_test.py, tests/<folder>/*_test.py    one unittest module each, run in a process of its own

What is counted is test cases (cmocka functions, unittest methods), not files. Nothing is skipped silently: a
crash, a time-out, a program that was not built, a file without a test and a skipped test all count as failed.

A Python test finds NYTTE (the program), NYTTE_ROOT (the top folder) and NYTTE_BUILD (the build folder) in its
environment.
"""

import argparse
import concurrent.futures
import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS_A_FILE = 300
AT_A_TIME = 2
LONGEST_OUTPUT = 20000

TAP_PLAN = re.compile(r"^1\.\.(\d+)", re.MULTILINE)
TAP_LINE = re.compile(r"^(ok|not ok)\b(.*)$", re.MULTILINE)


class Outcome:
    """What one file gave: its counts, why it failed if not by a plain case, and all it printed."""

    def __init__(self, passed=0, failed=0, reason="", output=""):
        self.passed = passed
        self.failed = failed
        self.reason = reason
        self.output = output


def run_process(command, environment, seconds):
    """Runs a command. Returns (exit status or None at time-out, stdout, stderr)."""
    process = subprocess.Popen(
        command, env=environment, cwd=ROOT, text=True, errors="replace", start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        out, err = process.communicate(timeout=seconds)
        return process.returncode, out, err
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        return None, out, err


def how_it_ended(status, seconds):
    if status is None:
        return f"no end after {seconds} s"
    if status < 0:
        return f"killed by {signal.Signals(-status).name}"
    return f"exit status {status}"


def read_tap(out, err, status, seconds):
    """Counts the cases in the TAP that one program printed, and checks that it printed all it promised."""
    planned = sum(int(n) for n in TAP_PLAN.findall(out))
    results = TAP_LINE.findall(out)
    good = sum(1 for word, rest in results if word == "ok" and "# SKIP" not in rest.upper())
    bad = len(results) - good
    outcome = Outcome(good, bad, output=out + err)
    if status is None or status < 0 or (status != 0 and bad == 0):
        outcome.reason = how_it_ended(status, seconds)
    elif planned != len(results):
        outcome.reason = f"promised {planned} cases, told of {len(results)}"
    elif not results:
        outcome.reason = "holds no test"
    if outcome.reason:
        outcome.failed += 1
    return outcome


def run_unit(source, build, environment, seconds):
    program = build / "tests" / source.stem
    if not program.exists():
        return Outcome(failed=1, reason=f"{program} was not built")
    status, out, err = run_process([str(program)], environment, seconds)
    return read_tap(out, err, status, seconds)


def run_python(path, environment, seconds):
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        status, out, err = run_process(
            [sys.executable, "-B", __file__, "--inside", str(path), "--report", str(report)],
            environment, seconds)
        outcome = Outcome(output=out + err)
        try:
            counts = json.loads(report.read_text())
            outcome.passed, outcome.failed = counts["passed"], counts["failed"]
        except (OSError, ValueError):
            outcome.reason = how_it_ended(status, seconds)
        if not outcome.reason and status != 0:
            outcome.reason = how_it_ended(status, seconds)
        if not outcome.reason and outcome.passed + outcome.failed == 0:
            outcome.reason = "holds no test"
        if outcome.reason:
            outcome.failed += 1
        return outcome


class CountingResult(unittest.TextTestResult):
    """Counts test methods: one with several failed parts (subTest) has failed once."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.good = set()
        self.bad = set()

    def addSuccess(self, test):
        super().addSuccess(test)
        self.good.add(test.id())

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self.good.add(test.id())

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.bad.add(test.id())

    def addError(self, test, err):
        super().addError(test, err)
        self.bad.add(test.id())

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.stream.writeln(f"SKIPPED, which counts as failed: {test.id()}: {reason}")
        self.bad.add(test.id())

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.bad.add(test.id())

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.bad.add(test.id())


def inside(path, report):
    """Runs one unittest module in this process and writes its counts to `report`."""
    path = Path(path)
    sys.path[:0] = [str(path.parent), str(ROOT / "tests")]
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    suite = unittest.defaultTestLoader.loadTestsFromModule(module)
    result = unittest.TextTestRunner(resultclass=CountingResult, verbosity=0).run(suite)
    Path(report).write_text(
        json.dumps({"passed": len(result.good - result.bad), "failed": len(result.bad)}))


def discover(root):
    """All test files: (kind, path), slowest kind first."""
    tests = root / "tests"
    python = sorted(set(tests.glob("*_test.py")) | set(tests.glob("*/*_test.py")))
    unit = sorted(p for p in tests.glob("unit/**/*.c") if not p.name.startswith("."))
    return [("python", p) for p in python] + [("unit", p) for p in unit]


def run_one(kind, path, build, environment, seconds):
    began = time.monotonic()
    if kind == "unit":
        outcome = run_unit(path, build, environment, seconds)
    else:
        outcome = run_python(path, environment, seconds)
    return outcome, time.monotonic() - began


def shorten(text):
    if len(text) <= LONGEST_OUTPUT:
        return text
    half = LONGEST_OUTPUT // 2
    return text[:half] + f"\n[... {len(text) - 2 * half} characters left out ...]\n" + text[-half:]


def tell(path, outcome, seconds):
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    word = "FAIL" if outcome.failed else "ok  "
    why = f" ({outcome.reason})" if outcome.reason else ""
    print(f"{word} {name}: {outcome.passed} passed, {outcome.failed} failed, {seconds:.1f} s{why}")
    if outcome.failed and outcome.output.strip():
        print("".join(f"    | {line}\n" for line in shorten(outcome.output).splitlines()), end="")
    sys.stdout.flush()


def test_environment(build):
    environment = dict(os.environ)
    environment.update(
        CMOCKA_MESSAGE_OUTPUT="TAP",
        NYTTE=str(build / "nytte"),
        NYTTE_ROOT=str(ROOT),
        NYTTE_BUILD=str(build),
        PYTHONHASHSEED="0")
    environment.setdefault("UBSAN_OPTIONS", "print_stacktrace=1")
    symbolizer = "/usr/bin/llvm-symbolizer-14"
    if os.path.exists(symbolizer):
        environment.setdefault("ASAN_SYMBOLIZER_PATH", symbolizer)
        environment.setdefault("UBSAN_SYMBOLIZER_PATH", symbolizer)
    for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "CMOCKA_XML_FILE", "CMOCKA_TEST_FILTER"):
        environment.pop(name, None)
    return environment


def main():
    parser = argparse.ArgumentParser(description="Run every test.")
    parser.add_argument("--build", default="build", help="the build folder (default: build)")
    parser.add_argument("--only", metavar="PATTERN", help="only files whose path contains this text")
    parser.add_argument("--timeout", type=float, default=SECONDS_A_FILE, help="seconds a file may take")
    parser.add_argument("--root", default=str(ROOT), help=argparse.SUPPRESS)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    parser.add_argument("--report", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        inside(options.inside, options.report)
        return 0

    root = Path(options.root).resolve()
    build = (ROOT / options.build).resolve()
    files = discover(root)
    if options.only:
        files = [(k, p) for k, p in files if options.only in p.relative_to(root).as_posix()]
    environment = test_environment(build)

    passed = failed = 0
    if not files:
        print(f"no test file matches {options.only!r}" if options.only else "no test file at all")
        failed = 1
    with concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
        waiting = {
            pool.submit(run_one, kind, path, build, environment, options.timeout): path
            for kind, path in files
        }
        for done in concurrent.futures.as_completed(waiting):
            outcome, seconds = done.result()
            tell(waiting[done], outcome, seconds)
            passed += outcome.passed
            failed += outcome.failed

    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
