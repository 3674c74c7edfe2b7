# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Scores of questionnaires, risk adjustment and standardisation, through `nytte measure` from contract text, against the
reference cases of tests/measures/ (made by others, see its README) and against Python's fractions.
"""

import csv
import hashlib
import json
import re
import tempfile
import unittest
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
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


    def test_a_statement_names_the_set_and_its_file(self):
        words = ["measure", MEASURES / "patient-reported" / "patient-reported.nytte", "--data",
                 f"operation={MEASURES / 'patient-reported' / 'data' / 'operations.csv'}"]
        wanted = hashlib.blake2b((VALUE_SETS / "eq5d5l-value-sets.csv").read_bytes(), digest_size=32).hexdigest()
        named = "data/eq5d/eq5d5l-value-sets.csv (Denmark 5L 2021)"
        files = program.answer(*words, "--json")["fingerprints"]["files"]
        self.assertEqual([(named, wanted)], [(file["file"], file["hash"]) for file in files if file["role"] == "value set"])
        for language, role in (("en", "value set"), ("da", "værdisæt")):
            said = program.output(*words, "--lang", language).decode()
            self.assertIn(f"{role}", said)
            self.assertIn(f"{wanted}  {named}", said)


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


def rows_of(name, file):
    with (MEASURES / name / "data" / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def measured(name, method=None, **tables):
    """{measure: what is said of it in the statement that reports it}; a table is a path, or a file of the folder's data. The
    bounds of the folder's contract are rounded to ten decimals, and those by byar are by `method`, if one is said."""
    words = [word for table, path in tables.items()
             for word in ("--data", f"{table}={MEASURES / name / 'data' / path}")]
    text = (MEASURES / name / f"{name}.nytte").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^(  bounds .* rounded to )[\d.]+", r"\g<1>0.0000000001", text)
    with tempfile.TemporaryDirectory() as folder:
        contract = Path(folder) / f"{name}.nytte"
        contract.write_text(text.replace("bounds byar", f"bounds {method or 'byar'}"), encoding="utf-8")
        said = program.answer("measure", contract, *words, "--json")
    assert said["rejects"] == [], said["rejects"]
    return {measure["name"]: measure for measure in said["measures"] if measure["operation_year"] is not None}


def within(test, wanted, figure, tolerance):
    """As near as the case asks, relatively or absolutely."""
    room = max(Fraction(str(tolerance["rel"])) * abs(Fraction(str(wanted))), Fraction(str(tolerance["abs"])))
    test.assertLessEqual(abs(figure - Fraction(str(wanted))), room, (wanted, float(figure)))


def bounds_within(test, wanted, measure, tolerance):
    for end, figure in zip(("low", "high"), wanted):
        within(test, figure, Fraction(measure[end]), tolerance)


def written(rows):
    """A file with these rows, the first of which are headings; it goes with the test."""
    file = tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="")
    csv.writer(file).writerows(rows)
    file.flush()
    return file


def items_of(score):
    """Twelve answers from 0 to 4 that add up to the score; none where there is none."""
    return [""] * 12 if score is None else [min(4, max(0, score - 4 * n)) for n in range(12)]


