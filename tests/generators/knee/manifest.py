#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Independent indicator values for a generated knee registry (Python 3 standard library only).
usage: python3 manifest.py DIR OUT.json [--note TEXT]
"""
import csv, datetime as dt, json, math, sys
from collections import defaultdict
Z = 1.959963984540054

def D(s): return dt.date.fromisoformat(s) if s else None
def addy(d, n):
    try: return d.replace(year=d.year + n)
    except ValueError: return d.replace(year=d.year + n, day=28)
def wilson(x, n):
    if n == 0: return None
    p = x / n; a = 1 + Z * Z / n; c = p + Z * Z / 2 / n; h = Z * math.sqrt(p * (1 - p) / n + Z * Z / 4 / n / n)
    return [max(0.0, (c - h) / a) if x else 0.0, min(1.0, (c + h) / a) if x < n else 1.0]
def byar(o, e):
    lo = 0.0 if o == 0 else o * (1 - 1 / (9 * o) - Z / (3 * math.sqrt(o))) ** 3
    hi = (o + 1) * (1 - 1 / (9 * (o + 1)) + Z / (3 * math.sqrt(o + 1))) ** 3
    return [lo / e, hi / e]
def share(xs):
    n = len(xs); x = sum(xs); return dict(n=n, events=x, share=x / n if n else None, wilson95=wilson(x, n))
def mean(xs):
    n = len(xs)
    if not n: return dict(n=0, mean=None, sd=None)
    m = sum(xs) / n; return dict(n=n, mean=m, sd=math.sqrt(sum((x - m) ** 2 for x in xs) / (n - 1)) if n > 1 else None)
def aj(data, t0):
    """data: (time, code) with 0 censored, 1 event, 2 competing; returns KM failure (code 1, others censored) with Greenwood SE and Aalen-Johansen CIF at t0."""
    ts = sorted({t for t, c in data if c and t <= t0}); S = 1.0; G = 0.0; A = 1.0; F = 0.0
    for t in ts:
        n = sum(1 for u, _ in data if u >= t); d1 = sum(1 for u, c in data if u == t and c == 1); d2 = sum(1 for u, c in data if u == t and c == 2)
        F += A * d1 / n; A *= 1 - (d1 + d2) / n
        if d1: S *= 1 - d1 / n; G += d1 / (n * (n - d1)) if n > d1 else 0.0
    return dict(km_failure=1 - S, km_se=S * math.sqrt(G), aj_cif=F, at_days=t0)

def main():
    d, out = sys.argv[1], sys.argv[2]
    truth = json.load(open(f"{d}/truth.json")); par = truth["parameters"]; start, cut = D(truth["start"]), D(truth["cut"])
    before = {r["surgeon"]: int(r["operations_before"]) for r in csv.DictReader(open(f"{d}/surgeons.csv"))}
    rows = []
    for r in csv.DictReader(open(f"{d}/operations.csv")):
        for k in ("done", "discharged", "readmitted", "infection", "revised", "died"): r[k] = D(r[k])
        rows.append(r)
    rows.sort(key=lambda r: (r["done"], r["id"]))
    seen, primary_seen = defaultdict(int), defaultdict(int)
    for r in rows:
        seen[r["surgeon"]] += 1; r["order_all"] = seen[r["surgeon"]]
        if r["kind"] != "revision": primary_seen[r["surgeon"]] += 1
        r["order_new"] = before[r["surgeon"]] + primary_seen[r["surgeon"]]
    keep = {"none": lambda r: True, "first30_rows_of_every_surgeon": lambda r: r["order_all"] > 30, "first30_of_new_surgeons": lambda r: r["order_new"] > 30}
    scopes = {"all": lambda r: True, "VEJ": lambda r: r["hospital"] == "VEJ", "VEJ primary S1": lambda r: r["hospital"] == "VEJ" and r["kind"] == "primary" and r["supplier"] == "S1"}
    lam2 = -math.log(1 - par["base_revision_2y"]); hr = par["hr"]
    def within(r, n, aseptic):
        e = r["revised"]; return bool(e and e <= addy(r["done"], n) and (r["revision_cause"] != "infection" or not aseptic))
    def indic(rs):
        o = {}
        o["stay_days"] = mean([(r["discharged"] - r["done"]).days for r in rs if r["discharged"]])
        o["readmitted_30d"] = share([bool(r["readmitted"] and 0 <= (r["readmitted"] - r["discharged"]).days <= 30) for r in rs if r["discharged"]])
        o["readmitted_30d_window_complete"] = share([bool(r["readmitted"] and 0 <= (r["readmitted"] - r["discharged"]).days <= 30) for r in rs if r["discharged"] and r["discharged"] + dt.timedelta(days=30) <= cut])
        for n in (1, 2):
            ma = [r for r in rs if addy(r["done"], n) <= cut]
            o[f"revised_{n}y_any"] = share([within(r, n, False) for r in rs]); o[f"revised_{n}y_aseptic"] = share([within(r, n, True) for r in rs])
            o[f"revised_{n}y_aseptic_window_complete"] = share([within(r, n, True) for r in ma]); o[f"window_{n}y_complete_rows"] = len(ma)
        data = []
        for r in rs:
            ends = [(cut, 0)] + ([(r["died"], 2)] if r["died"] else []) + ([(r["revised"], 1 if r["revision_cause"] != "infection" else 2)] if r["revised"] else [])
            t, c = min(ends, key=lambda x: (x[0], -x[1])); data.append(((t - r["done"]).days, c))
        o["revised_aseptic_2y_time_to_event"] = aj(data, 730)
        ma = [r for r in rs if addy(r["done"], 2) <= cut]; E = 0.0
        for r in ma:
            h = (hr["age_under_60"] if int(r["age"]) < 60 else 1) * (hr["bmi_over_35"] if r["bmi"] and float(r["bmi"]) > 35 else 1) * (hr["uni"] if r["kind"] == "uni" else 1) * (hr["male"] if r["sex"] == "male" else 1)
            E += 1 - math.exp(-lam2 * h)
        O = sum(within(r, 2, True) for r in ma); o["revised_2y_aseptic_O_E"] = dict(observed=O, expected=E, ratio=O / E if E else None, byar95=byar(O, E) if E else None)
        o["died_90d"] = share([bool(r["died"] and (r["died"] - r["done"]).days <= 90) for r in rs])
        for k, a, b, c in (("oks", "oks_before", "oks_after", int), ("eq5d", "eq5d_before", "eq5d_after", float)):
            el = [r for r in rs if r[a]]; g = [c(r[b]) - c(r[a]) for r in el if r[b]]
            o[f"{k}_gain"] = dict(mean(g), eligible=len(el), completeness=len(g) / len(el) if el else None)
            if k == "oks": o["oks_gain_at_least_8"] = share([x >= 8 for x in g])
        s = [r["satisfied"] == "yes" for r in rs if r["satisfied"]]; o["satisfied"] = dict(share(s), eligible=len(rs), completeness=len(s) / len(rs) if rs else None)
        return o
    res = []
    for sc, fs in scopes.items():
        for ex, fe in keep.items():
            inn = [r for r in rows if fs(r)]; kept = [r for r in inn if fe(r)]
            for k in range(1, truth["years"] + 1):
                a, b = addy(start, k - 1), addy(start, k); y = [r for r in kept if a <= r["done"] < b]; p = [r for r in y if r["kind"] != "revision"]
                res.append(dict(scope=sc, exclusion=ex, settlement_year=k, operated_from=a.isoformat(), operated_before=b.isoformat(), rows_in_scope=sum(a <= r["done"] < b for r in inn), excluded=sum(a <= r["done"] < b for r in inn) - len(y), primary_and_uni=len(p), indicators=indic(p)))
    doc = dict(about="Indicator values per settlement year of operation, computed independently of the product under test. Shares are over rows of kind primary or uni.",
        definitions=dict(settlement_year="year k covers operations with start + (k-1) years <= done < start + k years", within_n_years="revised <= same calendar date n years later (29 Feb -> 28 Feb)", aseptic="a revision whose cause is infection is not an event; the row stays in the denominator",
            window_complete="only rows whose whole window ends on or before the extract date", time_to_event="days; event = aseptic revision, competing = infection revision or death, censored at the extract date; KM treats competing as censored, AJ does not; value at 730 days",
            first30_rows_of_every_surgeon="order by done then id over all kinds in the file, first 30 rows of each surgeon left out", first30_of_new_surgeons="operations_before + running number over primary and uni rows must exceed 30; revision rows are kept unless the surgeon is still within 30",
            expected="case-mix only: 1 - exp(-H2 * product of hazard ratios age<60, bmi>35 (missing = no), uni, male), H2 = -ln(1 - base_revision_2y)", completeness="pairs / rows with the pre-operative score; satisfied: answers / all rows"),
        generator="generate.py", seed=truth["seed"], per_year=truth["per_year"], years=truth["years"], extract_date=truth["cut"], overrides=sys.argv[4] if len(sys.argv) > 4 and sys.argv[3] == "--note" else "none", true_parameters=par, surgeon_effect_log_hazard=truth["surgeon_effect_log_hazard"], results=res)
    json.dump(doc, open(out, "w"), indent=1)
main()
