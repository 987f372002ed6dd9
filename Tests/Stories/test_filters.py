# SPDX-License-Identifier: Apache-2.0
"""Bloom filters for partners who have clkhash and anonlink only: off unless somebody insists."""

import base64
import csv
import json

import pytest
from counted import people
from register import run


@pytest.fixture
def files(tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(bytes(range(32)))
    everybody = people(60, 4)
    for name, rows in (("a", everybody[:40]), ("b", everybody[20:])):
        with (tmp_path / f"{name}.csv").open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([["given_name", "surname", "sex", "birth_date", "nationality"],
                                       *[row[:5] for row in rows]])
    return tmp_path


def encode(files, name, *more):
    return run("unique", "filters", "encode", files / f"{name}.csv", "--secret-file", files / "secret", "--out",
               files / f"{name}.json", *more, scratch=files)


def test_filters_are_made_and_compared_by_who_insists(files):
    refused = encode(files, "a")
    assert refused.code == 1 and "every name was found" in refused.err and not (files / "a.json").exists()
    for name in "ab":
        done = encode(files, name, "--accept-weakness")
        assert done.code == 0 and "without the key" in done.err, done
    clks = json.loads((files / "a.json").read_text())["clks"]
    assert len(clks) == 40 and all(len(base64.b64decode(one)) == 128 for one in clks)
    compare = ("unique", "filters", "compare", files / "a.json", files / "b.json", "--threshold", "0.95", "--out",
               files / "pairs.csv")
    assert run(*compare, scratch=files).code == 1
    done = run(*compare, "--accept-weakness", scratch=files)
    assert done.code == 0, done
    with (files / "pairs.csv").open(newline="") as out:
        pairs = {(int(row["row_a"]), int(row["row_b"])) for row in csv.DictReader(out) if float(row["dice"]) == 1}
    assert {(20 + n, n) for n in range(1, 21)} <= pairs
    schema = json.loads(run("unique", "filters", "schema", scratch=files).out)
    assert schema["clkConfig"]["l"] == 1024 and len(schema["features"]) == 5


def test_bad_filters_and_short_secrets_are_refused(files):
    (files / "secret").write_bytes(b"short")
    done = encode(files, "a", "--accept-weakness")
    assert done.code == 2 and "32 bytes" in done.err
    (files / "x.json").write_text('{"clks": ["AAAA"]}')
    for first, code in (("x.json", 4), ("a.csv", 4), ("none.json", 3)):
        done = run("unique", "filters", "compare", files / first, files / "x.json", "--out", files / "pairs.csv",
                   "--accept-weakness", scratch=files)
        assert done.code == code and not (files / "pairs.csv").exists(), done
