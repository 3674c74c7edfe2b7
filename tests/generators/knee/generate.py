#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""Synthetic knee-arthroplasty registry (no real person, no real hospital). Python 3 standard library only.

  python3 generate.py --seed 2018 --per-year 250 --years 8 --out sample          # the committed sample
  python3 generate.py --seed 7 --per-year 700 --set supplier_hr.S1=0.6 --out trial
  python3 generate.py --seed 1 --per-year 125000 --no-dirty --out big       # 1 million rows

Writes: operations.csv (clean: UTF-8, comma, ISO dates, point decimals), surgeons.csv, truth.json,
        udtraek-bom.csv (clean content, Danish: semicolon, decimal comma, dd-mm-yyyy, UTF-8 with BOM, CRLF),
        udtraek-latin1.csv (same in Latin-1, with injected faults) and faults.json (every injected fault).
Only random.random() is used, so a seed gives the same files on every Python 3.
"""
import argparse, csv, datetime as dt, json, math, os, random

DEFAULT = {
    "start": "2018-09-01",                     # first settlement year starts here
    "cut": None,                               # extract date; default = start + years + 62 days
    "hospitals": {"VEJ": 0.60, "KOL": 0.25, "AAB": 0.15},
    "surgeons_per_hospital": {"VEJ": 7, "KOL": 4, "AAB": 3},
    "new_surgeons_per_hospital": {"VEJ": 3, "KOL": 1, "AAB": 1},  # start at the beginning of a later year
    "kind_uni_share": 0.22,
    "supplier_primary": {"S1": 0.80, "S3": 0.20},
    "supplier_uni": {"S2": 0.80, "S3": 0.20},
    "supplier_hr": {"S1": 0.85, "S2": 1.00, "S3": 1.15},          # hazard ratio of aseptic revision
    "supplier_oks": {"S1": 0.6, "S2": 0.8, "S3": 0.0},            # points on OKS at 12 months
    "yearly_improvement": 0.03,                # aseptic hazard falls by this share per year since start (S1, S2)
    "base_revision_2y": 0.019,                 # aseptic, reference patient, hazard ratio 1
    "weibull_shape": 0.80,
    "hr": {"age_under_60": 1.5, "bmi_over_35": 1.25, "uni": 1.2, "male": 1.1},
    "surgeon_sd": 0.20,                        # log-hazard
    "learning_hr": 2.0, "learning_ops": 30,    # new surgeons' first operations
    "infection": {"logit": -4.35, "bmi_over_35": 0.6, "asa3": 0.5, "hospital": {"VEJ": 0.0, "KOL": 0.2, "AAB": -0.1}},
    "infection_revised": 0.45,
    "readmission": {"logit": -3.05, "asa3": 0.45, "age_per_year": 0.02, "infected": 2.4},
    "stay": {"mean": 1.9, "age_per_year": 0.018, "asa3": 0.55, "trend_per_year": -0.07, "shape": 2.6, "uni": -0.5},
    "death": {"yearly_at_69": 0.013, "per_year_of_age": 0.095, "asa3": 1.7},
    "oks": {"pre_mean": 21.5, "pre_sd": 7.0, "post_mean": 37.0, "slope": 0.32, "asa": -1.2, "bmi_over_35": -1.3, "sd": 7.4, "learning": -1.0},
    "missing": {"pre": 0.07, "post_logit": -1.55, "post_age80": 0.5, "post_low_pre": 0.25, "post_mnar": 0.45, "bmi": 0.03, "asa": 0.015},
    "second_knee": 0.16,
}
CAUSES = [("loosening", 0.38), ("instability", 0.27), ("pain", 0.20), ("other", 0.15)]
DIMS = ("MO", "SC", "UA", "PD", "AD")
DK5L = {  # Danish EQ-5D-5L value set (Jensen et al. 2021), decrements from 1
    "MO": (0, .041, .054, .157, .220), "SC": (0, .035, .050, .144, .209), "UA": (0, .033, .040, .139, .174),
    "PD": (0, .048, .094, .381, .537), "AD": (0, .072, .191, .430, .618)}
COLS = ["id", "patient", "hospital", "surgeon", "done", "kind", "supplier", "age", "sex", "bmi", "asa", "discharged", "readmitted",
        "infection", "revised", "revision_cause", "revises", "died", "oks_before", "oks_after", "eq5d_profile_before", "eq5d_profile_after",
        "eq5d_before", "eq5d_after", "satisfied"]
DANISH = {"id": "Operations-ID", "patient": "Patient (pseudonym)", "hospital": "Sygehus", "surgeon": "Kirurg", "done": "Operationsdato", "kind": "Operationstype",
          "supplier": "Leverandør", "age": "Alder", "sex": "Køn", "bmi": "BMI", "asa": "ASA-klasse", "discharged": "Udskrivningsdato", "readmitted": "Genindlæggelsesdato",
          "infection": "Infektionsdato (sygehuserhvervet)", "revised": "Revisionsdato", "revision_cause": "Revisionsårsag", "revises": "Reviderer operation", "died": "Dødsdato",
          "oks_before": "OKS før", "oks_after": "OKS 12 mdr.", "eq5d_profile_before": "EQ-5D-5L før", "eq5d_profile_after": "EQ-5D-5L 12 mdr.",
          "eq5d_before": "EQ-5D-indeks før", "eq5d_after": "EQ-5D-indeks 12 mdr.", "satisfied": "Tilfreds"}
DK_CODE = {"kind": {"primary": "primær", "uni": "uni", "revision": "revision"}, "sex": {"female": "K", "male": "M"},
           "revision_cause": {"infection": "infektion", "loosening": "løsning", "instability": "instabilitet", "pain": "smerter", "other": "anden"},
           "satisfied": {"yes": "ja", "no": "nej"}}
DATES = ("done", "discharged", "readmitted", "infection", "revised", "died")
DECIMALS = ("bmi", "eq5d_before", "eq5d_after")


class Rnd:
    def __init__(self, seed): self.u = random.Random(seed).random
    def normal(self, m=0.0, s=1.0):
        return m + s * math.sqrt(-2 * math.log(1 - self.u())) * math.cos(2 * math.pi * self.u())
    def expo(self, mean=1.0): return -mean * math.log(1 - self.u())
    def gamma(self, k, mean):                    # Marsaglia-Tsang, k >= 1
        d = k - 1 / 3; c = 1 / math.sqrt(9 * d)
        while True:
            x = self.normal(); v = (1 + c * x) ** 3
            if v > 0 and math.log(1 - self.u()) < 0.5 * x * x + d - d * v + d * math.log(v): return d * v * mean / k
    def pick(self, table):
        r = self.u() * sum(w for _, w in table)
        for k, w in table:
            r -= w
            if r < 0: return k
        return table[-1][0]
    def yes(self, p): return self.u() < p


def logistic(x): return 1 / (1 + math.exp(-x))
def add_years(d, n):
    try: return d.replace(year=d.year + n)
    except ValueError: return d.replace(year=d.year + n, day=28)
def eq5d_index(profile): return round(1 - sum(DK5L[k][int(c) - 1] for k, c in zip(DIMS, profile)), 3)
def eq5d_profile(r, oks):
    sev = (48 - oks) / 48
    out = ""
    for k, shift in zip(DIMS, (0.02, -0.22, 0.0, 0.05, -0.18)):
        z = sev + shift + r.normal(0, 0.11)
        out += "1" if z < .14 else "2" if z < .36 else "3" if z < .60 else "4" if z < .84 else "5"
    return out


def build(cfg, seed, per_year, years):
    r = Rnd(seed)
    start = dt.date.fromisoformat(cfg["start"])
    cut = dt.date.fromisoformat(cfg["cut"]) if cfg["cut"] else add_years(start, years) + dt.timedelta(days=62)
    surgeons, seen = [], {}
    for h in cfg["hospitals"]:
        for i in range(cfg["surgeons_per_hospital"][h]):
            surgeons.append(dict(surgeon=f"{h}-K{i+1:02d}", hospital=h, starts=start, before=60 + int(r.u() * 900), effect=r.normal(0, cfg["surgeon_sd"]), new=False))
        for i in range(cfg["new_surgeons_per_hospital"][h]):
            y = min(years - 1, 1 + (i * 2) % max(1, years - 1))
            surgeons.append(dict(surgeon=f"{h}-K{cfg['surgeons_per_hospital'][h]+i+1:02d}", hospital=h, starts=add_years(start, y), before=0, effect=r.normal(0, cfg["surgeon_sd"]), new=True))
    n = per_year * years
    total_days = (add_years(start, years) - start).days
    when = sorted(start + dt.timedelta(days=int(r.u() * total_days)) for _ in range(n))
    when = [d - dt.timedelta(days=max(0, d.weekday() - 4)) if (d - dt.timedelta(days=max(0, d.weekday() - 4))) >= start else d for d in when]
    when.sort()
    rows, pending, next_patient = [], [], 1
    lam2 = -math.log(1 - cfg["base_revision_2y"])         # cumulative hazard at 730.5 days
    pool = []
    serial = 0
    for done in when:
        while pending and pending[0][0] <= done:                     # revisions become rows of their own
            pending.sort(key=lambda t: t[0]); rd, src = pending.pop(0)
            serial += 1; rows.append(revision_row(r, cfg, serial, rd, src, surgeons, cut))
        h = r.pick(list(cfg["hospitals"].items()))
        live = [s for s in surgeons if s["hospital"] == h and s["starts"] <= done]
        s = r.pick([(x, 1.6 if not x["new"] else 0.9) for x in live])
        serial += 1
        row = dict.fromkeys(COLS, ""); row["id"] = f"O{serial:07d}"
        prev = pool[int(r.u() * len(pool))] if pool and r.yes(cfg["second_knee"]) else None
        if prev and (not prev["died"] or prev["died"] > done) and prev["hospital"] == h and (done - prev["done"]).days > 90:
            pat, male, age, bmi, asa = prev["patient"], prev["male"], prev["age"] + (done - prev["done"]).days / 365.25, prev["bmi"], prev["asa"]
            known_death = prev["died"]
        else:
            pat = f"P{next_patient:07d}"; next_patient += 1
            male = r.yes(0.42); age = min(94.0, max(36.0, r.normal(68.5, 9.3))); bmi = min(55.0, max(18.0, math.exp(r.normal(math.log(28.8), 0.17))))
            asa = r.pick([(1, max(.02, .16 - .006 * (age - 60))), (2, .60), (3, max(.05, .20 + .008 * (age - 65) + (.12 if bmi > 35 else 0))), (4, .008)])
            known_death = None
        uni = r.yes(cfg["kind_uni_share"])
        sup = r.pick(list((cfg["supplier_uni"] if uni else cfg["supplier_primary"]).items()))
        order = seen.get(s["surgeon"], s["before"]) + 1; seen[s["surgeon"]] = order
        learning = order <= cfg["learning_ops"]
        yrs = (done - start).days / 365.25
        st = cfg["stay"]
        mean = max(.4, st["mean"] + st["age_per_year"] * (age - 68.5) + (st["asa3"] if asa >= 3 else 0) + st["trend_per_year"] * yrs + (st["uni"] if uni else 0))
        stay = int(r.gamma(st["shape"], mean) + 0.5)
        de = cfg["death"]; hz = de["yearly_at_69"] * math.exp(de["per_year_of_age"] * (age - 69)) * (de["asa3"] if asa >= 3 else 1)
        died = known_death or done + dt.timedelta(days=min(300000, 1 + int(365.25 * r.expo(1 / hz))))
        if died <= done: died = done + dt.timedelta(days=1)
        i = cfg["infection"]
        inf = done + dt.timedelta(days=2 + int(r.expo(12)) % 60) if r.yes(logistic(i["logit"] + (i["bmi_over_35"] if bmi > 35 else 0) + (i["asa3"] if asa >= 3 else 0) + i["hospital"].get(h, 0))) else None
        m = cfg["hr"]
        hr = math.exp(s["effect"]) * cfg["supplier_hr"][sup] * (m["age_under_60"] if age < 60 else 1) * (m["bmi_over_35"] if bmi > 35 else 1) * (m["uni"] if uni else 1) * (m["male"] if male else 1)
        if sup in ("S1", "S2"): hr *= (1 - cfg["yearly_improvement"]) ** yrs
        if learning: hr *= cfg["learning_hr"]
        t = 730.5 * (r.expo(1.0) / (lam2 * hr)) ** (1 / cfg["weibull_shape"])
        rev, cause = (done + dt.timedelta(days=3 + int(t)), r.pick(CAUSES)) if t < 40000 else (None, "")
        if inf and r.yes(cfg["infection_revised"]):
            ri = inf + dt.timedelta(days=3 + int(r.expo(90)))
            if rev is None or ri < rev: rev, cause = ri, "infection"
        if rev and rev >= died: rev, cause = None, ""
        q = cfg["readmission"]
        pr = logistic(q["logit"] + (q["asa3"] if asa >= 3 else 0) + q["age_per_year"] * (age - 68.5) + (q["infected"] if inf else 0))
        dis = done + dt.timedelta(days=stay)
        re = dis + dt.timedelta(days=1 + int(r.u() ** 1.5 * 30)) if r.yes(pr) else (dis + dt.timedelta(days=31 + int(r.u() * 60)) if r.yes(.02) else None)
        o = cfg["oks"]
        pre = min(47, max(2, int(r.normal(o["pre_mean"] - .8 * (asa - 2), o["pre_sd"]) + .5)))
        post_day = add_years(done, 1)
        latent = o["post_mean"] + o["slope"] * (pre - o["pre_mean"]) + o["asa"] * (asa - 2) + (o["bmi_over_35"] if bmi > 35 else 0) + cfg["supplier_oks"][sup] + (o["learning"] if learning else 0) - (5 if rev and rev <= post_day else 0)
        post = min(48, max(0, int(r.normal(latent, o["sd"]) + .5)))
        pb, pa = eq5d_profile(r, pre), eq5d_profile(r, post)
        sat = r.yes(logistic(-5.2 + .2 * post))
        mi = cfg["missing"]
        no_pre = r.yes(mi["pre"])
        no_post = r.yes(logistic(mi["post_logit"] + (mi["post_age80"] if age > 80 else 0) + (mi["post_low_pre"] if pre < 15 else 0) + mi["post_mnar"] * (1 if post < 28 else 0)))
        no_post = no_post or died <= post_day or post_day + dt.timedelta(days=45) > cut
        show = lambda d: d.isoformat() if d and d <= cut else ""
        row.update(patient=pat, hospital=h, surgeon=s["surgeon"], done=done.isoformat(), kind="uni" if uni else "primary", supplier=sup, age=str(int(age)), sex="male" if male else "female",
                   bmi="" if r.yes(mi["bmi"]) else f"{bmi:.1f}", asa="" if r.yes(mi["asa"]) else str(asa), discharged=show(dis), readmitted=show(re) if (not re or re < died) else "",
                   infection=show(inf) if (not inf or inf < died) else "", revised=show(rev), revision_cause=cause if rev and rev <= cut else "", died=show(died))
        if not no_pre: row.update(oks_before=str(pre), eq5d_profile_before=pb, eq5d_before=f"{eq5d_index(pb):.3f}")
        if not no_post: row.update(oks_after=str(post), eq5d_profile_after=pa, eq5d_after=f"{eq5d_index(pa):.3f}", satisfied="yes" if sat else "no")
        rows.append(row)
        if rev and rev <= cut: pending.append((rev, (row, male, age, bmi, asa, died, sup))); pending.sort(key=lambda t: t[0])
        if len(pool) < 4000: pool.append(dict(patient=pat, male=male, age=age, bmi=bmi, asa=asa, died=died, hospital=h, done=done))
        else: pool[int(r.u() * 4000)] = dict(patient=pat, male=male, age=age, bmi=bmi, asa=asa, died=died, hospital=h, done=done)
    end = add_years(start, years)
    for rd, src in sorted(pending, key=lambda t: t[0]):
        if rd < end: serial += 1; rows.append(revision_row(r, cfg, serial, rd, src, surgeons, cut))
    truth = dict(seed=seed, per_year=per_year, years=years, start=start.isoformat(), cut=cut.isoformat(), parameters=cfg,
                 surgeon_effect_log_hazard={s["surgeon"]: round(s["effect"], 6) for s in surgeons}, rows=len(rows))
    return rows, surgeons, truth


def revision_row(r, cfg, serial, rd, src, surgeons, cut):
    row0, male, age, bmi, asa, died, sup = src
    live = [s for s in surgeons if s["hospital"] == row0["hospital"] and s["starts"] <= rd and not s["new"]]
    s = live[int(r.u() * len(live))]; s["before_rev"] = s.get("before_rev", 0) + 1
    row = dict.fromkeys(COLS, ""); dis = rd + dt.timedelta(days=2 + int(r.gamma(2.0, 3.5)))
    row.update(id=f"O{serial:07d}", patient=row0["patient"], hospital=row0["hospital"], surgeon=s["surgeon"], done=rd.isoformat(), kind="revision", supplier="S1" if r.yes(.8) else "S3",
               age=str(int(age + 1)), sex="male" if male else "female", bmi=f"{bmi:.1f}", asa=str(asa), discharged=dis.isoformat() if dis <= cut else "", revises=row0["id"], died=died.isoformat() if died <= cut else "")
    return row


def danish(row):
    out = {}
    for k in COLS:
        v = row[k]
        if v and k in DATES: y, m, d = v.split("-"); v = f"{d}-{m}-{y}"
        elif v and k in DECIMALS: v = v.replace(".", ",")
        elif v and k in DK_CODE: v = DK_CODE[k].get(v, v)
        out[k] = v
    return out


def faults(rows, seed):
    """Injects faults into Danish-formatted rows; returns rows and the list of faults (line = 1-based data line in the file)."""
    r = Rnd(seed + 977); rows = [dict(x) for x in rows]; log = []; n = len(rows)
    def hit(share): return sorted({int(r.u() * n) for _ in range(max(1, int(n * share)))})
    def put(i, col, new, kind): log.append(dict(row_id=rows[i]["id"], column=DANISH[col], kind=kind, was=rows[i][col], now=new)); rows[i][col] = new
    for i in hit(.004):
        if rows[i]["discharged"]: put(i, "discharged", "01-01-1900", "date before operation")
    for i in hit(.003): put(i, "done", rows[i]["done"][:6] + "2108", "impossible year")
    for i in hit(.003):
        d, m, y = rows[i]["done"].split("-")
        if y != "2108": put(i, "done", f"{y}/{m}/{d}", "other date format")
    for i in hit(.002): put(i, "done", "31-02-2020", "date that does not exist")
    for i in hit(.004): put(i, "sex", rows[i]["sex"].lower(), "code in other letter case")
    for i in hit(.003): put(i, "sex", "9", "unknown code")
    for i in hit(.003): put(i, "kind", "Ukendt", "unknown code")
    for i in hit(.004): put(i, "surgeon", rows[i]["surgeon"] + "  ", "trailing blanks")
    for i in hit(.002): put(i, "age", "999", "out of range")
    for i in hit(.003): put(i, "oks_before", "49", "out of range")
    for i in hit(.003):
        if rows[i]["oks_after"]: put(i, "oks_after", "-1", "out of range")
    for i in hit(.004):
        if rows[i]["bmi"]: put(i, "bmi", rows[i]["bmi"].replace(",", "."), "decimal point instead of comma")
    for i in hit(.002): put(i, "bmi", "1.027,5", "thousands separator, out of range")
    for i in hit(.003): put(i, "asa", "NA", "text for missing")
    for i in hit(.003):
        if rows[i]["eq5d_profile_after"]: put(i, "eq5d_profile_after", rows[i]["eq5d_profile_after"][:4] + "6", "level outside 1-5")
    for i in hit(.002): put(i, "hospital", "XXX", "unknown code")
    for i in hit(.002):
        if rows[i]["revised"]: put(i, "revised", rows[i]["done"], "revision on the day of operation")
    dup = hit(.003); out = []
    for i, row in enumerate(rows):
        out.append(row)
        if i in dup:
            c = dict(row)
            if r.yes(.5): c["age"] = str(int(c["age"]) + 1) if c["age"].isdigit() else c["age"]; log.append(dict(row_id=row["id"], column=DANISH["id"], kind="duplicated id, rows differ", was="", now=""))
            else: log.append(dict(row_id=row["id"], column=DANISH["id"], kind="duplicated id, rows equal", was="", now=""))
            out.append(c)
    return out, log


def set_path(cfg, text):
    key, val = text.split("=", 1); d = cfg
    *path, last = key.split(".")
    for p in path: d = d[p]
    if last not in d: raise SystemExit(f"no such parameter: {key}")
    try: d[last] = json.loads(val)
    except json.JSONDecodeError: d[last] = val


def write(path, rows, encoding, sep, heads, eol="\n", bom=False):
    with open(path, "w", encoding=encoding, newline="") as h:
        if bom: h.write("\ufeff")
        w = csv.writer(h, delimiter=sep, lineterminator=eol); w.writerow(heads)
        for x in rows: w.writerow([x[k] for k in COLS])


def main():
    a = argparse.ArgumentParser(); a.add_argument("--seed", type=int, default=2018); a.add_argument("--per-year", type=int, default=250); a.add_argument("--years", type=int, default=8)
    a.add_argument("--out", default="sample"); a.add_argument("--set", action="append", default=[], metavar="KEY=JSON"); a.add_argument("--no-dirty", action="store_true")
    o = a.parse_args(); cfg = json.loads(json.dumps(DEFAULT))
    for s in o.set: set_path(cfg, s)
    rows, surgeons, truth = build(cfg, o.seed, o.per_year, o.years)
    os.makedirs(o.out, exist_ok=True); p = lambda f: os.path.join(o.out, f)
    write(p("operations.csv"), rows, "utf-8", ",", COLS)
    with open(p("surgeons.csv"), "w", newline="") as h:
        w = csv.writer(h, lineterminator="\n"); w.writerow(["surgeon", "hospital", "starts", "operations_before"]); w.writerows([s["surgeon"], s["hospital"], s["starts"].isoformat(), s["before"]] for s in surgeons)
    json.dump(truth, open(p("truth.json"), "w"), indent=1)
    if not o.no_dirty:
        dk = [danish(x) for x in rows]; heads = [DANISH[k] for k in COLS]
        write(p("udtraek-bom.csv"), dk, "utf-8", ";", heads, "\r\n", True)
        bad, log = faults(dk, o.seed); write(p("udtraek-latin1.csv"), bad, "latin-1", ";", heads, "\r\n")
        json.dump(log, open(p("faults.json"), "w"), indent=1, ensure_ascii=False)


if __name__ == "__main__": main()
