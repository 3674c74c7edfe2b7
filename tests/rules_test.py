# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Every reference case of outcome payment (tests/contracts/reference/pay-*.json), settled from contract text: contracts/rules/.

What a case varies is an offer, a fact or a cell of a table; what it keeps is held against the contract's `given`. Every
number that a case expects is compared, to the case's own tolerance.
"""

import csv
import io
import json
import re
import shutil
import sys
import tempfile
import unittest
from fractions import Fraction
from math import comb
from pathlib import Path
from statistics import NormalDist

import program

sys.path.insert(0, str(program.ROOT / "tests" / "oracle"))
import rules_oracle  # noqa: E402

RULES = program.ROOT / "contracts" / "rules"
CASES = program.ROOT / "tests" / "contracts" / "reference"


def contract(name):
    """The file of a rule: `penalty`, or `penalty/penalty-whole` where a folder holds several readings."""
    folder, _, reading = name.partition("/")
    return RULES / folder / f"{reading or folder}.nytte"


def plain(value):
    """A finite fraction as the language and a CSV write it: 0.825, 3066666.67; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    value, digits = Fraction(value), 0
    while (value * 10**digits).denominator != 1:
        digits += 1
        if digits > 40:
            raise ValueError(f"{value} has no end as a decimal number")
    text = str(abs(value * 10**digits).numerator).rjust(digits + 1, "0")
    return ("-" if value < 0 else "") + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)


def per_cent(share):
    return plain(share * 100) + " %"


def table(heading, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([heading.split(), *([plain(cell) for cell in row] for row in rows)])
    return out.getvalue()


class Settled:
    """What `settle` says of a rule on these tables, offers and facts. A text stands for a table, a path for its file."""

    def __init__(self, name, tables, offers=None, facts=None, extracted="2040-01-01", source=None):
        self.inputs = (name, tables, offers, facts, extracted, source)
        self.said = json.loads(self.settle("json"))
        if self.said["rejects"]:
            raise AssertionError(self.said["rejects"])

    def settle(self, form):
        name, tables, offers, facts, extracted, source = self.inputs
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder)
            words = ["settle", contract(name), "--extracted", extracted, "--format", form]
            for kept, rows in tables.items():
                path = rows
                if isinstance(rows, str):
                    path = here / f"{kept}.csv"
                    path.write_text(rows, encoding="utf-8")
                words += ["--data", f"{kept}={path}"]
            if source:
                words += ["--source", source]
            if offers:
                title = re.search(r'^contract "(.*)"', contract(name).read_text(encoding="utf-8"), re.MULTILINE).group(1)
                (here / "offer.json").write_text(json.dumps({"nytte": "offer/1", "contract": title, "offers": offers}))
                words += ["--offer", here / "offer.json"]
            if facts is not None:
                (here / "facts.json").write_text(json.dumps({"nytte": "facts/1", "facts": facts}))
                words += ["--facts", here / "facts.json"]
            return program.output(*words).decode()

    def figure(self, name, year=1):
        exact = self.said["periods"][year - 1]["figures"][name]["exact"]
        return exact if exact in (None, "yes", "no") else Fraction(exact)

    def measure(self, name, year=1):
        exact = self.said["periods"][year - 1]["measures"][name]["exact"]
        return None if exact is None else Fraction(exact)

    def paid(self, label, payer, year=None):
        """What `payer` pays under that label, less what it gets back."""
        return sum((Fraction(line["amount"]) * (1 if line["from"] == payer else -1)
                    for period in self.said["periods"] if year in (None, period["period"])
                    for line in period["payments"] if line["label"] == label), Fraction(0))

    def lines(self, label, payer):
        """The same for each row, by its key."""
        return {line["row"]: Fraction(line["amount"]) * (1 if line["from"] == payer else -1)
                for line in csv.DictReader(io.StringIO(self.settle("csv"))) if line["label"] == label}


class Case(unittest.TestCase):
    maxDiff = None

    def read(self, name):
        case = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"), parse_float=Fraction)
        self.tolerance = {key: Fraction(value) for key, value in case["tolerance"].items()}
        return case["inputs"], case["expected"]

    def same(self, expected, got, what=""):
        """As the case says: |got - expected| <= abs + rel * |expected|; what is unknown there must be unknown here."""
        if expected is None or got is None or isinstance(expected, str):
            self.assertEqual(expected, got, what)
            return
        far = abs(Fraction(got) - expected)
        self.assertLessEqual(far, self.tolerance["abs"] + self.tolerance["rel"] * abs(expected), f"{what}: {got}, not {expected}")

    def given(self, name, **figures):
        """The contract's `given` are the case's inputs."""
        text = contract(name).read_text(encoding="utf-8")
        for figure, expected in figures.items():
            said = re.search(rf"^given {figure} .*= (-?[\d_.]+)( %)?", text, re.MULTILINE)
            value = Fraction(said.group(1).replace("_", "")) / (100 if said.group(2) else 1)
            self.assertEqual(expected, value, f"{name}: {figure}")


