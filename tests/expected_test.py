# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Simulated criteria of an award: every mean against `nytte simulate` with the published seed, errors and gaps against
figures worked out here from each world, the seed against hashes of the files, the knee contract's tender from end to end, and
what goes wrong.
"""

import csv
import hashlib
import json
import math
import re
import shutil
import statistics
import tempfile
import unittest
from fractions import Fraction
from pathlib import Path

import program
from award_test import HEAD, Tender, by_bid, schemas

KNEE = program.KNEE
OFFERS = """offer price : 0..10_000 DKK, in the price envelope
offer risk : 0..10, if not offered 0, in the quality envelope
pay buyer to seller "Price"
  price once on 2026-06-01
  due 30 days after the statement
"""
COST = """criterion cost "Expected cost" weight 100 %
  expected cost of {party} in "model.nytte" over {worlds} worlds{words}, rounded to {rounded}
  points linear from 10 at 0 DKK to 0 at 10_000 DKK
award by the most points, ties by lot
"""
MODEL = """nytte 1 english
use "tender.nytte"
assume luck ~ normal(mean 1_000 DKK, sd 100 DKK) from "imagined"
cost buyer "Risk"
  risk * luck once on 2026-06-01
"""
ASSESSED = " with the locked assessment"


def bid(price, risk=None):
    return {"answers": {"offers": {"risk": str(risk)} if risk is not None else {}}, "price": {"offers": {"price": f"{price} DKK"}}}


def contract(worlds=200, rounded="0.01 DKK", words="", party="buyer", criteria=COST):
    return HEAD + OFFERS + criteria.format(worlds=worlds, rounded=rounded, words=words, party=party)


def value(name, assumption="luck", said="1_000 DKK", source="Report, table 1", reason="Seen"):
    return {"bid": name, "assumption": assumption, "value": said, "source": source, "reason": reason}


class Case(unittest.TestCase):
    def tender(self, text, bids, values=None, model=MODEL, receipts=None):
        tender = Tender(text, bids, receipts=receipts)
        self.addCleanup(tender.gone)
        if model:
            tender.write("model.nytte", model)
        if values is not None:
            tender.write_json("scores/assessment.json", {"nytte": "assessment/1", "contract": "Tender", "values": values})
        return tender

    def draws(self, tender, name, seed, worlds, *more):
        """The buyer's cost in each world, by simulate."""
        folder = tender.folder
        offers = {}
        for file in ("answers", "price"):
            offers.update(json.loads((folder / "bids" / name / f"{file}.json").read_text())["offers"])
        tender.write_json("one.json", {"nytte": "offer/1", "contract": "Tender", "offers": offers})
        done = program.run("simulate", "model.nytte", "--offer", "one.json", "--worlds", str(worlds), "--seed", str(seed),
                           "--draws", "draws.csv", *more, folder=folder)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        with (folder / "draws.csv").open() as file:
            return [-float(row["npv:buyer:DKK"]) for row in csv.DictReader(file) if row["npv:buyer:DKK"] != "NA"]

    def simulated(self, award):
        return {one["bid"]: one for one in award["simulated"]["criteria"][0]["bids"]}

    def refused(self, tender, code, *words, command="lock"):
        done = tender.run(command)
        self.assertEqual(done.returncode, 1, done.stdout.decode() + done.stderr.decode())
        said = done.stderr.decode()
        self.assertIn(f"error {code}:", said)
        for word in words:
            self.assertIn(word, re.sub(r"\s+", " ", said))
        for language in ("en", "da"):
            self.assertIn(code, tender.run(command, "--lang", language).stderr.decode())