class PatientReported(unittest.TestCase):
    def test_the_case_prom_change_a(self):
        wanted = case("prom-change-a")
        expected, tolerance = wanted["expected"], wanted["tolerance"]
        heads = [f"knee_{when}_{n}" for when in ("before", "after") for n in range(1, 13)]
        rows = [["id", "done", *heads, "health_before", "health_after"]]
        for number, (pre, post) in enumerate(zip(wanted["inputs"]["pre"], wanted["inputs"]["post"])):
            rows.append([number, "2026-03-01", *items_of(pre), *items_of(post), "", ""])
        with written(rows) as file:
            said = measured("patient-reported", operation=file.name)
        gain, noticing = said["knee_gain"], said["noticing"]
        self.assertEqual((expected["n_eligible"], expected["n_complete"]), (gain["rows"], gain["rows"] - gain["unknown"]))
        self.assertEqual(Fraction(str(expected["completeness"])), Fraction(gain["rows"] - gain["unknown"], gain["rows"]))
        self.assertEqual(expected["responders"], noticing["events"])
        within(self, expected["mean_change"], exactly(gain), tolerance)
        within(self, expected["responder_share"], exactly(noticing), tolerance)
        bounds_within(self, expected["t_interval"], gain, tolerance)
        bounds_within(self, expected["responder_wilson"], noticing, tolerance)
        ends = {end: Fraction(figure) for end, figure in noticing["whatever_unknown"].items()}
        self.assertEqual({"low": Fraction(str(expected["worst_case_share"])),
                          "high": Fraction(str(expected["best_case_share"]))}, ends)
        self.assertNotIn("whatever_unknown", gain)

    def test_the_folders_own_data_by_hand(self):
        def score(row, when):
            known = [int(row[f"knee_{when}_{n}"]) for n in range(1, 13) if row[f"knee_{when}_{n}"]]
            return Fraction(12 * sum(known), len(known)) if len(known) >= 10 else None

        rows = rows_of("patient-reported", "operations.csv")
        pairs = [(score(row, "before"), score(row, "after")) for row in rows]
        pairs = [(before, after) for before, after in pairs if before is not None]
        gains = [after - before for before, after in pairs if after is not None]
        could = [after - before for before, after in pairs if after is not None and before <= 40]
        self.assertLess(len(could), len(gains), "nobody in the data stands near the ceiling")
        said = measured("patient-reported", operation="operations.csv")
        self.assertEqual(sum(gains) / len(gains), exactly(said["knee_gain"]))
        for name, those in (("noticing", gains), ("noticing_possible", could)):
            self.assertEqual(Fraction(sum(gain >= 8 for gain in those), len(those)), exactly(said[name]))
        self.assertEqual((len(pairs), len(pairs) - len(gains)),
                         (said["knee_gain"]["rows"], said["knee_gain"]["unknown"]))
        denmark = {"name": "Denmark 5L 2021", "file": "eq5d5l-value-sets.csv", "column": "Denmark"}
        states = [(row["health_before"], row["health_after"]) for row in rows if row["health_before"]]
        index = [Eq5d.by_hand(denmark, after) - Eq5d.by_hand(denmark, before) for before, after in states if after]
        self.assertEqual(sum(index) / len(index), exactly(said["index_gain"]))


class CaseMix(unittest.TestCase):
    def test_observed_less_predicted_plus_the_countrys_mean(self):
        left, plain = [], []
        for row in rows_of("case-mix", "operations.csv"):
            if not row["before"] or not row["after"]:
                continue
            before, after = Fraction(row["before"]), Fraction(row["after"])
            predicted = (Fraction("21.5") + Fraction("0.62") * before - Fraction("0.11") * (int(row["age"]) - 65)
                         - Fraction("1.3") * (int(row["asa"]) - 1))
            predicted -= Fraction("0.4") if row["sex"] == "woman" else 0
            left.append(after - predicted)
            plain.append(after - before)
        said = measured("case-mix", operation="operations.csv")
        self.assertEqual(sum(left) / len(left) + 16, exactly(said["adjusted_gain"]))
        self.assertEqual(sum(plain) / len(plain), exactly(said["plain_gain"]))


class ObservedExpected(unittest.TestCase):
    def test_risks_to_a_millionth_and_their_ratio(self):
        risks, events = [], 0
        for row in rows_of("observed-expected", "operations.csv"):
            odds = (Decimal("-4.1") - Decimal("0.021") * (int(row["age"]) - 65) + Decimal("0.34") * (int(row["asa"]) - 1)
                    + (Decimal("0.52") if row["smoker"] == "yes" else 0))
            with localcontext() as context:
                context.prec = 60
                risk = 1 / (1 + (-odds).exp())
            risks.append(Fraction(risk.quantize(Decimal("0.000001"), ROUND_HALF_UP)))
            year, month, day = row["done"].split("-")
            events += bool(row["revised"]) and row["revised"] <= f"{int(year) + 1}-{month}-{day}"
        said = measured("observed-expected", operation="operations.csv")
        self.assertGreater(events, 0)
        self.assertEqual(sum(risks) / len(risks), exactly(said["expected_share"]))
        self.assertEqual(events / sum(risks), exactly(said["observed_to_expected"]))


