# SPDX-License-Identifier: Apache-2.0
"""Who may do what: the program against the table that was written by itself from docs/access.md."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from register import run

TABLES = Path(__file__).parents[1] / "independent"
QUESTIONS = 152_409_600


@pytest.fixture(scope="module")
def product(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("policy")
    made = run("roles", "--format", "product", "--out", folder / "product", scratch=folder)
    assert made.code == 0, made
    return folder / "product"


def compared(product, tables=TABLES):
    done = subprocess.run([sys.executable, TABLES / "check_policy.py", product, "--tables", tables],
                          capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout


def tables_with(folder, name, old, new) -> Path:
    """A copy of the tables with one change."""
    for file in TABLES.glob("*.csv"):
        text = file.read_text(encoding="utf-8")
        if file.name == name:
            assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
            text = text.replace(old, new)
        (folder / file.name).write_text(text, encoding="utf-8")
    return folder


def test_every_answer_is_that_of_the_independent_table(product):
    code, said = compared(product)
    assert said.splitlines()[-1] == f"{QUESTIONS} questions, 0 differences, 0 invariants broken", said
    assert code == 0


@pytest.mark.parametrize("name, old, new", [
    ("cells.csv", "owner,prosecutor,R,R,R,-,R,-,", "owner,prosecutor,R,R,R,-,R,named,"),
    ("cells.csv", "R,min,first,R,-,", "R,min,R,R,-,"),
    ("policy.csv", "answer,action=approve own=yes,ownRequest\n", ""),
    ("policy.csv", "gate,class=F5|F6 device=no,device\n", ""),
    ("policy.csv", "tell,cell=named,tellSecond\n", ""),
])
def test_a_table_with_one_change_is_told_from_the_program(product, tmp_path, name, old, new):
    code, said = compared(product, tables_with(tmp_path, name, old, new))
    assert code == 1 and "the table says" in said
    assert f", 0 differences" not in said


# (role, relation, assigned, own, purpose, consent, state, class, action, step-up, broken glass, device), and a byte
@pytest.mark.parametrize("invariant, place, byte", [
    ("I1", (8, 0, 1, 0, 3, 1, 2, 5, 2, 1, 0, 1), 132), ("I2", (3, 0, 0, 0, 0, 0, 8, 0, 2, 0, 0, 0), 128),
    ("I3", (0, 0, 1, 0, 0, 1, 3, 2, 4, 1, 0, 1), 128), ("I4", (0, 1, 1, 0, 0, 0, 2, 1, 2, 0, 0, 0), 128),
    ("I5", (0, 1, 1, 0, 0, 4, 2, 1, 2, 0, 0, 0), 128), ("I6", (4, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0), 128),
    ("I7", (0, 4, 0, 0, 0, 0, 2, 0, 2, 0, 0, 0), 3), ("I8", (3, 0, 0, 1, 0, 0, 2, 0, 11, 1, 0, 1), 128),
    ("I10", (3, 0, 0, 0, 0, 0, 2, 0, 7, 1, 1, 1), 128), ("I11", (12, 0, 0, 0, 6, 0, 2, 1, 2, 0, 0, 0), 128),
    ("I12", (7, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0), 128), ("I13", (6, 0, 0, 0, 6, 0, 2, 1, 2, 0, 0, 0), 128),
    ("I14", (3, 0, 0, 0, 5, 0, 2, 1, 2, 0, 0, 0), 128),
])
def test_one_wrong_byte_breaks_its_invariant(product, tmp_path, invariant, place, byte):
    shape = (15, 5, 2, 2, 7, 6, 9, 12, 14, 2, 2, 2)
    offset = 0
    for size, index in zip(shape, place, strict=True):
        offset = offset * size + index
    with product.open("r+b") as file:
        file.seek(offset)
        right = file.read(1)
        try:
            file.seek(offset)
            file.write(bytes([byte]))
            file.flush()
            code, said = compared(product)
        finally:
            file.seek(offset)
            file.write(right)
    assert code == 1 and "1 differences" in said, said
    assert any(line.startswith(invariant + " ") for line in said.splitlines()), said


def test_the_printed_matrix_is_the_independent_one(tmp_path):
    printed = run("roles", "--format", "csv", scratch=tmp_path)
    rows = list(csv.DictReader(printed.out.splitlines()))
    cells, powers = {}, {}
    for row in csv.DictReader((TABLES / "cells.csv").open(encoding="utf-8")):
        for role in row["roles"].split():
            cells[row["side"], role] = [row[f"F{n}"] for n in range(12)]
    for row in csv.DictReader((TABLES / "powers.csv").open(encoding="utf-8")):
        powers[row["role"]] = set(row["may"].split())
    assert len(rows) == 45 and len(powers) == 15
    signs = str.maketrans({"–": "-", "↑": "+"})
    for row in rows:
        shown = [row[f"F{n}"].translate(signs) for n in range(12)]
        assert shown == cells.get((row["side"], row["role"]), ["-"] * 12), row
        if row["side"] == "owner":
            assert set(row["office"].split()) == powers[row["role"]], row
