# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""What an award's rules reward, and how robust an award is: `nytte stress`. Every bid that it makes up is handed in as a
file and awarded by `nytte award`, so that what it claims is what the award does."""

import json
import random
import re
import shutil
import tempfile
import unittest
from fractions import Fraction
from math import comb
from pathlib import Path

import expected_test
import program
from award_test import HEAD, PRICE, TIES, Tender, awarded, by_bid, percent, plain, price_bid, schemas

LIMITED = 'offer price "Price" : 0..1_000 DKK, in the price envelope\n\n'
QUALITY = 'criterion quality "Quality" weight {}\n  judged 0..100 by at least 1 judge, each alone, mean counts\n'


def most_points(points, weight=Fraction(1, 2), offer=LIMITED):
    return (HEAD + offer + f'criterion economy "Price" weight {percent(weight)}\n  price\n  points {points}\n' +
            QUALITY.format(percent(1 - weight)) + "award by the most points" + TIES)


def by_price(rule, weight="100 %", offer=LIMITED):
    return HEAD + offer + QUALITY.format(weight) + f"award by the {rule}" + TIES


WORTH = HEAD + LIMITED + ('criterion quality "Quality" worth 4 DKK per point\n  judged 0..100 by at least 1 judge, each alone, '
                          "mean counts\naward by the lowest price less worth" + TIES)
RELATIVE = {
    "proportional": most_points("proportional from 100 at the lowest"),
    "from the lowest": most_points("linear from 100 at the lowest to 0 at 100 % above the lowest, also beyond"),
    "from the lowest, kept": most_points("linear from 100 at the lowest to 0 at 50 % above the lowest"),
    "range": most_points("linear from 100 at the lowest to 0 at the highest"),
    "mean": most_points("linear from 100 at the mean to 0 at 100 % above the mean, also beyond"),
    "utility": by_price("highest utility of price, price weight 50 %", "50 %"),
    "band": by_price("most points for price, within 20 % of the best by quality"),
}
ABSOLUTE = {
    "bounds": most_points("linear from 100 at 0 DKK to 0 at 1_000 DKK"),
    "less worth": WORTH,
    "uplift": by_price("lowest price raised for missing points, price weight 60 %", "40 %"),
    "ratio": by_price("most points for price"),
    "features": by_price("lowest price divided by features, price weight 70 %", "30 %"),
}
# The published example of rank reversal: X wins until Z, which loses, comes in.
REVERSAL = most_points("proportional from 100 at the lowest", offer=PRICE)
X, Y, Z = (100, 60), (120, 72), (60, 10)


def stress(contract, *more):
    """On a contract alone."""
    folder = Path(tempfile.mkdtemp())
    try:
        (folder / "tender.nytte").write_text(contract, encoding="utf-8")
        return program.answer("stress", "tender.nytte", "--json", *more, folder=folder)
    finally:
        shutil.rmtree(folder)


def simple(bids):
    """Bids of a price and a mark: what Tender takes."""
    return ({name: price_bid(price) for name, (price, _) in bids.items()},
            {name: {"quality": plain(mark)} for name, (_, mark) in bids.items()})


def stressed(contract, bids, *more):
    """With bids of a price and a mark."""
    tender = Tender(contract, *simple(bids))
    try:
        tender.lock()
        done = tender.run("stress", "--json", *more)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)
    finally:
        tender.gone()


def made(bids):
    """Bids that stress made up, as files."""
    return ({bid["bid"]: {"answers": {"offers": {}}, "price": {"offers": bid["offers"]}} for bid in bids},
            {bid["bid"]: {name: plain(mark) for name, mark in bid["judged"].items()} for bid in bids})


def found(report):
    return [finding["what"] for finding in report["findings"]]


class Reversal(unittest.TestCase):
    def check_example(self, contract, reversal):
        """X and Y awarded without the third bid and with it: winners and every figure are what stress says."""
        example = reversal["example"]
        for key, bids in (("without", example[:2]), ("with", example)):
            award = by_bid(awarded(contract, *made(bids)))
            winner = min(award.values(), key=lambda bid: bid["rank"])
            self.assertEqual(winner["bid"], reversal["winner_" + key])
            for bid in bids:
                got = award[bid["bid"]]
                self.assertEqual((got["compared_exact"], got["rank"]), (bid[key]["compared"], bid[key]["rank"]))
                self.assertEqual({one["name"]: one["exact"] for one in got["criteria"]}, bid[key]["points"])
        self.assertNotEqual(reversal["winner_with"], example[2]["bid"])

    def test_every_rule_that_rests_on_others_has_a_smallest_example(self):
        for name, contract in RELATIVE.items():
            with self.subTest(name):
                report = stress(contract)
                reversal = report["model"]["reversal"]
                self.assertIn("reversal", found(report))
                self.check_example(contract, reversal)
                x, y, _ = reversal["example"]
                self.assertNotEqual(x["offers"], y["offers"])
                self.assertNotEqual(x["judged"], y["judged"])

    def test_where_the_winner_changes_the_two_are_equal(self):
        for name, contract in RELATIVE.items():
            with self.subTest(name):
                reversal = stress(contract)["model"]["reversal"]
                edge = reversal["changes_at"]
                if name == "band":  # there the band decides and no lead
                    self.assertIsNone(edge)
                    continue
                self.assertTrue(edge["exact"])
                self.assertEqual(edge["from"], edge["to"])
                example = reversal["example"]
                at = Fraction(edge["from"])
                if (10**6 * at).denominator != 1:
                    continue  # no such bid can be written
                if reversal["moves"] == "price":
                    example[2]["offers"]["price"] = f"{plain(at)} DKK"
                else:
                    example[2]["judged"][reversal["moves"]] = edge["from"]
                award = by_bid(awarded(contract, *made(example)))
                self.assertEqual(award["X"]["compared_exact"], award["Y"]["compared_exact"])

    def test_rules_on_own_figures_cannot(self):
        for name, contract in ABSOLUTE.items():
            with self.subTest(name):
                report = stress(contract)
                self.assertIn("no_reversal", found(report))
                self.assertFalse(report["model"]["reversal"]["possible"])

    def test_relative_points_are_one_factor_for_all(self):
        report = stress(by_price("lowest price divided by relative points"))
        self.assertIn("common_factor", found(report))
        self.assertFalse(report["model"]["reversal"]["possible"])

    def test_no_third_bid_turns_two_others_by_absolute_rules(self):
        """For any three bids: the order of two is that of the two alone. The seed is printed."""
        rules = {**ABSOLUTE, "relative points": by_price("lowest price divided by relative points")}
        for seed in range(2):
            chance = random.Random(seed)
            for name, contract in rules.items():
                bids = {bid: (chance.randint(1, 1000), chance.randint(0, 100)) for bid in "abc"}
                whole = by_bid(awarded(contract, *simple(bids)))
                alone = by_bid(awarded(contract, *simple({bid: bids[bid] for bid in "ab"})))
                self.assertEqual(whole["a"]["rank"] < whole["b"]["rank"], alone["a"]["rank"] < alone["b"]["rank"],
                                 f"{name}, seed {seed}, {bids}")


class AfterBids(unittest.TestCase):
    def test_one_more_bid_is_solved_for(self):
        """PUB-REVERSAL-2: X leads Y by z / 12 - 6 where z is the lowest price, so 72 turns it."""
        report = stressed(REVERSAL, {"X": X, "Y": Y})
        added = report["award"]["added_bid"]
        self.assertEqual(added["changes_at"], {"exact": True, "from": "72", "to": "72"})
        self.assertEqual((added["winner"], added["moves"], added["judged"]), ("Y", "price", {"quality": "0"}))
        bids, marks = simple({"X": X, "Y": Y})
        more, mark = made([{**added, "bid": "third"}])
        award = by_bid(awarded(REVERSAL, {**bids, **more}, {**marks, **mark}))
        self.assertEqual(award["Y"]["rank"], 1)

    def test_a_losing_bid_that_decides(self):
        """PUB-REVERSAL-3."""
        report = stressed(REVERSAL, {"X": X, "Y": Y, "Z": Z})
        self.assertEqual(report["findings"][0]["what"], "losing_bid_decides")
        self.assertIn("without Z, X wins", report["findings"][0]["text"])
        self.assertIn("less worth", report["findings"][0]["mend"])

    def test_draws_of_weights(self):
        """X wins while the price weighs more than 18/43: of any weights in 25/43, around one half by Beta(50, 50)."""
        report = stressed(REVERSAL, {"X": X, "Y": Y}, "--draws", "20000")
        turns = Fraction(18, 43)
        self.assertEqual(report["award"]["stability"][0]["from"], str(turns))
        below = sum(comb(99, k) * turns**k * (1 - turns)**(99 - k) for k in range(50, 100))
        expected = {"any_weights": 1 - turns, "around_stated_weights": 1 - below}
        for drawn in report["award"]["draws"]:
            share, due = drawn["wins"]["X"] / 20000, float(expected.pop(drawn["drawn"]))
            self.assertLess(abs(share - due), 4 * (due * (1 - due) / 20000)**0.5)
            self.assertEqual(sum(drawn["wins"].values()) + drawn["nobody_alone"], 20000)
        self.assertEqual(expected, {})

    def test_how_far_a_worth_may_move(self):
        """At the end of its interval the two are equal, and the award says so."""
        bids = {"X": (100, 60), "Y": (130, 70)}
        report = stressed(WORTH, bids)
        worth = report["award"]["worths"][0]
        self.assertEqual((worth["worth"], worth["from"], worth["winner_below"]), ("4", "3", "X"))
        award = by_bid(awarded(WORTH.replace("worth 4 DKK", "worth 3 DKK"), *simple(bids)))
        self.assertEqual({bid["rank"] for bid in award.values()}, {1})

    def test_worths_are_drawn(self):
        """Y wins from 3 DKK a point; of 2 to 8 DKK, evenly by the logarithm, that is 1 - log4(3/2)."""
        report = stressed(WORTH, {"X": (100, 60), "Y": (130, 70)})
        drawn = report["award"]["draws"]
        self.assertEqual([one["drawn"] for one in drawn], ["half_to_twice_the_worth"])
        self.assertLess(abs(drawn[0]["wins"]["Y"] / 10000 - 0.70752), 0.02)

    def test_names_and_the_size_of_money_decide_nothing(self):
        bids = {"X": X, "Y": Y, "Z": Z}
        one = stressed(REVERSAL, bids)["award"]
        two = stressed(REVERSAL, {"X": Z, "Y": X, "Z": Y})["award"]
        names = {"X": "Y", "Y": "Z", "Z": "X"}
        self.assertEqual(two["winner"], names[one["winner"]])
        for left, right in zip(one["draws"], two["draws"]):
            self.assertEqual({names[name]: count for name, count in left["wins"].items()}, right["wins"])
        dear = stressed(REVERSAL, {name: (2 * price, mark) for name, (price, mark) in bids.items()})["award"]
        self.assertEqual((one["draws"], one["weights"], one["stability"]), (dear["draws"], dear["weights"], dear["stability"]))

    def test_a_dominated_bid_is_never_awarded_in_a_draw(self):
        for contract in (REVERSAL, WORTH):
            report = stressed(contract, {"X": (100, 60), "worse": (101, 60)})
            for drawn in report["award"]["draws"]:
                self.assertEqual(drawn["wins"]["worse"], 0)

    def test_equal_bids_are_equal_in_every_draw(self):
        """A third of the points each way: sums of doubles may differ in their last digit, the award does not."""
        for contract in (most_points("linear from 100 at 0 DKK to 0 at 300 DKK"), WORTH):
            report = stressed(contract, {"X": (100, 60), "same": (100, 60), "worse": (200, 10)})
            for drawn in report["award"]["draws"]:
                self.assertEqual((drawn["nobody_alone"], drawn["wins"]["worse"]), (10000, 0))

    def test_weights_between_bids(self):
        """Points for the price differ by 50/3, marks by 12: of weighed points 25/3 and 6."""
        report = stressed(REVERSAL, {"X": X, "Y": Y})
        self.assertEqual({one["criterion"]: one["bites"] for one in report["award"]["weights"]},
                         {"economy": "25/43", "quality": "18/43"})

    def test_who_is_truly_best(self):
        """Bids of 1,000 DKK for sure and of 0 DKK with a risk: in each world the amounts that `nytte simulate` draws say who is
        best, and by how many points, 10 for 10,000 DKK."""
        tender = Tender(expected_test.contract(), {"safe": expected_test.bid(1000), "risky": expected_test.bid(0, 1)})
        self.addCleanup(tender.gone)
        tender.write("model.nytte", expected_test.MODEL)
        award = tender.award()
        done = tender.run("stress", "--json")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        report = json.loads(done.stdout)
        case = expected_test.Case()
        worlds = {name: case.draws(tender, name, award["simulated"]["seed"], 200) for name in ("safe", "risky")}
        truly = report["award"]["worlds"]
        self.assertEqual(truly["worlds"], 200)
        for own in truly["bids"]:
            cost, other = worlds[own["bid"]], worlds["safe" if own["bid"] == "risky" else "risky"]
            behind = [max(0, a - b) / 1000 for a, b in zip(cost, other)]
            self.assertEqual(own["truly_best"], sum(a <= b for a, b in zip(cost, other)))
            self.assertAlmostEqual(own["expected_loss"], sum(behind) / 200, delta=1e-5)
            mean = sum(behind) / 200
            self.assertAlmostEqual(own["standard_error"], (sum((b - mean)**2 for b in behind) / 199 / 200)**0.5, delta=1e-5)
        self.assertIn("truly_best", found(report))
        schemas()("stress", report)

    def test_the_worked_tender(self):
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        shutil.copytree(program.ROOT / "contracts" / "award", folder / "award")
        program.output("lock", "award.nytte", "--scores", "scores", folder=folder / "award")
        report = program.answer("stress", "award.nytte", "--scores", "scores", "--json", folder=folder / "award")
        award = program.answer("award", "award.nytte", "--scores", "scores", "--json", folder=folder / "award")
        self.assertEqual(report["award"]["winner"], award["ranking"][0]["bid"])
        self.assertEqual(report["award"]["stability"], award["stability"])
        self.assertIn("no_losing_bid_decides", found(report))


class Marks(unittest.TestCase):
    def findings(self, counts):
        """Of four bids by three criteria of three judges; the first two bids a krone apart."""
        text = HEAD + PRICE
        for name in ("one", "two", "three"):
            text += f'criterion {name} "A mark" worth 100 DKK per point\n  judged 0..10 by at least 3 judges, each alone, {counts} counts\n'
        text += "award by the lowest price less worth" + TIES
        prices = {"a": 1_000, "b": 1_001, "c": 2_000, "d": 3_000}
        tender = Tender(text, {name: price_bid(price) for name, price in prices.items()},
                        {name: {"one": "5", "two": "5", "three": "5"} for name in prices}, judges=("Ada", "Bo", "Cy"))
        self.addCleanup(tender.gone)
        scores = tender.read_json("scores/Ada.json")
        scores["scores"]["a"]["one"]["points"] = "4"
        scores["scores"]["b"]["one"]["points"] = "4"
        tender.write_json("scores/Ada.json", scores)
        scores = tender.read_json("scores/Bo.json")
        scores["scores"]["a"]["one"]["points"] = "6"
        scores["scores"]["b"]["one"]["points"] = "6"
        tender.write_json("scores/Bo.json", scores)
        tender.lock()
        done = tender.run("stress", "--json")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return {one["what"]: one for one in json.loads(done.stdout)["findings"]}

    def test_every_mark_of_every_judge_is_moved(self):
        """4 bids by 3 criteria by 3 judges, up and down: 72. By the mean a krone is lost with any mark of a or b."""
        one = self.findings("mean")["one_mark_decides"]
        self.assertIn("of 72 moves", one["text"])
        self.assertIn("18 change who wins", one["text"])
        self.assertIn("median counts", one["mend"])

    def test_a_median_is_not_advised_where_it_counts(self):
        """Only the middle mark of 4, 5, 6 moves it, up or down as it turns the two: Cy's of a and of b."""
        one = self.findings("median")["one_mark_decides"]
        self.assertIn("of 72 moves", one["text"])
        self.assertIn("2 change who wins", one["text"])
        self.assertNotIn("median", one["mend"])


