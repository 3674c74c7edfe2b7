#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Synthetic programme for insulin-treated citizens (after the Odsherred case). Python 3 standard library only; no real person.

  python3 generate.py --seed 2017 --citizens 60 --years 4 --out sample                 # the committed sample
  python3 generate.py --seed 5 --citizens 5000 --years 1 --set effect_mean=0 --out trial   # a programme without effect

Writes: citizens.csv (one row per citizen), yearly.csv (one row per citizen and programme year; UTF-8, comma, point),
        readings.csv (raw glucose readings of the first --raw citizens, first --raw-days days), comparison.csv (citizens outside the programme),
        udtraek-latin1.csv (yearly rows, Danish format, with faults), faults.json, truth.json. Only random.random() is used.
"""
import argparse, csv, datetime as dt, json, math, os, random

DEFAULT = {
    "start": "2018-01-01", "eligible": 920, "low_mmol": 3.9, "high_mmol": 10.0,
    "enrol_mean_days": 260, "dropout_yearly": 0.10, "death_yearly": 0.015,
    "baseline_mean": 0.54, "baseline_sd": 0.14,            # true share of time in range before
    "baseline_readings": 90,                               # readings behind in_range_before: few readings = regression to the mean
    "effect_mean": 0.07, "effect_sd": 0.06, "drift_sd": 0.03, "secular": 0.01,
    "readings_per_day_mean": 2.1, "readings_per_day_sd": 1.1, "reading_gap_share": 0.08,
    "selective": 0.0,                                      # share of out-of-range moments a gamer does not measure
    "gamers": 0.0,                                         # share of citizens who measure selectively
    "autocorrelation_days": 3,                             # readings on the same days resemble each other
    "satisfaction_base": 7.2, "satisfaction_effect": 9.0, "satisfaction_sd": 1.6, "satisfaction_missing": 0.22,
}

class Rnd:
    def __init__(self, seed): self.u = random.Random(seed).random
    def normal(self, m=0.0, s=1.0): return m + s * math.sqrt(-2 * math.log(1 - self.u())) * math.cos(2 * math.pi * self.u())
    def expo(self, mean): return -mean * math.log(1 - self.u())
    def yes(self, p): return self.u() < p

clamp = lambda x, a, b: max(a, min(b, x))
def add_years(d, n):
    try: return d.replace(year=d.year + n)
    except ValueError: return d.replace(year=d.year + n, day=28)

def count(r, cfg, n, p, gamer):
    """n readings with true share p in range; days within a block share a deviation; returns (kept, in_range)."""
    kept = inr = 0; block = max(1, int(cfg["autocorrelation_days"] * 3)); i = 0
    while i < n:
        q = clamp(p + r.normal(0, .16), .02, .98)
        for _ in range(min(block, n - i)):
            ok = r.yes(q)
            if ok or not (gamer and r.yes(cfg["selective"])): kept += 1; inr += ok
        i += block
    return kept, inr

def build(cfg, seed, citizens, years, raw, raw_days):
    r = Rnd(seed); start = dt.date.fromisoformat(cfg["start"]); end = add_years(start, years)
    people, yearly, readings, truth_p = [], [], [], []
    for i in range(citizens):
        enrol = start + dt.timedelta(days=int(r.expo(cfg["enrol_mean_days"])) % max(1, (end - start).days - 30))
        kind = 1 if r.yes(.42) else 2; age = int(clamp(r.normal(44 if kind == 1 else 63, 14), 18, 92)); p0 = clamp(r.normal(cfg["baseline_mean"], cfg["baseline_sd"]), .10, .95)
        eff = r.normal(cfg["effect_mean"], cfg["effect_sd"]) if (cfg["effect_mean"] or cfg["effect_sd"]) else 0.0
        left = enrol + dt.timedelta(days=int(365 * r.expo(1 / cfg["dropout_yearly"]))) if cfg["dropout_yearly"] > 0 else None
        died = enrol + dt.timedelta(days=int(365 * r.expo(1 / cfg["death_yearly"]))) if cfg["death_yearly"] > 0 else None
        gamer = r.yes(cfg["gamers"]); rate = clamp(r.normal(cfg["readings_per_day_mean"], cfg["readings_per_day_sd"]), .15, 8)
        k, b = count(r, cfg, cfg["baseline_readings"], p0, False)
        cid = f"C{i+1:06d}"; stop = min(x for x in (left or end, died or end, end))
        people.append(dict(citizen=cid, diabetes_type=kind, age=age, enrolled=enrol.isoformat(), left=left.isoformat() if left and left < end and left == stop else "", died=died.isoformat() if died and died < end and died == stop else "",
                           baseline_readings=k, baseline_in_range=b))
        truth_p.append(dict(citizen=cid, baseline=round(p0, 6), effect=round(eff, 6), gamer=gamer, readings_per_day=round(rate, 4)))
        for y in range(years):
            a, z = add_years(start, y), add_years(start, y + 1); lo, hi = max(a, enrol), min(z, stop)
            if hi <= lo: continue
            days = (hi - lo).days; months = min(12, round(days / 30.4375)); p = clamp(p0 + eff + cfg["secular"] * y + r.normal(0, cfg["drift_sd"]), .02, .98)
            n = int(days * rate * (1 - cfg["reading_gap_share"])); kept, inr = count(r, cfg, n, p, gamer)
            sat = "" if r.yes(cfg["satisfaction_missing"]) else str(int(clamp(r.normal(cfg["satisfaction_base"] + cfg["satisfaction_effect"] * (p - p0), cfg["satisfaction_sd"]) + .5, 0, 10)))
            yearly.append(dict(id=f"{cid}-{a.year}", citizen=cid, year_end=(z - dt.timedelta(days=1)).isoformat(), months_enrolled=months, readings=kept, in_range=inr, in_range_before=f"{100*b/k:.1f}", satisfaction=sat, true_share=f"{p:.6f}"))
        if i < raw:
            p = clamp(p0 + eff, .02, .98); day = enrol
            while (day - enrol).days < raw_days and day < stop:
                q = clamp(p + r.normal(0, .16), .02, .98)
                for _ in range(int(rate + r.u())):
                    t = dt.datetime.combine(day, dt.time(6 + int(r.u() * 16), int(r.u() * 60)))
                    if r.yes(q): v = 3.9 + 6.1 * r.u()
                    elif r.yes(.12): v = 3.89 - 1.5 * r.u()
                    else: v = 10.01 + r.expo(2.6)
                    readings.append((cid, t, round(v, 1)))
                day += dt.timedelta(days=1)
    comparison = []
    for i in range(min(3 * citizens, cfg["eligible"] - citizens if cfg["eligible"] > citizens else citizens)):
        p0 = clamp(r.normal(cfg["baseline_mean"] - .01, cfg["baseline_sd"]), .10, .95); k, b = count(r, cfg, cfg["baseline_readings"], p0, False); n2, b2 = count(r, cfg, 200 + int(r.u() * 500), clamp(p0 + cfg["secular"] + r.normal(0, cfg["drift_sd"]), .02, .98), False)
        comparison.append(dict(citizen=f"U{i+1:06d}", readings_before=k, in_range_before=b, readings_after=n2, in_range_after=b2))
    return people, yearly, sorted(readings, key=lambda x: (x[1], x[0])), comparison, dict(seed=seed, citizens=citizens, years=years, parameters=cfg, true_by_citizen=truth_p)

HEAD = {"id": "ID", "citizen": "Borger (pseudonym)", "year_end": "Årets sidste dag", "months_enrolled": "Måneder i forløb", "readings": "Antal målinger", "in_range": "Målinger inden for niveau", "in_range_before": "Andel inden for niveau før (%)", "satisfaction": "Tilfredshed (0-10)"}

def faults(rows, seed):
    r = Rnd(seed + 55); log = []; n = len(rows)
    def put(i, c, new, kind): log.append(dict(row_id=rows[i]["id"], column=HEAD[c], kind=kind, was=rows[i][c], now=new)); rows[i][c] = new
    for c, new, kind in (("readings", "-3", "negative count"), ("in_range", "99999", "more in range than readings"), ("satisfaction", "11", "out of range"), ("satisfaction", "ved ikke", "text for missing"), ("in_range_before", "54.2", "decimal point instead of comma"), ("year_end", "2018-12-31", "other date format"), ("months_enrolled", "13", "out of range"), ("months_enrolled", "11,5", "decimal in whole number")):
        put(int(r.u() * n), c, new, kind)
    i = int(r.u() * n); rows.insert(i, dict(rows[i])); log.append(dict(row_id=rows[i]["id"], column="ID", kind="duplicated id, rows equal", was="", now=""))
    return rows, log

def main():
    a = argparse.ArgumentParser(); a.add_argument("--seed", type=int, default=2017); a.add_argument("--citizens", type=int, default=60); a.add_argument("--years", type=int, default=4); a.add_argument("--raw", type=int, default=8); a.add_argument("--raw-days", type=int, default=60)
    a.add_argument("--out", default="sample"); a.add_argument("--set", action="append", default=[], metavar="KEY=JSON"); o = a.parse_args(); cfg = dict(DEFAULT)
    for s in o.set:
        k, v = s.split("=", 1)
        if k not in cfg: raise SystemExit(f"no such parameter: {k}")
        try: cfg[k] = json.loads(v)
        except json.JSONDecodeError: cfg[k] = v
    people, yearly, readings, comp, truth = build(cfg, o.seed, o.citizens, o.years, o.raw, o.raw_days); os.makedirs(o.out, exist_ok=True); p = lambda f: os.path.join(o.out, f)
    def table(name, rows, keys):
        with open(p(name), "w", newline="") as h: w = csv.writer(h, lineterminator="\n"); w.writerow(keys); w.writerows([x[k] for k in keys] for x in rows)
    table("citizens.csv", people, list(people[0])); cols = [k for k in yearly[0] if k != "true_share"]; table("yearly.csv", yearly, cols); table("comparison.csv", comp, list(comp[0]))
    with open(p("readings.csv"), "w", newline="") as h: w = csv.writer(h, lineterminator="\n"); w.writerow(["citizen", "taken", "mmol_per_litre"]); w.writerows((c, t.isoformat(timespec="minutes"), v) for c, t, v in readings)
    truth["true_share_by_row"] = {x["id"]: float(x["true_share"]) for x in yearly} if len(yearly) <= 5000 else "left out"; json.dump(truth, open(p("truth.json"), "w"), indent=None, separators=(",", ":"))
    dk = []
    for x in yearly: y, m, d = x["year_end"].split("-"); dk.append({**{k: x[k] for k in HEAD}, "year_end": f"{d}-{m}-{y}", "in_range_before": x["in_range_before"].replace(".", ",")})
    dk, log = faults(dk, o.seed)
    with open(p("udtraek-latin1.csv"), "w", encoding="latin-1", newline="") as h: w = csv.writer(h, delimiter=";", lineterminator="\r\n"); w.writerow(HEAD.values()); w.writerows([x[k] for k in HEAD] for x in dk)
    json.dump(log, open(p("faults.json"), "w"), indent=1, ensure_ascii=False)

if __name__ == "__main__": main()
