# SPDX-License-Identifier: Apache-2.0
"""The same person in one file or two, at the command line and without a register."""

import csv
import json
import random

from register import run

HEADER = "rec_id,first,last,gender,dob,country,district,tel"
GIVEN = ["Nimal", "Hồng", "Fatima", "Iryna", "Ramil", "Kavitha", "Adelaide", "Bishnu", "Oluwaseun", "Marisol"]
LAST = ["Perera", "Trần", "Haddad", "Shevchenko", "Bautista", "Selvam", "Ximenes", "Gurung", "Okafor", "Quispe"]


def person(number: int) -> list[str]:
    """Somebody invented, the same for the same number."""
    chance = random.Random(number)
    day = f"{chance.randint(1950, 2010)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    return [f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}", chance.choice(LAST), chance.choice("FM"), day,
            chance.choice(["LKA", "VNM", "SYR", "UKR", "PHL"]), f"Ward {chance.randint(1, 40)}", f"07{chance.randint(0, 10**8):08d}"]


def table(people: int = 400, twice: int = 120) -> str:
    """A file in which some people stand twice, the second time written another way."""
    rows = [[f"a{number}", *person(number)] for number in range(people)]
    for number in range(twice):
        given, last, sex, day, *rest = person(number)
        rows.append([f"b{number}", last.lower() if number % 5 == 0 else given.replace("ee", "i"),
                     given if number % 5 == 0 else last.upper(), sex, day if number % 3 else day[:4], *rest])
    return "\n".join([HEADER, *(",".join(row) for row in rows)]) + "\n"


def link(tmp_path, text, *options, name="people.csv"):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return run("link", file, "--out", tmp_path / "pairs.csv", *options, scratch=tmp_path)


