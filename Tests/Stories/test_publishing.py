# SPDX-License-Identifier: Apache-2.0
"""What is let out for anybody to read: safe by a count that shares no code with the program, or no file."""

import subprocess
import sys
from pathlib import Path

import bad_files
from publishing import HEADER, alike

RECOUNT = Path(__file__).resolve().parents[1] / "independent" / "recount_ctdc.py"
def publish(register, rows):
    file, out = register.scratch / "people.csv", register.scratch / "ctdc.csv"
    file.write_bytes(bad_files.table(rows, header=HEADER))
    assert register.import_file(file).json["imported"] == len(rows)
    done = register.run("export", register.folder, "--format", "ctdc", "--k", "10", "--out", out, "--json", *register.key)
    return done, out


def recount(*arguments) -> int:
    return subprocess.run([sys.executable, str(RECOUNT), *map(str, arguments)], capture_output=True, timeout=120).returncode


def test_ten_alike_are_let_out_and_an_independent_recount_agrees(register):
    done, out = publish(register, alike(10))
    assert done.code == 0, done
    assert len(out.read_text(encoding="utf-8").splitlines()) == 11
    assert recount(out, "--k", "10") == 0
    assert recount(out, "--k", "11") == 1, "control: the recount can say no"
    assert b"Invented" not in out.read_bytes()


def test_nine_alike_are_refused_and_columns_are_named_not_people(register):
    done, out = publish(register, alike(9))
    assert done.code == 1 and not out.exists(), done
    assert "Invented" not in done.out + done.err
    assert done.json["written"] is False and done.json["message"]


def test_an_odd_one_among_many_stays_behind(register):
    odd = ["Invented odd", "Masculine", "1950", "NA", "Servitude", "TRUE", "2019-03-01"]
    done, out = publish(register, [*alike(25), odd])
    assert done.code == 0, done
    assert recount(out, "--k", "10") == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) == 26


def test_the_recount_finds_what_was_planted_for_it():
    """Control: unsafe tables are found by it."""
    assert recount("--self-test") == 0
