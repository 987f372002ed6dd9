# SPDX-License-Identifier: Apache-2.0
"""Counts, synthetic files and their judgement from any CSV file, at the command line and without a register."""

import csv
import itertools
import json
import os
import random
import subprocess
from collections import Counter

import pytest
from register import run

NAMES = ["year", "gender", "age", "citizenship", "labour", "sexual", "means"]


def people(count=1500, seed=1):
    source = random.Random(seed)
    rows = []
    for _ in range(count):
        kind = source.randrange(4)
        rows.append([str(2020 + source.randrange(4)), source.choice(["Woman", "Woman", "Man"]), source.choice(["", "9--17", "18--20", "30--38"]),
                     ["UKR", "PHL", "Côte d’Ivoire", "LKA"][kind], "1" if kind == 3 else source.choice(["", "1", "0"]),
                     source.choice(["1", ""]) if kind < 2 else "", ";".join(source.sample(["debts", "threats", "hunger"], source.randrange(3)))])
    return rows


def written(path, rows, names=NAMES):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([names, *rows])
    return path


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def slow_counts(rows, length, least):
    counts = Counter()
    for row in rows:
        own = [f"{name}:{value}" for name, cell in zip(NAMES, row) for value in (sorted(cell.split(";")) if name == "means" else [cell])
               if value and (value != "0" or name == "labour")]
        for size in range(1, length + 1):
            counts.update(itertools.combinations(own, size))
    return {";".join(key): (len(key), count) for key, count in counts.items() if count >= least}


def test_counts_equal_brute_force_whatever_the_order_of_the_rows(tmp_path):
    rows = people()
    shuffled = random.Random(2).sample(rows, len(rows))
    outs = []
    for turn, order in enumerate((rows, shuffled)):
        out = tmp_path / f"agg-{turn}.csv"
        done = run("count", written(tmp_path / "in.csv", order), "--length", "4", "--min", "3", "--sensitive-zeros", "labour",
                   "--multi", "means:;", "--out", out, "--json", scratch=tmp_path)
        assert done.code == 0, done
        outs.append(out.read_bytes())
    assert outs[0] == outs[1]
    table = read(tmp_path / "agg-0.csv")
    assert table[0] == ["attributes", "length", "count"]
    found = {attributes: (int(length), int(count)) for attributes, length, count in table[1:]}
    assert found == slow_counts(rows, 4, 3)
    assert sum(done.json["combinations"]) == len(found) and done.json["rows"] == len(rows)


def test_no_synthetic_row_says_what_fewer_than_k_people_share(tmp_path):
    rows = people()
    options = ["--sensitive-zeros", "labour", "--multi", "means:;"]
    outs = []
    for turn, order in enumerate((rows, random.Random(3).sample(rows, len(rows)))):
        done = run("synthesize", written(tmp_path / "in.csv", order), "--k", "10", *options, "--out", tmp_path / f"{turn}.csv",
                   "--report", tmp_path / "r.json", scratch=tmp_path)
        assert done.code == 0, done
        outs.append((tmp_path / f"{turn}.csv").read_bytes())
    assert outs[0] == outs[1], "the order of the rows plays no part"
    made = read(tmp_path / "0.csv")
    assert made[0] == NAMES and len(made) > 1000
    sensitive, synthetic = slow_counts(rows, 3, 1), slow_counts(made[1:], 3, 1)
    assert all(sensitive.get(key, (0, 0))[1] >= 10 for key in synthetic)
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["audience"] == "custodian" and report["comparison"]["k"] == 10
    assert [length["leaks"] for length in report["comparison"]["byLength"]] == [0, 0, 0]
    judged = run("evaluate", tmp_path / "in.csv", tmp_path / "0.csv", "--length", "3", "--k", "10", *options, "--report",
                 tmp_path / "e.json", "--json", scratch=tmp_path)
    assert judged.code == 0 and judged.json["noLeaks"] and judged.json["attacksPassed"], judged
    assert json.loads((tmp_path / "e.json").read_text()) == judged.json


