# SPDX-License-Identifier: Apache-2.0
"""Measures `wayhouse anonymize` on a file of the CTDC form beside anonypy (Mondrian), in turns. See --help.

Needs: a release build of the program, and for the peer pip install anonypy pandas, for files of one's own
country_converter (in the Python that runs this). Without a file 50,000 invented rows are recoded.
"""

import argparse
import csv
import json
import logging
import os
import random
import statistics
import sys
import tempfile
from pathlib import Path

QUASI = ["yearOfRegistration", "gender", "ageBroad", "citizenship", "CountryOfExploitation"]

PEER = """
import sys, warnings
import pandas as pd, anonypy
warnings.simplefilter("ignore")
quasi, k = sys.argv[2].split(","), int(sys.argv[3])
frame = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)[quasi].replace("", "NA")
frame["one"] = "1"
for name in [*quasi, "one"]:
    frame[name] = frame[name].astype("category")
rows = anonypy.Preserver(frame, quasi, "one").anonymize_k_anonymity(k=k)
made = pd.DataFrame(rows)
print(len(made), made["count"].min())
"""


# Where the invented people are from and were exploited.
PLACES = {
    "PH": "South-eastern Asia/Asia", "KH": "South-eastern Asia/Asia", "TL": "South-eastern Asia/Asia", "TH": "South-eastern Asia/Asia",
    "NP": "Southern Asia/Asia", "LK": "Southern Asia/Asia", "QA": "Western Asia/Asia", "LB": "Western Asia/Asia",
    "TR": "Western Asia/Asia", "UA": "Eastern Europe/Europe", "MD": "Eastern Europe/Europe", "RU": "Eastern Europe/Europe",
    "IT": "Southern Europe/Europe", "NG": "Western Africa/Africa", "ML": "Western Africa/Africa", "ZA": "Southern Africa/Africa",
    "BO": "South America/America", "US": "Northern America/America",
}


def regions(countries: list[str]) -> dict[str, list[str]]:
    """UN region and continent of each."""
    if set(countries) <= set(PLACES):
        return {code: PLACES[code].split("/") for code in countries}
    import country_converter
    logging.disable(logging.CRITICAL)
    found = [country_converter.CountryConverter().convert(countries, to=to, not_found="Other") for to in ("UNregion", "continent")]
    return {code: [region, continent] for code, region, continent in zip(countries, *found)}


def hierarchy(file: Path) -> dict:
    """Years in threes and sixes, five age bands and minor or adult, UN region and continent."""
    with open(file, encoding="utf-8", newline="") as rows:
        answers = {name: set() for name in QUASI}
        for row in csv.DictReader(rows):
            for name in QUASI:
                answers[name].add(row[name])

    def age(band):
        low = int(band.rstrip("+").split("--")[0])
        coarse = "0-17" if low < 18 else "18-23" if low < 24 else "24-29" if low < 30 else "30-47" if low < 48 else "48+"
        return [coarse, "minor" if low < 18 else "adult"]

    places = {"values": regions(sorted((answers["citizenship"] | answers["CountryOfExploitation"]) - {""}))}
    return {"yearOfRegistration": {"bands": [3, 6], "from": 2002},
            "ageBroad": {"values": {band: age(band) for band in sorted(answers["ageBroad"]) if band}},
            "citizenship": places, "CountryOfExploitation": places}


def measured(command) -> tuple[float, float]:
    """Processor seconds (user and system) and peak megabytes of one process."""
    pid = os.posix_spawn(command[0], [str(part) for part in command], os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        raise SystemExit(f"{command[0]} ended with status {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def invented(place: Path, rows=50_000) -> Path:
    """Rows with the five columns, some answers rare and some missing, as in files of the field."""
    chance = random.Random(3)
    homes, places = ["PH", "UA", "MD", "NP", "LK", "NG", "KH", "BO", "ML", "TL"], ["US", "RU", "TR", "QA", "LB", "TH", "IT", "ZA"]
    with open(place, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(QUASI)
        for _ in range(rows):
            home = homes[min(int(chance.expovariate(0.5)), 9)]
            writer.writerow([
                2002 + min(int(chance.triangular(0, 20, 15)), 19), chance.choice(["Female"] * 5 + ["Male"] * 3 + [""]),
                chance.choice(["0--8", "9--17", "18--20", "21--23", "24--26", "27--29", "30--38", "39--47", "48+", "", ""]), home,
                places[(homes.index(home) + min(int(chance.expovariate(1)), 7)) % 8] if chance.random() < 0.8 else ""])
    return place


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", type=Path, nargs="?", help="a CSV file with the five columns of the CTDC form")
    options.add_argument("--binary", default=os.environ.get("WAYHOUSE_BINARY"), help="the program, built for release")
    options.add_argument("--k", type=int, default=11)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--without-peers", action="store_true", help="measure the program alone")
    options.add_argument("--not-derived", default="", help="columns that only seem to follow from declared ones")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        given.file = given.file or invented(scratch / "people.csv")
        (scratch / "h.json").write_text(json.dumps(hierarchy(given.file)), encoding="utf-8")
        ours = [given.binary, "anonymize", given.file, "--quasi", ",".join(QUASI), "--hierarchy", scratch / "h.json", "--k",
                given.k, "--out", scratch / "out.csv", "--report", scratch / "report.json"]
        ours += ["--not-derived", given.not_derived] if given.not_derived else []
        theirs = [sys.executable, "-c", PEER, given.file, ",".join(QUASI), given.k]
        us, them = [], []
        for _ in range(given.runs):
            us.append(measured(ours))
            them += [] if given.without_peers else [measured(theirs)]
        report = json.loads((scratch / "report.json").read_text())
    cpu = statistics.median(run[0] for run in us)
    result = {
        "rows": report["rows"], "k": given.k, "smallest group": report["recount"]["smallestGroup"],
        "loss": report["loss"], "cells exact": report["cellsExact"], "rows dropped": report["office"]["rowsDropped"],
        "processor seconds": round(cpu, 3), "peak MB": round(max(run[1] for run in us))}
    if them:
        peer = statistics.median(run[0] for run in them)
        result |= {"anonypy processor seconds": round(peer, 2), "ratio": round(cpu / peer, 4),
                   "anonypy peak MB": round(max(run[1] for run in them))}
    print(json.dumps({"anonymize --k": result}, indent=1))


if __name__ == "__main__":
    main()