class BeforeBids(unittest.TestCase):
    def test_a_point_of_quality_by_value_deduction(self):
        """4 DKK a point wherever the price lies: that is what the contract says."""
        worth = stress(WORTH)["model"]["worth"][0]
        self.assertEqual({place["worth"] for place in worth["places"]}, {"4"})
        self.assertEqual({place["other"] for place in worth["places"]}, {None})

    def test_a_point_of_quality_between_bounds(self):
        """40 % of 100 points over 1,000 DKK against 60 % of a point: 0.6 / 0.04 = 15 DKK."""
        contract = most_points("linear from 100 at 0 DKK to 0 at 1_000 DKK", Fraction(2, 5))
        worth = stress(contract)["model"]["worth"][0]
        self.assertEqual({place["worth"] for place in worth["places"]}, {"15"})

    def test_a_point_of_quality_in_proportion(self):
        """50 min(p, o) / p points; half a point less where n = 50 o / (50 min(p, o) / p - 1/2)."""
        worth = stress(RELATIVE["proportional"])["model"]["worth"][0]
        self.assertEqual(len(worth["places"]), 27)
        for place in worth["places"]:
            own, other = Fraction(place["own"]), Fraction(place["other"])
            now = 50 * min(own, other) / own
            self.assertTrue(place["exact"])
            self.assertEqual(Fraction(place["worth"]), 50 * other / (now - Fraction(1, 2)) - own, place)

    def test_prices_that_are_absurd(self):
        report = stress(RELATIVE["proportional"])
        self.assertIn("wins_by_one_thing", found(report))
        self.assertIn("stops_at_nought", found(report))
        cheap = next(one for one in report["model"]["absurd"] if one.get("best_only_in") == "price")
        self.assertEqual((cheap["at"], cheap["wins"]), ("1/100", True))

    def test_cliffs(self):
        report = stress(most_points("linear from 100 at 200 DKK to 0 at 900 DKK"))
        self.assertEqual([(one["what"], one["at"], one["limits_to"]) for one in report["model"]["cliffs"]],
                         [("better_earns_nothing", "200", "0"), ("worse_costs_nothing", "900", "1000")])
        self.assertTrue(any("HFD 2022 ref. 41" in (one["mend"] or "") for one in report["findings"]))
        kinds = {name: [one["what"] for one in stress(RELATIVE[name])["model"]["cliffs"]] for name in RELATIVE}
        self.assertIn("points_fall_without_end", kinds["mean"])
        self.assertIn("worse_costs_nothing_above", kinds["from the lowest, kept"])
        self.assertIn("band", kinds["band"])

    def test_weights_bite_by_what_the_limits_let_them_move(self):
        """Bids lie between 400 and 500 DKK, points between 0 and 1,000: the price can move 40 x 0.1, quality 60."""
        contract = most_points("linear from 100 at 0 DKK to 0 at 1_000 DKK", Fraction(2, 5)).replace("0..1_000 DKK,", "400..500 DKK,")
        report = stress(contract)
        self.assertEqual({one["criterion"]: (one["stated"], one["bites"]) for one in report["model"]["weights"]},
                         {"economy": ("2/5", "1/16"), "quality": ("3/5", "15/16")})
        self.assertIn("weight_bites_otherwise", found(report))

    def test_requirements_bound_what_is_tried(self):
        contract = ABSOLUTE["bounds"].replace("criterion economy", 'require affordable "Within the budget" price <= 600 DKK\n\ncriterion economy')
        report = stress(contract)
        dear = next(one for one in report["model"]["absurd"] if one.get("worst_only_in") == "price")
        self.assertEqual(Fraction(dear["at"]), 600)

    def test_every_award_of_the_worked_contracts(self):
        for path in ("award/award.nytte", "knee/knee.nytte"):
            report = program.answer("stress", program.ROOT / "contracts" / path, "--json")
            self.assertIn("no_reversal", found(report))