class Corridor(Case):
    def test_pay_corridor_a(self):
        given, expected = self.read("pay-corridor-a")
        low, high, least, most = given["corridor"]
        self.given("corridor", malus_at=low, bonus_at=high)
        self.assertIsNone(given["dead_band"])
        rows = [(f"P{year}-{number}", f"{year}-06-30", number < performance * 40)
                for year, performance in enumerate(given["performance"], 2019) for number in range(40)]
        said = Settled("corridor", {"patient": table("id ended improved", rows)},
                       {"fee": plain(given["base_payment_DKK"]) + " DKK"})
        for year, performance in enumerate(given["performance"], 1):
            self.same(performance, said.measure("performance", year))
            self.same(expected["share"][year - 1], said.figure("share", year), "share")
            self.same(expected["adjustment_DKK"][year - 1], said.paid("Bonus, or malus", "buyer", year), "adjustment")
        self.assertEqual((least, most), (min(expected["share"]), max(expected["share"])))


class Tiers(Case):
    def settle(self, given, patients):
        rows = [(f"C{number}", "2026-12-31", patient["months"], patient["change_pp"], patient["satisfaction"])
                for number, patient in patients]
        return Settled("tiers", {"citizen": table("id year_end months change satisfaction", rows)},
                       {"basic_fee": plain(given["basic_fee_DKK_per_year"]) + " DKK per citizen per year"})

    def test_pay_tiers_a(self):
        given, expected = self.read("pay-tiers-a")
        patients = list(enumerate(given["patients"]))
        said = self.settle(given, patients)
        fees = said.lines("Programme fee", "municipality")
        for number, patient in enumerate(expected["patients"]):
            self.same(patient["fee_DKK"], fees[f"C{number}"], f"fee of citizen {number}")
        self.same(expected["total_DKK"], said.paid("Programme fee", "municipality"), "total")
        self.same(expected["maximum_exposure_DKK"], said.measure("most_exposed"), "most")

    def test_steps_of_each_citizen(self):
        given, expected = self.read("pay-tiers-a")
        for patient, wanted in zip(enumerate(given["patients"]), expected["patients"]):
            said = self.settle(given, [patient])
            for name in ("clinical", "felt", "movement"):
                self.same(wanted[name], said.measure(f"mean_{name}"), f"{name} of citizen {patient[0]}")


class PricePath(Case):
    READINGS = {"compound_round": "price-path", "additive": "price-path/price-path-additive",
                "reset_each_year": "price-path/price-path-afresh"}

    def test_pay_price17_a(self):
        given, expected = self.read("pay-price17-a")
        self.assertEqual(set(expected), set(self.READINGS))
        tables = {"delivery": table("id delivered implants", [(f"D{year}", f"{year}-01-15", units)
                                                              for year, units in enumerate(given["volume_by_year"], 2019)]),
                  "assessment": table("assessment_id assessed score", [(f"A{year}", f"{year}-08-31", score)
                                                                       for year, score in enumerate(given["score_by_year"], 2019)])}
        for reading, name in self.READINGS.items():
            with self.subTest(reading):
                self.given(name, cap=given["cap"])
                if reading != "reset_each_year":
                    self.given(name, step=given["step_at_full_score"])
                said = Settled(name, tables, {"price": plain(given["first_price_DKK"]) + " DKK per implant"})
                wanted, years = expected[reading], range(1, 9)
                for year, price, payment in zip(years, wanted["price_by_year"], wanted["payment_by_year"]):
                    self.same(price, said.figure("price_now", year), f"price of year {year}")
                    self.same(payment, said.paid("Implants", "buyer", year), f"payment of year {year}")
                self.same(wanted["total"], said.paid("Implants", "buyer"), "total")
                if "neutral_total" in wanted:
                    self.same(wanted["neutral_total"], sum(said.measure("at_first_price", year) for year in years), "neutral")


class Penalty(Case):
    def tables(self, given):
        rows = [(f"I{year}-{number:03}", f"{year}-03-01", f"{year}-11-30" if number < of["revised"] else "")
                for year, of in enumerate(given["years"], 2022) for number in range(of["operations"])]
        return {"implant": table("id inserted failed", rows)}

    def offers(self, given, **more):
        prices = [of["price"] for of in given["years"]]
        rise = Fraction(prices[1]) / prices[0] - 1
        return {"price": plain(prices[0]) + " DKK per implant", "yearly_rise": per_cent(rise), **more}

    def settle(self, name, given, **more):
        said = Settled(name, self.tables(given), self.offers(given, **more))
        for year, of in enumerate(given["years"], 1):
            self.same(of["price"], said.figure("price_now", year), "price")
        return said

    def test_pay_penalty_a(self):
        given, expected = self.read("pay-penalty-a")
        label, years = "Penalty for failures above the guarantee", range(1, 5)
        guarantee = {"guaranteed_rate": per_cent(given["guaranteed_rate"])}
        parts = self.settle("penalty", given, **guarantee)
        whole = self.settle("penalty/penalty-whole", given, **guarantee)
        back = self.settle("warranty", given)
        for name in ("penalty", "penalty/penalty-whole"):
            self.given(name, prices_each=given["penalty_prices_per_excess_unit"], cap=given["annual_cap_share_of_revenue"])
        for year, wanted in zip(years, expected["years"]):
            self.same(wanted["rate"], parts.measure("failure_rate", year), f"rate of year {year}")
            self.same(wanted["rate"], whole.measure("failure_rate", year), f"rate of year {year}")
            self.same(wanted["excess_units"], parts.figure("above", year), f"excess of year {year}")
            cents = Fraction(round(parts.figure("before_cap", year) * 100 + Fraction(1, 1000)), 100)
            self.same(wanted["penalty_uncapped_DKK"], cents, f"before the limit, year {year}")
            self.same(wanted["penalty_DKK"], parts.paid(label, "supplier", year), f"penalty of year {year}")
            self.same(wanted["whole_units_penalty_DKK"], whole.paid(label, "supplier", year), f"whole units, year {year}")
            self.same(wanted["warranty_money_back_DKK"], back.paid("Money back", "supplier", year), f"money back, year {year}")
        self.same(expected["total_penalty_DKK"], parts.paid(label, "supplier"), "total")

    def test_nothing_is_due_while_it_may_be_chance(self):
        """The third reading on the case's years: 12 of 352 and 10 of 349 may be 2.5 %, 40 of 361 may not."""
        given, expected = self.read("pay-penalty-a")
        said = self.settle("penalty/penalty-certain", given, guaranteed_rate=per_cent(given["guaranteed_rate"]))
        wanted = [0, 0, 0, expected["years"][3]["penalty_DKK"]]
        for year, amount in enumerate(wanted, 1):
            self.same(amount, said.paid("Penalty for failures above the guarantee", "supplier", year), f"year {year}")


