#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Independent fee values for a generated diabetes programme. usage: ... DIR OUT.json [--note TEXT]"""
import csv, json, sys
from fractions import Fraction as F
FEE = 4500
def rnd(x): q = x * 100; k, r = divmod(q.numerator, q.denominator); return F(k + (2 * r >= q.denominator), 100)
def step(ch): return 2 if ch >= 15 else 1 if ch >= 5 else 0 if ch > -5 else -1 if ch > -15 else -2
MOVE = {2: 30, 1: 10, 0: 0, -1: -10, -2: -30}
d, out = sys.argv[1:3]; rows = list(csv.DictReader(open(f"{d}/yearly.csv"))); truth = json.load(open(f"{d}/truth.json"))
years = sorted({r["year_end"] for r in rows}); res = []
for y in years:
    tot = F(0); n = 0; ex = {"fewer than 3 months": 0, "fewer than 100 readings": 0}; tiers = {m: 0 for m in MOVE.values()}; det = []; ch_all = []
    for r in (r for r in rows if r["year_end"] == y):
        m, k, i = int(r["months_enrolled"]), int(r["readings"]), int(r["in_range"])
        a, b = m < 3, k < 100
        if a: ex["fewer than 3 months"] += 1
        if b: ex["fewer than 100 readings"] += 1
        if a or b: continue
        ch = F(100 * i, k) - F(r["in_range_before"]); s = r["satisfaction"]; felt = 0 if s == "" else 1 if int(s) >= 9 else -1 if int(s) <= 4 else 0
        c = step(ch); mv = MOVE[max(-2, min(2, c + felt))]; fee = rnd(F(FEE) * (100 + mv) / 100 * m / 12); tot += fee; n += 1; tiers[mv] += 1; ch_all.append(ch)
        if len(rows) <= 400: det.append(dict(id=r["id"], change_pp=float(ch), clinical=c, felt=felt, movement_pct=mv, fee_DKK=float(fee)))
    res.append(dict(year_end=y, rows=sum(r["year_end"] == y for r in rows), excluded_each_rule=ex, paid_rows=n, count_by_movement_pct=tiers, mean_change_pp=float(sum(ch_all) / n) if n else None, share_clinical_2=sum(step(c) == 2 for c in ch_all) / n if n else None, total_fee_DKK=float(tot), fee_at_par_DKK=float(sum(rnd(F(FEE) * int(r["months_enrolled"]) / 12) for r in rows if r["year_end"] == y and int(r["months_enrolled"]) >= 3 and int(r["readings"]) >= 100)), rows_detail=det))
json.dump(dict(about="Fees per citizen and year, computed independently.", rule=dict(basic_fee_DKK=FEE, change="100*in_range/readings - in_range_before, percentage points, exact", clinical="2 if >=15; 1 if >=5; 0 if >-5; -1 if >-15; else -2", felt="+1 if satisfaction>=9; -1 if <=4; 0 otherwise or unknown", movement="{2:+30,1:+10,0:0,-1:-10,-2:-30} % of clip(clinical+felt,-2,2)", fee="fee*(1+movement)*months/12 rounded to 0.01 half up", exclusions="months_enrolled<3; readings<100 (a row can hit both)"),
    generator="generate.py", seed=truth["seed"], citizens=truth["citizens"], years=truth["years"], overrides=sys.argv[4] if len(sys.argv) > 4 else "none", true_parameters=truth["parameters"], results=res), open(out, "w"), indent=1)
