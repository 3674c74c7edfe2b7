# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Bids compared: every case of tests/scoring/ through `nytte lock` and `nytte award`, on contract and bid files that are
written here; and what goes wrong with a tender.

Weights that do not add to 100 are rescaled for the contract, and the points scaled back; parts of weight zero are left out.
"""

import json
import random
import re
import shutil
import subprocess
import tempfile
import unittest
from datetime import date
from fractions import Fraction
from pathlib import Path

import jsonschema

import program

SCORING = program.ROOT / "tests" / "scoring"
HEAD = """nytte 1 english

contract "Tender"
  currency DKK, rounded to 0.01, halves away from zero
  prices without value added tax
  runs from 2026-01-01 for 1 year
  statement 3 months after each contract year, on the data of that day
  last statement 1 year after the term

party buyer "Buyer" buys
party seller "Seller" sells

"""
IN_TIME = "2026-03-01T11:00:00Z"


def fingerprint(path):
    return subprocess.run(["b2sum", "--length=256", str(path)], capture_output=True, check=True).stdout.split()[0].decode()


def plain(value):
    """A fraction as the language writes it."""
    value = Fraction(value)
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
        assert digits < 30, value
    whole = str(abs(value.numerator) if digits == 0 else abs(int(value * 10**digits)))
    whole = whole.rjust(digits + 1, "0")
    text = whole if digits == 0 else whole[:-digits] + "." + whole[-digits:]
    return ("-" if value < 0 else "") + text


def percent(share):
    return plain(Fraction(share) * 100) + " %"


class Tender:
    """A contract, its bids and scores in a folder that goes away."""

    def __init__(self, contract, bids, marks=None, title="Tender", judges=("Ada",), receipts=None):
        self.folder = Path(tempfile.mkdtemp())
        self.title = title
        self.write("tender.nytte", contract)
        (self.folder / "scores").mkdir()
        (self.folder / "bids").mkdir()
        for name, bid in bids.items():
            for file, part in bid.items():
                self.write_json(f"bids/{name}/{file}.json", {"nytte": "offer/1", "contract": title, **part})
        for judge in judges if marks else ():
            self.write_json(f"scores/{judge}.json", {
                "nytte": "scores/1", "contract": title, "judge": judge,
                "scores": {bid: {criterion: {"points": points, "reason": "as seen"} for criterion, points in own.items()}
                           for bid, own in marks.items()}})
        self.write_receipts(receipts or {})

    def write_receipts(self, changed):
        self.write_json("receipts.json", {
            "nytte": "receipts/1", "contract": self.title, "deadline": "2026-03-01T12:00:00Z",
            "receipts": [{"bid": path.name, "received": changed.get(path.name, IN_TIME)}
                         for path in sorted((self.folder / "bids").iterdir())]})

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def write_json(self, name, value):
        self.write(name, json.dumps(value, ensure_ascii=False, indent=1) + "\n")

    def read_json(self, name):
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def run(self, command, *more):
        return program.run(command, "tender.nytte", "--scores", "scores", *more, folder=self.folder)

    def lock(self):
        done = self.run("lock")
        assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()
        return done

    def award(self, *more):
        self.lock()
        done = self.run("award", "--json", *more)
        assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()
        return json.loads(done.stdout)

    def gone(self):
        shutil.rmtree(self.folder)


def awarded(contract, bids, marks=None, **more):
    tender = Tender(contract, bids, marks, **more)
    try:
        return tender.award()
    finally:
        tender.gone()


def by_bid(award):
    return {bid["bid"]: bid for bid in award["ranking"]}


def price_bid(price, **offers):
    return {"answers": {"offers": {}}, "price": {"offers": {"price": f"{plain(price)} DKK", **offers}}}


PRICE = "offer price \"Price\" : 0..100_000_000 DKK, in the price envelope\n\n"
TIES = ", ties by lot\n"


class Cases(unittest.TestCase):
    """tests/scoring/cases.json: exact results, ranks."""

    @classmethod
    def setUpClass(cls):
        cls.cases = {case["id"]: case for case in json.loads((SCORING / "cases.json").read_text())["cases"]}
        cls.done = set()

    def check_ranks(self, case, award):
        if "ranking" in case["expected"]:
            self.assertEqual({bid["bid"]: bid["rank"] for bid in award["ranking"]}, case["expected"]["ranking"], case["id"])

    @staticmethod
    def points_rule(case, top):
        params = case["params"]
        return {
            "proportional_lowest": f"points proportional from {top} at the lowest",
            "linear_from_lowest": f"points linear from {top} at the lowest to 0 at 100 % above the lowest, also beyond",
            "range_linear": f"points linear from {top} at the lowest to 0 at the highest",
            "absolute_linear": f"points linear from {top} at {params.get('floor')} DKK to 0 at {params.get('ceiling')} DKK",
            "mean_deviation": "points linear from 50 at the mean to 0 at 50 % above the mean, also beyond",
        }[case["price_formula"]]

    def points_sum(self, case, prices=None):
        """Price and quality as weighed points: weights of the case are points, so they are rescaled and scaled back."""
        several = "quality_max_points" in case
        formula = case.get("price_formula", case["params"].get("price_formula"))
        case = {**case, "price_formula": formula}
        weight_price = Fraction(case.get("weight_price", case["params"].get("weight_price")))
        weights, scale = {}, 1
        if several:
            weights = {f"q{i}": Fraction(most) for i, most in enumerate(case["quality_max_points"])}
            scale = 120
        else:
            weight = Fraction(case.get("weight_quality", case["params"].get("weight_quality")))
            scale = Fraction(case.get("quality_max", "100"))
            weights = {"quality": weight} if weight else {}
        mean = formula == "mean_deviation"
        weight_price = Fraction(1) if mean else weight_price
        scale = 50 if mean else scale
        whole = weight_price + sum(weights.values())
        text = HEAD + PRICE + f"criterion price \"Price\" weight {percent(weight_price / whole)}\n  price\n  {self.points_rule(case, plain(scale))}\n"
        for name, weight in weights.items():
            text += f"criterion {name} \"Quality\" weight {percent(weight / whole)}\n"
            text += f"  judged 0..{plain(scale)} by at least 1 judge, each alone, mean counts\n"
        text += "award by the most points" + TIES
        bids = {name: price_bid(prices[name] if prices else bid["price"]) for name, bid in case["bids"].items()}
        marks = {}
        for name, bid in case["bids"].items():
            if several:
                marks[name] = {f"q{i}": plain(Fraction(points) * scale / case["quality_max_points"][i])
                               for i, points in enumerate(bid["quality"])}
            elif weights:
                marks[name] = {"quality": plain(bid["quality"])}
        award = awarded(text, bids, marks or None)
        back = Fraction(1) if mean else whole / scale
        for name, bid in by_bid(award).items():
            points = {one["name"]: Fraction(one["exact"]) * Fraction(one["weight"]) * back for one in bid["criteria"]}
            expected = case["expected"]
            if "price_points" in expected:
                self.assertEqual(points["price"], Fraction(expected["price_points"][name]["exact"]), case["id"])
            if weights and "quality_points" in expected:
                self.assertEqual(points["quality"], Fraction(expected["quality_points"][name]["exact"]), case["id"])
            total = expected["total"][name]
            if isinstance(total, dict):
                self.assertEqual(Fraction(bid["exact"]) * back, Fraction(total["exact"]), case["id"])
            else:
                self.assertEqual(round(Fraction(bid["exact"]) * back, 6), Fraction(total), case["id"])
        self.check_ranks(case, award)
        return award

    def compared(self, case, award):
        for name, bid in by_bid(award).items():
            self.assertEqual(Fraction(bid["compared_exact"]), Fraction(case["expected"]["evaluation_value"][name]["exact"]), case["id"])
        self.check_ranks(case, award)

    def one_quality(self, case, rule, key, scale, weight):
        text = HEAD + PRICE + f"criterion quality \"Quality\" weight {weight}\n"
        text += f"  judged 0..{scale} by at least 1 judge, each alone, mean counts\n" + f"award by the {rule}" + TIES
        bids = {name: price_bid(bid["price"]) for name, bid in case["bids"].items()}
        return awarded(text, bids, {name: {"quality": plain(bid[key])} for name, bid in case["bids"].items()})

    def test_points_are_summed(self):
        several = [case for case in self.cases.values() if case["method"] == "points_sum"]
        self.assertEqual(len(several), 12)
        for case in several:
            with self.subTest(case["id"]):
                self.points_sum(case)

    def test_value_deduction(self):
        for case in (self.cases["PUB-GOW"], self.cases["PUB-GOW-3"]):
            count = len(case["bids"]["A"]["awarded_values"])
            text = HEAD + PRICE
            for i in range(count):
                value = case["bids"]["A"]["awarded_values"][i][0]
                text += f"criterion q{i} \"Quality\" worth {value} DKK per point\n  judged 0..1 by at least 1 judge, each alone, mean counts\n"
            text += "award by the lowest price less worth" + TIES
            bids = {name: price_bid(bid["price"]) for name, bid in case["bids"].items()}
            marks = {name: {f"q{i}": degree for i, (_, degree) in enumerate(bid["awarded_values"])} for name, bid in case["bids"].items()}
            self.compared(case, awarded(text, bids, marks))

    def test_price_uplift(self):
        case = self.cases["PUB-UPLIFT"]
        self.compared(case, self.one_quality(case, "lowest price raised for missing points, price weight 60 %", "points", 10, "40 %"))

    def test_points_for_the_price(self):
        case = self.cases["PUB-UFAB-SIMPLE"]
        self.compared(case, self.one_quality(case, "most points for price", "points", 10000, "100 %"))

    def test_points_for_the_price_within_a_band(self):
        case = self.cases["PUB-UFAB-EXT"]
        award = self.one_quality(case, "most points for price, within 5 % of the best by points", "points", 10000, "100 %")
        self.compared({**case, "expected": {**case["expected"], "ranking": {"B": 1, "A": 2, "C": 3}}}, award)
        self.assertEqual([bid["bid"] for bid in award["ranking"] if not bid["outside_band"]], ["B", "A"])
        self.assertEqual(award["ranking"][0]["bid"], case["expected"]["winner"])

    def test_utility(self):
        case = self.cases["PUB-UTILITY"]
        self.compared(case, self.one_quality(case, "highest utility of price, price weight 50 %", "quality", 1, "50 %"))

    def test_relative_value(self):
        text = HEAD + PRICE + "criterion quality \"Quality\" weight 100 %\n  judged 0..100 by at least 1 judge, each alone, mean counts\n"
        text += "award by the lowest price divided by relative points" + TIES
        award = by_bid(awarded(text, {"A": price_bid(100000), "B": price_bid(99000)}, {"A": {"quality": "85"}, "B": {"quality": "70"}}))
        self.assertEqual(award["A"]["compared_exact"], str(Fraction(100000) * 170 / 185))  # 91,891.89
        self.assertEqual(award["A"]["rank"], 1)

    def features(self, case, plus):
        most = [Fraction(value) for value in case["params"]["feature_max"]]
        text = HEAD + PRICE
        if plus:
            text += "offer energy : 0..1_000_000 DKK, in the price envelope\noffer scrap : 0..1_000_000 DKK, in the price envelope\n\n"
        for i, value in enumerate(most):
            text += f"criterion f{i} \"Feature\" weight {percent(value)}\n  judged 0..15 by at least 1 judge, each alone, mean counts\n"
        rest = percent(1 - sum(most))
        text += "award by the lowest price divided by features" + (" plus energy + scrap" if plus else "") + f", price weight {rest}" + TIES
        bids, marks = {}, {}
        for name, bid in case["bids"].items():
            lcc = {key: f"{value} DKK" for key, value in zip(("energy", "scrap"), bid.get("lcc", []))}
            bids[name] = price_bid(bid["price"], **lcc)
            marks[name] = {f"f{i}": plain(Fraction(value) * 15 / most[i]) for i, value in enumerate(bid["values"])}
        self.compared(case, awarded(text, bids, marks))

    def test_features(self):
        self.features(self.cases["PUB-PROZORRO-COEF"], False)
        self.features(self.cases["PUB-PROZORRO-MIXED"], True)

    def test_total_cost_of_ownership(self):
        for name in ("PUB-TCO-40-60-r0", "PUB-TCO-40-60-r4"):
            case = self.cases[name]
            rate = Fraction(case["params"]["discount_rate"])
            years = len(case["bids"]["A"]["cashflow_by_year"])
            text = HEAD + "".join(f"offer year{i} : 0..100_000_000 DKK, in the price envelope\n" for i in range(years))
            terms = " + ".join(f"year{i} / {plain((1 + rate) ** i)}" for i in range(years))
            text += f"define tco \"Total cost of ownership\"\n  = {terms}\n"
            text += "criterion price \"Cost\" weight 40 %\n  tco\n  points proportional from 100 at the lowest\n"
            text += "criterion quality \"Quality\" weight 60 %\n  judged 0..100 by at least 1 judge, each alone, mean counts\n"
            text += "award by the most points" + TIES
            bids = {bid: {"answers": {"offers": {}},
                          "price": {"offers": {f"year{i}": f"{value} DKK" for i, value in enumerate(own["cashflow_by_year"])}}}
                    for bid, own in case["bids"].items()}
            award = awarded(text, bids, {bid: {"quality": own["quality"]} for bid, own in case["bids"].items()})
            for bid, own in by_bid(award).items():
                self.assertEqual(round(Fraction(own["criteria"][0]["value"]), 2), Fraction(case["expected"]["tco"][bid]))
                self.assertEqual(round(Fraction(own["exact"]), 6), Fraction(case["expected"]["total"][bid]))
            self.check_ranks(case, award)


class Savings(unittest.TestCase):
    """tests/scoring/esco-npv.json: bids on energy saved, compared by the present value of what the buyer keeps."""

    PERIODS = 21

    def contract(self, rate, first_days):
        days = [first_days] + [365] * (self.PERIODS - 2) + [365 - first_days]
        text = HEAD + "offer share \"Part of the savings that is paid\" : 0..100 %, in the price envelope\n"
        text += "offer days_paid \"Length of the contract\" : 0..10_000 day, in the price envelope\n"
        text += "".join(f"offer saving{i} : 0..1_000_000 DKK, in the price envelope\n" for i in range(self.PERIODS))
        start, terms, paid = 0, [], []
        before = "1"
        for i, length in enumerate(days):
            text += f"define factor{i}\n  = {before} / (1 + {percent(rate)} * {length} / 365)\n"
            before = f"factor{i}"
            if length:
                text += f"define paid{i}\n  = (keep days_paid - {start} days between 0 days and {length} days) / {length} days\n"
                text += f"define payment{i}\n  = share * saving{i} * paid{i}\n"
                kept = f"saving{i}" if i == 0 else f"saving{i} * {length} / 365"
                terms.append(f"factor{i} * ({kept} - payment{i})")
                paid.append(f"payment{i}")
            start += length
        text += "define present_value\n  = " + " + ".join(terms) + "\n"
        text += "define contract_price\n  = " + " + ".join(paid) + "\n"
        return text + "require paid_back contract_price >= 0 DKK\n" + "award by the highest present_value" + TIES

    def test_present_values(self):
        cases = json.loads((SCORING / "esco-npv.json").read_text(), parse_float=str)["cases"]
        groups = {}
        for number, case in enumerate(cases):
            given = case["input"]
            groups.setdefault((given["NBUdiscountRate"], given["announcementDate"]), []).append((f"b{number:02}", case))
        self.assertEqual(len(cases), 66)
        for (rate, day), members in groups.items():
            day = date.fromisoformat(day)
            first = (date(day.year, 12, 31) - day).days
            bids = {}
            for name, case in members:
                given = case["input"]
                length = given["contractDuration"]["years"] * 365 + given["contractDuration"]["days"]
                offers = {"share": percent(Fraction(given["yearlyPaymentsPercentage"])), "days_paid": f"{length} days"}
                offers |= {f"saving{i}": f"{plain(Fraction(saving))} DKK" for i, saving in enumerate(given["annualCostsReduction"])}
                bids[name] = {"answers": {"offers": {}}, "price": {"offers": offers}}
            award = by_bid(awarded(self.contract(Fraction(rate), first), bids))
            for name, case in members:
                exact = Fraction(award[name]["compared_exact"])
                self.assertLess(abs(exact - Fraction(case["expected"]["amountPerformance"])), Fraction(1, 10**11), (name, day))
            values = [Fraction(award[name]["compared_exact"]) for name in sorted(award, key=lambda bid: award[bid]["rank"])]
            self.assertEqual(values, sorted(values, reverse=True))


class Arithmetic(unittest.TestCase):
    """tests/scoring/seed-arithmetic.json: what a bid's figures come to, read from the report."""

    MADE = {
        "bed-guarantee": {"guaranteed_units": "regions * min_units_per_region",
                          "guaranteed_value_dkk": "regions * min_units_per_region * unit_price_dkk",
                          "premium_over_traditional_dkk":
                              "regions * min_units_per_region * (unit_price_dkk - traditional_unit_price_dkk)"},
        "bed-supplier-development": {"own_funded_dkk": "supplier_cost_dkk - paid_dkk",
                                     "own_funded_per_guaranteed_unit_dkk": "(supplier_cost_dkk - paid_dkk) / guaranteed_units"},
        "vejle-volume": {"total_dkk": "annual_total_dkk * years_long",
                         "value_based_dkk": "annual_total_dkk * years_long * value_based_contracts / contracts"},
    }

    def test_figures(self):
        cases = {case["id"]: case for case in json.loads((SCORING / "seed-arithmetic.json").read_text())["cases"]}
        renamed = {"years": "years_long"}
        for name, made in self.MADE.items():
            case = cases[name]
            text = HEAD + "".join(f"offer {renamed.get(key, key)} : 0..100_000_000, in the quality envelope\n" for key in case["input"])
            for i, (figure, how) in enumerate(made.items()):
                weight = ["50 %", "50 %"] if len(made) == 2 else ["50 %", "25 %", "25 %"]
                text += f"criterion {figure} \"Figure\" weight {weight[i]}\n  {how}\n  points linear from 0 at 0 to 10 at 100_000_000\n"
            text += "award by the most points" + TIES
            offers = {renamed.get(key, key): str(value) for key, value in case["input"].items()}
            award = awarded(text, {"A": {"answers": {"offers": offers}}})
            for one in award["ranking"][0]["criteria"]:
                self.assertEqual(round(Fraction(one["value"]), 2), Fraction(str(case["expected"][one["name"]])), one["name"])

    def test_paid_by_how_patients_do(self):
        case = {case["id"]: case for case in json.loads((SCORING / "seed-arithmetic.json").read_text())["cases"]}["odsherred-bands"]
        factors = {"much_worse": "0.7", "worse": "0.9", "on_par": "1", "better": "1.1", "much_better": "1.3"}
        text = HEAD + "offer fee : 0..100_000 DKK, in the price envelope\n"
        text += "".join(f"offer {band} : 0..1000, in the quality envelope\n" for band in factors)
        text += "award by the lowest fee * (" + " + ".join(f"{factor} * {band}" for band, factor in factors.items()) + ") less worth" + TIES
        text += "criterion patience \"P\" worth 1 DKK per point\n  judged 0..10 by at least 1 judge, each alone, mean counts\n"
        bid = {"answers": {"offers": {band: str(count) for band, count in case["input"]["patients"].items()}},
               "price": {"offers": {"fee": f"{case['input']['base_fee_dkk']} DKK"}}}
        award = awarded(text, {"A": bid}, {"A": {"patience": "0"}})
        self.assertEqual(award["ranking"][0]["compared_exact"], str(case["expected"]["invoice_dkk"]))

    def test_kept_within_limits_and_left_after_a_phase(self):
        cases = {case["id"]: case for case in json.loads((SCORING / "seed-arithmetic.json").read_text())["cases"]}
        cap, gate = cases["vejle-cap"], cases["bed-gate-exit"]
        text = HEAD + "offer price : 0..100_000 DKK, in the price envelope\noffer after_phase : whole 0..4, in the quality envelope\n"
        text += "offer movement : -100..100 %, in the price envelope\n"
        steps = " + ".join(f"({payment} DKK * (keep after_phase - {i} between 0 and 1))"
                           for i, payment in enumerate(gate["input"]["phase_payments_dkk"]))
        text += f"define paid\n  = {steps}\n"
        text += "criterion capped \"Capped\" weight 50 %\n  price * (1 + (keep movement between -17 % and 17 %))\n"
        text += "  points linear from 10 at 0 DKK to 0 at 100_000 DKK\n"
        text += "criterion paid \"Paid\" weight 50 %\n  paid\n  points linear from 10 at 0 DKK to 0 at 2_000_000 DKK\n"
        text += "award by the most points" + TIES
        bids = {f"b{i}": {"answers": {"offers": {"after_phase": str(gate["input"]["exit_after_phase"])}},
                          "price": {"offers": {"price": f"{cap['input']['price']} DKK", "movement": percent(Fraction(move))}}}
                for i, move in enumerate(cap["input"]["index_by_year_before_cap"])}
        award = by_bid(awarded(text, bids))
        for i, price in enumerate(cap["expected"]["price_by_year"]):
            self.assertEqual(award[f"b{i}"]["criteria"][0]["value"], price)
            self.assertEqual(award[f"b{i}"]["criteria"][1]["value"], str(gate["expected"]["paid_dkk"]))


