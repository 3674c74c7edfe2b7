# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""What a party that does not buy may see: no key, no single fault, and no count of fewer than five persons, neither
outright nor by subtraction.

The attack: everything that the seller can ask for (totals, groups by one column and by two, all measures, all statements,
seen from several days) becomes linear equations in the counts of the finest groups, and an exact simplex in fractions finds
between which bounds each hidden count lies. The criterion: a hidden count that is not 0 may be any of at least five values
(or any up to the whole, where the whole is published and smaller). All data are made up here.
"""

import json
import random
import re
import tempfile
import unittest
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import program
from program import CONTRACT, DATA, KNEE, OFFER, SOURCE

WIDTH = 4  # five values
FEWEST = 5

TEXT = """nytte 1 english
contract "Hips"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 3 years
  statement 1 month after each contract year, on the data of that day
  last statement 2 years after the term
party region   "Region"   buys
party supplier "Supplier" sells
party clinic   "Clinic"
table operation "Op" dated by done
  id       key
  patient  pseudonym
  done     date
  hospital A or B or C or D or E
  kind     hip or knee or other
  again    date not before done, if any
measure early "Again within 30 days" clause 1
  over operation where kind is hip or kind is knee or kind is other
  share again within 30 days of done
  counted 30 days after done
  needs at least 1 row, or is unknown
measure late "Again within a year" clause 2
  over operation where kind is hip or kind is knee or kind is other
  share again within 1 year of done
  counted 1 year after done
  needs at least 1 row, or is unknown
measure number "How many" clause 3
  over operation where kind is hip or kind is knee or kind is other
  count
  counted 30 days after done
  needs at least 1 row, or is unknown
pay region to supplier "Fee" clause 4
  1_000 DKK * (1 - (early, unknown as 0 %) - (late, unknown as 0 %)) + 1 DKK per operation * (number, unknown as 0 operations) each year until the last statement
  due 30 days after the statement
"""


def make_rows(seed):
    """Operations of three years: some hospitals and kinds are rare, some patients come twice."""
    chance = random.Random(seed)
    rows, number = [], 0
    weights = [(h, k, chance.choice([1, 2, 4, 9, 14, 25, 40]) if chance.random() < 0.7 else chance.choice([0, 3, 30]))
               for h in "ABCDE" for k in ("hip", "knee", "other")]
    for year in (2020, 2021, 2022):
        for hospital, kind, weight in weights:
            for _ in range(max(0, weight + chance.randint(-2, 2)) if weight else 0):
                number += 1
                done = date(year, 1, 1) + timedelta(days=chance.randrange(330))
                patient = f"PAT{number - 1 if chance.random() < 0.15 else number:05}"
                later = done + timedelta(days=chance.choice([5, 20, 100, 300]))
                again = later.isoformat() if chance.random() < 0.12 else ""
                rows.append((f"OPR{number:05}", patient, done, hospital, kind, again))
    return rows


# --- an exact simplex ------------------------------------------------------------------------------------

def pivot(table, basis, row, column):
    factor = table[row][column]
    table[row] = [value / factor for value in table[row]]
    for i, other in enumerate(table):
        if i != row and other[column]:
            times = other[column]
            table[i] = [a - times * b for a, b in zip(other, table[row])]
    basis[row] = column


def descend(table, basis, cost, columns):
    """Minimises cost over the columns, from a basis that is feasible: Bland's rule, so it ends. None: no bound."""
    reduced = list(cost)
    for row, column in enumerate(basis):
        if reduced[column]:
            times = reduced[column]
            reduced = [a - times * b for a, b in zip(reduced, table[row])]
    while True:
        entering = next((j for j in range(columns) if reduced[j] < 0), None)
        if entering is None:
            return -reduced[-1]
        rows = [(table[i][-1] / table[i][entering], basis[i], i) for i in range(len(table)) if table[i][entering] > 0]
        if not rows:
            return None
        pivot(table, basis, min(rows)[2], entering)
        times = reduced[entering]
        reduced = [a - times * b for a, b in zip(reduced, table[basis.index(entering)])]


