# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Laws that hold for every contract and every extract, tried on many made by chance.

Each test states its law in words. Chance comes from written seeds; a failure names the seed.
"""

import concurrent.futures
import csv
import io
import json
import random
import re
import shutil
import sys
import tempfile
import unittest
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

import program
from program import CONTRACT, LAST_DATA_DATE, LATIN1, OFFER, OPERATIONS, ROOT, SOURCE, SURGEONS

sys.dont_write_bytecode = True

VARIANTS = sorted((ROOT / "tests" / "variants").glob("*/contract.nytte"))
CONTRACTS = [CONTRACT, *VARIANTS]
OLD_SURGEON = "VEJ-K01"  # had done hundreds before the first row: nobody's learning curve moves


def without_files(statement):
    """A statement without what names or fingerprints the files it came from."""
    return {key: value for key, value in statement.items() if key not in ("fingerprints", "notes")}


def in_any_order(statement):
    """The same without the order in which a contract says things."""
    copy = without_files(statement)
    copy["periods"] = [{**period, "payments": sorted(period["payments"], key=str),
                        "measures": {name: {**m, "excluded": sorted(m["excluded"], key=str)}
                                     for name, m in period["measures"].items()}} for period in copy["periods"]]
    return copy


def all_settled(contracts, **more):
    """Many contracts, two at a time."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda contract: program.settled(contract, **more), contracts))


def lines_of(contract, offer=OFFER, words=None):
    """The lines of `settle --format csv`."""
    words = words or [*program.tables(), "--offer", offer, "--as-of", LAST_DATA_DATE]
    return list(csv.DictReader(io.StringIO(
        program.output("settle", contract, *words, "--format", "csv").decode("utf-8"))))