class Exchange(Case):
    """Value-based purchasing between hospitals: points, scores, exchange; and totals that were published."""

    LABEL = "Exchange: what is given out less what is held back"
    RESULT = "result_id result_end hospital domain performance baseline threshold benchmark more_is_good"
    ONE = table("id year_end hospital base", [("A", "2026-12-31", "hospital_a", 1_000_000)])

    def result(self, number, domain, of, hospital="hospital_a"):
        return (f"R{number}", "2026-12-31", hospital, domain, of["perf"], of["base"], of["thr"], of["bench"], of["higher"])

    @staticmethod
    def worth(points):
        """A result that earns so many points for its level: from 40 to 85, as other indicators of the folder."""
        performance = Fraction(85) if points == 10 else Fraction(40) + 45 * (points - Fraction(1, 2)) / 9 if points else Fraction(30)
        return {"perf": performance, "base": None, "thr": 40, "bench": 85, "higher": True}

    def of_domains(self, domains):
        rows = [self.result(f"{domain}-{number}", domain, self.worth(points))
                for domain, all_points in domains.items() for number, points in enumerate(all_points)]
        return Settled("hvbp", {"hospital_year": self.ONE, "result": table(self.RESULT, rows)})

    def test_pay_hvbp_a_points(self):
        given, expected = self.read("pay-hvbp-a")
        for number, (of, wanted) in enumerate(zip(given["measures"], expected["points"])):
            # Beside a result of one point, or nobody might have a score; it has no baseline.
            rows = [self.result(number, "outcome", of), self.result(99, "safety", self.worth(1))]
            said = Settled("hvbp", {"hospital_year": self.ONE, "result": table(self.RESULT, rows)})
            self.same(wanted["achievement"], 2 * said.measure("mean_achievement") - 1, f"level, {number}")
            self.same(wanted["improvement"], said.measure("mean_improvement"), f"closer, {number}")
            self.same(wanted["score"], 2 * said.measure("mean_points") - 1, f"points, {number}")

    def test_pay_hvbp_a_total(self):
        given, expected = self.read("pay-hvbp-a")
        domains = {name: of["points"] for name, of in given["domains"].items()}
        self.assertEqual({Fraction(1, 4)}, {of["weight"] for of in given["domains"].values()})
        said = self.of_domains(domains)
        wanted = expected["tps"]
        for domain in domains:
            self.same(wanted["domain_scores"].get(domain), said.measure(f"mean_{domain}"), domain)
        self.same(wanted["tps"], said.measure("mean_total"), "total")
        # The weight of a domain is what the total is when that domain alone has all its points.
        for domain, weight in wanted["weights"].items():
            only = {name: [10 if name == domain else 0] * len(points) for name, points in domains.items()}
            self.same(weight, self.of_domains(only).measure("mean_total") / 100, f"weight of {domain}")

    def test_pay_hvbp_a_exchange(self):
        given, expected = self.read("pay-hvbp-a")
        self.given("hvbp", held_back=given["withhold"])
        results = RULES / "hvbp" / "data" / "results.csv"
        rows = [(of["id"], "2026-12-31", "hospital_" + of["id"].lower(), of["base"]) for of in given["hospitals"]]
        said = Settled("hvbp", {"hospital_year": table("id year_end hospital base", rows), "result": results})
        net = said.lines(self.LABEL, "payer")
        wanted = expected["exchange"]
        self.same(wanted["slope"], said.figure("slope"), "slope")
        self.same(wanted["break_even_tps"], said.figure("break_even"), "break even")
        self.same(wanted["sum_net_before_rounding"], said.measure("left_over"), "left over")
        for of, hospital in zip(given["hospitals"], wanted["hospitals"]):
            name = hospital["id"]
            with open(results, encoding="utf-8", newline="") as file:
                own = [row for row in csv.DictReader(file) if row["hospital"] == f"hospital_{name.lower()}"]
            alone = Settled("hvbp", {"hospital_year": table("id year_end hospital base", [row for row in rows if row[0] == name]),
                                     "result": table(self.RESULT, [row.values() for row in own])})
            self.same(of["tps"], alone.measure("mean_total"), f"total of {name}")
            self.same(hospital["net_amount"], net[name], f"net of {name}")
            # What a hospital gets, as a share of its payments: the amount is to the cent, so to one in a thousand million.
            self.same(hospital["incentive_pct"], net[name] / of["base"] + given["withhold"], f"incentive of {name}")
            self.same(hospital["adjustment_factor"], 1 + net[name] / of["base"], f"factor of {name}")

    def test_pay_hvbp_published(self):
        given, expected = self.read("pay-hvbp-published")
        folder = RULES / "hvbp"
        self.assertEqual(folder / "data" / "hvbp-fy2026-sample.csv", program.ROOT / given["csv"])
        with open(program.ROOT / given["csv"], encoding="utf-8", newline="") as file:
            hospitals = list(csv.DictReader(file))
        domains = [name for name in hospitals[0] if name.startswith("unweighted_")]
        self.assertEqual(expected["rows"], len(hospitals))
        self.assertEqual(expected["rows_with_a_missing_domain"],
                         sum(any(not of[domain] for domain in domains) for of in hospitals))
        for of in hospitals:
            said = Settled("hvbp/hvbp-published", {"hospital_year": table("id year_end hospital base", [
                ("H", "2026-09-30", of["facility"], 1_000_000)])}, source=folder / "hvbp-published-source.nytte")
            self.same(Fraction(of[expected["column"]]), said.measure("mean_total"), of["facility"])