class Bounds:
    """Ax = b, x >= 0: the least and the most that each unknown can be."""

    def __init__(self, equations, count):
        self.count = count
        self.table = [[Fraction(line.get(j, 0)) for j in range(count)]
                      + [Fraction(int(i == k)) for k in range(len(equations))] + [Fraction(right)]
                      for i, (line, right) in enumerate(equations)]
        self.basis = [count + i for i in range(len(equations))]
        width = count + len(equations)
        cost = [Fraction(0)] * count + [Fraction(1)] * len(equations) + [Fraction(0)]
        assert descend(self.table, self.basis, cost, width) == 0, "what is published contradicts itself"
        for row in range(len(self.table) - 1, -1, -1):
            if self.basis[row] < count:
                continue
            column = next((j for j in range(count) if self.table[row][j]), None)
            if column is None:
                del self.table[row], self.basis[row]
            else:
                pivot(self.table, self.basis, row, column)
        self.table = [line[:count] + line[-1:] for line in self.table]

    def of(self, combination):
        """The least and the most of a sum of unknowns."""
        ends = []
        for sign in (1, -1):
            cost = [Fraction(sign * combination.get(j, 0)) for j in range(self.count)] + [Fraction(0)]
            table, basis = [list(line) for line in self.table], list(self.basis)
            best = descend(table, basis, cost, self.count)
            ends.append(None if best is None else sign * best)
        return ends


class TheSolver(unittest.TestCase):
    def test_a_hidden_cell_alone_is_found(self):
        bounds = Bounds([({0: 1, 1: 1}, 10), ({1: 1}, 7)], 2)
        self.assertEqual(bounds.of({0: 1}), [3, 3])

    def test_two_hidden_cells_are_not(self):
        bounds = Bounds([({0: 1, 1: 1, 2: 1}, 20), ({2: 1}, 12)], 3)
        self.assertEqual(bounds.of({0: 1}), [0, 8])

    def test_margins(self):
        """Two by two with all margins: Fréchet's bounds."""
        lines = [({0: 1, 1: 1}, 9), ({2: 1, 3: 1}, 6), ({0: 1, 2: 1}, 11), ({1: 1, 3: 1}, 4)]
        self.assertEqual(Bounds(lines, 4).of({0: 1}), [5, 9])


# --- the attack ------------------------------------------------------------------------------------------

CELLS = [(h, k) for h in "ABCDE" for k in ("hip", "knee", "other")]
QUERIES = [[], ["--by", "hospital"], ["--by", "kind"], ["--by", "hospital,kind"]]
MEASURES = ("early", "late", "number")