TWO = HEAD + PRICE + """require ce_marked "CE marked" answered yes
require affordable "Within the budget" price <= 1_000 DKK

criterion economy "Price" weight 50 %
  price
  points linear from 10 at 0 DKK to 0 at 1_000 DKK
criterion quality "Quality" weight 50 %
  judged 0..10 by at least 2 judges, each alone, mean counts
award by the most points, ties by quality, then by lot
"""


def two_bid(price, answer="yes"):
    return {"answers": {"offers": {}, "answers": {"ce_marked": answer}}, "price": {"offers": {"price": price}}}


class Faults(unittest.TestCase):
    """A bid that is wrong is out, with the reason; a tender that is uncertain stops."""

    def tender(self, bids=None, marks=None, contract=TWO, judges=("Ada", "Bo"), **more):
        bids = bids or {"alfa": two_bid("400 DKK"), "beta": two_bid("500 DKK")}
        marks = marks or {name: {"quality": "6"} for name in bids}
        tender = Tender(contract, bids, marks, judges=judges, **more)
        self.addCleanup(tender.gone)
        return tender

    def stops(self, tender, code, *words, command="lock"):
        done = tender.run(command)
        said = done.stderr.decode()
        self.assertEqual(done.returncode, 1, said)
        self.assertIn(code, said)
        for word in words:
            self.assertIn(word, said)
        return said

    def out(self, tender, name, *words):
        award = by_bid(tender.award())
        self.assertIsNone(award[name]["rank"])
        for word in words:
            self.assertIn(word, award[name]["excluded"])
        return award

    def one_faulty(self, bid, *words):
        """beta is faulty in its price: found behind the lock, and alfa wins."""
        tender = self.tender({"alfa": two_bid("400 DKK"), "beta": bid})
        award = self.out(tender, "beta", *words)
        self.assertEqual(award["alfa"]["rank"], 1)
        return tender.run("award").stderr.decode()

    def test_a_missing_bid(self):
        tender = self.tender(marks={"alfa": {"quality": "6"}})
        shutil.rmtree(tender.folder / "bids" / "beta")
        self.out(tender, "beta", "answers.json")

    def test_a_bid_without_a_receipt(self):
        tender = self.tender(marks={"alfa": {"quality": "6"}})
        receipts = tender.read_json("receipts.json")
        receipts["receipts"] = [one for one in receipts["receipts"] if one["bid"] == "alfa"]
        tender.write_json("receipts.json", receipts)
        self.out(tender, "beta", "no receipt")

    def test_a_late_bid_is_not_opened(self):
        tender = self.tender(marks={"alfa": {"quality": "6"}}, receipts={"beta": "2026-03-01T12:00:01Z"})
        tender.write("bids/beta/answers.json", "not even JSON")
        award = self.out(tender, "beta", "2026-03-01T12:00:01Z", "deadline")
        self.assertEqual(award["alfa"]["rank"], 1)

    def test_a_bid_received_on_the_stroke_is_in_time(self):
        award = by_bid(self.tender(receipts={"beta": "2026-03-01T12:00:00Z"}).award())
        self.assertEqual(award["beta"]["rank"], 2)

    def test_a_receipt_twice(self):
        tender = self.tender()
        receipts = tender.read_json("receipts.json")
        receipts["receipts"].append(receipts["receipts"][0])
        tender.write_json("receipts.json", receipts)
        self.stops(tender, "N0789", "alfa")

    def test_two_bids_of_one_bidder(self):
        tender = self.tender()
        for name in ("alfa", "beta"):
            answers = tender.read_json(f"bids/{name}/answers.json")
            tender.write_json(f"bids/{name}/answers.json", {**answers, "bidder": "Alfa A/S"})
        self.stops(tender, "N0789", "Alfa A/S")

    def test_a_truncated_bid(self):
        tender = self.tender(marks={"alfa": {"quality": "6"}})
        whole = (tender.folder / "bids/beta/answers.json").read_text()
        tender.write("bids/beta/answers.json", whole[:len(whole) // 2])
        self.out(tender, "beta", "answers.json")
        self.assertIn("N0628", tender.run("award").stderr.decode())

    def test_a_bid_that_is_not_what_was_received(self):
        tender = self.tender(marks={"alfa": {"quality": "6"}})
        receipts = tender.read_json("receipts.json")
        receipts["receipts"][1]["answers"] = "0" * 64
        receipts["receipts"][0]["answers"] = fingerprint(tender.folder / "bids/alfa/answers.json")
        tender.write_json("receipts.json", receipts)
        self.assertEqual(self.out(tender, "beta", "fingerprint")["alfa"]["rank"], 1)

    def test_a_price_that_was_changed_since_its_receipt(self):
        tender = self.tender()
        receipts = tender.read_json("receipts.json")
        for one in receipts["receipts"]:
            one["price"] = fingerprint(tender.folder / f"bids/{one['bid']}/price.json")
        tender.write_json("receipts.json", receipts)
        tender.write_json("bids/alfa/price.json", {"nytte": "offer/1", "contract": "Tender", "offers": {"price": "1 DKK"}})
        self.out(tender, "alfa", "price.json")

    def test_a_decimal_comma(self):
        self.assertIn("price.json", self.one_faulty(two_bid("400,5 DKK")))

    def test_a_negative_price(self):
        self.assertIn("price.json", self.one_faulty(two_bid("-5 DKK")))

    def test_another_currency(self):
        self.assertIn("price.json", self.one_faulty(two_bid("400 EUR")))

    def test_a_price_that_lacks(self):
        self.one_faulty({"answers": two_bid("1 DKK")["answers"], "price": {"offers": {}}}, "price")

    def test_a_requirement_answered_no_or_not(self):
        for answer, word in (("no", "no"), (None, "not answered")):
            bid = two_bid("500 DKK", answer)
            if answer is None:
                del bid["answers"]["answers"]["ce_marked"]
            tender = self.tender({"alfa": two_bid("400 DKK"), "beta": bid}, {"alfa": {"quality": "6"}})
            self.out(tender, "beta", "ce_marked", word)

    def test_a_requirement_that_rests_on_the_price(self):
        self.assertEqual(self.one_faulty(two_bid("1_001 DKK"), "affordable"), "")

    def test_a_price_among_the_answers(self):
        bid = two_bid("500 DKK")
        bid["answers"]["offers"] = {"price": "500 DKK"}
        tender = self.tender({"alfa": two_bid("400 DKK"), "beta": bid}, {"alfa": {"quality": "6"}})
        self.out(tender, "beta", "price envelope")
        self.assertIn("N0780", tender.run("award").stderr.decode())

    def test_no_price_is_read_before_the_lock(self):
        tender = self.tender()
        tender.write("bids/alfa/price.json", "not JSON: nobody reads it yet")
        self.stops(tender, "N0781", command="award")
        tender.lock()

    def test_a_score_changed_behind_the_lock(self):
        tender = self.tender()
        tender.lock()
        scores = tender.read_json("scores/Ada.json")
        scores["scores"]["beta"]["quality"]["points"] = "10"
        tender.write_json("scores/Ada.json", scores)
        self.stops(tender, "N0782", "Ada.json", command="award")

    def test_an_answer_changed_behind_the_lock(self):
        tender = self.tender()
        tender.lock()
        tender.write_json("bids/beta/answers.json", {**tender.read_json("bids/beta/answers.json"), "note": "more"})
        self.stops(tender, "N0782", "beta", command="award")

    def test_a_contract_changed_behind_the_lock(self):
        tender = self.tender()
        tender.lock()
        tender.write("tender.nytte", TWO.replace("0 at 1_000 DKK", "0 at 1_200 DKK"))
        self.stops(tender, "N0782", "tender.nytte", command="award")

    def test_a_judge_outside_the_scale(self):
        said = self.stops(self.tender(marks={"alfa": {"quality": "11"}, "beta": {"quality": "6"}}), "N0785", "Ada", "alfa", "11")
        self.assertIn("quality", said)

    def test_a_mark_with_a_decimal_comma(self):
        self.stops(self.tender(marks={"alfa": {"quality": "6,5"}, "beta": {"quality": "6"}}), "N0848", "Ada", "alfa")

    def test_two_judges_with_one_name(self):
        tender = self.tender()
        tender.write_json("scores/Bo.json", tender.read_json("scores/Ada.json"))
        self.stops(tender, "N0786", "Ada", "Bo.json")

    def test_a_mark_without_a_reason(self):
        tender = self.tender()
        scores = tender.read_json("scores/Ada.json")
        scores["scores"]["beta"]["quality"]["reason"] = " "
        tender.write_json("scores/Ada.json", scores)
        self.stops(tender, "N0849", "Ada", "beta")

    def test_marks_that_lack(self):
        tender = self.tender()
        scores = tender.read_json("scores/Bo.json")
        del scores["scores"]["beta"]
        tender.write_json("scores/Bo.json", scores)
        self.stops(tender, "N0788", "beta", "Bo")

    def test_scores_for_a_bid_that_is_out(self):
        self.stops(self.tender(receipts={"beta": "2026-03-02T12:00:00Z"}), "N0787", "beta", "deadline")

    def test_weights(self):
        for weight, code in (("0 %", "N0234"), ("49.9 %", "N0426")):
            contract = TWO.replace('criterion economy "Price" weight 50 %', f'criterion economy "Price" weight {weight}')
            self.stops(self.tender(contract=contract), code)

    def test_a_price_of_zero_under_a_ratio_rule(self):
        contract = TWO.replace("points linear from 10 at 0 DKK to 0 at 1_000 DKK", "points proportional from 10 at the lowest")
        tender = self.tender({"alfa": two_bid("0 DKK"), "beta": two_bid("5 DKK")}, contract=contract)
        tender.lock()
        self.stops(tender, "N0844", "alfa", "economy", command="award")

    def test_a_range_with_one_bid_only(self):
        contract = TWO.replace("points linear from 10 at 0 DKK to 0 at 1_000 DKK", "points linear from 10 at the lowest to 0 at the highest")
        tender = self.tender({"alfa": two_bid("7 DKK")}, contract=contract)
        tender.lock()
        self.stops(tender, "N0845", "economy", "7", command="award")

    def test_a_contract_without_an_award(self):
        self.stops(self.tender(contract=TWO[:TWO.index("award by")]), "N0843")


class Pumps(unittest.TestCase):
    """The worked tender contracts/award, computed once more here from its files."""

    SOURCE = program.ROOT / "contracts" / "award"
    WEIGHTS = {"programming": Fraction(6, 10), "alarms": Fraction(4, 10)}

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        shutil.copytree(cls.SOURCE, cls.folder, dirs_exist_ok=True)
        cls.run_once("lock")
        cls.award = json.loads(cls.run_once("award", "--json"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def run_once(cls, command, *more):
        done = program.run(command, "award.nytte", "--scores", "scores", *more, folder=cls.folder)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def read(self, name):
        return json.loads((self.SOURCE / name).read_text(encoding="utf-8"))

    def number(self, bid, part, offer):
        return Fraction(self.read(f"bids/{bid}/{part}.json")["offers"][offer].split()[0].replace("_", ""))

    def marks(self, bid, criterion):
        return [Fraction(self.read(f"scores/{file.name}")["scores"][bid][criterion]["points"])
                for file in sorted((self.SOURCE / "scores").glob("*.json"))]

    def compared(self, bid):
        """Price in the term less worth, by clause 9.2 to 9.7."""
        offers = self.read(f"bids/{bid}/answers.json")["offers"]
        failing = self.number(bid, "answers", "guaranteed_failure_rate") if "guaranteed_failure_rate" in offers else Fraction(6)
        price = 1200 * (self.number(bid, "price", "price") + 3 * self.number(bid, "price", "service"))
        usability = sum(weight * sum(self.marks(bid, part)) / 3 for part, weight in self.WEIGHTS.items())
        worth = (240_000 * (6 - failing) * 10 / 5 + 60_000 * (self.number(bid, "answers", "battery") - 6) * 10 / 10
                 + 40_000 * (26 - self.number(bid, "answers", "ready")) * 10 / 18 + 300_000 * usability
                 + 80_000 * sorted(self.marks(bid, "training"))[1])
        return price - worth

    def test_ranks(self):
        self.assertEqual({bid["bid"]: bid["rank"] for bid in self.award["ranking"]},
                         {"fjord": 1, "sund": 2, "nord": 3, "havn": 4, "klar": None, "vest": None})

    def test_what_is_compared_is_what_the_clauses_give(self):
        for bid in self.award["ranking"][:4]:
            self.assertEqual(Fraction(bid["compared_exact"]), self.compared(bid["bid"]), bid["bid"])

    def test_equal_bids_are_told_apart_by_reliability(self):
        third, fourth = self.award["ranking"][2:4]
        self.assertEqual(third["compared_exact"], fourth["compared_exact"])
        self.assertEqual([one["criteria"][0]["exact"] for one in (third, fourth)], ["6", "4"])
        self.assertEqual(self.award["ties"], [])

    def test_who_is_out_and_why(self):
        excluded = {bid["bid"]: bid["excluded"] for bid in self.award["ranking"] if bid["excluded"]}
        self.assertEqual(set(excluded), {"klar", "vest"})
        self.assertIn("drug_library", excluded["klar"])
        self.assertIn("2026-10-15T12:00:21Z", excluded["vest"])

    @staticmethod
    def plain_numbers(text):
        return re.sub(r"(?<=\d),(?=\d{3})", "", text)

    def steps(self, report):
        """What the report derives, as (left, right) texts with units taken away."""
        report = self.plain_numbers(report)
        steps = re.findall(r"^ *(-?[\d.]+) = ([^\n]*?)(?:, kept between the two)?$", report, re.MULTILINE)
        steps += re.findall(r"is worth ([\d.]+) = (.*)\.$", report, re.MULTILINE)
        return [(float(left), re.sub(r"([\d.]+) %", r"(\1/100)", right)) for left, right in steps]

    def test_a_losing_bidder_can_do_every_number_over(self):
        report = self.run_once("award", "--letter", "havn")
        steps = self.steps(report)
        self.assertEqual(len(steps), 3 + 1 + 1 + 1 + 1)  # own lines, usability and worth; the same two of the best bid
        for left, right in steps:
            sum_of = re.sub(r"[^\d.()+*/-]", "", right.replace("−", "-").replace("×", "*"))
            self.assertAlmostEqual(left, eval(sum_of), 5, right)  # noqa: S307: digits and signs alone
        offered = {"price": 13590, "service": 920}
        self.assertIn("term price is 19,620,000.00 DKK = expected pumps × (price + service × years of service).", report)
        self.assertEqual(19_620_000, 1200 * (offered["price"] + offered["service"] * 3))
        worth = next(left for left, right in steps if left > 1e6)
        self.assertAlmostEqual(15673333.333333, 19_620_000 - worth, 5)
        self.assertIn("compared by 15,673,333.333333 DKK, exactly 47020000/3", report)
        self.assertIn("By reliability your bid has 4 points, and the best bid more: 9.", report)

    def test_a_letter_shows_no_figure_of_others(self):
        for language in ("en", "da"):
            said = self.plain_numbers(self.run_once("award", "--letter", "havn", "--lang", language))
            for figure in ("15200", "21120000", "1.5 %", "1,5 %", "12 hours", "F-2211", "Three tones"):
                self.assertNotIn(figure, said)

    def test_the_report_says_how_the_tie_was_settled(self):
        self.assertIn("equal to the bid before it; reliability tells them apart", self.run_once("award"))

    def test_the_page_in_html_says_the_same(self):
        text, html = self.run_once("award"), self.run_once("award", "--format", "html")
        for said in ("15,673,333.333333 DKK", "The log keeps a day", "kept between the two", "47020000/3"):
            self.assertIn(said, text)
            self.assertIn(said, html)

    def test_receipts_have_the_fingerprints_of_the_bids(self):
        for receipt in self.read("receipts.json")["receipts"]:
            for part in ("answers", "price"):
                self.assertEqual(receipt[part], fingerprint(self.SOURCE / "bids" / receipt["bid"] / f"{part}.json"))


class Ties(unittest.TestCase):
    """Two bids of one price; `ready` is offered, and beta was received first."""

    CONTRACT = HEAD + PRICE + """offer ready "Weeks" : whole 1..30 weeks, in the quality envelope
criterion economy "Price" weight 100 %
  price
  points linear from 10 at 0 DKK to 0 at 1_000 DKK
award by the most points, ties by """

    def tender(self, ties, alfa=8, beta=6):
        bids = {name: {"answers": {"offers": {"ready": f"{weeks} weeks"}}, "price": {"offers": {"price": "500 DKK"}}}
                for name, weeks in (("alfa", alfa), ("beta", beta))}
        tender = Tender(self.CONTRACT + ties + "\n", bids, receipts={"beta": "2026-03-01T09:00:00Z"})
        self.addCleanup(tender.gone)
        return tender

    def first(self, ties, by, in_words, **ready):
        tender = self.tender(ties, **ready)
        award = tender.award()
        schemas()("award", award)
        order = [bid["bid"] for bid in award["ranking"]]
        self.assertEqual([bid["rank"] for bid in award["ranking"]], [1, 2])
        self.assertEqual(award["told_apart"], [{"bids": order, "by": by, "in_words": in_words}])
        for report in (tender.run("award"), tender.run("award", "--letter", order[1])):
            self.assertIn(f"{in_words} tells them apart", " ".join(report.stdout.decode().split()))
        return order[0]

    def test_the_lowest_of_what_is_offered(self):
        self.assertEqual(self.first("the lowest ready, then by lot", "lowest", "the lowest ready"), "beta")

    def test_the_highest_of_what_is_offered(self):
        self.assertEqual(self.first("the highest ready, then by lot", "highest", "the highest ready"), "alfa")

    def test_a_figure_made_of_offers(self):
        self.assertEqual(self.first("economy, then by the lowest price * (ready / 1 week), then by lot", "lowest",
                                    "the lowest price × ready divided by 1 week"), "beta")

    def test_the_earlier_receipt(self):
        words = "the earlier time of receipt"
        self.assertEqual(self.first("time of receipt, then by lot", "receipt", words), "beta")
        self.assertEqual(self.first("the lowest ready, then by time of receipt, then by lot", "receipt", words, alfa=6), "beta")

    def test_what_nothing_tells_apart_is_for_the_lot(self):
        award = self.tender("the lowest ready, then by lot", alfa=6).award()
        self.assertEqual(award["told_apart"], [])
        self.assertEqual(award["ties"], [{"rank": 1, "bids": ["alfa", "beta"], "settled_by": "lot"}])

    def test_stress_tries_bids_that_nobody_handed_in(self):
        tender = self.tender("the lowest ready, then by time of receipt, then by lot")
        tender.lock()
        for more in ((), ("--json",)):
            done = tender.run("stress", *more)
            self.assertEqual(done.returncode, 0, done.stderr.decode())


class Properties(unittest.TestCase):
    """Laws that hold for any bids; the seed is printed."""

    RULES = {
        "bounds": "points linear from 10 at 0 DKK to 0 at 1_000 DKK",
        "lowest": "points linear from 10 at the lowest to 0 at 100 % above the lowest, also beyond",
        "range": "points linear from 10 at the lowest to 0 at the highest",
        "mean": "points linear from 10 at the mean to 0 at 100 % above the mean, also beyond",
        "proportional": "points proportional from 10 at the lowest",
    }

    @staticmethod
    def ranked(rule, bids):
        contract = TWO.replace("points linear from 10 at 0 DKK to 0 at 1_000 DKK", rule).replace("by at least 2 judges", "by at least 1 judge")
        made = {name: two_bid(f"{plain(price)} DKK") for name, (price, _) in bids.items()}
        return by_bid(awarded(contract, made, {name: {"quality": str(mark)} for name, (_, mark) in bids.items()}))

    @staticmethod
    def order(award, names):
        return [[award[a]["rank"] < award[b]["rank"] for b in names] for a in names]

    def any_bids(self, seed):
        chance = random.Random(seed)
        return {name: (chance.randint(100, 450), chance.randint(0, 10)) for name in "abcd"}

    def test_absolute_rules_never_reverse_ranks(self):
        for seed in range(4):
            bids = self.any_bids(seed)
            whole = self.ranked(self.RULES["bounds"], bids)
            for gone in bids:
                left = [name for name in bids if name != gone]
                fewer = self.ranked(self.RULES["bounds"], {name: bids[name] for name in left})
                self.assertEqual(self.order(whole, left), self.order(fewer, left), f"seed {seed}")

    def test_relative_rules_do_not_see_the_size_of_money(self):
        for seed in range(2):
            bids = self.any_bids(seed)
            for rule in ("lowest", "range", "mean", "proportional"):
                one = self.ranked(self.RULES[rule], bids)
                two = self.ranked(self.RULES[rule], {name: (2 * price, mark) for name, (price, mark) in bids.items()})
                self.assertEqual({n: b["exact"] for n, b in one.items()}, {n: b["exact"] for n, b in two.items()}, f"{rule}, seed {seed}")

    def test_names_decide_nothing(self):
        for seed in range(2):
            bids = self.any_bids(seed)
            for rule in self.RULES.values():
                one = self.ranked(rule, bids)
                names = dict(zip(bids, reversed(bids)))
                two = self.ranked(rule, {names[name]: bid for name, bid in bids.items()})
                self.assertEqual({name: (b["rank"], b["exact"]) for name, b in one.items()},
                                 {name: (two[names[name]]["rank"], two[names[name]]["exact"]) for name in bids})

    def test_a_dominated_bid_never_wins(self):
        for seed in range(2):
            bids = self.any_bids(seed)
            for rule in self.RULES.values():
                best = min(bids.values())
                worse = self.ranked(rule, {**bids, "worse": (best[0] + 1, best[1])})
                above = next(name for name, bid in bids.items() if bid == best)
                self.assertGreater(worse["worse"]["rank"], worse[above]["rank"], f"seed {seed}")


def schemas():
    """Holds a value against docs/schema/NAME.json; what common.json says is put in its place."""
    folder = program.ROOT / "docs" / "schema"
    parts = json.loads((folder / "common.json").read_text())["$defs"]

    def whole(part):
        if isinstance(part, dict):
            if part.get("$ref", "").startswith("common.json#/$defs/"):
                part = {**parts[part["$ref"].rsplit("/", 1)[1]], **{key: value for key, value in part.items() if key != "$ref"}}
            return {key: whole(value) for key, value in part.items()}
        return [whole(one) for one in part] if isinstance(part, list) else part

    return lambda name, value: jsonschema.Draft202012Validator(whole(json.loads((folder / f"{name}.json").read_text()))).validate(value)


class Stability(unittest.TestCase):
    def test_a_losing_bid_that_decides(self):
        """PUB-REVERSAL: without Z, X wins; with it Y does."""
        text = HEAD + PRICE + "criterion economy \"Price\" weight 50 %\n  price\n  points proportional from 100 at the lowest\n"
        text += "criterion quality \"Quality\" weight 50 %\n  judged 0..100 by at least 1 judge, each alone, mean counts\n"
        text += "award by the most points" + TIES
        award = awarded(text, {"X": price_bid(100), "Y": price_bid(120), "Z": price_bid(60)},
                        {"X": {"quality": "60"}, "Y": {"quality": "72"}, "Z": {"quality": "10"}})
        self.assertEqual(award["ranking"][0]["bid"], "Y")
        without = next(one for one in award["stability"] if one["what"] == "bid_left_out" and one["bid"] == "Z")
        self.assertEqual((without["winner"], without["winner_changes"]), ("X", True))
        # Y leads X by t (50 - 60) + (1 - t)(72 - 60) and Z by 10 t... of points 60/50/100 for the price, 60/72/10 for quality.
        interval = next(one for one in award["stability"] if one["what"] == "weight" and one["criterion"] == "economy")
        self.assertEqual((interval["from"], interval["to"]), ("0", str(min(Fraction(12, 22), Fraction(62, 112)))))
        self.assertEqual(interval["winner_above"], "X")

    JUDGED = """criterion quality "Quality" worth 100 DKK per point
  judged 0..10 by at least 3 judges, each alone, COUNTS counts
award by the lowest price less worth""" + TIES

    def steps(self, counts, lead, marks):
        """Moves of one judge's mark that change the winner; alfa costs 1,000 DKK and beta `lead` more, after quality."""
        text = HEAD + PRICE + self.JUDGED.replace("COUNTS", counts)
        middle = {"mean": lambda all: Fraction(sum(all), len(all)), "median": lambda all: Fraction(sorted(all)[1])}[counts]
        worth = {name: 100 * middle(own) for name, own in marks.items()}
        tender = Tender(text, {"alfa": price_bid(1_000), "beta": price_bid(1_000 + worth["beta"] - worth["alfa"] + lead)},
                        {name: {"quality": "0"} for name in marks}, judges=("Ada", "Bo", "Cy"))
        self.addCleanup(tender.gone)
        for at, judge in enumerate(("Ada", "Bo", "Cy")):
            scores = tender.read_json(f"scores/{judge}.json")
            for name, own in marks.items():
                scores["scores"][name]["quality"]["points"] = str(own[at])
            tender.write_json(f"scores/{judge}.json", scores)
        award = tender.award()
        self.assertEqual(award["ranking"][0]["bid"], "alfa")
        schemas()("award", award)
        moves = {(one["bid"], one["judge"], one["mark"], one["moved_to"], one["step"])
                 for one in award["stability"] if one["what"] == "one_step"}
        return moves, tender

    def test_a_step_moves_the_mark_of_one_judge(self):
        """One mark of three, one step up, moves a mean by a third of a point: 100 / 3 DKK."""
        marks = {"alfa": (5, 0, 4), "beta": (10, 6, 5)}
        moves, tender = self.steps("mean", 33, marks)
        # Bo's 0 cannot go down, Ada's 10 cannot go up.
        self.assertEqual(moves, {("alfa", "Ada", "5", "4", "down"), ("alfa", "Cy", "4", "3", "down"),
                                 ("beta", "Bo", "6", "7", "up"), ("beta", "Cy", "5", "6", "up")})
        said = tender.run("award").stdout.decode()
        self.assertIn("With the mark of Bo for quality of beta at 7 instead of 6: beta wins.", said)
        self.assertIn("Med karakteren fra Bo for quality til beta på 7 i stedet for 6: beta vinder.", tender.run("award", "--lang", "da").stdout.decode())
        self.assertEqual(self.steps("mean", 34, marks)[0], set())

    def test_a_median_of_like_marks_stays_when_one_moves(self):
        """4, 4, 4 with a 5 in it has the median 4 all the same; 3, 4, 6 moves with its middle."""
        self.assertEqual(self.steps("median", 1, {"alfa": (4, 4, 4), "beta": (4, 4, 4)})[0], set())
        self.assertEqual(self.steps("median", 1, {"alfa": (3, 4, 6), "beta": (4, 4, 4)})[0], {("alfa", "Bo", "4", "3", "down")})

    def test_what_a_bidder_may_see(self):
        tender = Tender(TWO, {"alfa": two_bid("400 DKK"), "beta": two_bid("500 DKK")},
                        {"alfa": {"quality": "6"}, "beta": {"quality": "6.5"}}, judges=("Ada", "Bo"))
        self.addCleanup(tender.gone)
        award = by_bid(tender.award("--for", "beta"))
        self.assertEqual(award["beta"]["criteria"][0]["value"], "500")
        self.assertIsNone(award["alfa"]["criteria"][0]["value"])
        self.assertNotIn("marks", award["alfa"]["criteria"][1])
        self.assertEqual(award["alfa"]["criteria"][1]["points"], "6")
        for letter, word in (("alfa", "best of 2"), ("beta", "number 2 of 2")):
            said = tender.run("award", "--letter", letter).stdout.decode()
            self.assertIn(word, said)
        self.assertNotIn("400", tender.run("award", "--letter", "beta").stdout.decode())
        self.assertEqual(tender.run("award", "--format", "html").stdout, tender.run("award", "--format", "html").stdout)
        self.assertIn("Tildeling", tender.run("award", "--lang", "da").stdout.decode())

    def test_the_report_fits_its_schema(self):
        judge = schemas()
        tender = Tender(TWO, {"alfa": two_bid("400 DKK"), "beta": two_bid("500 DKK"), "late": two_bid("1 DKK")},
                        {"alfa": {"quality": "6"}, "beta": {"quality": "7"}}, judges=("Ada", "Bo"),
                        receipts={"late": "2026-04-01T12:00:00Z"})
        self.addCleanup(tender.gone)
        for name, value in (("award", tender.award()), ("award", tender.award("--for", "beta")),
                            ("lock", tender.read_json("scores/lock.json")), ("receipts", tender.read_json("receipts.json")),
                            ("scores", tender.read_json("scores/Ada.json"))):
            judge(name, value)


if __name__ == "__main__":
    unittest.main()