class Readmissions(Case):
    def test_pay_hrrp_a(self):
        given, expected = self.read("pay-hrrp-a")
        folder = RULES / "hrrp"
        self.given("hrrp", most_reduced=1 - given["floor"], fewest=given["minimum_discharges"])
        self.assertEqual(folder / "data" / "hrrp-mock-hospital.csv", program.ROOT / given["csv"])
        with open(program.ROOT / given["csv"], encoding="utf-8", newline="") as file:
            published = {int(row["fiscal_year"]): Fraction(row["published_payment_adjustment_factor"])
                         for row in csv.DictReader(file)}
        rows = [(f"Y{year}", f"{year}-09-30", 10_000_000) for year in range(2020, 2026)]
        said = Settled("hrrp", {"hospital_year": table("id year_end base", rows)}, source=folder / "hrrp-source.nytte")
        for of in expected["years"]:
            year = of["fiscal_year"] - 2019
            self.same(of["penalty"], said.figure("reduction", year), f"penalty of {of['fiscal_year']}")
            self.same(of["factor_4dp"], said.figure("factor", year), f"factor of {of['fiscal_year']}")
            self.assertEqual(published[of["fiscal_year"]], said.figure("factor", year))
            self.assertEqual((1 - of["factor_4dp"]) * 10_000_000, said.paid("Reduction for readmissions", "hospital", year))