class Standardised(unittest.TestCase):
    def figures(self, usual, here, method=None):
        """Rows of the two tables: (age, usual cases, usual time, people) and (age, cases, time)."""
        with written([["age", "usual_cases", "usual_time", "people"], *usual]) as reference, \
             written([["id", "until_day", "age", "cases", "time"],
                      *[[n, "2026-12-31", *row] for n, row in enumerate(here)]]) as groups:
            return measured("standardised", method, reference_group=reference.name, age_group=groups.name)

    def test_the_case_std_indirect_a(self):
        wanted = case("std-indirect-a")
        of, expected = wanted["inputs"], wanted["expected"]
        usual = [[f"g{n}", cases, time, 1] for n, (cases, time) in
                 enumerate(zip(of["ref_observed"], of["ref_person_years"]))]
        here = [[f"g{n}", cases, time] for n, (cases, time) in enumerate(zip(of["observed"], of["person_years"]))]
        said = self.figures(usual, here)
        bounds_within(self, expected["byar_ci"], said["observed_to_expected"], wanted["tolerance"])
        by_lognormal = self.figures(usual, here, "lognormal")["observed_to_expected"]
        bounds_within(self, expected["epitools_sir_ci_lognormal"], by_lognormal, wanted["tolerance"])
        self.assertEqual(expected["observed"], sum(of["observed"]))
        ratio = exactly(said["observed_to_expected"])
        within(self, expected["smr"], ratio, wanted["tolerance"])
        within(self, expected["expected"], expected["observed"] / ratio, wanted["tolerance"])
        within(self, expected["crude_rate"], exactly(said["crude_rate"]), wanted["tolerance"])
        within(self, expected["adjusted_rate"], exactly(said["indirect_rate"]), wanted["tolerance"])

    def test_the_case_std_direct_a(self):
        wanted = case("std-direct-a")
        of, expected = wanted["inputs"], wanted["expected"]
        said = self.figures([[f"g{n}", 1, 1, people] for n, people in enumerate(of["standard_population"])],
                            [[f"g{n}", cases, time] for n, (cases, time) in
                             enumerate(zip(of["count"], of["person_years"]))])
        within(self, expected["crude_rate"], exactly(said["crude_rate"]), wanted["tolerance"])
        within(self, expected["adjusted_rate"], exactly(said["standardised_rate"]), wanted["tolerance"])
        bounds_within(self, expected["gamma_ci"], said["standardised_rate"], wanted["tolerance"])

    USUAL = [["young", 2, 100, 30], ["old", 5, 80, 10]]

    def test_several_rows_of_a_group_are_one_group(self):
        said = self.figures(self.USUAL, [["young", 1, 40], ["old", 6, 30], ["young", 3, 10]])
        self.assertEqual((Fraction(4, 50) * 30 + Fraction(6, 30) * 10) / 40, exactly(said["standardised_rate"]))

    def test_a_row_that_the_standard_does_not_have_is_not_known(self):
        said = self.figures(self.USUAL, [["young", 1, 40], ["old", 6, 30], ["very old", 9, 9]])["standardised_rate"]
        self.assertEqual((3, 1, None), (said["rows"], said["unknown"], said["exact"]))  # it needs all to be known

    def test_a_group_of_the_standard_without_rows_leaves_it_unknown(self):
        self.assertIsNone(self.figures(self.USUAL, [["young", 1, 40]])["standardised_rate"]["exact"])

    def test_a_share_and_a_mean_are_standardised_in_each_contract_year(self):
        text = MONTHLY.format(months=2) + """\
  ward  a_ward or b_ward
  fell  yes or no, if known
  days  0..100 day

table usual "One row per ward"
  ward    a_ward or b_ward
  weight  0..100

measure falls
  over person
  share fell is yes
  counted 1 day after seen
  needs at least 1 % known, or is unknown
  standardised by ward to weight of usual

measure stay
  over person
  mean days
  standardised by ward to weight of usual
"""
        rows = [("2020-01-02", "a_ward", "yes", 3), ("2020-01-03", "a_ward", "no", 5), ("2020-01-03", "b_ward", "no", 9),
                ("2020-02-02", "a_ward", "yes", 2), ("2020-02-03", "b_ward", "yes", 8), ("2020-02-04", "b_ward", "", 4)]
        with tempfile.TemporaryDirectory() as folder, \
             written([["id", "seen", "ward", "fell", "days"], *[(n, *row) for n, row in enumerate(rows)]]) as people, \
             written([["ward", "weight"], ["a_ward", 1], ["b_ward", 3]]) as usual:
            contract = Path(folder) / "case.nytte"
            contract.write_text(text, encoding="utf-8")
            said = program.answer("measure", contract, "--data", f"person={people.name}", "--data",
                                  f"usual={usual.name}", "--json")
        figures = {(m["name"], m["operation_year"]): exactly(m) for m in said["measures"]}
        self.assertEqual({("falls", 1): Fraction(1, 8), ("stay", 1): Fraction(31, 4),
                          ("falls", 2): Fraction(1), ("stay", 2): Fraction(5)},
                         {key: value for key, value in figures.items() if value is not None})