class InAFolder(unittest.TestCase):
    def setUp(self):
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.folder = Path(kept.name)

    def file(self, name, text, encoding="utf-8"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        return path

    def edited(self, name, contract, *changes):
        """A contract with each of the changes made; one that finds nothing is a mistake of the test."""
        text = contract.read_text(encoding="utf-8")
        for pattern, by in changes:
            text, found = re.subn(pattern, by, text)
            self.assertGreater(found, 0, f"{pattern!r} is not in {contract}")
        return self.file(name, text)


# --- rows ----------------------------------------------------------------------------------------------

class Rows(InAFolder):
    @classmethod
    def setUpClass(cls):
        cls.base = without_files(program.settled())
        cls.heading, *cls.rows = OPERATIONS.read_text(encoding="utf-8").splitlines()

    def with_rows(self, name, rows):
        return self.file(name, "\n".join([self.heading, *rows]) + "\n")

    def test_the_order_of_the_rows_means_nothing(self):
        """Law: any order of the rows of a file gives the same statements."""
        for seed in range(10):
            rows = self.rows[:]
            random.Random(seed).shuffle(rows)
            with self.subTest(seed=seed):
                self.assertEqual(without_files(program.settled(operations=self.with_rows("a.csv", rows))), self.base)

    def test_rows_of_one_day_are_in_the_order_of_their_keys(self):
        """Law: where many rows have one day, running numbers go by key, whatever the order in the file: the same rows
        are a new surgeon's first."""
        columns = self.heading.split(",")
        done = columns.index("done")
        rows = []
        for row in self.rows:  # all operations of half a year on one day
            cells = row.split(",")
            year, month, _ = cells[done].split("-")
            cells[done] = f"{year}-07-01" if int(month) >= 7 else f"{year}-01-01"
            rows.append(",".join(cells))
        rows.sort(key=lambda row: row.split(",")[0])
        base = without_files(program.settled(operations=self.with_rows("a.csv", rows)))
        for seed in range(5):
            random.Random(seed).shuffle(rows)
            with self.subTest(seed=seed):
                self.assertEqual(without_files(program.settled(operations=self.with_rows("a.csv", rows))), base)

    def test_a_table_may_come_in_several_files(self):
        """Law: a table cut into files, at any place and in any order, is the table."""
        for seed in range(6):
            chance = random.Random(seed)
            rows = self.rows[:]
            chance.shuffle(rows)
            cuts = sorted(chance.sample(range(1, len(rows)), 1 + seed % 2))
            parts = [rows[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(rows)])]
            files = [self.with_rows(f"{number}.csv", part) for number, part in enumerate(parts)]
            with self.subTest(seed=seed, cuts=cuts):
                self.assertEqual(without_files(program.settled(operations=files)), self.base)

    def test_faulty_rows_in_any_order_and_any_files(self):
        """Law: the order of rows means nothing for an extract with faults either: set aside is set aside, and of two
        equal rows any one counts."""
        words = ["settle", CONTRACT, "--source", SOURCE, "--offer", OFFER, "--json"]
        base = program.answer(*words)
        heading, *rows = LATIN1.read_bytes().decode("latin-1").split("\r\n")
        rows = [row for row in rows if row]
        for seed in range(4):
            chance = random.Random(seed)
            chance.shuffle(rows)
            cut = chance.randrange(1, len(rows))
            files = [self.file(f"{number}.csv", "\r\n".join([heading, *part, ""]), "latin-1")
                     for number, part in enumerate((rows[:cut], rows[cut:]))]
            found = program.answer(*words, *(f"--data=operation={path}" for path in files))
            with self.subTest(seed=seed, cut=cut):
                self.assertEqual(found["periods"], base["periods"])
                self.assertEqual(Counter((r["column"], r["value"], r["action"]) for r in found["rejects"]),
                                 Counter((r["column"], r["value"], r["action"]) for r in base["rejects"]))

    def more_rows(self, seed, days, surgeon=OLD_SURGEON, count=40):
        """Copies of rows that are not ours (no primary one, another supplier), under new keys."""
        chance = random.Random(seed)
        columns = self.heading.split(",")
        rows = []
        for number in range(count):
            row = dict(zip(columns, chance.choice(self.rows).split(",")))
            row.update({name: "" for name in ("readmitted", "infection", "revised", "revision_cause", "revises", "died")})
            row.update(id=f"X{number:07}", done=chance.choice(days), surgeon=surgeon, discharged="", kind="uni",
                       supplier=chance.choice(["S2", "S3"]), hospital=chance.choice(["KOL", "AAB", "VEJ"]))
            rows.append(",".join(row[name] for name in columns))
        return rows

    def test_rows_outside_the_term_are_only_counted(self):
        """Law: rows that are dated outside the term and are nobody's learning curve change nothing but the count of
        rows outside the term."""
        for seed in range(3):
            more = self.more_rows(seed, ["2017-05-06", "2018-08-31", "2026-09-01", "2027-12-31"])
            found = without_files(program.settled(operations=self.with_rows("a.csv", self.rows + more)))
            with self.subTest(seed=seed):
                self.assertEqual(found.pop("rows_outside_term"), self.base["rows_outside_term"] + len(more))
                self.assertEqual(found, {k: v for k, v in self.base.items() if k != "rows_outside_term"})

    def test_rows_of_others_inside_the_term_change_nothing(self):
        """Law: rows inside the term that are not ours and are nobody's learning curve change nothing at all."""
        for seed in range(3):
            more = self.more_rows(seed, ["2018-09-01", "2020-02-29", "2023-07-07", "2026-08-31"])
            found = program.settled(operations=self.with_rows("a.csv", self.rows + more))
            with self.subTest(seed=seed):
                self.assertEqual(without_files(found), self.base)

    def test_running_numbers_see_rows_outside_the_term(self):
        """Law: operations before the term count as a new surgeon's experience: fewer of the term's rows are left out,
        and no other count of rows changes."""
        new = min((row.split(",")[3] for row in self.rows if "VEJ" in row.split(",")[3]
                   and f"{row.split(',')[3]}," in SURGEONS.read_text()),
                  key=lambda name: int(re.search(rf"^{name},.*,(\d+)$", SURGEONS.read_text(), re.MULTILINE)[1]))
        more = self.more_rows(0, ["2018-03-01", "2018-04-01"], surgeon=new, count=31)
        found = program.settled(operations=self.with_rows("a.csv", self.rows + more))

        def left_out(statement):
            return sum(p["measures"]["stay"]["excluded"][0]["rows"] for p in statement["periods"])
        self.assertLess(left_out(found), left_out(self.base))
        self.assertEqual([p["figures"]["bought"] for p in found["periods"]],
                         [p["figures"]["bought"] for p in self.base["periods"]])


# --- money ---------------------------------------------------------------------------------------------