class Bundle(Case):
    CLASSES = ["below", "acceptable", "good", "excellent"]

    def facts(self, row):
        def by_payer(value):
            return {"value": value, "attested": {"payer": "2026-12-15"}}
        facts = {"target_full": by_payer(plain(row["target_full"]) + " USD per episode"), "limit": by_payer(per_cent(row["limit"])),
                 "complications_rank": by_payer(plain(row["comp_pct"])), "patients_rank": by_payer(plain(row["hcahps_pct"]))}
        for name, happened in (("reported", row["pro"]), ("fewer_complications", row["imp1"]), ("better_rated", row["imp2"])):
            if happened:
                facts[name] = {"attested": {"payer": "2026-12-15"}}
        return facts

    def test_pay_cjr_a(self):
        given, expected = self.read("pay-cjr-a")
        for row, wanted in zip(given["rows"], expected["rows"]):
            self.given("bundle", acceptable_from=row["cats"][0], good_from=row["cats"][1], good_to=row["cats"][2])
            episodes = [(f"E{number}", "2026-05-01", spent) for number, spent in enumerate(row["episodes"])]
            said = Settled("bundle", {"episode": table("id finished spent", episodes)}, facts=self.facts(row))
            self.same(wanted["composite"], said.figure("composite"), "composite")
            self.same(wanted["category"], self.CLASSES[int(said.figure("quality"))], "category")
            self.same(wanted["discount"], said.figure("reduction"), "discount")
            self.same(wanted["target_per_episode"], said.figure("target_of_episode"), "target of an episode")
            self.same(wanted["aggregate_target"], said.figure("target"), "target")
            self.same(wanted["raw"], said.figure("saved"), "saved")
            self.same(wanted["reconciliation"], said.figure("reconciliation"), "reconciliation")
            self.same(wanted["reconciliation"], said.paid("Reconciliation", "payer"), "paid")


    def test_points_of_every_rank(self):
        """Nothing below the third tenth; then 5.5 and 0.75 more for each tenth, 4.4 and 0.6 more; getting better adds 1 and 0.8,
        up to the most that a rank can earn."""
        given, _ = self.read("pay-cjr-a")
        for rank in (0, 29, 30, 39, 40, 55, 60, 75, 89, 90, 100):
            for better in (False, True):
                row = {**given["rows"][0], "comp_pct": rank, "hcahps_pct": rank, "imp1": better, "imp2": better, "pro": False}
                said = Settled("bundle", {"episode": table("id finished spent", [("E", "2026-05-01", 20_000)])}, facts=self.facts(row))
                above = min(rank // 10, 9) - 3
                few = Fraction("5.5") + Fraction("0.75") * above if above >= 0 else 0
                rated = Fraction("4.4") + Fraction("0.6") * above if above >= 0 else 0
                self.assertEqual((few, rated), (said.figure("points_complications"), said.figure("points_rating")), rank)
                composite = min(10, few + better) + min(8, rated + Fraction("0.8") * better)
                self.assertEqual(composite, said.figure("composite"), rank)
                steps = (composite >= 4) + (composite >= 6) + (composite > Fraction("13.2"))
                self.assertEqual(steps, said.figure("quality"), rank)
                self.assertEqual(Fraction((3, 3, 2, Fraction("1.5"))[steps]) / 100, said.figure("reduction"), rank)

    def test_without_ranks_quality_is_the_lowest(self):
        given, _ = self.read("pay-cjr-a")
        facts = {name: fact for name, fact in self.facts(given["rows"][0]).items() if name in ("target_full", "limit")}
        said = Settled("bundle", {"episode": table("id finished spent", [("E", "2026-05-01", 20_000)])}, facts=facts)
        self.assertEqual((0, 0, 0), tuple(said.figure(name) for name in ("composite", "quality", "reconciliation")))


class Capitation(Case):
    def test_pay_capitation_a(self):
        given, expected = self.read("pay-capitation-a")
        (_, first, none), (_, second, between), (_, _, beyond) = given["bands"]
        self.assertEqual(0, none)
        self.given("capitation", first_edge=first, second_edge=second, shared_between=between, shared_beyond=beyond)
        usual, high = given["cells"]
        rows = [("usual", "2026-12-31", "usual", usual["member_months"]), ("high", "2026-12-31", "high", high["member_months"])]
        for cost, wanted in zip(given["actual_costs"], expected["transfers"]):
            said = Settled("capitation", {"enrolment": table("id counted_on risk months", rows),
                                          "account": table("account_id closed_on spent", [("Y", "2026-12-31", cost)])},
                           {f"rate_{name}": plain(of["rate"]) + " DKK per member_month" for name, of in
                            (("usual", usual), ("high", high))})
            self.same(expected["capitation_DKK"], said.figure("capitation"), "fixed sum")
            self.same(expected["capitation_DKK"], said.paid("Fixed sum", "payer"), "fixed sum paid")
            self.same(wanted["cost"], said.figure("cost"), "cost")
            self.same(wanted["transfer_DKK"], said.paid("Risk corridor", "payer"), f"transfer at {cost}")
            self.same(wanted["provider_result_DKK"], said.measure("result_of_provider"), f"result at {cost}")


class SharedSavings(Case):
    def test_pay_sharedsavings_a(self):
        given, expected = self.read("pay-sharedsavings-a")
        for row, wanted in zip(given["rows"], expected["payment"]):
            self.given("shared-savings", minimum_rate=row["msr"], share_saved=row["share"], share_lost=row["loss_share"],
                       cap_saved=row["save_cap"], cap_lost=row["loss_cap"])
            account = [("Y", "2026-12-31", row["n"], row["bench"], row["spend"], row["quality"] * 100, not row["one_sided"])]
            said = Settled("shared-savings", {"account": table("id year_end people expected spent quality both_ways", account)})
            self.same(wanted, said.paid("Shared savings", "payer"), f"spent {row['spend']}")


class Mix(Case):
    """The seven rules of pay-mix-a, each in a contract of its own."""

    STAGES = ["concept", "design", "prototype", "product"]

    def part(self, name):
        given, expected = self.read("pay-mix-a")
        return given[name], expected

    def test_per_success(self):
        given, expected = self.part("per_success")
        self.given("pay-per-success", most_paid=given["cap_units"])
        rows = [(f"P{number:03}", "2026-06-30", number < given["successes"]) for number in range(given["patients"])]
        said = Settled("pay-per-success", {"patient": table("id judged_on succeeded", rows)},
                       {"upfront": plain(given["upfront"]) + " DKK per patient", "success_fee": plain(given["fee"]) + " DKK per patient"})
        self.same(expected["per_success_DKK"], said.paid("Patients", "buyer"), "paid")
        self.same(expected["effective_price_per_patient_DKK"], said.measure("price_per_patient"), "price of a patient")

    def test_volume(self):
        given, expected = self.part("volume")
        wanted, price = expected["volume"], plain(given["price"])
        said = Settled("volume", {"delivery": table("id delivered beds", [("D1", "2026-03-01", given["bought"])])},
                       {"price": f"{price} DKK per bed", "guaranteed": f"{given['guaranteed']} beds", "rebate": per_cent(given["rebate_share"]),
                        "rebate_from": f"{given['rebate_from']} beds", "shortfall_part": per_cent(given["shortfall_share"])},
                       {"approved": {"attested": {"buyer": "2026-01-10", "supplier": "2026-01-10"}}})
        self.same(wanted["purchase_DKK"], said.paid("Beds", "buyer", 1), "purchase")
        self.same(wanted["shortfall_units"], said.figure("short"), "beds that lack")
        self.same(wanted["shortfall_payment_DKK"], said.paid("Beds guaranteed and not taken", "buyer", 1), "paid for them")
        self.same(wanted["rebate_DKK"], said.paid("Rebate", "supplier", 1), "rebate")

    def test_most_favoured(self):
        given, expected = self.part("mfn")
        wanted = expected["mfn"]
        self.given("most-favoured", price=given["price"], smallest=given["minimum_units"])
        self.assertEqual((2020, 2023), (given["start"], given["end"]))
        own = [(f"P{year}", f"{year}-03-01", units) for year, units in given["own_units_by_year"]]
        others = [(f"S{number}", f"{of['year']}-09-01", of["price"], of["units"]) for number, of in enumerate(given["other_sales"])]
        said = Settled("most-favoured", {"purchase": table("id delivered bought", own),
                                         "other_sale": table("sale_id sold other_price other_pieces", others)})
        self.same(wanted["lowest_comparable_price"], said.figure("lowest_elsewhere", 4), "lowest price")
        self.same(wanted["difference"], said.figure("difference", 4), "difference")
        self.same(wanted["clawback_DKK"], said.paid("Difference to the most favoured customer", "seller"), "money back")

    def milestones(self, given, approved):
        rows = [(f"M{of['name']}", f"2026-0{number}-01", self.STAGES[number - 1], approved[number - 1], True)
                for number, of in enumerate(given, 1)]
        return Settled("milestones", {"decision": table("id decided_on milestone buyer_approves supplier_approves", rows)},
                       {f"fee_{stage}": plain(of["amount"]) + " DKK" for stage, of in zip(self.STAGES, given)})

    def test_milestones(self):
        given, expected = self.part("milestones")
        wanted = expected["milestones"]
        said = self.milestones(given, [of["approved"] for of in given])
        self.assertEqual([of["name"] for of in wanted["paid"]], [key[1:] for key in said.lines("Milestone", "buyer")])
        for of in wanted["paid"]:
            self.same(of["paid_DKK"], said.lines("Milestone", "buyer")[f"M{of['name']}"], of["name"])
        self.same(wanted["total_DKK"], said.paid("Milestone", "buyer"), "total")
        self.same(wanted["stopped_at"], said.measure("stopped_at"), "stopped at")

    def test_a_refused_milestone_ends_the_payments(self):
        given, _ = self.part("milestones")
        for refused, total in ((1, 0), (2, 200_000), (3, 450_000), (4, 750_000)):
            said = self.milestones(given, [number != refused for number in range(1, 5)])
            self.assertEqual(total, said.paid("Milestone", "buyer"))
            self.assertEqual(refused, said.measure("stopped_at"))

    def test_royalty(self):
        given, expected = self.part("royalty")
        (first, rate_1), (second, rate_2), (_, rate_3) = given["brackets"]
        self.given("royalty", first_edge=first, second_edge=second, rate_1=rate_1, rate_2=rate_2, rate_3=rate_3)
        said = Settled("royalty", {"sale": table("id invoiced amount", [("S1", "2026-02-01", given["sales"])])},
                       {"advance": plain(given["deductible_paid"]) + " DKK"})
        self.same(expected["royalty_DKK"], said.paid("Royalty", "seller", 1), "royalty")

    def test_indexation(self):
        given, expected = self.part("indexation")
        wanted, (wages, materials) = expected["indexation"], given["components"]
        self.given("indexation", price=given["price"], base_wages=wages[1], base_materials=materials[1], collar=given["collar"])
        shares = re.search(r"weigh (\d+) % of 1, (\d+) % of wages_since, (\d+) % of materials_since",
                           contract("indexation").read_text(encoding="utf-8")).groups()
        self.assertEqual([given["fixed_share"], wages[0], materials[0]], [Fraction(int(share), 100) for share in shares])
        levels = [("W", "2025-12-15", "wages", wages[2]), ("M", "2025-12-15", "materials", materials[2])]
        said = Settled("indexation", {"index_value": table("id published series level", levels),
                                      "delivery": table("delivery_id delivered beds", [("D1", "2025-05-01", 1)])})
        self.same(wanted["factor_raw"], said.figure("factor"), "factor")
        self.same(wanted["factor"], said.figure("held_factor"), "factor within the collar")
        self.same(wanted["price_DKK"], said.figure("indexed_price"), "price")
        self.same(wanted["price_DKK"], said.paid("Beds", "buyer", 1), "one bed")


class Folders(unittest.TestCase):
    """Each rule on the data of its own folder, as its README says it is settled; against tests/oracle/rules_oracle.py."""

    maxDiff = None

    @staticmethod
    def names():
        return sorted(path.parent.name if path.stem == path.parent.name else f"{path.parent.name}/{path.stem}"
                      for path in RULES.glob("*/*.nytte") if not path.stem.endswith("-source"))

    def settle(self, name, change=None):
        """The payments of more than nothing; `change` makes another contract of the text first."""
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder) / "rule"
            shutil.copytree(contract(name).parent, here)
            file = here / contract(name).name
            if change:
                file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
            words = ["settle", file, "--source", here / f"{file.stem}-source.nytte"]
            for kind in ("offer", "facts"):
                if (here / f"{kind}-{file.stem}.json").exists():
                    words += [f"--{kind}", here / f"{kind}-{file.stem}.json"]
            said = program.answer(*words, "--json")
        self.assertEqual([], said["rejects"])
        self.assertEqual({"final"}, {period["status"] for period in said["periods"]})
        lines = []
        for period in said["periods"]:
            for line in period["payments"]:
                due = line["due"] if isinstance(line["due"], dict) else {"first": line["due"], "last": line["due"]}
                if Fraction(line["amount"]):
                    lines.append({"year": period["period"], "label": line["label"], "from": line["from"], "to": line["to"],
                                  "amount": line["amount"], "currency": line["currency"], "first_due": due["first"],
                                  "last_due": due["last"]})
        return sorted(lines, key=lambda line: list(line.values()))

    def test_payments_are_those_of_the_oracle(self):
        self.assertEqual(self.names(), sorted(rules_oracle.ALL))
        for name, settled_again in rules_oracle.ALL.items():
            with self.subTest(name):
                wanted = settled_again().payments()
                self.assertTrue(wanted)
                self.assertEqual(sorted(wanted, key=lambda line: list(line.values())), self.settle(name))

    def test_a_difference_would_be_seen(self):
        for name, old, new in (("corridor", "to 5 % at", "to 6 % at"), ("warranty", "within 1 year", "within 2 years"),
                               ("option", "min(price_now, (new_price, unknown as price_now))", "new_price, unknown as price_now")):
            with self.subTest(name):
                self.assertEqual(1, contract(name).read_text(encoding="utf-8").count(old))
                self.assertNotEqual(self.settle(name), self.settle(name, lambda text: text.replace(old, new)))