def pairs(tmp_path) -> list[dict]:
    with open(tmp_path / "pairs.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


MAP = ("--map", "id=rec_id,given_name=first,surname=last,birth_date=dob,nationality=country,phone=tel")


def test_people_who_stand_twice_are_found_and_nobody_else(tmp_path):
    done = link(tmp_path, table(), *MAP, "--clusters", tmp_path / "c.csv", "--report", tmp_path / "r.json")
    assert done.code == 0, done
    found = pairs(tmp_path)
    assert list(found[0]) == ["id_a", "id_b", "weight", "probability"]
    weights = [float(pair["weight"]) for pair in found]
    assert weights == sorted(weights, reverse=True) and min(weights) >= 0
    right = [pair for pair in found if pair["id_a"][1:] == pair["id_b"][1:]]
    assert len(right) >= 118 and len(found) - len(right) <= 4
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["uniquePeople"]["low"] <= 400 <= report["uniquePeople"]["high"]
    assert len((tmp_path / "c.csv").read_text().splitlines()) == 521
    assert not any(word in (tmp_path / "r.json").read_text() for word in ["Nimal", "perera", "Shevchenko"])


def test_a_model_that_was_learned_gives_the_same_weights_again(tmp_path):
    assert link(tmp_path, table(), *MAP, "--train", "--model", tmp_path / "m.json").code == 0
    first = pairs(tmp_path)
    assert link(tmp_path, table(), *MAP, "--model", tmp_path / "m.json").code == 0
    again = {(pair["id_a"], pair["id_b"]): float(pair["weight"]) for pair in pairs(tmp_path)}
    assert len(again) == len(first)
    assert all(abs(again[pair["id_a"], pair["id_b"]] - float(pair["weight"])) < 1e-6 for pair in first)
    assert link(tmp_path, table(), *MAP, "--threshold", "-60").code == 0
    assert min(float(pair["weight"]) for pair in pairs(tmp_path)) < 0


def test_two_files_give_pairs_between_them_only(tmp_path):
    lines = table().splitlines()
    (tmp_path / "other.csv").write_text("\n".join([HEADER, *lines[401:]]) + "\n")
    (tmp_path / "one.csv").write_text("\n".join(lines[:401]) + "\n")
    done = run("link", tmp_path / "one.csv", tmp_path / "other.csv", "--out", tmp_path / "pairs.csv", *MAP, scratch=tmp_path)
    assert done.code == 0, done
    assert all(pair["id_a"][0] == "a" and pair["id_b"][0] == "b" for pair in pairs(tmp_path))
    assert len(pairs(tmp_path)) >= 118


def test_odd_files_are_read_or_refused_in_plain_words_and_nothing_is_half_written(tmp_path):
    def fine(text, *options):
        done = link(tmp_path, text, *options)
        assert done.code == 0, done
        return pairs(tmp_path)

    def refused(text, code, words, *options):
        (tmp_path / "pairs.csv").unlink(missing_ok=True)
        done = link(tmp_path, text, *options)
        assert done.code == code and words in done.err, done
        assert not (tmp_path / "pairs.csv").exists() and not list(tmp_path.glob("*.part*"))

    assert fine("id,given_name,birth_date\n1,Amal,1998\n") == []
    assert fine("id,given_name,birth_date\n") == []
    fine("id,given_name,surname,birth_date\n" + "".join(f"{n},,,{1950 + n % 60}-05-1{n % 10}\n" for n in range(300)))
    common = "".join(f"{n},{'Maria' if n % 3 == 0 else GIVEN[n % 10]},{LAST[n * 7 % 10]}{n},19{50 + n % 50}\n" for n in range(3000))
    fine("id,given_name,surname,birth_date\n" + common)
    fine("id,given_name,birth_date\n" + "".join(f"{n},{GIVEN[n % 10]},{'1900-01-01' if n % 2 else '01/01'}\n" for n in range(50)))
    fine("id,given_name,surname\n1," + "Phương " * 1_200_000 + ",Trần\n2,Phương,Trần\n")
    fine(b"id,given_name,surname\n1,Am\xed\xa0\x80al,Said\n2,Am\xffal,Said\n3,Amal,Said\n")
    swapped = fine("id,given_name,surname,birth_date,phone\n" + "".join(
        f"a{n},{GIVEN[n % 10]},{LAST[n // 10]},19{60 + n % 40}-03-0{1 + n % 9},07{n * 7919 % 10**7:07d}\n"
        f"b{n},{LAST[n // 10]},{GIVEN[n % 10]},19{60 + n % 40}-03-0{1 + n % 9},07{n * 7919 % 10**7:07d}\n" for n in range(100)))
    assert sum(pair["id_a"][1:] == pair["id_b"][1:] for pair in swapped) == 100
    refused("", 1, "empty")
    refused("a,b,c\n1,2,3\n", 1, "No column was recognised")
    refused('id,given_name\n1,"Amal\n2,Nour\n', 1, "line 2")
    refused("id,given_name\n1,Amal\n", 1, "no column named 'first'", "--map", "given_name=first")
    refused("id,given_name\n1,Amal\n", 2, "Roles", "--map", "forename=given_name")
    refused("id,given_name,first_name\n1,Amal,Nour\n", 1, "Choose with --map")
    refused("id,given_name\n1,Amal\n".encode("utf-16"), 1, "UTF-8")
    (tmp_path / "bad.json").write_text('{"format": "something"}')
    refused("id,given_name\n1,Amal\n", 1, "model", "--model", tmp_path / "bad.json")
    refused("id,given_name\n1,Amal\n", 3, "cannot be read", "--model", tmp_path / "none.json")


def test_only_the_rules_that_were_asked_for_are_followed(tmp_path):
    done = link(tmp_path, table(), *MAP, "--rules", "names+birth_date,phone", "--report", tmp_path / "r.json")
    assert done.code == 0, done
    followed = json.loads((tmp_path / "r.json").read_text())["linkage"]["blocking"]
    assert [rule["agreeing"] for rule in followed] == [["names", "birth_date"], ["phone"]]
    refused = link(tmp_path, table(), *MAP, "--rules", "shoe_size")
    assert refused.code != 0 and "shoe_size" in refused.err and "cannot be followed" in refused.err
