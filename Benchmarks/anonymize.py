# SPDX-License-Identifier: Apache-2.0
"""Measures `wayhouse anonymize` on a file of the CTDC form beside anonypy (Mondrian), in turns. See --help.

Needs: pip install anonypy pandas country_converter (in the Python that runs this), and a release build of the program.
"""

import argparse
import json
import logging
import os
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


def hierarchy(file: Path) -> dict:
    """Years in threes and sixes, five age bands and minor or adult, UN region and continent."""
    import country_converter
    import pandas
    logging.disable(logging.CRITICAL)
    frame = pandas.read_csv(file, dtype=str, keep_default_na=False, usecols=QUASI)

    def age(band):
        low = int(band.rstrip("+").split("--")[0])
        coarse = "0-17" if low < 18 else "18-23" if low < 24 else "24-29" if low < 30 else "30-47" if low < 48 else "48+"
        return [coarse, "minor" if low < 18 else "adult"]

    countries = sorted(set(frame.citizenship) | set(frame.CountryOfExploitation) - {""})
    countries = [code for code in countries if code]
    converter = country_converter.CountryConverter()
    regions = converter.convert(countries, to="UNregion", not_found="Other")
    continents = converter.convert(countries, to="continent", not_found="Other")
    places = {"values": {code: [region, continent] for code, region, continent in zip(countries, regions, continents)}}
    return {"yearOfRegistration": {"bands": [3, 6], "from": 2002},
            "ageBroad": {"values": {band: age(band) for band in frame.ageBroad.unique() if band}},
            "citizenship": places, "CountryOfExploitation": places}


def measured(command) -> tuple[float, float]:
    """Processor seconds (user and system) and peak megabytes of one process."""
    pid = os.posix_spawn(command[0], [str(part) for part in command], os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        raise SystemExit(f"{command[0]} ended with status {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", type=Path, help="a CSV file with the five columns of the CTDC form")
    options.add_argument("--binary", default=os.environ.get("WAYHOUSE_BINARY"), help="the program, built for release")
    options.add_argument("--k", type=int, default=11)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--not-derived", default="", help="columns that only seem to follow from declared ones")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        (scratch / "h.json").write_text(json.dumps(hierarchy(given.file)), encoding="utf-8")
        ours = [given.binary, "anonymize", given.file, "--quasi", ",".join(QUASI), "--hierarchy", scratch / "h.json", "--k",
                given.k, "--out", scratch / "out.csv", "--report", scratch / "report.json"]
        ours += ["--not-derived", given.not_derived] if given.not_derived else []
        theirs = [sys.executable, "-c", PEER, given.file, ",".join(QUASI), given.k]
        us, them = [], []
        for _ in range(given.runs):
            us.append(measured(ours))
            them.append(measured(theirs))
        report = json.loads((scratch / "report.json").read_text())
    cpu, peer = (statistics.median(run[0] for run in runs) for runs in (us, them))
    print(json.dumps({
        "rows": report["rows"], "k": given.k, "smallest group": report["recount"]["smallestGroup"],
        "loss": report["loss"], "cells exact": report["cellsExact"], "rows dropped": report["office"]["rowsDropped"],
        "processor seconds": round(cpu, 3), "anonypy processor seconds": round(peer, 2), "ratio": round(cpu / peer, 4),
        "peak MB": round(max(run[1] for run in us)), "anonypy peak MB": round(max(run[1] for run in them))}, indent=1))


if __name__ == "__main__":
    main()
