# SPDX-License-Identifier: Apache-2.0
"""`wayhouse link` on invented people in many scripts, beside Splink: 100,000 for how well, a million for how fast.

Called by `linkage.py --generated FOLDER`. The folder holds `20_gen_persons.py` (people, parquet) and `22_splink_scaled.py`
(Splink with prepared columns, and groups); their environment needs numpy, pyarrow, duckdb, PyICU and rapidfuzz besides Splink. Files of a
million people are kept in the folder that WAYHOUSE_BENCH_KEEP names, when it does.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas

COLUMNS = "given_raw,surname_raw,sex,dob,birth_year,nationality,district,phone,doc_id"
# The nine rules that the script gives Splink.
NARROW = ("names+birth_year,phone,document,given_name+birth_date,surname+birth_date,names+place,given_name+birth_year+place,"
          "surname+birth_year+place,birth_date+nationality+sex")


def say(**what) -> None:
    print(json.dumps(what), flush=True)


def generated(scripts: Path, folder: Path, count: int) -> Path:
    """The people as parquet, as CSV and with the truth beside them; made when they are not there."""
    import duckdb
    stem = folder / f"people-{count}"
    if not stem.with_suffix(".csv").is_file():
        subprocess.run([sys.executable, scripts / "20_gen_persons.py", str(count), stem.with_suffix(".parquet")], check=True,
                       stdout=subprocess.DEVNULL, cwd=scripts)
        source = f"from '{stem}.parquet' order by unique_id"
        duckdb.sql(f"copy (select unique_id as id, cluster {source}) to '{stem}.truth' (header true, format csv)")
        duckdb.sql(f"copy (select unique_id as id, {COLUMNS} {source}) to '{stem}.csv' (header true)")
    return stem.with_suffix(".csv")


def link(file: Path, folder: Path, *options: str) -> tuple[float, float, float]:
    """Processor seconds, wall seconds and peak megabytes of one run that writes pairs and groups."""
    command = [os.environ["WAYHOUSE_BINARY"], "link", str(file), "--out", str(folder / "pairs.csv"),
               "--clusters", str(folder / "groups.csv"), *options]
    started = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(process, 0)
    if status != 0:
        raise SystemExit(f"wayhouse ended with status {status}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / 1024


def pairs_f1(folder: Path, truth: pandas.Series) -> float:
    """The best over all thresholds; pairs that are not in the list count as missed."""
    sizes = truth.groupby(truth).size()
    total = int((sizes * (sizes - 1) // 2).sum())
    pairs = pandas.read_csv(folder / "pairs.csv", dtype={"id_a": str, "id_b": str}).sort_values("weight", ascending=False)
    right = (truth.reindex(pairs.id_a).to_numpy() == truth.reindex(pairs.id_b).to_numpy()).cumsum()
    ends = (pairs.weight != pairs.weight.shift(-1)).to_numpy()
    return float((2 * right / (total + 1 + pandas.RangeIndex(len(pairs)).to_numpy()))[ends].max())


def groups_f1(folder: Path, truth: pandas.Series) -> float:
    """Of the pairs that groups make."""
    groups = pandas.read_csv(folder / "groups.csv", dtype=str)
    groups["truth"] = truth.reindex(groups.id).to_numpy()

    def within(columns) -> int:
        sizes = groups.groupby(columns).size()
        return int((sizes * (sizes - 1) // 2).sum())

    return 2 * within(["cluster", "truth"]) / (within("cluster") + within("truth"))


def how_well(name: str, file: Path, folder: Path, options: list[str]) -> None:
    truth = pandas.read_csv(file.with_suffix(".truth"), dtype=str).set_index("id").cluster
    link(file, folder, "--threshold", "-12", *options)
    found = {"pairs F1": round(pairs_f1(folder, truth), 4)}
    link(file, folder, "--report", str(folder / "report.json"), *options)
    report = json.loads((folder / "report.json").read_text())
    people = {key: round(value) for key, value in report["uniquePeople"].items()}
    say(set=name, **found, **{"groups F1": round(groups_f1(folder, truth), 4)}, people=people, truth=int(truth.nunique()),
        within=people["low"] <= truth.nunique() <= people["high"], foundShare=report["linkage"].get("foundShare"))


def splink(scripts: Path, file: Path) -> dict:
    """What the script says of itself; it stops its own clocks before it looks at the truth."""
    done = subprocess.run([sys.executable, scripts / "22_splink_scaled.py", file.with_suffix(".parquet"), "full"], check=True,
                          capture_output=True, text=True, cwd=scripts)
    return json.loads(done.stdout.strip().splitlines()[-1])


def how_fast(scripts: Path, file: Path, folder: Path, runs: int) -> None:
    """In turns; the load of the machine is said with each."""
    own, peer = [], []
    for _ in range(runs):
        theirs = splink(scripts, file)
        peer.append((theirs["cpu_s"], theirs["wall_s"], theirs["peak_MB"]))
        own.append(link(file, folder))
        for tool, figures in (("splink", peer[-1]), ("wayhouse", own[-1])):
            say(set="1,000,000 people", tool=tool, load=os.getloadavg()[0], **dict(zip(("processor s", "wall s", "peak MB"), figures)))
    middle = [[statistics.median(part) for part in zip(*done)] for done in (own, peer)]
    say(set="1,000,000 people", **{"times less processor, wall, memory": [round(b / a, 2) for a, b in zip(*middle)]})


def one_against_all(file: Path, folder: Path) -> None:
    """KnownPeopleBench in a release build of the tests, then the same names by rapidfuzz."""
    import numpy
    from rapidfuzz import distance, process
    model, names = folder / "model.json", folder / "names.txt"
    link(file, folder, "--train", "--model", str(model))
    environment = {**os.environ, "WAYHOUSE_BENCH_PEOPLE": str(file), "WAYHOUSE_BENCH_MODEL": str(model),
                   "WAYHOUSE_BENCH_NAMES": str(names)}
    done = subprocess.run(["swift", "test", "-c", "release", "-Xswiftc", "-enable-testing", "--filter", "KnownPeopleBench"],
                          env=environment, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    if done.returncode != 0:
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    for line in (done.stdout + done.stderr).splitlines():
        if line.startswith('{"what"'):
            print(line, flush=True)
    words = names.read_text().splitlines()
    half = len(words) // 2
    for _ in range(3):
        started = time.process_time()
        process.cdist(words[:half], words[half:], scorer=distance.JaroWinkler.similarity, score_cutoff=.8, workers=1, dtype=numpy.float32)
        say(what="names, rapidfuzz", **{"million pairs a processor second": half * half / (time.process_time() - started) / 1e6})


def measure(scripts: Path, runs: int, with_known: bool) -> None:
    scripts = scripts.resolve()
    with tempfile.TemporaryDirectory() as scratch:
        folder, keep = Path(scratch), Path(os.environ.get("WAYHOUSE_BENCH_KEEP", scratch)).resolve()
        small = generated(scripts, keep, 100_000)
        how_well("100,000 people", small, folder, [])
        how_well("100,000 people, nine rules", small, folder, ["--rules", NARROW])
        large = generated(scripts, keep, 1_000_000)
        how_well("1,000,000 people", large, folder, [])
        how_fast(scripts, large, folder, runs)
        if with_known:
            one_against_all(large, folder)
        else:
            print("SKIPPED: one person against all, and names beside rapidfuzz; --known measures them", file=sys.stderr)
