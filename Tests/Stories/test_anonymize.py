# SPDX-License-Identifier: Apache-2.0
"""Microdata made safe at the command line: what is written, what is refused, and that nothing is half-written."""

import collections
import csv
import io
import json
import random

import pytest
from htcds import shared
from register import run

QUASI = ["year", "gender", "age", "country"]
AGES = ["0-8", "9-17", "18-20", "21-23", "24-26", ""]


def people(count=600, seed=4):
    dice = random.Random(seed)
    rows = []
    for _ in range(count):
        age = dice.choices(AGES, [2, 12, 9, 8, 6, 10])[0]
        status = "" if not age else "minor" if age in ("0-8", "9-17") else "adult"
        rows.append({"year": str(dice.randint(2015, 2021)), "gender": dice.choice(["Female", "Female", "Male", ""]),
                     "age": age, "country": dice.choice(["LK", "VN", "GH", "UA", "MX", "NA"]), "majority": status,
                     "labour": dice.choice(["1", "", ""]), "sexual": dice.choice(["1", ""])})
    return rows


def text(rows, columns=None):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


HIERARCHY = {"year": {"bands": [2, 4], "from": 2014},
             "age": {"values": {"0-8": ["0-17"], "9-17": ["0-17"], "18-20": ["18+"], "21-23": ["18+"], "24-26": ["18+"]}}}


def anonymize(folder, content, *options, hierarchy=None):
    (folder / "in.csv").write_text(content, encoding="utf-8")
    if hierarchy is not None:
        (folder / "h.json").write_text(json.dumps(hierarchy), encoding="utf-8")
        options = (*options, "--hierarchy", folder / "h.json")
    return run("anonymize", folder / "in.csv", *options, "--out", folder / "out.csv", "--report", folder / "report.json",
               scratch=folder)


def smallest(file, columns):
    with open(file, encoding="utf-8", newline="") as lines:
        return min(collections.Counter(tuple(row[name] for name in columns) for row in csv.DictReader(lines)).values())


def test_every_group_of_the_written_file_holds_k_people_and_the_report_says_what_it_cost(tmp_path):
    done = anonymize(tmp_path, text(people()), "--quasi", ",".join(QUASI), "--derived", "majority", "--k", "11",
                     hierarchy=HIERARCHY)
    assert done.code == 0, done
    assert smallest(tmp_path / "out.csv", [*QUASI, "majority"]) >= 11
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["recount"]["smallestGroup"] >= 11
    assert report["office"]["rowsDropped"] < 11
    assert 0 < report["loss"] < 0.5
    assert report["derived"] == ["majority"]
    # The control: the rows as they came in do not pass the same count.
    assert smallest(tmp_path / "in.csv", QUASI) < 11


def test_the_order_of_the_rows_leaves_no_trace(tmp_path):
    rows = people(300)
    results = []
    for seed in (1, 2, 3):
        random.Random(seed).shuffle(rows)
        done = anonymize(tmp_path, text(rows), "--quasi", ",".join(QUASI), "--drop", "majority", "--k", "5",
                         hierarchy=HIERARCHY)
        assert done.code == 0, done
        results.append(((tmp_path / "out.csv").read_bytes(), (tmp_path / "report.json").read_bytes()))
    assert results[0] == results[1] == results[2]


def test_each_group_holds_the_different_answers_that_were_asked_for(tmp_path):
    done = anonymize(tmp_path, text(people()), "--quasi", "year,gender", "--drop", "age,majority", "--k", "5", "--l",
                     "labour:2")
    assert done.code == 0, done
    answers = collections.defaultdict(set)
    with open(tmp_path / "out.csv", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            answers[row["year"], row["gender"]].add(row["labour"])
    assert min(map(len, answers.values())) == 2


WIDE = [f"value {number}" for number in range(100_000)]
REFUSED = [
    ("k above the table", text(people(20)), ["--quasi", "year", "--k", "21"], None, "fewer than 21"),
    ("no columns declared", text(people()), [], None, "most people apart"),
    ("derived and not declared", text(people()), ["--quasi", "age,gender"], None, "majority (from age)"),
    ("an identifier", text([row | {"case": f"C{n}"} for n, row in enumerate(people(60))]),
     ["--quasi", "year", "--drop", "majority"], None, "--drop case"),
    ("joined answers", text([row | {"means": "threats;debt"} for row in people(60)]), ["--quasi", "year"], None,
     '--multi "means:;"'),
    ("a gap in the hierarchy", text(people()), ["--quasi", "age", "--drop", "majority"],
     {"age": {"values": {"0-8": ["0-17"], "9-17": ["0-17"]}}}, "says nothing of 3"),
    ("all values missing", text([row | {"gender": ""} for row in people()]), ["--quasi", "gender"], None, "empty in every row"),
    ("100,000 values", "town,gender\n" + "".join(f"{town},F\n" for town in WIDE), ["--quasi", "town"], None,
     "different values"),
    ("no such column", text(people()), ["--quasi", "yaer"], None, "yaer"),
    ("no rows", "year,gender\n", ["--quasi", "year"], None, "no rows"),
    ("a broken hierarchy", text(people()), ["--quasi", "age"], ["age"], "hierarchy file"),
]


@pytest.mark.parametrize("content, options, hierarchy, words", [case[1:] for case in REFUSED],
                         ids=[case[0] for case in REFUSED])
def test_what_cannot_be_let_out_is_refused_in_words_and_nothing_is_written(tmp_path, content, options, hierarchy, words):
    done = anonymize(tmp_path, content, *options, hierarchy=hierarchy)
    assert done.code == 1, done
    assert words in done.err
    assert {path.name for path in tmp_path.iterdir()} <= {"in.csv", "h.json", "home", "tmp"}


@pytest.mark.skipif(shared() is None, reason="the published data are not here")
def test_the_joined_lists_of_a_real_release_are_refused_and_split_when_asked(tmp_path):
    source = (shared() / "data" / "ctdc-victim-perpetrator-2022.csv").read_text(encoding="utf-8-sig")
    done = anonymize(tmp_path, source, "--quasi", "yearRegister,gender,majorityStatus,UN_COO_Region,UN_COE_Region")
    assert done.code == 1 and "IP_Gender" in done.err
    lists = [option for name in ("Gender", "ageBroad", "citizen_UNRegion", "Relation", "PayMoney")
             for option in ("--multi", f"IP_{name}:;")]
    done = anonymize(tmp_path, source, "--quasi", "yearRegister,gender,majorityStatus,UN_COO_Region,UN_COE_Region", *lists)
    assert done.code == 0, done
    assert ";" not in (tmp_path / "out.csv").read_text()
