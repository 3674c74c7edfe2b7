# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Scores of questionnaires, risk adjustment and standardisation, through `nytte measure` from contract text, against the
reference cases of tests/measures/ (made by others, see its README) and against Python's fractions.
"""

import csv
import json
import tempfile
import unittest
from fractions import Fraction
from pathlib import Path

import program

CASES = program.ROOT / "tests" / "measures"
MEASURES = program.ROOT / "contracts" / "measures"
VALUE_SETS = program.ROOT / "data" / "eq5d"

# One row a month, so that each row's figure is a measure of its own.
MONTHLY = """\
nytte 1 english

contract "One row a month"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for {months} months
  statement 1 month after each contract month, on the data of that day
  last statement 1 month after the term

party buyer  "Buyer"  buys
party seller "Seller" sells

table person "One row per person" dated by seen
  id    key
  seen  date
"""
MEASURE = """
measure {name}
  over person
  mean {what}
  counted 1 day after seen
  needs at least 1 % known, or is unknown
"""


def case(name):
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def exactly(measure):
    return None if measure["exact"] is None else Fraction(measure["exact"])


def month(number):
    return f"{2020 + number // 12}-{number % 12 + 1:02}"


def by_month(columns, measures, rows, more=""):
    """{measure: [its figure in each month]}: columns is text of the table, rows are lists of cells."""
    names = [line.split()[0] for line in columns.strip().splitlines()]
    text = (MONTHLY.format(months=len(rows)) + columns + more +
            "".join(MEASURE.format(name=name, what=what) for name, what in measures.items()))
    with tempfile.TemporaryDirectory() as folder:
        contract, data = Path(folder) / "case.nytte", Path(folder) / "person.csv"
        contract.write_text(text, encoding="utf-8")
        with data.open("w", encoding="utf-8", newline="") as file:
            write = csv.writer(file)
            write.writerow(["id", "seen", *names])
            for number, row in enumerate(rows):
                write.writerow([number, month(number) + "-02", *row])
        said = program.answer("measure", contract, "--data", f"person={data}", "--extracted", "2400-01-01", "--json")
    figures = {name: {} for name in measures}
    for measure in said["measures"]:
        if measure["operation_year"] is not None:
            figures[measure["name"]][measure["operation_year"]] = exactly(measure)
    return {name: [found[number + 1] for number in range(len(rows))] for name, found in figures.items()}


class Eq5d(unittest.TestCase):
    CASE_NAMES = {  # the names of the case, and those that contracts use
        "Denmark_VT": "Denmark 5L 2021", "Denmark_CW": "Denmark 5L crosswalk 2012", "Norway_VT": "Norway 5L 2025",
        "Sweden_2022_VT": "Sweden 5L 2022", "England_VT": "England 5L 2018", "Germany_VT": "Germany 5L 2018",
        "Netherlands_VT": "Netherlands 5L 2016", "UK_CW": "UK 5L crosswalk 2012", "Denmark_TTO": "Denmark 3L TTO 2009",
        "Sweden_TTO": "Sweden 3L TTO 2014", "UK_TTO": "UK 3L TTO 1997", "Germany_TTO": "Germany 3L TTO 2005",
        "Denmark_VAS": "Denmark 3L VAS 2002", "Finland_VAS": "Finland 3L VAS 1998"}

    def test_the_case_eq5d_index_a(self):
        wanted = case("eq5d-index-a")
        tolerance = Fraction(str(wanted["tolerance"]["abs"]))
        for levels in (5, 3):
            profiles = wanted["inputs"][f"profiles_{levels}L"]
            sets = wanted["expected"][f"EQ5D{levels}L"]
            figures = by_month(f"  health  code of 5 digits 1..{levels}\n",
                               {name.lower(): f'eq5d index of health by "{self.CASE_NAMES[name]}"' for name in sets},
                               [[profile] for profile in profiles])
            for name, values in sets.items():
                with self.subTest(name):
                    self.assertEqual(set(profiles), set(values))
                    for profile, figure in zip(profiles, figures[name.lower()]):
                        self.assertLessEqual(abs(figure - Fraction(str(values[profile]))), tolerance, (name, profile))

    def test_every_set_gives_the_sum_of_its_published_terms(self):
        """Worked out here once more, from the files, at some states of every kind."""
        with (VALUE_SETS / "sets.csv").open(encoding="utf-8", newline="") as file:
            sets = list(csv.DictReader(file))
        for levels in ("3", "5"):
            states = ["11111", "21111", "11311", "22222", "33333", "12321", "31132"]
            states += ["55555", "14351", "44441", "25123"] if levels == "5" else []
            here = [row for row in sets if row["levels"] == levels]
            figures = by_month(f"  health  code of 5 digits 1..{levels}\n",
                               {f"set_{n}": f'eq5d index of health by "{row["name"]}"' for n, row in enumerate(here)},
                               [[state] for state in states])
            for number, row in enumerate(here):
                with self.subTest(row["name"]):
                    self.assertEqual([self.by_hand(row, state) for state in states], figures[f"set_{number}"])

    @staticmethod
    def by_hand(row, state):
        with (VALUE_SETS / row["file"]).open(encoding="utf-8", newline="") as file:
            lines = {line[0]: line for line in csv.reader(file)}
        column = next(iter(lines.values())).index(row["column"])

        def term(name):
            return Fraction(lines[name][column] or 0) if name in lines else Fraction(0)

        if "11111" in lines:
            return term(state)
        index = term("StartValue") + term("FullHealth")
        index += sum(term(dimension + level) for dimension, level in zip(("MO", "SC", "UA", "PD", "AD"), state))
        if state != "11111":
            index += term("Intercept") + term("AtLeastOne2Or3")
        index += term("AtLeastOne3") if "3" in state else 0
        return index + (term("N5") if "5" in state else 0)

    def test_a_missing_answer_is_unknown_and_a_wrong_one_a_fault(self):
        columns = "  health  code of 5 digits 1..5, if known\n"
        text = MONTHLY.format(months=1) + columns + MEASURE.format(
            name="index", what='eq5d index of health by "Denmark 5L 2021"')
        with tempfile.TemporaryDirectory() as folder:
            contract, data = Path(folder) / "case.nytte", Path(folder) / "person.csv"
            contract.write_text(text, encoding="utf-8")
            data.write_text("id,seen,health\n1,2020-01-02,45541\n2,2020-01-02,\n3,2020-01-02,12346\n4,2020-01-02,1234\n",
                            encoding="utf-8")
            said = program.answer("measure", contract, "--data", f"person={data}", "--json")
        measure = said["measures"][0]
        self.assertEqual((Fraction("0.079"), 4, 3), (exactly(measure), measure["rows"], measure["unknown"]))
        self.assertEqual([("health", "4"), ("health", "5")], [(fault["column"], str(fault["line"])) for fault in said["rejects"]])


class Oks(unittest.TestCase):
    def test_the_case_oks_score_a(self):
        wanted = case("oks-score-a")
        items = [f"q{n}" for n in range(1, 13)]
        enough = 12 - wanted["inputs"]["allowed_missing"]
        figures = by_month("".join(f"  {item}  0..4 point, if known\n" for item in items),
                           {"new": "score", "old": "60 points - score"},
                           [["" if cell is None else cell for cell in row] for row in wanted["inputs"]["items"]],
                           f"\ndefine score each person\n  = 12 * (mean of the known among {', '.join(items)},"
                           f" at least {enough})\n")
        for name, key in (("new", "score"), ("old", "old_score_60_to_12")):
            self.assertEqual([None if value is None else Fraction(str(value)) for value in wanted["expected"][key]],
                             figures[name])


if __name__ == "__main__":
    unittest.main()