TWO_CURRENCIES = """nytte 1 english
contract "Two currencies"
  currency DKK, EUR, each rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2020-01-01 for 3 years
  statement 3 months after each contract year, on the data of that day
  last statement at the end of the term
party north "North" buys
party south "South" buys
party east "East" buys
party three "The three" together north, south, east in equal shares
party two "The two" together north 12.5 %, south 87.5 %
party seller "Seller" sells
given price = 100.01 DKK per operation from "tender"
given fee = 0.333 EUR per operation from "tender"
given rate = 7.45 DKK per EUR from "the bank"
table operation "One row per operation" dated by done
  id key
  done date
  weight 0..10
pay three to seller "Operations" clause 1
  price for each operation
  due 30 days after done
pay seller to two "Fee" clause 2
  fee * weight for each operation where weight > 1
  due 30 days after the contract year
pay three to two or back when negative "Both joint, in euros" clause 3
  fee * (count of operation) - 1 EUR each year
  due 30 days after the statement
pay three to two or back when negative "Both joint, in crowns" clause 4
  rate * (fee * (count of operation) - 1 EUR) each year
  due 30 days after the statement
"""


def two_currencies_rows(seed, count=60):
    chance = random.Random(seed)
    rows = [f"R{number:03},{chance.randint(2020, 2022)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02},"
            f"{Fraction(chance.randint(0, 100), 10).__float__()}" for number in range(count)]
    return "id,done,weight\n" + "\n".join(rows) + "\n"