class Seen:
    """What the seller is shown of one data set, and what is true."""

    def __init__(self, seed, party="supplier"):
        self.rows = make_rows(seed)
        self.published = []
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder)
            (here / "c.nytte").write_text(TEXT, encoding="utf-8")
            lines = ["id,patient,done,hospital,kind,again"]
            lines += [",".join(map(str, row)) for row in self.rows]
            (here / "o.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
            for as_of in ("2021-02-01", "2022-02-01", "2025-02-01"):
                for query in QUERIES:
                    words = ["measure", here / "c.nytte", "--data", f"operation={here / 'o.csv'}", "--extracted",
                             "2025-06-01", "--as-of", as_of, "--json", "--as", party, *query]
                    self.published.append(program.output(*words).decode())

    def cells(self, group):
        group = group or {}
        return [c for c in CELLS if group.get("hospital", c[0]) == c[0] and group.get("kind", c[1]) == c[1]]

    def measures(self):
        for text in self.published:
            yield from json.loads(text)["measures"]


def truth(rows, year, events):
    """Rows and events of the finest groups. Of `early`, `late`, by the rule of the contract; of `number` none."""
    found = {cell: 0 for cell in CELLS}
    for _, _, done, hospital, kind, again in rows:
        if done.year != year:
            continue
        days = {"early": 30, "late": None}.get(events)
        if events is None:
            found[(hospital, kind)] += 1
        elif again:
            gap = (date.fromisoformat(again) - done).days
            found[(hospital, kind)] += gap <= (days if days is not None else 365)
    return found


class Attack(unittest.TestCase):
    def attack(self, seen):
        """Unknowns: rows by year and cell, which are the same for all measures; events, and rows that are none, by measure,
        year and cell."""
        unknowns = {}
        def unknown(*key):
            return unknowns.setdefault(key, len(unknowns))
        equations, shown = [], set()
        for year in (2020, 2021, 2022):
            for measure in ("early", "late"):
                for cell in CELLS:
                    equations.append(({unknown("n", year, cell): 1, unknown(measure, year, cell): -1,
                                       unknown("not " + measure, year, cell): -1}, 0))
        for m in seen.measures():
            year, cells = 2019 + m["operation_year"], seen.cells(m["group"])
            if m["rows"] is not None:
                equations.append(({unknown("n", year, c): 1 for c in cells}, m["rows"]))
                shown.add(("n", year, tuple(cells)))
            if m["events"] is not None:
                equations.append(({unknown(m["name"], year, c): 1 for c in cells}, m["events"]))
                shown.add((m["name"], year, tuple(cells)))
        return equations, unknowns, shown

    def each_component(self, equations, unknowns):
        """The years have no equation in common: each is solved by itself, the same equation once."""
        for year in (2020, 2021, 2022):
            mine = {key: i for i, key in enumerate(k for k in unknowns if k[1] == year)}
            back = {unknowns[key]: i for key, i in mine.items()}
            lines = {}
            for line, right in equations:
                if next(iter(line)) in back:
                    lines[(tuple(sorted((back[j], v) for j, v in line.items())), right)] = None
            yield year, mine, Bounds([(dict(line), right) for line, right in lines], len(mine))

    def check(self, seed):
        seen = Seen(seed)
        equations, unknowns, shown = self.attack(seen)
        hidden = pinned = 0
        for year, mine, bounds in self.each_component(equations, unknowns):
            for kind in ("n", "early", "late"):
                true = truth(seen.rows, year, None if kind == "n" else kind)
                whole = sum(true.values())
                classes = [seen.cells({"hospital": h}) for h in "ABCDE"]
                classes += [seen.cells({"kind": k}) for k in ("hip", "knee", "other")] + [[c] for c in CELLS]
                for cells in classes:
                    value = sum(true[c] for c in cells)
                    if (kind, year, tuple(cells)) in shown:
                        # what is shown is no small count
                        self.assertFalse(0 < value < FEWEST, (seed, kind, year, cells))
                        continue
                    if not value:
                        continue
                    hidden += 1
                    low, high = bounds.of({mine[(kind, year, c)]: 1 for c in cells})
                    self.assertTrue(low <= value <= high, "the attack is sound")
                    room = high - low
                    pinned += room < min(WIDTH, whole)
                    self.assertGreaterEqual(room, min(WIDTH, whole), (seed, kind, year, cells, value, low, high))
        return hidden

    def test_nothing_hidden_can_be_worked_out(self):
        hidden = sum(self.check(seed) for seed in range(1, 4))
        self.assertGreater(hidden, 100, "the attack had something to find")

    def test_the_attack_finds_what_is_not_hidden_well(self):
        """Were only small cells hidden, and no others beside them, they could be worked out."""
        true = {("A", "hip"): 9, ("A", "knee"): 2, ("B", "hip"): 30, ("B", "knee"): 12}
        cells = list(true)
        equations = [({i: 1}, true[c]) for i, c in enumerate(cells) if true[c] >= FEWEST]
        equations += [({i: 1 for i, c in enumerate(cells) if c[0] == h}, sum(v for c, v in true.items() if c[0] == h))
                      for h in "AB"]
        self.assertEqual(Bounds(equations, 4).of({1: 1}), [2, 2])

    def test_something_is_shown(self):
        """Hiding all would be safe, too."""
        by_hospital = [m for m in Seen(2).measures() if m["group"]]
        self.assertTrue(any(m["rows"] is not None for m in by_hospital))
        self.assertTrue(any(m["value"] is not None for m in by_hospital))

    def test_small_values_are_not_told_by_the_figure(self):
        for m in Seen(3).measures():
            if m["group"] and m["events"] is None and m["name"] != "number":
                self.assertIsNone(m["value"])
                self.assertNotIn("would_be", m)

    def test_a_party_beside_the_payments(self):
        """The clinic neither pays nor receives: a total is shown where it tells of five persons, and exclusions are not."""
        for m in Seen(1, party="clinic").measures():
            self.assertEqual(m["excluded"], [])
            self.assertIsNone(m["unknown"])
            if m["events"] is not None:
                self.assertFalse(0 < m["events"] < FEWEST)

    def test_the_same_again(self):
        first, second = ([json.loads(text)["measures"] for text in Seen(2).published] for _ in range(2))
        self.assertEqual(first, second)


class Groups(unittest.TestCase):
    """For who buys: the groups of a column add up to the whole."""

    def test_groups_sum_to_the_whole(self):
        for by in ("hospital", "kind", "hospital,kind", "sex", "surgeon", "surgeon.hospital", "asa"):
            answer = program.answer("measure", CONTRACT, "--source", SOURCE, "--json", "--by", by)
            whole = {(m["name"], m["period"]): m for m in answer["measures"] if m["group"] is None}
            sums = {}
            for m in answer["measures"]:
                if m["group"] is None:
                    continue
                self.assertEqual(list(m["group"]), by.split(","))
                of = sums.setdefault((m["name"], m["period"]), {"rows": 0, "events": 0, "unknown": 0, "excluded": 0, "sum": 0})
                of["rows"] += m["rows"]
                of["events"] += m["events"] or 0
                of["unknown"] += m["unknown"]
                of["excluded"] += sum(e["rows"] for e in m["excluded"])
                exact = m["exact"] if m["exact"] is not None else m.get("would_be", {}).get("exact")
                of["sum"] += Fraction(exact or 0) * (m["rows"] - m["unknown"])
            self.assertEqual(set(sums), set(whole))
            for key, of in sums.items():
                with self.subTest(by=by, measure=key):
                    all_rows = whole[key]
                    self.assertEqual(of["rows"], all_rows["rows"])
                    self.assertEqual(of["events"], all_rows["events"] or 0)
                    self.assertEqual(of["unknown"], all_rows["unknown"])
                    self.assertEqual(of["excluded"], sum(e["rows"] for e in all_rows["excluded"]))
                    if all_rows["exact"] is not None:
                        self.assertEqual(of["sum"], Fraction(all_rows["exact"]) * (all_rows["rows"] - all_rows["unknown"]))

    def test_needs_hold_for_each_group(self):
        answer = program.answer("measure", CONTRACT, "--source", SOURCE, "--json", "--by", "sex")
        few = [m for m in answer["measures"] if m["group"] and m["name"] == "stay" and m["rows"] < 50]
        self.assertTrue(few)
        self.assertTrue(all(m["value"] is None for m in few))

    def test_what_cannot_be_asked(self):
        for words, code in ((["--by", "hospitel"], "N0561"), (["--by", "done"], "N0562"), (["--by", "patient"], "N0563"),
                            (["--by", "surgeon.nothing"], "N0561"), (["--as", "suplier"], "N0560"),
                            (["--as", "supplier", "--by", "surgeon"], "N0564"),
                            (["--as", "supplier", "--by", "hospital,kind,sex"], "N0565")):
            for language in ("en", "da"):
                done = program.run("measure", CONTRACT, "--source", SOURCE, *words, "--lang", language)
                self.assertEqual(done.returncode, 1, words)
                self.assertIn(code, done.stderr.decode())
                self.assertEqual(done.stdout, b"")


class NoKeys(unittest.TestCase):
    """In no output for a seller a key, a pseudonym, a surgeon or the path of an extract."""

    def outputs(self):
        extract = DATA / "udtraek-latin1.csv"
        words = [CONTRACT, "--source", SOURCE, "--as", "supplier"]
        for form in ("text", "json", "html", "csv"):
            yield program.output("settle", *words, "--offer", OFFER, "--format", form)
        for form in ("text", "json", "html"):
            yield program.output("measure", *words, "--by", "surgeon.hospital", "--format", form)
            yield program.output("why", *words, "--offer", OFFER, "Penalty", "--format", form)
            yield program.output("why", *words, "--offer", OFFER, "Implants", "--format", form)
        self.assertTrue(extract.exists())

    def test_no_key(self):
        text = (DATA / "udtraek-latin1.csv").read_text(encoding="latin-1")
        keys = set()
        for line in text.splitlines()[1:]:
            cells = line.split(";")
            keys |= {cell for cell in (cells[0], cells[1], cells[3] if len(cells) > 3 else "") if len(cell) > 4}
        self.assertGreater(len(keys), 1000)
        for output in self.outputs():
            said = set(re.findall(r"[\w-]+", output.decode()))
            self.assertEqual(set(), keys & said)
            self.assertNotIn("udtraek", output.decode())
            self.assertNotIn("surgeons.csv", output.decode())

    def test_no_key_where_the_run_stops(self):
        """A division by zero, and a date that cannot be: the row is named to who has the data alone."""
        for condition in ("1 day / (hours - 3 days) > 1", "done + hours > 2020-02-01"):
            with self.subTest(condition=condition), tempfile.TemporaryDirectory() as folder:
                contract, rows = Path(folder) / "stops.nytte", Path(folder) / "rows.csv"
                contract.write_text(TEXT.replace("  again    date", "  hours    0..90 day\n  again    date")
                                    .replace("over operation where", f"over operation where {condition} and (", 1)
                                    .replace("or kind is other\n", "or kind is other)\n", 1), encoding="utf-8")
                rows.write_text("id,patient,done,hospital,kind,hours,again\nSECRET,P1,2020-02-02,A,hip,3,\n"
                                "SECRET2,P2,2020-02-02,A,hip,1.5,\n", encoding="utf-8")
                words = ["measure", contract, "--data", f"operation={rows}"]
                seen = program.run(*words, "--as", "supplier")
                self.assertEqual((seen.returncode, seen.stdout), (1, b""))
                self.assertIn("…", seen.stderr.decode().partition("error N06")[2].partition("\n")[0])
                self.assertNotIn("SECRET", seen.stderr.decode())
                self.assertIn("SECRET", program.run(*words).stderr.decode())

    def test_the_buyer_sees_them(self):
        said = program.output("settle", CONTRACT, "--source", SOURCE, "--offer", OFFER, "--as", "region", "--format", "csv").decode()
        self.assertRegex(said, r"O0000\d+")

    def test_rows_are_refused(self):
        for more in (["--row", "O0000700"], ["--rows", "--json"]):
            done = program.run("why", CONTRACT, "--source", SOURCE, "--offer", OFFER, "--as", "supplier", *more, "Penalty")
            self.assertEqual((done.returncode, done.stdout), (1, b""))
            self.assertIn("N0569", done.stderr.decode())
        done = program.run("why", CONTRACT, "--source", SOURCE, "--offer", OFFER, "--as", "hospital", "stay")
        self.assertIn("N0569", done.stderr.decode())

    def test_what_a_payment_rests_on_is_shown_in_full(self):
        words = ["settle", CONTRACT, "--source", SOURCE, "--offer", OFFER, "--json"]
        everything, shown = program.answer(*words), program.answer(*words, "--as", "supplier")
        for whole, part in zip(everything["periods"], shown["periods"]):
            self.assertEqual(whole["measures"], part["measures"])
            self.assertEqual(whole["figures"], part["figures"])
            self.assertEqual(whole["payments"], part["payments"])
        self.assertEqual(shown["rejects"], [])
        self.assertEqual(shown["shown_to"], {"party": "supplier", "restricted": True, "faults": len(everything["rejects"])})

    def test_lines_are_invoices(self):
        """The amounts of the seller's lines are those of the statement."""
        total = {}
        for party in ("supplier", "region"):
            said = program.output("settle", CONTRACT, "--source", SOURCE, "--offer", OFFER, "--as", party, "--format", "csv").decode()
            lines = [line.split(",") for line in said.splitlines()[1:]]
            total[party] = sum(Fraction(line[line.index("DKK") - 1]) for line in lines)
        self.assertEqual(total["supplier"], total["region"])


if __name__ == "__main__":
    unittest.main()
