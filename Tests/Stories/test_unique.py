# SPDX-License-Identifier: Apache-2.0
"""Agencies count the people they know together, each once, and reckon how many nobody has seen."""

import csv
import json
import random

import pytest

from counted import people
from register import run

HEADING = ["id", "given_name", "surname", "sex", "birth_date", "nationality", "place", "phone", "person", "consent"]
AGENCIES = ["Harbour House", "Night Line"]


def write(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADING] + [[n, *row] for n, row in enumerate(rows)])
    return path


@pytest.fixture
def lists(tmp_path):
    """Two lists of 90 and 80 people who share 40, a few there twice or without consent: (files, people in all)."""
    everybody = people(130, 1)
    first, second = everybody[:90], everybody[50:]
    chance = random.Random(2)
    rows = [[[*person, "yes"] for person in half] for half in (first, second)]
    for half in rows:
        half.extend(list(half[n]) for n in (3, 5, 8))
        for row in half:
            if chance.random() < 0.3:
                row[5 + chance.randint(0, 1)] = ""
    rows[0].append([*people(1, 9)[0][:7], "no consent", "no"])
    return [write(tmp_path / f"{n}.csv", half) for n, half in enumerate(rows)], 130


@pytest.fixture
def round_one(tmp_path):
    made = run("unique", "agree", str(tmp_path / "round"), "--round", "2026-Q3", "--purpose", "A count, with consent",
               *[word for name in AGENCIES for word in ("--agency", name)], "--server", "Lawyers",
               "--server", "University", scratch=tmp_path)
    assert made.code == 0, made.err
    return tmp_path / "round"


def encode(tmp_path, folder, agency, file, out):
    return run("unique", "encode", str(file), "--agreement", str(folder / agency / "AGREEMENT.json"),
               "--out", str(tmp_path / out), scratch=tmp_path)


def test_two_agencies_count_each_person_once(tmp_path, lists, round_one):
    files, truth = lists
    for n, agency in enumerate(AGENCIES):
        done = encode(tmp_path, round_one, agency, files[n], f"{n}.tokens")
        assert done.code == 0, done.err
    assert "1 rows without consent were left out" in encode_words(tmp_path, round_one, files)
    report = tmp_path / "R.json"
    done = run("unique", "count", str(tmp_path / "0.tokens"), str(tmp_path / "1.tokens"), "--report", str(report),
               scratch=tmp_path)
    assert done.code == 0, done.err
    count = json.loads(report.read_text())
    assert count["low"] <= truth <= count["high"] and abs(count["people"] - truth) <= 15
    assert count["sum"] == 170 and [a["people"] for a in count["agencies"]] == [90, 80]
    sent = (tmp_path / "0.tokens").read_bytes() + report.read_bytes()
    for person in people(130, 1):
        assert person[6].encode() not in sent and person[3].encode() not in sent


def encode_words(tmp_path, folder, files):
    """What encode says, from a round of its own: a server answers an agency once."""
    again = tmp_path / "again"
    run("unique", "agree", str(again), "--round", "x", "--purpose", "p", "--agency", "Harbour House", "--agency",
        "Night Line", "--server", "Lawyers", "--server", "University", scratch=tmp_path)
    return encode(tmp_path, again, "Harbour House", files[0], "again.tokens").err


def test_what_is_refused_leaves_nothing_behind(tmp_path, lists, round_one):
    files, _ = lists
    one = write(tmp_path / "one.csv", [[*people(1, 4)[0], "yes"]])
    empty = write(tmp_path / "empty.csv", [["", "", "", "", "", "", "", str(n), "yes"] for n in range(60)])
    for file in (one, empty):
        done = encode(tmp_path, round_one, "Harbour House", file, "out.tokens")
        assert done.code == 1 and not (tmp_path / "out.tokens").exists(), done.err
    # A server's key of another round, as if shared by mistake.
    copy = round_one / "Harbour House" / "AGREEMENT.json"
    content = json.loads(copy.read_text())
    other = tmp_path / "other"
    run("unique", "agree", str(other), "--round", "y", "--purpose", "p", "--agency", "A", "--agency", "B",
        "--server", "Lawyers", "--server", "University", scratch=tmp_path)
    copy.write_text(json.dumps(content | {"servers": [str(other / "Lawyers"), str(other / "University")]}))
    done = encode(tmp_path, round_one, "Harbour House", files[0], "out.tokens")
    assert done.code == 1 and "not the one of this agreement" in done.err
    # The secret of another agency.
    copy.write_text(json.dumps(content | {"you": "Night Line"}))
    done = encode(tmp_path, round_one, "Harbour House", files[0], "out.tokens")
    assert done.code == 1 and not (tmp_path / "out.tokens").exists()
    copy.write_text(json.dumps(content))
    assert encode(tmp_path, round_one, "Harbour House", files[0], "0.tokens").code == 0
    again = encode(tmp_path, round_one, "Harbour House", files[0], "out.tokens")
    assert again.code == 1 and "answers each agency once" in again.err
    tokens = bytearray((tmp_path / "0.tokens").read_bytes())
    tokens[-100] ^= 1
    (tmp_path / "altered.tokens").write_bytes(tokens)
    for second, code in (("altered.tokens", 4), ("0.tokens", 1)):
        done = run("unique", "count", str(tmp_path / "0.tokens"), str(tmp_path / second), "--report",
                   str(tmp_path / "R.json"), scratch=tmp_path)
        assert done.code == code and not (tmp_path / "R.json").exists(), done.err
    assert run("unique", "end", str(round_one / "Lawyers"), scratch=tmp_path).code == 0
    done = encode(tmp_path, round_one, "Night Line", files[1], "out.tokens")
    assert done.code == 1 and "the round has ended" in done.err


def test_the_unseen_are_estimated_from_overlaps(tmp_path):
    table = tmp_path / "overlap.csv"
    table.write_text("A,B,n\n1,0,28\n0,1,18\n1,1,12\n")
    done = run("estimate", str(table), "--report", str(tmp_path / "R.json"), "--resamples", "50", scratch=tmp_path)
    assert done.code == 0 and round(json.loads((tmp_path / "R.json").read_text())["total"]) == 100
    table.write_text("A,B,n\n1,0,28\n0,1,x\n")
    done = run("estimate", str(table), "--report", str(tmp_path / "no.json"), scratch=tmp_path)
    assert done.code == 1 and "Row 3" in done.err and not (tmp_path / "no.json").exists()


def test_a_rehearsal_goes_through_a_round_and_tells_the_truth(tmp_path):
    done = run("unique", "rehearse", "--people", "600", "--agencies", "2", "--servers", "3", "--seed", "7",
               "--report", tmp_path / "r.json", scratch=tmp_path)
    assert done.code == 0, done.err
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["intervalHoldsTruth"] == (report["count"]["low"] <= report["truth"] <= report["count"]["high"])
    assert abs(report["count"]["people"] / report["truth"] - 1) < 0.15
    assert len(report["refusals"]) == 5 and all(one["wasRefused"] for one in report["refusals"])
    assert "In truth they are" in done.out and "NOT REFUSED" not in done.out
    again = run("unique", "rehearse", "--people", "600", "--agencies", "2", "--seed", "7", scratch=tmp_path)
    assert f"In truth they are {report['truth']}" in again.out
    assert run("unique", "rehearse", "--people", "20", scratch=tmp_path).code == 2