class Means(Case):
    def test_a_bid_costs_what_simulate_says(self):
        tender = self.tender(contract(), {"safe": bid(2500), "risky": bid(1200, 1), "wild": bid(300, "2.5")})
        award = tender.award()
        seed = award["simulated"]["seed"]
        for name, own in self.simulated(award).items():
            worlds = self.draws(tender, name, seed, 200)
            self.assertAlmostEqual(own["mean"], statistics.fmean(worlds), delta=1e-8)
            self.assertAlmostEqual(own["se"], statistics.stdev(worlds) / math.sqrt(200), delta=1e-8)
            rounded = Fraction(round(Fraction(own["mean"]) * 100), 100)
            self.assertEqual(Fraction(own["value"]), rounded)
            criterion = by_bid(award)[name]["criteria"][0]
            self.assertEqual(Fraction(criterion["value"]), rounded)
            self.assertEqual(Fraction(criterion["exact"]), 10 - rounded / 1000)
        self.assertTrue(award["decided"])
        self.assertEqual(award["ranking"][0]["bid"], "risky")

    def test_value_is_cost_with_the_other_sign(self):
        bids = {"one": bid(1200, 1)}
        text = contract().replace("expected cost", "expected value").replace("10 at 0 DKK to 0 at", "0 at 0 DKK to 10 at")
        cost = self.tender(contract(), bids).award()
        gain = self.tender(text, bids)
        award = gain.award()
        worlds = self.draws(gain, "one", award["simulated"]["seed"], 200)
        self.assertAlmostEqual(self.simulated(award)["one"]["mean"], -statistics.fmean(worlds), delta=1e-8)
        self.assertGreater(self.simulated(cost)["one"]["mean"], 0)

    def test_nobody_chooses_the_seed(self):
        tender = self.tender(contract(), {"a": bid(2000), "b": bid(2100), "late": bid(1)}, receipts={"late": "2026-04-01T12:00:00Z"})
        award = tender.award()["simulated"]

        def print_of(name):
            return hashlib.blake2b((tender.folder / name).read_bytes(), digest_size=32).hexdigest()

        lines = [f"contract tender.nytte {print_of('tender.nytte')}", f"model model.nytte {print_of('model.nytte')}"]
        lines += [f"bid {name} {print_of(f'bids/{name}/answers.json')} {print_of(f'bids/{name}/price.json')}" for name in "ab"]
        whole = "".join(line + "\n" for line in lines)
        self.assertEqual(award["seed_of"], whole)
        self.assertEqual(award["seed_fingerprint"], hashlib.blake2b(whole.encode(), digest_size=32).hexdigest())
        self.assertEqual(award["seed"], int(award["seed_fingerprint"][:12], 16))
        tender.write_json("bids/late/price.json", {"nytte": "offer/1", "contract": "Tender", "offers": {"price": "2 DKK"}})
        self.assertEqual(tender.award()["simulated"]["seed"], award["seed"], "a late bid moves nothing")
        tender.write_json("bids/a/price.json", {"nytte": "offer/1", "contract": "Tender", "offers": {"price": "2001 DKK"}})
        self.assertNotEqual(tender.award()["simulated"]["seed"], award["seed"])

    def test_worlds_without_a_figure_are_left_out_for_all(self):
        model = MODEL + 'assume part ~ uniform(low 0 %, high 60 %) from "imagined"\n' \
                        'model visit arriving 1 visit per year\n  kind a part, b 50 %, c remaining\n'
        table = 'table visit "One row a visit" dated by day\n  id   key\n  day  date\n  kind a or b or c\n'
        tender = self.tender(contract().replace("pay buyer", table + "pay buyer"), {"a": bid(2000), "b": bid(2100, 1)}, model=model)
        award = tender.award()
        left = award["simulated"]["criteria"][0]["worlds_left_out"]
        self.assertEqual(award["simulated"]["criteria"][0]["worlds"] + left, 200)
        self.assertGreater(left, 0)
        worlds = self.draws(tender, "b", award["simulated"]["seed"], 200)
        self.assertEqual(len(worlds), 200 - left)
        self.assertAlmostEqual(self.simulated(award)["b"]["mean"], statistics.fmean(worlds), delta=1e-6)
        self.assertIn("left out", tender.run("award").stdout.decode())

    def test_a_model_with_a_pathway(self):
        """What a bid offers stands in a pathway's cost: each bid has its own."""
        model = 'nytte 1 english\nuse "tender.nytte"\nassume falls_ill ~ beta(a 10, b 90) from "register"\n' \
                'pathway illness "One person\'s way"\n  states   well, ill\n  starts   in well\n  people   10\n' \
                '  cycles   every 6 months for 1 year\n  counted  at the end\n  from well to ill falls_ill\n' \
                'cost buyer "Care"\n  risk * 1_000 DKK for each move from well to ill\n'
        tender = self.tender(contract(), {"one": bid(100, 1), "two": bid(90, 2)}, model=model)
        award = tender.award()
        for name, own in self.simulated(award).items():
            self.assertAlmostEqual(own["mean"], statistics.fmean(self.draws(tender, name, award["simulated"]["seed"], 200)), delta=1e-8)
        own = self.simulated(award)
        self.assertAlmostEqual(own["two"]["mean"] - 90, 2 * (own["one"]["mean"] - 100), delta=1e-6)
        self.assertGreater(own["one"]["mean"], 1500)

    def test_the_report_fits_its_schema_and_is_repeated(self):
        judge = schemas()
        text = contract(words=ASSESSED)
        tender = self.tender(text, {"a": bid(2000), "b": bid(1001, 1)}, values=[value("b", said="900 DKK, between 700 DKK and 1_100 DKK, normal")])
        judge("award", tender.award())
        judge("award", tender.award("--for", "b"))
        judge("assessment", tender.read_json("scores/assessment.json"))
        judge("lock", tender.read_json("scores/lock.json"))
        one = tender.run("award", "--threads", "1", "--format", "html").stdout
        self.assertEqual(one, tender.run("award", "--threads", "2", "--format", "html").stdout)
        self.assertIn("simuleret", tender.run("award", "--lang", "da").stdout.decode())

    def test_others_do_not_see_what_a_bid_is_expected_to_cost(self):
        tender = self.tender(contract(words=ASSESSED), {"a": bid(2000), "b": bid(1200, 1)}, values=[value("a"), value("b", reason="Our own secret")])
        seen = tender.award("--for", "a")
        whole = tender.award()["simulated"]["seed_of"].splitlines()
        self.assertEqual(seen["simulated"]["seed_of"].splitlines(), [*whole[:3], "bid b (not shown)"])
        self.assertEqual([one["bid"] for one in seen["simulated"]["criteria"][0]["bids"]], ["a"])
        self.assertEqual([one["bid"] for one in seen["simulated"]["assessed"]], ["a"])
        for more in (("--for", "a"), ("--letter", "a")):
            self.assertNotIn("secret", tender.run("award", *more).stdout.decode())
        self.assertIn("secret", tender.run("award", "--letter", "b").stdout.decode())


