# SPDX-License-Identifier: Apache-2.0
"""Tables of counts that give nobody away, and what a real report's tables give away to the same attack."""

import collections
import csv
import io
import json
import random

import openpyxl
import pytest
from htcds import shared
from register import run

needs_data = pytest.mark.skipif(shared() is None, reason="the published data are not here")
FORMS = ["labour", "sexual", "other", "marriage", ""]


def people(count=400, seed=5):
    dice = random.Random(seed)
    return [{"form": dice.choices(FORMS, [12, 20, 3, 1, 4])[0], "gender": dice.choices(["F", "M", "X", ""], [50, 30, 1, 6])[0],
             "year": str(dice.randint(2019, 2021))} for _ in range(count)]


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def table(folder, rows, *options):
    write(folder / "in.csv", rows)
    return run("table", folder / "in.csv", *options, "--out", folder / "out.csv", scratch=folder)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def recovered(lines, by, ways):
    """How many withheld counts follow by taking the known parts of a sum from its known total, again and again."""
    known = {tuple(line[name] for name in by + ways): None if line["count"] == "*" else int(line["count"]) for line in lines}
    sums = collections.defaultdict(list)
    for key in known:
        for way in range(len(by), len(key)):
            sums[key[:way] + ("",) + key[way + 1:], way].append(key)
    found, changed = 0, True
    while changed:
        changed = False
        for (_, way), keys in sums.items():
            unknown = [key for key in keys if known[key] is None]
            if len(unknown) == 1:
                signs = {key: -1 if key[way] == "(total)" else 1 for key in keys}
                rest = sum(signs[key] * known[key] for key in keys if key != unknown[0])
                known[unknown[0]] = -signs[unknown[0]] * rest
                found, changed = found + 1, True
    return found


def test_small_counts_are_withheld_and_none_of_them_follows_from_the_totals(tmp_path):
    done = table(tmp_path, people(), "--rows", "form", "--columns", "gender", "--threshold", "10", "--report",
                 tmp_path / "report.json")
    assert done.code == 0, done
    lines = read(tmp_path / "out.csv")
    true = collections.Counter((row["form"] or "(blank)", row["gender"] or "(blank)") for row in people())
    for line in lines:
        cell = (line["form"], line["gender"])
        if "(total)" not in cell:
            assert line["count"] in ("*", str(true[cell]))
            assert not (0 < true[cell] < 10 and line["count"] != "*")
    assert recovered(lines, [], ["form", "gender"]) == 0
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["recoverable"] == 0 and report["office"]["small"] > 0 and report["office"]["narrowest"] >= 10
    # The control: withholding the small ones alone is undone.
    naive = [line | {"count": "*" if 0 < true.get((line["form"], line["gender"]), 0) < 10 else
                     str(sum(n for (form, gender), n in true.items() if line["form"] in ("(total)", form)
                             and line["gender"] in ("(total)", gender)))} for line in lines]
    assert recovered(naive, [], ["form", "gender"]) > 0


def test_subtracting_two_tables_shows_no_few_people(tmp_path):
    rows = people()
    guard = ["--register", tmp_path / "published.json", "--source", "all clients"]
    assert table(tmp_path, rows, "--rows", "form", *guard).code == 0
    before = {line["form"]: line["count"] for line in read(tmp_path / "out.csv")}
    more = rows + [{"form": "labour", "gender": "F", "year": "2021"}] * 3
    # The control: without the register the second table shows that three people came.
    assert table(tmp_path, more, "--rows", "form").code == 0
    after = {line["form"]: line["count"] for line in read(tmp_path / "out.csv")}
    assert int(after["labour"]) - int(before["labour"]) == 3
    assert table(tmp_path, more, "--rows", "form", *guard).code == 0
    after = {line["form"]: line["count"] for line in read(tmp_path / "out.csv")}
    for form, count in after.items():
        if "*" not in (count, before[form]):
            assert abs(int(count) - int(before[form])) not in range(1, 10)
    assert after["labour"] == "*"
    other = table(tmp_path, more, "--rows", "form", "--register", tmp_path / "published.json", "--source", "others")
    assert other.code == 1 and "another source" in other.err


def test_the_same_table_again_is_the_same_table(tmp_path):
    guard = ["--register", tmp_path / "published.json", "--source", "all clients"]
    results = []
    for seed in (1, 2):
        rows = people()
        random.Random(seed).shuffle(rows)
        assert table(tmp_path, rows, "--rows", "form", "--columns", "gender", *guard).code == 0
        results.append((tmp_path / "out.csv").read_bytes())
    assert results[0] == results[1]


def test_rounded_tables_add_up_and_are_not_rounded_twice(tmp_path):
    options = ["--rows", "form", "--columns", "gender", "--round", "10", "--register", tmp_path / "p.json", "--source", "all"]
    assert table(tmp_path, people(), *options).code == 0
    lines = read(tmp_path / "out.csv")
    counts = {(line["form"], line["gender"]): int(line["count"]) for line in lines}
    assert all(count % 10 == 0 for count in counts.values())
    for form in {form for form, _ in counts}:
        assert counts[form, "(total)"] == sum(n for (f, g), n in counts.items() if f == form and g != "(total)")
    again = table(tmp_path, people(), *options)
    assert again.code == 1 and "average" in again.err


