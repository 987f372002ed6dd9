# SPDX-License-Identifier: Apache-2.0
"""The cascade of forty invented people, counted again by a program that does not know ours."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHECK = ROOT / "Tests" / "independent" / "recount_cascade.py"


def counted(root=ROOT):
    done = subprocess.run([sys.executable, CHECK, "--root", root], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout


def test_a_recount_comes_to_what_was_worked_on_paper():
    code, said = counted()
    assert said.splitlines()[-1].endswith("all equal"), said
    assert code == 0


@pytest.mark.parametrize("name, old, new", [
    ("figures.json", '"SHE": {"needed": 20, "offered": 18', '"SHE": {"needed": 20, "offered": 17'),
    ("figures.json", "32.5", "32"),
    ("episodes.csv", "noCapacity", "notSafe"),
])
def test_a_figure_that_is_not_so_is_found(tmp_path, name, old, new):
    shutil.copytree(ROOT / "Tests" / "cascade", tmp_path / "Tests" / "cascade")
    file = tmp_path / "Tests" / "cascade" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, said = counted(tmp_path)
    assert code == 1 and "differ" in said
