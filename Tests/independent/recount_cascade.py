# SPDX-License-Identifier: Apache-2.0
"""Counts the cascade of Tests/cascade again, by other means, and compares it with the figures worked on paper.

    python3 recount_cascade.py [--root DIR]      prints what differs; exit 1 when anything does
"""
import argparse
import csv
import json
import statistics
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

STEPS = ["needed", "offered", "accepted", "started", "completed"]


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def furthest(row):
    return max(place for place, step in enumerate(STEPS) if row[step])


def reached(rows, what):
    """How many different `what` came at least as far as each step."""
    return {step: len({row[what] for row in rows if furthest(row) >= place}) for place, step in enumerate(STEPS)}


def waits(rows):
    out = {}
    for first, second in [*zip(STEPS, STEPS[1:]), ("needed", "started")]:
        days = sorted((date.fromisoformat(row[second]) - date.fromisoformat(row[first])).days
                      for row in rows if row[first] and row[second])
        if len(days) == 1:
            out[f"{first}-{second}"] = [1] + days * 3
        elif days:
            out[f"{first}-{second}"] = [len(days), *statistics.quantiles(days, n=4, method="inclusive")]
    return out


def ends(rows):
    stopped, going = defaultdict(Counter), Counter()
    for row in rows:
        step = STEPS[furthest(row)]
        if row["reason"]:
            stopped[step][row["reason"]] += 1
        elif step != "completed":
            going[step] += 1
    return {step: dict(found) for step, found in stopped.items()}, dict(going)


def recount(folder):
    people = {row["person"]: row for row in read(folder / "people.csv")}
    rows = read(folder / "episodes.csv")
    services = sorted({row["service"] for row in rows})
    of = {"all": rows, **{service: [row for row in rows if row["service"] == service] for service in services}}
    by_sex = defaultdict(list)
    for row in rows:
        by_sex[f'{row["service"]} {people[row["person"]]["sex"] or "unknown"}'].append(row)
    return {
        "people": {name: reached(some, "person") for name, some in of.items()},
        "episodes": {name: reached(some, "id") for name, some in of.items()},
        "stopped": {name: ends(some)[0] for name, some in of.items()},
        "open": {name: ends(some)[1] for name, some in of.items()},
        "waits": {name: waits(some) for name, some in of.items()},
        "bySex": {name: reached(some, "person") for name, some in by_sex.items()},
    }


def differences(paper, counted):
    return [f"{part} {name}: on paper {figure}, counted {counted[part].get(name)}"
            for part, figures in paper.items() for name, figure in figures.items()
            if counted[part].get(name) != figure]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    folder = parser.parse_args().root / "Tests" / "cascade"
    paper = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    found = differences(paper, recount(folder))
    for line in found:
        print(line)
    print(f"{sum(map(len, paper.values()))} figures: {'all equal' if not found else f'{len(found)} differ'}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