class Comparison(unittest.TestCase):
    def people(self, with_it, without):
        """(back, all) of each group."""
        rows = [["id", "referred", "offered", "working"]]
        for offered, (back, count) in (("yes", with_it), ("no", without)):
            rows += [[f"{offered}{n}", "2026-02-01", offered, "2026-03-01" if n < back else ""] for n in range(count)]
        return rows

    def measured(self, with_it, without):
        with written(self.people(with_it, without)) as file:
            return measured("comparison", person=file.name)["more_back"]

    @staticmethod
    def wilson(back, count, z):
        share, square = Decimal(back) / count, z * z / count
        half = z * (share * (1 - share) / count + square / (4 * count)).sqrt()
        return (share + square / 2 - half) / (1 + square), (share + square / 2 + half) / (1 + square)

    def test_the_difference_and_its_bounds_by_hand(self):
        """The first is a worked case of Newcombe 1998 (table II, a; method 10): 0.0524 to 0.3339."""
        z = Decimal("1.95996398454005423552459443052055152795555007786954839847695264636")
        for with_it, without in (((56, 70), (48, 80)), ((9, 25), (3, 40)), ((6, 27), (7, 29)), ((0, 30), (30, 30))):
            with self.subTest(with_it, without=without), localcontext() as context:
                context.prec = 40
                first, second = (Decimal(back) / count for back, count in (with_it, without))
                (low, high), (other_low, other_high) = self.wilson(*with_it, z), self.wilson(*without, z)
                wanted = (first - second - ((first - low) ** 2 + (other_high - second) ** 2).sqrt(),
                          first - second + ((high - first) ** 2 + (second - other_low) ** 2).sqrt())
                said = self.measured(with_it, without)
                self.assertEqual(Fraction(*with_it) - Fraction(*without), exactly(said))
                bounds_within(self, wanted, said, {"rel": 0, "abs": "1e-12"})
        said = self.measured((56, 70), (48, 80))
        self.assertEqual(["0.0524", "0.3339"], [str(round(Decimal(said[end]), 4)) for end in ("low", "high")])

    def test_too_few_on_the_other_side_is_not_known(self):
        said = self.measured((56, 70), (3, 8))
        self.assertEqual((None, None, None), (said["exact"], said["low"], said["high"]))


class Composite(unittest.TestCase):
    def test_the_three_rules_for_what_is_not_known(self):
        rows = rows_of("composite", "visits.csv")
        wanted = []
        for year in (2024, 2025, 2026):
            here = [row for row in rows if row["day_of_visit"].startswith(str(year))]

            def scored(cells, low, high, enough):
                if not enough or not cells:
                    return None
                place = (sum(cells) / Fraction(len(cells)) - low) / Fraction(high - low)
                return -1 + 2 * min(1, max(0, place))

            waited = [Fraction((date.fromisoformat(row["day_of_visit"]) - date.fromisoformat(row["referred"])).days)
                      for row in here]
            answers = [Fraction(row["satisfied"]) for row in here if row["satisfied"]]
            helped = [Fraction(row["helped"] == "yes") for row in here]
            parts = [(Fraction(2, 5), scored(waited, 60, 10, len(here) >= 3)),
                     (Fraction(1, 4), scored(answers, 4, 9, 5 * len(answers) >= 3 * len(here))),
                     (Fraction(7, 20), scored(helped, Fraction(1, 2), Fraction(9, 10), len(here) >= 3))]
            known = [(weight, score) for weight, score in parts if score is not None]
            neutral = sum(weight * score for weight, score in known)
            wanted.append({"neutral": neutral,
                           "reweighed": neutral / sum(weight for weight, _ in known) if known else Fraction(0),
                           "blocked": neutral if len(known) == 3 else Fraction(0)})
        self.assertEqual(3, len({(score["neutral"], score["reweighed"], score["blocked"]) for score in wanted}))
        self.assertEqual(3, len(set(wanted[1].values())), "the second year must tell the rules apart")
        said = program.answer("settle", MEASURES / "composite" / "composite.nytte", "--extracted", "2027-02-01", "--json",
                              "--data", f"visit={MEASURES / 'composite' / 'data' / 'visits.csv'}")
        for period, scores in zip(said["periods"], wanted):
            paid = [Fraction(line["amount"]) for line in period["payments"]]
            self.assertEqual([round(max(Fraction(0), scores[name]) * 100000, 2)
                              for name in ("neutral", "reweighed", "blocked")], paid)


if __name__ == "__main__":
    unittest.main()
