# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
"""An award by a simulated criterion: five bids on common worlds.

The knee contract with the buyer's model and five bids that are in, without assessed values; beside it `nytte simulate` of one of
the bids on the same worlds. Both run in turn, one thread, the fastest of each counts, in seconds of the processor, less what each
takes for one world. What is judged is the ratio of a bid's world in the award to a world of simulate. The aim, five bids on 10,000
worlds in 60 seconds, is shown as what it would be on a machine with nothing else to do.

    bench/award.py [WORLDS]      300 without any

Exit status 1 where a bid's world takes more than 1.15 times the world of simulate, or two threads take more than 1.15 times the
processor of one.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NYTTE = os.environ.get("NYTTE", str(ROOT / "build" / "nytte"))
KNEE = ROOT / "contracts" / "knee"
ROUNDS = 5
BIDS = 5
MOST = 1.15
AIM_WORLDS, AIM_SECONDS = 10_000, 60


def tender(folder, worlds):
    """The knee tender with five bids that are in, locked."""
    folder.mkdir()
    shutil.copy(KNEE / "knee-buyer.nytte", folder)
    text = (KNEE / "knee.nytte").read_text(encoding="utf-8")
    (folder / "knee.nytte").write_text(text.replace("over 20_000 worlds", f"over {worlds} worlds"), encoding="utf-8")
    head = {"contract": json.loads((KNEE / "offer-knee.json").read_text())["contract"]}
    receipts, marks = [], {}
    for i in range(BIDS):
        name, bid = f"bid{i}", folder / "bids" / f"bid{i}"
        bid.mkdir(parents=True)
        answers = {"ce_marked": "yes", "register_data": "yes"}
        (bid / "answers.json").write_text(json.dumps({"nytte": "offer/1", **head, "offers": {"guaranteed_revision_rate": f"2.{i} %"}, "answers": answers}))
        (bid / "price.json").write_text(json.dumps({"nytte": "offer/1", **head, "offers": {"price": f"{11_000 + 500 * i} DKK per operation"}}))
        receipts.append({"bid": name, "received": "2018-03-01T10:00:00Z"})
        marks[name] = {criterion: {"points": "8", "reason": "as seen"} for criterion in ("quality", "cooperation", "service")}
    (folder / "receipts.json").write_text(json.dumps({"nytte": "receipts/1", **head, "deadline": "2018-03-01T12:00:00Z", "receipts": receipts}))
    (folder / "scores").mkdir()
    (folder / "scores" / "assessment.json").write_text(json.dumps({"nytte": "assessment/1", **head, "values": []}))
    for judge in "ABC":
        (folder / "scores" / f"{judge}.json").write_text(json.dumps({"nytte": "scores/1", **head, "judge": judge, "scores": marks}))
    subprocess.run([NYTTE, "lock", "knee.nytte", "--scores", "scores"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder


def award(folder, threads):
    return [NYTTE, "award", folder / "knee.nytte", "--scores", folder / "scores", "--threads", str(threads)]


def simulate(worlds):
    return [NYTTE, "simulate", KNEE / "knee-buyer.nytte", "--offer", KNEE / "offer-knee.json", "--alternative", "offered", "--twins", "0",
            "--threads", "1", "--worlds", str(worlds)]


def run(words):
    """Seconds of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(worlds):
    with tempfile.TemporaryDirectory() as place:
        few, many = tender(Path(place) / "few", 1), tender(Path(place) / "many", worlds + 1)
        kinds = (award(few, 1), award(many, 1), award(many, 2), simulate(1), simulate(worlds + 1))
        times = [min(of_kind) for of_kind in zip(*([run(words) for words in kinds] for _ in range(ROUNDS)))]
    start, one, two, start_of_simulate, plain = times
    world = (one - start) / worlds / BIDS
    ratio = world / ((plain - start_of_simulate) / worlds)
    print(f"a bid's world in an award {world * 1e3:8.3f} ms of the processor, {ratio:.2f} times a world of simulate")
    print(f"five bids on {AIM_WORLDS:,} worlds {start + world * BIDS * AIM_WORLDS:.0f} s on one thread, {start + world * BIDS * AIM_WORLDS / 2:.0f} s on two; "
          f"the aim is {AIM_SECONDS} s")
    print(f"two threads take {two / one:.2f} times the processor of one")
    return 0 if ratio <= MOST and two <= MOST * one else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