class Report(unittest.TestCase):
    def test_it_fits_its_schema(self):
        judge = schemas()
        for contract in (*RELATIVE.values(), *ABSOLUTE.values()):
            judge("stress", stress(contract))
        judge("stress", stressed(REVERSAL, {"X": X, "Y": Y}))
        judge("stress", stressed(WORTH, {"X": X, "Y": Y}))

    def test_it_is_read_aloud_in_two_languages_and_the_same_each_time(self):
        tender = Tender(RELATIVE["proportional"], *simple({"X": X, "Y": Y}))
        self.addCleanup(tender.gone)
        tender.lock()
        for more in ((), ("--bids", "bids", "--scores", "scores")):
            def said(*words):
                return program.output("stress", "tender.nytte", *more, *words, folder=tender.folder).decode()
            self.assertIn("One more bid that loses" if more else "A losing bid can change who wins", said())
            self.assertIn("Hvad der blev fundet", said("--lang", "da"))
            self.assertFalse(re.search(r"\b(the|which|wins|bids)\b", re.sub(r"`[^`]*`", "", said("--lang", "da"))))
            page = said("--format", "html")
            self.assertEqual(page, said("--format", "html"))
            self.assertNotIn("<script", page)
            self.assertFalse(re.search(r"<svg(?:(?!</svg>).)*<(em|i)>", page, re.DOTALL), "no italics inside a drawing")
            self.assertEqual(page.count("<polyline"), 0 if more else 3)

    def test_what_is_asked_wrongly(self):
        tender = Tender(REVERSAL, *simple({"X": X, "Y": Y}))
        self.addCleanup(tender.gone)
        self.assertEqual(tender.run("stress", "--draws", "0").returncode, 2)
        unlocked = tender.run("stress")
        self.assertEqual(unlocked.returncode, 1)
        self.assertIn("N0781", unlocked.stderr.decode())
        tender.write("bare.nytte", HEAD + LIMITED)
        bare = program.run("stress", "bare.nytte", folder=tender.folder)
        self.assertEqual(bare.returncode, 1)
        self.assertIn("N0843", bare.stderr.decode())


if __name__ == "__main__":
    unittest.main()