def test_shares_are_of_those_with_any_answer(tmp_path):
    names = ["isForcedLabour", "isSexualExploit", "isOtherExploit"]
    rows = [dict(zip(names, row)) for row in [("1", "", ""), ("", "1", ""), ("", "", "1"), ("", "", ""), ("1", "1", "")]]
    done = table(tmp_path, rows, "--flags", ",".join(names), "--threshold", "1")
    assert done.code == 0, done
    assert [float(line["percent"]) for line in read(tmp_path / "out.csv")] == [50, 50, 25]
    assert {line["answered"] for line in read(tmp_path / "out.csv")} == {"4"}
    assert table(tmp_path, rows, "--flags", ",".join(names), "--threshold", "10").code == 0
    assert {line["count"] for line in read(tmp_path / "out.csv")} == {"*"}


@pytest.mark.parametrize("options, words", [
    (["--rows", "town"], "no columns of these names: town"),
    (["--rows", "form", "--columns", "form"], "once only"),
    (["--rows", "means"], "several answers"),
    (["--rows", "odd"], "(total)"),
])
def test_what_cannot_be_tabulated_is_refused_in_words(tmp_path, options, words):
    rows = [row | {"means": "threats;debt", "odd": "(total)"} for row in people(50)]
    done = table(tmp_path, rows, *options)
    assert done.code == 1 and words in done.err
    assert not (tmp_path / "out.csv").exists()


@needs_data
def test_all_official_frequencies_of_a_real_release_equal_ours(tmp_path):
    data = shared() / "data"
    official = collections.defaultdict(dict)
    with open(data / "ctdc-victim-perpetrator-frequencies.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            official[row["column"]][row["value"]] = int(row["count"])
    equal = 0
    for column, values in official.items():
        done = run("table", data / "ctdc-victim-perpetrator-2022.csv", "--rows", column, "--threshold", "1", "--joined",
                   "--out", tmp_path / "out.csv", scratch=tmp_path)
        assert done.code == 0, done
        ours = {line[column]: int(line["count"]) for line in read(tmp_path / "out.csv")}
        ours.pop("(total)")
        assert ours == values
        equal += len(ours)
    assert equal == 69


def published_margins():
    """Sex of victims and offenders by country, indicator and year, as the UNODC file of 30 May 2023 publishes it."""
    book = openpyxl.load_workbook(shared() / "data" / "unodc-glotip-2023.xlsx", read_only=True)
    tables = collections.defaultdict(dict)
    for row in list(book.worksheets[0].iter_rows(values_only=True))[3:]:
        iso, country, _, _, indicator, dimension, category, sex, age, year, _, text, _ = (str(cell or "") for cell in row)
        if iso and age == "Total" and sex in ("Total", "Male", "Female", "Other"):
            tables[country, indicator, dimension, category, year][sex] = text.replace(",", "")
    return tables


@needs_data
def test_the_attack_that_recovers_533_counts_of_a_real_report_recovers_none_of_ours(tmp_path):
    hidden, recovered_there, rows = 0, 0, []
    for number, (key, cells) in enumerate(sorted(published_margins().items())):
        parts = {sex: text for sex, text in cells.items() if sex != "Total"}
        unknown = [sex for sex, text in parts.items() if text == "<5"]
        hidden += len(unknown)
        total = cells.get("Total", "")
        known = {sex: int(text) for sex, text in parts.items() if text.isdigit()}
        counts = dict(known)
        if total.isdigit() and len(unknown) == 1 and 0 <= int(total) - sum(known.values()) <= 4:
            counts[unknown[0]] = int(total) - sum(known.values())
            recovered_there += 1
        else:
            # Some number that `<5` may stand for.
            counts |= {sex: 1 + number % 4 for sex in unknown}
        if unknown and sum(counts.values()) < 3_000:
            rows += [{"table": "/".join(key), "sex": sex} for sex, count in counts.items() for _ in range(count)]
    assert (hidden, recovered_there) == (1732, 533)
    write(tmp_path / "in.csv", rows)
    done = run("table", tmp_path / "in.csv", "--by", "table", "--rows", "sex", "--threshold", "5", "--out",
               tmp_path / "out.csv", "--report", tmp_path / "report.json", scratch=tmp_path)
    assert done.code == 0, done
    lines = read(tmp_path / "out.csv")
    assert recovered(lines, ["table"], ["sex"]) == 0
    assert json.loads((tmp_path / "report.json").read_text())["recoverable"] == 0
    # The control: withholding only what is below 5, as that report does, lets the same attack through.
    true = collections.Counter((row["table"], row["sex"]) for row in rows)
    sums = collections.Counter(row["table"] for row in rows)
    naive = []
    for line in lines:
        count = sums[line["table"]] if line["sex"] == "(total)" else true[line["table"], line["sex"]]
        naive.append(line | {"count": "*" if 0 < count < 5 and line["sex"] != "(total)" else str(count)})
    assert recovered(naive, ["table"], ["sex"]) > 300