class Noise(unittest.TestCase):
    """What the READMEs say of chance, worked out from the binomial distribution."""

    @staticmethod
    def chances(rows, true):
        return [(count, comb(rows, count) * true**count * (1 - true) ** (rows - count)) for count in range(rows + 1)]

    def says(self, name, words):
        self.assertIn(words, " ".join((RULES / name / "README.md").read_text(encoding="utf-8").split()))

    def test_a_penalty_for_nothing(self):
        paid = sum(chance for count, chance in self.chances(350, Fraction("0.029")) if count > Fraction("0.03") * 350)
        self.says("penalty", f"a true 2.9 % still pays in {round(paid * 100)} % of years")
        chances = self.chances(350, Fraction("0.025"))
        parts = sum(chance * max(0, count - Fraction("8.75")) for count, chance in chances)
        whole = sum(chance * max(0, count - 9) for count, chance in chances)
        self.says("penalty", f"pays for {float(parts):.1f} failures a year by chance ({float(whole):.1f} where only whole ones count)")

    def test_a_doubling_that_is_missed(self):
        def missed(rows):
            guaranteed, tail, least = Fraction("0.025"), Fraction(1), 0
            while tail >= Fraction("0.025"):  # Clopper and Pearson's lower end lies above the guarantee from `least` on
                tail -= comb(rows, least) * guaranteed**least * (1 - guaranteed) ** (rows - least)
                least += 1
            return round(100 * sum(chance for count, chance in self.chances(rows, Fraction("0.05")) if count < least))
        self.says("penalty", f"a true 5 % against a guarantee of 2.5 % is then missed in {missed(350)} % of years at 350 implants, "
                             f"in {missed(100)} % at 100")

    def test_a_bonus_for_nothing(self):
        def spread(rows):
            chances = self.chances(rows, Fraction("0.8"))
            return float(sum(chance * min(Fraction("0.05"), max(Fraction("-0.05"), Fraction(count, 2 * rows) - Fraction("0.4"))) ** 2
                             for count, chance in chances)) ** 0.5
        chances = self.chances(40, Fraction("0.8"))
        malus = sum(chance for count, chance in chances if count < 32)
        whole = sum(chance for count, chance in chances if count <= 28 or count >= 36)
        self.says("corridor", f"a malus in {round(malus * 100)} % of years, all of the bonus or the malus in {round(whole * 100)} %, "
                              f"a standard deviation of {spread(40) * 100:.1f} % of the fee; with 400 patients {spread(400) * 100:.1f} %")

    def test_a_step_for_nothing(self):
        change = NormalDist(0, (2 * 0.6 * 0.4 / 90) ** 0.5)
        self.says("tiers", f"{2 * change.cdf(-0.05):.0%} of citizens".replace("%", " %"))