class Money(InAFolder):
    def of_two_currencies(self, seed):
        contract = self.file("two.nytte", TWO_CURRENCIES)
        data = self.file("two.csv", two_currencies_rows(seed))
        return contract, ["--data", f"operation={data}", "--as-of", LAST_DATA_DATE]

    def settlements(self):
        """(name, statement, lines) of all contracts at hand, and of an extract with faults."""
        for path in CONTRACTS:
            yield path.parent.name, program.settled(path), lines_of(path)
        words = ["--source", SOURCE, "--offer", OFFER]
        yield "faults", program.answer("settle", CONTRACT, *words, "--json"), lines_of(CONTRACT, words=words)
        for seed in range(3):
            contract, words = self.of_two_currencies(seed)
            yield (f"two currencies, seed {seed}", program.answer("settle", contract, *words, "--json"),
                   lines_of(contract, words=words))

    def test_double_entry(self):
        """Law: in every period and currency all parties together pay what all parties together receive, and that is
        the sum of the payments."""
        for name, statement, _ in self.settlements():
            total = Counter()
            for period in statement["periods"]:
                pays, receives, payments = Counter(), Counter(), Counter()
                for party, flows in period["parties"].items():
                    for currency, flow in flows.items():
                        pays[currency] += Fraction(flow["pays"])
                        receives[currency] += Fraction(flow["receives"])
                        total[party, currency] += Fraction(flow["receives"]) - Fraction(flow["pays"])
                for payment in period["payments"]:
                    self.assertGreaterEqual(Fraction(payment["amount"]), 0)
                    payments[payment["currency"]] += Fraction(payment["amount"])
                with self.subTest(contract=name, period=period["period"]):
                    self.assertEqual(pays, receives)
                    self.assertEqual(+pays, +payments)
            with self.subTest(contract=name):
                self.assertEqual({(party, currency): Fraction(flow["receives"]) - Fraction(flow["pays"])
                                  for party, flows in statement["totals"].items()
                                  for currency, flow in flows.items()}, dict(total))

    def test_each_party_pays_and_receives_its_payments(self):
        """Law: what a party pays in a period is the sum of the payments from it, what it receives those to it."""
        for name, statement, _ in self.settlements():
            for period in statement["periods"]:
                expected = Counter()
                for payment in period["payments"]:
                    expected[payment["from"], payment["currency"], "pays"] += Fraction(payment["amount"])
                    expected[payment["to"], payment["currency"], "receives"] += Fraction(payment["amount"])
                found = Counter({(party, currency, side): Fraction(flow[side])
                                 for party, flows in period["parties"].items()
                                 for currency, flow in flows.items() for side in ("pays", "receives")})
                with self.subTest(contract=name, period=period["period"]):
                    self.assertEqual(+found, +expected)

    def test_the_lines_add_up(self):
        """Law: the lines of the CSV add up to the amounts of the JSON by period, payment and pair of parties; their
        due days begin and end where the JSON says; each is a whole number of the currency's least coin."""
        for name, statement, lines in self.settlements():
            sums, days = Counter(), defaultdict(list)
            for line in lines:
                key = (int(line["period"]), line["clause"], line["label"], line["from"], line["to"], line["currency"])
                self.assertEqual((Fraction(line["amount"]) * 100).denominator, 1, line)
                sums[key] += Fraction(line["amount"])
                days[key].append(line["due"])
            amounts = Counter()
            for period in statement["periods"]:
                for payment in period["payments"]:
                    key = (period["period"], payment["clause"] or "", payment["label"], payment["from"], payment["to"],
                           payment["currency"])
                    self.assertNotIn(key, amounts, f"{name}: one entry a payment, period and pair")
                    amounts[key] = Fraction(payment["amount"])
                    due = payment["due"] if isinstance(payment["due"], dict) else {"first": payment["due"],
                                                                                   "last": payment["due"]}
                    wanted = {"first": min(days[key], default=None), "last": max(days[key], default=None)}
                    self.assertEqual(due, wanted, f"{name}: {key}")
            with self.subTest(contract=name):
                self.assertGreater(len(lines), 0)
                self.assertEqual(+sums, +amounts)

    def test_ten_times_the_money(self):
        """Law: with every amount of money ten times as great, limits and least coins included, every payment and
        every figure in money is exactly ten times as great, and everything else is as it was."""
        offer = self.file("offer.json", OFFER.read_text(encoding="utf-8").replace("12_500 DKK", "125_000 DKK"))

        def ten_times(found):
            value = Fraction(found[1].replace("_", "")) * 10
            return f"{found[1]}0{found[2]}" if "." not in found[1] else f"{float(value)}{found[2]}"

        for path in CONTRACTS:
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"(?<![\w.])(\d[\d_]*(?:\.\d+)?)( DKK\b)", ten_times, text)
            text, changed = re.subn(r"(?m)^(  currency DKK, rounded to )0\.01\b", r"\g<1>0.1", text)
            text = re.sub(r"(?m)(?<=\.\.)(\d[\d_]*)( DKK\b)", ten_times, text)
            self.assertEqual(changed, 1)
            great = self.file(f"{path.parent.name}.nytte", text)
            small_statement, great_statement = program.settled(path), program.settled(great, offer=offer)
            with self.subTest(contract=path.parent.name):
                for small, large in zip(small_statement["periods"], great_statement["periods"], strict=True):
                    self.assertEqual([Fraction(p["amount"]) * 10 for p in small["payments"]],
                                     [Fraction(p["amount"]) for p in large["payments"]])
                    self.assertEqual([(p["due"], p["rows"]) for p in small["payments"]],
                                     [(p["due"], p["rows"]) for p in large["payments"]])
                    self.assertEqual(small["measures"], large["measures"])
                    for name, figure in small["figures"].items():
                        times = 10 if "DKK" in figure["unit"] else 1
                        self.assertEqual(Fraction(large["figures"][name]["exact"]), Fraction(figure["exact"]) * times)

    def test_two_currencies_stay_apart(self):
        """Law: a payment in one currency is not seen in the ledger of another; they meet only through a given rate,
        and each is rounded by itself."""
        for seed in range(5):
            contract, words = self.of_two_currencies(seed)
            statement = program.answer("settle", contract, *words, "--json")
            only_crowns = self.edited("one.nytte", contract, (r"fee \* weight for each operation where weight > 1",
                                                              "0 EUR per operation * weight for each operation"))
            other = program.answer("settle", only_crowns, *words, "--json")
            with self.subTest(seed=seed):
                self.assertEqual({p["currency"] for p in statement["periods"][0]["payments"]}, {"DKK", "EUR"})
                for one, two in zip(statement["periods"], other["periods"], strict=True):
                    for party in one["parties"]:
                        self.assertEqual(one["parties"][party]["DKK"], two["parties"][party]["DKK"])
                    self.assertNotEqual(one["parties"]["seller"]["EUR"], two["parties"]["seller"]["EUR"])
                    euros, crowns = ({(p["from"], p["to"]): Fraction(p["amount"]) for p in one["payments"]
                                      if p["label"] == f"Both joint, in {money}"} for money in ("euros", "crowns"))
                    count = sum(p["rows"] for p in one["payments"]
                                if p["label"] == "Operations" and p["from"] == "north")
                    exact = abs(Fraction("0.333") * count - 1)
                    self.assertEqual(sum(euros.values()), Fraction(int(exact * 100 + Fraction(1, 2)), 100))
                    self.assertEqual(sum(crowns.values()),
                                     Fraction(int(exact * Fraction("7.45") * 100 + Fraction(1, 2)), 100))

    def test_the_parts_of_a_joint_party_are_the_whole(self):
        """Law: whoever shares a line, and however, the parts of each line add up to the line; all but the last part
        are the shares, rounded."""
        whole = {}
        for line in lines_of(CONTRACT):
            whole[line["period"], line["label"], line["row"]] = line
        for seed in range(6):
            chance = random.Random(seed)
            first, second = sorted(chance.sample(range(1, 1000), 2))
            shares = {"region": Fraction(first, 1000), "hospital": Fraction(second - first, 1000),
                      "patients": Fraction(1000 - second, 1000)}
            told = ", ".join(f"{name} {float(share * 100):.1f} %" for name, share in shares.items())
            contract = self.edited("joint.nytte", CONTRACT, (r"(?m)^(party supplier .*)$",
                                                             rf'\1\nparty buyers "The buyers" together {told}'),
                                   (r"pay region to supplier", "pay buyers to supplier"),
                                   (r"pay supplier to region", "pay supplier to buyers"))
            parts = defaultdict(list)
            for line in lines_of(contract):
                parts[line["period"], line["label"], line["row"]].append(line)
            with self.subTest(seed=seed, shares=told):
                self.assertEqual(set(parts), set(whole))
                for key, lines in parts.items():
                    amount = Fraction(whole[key]["amount"])
                    self.assertEqual(sum(Fraction(line["amount"]) for line in lines), amount, key)
                    self.assertEqual({line["due"] for line in lines}, {whole[key]["due"]})
                    member = "from" if whole[key]["to"] == "supplier" else "to"
                    self.assertEqual([line[member] for line in lines], list(shares))
                    for line in lines[:-1]:
                        rounded = Fraction(int(amount * shares[line[member]] * 100 + Fraction(1, 2)), 100)
                        self.assertEqual(Fraction(line["amount"]), rounded, key)


