# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Running nytte from a test, and reading what it says. No test stands here."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(os.environ.get("NYTTE_ROOT") or Path(__file__).resolve().parent.parent)
NYTTE = Path(os.environ.get("NYTTE") or ROOT / "build" / "nytte")

KNEE = ROOT / "contracts" / "knee"
DATA = KNEE / "data"
CONTRACT = KNEE / "knee.nytte"
SOURCE = KNEE / "knee-source.nytte"
OFFER = KNEE / "offer-knee.json"
OPERATIONS = DATA / "operations.csv"
SURGEONS = DATA / "surgeons.csv"
WITH_BOM = DATA / "udtraek-bom.csv"
LATIN1 = DATA / "udtraek-latin1.csv"
LAST_DATA_DATE = "2028-12-01"


# How a small contract of one year begins; its parties and tables follow.
ONE_YEAR = """nytte 1 english

contract "Small"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 1 year
  statement 3 months after each contract year, on the data of that day
  last statement at the end of the term

"""

# A small study, and a pathway for it.
STUDY = """\
nytte 1 english
study "Two drugs"
  currency DKK
party payer "The region"
"""
CYCLES = """\
pathway illness
  states well, ill, dead
  starts in well
  cycles every year for 20 years
  counted at the end
  from well to ill 10 %
  from ill to dead 20 %
"""


def run(*words, environment=None, folder=ROOT):
    """Runs the program; `environment` is added to the test's own."""
    return subprocess.run([str(NYTTE), *map(str, words)], cwd=folder, capture_output=True, check=False, timeout=120,
                          env={**os.environ, **(environment or {})})


def output(*words, status=0, **more):
    """What the program writes, as bytes; another exit status than expected fails the test and shows the words."""
    done = run(*words, **more)
    if done.returncode != status:
        raise AssertionError(f"nytte {' '.join(map(str, words))}\nexit status {done.returncode}, not {status}\n"
                             f"{done.stderr.decode(errors='replace')[:4000]}")
    return done.stdout


def answer(*words, **more):
    """What the program writes as JSON."""
    return json.loads(output(*words, **more))


def tables(operations=OPERATIONS, surgeons=SURGEONS):
    """The words that give the knee contract its data; `operations` may be several files."""
    several = operations if isinstance(operations, (list, tuple)) else [operations]
    return [word for path in several for word in ("--data", f"operation={path}")] + ["--data", f"surgeon={surgeons}"]


def settled(contract=CONTRACT, operations=OPERATIONS, surgeons=SURGEONS, offer=OFFER, as_of=LAST_DATA_DATE, more=()):
    return answer("settle", contract, *tables(operations, surgeons), "--offer", offer, "--as-of", as_of,
                  "--format", "json", *more)


def written(text, *words):
    """Runs a command on a study that is written down for it; exit status, standard output, the codes on standard error."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "study.nytte"
        file.write_text(text, encoding="utf-8")
        done = subprocess.run([str(NYTTE), *words, file.name], cwd=folder, capture_output=True, timeout=60, check=False)
    said = done.stderr.decode("utf-8")
    return done.returncode, done.stdout.decode("utf-8"), [word.rstrip(":") for word in said.split() if word[:2] == "N0"]