class Edges(Case):
    """What no case asks: what is not known, has not happened yet, or comes too late."""

    def corridor(self, better, of=40, **more):
        rows = [(f"P{number}", "2019-06-30", number < better) for number in range(of)]
        return Settled("corridor", {"patient": table("id ended improved", rows)}, {"fee": "1_000_000 DKK", **more})

    def test_a_dead_band_and_too_few_patients(self):
        band = {"quiet_from": "75 %", "quiet_to": "85 %"}
        for better, plain_share, quiet_share in ((29, "-0.0375", "-0.0375"), (30, "-0.025", "0"), (33, "0.0125", "0"),
                                                 (34, "0.025", "0"), (35, "0.0375", "0.0375")):
            self.assertEqual(Fraction(plain_share), self.corridor(better).figure("share"), better)
            self.assertEqual(Fraction(quiet_share), self.corridor(better, **band).figure("share"), better)
        self.assertEqual(0, self.corridor(0, of=29).figure("share"))
        self.assertEqual(Fraction("-0.05"), self.corridor(0, of=30).figure("share"))

    def test_just_below_the_benchmark_is_not_at_it(self):
        near = {"perf": Fraction("84.99"), "base": None, "thr": 40, "bench": 85, "higher": True}
        rows = [Exchange.result(Exchange(), 1, "outcome", near)]
        said = Settled("hvbp", {"hospital_year": Exchange.ONE, "result": table(Exchange.RESULT, rows)})
        self.assertEqual(9, said.measure("mean_points"))

    def test_an_index_that_is_not_published(self):
        for levels, factor in (([], 1), ([("W", "2025-12-15", "wages", 112)], 1), ([("W", "2026-02-15", "wages", 300)], 1)):
            said = Settled("indexation", {"index_value": table("id published series level", levels),
                                          "delivery": table("delivery_id delivered beds", [("D1", "2025-05-01", 1)])})
            self.assertEqual(factor, said.figure("held_factor"))

    def test_no_guaranteed_volume_before_the_test_is_passed(self):
        beds = {"delivery": table("id delivered beds", [("D1", "2026-03-01", 1)])}
        offers = {"price": "25_000 DKK per bed", "guaranteed": "250 beds", "rebate_from": "400 beds"}
        for passed, short in ((None, (0, 0)), ("2026-12-31", (249, 250)), ("2027-01-01", (0, 250))):
            facts = {"approved": {"attested": {"buyer": passed, "supplier": passed}}} if passed else {}
            said = Settled("volume", beds, offers, facts)
            self.assertEqual(short, (said.figure("short", 1), said.figure("short", 2)), passed)

    def test_an_option_that_is_used_too_late_or_not_at_all(self):
        tables = {"expense": table("id paid_on amount", []),
                  "delivery": table("delivery_id delivered devices", [("L1", "2027-12-24", 1)])}
        for used, paid in ((None, 0), ("2027-12-20", 21_000), ("2027-12-21", 0), ("2027-12-25", 0)):
            facts = {"tested": {"attested": {"buyer": "2026-12-20", "supplier": "2026-12-20"}}}
            if used:
                facts["used"] = {"attested": {"buyer": used}}
            said = Settled("option", tables, {"first_price": "21_000 DKK per device"}, facts)
            self.assertEqual(paid, said.paid("Devices", "buyer"), used)

    def test_a_milestone_that_was_left_out_stops_those_behind_it(self):
        rows = [("M1", "2026-01-01", "concept", True, True), ("M3", "2026-03-01", "prototype", True, True)]
        said = Settled("milestones", {"decision": table("id decided_on milestone buyer_approves supplier_approves", rows)},
                       {f"fee_{stage}": "100 DKK" for stage in Mix.STAGES})
        self.assertEqual(100, said.paid("Milestone", "buyer"))

    def test_a_year_without_an_assessment_counts_as_the_middle(self):
        tables = {"delivery": table("id delivered implants", [("D1", "2018-10-01", 1)]),
                  "assessment": table("assessment_id assessed score", [("A1", "2020-08-31", 1)])}
        for name, third in ((("price-path"), 13_250), ("price-path/price-path-additive", 13_250), ("price-path/price-path-afresh", 14_625)):
            said = Settled(name, tables, {"price": "12_500 DKK per implant"})
            self.assertEqual([12_500, 12_500, third], [said.figure("price_now", year) for year in (1, 2, 3)])

    def test_too_few_implants_pay_no_penalty(self):
        offers = {"price": "12_500 DKK per implant", "guaranteed_rate": "2.5 %"}
        for name in ("penalty", "penalty/penalty-whole"):
            for count, units in ((49, (0, 0)), (50, (Fraction("18.75"), 18))):
                rows = [(f"I{number}", "2022-03-01", "2022-04-01" if number < 20 else "") for number in range(count)]
                said = Settled(name, {"implant": table("id inserted failed", rows)}, offers)
                self.assertEqual(units[name != "penalty"], said.figure("above"), (name, count))

    def test_successes_beyond_the_limit_are_not_paid(self):
        rows = [(f"P{number:03}", "2026-06-30", True) for number in range(103)] + [("Q", "2026-07-01", None)]
        said = Settled("pay-per-success", {"patient": table("id judged_on succeeded", rows)},
                       {"upfront": "1 DKK per patient", "success_fee": "1_000 DKK per patient"})
        self.assertEqual(100_104, said.paid("Patients", "buyer"))


class All(unittest.TestCase):
    def test_no_payment_case_is_left_out(self):
        tried = set(re.findall(r'(?:read|part)\("(pay-[\w-]+)"\)', Path(__file__).read_text(encoding="utf-8")))
        self.assertEqual({path.stem for path in CASES.glob("pay-*.json")}, tried)


if __name__ == "__main__":
    unittest.main()