# --- names and order -----------------------------------------------------------------------------------

def blocks_of(text):
    """The first line that is neither comment nor blank, and the declarations, each with the comments above it."""
    lines = text.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("nytte "))
    blocks, block, begun = [], [], False
    for line in lines[first + 1:]:
        at_margin = line[:1].strip() != ""
        if at_margin and begun:
            blocks.append(block)
            block, begun = [], False
        block.append(line)
        begun = begun or (at_margin and not line.startswith("#"))
    blocks.append(block)
    return lines[first], blocks


def properties_of(block):
    """The lines down to the header, and the properties, each with the lines that go on with it."""
    header = next(number for number, line in enumerate(block) if line[:1].strip() and not line.startswith("#"))
    properties = []
    for line in block[header + 1:]:
        if properties and (line.startswith("   ") or not line.strip() or line.startswith("#")):
            properties[-1].append(line)
        else:
            properties.append([line])
    return block[:header + 1], properties


class Order(InAFolder):
    def test_the_order_of_declarations_means_nothing(self):
        """Law: the declarations of a contract may stand in any order; every figure stays."""
        for path in CONTRACTS:
            base = in_any_order(program.settled(path))
            first, blocks = blocks_of(path.read_text(encoding="utf-8"))
            self.assertGreater(len(blocks), 20)
            files = []
            for seed in range(3 if path == CONTRACT else 1):
                random.Random(seed).shuffle(blocks)
                text = "\n".join([first, *("\n".join(block) for block in blocks)]) + "\n"
                files.append(self.file(f"{path.parent.name}-{seed}.nytte", text))
            for seed, found in enumerate(all_settled(files)):
                with self.subTest(contract=path.parent.name, seed=seed):
                    self.assertEqual(in_any_order(found), base)

    def test_the_order_of_properties_means_nothing(self):
        """Law: the properties of a declaration may stand in any order, steps excepted; every figure stays."""
        for path in CONTRACTS:
            base = in_any_order(program.settled(path))
            first, blocks = blocks_of(path.read_text(encoding="utf-8"))
            for seed in range(3 if path == CONTRACT else 1):
                chance = random.Random(seed)
                lines = [first]
                for block in blocks:
                    head, properties = properties_of(block)
                    if not any("first that holds" in line for line in block):
                        chance.shuffle(properties)
                    lines += head + [line for lines_ in properties for line in lines_]
                found = program.settled(self.file("order.nytte", "\n".join(lines) + "\n"))
                with self.subTest(contract=path.parent.name, seed=seed):
                    self.assertEqual(in_any_order(found), base)

    def test_a_name_is_only_a_name(self):
        """Law: a figure that is called something else everywhere changes names, and nothing else."""
        base = program.settled()
        text = CONTRACT.read_text(encoding="utf-8")
        names = [*base["periods"][0]["measures"], *base["periods"][0]["figures"], "experience", "ours"]
        for number, name in enumerate(names):
            other = ("aaa", "zzz_1", "Ærlig_måling")[number % 3]
            found = program.settled(self.file("named.nytte", re.sub(rf"\b{name}\b", other, text)))

            def back(part):
                if isinstance(part, dict):
                    return {back(key): back(value) for key, value in part.items()}
                if isinstance(part, list):
                    return [back(value) for value in part]
                return re.sub(rf"\b{other}\b", name, part) if isinstance(part, str) else part
            with self.subTest(name=name, other=other):
                self.assertNotIn(name, [*found["periods"][0]["measures"], *found["periods"][0]["figures"]])
                self.assertEqual(back(without_files(found)), without_files(base))