class Decided(Case):
    CLOSE = {"sure": bid(2001), "risky": bid(1000, 1)}

    def test_a_gap_within_three_errors_is_not_decided(self):
        tender = self.tender(contract(), self.CLOSE)
        award = tender.award()
        self.assertFalse(award["decided"])
        (pair,) = award["simulated"]["open"]
        seed = award["simulated"]["seed"]
        worlds = [b - a for a, b in zip(self.draws(tender, pair["first"], seed, 200), self.draws(tender, pair["other"], seed, 200))]
        (gap,) = pair["gaps"]
        se = statistics.stdev(worlds) / math.sqrt(200)
        self.assertAlmostEqual(gap["gap"], statistics.fmean(worlds), delta=1e-8)
        self.assertAlmostEqual(gap["se"], se, delta=1e-8)
        self.assertLess(abs(gap["gap"]), 3 * se)
        self.assertAlmostEqual(gap["undone_by"], abs(gap["gap"]), delta=0.01)  # the rounding
        self.assertAlmostEqual(pair["worlds_needed"] / (200 * (3 * se / gap["undone_by"]) ** 2), 1, delta=0.001)
        said = tender.run("award").stdout.decode()
        self.assertIn("NOT DECIDED", said)
        self.assertNotIn("What would change the winner", said)
        self.assertIn("NOT DECIDED", tender.run("award", "--format", "html").stdout.decode())
        self.assertIn("IKKE AFGJORT", tender.run("award", "--lang", "da").stdout.decode())

    def test_letters_name_no_winner(self):
        tender = self.tender(contract(), {**self.CLOSE, "dear": bid(9000)})
        award = tender.award()
        self.assertEqual([one["other"] for one in award["simulated"]["open"]], [award["ranking"][1]["bid"]])
        for name in self.CLOSE:
            letter = tender.run("award", "--letter", name).stdout.decode()
            self.assertIn("not decided", letter)
            for word in ("is the best", "best bid", "number 1"):
                self.assertNotIn(word, letter)
        letter = tender.run("award", "--letter", "dear").stdout.decode()
        self.assertIn("number 3 and not among them", letter)
        self.assertNotIn("best bid", letter)

    def test_common_worlds_decide_what_single_means_do_not(self):
        """Both cost luck and some; the difference is certain though each mean is not."""
        award = self.tender(contract(), {"one": bid(1000, 1), "two": bid(1001, 1)}).award()
        self.assertTrue(award["decided"])
        own = self.simulated(award)
        self.assertLess(abs(own["one"]["mean"] - own["two"]["mean"]), own["one"]["se"])

    def test_equal_bids_are_the_lots_and_decided(self):
        award = self.tender(contract(), {"one": bid(1000, 1), "two": bid(1000, 1)}).award()
        self.assertTrue(award["decided"])
        self.assertEqual(award["ties"][0]["bids"], ["one", "two"])

    def test_more_worlds_decide(self):
        tender = self.tender(contract(), {"sure": bid(2020), "risky": bid(1000, 1)})
        award = tender.award()
        self.assertFalse(award["decided"])
        needed = award["simulated"]["open"][0]["worlds_needed"]
        self.assertTrue(200 < needed < 100000)
        self.assertTrue(self.tender(contract(worlds=20 * needed), {"sure": bid(2020), "risky": bid(1000, 1)}).award()["decided"])

    def test_a_figure_on_an_edge_of_its_rounding(self):
        """risky costs about 2,000, rounded to 0 or 4,000; that decides against a certain 2,100 which is rounded to 4,000."""
        tender = self.tender(contract(rounded="4_000 DKK"), {"sure": bid(2100), "risky": bid(1000, 1)})
        award = tender.award()
        hangs = {one["bid"] for one in award["simulated"]["roundings"]}
        self.assertEqual(hangs, {"risky"})
        self.assertIn("rounding goes over", tender.run("award").stdout.decode())

    def test_without_simulation_all_is_decided(self):
        text = HEAD + OFFERS + 'criterion price "Price" weight 100 %\n  price\n  points linear from 10 at 0 DKK to 0 at 10_000 DKK\n' \
                               "award by the most points, ties by lot\n"
        award = self.tender(text, {"one": bid(1000), "two": bid(1001)}, model=None).award()
        self.assertTrue(award["decided"])
        self.assertIsNone(award["simulated"])