def test_publishing_the_raw_rows_fails_the_evaluation(tmp_path):
    file = written(tmp_path / "in.csv", [[*row, f"v{n % 40}"] for n, row in enumerate(people())], [*NAMES, "house"])
    done = run("evaluate", file, file, "--report", tmp_path / "e.json", "--json", scratch=tmp_path)
    assert done.code == 0, done
    assert not done.json["noLeaks"] and not done.json["attacksPassed"]
    assert {attack["attack"]: attack["passed"] for attack in done.json["attacks"]} == {
        "singling-out": False, "linkability": False, "inference": False}


def test_a_private_file_differs_each_time_and_its_report_tells_nothing_of_the_rows(tmp_path):
    file = written(tmp_path / "in.csv", people(6000))
    outs = []
    for turn in range(2):
        done = run("synthesize", file, "--epsilon", "4", "--delta", "1e-6", "--out", tmp_path / f"{turn}.csv", "--report",
                   tmp_path / "r.json", "--json", scratch=tmp_path)
        assert done.code == 0, done
        assert done.json["isPrivate"] and done.json["audience"] == "public" and "comparison" not in done.json
        assert abs(done.json["rowsOut"] - 6000) < 300 and done.json["expectedInventedPairShare"] <= 0.12
        outs.append((tmp_path / f"{turn}.csv").read_bytes())
    assert outs[0] != outs[1]
    shuffled = written(tmp_path / "other.csv", random.Random(4).sample(people(6000), 6000))
    for turn, source in enumerate((file, shuffled)):
        done = run("synthesize", source, "--epsilon", "4", "--delta", "1e-6", "--seed", "7", "--out", tmp_path / f"{turn}.csv",
                   "--report", tmp_path / "r.json", "--json", scratch=tmp_path)
        assert done.code == 0 and not done.json["isPrivate"] and "NOT PRIVATE" in done.err
    assert (tmp_path / "0.csv").read_bytes() == (tmp_path / "1.csv").read_bytes()


def spend(tmp_path, file, *options, epsilon="4", population="House of Herons"):
    out = tmp_path / f"out-{random.random()}.csv"
    done = run("synthesize", file, "--epsilon", epsilon, "--delta", "1e-6", "--ledger", tmp_path / "ledger", "--population", population,
               *options, "--out", out, "--report", tmp_path / "r.json", "--json", scratch=tmp_path)
    assert out.exists() == (done.code == 0)
    return done


def test_a_ledger_is_never_overspent_and_serves_one_population(tmp_path):
    file = written(tmp_path / "in.csv", people(3000))
    assert spend(tmp_path, file).code == 2, "a new ledger needs its total"
    assert spend(tmp_path, file, "--total-epsilon", "8").json["ledger"]["epsilonSpent"] == 4
    assert spend(tmp_path, file, population="Another house").code == 1
    assert spend(tmp_path, file, "--total-epsilon", "80").code == 1
    assert spend(tmp_path, file, epsilon="4.000001").code == 1
    assert spend(tmp_path, file).json["ledger"]["epsilonSpent"] == 8
    refused = spend(tmp_path, file, epsilon="0.1")
    assert refused.code == 1 and "8.0 of 8.0" in refused.err
    assert len((tmp_path / "ledger").read_text().splitlines()) == 3


def test_a_torn_line_of_a_ledger_was_never_spent_and_a_changed_one_is_refused(tmp_path):
    file = written(tmp_path / "in.csv", people(3000))
    assert spend(tmp_path, file, "--total-epsilon", "8").code == 0
    ledger = tmp_path / "ledger"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole + b'{"date":"2026-')
    assert spend(tmp_path, file).json["ledger"]["epsilonSpent"] == 8
    ledger.write_bytes(whole.replace(b"4000000", b"1000000", 1).replace(b'"release":1', b'"release":2'))
    assert spend(tmp_path, file).code == 1