# --- how a contract is written -------------------------------------------------------------------------

TOKEN = re.compile(r'"[^"\n]*"?|#[^\n]*|[ ]+|\d{4}-\d\d-\d\d|[\d_]+(?:\.\d+)?|\w+|\.\.|<=|>=|<>|[^\s\w]')


def respaced(text, chance):
    """The same tokens with other blanks between, other depths, and line breaks inside parentheses."""
    out, depth, deep = [], 0, 1
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if depth == 0 and line[:1].strip() and not line.startswith("#"):
            deep = chance.randint(1, 3)
        if not line.strip():
            out.append(" " * chance.choice([0, 0, 3]) if depth == 0 else "")
            continue
        tokens = TOKEN.findall(line[indent:])
        written = " " * (indent * deep if depth == 0 else chance.randint(0, 20))
        for number, token in enumerate(tokens):
            if token.startswith(" "):
                breaks = depth > 0 and chance.random() < 0.1
                written += "\n" * breaks + " " * chance.choice([1, 1, 1, 2, 5, 11])
                continue
            before = tokens[number - 1] if number else ""
            if before == "(" or (before and token in (",", ")") and not before.startswith(" ")):
                written += " " * chance.choice([0, 0, 0, 1, 2])
            depth += {"(": 1, ")": -1}.get(token, 0)
            written += token
        out.append(written + " " * (0 if "#" in written else chance.choice([0, 0, 0, 2])))
    return "\n".join(out)