class Assessed(Case):
    BIDS = {"sure": bid(1950), "risky": bid(1000, 1)}

    def test_with_and_without(self):
        values = [value("risky", said="700 DKK")]
        tender = self.tender(contract(words=ASSESSED), self.BIDS, values)
        award = tender.award()
        own = self.simulated(award)
        seed = award["simulated"]["seed"]
        alone = statistics.fmean(self.draws(tender, "risky", seed, 200))
        mended = statistics.fmean(self.draws(tender, "risky", seed, 200, "--set", "luck=700 DKK"))
        self.assertAlmostEqual(own["risky"]["mean_without_assessment"], alone, delta=1e-8)
        self.assertAlmostEqual(own["risky"]["mean"], mended, delta=1e-8)
        self.assertEqual(own["sure"]["mean"], own["sure"]["mean_without_assessment"])
        self.assertEqual(award["ranking"][0]["bid"], "risky", "the assessment ranks")
        self.assertEqual(award["simulated"]["without_assessment"][0]["bid"], "sure")
        said = tender.run("award").stdout.decode()
        self.assertIn("Without the assessment sure would be best", said)
        self.assertIn("Report, table 1", said)

    def test_a_law_may_be_assessed(self):
        for said in ("~ normal(mean 700 DKK, sd 10 DKK)", "700 DKK, between 680 DKK and 720 DKK, normal"):
            award = self.tender(contract(words=ASSESSED), self.BIDS, [value("risky", said=said)]).award()
            own = self.simulated(award)["risky"]
            self.assertAlmostEqual(own["mean"], 1700, delta=5)
            self.assertTrue(0.4 < own["se"] < 1)

    def test_an_empty_assessment_is_one(self):
        award = self.tender(contract(words=ASSESSED), self.BIDS, []).award()
        self.assertIsNone(award["simulated"]["without_assessment"])

    def test_it_is_locked(self):
        tender = self.tender(contract(words=ASSESSED), self.BIDS, [value("risky", said="700 DKK")])
        tender.lock()
        self.assertIn("assessment", {one["role"] for one in tender.read_json("scores/lock.json")["locked"]})
        said = tender.run("lock").stdout.decode()
        self.assertIn("the assessment; values in it: 1", said)
        self.assertIn("the model model.nytte", said)
        text = (tender.folder / "scores/assessment.json").read_text()
        tender.write("scores/assessment.json", text.replace("700", "600"))
        self.refused(tender, "N0782", "`assessment.json` (assessment)", command="award")

    def test_after_the_lock_it_is_too_late(self):
        tender = self.tender(contract(words=ASSESSED), self.BIDS, [])
        tender.lock()
        lock = tender.read_json("scores/lock.json")
        lock["locked"] = [one for one in lock["locked"] if one["role"] != "assessment"]
        tender.write_json("scores/lock.json", lock)
        self.refused(tender, "N0861", "assessment.json", command="award")

    def test_what_is_wrong_with_one(self):
        out = {**self.BIDS, "late": bid(1)}
        for values, code, words in (
                ([value("risky", assumption="lucky")], "N0858", ["Did you mean `luck`?"]),
                ([value("risky", assumption="price", said="1 DKK")], "N0858", ["The models assume `luck`."]),
                ([value("late")], "N0859", ["after the deadline"]),
                ([value("nobody")], "N0859", ["no such bid"]),
                ([value("risky", source=" ")], "N0860", ["without a source"]),
                ([value("risky", reason="")], "N0860", ["without a reason"]),
                ([value("risky"), value("risky")], "N0862", ["twice for `risky`"]),
                ([{"bid": "risky", "luck": 1}], "N0855", ["value number 1"]),
                ([value("risky", said="700 days")], "N0", ["assessment.json"])):
            tender = self.tender(contract(words=ASSESSED), out, values, receipts={"late": "2026-04-01T12:00:00Z"})
            if code == "N0":
                done = tender.run("lock")
                self.assertEqual(done.returncode, 1)
                self.assertIn("700 days", done.stderr.decode())
                continue
            self.refused(tender, code, *words)
        self.refused(self.tender(contract(words=ASSESSED), self.BIDS), "N0857", "its list of values is empty")
        self.refused(self.tender(contract(), self.BIDS, []), "N0856", "with the locked assessment")
        tender = self.tender(contract(words=ASSESSED), self.BIDS, [])
        tender.write("scores/assessment.json", '{"nytte": "assessment/1"}\n')
        self.refused(tender, "N0855", "list of `values`")