def test_many_at_once_take_no_more_than_there_is(tmp_path):
    file = written(tmp_path / "in.csv", people(1500))
    assert spend(tmp_path, file, "--total-epsilon", "8", epsilon="2").code == 0
    started = [subprocess.Popen([os.environ["WAYHOUSE_BINARY"], "synthesize", file, "--epsilon", "2", "--delta", "1e-6", "--ledger",
                                 tmp_path / "ledger", "--population", "House of Herons", "--out", tmp_path / f"many-{turn}.csv", "--report",
                                 tmp_path / f"many-{turn}.json"], stderr=subprocess.DEVNULL) for turn in range(6)]
    codes = sorted(process.wait() for process in started)
    assert codes == [0, 0, 0, 1, 1, 1]
    assert len(list(tmp_path.glob("many-*.csv"))) == 3


@pytest.mark.parametrize("content, code, words", [
    (None, 2, "cannot be read"), (b"", 1, "empty"), (b"a,b\n", 1, "no rows"), (b"a,a\n1,2\n", 1, "called a"), (b"a,\n1,2\n", 1, "no name"),
    (b"a,b\n1,2,3\n", 1, "Row 2"), (b'a\n"x\n', 1, "quotation"), (b"a\n\xff\xfe\xfd\n", 1, "UTF-8"), (b"PK\x03\x04 not", 1, ""),
    (b"id\n" + b"".join(b"%d\n" % n for n in range(100_000)), 1, "65535"),
])
def test_bad_files_are_refused_in_words_and_nothing_is_written(tmp_path, content, code, words):
    file = tmp_path / "in.csv"
    if content is not None:
        file.write_bytes(content)
    for command in (["count", file], ["synthesize", file, "--report", tmp_path / "r.json"],
                    ["synthesize", file, "--epsilon", "4", "--report", tmp_path / "r.json"]):
        done = run(*command, "--out", tmp_path / "out.csv", scratch=tmp_path)
        assert done.code == code and words in done.err and not done.out, done
    assert not list(tmp_path.glob("out*")) and not list(tmp_path.glob("r.json*"))


@pytest.mark.parametrize("options", [
    ["count", "--length", "0"], ["count", "--length", "9"], ["count", "--min", "0"], ["count", "--multi", "means"],
    ["count", "--multi", "nothing:;"], ["count", "--sensitive-zeros", "nothing"], ["synthesize", "--k", "1"],
    ["synthesize", "--k", "10", "--epsilon", "4"], ["synthesize", "--ledger", "x"], ["synthesize", "--epsilon", "4", "--ledger", "x"],
    ["synthesize", "--epsilon", "4", "--seed", "1", "--ledger", "x", "--population", "y", "--total-epsilon", "4"],
])
def test_wrong_options_end_with_2(tmp_path, options):
    file = written(tmp_path / "in.csv", people(50))
    command, *rest = options
    report = ["--report", tmp_path / "r.json"] if command == "synthesize" else []
    done = run(command, file, *rest, *report, "--out", tmp_path / "out.csv", scratch=tmp_path)
    assert done.code == 2 and done.err.strip(), done
    assert not (tmp_path / "out.csv").exists()


def test_too_few_people_and_all_values_missing_are_refused(tmp_path):
    few = written(tmp_path / "few.csv", people(30))
    empty = written(tmp_path / "empty.csv", [[""] * len(NAMES)] * 50)
    for file, options in ((few, ["--k", "31"]), (few, ["--epsilon", "0.1"]), (empty, ["--k", "10"]), (empty, ["--epsilon", "4"])):
        done = run("synthesize", file, *options, "--out", tmp_path / "out.csv", "--report", tmp_path / "r.json", scratch=tmp_path)
        assert done.code == 1 and done.err.strip() and not (tmp_path / "out.csv").exists(), done