class Writing(InAFolder):
    """The formatter changes how a contract looks, never what it says."""

    @classmethod
    def setUpClass(cls):
        texts = [path for path in sorted(ROOT.rglob("*.nytte"))
                 if not any(re.match(r"(build(-.*)?|out|\..*)$", part) for part in path.relative_to(ROOT).parts)]
        cls.good, cls.bad = [], []
        for path in texts:
            done = program.run("fmt", "--check", "--json", path)
            (cls.good if b"fmt/1" in done.stdout and b'"file"' in done.stdout else cls.bad).append(path)

    def meaning(self, path):
        """What a text says: the diagnostics without their places; and what it settles to, where it can."""
        checked = program.run("check", "--json", path)
        says = [(d["code"], d["message"].replace(str(path.parent), ""))
                for d in json.loads(checked.stdout)["diagnostics"]]
        if path.name == "contract.nytte" or path.name == CONTRACT.name:
            says.append(self.with_plain_sentences(program.settled(path)))
        elif path.name == SOURCE.name:
            says.append(self.with_plain_sentences(program.answer(
                "settle", path.parent / CONTRACT.name, "--source", path, "--data", f"operation={LATIN1}",
                "--data", f"surgeon={SURGEONS}", "--offer", OFFER, "--json")))
        else:
            says.append(program.run("plan", path).stdout)
        return says

    def with_plain_sentences(self, statement):
        """A sentence quotes the amount as it is written, on one line; blanks beside signs are the author's."""
        for period in statement["periods"]:
            for payment in period["payments"]:
                self.assertNotRegex(payment["sentence"], r"\n|  ")
                payment["sentence"] = payment["sentence"].replace(" ", "")
        return without_files(statement)

    def copied(self, number, path, text):
        """A changed text beside the texts that it uses."""
        folder = self.folder / str(number)
        folder.mkdir()
        copied, waiting = {path.name}, [path]
        while waiting:
            for name in re.findall(r'^use "(?:\./)?([^"/]+)"', waiting.pop().read_text(encoding="utf-8"), re.MULTILINE):
                if name not in copied and (path.parent / name).is_file():
                    copied.add(name)
                    waiting.append(path.parent / name)
                    shutil.copy(path.parent / name, folder)
        return self.file(f"{number}/{path.name}", text)

    def test_formatted_once_is_formatted(self):
        """Law: for every text that can be read, formatting twice gives what formatting once gives, and what it says
        stays the same."""
        self.assertGreater(len(self.good), 12)
        for number, path in enumerate(self.good):
            with self.subTest(path=str(path.relative_to(ROOT))):
                copy = self.copied(number, path, path.read_text(encoding="utf-8"))
                program.output("fmt", copy)
                once = copy.read_bytes()
                program.output("fmt", "--check", copy)
                self.assertEqual(copy.read_bytes(), once)
                if once == path.read_bytes():
                    continue  # it stood in its one form: the same bytes say the same
                self.assertEqual(self.meaning(copy), self.meaning(self.copied(f"as-{number}", path, path.read_text(
                    encoding="utf-8"))))

    def test_a_text_that_cannot_be_read_is_not_touched(self):
        """Law: the formatter leaves what it cannot read as it is."""
        broken = self.file("broken.nytte", CONTRACT.read_text(encoding="utf-8").replace("(bought in", "((bought in"))
        for path in [broken, *self.bad]:
            copy = self.folder / f"copy-{path.name}"
            shutil.copy(path, copy)
            before = copy.read_bytes()
            with self.subTest(path=path.name):
                program.output("fmt", copy, status=1)
                self.assertEqual(copy.read_bytes(), before)

    def test_blanks_and_breaks_mean_nothing(self):
        """Law: other blanks between the tokens, other depths of properties, and line breaks inside parentheses change
        neither what a text says nor that it can be formatted, once and for all."""
        choices = [path for path in self.good if path in CONTRACTS or path.parent == CONTRACT.parent]
        meanings = {path: self.meaning(self.copied(f"as-{number}", path, path.read_text(encoding="utf-8")))
                    for number, path in enumerate(choices)}

        def attempt(seed):
            path = choices[seed % len(choices)]
            text = respaced(path.read_text(encoding="utf-8"), random.Random(seed))
            copy = self.copied(seed, path, text)
            says = self.meaning(copy)
            if says != meanings[path]:
                return f"seed {seed}: {path.name} says something else: {first_difference(meanings[path], says)}"
            program.output("fmt", copy)
            once = copy.read_bytes()
            again = program.run("fmt", "--check", copy)
            if again.returncode:
                return f"seed {seed}: {path.name} is not in its written form after formatting"
            if copy.read_bytes() != once:
                return f"seed {seed}: --check wrote"
            says = self.meaning(copy)
            if says != meanings[path]:
                return f"seed {seed}: {path.name}, formatted, says something else: " \
                       f"{first_difference(meanings[path], says)}"
            return None

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            failures = [failure for failure in pool.map(attempt, range(200)) if failure]
        self.assertEqual(failures[:3], [], f"{len(failures)} of 200")

    def test_the_trial_really_changes_the_text(self):
        """The trial above, tried: other bytes, the same tokens."""
        text = CONTRACT.read_text(encoding="utf-8")
        other = respaced(text, random.Random(1))
        self.assertNotEqual(text, other)
        self.assertGreater(other.count("\n"), text.count("\n"))

        def tokens(of):
            return [token for token in TOKEN.findall(of) if token.strip()]
        self.assertEqual(tokens(text), tokens(other))


def first_difference(one, other, at=""):
    """Where two answers part, for people."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in [*one, *other]:
            if one.get(key) != other.get(key):
                return first_difference(one.get(key), other.get(key), f"{at}/{key}")
    if isinstance(one, list) and isinstance(other, list):
        for number, (a, b) in enumerate(zip(one, other)):
            if a != b:
                return first_difference(a, b, f"{at}/{number}")
        return f"{at}: {len(one)} items, now {len(other)}: {other[:2]!r}"[:600]
    return f"{at}: {one!r}, now {other!r}"[:900]


if __name__ == "__main__":
    unittest.main()