class Wrong(Case):
    BIDS = {"a": bid(2000), "b": bid(1000, 1)}

    def test_models_that_compare_nothing(self):
        other = HEAD + OFFERS
        for model, code, words in (
                (None, "N0850", ["`model.nytte` is not there", "`cost` compares bids"]),
                (MODEL.replace("tender.nytte", "other.nytte"), "N0851", ["use \"tender.nytte\""]),
                (MODEL + 'assume price = 5 DKK from "a guess"\n', "N0852", ["assumes `price`"])):
            tender = self.tender(contract(), self.BIDS, model=model)
            tender.write("other.nytte", other)
            self.refused(tender, code, *words)

    def test_a_party_that_bears_nothing(self):
        text = contract(party="friend").replace("party seller", 'party friend "Friend"\nparty seller')
        tender = self.tender(text, self.BIDS)
        tender.lock()
        self.refused(tender, "N0853", "received by friend", command="award")

    def test_a_bid_that_breaks_a_world(self):
        model = MODEL.replace("risk * luck", "luck / risk")
        tender = self.tender(contract(), self.BIDS, model=model)
        tender.lock()
        self.refused(tender, "N0854", "world 0 has no figure for the bid `a`", command="award")

    def test_what_nobody_has_agreed_or_that_comes_later(self):
        for line in ("given fee : 0..9_000 DKK to be agreed\n", "fact fee : 0..9_000 DKK, if any, attested by all of buyer, seller\n"):
            text = contract().replace("pay buyer", line + 'pay buyer to seller "Fee"\n  fee once on 2026-06-01\n  due 30 days after the statement\npay buyer', 1)
            tender = self.tender(text, self.BIDS)
            done = tender.run("lock")
            self.assertEqual(done.returncode, 1, line + done.stderr.decode() + done.stdout.decode())
            self.assertIn("`fee`", done.stderr.decode())

    def test_an_offer_that_only_the_model_asks_for_is_used(self):
        tender = self.tender(contract(), self.BIDS)
        self.assertNotIn("N0804", program.run("check", "tender.nytte", folder=tender.folder).stderr.decode())

    def test_the_model_is_locked(self):
        tender = self.tender(contract(), self.BIDS)
        tender.lock()
        tender.write("model.nytte", MODEL.replace("sd 100", "sd 90"))
        self.refused(tender, "N0782", "`model.nytte` (model)", command="award")

    def test_a_wrong_model_is_seen_before_any_price_is_opened(self):
        tender = self.tender(contract(), self.BIDS, model=MODEL.replace("sd 100 DKK", "sd 100 days"))
        done = tender.run("lock")
        self.assertEqual(done.returncode, 1)
        self.assertIn("model.nytte:3", done.stderr.decode())
        self.assertFalse((tender.folder / "scores/lock.json").exists())


