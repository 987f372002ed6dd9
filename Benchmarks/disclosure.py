# SPDX-License-Identifier: Apache-2.0
"""Measures counting and synthesis (docs/benchmarks.md): processor time and memory of whole commands, on a built program.

Beside them, when they are installed for --peer-python (pip install pac-synth opendp): pac-synth's differentially private
synthesis at the same epsilon, delta and length, and OpenDP's discrete Gaussian noise. See --help."""

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

FLAGS = ["debts", "threats", "abuse", "falsePromises", "drugs", "needsDenied", "longHours", "papersKept", "forcedLabour",
         "sexual", "other", "farming", "building", "housework", "hospitality", "prostitution", "pornography", "byPartner",
         "byFriend", "byFamily", "byOther"]
AGES = ["0--8", "9--17", "18--20", "21--23", "24--26", "27--29", "30--38", "39--47", "48+"]

PAC = """
import csv, sys, time, resource
from pacsynth import *
rows = list(csv.reader(open(sys.argv[1])))
made = DpAggregateSeededSynthesizer(DpAggregateSeededParametersBuilder().reporting_length(3).epsilon(4.0)
    .delta(float(sys.argv[3])).fabrication_mode(FabricationMode.progressive()).build())
made.fit(Dataset(rows))
csv.writer(open(sys.argv[2], "w")).writerows(made.sample())
"""

OPENDP = """
import time, opendp.prelude as dp
dp.enable_features("contrib")
noise = dp.m.make_gaussian(dp.vector_domain(dp.atom_domain(T=int)), dp.l2_distance(T=float), scale=25.5)
zeros = [0] * 100_000
noise(zeros)
start = time.process_time(); noise(zeros); print((time.process_time() - start) * 10)
"""


def people(count: int, seed: int = 1):
    """Invented case records: 60 situations with years, routes and means of their own, many answers missing."""
    source = random.Random(seed)
    situations = []
    for _ in range(60):
        situations.append({
            "year": source.uniform(2004, 2021), "home": source.sample(range(130), 6), "to": source.sample(range(80), 4),
            "woman": source.random(), "age": source.randrange(9), "flags": [source.betavariate(0.4, 1.4) for _ in FLAGS],
            "missing": [source.uniform(0, 0.8) for _ in range(6)], "asked": source.uniform(0.05, 0.8)})
    weights = [source.paretovariate(1.2) for _ in situations]
    for _ in range(count):
        own = source.choices(situations, weights)[0]
        home = own["home"][min(5, int(source.expovariate(1.2)))]
        to = home if source.random() < 0.3 else own["to"][min(3, int(source.expovariate(1.5)))]
        age = min(8, max(0, own["age"] + int(source.gauss(0, 1.5))))
        cells = [str(int(source.gauss(own["year"], 1))), "Woman" if source.random() < own["woman"] else "Man", AGES[age],
                 f"C{home:03}", f"C{to:03}", source.choice(["0--12", "13--24", "25+"])]
        cells = ["" if source.random() < missing else cell for cell, missing in zip(cells, own["missing"])]
        asked = source.random() < own["asked"]
        yield cells + ["1" if asked and source.random() < chance else "" for chance in own["flags"]]


def written(path: Path, count: int) -> Path:
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["year", "gender", "age", "citizenship", "country", "months", *FLAGS])
        writer.writerows(people(count))
    return path


def cost(command) -> tuple[float, float]:
    """Processor seconds (user and system) and peak resident megabytes of one process."""
    pid = os.posix_spawnp(str(command[0]), [str(part) for part in command], os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        raise SystemExit(f"{command[0]} {command[1]} ended with status {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def medians(commands, runs: int):
    """The median cost of each command, run in turns."""
    costs = [[cost(command) for command in commands] for _ in range(runs)]
    return [(round(statistics.median(turn[n][0] for turn in costs), 3), round(max(turn[n][1] for turn in costs)))
            for n in range(len(commands))]


def errors(program, sensitive, synthetic, scratch):
    cost([program, "evaluate", sensitive, synthetic, "--report", scratch / "e.json"])
    report = json.loads((scratch / "e.json").read_text())["comparison"]
    return {"rows out/in": round(report["syntheticRows"] / report["sensitiveRows"], 4),
            "weighted error by length": [round(length["weightedError"], 4) for length in report["byLength"]],
            "invented by length": [round(length["inventedShare"], 4) for length in report["byLength"]],
            "leaks by length": [length["leaks"] for length in report["byLength"]]}


def bench_count(program, scratch, runs, files):
    result = {}
    for length in (3, 4):
        commands = [[program, "count", file, "--length", length, "--min", 1, "--out", scratch / "agg.csv"] for file in files]
        for file, (seconds, megabytes) in zip(files, medians(commands, runs)):
            result[f"{file.stem}, length {length}"] = {"processor seconds": seconds, "peak MB": megabytes}
    return result


def bench_k(program, scratch, runs, file):
    (seconds, megabytes), = medians([[program, "synthesize", file, "--k", 10, "--out", scratch / "k.csv", "--report",
                                      scratch / "r.json"]], runs)
    return {"processor seconds": seconds, "peak MB": megabytes, **errors(program, file, scratch / "k.csv", scratch)}


def bench_private(program, scratch, runs, file, peer):
    ours = [program, "synthesize", file, "--epsilon", 4, "--delta", "1.85e-6", "--out", scratch / "p.csv", "--report",
            scratch / "r.json"]
    (seconds, megabytes), = medians([ours], runs)
    result = {"ours": {"processor seconds": seconds, "peak MB": megabytes, **errors(program, file, scratch / "p.csv", scratch)}}
    if peer and can(peer, "pacsynth"):
        seconds, megabytes = cost([peer, "-c", PAC, file, scratch / "pac.csv", "1.85e-6"])
        result["pac-synth"] = {"processor seconds": round(seconds, 1), "peak MB": round(megabytes),
                               **errors(program, file, scratch / "pac.csv", scratch)}
    if peer and can(peer, "opendp"):
        done = subprocess.run([peer, "-c", OPENDP], capture_output=True, text=True, check=True)
        result["OpenDP noise, microseconds a sample"] = round(float(done.stdout), 2)
    return result


def can(python, module) -> bool:
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True, help="the built program; the release build for figures that count")
    parser.add_argument("--peer-python", default=sys.executable, help="a Python with pac-synth and opendp")
    parser.add_argument("--without-peers", action="store_true", help="pac-synth alone takes minutes")
    parser.add_argument("--file", type=Path, help="a CSV file in place of the invented 50,000 rows, for synthesis")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    program, peer = Path(options.binary).resolve(), None if options.without_peers else options.peer_python
    with tempfile.TemporaryDirectory(prefix="wayhouse-bench-") as folder:
        scratch = Path(folder)
        files = [written(scratch / f"people-{rows}.csv", rows) for rows in (50_000, 500_000)]
        file = options.file or files[0]
        result = {"count": bench_count(program, scratch, options.runs, files + ([options.file] if options.file else [])),
                  "synthesize --k 10": bench_k(program, scratch, options.runs, file),
                  "synthesize --epsilon 4": bench_private(program, scratch, options.runs, file, peer)}
    print(json.dumps(result, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