class Knee(unittest.TestCase):
    """The knee contract's tender, on 200 worlds instead of 20,000."""

    WORLDS = 200

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        for name in ("knee.nytte", "knee-buyer.nytte"):
            shutil.copy(KNEE / name, cls.folder / name)
        shutil.copytree(KNEE / "tender", cls.folder / "tender")
        text = (cls.folder / "knee.nytte").read_text(encoding="utf-8")
        (cls.folder / "knee.nytte").write_text(text.replace("over 20_000 worlds", f"over {cls.WORLDS} worlds"), encoding="utf-8")
        for command in (["lock"], ["award", "--json"]):
            done = program.run(command[0], "knee.nytte", "--scores", "tender/scores", *command[1:], folder=cls.folder)
            assert done.returncode == 0, done.stderr.decode()
        cls.award = json.loads(done.stdout)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_receipts_hold(self):
        for receipt in json.loads((KNEE / "tender" / "receipts.json").read_text())["receipts"]:
            for file in ("answers", "price"):
                path = KNEE / "tender" / "bids" / receipt["bid"] / f"{file}.json"
                self.assertEqual(hashlib.blake2b(path.read_bytes(), digest_size=32).hexdigest(), receipt[file])

    def test_who_is_out(self):
        out = {one["bid"]: one["excluded"] for one in self.award["ranking"] if one["excluded"]}
        self.assertEqual(set(out), {"delta", "echo"})
        self.assertIn("register_data", out["delta"])
        self.assertIn("deadline", out["echo"])

    def test_expected_costs_are_those_of_simulate(self):
        seed = self.award["simulated"]["seed"]
        (criterion,) = self.award["simulated"]["criteria"]
        assessed = {one["bid"]: one for one in self.award["simulated"]["assessed"]}
        self.assertEqual({one["bid"] for one in criterion["bids"]}, {"alfa", "bravo", "charlie"})
        for own in criterion["bids"]:
            name = own["bid"]
            offer = {}
            for file in ("answers", "price"):
                offer.update(json.loads((self.folder / "tender" / "bids" / name / f"{file}.json").read_text())["offers"])
            (self.folder / "offer.json").write_text(json.dumps({"nytte": "offer/1", "contract": self.award["contract"], "offers": offer}))

            def region(*more):
                done = program.run("simulate", "knee-buyer.nytte", "--offer", "offer.json", "--alternative", "offered", "--worlds",
                                   str(self.WORLDS), "--seed", str(seed), "--json", *more, folder=self.folder)
                self.assertEqual(done.returncode, 0, done.stderr.decode())
                (offered,) = json.loads(done.stdout)["alternatives"]
                return next(party["npv"] for party in offered["parties"] if party["name"] == "region")

            self.assertEqual(own["mean_without_assessment"], -region()["mean"], "to the last digit")
            if "between" not in assessed[name]["value"]:
                npv = region("--set", f"revision_ratio={assessed[name]['value']}")
                self.assertEqual((own["mean"], own["se"]), (-npv["mean"], npv["se"]), "to the last digit")
            else:
                self.assertNotEqual(own["mean"], own["mean_without_assessment"])
            self.assertEqual(Fraction(own["value"]), round(Fraction(own["mean"]) / 1000) * 1000)
            points = by_bid(self.award)[name]["criteria"][0]["exact"]
            self.assertEqual(Fraction(points), 10 * (60_000_000 - Fraction(own["value"])) / 35_000_000)


if __name__ == "__main__":
    unittest.main()
